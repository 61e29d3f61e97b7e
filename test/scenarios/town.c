#include "town.h"

#include <string.h>

#include "agreed.h"
#include "contract/contract.h"
#include "desk/inquiry.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/open.h"
#include "store/schema.h"
#include "web/module.h"

static const struct {
    const char *name;
    enum role role;
} roles[] = {
    { "職員", ROLE_REQUESTER }, { "受託者", ROLE_OPERATOR }, { "責任者", ROLE_LEAD },
    { "発注者", ROLE_OFFICER }, { "監査", ROLE_AUDITOR },    { "移行", ROLE_LEAD },
};
enum { ROLE_ROWS = sizeof roles / sizeof *roles, MOST_LEDGERS = 100 };

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

struct act *
town_act(struct town *town, const struct citizen *citizen)
{
    return begin(town, &citizen->who, citizen->importing ? ORIGIN_IMPORT : ORIGIN_PAGE);
}

struct act *
town_console(struct town *town)
{
    return begin(town, who_console(), ORIGIN_COMMAND);
}

static void
make_schema(struct town *town)
{
    struct act *a = town_console(town);
    const struct table *all[MOST_LEDGERS + 8];
    size_t shapes, own = 0;
    const struct table *const *of_ledgers = shape_tables(town->test->arena, &shapes);

    assert_true(shapes + 4 < sizeof all / sizeof *all);
    memcpy(all, of_ledgers, shapes * sizeof *all);
    for (; ledger_tables[own]; own++)
        all[shapes + own] = ledger_tables[own];
    assert_true(schema_apply(town->store, a, all, shapes + own, NULL));
    assert_true(custom_load(a));
    town_rest(town);
}

void
town_open(struct test *t, struct town *town)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    size_t count = CORE_LEDGERS;
    struct date day;

    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    ledgers[count++] = &custom_ledger;
    ledgers[count++] = &inquiry_ledger;
    for (const struct ledger *const *l = contract_module.ledgers; *l; l++) {
        assert_true(count < MOST_LEDGERS);
        ledgers[count++] = *l;
    }
    ledgers_set(ledgers, count);
    if (!ledger_find(agreed_ledger.name))
        ledgers[count++] = &agreed_ledger;
    ledgers_set(ledgers, count);
    assert_true(date_make(2026, 4, 1, &day));
    *town = (struct town){ .test = t, .store = store_for_test(t), .now = instant_make(day, 510) };
    make_schema(town);
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

struct citizen *
town_citizen(struct town *town, const char *name)
{
    struct arena *arena = town->test->arena;
    size_t role_length = strcspn(name, ":");
    size_t end = strcspn(name, "@");
    struct citizen *it = &town->people[town->people_count];
    struct membership *in = NEW(arena, struct membership);

    for (size_t i = 0; i < town->people_count; i++)
        if (strcmp(town->people[i].name, name) == 0)
            return &town->people[i];
    for (size_t i = 0; i < ROLE_ROWS; i++)
        if (strlen(roles[i].name) == role_length && !memcmp(name, roles[i].name, role_length))
            in->role = roles[i].role;
    if (in->role == ROLE_NONE || end <= role_length + 1)
        return NULL;
    assert_true(town->people_count < MOST_PEOPLE);
    in->contract = town_contract(town, name[end] ? name + end + 1 : town->contracts[0].title);
    it->name = arena_copy(arena, name);
    it->importing = strncmp(name, "移行", strlen("移行")) == 0;
    it->who.title = arena_slice(arena, name + role_length + 1, end - role_length - 1);
    it->who.person = make_person(town, it->who.title);
    it->who.id = make_user(town, it->who.title, it->who.person);
    it->who.in = in;
    it->who.count = 1;
    town->people_count++;
    return it;
}
