#include "contract/information.h"

#include "contract/handling_request.h"
#include "contract/workplace.h"
#include "crew.h"
#include "tests.h"

static int64_t
item(struct crew *c)
{
    return crew_make(c, WORKER, &information_item_ledger,
                     WITH("title", "受講者名簿", "confidentiality", "機密性3", "origin", "受領",
                          "form", "USB", "quantity", "10", "unit", "枚", "giver_name", "市民課",
                          "came_on", "2026-04-03", "person", id_text(c, c->who[WORKER].person),
                          "place", "本社 施錠キャビネットA", "return_by", "2026-04-30"));
}

static struct act *
event(struct crew *c, int64_t of, const char *kind, const char *count, const char *name,
      const char *value)
{
    int64_t id;

    return crew_try(c, WORKER, &information_event_ledger,
                    WITH("item", id_text(c, of), "kind", kind, "day", "2026-04-06", "person",
                         id_text(c, c->who[WORKER].person), "quantity", count, name, value),
                    &id);
}

static void
assert_item(struct crew *c, int64_t id, const char *state, int64_t kept, int64_t away)
{
    const struct information_item *it = crew_stored(c, &information_item_ledger, id);

    assert_string_equal(it->base.state, state);
    assert_int_equal(it->kept, kept);
    assert_int_equal(it->away, away);
}

static int64_t
request(struct crew *c, int64_t of, const char *kind, const char *count)
{
    return crew_make(c, WORKER, &handling_request_ledger,
                     WITH("item", id_text(c, of), "kind", kind, "quantity", count, "purpose",
                          "配布のため", "destination", "会場", "period", "2026-04-06/2026-04-10",
                          "person", id_text(c, c->who[WORKER].person), "safety", "施錠した鞄"));
}

static void
an_item_begins_with_its_first_event(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = item(&c);
    assert_item(&c, id, "kept", 10, 0);
    assert_int_equal(crew_count(&c, &information_event_ledger, "item", id_text(&c, id)), 1);
    assert_int_equal(crew_count(&c, &information_event_ledger, "kind", "received"), 1);
    assert_refused(event(&c, id, "受領", "1", "notes", ""), "kind", "情報台帳に新しい情報");
}

static void
copying_without_an_approved_request_is_refused(struct test *t)
{
    struct crew c;
    int64_t id, asked;

    crew_open(t, &c);
    id = item(&c);
    assert_refused(event(&c, id, "複写", "2", "notes", ""), "request", "承認が要ります");
    asked = request(&c, id, "複写", "3");
    assert_refused(event(&c, id, "複写", "2", "request", id_text(&c, asked)), "request",
                   "承認されていません");
    crew_do(&c, CLIENT, &handling_request_ledger, asked, "approve", NULL);
    assert_int_equal(event(&c, id, "複写", "2", "request", id_text(&c, asked))->fault_count, 0);
    assert_item(&c, id, "kept", 12, 0);
    /* Two of three are used up. */
    assert_refused(event(&c, id, "複写", "2", "request", id_text(&c, asked)), "quantity",
                   "あと1まで");
    assert_refused(event(&c, id, "持出", "1", "request", id_text(&c, asked)), "request",
                   "この情報の持出のものではありません");
    assert_item(&c, id, "kept", 12, 0);
}

static void
what_is_taken_out_is_away_until_it_is_back(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id, asked, done;

    crew_open(t, &c);
    id = item(&c);
    asked = request(&c, id, "持出", "4");
    crew_do(&c, CLIENT, &handling_request_ledger, asked, "approve", NULL);
    a = crew_try(&c, WORKER, &information_event_ledger,
                 WITH("item", id_text(&c, id), "kind", "持出", "day", "2026-04-06", "person",
                      id_text(&c, c.who[WORKER].person), "quantity", "4", "request",
                      id_text(&c, asked), "partner", "会場"),
                 &done);
    assert_int_equal(a->fault_count, 0);
    assert_item(&c, id, "away", 10, 4);
    assert_refused(event(&c, id, "返還", "7", "partner", "市民課"), "quantity", "手元に6枚");
    assert_refused(event(&c, id, "持帰", "5", "notes", ""), "quantity", "4枚持出中");
    assert_int_equal(event(&c, id, "持帰", "", "notes", "")->fault_count, 0);
    assert_item(&c, id, "kept", 10, 0);
}

static void
a_request_is_good_for_its_days_only(struct test *t)
{
    struct crew c;
    int64_t id, asked;

    crew_open(t, &c);
    id = item(&c);
    asked = request(&c, id, "複写", "3");
    crew_do(&c, CLIENT, &handling_request_ledger, asked, "approve", NULL);
    crew_on(&c, "2026-04-20");
    assert_refused(crew_try(&c, WORKER, &information_event_ledger,
                            WITH("item", id_text(&c, id), "kind", "複写", "day", "2026-04-20",
                                 "person", id_text(&c, c.who[WORKER].person), "quantity", "1",
                                 "request", id_text(&c, asked)),
                            &id),
                   "request", "期間の外");
}

