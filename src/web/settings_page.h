/*
 * What the reader sets for himself: how days are shown, one-letter keys, the contract.
 */
#ifndef WEB_SETTINGS_PAGE_H
#define WEB_SETTINGS_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/route.h"

struct settings_page {
    const char *csrf;
    const char *person;
    const char *login;
    const char *roles; /* 受託者（担当）、… */
    bool is_western;
    bool has_keys;
    bool is_quiet;    /* no daily letter of what is due */
    const char *head; /* of the history, for administrators and auditors; or NULL */
    const char *sealed_at;
};

struct contract_choice {
    int64_t id;
    const char *title;
    const char *number;
    const char *role;
    bool is_current;
};

struct contracts_page {
    const char *csrf;
    struct contract_choice *choices;
    size_t count;
};

bool settings_show(struct act *a, const struct request *q, struct reply *r);
bool settings_change(struct act *a, const struct request *q, struct reply *r);
bool contracts_show(struct act *a, const struct request *q, struct reply *r);
bool contracts_switch(struct act *a, const struct request *q, struct reply *r);

#endif
