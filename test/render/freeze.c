#include "render/freeze.h"

#include <string.h>

#include "base/buffer.h"
#include "render/compose.h"
#include "sample.h"
#include "tests.h"

static const char *
frozen(struct test *t, const struct document *d)
{
    struct buffer out = { .arena = t->arena };

    document_freeze(d, &out);
    return buffer_string(&out);
}

static void
what_was_frozen_comes_back_the_same(struct test *t)
{
    struct document d, back;
    const char *bytes, *why = "";

    sample_monthly(t->arena, &d);
    bytes = frozen(t, &d);
    if (!document_thaw(t->arena, bytes, strlen(bytes), &back, &why))
        fail_msg("%s", why);
    assert_string_equal(frozen(t, &back), bytes);
}

static void
the_hash_is_that_of_the_contents_not_of_the_seal(struct test *t)
{
    struct document plain, issued;

    sample_monthly(t->arena, &plain);
    sample_issued(t->arena, &issued);
    assert_string_equal(issued.hash, document_hash(t->arena, &plain));
    assert_string_equal(document_hash(t->arena, &issued), issued.hash);
    assert_int_equal(strlen(issued.hash), 64);
}

static void
another_number_is_another_hash(struct test *t)
{
    struct document d;
    struct composition c;
    const char *before;

    sample_monthly(t->arena, &d);
    before = document_hash(t->arena, &d);
    compose_begin(&c, t->arena, &d);
    compose_paragraph(&c, "633件");
    assert_string_not_equal(document_hash(t->arena, &d), before);
}

static void
the_seal_stands_before_the_end(struct test *t)
{
    struct document d;
    const struct node *node;

    sample_issued(t->arena, &d);
    for (node = d.nodes.first; node->next->next; node = node->next)
        ;
    assert_int_equal(node->kind, NODE_VERIFICATION);
    assert_int_equal(node->next->kind, NODE_END);
    assert_ptr_equal(node->next, d.nodes.last);
}

#define MISSING_CELL                                                                               \
    "{\"tasuki\":1,\"document\":{\"nodes\":[{\"kind\":8,\"table\":{\"column_count\":1,"            \
    "\"columns\":[{}],\"row_count\":1,\"rows\":[{\"cells\":[]}]}}]}}"

static void
bytes_that_are_no_document_are_refused(struct test *t)
{
    static const char *const rows[] = {
        "{\"tasuki\":2,\"document\":{}}",
        "{\"tasuki\":1,\"document\":7}",
        "{\"tasuki\":1,\"document\":{\"page\":99}}",
        "{\"tasuki\":1,\"document\":{\"unknown\":1}}",
        "{\"tasuki\":1,\"document\":{\"nodes\":[{\"kind\":5}]}}",
        "{\"tasuki\":1,\"document\":{\"nodes\":[{\"kind\":8,\"table\":{\"column_count\":3}}]}}",
        MISSING_CELL,
        "{\"tasuki\":1,\"document\":{\"nodes\":[{\"kind\":3,\"title\":\"x\",\"level\":9}]}}",
        "{\"tasuki\":1,\"document\":{\"nodes\":[{\"kind\":15}]}}",
        "[]",
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d;
        const char *why = NULL;

        if (document_thaw(t->arena, rows[i], strlen(rows[i]), &d, &why))
            fail_msg("accepted: %s", rows[i]);
        assert_non_null(why);
    }
}

const struct test_case freeze_tests[] = {
    CASE(what_was_frozen_comes_back_the_same),
    CASE(the_hash_is_that_of_the_contents_not_of_the_seal),
    CASE(another_number_is_another_hash),
    CASE(the_seal_stands_before_the_end),
    CASE(bytes_that_are_no_document_are_refused),
    { 0 },
};
