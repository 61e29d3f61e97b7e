#include "signed.h"

#include <string.h>

#include "contract/obligation.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "modules.h"
#include "store/open.h"

enum { MOST_VALUES = 40 };

const char *
iso_of(struct test *t, struct date date)
{
    char out[DATE_TEXT];

    if (!date.day)
        return "";
    date_print(date, out);
    return arena_copy(t->arena, out);
}

static void
end_act(void *act)
{
    act_end(act);
}

static struct act *
begin(struct signed_contract *s, const struct who *who, enum origin origin)
{
    struct act *a = NEW(s->test->arena, struct act);

    act_begin(a, s->store, s->test->arena, who, origin);
    a->now = s->now;
    arena_defer(s->test->arena, end_act, a);
    return a;
}

struct act *
signed_act(struct signed_contract *s, enum party party)
{
    return begin(s, &s->who[party], ORIGIN_PAGE);
}

struct act *
signed_console(struct signed_contract *s)
{
    return begin(s, who_console(), ORIGIN_COMMAND);
}

void
signed_on(struct signed_contract *s, const char *iso)
{
    s->now = instant_make(day(iso), 9 * 60);
}

static int64_t
make_contract(struct signed_contract *s, const char *number)
{
    struct act *a = signed_console(s);
    struct contract *c = ledger_new(a, &contract_ledger);

    c->number = number;
    c->title = number;
    c->period = (struct period){ day("2026-04-01"), day("2027-03-31") };
    assert_done(a, ledger_create(a, &contract_ledger, c));
    return c->base.id;
}

static void
take_part(struct signed_contract *s, enum party party, enum role role, const char *title)
{
    struct membership *in = NEW(s->test->arena, struct membership);
    struct act *a = signed_console(s);
    struct person *person = ledger_new(a, &person_ledger);
    struct user *user = ledger_new(a, &user_ledger);

    person->title = title;
    assert_done(a, ledger_create(a, &person_ledger, person));
    user->login = arena_print(s->test->arena, "party%d", party);
    user->title = title;
    user->person.id = person->base.id;
    assert_done(a, ledger_create(a, &user_ledger, user));
    *in =
        (struct membership){ .contract = party == STRANGER ? s->other : s->contract, .role = role };
    s->who[party] = (struct who){ .id = user->base.id,
                                  .person = person->base.id,
                                  .login = user->login,
                                  .title = title,
                                  .in = in,
                                  .count = 1 };
}

void
signed_open(struct test *t, struct signed_contract *s)
{
    *s = (struct signed_contract){ .test = t, .store = modules_open(t, NULL) };
    signed_on(s, "2026-04-01");
    s->contract = make_contract(s, "運用支援");
    s->other = make_contract(s, "別の契約");
    take_part(s, LEAD, ROLE_LEAD, "大石");
    take_part(s, OPERATOR, ROLE_OPERATOR, "三浦");
    take_part(s, OFFICER, ROLE_OFFICER, "青山");
    take_part(s, STRANGER, ROLE_LEAD, "田中");
}

static struct pairs
pairs_from(struct signed_contract *s, const char *const *values)
{
    struct pair *items = NEW_ARRAY(s->test->arena, MOST_VALUES, struct pair);
    struct pairs pairs = { items, 0 };

    for (; values && *values; values++) {
        size_t name = strcspn(*values, "=");

        items[pairs.count++] =
            (struct pair){ arena_slice(s->test->arena, *values, name), *values + name + 1 };
    }
    return pairs;
}

void *
signed_make(struct signed_contract *s, const struct ledger *l, const char *const *values)
{
    struct act *a = signed_act(s, LEAD);
    struct record *row = ledger_new(a, l);
    struct pairs pairs = pairs_from(s, values);

    row->contract = s->contract;
    assert_done(a, ledger_fill(a, l, row, &pairs));
    assert_done(a, ledger_create(a, l, row));
    return row;
}

void *
signed_stored(struct signed_contract *s, const struct ledger *l, int64_t id)
{
    struct act *a = signed_console(s);
    void *row = ledger_new(a, l);
    bool found;

    assert_done(a, shape_read(a, shape_of(l), id, true, row, &found));
    act_end(a);
    assert_true(found);
    return row;
}

struct act *
signed_change(struct signed_contract *s, const struct ledger *l, int64_t id, const char *action,
              const char *const *values)
{
    struct act *a = signed_act(s, LEAD);
    struct pairs pairs = pairs_from(s, values);
    void *row = signed_stored(s, l, id);

    if (!ledger_fill(a, l, row, &pairs))
        return a;
    if (action)
        ledger_move(a, l, action, row);
    else
        ledger_change(a, l, row);
    return a;
}

void
signed_do(struct signed_contract *s, const struct ledger *l, int64_t id, const char *action,
          const char *const *values)
{
    struct act *a = signed_change(s, l, id, action, values);

    assert_done(a, a->fault_count == 0);
    act_end(a);
}

struct night {
    const struct ledger *ledger;
    int64_t reached;
};

static bool
settle(struct act *a, void *with)
{
    struct night *night = with;

    return rules_settle(a, night->ledger, 0, &night->reached);
}

void
signed_settle(struct signed_contract *s, const struct ledger *l, const char *day)
{
    struct night night = { l, -1 };
    struct act *a;

    signed_on(s, day);
    a = signed_console(s);
    a->origin = ORIGIN_JOB;
    assert_done(a, act_write(a, settle, &night));
    assert_int_equal(night.reached, 0);
    act_end(a);
}
