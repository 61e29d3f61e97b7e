#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/bundle.h"
#include "app/bundle_table.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "render/markup.h"
#include "store/act.h"

void
bundle_page_start(struct buffer *out, const char *title, const char *up)
{
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">"
                     "<meta name=\"viewport\" content=\"width=device-width\"><title>");
    markup_text(out, title);
    buffer_text(out,
                "</title><style>body{font:15px/1.6 \"Noto Sans JP\",\"Yu Gothic UI\",sans-serif;"
                "margin:24px;color:#1a1a1c}h1{font-size:24px}h2{font-size:18px;margin-top:32px}"
                "table{border-collapse:collapse}th,td{border:1px solid #949494;padding:4px 8px;"
                "text-align:left;vertical-align:top;white-space:pre-wrap;max-width:40em}"
                "th{background:#f2f2f2;white-space:nowrap}a{color:#0017c1}</style></head><body>\n");
    markup_print(out, "<h1>%s</h1>\n", title);
    if (up)
        markup_print(out, "<p><a href=\"%s\">目次へ</a></p>\n", up);
}

void
bundle_page_end(struct buffer *out)
{
    buffer_text(out, "</body></html>\n");
}

/* --- a ledger, page by page ----------------------------------------------------------------- */

struct showing {
    struct bundle *bundle;
    const struct bundle_table *table;
    const struct ledger *ledger;
    const struct shape *shape;
    const struct field **fields;
    size_t count;
    int spool;
    struct buffer csv;
    struct buffer page;
    int64_t on_page;
    int64_t pages;
    int64_t shown;
    int64_t last;
    bool ended;
};

struct id_row {
    int64_t id;
    int64_t contract;
};

static void
choose_fields(struct act *a, struct showing *s)
{
    s->fields = NEW_ARRAY(a->arena, s->shape->field_count + 16, const struct field *);
    for (const struct field *f = s->shape->head; f->name; f++)
        s->fields[s->count++] = f;
    for (size_t i = 0; i < s->shape->field_count; i++)
        if (!s->shape->fields[i].secret)
            s->fields[s->count++] = &s->shape->fields[i];
}

static void
start_page(struct showing *s)
{
    struct buffer title = { 0 };

    buffer_print(&title, "%s（%lldページ）", s->ledger->title, (long long)++s->pages);
    bundle_page_start(&s->page, buffer_string(&title), "../index.html");
    buffer_release(&title);
    markup_print(&s->page, "<p>%s</p>\n<table><thead><tr>", s->ledger->help ? s->ledger->help : "");
    for (size_t i = 0; i < s->count; i++)
        markup_print(&s->page, "<th>%s</th>", s->fields[i]->label);
    buffer_text(&s->page, "</tr></thead><tbody>\n");
}

static bool
end_page(struct showing *s, bool more)
{
    struct bundle *b = s->bundle;
    const char *name =
        arena_print(b->act->arena, "html/%s-%lld.html", s->ledger->name, (long long)s->pages);
    bool good;

    buffer_text(&s->page, "</tbody></table>\n<p>");
    if (s->pages > 1)
        buffer_print(&s->page, "<a href=\"%s-%lld.html\">前のページ</a> ", s->ledger->name,
                     (long long)s->pages - 1);
    if (more)
        buffer_print(&s->page, "<a href=\"%s-%lld.html\">次のページ</a>", s->ledger->name,
                     (long long)s->pages + 1);
    buffer_text(&s->page, "</p>\n");
    bundle_page_end(&s->page);
    good = bundle_whole(b, name, s->page.data, s->page.length);
    buffer_clear(&s->page);
    s->on_page = 0;
    return good;
}

static void
note_open(struct showing *s, const struct record *record)
{
    struct bundle *b = s->bundle;
    struct act *a = b->act;
    const struct state *state =
        s->ledger->states && record->state ? state_find(s->ledger, record->state) : NULL;
    const char *id = arena_print(a->arena, "%lld", (long long)record->id);
    const char *cells[5];

    if (!state || state->ended)
        return;
    cells[0] = s->ledger->title;
    cells[1] = id;
    cells[2] = record_title(a, s->ledger, record);
    cells[3] = state->label;
    cells[4] = record->owner_title ? record->owner_title : "";
    buffer_text(&b->open_page, "<tr>");
    for (int i = 0; i < 5; i++) {
        csv_cell(&b->open, cells[i] ? cells[i] : "", i == 0);
        if (i == 2)
            markup_print(&b->open_page, "<td><a href=\"html/%s-%lld.html#r%s\">%s</a></td>",
                         s->ledger->name, (long long)s->pages, id, cells[i] ? cells[i] : "");
        else
            markup_print(&b->open_page, "<td>%s</td>", cells[i] ? cells[i] : "");
    }
    csv_end(&b->open);
    buffer_text(&b->open_page, "</tr>\n");
    b->open_count++;
}

