#include "desk/application.h"

#include <string.h>

#include "contract/approval.h"
#include "contract/approval_route.h"
#include "contract/form.h"
#include "counter.h"
#include "ledger/core/core.h"
#include "tests.h"

static const struct application *
stored(struct counter *d, int64_t id)
{
    return crew_stored(&d->c, &application_ledger, id);
}

static struct act *
move(struct counter *d, enum hand hand, int64_t id, const char *action, const char *const *values)
{
    return crew_move(&d->c, hand, &application_ledger, id, action, values);
}

static struct act *
work(struct counter *d, enum hand hand, int64_t id, const char *action, const char *const *values)
{
    return crew_move(&d->c, hand, &application_work_ledger, id, action, values);
}

static void
work_done(struct counter *d, enum hand hand, int64_t application)
{
    for (int64_t i = 1; i <= 2; i++)
        crew_do(&d->c, hand, &application_work_ledger, counter_work(d, application, i), "do", NULL);
}

static void
an_application_goes_from_its_applicant_to_the_end(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    assert_state(&d.c, &application_ledger, id, "requested");
    assert_string_equal(stored(&d, id)->title, "アカウント　市民課");
    assert_day(stored(&d, id)->due_on, "2026-04-09");
    counter_approve(&d, id);
    assert_state(&d.c, &application_ledger, id, "working");
    assert_int_equal(counter_works(&d, id), 2);
    work_done(&d, FIRST, id);
    assert_state(&d.c, &application_ledger, id, "checking");
    crew_do(&d.c, SECOND, &application_work_ledger, counter_work(&d, id, 1), "check", NULL);
    assert_state(&d.c, &application_ledger, id, "checking");
    crew_do(&d.c, SECOND, &application_work_ledger, counter_work(&d, id, 2), "check", NULL);
    assert_state(&d.c, &application_ledger, id, "done");
    assert_true(stored(&d, id)->ended_at.us != 0);
}

static void
what_is_not_filled_in_is_not_sent(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_draft(&d, d.kind, "【区分】変更", DETAILS);
    assert_refused(move(&d, APPLICANT, id, "send", NULL), NULL, "「理由」は必須です");
    assert_state(&d.c, &application_ledger, id, "draft");
}

static void
an_answer_to_no_question_is_refused(struct test *t)
{
    struct counter d;

    counter_open(t, &d);
    assert_refused(
        move(&d, APPLICANT, counter_draft(&d, d.kind, "【権限】全部", DETAILS), "send", NULL),
        "answers", "「権限」という質問はこの申請にありません");
    assert_refused(
        move(&d, APPLICANT, counter_draft(&d, d.kind, "新規です", DETAILS), "send", NULL),
        "answers", "【質問】答え");
}

static void
what_nobody_was_asked_is_not_kept_and_personal_answers_stand_apart(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_draft(&d, d.kind, "【利用する人】山田 太郎\n【理由】なし\n【区分】 新規 ", "");
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    assert_string_equal(stored(&d, id)->answers.text, "【区分】新規");
    assert_string_equal(stored(&d, id)->details.text, "【利用する人】山田 太郎");
}

static void
only_the_applicant_sends_and_takes_back(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_draft(&d, d.kind, ANSWERS, DETAILS);
    assert_refused(move(&d, SECOND, id, "send", NULL), NULL, "本人だけができます");
    assert_refused(move(&d, SECOND, id, NULL, WITH("answers", "【区分】変更")), NULL,
                   "申請した本人だけ");
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    assert_refused(move(&d, SECOND, id, "withdraw", NULL), NULL, "本人だけができます");
    assert_refused(move(&d, HEAD, id, "recall", NULL), NULL, "本人だけができます");
}

static void
nobody_moves_by_hand_what_follows_from_something_else(struct test *t)
{
    static const char *const actions[] = { "approve", "send_back", "work_done", "rework",
                                           "finish" };
    static const enum hand hands[] = { APPLICANT, HEAD, ICT, FIRST, SECOND };
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        for (size_t n = 0; n < sizeof hands / sizeof *hands; n++)
            assert_refused(move(&d, hands[n], id, actions[i], NULL), NULL, "権限がありません");
    assert_state(&d.c, &application_ledger, id, "requested");
}

