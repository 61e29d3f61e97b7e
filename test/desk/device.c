#include "desk/device.h"

#include "contract/erasure.h"
#include "counter.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/query.h"
#include "tests.h"

struct ids {
    struct ref *rows;
    size_t count;
};

static const struct query events_query = {
    .name = "test.events",
    .sql = "SELECT id FROM device_event WHERE device = :device ORDER BY id",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static struct ids
ids_of(struct crew *c, const struct query *query, int64_t device)
{
    struct act *a = crew_console(c);
    struct ids ids;

    assert_true(QUERY(a, query, ids, BIND(device, device)));
    act_end(a);
    return ids;
}

/* The newest of so many. */
static const struct device_event *
newest_event(struct crew *c, int64_t device, size_t count)
{
    struct ids events = ids_of(c, &events_query, device);

    assert_int_equal(events.count, count);
    return crew_stored(c, &device_event_ledger, events.rows[count - 1].id);
}

static void
hand_out(struct crew *c, int64_t device)
{
    kit_out(c, device);
    crew_do(c, WORKER, &device_ledger, device, "hand_out", WITH("section", id_text(c, c->city)));
}

static void
each_transition_writes_who_when_and_from_what_to_what(struct test *t)
{
    struct crew c;
    const struct device_event *it;
    int64_t device;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    hand_out(&c, device);
    c.now = instant_add(c.now, (struct minutes){ 30 });
    crew_do(&c, WORKER, &device_ledger, device, "take_back", NULL);
    it = newest_event(&c, device, 2);
    assert_string_equal(it->title, "D-00001　使用中→返却");
    assert_string_equal(it->holder_was, "青葉市　倉庫");
    assert_string_equal(it->holder_now, "倉庫");
    assert_int_equal(it->happened_at.us, c.now.us);
    assert_int_equal(it->person.id, c.who[WORKER].person);
}

static void
who_has_it_now_is_an_event_too_and_nothing_else_is(struct test *t)
{
    struct crew c;
    const struct device_event *it;
    int64_t device;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    hand_out(&c, device);
    crew_do(&c, WORKER, &device_ledger, device, NULL, WITH("maker", "青葉電機"));
    assert_int_equal(ids_of(&c, &events_query, device).count, 1);
    crew_do(&c, WORKER, &device_ledger, device, NULL,
            WITH("person", id_text(&c, c.who[CLIENT].person)));
    it = newest_event(&c, device, 2);
    assert_string_equal(it->holder_now, "青葉市　青山　倉庫");
}

static void
nobody_writes_an_event_by_hand(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t device, id;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    a = crew_try(&c, LEADER, &device_event_ledger, WITH("device", id_text(&c, device)), &id);
    assert_int_equal(a->faults->kind, FAULT_DENIED);
}

static void
what_stores_data_is_disposed_of_after_its_erasure(struct test *t)
{
    struct crew c;
    int64_t device, display, erasure;

    crew_open(t, &c);
    device = new_device(&c, "pc");
    display = new_device(&c, "display");
    crew_do(&c, WORKER, &device_ledger, display, "dispose", NULL);
    assert_refused(crew_move(&c, WORKER, &device_ledger, device, "dispose", NULL), "erasure",
                   "消去の申請");
    erasure =
        crew_make(&c, LEADER, &erasure_request_ledger,
                  WITH("title", "端末の消去", "kind", "dispose", "reason", "更新", "planned_on",
                       "2026-04-06", "place", "倉庫", "person", id_text(&c, c.who[WORKER].person)));
    assert_refused(crew_move(&c, WORKER, &device_ledger, device, "dispose",
                             WITH("erasure", id_text(&c, erasure))),
                   "erasure", "まだ行われていません");
    crew_make(&c, LEADER, &erasure_line_ledger,
              WITH("request", id_text(&c, erasure), "subject", "other", "title", "端末1台",
                   "quantity", "1", "method", "destroy"));
    crew_do(&c, CLIENT, &erasure_request_ledger, erasure, "approve", NULL);
    crew_do(&c, LEADER, &erasure_request_ledger, erasure, "carry_out",
            WITH("done_on", "2026-04-06", "responsible", id_text(&c, c.who[LEADER].person),
                 "witness_name", "青山"));
    crew_do(&c, WORKER, &device_ledger, device, "dispose", WITH("erasure", id_text(&c, erasure)));
    assert_state(&c, &device_ledger, device, "disposed");
}

const struct test_case device_tests[] = {
    CASE(each_transition_writes_who_when_and_from_what_to_what),
    CASE(who_has_it_now_is_an_event_too_and_nothing_else_is),
    CASE(nobody_writes_an_event_by_hand),
    CASE(what_stores_data_is_disposed_of_after_its_erasure),
    { 0 },
};
