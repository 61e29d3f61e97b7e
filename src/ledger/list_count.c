#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/index.h"
#include "ledger/list_parts.h"
#include "store/act.h"

/* So far counts are exact; as many hits are also looked at in one statement. */
enum { EXACT_COUNT = 1000 };

const char *
ids_text(struct act *a, const int64_t *ids, size_t count)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(&out, ',');
        buffer_int(&out, ids[i]);
    }
    return buffer_string(&out);
}

/* Up to one more than is counted exactly, or all. */
static size_t
most_of(const struct list_select *select)
{
    return select->request->count_exact ? SIZE_MAX : EXACT_COUNT + 1;
}

static bool
is_over(const struct list_select *select)
{
    return !select->request->count_exact && clock_ticks() >= select->until;
}

/* Goes on where the page's rows ended, along the same hits. */
static bool
find_hits(struct act *a, const struct list_select *select, struct list_hits *hits)
{
    size_t most = most_of(select);
    int64_t until = select->request->count_exact ? 0 : select->until;

    while (!hits->all && hits->count < most && !is_over(select)) {
        size_t left = most - hits->count;

        if (left > EXACT_COUNT + 1)
            left = EXACT_COUNT + 1;
        if (!search_more(a, select->request, left, until, hits))
            return false;
    }
    return true;
}

static int
compare(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left, r = *(const int64_t *)right;

    return (l > r) - (l < r);
}

static size_t
distinct(int64_t *ids, size_t count)
{
    size_t kept = 0;

    qsort(ids, count, sizeof *ids, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    return kept;
}

/* The records of the hits, each once, in the hits' place; `*talk`: some were found by what
   was said about them. */
static bool
find_records(struct act *a, const struct list_select *select, int64_t *ids, size_t *count,
             bool *talk)
{
    int64_t places[EXACT_COUNT + 1];
    size_t left = 0;

    *talk = false;
    for (size_t from = 0, most; from < *count; from += most) {
        size_t some = most = *count - from < EXACT_COUNT + 1 ? *count - from : EXACT_COUNT + 1;

        memmove(ids + left, ids + from, some * sizeof *ids);
        if (!index_parents(a, select->request->ledger, ids + left, places, &some))
            return false;
        *talk |= some < most || memcmp(ids + left, places, some * sizeof *ids) != 0;
        left += some;
    }
    *count = left > 0 && *talk ? distinct(ids, left) : left;
    return true;
}

/* Those of the records that rights and filters let through. */
static bool
count_records(struct act *a, const struct list_select *select, const int64_t *ids, size_t count,
              int64_t *total, bool *late)
{
    struct list_select some = *select;
    int64_t most = select->request->count_exact ? 0 : EXACT_COUNT + 1, found;

    for (size_t from = 0; from < count && !*late; from += EXACT_COUNT + 1) {
        size_t left = count - from;

        some.ids = ids_text(a, ids + from, left < EXACT_COUNT + 1 ? left : EXACT_COUNT + 1);
        if (is_over(select))
            *late = true;
        else if (!select_count(a, &some, most, &found, late))
            return false;
        else
            *total += found;
    }
    return true;
}

static bool
count_hits(struct act *a, const struct list_select *select, struct list_hits *hits, int64_t *total,
           bool *late)
{
    int64_t *ids;
    size_t count;
    bool talk;

    if (!find_hits(a, select, hits))
        return false;
    count = hits->count < most_of(select) ? hits->count : most_of(select);
    ids = NEW_ARRAY(a->arena, count + 1, int64_t);
    if (count)
        memcpy(ids, hits->ids, count * sizeof *ids);
    if (!find_records(a, select, ids, &count, &talk))
        return false;
    if (!talk && search_is_exact(a, select->request))
        *total = (int64_t)count;
    else if (!count_records(a, select, ids, count, total, late))
        return false;
    *late |= !hits->all;
    return true;
}

bool
list_count(struct act *a, const struct list_select *select, struct list_hits *hits,
           struct list *out)
{
    struct list_select all = *select;
    bool exact = select->request->count_exact, late = false, done = true;
    int64_t most = exact ? 0 : EXACT_COUNT + 1 + select->request->count_beyond;

    all.ids = NULL;
    out->total = 0;
    if (hits)
        done = count_hits(a, &all, hits, &out->total, &late);
    else if (all.limited && is_over(&all))
        late = true;
    else
        done = select_count(a, &all, most, &out->total, &late);
    if (!done)
        return false;
    out->total_exact = !late && (exact || out->total <= EXACT_COUNT);
    if (!late && !hits && !exact && out->total > EXACT_COUNT)
        out->beyond = out->total - EXACT_COUNT - 1;
    if (!exact && out->total > EXACT_COUNT)
        out->total = EXACT_COUNT;
    if (out->total < (int64_t)out->count)
        out->total = (int64_t)out->count;
    return true;
}
