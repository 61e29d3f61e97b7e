#include "ledger/proof.h"

#include <string.h>

#include "base/buffer.h"
#include "ledger/history.h"
#include "office.h"

/* Two blocks: what office_open wrote, then three tickets. */
static void
sealed_office(struct test *t, struct office *o)
{
    office_open(t, o);
    assert_true(history_seal(office_console(o), NULL));
    for (int i = 0; i < 3; i++)
        ticket_made(o, OPERATOR, "件名");
    assert_true(history_seal(office_console(o), NULL));
}

static struct verify_report
verified(struct office *o)
{
    struct verify_options options = { .no_heads = true };
    struct act *a = office_console(o);
    struct verify_report report;

    assert_true(history_verify(a, &options, &report));
    assert_null(report.wrong);
    return report;
}

static bool
write_note(struct act *a, void *with)
{
    return history_event(a, "", 0, with, NULL);
}

static void
one_more_block(struct office *o)
{
    char action[] = "note";

    assert_true(act_write(office_console(o), write_note, action));
    assert_true(history_seal(office_console(o), NULL));
}

static const char *
proof_of(struct office *o, int64_t seq, int64_t until)
{
    struct buffer out = { .arena = o->test->arena };
    struct act *a = office_console(o);

    assert_true(proof_write(a, seq, until, false, &out));
    act_end(a);
    return buffer_string(&out);
}

static struct proof_report
checked(struct office *o, const char *proof, const struct head *head)
{
    struct proof_report report;

    assert_true(proof_check(office_console(o), proof, strlen(proof), head, &report));
    return report;
}

static void
every_row_of_a_block_can_be_proven(struct test *t)
{
    struct head none = { 0 };
    struct proof_report report;
    int64_t rows;
    struct office o;

    sealed_office(t, &o);
    rows = verified(&o).rows;
    for (int64_t seq = 1; seq <= rows; seq++) {
        report = checked(&o, proof_of(&o, seq, 0), &none);
        assert_null(report.wrong);
        assert_int_equal(report.seq, seq);
        assert_int_equal(report.head.number, 2);
    }
}

static void
a_proof_leads_to_a_later_head(struct test *t)
{
    struct proof_report report;
    struct head head;
    struct office o;

    sealed_office(t, &o);
    for (int i = 0; i < 3; i++)
        one_more_block(&o);
    head = verified(&o).newest;
    assert_int_equal(head.number, 5);
    report = checked(&o, proof_of(&o, 4, 5), &head);
    assert_null(report.wrong);
    assert_true(report.confirmed);
    assert_non_null(checked(&o, proof_of(&o, 4, 0), &head).wrong);
    head.hash[0] ^= 1;
    assert_non_null(checked(&o, proof_of(&o, 4, 5), &head).wrong);
}

/* The text with the first `from` behind `after` replaced by `to`, of the same length. */
static const char *
changed(struct test *t, const char *text, const char *after, const char *from, const char *to)
{
    char *copy = arena_copy(t->arena, text);
    char *at = strstr(strstr(copy, after), from);

    assert_non_null(at);
    memcpy(at, to, strlen(to));
    return copy;
}

static void
a_changed_proof_does_not_hold(struct test *t)
{
    struct head none = { 0 };
    struct office o;
    const char *proof;

    sealed_office(t, &o);
    proof = proof_of(&o, 5, 0);
    assert_non_null(
        checked(&o, changed(t, proof, "\"row\"", "\"create\"", "\"remove\""), &none).wrong);
    assert_non_null(checked(&o, changed(t, proof, "\"detail\"", "salt", "sugr"), &none).wrong);
    assert_non_null(
        checked(&o, changed(t, proof, "\"path\"", "\"right\"", "\"left\" "), &none).wrong);
}

static void
a_row_that_is_not_sealed_has_no_proof_yet(struct test *t)
{
    struct buffer out = { .arena = t->arena };
    struct act *a;
    struct office o;

    sealed_office(t, &o);
    ticket_made(&o, OPERATOR, "新しい件名");
    a = office_console(&o);
    assert_false(proof_write(a, verified(&o).rows, 0, false, &out));
    assert_fault(a, FAULT_CLASH, NULL);
    a = office_console(&o);
    assert_false(proof_write(a, 1000000, 0, false, &out));
    assert_fault(a, FAULT_MISSING, NULL);
}

const struct test_case proof_tests[] = {
    CASE(every_row_of_a_block_can_be_proven),
    CASE(a_proof_leads_to_a_later_head),
    CASE(a_changed_proof_does_not_hold),
    CASE(a_row_that_is_not_sealed_has_no_proof_yet),
    { 0 },
};
