/*
 * なぜできる・できない: what decides whether somebody may do something, for those who give
 * roles. Of a record it shows no more than the number that was typed.
 */
#ifndef WEB_ACCESS_PAGE_H
#define WEB_ACCESS_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/route.h"

struct access_answer;

struct access_choice {
    const char *code;
    const char *label;
    bool is_chosen;
};

struct access_page {
    struct access_choice *users;
    size_t user_count;
    struct access_choice *ledgers;
    size_t ledger_count;
    struct access_choice *actions; /* of the ledger that was chosen */
    size_t action_count;
    const char *record; /* as typed */
    const char *question;
    const struct access_answer *answer; /* NULL before anything was asked */
    const char *fault;                  /* instead of an answer, or NULL */
};

bool access_show(struct act *a, const struct request *q, struct reply *r);

#endif