struct keeping {
    struct counter *d;
    int64_t id;
    const char *action;
};

static bool
keep(struct act *a, void *with)
{
    const struct keeping *k = with;

    return ledger_keep(a, &application_ledger, k->action,
                       crew_stored(&k->d->c, &application_ledger, k->id));
}

static void
no_program_leads_it_on_without_what_comes_before(struct test *t)
{
    static const char *const actions[] = { "approve", "send_back", "work_done", "finish" };
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        struct act *a = crew_job(&d.c);
        struct keeping k = { &d, id, actions[i] };

        assert_false(act_write(a, keep, &k));
        act_end(a);
    }
    assert_state(&d.c, &application_ledger, id, "requested");
}

static void
an_application_begins_as_a_draft(struct test *t)
{
    struct counter d;
    struct application *it;
    struct act *a;

    counter_open(t, &d);
    a = crew_act(&d.c, APPLICANT);
    it = ledger_new(a, &application_ledger);
    it->kind.id = d.kind;
    it->base.state = "working";
    assert_false(ledger_create(a, &application_ledger, it));
    act_end(a);
    a = crew_console(&d.c);
    it = ledger_new(a, &application_ledger);
    it->base.contract = d.c.contract;
    it->base.owner = d.c.who[APPLICANT].person;
    it->kind.id = d.kind;
    it->base.state = "done";
    assert_false(ledger_create(a, &application_ledger, it));
}

static void
the_head_of_the_applicants_section_decides_first(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    assert_refused(counter_decide(&d, ICT, id, "approve", NULL), NULL, "岩瀬さんの番です");
    assert_refused(counter_decide(&d, APPLICANT, id, "approve", NULL), NULL, "");
    assert_state(&d.c, &application_ledger, id, "requested");
}

static void
the_section_is_that_of_the_applicant(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = crew_make(&d.c, APPLICANT, &application_ledger,
                   WITH("kind", id_text(&d.c, d.kind), "section", id_text(&d.c, d.c.city)));
    assert_int_equal(stored(&d, id)->section.id, d.section);
}

static void
who_heads_a_section_does_not_approve_his_own(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = crew_make(&d.c, HEAD, &application_ledger,
                   WITH("kind", id_text(&d.c, d.kind), "answers", ANSWERS, "details", DETAILS));
    assert_refused(move(&d, HEAD, id, "send", NULL), "route", "申請者のほかにいません");
    assert_state(&d.c, &application_ledger, id, "draft");
}

static void
what_is_sent_cannot_be_changed(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    assert_refused(move(&d, APPLICANT, id, NULL, WITH("answers", "【区分】変更")), "answers",
                   "申請した後は変えられません");
}

static void
what_was_sent_back_is_corrected_and_sent_again(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    a = counter_decide(&d, HEAD, id, "return", "変更ではありませんか");
    assert_done(a, a->fault_count == 0);
    assert_state(&d.c, &application_ledger, id, "returned");
    crew_do(&d.c, APPLICANT, &application_ledger, id, NULL,
            WITH("answers", "【区分】変更\n【理由】改姓のため"));
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    counter_approve(&d, id);
    assert_state(&d.c, &application_ledger, id, "working");
    assert_int_equal(crew_count(&d.c, &approval_ledger, "state", "returned"), 1);
}

static void
a_route_that_lets_the_applicant_approve_himself_is_not_taken(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_draft(&d, d.kind, ANSWERS, DETAILS);
    crew_do(&d.c, ICT, &approval_route_ledger, d.route, NULL, WITH("own", "1"));
    assert_refused(move(&d, APPLICANT, id, "send", NULL), NULL, "本人の承認を認めています");
}

