#include "web/list_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/bulk.h"
#include "web/frame.h"
#include "web/session.h"
#include "web/view_count.h"
#include "web/views.h"

FRAME_BODY(list_view, struct list_page)
FRAME_BODY(empty_view, struct list_page)

/* Without filters the tab's own count serves; filters are counted each time. */
static bool
is_filtered(const struct request *q)
{
    static const char plain[] = "view sort limit after contract count column open filter show";

    for (size_t i = 0; i < q->query.count; i++)
        if (*q->query.items[i].value && !names_have(plain, q->query.items[i].name))
            return true;
    return false;
}

static void
fill_tabs(struct act *a, const struct request *q, const struct view *current, struct list_page *out)
{
    const struct ledger *l = q->ledger;
    size_t count = 0;

    while (l->views && l->views[count].name)
        count++;
    out->tabs = NEW_ARRAY(a->arena, count + 1, struct list_tab);
    for (size_t i = 0; i < count; i++) {
        const struct view *v = &l->views[i];

        out->tabs[out->tab_count++] = (struct list_tab){
            .title = v->title,
            .help = v->help,
            .href = i ? arena_print(a->arena, "%s?view=%s", l->path, v->name) : l->path,
            .count = view_count(a, l, v, q->session->contract).text,
            .is_current = v == current,
        };
    }
}

static void
fill_chips(struct act *a, const struct request *q, struct list_page *out)
{
    out->chips = NEW_ARRAY(a->arena, q->query.count + 1, struct chip);
    for (size_t i = 0; i < q->query.count; i++) {
        const struct pair *pair = &q->query.items[i];
        const char *words = filter_words(a, q->ledger, pair);

        if (words)
            out->chips[out->chip_count++] =
                (struct chip){ words, address_with(a, q->ledger->path, &q->query, pair->name, NULL),
                               true };
        if (strcmp(pair->name, "q") == 0)
            out->words = pair->value;
    }
    out->filter = address_with(a, q->ledger->path, &q->query, "filter", "1");
}

static bool
is_sortable(const struct field *f)
{
    return !f->personal && !f->secret && f->type != FIELD_PROSE && f->type != FIELD_REFS &&
           f->type != FIELD_FILE && f->type != FIELD_PERIOD;
}

static void
fill_heads(struct act *a, const struct request *q, const struct list_request *request,
           const struct list_columns *columns, struct list_page *out)
{
    out->head_count = columns->count;
    out->heads = NEW_ARRAY(a->arena, columns->count + 1, struct list_head);
    for (size_t i = 0; i < columns->count; i++) {
        const struct field *f = columns->looks[i].field;
        bool here = request->sort && strcmp(request->sort->name, f->name) == 0;
        const char *sort =
            here && !request->descending ? arena_print(a->arena, "-%s", f->name) : f->name;

        out->heads[i] = (struct list_head){
            .label = columns->looks[i].label,
            .class = columns->looks[i].class,
            .href = is_sortable(f) && !(request->words && *request->words)
                        ? address_with(a, q->ledger->path, &q->query, "sort", sort)
                        : NULL,
            .sorted = !here                 ? NULL
                      : request->descending ? "descending"
                                            : "ascending",
        };
    }
}

static void
fill_rows(struct act *a, const struct request *q, const struct list *list,
          const struct list_columns *columns, struct list_page *out)
{
    const struct ledger *l = q->ledger;
    struct pairs query = pairs_without(a, &q->query, PAGE_PARAMETERS, NULL);
    struct pairs on = pairs_without(a, &q->query, "open show filter", NULL);
    const char *before = arena_print(a->arena, "%s/", l->path);
    const char *after = address_with(a, "", &query, NULL, NULL);
    const char *beside = address_with(a, l->path, &q->query, "open", NULL);
    const char *open = pairs_get(&q->query, "open");
    const struct field *titled = l->titled_by ? shape_field(shape_of(l), l->titled_by) : NULL;

    beside = arena_print(a->arena, "%s%copen=", beside, strchr(beside, '?') ? '&' : '?');
    out->rows = NEW_ARRAY(a->arena, list->count + 1, struct list_row);
    for (size_t i = 0; i < list->count; i++) {
        const struct record *record = list_record(l, list, i);
        struct list_row *row = &out->rows[out->row_count++];

        row->id = record->id;
        row->version = record->version;
        row->href = address_number(a, before, record->id, after);
        row->beside = address_number(a, beside, record->id, "");
        row->is_open = open && strcmp(row->beside + strlen(beside), open) == 0;
        row->cells = NEW_ARRAY(a->arena, columns->count + 1, struct cell);
        for (size_t k = 0; k < columns->count; k++)
            cell_fill(a, l, &columns->looks[k], record, q->session->western, &row->cells[k]);
        row->pick = titled ? field_text(a, titled, record_at(a, l, titled, record), STYLE_SHOWN)
                           : record_title(a, l, record);
        if (!*row->pick)
            row->pick = record_title(a, l, record);
    }
    if (list->previous)
        out->previous = address_with(a, l->path, &on, "after", list->previous);
    if (list->next)
        out->next = address_with(a, l->path, &on, "after", list->next);
}

