#include "contract/erasure.h"

#include <string.h>

#include "contract/information.h"
#include "contract/medium.h"
#include "crew.h"
#include "tests.h"

struct application {
    struct crew c;
    int64_t item;
    int64_t medium;
    int64_t request;
    int64_t line;
};

static void
application_open(struct test *t, struct application *g, const char *kind)
{
    struct crew *c = &g->c;
    const char *worker;

    crew_open(t, c);
    worker = id_text(c, c->who[WORKER].person);
    g->item = crew_make(c, WORKER, &information_item_ledger,
                        WITH("title", "受講者名簿", "confidentiality", "機密性3", "origin", "受領",
                             "form", "USB", "quantity", "120", "unit", "件", "giver_name", "市民課",
                             "came_on", "2026-04-03", "person", worker));
    g->medium = crew_make(c, WORKER, &medium_ledger,
                          WITH("title", "暗号化USB", "kind", "USB", "ownership", "自社", "keeper",
                               id_text(c, c->vendor)));
    g->request = crew_make(c, LEADER, &erasure_request_ledger,
                           WITH("title", "名簿の消去", "kind", kind, "reason", "業務の終了",
                                "planned_on", "2026-04-06", "person", worker));
    g->line = crew_make(c, LEADER, &erasure_line_ledger,
                        WITH("request", id_text(c, g->request), "subject", "情報", "item",
                             id_text(c, g->item), "method", "上書き", "method_note", "3回"));
    crew_make(c, LEADER, &erasure_line_ledger,
              WITH("request", id_text(c, g->request), "subject", "媒体", "medium",
                   id_text(c, g->medium), "method", "物理破壊"));
}

static struct act *
carry_out(struct application *g, const char *witness)
{
    return crew_move(&g->c, LEADER, &erasure_request_ledger, g->request, "carry_out",
                     WITH("done_on", "2026-04-06", "responsible",
                          id_text(&g->c, g->c.who[LEADER].person), "witness_name", witness));
}

static void
from_the_application_to_the_certificate(struct test *t)
{
    struct application g;
    struct erasure_certificate it;
    struct act *a;

    application_open(t, &g, "消去");
    assert_refused(carry_out(&g, "青山"), NULL, "この状態では");
    crew_do(&g.c, CLIENT, &erasure_request_ledger, g.request, "approve", NULL);
    assert_refused(carry_out(&g, ""), "witness", "立会者は必須");
    assert_int_equal(carry_out(&g, "青葉市　青山")->fault_count, 0);
    assert_state(&g.c, &information_item_ledger, g.item, "erased");
    crew_do(&g.c, LEADER, &erasure_request_ledger, g.request, "certify", NULL);
    a = crew_act(&g.c, CLIENT);
    assert_true(erasure_certificate_read(a, g.request, &it));
    assert_string_equal(it.heading, "消去証明書");
    assert_string_equal(it.number, "R8-001");
    assert_string_equal(it.contract, "運用支援");
    assert_string_equal(it.client, "青葉市");
    assert_string_equal(it.approved_by, "青山");
    assert_string_equal(it.responsible, "大石");
    assert_string_equal(it.witness, "青葉市　青山");
    assert_day(it.done_on, "2026-04-06");
    assert_int_equal(it.count, 2);
    assert_string_equal(it.lines[0].title, "受講者名簿");
    assert_string_equal(it.lines[0].medium_name, "USBメモリ");
    assert_int_equal(it.lines[0].count, 120);
    assert_string_equal(it.lines[0].unit, "件");
    assert_string_equal(it.lines[0].method, "上書き消去　3回");
    assert_string_equal(it.lines[1].medium_name, "USBメモリ M-0001");
    assert_false(it.has_product);
}

static void
disposing_ends_the_medium_too(struct test *t)
{
    struct application g;
    const struct medium *it;

    application_open(t, &g, "廃棄");
    crew_do(&g.c, CLIENT, &erasure_request_ledger, g.request, "approve", NULL);
    assert_int_equal(carry_out(&g, "青山")->fault_count, 0);
    it = crew_stored(&g.c, &medium_ledger, g.medium);
    assert_string_equal(it->base.state, "disposed");
    assert_day(it->until, "2026-04-06");
}

