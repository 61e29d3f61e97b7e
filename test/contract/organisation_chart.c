#include "contract/organisation_chart.h"

#include <string.h>

#include "contract/assignment.h"
#include "contract/contact.h"
#include "contract/qualification.h"
#include "crew.h"
#include "tests.h"

static void
the_chart_hangs_everybody_under_who_gives_the_orders(struct test *t)
{
    struct crew c;
    struct organisation_chart chart;
    int64_t head, under;

    crew_open(t, &c);
    head = crew_member(&c, c.who[LEADER].person, "service_manager");
    under = crew_member(&c, c.who[WORKER].person, "auditor");
    crew_do(&c, LEADER, &assignment_ledger, under, NULL, WITH("above", id_text(&c, head)));
    crew_make(&c, LEADER, &qualification_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "title", "CISSP"));
    assert_true(organisation_chart_read(crew_act(&c, CLIENT), c.contract, CHART_ORGANISATION,
                                        day("2026-04-06"), &chart));
    assert_string_equal(chart.title, "体制図　運用支援");
    assert_int_equal(chart.node_count, 4);
    assert_int_equal(chart.edge_count, 3);
    assert_string_equal(chart.nodes[0].name, "青葉市");
    assert_string_equal(chart.nodes[1].name, "襷情報サービス");
    assert_string_equal(chart.nodes[2].role, "責任者");
    assert_string_equal(chart.nodes[3].name, "三浦");
    assert_string_equal(chart.nodes[3].detail, "CISSP");
    assert_int_equal(chart.nodes[3].above, head);
    assert_int_equal(chart.nodes[3].depth, 3);
}

static void
who_is_not_at_work_on_the_day_is_not_drawn(struct test *t)
{
    struct crew c;
    struct organisation_chart chart;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    assert_true(organisation_chart_read(crew_act(&c, CLIENT), c.contract, CHART_ORGANISATION,
                                        day("2026-03-31"), &chart));
    assert_int_equal(chart.node_count, 2);
    /* Nor who handles no information in the figure of those who do. */
    assert_true(organisation_chart_read(crew_act(&c, CLIENT), c.contract, CHART_INFORMATION,
                                        day("2026-04-06"), &chart));
    assert_int_equal(chart.node_count, 2);
}

static int64_t
contact(struct crew *c, const char *title, const char *kind, const char *told_by)
{
    return crew_make(c, LEADER, &contact_ledger,
                     WITH("title", title, "kind", kind, "side", "受託者", "phone", "03-1111-2222",
                          "told_by", told_by));
}

static void
the_network_of_an_emergency_leaves_normal_times_out(struct test *t)
{
    struct crew c;
    struct organisation_chart chart;
    int64_t first;

    crew_open(t, &c);
    first = contact(&c, "受託者　責任者", "both", "");
    contact(&c, "発注者　担当", "emergency", id_text(&c, first));
    contact(&c, "定例の担当", "normal", id_text(&c, first));
    assert_true(organisation_chart_read(crew_act(&c, CLIENT), c.contract, CHART_CONTACT_EMERGENCY,
                                        day("2026-04-06"), &chart));
    assert_int_equal(chart.node_count, 2);
    assert_int_equal(chart.edge_count, 1);
    assert_string_equal(chart.nodes[1].role, "発注者　担当");
    assert_string_equal(chart.nodes[0].detail, "03-1111-2222");
    assert_string_equal(chart.edges[0].label, "1");
}

static void
a_network_that_comes_back_to_its_start_is_refused(struct test *t)
{
    struct crew c;
    int64_t first, second;

    crew_open(t, &c);
    first = contact(&c, "一", "both", "");
    second = contact(&c, "二", "both", id_text(&c, first));
    assert_refused(
        crew_move(&c, LEADER, &contact_ledger, first, NULL, WITH("told_by", id_text(&c, second))),
        "told_by", "輪");
}

static void
a_stranger_gets_no_figure(struct test *t)
{
    struct crew c;
    struct organisation_chart chart;

    crew_open(t, &c);
    assert_false(organisation_chart_read(crew_act(&c, FOREIGNER), c.contract, CHART_ORGANISATION,
                                         day("2026-04-06"), &chart));
}

const struct test_case organisation_chart_tests[] = {
    CASE(the_chart_hangs_everybody_under_who_gives_the_orders),
    CASE(who_is_not_at_work_on_the_day_is_not_drawn),
    CASE(the_network_of_an_emergency_leaves_normal_times_out),
    CASE(a_network_that_comes_back_to_its_start_is_refused),
    CASE(a_stranger_gets_no_figure),
    { 0 },
};
