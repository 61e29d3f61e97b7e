#include "desk/duty.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/shape.h"
#include "store/query.h"
#include "tests.h"

static int64_t
make_duty(struct crew *c, const char *rule, const char *starts)
{
    return crew_make(c, WORKER, &duty_ledger,
                     WITH("title", "稼働確認", "kind", "check", "rule", rule, "starts", starts));
}

struct run {
    int64_t id;
    struct instant planned_at;
};
struct runs {
    struct run *rows;
    size_t count;
};

static const struct query runs_query = {
    .name = "test.runs",
    .sql = "SELECT id, planned_at FROM duty_run WHERE duty = :duty AND removed_at IS NULL"
           " ORDER BY planned_at",
    .row_size = sizeof(struct run),
    .columns = COLUMNS(COLUMN(struct run, id), COLUMN(struct run, planned_at)),
};

static struct runs
runs_of(struct crew *c, int64_t duty)
{
    struct act *a = crew_console(c);
    struct runs runs;

    assert_true(QUERY(a, &runs_query, runs, BIND(duty, duty)));
    act_end(a);
    return runs;
}

static int64_t missed_run;

static bool
miss(struct act *a, void *with)
{
    (void)with;
    return duty_missed(a, missed_run);
}

/* As the job of each minute does. */
static void
miss_now(struct crew *c, int64_t run)
{
    struct act *a = crew_job(c);

    missed_run = run;
    assert_true(act_write(a, miss, NULL));
    act_end(a);
}

static void
the_runs_of_two_weeks_are_made_with_the_duty(struct test *t)
{
    struct crew c;
    struct runs runs;
    const struct duty_run *it;

    crew_open(t, &c);
    runs = runs_of(&c, make_duty(&c, "毎営業日", "20:00"));
    /* 6 to 20 April 2026 are eleven open days; today's hour is still to come. */
    assert_int_equal(runs.count, 11);
    it = crew_stored(&c, &duty_run_ledger, runs.rows[0].id);
    assert_int_equal(it->planned_at.us, instant_make(instant_date(c.now), 20 * 60).us);
    assert_int_equal(it->due.us, it->planned_at.us + 60 * (int64_t)MINUTE_US);
    assert_int_equal(it->within.minutes, 60);
    assert_string_equal(it->shift.code, "night");
    assert_day(it->day, "2026-04-06");
}

static void
what_is_past_is_not_planned(struct test *t)
{
    struct crew c;
    struct runs runs;

    crew_open(t, &c);
    runs = runs_of(&c, make_duty(&c, "毎営業日", "8:30"));
    assert_int_equal(runs.count, 10);
    assert_int_equal(instant_date(runs.rows[0].planned_at).day, instant_date(c.now).day + 1);
}

static void
work_after_midnight_stands_on_the_board_of_the_night_before(struct test *t)
{
    struct crew c;
    const struct duty_run *it;

    crew_open(t, &c);
    it = crew_stored(&c, &duty_run_ledger, runs_of(&c, make_duty(&c, "毎日", "2:00")).rows[0].id);
    assert_day(instant_date(it->planned_at), "2026-04-07");
    assert_day(it->day, "2026-04-06");
    assert_string_equal(it->shift.code, "night");
}

static void
a_changed_duty_changes_only_what_is_still_to_come(struct test *t)
{
    struct crew c;
    struct runs runs;
    int64_t duty, first;

    crew_open(t, &c);
    duty = make_duty(&c, "毎日", "20:00");
    first = runs_of(&c, duty).rows[0].id;
    crew_do(&c, WORKER, &duty_run_ledger, first, "finish", NULL);
    crew_do(&c, WORKER, &duty_ledger, duty, NULL, WITH("rule", "毎週 水曜日", "starts", "21:00"));
    runs = runs_of(&c, duty);
    assert_int_equal(runs.count, 3); /* the one that is noted, 8 and 15 April */
    assert_int_equal(runs.rows[0].id, first);
    assert_int_equal(runs.rows[1].planned_at.us,
                     instant_make(date_add(instant_date(c.now), 2), 21 * 60).us);
}

