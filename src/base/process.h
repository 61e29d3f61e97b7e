/*
 * Running another program without a shell.
 *
 * The program gets the arguments as they are, standard input from memory or a file, a fixed PATH,
 * LANG=C.UTF-8 and TZ=JST-9, no other descriptors, default signals and a process group
 * of its own. It is ended with its whole group when the time is over, when it writes too
 * much, or when its first process has ended. Blocks the calling thread.
 *
 * It is also confined, as it reads what strangers have sent: it reads the system's folders
 * and writes its working folder, has no network, little memory, and where the kernel allows
 * it, is a user of its own. Our own program does that, started once more for a moment.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct process_order {
    const char *const *argv; /* ends with NULL; [0] with a slash, or looked for in the PATH */
    const void *input;       /* NULL: empty */
    size_t input_length;
    const char *input_path;         /* a regular file instead */
    size_t most_output;             /* of standard output and of errors each; 0: 1 MiB */
    int seconds;                    /* 0: 30 */
    size_t most_memory;             /* bytes of address space; 0: 2 GiB */
    const char *folder;             /* working folder, may be written; NULL: / */
    const char *const *environment; /* more "NAME=value", ends with NULL; may be NULL */
};

struct process_result {
    int status; /* exit status, 128 + signal when it was ended by one */
    bool timed_out;
    bool overflowed;
    char *output; /* in the arena, followed by a zero byte that is not counted */
    size_t output_length;
    char *errors;
    size_t errors_length;
};

/* The first call of main in every program that calls process_run: where it was started to
   confine another program, it becomes that one and does not return. */
void process_begin(int argc, char **argv);

/* True when the program ran to its end, whatever its status. False, with a reason in
   Japanese in the arena, when it could not be started, took too long or wrote too much;
   `out` then holds what came until then. */
bool process_run(struct arena *arena, const struct process_order *order, struct process_result *out,
                 const char **why);

#endif
