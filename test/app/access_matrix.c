/* Every role, ledger, action and relation against what was agreed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access_table.h"
#include "app/commands.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/access_explain.h"
#include "ledger/names.h"
#include "store/open.h"
#include "store/query.h"
#include "tests.h"

enum { CONTRACT = 5, ORGANISATION = 9, ZONE = 3, PERSON = 70, RECORDS = 54 };

struct matrix {
    struct test *test;
    struct agreed_table agreed;
    const struct ledger *const *ledgers;
    size_t count;
    struct act *act;
    struct date today;
};

static struct act *
act_for(struct matrix *m, struct store *store, const struct membership *in, size_t count)
{
    struct who *who = NEW(m->test->arena, struct who);

    *who = (struct who){ .id = 7, .person = PERSON, .login = "x", .in = in, .count = count };
    *m->act = (struct act){
        .arena = m->test->arena, .store = store, .who = who, .now = instant_make(m->today, 600)
    };
    return m->act;
}

static void
open_matrix(struct test *t, struct matrix *m)
{
    *m = (struct matrix){ .test = t, .act = NEW(t->arena, struct act) };
    modules_begin();
    m->ledgers = ledgers_all(&m->count);
    assert_true(date_make(2026, 4, 6, &m->today));
    agreed_read(t, &m->agreed);
}

/* Own, foreign and nobody's, in each relation. */
static struct record
record_at_cell(size_t n)
{
    static const int64_t organisations[] = { ORGANISATION, 8, 0 }, owners[] = { PERSON, 71, 0 },
                         zones[] = { ZONE, 4, 0 };

    return (struct record){ .id = (int64_t)n + 1,
                            .contract = n % 2 ? CONTRACT + 1 : CONTRACT,
                            .organisation = organisations[n / 2 % 3],
                            .owner = owners[n / 6 % 3],
                            .zone = zones[n / 18],
                            .version = 1 };
}

enum { OURS, EVERYWHERE, TOMORROW, YESTERDAY, BARE, MEMBERSHIPS };

static struct membership
membership_of(const struct matrix *m, enum role role, int kind)
{
    struct membership out = {
        .contract = CONTRACT, .organisation = ORGANISATION, .zone = ZONE, .role = role
    };

    if (kind == EVERYWHERE)
        out.contract = 0;
    if (kind == BARE)
        out.organisation = out.zone = 0;
    if (kind == TOMORROW)
        out.from = date_add(m->today, 1);
    if (kind == YESTERDAY)
        out.until = date_add(m->today, -1);
    return out;
}

static const struct transition *
move_of(const struct ledger *l, const char *action)
{
    const struct transition *it = l->states ? l->states->transitions : NULL;

    while (it && it->action && strcmp(it->action, action) != 0)
        it++;
    return it && it->action ? it : NULL;
}

static bool
decided(const struct act *a, const struct ledger *l, size_t n, const struct record *record)
{
    return n < DEEDS ? access_may(a, l, 1u << n, record)
                     : access_move(a, l, move_of(l, action_at(l, n)), record);
}

static void
assert_cell(bool agreed, bool is, const struct ledger *l, const struct membership *m,
            const char *action, const struct record *r)
{
    if (agreed != is)
        fail_msg("%s %s %s: agreed %d, decided %d (contract %d of %d, organisation %d of %d,"
                 " owner %d, zone %d of %d, from %d, until %d)",
                 l->name, role_name(m->role), action, agreed, is, r ? (int)r->contract : -1,
                 (int)m->contract, r ? (int)r->organisation : -1, (int)m->organisation,
                 r ? (int)r->owner : -1, r ? (int)r->zone : -1, (int)m->zone, (int)m->from.day,
                 (int)m->until.day);
}

static void
every_ledger_and_word_of_the_table_is_known(struct test *t)
{
    struct matrix m;

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++) {
        bool listed = false;

        for (size_t k = 0; k < m.agreed.count; k++)
            listed |= strcmp(m.agreed.rows[k].ledger, m.ledgers[i]->name) == 0;
        if (!m.ledgers[i]->access || !m.ledgers[i]->access->may || !listed)
            fail_msg("%s has no access table, or no line in the agreed one", m.ledgers[i]->name);
    }
    for (size_t k = 0; k < m.agreed.count; k++)
        if (!ledger_find(m.agreed.rows[k].ledger))
            fail_msg("%s is no ledger", m.agreed.rows[k].ledger);
}

static size_t
walk_cells(struct matrix *m, const struct ledger *l, enum role role, int kind)
{
    struct membership in = membership_of(m, role, kind);
    struct act *a = act_for(m, NULL, &in, 1);
    const char *action;
    size_t cells = 0;

    for (size_t n = 0; (action = action_at(l, n)); n++) {
        assert_cell(agreed_may(&m->agreed, l, &in, PERSON, action, NULL, m->today),
                    decided(a, l, n, NULL), l, &in, action, NULL);
        for (size_t r = 0; r < RECORDS; r++, cells++) {
            struct record record = record_at_cell(r);

            assert_cell(agreed_may(&m->agreed, l, &in, PERSON, action, &record, m->today),
                        decided(a, l, n, &record), l, &in, action, &record);
        }
    }
    return cells;
}

