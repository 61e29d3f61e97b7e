#include "ledger/access.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/access_explain.h"
#include "ledger/ledger.h"
#include "ledger/tests.h"

static const struct access rows[] = {
    { ROLE_LEAD, DEED_READ | DEED_CHANGE, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_ORGANISATION },
    { ROLE_REQUESTER, DEED_READ | DEED_CHANGE, REACH_OWN },
    { ROLE_ADMINISTRATOR, DEED_HISTORY, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ | DEED_CHANGE, REACH_ZONE },
    { 0 },
};
static const struct ledger kept = { .name = "kept", .title = "控え", .access = rows };

static struct act *
act_of(struct test *t, const struct membership *in, size_t count)
{
    struct act *a = NEW(t->arena, struct act);
    struct who *who = NEW(t->arena, struct who);

    *who = (struct who){ .id = 7, .person = 70, .in = in, .count = count };
    *a = (struct act){ .arena = t->arena, .who = who };
    return a;
}

static bool
may(struct test *t, struct membership in, unsigned deeds, struct record record)
{
    return access_may(act_of(t, &in, 1), &kept, deeds, &record);
}

static void
a_contract_s_lead_reaches_only_that_contract(struct test *t)
{
    struct membership lead = { .contract = 5, .role = ROLE_LEAD };

    assert_true(may(t, lead, DEED_CHANGE, (struct record){ .id = 1, .contract = 5 }));
    assert_false(may(t, lead, DEED_READ, (struct record){ .id = 1, .contract = 6 }));
}

static void
a_membership_of_the_installation_reaches_every_contract(struct test *t)
{
    struct membership lead = { .role = ROLE_LEAD };

    assert_true(may(t, lead, DEED_READ, (struct record){ .id = 1, .contract = 6 }));
}

static void
own_records_are_those_of_the_person(struct test *t)
{
    struct membership requester = { .contract = 5, .role = ROLE_REQUESTER };

    assert_true(may(t, requester, DEED_READ, (struct record){ .contract = 5, .owner = 70 }));
    assert_false(may(t, requester, DEED_READ, (struct record){ .contract = 5, .owner = 71 }));
    assert_false(may(t, requester, DEED_READ, (struct record){ .contract = 5 }));
}

static void
an_organisation_s_records_need_an_organisation(struct test *t)
{
    struct membership body = { .contract = 5, .organisation = 9, .role = ROLE_PARTICIPANT };
    struct membership none = { .contract = 5, .role = ROLE_PARTICIPANT };

    assert_true(may(t, body, DEED_READ, (struct record){ .contract = 5, .organisation = 9 }));
    assert_false(may(t, body, DEED_READ, (struct record){ .contract = 5, .organisation = 8 }));
    assert_false(may(t, none, DEED_READ, (struct record){ .contract = 5 }));
}

static void
a_zone_s_records_need_that_zone(struct test *t)
{
    struct membership author = { .contract = 5, .zone = 3, .role = ROLE_AUTHOR };
    struct membership none = { .contract = 5, .role = ROLE_AUTHOR };

    assert_true(may(t, author, DEED_READ, (struct record){ .contract = 5, .zone = 3 }));
    assert_false(may(t, author, DEED_READ, (struct record){ .contract = 5, .zone = 4 }));
    assert_false(may(t, author, DEED_READ, (struct record){ .contract = 6, .zone = 3 }));
    assert_false(may(t, none, DEED_READ, (struct record){ .contract = 5 }));
}

static void
a_membership_counts_on_its_days_only(struct test *t)
{
    struct membership lead = { .contract = 5, .role = ROLE_LEAD };
    struct record record = { .id = 1, .contract = 5 };
    struct act *a = act_of(t, &lead, 1);
    const char *const *scope;

    assert_true(date_make(2026, 4, 6, &lead.from));
    lead.until = lead.from;
    a->now = instant_make(lead.from, 0);
    assert_true(access_may(a, &kept, DEED_READ, &record));
    a->now = instant_make(date_add(lead.from, 1), 0);
    assert_false(access_may(a, &kept, DEED_READ, &record));
    assert_false(access_scope(a, &kept, &scope));
    a->now = instant_make(date_add(lead.from, -1), 0);
    assert_false(access_may(a, &kept, DEED_READ, NULL));
}

/* One role reaches the record, another could take the transition elsewhere. */
static void
a_transition_needs_a_role_that_reaches_the_record(struct test *t)
{
    static const struct transition drop = { "drop", "取り下げる",        "new", "gone",
                                            NULL,   1 << ROLE_REQUESTER, NULL };
    struct membership in[] = { { .contract = 5, .role = ROLE_LEAD },
                               { .contract = 5, .role = ROLE_REQUESTER } };
    struct record own = { .id = 1, .contract = 5, .owner = 70 };
    struct record other = { .id = 2, .contract = 5, .owner = 71 };
    struct act *a = act_of(t, in, 2);

    assert_true(access_may(a, &kept, DEED_READ, &other));
    assert_false(access_move(a, &kept, &drop, &other));
    assert_true(access_move(a, &kept, &drop, &own));
}

