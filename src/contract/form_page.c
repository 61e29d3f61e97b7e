#include "contract/form_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/route.h"
#include "web/session.h"

FRAME_BODY(fill_view, struct fill_page)

/* --- filling in --------------------------------------------------------------------------- */

static bool
is_given(const struct pairs *form, const char *name, const char *value)
{
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, name) == 0 && strcmp(form->items[i].value, value) == 0)
            return true;
    return false;
}

static const char *
hint_of(struct act *a, const struct question *it)
{
    if (question_is(it, "date"))
        return "例：R8.4.1、2026-04-01";
    if (!question_is(it, "number"))
        return NULL;
    if (it->least != NO_NUMBER && it->most != NO_NUMBER)
        return arena_print(a->arena, "%lldから%lldまでの数", (long long)it->least,
                           (long long)it->most);
    return "数で書きます。";
}

static void
show_question(struct act *a, const struct request *q, const struct question *it,
              struct asked_question *out)
{
    struct question_choice *choices;
    size_t count = question_choices(a, it, &choices);
    const char *name = question_name(a, it), *value = pairs_get(&q->form, name);

    *out = (struct asked_question){
        .kind = question_is(it, "choices") ? ASKED_MANY
                : count                    ? ASKED_ONE
                : question_is(it, "text")  ? ASKED_TEXT
                                           : ASKED_LINE,
        .name = name,
        .label = it->label,
        .help = it->help,
        .hint = hint_of(a, it),
        .mode = question_is(it, "number") ? "numeric" : "text",
        .value = value ? value : "",
        .fault = control_fault(a, name),
        .options = NEW_ARRAY(a->arena, count + 1, struct option),
        .option_count = count,
        .is_required = it->required,
        .is_new = q->method == POST && !is_given(&q->form, "asked", name),
    };
    for (size_t i = 0; i < count; i++)
        out->options[i] = (struct option){ choices[i].value, choices[i].label,
                                           is_given(&q->form, name, choices[i].value) };
}

void
form_questions_show(struct act *a, const struct request *q, const struct questions *visible,
                    struct fill_page *page)
{
    page->questions = NEW_ARRAY(a->arena, visible->count + 1, struct asked_question);
    for (size_t i = 0; i < visible->count; i++) {
        show_question(a, q, visible->rows[i], &page->questions[page->count]);
        page->has_new |= page->questions[page->count++].is_new;
    }
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct question_form *form,
     const struct questions *visible)
{
    struct fill_page page = {
        .csrf = q->session->csrf,
        .title = form->title,
        .purpose = form->purpose.text ? form->purpose.text : "",
        .action = arena_print(a->arena, "%s/%lld/fill", question_form_ledger.path,
                              (long long)form->base.id),
        .about = form->anonymous ? "無記名です。だれの回答かは、どこにも残りません。" : NULL,
        .faults = a->faults,
    };
    struct frame frame;

    form_questions_show(a, q, visible, &page);
    frame_fill(a, q, form->title, &frame);
    return frame_reply(a, r, &frame, fill_view_body, &page);
}

static bool
read_form(struct act *a, const struct request *q, struct question_form *form, struct questions *all)
{
    return ledger_read(a, &question_form_ledger, q->id, false, form) && form_may_fill(a, form) &&
           questions_read(a, q->id, all);
}

bool
form_fill_show(struct act *a, const struct request *q, struct reply *r)
{
    struct question_form *form = ledger_new(a, &question_form_ledger);
    struct questions all, visible;

    return read_form(a, q, form, &all) && form_visible(a, &all, &q->form, &visible) &&
           draw(a, q, r, form, &visible);
}

/* Whether all that is asked now stood on the page that was sent. */
bool
form_all_asked(struct act *a, const struct request *q, const struct questions *visible)
{
    for (size_t i = 0; i < visible->count; i++)
        if (!is_given(&q->form, "asked", question_name(a, visible->rows[i])))
            return false;
    return true;
}

bool
form_fill_post(struct act *a, const struct request *q, struct reply *r)
{
    struct question_form *form = ledger_new(a, &question_form_ledger);
    struct questions all, visible;
    int64_t response = 0;

    if (!read_form(a, q, form, &all) || !form_visible(a, &all, &q->form, &visible))
        return false;
    if (!form_all_asked(a, q, &visible))
        return draw(a, q, r, form, &visible);
    if (!form_send(a, q->id, &q->form, NULL, 0, &response)) {
        if (act_fault_kind(a) != FAULT_INVALID)
            return false;
        r->status = fault_face(FAULT_INVALID)->http;
        return draw(a, q, r, form, &visible);
    }
    return reply_redirect(a, q, r,
                          response ? address_record(a, response_ledger.path, response)
                                   : address_record(a, question_form_ledger.path, q->id),
                          "回答を送りました。");
}

bool
form_renew_post(struct act *a, const struct request *q, struct reply *r)
{
    int64_t renewed;

    return form_renew(a, q->id, &renewed) &&
           reply_redirect(a, q, r, address_record(a, question_form_ledger.path, renewed),
                          "新しい版の下書きを作りました。");
}

/* --- results ------------------------------------------------------------------------------ */

