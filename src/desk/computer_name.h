/*
 * Computer names: which were given out, which rest, which wait for ten minutes.
 *
 * A record is a name, not a use of it: it is issued, returned with a reason, and after its
 * rest issued once more; its history says to whom. The next name of a series is found in an
 * index: the table free_name holds those that may be used again and from when, the table
 * name_counter the next number of each site and year. Both follow from the ledger and are
 * made anew from it where they are missing. Functions that change hold pool_lock().
 */
#ifndef DESK_COMPUTER_NAME_H
#define DESK_COMPUTER_NAME_H

#include "desk/name_series.h"
#include "ledger/ledger.h"

struct table;

/* Minutes for which a name waits for whoever fills in the form. */
enum { NAME_MINUTES = 10 };

struct computer_name {
    struct record base;
    const char *name;
    struct ref series;
    const char *run; /* of name_run() */
    int64_t number;
    const char *device;
    struct ref section;
    struct date issued_on;
    struct date returned_on;
    struct instant again_at; /* end of the reservation, or of the rest */
    const char *return_reason;
    const char *note;
};

extern const struct ledger computer_name_ledger;
extern const struct table free_name_table;
extern const struct table name_counter_table;

/* The next name of the series, now the act's: reserved until then, or issued when `until` is
   none. What `out` holds besides is stored with it. */
bool name_take(struct act *a, const struct name_series *series, const char *site,
               struct instant until, struct computer_name *out);

/* Makes a reserved name an issued one; FAULT_CLASH unless it waits for who acts. */
bool name_confirm(struct act *a, int64_t id, struct computer_name *out);

/* The name that name_take would give now; takes nothing. */
bool
name_preview(struct act *a, const struct name_series *series, const char *site, const char **out);

/* Returns a name because its address was; inside act_write. */
bool name_return(struct act *a, int64_t id, const char *reason);

#endif
