#include "render/labels.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "poppler.h"
#include "tests.h"

static struct buffer
sheets(struct test *t, size_t count, size_t first)
{
    struct label *labels = NEW_ARRAY(t->arena, count, struct label);
    struct buffer out = { .arena = t->arena };
    const char *why = "";

    for (size_t i = 0; i < count; i++)
        labels[i] = (struct label){
            .number = arena_print(t->arena, "D-%05zu", i + 1),
            .title = "ノートパソコン",
            .owner = "青葉市",
            .address = arena_print(t->arena, "https://tasuki.example/desk/devices/%zu", i + 1),
        };
    if (!labels_pdf(labels, count, first, "機器のラベル", &out, &why))
        fail_msg("%s", why);
    return out;
}

static void
a_sheet_has_24_labels_and_nothing_else(struct test *t)
{
    struct buffer one = sheets(t, 24, 0), two = sheets(t, 25, 0);
    const char *text = poppler_text(t, &one);

    assert_int_equal(poppler_pages(t, &one), 1);
    assert_int_equal(poppler_pages(t, &two), 2);
    assert_true(strncmp(text, "D-00001\nノートパソコン\n青葉市\n", strlen("D-00001")) == 0);
    assert_non_null(strstr(text, "D-00024"));
    assert_null(strstr(text, "ページ"));
}

static void
a_used_sheet_is_gone_on_with(struct test *t)
{
    struct buffer rest = sheets(t, 2, 23);

    assert_int_equal(poppler_pages(t, &rest), 2);
}

static void
a_code_says_where_it_leads_to_who_cannot_see_it(struct test *t)
{
    struct buffer one = sheets(t, 1, 0);
    const char *tags =
        poppler_say(t, &one, (const char *const[]){ "pdfinfo", "-struct-text", "-", NULL });

    assert_non_null(strstr(tags, "Figure"));
    assert_non_null(strstr(tags, "D-00001"));
}

static void
a_label_stands_in_its_place_to_the_point(struct test *t)
{
    struct buffer one = sheets(t, 1, 4);
    const char *boxes =
        poppler_say(t, &one, (const char *const[]){ "pdftotext", "-bbox", "-", "-", NULL });
    const char *at = strstr(boxes, "xMin=\"");
    double x, y;

    assert_non_null(at);
    assert_int_equal(sscanf(at, "xMin=\"%lf\" yMin=\"%lf\"", &x, &y), 2);
    /* Second of its row, second row: 6 + 66 mm and what the code takes; 12.9 + 33.9 mm. */
    assert_true(x > (72 + 28) * 72 / 25.4 && x < (72 + 30) * 72 / 25.4);
    assert_true(y > 46.8 * 72 / 25.4 && y < 60 * 72 / 25.4);
}

static void
what_no_code_holds_is_refused(struct test *t)
{
    char *address = arena_print(t->arena, "%04000d", 0);
    struct label label = { "1", "", "", address };
    struct buffer out = { .arena = t->arena };
    const char *why;

    assert_false(labels_pdf(&label, 1, 0, "", &out, &why));
    assert_non_null(strstr(why, "長すぎ"));
}

const struct test_case labels_tests[] = {
    CASE(a_sheet_has_24_labels_and_nothing_else),
    CASE(a_used_sheet_is_gone_on_with),
    CASE(a_code_says_where_it_leads_to_who_cannot_see_it),
    CASE(a_label_stands_in_its_place_to_the_point),
    CASE(what_no_code_holds_is_refused),
    { 0 },
};