static void
show_result(struct act *a, const struct result *it, struct shown_result *out)
{
    *out = (struct shown_result){
        .label = it->question->label,
        .about = it->question->is_personal
                     ? "個人情報のため集計しません"
                     : arena_print(a->arena, "回答 %lld", (long long)it->answered),
        .list = arena_print(a->arena, "%s?question=%lld", answer_ledger.path,
                            (long long)it->question->base.id),
        .bars = NEW_ARRAY(a->arena, it->count + 1, struct shown_bar),
        .has_bars = it->is_counted,
    };
    for (size_t i = 0; i < it->count; i++) {
        const struct result_row *row = &it->rows[i];

        out->bars[out->bar_count++] = (struct shown_bar){
            .label = row->label,
            .value = row->count,
            .most = it->answered ? it->answered : 1,
            .words = !it->is_counted
                         ? arena_print(a->arena, "%lld", (long long)row->count)
                         : arena_print(a->arena, "%lld件（%lld%%）", (long long)row->count,
                                       it->answered ? (long long)(row->count * 100 / it->answered)
                                                    : 0LL),
        };
    }
}

static bool
fill_results(struct act *a, int64_t form, struct form_page *page)
{
    struct results results;

    if (!form_results(a, form, &results))
        return false;
    page->has_results = true;
    page->list = arena_print(a->arena, "%s?form=%lld", response_ledger.path, (long long)form);
    page->responses = results.responses;
    page->results = NEW_ARRAY(a->arena, results.count + 1, struct shown_result);
    for (size_t i = 0; i < results.count; i++)
        show_result(a, &results.rows[i], &page->results[page->result_count++]);
    return true;
}

static const char *
about_question(struct act *a, const struct question *it)
{
    const struct field *kind = shape_field(shape_of(&question_ledger), "kind");

    return arena_print(a->arena, "%s%s%s", field_text(a, kind, &it->kind, STYLE_SHOWN),
                       it->required ? "・必須" : "",
                       !it->on_question.id
                           ? ""
                           : arena_print(a->arena, "・「%s」が「%s」のとき",
                                         it->on_question.title ? it->on_question.title : "",
                                         it->on_value));
}

/* Who reads every response of the contract sees them counted; others by reach only his own. */
static bool
fill_form(struct act *a, const struct question_form *form, struct form_page *page)
{
    size_t faults = a->fault_count;
    struct questions all;
    struct record anyone = { .id = -1, .contract = form->base.contract };

    if (!questions_read(a, form->base.id, &all))
        return false;
    page->asked = NEW_ARRAY(a->arena, all.count + 1, struct shown_answer);
    for (size_t i = 0; i < all.count; i++)
        page->asked[page->asked_count++] =
            (struct shown_answer){ all.rows[i]->label, about_question(a, all.rows[i]) };
    if (form_may_fill(a, form))
        page->fill = arena_print(a->arena, "%s/%lld/fill", question_form_ledger.path,
                                 (long long)form->base.id);
    act_forgive(a, faults);
    if (access_may(a, &question_form_ledger, DEED_CREATE, &form->base)) {
        if (strcmp(form->base.state, "draft") == 0)
            page->question = arena_print(a->arena, "%s/new", question_ledger.path);
        else
            page->renew = arena_print(a->arena, "%s/%lld/renew", question_form_ledger.path,
                                      (long long)form->base.id);
    }
    return !access_may(a, &response_ledger, DEED_READ, &anyone) ||
           fill_results(a, form->base.id, page);
}

/* --- one response ------------------------------------------------------------------------- */

struct found {
    int64_t id;
};
struct found_list {
    struct found *rows;
    size_t count;
};

static const struct query answers_query = {
    .name = "form.answers",
    .sql = "SELECT id FROM answer WHERE response = :response AND removed_at IS NULL"
           " ORDER BY position, id",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id)),
};

static bool
show_answer(struct act *a, int64_t id, struct form_page *page)
{
    struct answer_row *row = ledger_new(a, &answer_ledger);
    struct question *question = ledger_new(a, &question_ledger);
    const char *value;
    bool found;

    if (!ledger_show(a, &answer_ledger, id, row) ||
        !shape_read(a, shape_of(&question_ledger), row->question.id, false, question, &found))
        return false;
    value = row->value.text && *row->value.text ? row->value.text : row->hidden.text;
    if (row->hidden.text == field_sealed)
        value = "（権限がありません）";
    page->answers[page->answer_count++] = (struct shown_answer){
        row->label,
        found && value ? answer_shown(a, question, value) : value,
    };
    return true;
}

static bool
fill_response(struct act *a, int64_t response, struct form_page *page)
{
    struct found_list list;

    if (!QUERY(a, &answers_query, list, BIND(response, response)))
        return false;
    page->answers = NEW_ARRAY(a->arena, list.count + 1, struct shown_answer);
    for (size_t i = 0; i < list.count; i++)
        if (!show_answer(a, list.rows[i].id, page))
            return false;
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct form_page page = { .csrf = q->session->csrf };
    struct out top = panel_out(a, q), beside = panel_out(a, q);
    bool is_form = q->ledger == &question_form_ledger;

    if (!is_form && q->ledger != &response_ledger)
        return true;
    if (is_form ? !fill_form(a, (const struct question_form *)record, &page)
                : !fill_response(a, record->id, &page))
        return false;
    form_top_view(&top, &page);
    form_beside_view(&beside, &page);
    out->top = html_take(&top);
    out->beside = html_take(&beside);
    return true;
}

const struct panel form_panel = { "form", fill };
