#include "web/patch.h"

#include <string.h>

#include "base/json.h"
#include "errand.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "tests.h"
#include "web/api_parts.h"

static json_t *
object_of(struct act *a, const char *text)
{
    const char *why = "";
    json_t *object;

    if (!json_read(a->arena, text, strlen(text), &object, &why))
        print_error("%s\n", why);
    assert_true(json_is_object(object));
    return object;
}

static bool
read_body(struct errands *e, const char *type, const char *body, struct act **act)
{
    struct request q = errands_post(e, 0, "");
    json_t *object;

    q.type = type;
    q.body = body;
    q.body_length = strlen(body);
    *act = errands_act(e);
    return patch_read(*act, &q, API_JSON, false, &object);
}

/* Fills an empty errand; the members of the faults, comma between. */
static const char *
faults_of(struct errands *e, const char *text, struct errand **out)
{
    struct buffer names = { .arena = e->test->arena };
    struct act *a = errands_act(e);
    struct errand *it = ledger_new(a, &errand_ledger);
    bool good = patch_fill(a, &errand_ledger, object_of(a, text), NULL, it);

    for (const struct fault *f = a->faults; f; f = f->next)
        buffer_print(&names, "%s%s", names.length ? "," : "", f->field);
    assert_int_equal(good, a->fault_count == 0);
    if (out)
        *out = it;
    return buffer_string(&names);
}

static void
members_go_into_the_row_by_their_types(struct test *t)
{
    struct errands e;
    struct errand *it;
    char day[DATE_TEXT];

    errands_open(t, &e);
    assert_string_equal(
        faults_of(&e,
                  arena_print(t->arena,
                              "{\"title\":\"印刷\",\"kind\":\"print\",\"section\":%lld,"
                              "\"done_on\":\"2026-04-01\",\"asked_at\":"
                              "\"2026-04-01T09:30:00+09:00\"}",
                              (long long)e.section),
                  &it),
        "");
    assert_string_equal(it->title, "印刷");
    assert_string_equal(it->kind.code, "print");
    assert_int_equal(it->section.id, e.section);
    date_print(it->done_on, day);
    assert_string_equal(day, "2026-04-01");
    assert_int_equal(instant_minute(it->asked_at), 9 * 60 + 30);
}

static void
every_member_that_does_not_fit_is_named(struct test *t)
{
    struct errands e;

    errands_open(t, &e);
    assert_string_equal(faults_of(&e,
                                  "{\"title\":1,\"kind\":\"印刷\",\"section\":\"市民課\","
                                  "\"done_on\":\"4月1日\",\"asked_at\":\"2026-04-01 09:30\","
                                  "\"due\":null,\"colour\":\"red\"}",
                                  NULL),
                        "title,kind,section,done_on,asked_at,due,colour");
}

static void
a_reference_that_is_only_a_code_is_refused(struct test *t)
{
    struct errands e;
    struct organisation *section;
    struct act *a;

    errands_open(t, &e);
    a = errands_act(&e);
    section = ledger_new(a, &organisation_ledger);
    section->title = "税務課";
    section->code = "777777";
    section->kind.code = "section";
    assert_true(ledger_create(a, &organisation_ledger, section));
    act_end(a);
    assert_string_equal(faults_of(&e, "{\"section\":777777}", NULL), "section");
}

static void
null_empties(struct test *t)
{
    struct errands e;
    struct act *a;
    struct errand *it;

    errands_open(t, &e);
    a = errands_act(&e);
    it = ledger_new(a, &errand_ledger);
    it->body.text = "内容";
    it->section.id = e.section;
    assert_true(
        patch_fill(a, &errand_ledger, object_of(a, "{\"body\":null,\"section\":null}"), NULL, it));
    assert_true(!it->body.text || !*it->body.text);
    assert_int_equal(it->section.id, 0);
}

static void
a_reason_is_taken_by_the_act(struct test *t)
{
    struct errands e;
    struct act *a;

    errands_open(t, &e);
    a = errands_act(&e);
    assert_true(patch_fill(a, &errand_ledger, object_of(a, "{\"reason\":\"電話で\"}"), NULL,
                           ledger_new(a, &errand_ledger)));
    assert_string_equal(a->reason, "電話で");
}

static void
what_is_no_object_is_malformed(struct test *t)
{
    static const char *const bodies[] = { "", "[]", "5", "{", "{}x", "{\"a\":1,\"a\":2}" };
    struct errands e;
    struct act *a;

    errands_open(t, &e);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        assert_false(read_body(&e, API_JSON, bodies[i], &a));
        assert_int_equal(act_fault_kind(a), FAULT_MALFORMED);
    }
    assert_true(read_body(&e, API_JSON, "{}", &a));
}

static void
another_media_type_is_refused(struct test *t)
{
    struct errands e;
    struct act *a;

    errands_open(t, &e);
    assert_false(read_body(&e, API_PATCH, "{}", &a));
    assert_int_equal(act_fault_kind(a), FAULT_MEDIA);
}

static void
a_long_name_is_shown_short(struct test *t)
{
    struct errands e;
    struct buffer text = { .arena = t->arena };

    errands_open(t, &e);
    buffer_text(&text, "{\"");
    for (int i = 0; i < 1000; i++)
        buffer_text(&text, "あ");
    buffer_text(&text, "\":1}");
    assert_true(strlen(faults_of(&e, buffer_string(&text), NULL)) < 80);
}

const struct test_case patch_tests[] = {
    CASE(members_go_into_the_row_by_their_types),
    CASE(every_member_that_does_not_fit_is_named),
    CASE(a_reference_that_is_only_a_code_is_refused),
    CASE(null_empties),
    CASE(a_reason_is_taken_by_the_act),
    CASE(what_is_no_object_is_malformed),
    CASE(another_media_type_is_refused),
    CASE(a_long_name_is_shown_short),
    { 0 },
};
