#include "store/words.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fold.h"
#include "store/open.h"
#include "store/tests.h"

enum { MOST = 5000 };

struct document {
    int64_t id;
    struct words before;
    struct words after;
    bool refuse;
};

static bool
put(struct act *a, void *with)
{
    const struct document *d = with;

    return words_put(a, d->id, d->before, d->after) && !d->refuse;
}

static const char *
scope_of(struct test *t, int64_t contract, int64_t owner)
{
    struct buffer out = { .arena = t->arena };

    words_scope(&out, SCOPE_LEDGER, 1);
    words_scope(&out, SCOPE_CONTRACT, contract);
    words_scope(&out, SCOPE_OWNER, owner);
    return buffer_string(&out);
}

static struct words
words_of(struct test *t, const char *text)
{
    return (struct words){ fold_text(t->arena, text), scope_of(t, 1, 1) };
}

static const struct words nothing = { "", "" };

static void
put_text(struct test *t, struct store *store, int64_t id, const char *text)
{
    struct document d = { id, nothing, words_of(t, text), false };

    assert_true(act_write(act_for_test(t, store), put, &d));
}

/* The ids found as text, "3 1"; each search is an act of its own. */
static const char *
found_in(struct test *t, struct store *store, const char *text, const char *const *scope,
         int64_t before, size_t most)
{
    int64_t ids[MOST];
    size_t count;
    struct buffer out = { .arena = t->arena };
    struct act *a = act_for_test(t, store);
    struct words_query query = { fold_text(t->arena, text), scope, before, most };

    if (!words_find(a, &query, ids, &count))
        fail_msg("%s", a->faults->message);
    act_end(a);
    for (size_t i = 0; i < count; i++)
        buffer_print(&out, "%s%lld", i ? " " : "", (long long)ids[i]);
    return buffer_string(&out);
}

static const char *
found(struct test *t, struct store *store, const char *text)
{
    const char *const scope[] = { scope_of(t, 1, 1), NULL };

    return found_in(t, store, text, scope, 0, 50);
}

static struct store *
three(struct test *t)
{
    struct store *store = store_for_test(t);

    put_text(t, store, 1, "プリンターから紙が出ない。東京都庁。");
    put_text(t, store, 2, "パスワードを忘れた 100%");
    put_text(t, store, 3, "京都の端末 a/b \"引用\" AND");
    return store;
}

static void
words_of_any_length_are_found(struct test *t)
{
    struct store *store = three(t);

    assert_string_equal(found(t, store, "紙"), "1");
    assert_string_equal(found(t, store, "端末"), "3");
    assert_string_equal(found(t, store, "忘れた"), "2");
    assert_string_equal(found(t, store, "ﾌﾟﾘﾝﾀ"), "1");
}

static void
newest_come_first(struct test *t)
{
    struct store *store = three(t);

    assert_string_equal(found(t, store, "京都"), "3 1");
    assert_string_equal(found(t, store, "の"), "3");
}

static void
neighbours_in_another_order_are_not_a_word(struct test *t)
{
    struct store *store = store_for_test(t);

    put_text(t, store, 1, "都京、庁都");
    put_text(t, store, 2, "都庁と京都と東京");

    assert_string_equal(found(t, store, "東京都庁"), "");
}

static void
all_words_must_occur(struct test *t)
{
    struct store *store = three(t);

    assert_string_equal(found(t, store, "京都 端末"), "3");
    assert_string_equal(found(t, store, "端末 忘れた"), "");
}

static void
signs_of_query_languages_are_only_text(struct test *t)
{
    struct store *store = three(t);

    assert_string_equal(found(t, store, "\"引用\""), "3");
    assert_string_equal(found(t, store, "100%"), "2");
    assert_string_equal(found(t, store, "%"), "2");
    assert_string_equal(found(t, store, "_"), "");
    assert_string_equal(found(t, store, "AND"), "3");
    assert_string_equal(found(t, store, "' OR 1=1 --"), "");
    assert_string_equal(found(t, store, "text:紙"), "");
    assert_string_equal(found(t, store, "a\\b"), "");
}

static void
without_words_the_scope_alone_decides(struct test *t)
{
    assert_string_equal(found(t, three(t), ""), "3 2 1");
}

static void
scope_tokens_are_whole(struct test *t)
{
    struct store *store = store_for_test(t);
    struct document d = { 1, nothing, { "端末", scope_of(t, 12, 345) }, false };
    const char *const shorter[] = { scope_of(t, 1, 1),
                                    "\xEE\x80\x83"
                                    "34",
                                    NULL };
    const char *const right[] = { "\xEE\x80\x83"
                                  "345",
                                  NULL };

    assert_true(act_write(act_for_test(t, store), put, &d));

    assert_string_equal(found_in(t, store, "端末", shorter, 0, 50), "");
    assert_string_equal(found_in(t, store, "端末", right, 0, 50), "1");
}

