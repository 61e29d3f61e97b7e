#include "desk/similar.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/time.h"
#include "base/utf8.h"
#include "contract/article.h"
#include "contract/consequence.h"
#include "desk/ask_like.h"
#include "desk/inquiry.h"
#include "desk/views.h"
#include "ledger/link.h"
#include "ledger/list.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/address.h"
#include "web/out.h"
#include "web/panel.h"
#include "web/route.h"
#include "web/session.h"

enum { MOST_WORDS = 3, MOST_FOUND = 24, EACH = 12, SHOWN_ANSWER = 400, COMPARED = 600 };

/* Below it two inquiries only share a word. */
static const double LEAST = 0.2;

/* --- words -------------------------------------------------------------------------------------- */

struct word {
    const char *text;
    double worth;
};

struct words {
    struct word items[MOST_WORDS + 1]; /* the weightiest first */
    size_t count;
};

static void
add_word(struct act *a, const struct letter *letters, size_t count, struct words *out)
{
    struct buffer text = { .arena = a->arena };
    double worth = (double)count * (letters->script == SCRIPT_KANJI ? 1.6 : 1);
    size_t at = out->count;

    for (size_t i = 0; i < count; i++) {
        char bytes[4];

        buffer_add(&text, bytes, utf8_put(bytes, letters[i].code));
    }
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->items[i].text, buffer_string(&text)) == 0)
            return;
    for (; at && out->items[at - 1].worth < worth; at--)
        out->items[at] = out->items[at - 1];
    out->items[at] = (struct word){ buffer_string(&text), worth };
    if (out->count < MOST_WORDS)
        out->count++;
}

/* Runs of kanji, of katakana and of Latin letters: what the sentence is about. */
static void
read_words(struct act *a, const char *text, struct words *out)
{
    struct letters letters;

    letters_read(a->arena, text, &letters);
    letters_quieten(a->arena, &letters);
    for (size_t at = 0; at < letters.count;) {
        enum script script = (enum script)letters.items[at].script;
        size_t from = at;

        while (at < letters.count && letters.items[at].script == script)
            at++;
        if (at - from > 1 && at - from < 20 && script != SCRIPT_NONE && script != SCRIPT_HIRAGANA)
            add_word(a, letters.items + from, at - from, out);
    }
}

/* --- finding ------------------------------------------------------------------------------------ */

struct search {
    const struct inquiry *it;
    struct like like;
    struct words words;
    const struct inquiry *found[MOST_FOUND];
    size_t count;
    int64_t until;
};

static bool
is_found(const struct search *s, int64_t id)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->found[i]->base.id == id)
            return true;
    return id == s->it->base.id;
}

static bool
look_for(struct act *a, struct search *s, const char *words)
{
    struct pair items[] = {
        { "q", words },
        { "contract", arena_print(a->arena, "%lld", (long long)s->it->base.contract) },
        { "state.in", "answered,completed" },
        { "limit", arena_print(a->arena, "%d", EACH) },
    };
    int left = (int)((s->until - clock_ticks()) / 1000);
    struct list_request request;
    struct list list;

    if (left <= 0)
        return true;
    if (!list_parse(a, &inquiry_ledger, &(struct pairs){ items, 4 }, &request))
        return false;
    request.columns = "number title body response answered_at completed_on";
    request.hurry = left;
    if (!list_read(a, &request, &list))
        return false;
    for (size_t i = 0; i < list.count && s->count < MOST_FOUND; i++) {
        const struct inquiry *row = (const struct inquiry *)list.rows + i;

        if (!is_found(s, row->base.id))
            s->found[s->count++] = row;
    }
    return true;
}

/* All words, then two of them, then the weightiest alone. */
static bool
look_around(struct act *a, struct search *s)
{
    static const int sets[][MOST_WORDS] = {
        { 0, 1, 2 }, { 0, 1, -1 }, { 0, 2, -1 }, { 0, -1, -1 }
    };

    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct buffer words = { .arena = a->arena };
        bool is_whole = true;

        for (size_t n = 0; n < MOST_WORDS && sets[i][n] >= 0; n++) {
            is_whole = is_whole && (size_t)sets[i][n] < s->words.count;
            if (is_whole)
                buffer_print(&words, "%s%s", n ? " " : "", s->words.items[sets[i][n]].text);
        }
        if (is_whole && s->count < EACH && !look_for(a, s, buffer_string(&words)))
            return false;
    }
    return true;
}

