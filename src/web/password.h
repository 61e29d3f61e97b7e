/*
 * Passwords: Argon2id over libsodium, and which ones are taken.
 *
 * A run takes 64 MiB, so two run at once and a few wait; whoever comes then is told to come
 * again (FAULT_BUSY) before anything was counted against him. Slow by design: never inside
 * act_write.
 *
 * What is asked of a password follows NIST SP 800-63B and IPA: length, and nothing that is
 * known or guessed from the login; no classes of characters, no end after so many days.
 */
#ifndef WEB_PASSWORD_H
#define WEB_PASSWORD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 1024 }; /* characters, bytes */

/* A place in the line for one run; FAULT_BUSY when the line is full. Given back by
   password_leave. password_hash takes its own. */
bool password_enter(struct act *a);
void password_leave(void);

/* Whether the password fits; always exactly one run, also for `hash` NULL, "" or rubbish,
   which nothing fits. Between password_enter and password_leave. */
bool password_check(const char *hash, const char *password);

/*
 * The same run beside other work, on a thread of its own:
 *
 *     password_begin(&run, hash, typed);
 *     allowed = count the try;             the act stays with the caller
 *     right = password_end(&run, allowed);
 *
 * Every run that was begun is ended. With `wanted` false the answer is false, and a run that
 * still waits for its turn is left out. Hash and password must live until then.
 */
struct password_run {
    const char *hash;
    const char *password;
    pthread_t thread;
    bool threaded;
    bool unwanted; /* under the mutex of the line */
    bool right;
};
void password_begin(struct password_run *run, const char *hash, const char *password);
bool password_end(struct password_run *run, bool wanted);

/* Text for the user's row, in the act's arena. FAULT_INVALID on field "password" when it
   is not taken, FAULT_BUSY when it cannot be done now. */
bool password_hash(struct act *a, const char *login, const char *password, const char **out);

/* The rules alone: a Japanese sentence, or NULL when the password is taken. */
const char *password_fault(struct act *a, const char *login, const char *password);

/* Argon2id's cost; 0: 64 MiB, 3 passes. Tests lower it. */
void password_cost(size_t memory_bytes, unsigned passes);

/* Runs so far, and the most that ran at once: for tests. */
int64_t password_runs(void);
int password_most_at_once(void);

#endif
