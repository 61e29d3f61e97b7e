#include "desk/kitting.h"

#include "counter.h"
#include "desk/device.h"
#include "ledger/shape.h"
#include "store/query.h"
#include "tests.h"

static int64_t
run_of(struct crew *c, int64_t device)
{
    struct act *a = crew_console(c);
    int64_t run;

    assert_done(a, kitting_open(a, device, &run));
    return run;
}

static const struct query step_query = {
    .name = "test.kitting_step",
    .sql = "SELECT id FROM kitting_step WHERE kitting = :run AND title = :title",
    FOUND_IDS,
};

static int64_t
step(struct crew *c, int64_t device, const char *title)
{
    struct act *a = crew_console(c);
    struct found_id found;
    bool any;

    assert_done(a, query_first(a, &step_query, &found, &any,
                               BOUND(BIND(run, run_of(c, device)), BIND(title, title))));
    assert_true(any);
    return found.id;
}

static struct act *
hand_out(struct crew *c, int64_t device)
{
    return crew_move(c, WORKER, &device_ledger, device, "hand_out",
                     WITH("section", id_text(c, c->city)));
}

static void
a_device_goes_out_when_its_required_steps_are_done(struct test *t)
{
    struct crew c;
    const struct kitting *run;
    struct act *a;
    int64_t device, id;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    id = run_of(&c, device);
    assert_int_equal(crew_count(&c, &kitting_step_ledger, "kitting", id_text(&c, id)), 11);
    assert_refused(hand_out(&c, device), NULL, "「外観と付属品の確認」");
    kit_out(&c, device);
    assert_state(&c, &kitting_ledger, id, "ready");
    a = hand_out(&c, device);
    assert_done(a, a->fault_count == 0);
    run = crew_stored(&c, &kitting_ledger, id);
    assert_string_equal(run->base.state, "handed");
    assert_string_equal(run->holder, "青葉市");
}

static void
who_ticked_and_when_is_written_down(struct test *t)
{
    struct crew c;
    const struct kitting_step *it;
    int64_t device;

    crew_open(t, &c);
    device = new_device(&c, "display");
    kit_out(&c, device);
    it = crew_stored(&c, &kitting_step_ledger, step(&c, device, "動作の確認"));
    assert_int_equal(it->done_at.us, c.now.us);
    assert_int_equal(it->done_by.id, c.who[WORKER].person);
}

static void
steps_go_in_their_order_and_with_their_records(struct test *t)
{
    struct crew c;
    int64_t device;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    assert_refused(crew_move(&c, WORKER, &kitting_step_ledger,
                             step(&c, device, "OSとソフトウェアの更新"), "finish",
                             WITH("value", "25H2")),
                   NULL, "先に、順番1の「外観と付属品の確認」");
    assert_refused(crew_move(&c, WORKER, &kitting_step_ledger, step(&c, device, "製造番号の照合"),
                             "finish", NULL),
                   "value", "製造番号を記録");
}

static void
only_the_lead_leaves_a_required_step_out(struct test *t)
{
    struct crew c;
    int64_t device, needed;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    needed = step(&c, device, "記憶装置の暗号化");
    assert_refused(
        crew_move(&c, WORKER, &kitting_step_ledger, needed, "skip", WITH("notes", "要らない")),
        NULL, "省けません");
    assert_int_equal(
        crew_move(&c, WORKER, &kitting_step_ledger, needed, "waive", WITH("notes", "要らない"))
            ->faults->kind,
        FAULT_DENIED);
    assert_refused(crew_move(&c, LEADER, &kitting_step_ledger, needed, "waive", NULL), "notes", "");
    crew_do(&c, LEADER, &kitting_step_ledger, needed, "waive", WITH("notes", "ディスクがない"));
    crew_do(&c, WORKER, &kitting_step_ledger, step(&c, device, "使う課の設定"), "skip",
            WITH("notes", "予備機"));
}

static void
a_step_that_is_opened_again_holds_the_device_back(struct test *t)
{
    struct crew c;
    int64_t device;

    crew_open(t, &c);
    device = new_device(&c, "display");
    kit_out(&c, device);
    crew_do(&c, WORKER, &kitting_step_ledger, step(&c, device, "動作の確認"), "reopen", NULL);
    assert_state(&c, &kitting_ledger, run_of(&c, device), "working");
    assert_refused(hand_out(&c, device), NULL, "「動作の確認」");
}

static void
each_time_it_goes_out_is_a_run_of_its_own(struct test *t)
{
    struct crew c;
    int64_t device, first;

    crew_open(t, &c);
    device = new_device(&c, "display");
    first = run_of(&c, device);
    kit_out(&c, device);
    hand_out(&c, device);
    assert_int_equal(run_of(&c, device), 0);
    crew_do(&c, WORKER, &device_ledger, device, "take_back", NULL);
    crew_do(&c, WORKER, &device_ledger, device, "restock", NULL);
    assert_int_not_equal(run_of(&c, device), first);
    assert_state(&c, &kitting_ledger, run_of(&c, device), "working");
    crew_do(&c, WORKER, &device_ledger, device, "dispose", NULL);
    assert_int_equal(run_of(&c, device), 0);
}

static void
no_way_leads_around_it(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t device, id;

    crew_open(t, &c);
    device = new_device(&c, "display");
    crew_do(&c, WORKER, &device_ledger, device, "repair", NULL);
    a = crew_move(&c, WORKER, &device_ledger, device, "repaired",
                  WITH("section", id_text(&c, c.city)));
    assert_refused(a, NULL, "キッティングが済んでいません");
    crew_do(&c, WORKER, &kitting_ledger, run_of(&c, device), "drop", WITH("notes", "急ぐ"));
    crew_do(&c, WORKER, &device_ledger, device, "restock", NULL);
    crew_do(&c, WORKER, &kitting_ledger, run_of(&c, device), "drop", WITH("notes", "急ぐ"));
    assert_refused(hand_out(&c, device), NULL, "キッティングをしていません");
    crew_make(&c, WORKER, &kitting_ledger, WITH("device", id_text(&c, device)));
    crew_try(&c, WORKER, &kitting_ledger, WITH("device", id_text(&c, device)), &id);
    assert_int_equal(id, 0);
    a = crew_act(&c, LEADER);
    assert_false(ledger_remove(a, &kitting_step_ledger, step(&c, device, "動作の確認"), 1));
}

static void
the_template_is_the_contracts_own(struct test *t)
{
    struct crew c;
    int64_t other;

    crew_open(t, &c);
    assert_int_equal(run_of(&c, new_device(&c, "other")), 0);
    new_device(&c, "display");
    crew_make(&c, LEADER, &kitting_item_ledger,
              WITH("kind", "other", "place", "1", "title", "清掃"));
    other = new_device(&c, "other");
    kit_out(&c, other);
    assert_state(&c, &kitting_ledger, run_of(&c, other), "ready");
}

const struct test_case kitting_tests[] = {
    CASE(a_device_goes_out_when_its_required_steps_are_done),
    CASE(who_ticked_and_when_is_written_down),
    CASE(steps_go_in_their_order_and_with_their_records),
    CASE(only_the_lead_leaves_a_required_step_out),
    CASE(a_step_that_is_opened_again_holds_the_device_back),
    CASE(each_time_it_goes_out_is_a_run_of_its_own),
    CASE(no_way_leads_around_it),
    CASE(the_template_is_the_contracts_own),
    { 0 },
};
