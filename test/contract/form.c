#include "contract/form.h"

#include <string.h>

#include "hall.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "tests.h"

/* A survey: satisfied? → no: why?; which services; how many; when; who. */
struct survey {
    struct hall hall;
    int64_t form;
    int64_t satisfied, why, services, count, day, name;
};

static int64_t
asked(struct survey *s, int64_t position, const char *label, const char *kind,
      void (*more)(struct survey *s, struct question *it))
{
    struct act *a = hall_act(&s->hall, OFFICER);
    struct question *it = ledger_new(a, &question_ledger);

    it->form.id = s->form;
    it->position = position;
    it->label = label;
    it->kind.code = kind;
    if (more)
        more(s, it);
    hall_done(a, ledger_create(a, &question_ledger, it));
    return it->base.id;
}

static void
must_be_answered(struct survey *s, struct question *it)
{
    (void)s;
    it->required = true;
}

static void
when_not_satisfied(struct survey *s, struct question *it)
{
    it->required = true;
    it->on_question.id = s->satisfied;
    it->on_value = "いいえ";
}

static void
of_services(struct survey *s, struct question *it)
{
    (void)s;
    it->choices.text = "問合せ\n貸出\n研修";
}

static void
up_to_ten(struct survey *s, struct question *it)
{
    (void)s;
    it->least = 0;
    it->most = 10;
}

static void
of_a_person(struct survey *s, struct question *it)
{
    (void)s;
    it->is_personal = true;
}

static void
survey_moved(struct survey *s, const char *action)
{
    struct act *a = hall_act(&s->hall, OFFICER);
    struct question_form *it = ledger_new(a, &question_form_ledger);

    hall_done(a, ledger_read(a, &question_form_ledger, s->form, false, it) &&
                     ledger_move(a, &question_form_ledger, action, it));
}

static void
survey_open(struct test *t, struct survey *s, bool anonymous, bool once)
{
    struct question_form *form;
    struct act *a;

    hall_open(t, &s->hall);
    a = hall_act(&s->hall, OFFICER);
    form = ledger_new(a, &question_form_ledger);
    form->title = "窓口の満足度";
    form->anonymous = anonymous;
    form->once = once;
    hall_done(a, ledger_create(a, &question_form_ledger, form));
    s->form = form->base.id;
    s->satisfied = asked(s, 1, "満足していますか", "yesno", must_be_answered);
    s->why = asked(s, 2, "どこに不満がありますか", "text", when_not_satisfied);
    s->services = asked(s, 3, "使ったもの", "choices", of_services);
    s->count = asked(s, 4, "使った回数", "number", up_to_ten);
    s->day = asked(s, 5, "最後に使った日", "date", NULL);
    s->name = asked(s, 6, "お名前", "line", of_a_person);
    survey_moved(s, "open");
}

static struct pair
answered(struct survey *s, int64_t question, const char *value)
{
    return (struct pair){ arena_print(s->hall.test->arena, "q%lld", (long long)question), value };
}

static bool
sent(struct survey *s, enum seat seat, const struct pair *pairs, size_t count, struct act **act,
     int64_t *response)
{
    struct pairs given = { (struct pair *)(uintptr_t)pairs, count };

    *act = hall_act(&s->hall, seat);
    return form_send(*act, s->form, &given, NULL, 0, response);
}

#define SENT(s, seat, act, response, ...)                                                          \
    sent((s), (seat), (const struct pair[]){ __VA_ARGS__ },                                        \
         sizeof((const struct pair[]){ __VA_ARGS__ }) / sizeof(struct pair), (act), (response))

static void
a_response_keeps_each_answer_beside_its_question(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"),
                answered(&s, s.services, "研修"), answered(&s, s.services, "問合せ"),
                answered(&s, s.count, "３"), answered(&s, s.day, "R8.4.1"));
    hall_done(a, good);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"), 4);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"
                                         " WHERE value = '2026-04-01'"),
                     1);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer WHERE value = '3'"),
                     1);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"
                                         " WHERE value LIKE '問合せ%研修'"),
                     1);
}

static void
every_wrong_answer_is_told_with_its_question(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.count, "11"),
                answered(&s, s.services, "給食"), answered(&s, s.day, "R8.2.31"));
    assert_false(good);
    assert_int_equal(a->fault_count, 4);
    assert_string_equal(a->faults->field, answered(&s, s.satisfied, "").name);
    assert_string_equal(a->faults->message, "「満足していますか」は必須です。");
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM response"), 0);
}

