#include "counter.h"

#include <string.h>

#include "contract/approval.h"
#include "contract/approval_route.h"
#include "contract/form.h"
#include "desk/device.h"
#include "desk/inquiry.h"
#include "desk/kitting.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/shape.h"
#include "store/outbox.h"
#include "store/query.h"

static void
sit(struct counter *d, enum hand hand, const char *login, const char *title, const char *role)
{
    struct act *a = crew_console(&d->c);
    struct person *person = ledger_new(a, &person_ledger);
    struct user *user = ledger_new(a, &user_ledger);
    struct membership_row *in = ledger_new(a, &membership_ledger);

    person->title = title;
    person->section.id = d->section;
    assert_done(a, ledger_create(a, &person_ledger, person));
    user->login = login;
    user->title = title;
    user->person.id = person->base.id;
    assert_done(a, ledger_create(a, &user_ledger, user));
    in->user.id = user->base.id;
    in->within.id = d->c.contract;
    in->section.id = d->section;
    in->role.code = role;
    assert_done(a, ledger_create(a, &membership_ledger, in));
    d->c.who[hand].id = user->base.id;
    d->c.who[hand].person = person->base.id;
    act_end(a);
}

static void
make_section(struct counter *d)
{
    struct act *a = crew_console(&d->c);
    struct organisation *it = ledger_new(a, &organisation_ledger);

    it->title = "市民課";
    it->kind.code = "section";
    assert_done(a, ledger_create(a, &organisation_ledger, it));
    d->section = it->base.id;
    act_end(a);
}

int64_t
counter_question(struct counter *d, int64_t form, const char *label, const char *const *values)
{
    const char *all[24] = { "form", id_text(&d->c, form), "label", label };
    size_t count = 4;

    while (values && *values && count < 22)
        all[count++] = *values++;
    all[count] = NULL;
    return crew_make(&d->c, SECOND, &question_ledger, all);
}

int64_t
counter_form(struct counter *d, const char *title)
{
    return crew_make(&d->c, SECOND, &question_form_ledger, WITH("title", title, "who", "apply"));
}

int64_t
counter_kind(struct counter *d, const char *code, const char *const *values)
{
    const char *all[40] = { "code",     code,      "title", code,
                            "category", "account", "route", id_text(&d->c, d->route) };
    size_t count = 8;
    bool has_works = false;

    for (; values && *values && count < 36; values += 2) {
        has_works |= strcmp(values[0], "works") == 0;
        all[count++] = values[0];
        all[count++] = values[1];
    }
    if (!has_works) {
        all[count++] = "works";
        all[count++] = "設定する\n本人に知らせる";
    }
    return crew_make(&d->c, SECOND, &application_kind_ledger, all);
}

static void
make_route(struct counter *d)
{
    d->route = crew_make(&d->c, ICT, &approval_route_ledger,
                         WITH("title", "課長と情報政策課", "applies_to", "申請", "then", "approve",
                              "otherwise", "send_back"));
    crew_make(&d->c, ICT, &route_step_ledger,
              WITH("route", id_text(&d->c, d->route), "position", "1", "label", "所属長", "role",
                   "approver", "same_section", "1", "kind", "one"));
    crew_make(&d->c, ICT, &route_step_ledger,
              WITH("route", id_text(&d->c, d->route), "position", "2", "label", "情報政策課",
                   "role", "officer", "kind", "one"));
}

void
counter_open(struct test *t, struct counter *d)
{
    *d = (struct counter){ 0 };
    crew_open(t, &d->c);
    make_section(d);
    sit(d, APPLICANT, "kumono", "雲野", "requester");
    sit(d, HEAD, "iwase", "岩瀬", "approver");
    make_route(d);
    d->form = counter_form(d, "アカウントの申請");
    counter_question(
        d, d->form, "区分",
        WITH("position", "1", "kind", "choice", "choices", "新規\n変更", "required", "1"));
    d->name = counter_question(d, d->form, "利用する人",
                               WITH("position", "2", "required", "1", "is_personal", "1"));
    d->reason = counter_question(d, d->form, "理由",
                                 WITH("position", "3", "kind", "text", "required", "1",
                                      "on_question", "区分", "on_value", "変更"));
    crew_do(&d->c, SECOND, &question_form_ledger, d->form, "open", NULL);
    d->kind = counter_kind(d, "アカウント",
                           WITH("form", id_text(&d->c, d->form), "checked", "1", "days", "3"));
}

int64_t
counter_draft(struct counter *d, int64_t kind, const char *answers, const char *details)
{
    return crew_make(&d->c, APPLICANT, &application_ledger,
                     WITH("kind", id_text(&d->c, kind), "answers", answers, "details", details));
}

