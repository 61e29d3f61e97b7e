#include "desk/ask_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/utf8.h"
#include "contract/article.h"
#include "desk/ask_writer.h"
#include "desk/asked.h"
#include "desk/inquiry.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/out.h"
#include "web/patch.h"
#include "web/route.h"
#include "web/session.h"

#define PATH "/desk/ask"

enum { SUBJECT = 60 };

/* From this confidence on the category of the first candidate is the kind of the inquiry. */
static const double GUESSED = 0.15;

FRAME_BODY(ask_view, struct ask_page)

/* --- where -------------------------------------------------------------------------------------- */

bool
ask_contract(struct act *a, const struct request *q, int64_t given, int64_t *out)
{
    struct list_request request = { .ledger = &contract_ledger, .limit = 2 };
    struct list list;

    *out = given;
    if (given)
        return ledger_read(a, &contract_ledger, given, false, ledger_new(a, &contract_ledger));
    if (q->session && !q->session->by_token)
        *out = q->session->contract;
    if (*out)
        return true;
    request.sort = list_field(&contract_ledger, "id");
    if (!list_read(a, &request, &list))
        return false;
    if (list.count != 1)
        return fail(a, FAULT_INVALID, "contract",
                    "どの契約か決まりません。契約を選ぶか、contract に id を書いてください。");
    *out = ((const struct record *)list.rows)->id;
    return true;
}

static bool
is_kept(struct act *a)
{
    return a->who->person && access_may(a, &inquiry_ledger, DEED_CREATE, NULL);
}

/* --- the page ------------------------------------------------------------------------------------ */

struct review {
    struct date review_on;
};

static const struct query review_query = {
    .name = "ask.review",
    .sql = "SELECT review_on FROM article WHERE id = :id",
    .row_size = sizeof(struct review),
    .columns = COLUMNS(COLUMN(struct review, review_on)),
};

static bool
source_about(struct act *a, const struct request *q, const struct ask_candidate *it,
             const char **out)
{
    struct out o = { .text = { .arena = a->arena }, .western = q->session->western };
    struct review review = { 0 };
    bool found;

    if (!query_first(a, &review_query, &review, &found, BOUND(bind_int("id", it->article))))
        return false;
    out_text(&o, "第");
    out_int(&o, it->edition);
    out_text(&o, "版　");
    out_date(&o, instant_date(it->published_at));
    out_text(&o, "に公開");
    if (found && review.review_on.day) {
        out_text(&o, "　次の見直し ");
        out_date(&o, review.review_on);
    }
    *out = buffer_string(&o.text);
    return true;
}

/* As many characters as a subject takes, cut at the end of a sentence where there is one. */
static const char *
subject_of(struct act *a, const char *question)
{
    const char *at = question, *end = question;

    for (int count = 0; count < SUBJECT && *at; count++) {
        uint32_t code = utf8_next(&at);

        if (code == '\n' || code == '\r')
            break;
        end = at;
        if (code == 0x3002 && count > 8)
            break;
    }
    return arena_slice(a->arena, question, (size_t)(end - question));
}

static void
fill_letter(struct act *a, struct ask_page *page, const struct ask_answer *answer)
{
    const struct field *kind = shape_field(shape_of(&inquiry_ledger), "kind");
    const char **kinds;

    page->has_letter = access_may(a, &inquiry_ledger, DEED_CREATE, NULL);
    page->subject = subject_of(a, page->question);
    page->body = page->is_refused && answer->count
                     ? arena_print(a->arena, "%s\n\n「%s」では解決しませんでした。", page->question,
                                   answer->candidates[0].title)
                     : page->question;
    for (const struct choice_item *c = kind->choices; c->code; c++)
        page->kind_count++;
    kinds = NEW_ARRAY(a->arena, page->kind_count + 1, const char *);
    page->kind = "その他";
    for (size_t i = 0; i < page->kind_count; i++) {
        kinds[i] = kind->choices[i].label;
        if (answer->count && answer->confidence >= GUESSED &&
            strcmp(kinds[i], answer->candidates[0].category) == 0)
            page->kind = kinds[i];
    }
    page->kinds = kinds;
    if (a->who->person)
        page->requester = arena_print(a->arena, "%lld", (long long)a->who->person);
}