static bool
show_record(struct showing *s, int64_t id)
{
    struct act *a = s->bundle->act;
    struct record *row = arena_get(a->arena, s->shape->row_size);
    bool found;

    if (!shape_read(a, s->shape, id, true, row, &found))
        return false;
    if (!found || row->removed_at.us)
        return true;
    if (s->on_page == 0)
        start_page(s);
    s->on_page++;
    s->shown++;
    buffer_print(&s->page, "<tr id=\"r%lld\">", (long long)id);
    for (size_t i = 0; i < s->count; i++) {
        const char *text = export_text(a, s->fields[i], record_at(a, s->ledger, s->fields[i], row));

        csv_cell(&s->csv, text, i == 0);
        markup_print(&s->page, "<td>%s</td>", text);
    }
    csv_end(&s->csv);
    buffer_text(&s->page, "</tr>\n");
    note_open(s, row);
    return true;
}

static bool
spool(struct showing *s)
{
    const char *why;
    bool good = file_write_all(s->spool, buffer_string(&s->csv), s->csv.length, &why);

    buffer_clear(&s->csv);
    return good || fail(s->bundle->act, FAULT_BROKEN, NULL, "束を書けません。%s", why);
}

/* So many records, then their memory is given back; what the act itself keeps between
   questions lies in the same arena and is forgotten with it. */
static bool
show_some(struct showing *s)
{
    struct act *a = s->bundle->act;
    struct act before = *a;
    struct arena_mark mark = arena_mark(a->arena);
    struct sql *sql = sql_new(a, "bundle.ids");
    struct {
        struct id_row *rows;
        size_t count;
    } ids;
    static const struct column columns[] = { { "id", offsetof(struct id_row, id), COLUMN_INT },
                                             { "contract", offsetof(struct id_row, contract),
                                               COLUMN_INT },
                                             { 0 } };
    const struct bundle *b = s->bundle;

    SQL(sql, "SELECT \"id\", \"contract\" FROM ");
    sql_name(sql, s->ledger->name);
    SQL(sql, " WHERE \"id\" > ");
    sql_value(sql, bind_int("", s->last));
    SQL(sql, " ORDER BY \"id\" LIMIT 200");
    if (!sql_rows(a, sql, columns, sizeof(struct id_row), &ids.rows, &ids.count))
        return false;
    s->ended = ids.count < 200;
    for (size_t i = 0; i < ids.count; i++) {
        s->last = ids.rows[i].id;
        if (b->contract && !bundle_ids_has(&b->ids, s->last))
            continue;
        if (s->on_page == BUNDLE_PAGE && !end_page(s, true))
            return false;
        if (!show_record(s, s->last))
            return false;
    }
    if (!spool(s))
        return false;
    arena_reset(a->arena, mark);
    a->ahead = before.ahead;
    a->generations = before.generations;
    a->generation = before.generation;
    return true;
}

static bool
copy_spool(struct showing *s)
{
    struct bundle *b = s->bundle;
    struct arena scratch = { 0 };
    uint8_t *bytes = arena_get(&scratch, BUNDLE_PIECE);
    uint8_t hash[SHA256_BYTES];
    ssize_t got = 1;
    bool good = lseek(s->spool, 0, SEEK_SET) == 0 &&
                bundle_begin(b, arena_print(b->act->arena, "csv/%s.csv", s->ledger->name));

    while (good && (got = read(s->spool, bytes, BUNDLE_PIECE)) > 0)
        stored_zip_put(&b->zip, bytes, (size_t)got);
    arena_release(&scratch);
    if (got < 0)
        return fail(b->act, FAULT_BROKEN, NULL, "束を書けません。%s", system_reason(errno));
    return good && bundle_close(b, hash);
}

static bool
show_all(struct showing *s)
{
    csv_start(&s->csv);
    for (size_t i = 0; i < s->count; i++)
        csv_cell(&s->csv, s->fields[i]->label, i == 0);
    csv_end(&s->csv);
    while (!s->ended)
        if (!show_some(s))
            return false;
    return (s->on_page == 0 || end_page(s, false)) && spool(s) && copy_spool(s);
}

bool
bundle_ledger(struct bundle *b, const struct bundle_table *t)
{
    struct showing s = {
        .bundle = b, .table = t, .ledger = t->shape->ledger, .shape = t->shape, .last = INT64_MIN
    };
    bool good;

    s.spool = open(b->spool, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (s.spool < 0)
        return fail(b->act, FAULT_BROKEN, NULL, "%s: %s", b->spool, system_reason(errno));
    unlink(b->spool);
    choose_fields(b->act, &s);
    good = show_all(&s);
    close(s.spool);
    buffer_release(&s.csv);
    buffer_release(&s.page);
    markup_print(&b->index, "<tr><td>%s</td><td>%lld</td><td>", s.ledger->title,
                 (long long)s.shown);
    if (s.pages)
        markup_print(&b->index, "<a href=\"html/%s-1.html\">見る</a>", s.ledger->name);
    markup_print(&b->index,
                 "</td><td><a href=\"csv/%s.csv\">CSV</a></td>"
                 "<td><a href=\"tables/%s.jsonl\">JSON</a></td></tr>\n",
                 s.ledger->name, s.ledger->name);
    return good;
}