static void
every_cell_is_decided_as_agreed(struct test *t)
{
    struct matrix m;
    size_t cells = 0;

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++)
        for (int role = ROLE_NONE; role < ROLES; role++)
            for (int kind = 0; kind < MEMBERSHIPS; kind++)
                cells += walk_cells(&m, m.ledgers[i], (enum role)role, kind);
    assert_true(cells > 100000);
}

/* The same sequence on every machine: xorshift. */
static size_t
pick(uint64_t *seed, size_t count)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (size_t)(*seed % count);
}

static void
several_memberships_give_what_each_of_them_gives(struct test *t)
{
    struct matrix m;
    uint64_t seed = 20261121;

    open_matrix(t, &m);
    for (size_t round = 0; round < 20000; round++) {
        const struct ledger *l = m.ledgers[pick(&seed, m.count)];
        struct record record = record_at_cell(pick(&seed, RECORDS));
        struct membership in[3];
        size_t count = 1 + pick(&seed, 3), actions = 0, n;
        bool agreed = false;

        while (action_at(l, actions))
            actions++;
        n = pick(&seed, actions);
        for (size_t i = 0; i < count; i++) {
            in[i] = membership_of(&m, (enum role)pick(&seed, ROLES), (int)pick(&seed, MEMBERSHIPS));
            in[i].contract += in[i].contract ? (int64_t)pick(&seed, 2) : 0;
            agreed |= agreed_may(&m.agreed, l, &in[i], PERSON, action_at(l, n), &record, m.today);
        }
        *m.act = (struct act){
            .arena = t->arena,
            .who = &(struct who){ .id = 7, .person = PERSON, .in = in, .count = count },
            .now = instant_make(m.today, 600),
        };
        assert_cell(agreed, decided(m.act, l, n, &record), l, in, action_at(l, n), &record);
    }
}

static void
every_field_is_shown_and_filled_as_agreed(struct test *t)
{
    struct matrix m;
    struct record own = record_at_cell(0);

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++)
        for (int role = ROLE_NONE; role < ROLES; role++) {
            const struct ledger *l = m.ledgers[i];
            struct membership in = membership_of(&m, (enum role)role, OURS);
            struct act *a = act_for(&m, NULL, &in, 1);

            for (const struct field *f = l->fields; f->name; f++) {
                bool sees = !f->secret &&
                            agreed_may(&m.agreed, l, &in, PERSON, "read", &own, m.today) &&
                            agreed_field(&m.agreed, l, in.role, "sees", f->name) &&
                            (!f->personal ||
                             agreed_may(&m.agreed, l, &in, PERSON, "personal", &own, m.today));
                bool fills = agreed_may(&m.agreed, l, &in, PERSON, "create", &own, m.today) &&
                             agreed_field(&m.agreed, l, in.role, "sets", f->name);
                bool sets = agreed_may(&m.agreed, l, &in, PERSON, "change", &own, m.today) &&
                            agreed_field(&m.agreed, l, in.role, "sets", f->name);

                assert_cell(sees, access_sees(a, l, f, &own), l, &in, f->name, &own);
                assert_cell(fills, access_sets(a, l, f, DEED_CREATE, &own), l, &in, f->name, &own);
                assert_cell(sets, access_sets(a, l, f, DEED_CHANGE, &own), l, &in, f->name, &own);
            }
        }
}

static void
assert_explained(struct matrix *m, const struct ledger *l, const struct membership *in, size_t n,
                 const struct record *record)
{
    struct act *a = act_for(m, NULL, in, 1);
    struct access_question q = { .who = a->who, .ledger = l, .record = record };
    struct access_answer answer;
    bool given = false, needs_read = n >= DEEDS || !(1u << n & (DEED_CREATE | DEED_IMPORT));
    bool is = decided(a, l, n, record) && (!needs_read || access_may(a, l, DEED_READ, record));

    if (n < DEEDS)
        q.deed = 1u << n;
    else
        q.move = move_of(l, action_at(l, n));
    access_answer(a, &q, &answer);
    assert_cell(is, answer.allowed, l, in, action_at(l, n), record);
    assert_true(answer.count > 0);
    for (size_t i = 0; i < answer.count; i++)
        given |=
            strstr(answer.reasons[i], "できる役割") || strstr(answer.reasons[i], "どの役割にも");
    if (answer.allowed == given)
        fail_msg("%s %s %s: %s %s", l->name, role_name(in->role), action_at(l, n), answer.verdict,
                 answer.reasons[0]);
}

static void
the_explanation_says_what_was_decided(struct test *t)
{
    struct matrix m;

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++)
        for (int role = ROLE_NONE + 1; role < ROLES; role++)
            for (size_t n = 0; action_at(m.ledgers[i], n); n++)
                for (size_t r = 0; r < RECORDS; r += 5) {
                    struct membership in =
                        membership_of(&m, (enum role)role, (int)(r % MEMBERSHIPS));
                    struct record record = record_at_cell(r);
                    struct arena arena = { 0 };
                    struct test small = { &arena };

                    m.test = &small;
                    assert_explained(&m, m.ledgers[i], &in, n, &record);
                    m.test = t;
                    arena_release(&arena);
                }
}

