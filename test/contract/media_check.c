#include "contract/media_check.h"

#include <string.h>

#include "contract/medium.h"
#include "crew.h"
#include "ledger/list.h"
#include "tests.h"

static int64_t
plan(struct crew *c, const char *interval, const char *from, const char *until)
{
    return crew_make(c, LEADER, &media_check_plan_ledger,
                     WITH("title", "USBの棚卸し", "subject", "媒体・機器の現物", "interval",
                          interval, "from", from, "until", until, "method", "台帳と現物を照合"));
}

static struct list
checks(struct crew *c)
{
    struct pair pair = { "sort", "due_on" };
    struct act *a = crew_act(c, LEADER);
    struct list_request request;
    struct list list;

    assert_true(list_parse(a, &media_check_ledger, &(struct pairs){ &pair, 1 }, &request));
    assert_true(list_read(a, &request, &list));
    return list;
}

static const struct media_check *
check_at(const struct list *list, size_t i)
{
    assert_true(i < list->count);
    return (const struct media_check *)list->rows + i;
}

static void
a_plan_makes_the_checks_of_the_year_on_business_days(struct test *t)
{
    struct crew c;
    struct list list;

    crew_open(t, &c);
    plan(&c, "3", "2026-05-01", "");
    list = checks(&c);
    assert_int_equal(list.count, 4);
    assert_day(check_at(&list, 0)->due_on, "2026-05-29"); /* the 31st is a Sunday */
    assert_day(check_at(&list, 1)->due_on, "2026-08-31");
    assert_day(check_at(&list, 2)->due_on, "2026-11-30");
    assert_day(check_at(&list, 3)->due_on, "2027-02-26");
    assert_string_equal(check_at(&list, 0)->title, "USBの棚卸し　R8.5.29");
}

static void
no_check_is_planned_beyond_the_plan(struct test *t)
{
    struct crew c;
    struct list list;

    crew_open(t, &c);
    plan(&c, "1", "2026-04-01", "2026-06-15");
    list = checks(&c);
    assert_int_equal(list.count, 3);
    assert_day(check_at(&list, 2)->due_on, "2026-06-15");
}

static void
what_is_overdue_stands_in_its_list(struct test *t)
{
    struct crew c;
    struct list list;

    crew_open(t, &c);
    plan(&c, "6", "2026-04-01", "");
    crew_on(&c, "2026-04-30");
    assert_int_equal(crew_count(&c, &media_check_ledger, "view", "late"), 0);
    crew_on(&c, "2026-05-01");
    assert_int_equal(crew_count(&c, &media_check_ledger, "view", "late"), 1);
    list = checks(&c);
    assert_refused(
        crew_move(&c, WORKER, &media_check_ledger, check_at(&list, 0)->base.id, "finish", NULL),
        "result", "必須");
    crew_do(&c, WORKER, &media_check_ledger, check_at(&list, 0)->base.id, "finish",
            WITH("done_on", "2026-05-01", "person", id_text(&c, c.who[WORKER].person), "result",
                 "異常なし"));
    assert_int_equal(crew_count(&c, &media_check_ledger, "view", "late"), 0);
}

static void
counts_that_differ_are_no_good_result(struct test *t)
{
    struct crew c;
    const struct medium *it;
    struct list list;
    const char *worker;
    int64_t id, m;

    crew_open(t, &c);
    worker = id_text(&c, c.who[WORKER].person);
    m = crew_make(&c, WORKER, &medium_ledger,
                  WITH("title", "USB", "kind", "USB", "ownership", "受託者", "keeper",
                       id_text(&c, c.vendor)));
    plan(&c, "12", "2026-04-01", "");
    list = checks(&c);
    id = check_at(&list, 0)->base.id;
    assert_refused(crew_move(&c, WORKER, &media_check_ledger, id, "finish",
                             WITH("done_on", "2026-04-06", "person", worker, "result", "異常なし",
                                  "expected", "5", "found", "4")),
                   "result", "異常あり");
    assert_refused(crew_move(&c, WORKER, &media_check_ledger, id, "finish",
                             WITH("done_on", "2026-04-06", "person", worker, "result", "異常あり")),
                   "findings", "内容");
    crew_do(&c, WORKER, &media_check_ledger, id, "finish",
            WITH("done_on", "2026-04-06", "person", worker, "result", "異常あり", "expected", "5",
                 "found", "4", "findings", "1本が見当たらない", "media", id_text(&c, m)));
    it = crew_stored(&c, &medium_ledger, m);
    assert_day(it->checked_on, "2026-04-06");
}

static bool
morning(struct act *a, void *with)
{
    (void)with;
    return media_checks_make(a);
}

static void
the_next_years_checks_are_made_a_month_before_it_begins(struct test *t)
{
    struct crew c;
    struct list list;

    crew_open(t, &c);
    crew_endless(&c);
    plan(&c, "6", "2026-05-01", "");
    assert_int_equal(checks(&c).count, 2);
    crew_on(&c, "2027-02-28");
    assert_true(act_write(crew_job(&c), morning, NULL));
    assert_int_equal(checks(&c).count, 2);
    crew_on(&c, "2027-03-01");
    assert_true(act_write(crew_job(&c), morning, NULL));
    assert_true(act_write(crew_job(&c), morning, NULL));
    list = checks(&c);
    assert_int_equal(list.count, 4);
    assert_day(check_at(&list, 3)->due_on, "2027-11-30");
}

const struct test_case media_check_tests[] = {
    CASE(the_next_years_checks_are_made_a_month_before_it_begins),
    CASE(a_plan_makes_the_checks_of_the_year_on_business_days),
    CASE(no_check_is_planned_beyond_the_plan),
    CASE(what_is_overdue_stands_in_its_list),
    CASE(counts_that_differ_are_no_good_result),
    { 0 },
};