static void
a_question_depends_on_an_earlier_answer(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "no"));
    assert_false(good);
    assert_string_equal(a->faults->message, "「どこに不満がありますか」は必須です。");
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "no"),
                answered(&s, s.why, "待ち時間"));
    hall_done(a, good);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"),
                answered(&s, s.why, "聞かれていない答え"));
    hall_done(a, good);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"
                                         " WHERE value = '聞かれていない答え'"),
                     0);
}

static void
questions_of_an_open_form_stay_as_they_are(struct test *t)
{
    struct survey s;
    struct question *it;
    struct act *a;

    survey_open(t, &s, false, false);
    a = hall_act(&s.hall, OFFICER);
    it = ledger_new(a, &question_ledger);
    hall_done(a, ledger_read(a, &question_ledger, s.why, false, it));
    it->label = "べつの質問";
    assert_int_equal(hall_refused(a, ledger_change(a, &question_ledger, it)), FAULT_CLASH);
    a = hall_act(&s.hall, OFFICER);
    assert_int_equal(hall_refused(a, ledger_remove(a, &question_ledger, s.why, it->base.version)),
                     FAULT_CLASH);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM question"
                                         " WHERE removed_at IS NULL"),
                     6);
}

static void
a_new_edition_copies_the_questions_and_leaves_the_answers(struct test *t)
{
    struct survey s;
    struct questions old, all;
    struct act *a;
    int64_t id, renewed = 0;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"));
    hall_done(a, good);
    a = hall_act(&s.hall, OFFICER);
    hall_done(a, form_renew(a, s.form, &renewed));
    a = hall_act(&s.hall, OFFICER);
    hall_done(a, questions_read(a, s.form, &old) && questions_read(a, renewed, &all));
    assert_int_equal(all.count, 6);
    assert_int_equal(all.rows[1]->on_question.id, all.rows[0]->base.id);
    assert_int_not_equal(all.rows[0]->base.id, old.rows[0]->base.id);
    assert_int_equal(hall_count(&s.hall, "SELECT edition AS count FROM form ORDER BY id DESC"), 2);
    all.rows[1]->label = "新しい聞き方";
    hall_done(a, ledger_change(a, &question_ledger, all.rows[1]));
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"
                                         " WHERE label = '満足していますか'"),
                     1);
}

static void
a_response_cannot_be_written_or_changed_by_hand(struct test *t)
{
    struct survey s;
    struct response *it;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"));
    hall_done(a, good);
    a = hall_act(&s.hall, LEAD);
    it = ledger_new(a, &response_ledger);
    hall_done(a, ledger_read(a, &response_ledger, id, false, it));
    it->title = "書き換え";
    assert_int_equal(hall_refused(a, ledger_change(a, &response_ledger, it)), FAULT_DENIED);
    a = hall_act(&s.hall, LEAD);
    assert_int_equal(
        hall_refused(a, ledger_create(a, &answer_ledger, ledger_new(a, &answer_ledger))),
        FAULT_DENIED);
}

static void
everybody_sees_his_own_response_only(struct test *t)
{
    struct survey s;
    struct response *it;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"));
    hall_done(a, good);
    it = ledger_new(a, &response_ledger);
    a = hall_act(&s.hall, REQUESTER);
    hall_done(a, ledger_read(a, &response_ledger, id, false, it));
    a = hall_act(&s.hall, CHIEF);
    assert_int_equal(hall_refused(a, ledger_read(a, &response_ledger, id, false, it)),
                     FAULT_MISSING);
    a = hall_act(&s.hall, STRANGER);
    assert_int_equal(hall_refused(a, ledger_read(a, &response_ledger, id, false, it)),
                     FAULT_MISSING);
}

static void
an_anonymous_response_leads_to_nobody(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, true, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "no"),
                answered(&s, s.why, "言いにくいこと"));
    hall_done(a, good);
    assert_int_equal(id, 0);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM response"
                                         " WHERE owner = 0 AND person IS NULL"),
                     1);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer WHERE owner <> 0"),
                     0);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM history"
                                         " WHERE ledger IN ('response', 'answer')"
                                         " AND (actor <> 0 OR session <> 0 OR request <> '')"),
                     0);
}

