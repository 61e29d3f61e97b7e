#include "desk/setting_change.h"

#include "contract/crew.h"
#include "tests.h"

#define CARRIED WITH("old_setting", "禁止", "new_setting", "許可", "undo", "規則142を消す")

static int64_t
ask(struct crew *c)
{
    return crew_make(c, WORKER, &setting_change_ledger,
                     WITH("title", "国税サイトへの通信を許可", "target", "firewall", "reason",
                          "申告の受付のため"));
}

static int64_t
carried(struct crew *c)
{
    int64_t id = ask(c);

    crew_do(c, CLIENT, &setting_change_ledger, id, "approve", NULL);
    crew_do(c, WORKER, &setting_change_ledger, id, "do", CARRIED);
    return id;
}

static void
a_change_is_carried_out_only_after_approval(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = ask(&c);
    assert_refused(crew_move(&c, WORKER, &setting_change_ledger, id, "do", CARRIED), NULL, "");
    assert_refused(crew_move(&c, WORKER, &setting_change_ledger, id, "approve", NULL), NULL, "");
    assert_state(&c, &setting_change_ledger, id, "requested");
}

static void
before_after_and_the_way_back_are_written_down(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = ask(&c);
    crew_do(&c, CLIENT, &setting_change_ledger, id, "approve", NULL);
    assert_refused(crew_move(&c, WORKER, &setting_change_ledger, id, "do",
                             WITH("old_setting", "禁止", "new_setting", "許可")),
                   "undo", "");
    crew_do(&c, WORKER, &setting_change_ledger, id, "do", CARRIED);
    assert_state(&c, &setting_change_ledger, id, "done");
}

static void
a_second_person_checks(struct test *t)
{
    struct crew c;
    const struct setting_change *it;
    int64_t id;

    crew_open(t, &c);
    id = carried(&c);
    assert_int_equal(crew_count(&c, &setting_change_ledger, "view", "unchecked"), 1);
    assert_refused(crew_move(&c, WORKER, &setting_change_ledger, id, "check", NULL), NULL,
                   "別の人");
    crew_do(&c, LEADER, &setting_change_ledger, id, "check", NULL);
    it = crew_stored(&c, &setting_change_ledger, id);
    assert_int_equal(it->done_by.id, c.who[WORKER].person);
    assert_int_equal(it->checked_by.id, c.who[LEADER].person);
    assert_int_equal(it->checked_at.us, c.now.us);
}

static void
what_was_carried_out_is_not_rewritten(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = carried(&c);
    assert_refused(
        crew_move(&c, WORKER, &setting_change_ledger, id, NULL, WITH("new_setting", "すべて許可")),
        "new_setting", "実施の後");
    crew_do(&c, WORKER, &setting_change_ledger, id, "undo",
            WITH("notes", "つながらない端末があった"));
    assert_state(&c, &setting_change_ledger, id, "undone");
}

const struct test_case setting_change_tests[] = {
    CASE(a_change_is_carried_out_only_after_approval),
    CASE(before_after_and_the_way_back_are_written_down),
    CASE(a_second_person_checks),
    CASE(what_was_carried_out_is_not_rewritten),
    { 0 },
};