static void
every_condition_needs_one_of_its_tokens(struct test *t)
{
    struct store *store = store_for_test(t);
    const char *const scope[] = { "\xEE\x80\x81"
                                  "1 \xEE\x80\x81"
                                  "2 ",
                                  "\xEE\x80\x83"
                                  "7 \xEE\x80\x83"
                                  "8",
                                  NULL };
    const char *const none[] = { "", NULL };

    for (int64_t i = 1; i <= 4; i++) {
        struct document d = { i, nothing, { "端末", scope_of(t, i, i == 3 ? 7 : 6 + i) }, false };

        assert_true(act_write(act_for_test(t, store), put, &d));
    }

    assert_string_equal(found_in(t, store, "端末", scope, 0, 50), "2 1");
    assert_string_equal(found_in(t, store, "端末", none, 0, 50), "");
}

static void
typed_private_characters_reach_no_scope(struct test *t)
{
    struct store *store = three(t);

    assert_string_equal(found(t, store,
                              "\xEE\x80\x81"
                              "1"),
                        "");
}

static void
changed_documents_lose_their_old_words(struct test *t)
{
    struct store *store = three(t);
    struct document d = { 2, words_of(t, "パスワードを忘れた 100%"), words_of(t, "鍵を失くした"),
                          false };

    assert_true(act_write(act_for_test(t, store), put, &d));

    assert_string_equal(found(t, store, "忘れた"), "");
    assert_string_equal(found(t, store, "鍵"), "2");
}

static void
removed_documents_are_gone(struct test *t)
{
    struct store *store = three(t);
    struct document d = { 3, words_of(t, "京都の端末 a/b \"引用\" AND"), nothing, false };

    assert_true(act_write(act_for_test(t, store), put, &d));

    assert_string_equal(found(t, store, "端末"), "");
    assert_string_equal(found(t, store, "京都"), "1");
}

static void
refused_acts_leave_no_words(struct test *t)
{
    struct store *store = three(t);
    struct document d = { 4, nothing, words_of(t, "端末"), true };

    assert_false(act_write(act_for_test(t, store), put, &d));

    assert_string_equal(found(t, store, "端末"), "3");
}

static bool
put_twice(struct act *a, void *with)
{
    struct document *d = with;

    return words_put(a, d->id, nothing, d->before) && words_put(a, d->id, d->before, d->after);
}

static void
two_changes_in_one_act_both_count(struct test *t)
{
    struct store *store = store_for_test(t);
    struct document d = { 1, words_of(t, "仮の名前"), words_of(t, "本当の名前"), false };

    assert_true(act_write(act_for_test(t, store), put_twice, &d));

    assert_string_equal(found(t, store, "仮"), "");
    assert_string_equal(found(t, store, "名前"), "1");
}

static void
too_long_queries_are_refused(struct test *t)
{
    struct act *a = act_for_test(t, three(t));
    const char *const scope[] = { scope_of(t, 1, 1), NULL };
    struct buffer text = { .arena = t->arena };
    struct words_query query = { .scope = scope, .most = 50 };
    int64_t ids[50];
    size_t count;

    for (int i = 0; i < 400; i++)
        buffer_text(&text, "長い");
    query.text = buffer_string(&text);

    assert_false(words_find(a, &query, ids, &count));
    assert_int_equal(a->faults->kind, FAULT_INVALID);
}

static void
many_words_can_be_asked_for(struct test *t)
{
    struct store *store = three(t);
    struct buffer text = { .arena = t->arena };

    for (int i = 0; i < 140; i++)
        buffer_text(&text, "京都 ");

    assert_string_equal(found(t, store, buffer_string(&text)), "3 1");
}

static void
a_search_whose_time_is_over_says_so(struct test *t)
{
    struct act *a = act_for_test(t, three(t));
    const char *const scope[] = { scope_of(t, 1, 1), NULL };
    bool late = false;
    struct words_query query = {
        .text = "京都", .scope = scope, .most = 50, .until = 1, .late = &late
    };
    int64_t ids[50];
    size_t count;

    assert_true(words_find(a, &query, ids, &count));

    assert_true(late);
    assert_int_equal(count, 0);
}

static void
a_search_with_enough_time_is_not_late(struct test *t)
{
    struct act *a = act_for_test(t, three(t));
    const char *const scope[] = { scope_of(t, 1, 1), NULL };
    bool late = true;
    struct words_query query = { .text = "京都",
                                 .scope = scope,
                                 .most = 50,
                                 .until = clock_ticks() + 60 * INT64_C(1000000),
                                 .late = &late };
    int64_t ids[50];
    size_t count;

    assert_true(words_find(a, &query, ids, &count));

    assert_false(late);
    assert_int_equal(count, 2);
}

static bool
clear(struct act *a, void *with)
{
    (void)with;
    return words_clear(a);
}