static void
each_person_answers_once_where_the_form_says_so(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, true);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"));
    hall_done(a, good);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "no"), answered(&s, s.why, "x"));
    assert_int_equal(hall_refused(a, good), FAULT_CLASH);
}

static void
who_is_not_asked_and_what_is_closed_is_refused(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, STRANGER, &a, &id, answered(&s, s.satisfied, "yes"));
    assert_int_equal(hall_refused(a, good), FAULT_MISSING);
    good = SENT(&s, AUDITOR, &a, &id, answered(&s, s.satisfied, "yes"));
    assert_int_equal(hall_refused(a, good), FAULT_DENIED);
    survey_moved(&s, "close");
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"));
    assert_int_equal(hall_refused(a, good), FAULT_CLASH);
}

static void
an_individual_number_is_refused_and_not_repeated(struct test *t)
{
    struct survey s;
    struct act *a;
    int64_t id;
    bool good;

    survey_open(t, &s, false, false);
    good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, "yes"),
                answered(&s, s.name, "123456789018"));
    assert_int_equal(hall_refused(a, good), FAULT_INVALID);
    assert_null(strstr(a->faults->message, "1234"));
}

static void
what_was_answered_is_counted_for_each_question(struct test *t)
{
    struct survey s;
    struct results results;
    struct act *a;
    int64_t id;

    survey_open(t, &s, false, false);
    for (int i = 0; i < 5; i++) {
        bool good = SENT(&s, REQUESTER, &a, &id, answered(&s, s.satisfied, i < 3 ? "yes" : "no"),
                         answered(&s, s.why, "待ち時間"), answered(&s, s.services, "問合せ"),
                         answered(&s, s.services, i % 2 ? "貸出" : "問合せ"),
                         answered(&s, s.count, i % 2 ? "10" : "1"), answered(&s, s.name, "佐藤"));

        hall_done(a, good);
    }
    a = hall_act(&s.hall, OFFICER);
    hall_done(a, form_results(a, s.form, &results));
    assert_int_equal(results.responses, 5);
    assert_int_equal(results.rows[0].rows[0].count, 3);
    assert_int_equal(results.rows[0].rows[1].count, 2);
    assert_int_equal(results.rows[1].answered, 2);
    assert_int_equal(results.rows[2].rows[0].count, 5);
    assert_int_equal(results.rows[2].rows[1].count, 2);
    assert_int_equal(results.rows[3].rows[0].count, 1);
    assert_int_equal(results.rows[3].rows[1].count, 10);
    assert_int_equal(results.rows[3].rows[2].count, 4);
    assert_int_equal(results.rows[5].count, 0);
    assert_int_equal(hall_count(&s.hall, "SELECT COUNT(*) AS count FROM answer"
                                         " WHERE value = '佐藤'"),
                     0);
}

static void
a_condition_belongs_to_the_form_and_to_a_choice(struct test *t)
{
    struct survey s;
    struct question *it;
    struct act *a;

    survey_open(t, &s, false, false);
    a = hall_act(&s.hall, OFFICER);
    hall_done(a, form_renew(a, s.form, &s.form));
    a = hall_act(&s.hall, OFFICER);
    it = ledger_new(a, &question_ledger);
    it->form.id = s.form;
    it->position = 9;
    it->label = "条件付き";
    it->on_question.id = s.satisfied;
    it->on_value = "yes";
    assert_int_equal(hall_refused(a, ledger_create(a, &question_ledger, it)), FAULT_INVALID);
    assert_string_equal(a->faults->field, "on_question");
}

const struct test_case form_tests[] = {
    CASE(a_response_keeps_each_answer_beside_its_question),
    CASE(every_wrong_answer_is_told_with_its_question),
    CASE(a_question_depends_on_an_earlier_answer),
    CASE(questions_of_an_open_form_stay_as_they_are),
    CASE(a_new_edition_copies_the_questions_and_leaves_the_answers),
    CASE(a_response_cannot_be_written_or_changed_by_hand),
    CASE(everybody_sees_his_own_response_only),
    CASE(an_anonymous_response_leads_to_nobody),
    CASE(each_person_answers_once_where_the_form_says_so),
    CASE(who_is_not_asked_and_what_is_closed_is_refused),
    CASE(an_individual_number_is_refused_and_not_repeated),
    CASE(what_was_answered_is_counted_for_each_question),
    CASE(a_condition_belongs_to_the_form_and_to_a_choice),
    { 0 },
};
