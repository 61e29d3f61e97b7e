/*
 * What every role may do, as it was read and agreed: test/data/access_matrix.txt.
 *
 * Written apart from the declarations, so that a slip in one of them is seen in the
 * other. `ACCESS_MATRIX=FILE build/test/unit/app written` writes what the declarations say
 * now; it is for people to compare and to copy, no test reads it.
 */
#ifndef TEST_APP_ACCESS_TABLE_H
#define TEST_APP_ACCESS_TABLE_H

#include "ledger/ledger.h"
#include "store/act.h"
#include "test.h"

struct agreed {
    const char *ledger;
    enum role role;
    const char *reach; /* own organisation zone contract, or sees, sets */
    const char *words; /* actions, or fields */
};

struct agreed_table {
    struct agreed *rows;
    size_t count;
};

void agreed_read(struct test *t, struct agreed_table *out);

/* The slow second opinion: may somebody with this membership do it, today being `today`? */
bool
agreed_may(const struct agreed_table *table, const struct ledger *l, const struct membership *m,
           int64_t person, const char *action, const struct record *record, struct date today);

/* `what` "sees" or "sets": whether the role is kept to some fields, and has this one. */
bool agreed_field(const struct agreed_table *table, const struct ledger *l, enum role role,
                  const char *what, const char *field);

/* The file as the declarations have it. */
void agreed_write(struct test *t, const char *path);

/* The n-th action of a ledger: deeds, then transitions; NULL after the last. */
const char *action_at(const struct ledger *l, size_t n);

#endif
