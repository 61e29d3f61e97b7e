/*
 * Wrong passwords, counted per login and address: after five the pair is locked for 30
 * minutes. A try is counted before the password is looked at, so that many at once gain
 * nothing, and taken back when it was right. Logins that do not exist are counted too.
 */
#ifndef WEB_ATTEMPT_H
#define WEB_ATTEMPT_H

#include <stdbool.h>

struct act;

enum { ATTEMPTS = 5, ATTEMPT_MINUTES = 30 };

/* Counts a try; `*left` is how many wrong ones remain after this one. FAULT_MANY when the
   pair is locked. */
bool attempt_begin(struct act *a, const char *login, const char *address, int *left);

/* It was right; inside act_write. */
bool attempt_right(struct act *a, const char *login, const char *address);

#endif
