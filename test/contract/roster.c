#include "contract/roster.h"

#include "contract/assignment.h"
#include "contract/qualification.h"
#include "crew.h"
#include "tests.h"

static void
team(struct crew *c)
{
    int64_t id = crew_member(c, c->who[WORKER].person, "auditor");

    crew_do(c, LEADER, &assignment_ledger, id, NULL,
            WITH("address", "青葉市1-1", "birthday", "S60.4.1", "personal_data", "1",
                 "employer_name", "襷情報サービス", "employment", "正社員"));
    crew_member(c, c->who[LEADER].person, "service_manager");
    crew_make(c, LEADER, &qualification_ledger,
              WITH("person", id_text(c, c->who[WORKER].person), "title", "CISA", "number", "012"));
    crew_make(c, LEADER, &experience_ledger,
              WITH("person", id_text(c, c->who[WORKER].person), "title", "A市監査", "area", "監査",
                   "from", "2024-04-01", "until", "2025-03-31"));
}

static void
the_form_has_all_that_is_asked_of_each_person(struct test *t)
{
    struct crew c;
    struct roster r;

    crew_open(t, &c);
    team(&c);
    assert_true(roster_read(crew_act(&c, LEADER), c.contract, day("2026-04-06"), false, &r));
    assert_int_equal(r.count, 2);
    assert_string_equal(r.rows[0].role, "責任者");
    assert_string_equal(r.rows[1].role, "監査人");
    assert_string_equal(r.rows[1].name, "三浦");
    assert_string_equal(r.rows[1].employer, "襷情報サービス");
    assert_string_equal(r.rows[1].employment, "正社員");
    assert_string_equal(r.rows[1].qualifications, "公認情報システム監査人（CISA）（012）");
    assert_string_equal(r.rows[1].experience, "A市監査（2024-04から2025-03まで）");
    assert_string_equal(r.rows[1].involvement, "関わりなし");
    assert_string_equal(r.rows[1].birthday, "1985-04-01");
    assert_string_equal(r.rows[1].address, "青葉市1-1");
}

static void
the_client_gets_the_roster_without_addresses(struct test *t)
{
    struct crew c;
    struct roster r;

    crew_open(t, &c);
    team(&c);
    assert_true(roster_read(crew_act(&c, CLIENT), c.contract, day("2026-04-06"), true, &r));
    assert_int_equal(r.count, 1);
    assert_string_equal(r.rows[0].name, "三浦");
    assert_string_equal(r.rows[0].qualifications, "公認情報システム監査人（CISA）（012）");
    assert_string_equal(r.rows[0].address, "");
    assert_string_equal(r.rows[0].birthday, "");
}

static void
a_stranger_gets_nobody(struct test *t)
{
    struct crew c;
    struct roster r;

    crew_open(t, &c);
    team(&c);
    assert_false(roster_read(crew_act(&c, FOREIGNER), c.contract, day("2026-04-06"), false, &r));
}

const struct test_case roster_tests[] = {
    CASE(the_form_has_all_that_is_asked_of_each_person),
    CASE(the_client_gets_the_roster_without_addresses),
    CASE(a_stranger_gets_nobody),
    { 0 },
};
