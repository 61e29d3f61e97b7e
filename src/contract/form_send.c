/* Sending a response, and making the next edition of a form. */
#include <string.h>

#include "base/arena.h"
#include "contract/form.h"
#include "ledger/core/core.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

/* --- who may ------------------------------------------------------------------------------ */

static bool
role_is_asked(enum role role, const char *who)
{
    bool contractor = role == ROLE_LEAD || role == ROLE_OPERATOR;
    bool none = role == ROLE_NONE || role == ROLE_ADMINISTRATOR || role == ROLE_AUDITOR;

    if (none || strcmp(who, "apply") == 0)
        return false;
    return strcmp(who, "contractor") == 0 ? contractor
           : strcmp(who, "client") == 0   ? !contractor
                                          : true;
}

static bool
is_asked(const struct act *a, const struct question_form *form)
{
    const char *who = form->who.code && *form->who.code ? form->who.code : "all";
    struct date today = instant_date(a->now);

    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *m = &a->who->in[i];

        if ((!m->contract || m->contract == form->base.contract) && membership_holds(m, today) &&
            role_is_asked(m->role, who))
            return true;
    }
    return false;
}

struct counted {
    int64_t count;
};

static const struct query sent_query = {
    .name = "form.sent",
    .sql = "SELECT COUNT(*) AS count FROM response WHERE form = :form AND person = :person"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, count)),
};

static bool
check_once(struct act *a, const struct question_form *form)
{
    struct counted counted = { 0 };
    bool found;

    if (!form->once)
        return true;
    if (!a->who->person)
        return fail(a, FAULT_DENIED, NULL, "人の台帳にない方は、この質問票に回答できません。");
    if (!query_first(a, &sent_query, &counted, &found,
                     BOUND(bind_int("form", form->base.id), bind_int("person", a->who->person))))
        return false;
    return !counted.count || fail(a, FAULT_CLASH, NULL, "この質問票にはもう回答しています。");
}

bool
form_may_fill(struct act *a, const struct question_form *form)
{
    struct date today = instant_date(a->now);

    if (!is_asked(a, form))
        return fail(a, FAULT_DENIED, NULL, "この質問票に回答する方ではありません。");
    if (strcmp(form->base.state, "open") != 0)
        return fail(a, FAULT_CLASH, NULL, "この質問票は、いま受け付けていません。");
    if (form->period.from.day && today.day < form->period.from.day)
        return fail(a, FAULT_CLASH, NULL, "この質問票の受付は、まだ始まっていません。");
    if (form->period.until.day && today.day > form->period.until.day)
        return fail(a, FAULT_CLASH, NULL, "この質問票の受付は終わりました。");
    return check_once(a, form);
}

/* --- sending ------------------------------------------------------------------------------ */

struct sending {
    const struct question_form *form;
    const struct questions *questions;
    const struct pairs *given;
    const char *ledger;
    int64_t record;
    int64_t person;
    bool anonymous;
    int64_t id;
};

static bool
keep_answer(struct act *a, const struct sending *s, const struct response *response,
            const struct checked *checked)
{
    struct answer_row *row = ledger_new(a, &answer_ledger);

    row->base.contract = response->base.contract;
    row->base.owner = response->base.owner;
    row->response.id = response->base.id;
    row->form.id = s->form->base.id;
    row->question.id = checked->question->base.id;
    row->position = checked->question->position;
    row->label = checked->question->label;
    if (checked->question->is_personal)
        row->hidden.text = checked->value;
    else
        row->value.text = checked->value;
    return ledger_keep(a, &answer_ledger, NULL, row);
}