struct hit {
    int64_t n;
};

static const char *
records_sql(struct test *t)
{
    struct buffer out = { .arena = t->arena };

    buffer_text(&out, "WITH t(id, contract, organisation, owner, zone) AS (VALUES ");
    for (size_t r = 0; r < RECORDS; r++) {
        struct record record = record_at_cell(r);

        buffer_print(&out,
                     "%s(CAST(%lld AS BIGINT), CAST(%lld AS BIGINT), CAST(%lld AS BIGINT),"
                     " CAST(%lld AS BIGINT), CAST(%lld AS BIGINT))",
                     r ? ", " : "", (long long)record.id, (long long)record.contract,
                     (long long)record.organisation, (long long)record.owner,
                     (long long)record.zone);
    }
    buffer_text(&out, ") SELECT t.id AS n FROM t WHERE 1 = 1");
    return buffer_string(&out);
}

static void
assert_condition(struct matrix *m, struct act *a, const struct ledger *l, unsigned deeds,
                 const char *records)
{
    struct sql *s = sql_new(a, "test.access");
    struct hit *rows;
    size_t count, hits = 0;

    sql_literal(s, records);
    access_sql(a, l, deeds, s, "t");
    SQL(s, " ORDER BY t.id");
    assert_true(sql_rows(a, s, COLUMNS(COLUMN(struct hit, n)), sizeof *rows, &rows, &count));
    for (size_t r = 0; r < RECORDS; r++) {
        struct record record = record_at_cell(r);
        bool found = hits < count && rows[hits].n == record.id;

        hits += found;
        assert_cell(access_may(a, l, deeds, &record), found, l, &a->who->in[0], "in a list",
                    &record);
    }
    assert_int_equal(hits, count);
    (void)m;
}

static void
lists_hold_exactly_what_is_decided(struct test *t)
{
    struct matrix m;
    struct store *store = store_for_test(t);
    const char *records = records_sql(t);

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++)
        for (int role = ROLE_NONE; role < ROLES; role++)
            for (int kind = 0; kind < MEMBERSHIPS; kind++) {
                struct membership in[] = { membership_of(&m, (enum role)role, kind),
                                           membership_of(&m, ROLE_REQUESTER, OURS) };
                struct who who = { .id = 7, .person = PERSON, .in = in, .count = role % 2 ? 2 : 1 };
                struct arena arena = { 0 };
                struct act a;

                act_begin(&a, store, &arena, &who, ORIGIN_PAGE);
                a.now = instant_make(m.today, 600);
                assert_condition(&m, &a, m.ledgers[i], DEED_READ, records);
                assert_condition(&m, &a, m.ledgers[i], DEED_READ | DEED_PERSONAL, records);
                act_end(&a);
                arena_release(&arena);
            }
}

/* A condition of a search is a list of tokens, one of which the record must carry. */
static bool
is_found(struct test *t, const char *tokens, const char *const *scope)
{
    for (; *scope; scope++) {
        char *rest = arena_copy(t->arena, *scope);
        bool any = false;

        while (rest && *rest)
            any |= names_have(tokens, strsep(&rest, " "));
        if (!any)
            return false;
    }
    return true;
}

static void
searches_find_exactly_what_is_decided(struct test *t)
{
    struct matrix m;

    open_matrix(t, &m);
    for (size_t i = 0; i < m.count; i++)
        for (int role = ROLE_NONE; role < ROLES; role++)
            for (int kind = 0; kind < MEMBERSHIPS; kind++) {
                struct membership in = membership_of(&m, (enum role)role, kind);
                struct act *a = act_for(&m, NULL, &in, 1);
                const char *const *scope;
                bool some = access_scope(a, m.ledgers[i], &scope);

                for (size_t r = 0; r < RECORDS; r++) {
                    struct record record = record_at_cell(r);
                    const char *tokens = access_tokens(a, m.ledgers[i], &record);

                    assert_cell(access_may(a, m.ledgers[i], DEED_READ, &record),
                                some && is_found(t, tokens, scope), m.ledgers[i], &in,
                                "in a search", &record);
                }
            }
}

/* Written when asked for by name and place only, for people to compare. */
static void
the_table_is_written_when_asked_for(struct test *t)
{
    struct matrix m = { .test = t };
    const char *path = getenv("ACCESS_MATRIX");

    modules_begin();
    m.ledgers = ledgers_all(&m.count);
    assert_true(m.count > 0);
    if (path)
        agreed_write(t, path);
}

const struct test_case access_matrix_tests[] = {
    CASE(every_ledger_and_word_of_the_table_is_known),
    CASE(every_cell_is_decided_as_agreed),
    CASE(several_memberships_give_what_each_of_them_gives),
    CASE(every_field_is_shown_and_filled_as_agreed),
    CASE(the_explanation_says_what_was_decided),
    CASE(lists_hold_exactly_what_is_decided),
    CASE(searches_find_exactly_what_is_decided),
    CASE(the_table_is_written_when_asked_for),
    { 0 },
};