static const char *
text_of(struct act *a, const struct inquiry *it)
{
    const char *body = it->body.text ? it->body.text : "", *at = body;

    for (int i = 0; i < COMPARED && utf8_next(&at); i++)
        ;
    return arena_print(a->arena, "%s\n%s", it->title,
                       arena_slice(a->arena, body, (size_t)(at - body)));
}

static int
by_likeness(const void *left, const void *right)
{
    const struct similar *l = left, *r = right;

    if (l->likeness != r->likeness)
        return l->likeness > r->likeness ? -1 : 1;
    return l->inquiry->base.id > r->inquiry->base.id ? -1 : 1;
}

static bool
same_text(const char *left, const char *right)
{
    return strcmp(left ? left : "", right ? right : "") == 0;
}

/* What was asked and answered alike a hundred times is worth one line. */
static bool
is_shown(const struct similar *shown, size_t count, const struct inquiry *it)
{
    for (size_t i = 0; i < count; i++)
        if (same_text(shown[i].inquiry->title, it->title) &&
            same_text(shown[i].inquiry->response.text, it->response.text))
            return true;
    return false;
}

bool
similar_find(struct act *a, const struct inquiry *it, struct similar *out, size_t *count)
{
    struct search s = { .it = it, .until = clock_ticks() + SIMILAR_TIME * INT64_C(1000) };
    struct similar all[MOST_FOUND];
    size_t kept = 0;

    *count = 0;
    if (!access_may(a, &inquiry_ledger, DEED_CHANGE, &it->base))
        return true;
    read_words(a, it->title, &s.words);
    if (!look_around(a, &s))
        return false;
    like_read(a->arena, NULL, text_of(a, it), &s.like);
    for (size_t i = 0; i < s.count; i++) {
        struct like other;

        like_read(a->arena, NULL, text_of(a, s.found[i]), &other);
        all[kept] = (struct similar){ s.found[i], like_measure(&s.like, &other) };
        kept += all[kept].likeness >= LEAST;
    }
    if (kept)
        qsort(all, kept, sizeof *all, by_likeness);
    for (size_t i = 0; i < kept && *count < SIMILAR_MOST; i++)
        if (!is_shown(out, *count, all[i].inquiry))
            out[(*count)++] = all[i];
    return true;
}

/* --- what was answered -------------------------------------------------------------------------- */

