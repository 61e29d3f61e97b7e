#include "tests.h"

#include <string.h>

#include "base/buffer.h"
#include "render/draw.h"
#include "render/font.h"
#include "render/paint.h"
#include "render/sample_chart.h"

/* Width and height stand in the first chunk of a PNG. */
static unsigned
word_at(const struct buffer *b, size_t at)
{
    const unsigned char *p = (const unsigned char *)b->data + at;

    return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

static void
a_chart_becomes_a_picture_of_300_dots_an_inch(struct test *t)
{
    size_t count;
    const struct sample_chart *samples = sample_charts(t->arena, &count);
    struct buffer out = { .arena = t->arena };
    struct drawing d;
    const char *why = "";

    chart_draw(t->arena, &samples[0].chart, &d);
    assert_true(drawing_png(&d, PAINT_DPI, &out, &why));
    assert_memory_equal(out.data, "\x89PNG", 4);
    assert_int_equal(word_at(&out, 16), 468 * 300 / 72);
}

static void
the_same_drawing_gives_the_same_bytes(struct test *t)
{
    size_t count;
    const struct sample_diagram *samples = sample_diagrams(&count);
    struct buffer a = { .arena = t->arena }, b = { .arena = t->arena };
    struct drawing d;
    const char *why = "";

    diagram_draw(t->arena, &samples[0].diagram, &d);
    assert_true(drawing_png(&d, 96, &a, &why));
    assert_true(drawing_png(&d, 96, &b, &why));
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
}

static void
a_picture_that_fills_the_memory_is_refused(struct test *t)
{
    struct drawing d = { 0 };
    struct buffer out = { .arena = t->arena };
    const char *why = NULL;

    draw_begin(&d, t->arena, 1e6, 1e6);
    assert_false(drawing_png(&d, PAINT_DPI, &out, &why));
    assert_non_null(why);
    draw_begin(&d, t->arena, 0, 10);
    assert_false(drawing_png(&d, PAINT_DPI, &out, &why));
}

static void
a_character_no_font_has_is_a_geta_that_remembers_it(struct test *t)
{
    struct fonts *fonts;
    const char *why;
    struct glyph kanji, lost;

    assert_true(fonts_open(t->arena, &fonts, &why));
    kanji = fonts_glyph(fonts, FONT_GOTHIC, 0x5C71, 0);
    assert_int_equal(kanji.advance, 1000);
    lost = fonts_glyph(fonts, FONT_GOTHIC, 0x10FFFD, 0);
    assert_int_equal(lost.index, fonts_glyph(fonts, FONT_GOTHIC, 0x3013, 0).index);
    assert_int_equal(lost.code, 0x10FFFD);
}

static void
digits_have_equal_advance(struct test *t)
{
    struct fonts *fonts;
    const char *why;

    assert_true(fonts_open(t->arena, &fonts, &why));
    for (int face = FONT_GOTHIC; face < FONT_FACES; face++)
        for (uint32_t digit = '1'; digit <= '9'; digit++)
            assert_int_equal(fonts_glyph(fonts, (enum font_face)face, digit, 0).advance,
                             fonts_glyph(fonts, (enum font_face)face, '0', 0).advance);
}

const struct test_case paint_tests[] = {
    CASE(a_chart_becomes_a_picture_of_300_dots_an_inch),
    CASE(the_same_drawing_gives_the_same_bytes),
    CASE(a_picture_that_fills_the_memory_is_refused),
    CASE(a_character_no_font_has_is_a_geta_that_remembers_it),
    CASE(digits_have_equal_advance),
    { 0 },
};
