#include "web/history_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/history_file.h"
#include "web/marks.h"
#include "web/session.h"
#include "web/timeline_page.h"
#include "web/view_count.h"
#include "web/views.h"

enum { A_PAGE = 50 };

FRAME_BODY(history_view, struct history_page)

/* Names of fields as people know them. */
static const char *
field_labels(struct act *a, const struct ledger *l, const char *names)
{
    struct buffer words = { .arena = a->arena };
    const char *name;
    size_t length;

    while ((name = names_next(&names, &length)) != NULL) {
        const char *one = arena_slice(a->arena, name, length);
        const struct field *f = list_field(l, one);

        if (words.length)
            buffer_text(&words, "、");
        buffer_text(&words, f ? f->label : one);
    }
    return buffer_string(&words);
}

static const char *
event_label(const char *name, const char *action)
{
    static const struct {
        const char *name, *label;
    } labels[] = {
        { "scope", "できること" },
        { "ends", "終わる日" },
        { "count", "件数" },
        { "filter", "条件" },
        { "personal", "個人情報を含む" },
        { "sessions", "サインインの数" },
    };

    if (strcmp(name, "fields") == 0)
        return strcmp(action, "export") == 0 ? "項目" : "個人情報";
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].name, name) == 0)
            return labels[i].label;
    return name;
}

/* What an event tells besides fields: only what says something to a person. */
static void
tidy_changes(struct act *a, const struct ledger *l, const char *action, struct shown_history *row)
{
    size_t left = 0;

    for (size_t i = 0; i < row->change_count; i++) {
        struct history_change c = row->changes[i];

        if (!c.field && c.label && names_have("entry hash records salt", c.label))
            continue;
        if (!c.field && c.label && strcmp(c.label, "fields") == 0)
            c.after = field_labels(a, l, c.after ? c.after : "");
        if (!c.field && c.label)
            c.label = event_label(c.label, action);
        row->changes[left++] = c;
    }
    row->change_count = left;
}

static bool
show_row(struct act *a, const struct request *q, const struct history_row *row, bool opened,
         struct shown_history *out)
{
    const struct ledger *l = row->ledger && *row->ledger ? ledger_find(row->ledger) : NULL;
    struct instant at = { 0 };

    instant_parse(row->at, &at);
    *out = (struct shown_history){
        .seq = row->seq,
        .at = at,
        .day = short_day(a, at),
        .time = clock_time(a, at),
        .who = history_actor(a, row->actor),
        .words = action_words(l, row->action),
        .what = l ? l->title : "",
        .reason = row->reason && *row->reason ? row->reason : NULL,
        .origin = origin_words(row->origin ? row->origin : ""),
        .proof = arena_print(a->arena, "/history/%lld/proof.json", (long long)row->seq),
        .mine = address_with(a, q->path, &q->query, "who",
                             arena_print(a->arena, "%lld", (long long)row->actor)),
    };
    if (!*out->who)
        out->who = "自動";
    if (l && row->record && (!q->ledger || !q->id)) {
        out->what = arena_print(a->arena, "%s %lld", l->title, (long long)row->record);
        out->href = l->path ? address_record(a, l->path, row->record) : NULL;
    }
    /* Of a ledger's own page the rights were asked; the whole chain shows more rows. */
    if (!l || (!q->ledger && !history_contents_allowed(a, l)))
        return true;
    if (!(opened ? history_changes(a, l, row, &out->changes, &out->change_count)
                 : history_changes_closed(a, l, row, &out->changes, &out->change_count)))
        return false;
    tidy_changes(a, l, row->action, out);
    return true;
}

/* The same conditions as a file; the ledger's pages name it and the record besides. */
static const char *
excerpt_address(struct act *a, const struct request *q, const struct history_form *form)
{
    struct pairs pairs = pairs_without(a, &q->query, "before opened ledger record", NULL);
    const struct history_search *s = &form->search;
    struct pairs all = { NEW_ARRAY(a->arena, pairs.count + 2, struct pair), pairs.count };

    for (size_t i = 0; i < pairs.count; i++)
        all.items[i] = pairs.items[i];
    if (s->ledger)
        all.items[all.count++] = (struct pair){ "ledger", s->ledger->name };
    if (s->record)
        all.items[all.count++] =
            (struct pair){ "record", arena_print(a->arena, "%lld", (long long)s->record) };
    return address_with(a, "/history/excerpt.csv", &all, NULL, NULL);
}

