#include "contract/receipt.h"

#include "contract/information.h"
#include "crew.h"
#include "tests.h"

static struct act *
issue(struct crew *c, const char *day_text, int64_t *id)
{
    return crew_try(c, WORKER, &receipt_ledger,
                    WITH("kind", "預り証", "day", day_text, "giver", id_text(c, c->city),
                         "given_by", "市民課　青山", "person", id_text(c, c->who[WORKER].person),
                         "place", "市役所2階"),
                    id);
}

static void
a_receipt_lists_what_names_it(struct test *t)
{
    struct crew c;
    struct receipt_form form;
    int64_t id;

    crew_open(t, &c);
    issue(&c, "2026-04-06", &id);
    crew_make(&c, WORKER, &information_item_ledger,
              WITH("title", "受講者名簿", "confidentiality", "機密性2", "origin", "受領", "form",
                   "紙", "quantity", "12", "unit", "枚", "giver", id_text(&c, c.city), "came_on",
                   "2026-04-06", "person", id_text(&c, c.who[WORKER].person), "receipt",
                   id_text(&c, id)));
    assert_true(receipt_form_read(crew_act(&c, CLIENT), id, &form));
    assert_string_equal(form.heading, "預り証");
    assert_string_equal(form.number, "R8-0001");
    assert_string_equal(form.giver, "青葉市");
    assert_string_equal(form.given_by, "市民課　青山");
    assert_string_equal(form.contractor, "襷情報サービス");
    assert_int_equal(form.count, 1);
    assert_string_equal(form.lines[0].confidentiality, "機密性2");
    assert_string_equal(form.lines[0].form, "紙");
    assert_int_equal(form.lines[0].count, 12);
}

static void
numbers_have_no_gaps_whatever_is_refused(struct test *t)
{
    struct crew c;
    const struct receipt *it;
    int64_t id;

    crew_open(t, &c);
    issue(&c, "2026-04-06", &id);
    assert_refused(issue(&c, "2026-04-07", &id), "day", "今日より後");
    issue(&c, "2026-04-06", &id);
    it = crew_stored(&c, &receipt_ledger, id);
    assert_string_equal(it->number, "R8-0002");
}

static void
what_was_issued_is_made_void_and_not_changed(struct test *t)
{
    struct crew c;
    struct receipt_form form;
    int64_t id;

    crew_open(t, &c);
    issue(&c, "2026-04-06", &id);
    assert_refused(crew_move(&c, LEADER, &receipt_ledger, id, NULL, WITH("day", "2026-04-01")),
                   "day", "取り消して");
    assert_refused(crew_move(&c, LEADER, &receipt_ledger, id, "cancel", NULL), "reason", "必須");
    crew_do(&c, LEADER, &receipt_ledger, id, "cancel", WITH("reason", "件数の誤り"));
    assert_true(receipt_form_read(crew_act(&c, LEADER), id, &form));
    assert_true(form.is_void);
}

const struct test_case receipt_tests[] = {
    CASE(a_receipt_lists_what_names_it),
    CASE(numbers_have_no_gaps_whatever_is_refused),
    CASE(what_was_issued_is_made_void_and_not_changed),
    { 0 },
};
