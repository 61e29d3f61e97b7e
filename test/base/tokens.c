#include "base/tokens.h"

#include <string.h>

#include "base/buffer.h"
#include "base/tests.h"

static bool
describe(void *with, const struct token *token)
{
    struct buffer *out = with;

    buffer_print(out, "%zu%s%.*s ", token->at, token->colocated ? "=" : ":", (int)token->length,
                 token->bytes);
    return true;
}

static const char *
described(struct test *t, const char *folded)
{
    struct buffer out = { .arena = t->arena };

    tokens_each(folded, strlen(folded), describe, &out);
    return buffer_string(&out);
}

static const char *
asked(struct test *t, const char *folded)
{
    struct buffer out = { .arena = t->arena };

    tokens_query(&out, folded);
    return buffer_string(&out);
}

static void
each_character_gives_its_pair_and_itself(struct test *t)
{
    assert_string_equal(described(t, "端末a"), "0:端末 0=端 1:末a 1=末 2:a ");
    assert_string_equal(described(t, "端"), "0:端 ");
    assert_string_equal(described(t, ""), "");
}

static void
spaces_leave_a_gap_and_no_pair_crosses_them(struct test *t)
{
    assert_string_equal(described(t, " ab 𠮷 "), "1:ab 1=a 2:b 4:𠮷 ");
}

static void
a_scope_is_one_whole_token(struct test *t)
{
    assert_string_equal(described(t, "\xEE\x80\x80"
                                     "12 \xEF\xA3\xBF"
                                     "34 a"),
                        "0:\xEE\x80\x80"
                        "12 2:\xEF\xA3\xBF"
                        "34 4:a ");
}

static void
a_private_character_inside_a_run_is_an_ordinary_one(struct test *t)
{
    assert_string_equal(described(t, "a\xEE\x80\x80"), "0:a\xEE\x80\x80 0=a 1:\xEE\x80\x80 ");
}

static bool
stop(void *with, const struct token *token)
{
    (void)token;
    return ++*(int *)with < 2;
}

static void
handing_out_stops_when_told(struct test *t)
{
    int count = 0;

    (void)t;
    assert_false(tokens_each("端末機", strlen("端末機"), stop, &count));
    assert_int_equal(count, 2);
}

static void
a_cut_off_character_is_not_read_past_its_end(struct test *t)
{
    char *cut = memcpy(arena_get(t->arena, 4), "端\xE6", 4);
    struct buffer out = { .arena = t->arena };

    tokens_each(cut, 4, describe, &out);
    assert_string_equal(buffer_string(&out), "0:端\xE6 0=端 1:\xE6 ");
}

static void
a_query_joins_words_of_phrases(struct test *t)
{
    assert_string_equal(asked(t, "端"), "\"端\"");
    assert_string_equal(asked(t, "端末"), "\"端末\"");
    assert_string_equal(asked(t, "端末機 故障 a"), "\"端末\" + \"末機\" AND \"故障\" AND \"a\"");
}

static void
an_empty_query_asks_for_nothing(struct test *t)
{
    assert_string_equal(asked(t, ""), "");
    assert_string_equal(asked(t, "  "), "");
}

static void
quotation_marks_cannot_leave_their_string(struct test *t)
{
    assert_string_equal(asked(t, "a\" or"), "\"a\"\"\" AND \"or\"");
    assert_string_equal(asked(t, "\""), "\"\"\"\"");
}

static void
hyphens_before_a_word_ask_for_nothing(struct test *t)
{
    assert_string_equal(asked(t, "--ab -"), "\"ab\" AND \"-\"");
}

static void
a_scope_is_asked_for_whole(struct test *t)
{
    assert_string_equal(asked(t, "\xEE\x80\x80"
                                 "12 ab"),
                        "\"\xEE\x80\x80"
                        "12\" AND \"ab\"");
}

static void
a_list_names_each_token_once(struct test *t)
{
    const char **list;
    struct buffer out = { .arena = t->arena };
    size_t count = tokens_list(t->arena, "abab c\"\\", &list);

    tokens_array(&out, list, count);
    assert_string_equal(buffer_string(&out), "{\"\\\"\\\\\",\"ab\",\"ba\",\"c\\\"\"}");
}

static void
an_empty_list_is_an_empty_array(struct test *t)
{
    const char **list;
    struct buffer out = { .arena = t->arena };
    size_t count = tokens_list(t->arena, " ", &list);

    tokens_array(&out, list, count);
    assert_string_equal(buffer_string(&out), "{}");
}

static void
what_a_query_asks_for_is_among_the_tokens_of_the_document(struct test *t)
{
    const char **asked_for;
    const char **kept;
    size_t asked_count = tokens_list(t->arena, "端末機 故", &asked_for);
    size_t kept_count = tokens_all(t->arena, "新端末機の故障", strlen("新端末機の故障"), &kept);

    for (size_t i = 0; i < asked_count; i++) {
        bool found = false;

        for (size_t k = 0; k < kept_count; k++)
            found |= strcmp(asked_for[i], kept[k]) == 0;
        assert_true(found);
    }
}

const struct test_case tokens_tests[] = {
    CASE(each_character_gives_its_pair_and_itself),
    CASE(spaces_leave_a_gap_and_no_pair_crosses_them),
    CASE(a_scope_is_one_whole_token),
    CASE(a_private_character_inside_a_run_is_an_ordinary_one),
    CASE(handing_out_stops_when_told),
    CASE(a_cut_off_character_is_not_read_past_its_end),
    CASE(a_query_joins_words_of_phrases),
    CASE(an_empty_query_asks_for_nothing),
    CASE(quotation_marks_cannot_leave_their_string),
    CASE(hyphens_before_a_word_ask_for_nothing),
    CASE(a_scope_is_asked_for_whole),
    CASE(a_list_names_each_token_once),
    CASE(an_empty_list_is_an_empty_array),
    CASE(what_a_query_asks_for_is_among_the_tokens_of_the_document),
    { 0 },
};