static void
an_application_that_is_taken_back_takes_its_approval_along(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_sent(&d);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "recall", NULL);
    assert_state(&d.c, &application_ledger, id, "draft");
    assert_refused(counter_decide(&d, HEAD, id, "approve", NULL), NULL, "取下げ");
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "withdraw", NULL);
    assert_state(&d.c, &application_ledger, id, "withdrawn");
    assert_int_equal(crew_count(&d.c, &approval_ledger, "state", "withdrawn"), 2);
}

static void
an_approval_by_another_route_leads_nowhere(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t id, route, other, running;

    counter_open(t, &d);
    id = counter_sent(&d);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "recall", NULL);
    route = crew_make(&d.c, ICT, &approval_route_ledger,
                      WITH("title", "だれでも", "applies_to", "申請", "then", "approve"));
    crew_make(&d.c, ICT, &route_step_ledger,
              WITH("route", id_text(&d.c, route), "position", "1", "label", "担当", "role",
                   "operator", "kind", "one"));
    a = crew_act(&d.c, APPLICANT);
    assert_done(a, approval_ask(a, &application_ledger, id, route, NULL, &other));
    act_end(a);
    assert_refused(counter_decide(&d, FIRST, id, "approve", NULL), NULL, "");
    assert_refused(move(&d, APPLICANT, id, "send", NULL), NULL, "決裁が進んでいます");
    a = counter_decide(&d, APPLICANT, id, "withdraw", NULL);
    assert_done(a, a->fault_count == 0);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    a = counter_decide(&d, APPLICANT, id, "withdraw", NULL);
    assert_done(a, a->fault_count == 0);
    a = crew_act(&d.c, APPLICANT);
    assert_done(a, approval_ask(a, &application_ledger, id, route, NULL, &running));
    act_end(a);
    assert_refused(counter_decide(&d, FIRST, id, "approve", NULL), NULL, "承認経路ではありません");
    assert_state(&d.c, &application_ledger, id, "requested");
}

static void
a_running_application_keeps_the_edition_and_the_rules_it_began_with(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t id, renewed;

    counter_open(t, &d);
    id = counter_draft(&d, d.kind, ANSWERS, DETAILS);
    a = crew_act(&d.c, SECOND);
    assert_done(a, form_renew(a, d.form, &renewed));
    act_end(a);
    counter_question(&d, renewed, "電話", WITH("position", "4", "required", "1"));
    crew_do(&d.c, SECOND, &question_form_ledger, renewed, "open", NULL);
    crew_do(&d.c, SECOND, &question_form_ledger, d.form, "close", NULL);
    crew_do(&d.c, SECOND, &application_kind_ledger, d.kind, NULL,
            WITH("form", id_text(&d.c, renewed), "works", "別の作業", "checked", "0"));
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    counter_approve(&d, id);
    assert_int_equal(stored(&d, id)->form.id, d.form);
    assert_int_equal(counter_works(&d, id), 2);
    id = counter_draft(&d, d.kind, ANSWERS, DETAILS);
    assert_refused(move(&d, APPLICANT, id, "send", NULL), NULL, "「電話」は必須です");
}

static void
a_kind_that_is_stopped_takes_no_more(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t draft, id;

    counter_open(t, &d);
    draft = counter_draft(&d, d.kind, ANSWERS, DETAILS);
    crew_do(&d.c, SECOND, &application_kind_ledger, d.kind, "stop", NULL);
    a = crew_try(&d.c, APPLICANT, &application_ledger, WITH("kind", id_text(&d.c, d.kind)), &id);
    assert_refused(a, "kind", "受け付けていません");
    assert_refused(move(&d, APPLICANT, draft, "send", NULL), NULL, "受け付けていません");
}

