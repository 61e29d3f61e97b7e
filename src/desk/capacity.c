#include "desk/capacity.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "store/act.h"

static int
compare(const void *left, const void *right)
{
    int64_t l = ((const struct instant *)left)->us, r = ((const struct instant *)right)->us;

    return (l > r) - (l < r);
}

void
capacity_make(struct arena *arena, struct capacity *c, struct promises promises)
{
    struct instant *starts = NEW_ARRAY(arena, promises.count + 1, struct instant);
    struct instant *ends = NEW_ARRAY(arena, promises.count + 1, struct instant);

    for (size_t i = 0; i < promises.count; i++) {
        starts[i] = promises.rows[i].from;
        ends[i] = promises.rows[i].until;
    }
    qsort(starts, promises.count, sizeof *starts, compare);
    qsort(ends, promises.count, sizeof *ends, compare);
    c->starts = starts;
    c->ends = ends;
    c->count = promises.count;
}

bool
capacity_read(struct act *a, const struct query *query, const struct record *kind, int64_t but,
              struct instant from, struct capacity *c)
{
    struct promises promises;

    if (!contract_calendar(a, kind->contract, &c->calendar) ||
        !QUERY(a, query, promises, BIND(kind, kind->id), BIND(but, but), BIND(from, from),
               BIND(out, instant_add(a->now, c->after))))
        return false;
    capacity_make(a->arena, c, promises);
    return true;
}

bool
promise_stands(const struct record *record, const char *away)
{
    return record && (state_is(record, "requested") || state_is(record, "approved") ||
                      state_is(record, away));
}

bool
promise_covers(struct promise was, struct promise wanted)
{
    return was.from.us <= wanted.from.us && was.until.us >= wanted.until.us;
}

int64_t
capacity_peak(const struct capacity *c, struct instant from, struct instant until)
{
    int64_t now = 0, peak = 0;
    size_t ended = 0;

    for (size_t i = 0; i < c->count && c->starts[i].us < until.us; i++) {
        int64_t at = c->starts[i].us > from.us ? c->starts[i].us : from.us;

        for (; ended < c->count && c->ends[ended].us <= at; ended++)
            now--;
        now++;
        if (now > peak)
            peak = now;
    }
    return peak;
}

static bool
fits(const struct capacity *c, struct instant from, int64_t length)
{
    return capacity_peak(c, instant_add(from, (struct minutes){ -c->before.minutes }),
                         instant_add((struct instant){ from.us + length }, c->after)) < c->units;
}

bool
capacity_free(const struct capacity *c, struct instant from, struct instant until,
              struct instant *next)
{
    int64_t length = until.us - from.us;

    *next = (struct instant){ 0 };
    if (c->units <= 0)
        return false;
    if (fits(c, from, length))
        return true;
    /* One gets free where a promise ends, and nowhere else. */
    for (size_t i = 0; i < c->count && !next->us; i++) {
        struct instant at = instant_add(c->ends[i], c->before);

        if (at.us <= from.us)
            continue;
        if (c->calendar)
            at = calendar_opening(c->calendar, at);
        if (at.us && fits(c, at, length))
            *next = at;
    }
    return false;
}

void
capacity_times(struct minutes *before, struct minutes *after)
{
    before->minutes = before->minutes == NO_NUMBER ? 0 : before->minutes;
    after->minutes = after->minutes == NO_NUMBER ? 0 : after->minutes;
}

const char *
moment_text(struct arena *arena, struct instant at)
{
    int minute = instant_minute(at);

    return arena_print(arena, "%s %d:%02d", wareki_print(arena, instant_date(at), WAREKI_SHORT),
                       minute / 60, minute % 60);
}

bool
capacity_require(struct act *a, const struct capacity *c, struct promise wanted, const char *field,
                 const char *what, const char *of)
{
    struct instant next;

    if (capacity_free(c, wanted.from, wanted.until, &next))
        return true;
    if (c->units <= 0)
        return fail(a, FAULT_CLASH, field, "「%s」には、使えるものがありません。", what);
    if (!next.us)
        return fail(a, FAULT_CLASH, field, "「%s」は、この時間には%sできません。", what, of);
    return fail(a, FAULT_CLASH, field,
                "「%s」は、この時間には全部（%lld）ふさがっています。次に%sできるのは %s "
                "からです。",
                what, (long long)c->units, of, moment_text(a->arena, next));
}