static const char *
order_words(struct act *a, const struct list_request *request)
{
    if (request->words && *request->words)
        return "新しい順";
    if (!request->sort || strcmp(request->sort->name, "id") == 0)
        return request->descending || !request->sort ? "新しい順" : "古い順";
    if (request->sort->type == FIELD_DATE || request->sort->type == FIELD_TIME)
        return arena_print(a->arena, "%sの%s順", request->sort->label,
                           request->descending ? "遅い" : "早い");
    return arena_print(a->arena, "%sの%s順", request->sort->label,
                       request->descending ? "大きい" : "小さい");
}

static void
fill_summary(struct act *a, const struct request *q, const struct list_request *request,
             const struct list *list, struct list_page *out)
{
    struct view_count count = { .number = list->total, .exact = list->total_exact };

    if (!request->counted)
        count = view_count(a, q->ledger, request->view, q->session->contract);
    out->summary = arena_print(a->arena, "%s　%s", count_words(a, count.number, count.exact),
                               order_words(a, request));
    out->title = request->view ? request->view->title : "すべて";
    out->help = request->view ? request->view->help : NULL;
    out->is_late = list->late;
}

static bool
count_without(struct act *a, const struct request *q, const char *name, int64_t *number,
              bool *exact)
{
    struct pairs pairs = list_pairs(a, q);
    struct pairs left = pairs_without(a, &pairs, name, NULL);
    struct list_request request;
    struct list list;

    if (!list_parse(a, q->ledger, &left, &request))
        return false;
    request.columns = "id";
    request.limit = 1;
    request.after = NULL;
    request.sort = NULL;
    request.counted = true;
    if (!list_read(a, &request, &list))
        return false;
    *number = list.total;
    *exact = list.total_exact;
    return true;
}

/* Of the filters as typed, the one without which most rows would be seen. */
static bool
find_hider(struct act *a, const struct request *q, struct list_page *out)
{
    int64_t best = 0, number;
    bool exact;

    for (size_t i = 0; i < q->query.count; i++) {
        const struct pair *pair = &q->query.items[i];
        const char *words = *pair->value ? filter_words(a, q->ledger, pair) : NULL;

        if (!words)
            continue;
        if (!count_without(a, q, pair->name, &number, &exact))
            return false;
        if (number <= best)
            continue;
        best = number;
        out->hider = words;
        out->unhide = address_with(a, q->ledger->path, &q->query, pair->name, NULL);
        out->unhide_count = count_words(a, number, exact);
    }
    return true;
}

static bool
fill_empty(struct act *a, const struct request *q, struct list_page *out)
{
    if (view_count(a, q->ledger, NULL, q->session->contract).number == 0) {
        out->is_empty = !is_filtered(q);
        return true;
    }
    return find_hider(a, q, out);
}

static bool
fill_peek(struct act *a, const struct request *q, struct list_page *out)
{
    const char *open = pairs_get(&q->query, "open");
    size_t faults = a->fault_count;

    if (!open)
        return true;
    out->peek_back = address_with(a, q->ledger->path, &q->query, "open", NULL);
    for (size_t i = 0; i < out->row_count; i++) {
        if (!out->rows[i].is_open)
            continue;
        out->peek_previous = i ? out->rows[i - 1].beside : NULL;
        out->peek_next = i + 1 < out->row_count ? out->rows[i + 1].beside : NULL;
        out->has_peek = record_page_fill(a, q, out->rows[i].id, true, &out->peek);
        /* Gone or out of reach meanwhile: the list itself still stands. */
        if (!out->has_peek)
            act_forgive(a, faults);
    }
    return true;
}

