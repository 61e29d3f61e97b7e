/*
 * The log: one line for each event, for people with grep and for machines.
 *
 *     2026-11-20T13:10:53.123456+09:00 level=info event=request method=GET status=200
 *
 * Values that hold anything but plain characters are quoted and escaped, so that nothing
 * from outside can begin a line or a key. A line is one write(2) of at most LOG_LINE
 * bytes; what is longer is cut, with …. Personal data and secrets do not belong here.
 * Any thread may log.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum { LOG_LEVELS = LOG_ERROR + 1 };

enum { LOG_LINE = 4096 };

/* Before other threads start. Without it: standard error, info and above. */
void log_open(int fd, enum log_level least);

/* debug, info, warn or error. */
bool log_level_parse(const char *text, enum log_level *out);

/* For callers that would work to make the values. */
bool log_wanted(enum log_level level);

/* Pairs of key and value, both const char *, ended by NULL. A value of NULL is left out
   with its key. The event is a word like "request" or "job.done". */
__attribute__((sentinel)) void log_line(enum log_level level, const char *event, ...);

#endif