static void
lines_are_fixed_with_the_approval(struct test *t)
{
    struct application g;
    struct act *a;
    int64_t id;

    application_open(t, &g, "消去");
    crew_do(&g.c, CLIENT, &erasure_request_ledger, g.request, "approve", NULL);
    assert_refused(crew_try(&g.c, LEADER, &erasure_line_ledger,
                            WITH("request", id_text(&g.c, g.request), "subject", "その他", "title",
                                 "控え", "method", "裁断"),
                            &id),
                   "request", "決まった申請");
    assert_refused(
        crew_move(&g.c, LEADER, &erasure_line_ledger, g.line, NULL, WITH("quantity", "100")),
        "request", "決まった申請");
    a = crew_act(&g.c, LEADER);
    assert_false(ledger_remove(a, &erasure_line_ledger, g.line, 1));
    assert_refused(a, NULL, "取り除けません");
    assert_refused(crew_move(&g.c, LEADER, &erasure_request_ledger, g.request, NULL,
                             WITH("planned_on", "2026-05-01")),
                   "planned_on", "決まったもの");
}

static void
an_application_without_lines_is_not_approved(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, LEADER, &erasure_request_ledger,
                   WITH("title", "消去", "kind", "消去", "reason", "終了", "planned_on",
                        "2026-04-06", "person", id_text(&c, c.who[WORKER].person)));
    assert_refused(crew_move(&c, CLIENT, &erasure_request_ledger, id, "approve", NULL), NULL,
                   "明細が1件もありません");
}

static void
a_line_takes_no_more_than_there_is(struct test *t)
{
    struct application g;

    application_open(t, &g, "消去");
    assert_refused(
        crew_move(&g.c, LEADER, &erasure_line_ledger, g.line, NULL, WITH("quantity", "121")),
        "quantity", "手元に120");
}

static void
part_of_an_item_leaves_the_rest(struct test *t)
{
    struct application g;
    const struct information_item *it;

    application_open(t, &g, "消去");
    crew_do(&g.c, LEADER, &erasure_line_ledger, g.line, NULL, WITH("quantity", "20"));
    crew_do(&g.c, CLIENT, &erasure_request_ledger, g.request, "approve", NULL);
    assert_int_equal(carry_out(&g, "青山")->fault_count, 0);
    it = crew_stored(&g.c, &information_item_ledger, g.item);
    assert_string_equal(it->base.state, "kept");
    assert_int_equal(it->kept, 100);
}

static void
certificates_are_numbered_without_gaps(struct test *t)
{
    static const char *const numbers[] = { "R8-001", "R8-002", "R8-003" };
    struct application g;

    application_open(t, &g, "消去");
    for (size_t i = 0; i < 3; i++) {
        int64_t id = crew_make(&g.c, LEADER, &erasure_request_ledger,
                               WITH("title", "消去", "kind", "消去", "reason", "終了", "planned_on",
                                    "2026-04-06", "person", id_text(&g.c, g.c.who[WORKER].person)));
        const struct erasure_request *it;

        crew_make(&g.c, LEADER, &erasure_line_ledger,
                  WITH("request", id_text(&g.c, id), "subject", "この仕組みの中のデータ", "title",
                       "全記録", "method", "暗号鍵の破棄"));
        crew_do(&g.c, CLIENT, &erasure_request_ledger, id, "approve", NULL);
        g.request = id;
        assert_int_equal(carry_out(&g, "青山")->fault_count, 0);
        /* A refusal in between takes no number. */
        crew_move(&g.c, WORKER, &erasure_request_ledger, id, "certify", NULL);
        crew_do(&g.c, LEADER, &erasure_request_ledger, id, "certify", NULL);
        it = crew_stored(&g.c, &erasure_request_ledger, id);
        assert_string_equal(it->certificate, numbers[i]);
    }
}

const struct test_case erasure_tests[] = {
    CASE(from_the_application_to_the_certificate),
    CASE(disposing_ends_the_medium_too),
    CASE(lines_are_fixed_with_the_approval),
    CASE(an_application_without_lines_is_not_approved),
    CASE(a_line_takes_no_more_than_there_is),
    CASE(part_of_an_item_leaves_the_rest),
    CASE(certificates_are_numbered_without_gaps),
    { 0 },
};
