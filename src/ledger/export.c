#include "ledger/export.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/must.h"
#include "base/utf8.h"
#include "ledger/access.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/list_parts.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { PAGE_ROWS = 500, HEAD_COLUMNS = 8 };

/* One column of the file. */
struct export_column {
    const struct field *field;
    const char *heading;
    bool id; /* of a reference: its number instead of its title */
};

struct export
{
    struct list_request request;
    const struct shape *shape;
    enum encoding encoding;
    struct export_column *columns;
    size_t count;
    struct arena *arena; /* of the act that began it */
    const char *after;   /* cursor in `place`; NULL at first */
    struct buffer place;
    struct buffer line; /* a page before it is encoded */
    bool headed;
    bool ended;
    struct export_report report;
    const struct export_sink *sink; /* takes cells in place of `line`, or NULL */
    const char **cells;
    const char *why; /* of the sink that refused */
};

/* --- values -------------------------------------------------------------------------- */

static const char *
instant_text(struct act *a, struct instant at)
{
    char day[DATE_TEXT];
    int minute = instant_minute(at);
    int second = (int)(at.us / 1000000 % 60);

    date_print(instant_date(at), day);
    if (second > 0)
        return arena_print(a->arena, "%s %02d:%02d:%02d", day, minute / 60, minute % 60, second);
    return arena_print(a->arena, "%s %02d:%02d", day, minute / 60, minute % 60);
}

const char *
export_text(struct act *a, const struct field *f, const void *at)
{
    bool shown = f->type == FIELD_CHOICE || f->type == FIELD_REF || f->type == FIELD_REFS ||
                 f->type == FIELD_BOOL || f->type == FIELD_FILE;

    if (f->secret || (f->type != FIELD_BOOL && field_is_empty(f, at)))
        return "";
    if (f->type == FIELD_TIME)
        return instant_text(a, *(const struct instant *)at);
    return field_text(a, f, at, shown ? STYLE_SHOWN : STYLE_PLAIN);
}

static const char *
id_text(struct act *a, const void *at)
{
    const struct ref *ref = at;

    return ref->id ? arena_print(a->arena, "%lld", (long long)ref->id) : "";
}

const char *
export_name(struct act *a, const struct ledger *l)
{
    struct day day = date_take(instant_date(a->now));

    return arena_print(a->arena, "%s_%04d%02d%02d.csv", l->title, day.year, day.month, day.day);
}

/* --- columns -------------------------------------------------------------------------- */

static void
add_column(struct act *a, struct export *e, const struct field *f)
{
    const char *heading = f->label;
    size_t at = e->count;

    if ((f->personal && !e->request.personal) || !access_sees(a, e->request.ledger, f, NULL))
        return;
    if (strncmp(f->name, "x_", 2) == 0)
        heading = arena_print(a->arena, "%s（%s）", f->label, f->name);
    e->columns[e->count++] = (struct export_column){ f, heading, false };
    if (f->type == FIELD_REF)
        e->columns[e->count++] =
            (struct export_column){ f, arena_print(a->arena, "%sID", e->columns[at].heading),
                                    true };
}

static void
choose_columns(struct act *a, struct export *e)
{
    const struct ledger *l = e->request.ledger;
    const char *names = e->request.columns;
    size_t length;

    e->columns =
        NEW_ARRAY(a->arena, (e->shape->field_count + HEAD_COLUMNS) * 2, struct export_column);
    if (!names) {
        for (size_t i = 0; i < e->shape->field_count; i++)
            add_column(a, e, &e->shape->fields[i]);
        if (l->states)
            add_column(a, e, list_field(l, "state"));
        return;
    }
    for (const char *name; (name = names_next(&names, &length));) {
        const struct field *f = list_field(l, arena_slice(a->arena, name, length));

        if (f && e->count + 2 <= (e->shape->field_count + HEAD_COLUMNS) * 2)
            add_column(a, e, f);
    }
}

/* The list has to read what the file shows. */
static const char *
column_names(struct act *a, const struct export *e)
{
    struct buffer names = { .arena = a->arena };

    for (size_t i = 0; i < e->count; i++)
        if (!e->columns[i].id)
            buffer_print(&names, "%s%s", names.length ? " " : "", e->columns[i].field->name);
    return buffer_string(&names);
}

/* --- beginning ------------------------------------------------------------------------ */

struct event {
    const struct ledger *l;
    const char *detail;
};

static bool
write_event(struct act *a, void *with)
{
    const struct event *event = with;

    return history_event(a, event->l->name, 0, "export", event->detail);
}

