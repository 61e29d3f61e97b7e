#include "web/password.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "store/act.h"
#include "test.h"

static struct act *
act_alone(struct test *t)
{
    struct act *a = NEW(t->arena, struct act);

    act_begin(a, NULL, t->arena, NULL, ORIGIN_COMMAND);
    password_cost(8192 * 2, 1);
    return a;
}

static void
a_password_fits_its_own_hash_only(struct test *t)
{
    const char *hash;

    assert_true(password_hash(act_alone(t), "miura", "とても長い合言葉ですよね", &hash));
    assert_non_null(strstr(hash, "$argon2id$"));
    assert_true(password_check(hash, "とても長い合言葉ですよね"));
    assert_false(password_check(hash, "とても長い合言葉だ"));
}

static void
a_run_beside_other_work_counts_only_when_it_is_wanted(struct test *t)
{
    struct password_run run;
    const char *hash;

    assert_true(password_hash(act_alone(t), "miura", "とても長い合言葉ですよね", &hash));
    password_begin(&run, hash, "とても長い合言葉ですよね");
    assert_true(password_end(&run, true));
    password_begin(&run, hash, "とても長い合言葉ですよね");
    assert_false(password_end(&run, false));
}

static void
two_hashes_of_one_password_differ(struct test *t)
{
    const char *one, *two;

    assert_true(password_hash(act_alone(t), "miura", "とても長い合言葉ですよね", &one));
    assert_true(password_hash(act_alone(t), "miura", "とても長い合言葉ですよね", &two));
    assert_string_not_equal(one, two);
}

static void
the_usual_cost_is_64_mebibytes_and_3_passes(struct test *t)
{
    struct act *a = act_alone(t);
    const char *hash;

    password_cost(0, 0);
    assert_true(password_hash(a, "miura", "とても長い合言葉ですよね", &hash));
    assert_non_null(strstr(hash, "$m=65536,t=3,"));
}

static void
without_an_account_nothing_fits(struct test *t)
{
    (void)act_alone(t);
    assert_false(password_check(NULL, "x"));
    assert_false(password_check("", ""));
    assert_false(password_check("rubbish", "rubbish"));
}

static void
refused(struct test *t, const char *const *passwords)
{
    for (; *passwords; passwords++) {
        struct act *a = act_alone(t);
        const char *hash;

        if (password_hash(a, "miura.minato", *passwords, &hash))
            print_error("taken: %s\n", *passwords);
        assert_false(a->fault_count == 0);
        assert_string_equal(a->faults->field, "password");
    }
}

static void
a_short_password_is_refused(struct test *t)
{
    refused(t, (const char *const[]){ "", "みじかい", "九文字のあいことば",
                                      "十一文字のあいことばだ", "123456789", NULL });
}

static void
the_login_is_no_password(struct test *t)
{
    refused(t, (const char *const[]){ "miura.minato", "MIURA.MINATO", "miura.minato1",
                                      "1miura.minato99", NULL });
}

static void
what_everybody_tries_is_refused(struct test *t)
{
    refused(t,
            (const char *const[]){ "password2026", "Password123!", "123456789012", "098765432109",
                                   "aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop12", "administrator1",
                                   "ｐａｓｓｗｏｒｄ１２３", NULL });
}

static void
long_words_are_taken_without_signs_or_digits(struct test *t)
{
    static const char *const good[] = { "tasuki-demo-2026", "correct horse staple",
                                        "minato no hikari", NULL };

    for (const char *const *each = good; *each; each++) {
        const char *why = password_fault(act_alone(t), "miura", *each);

        if (why)
            print_error("%s: %s\n", *each, why);
        assert_null(why);
    }
}

static void *
check_once(void *with)
{
    struct act *a = with;

    if (password_enter(a)) {
        password_check(NULL, "x");
        password_leave();
    }
    return NULL;
}

static void
few_run_at_once_and_the_line_has_an_end(struct test *t)
{
    enum { THREADS = 40 };
    struct act *acts[THREADS];
    pthread_t threads[THREADS];
    int refusals = 0;

    for (int i = 0; i < THREADS; i++) {
        struct arena *arena = NEW(t->arena, struct arena);

        acts[i] = NEW(t->arena, struct act);
        act_begin(acts[i], NULL, arena, NULL, ORIGIN_COMMAND);
    }
    password_cost((size_t)32 << 20, 3);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, check_once, acts[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        refusals += acts[i]->fault_count > 0 && act_fault_kind(acts[i]) == FAULT_BUSY;
        arena_release(acts[i]->arena);
    }
    assert_int_equal(password_most_at_once(), 2);
    assert_true(refusals > 0);
    assert_true(refusals < THREADS);
}

const struct test_case password_tests[] = {
    CASE(a_password_fits_its_own_hash_only),
    CASE(a_run_beside_other_work_counts_only_when_it_is_wanted),
    CASE(two_hashes_of_one_password_differ),
    CASE(the_usual_cost_is_64_mebibytes_and_3_passes),
    CASE(without_an_account_nothing_fits),
    CASE(a_short_password_is_refused),
    CASE(the_login_is_no_password),
    CASE(what_everybody_tries_is_refused),
    CASE(long_words_are_taken_without_signs_or_digits),
    CASE(few_run_at_once_and_the_line_has_an_end),
    { 0 },
};
