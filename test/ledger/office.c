#include "office.h"

#include <stdio.h>
#include <string.h>

#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "ledger/ground.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/query.h"

struct instant
at(const char *text)
{
    char whole[40];
    struct instant out;

    snprintf(whole, sizeof whole, "%.10sT%s:00+09:00", text, text + 11);
    assert_true(instant_parse(whole, &out));
    return out;
}

static void
end_act(void *thing)
{
    act_end(thing);
}

static struct act *
begin(struct office *o, const struct who *who)
{
    struct act *a = NEW(o->test->arena, struct act);

    act_begin(a, o->store, o->test->arena, who, ORIGIN_PAGE);
    a->now = o->now;
    arena_defer(o->test->arena, end_act, a);
    return a;
}

struct act *
office_act(struct office *o, enum seat seat)
{
    return begin(o, &o->who[seat]);
}

struct act *
office_console(struct office *o)
{
    struct act *a = begin(o, who_console());

    a->origin = ORIGIN_COMMAND;
    return a;
}

static void
assert_done(const struct act *a, bool done)
{
    for (const struct fault *it = a->faults; !done && it; it = it->next)
        print_error("%s: %s\n", it->field ? it->field : "-", it->message);
    assert_true(done);
}

static int64_t
make_contract(struct office *o, const char *number)
{
    struct act *a = office_console(o);
    struct contract *c = ledger_new(a, &contract_ledger);

    c->number = number;
    c->title = number;
    assert_done(a, ledger_create(a, &contract_ledger, c));
    return c->base.id;
}

static int64_t
make_section(struct office *o, const char *title)
{
    struct act *a = office_console(o);
    struct organisation *it = ledger_new(a, &organisation_ledger);

    it->title = title;
    it->kind.code = "section";
    assert_done(a, ledger_create(a, &organisation_ledger, it));
    return it->base.id;
}

static int64_t
make_person(struct office *o, const char *title)
{
    struct act *a = office_console(o);
    struct person *it = ledger_new(a, &person_ledger);

    it->title = title;
    assert_done(a, ledger_create(a, &person_ledger, it));
    return it->base.id;
}

static int64_t
make_user(struct office *o, const char *login, const char *title, int64_t person)
{
    struct act *a = office_console(o);
    struct user *it = ledger_new(a, &user_ledger);

    it->login = login;
    it->title = title;
    it->person.id = person;
    assert_done(a, ledger_create(a, &user_ledger, it));
    return it->base.id;
}

static void
seat_taken(struct office *o, enum seat seat, enum role role, const char *login, const char *title)
{
    struct membership *in = NEW(o->test->arena, struct membership);
    int64_t person = make_person(o, title);

    *in = (struct membership){ .contract = seat == STRANGER ? o->other : o->contract,
                               .organisation = o->section,
                               .role = role };
    o->who[seat] = (struct who){ .id = make_user(o, login, title, person),
                                 .person = person,
                                 .login = login,
                                 .title = title,
                                 .in = in,
                                 .count = 1 };
}

void
office_open(struct test *t, struct office *o)
{
    static const struct ledger *const ticket[] = { &ticket_ledger, NULL };

    ground_begin();
    ground_ledgers(ticket);
    *o = (struct office){ .test = t, .store = ground_open(t), .now = at("2026-04-06 09:00") };
    o->contract = make_contract(o, "運用支援");
    o->other = make_contract(o, "別の契約");
    o->section = make_section(o, "情報政策課");
    seat_taken(o, LEAD, ROLE_LEAD, "lead", "鈴木");
    seat_taken(o, OPERATOR, ROLE_OPERATOR, "operator", "大石");
    seat_taken(o, OFFICER, ROLE_OFFICER, "officer", "三浦");
    seat_taken(o, REQUESTER, ROLE_REQUESTER, "requester", "佐藤");
    seat_taken(o, OTHER_REQUESTER, ROLE_REQUESTER, "requester2", "高橋");
    seat_taken(o, STRANGER, ROLE_OPERATOR, "stranger", "田中");
    seat_taken(o, AUDITOR, ROLE_AUDITOR, "auditor", "監査");
}

struct ticket *
ticket_new(struct act *a, const char *title)
{
    struct ticket *it = ledger_new(a, &ticket_ledger);

    it->title = title;
    return it;
}

struct ticket *
ticket_made(struct office *o, enum seat seat, const char *title)
{
    struct act *a = office_act(o, seat);
    struct ticket *it = ticket_new(a, title);

    assert_done(a, ledger_create(a, &ticket_ledger, it));
    return it;
}

struct ticket *
ticket_stored(struct office *o, int64_t id)
{
    struct act *a = office_console(o);
    struct ticket *it = ledger_new(a, &ticket_ledger);
    bool found;

    assert_done(a, shape_read(a, shape_of(&ticket_ledger), id, true, it, &found));
    assert_true(found);
    return it;
}

size_t
history_rows(struct office *o, int64_t record, const char *action)
{
    struct act *a = office_console(o);
    struct history_row *rows;
    size_t count, hits = 0;

    assert_done(a, history_list(a, NULL, 0, 0, 1000, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].record == record && (!action || strcmp(rows[i].action, action) == 0))
            hits++;
    return hits;
}

void
assert_fault(const struct act *a, enum fault_kind kind, const char *field)
{
    assert_int_equal(a->fault_count, 1);
    assert_int_equal(a->faults->kind, kind);
    if (!field)
        assert_null(a->faults->field);
    else
        assert_string_equal(a->faults->field ? a->faults->field : "", field);
}
