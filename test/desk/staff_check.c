#include "desk/staff_check.h"

#include "contract/crew.h"
#include "desk/service_account.h"
#include "desk/share.h"
#include "ledger/core/core.h"
#include "store/job.h"
#include "tests.h"

static int64_t
account(struct crew *c, const char *title, const char *person, const char *used)
{
    return crew_make(
        c, WORKER, &service_account_ledger,
        WITH("title", title, "service", "generative", "person", person, "last_used_on", used));
}

/* As an import keeps whom it does not find. */
static int64_t
stranger(struct crew *c, const char *title)
{
    return crew_make(c, WORKER, &service_account_ledger,
                     WITH("title", title, "service", "generative", "person_name", "名簿にない太郎",
                          "last_used_on", "2026-04-01"));
}

static const char *
finding(struct crew *c, int64_t id)
{
    return ((const struct service_account *)crew_stored(c, &service_account_ledger, id))
        ->finding.code;
}

static void
leave(struct crew *c, int64_t person, const char *until)
{
    struct act *a = crew_console(c);
    struct person *it = ledger_new(a, &person_ledger);

    assert_done(a, ledger_read(a, &person_ledger, person, true, it));
    assert_true(date_parse(until, &it->until));
    assert_done(a, ledger_change(a, &person_ledger, it));
    act_end(a);
}

static void
tonight(struct crew *c)
{
    struct act *a = crew_job(c);

    assert_done(a, staff_check_job.run(a, NULL));
    act_end(a);
}

static void
an_account_tells_what_the_staff_list_says_of_it(struct test *t)
{
    struct crew c;
    const char *person;

    crew_open(t, &c);
    person = id_text(&c, crew_person(&c, "小川"));
    assert_string_equal(finding(&c, account(&c, "ai-01", person, "2026-04-01")), "good");
    assert_string_equal(finding(&c, account(&c, "ai-02", person, "2025-12-01")), "idle");
    assert_string_equal(finding(&c, stranger(&c, "ai-03")), "unknown");
    assert_int_equal(crew_count(&c, &service_account_ledger, "view", "idle"), 1);
    assert_int_equal(crew_count(&c, &service_account_ledger, "view", "unknown"), 1);
}

static void
an_account_of_a_section_has_no_person(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &service_account_ledger,
                   WITH("title", "shimin", "service", "chat", "shared", "true"));
    assert_string_equal(finding(&c, id), "good");
}

static void
who_leaves_is_found_in_the_night(struct test *t)
{
    struct crew c;
    int64_t person, id, right, share, folder;
    const struct share_right *it;

    crew_open(t, &c);
    person = crew_person(&c, "小川");
    id = account(&c, "ai-01", id_text(&c, person), "2026-04-01");
    share = crew_make(&c, WORKER, &share_ledger, WITH("title", "課の共有"));
    folder = crew_make(&c, WORKER, &share_folder_ledger,
                       WITH("title", "窓口", "share", id_text(&c, share)));
    right = crew_make(
        &c, WORKER, &share_right_ledger,
        WITH("folder", id_text(&c, folder), "person", id_text(&c, person), "level", "read"));
    leave(&c, person, "2026-04-30");
    tonight(&c);
    assert_string_equal(finding(&c, id), "good");
    crew_on(&c, "2026-05-01");
    tonight(&c);
    assert_string_equal(finding(&c, id), "leaver");
    it = crew_stored(&c, &share_right_ledger, right);
    assert_string_equal(it->finding.code, "leaver");
    assert_int_equal(crew_count(&c, &share_right_ledger, "view", "orphaned"), 1);
    leave(&c, person, "2026-06-30");
    tonight(&c);
    assert_string_equal(finding(&c, id), "good");
}

static void
what_is_not_used_is_found_after_ninety_days(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = account(&c, "ai-01", id_text(&c, crew_person(&c, "小川")), "2026-04-06");
    crew_on(&c, "2026-07-05");
    tonight(&c);
    assert_string_equal(finding(&c, id), "good");
    crew_on(&c, "2026-07-06");
    tonight(&c);
    assert_string_equal(finding(&c, id), "idle");
    crew_do(&c, WORKER, &service_account_ledger, id, NULL, WITH("last_used_on", "2026-07-06"));
    assert_string_equal(finding(&c, id), "good");
}

static void
what_the_night_finds_keeps_a_name_that_is_not_on_the_list(struct test *t)
{
    struct crew c;
    const struct service_account *it;
    int64_t id;

    crew_open(t, &c);
    id = stranger(&c, "ai-03");
    crew_on(&c, "2026-12-01");
    tonight(&c);
    it = crew_stored(&c, &service_account_ledger, id);
    assert_string_equal(it->person_name, "名簿にない太郎");
    assert_string_equal(it->finding.code, "unknown");
}

static void
a_service_has_an_account_once(struct test *t)
{
    struct crew c;
    int64_t first, id;

    crew_open(t, &c);
    first = account(&c, "ai-01", "", "");
    assert_refused(crew_try(&c, WORKER, &service_account_ledger,
                            WITH("title", "ai-01", "service", "generative"), &id),
                   "title", "もうあります");
    crew_make(&c, WORKER, &service_account_ledger, WITH("title", "ai-01", "service", "chat"));
    crew_do(&c, WORKER, &service_account_ledger, first, "delete", NULL);
    crew_make(&c, WORKER, &service_account_ledger, WITH("title", "ai-01", "service", "generative"));
}

const struct test_case staff_check_tests[] = {
    CASE(an_account_tells_what_the_staff_list_says_of_it),
    CASE(an_account_of_a_section_has_no_person),
    CASE(who_leaves_is_found_in_the_night),
    CASE(what_is_not_used_is_found_after_ninety_days),
    CASE(what_the_night_finds_keeps_a_name_that_is_not_on_the_list),
    CASE(a_service_has_an_account_once),
    { 0 },
};