static void
a_stopped_duty_comes_no_more(struct test *t)
{
    struct crew c;
    int64_t duty;

    crew_open(t, &c);
    duty = make_duty(&c, "毎日", "20:00");
    crew_do(&c, WORKER, &duty_ledger, duty, "stop", WITH("notes", "機器を廃止した。"));
    assert_int_equal(runs_of(&c, duty).count, 0);
    crew_do(&c, WORKER, &duty_ledger, duty, "start", NULL);
    assert_int_equal(runs_of(&c, duty).count, 15);
}

static void
a_run_nobody_noted_opens_an_inquiry_once(struct test *t)
{
    struct crew c;
    const struct duty_run *it;
    const struct inquiry *inquiry;
    int64_t run, opened;

    crew_open(t, &c);
    run = runs_of(&c, make_duty(&c, "毎日", "20:00")).rows[0].id;
    c.now = instant_make(instant_date(c.now), 21 * 60);
    miss_now(&c, run);
    assert_state(&c, &duty_run_ledger, run, "planned"); /* its last minute is not over */
    c.now.us += MINUTE_US;
    miss_now(&c, run);
    assert_state(&c, &duty_run_ledger, run, "missed");
    it = crew_stored(&c, &duty_run_ledger, run);
    opened = it->inquiry.id;
    inquiry = crew_stored(&c, &inquiry_ledger, opened);
    assert_string_equal(inquiry->priority.code, "high");
    assert_non_null(strstr(inquiry->title, "未実施：稼働確認"));
    miss_now(&c, run);
    it = crew_stored(&c, &duty_run_ledger, run);
    assert_int_equal(it->inquiry.id, opened);
    crew_do(&c, WORKER, &duty_run_ledger, run, "finish", NULL);
    it = crew_stored(&c, &duty_run_ledger, run);
    assert_string_equal(it->base.state, "done");
    assert_string_equal(it->result.code, "good");
    assert_int_equal(it->done_at.us, c.now.us);
    assert_int_equal(it->person.id, c.who[WORKER].person);
}

static void
the_morning_before_opening_and_holidays_are_no_night(struct test *t)
{
    static const struct {
        const char *starts, *shift;
    } rows[] = { { "08:00", "day" },
                 { "12:30", "day" },
                 { "17:30", "night" },
                 { "04:59", "night" },
                 { "05:00", "day" } };
    struct crew c;

    crew_open(t, &c);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct runs runs = runs_of(&c, make_duty(&c, "毎週 火曜日", rows[i].starts));
        const struct duty_run *it = crew_stored(&c, &duty_run_ledger, runs.rows[0].id);

        assert_string_equal(it->shift.code, rows[i].shift);
    }
}

static void
trouble_and_what_is_left_out_are_explained(struct test *t)
{
    struct crew c;
    int64_t run;

    crew_open(t, &c);
    run = runs_of(&c, make_duty(&c, "毎日", "20:00")).rows[0].id;
    assert_refused(crew_move(&c, WORKER, &duty_run_ledger, run, "finish", WITH("result", "bad")),
                   "findings", "その内容");
    assert_refused(crew_move(&c, WORKER, &duty_run_ledger, run, "skip", NULL), "findings", "理由");
}

static void
a_rule_or_an_hour_nobody_can_read_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(
        crew_try(&c, WORKER, &duty_ledger,
                 WITH("title", "点検", "kind", "check", "rule", "たまに", "starts", "8:30"), &id),
        "rule", "読めません");
    assert_refused(crew_try(&c, WORKER, &duty_ledger,
                            WITH("title", "点検", "kind", "check", "rule", "毎日", "starts", "朝"),
                            &id),
                   "starts", "8:30");
}

const struct test_case duty_tests[] = {
    CASE(the_runs_of_two_weeks_are_made_with_the_duty),
    CASE(what_is_past_is_not_planned),
    CASE(work_after_midnight_stands_on_the_board_of_the_night_before),
    CASE(a_changed_duty_changes_only_what_is_still_to_come),
    CASE(a_stopped_duty_comes_no_more),
    CASE(a_run_nobody_noted_opens_an_inquiry_once),
    CASE(the_morning_before_opening_and_holidays_are_no_night),
    CASE(trouble_and_what_is_left_out_are_explained),
    CASE(a_rule_or_an_hour_nobody_can_read_is_refused),
    { 0 },
};