/* Ledger, filter, fields and how many rows; before any of them leaves. */
static bool
note_export(struct act *a, const struct export *e, int64_t count)
{
    struct buffer detail = { .arena = a->arena };
    struct event event = { .l = e->request.ledger };

    buffer_text(&detail, "{\"count\":");
    buffer_int(&detail, count);
    json_key(&detail, "filter", false);
    json_text(&detail, list_link(a, &e->request, "after", NULL));
    json_key(&detail, "fields", false);
    json_text(&detail, e->request.columns);
    json_key(&detail, "personal", false);
    json_flag(&detail, e->request.personal);
    buffer_char(&detail, '}');
    event.detail = buffer_string(&detail);
    return act_write(a, write_event, &event);
}

static bool
count_rows(struct act *a, const struct list_request *request, int64_t *count)
{
    struct list_request counting = *request;
    struct list list;

    counting.limit = 1;
    counting.personal = false;
    counting.columns = NULL;
    counting.counted = counting.count_exact = true;
    if (!list_rows(a, &counting, NULL, &list))
        return false;
    *count = list.total;
    return true;
}

static void
release_buffers(void *thing)
{
    struct export *e = thing;

    buffer_release(&e->place);
    buffer_release(&e->line);
}

bool
export_encoding(struct act *a, const char *name, enum encoding *out)
{
    *out = strcmp(name, "utf-8") == 0 ? ENCODING_UTF8_BOM : ENCODING_CP932;
    return *out == ENCODING_UTF8_BOM || strcmp(name, "windows-31j") == 0 ||
           strcmp(name, "cp932") == 0 ||
           fail(a, FAULT_MALFORMED, "encoding", "文字コードは utf-8 か windows-31j です。");
}

bool
export_begin(struct act *a, const struct list_request *request, enum encoding encoding,
             struct export **out)
{
    struct export *e = NEW(a->arena, struct export);
    unsigned deeds = DEED_EXPORT | (request->personal ? DEED_PERSONAL : 0);
    int64_t count;

    must(encoding == ENCODING_UTF8 || encoding == ENCODING_UTF8_BOM || encoding == ENCODING_CP932);
    if (!access_may(a, request->ledger, deeds, NULL))
        return fail(a, FAULT_DENIED, NULL, "%s%sを書き出す権限がありません。",
                    request->ledger->title, request->personal ? "の個人情報" : "");
    *e = (struct export){ .request = *request,
                          .shape = shape_of(request->ledger),
                          .encoding = encoding,
                          .arena = a->arena };
    arena_defer(a->arena, release_buffers, e);
    e->report.faults = NEW_ARRAY(a->arena, EXPORT_UNWRITABLE, struct export_fault);
    choose_columns(a, e);
    if (e->count == 0)
        return fail(a, FAULT_INVALID, "columns", "書き出す列がありません。列を選びます。");
    e->request.columns = column_names(a, e);
    e->request.limit = PAGE_ROWS;
    e->request.counted = e->request.count_exact = false;
    /* In the order of ids, which nothing changes meanwhile; hits of words come newest
       first, since only so they are all found. */
    e->request.sort = list_field(request->ledger, "id");
    e->request.descending = request->words && *request->words;
    e->request.after = NULL;
    if (!count_rows(a, &e->request, &count) || !note_export(a, e, count))
        return false;
    *out = e;
    return true;
}

const struct export_report *
export_report(const struct export *export)
{
    return &export->report;
}

/* --- parts ------------------------------------------------------------------------------ */

static void
note_unwritable(struct export *e, int64_t record, const char *heading, uint32_t code)
{
    struct export_report *r = &e->report;

    r->unwritable++;
    if (r->fault_count < EXPORT_UNWRITABLE)
        r->faults[r->fault_count++] = (struct export_fault){ record, heading, code };
}

/* The text with 〓, the printers' sign for a missing letter, where Windows-31J has none. */
static const char *
writable(struct act *a, struct export *e, int64_t record, const char *heading, const char *text)
{
    struct buffer out = { .arena = a->arena };
    bool changed = false;

    for (const char *at = text; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);

        if (encoding_cp932_size(code) > 0) {
            buffer_add(&out, start, (size_t)(at - start));
            continue;
        }
        changed = true;
        buffer_text(&out, "〓");
        note_unwritable(e, record, heading, code);
    }
    return changed ? buffer_string(&out) : text;
}

static void
add_cell(struct act *a, struct export *e, int64_t record, size_t column, const char *text)
{
    if (e->encoding == ENCODING_CP932 && *text)
        text = writable(a, e, record, e->columns[column].heading, text);
    csv_cell(&e->line, text, column == 0);
}

