#include "desk/similar.h"

#include <string.h>

#include "contract/article.h"
#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/link.h"
#include "store/act.h"
#include "tests.h"

static int64_t
answered(struct crew *c, const char *title, const char *response)
{
    int64_t id = crew_make(c, WORKER, &inquiry_ledger,
                           WITH("title", title, "kind", "印刷", "response", response));

    crew_do(c, WORKER, &inquiry_ledger, id, "answer", NULL);
    return id;
}

static int64_t
asked(struct crew *c, const char *title)
{
    return crew_make(c, WORKER, &inquiry_ledger, WITH("title", title, "kind", "印刷"));
}

static size_t
similar_to(struct crew *c, int64_t id, struct similar *out)
{
    struct act *a = crew_act(c, WORKER);
    size_t count = 0;

    assert_done(a, similar_find(a, crew_stored(c, &inquiry_ledger, id), out, &count));
    return count;
}

static void
answered_inquiries_of_the_same_matter_are_found(struct test *t)
{
    struct crew c = { .test = t };
    struct similar found[SIMILAR_MOST];
    int64_t same, here;

    crew_open(t, &c);
    same = answered(&c, "3階の複合機で紙詰まりが直らない", "給紙ローラーを交換しました。");
    answered(&c, "静脈認証の登録をしたい", "登録しました。");
    asked(&c, "複合機の紙詰まりがひどい");
    here = asked(&c, "複合機の紙詰まりが続いています");
    assert_int_equal(similar_to(&c, here, found), 1);
    assert_int_equal(found[0].inquiry->base.id, same);
    assert_string_equal(found[0].inquiry->response.text, "給紙ローラーを交換しました。");
}

static void
the_same_answer_to_the_same_subject_is_shown_once(struct test *t)
{
    struct crew c = { .test = t };
    struct similar found[SIMILAR_MOST];

    crew_open(t, &c);
    for (int i = 0; i < 3; i++)
        answered(&c, "トナーを請求したい", "消耗品請求を案内しました。");
    answered(&c, "トナーを請求したい", "在庫を渡しました。");
    assert_int_equal(similar_to(&c, asked(&c, "トナーの請求"), found), 2);
}

static void
only_the_desk_sees_what_others_asked(struct test *t)
{
    static const enum hand others[] = { CLIENT, FOREIGNER };
    struct crew c = { .test = t };
    struct similar found[SIMILAR_MOST];
    size_t count;
    int64_t here;

    crew_open(t, &c);
    answered(&c, "トナーを請求したい", "消耗品請求を案内しました。");
    here = asked(&c, "トナーの請求");
    for (size_t i = 0; i < 2; i++) {
        struct act *a = crew_act(&c, others[i]);

        assert_done(a, similar_find(a, crew_stored(&c, &inquiry_ledger, here), found, &count));
        assert_int_equal(count, 0);
    }
}

static void
an_answer_becomes_a_draft_that_is_linked_with_it(struct test *t)
{
    struct crew c = { .test = t };
    const struct article *article;
    struct link_list links;
    struct act *a;
    int64_t inquiry, id = 0;

    crew_open(t, &c);
    inquiry = answered(&c, "トナーを請求したい", "消耗品請求を案内しました。");
    a = crew_act(&c, WORKER);
    assert_done(a, similar_draft(a, inquiry, &id));
    article = crew_stored(&c, &article_ledger, id);
    assert_string_equal(article->base.state, "draft");
    assert_string_equal(article->title, "トナーを請求したい");
    assert_non_null(strstr(article->body.text, "消耗品請求を案内しました。"));
    a = crew_act(&c, WORKER);
    assert_done(a,
                link_rows(a, &inquiry_ledger, crew_stored(&c, &inquiry_ledger, inquiry), &links));
    assert_int_equal(links.count, 1);
}

static void
without_an_answer_there_is_no_draft(struct test *t)
{
    struct crew c = { .test = t };
    struct act *a;
    int64_t id, inquiry;

    crew_open(t, &c);
    inquiry = asked(&c, "トナーを請求したい");
    a = crew_act(&c, WORKER);
    assert_false(similar_draft(a, inquiry, &id));
    assert_int_equal(act_fault_kind(a), FAULT_CLASH);
    a = crew_act(&c, CLIENT);
    assert_false(similar_draft(a, inquiry, &id));
    assert_int_equal(act_fault_kind(a), FAULT_DENIED);
}

const struct test_case similar_tests[] = {
    CASE(answered_inquiries_of_the_same_matter_are_found),
    CASE(the_same_answer_to_the_same_subject_is_shown_once),
    CASE(only_the_desk_sees_what_others_asked),
    CASE(an_answer_becomes_a_draft_that_is_linked_with_it),
    CASE(without_an_answer_there_is_no_draft),
    { 0 },
};