static void
fill_links(struct act *a, const struct request *q, struct list_page *out)
{
    const struct ledger *l = q->ledger;
    struct pairs query = pairs_without(a, &q->query, PAGE_PARAMETERS " after limit", NULL);

    if (access_may(a, l, DEED_CREATE, NULL))
        out->create = arena_print(a->arena, "%s/new", l->path);
    if (access_may(a, l, DEED_IMPORT, NULL))
        out->import = arena_print(a->arena, "%s/import", l->path);
    if (access_may(a, l, DEED_EXPORT, NULL)) {
        out->export =
            address_with(a, arena_print(a->arena, "%s/export.csv", l->path), &query, NULL, NULL);
        out->workbook =
            address_with(a, arena_print(a->arena, "%s/export.xlsx", l->path), &query, NULL, NULL);
    }
    out->choices = bulk_choices(a, q, &out->choice_count);
    if (out->choice_count)
        out->bulk = arena_print(a->arena, "%s/bulk", l->path);
    out->back = address_with(a, l->path, &q->query, NULL, NULL);
}

/* The fields that cells show, and no more: each costs in every row. */
static const char *
needed_columns(struct act *a, const struct ledger *l, const struct list_columns *columns)
{
    struct buffer names = { .arena = a->arena };

    buffer_text(&names, l->titled_by ? l->titled_by : "id");
    for (size_t i = 0; i < columns->count; i++) {
        const struct column_look *look = &columns->looks[i];
        const struct field *instead =
            look->field->instead ? shape_field(shape_of(l), look->field->instead) : NULL;

        buffer_char(&names, ' ');
        buffer_text(&names, look->field->name);
        if (instead && !instead->personal) {
            buffer_char(&names, ' ');
            buffer_text(&names, instead->name);
        }
        if (look->kind == CELL_CLOCK) {
            buffer_char(&names, ' ');
            buffer_text(&names, l->clocks->from ? l->clocks->from : "created_at");
        }
    }
    return buffer_string(&names);
}

bool
list_page_fill(struct act *a, const struct request *q, struct list_page *out)
{
    struct list_columns columns;
    struct list_request request;
    struct list list;
    struct pairs pairs = list_pairs(a, q);

    *out = (struct list_page){ .ledger = q->ledger, .csrf = q->session->csrf };
    if (!list_parse(a, q->ledger, &pairs, &request))
        return false;
    /* A list without a view is the first of the saved ones, unless it is narrowed. */
    if (!request.view && q->ledger->views && q->ledger->views->name && !is_filtered(q) &&
        !request.sort) {
        pairs.items[pairs.count++] = (struct pair){ "view", q->ledger->views->name };
        if (!list_parse(a, q->ledger, &pairs, &request))
            return false;
    }
    list_columns(a, q, &columns);
    request.columns = needed_columns(a, q->ledger, &columns);
    request.lean = true;
    request.personal = columns.personal;
    request.counted = is_filtered(q);
    if (!list_read(a, &request, &list))
        return false;
    fill_tabs(a, q, request.view, out);
    fill_chips(a, q, out);
    fill_heads(a, q, &request, &columns, out);
    fill_rows(a, q, &list, &columns, out);
    fill_summary(a, q, &request, &list, out);
    fill_links(a, q, out);
    if (pairs_get(&q->query, "filter"))
        filter_form_fill(a, q, &out->form);
    return (out->row_count || fill_empty(a, q, out)) && fill_peek(a, q, out);
}

/* The columns a list has by itself need not stand in its address. */
static bool
has_own_columns(const struct request *q)
{
    const char *at = q->ledger->listed;
    size_t wanted = 0, found = 0, count = 0, length;

    while (names_next(&at, &length))
        wanted++;
    for (size_t i = 0; i < q->query.count; i++)
        if (strcmp(q->query.items[i].name, "column") == 0) {
            count++;
            found += names_have(q->ledger->listed, q->query.items[i].value);
        }
    return count == wanted && found == wanted;
}

bool
list_show(struct act *a, const struct request *q, struct reply *r)
{
    struct list_page page;
    struct frame frame;
    bool had_empty;
    struct pairs query = pairs_without(a, &q->query, NULL, &had_empty);

    /* The filter form sends all its fields: the address to keep has only those in use. */
    if (had_empty && has_own_columns(q))
        query = pairs_without(a, &query, "column", NULL);
    if (had_empty)
        return reply_redirect(a, q, r, address_with(a, q->ledger->path, &query, NULL, NULL), NULL);
    if (!list_page_fill(a, q, &page))
        return false;
    frame_fill_ledger(
        a, q, arena_print(a->arena, "%s %s – %s", page.title, page.summary, q->ledger->title),
        &frame);
    frame.words = page.words ? page.words : "";
    frame.is_kept = true;
    frame.layout = page.is_empty ? "" : page.has_peek ? "split" : "whole";
    return frame_reply(a, r, &frame, page.is_empty ? empty_view_body : list_view_body, &page);
}
