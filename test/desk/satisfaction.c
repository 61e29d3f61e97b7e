#include "desk/satisfaction.h"

#include <string.h>

#include "counter.h"
#include "desk/inquiry.h"
#include "store/act.h"
#include "tests.h"

static int64_t
completed(struct crew *c)
{
    int64_t id = new_inquiry(c);

    crew_do(c, WORKER, &inquiry_ledger, id, "complete", WITH("completed_on", "2026-04-06"));
    return id;
}

static const char *
path_of(struct crew *c, int64_t id)
{
    struct act *a = crew_console(c);
    const char *path;

    assert_done(a, satisfaction_path(a, crew_stored(c, &inquiry_ledger, id), &path));
    return path;
}

static void
a_link_is_good_for_one_inquiry(struct test *t)
{
    struct crew c;
    int64_t one, other;

    crew_open(t, &c);
    one = completed(&c);
    other = completed(&c);
    assert_string_equal(path_of(&c, one), path_of(&c, one));
    assert_string_not_equal(strrchr(path_of(&c, one), '/'), strrchr(path_of(&c, other), '/'));
    assert_int_equal(strlen(strrchr(path_of(&c, one), '/') + 1), SATISFACTION_MARK - 1);
}

static void
an_inquiry_has_one_answer_that_changes(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = completed(&c);
    a = crew_console(&c);
    assert_done(a, satisfaction_answer(a, id, "bad", "遅い") &&
                       satisfaction_answer(a, id, "good", ""));
    assert_int_equal(crew_count(&c, &satisfaction_ledger, "score", "good"), 1);
    assert_int_equal(crew_count(&c, &satisfaction_ledger, "view", "all"), 1);
}

static void
it_changes_for_seven_days(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = completed(&c);
    a = crew_console(&c);
    assert_done(a, satisfaction_answer(a, id, "bad", ""));
    crew_on(&c, "2026-04-13");
    a = crew_console(&c);
    assert_done(a, satisfaction_answer(a, id, "fair", ""));
    crew_on(&c, "2026-04-14");
    a = crew_console(&c);
    satisfaction_answer(a, id, "good", "");
    assert_refused(a, NULL, "7日の間");
}

static void
nobody_is_asked_before_the_answer(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = new_inquiry(&c);
    a = crew_console(&c);
    satisfaction_answer(a, id, "good", "");
    assert_refused(a, NULL, "回答の後");
}

static void
a_score_nobody_knows_is_refused(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = completed(&c);
    a = crew_console(&c);
    satisfaction_answer(a, id, "excellent", "");
    assert_refused(a, "score", "");
}

const struct test_case satisfaction_tests[] = {
    CASE(a_link_is_good_for_one_inquiry),  CASE(an_inquiry_has_one_answer_that_changes),
    CASE(it_changes_for_seven_days),       CASE(nobody_is_asked_before_the_answer),
    CASE(a_score_nobody_knows_is_refused), { 0 },
};