static bool
fill_answer(struct act *a, const struct request *q, const struct ask_answer *answer,
            struct ask_page *page)
{
    const struct ask_candidate *first = &answer->candidates[0];
    size_t from = answer->answered ? 1 : 0;

    page->is_asked = true;
    page->is_answered = answer->answered;
    page->about = arena_print(a->arena, "公開中の記事%zu件から", answer->articles);
    page->near = NEW_ARRAY(a->arena, answer->count + 1, struct ask_near);
    for (size_t i = from; i < answer->count; i++)
        if (answer->candidates[i].score > 0) /* not what only fills up */
            page->near[page->near_count++] = (struct ask_near){
                address_record(a, publication_ledger.path, answer->candidates[i].publication),
                answer->candidates[i].title,
                answer->candidates[i].category,
            };
    if (answer->answered) {
        page->title = first->title;
        page->quote = first->passage;
        page->written = ask_written(a, page->question, answer);
        page->source = first->title;
        page->source_href = address_record(a, publication_ledger.path, first->publication);
        if (!source_about(a, q, first, &page->source_about))
            return false;
    }
    fill_letter(a, page, answer);
    return true;
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, struct ask_page *page)
{
    struct frame frame;

    page->csrf = q->session->csrf;
    frame_fill(a, q, "質問する", &frame);
    return frame_reply(a, r, &frame, ask_view_body, page);
}

/* --- before the question -------------------------------------------------------------------------- */

struct helped {
    int64_t id;
    const char *title;
    const char *category;
};

enum { HELPED_MOST = 6, HELPED_OF = 500 };

/* Of the newest verdicts only, from their index. */
static const struct query helped_query = {
    .name = "ask.helped",
    .sql = "SELECT p.id AS id, p.title AS title, p.category AS category FROM"
           " (SELECT article, outcome FROM asked_question WHERE contract = :contract"
           " AND removed_at IS NULL AND outcome IN ('solved', 'unsolved')"
           " ORDER BY id DESC LIMIT :newest) q"
           " JOIN publication p ON p.article = q.article AND p.removed_at IS NULL"
           " AND p.contract = :contract WHERE q.outcome = 'solved'"
           " GROUP BY p.id, p.title, p.category ORDER BY count(*) DESC, p.id LIMIT :most",
    .row_size = sizeof(struct helped),
    .columns = COLUMNS(COLUMN(struct helped, id), COLUMN(struct helped, title),
                       COLUMN(struct helped, category)),
};

/* Where the contract is not yet chosen there is none to tell of. */
static bool
fill_helped(struct act *a, const struct request *q, struct ask_page *page)
{
    int64_t contract = q->session->contract;
    struct publication *any = ledger_new(a, &publication_ledger);
    struct {
        struct helped *rows;
        size_t count;
    } found;

    any->base.contract = contract;
    if (!contract || !access_may(a, &publication_ledger, DEED_READ, &any->base))
        return true;
    if (!QUERY(a, &helped_query, found, BIND(contract, contract), BIND(newest, HELPED_OF),
               BIND(most, HELPED_MOST)))
        return false;
    page->near = NEW_ARRAY(a->arena, found.count + 1, struct ask_near);
    for (size_t i = 0; i < found.count; i++)
        page->near[page->near_count++] = (struct ask_near){
            address_record(a, publication_ledger.path, found.rows[i].id),
            found.rows[i].title,
            found.rows[i].category,
        };
    return true;
}

/* A question that cannot be answered at all is said beside the box. */
static bool
try_ask(struct act *a, const struct request *q, struct reply *r, struct ask_page *page,
        int64_t *contract, struct ask_answer *answer, bool *good)
{
    size_t faults = a->fault_count;

    *good = ask_contract(a, q, 0, contract) && ask(a, *contract, page->question, answer);
    if (*good)
        return true;
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    page->fault = a->last_fault->message;
    act_forgive(a, faults);
    r->status = fault_face(FAULT_INVALID)->http;
    return draw(a, q, r, page);
}

