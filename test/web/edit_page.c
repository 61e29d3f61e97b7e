#include <string.h>

#include "errand.h"
#include "tests.h"
#include "web/edit_page.h"

static const char *
form_of(struct test *t, int64_t version, const char *rest)
{
    return arena_print(t->arena, "csrf=x&version=%lld&%s", (long long)version, rest);
}

static void
a_new_record_is_written_and_opened(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_post(&e, 0,
                     "csrf=x&version=0&title=印刷できない&kind=print&section=市民課"
                     "&asked_at=R8.4.1 8:45&body=2枚目から白紙&done_on=&caller=&number=");
    answer = errands_ask(&e, &q, edit_create);
    assert_true(answer.good);
    assert_int_equal(answer.status, 303);
    assert_non_null(strstr(answer.location, "/test/errands/"));
}

static void
a_refused_form_keeps_what_was_typed_and_says_why_at_the_field(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_post(&e, 0,
                     "csrf=x&version=0&title=&kind=print&asked_at=R8.4.31 8:45"
                     "&body=書きかけの内容");
    answer = errands_ask(&e, &q, edit_create);
    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "まだ何も書き込んでいません"));
    assert_non_null(strstr(answer.text, "書きかけの内容</textarea>"));
    assert_non_null(strstr(answer.text, "value=\"R8.4.31 8:45\""));
    assert_non_null(strstr(answer.text, "id=\"fault-f-asked_at\">＊"));
    assert_non_null(strstr(answer.text, "href=\"#f-asked_at\""));
    assert_non_null(strstr(answer.text, "<option value=\"print\" selected>"));
}

static void
a_time_that_must_be_told_is_now_on_a_new_form(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_get(&e, 0, "");
    answer = errands_ask(&e, &q, edit_new);
    assert_true(answer.good);
    assert_null(
        strstr(answer.text, "name=\"asked_at\" type=\"text\" inputmode=\"text\" value=\"\""));
    assert_non_null(strstr(answer.text, "※必須"));
}

static void
a_change_writes_only_what_was_touched(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    struct instant asked_at;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    asked_at = errands_read(&e, id)->asked_at;
    q = errands_get(&e, id, "");
    answer = errands_ask(&e, &q, edit_show);
    assert_true(answer.good);
    q = errands_post(&e, id, form_of(t, 1, "title=白紙で出る&kind=print"));
    answer = errands_ask(&e, &q, edit_change);
    assert_int_equal(answer.status, 303);
    assert_string_equal(errands_read(&e, id)->title, "白紙で出る");
    assert_int_equal(errands_read(&e, id)->asked_at.us, asked_at.us);
}

static void
two_people_on_one_field_see_both_values(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, form_of(t, 1, "title=白紙で出る"));
    assert_int_equal(errands_ask(&e, &q, edit_change).status, 303);
    q = errands_post(&e, id, form_of(t, 1, "title=紙が詰まる&kind=lan"));
    answer = errands_ask(&e, &q, edit_change);
    assert_int_equal(answer.status, 412);
    assert_non_null(strstr(answer.text, "どちらを残しますか"));
    assert_non_null(strstr(answer.text, "name=\"title\" value=\"紙が詰まる\" checked"));
    assert_non_null(strstr(answer.text, "name=\"title\" value=\"白紙で出る\""));
    assert_non_null(strstr(answer.text, "name=\"kind\" hidden>\nlan</textarea>"));
    assert_non_null(strstr(answer.text, "name=\"version\" value=\"2\""));
    assert_string_equal(errands_read(&e, id)->title, "白紙で出る");
}

static void
a_field_that_only_the_other_changed_stays_as_he_wrote_it(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, form_of(t, 1, "title=白紙で出る"));
    assert_int_equal(errands_ask(&e, &q, edit_change).status, 303);
    /* The form still holds the old title; only the kind was touched. */
    q = errands_post(&e, id, form_of(t, 1, "title=印刷できない&kind=lan"));
    answer = errands_ask(&e, &q, edit_change);
    assert_int_equal(answer.status, 412);
    assert_non_null(strstr(answer.text, "name=\"title\" value=\"白紙で出る\" checked"));
}

static void
what_cannot_change_any_more_is_told_not_asked(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_get(&e, id, "");
    answer = errands_ask(&e, &q, edit_show);
    assert_null(strstr(answer.text, "name=\"number\""));
    assert_non_null(strstr(answer.text, "E-0001　<span class=\"dim\">後から変えられません"));
}

const struct test_case edit_page_tests[] = {
    CASE(a_new_record_is_written_and_opened),
    CASE(a_refused_form_keeps_what_was_typed_and_says_why_at_the_field),
    CASE(a_time_that_must_be_told_is_now_on_a_new_form),
    CASE(a_change_writes_only_what_was_touched),
    CASE(two_people_on_one_field_see_both_values),
    CASE(a_field_that_only_the_other_changed_stays_as_he_wrote_it),
    CASE(what_cannot_change_any_more_is_told_not_asked),
    { 0 },
};
