/* Issued papers with personal values: who may open them, and that it is remembered. */
#include "contract/document.h"

#include <string.h>

#include "contract/contract.h"
#include "contract/delivery.h"
#include "contract/pledge.h"
#include "crew.h"
#include "ledger/block.h"
#include "render/document.h"
#include "render/report.h"
#include "store/query.h"
#include "tests.h"
#include "web/module.h"

static struct document_row *
issued(struct crew *c, const char *report, int64_t subject)
{
    struct act *a = crew_act(c, LEADER);
    struct document_row *it = ledger_new(a, &document_ledger);
    size_t rows;
    int64_t id;

    it->base.contract = c->contract;
    it->report = report;
    it->subject = subject;
    assert_done(a, ledger_create(a, &document_ledger, it));
    id = it->base.id;
    act_end(a);
    a = crew_console(c);
    assert_done(a, history_seal(a, &rows));
    act_end(a);
    crew_do(c, LEADER, &document_ledger, id, "issue", NULL);
    return crew_stored(c, &document_ledger, id);
}

static struct document_row *
issued_pledge(struct test *t, struct crew *c)
{
    crew_open(t, c);
    reports_set(contract_module.reports);
    crew_member(c, c->who[WORKER].person, "auditor");
    return issued(c, "pledge",
                  crew_make(c, LEADER, &pledge_ledger,
                            WITH("person", id_text(c, c->who[WORKER].person), "kind", "secrecy")));
}

struct counted {
    int64_t count;
};

static const struct query readings_query = {
    .name = "test.readings",
    .sql = "SELECT count(*) AS count FROM history WHERE ledger = 'document' AND record = :id"
           " AND action = 'read'",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, count)),
};

static int64_t
readings(struct crew *c, int64_t id)
{
    struct act *a = crew_console(c);
    struct counted row = { 0 };
    bool found;

    assert_done(a, query_first(a, &readings_query, &row, &found, BOUND(BIND(id, id))));
    act_end(a);
    return row.count;
}

static void
a_paper_with_personal_values_remembers_whose_they_are(struct test *t)
{
    struct crew c;

    assert_string_equal(issued_pledge(t, &c)->holds, "person");
    assert_string_equal(issued(&c, "deliverables", NO_NUMBER)->holds, "");
}

static void
who_may_see_personal_values_opens_it_and_the_history_says_so(struct test *t)
{
    struct crew c;
    struct document_row *it = issued_pledge(t, &c);
    struct document d;
    struct act *a;
    int64_t before = readings(&c, it->base.id);

    a = crew_act(&c, CLIENT);
    assert_done(a, document_open(a, it, &d));
    act_end(a);
    assert_int_equal(readings(&c, it->base.id), before + 1);
}

static void
who_may_not_is_refused_though_he_reads_the_document(struct test *t)
{
    struct crew c;
    struct document_row *it = issued_pledge(t, &c);
    struct document d;
    struct act *a = crew_act(&c, DECIDER);
    const char *name;
    int64_t before = readings(&c, it->base.id);

    assert_done(
        a, ledger_read(a, &document_ledger, it->base.id, false, ledger_new(a, &document_ledger)));
    assert_false(document_open(a, it, &d));
    assert_int_equal(act_fault_kind(a), FAULT_DENIED);
    assert_non_null(strstr(a->faults->message, "個人情報"));
    act_end(a);
    a = crew_act(&c, DECIDER);
    assert_false(delivery_document(a, it->base.id, &d, &name));
    assert_int_equal(act_fault_kind(a), FAULT_DENIED);
    act_end(a);
    assert_int_equal(readings(&c, it->base.id), before);
}

static void
a_paper_without_them_is_open_to_all_its_readers(struct test *t)
{
    struct crew c;
    struct document_row *it;
    struct document d;
    struct act *a;

    issued_pledge(t, &c);
    it = issued(&c, "deliverables", NO_NUMBER);
    a = crew_act(&c, DECIDER);
    assert_done(a, document_open(a, it, &d));
    act_end(a);
    assert_int_equal(readings(&c, it->base.id), 0);
}

static void
what_was_issued_before_its_report_said_so_is_kept_from_them_too(struct test *t)
{
    struct crew c;
    struct document_row *it = issued_pledge(t, &c);
    struct document d;
    struct act *a = crew_act(&c, DECIDER);

    it->holds = NULL;
    assert_false(document_open(a, it, &d));
    assert_int_equal(act_fault_kind(a), FAULT_DENIED);
}

const struct test_case document_tests[] = {
    CASE(a_paper_with_personal_values_remembers_whose_they_are),
    CASE(who_may_see_personal_values_opens_it_and_the_history_says_so),
    CASE(who_may_not_is_refused_though_he_reads_the_document),
    CASE(a_paper_without_them_is_open_to_all_its_readers),
    CASE(what_was_issued_before_its_report_said_so_is_kept_from_them_too),
    { 0 },
};
