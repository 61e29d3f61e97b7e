#include "desk/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/utf8.h"
#include "contract/article.h"
#include "desk/ask_index.h"
#include "desk/ask_shelf.h"
#include "desk/asked.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { KEPT_TERMS = 24 };

/* --- finding ---------------------------------------------------------------------------------- */

static bool
may_ask(struct act *a, int64_t contract)
{
    struct publication *any = ledger_new(a, &publication_ledger);

    any->base.contract = contract;
    return access_require(a, &publication_ledger, DEED_READ, &any->base);
}

/* Blanks are those of both widths. */
static bool
is_blank(const char *text)
{
    for (;;) {
        text += strspn(text, " \t\r\n");
        if (strncmp(text, "　", strlen("　")) != 0)
            return !*text;
        text += strlen("　");
    }
}

static bool
good_question(struct act *a, const char *question)
{
    if (!utf8_valid(question, strlen(question)))
        return fail(a, FAULT_INVALID, "question",
                    "質問に読めない文字があります。UTF-8で入力してください。");
    if (is_blank(question))
        return fail(a, FAULT_INVALID, "question", "質問を入力してください。");
    return utf8_count(question) <= ASK_MOST_QUESTION ||
           fail(a, FAULT_INVALID, "question", "質問は%d文字までです。", ASK_MOST_QUESTION);
}

static void
take(struct act *a, const struct shelf *shelf, const struct ask_hit *hit, struct ask_answer *out)
{
    const struct ask_source *source = &shelf->book->sources[hit->source];
    const struct book_mark *mark = &shelf->book->marks[hit->source];
    const char *from = source->body + hit->from;

    out->candidates[out->count++] = (struct ask_candidate){
        .publication = source->id,
        .article = mark->article,
        .code = arena_copy(a->arena, mark->code),
        .title = arena_copy(a->arena, source->title),
        .category = arena_copy(a->arena, source->category),
        /* what was learned may lead beyond the ends */
        .score = hit->score < 0   ? 0
                 : hit->score > 1 ? 1
                                  : hit->score,
        .passage = arena_slice(a->arena, from, hit->until - hit->from),
        .edition = mark->edition,
        .published_at = mark->published_at,
    };
}

static bool
is_taken(const struct shelf *shelf, const struct ask_answer *out, size_t source)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->candidates[i].publication == shelf->book->sources[source].id)
            return true;
    return false;
}

/* Three at least to choose from, beginning with those of the same category. */
static void
fill_up(struct act *a, const struct shelf *shelf, struct ask_answer *out)
{
    enum { LEAST = 3 };

    for (int same = 1; same >= 0; same--)
        for (size_t i = 0; i < shelf->book->count && out->count && out->count < LEAST; i++) {
            bool is_same =
                strcmp(shelf->book->sources[i].category, out->candidates[0].category) == 0;

            if (is_same == (same == 1) && !shelf->book->marks[i].is_gone &&
                !is_taken(shelf, out, i))
                take(a, shelf, &(struct ask_hit){ .source = i }, out);
        }
}

static int
by_weight(const void *left, const void *right)
{
    const struct term *l = left, *r = right;

    return l->weight > r->weight ? -1 : l->weight < r->weight;
}

/* Only terms that articles have: what they do not have could be a name. */
static const char *
terms_to_keep(struct act *a, const struct shelf *shelf, const char *question)
{
    struct buffer text = { .arena = a->arena };
    struct terms terms;
    size_t kept = 0;

    ask_question_terms(a->arena, shelf->book->thesaurus, question, &terms);
    if (terms.count)
        qsort(terms.items, terms.count, sizeof *terms.items, by_weight);
    for (size_t i = 0; i < terms.count && kept < KEPT_TERMS; i++) {
        if (terms.items[i].kind == TERM_TRIPLE ||
            !ask_index_knows(shelf->book->index, terms.items[i].key))
            continue;
        buffer_print(&text, "%s%016llx", kept++ ? " " : "", (unsigned long long)terms.items[i].key);
    }
    return buffer_string(&text);
}