/* What the record says of it, or else the last answer of its timeline; "" when there is none. */
static bool
answer_of(struct act *a, const struct inquiry *it, const char **out)
{
    struct entry *entries;
    size_t count;

    *out = it->response.text ? it->response.text : "";
    if (**out)
        return true;
    if (!timeline_read(a, &inquiry_ledger, &it->base, &entries, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == ENTRY_ANSWER)
            *out = entries[i].text;
    return true;
}

static const char *
shortened(struct act *a, const char *text)
{
    const char *at = text;

    for (int i = 0; i < SHOWN_ANSWER && *at; i++)
        utf8_next(&at);
    return *at ? arena_print(a->arena, "%s…", arena_slice(a->arena, text, (size_t)(at - text)))
               : text;
}

/* --- the article -------------------------------------------------------------------------------- */

struct drafting {
    struct article *article;
    int64_t inquiry;
};

static bool
draft(struct act *a, void *with)
{
    struct drafting *d = with;

    d->article->base.id = 0;
    return ledger_create(a, &article_ledger, d->article) &&
           link_add(a, (struct link_end){ &inquiry_ledger, d->inquiry },
                    (struct link_end){ &article_ledger, d->article->base.id },
                    link_kind_find("related"), NULL);
}

bool
similar_draft(struct act *a, int64_t inquiry, int64_t *article)
{
    struct drafting d = { ledger_new(a, &article_ledger), inquiry };
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    const char *answer;

    if (!ledger_show(a, &inquiry_ledger, inquiry, it) ||
        !access_require(a, &inquiry_ledger, DEED_CHANGE, &it->base) || !answer_of(a, it, &answer))
        return false;
    if (!*answer)
        return fail(a, FAULT_CLASH, NULL, "この問合せには、まだ回答がありません。");
    d.article->base.contract = it->base.contract;
    d.article->kind.code = "knowledge";
    d.article->audience.code = "staff";
    d.article->title = it->title;
    d.article->category = it->kind;
    d.article->body.text =
        arena_print(a->arena, "## 質問\n\n%s\n\n## 答え\n\n%s\n",
                    it->body.text && *it->body.text ? it->body.text : it->title, answer);
    if (!act_write(a, draft, &d))
        return false;
    *article = d.article->base.id;
    return true;
}

bool
similar_draft_post(struct act *a, const struct request *q, struct reply *r)
{
    int64_t article;

    return similar_draft(a, q->id, &article) &&
           reply_redirect(
               a, q, r,
               arena_print(a->arena, "%s/edit", address_record(a, article_ledger.path, article)),
               "記事の案を作りました。直してから公開します。");
}

/* --- beside the inquiry ------------------------------------------------------------------------- */

static const char *
about(struct act *a, const struct request *q, const struct inquiry *it)
{
    struct out o = { .text = { .arena = a->arena }, .western = q->session->western };

    out_text(&o, state_is(&it->base, "completed") ? "完了" : "回答");
    if (it->completed_on.day || it->answered_at.us) {
        out_text(&o, "　");
        out_date(&o, it->completed_on.day ? it->completed_on : instant_date(it->answered_at));
    }
    return buffer_string(&o.text);
}

static bool
fill_lines(struct act *a, const struct request *q, const struct inquiry *it,
           struct similar_page *page)
{
    struct similar similar[SIMILAR_MOST];
    struct similar_line *lines = NEW_ARRAY(a->arena, SIMILAR_MOST, struct similar_line);

    if (!similar_find(a, it, similar, &page->count))
        return false;
    for (size_t i = 0; i < page->count; i++) {
        const struct inquiry *other = similar[i].inquiry;
        const char *answer;

        if (!answer_of(a, other, &answer))
            return false;
        lines[i] = (struct similar_line){
            .href = address_record(a, inquiry_ledger.path, other->base.id),
            .number = other->number,
            .title = other->title,
            .about = about(a, q, other),
            .answer = *answer ? shortened(a, answer) : NULL,
        };
    }
    page->lines = lines;
    return true;
}

/* One article of an answer is enough; who made it finds it here again. */
static bool
fill_article(struct act *a, const struct inquiry *it, struct similar_page *page)
{
    struct link_list links;

    if (!state_is(&it->base, "answered") && !state_is(&it->base, "completed"))
        return true;
    if (!link_rows(a, &inquiry_ledger, &it->base, &links))
        return false;
    for (size_t i = 0; i < links.count; i++)
        if (links.rows[i].to.ledger == &article_ledger) {
            page->article = address_record(a, article_ledger.path, links.rows[i].to.id);
            page->article_title = links.rows[i].title;
        }
    if (!page->article && access_may(a, &article_ledger, DEED_CREATE, NULL))
        page->draft = arena_print(a->arena, "%s/article",
                                  address_record(a, inquiry_ledger.path, it->base.id));
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    const struct inquiry *it = (const struct inquiry *)record;
    struct similar_page page = { 0 };
    struct out beside = panel_out(a, q);

    if (q->ledger != &inquiry_ledger || !access_may(a, &inquiry_ledger, DEED_CHANGE, record))
        return true;
    page.csrf = q->session->csrf;
    if (!fill_lines(a, q, it, &page) || !fill_article(a, it, &page))
        return false;
    if (page.count || page.draft || page.article) {
        similar_view(&beside, &page);
        out->beside = html_take(&beside);
    }
    return true;
}

const struct panel similar_panel = { "similar", fill };
