#include "base/process_confined.h"

#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/process.h"
#include "base/sandbox.h"

const char process_confined[] = "tasuki-confined";
bool process_begun;

/* Where tools, their libraries, fonts and settings stand. */
static const char *const system_folders[] = { "/usr", "/lib",  "/lib64", "/bin", "/etc",
                                              "/opt", "/proc", "/sys",   "/dev", NULL };

static const rlim_t MEMORY = (rlim_t)2 << 30;

/* Plenty for a document of the size that uploads may have. Processor time is bounded by
   process_run's own clock. */
static const struct {
    int what;
    rlim_t most;
} limits[] = {
    { RLIMIT_CORE, 0 },
    { RLIMIT_FSIZE, (rlim_t)1 << 30 },
    { RLIMIT_NOFILE, 256 },
};

static void
set_limits(rlim_t memory)
{
    const struct rlimit space = { memory ? memory : MEMORY, memory ? memory : MEMORY };

    (void)setrlimit(RLIMIT_AS, &space);
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
        struct rlimit limit = { limits[i].most, limits[i].most };

        (void)setrlimit((__rlimit_resource_t)limits[i].what, &limit);
    }
}

void
process_begin(int argc, char **argv)
{
    const char *const writable[] = { argc > 1 && *argv[1] ? argv[1] : NULL, NULL };
    const struct sandbox_order order = {
        .writable = writable,
        .readable = system_folders,
        .programs = system_folders,
        .offline = true,
    };
    struct sandbox_held held;
    const char *why = "";

    process_begun = true;
    if (argc < 1 || strcmp(argv[0], process_confined) != 0)
        return;
    /* Where the kernel or systemd does not let go, the rest still holds. */
    (void)unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
    if (argc < 5 || !sandbox_enter(&order, &held, &why)) {
        fprintf(stderr, "%s\n", why);
    } else {
        set_limits(strtoul(argv[2], NULL, 10)); /* last: our own sanitizers take more */
        execve(argv[3], argv + 4, environ);
    }
    _exit(CONFINED_STATUS);
}
