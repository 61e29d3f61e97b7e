#include "crew.h"

#include <stdio.h>
#include <string.h>

#include "contract/assignment.h"
#include "contract/modules.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/open.h"

void
assert_day(struct date is, const char *text)
{
    char out[DATE_TEXT] = "";

    if (is.day)
        date_print(is, out);
    assert_string_equal(out, text);
}

void
crew_on(struct crew *c, const char *text)
{
    c->now = instant_make(day(text), 540);
}

static void
end_act(void *thing)
{
    act_end(thing);
}

static struct act *
begin(struct crew *c, const struct who *who, enum origin origin)
{
    struct act *a = NEW(c->test->arena, struct act);

    act_begin(a, c->store, c->test->arena, who, origin);
    a->now = c->now;
    arena_defer(c->test->arena, end_act, a);
    return a;
}

/* The memberships as the next request would load them. */
struct act *
crew_act(struct crew *c, enum hand hand)
{
    struct act *a = begin(c, who_guest(), ORIGIN_PAGE);
    struct who *who = NEW(c->test->arena, struct who);

    if (who_load(a, c->who[hand].id, who))
        a->who = who;
    act_end(a);
    return begin(c, a->who, ORIGIN_PAGE);
}

void
crew_press(struct crew *c, enum hand hand, struct crowd *crowd, void *with)
{
    crowd->store = c->store;
    crowd->who = crew_act(c, hand)->who;
    crowd->now = c->now;
    crowd->with = with;
    crowd_run(crowd);
}

struct act *
crew_console(struct crew *c)
{
    return begin(c, who_console(), ORIGIN_COMMAND);
}

struct act *
crew_job(struct crew *c)
{
    return begin(c, who_console(), ORIGIN_JOB);
}

static int64_t
make_contract(struct crew *c, const char *number, const char *title)
{
    struct act *a = crew_console(c);
    struct contract *it = ledger_new(a, &contract_ledger);

    it->number = number;
    it->title = title;
    it->client.id = c->city;
    it->contractor.id = c->vendor;
    it->period = (struct period){ day("2026-04-01"), day("2027-03-31") };
    assert_done(a, ledger_create(a, &contract_ledger, it));
    act_end(a);
    return it->base.id;
}

static int64_t
make_organisation(struct crew *c, const char *title, const char *kind)
{
    struct act *a = crew_console(c);
    struct organisation *it = ledger_new(a, &organisation_ledger);

    it->title = title;
    it->kind.code = kind;
    assert_done(a, ledger_create(a, &organisation_ledger, it));
    act_end(a);
    return it->base.id;
}

int64_t
crew_person(struct crew *c, const char *title)
{
    struct act *a = crew_console(c);
    struct person *it = ledger_new(a, &person_ledger);

    it->title = title;
    it->name = title;
    assert_done(a, ledger_create(a, &person_ledger, it));
    act_end(a);
    return it->base.id;
}

static int64_t
user_in(struct crew *c, const char *login, int64_t person, const char *role, int64_t contract)
{
    struct act *a = crew_console(c);
    struct user *user = ledger_new(a, &user_ledger);
    struct membership_row *in = ledger_new(a, &membership_ledger);

    user->login = login;
    user->title = login;
    user->person.id = person;
    assert_done(a, ledger_create(a, &user_ledger, user));
    if (role) {
        in->user.id = user->base.id;
        in->within.id = contract;
        in->role.code = role;
        assert_done(a, ledger_create(a, &membership_ledger, in));
    }
    act_end(a);
    return user->base.id;
}

int64_t
crew_user(struct crew *c, const char *login, int64_t person, const char *role)
{
    return user_in(c, login, person, role, c->contract);
}