static void
a_kind_needs_a_form_that_is_open_and_a_route_that_leads_on(struct test *t)
{
    struct counter d;
    int64_t id, route;

    counter_open(t, &d);
    route = crew_make(&d.c, ICT, &approval_route_ledger,
                      WITH("title", "本人でも", "applies_to", "申請", "then", "approve",
                           "otherwise", "send_back", "own", "1"));
    assert_refused(crew_move(&d.c, SECOND, &application_kind_ledger, d.kind, NULL,
                             WITH("route", id_text(&d.c, route))),
                   "route", "申請者本人の承認");
    assert_refused(crew_move(&d.c, SECOND, &application_kind_ledger, d.kind, NULL,
                             WITH("form", id_text(&d.c, counter_form(&d, "下書き")))),
                   "form", "受付中の質問票");
    assert_refused(crew_try(&d.c, FIRST, &application_kind_ledger, WITH("code", "x"), &id), NULL,
                   "権限");
}

/* --- work ----------------------------------------------------------------------------------- */

static void
who_did_the_work_does_not_check_it(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved(&d);
    work_done(&d, FIRST, id);
    assert_refused(work(&d, FIRST, counter_work(&d, id, 1), "check", NULL), NULL,
                   "作業した本人は確認できません");
    assert_state(&d.c, &application_ledger, id, "checking");
}

static void
work_that_is_not_good_is_done_again(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved(&d);
    work_done(&d, FIRST, id);
    assert_refused(work(&d, SECOND, counter_work(&d, id, 2), "redo", NULL), "reason", "理由");
    a = work(&d, SECOND, counter_work(&d, id, 2), "redo", WITH("reason", "権限が違う"));
    assert_done(a, a->fault_count == 0);
    assert_state(&d.c, &application_ledger, id, "working");
    crew_do(&d.c, SECOND, &application_work_ledger, counter_work(&d, id, 2), "do", NULL);
    assert_state(&d.c, &application_ledger, id, "checking");
    assert_refused(work(&d, SECOND, counter_work(&d, id, 2), "check", NULL), NULL, "本人");
}

static void
work_is_not_checked_before_it_is_done(struct test *t)
{
    struct counter d;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved(&d);
    assert_refused(work(&d, SECOND, counter_work(&d, id, 1), "check", NULL), NULL,
                   "いまは「作業待ち」です");
    assert_refused(work(&d, ICT, counter_work(&d, id, 1), "do", NULL), NULL, "権限");
}

static void
nobody_writes_work_by_hand(struct test *t)
{
    static const enum hand hands[] = { APPLICANT, HEAD, ICT, FIRST, SECOND };
    struct counter d;
    int64_t id, made;

    counter_open(t, &d);
    id = counter_sent(&d);
    for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) {
        crew_try(&d.c, hands[i], &application_work_ledger, NULL, &made);
        assert_int_equal(made, 0);
    }
    assert_int_equal(counter_works(&d, id), 0);
}

static void
work_without_a_check_ends_with_its_last_piece(struct test *t)
{
    struct counter d;
    int64_t id, kind;

    counter_open(t, &d);
    kind = counter_kind(&d, "確認なし", WITH("form", id_text(&d.c, d.form)));
    id = counter_draft(&d, kind, ANSWERS, DETAILS);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    counter_approve(&d, id);
    work_done(&d, FIRST, id);
    assert_state(&d.c, &application_ledger, id, "done");
}

static void
what_is_given_up_ends_with_its_work(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved(&d);
    assert_refused(move(&d, SECOND, id, "cancel", NULL), "reason", "理由");
    a = move(&d, SECOND, id, "cancel", WITH("reason", "異動が取りやめになった"));
    assert_done(a, a->fault_count == 0);
    assert_state(&d.c, &application_work_ledger, counter_work(&d, id, 1), "cancelled");
    assert_refused(work(&d, FIRST, counter_work(&d, id, 1), "do", NULL), NULL, "中止");
}

