#include "tests.h"

#include <string.h>

#include "base/buffer.h"
#include "render/draw.h"
#include "render/sample_chart.h"
#include "render/svg.h"

static const char *
svg_of(struct test *t, const struct drawing *d)
{
    struct buffer out = { .arena = t->arena };

    drawing_svg(d, "c7", &out);
    return buffer_string(&out);
}

/* Every text lies inside the picture as far as its estimated width tells. */
static void
assert_inside(const struct drawing *d, const char *name)
{
    for (const struct shape *s = d->first; s; s = s->next) {
        double width = s->kind == SHAPE_TEXT ? draw_width(s->text, s->size) : 0;
        double left = s->points->x;

        if (s->kind != SHAPE_TEXT)
            continue;
        left -= s->anchor == ANCHOR_END ? width : s->anchor == ANCHOR_MIDDLE ? width / 2 : 0;
        if (left < -4 || left + width > d->width + 6 || s->points->y > d->height + 1)
            fail_msg("%s: 「%s」 at %.0f..%.0f, %.0f of %.0f × %.0f", name, s->text, left,
                     left + width, s->points->y, d->width, d->height);
        assert_true(s->size >= 6.5);
    }
}

static void
every_kind_of_chart_stays_in_its_picture(struct test *t)
{
    size_t count;
    const struct sample_chart *samples = sample_charts(t->arena, &count);
    unsigned seen = 0;

    for (size_t i = 0; i < count; i++) {
        struct drawing d;

        assert_true(chart_draw(t->arena, &samples[i].chart, &d));
        assert_inside(&d, samples[i].name);
        seen |= 1u << samples[i].chart.kind;
    }
    assert_int_equal(seen, (1u << CHART_KINDS) - 1);
}

static void
every_kind_of_diagram_stays_in_its_picture(struct test *t)
{
    size_t count;
    const struct sample_diagram *samples = sample_diagrams(&count);

    assert_int_equal(count, DIAGRAM_KINDS);
    for (size_t i = 0; i < count; i++) {
        struct drawing d;

        assert_true(diagram_draw(t->arena, &samples[i].diagram, &d));
        assert_inside(&d, samples[i].name);
    }
}

static void
every_number_of_a_bar_chart_is_written(struct test *t)
{
    size_t count;
    const struct sample_chart *samples = sample_charts(t->arena, &count);
    struct drawing d;
    const char *svg;

    chart_draw(t->arena, &samples[0].chart, &d);
    svg = svg_of(t, &d);
    assert_non_null(strstr(svg, ">632</text>"));
    assert_non_null(strstr(svg, ">657</text>"));
    assert_non_null(strstr(svg, "url(#c7-hatch-e6e6e6)"));
    assert_non_null(strstr(svg, "role=\"img\""));
    assert_non_null(strstr(svg, "<title id=\"c7-t\">受付件数の前年度との比較</title>"));
    assert_null(strstr(svg, "style="));
    assert_null(strstr(svg, "class="));
}

static void
two_parts_of_a_whole_say_their_share(struct test *t)
{
    size_t count;
    const struct sample_chart *samples = sample_charts(t->arena, &count);
    struct drawing d;

    for (size_t i = 0; i < count; i++)
        if (samples[i].chart.kind == CHART_SHARE) {
            chart_draw(t->arena, &samples[i].chart, &d);
            assert_non_null(strstr(svg_of(t, &d), "349件（55.2％）"));
        }
}

static void
a_value_below_its_target_is_a_diamond_in_orange(struct test *t)
{
    static const char *const labels[] = { "9月", "10月" };
    static const int64_t values[] = { 94, 97 };
    static const struct series series[] = { { "率", values, FILL_OWN } };
    struct chart c = { .kind = CHART_LINE,
                       .labels = labels,
                       .count = 2,
                       .series = series,
                       .series_count = 1,
                       .has_target = true,
                       .target = 95,
                       .target_label = "目標95％以上",
                       .own = -1,
                       .least = 90,
                       .width = 468 };
    struct drawing d;
    size_t diamonds = 0;

    chart_draw(t->arena, &c, &d);
    for (const struct shape *s = d.first; s; s = s->next)
        diamonds += s->kind == SHAPE_POLYGON && s->filling.ground == COLOUR_WARN;
    assert_int_equal(diamonds, 1);
    c.target_label = "目標95以下";
    chart_draw(t->arena, &c, &d);
    for (const struct shape *s = d.first; s; s = s->next)
        diamonds += s->kind == SHAPE_POLYGON && s->filling.ground == COLOUR_WARN;
    assert_int_equal(diamonds, 2);
}

enum { HARD = 9, HARD_LABELS = 7 };

