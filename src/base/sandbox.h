/*
 * The sandbox: what the process gives up for good before it serves.
 *
 * Two kernel features, none of which needs a privilege: Landlock takes away writing
 * outside the named folders and starting other programs than the named ones; seccomp takes
 * away the system calls that a server has no use for (mounting, tracing, modules, clocks,
 * raw sockets). Both hold for every thread and program that comes after, so this is called
 * before the first thread is started.
 *
 * It comes beside the hardening of packaging/tasuki.service, for those who start the
 * program in another way.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

struct sandbox_order {
    const char *const *writable; /* folders, with all below; ends with NULL */
    const char *const *readable; /* folders; NULL: everything may be read */
    const char *const *programs; /* files or folders that may be run; missing ones are left out */
    bool offline;                /* no sockets of the internet either */
};

/* What holds now; a kernel may lack the one or the other. */
struct sandbox_held {
    bool files; /* Landlock, Linux 5.13 and later */
    bool calls; /* seccomp */
};

/* False, with a Japanese sentence, when the kernel has the feature and refuses the order,
   for example because a folder is not there; then the process must not go on. */
bool sandbox_enter(const struct sandbox_order *order, struct sandbox_held *held, const char **why);

#endif
