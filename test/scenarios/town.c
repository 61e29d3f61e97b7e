#include "town.h"

#include <string.h>

#include "contract/contract.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "ledger/ground.h"
#include "web/module.h"

static const struct {
    const char *name;
    enum role role;
} roles[] = {
    { "職員", ROLE_REQUESTER }, { "受託者", ROLE_OPERATOR }, { "責任者", ROLE_LEAD },
    { "発注者", ROLE_OFFICER }, { "監査", ROLE_AUDITOR },    { "移行", ROLE_LEAD },
};
enum { ROLE_ROWS = sizeof roles / sizeof *roles };

static void
end_act(void *thing)
{
    act_end(thing);
}

static struct act *
begin(struct town *town, const struct who *who, enum origin origin)
{
    struct act *a = NEW(town->test->arena, struct act);

    act_begin(a, town->store, town->test->arena, who, origin);
    a->now = town->now;
    arena_defer(town->test->arena, end_act, a);
    if (town->act_count == MOST_ACTS)
        town_rest(town);
    town->acts[town->act_count++] = a;
    return a;
}

void
town_rest(struct town *town)
{
    for (size_t i = 0; i < town->act_count; i++)
        act_end(town->acts[i]);
    town->act_count = 0;
}

/* With the roles as his next request would find them. */
struct act *
town_act(struct town *town, const struct citizen *citizen)
{
    struct act *a = begin(town, who_guest(), citizen->importing ? ORIGIN_IMPORT : ORIGIN_PAGE);
    struct who *who = NEW(town->test->arena, struct who);

    if (who_load(a, citizen->who.id, who))
        a->who = who;
    act_forgive(a, 0);
    act_end(a);
    return a;
}

struct act *
town_console(struct town *town)
{
    return begin(town, who_console(), ORIGIN_COMMAND);
}

void
town_open(struct test *t, struct town *town)
{
    static const struct ledger *const desk[] = { &inquiry_ledger, &inquiry_mail_ledger, NULL };
    struct date day;

    ground_begin();
    ground_ledgers(desk);
    ground_ledgers(contract_module.ledgers);
    assert_true(date_make(2026, 4, 1, &day));
    *town = (struct town){ .test = t, .store = ground_open(t), .now = instant_make(day, 510) };
    town_contract(town, "運用支援");
}

int64_t
town_contract(struct town *town, const char *title)
{
    struct contract *c;
    struct act *a;

    for (size_t i = 0; i < town->contract_count; i++)
        if (strcmp(town->contracts[i].title, title) == 0)
            return town->contracts[i].id;
    assert_true(town->contract_count < MOST_CONTRACTS);
    a = town_console(town);
    c = ledger_new(a, &contract_ledger);
    c->number = title;
    c->title = title;
    assert_true(ledger_create(a, &contract_ledger, c));
    town->contracts[town->contract_count++] =
        (struct town_contract){ arena_copy(town->test->arena, title), c->base.id };
    return c->base.id;
}

bool
town_calendar(struct town *town, const char *hours, const char *special)
{
    struct act *a = town_console(town);
    struct calendar_row *calendar = ledger_new(a, &calendar_ledger);
    struct contract *contract = ledger_new(a, &contract_ledger);

    calendar->title = "契約の営業日";
    calendar->hours.text = hours;
    calendar->special.text = special;
    calendar->holidays = true;
    calendar->year_end = true;
    if (!ledger_create(a, &calendar_ledger, calendar) ||
        !ledger_read(a, &contract_ledger, town->contracts[0].id, false, contract))
        return false;
    contract->calendar.id = calendar->base.id;
    return ledger_change(a, &contract_ledger, contract) &&
           clocks_recount(town_console(town), town->contracts[0].id);
}

static int64_t
make_person(struct town *town, const char *title)
{
    struct act *a = town_console(town);
    struct person *it = ledger_new(a, &person_ledger);

    it->title = title;
    assert_true(ledger_create(a, &person_ledger, it));
    return it->base.id;
}

static int64_t
make_user(struct town *town, const char *title, int64_t person)
{
    struct act *a = town_console(town);
    struct user *it = ledger_new(a, &user_ledger);

    it->login = arena_print(town->test->arena, "user%zu", town->people_count);
    it->title = title;
    it->person.id = person;
    assert_true(ledger_create(a, &user_ledger, it));
    return it->base.id;
}

static void
make_membership(struct town *town, int64_t user, int64_t contract, enum role role)
{
    struct act *a = town_console(town);
    struct membership_row *it = ledger_new(a, &membership_ledger);

    it->user.id = user;
    it->within.id = contract;
    it->role.code = role_name(role);
    assert_true(ledger_create(a, &membership_ledger, it));
}

struct citizen *
town_citizen(struct town *town, const char *name)
{
    struct arena *arena = town->test->arena;
    size_t role_length = strcspn(name, ":");
    size_t end = strcspn(name, "@");
    struct citizen *it = &town->people[town->people_count];
    enum role role = ROLE_NONE;
    int64_t contract;

    for (size_t i = 0; i < town->people_count; i++)
        if (strcmp(town->people[i].name, name) == 0)
            return &town->people[i];
    for (size_t i = 0; i < ROLE_ROWS; i++)
        if (strlen(roles[i].name) == role_length && !memcmp(name, roles[i].name, role_length))
            role = roles[i].role;
    if (role == ROLE_NONE || end <= role_length + 1)
        return NULL;
    assert_true(town->people_count < MOST_PEOPLE);
    contract = town_contract(town, name[end] ? name + end + 1 : town->contracts[0].title);
    it->name = arena_copy(arena, name);
    it->importing = strncmp(name, "移行", strlen("移行")) == 0;
    it->who.title = arena_slice(arena, name + role_length + 1, end - role_length - 1);
    it->who.person = make_person(town, it->who.title);
    it->who.id = make_user(town, it->who.title, it->who.person);
    make_membership(town, it->who.id, contract, role);
    town->people_count++;
    return it;
}
