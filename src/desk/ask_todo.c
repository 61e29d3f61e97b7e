#include "desk/ask_todo.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/article.h"
#include "desk/ask_like.h"
#include "desk/ask_page.h"
#include "desk/asked.h"
#include "desk/synonym.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/route.h"
#include "web/session.h"

FRAME_BODY(ask_todo_view, struct ask_todo_page)

enum { MOST = 300, MOST_IDS = 300 };

/* From this likeness on two questions are about the same. */
static const double ALIKE = 0.35;

static const struct query open_query = {
    .name = "ask.open",
    .sql = "SELECT id FROM asked_question WHERE contract = :contract AND removed_at IS NULL"
           " AND (outcome = 'unsolved' OR (outcome = 'open' AND NOT answered))"
           " ORDER BY id DESC LIMIT :most",
    .postgres = "SELECT id FROM asked_question WHERE contract = :contract AND removed_at IS NULL"
                " AND (outcome = 'unsolved' OR (outcome = 'open' AND NOT answered))"
                " ORDER BY id DESC LIMIT :most",
    FOUND_IDS,
};

struct open_question {
    struct asked *row;
    struct like like;
    size_t group;
};

struct open_questions {
    struct open_question *rows;
    size_t count;
};

static bool
read_open(struct act *a, int64_t contract, struct open_questions *out)
{
    struct {
        struct found_id *rows;
        size_t count;
    } ids;
    struct thesaurus *thesaurus;

    if (!QUERY(a, &open_query, ids, BIND(contract, contract), BIND(most, MOST)) ||
        !synonyms_read(a, contract, a->arena, &thesaurus))
        return false;
    *out = (struct open_questions){ NEW_ARRAY(a->arena, ids.count + 1, struct open_question), 0 };
    for (size_t i = 0; i < ids.count; i++) {
        struct open_question *it = &out->rows[out->count];
        bool found;

        it->row = ledger_new(a, &asked_ledger);
        if (!shape_read(a, shape_of(&asked_ledger), ids.rows[i].id, true, it->row, &found))
            return false;
        if (!found || !access_may(a, &asked_ledger, DEED_READ | DEED_PERSONAL, &it->row->base))
            continue;
        like_read(a->arena, thesaurus, it->row->text.text ? it->row->text.text : "", &it->like);
        out->count++;
    }
    return true;
}

/* Each to the group of the first question that it is like, else to one of its own. */
static size_t
group_them(struct open_questions *all)
{
    size_t groups = 0;

    for (size_t i = 0; i < all->count; i++) {
        size_t best = i;
        double most = ALIKE;

        for (size_t j = 0; j < i; j++) {
            double like = like_measure(&all->rows[i].like, &all->rows[j].like);

            if (like >= most) {
                most = like;
                best = j;
            }
        }
        all->rows[i].group = best == i ? groups++ : all->rows[best].group;
    }
    return groups;
}

static void
show_group(struct act *a, const struct request *q, const struct open_questions *all, size_t group,
           struct ask_group *out)
{
    struct buffer ids = { .arena = a->arena }, draft = { .arena = a->arena };
    struct out last = { .text = { .arena = a->arena }, .western = q->session->western };
    size_t count = 0;

    out->others = NEW_ARRAY(a->arena, all->count + 1, const char *);
    for (size_t i = 0; i < all->count; i++) {
        const struct asked *row = all->rows[i].row;

        if (all->rows[i].group != group)
            continue;
        buffer_print(&ids, "%s%lld", count ? " " : "", (long long)row->base.id);
        if (count++) {
            out->others[out->other_count++] = row->text.text;
            continue;
        }
        out->id = row->base.id;
        out->text = row->text.text ? row->text.text : "";
        out_instant(&last, row->base.created_at);
    }
    out->ids = buffer_string(&ids);
    out->words = arena_print(a->arena, "%zu件　最後は %s", count, buffer_string(&last.text));
    if (!access_may(a, &article_ledger, DEED_CREATE, NULL))
        return;
    buffer_print(&draft, "%s/new?kind=knowledge&audience=staff&title=", article_ledger.path);
    address_part(&draft, out->text);
    out->draft = buffer_string(&draft);
}

static int
by_size(const void *left, const void *right)
{
    const struct ask_group *l = left, *r = right;

    if (l->other_count != r->other_count)
        return l->other_count > r->other_count ? -1 : 1;
    return l->id > r->id ? -1 : 1;
}

static bool
record_reading(struct act *a, const struct open_questions *all)
{
    int64_t *ids = NEW_ARRAY(a->arena, all->count + 1, int64_t);

    for (size_t i = 0; i < all->count; i++)
        ids[i] = all->rows[i].row->base.id;
    return !all->count || history_reading(a, &asked_ledger, "text", ids, all->count);
}

bool
ask_todo_show(struct act *a, const struct request *q, struct reply *r)
{
    struct ask_todo_page page = { .csrf = q->session->csrf };
    struct open_questions all;
    struct frame frame;
    int64_t contract;

    if (!access_require(a, &asked_ledger, DEED_READ | DEED_PERSONAL, NULL) ||
        !ask_contract(a, q, 0, &contract) || !read_open(a, contract, &all) ||
        !record_reading(a, &all))
        return false;
    page.count = group_them(&all);
    page.groups = NEW_ARRAY(a->arena, page.count + 1, struct ask_group);
    for (size_t i = 0; i < page.count; i++)
        show_group(a, q, &all, i, &page.groups[i]);
    if (page.count)
        qsort(page.groups, page.count, sizeof *page.groups, by_size);
    frame_fill(a, q, "未回答の質問", &frame);
    return frame_reply(a, r, &frame, ask_todo_view_body, &page);
}

struct settling {
    const int64_t *ids;
    size_t count;
    const char *outcome;
};

static bool
settle(struct act *a, void *with)
{
    const struct settling *s = with;

    for (size_t i = 0; i < s->count; i++) {
        struct asked *row = ledger_new(a, &asked_ledger);
        bool found;

        if (!shape_read(a, shape_of(&asked_ledger), s->ids[i], false, row, &found))
            return false;
        if (!found || row->base.removed_at.us ||
            !access_may(a, &asked_ledger, DEED_READ | DEED_PERSONAL, &row->base))
            return access_missing(a, &asked_ledger, s->ids[i]);
        row->outcome.code = s->outcome;
        if (!ledger_keep(a, &asked_ledger, NULL, row))
            return false;
    }
    return true;
}

bool
ask_todo_post(struct act *a, const struct request *q, struct reply *r)
{
    const char *at = pairs_get(&q->form, "ids"), *outcome = pairs_get(&q->form, "outcome");
    int64_t *ids = NEW_ARRAY(a->arena, MOST_IDS, int64_t);
    struct settling s = { .ids = ids, .outcome = outcome };

    if (!access_require(a, &asked_ledger, DEED_READ | DEED_PERSONAL, NULL))
        return false;
    if (!at || !outcome || (strcmp(outcome, "done") != 0 && strcmp(outcome, "dropped") != 0))
        return fail(a, FAULT_MALFORMED, "outcome",
                    "「記事にした」か「記事にしない」を選んでください。");
    while (*at && s.count < MOST_IDS) {
        char *end;
        long long id = strtoll(at, &end, 10);

        if (end == at)
            break;
        ids[s.count++] = id;
        at = end;
    }
    return act_write(a, settle, &s) &&
           reply_redirect(a, q, r, "/desk/questions", "質問を片付けました。");
}
