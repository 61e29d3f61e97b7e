/*
 * Looking for rows of the history: by who, ledger, record, what was done, days, entrance.
 */
#ifndef WEB_HISTORY_FORM_H
#define WEB_HISTORY_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/history.h"
#include "web/route.h"

struct history_choice {
    const char *value;
    const char *words;
    bool chosen;
};
struct history_choices {
    struct history_choice *items;
    size_t count;
};

struct history_form {
    struct history_search search;
    bool narrowed;      /* some condition was given */
    const char *action; /* address */
    const char *who;    /* as typed */
    const char *record;
    const char *from;
    const char *until;
    bool whole; /* ledger and record are asked for, too */
    struct history_choices ledgers;
    struct history_choices deeds;
    struct history_choices origins;
};

/* What the query asks for; a condition that cannot be read is a fault of its field. On a
   ledger's own page, and a record's, those two are fixed. */
bool history_form_read(struct act *a, const struct request *q, struct history_form *out);

/* The conditions as a JSON object, and as people read them. */
const char *history_form_json(struct act *a, const struct history_form *form);
const char *history_form_words(struct act *a, const struct history_form *form);

/* 画面, API, … */
const char *origin_words(const char *origin);

#endif