static const int64_t hard[HARD][HARD_LABELS] = {
    { 0, 0, 0, 0, 0, 0, 0 },
    { CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP },
    { INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, 1, 2, 3 },
    { INT64_MIN + 1, INT64_MAX, 0, 5, 5, 5, 5 },
    { -5, -500, -1, -7, -8, -9, -3 },
    { CHART_GAP, 5, CHART_GAP, 1, CHART_GAP, 0, CHART_GAP },
    { 1, 1, 1, 1, 1, 1, 1 },
    { 1, 1000000, 1, 1, 1, 1, 1 },
    { -1, 1, -1, 1, -1, 1, -1 },
};

static void
numbers_of_any_size_make_a_picture_of_finite_places(struct test *t)
{
    static const char *const labels[HARD_LABELS] = {
        "一",      "とても長い区分の名で、幾つもの語がつながり、どこにも切れ目がないもの",
        NULL,      "",
        "&<>\"'",  "\x01\x1f",
        "𠮷野家🍚",
    };

    for (int kind = CHART_BAR; kind < CHART_KINDS; kind++)
        for (size_t h = 0; h < HARD; h++)
            for (size_t count = 0; count <= HARD_LABELS; count += count < 2 ? 1 : 5) {
                struct series series[] = { { labels[1], hard[h], FILL_OWN },
                                           { NULL, hard[(h + 1) % HARD], FILL_LAST },
                                           { "無し", NULL, (enum fill)99 } };
                struct chart c = { .kind = (enum chart_kind)kind,
                                   .labels = labels,
                                   .count = count,
                                   .series = series,
                                   .series_count = 3,
                                   .own = 1,
                                   .decimals = 1,
                                   .has_target = h % 2,
                                   .target = hard[h][0],
                                   .width = 90 };
                struct drawing d;

                chart_draw(t->arena, &c, &d);
                assert_true(d.width > 0 && d.height > 0 && d.height < 2000);
                for (const struct shape *s = d.first; s; s = s->next)
                    for (size_t i = 0; i < s->count; i++)
                        assert_true(s->points[i].y > -4000 && s->points[i].y < 4000);
                assert_non_null(svg_of(t, &d));
            }
}

static void
a_chart_of_nothing_says_so(struct test *t)
{
    struct chart c = { .kind = CHART_BAR, .own = -1 };
    struct drawing d;

    assert_false(chart_draw(t->arena, &c, &d));
    assert_non_null(strstr(svg_of(t, &d), "データがありません。"));
    c.kind = (enum chart_kind)77;
    assert_false(chart_draw(t->arena, &c, &d));
}

static void
edges_in_a_circle_and_to_nowhere_end(struct test *t)
{
    static const struct diagram_node nodes[] = {
        { .title = "甲", .group = "発注者" },
        { .title = "乙" },
        { .title = NULL },
        { .title = "丁", .milestone = true, .level = 1 },
    };
    static const struct diagram_edge edges[] = { { 0, 1 }, { 1, 2 },   { 2, 0 },
                                                 { 1, 1 }, { 3, 900 }, { 900, 0 } };

    for (int kind = DIAGRAM_ORGANISATION; kind < DIAGRAM_KINDS; kind++) {
        struct diagram g = { .kind = (enum diagram_kind)kind,
                             .nodes = nodes,
                             .count = 4,
                             .edges = edges,
                             .edge_count = 6,
                             .width = 468 };
        struct drawing d;

        assert_true(diagram_draw(t->arena, &g, &d));
        assert_true(d.height > 0 && d.height < 1000);
    }
}

static void
an_svg_keeps_no_character_that_xml_forbids(struct test *t)
{
    struct drawing d = { .title = "a<b>\x02&\"", .alternative = "" };
    const char *svg;

    draw_begin(&d, t->arena, 10, 10);
    draw_text(&d, 1, 1, (struct lettering){ .size = 7 }, "<script>\x01");
    svg = svg_of(t, &d);
    assert_non_null(strstr(svg, "a&lt;b&gt;&amp;&quot;</title>"));
    assert_non_null(strstr(svg, ">&lt;script&gt;</text>"));
}

const struct test_case chart_tests[] = {
    CASE(every_kind_of_chart_stays_in_its_picture),
    CASE(every_kind_of_diagram_stays_in_its_picture),
    CASE(every_number_of_a_bar_chart_is_written),
    CASE(two_parts_of_a_whole_say_their_share),
    CASE(a_value_below_its_target_is_a_diamond_in_orange),
    CASE(numbers_of_any_size_make_a_picture_of_finite_places),
    CASE(a_chart_of_nothing_says_so),
    CASE(edges_in_a_circle_and_to_nowhere_end),
    CASE(an_svg_keeps_no_character_that_xml_forbids),
    { 0 },
};
