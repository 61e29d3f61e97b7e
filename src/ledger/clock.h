/*
 * Clocks: deadlines that run in business time.
 *
 * A clock belongs to one record and one rule ("answer by the end of the next
 * business day"). It starts with the record, pauses in the states its rule names,
 * ends met or breached; it is never deleted. Due times are instants, computed once
 * and again when the contract's calendar changes. All functions take part in the
 * act's transaction.
 *
 * A pause stops the business time: what was used until then stays used, and the due
 * time is counted anew from where the clock goes on. A record that comes in already
 * ended (an import) starts no clock.
 *
 * A rule may end by an event that the record dates (`done`), not only by a state: a call
 * at 10:05 that is written down at noon was in time at 10:05. Such a clock follows the
 * dated event, also when it is corrected; the history keeps what was noted before.
 * Empty the event it counts from, and the clock is withdrawn: neither late nor in time.
 */
#ifndef LEDGER_CLOCK_H
#define LEDGER_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct job_kind;
struct calendar;
struct ledger;
struct record;
struct table;

enum clock_state { CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_MET, CLOCK_BREACHED };
enum { CLOCK_STATES = CLOCK_BREACHED + 1 };

/* How the limit is counted. */
enum clock_kind {
    CLOCK_BUSINESS_MINUTES, /* span of business time */
    CLOCK_BUSINESS_DAYS,    /* end of the n-th business day after */
    CLOCK_DAYS,             /* end of the n-th day after, rolled to a business day */
    CLOCK_MINUTES,          /* span of time by day and night; never pauses */
    CLOCK_DATE,             /* midnight that ends the day of `from`; no span, never pauses */
};

struct clock_rule {
    const char *name;  /* "answer" */
    const char *label; /* 回答 翌営業日まで */
    enum clock_kind kind;
    int64_t span;
    const char *within; /* of CLOCK_MINUTES: minutes field that goes before `span`, or NULL */
    const char *from;   /* instant or date field it counts from; NULL: created_at */
    const char *due;    /* instant field that shows the due time; of CLOCK_DATE also NULL */
    const char *pauses; /* states in which it stands still, space between, or NULL */
    const char *met;    /* states that end it, space between; NULL with `done` alone */
    const char *done;   /* instant or date field that ends it when filled, or NULL */
};

struct clock {
    int64_t id;
    int64_t contract;
    int64_t record;
    const struct clock_rule *rule;
    int64_t span;           /* of CLOCK_MINUTES, where the record says its own; 0: the rule's */
    enum clock_state state; /* breached ones go on until `ended` */
    struct instant started;
    struct instant due;     /* moves when a pause ends; none while paused */
    struct instant resumed; /* since when it runs: the start, or the end of a pause */
    struct instant ended;   /* a state that meets it was reached, in time or late */
    struct minutes used;    /* business minutes before `resumed` */
};

/* The table `clock`, for schema_apply beside the ledgers' own. */
extern const struct table clock_table;

/*
 * For the one road. clocks_plan computes the record's clocks for its state and puts
 * their due times into the record before it is stored; clocks_keep stores them.
 * `before` is NULL when the record is new; its id must be known.
 */
struct clock_plan {
    struct clock *clocks;
    size_t count;
    size_t stored; /* so many of them have rows already */
};
bool clocks_plan(struct act *a, const struct ledger *l, const struct record *before,
                 struct record *record, struct clock_plan *plan);
bool clocks_keep(struct act *a, const struct ledger *l, const struct clock_plan *plan);

/* Like a plan, of a stored record whose calendar has changed; inside act_write. */
bool
clocks_again(struct act *a, const struct ledger *l, struct record *record, struct clock_plan *plan);

bool clocks_read(struct act *a, const struct ledger *l, int64_t record, struct clock **out,
                 size_t *count);

/* Marks running clocks that are past their due time, at most `most`, and writes a
   history row for each; for a job that runs each minute. `*count`: how many. */
bool clocks_breach(struct act *a, size_t most, size_t *count);

/* Counts the due times of a contract's open clocks again (0: of all), after its calendar
   has changed. Writes in batches; not inside act_write. */
bool clocks_recount(struct act *a, int64_t contract);

/* Both as jobs: each minute; ordered when a calendar or a contract's choice of it changes. */
extern const struct job_kind clock_breach_job;
extern const struct job_kind clock_recount_job;

/* When the limit of a rule ends that begins at `from` and never pauses; `within` fields of
   records are not looked at. */
struct instant
clock_due(const struct calendar *calendar, const struct clock_rule *rule, struct instant from);

/* What the record says: from when a rule counts, the event that ends it, and its due field;
   none if empty. */
struct instant clock_rule_from(struct act *a, const struct ledger *l, const struct clock_rule *rule,
                               const struct record *record);
struct instant clock_rule_done(struct act *a, const struct ledger *l, const struct clock_rule *rule,
                               const struct record *record);
struct instant
clock_rule_due(const struct ledger *l, const struct clock_rule *rule, const struct record *record);

/* What a reader sees: 残 3時間, 残 41分 (near), 残 8分 (soon), 超過 12分, 停止中, 達成.
   The glyph before it is drawn by the page. */
enum clock_face { FACE_LEFT, FACE_NEAR, FACE_SOON, FACE_OVER, FACE_PAUSED, FACE_MET };
struct clock_look {
    enum clock_face face;
    const char *words; /* 残 3時間; "" when there is no clock */
    int share;         /* used, 0..100 */
    const char *limit; /* 11月24日（火）17:15まで, or "" */
};

struct clock_look clock_look(struct act *a, const struct clock *c);

/* For lists: from the record alone, without reading its clocks. Shows the first rule. */
struct clock_look
clock_look_record(struct act *a, const struct ledger *l, const struct record *record);

/* The same where only the due field is at hand; counts by the office calendar. */
struct clock_look
clock_look_due(struct act *a, struct instant due, const char *state, const struct ledger *l);

#endif