static void
what_was_given_back_is_off_the_list_of_what_is_late(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = item(&c);
    crew_on(&c, "2026-05-01");
    assert_int_equal(crew_count(&c, &information_item_ledger, "view", "late"), 1);
    assert_int_equal(event(&c, id, "返還", "6", "partner", "市民課")->fault_count, 0);
    assert_item(&c, id, "kept", 4, 0);
    assert_int_equal(event(&c, id, "返還", "", "partner", "市民課")->fault_count, 0);
    assert_item(&c, id, "returned", 0, 0);
    assert_int_equal(crew_count(&c, &information_item_ledger, "view", "late"), 0);
    assert_refused(event(&c, id, "使用", "1", "notes", ""), "item", "済んだ情報");
}

static void
moving_moves_the_item_and_never_to_an_unapproved_place(struct test *t)
{
    struct crew c;
    const struct information_item *it;
    int64_t id, place;

    crew_open(t, &c);
    id = item(&c);
    place = crew_make(
        &c, LEADER, &workplace_ledger,
        WITH("title", "倉庫", "kind", "受託者の事業所", "work", "保管", "safety", "施錠"));
    assert_refused(event(&c, id, "移動", "", "workplace", id_text(&c, place)), "workplace",
                   "承認されていません");
    crew_do(&c, CLIENT, &workplace_ledger, place, "approve", NULL);
    assert_int_equal(event(&c, id, "移動", "", "workplace", id_text(&c, place))->fault_count, 0);
    it = crew_stored(&c, &information_item_ledger, id);
    assert_int_equal(it->workplace.id, place);
}

static void
a_place_that_was_given_up_keeps_nothing_from_leaving_it(struct test *t)
{
    struct crew c;
    int64_t id, place;

    crew_open(t, &c);
    place = crew_make(
        &c, LEADER, &workplace_ledger,
        WITH("title", "倉庫", "kind", "受託者の事業所", "work", "保管", "safety", "施錠"));
    crew_do(&c, CLIENT, &workplace_ledger, place, "approve", NULL);
    id = item(&c);
    crew_do(&c, WORKER, &information_item_ledger, id, NULL, WITH("workplace", id_text(&c, place)));
    crew_do(&c, LEADER, &workplace_ledger, place, "end", WITH("until", "2026-04-06"));
    assert_int_equal(event(&c, id, "返還", "10", "partner", "市民課")->fault_count, 0);
    assert_item(&c, id, "returned", 0, 0);
}

static void
events_are_never_changed_but_corrected_by_another(struct test *t)
{
    struct crew c;
    int64_t id, done;

    crew_open(t, &c);
    id = item(&c);
    assert_refused(event(&c, id, "数量の訂正", "8", "notes", ""), "notes", "理由");
    crew_try(&c, WORKER, &information_event_ledger,
             WITH("item", id_text(&c, id), "kind", "数量の訂正", "day", "2026-04-06", "person",
                  id_text(&c, c.who[WORKER].person), "quantity", "8", "notes", "数え直した"),
             &done);
    assert_item(&c, id, "kept", 8, 0);
    assert_refused(
        crew_move(&c, LEADER, &information_event_ledger, done, NULL, WITH("quantity", "9")),
        "quantity", "変えられません");
    assert_refused(
        crew_move(&c, LEADER, &information_event_ledger, done, NULL, WITH("partner", "x")),
        "partner", "変えられません");
}

static void
erasing_needs_an_application(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = item(&c);
    assert_refused(event(&c, id, "消去", "", "notes", ""), "erasure", "承認が要ります");
    assert_refused(event(&c, id, "廃棄", "", "notes", ""), "erasure", "承認が要ります");
    assert_item(&c, id, "kept", 10, 0);
}

const struct test_case information_tests[] = {
    CASE(an_item_begins_with_its_first_event),
    CASE(copying_without_an_approved_request_is_refused),
    CASE(what_is_taken_out_is_away_until_it_is_back),
    CASE(a_request_is_good_for_its_days_only),
    CASE(what_was_given_back_is_off_the_list_of_what_is_late),
    CASE(moving_moves_the_item_and_never_to_an_unapproved_place),
    CASE(a_place_that_was_given_up_keeps_nothing_from_leaving_it),
    CASE(events_are_never_changed_but_corrected_by_another),
    CASE(erasing_needs_an_application),
    { 0 },
};