bool
ask_show(struct act *a, const struct request *q, struct reply *r)
{
    const char *question = pairs_get(&q->query, "q");
    struct ask_page page = { .question = question ? question : "" };
    struct ask_answer answer;
    int64_t contract;
    bool good;

    if (!*page.question)
        return fill_helped(a, q, &page) && draw(a, q, r, &page);
    if (!try_ask(a, q, r, &page, &contract, &answer, &good) || !good)
        return good ? false : a->fault_count == 0;
    return fill_answer(a, q, &answer, &page) && draw(a, q, r, &page);
}

bool
ask_post(struct act *a, const struct request *q, struct reply *r)
{
    const char *question = pairs_get(&q->form, "q");
    struct ask_page page = { .question = question ? question : "" };
    struct ask_answer answer;
    int64_t contract, id;
    bool good;

    if (!try_ask(a, q, r, &page, &contract, &answer, &good) || !good)
        return good ? false : a->fault_count == 0;
    if (!fill_answer(a, q, &answer, &page))
        return false;
    if (is_kept(a)) {
        if (!ask_keep(a, contract, page.question, &answer, &id))
            return false;
        page.verdict = arena_print(a->arena, PATH "/%lld/verdict", (long long)id);
    }
    return draw(a, q, r, &page);
}

bool
ask_verdict_post(struct act *a, const struct request *q, struct reply *r)
{
    const char *solved = pairs_get(&q->form, "solved"), *question = pairs_get(&q->form, "q");
    struct ask_page page = { .question = question ? question : "", .is_refused = true };
    struct ask_answer answer;
    int64_t contract;
    bool good;

    if (!solved || (strcmp(solved, "yes") != 0 && strcmp(solved, "no") != 0))
        return fail(a, FAULT_MALFORMED, "solved", "「解決した」か「解決しない」を選んでください。");
    if (!ask_judge(a, q->id, strcmp(solved, "yes") == 0))
        return false;
    if (strcmp(solved, "yes") == 0 || !*page.question)
        return reply_redirect(a, q, r, PATH, "ありがとうございます。次の回答に生かします。");
    if (!try_ask(a, q, r, &page, &contract, &answer, &good) || !good)
        return good ? false : a->fault_count == 0;
    return fill_answer(a, q, &answer, &page) && draw(a, q, r, &page);
}

/* --- the API ------------------------------------------------------------------------------------- */

static bool
read_question(struct act *a, const struct request *q, const char **question, int64_t *contract)
{
    json_t *object, *value;
    const char *key;

    if (!patch_read(a, q, "application/json", false, &object))
        return false;
    *question = "";
    *contract = 0;
    json_object_foreach(object, key, value)
    {
        if (strcmp(key, "question") == 0 && json_is_string(value))
            *question = json_string_value(value);
        else if (strcmp(key, "contract") == 0 && json_is_integer(value))
            *contract = json_integer_value(value);
        else
            fail(a, FAULT_INVALID, key, "question に質問の文を、contract に契約の id を書きます。");
    }
    return !a->fault_count;
}

bool
ask_api(struct act *a, const struct request *q, struct reply *r)
{
    struct buffer text = { .arena = a->arena };
    struct ask_answer answer;
    const char *question;
    int64_t contract, id = 0;

    if (!read_question(a, q, &question, &contract) || !ask_contract(a, q, contract, &contract) ||
        !ask(a, contract, question, &answer) ||
        (is_kept(a) && !ask_keep(a, contract, question, &answer, &id)))
        return false;
    ask_json(&answer, &text);
    r->type = "application/json";
    buffer_text(&r->body, "{\"id\":");
    if (id)
        buffer_int(&r->body, id);
    else
        buffer_text(&r->body, "null");
    buffer_print(&r->body, ",%s\n", buffer_string(&text) + 1);
    return true;
}

bool
ask_api_verdict(struct act *a, const struct request *q, struct reply *r)
{
    json_t *object, *solved;

    if (!patch_read(a, q, "application/json", false, &object))
        return false;
    solved = json_object_get(object, "solved");
    if (!json_is_boolean(solved) || json_object_size(object) != 1)
        return fail(a, FAULT_INVALID, "solved", "solved に true か false を書きます。");
    if (!ask_judge(a, q->id, json_is_true(solved)))
        return false;
    r->type = "application/json";
    buffer_print(&r->body, "{\"id\":%lld,\"solved\":%s}\n", (long long)q->id,
                 json_is_true(solved) ? "true" : "false");
    return true;
}
