/*
 * Loans (貸出): kinds of things to lend, the things themselves, and who has them when.
 *
 * A loan asks for a kind and a time. It is accepted only where a thing of that kind is left
 * at every minute of it, with the time to prepare it before and to check it afterwards
 * (desk/capacity.h); otherwise the sender hears what is free next. Which thing it is may be
 * left open until it is handed over. What has not come back, or was not checked, is taken
 * to be away until it is.
 *
 *     申請中 → 承認 → 貸出中 → 返却済 → 確認済        申請中・承認 → 取消
 *
 * When things go out of use and more is promised than is left, an inquiry is opened.
 */
#ifndef DESK_LOAN_H
#define DESK_LOAN_H

#include "ledger/ledger.h"

struct loan_kind {
    struct record base;
    const char *title;
    struct choice category;
    struct minutes preparation;
    struct minutes checking;
    int64_t usable; /* things that may be lent, by their states */
    struct prose guidance;
    struct prose notes;
};

struct loan_unit {
    struct record base;
    const char *number;
    struct ref kind;
    const char *serial;
    struct prose accessories; /* one a line */
    const char *place;
    struct prose notes;
};

struct loan {
    struct record base;
    const char *number;
    const char *title;
    struct ref kind;
    struct ref unit;
    struct instant begins_at;
    struct instant ends_at;
    struct ref section;
    struct ref borrower;
    const char *borrower_name;
    struct prose purpose;
    struct prose settings;
    struct instant handed_at;
    struct choice handed_check; /* whole lacking */
    struct prose handed_notes;
    struct instant returned_at;
    struct choice returned_check; /* whole lacking broken */
    struct prose returned_notes;
    struct date due_on; /* from the next day on it is late: the open day of the end */
    struct instant busy_from;
    struct instant busy_until;
};

extern const struct ledger loan_kind_ledger;
extern const struct ledger loan_unit_ledger;
extern const struct ledger loan_ledger;

/* Of what may be asked for: whoever asks reads it. */
extern const struct access loan_kind_access[];

struct capacity;

/* How much of this kind is promised, but for one loan (0: none). `kind` as stored. */
bool loan_capacity(struct act *a, const struct loan_kind *kind, int64_t but, struct instant from,
                   struct capacity *out);

/* What is promised of a kind at the busiest minute of each day from this one on. */
enum { LOAN_WEEK = 7 };
bool loan_week_read(struct act *a, const struct loan_kind *kind, struct date from,
                    int64_t used[LOAN_WEEK]);

#endif
