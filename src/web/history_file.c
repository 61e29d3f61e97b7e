#include "web/history_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/proof.h"
#include "store/act.h"
#include "web/history_form.h"
#include "web/marks.h"

enum { PART_ROWS = 500 };

bool
history_contents_allowed(struct act *a, const struct ledger *l)
{
    return l && access_may(a, l, DEED_READ, NULL);
}

/* --- the excerpt ----------------------------------------------------------------------------- */

struct excerpt {
    struct history_search search;
    const char *conditions; /* in words */
    struct head head;
    const char *sealed_at;
    const char *made_at;
    bool headed;
    bool ended;
};

static void
pair_line(struct buffer *out, const char *label, const char *value)
{
    csv_cell(out, label, true);
    csv_cell(out, value, false);
    csv_end(out);
}

static void
head_lines(struct act *a, struct excerpt *e, struct buffer *out)
{
    static const char *const headings[] = { "行",   "日時", "利用者番号", "利用者", "入口", "要求",
                                            "台帳", "記録", "操作",       "理由",   "内容" };

    csv_start(out);
    pair_line(out, "履歴の抜粋", e->conditions);
    pair_line(out, "作成", e->made_at);
    pair_line(out, "封印", e->head.number ? head_print(a, &e->head) : "なし");
    pair_line(out, "封印日時", e->sealed_at);
    csv_end(out);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        csv_cell(out, headings[i], i == 0);
    csv_end(out);
    e->headed = true;
}

static const char *
contents(struct act *a, const struct ledger *l, const struct history_row *row)
{
    struct buffer out = { .arena = a->arena };
    size_t faults = a->fault_count;
    struct history_change *changes;
    size_t count;

    if (!history_contents_allowed(a, l))
        return "";
    if (!history_changes_closed(a, l, row, &changes, &count)) {
        act_forgive(a, faults);
        return "（読めません）";
    }
    for (size_t i = 0; i < count; i++) {
        const struct history_change *c = &changes[i];

        buffer_print(&out, "%s%s：", i ? "\n" : "", c->label);
        if (c->before && *c->before)
            buffer_print(&out, "%s → ", c->before);
        buffer_text(&out, c->after && *c->after ? c->after : "（なし）");
    }
    return buffer_string(&out);
}

static void
number_cell(struct act *a, struct buffer *out, int64_t number, bool first)
{
    csv_cell(out, number ? arena_print(a->arena, "%lld", (long long)number) : "", first);
}

static void
row_line(struct act *a, struct buffer *out, const struct history_row *row)
{
    const struct ledger *l = *row->ledger ? ledger_find(row->ledger) : NULL;

    number_cell(a, out, row->seq, true);
    csv_cell(out, row->at, false);
    number_cell(a, out, row->actor, false);
    csv_cell(out, history_actor(a, row->actor), false);
    csv_cell(out, origin_words(row->origin), false);
    csv_cell(out, row->request, false);
    csv_cell(out, l ? l->title : row->ledger, false);
    number_cell(a, out, row->record, false);
    csv_cell(out, action_words(l, row->action), false);
    csv_cell(out, row->reason, false);
    csv_cell(out, contents(a, l, row), false);
    csv_end(out);
}

/* A part that took too long ends where it is: the next one goes on behind its last row. */
static bool
add_part(struct act *a, struct excerpt *e, struct buffer *out)
{
    struct history_row *rows;
    size_t count;
    bool late;

    if (!history_find(a, &e->search, &rows, &count, &late))
        return false;
    if (late && !count)
        return fail(a, FAULT_BUSY, NULL,
                    "時間がかかりすぎるため、途中で止めました。日付をせまくしてください。");
    for (size_t i = 0; i < count; i++)
        row_line(a, out, &rows[i]);
    e->ended = count < e->search.most && !late;
    if (count)
        e->search.before = rows[count - 1].seq;
    return true;
}

struct handing {
    struct excerpt *excerpt;
    struct buffer *part;
};

static bool
hand_over(struct act *page, void *with)
{
    struct handing *h = with;

    if (!h->excerpt->headed)
        head_lines(page, h->excerpt, h->part);
    return add_part(page, h->excerpt, h->part);
}

static bool
next_part(struct act *a, struct buffer *part, void *with, bool *failed)
{
    struct excerpt *e = with;
    struct handing handing = { e, part };

    *failed = !e->ended && !act_beside(a, NULL, hand_over, &handing);
    return !*failed && part->length > 0;
}

static bool
read_head(struct act *a, struct excerpt *e)
{
    char at[INSTANT_TEXT] = "";
    struct block block;
    bool found;

    if (!block_newest(a, &block, &found))
        return false;
    if (found && block.hash.size == SHA256_BYTES) {
        e->head.number = block.number;
        memcpy(e->head.hash, block.hash.data, SHA256_BYTES);
        instant_print(block.sealed_at, at);
    }
    e->sealed_at = arena_copy(a->arena, at);
    instant_print(a->now, at);
    e->made_at = arena_copy(a->arena, at);
    return true;
}

/* Asked once before anything is sent, so that a refusal is a page and no broken file. */
static bool
may_search(struct act *a, const struct history_search *search)
{
    struct history_search one = *search;
    struct history_row *rows;
    size_t count;
    bool late;

    one.most = 1;
    return (!one.ledger || history_of_all_allowed(a) || one.record ||
            access_require(a, one.ledger, DEED_HISTORY, NULL)) &&
           history_find(a, &one, &rows, &count, &late);
}

bool
history_excerpt(struct act *a, const struct request *q, struct reply *r)
{
    struct excerpt *e = NEW(a->arena, struct excerpt);
    struct history_form form;
    const char *conditions;

    if (!history_form_read(a, q, &form) || !may_search(a, &form.search) || !read_head(a, e))
        return false;
    e->search = form.search;
    e->search.most = PART_ROWS;
    e->conditions = history_form_words(a, &form);
    conditions = history_form_json(a, &form);
    if (!history_searched(a, conditions, true))
        return false;
    r->type = "text/csv; charset=utf-8";
    reply_header(a, r, "Content-Disposition", "attachment; filename=\"history.csv\"");
    r->stream = next_part;
    r->with = e;
    return true;
}

/* --- the proof of one row ----------------------------------------------------------------------- */

bool
history_proof(struct act *a, const struct request *q, struct reply *r)
{
    struct buffer out = { .arena = a->arena };
    struct history_row row;
    const struct ledger *l;

    if (!history_get(a, q->id, &row))
        return false;
    l = *row.ledger ? ledger_find(row.ledger) : NULL;
    if (!proof_write(a, q->id, 0, l && !history_contents_allowed(a, l), &out))
        return false;
    r->type = "application/json";
    reply_header(
        a, r, "Content-Disposition",
        arena_print(a->arena, "attachment; filename=\"history-%lld.json\"", (long long)q->id));
    r->body = out;
    return true;
}