bool
ask(struct act *a, int64_t contract, const char *question, struct ask_answer *out)
{
    struct arena scratch = { 0 };
    struct shelf *shelf;
    struct ask_hits hits;

    *out = (struct ask_answer){ 0 };
    if (!may_ask(a, contract) || !good_question(a, question) || !shelf_take(a, contract, &shelf))
        return false;
    ask_index_find(&scratch, shelf->book->index, question, &shelf->lessons, &hits);
    out->articles = shelf->book->live;
    out->confidence = hits.confidence;
    out->answered = hits.count && hits.confidence >= ASK_LIMIT;
    for (size_t i = 0; i < hits.count && i < ASK_CANDIDATES; i++)
        take(a, shelf, &hits.items[i], out);
    fill_up(a, shelf, out);
    out->terms = terms_to_keep(a, shelf, question);
    shelf_give(shelf);
    arena_release(&scratch);
    return true;
}

/* --- telling ---------------------------------------------------------------------------------- */

static void
json_share(struct buffer *out, double share)
{
    int thousandths = (int)(share * 1000 + 0.5);

    buffer_print(out, "%d.%03d", thousandths / 1000, thousandths % 1000);
}

void
ask_json(const struct ask_answer *it, struct buffer *out)
{
    buffer_text(out, "{\"answer_id\":");
    json_text(out, it->count ? it->candidates[0].code : NULL);
    json_key(out, "confidence", false);
    json_share(out, it->confidence);
    json_key(out, "answered", false);
    json_flag(out, it->answered);
    json_key(out, "candidates", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < it->count; i++) {
        const struct ask_candidate *c = &it->candidates[i];

        buffer_text(out, i ? ",{" : "{");
        json_key(out, "id", true);
        json_text(out, c->code);
        json_key(out, "title", false);
        json_text(out, c->title);
        json_key(out, "score", false);
        json_share(out, c->score);
        json_key(out, "passage", false);
        json_text(out, c->passage);
        buffer_char(out, '}');
    }
    buffer_text(out, "]}");
}

/* --- remembering ------------------------------------------------------------------------------ */

static bool
keep(struct act *a, void *with)
{
    struct asked *row = ledger_new(a, &asked_ledger);

    *row = *(const struct asked *)with;
    if (!ledger_keep(a, &asked_ledger, NULL, row))
        return false;
    ((struct asked *)with)->base.id = row->base.id;
    return true;
}

bool
ask_keep(struct act *a, int64_t contract, const char *question, const struct ask_answer *it,
         int64_t *id)
{
    struct asked *row = ledger_new(a, &asked_ledger);

    row->base.contract = contract;
    row->base.owner = a->who->person;
    row->text.text = question;
    if (it->count) {
        row->article.id = it->candidates[0].article;
        row->title = it->candidates[0].title;
    }
    if (!it->count || !*row->title)
        row->title = "（候補なし）";
    row->confidence = (int64_t)(it->confidence * 100 + 0.5);
    row->answered = it->answered;
    row->outcome.code = "open";
    row->terms = it->terms;
    if (!ledger_prepare(a, &asked_ledger, row) || !act_write(a, keep, row))
        return false;
    *id = row->base.id;
    return true;
}

struct judging {
    int64_t id;
    const char *outcome;
};

static bool
judge(struct act *a, void *with)
{
    const struct judging *it = with;
    struct asked *row = ledger_new(a, &asked_ledger);
    bool found;

    if (!shape_read(a, shape_of(&asked_ledger), it->id, false, row, &found))
        return false;
    if (!found || !a->who->person || row->base.owner != a->who->person || row->base.removed_at.us)
        return access_missing(a, &asked_ledger, it->id);
    row->outcome.code = it->outcome;
    return ledger_keep(a, &asked_ledger, NULL, row);
}

bool
ask_judge(struct act *a, int64_t id, bool solved)
{
    struct judging it = { id, solved ? "solved" : "unsolved" };

    return act_write(a, judge, &it);
}