static void
add_headings(struct act *a, struct export *e)
{
    if (e->encoding == ENCODING_UTF8_BOM)
        csv_start(&e->line);
    for (size_t i = 0; i < e->count; i++)
        add_cell(a, e, 0, i, e->columns[i].heading);
    csv_end(&e->line);
    e->headed = true;
}

/* NULL when the sink took the row, whatever it said. */
static const char *
refusal_of_sink(const struct export *e)
{
    const char *why = NULL;

    if (e->sink->row(e->sink->with, e->cells, &why))
        return NULL;
    return why ? why : "";
}

static void
add_row(struct act *a, struct export *e, const struct record *row)
{
    unsigned deeds = DEED_EXPORT | (e->request.personal ? DEED_PERSONAL : 0);

    if (!access_may(a, e->request.ledger, deeds, row))
        return;
    e->report.rows++;
    for (size_t i = 0; i < e->count; i++) {
        const struct export_column *c = &e->columns[i];
        const void *at = record_at(a, e->request.ledger, c->field, row);
        const char *text = c->id ? id_text(a, at) : export_text(a, c->field, at);

        if (e->sink)
            e->cells[i] = text;
        else
            add_cell(a, e, row->id, i, text);
    }
    if (!e->sink)
        csv_end(&e->line);
    else if (!e->why)
        e->why = refusal_of_sink(e);
}

static bool
hand_over(struct act *a, struct export *e, struct buffer *part)
{
    uint32_t bad;

    if (e->encoding != ENCODING_CP932)
        buffer_add(part, buffer_string(&e->line), e->line.length);
    else if (!encoding_encode_cp932(part, buffer_string(&e->line), &bad))
        return fail(a, FAULT_BROKEN, NULL, "Windows-31Jで書けない文字が残りました。");
    buffer_clear(&e->line);
    return true;
}

static bool
add_page(struct act *a, struct export *e)
{
    struct list list;

    if (!e->headed && !e->sink)
        add_headings(a, e);
    e->request.after = e->place.length ? buffer_string(&e->place) : NULL;
    if (!list_rows(a, &e->request, NULL, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        add_row(a, e,
                (const struct record *)(const void *)((const char *)list.rows +
                                                      i * e->shape->row_size));
    buffer_clear(&e->place);
    if (list.next)
        buffer_text(&e->place, list.next);
    e->ended = !list.next;
    return true;
}

struct handing {
    struct export *export;
    struct buffer *part;
};

static bool
next_page(struct act *page, void *with)
{
    struct handing *h = with;

    return add_page(page, h->export) && hand_over(page, h->export, h->part);
}

bool
export_next(struct act *a, struct buffer *part, void *export, bool *failed)
{
    struct export *e = export;
    struct handing handing = { e, part };

    *failed = false;
    if (e->ended)
        return false;
    *failed = !act_beside(a, NULL, next_page, &handing);
    return !*failed && (!e->ended || part->length > 0);
}

const struct field *
export_column(const struct export *e, size_t at, const char **heading, bool *is_id)
{
    if (at >= e->count)
        return NULL;
    *heading = e->columns[at].heading;
    *is_id = e->columns[at].id;
    return e->columns[at].field;
}

static bool
each_page(struct act *page, void *with)
{
    struct export *e = with;

    return add_page(page, e) && (!e->why || fail(page, FAULT_BROKEN, NULL, "%s", e->why));
}

bool
export_each(struct act *a, struct export *e, const struct export_sink *sink)
{
    bool good = true;

    e->sink = sink;
    e->cells = NEW_ARRAY(a->arena, e->count, const char *);
    while (good && !e->ended)
        good = act_beside(a, NULL, each_page, e);
    return good;
}

static bool
write_parts(struct act *a, struct export *e,
            bool (*write)(void *with, const char *bytes, size_t length), void *with)
{
    struct buffer part = { 0 };
    bool failed = false;

    while (!failed && export_next(a, &part, e, &failed)) {
        if (!write(with, buffer_string(&part), part.length))
            failed = !fail(a, FAULT_BROKEN, NULL,
                           "書き出しの途中で書けなくなりました。空き容量を確かめてください。");
        buffer_clear(&part);
    }
    buffer_release(&part);
    return !failed;
}

bool
export_csv(struct act *a, const struct list_request *request, enum encoding encoding,
           bool (*write)(void *with, const char *bytes, size_t length), void *with,
           struct export_report *report)
{
    struct export *e;

    if (!export_begin(a, request, encoding, &e) || !write_parts(a, e, write, with))
        return false;
    *report = e->report;
    return true;
}
