/*
 * Sending what the outbox holds of kind "mail".
 *
 * A job takes the rows that are due, hands them to the mail server over one connection and
 * notes of each what came of it: sent, refused for good (5xx, given up with the server's
 * words), or later. Waits grow from a minute to four hours and end after five days. A server
 * that cannot be used at all costs one try for each look, and no row its place.
 *
 * At least once: a letter whose answer was lost goes again with the same Message-ID.
 */
#ifndef WEB_LETTER_SEND_H
#define WEB_LETTER_SEND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct job_kind;
struct smtp_options;

/* Makes the settings known; once, before other threads start. The options must stay. */
void letter_begin(const struct smtp_options *options);

extern const struct job_kind letter_job;

/* Since the start of the process; what waits and was given up as of the last look. */
struct letter_numbers {
    int64_t sent;
    int64_t refused;
    int64_t later;
    int64_t waiting;
    int64_t given_up;
};
struct letter_numbers letter_numbers(void);

/* The pause after so many tries that failed; none: it is given up. */
struct minutes letter_pause(int64_t tries);

/* A letter of a line or two to one address, at once and past the outbox; false with the
   server's words: how the settings are tried. */
bool letter_try(struct act *a, const char *address, const char **why);

#endif