static bool
fill_rows(struct act *a, const struct request *q, bool opened, struct history_page *out)
{
    struct history_row *rows;
    size_t count;
    bool late;

    if (!history_form_read(a, q, &out->form))
        return false;
    out->form.search.most = A_PAGE + 1;
    if (!history_find(a, &out->form.search, &rows, &count, &late))
        return false;
    out->row_count = count > A_PAGE ? A_PAGE : count;
    out->rows = NEW_ARRAY(a->arena, out->row_count + 1, struct shown_history);
    for (size_t i = 0; i < out->row_count; i++)
        if (!show_row(a, q, &rows[i], opened, &out->rows[i]))
            return false;
    if (count > A_PAGE)
        out->older = address_with(a, q->path, &q->query, "before",
                                  arena_print(a->arena, "%lld", (long long)rows[A_PAGE - 1].seq));
    out->excerpt = excerpt_address(a, q, &out->form);
    out->summary =
        arena_print(a->arena, "%s行　新しい順%s%s", grouped_number(a, (int64_t)out->row_count),
                    count > A_PAGE ? "　続きがあります" : "",
                    late ? "　時間がかかるため、途中までです。日付をせまくしてください" : "");
    return true;
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, struct history_page *page)
{
    struct frame frame;

    frame_fill(a, q, page->title, &frame);
    return frame_reply(a, r, &frame, history_view_body, page);
}

bool
history_of_record(struct act *a, const struct request *q, struct reply *r)
{
    const struct ledger *l = q->ledger;
    struct record *record = ledger_new(a, l);
    struct history_page page = { .crumb_count = 2 };
    const char *opened = pairs_get(&q->query, "opened");
    const char *code;

    if (!ledger_read(a, l, q->id, false, record) || !access_require(a, l, DEED_HISTORY, record) ||
        !fill_rows(a, q, opened != NULL, &page))
        return false;
    code = record_code(a, l, record);
    page.title = arena_print(a->arena, "%s の履歴", *code ? code : record_title(a, l, record));
    page.crumbs = NEW_ARRAY(a->arena, 2, struct fact);
    page.crumbs[0] = (struct fact){ l->title, NULL, l->path };
    page.crumbs[1] =
        (struct fact){ arena_print(a->arena, "%s %s", code, record_title(a, l, record)), NULL,
                       address_record(a, l->path, q->id) };
    if (!opened && access_may(a, l, DEED_PERSONAL, record))
        page.opened = address_with(a, q->path, &q->query, "opened", "1");
    return draw(a, q, r, &page);
}

bool
history_of_ledger(struct act *a, const struct request *q, struct reply *r)
{
    struct history_page page = {
        .title = arena_print(a->arena, "%sの履歴", q->ledger->title),
        .crumbs = NEW_ARRAY(a->arena, 1, struct fact),
        .crumb_count = 1,
    };

    page.crumbs[0] = (struct fact){ q->ledger->title, NULL, q->ledger->path };
    return access_require(a, q->ledger, DEED_HISTORY, NULL) && fill_rows(a, q, false, &page) &&
           draw(a, q, r, &page);
}

/* Who may not read everything is led to the ledgers whose history he may. */
static void
fill_ledgers(struct act *a, struct history_page *out)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    out->ledgers = NEW_ARRAY(a->arena, count + 1, struct fact);
    for (size_t i = 0; i < count; i++)
        if (all[i]->path && access_may(a, all[i], DEED_HISTORY, NULL))
            out->ledgers[out->ledger_count++] =
                (struct fact){ all[i]->title, all[i]->help,
                               arena_print(a->arena, "%s/history", all[i]->path) };
    out->summary = "台帳ごとに見られます。";
}

bool
history_of_all(struct act *a, const struct request *q, struct reply *r)
{
    struct history_page page = { .title = "履歴" };

    if (history_of_all_allowed(a)) {
        if (!fill_rows(a, q, false, &page) ||
            !history_searched(a, history_form_json(a, &page.form), false))
            return false;
    } else {
        fill_ledgers(a, &page);
    }
    return draw(a, q, r, &page);
}