int64_t
counter_sent(struct counter *d)
{
    int64_t id = counter_draft(d, d->kind, ANSWERS, DETAILS);

    crew_do(&d->c, APPLICANT, &application_ledger, id, "send", NULL);
    return id;
}

static const struct query newest_query = {
    .name = "test.application.approval",
    .sql = "SELECT id FROM approval WHERE ledger = 'application' AND record = :record"
           " ORDER BY id DESC LIMIT 1",
    FOUND_IDS,
};

struct act *
counter_decide(struct counter *d, enum hand hand, int64_t application, const char *action,
               const char *comment)
{
    struct act *a = crew_act(&d->c, hand);
    struct approval_decision decision = { .action = action, .comment = comment };
    struct found_id newest = { 0 };
    bool found = false;

    assert_done(
        a, query_first(a, &newest_query, &newest, &found, BOUND(bind_int("record", application))));
    assert_true(found);
    approval_decide(a, newest.id, &decision);
    act_end(a);
    return a;
}

void
counter_approve(struct counter *d, int64_t application)
{
    struct act *a = counter_decide(d, HEAD, application, "approve", NULL);

    assert_done(a, a->fault_count == 0);
    a = counter_decide(d, ICT, application, "approve", NULL);
    assert_done(a, a->fault_count == 0);
}

static const struct query works_query = {
    .name = "test.application.works",
    .sql = "SELECT id FROM application_work WHERE application = :application ORDER BY position",
    FOUND_IDS,
};

struct works {
    struct found_id *rows;
    size_t count;
};

static struct works
works_of(struct counter *d, int64_t application)
{
    struct act *a = crew_console(&d->c);
    struct works works = { 0 };

    assert_done(a, QUERY(a, &works_query, works, bind_int("application", application)));
    act_end(a);
    return works;
}

int64_t
counter_work(struct counter *d, int64_t application, int64_t position)
{
    struct works works = works_of(d, application);

    assert_true((size_t)position <= works.count);
    return works.rows[position - 1].id;
}

size_t
counter_works(struct counter *d, int64_t application)
{
    return works_of(d, application).count;
}

int64_t
counter_linked(struct counter *d, int64_t application, const struct ledger *l)
{
    struct act *a = crew_console(&d->c);
    struct link_list links;
    int64_t id = 0;

    assert_done(a, link_rows(a, &application_ledger,
                             crew_stored(&d->c, &application_ledger, application), &links));
    for (size_t i = 0; i < links.count; i++)
        if (links.rows[i].to.ledger == l)
            id = links.rows[i].to.id;
    act_end(a);
    return id;
}

int64_t
counter_approved(struct counter *d)
{
    int64_t id = counter_sent(d);

    counter_approve(d, id);
    return id;
}

int64_t
counter_approved_as(struct counter *d, int64_t kind, const char *answers)
{
    int64_t id = counter_draft(d, kind, answers, "");

    crew_do(&d->c, APPLICANT, &application_ledger, id, "send", NULL);
    counter_approve(d, id);
    return id;
}

int64_t
new_inquiry(struct crew *c)
{
    return crew_make(c, WORKER, &inquiry_ledger, WITH("title", "印刷できない", "kind", "印刷"));
}

int64_t
new_device(struct crew *c, const char *kind)
{
    return crew_make(c, WORKER, &device_ledger,
                     WITH("title", "ノートパソコン", "kind", kind, "place", "倉庫"));
}

size_t
letters_with(struct crew *c, const char *text)
{
    struct act *a = crew_console(c);
    struct outbox_rows rows;
    size_t count = 0;

    assert_done(a, outbox_take(a, "mail", instant_add(c->now, (struct minutes){ 1 }), 100, &rows));
    for (size_t i = 0; i < rows.count; i++)
        count += strstr(rows.rows[i].content, text) != NULL;
    return count;
}

static const struct query kit_query = {
    .name = "test.kit",
    .sql = "SELECT s.id FROM kitting_step s JOIN kitting k ON k.id = s.kitting"
           " WHERE k.device = :device AND k.state = 'working' AND s.state = 'open'"
           " ORDER BY s.place, s.id",
    FOUND_IDS,
};

void
kit_out(struct crew *c, int64_t device)
{
    struct act *a = crew_console(c);
    struct kitting_step *steps;
    size_t count;

    assert_done(a, shape_rows(a, shape_of(&kitting_step_ledger), &kit_query,
                              BOUND(BIND(device, device)), &steps, &count));
    for (size_t i = 0; i < count; i++)
        crew_do(c, FIRST, &kitting_step_ledger, steps[i].base.id, "finish", WITH("value", "確認"));
}
