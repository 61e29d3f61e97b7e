#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/history.h"
#include "ledger/index.h"
#include "ledger/list_parts.h"
#include "store/act.h"

enum {
    SORTED_HITS = 1000,
    ROWS_MS = 25,  /* for rows that no index gives in the order asked for */
    COUNT_MS = 32, /* until a count gives up, from the beginning of the request */
    WORDS_COUNT_MS = 10,
    MOST_BATCH = 1000,
    LATEST_DAY = 3652059, /* 9999-12-31 */
};

/* A page being put together. Rows stay where the statements put them. */
struct page {
    struct act *a;
    const struct list_request *request;
    struct list_select select;
    struct list_cursor from;
    bool has_from;
    void **rows;
    size_t count;
    size_t wanted; /* one more than the page holds, to know whether it goes on */
    struct list_hits hits;
    int64_t begun; /* tick */
    bool late;
    bool newest; /* the time was over: only the newest rows are sorted */
};

/* The tick at which the request's time for this is over. */
static int64_t
until(const struct page *p, int milliseconds)
{
    int given = p->request->hurry ? p->request->hurry : milliseconds;

    return p->begun + given * INT64_C(1000);
}

static bool
sorts_by_id(const struct list_request *r)
{
    return !r->sort || strcmp(r->sort->name, "id") == 0;
}

static bool
cursor_fits(const struct page *p)
{
    const struct bound *value = &p->from.value;

    if (p->from.phase == PHASE_EMPTY)
        return p->select.sort_nullable;
    if (sorts_by_id(p->request))
        return true;
    if (value->type != select_sort_type(&p->select))
        return false;
    return value->type != COLUMN_DATE || (value->number >= 0 && value->number <= LATEST_DAY);
}

static bool
open_cursor(struct page *p)
{
    p->has_from = p->request->after && *p->request->after;
    if (!p->has_from)
        return true;
    if (!cursor_parse(p->a, p->request, &p->from))
        return false;
    return cursor_fits(p) || fail(p->a, FAULT_MALFORMED, "after",
                                  "続きの位置が読めません。最初のページから開いてください。");
}

/* Whether an order is asked for that has to be made within the time. */
static bool
may_be_late(const struct page *p)
{
    return p->select.limited && !p->select.ids && p->request->sort;
}

static bool
fetch(struct page *p, enum list_phase phase, bool from_start)
{
    bool late = p->newest || (may_be_late(p) && clock_ticks() >= p->select.until);
    struct list_fetch fetch = {
        .phase = phase,
        .back = p->from.back,
        .from = from_start ? NULL : &p->from,
        .most = p->wanted - p->count,
        .newest_only = late,
    };
    char *rows;
    size_t count;

    if (!select_rows(p->a, &p->select, &fetch, (void **)&rows, &count, &late))
        return false;
    /* What was cut off has given nothing: then the newest ones, however long that takes. */
    if (late && !fetch.newest_only && count == 0) {
        fetch.newest_only = true;
        if (!select_rows(p->a, &p->select, &fetch, (void **)&rows, &count, &late))
            return false;
    }
    p->late |= late;
    p->newest = fetch.newest_only;
    for (size_t i = 0; i < count && p->count < p->wanted; i++)
        p->rows[p->count++] = rows + i * p->select.shape->read_size;
    return select_finish(p->a, &p->select, rows, count);
}

/* What was cut off within one phase goes on there, on the next page. */
static bool
is_cut(const struct page *p)
{
    return p->late && !p->newest;
}

static bool
fetch_phases(struct page *p)
{
    static const enum list_phase order[2][2] = { { PHASE_VALUES, PHASE_EMPTY },
                                                 { PHASE_EMPTY, PHASE_VALUES } };
    const enum list_phase *phases = order[p->from.back];
    bool begun = !p->has_from;
    int count = p->select.sort_nullable ? 2 : 1;

    if (count == 1)
        return fetch(p, PHASE_VALUES, begun);
    for (int i = 0; i < count && p->count < p->wanted && !is_cut(p); i++) {
        bool here = p->has_from && phases[i] == p->from.phase;

        if (!begun && !here)
            continue;
        begun = true;
        if (!fetch(p, phases[i], !here))
            return false;
    }
    return true;
}

static const char *
cursor_at(struct page *p, const void *row, bool back)
{
    struct list_cursor cursor = { .back = back, .id = ((const struct record *)row)->id };
    const struct field *f = p->request->sort;

    cursor.value = select_sort_value(p->a, &p->select, row);
    if (p->select.sort_nullable && field_is_empty(f, record_at(p->a, p->request->ledger, f, row))) {
        cursor.phase = PHASE_EMPTY;
        cursor.value = (struct bound){ .type = COLUMN_INT };
    }
    return cursor_print(p->a, p->request, &cursor);
}