static bool
keep(struct act *a, void *with)
{
    struct sending *s = with;
    struct response *row = ledger_new(a, &response_ledger);
    struct checked_list answers;

    /* Whether it is open and not yet sent is asked where it counts. */
    if (!s->anonymous && !form_may_fill(a, s->form))
        return false;
    if (!form_check(a, s->questions, s->given, &answers))
        return false;
    row->base.contract = s->form->base.contract;
    row->base.owner = s->anonymous ? 0 : s->person;
    row->form.id = s->form->base.id;
    row->title =
        arena_print(a->arena, "%s（第%lld版）", s->form->title, (long long)s->form->edition);
    row->person.id = row->base.owner;
    row->ledger = s->ledger;
    row->record = s->record ? s->record : NO_NUMBER;
    row->sent_at = a->now;
    if (!ledger_keep(a, &response_ledger, NULL, row))
        return false;
    for (size_t i = 0; i < answers.count; i++)
        if (!keep_answer(a, s, row, &answers.rows[i]))
            return false;
    s->id = row->base.id;
    return true;
}

/* As nobody, from nowhere: neither session nor request lead back to who answered. */
static bool
keep_as_nobody(struct act *beside, void *with)
{
    beside->session = 0;
    beside->request = "";
    return act_write(beside, keep, with);
}

bool
form_send(struct act *a, int64_t form, const struct pairs *given, const struct ledger *l,
          int64_t record, int64_t *response)
{
    struct question_form *row = ledger_new(a, &question_form_ledger);
    struct questions questions;
    struct checked_list checked;
    struct sending s = { .form = row,
                         .questions = &questions,
                         .given = given,
                         .ledger = l ? l->name : NULL,
                         .record = record,
                         .person = a->who->person };

    *response = 0;
    if (!ledger_read(a, &question_form_ledger, form, false, row) || !form_may_fill(a, row) ||
        !questions_read(a, form, &questions) || !form_check(a, &questions, given, &checked) ||
        !personal_ensure(a, row->base.contract))
        return false;
    s.anonymous = row->anonymous;
    if (s.anonymous)
        return act_beside(a, who_guest(), keep_as_nobody, &s);
    if (!act_write(a, keep, &s))
        return false;
    *response = s.id;
    return true;
}

/* --- the next edition --------------------------------------------------------------------- */

struct renewing {
    const struct question_form *form;
    const struct questions *questions;
    int64_t id;
};

static int64_t
copy_of(const struct renewing *r, const int64_t *ids, int64_t question)
{
    for (size_t i = 0; question && i < r->questions->count; i++)
        if (r->questions->rows[i]->base.id == question)
            return ids[i];
    return 0;
}

static bool
renew(struct act *a, void *with)
{
    struct renewing *r = with;
    struct question_form *form = ledger_new(a, &question_form_ledger);
    int64_t *ids = NEW_ARRAY(a->arena, r->questions->count + 1, int64_t);

    form->base.contract = r->form->base.contract;
    form->code = r->form->code;
    form->edition = r->form->edition + 1;
    form->title = r->form->title;
    form->purpose = r->form->purpose;
    form->who = r->form->who;
    form->anonymous = r->form->anonymous;
    form->once = r->form->once;
    form->previous.id = r->form->base.id;
    if (!ledger_create(a, &question_form_ledger, form))
        return false;
    for (size_t i = 0; i < r->questions->count; i++) {
        struct question *it = ledger_new(a, &question_ledger);
        struct record head = it->base;

        *it = *r->questions->rows[i];
        it->base = head;
        it->base.contract = form->base.contract;
        it->form = (struct ref){ form->base.id, NULL };
        it->on_question.id = copy_of(r, ids, it->on_question.id);
        it->on_question.title = NULL;
        if (!ledger_create(a, &question_ledger, it))
            return false;
        ids[i] = it->base.id;
    }
    r->id = form->base.id;
    return true;
}

bool
form_renew(struct act *a, int64_t form, int64_t *renewed)
{
    struct question_form *row = ledger_new(a, &question_form_ledger);
    struct questions questions;
    struct renewing r = { .form = row, .questions = &questions };

    if (!ledger_read(a, &question_form_ledger, form, false, row) ||
        !questions_read(a, form, &questions) || !act_write(a, renew, &r))
        return false;
    *renewed = r.id;
    return true;
}
