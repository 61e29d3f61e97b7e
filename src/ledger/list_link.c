#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list_parts.h"
#include "store/act.h"

static void
escape(struct buffer *out, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (isalnum(c) || strchr("-._~,", c)) {
            buffer_char(out, (char)c);
        } else {
            buffer_char(out, '%');
            buffer_char(out, hex[c >> 4]);
            buffer_char(out, hex[c & 15]);
        }
    }
}

struct link_draft {
    struct buffer out;
    const char *name;  /* of the parameter that changes */
    const char *value; /* NULL: it goes */
    bool placed;
};

static void
add(struct link_draft *d, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    if (d->out.length)
        buffer_char(&d->out, '&');
    escape(&d->out, name);
    buffer_char(&d->out, '=');
    escape(&d->out, value);
}

/* A parameter as it stands, or the new value in its place. */
static void
place(struct link_draft *d, const char *name, const char *value)
{
    if (strcmp(name, d->name) != 0) {
        add(d, name, value);
    } else if (!d->placed) {
        add(d, name, d->value);
        d->placed = true;
    }
}

static const char *
filter_name(struct act *a, const struct filter *filter)
{
    static const char *const tails[] = { "",    ".ne",  ".lt", ".le",   ".gt",
                                         ".ge", ".has", ".in", ".empty" };

    return arena_print(a->arena, "%s%s", filter->field->name, tails[filter->op]);
}

static const char *
sort_text(struct act *a, const struct list_request *r)
{
    const char *own = r->view && r->view->sort && *r->view->sort ? r->view->sort : "-id";
    const char *text =
        arena_print(a->arena, "%s%s", r->descending ? "-" : "", r->sort ? r->sort->name : "id");

    return strcmp(text, own) == 0 ? NULL : text;
}

static const char *
columns_text(struct act *a, const struct list_request *r)
{
    char *text = r->columns ? arena_copy(a->arena, r->columns) : NULL;

    for (char *c = text; c && *c; c++)
        if (*c == ' ')
            *c = ',';
    return text;
}

const char *
list_link(struct act *a, const struct list_request *r, const char *name, const char *value)
{
    struct link_draft d = { .out = { .arena = a->arena }, .name = name, .value = value };
    /* Another order, or other rows, begin at the first page. */
    bool stays = strcmp(name, "columns") == 0 || strcmp(name, "personal") == 0 ||
                 strcmp(name, "after") == 0 || strcmp(name, "count") == 0;

    place(&d, "view", r->view ? r->view->name : NULL);
    for (size_t i = r->view_filters; i < r->filter_count; i++)
        place(&d, filter_name(a, &r->filters[i]), r->filters[i].text);
    place(&d, "q", r->words);
    place(&d, "sort", sort_text(a, r));
    place(&d, "limit", r->limit == 50 ? NULL : arena_print(a->arena, "%d", r->limit));
    place(&d, "columns", columns_text(a, r));
    place(&d, "personal", r->personal ? "1" : NULL);
    place(&d, "count", r->count_exact ? "exact" : r->counted ? "1" : NULL);
    place(&d, "after", stays ? r->after : NULL);
    if (!d.placed)
        add(&d, name, value);
    return buffer_string(&d.out);
}

static bool
is_contract_filter(const struct filter *filter)
{
    return filter->op == IS && strcmp(filter->field->name, "contract") == 0;
}

bool
sort_is_declared(const struct list_request *r)
{
    const char *sort = r->view && r->view->sort && *r->view->sort ? r->view->sort : "-id";

    sort += *sort == '-';
    return strcmp(r->sort ? r->sort->name : "id", sort) == 0;
}

bool
request_is_declared(const struct list_request *r)
{
    for (size_t i = r->view_filters; i < r->filter_count; i++)
        if (!is_contract_filter(&r->filters[i]))
            return false;
    return sort_is_declared(r);
}

enum { BATCH_ROWS = 500 };

static bool
hand_over(struct act *a, const struct list *list, size_t row_size,
          bool (*each)(struct act *a, const void *row, void *with), void *with)
{
    for (size_t i = 0; i < list->count; i++)
        if (!each(a, (const char *)list->rows + i * row_size, with))
            return false;
    return true;
}

static void
release(void *arena)
{
    arena_release(arena);
}

bool
list_each(struct act *a, const struct list_request *request,
          bool (*each)(struct act *a, const void *row, void *with), void *with)
{
    struct list_request batch = *request;
    size_t row_size = shape_of(request->ledger)->row_size;
    struct arena *scratch = NEW(a->arena, struct arena), *own = a->arena;
    struct buffer after = { .arena = a->arena };
    struct list list;
    bool good, more;

    arena_defer(own, release, scratch);
    batch.limit = BATCH_ROWS;
    batch.counted = false;
    batch.patient = true;
    batch.after = NULL;
    batch.sort = NULL;
    /* Words come newest first, everything else in id order. */
    batch.descending = request->words && *request->words;
    do {
        size_t faults = a->fault_count;

        a->arena = scratch;
        good = list_rows(a, &batch, NULL, &list) && hand_over(a, &list, row_size, each, with);
        a->arena = own;
        /* No batch keeps its snapshot, or the log of the database could not shrink. */
        if (!a->writing)
            act_end(a);
        more = list.next != NULL;
        buffer_clear(&after);
        buffer_text(&after, list.next ? list.next : "");
        batch.after = buffer_string(&after);
        /* A fault's words stand in the scratch memory, so then it is kept to the end. */
        if (a->fault_count == faults)
            arena_release(scratch);
    } while (good && more);
    return good;
}