static void
a_restricted_role_sees_and_fills_what_it_is_told(struct test *t)
{
    static const struct field fields[] = {
        { .name = "title", .label = "件名", .type = FIELD_TEXT },
        { .name = "cost", .label = "金額", .type = FIELD_YEN },
        { 0 },
    };
    static const struct access some[] = {
        { ROLE_LEAD, DEED_READ | DEED_CHANGE, REACH_CONTRACT },
        { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN, .sees = "title", .sets = "title" },
        { 0 },
    };
    static const struct ledger ledger = {
        .name = "some", .title = "控え", .access = some, .fields = fields
    };
    struct membership in[] = { { .contract = 5, .role = ROLE_REQUESTER },
                               { .contract = 6, .role = ROLE_LEAD } };
    struct record own = { .id = 1, .contract = 5, .owner = 70 };
    struct record led = { .id = 2, .contract = 6 };
    struct act *a = act_of(t, in, 2);

    assert_true(access_sees(a, &ledger, &fields[0], &own));
    assert_false(access_sees(a, &ledger, &fields[1], &own));
    assert_false(access_sets(a, &ledger, &fields[1], DEED_CREATE, &own));
    assert_true(access_sees(a, &ledger, &fields[1], &led));
    assert_true(access_sees(a, &ledger, &fields[1], NULL));
    assert_false(access_sees_always(a, &ledger, &fields[1]));
    assert_true(access_is_partial(a, &ledger));
    assert_false(access_is_partial(act_of(t, &in[1], 1), &ledger));
}

static void
what_no_row_allows_is_denied(struct test *t)
{
    struct membership lead = { .contract = 5, .role = ROLE_LEAD };
    struct membership auditor = { .contract = 5, .role = ROLE_AUDITOR };

    assert_false(may(t, lead, DEED_REMOVE, (struct record){ .contract = 5 }));
    assert_false(may(t, auditor, DEED_READ, (struct record){ .contract = 5 }));
    assert_false(access_may(act_of(t, NULL, 0), &kept, DEED_READ, NULL));
}

static void
an_administrator_sees_no_contents(struct test *t)
{
    struct membership administrator = { .role = ROLE_ADMINISTRATOR };

    assert_false(may(t, administrator, DEED_READ, (struct record){ .contract = 5 }));
}

static void
a_record_that_may_not_be_known_is_missing(struct test *t)
{
    struct membership lead = { .contract = 5, .role = ROLE_LEAD };
    struct act *a = act_of(t, &lead, 1);

    assert_false(access_require(a, &kept, DEED_READ, &(struct record){ .id = 1, .contract = 6 }));
    assert_int_equal(a->faults->kind, FAULT_MISSING);
}

static void
a_known_record_is_denied_with_the_reason(struct test *t)
{
    struct membership body = { .contract = 5, .organisation = 9, .role = ROLE_PARTICIPANT };
    struct act *a = act_of(t, &body, 1);
    struct record record = { .id = 1, .contract = 5, .organisation = 9 };

    assert_false(access_require(a, &kept, DEED_CHANGE, &record));
    assert_int_equal(a->faults->kind, FAULT_DENIED);
    assert_string_equal(a->faults->message, "控えの台帳を変更する権限がありません。できる役割："
                                            "受託者（責任者）、依頼する職員、執筆者。");
}

static void
a_guest_is_asked_to_sign_in(struct test *t)
{
    struct act a = { .arena = t->arena, .who = who_guest() };

    assert_false(access_require(&a, &kept, DEED_READ, NULL));
    assert_int_equal(a.faults->kind, FAULT_UNSIGNED);
}

static void
the_explanation_names_role_and_reach(struct test *t)
{
    struct membership body = { .contract = 5, .organisation = 9, .role = ROLE_PARTICIPANT };

    assert_string_equal(access_explain(act_of(t, &body, 1), &kept, DEED_READ, NULL),
                        "参加団体の役割により、自分の組織の記録について、見ることができます。");
}

static size_t
conditions(struct test *t, const struct membership *in, size_t count, const char *const **scope)
{
    size_t length = 0;

    if (!access_scope(act_of(t, in, count), &kept, scope))
        return 0;
    while ((*scope)[length])
        length++;
    return length;
}

static void
a_search_is_narrowed_by_what_rights_need(struct test *t)
{
    struct membership everywhere = { .role = ROLE_LEAD };
    struct membership lead = { .contract = 5, .role = ROLE_LEAD };
    struct membership mixed[] = { { .contract = 5, .role = ROLE_LEAD },
                                  { .contract = 6, .organisation = 9, .role = ROLE_PARTICIPANT } };
    const char *const *scope;

    assert_int_equal(conditions(t, NULL, 0, &scope), 0);
    assert_int_equal(conditions(t, &everywhere, 1, &scope), 1);
    assert_int_equal(conditions(t, &lead, 1, &scope), 2);
    assert_int_equal(conditions(t, mixed, 2, &scope), 3);
}

static void
a_record_carries_the_tokens_that_are_asked_for(struct test *t)
{
    struct membership own = { .contract = 5, .role = ROLE_REQUESTER };
    struct record record = { .id = 1, .contract = 5, .owner = 70 };
    const char *tokens = access_tokens(act_of(t, &own, 1), &kept, &record);
    const char *const *scope;
    size_t count = conditions(t, &own, 1, &scope);

    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_non_null(strstr(tokens, scope[i]));
}

const struct test_case access_tests[] = {
    CASE(a_contract_s_lead_reaches_only_that_contract),
    CASE(a_membership_of_the_installation_reaches_every_contract),
    CASE(own_records_are_those_of_the_person),
    CASE(an_organisation_s_records_need_an_organisation),
    CASE(a_zone_s_records_need_that_zone),
    CASE(a_membership_counts_on_its_days_only),
    CASE(a_transition_needs_a_role_that_reaches_the_record),
    CASE(a_restricted_role_sees_and_fills_what_it_is_told),
    CASE(what_no_row_allows_is_denied),
    CASE(an_administrator_sees_no_contents),
    CASE(a_record_that_may_not_be_known_is_missing),
    CASE(a_known_record_is_denied_with_the_reason),
    CASE(a_guest_is_asked_to_sign_in),
    CASE(the_explanation_names_role_and_reach),
    CASE(a_search_is_narrowed_by_what_rights_need),
    CASE(a_record_carries_the_tokens_that_are_asked_for),
    { 0 },
};