static void
who_is_given_work_and_who_applied_are_told(struct test *t)
{
    struct counter d;
    int64_t id, kind;

    counter_open(t, &d);
    for (size_t i = 0; i < 3; i++) {
        static const enum hand hands[] = { FIRST, SECOND, APPLICANT };
        static const char *const mails[] = { "first@aoba.example", "second@aoba.example",
                                             "kumono@aoba.example" };

        crew_do(&d.c, SECOND, &person_ledger, d.c.who[hands[i]].person, NULL,
                WITH("mail", mails[i]));
    }
    kind = counter_kind(&d, "担当つき",
                        WITH("form", id_text(&d.c, d.form), "checked", "1", "assignee",
                             id_text(&d.c, d.c.who[FIRST].person)));
    id = counter_draft(&d, kind, ANSWERS, DETAILS);
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    counter_approve(&d, id);
    assert_int_equal(letters_with(&d.c, "申請の作業のお願い"), 1);
    assert_int_equal(letters_with(&d.c, "承認されました：担当つき"), 1);
    work(&d, SECOND, counter_work(&d, id, 2), NULL,
         WITH("assignee", id_text(&d.c, d.c.who[FIRST].person)));
    work(&d, FIRST, counter_work(&d, id, 2), NULL,
         WITH("assignee", id_text(&d.c, d.c.who[SECOND].person)));
    assert_int_equal(letters_with(&d.c, "second@aoba.example"), 1);
    work_done(&d, FIRST, id);
    work(&d, SECOND, counter_work(&d, id, 1), "redo", WITH("reason", "名前が違う"));
    assert_int_equal(letters_with(&d.c, "作業のやり直しのお願い"), 1);
    work(&d, FIRST, counter_work(&d, id, 1), "do", NULL);
    for (int64_t i = 1; i <= 2; i++)
        work(&d, SECOND, counter_work(&d, id, i), "check", NULL);
    assert_int_equal(letters_with(&d.c, "申請が完了しました"), 1);
    assert_int_equal(letters_with(&d.c, "山田"), 0);
}

static void
an_applicant_sees_his_own_only(struct test *t)
{
    struct counter d;
    struct application *row;
    struct act *a;
    int64_t id;

    counter_open(t, &d);
    id = crew_make(&d.c, SECOND, &application_ledger,
                   WITH("kind", id_text(&d.c, d.kind), "answers", ANSWERS));
    a = crew_act(&d.c, APPLICANT);
    row = ledger_new(a, &application_ledger);
    assert_false(ledger_read(a, &application_ledger, id, false, row));
    assert_int_equal(act_fault_kind(a), FAULT_MISSING);
}

const struct test_case application_tests[] = {
    CASE(an_application_goes_from_its_applicant_to_the_end),
    CASE(what_is_not_filled_in_is_not_sent),
    CASE(an_answer_to_no_question_is_refused),
    CASE(what_nobody_was_asked_is_not_kept_and_personal_answers_stand_apart),
    CASE(only_the_applicant_sends_and_takes_back),
    CASE(nobody_moves_by_hand_what_follows_from_something_else),
    CASE(no_program_leads_it_on_without_what_comes_before),
    CASE(an_application_begins_as_a_draft),
    CASE(the_head_of_the_applicants_section_decides_first),
    CASE(the_section_is_that_of_the_applicant),
    CASE(who_heads_a_section_does_not_approve_his_own),
    CASE(what_is_sent_cannot_be_changed),
    CASE(what_was_sent_back_is_corrected_and_sent_again),
    CASE(a_route_that_lets_the_applicant_approve_himself_is_not_taken),
    CASE(an_application_that_is_taken_back_takes_its_approval_along),
    CASE(an_approval_by_another_route_leads_nowhere),
    CASE(a_running_application_keeps_the_edition_and_the_rules_it_began_with),
    CASE(a_kind_that_is_stopped_takes_no_more),
    CASE(a_kind_needs_a_form_that_is_open_and_a_route_that_leads_on),
    CASE(who_did_the_work_does_not_check_it),
    CASE(work_that_is_not_good_is_done_again),
    CASE(work_is_not_checked_before_it_is_done),
    CASE(nobody_writes_work_by_hand),
    CASE(work_without_a_check_ends_with_its_last_piece),
    CASE(what_is_given_up_ends_with_its_work),
    CASE(who_is_given_work_and_who_applied_are_told),
    CASE(an_applicant_sees_his_own_only),
    { 0 },
};