static void
cleared_index_finds_nothing_and_can_be_filled(struct test *t)
{
    struct store *store = three(t);

    assert_true(act_write(act_for_test(t, store), clear, NULL));
    assert_string_equal(found(t, store, "京都"), "");
    put_text(t, store, 1, "京都");

    assert_string_equal(found(t, store, "京都"), "1");
}

static bool
merge(struct act *a, void *with)
{
    bool *more = with;

    return words_merge(a, 16, 2, more);
}

static void
merging_changes_no_answer(struct test *t)
{
    struct store *store = store_for_test(t);
    bool more = true;

    for (int64_t i = 1; i <= 12; i++)
        put_text(t, store, i, i % 2 ? "奇数の端末" : "偶数の端末");
    for (int i = 0; i < 5; i++)
        assert_true(act_write(act_for_test(t, store), merge, &more));

    assert_string_equal(found(t, store, "奇数"), "11 9 7 5 3 1");
    assert_false(more);
}

/* Documents whose words depend on the number, so that what must be found is known: more of
   them, and further apart, than the steps of a search on PostgreSQL see at once. */
enum { MANY = 3600, APART = 31 };

static const char *
text_of(struct test *t, int i)
{
    return arena_print(t->arena, "共通%s%s%s", i % 7 ? "" : "七番", i % 150 ? "" : "稀な",
                       i % 1201 ? "" : "最も稀な");
}

static bool
put_many(struct act *a, void *with)
{
    struct test *t = with;

    for (int i = 1; i <= MANY; i++)
        if (!words_put(a, (int64_t)i * APART, nothing,
                       (struct words){ text_of(t, i), scope_of(t, i % 3, i % 500) }))
            return false;
    return true;
}

static const char *
expected(struct test *t, int every, int contract, int owner, int below, int most)
{
    struct buffer out = { .arena = t->arena };

    for (int i = below - 1; i >= 1 && most > 0; i--) {
        if (i % every || (contract >= 0 && i % 3 != contract) || (owner >= 0 && i % 500 != owner))
            continue;
        buffer_print(&out, "%s%d", out.length ? " " : "", i * APART);
        most--;
    }
    return buffer_string(&out);
}

static void
nothing_is_missed_among_many(struct test *t)
{
    struct store *store = store_for_test(t);
    static const struct {
        const char *text;
        int every;
    } words[] = { { "共", 1 },     { "共通", 1 },      { "七番", 7 }, { "稀", 150 },
                  { "稀な", 150 }, { "最も稀", 1201 }, { "", 1 } };
    static const int below[] = { MANY + 1, 3000, 1700, 900, 10 };
    const char *const all[] = { "\xEE\x80\x80"
                                "1",
                                NULL };
    const char *const one[] = { "\xEE\x80\x80"
                                "1",
                                "\xEE\x80\x81"
                                "2 ",
                                NULL };
    const char *const own[] = { "\xEE\x80\x80"
                                "1",
                                "\xEE\x80\x83"
                                "300 ",
                                NULL };

    assert_true(act_write(act_for_test(t, store), put_many, t));
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        for (size_t j = 0; j < sizeof(below) / sizeof(*below); j++) {
            /* 稀 is also part of 最も稀な: ask for what only the first has. */
            int every = words[i].every;
            int64_t before = (int64_t)below[j] * APART;

            if (every == 150 && below[j] > 1201)
                continue;
            assert_string_equal(found_in(t, store, words[i].text, all, before, 50),
                                expected(t, every, -1, -1, below[j], 50));
            assert_string_equal(found_in(t, store, words[i].text, one, before, 50),
                                expected(t, every, 2, -1, below[j], 50));
            assert_string_equal(found_in(t, store, words[i].text, own, before, 50),
                                expected(t, every, -1, 300, below[j], 50));
        }
}

const struct test_case words_tests[] = {
    CASE(words_of_any_length_are_found),
    CASE(newest_come_first),
    CASE(neighbours_in_another_order_are_not_a_word),
    CASE(all_words_must_occur),
    CASE(signs_of_query_languages_are_only_text),
    CASE(without_words_the_scope_alone_decides),
    CASE(scope_tokens_are_whole),
    CASE(every_condition_needs_one_of_its_tokens),
    CASE(typed_private_characters_reach_no_scope),
    CASE(changed_documents_lose_their_old_words),
    CASE(removed_documents_are_gone),
    CASE(refused_acts_leave_no_words),
    CASE(two_changes_in_one_act_both_count),
    CASE(too_long_queries_are_refused),
    CASE(many_words_can_be_asked_for),
    CASE(a_search_whose_time_is_over_says_so),
    CASE(a_search_with_enough_time_is_not_late),
    CASE(cleared_index_finds_nothing_and_can_be_filled),
    CASE(merging_changes_no_answer),
    CASE(nothing_is_missed_among_many),
    { 0 },
};
