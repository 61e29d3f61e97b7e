/*
 * Functions that are not used, and what to use in their place.
 *
 * Every source under src/ is compiled with this header in front (-include). The
 * system headers come first because they must be able to name what follows.
 *
 *     sprintf vsprintf strcpy strcat strncpy strncat gets   base/buffer.h, snprintf
 *     strtok                                                strcspn, or a reader of one's own
 *     atoi atol atoll atof                                  a parser that can refuse
 *     system popen                                          base/process.h: no shell
 *     alloca                                                base/arena.h
 *     localtime gmtime ctime asctime mktime                 base/time.h: one zone, no globals
 *     tmpnam mktemp                                         mkstemp, memfd_create
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

/* Macros of libxlsxwriter name some: only those that stand before the ban may. */
#if __has_include(<xlsxwriter.h>)
#    include <xlsxwriter/format.h>
#    include <xlsxwriter/xmlwriter.h>
#    undef CELL
#    undef COLS
#    undef RANGE
#endif

/* A name that is a macro cannot be poisoned. */
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef gets
#undef strtok
#undef alloca

#pragma GCC poison sprintf vsprintf strcpy strcat strncpy strncat gets strtok
#pragma GCC poison atoi atol atoll atof popen
#pragma GCC poison localtime gmtime ctime asctime mktime tmpnam mktemp

/* A good word for a field, so only its call is refused. */
#define system(...) system_is_banned__see_base_process_h
/* GLib's headers define it anew, which poison would not let them. */
#define alloca(...) alloca_is_banned__see_base_arena_h

#endif