static void
reverse(void **rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        void *row = rows[i];

        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

/* Cuts the row too many, turns what was read backwards, sets the cursors. */
static void
close_page(struct page *p, struct list *out)
{
    bool more = p->count == p->wanted;
    bool back = p->from.back;

    if (more)
        p->count--;
    if (back)
        reverse(p->rows, p->count);
    if (p->count == 0)
        return;
    if (back ? p->has_from : more || p->late)
        out->next = cursor_at(p, p->rows[p->count - 1], false);
    if (back ? more : p->has_from)
        out->previous = cursor_at(p, p->rows[0], true);
}

static void
hand_out(struct page *p, struct list *out)
{
    size_t size = p->select.shape->row_size;
    char *rows = arena_array(p->a->arena, p->count, size);

    for (size_t i = 0; i < p->count; i++)
        memcpy(rows + i * size, p->rows[i], size);
    out->rows = rows;
    out->count = p->count;
    out->late = p->late;
}

static bool
stands_on(const struct page *p, int64_t id)
{
    for (size_t i = 0; i < p->count; i++)
        if (((const struct record *)p->rows[i])->id == id)
            return true;
    return false;
}

/* The rows of these hits that rights and filters let through, in the hits' order; `*last`
   is the hit of the page's last row. */
static bool
add_hits(struct page *p, const int64_t *hits, size_t count, int64_t *last)
{
    int64_t *ids = NEW_ARRAY(p->a->arena, count + 1, int64_t);
    int64_t *places = NEW_ARRAY(p->a->arena, count + 1, int64_t);
    size_t size = p->select.shape->read_size, found;
    char *rows;

    memcpy(ids, hits, count * sizeof *ids);
    if (!index_parents(p->a, p->request->ledger, ids, places, &count))
        return false;
    p->select.ids = ids_text(p->a, ids, count);
    if (!select_by_ids(p->a, &p->select, (void **)&rows, &found) ||
        !select_finish(p->a, &p->select, rows, found))
        return false;
    for (size_t i = 0; i < count && p->count < p->wanted; i++)
        for (size_t n = 0; n < found; n++) {
            struct record *row = (struct record *)(void *)(rows + n * size);

            if (row->id != ids[i] || stands_on(p, row->id))
                continue;
            p->rows[p->count++] = row;
            *last = p->count == p->wanted ? *last : places[i];
        }
    return true;
}

/* Newest first: hits in batches until the page is full. */
static bool
read_hits(struct page *p, struct list *out)
{
    struct list_hits *hits = &p->hits;
    int64_t end = p->begun + 200 * 1000, last = 0, next;
    size_t most = p->wanted;

    hits->next = p->has_from ? p->from.id : 0;
    do {
        size_t from = hits->count;

        if (!search_more(p->a, p->request, most, 0, hits))
            return false;
        if (hits->count > from && !add_hits(p, hits->ids + from, hits->count - from, &last))
            return false;
        p->late = !hits->all && p->count < p->wanted && clock_ticks() > end;
        most = most * 2 < MOST_BATCH ? most * 2 : MOST_BATCH;
    } while (p->count < p->wanted && !hits->all && !p->late);
    next = hits->all ? 0 : hits->next;
    if (p->count == p->wanted) {
        p->count--;
        next = last;
    }
    if (next != 0 && p->count > 0)
        out->next = cursor_print(
            p->a, p->request, &(struct list_cursor){ .id = next, .value = { .type = COLUMN_INT } });
    hand_out(p, out);
    return true;
}

static bool
read_sorted(struct page *p, struct list *out)
{
    if (!fetch_phases(p))
        return false;
    close_page(p, out);
    hand_out(p, out);
    return true;
}

/* Restricts the statement to the newest hits. */
static bool
restrict_to_hits(struct page *p)
{
    struct list_hits *hits = &p->hits;
    size_t count;
    int64_t *ids, *places;

    if (!search_more(p->a, p->request, SORTED_HITS, 0, hits))
        return false;
    count = hits->count;
    ids = NEW_ARRAY(p->a->arena, count + 1, int64_t);
    places = NEW_ARRAY(p->a->arena, count + 1, int64_t);
    if (count)
        memcpy(ids, hits->ids, count * sizeof *ids);
    if (!index_parents(p->a, p->request->ledger, ids, places, &count))
        return false;
    p->select.ids = ids_text(p->a, ids, count);
    return true;
}

static bool
has_words(const struct list_request *r)
{
    return r->words && *r->words;
}

static bool
is_newest_first(const struct list_request *r)
{
    return r->descending && sorts_by_id(r);
}

static bool
count_rows(struct page *p, struct list *out)
{
    bool words = has_words(p->request);

    /* A first page that is the last has them all. */
    if (!p->has_from && !out->next && !out->late) {
        out->total = (int64_t)out->count;
        out->total_exact = true;
        return true;
    }
    /* A later page's hits do not begin with the newest. */
    if (words && p->has_from && is_newest_first(p->request))
        p->hits = (struct list_hits){ 0 };
    p->select.until = until(p, words ? WORDS_COUNT_MS : COUNT_MS);
    return list_count(p->a, &p->select, words ? &p->hits : NULL, out);
}

/* What a list hides must not be found out by narrowing or sorting it. */
static bool
asks_allowed(struct act *a, const struct list_request *r)
{
    const struct field *f = r->sort && !access_sees_always(a, r->ledger, r->sort) ? r->sort : NULL;

    for (size_t i = 0; i < r->filter_count && !f; i++)
        if (!access_sees_always(a, r->ledger, r->filters[i].field))
            f = r->filters[i].field;
        else if (r->filters[i].other && !access_sees_always(a, r->ledger, r->filters[i].other))
            f = r->filters[i].other;
    return !f || fail(a, FAULT_DENIED, f->name, "%sで絞り込む、並べる権限がありません。", f->label);
}

bool
list_rows(struct act *a, const struct list_request *request, struct list_hits *hits,
          struct list *out)
{
    struct page p = { .a = a, .request = request, .wanted = (size_t)request->limit + 1 };
    bool done;

    *out = (struct list){ 0 };
    if (!access_require(a, request->ledger, DEED_READ, NULL) || !asks_allowed(a, request) ||
        !select_init(a, request, &p.select) || !open_cursor(&p))
        return false;
    p.begun = clock_ticks();
    p.select.until = until(&p, ROWS_MS);
    p.rows = NEW_ARRAY(a->arena, p.wanted, void *);
    if (has_words(request) && is_newest_first(request)) {
        done = read_hits(&p, out);
    } else {
        done = (!has_words(request) || restrict_to_hits(&p)) && read_sorted(&p, out);
        out->late |= has_words(request) && !p.hits.all;
    }
    if (hits)
        *hits = p.hits;
    return done && (!request->counted || count_rows(&p, out));
}

/* Whether any personal value of the row was opened; its fields join the others. */
static bool
was_opened(const struct shape *s, const void *row, bool *opened)
{
    bool any = false;

    for (size_t i = 0; i < s->field_count; i++) {
        const char *text;

        if (!s->fields[i].personal)
            continue;
        memcpy(&text, (const char *)row + s->fields[i].offset, sizeof text);
        if (text && *text)
            any = opened[i] = true;
    }
    return any;
}

/* Whether the row stands there for a word in a personal value, which its standing there tells. */
static bool
was_told(const struct list_hits *hits, int64_t id)
{
    for (size_t i = 0; i < hits->told_count; i++)
        if (hits->told[i] == id)
            return true;
    return false;
}

static bool
record_reading(struct act *a, const struct list_request *r, const struct list *list,
               const struct list_hits *hits)
{
    const struct shape *s = shape_of(r->ledger);
    struct buffer fields = { .arena = a->arena };
    int64_t *ids = NEW_ARRAY(a->arena, list->count, int64_t);
    bool *opened = NEW_ARRAY(a->arena, s->field_count, bool);
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        const char *row = (const char *)list->rows + i * s->row_size;
        int64_t id = ((const struct record *)(const void *)row)->id;
        bool told = was_told(hits, id);

        for (size_t n = 0; told && n < s->field_count; n++)
            opened[n] |= hits->told_by[n];
        if ((r->personal && was_opened(s, row, opened)) || told)
            ids[count++] = id;
    }
    for (size_t i = 0; i < s->field_count; i++)
        if (opened[i])
            buffer_print(&fields, "%s%s", fields.length ? " " : "", s->fields[i].name);
    return count == 0 || history_reading(a, r->ledger, buffer_string(&fields), ids, count);
}

bool
list_read(struct act *a, const struct list_request *request, struct list *out)
{
    struct list_hits hits;

    if (!list_rows(a, request, &hits, out))
        return false;
    return (!request->personal && !hits.told_count) || record_reading(a, request, out, &hits);
}