void
crew_open(struct test *t, struct crew *c)
{
    static const struct {
        const char *login;
        const char *title;
        const char *role;
    } hands[HANDS] = {
        [LEADER] = { "ooishi", "大石", "lead" },       [WORKER] = { "miura", "三浦", "operator" },
        [CLIENT] = { "aoyama", "青山", "officer" },    [DECIDER] = { "midori", "緑川", "approver" },
        [FOREIGNER] = { "tanin", "他所", "operator" },
    };

    *c = (struct crew){ .test = t, .store = modules_open(t, NULL) };
    crew_on(c, "2026-04-06");
    c->city = make_organisation(c, "青葉市", "body");
    c->vendor = make_organisation(c, "襷情報サービス", "vendor");
    c->contract = make_contract(c, "R8-1", "運用支援");
    c->other = make_contract(c, "R8-2", "別の契約");
    for (size_t i = 0; i < HANDS; i++) {
        c->who[i].person = crew_person(c, hands[i].title);
        c->who[i].id = user_in(c, hands[i].login, c->who[i].person, hands[i].role,
                               i == FOREIGNER ? c->other : c->contract);
    }
}

static bool
fill(struct crew *c, struct act *a, const struct ledger *l, void *row, const char *const *values)
{
    struct pair items[40];
    struct pairs pairs = { items, 0 };

    for (; values && *values; values += 2) {
        assert_true(pairs.count < 40 && values[1]);
        items[pairs.count++] = (struct pair){ values[0], values[1] };
    }
    (void)c;
    return ledger_fill(a, l, row, &pairs);
}

struct act *
crew_try(struct crew *c, enum hand hand, const struct ledger *l, const char *const *values,
         int64_t *id)
{
    struct act *a = crew_act(c, hand);
    struct record *row = ledger_new(a, l);

    *id = 0;
    if (fill(c, a, l, row, values) ? ledger_create(a, l, row) : ledger_refuse(a, l, row))
        *id = row->id;
    act_end(a);
    return a;
}

int64_t
crew_make(struct crew *c, enum hand hand, const struct ledger *l, const char *const *values)
{
    int64_t id;
    struct act *a = crew_try(c, hand, l, values, &id);

    assert_done(a, id != 0);
    return id;
}

struct act *
crew_move(struct crew *c, enum hand hand, const struct ledger *l, int64_t id, const char *action,
          const char *const *values)
{
    struct act *a = crew_act(c, hand);
    struct record *row = ledger_new(a, l);

    if (ledger_read(a, l, id, false, row) && fill(c, a, l, row, values))
        action ? ledger_move(a, l, action, row) : ledger_change(a, l, row);
    act_end(a);
    return a;
}

void
crew_do(struct crew *c, enum hand hand, const struct ledger *l, int64_t id, const char *action,
        const char *const *values)
{
    struct act *a = crew_move(c, hand, l, id, action, values);

    assert_done(a, a->fault_count == 0);
}

void *
crew_stored(struct crew *c, const struct ledger *l, int64_t id)
{
    struct act *a = crew_console(c);
    struct record *row = ledger_new(a, l);
    bool found;

    assert_done(a, shape_read(a, shape_of(l), id, true, row, &found));
    assert_true(found);
    act_end(a);
    return row;
}

void
assert_state(struct crew *c, const struct ledger *l, int64_t id, const char *state)
{
    const struct record *row = crew_stored(c, l, id);

    assert_string_equal(row->state, state);
}

int64_t
crew_member(struct crew *c, int64_t person, const char *role)
{
    int64_t id = crew_make(c, LEADER, &assignment_ledger,
                           WITH("person", id_text(c, person), "role", role, "from", "2026-04-01",
                                "involvement", "none"));

    crew_do(c, CLIENT, &assignment_ledger, id, "approve", NULL);
    return id;
}

size_t
crew_count(struct crew *c, const struct ledger *l, const char *name, const char *value)
{
    struct act *a = crew_act(c, LEADER);
    struct pair pair = { name, value };
    struct list_request request;
    struct list list;

    assert_done(a, list_parse(a, l, &(struct pairs){ &pair, 1 }, &request));
    assert_done(a, list_read(a, &request, &list));
    act_end(a);
    return list.count;
}

void
crew_endless(struct crew *c)
{
    struct act *a = crew_console(c);
    struct contract *it = ledger_new(a, &contract_ledger);

    assert_true(ledger_read(a, &contract_ledger, c->contract, false, it));
    it->period.until = (struct date){ 0 };
    assert_done(a, ledger_change(a, &contract_ledger, it));
    act_end(a);
}

const char *
id_text(struct crew *c, int64_t id)
{
    return arena_print(c->test->arena, "%lld", (long long)id);
}
