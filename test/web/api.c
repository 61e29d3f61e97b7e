#include "web/api.h"

#include <string.h>

#include "base/json.h"
#include "errand.h"
#include "ledger/shape.h"
#include "tests.h"
#include "web/api_parts.h"

static json_t *
json_of(struct errands *e, const char *text)
{
    const char *why = "";
    json_t *root = NULL;

    if (!json_read(e->test->arena, text, strlen(text), &root, &why))
        print_error("%s: %s\n", why, text);
    assert_non_null(root);
    return root;
}

static struct request
body_of(struct errands *e, enum method method, int64_t id, const char *type, const char *body)
{
    struct request q = errands_get(e, id, "");

    q.method = method;
    q.type = type;
    q.body = body;
    q.body_length = strlen(body);
    return q;
}

static void
with_header(struct errands *e, struct request *q, const char *name, const char *value)
{
    q->headers.items = NEW_ARRAY(e->test->arena, 1, struct pair);
    q->headers.items[0] = (struct pair){ name, value };
    q->headers.count = 1;
}

/* The record's names as they were written, space between. */
static const char *
names_of(struct test *t, json_t *object)
{
    struct buffer names = { .arena = t->arena };
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        buffer_print(&names, "%s%s", names.length ? " " : "", name);
    }
    return buffer_string(&names);
}

static void
a_record_has_its_head_and_its_fields_in_order(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;

    errands_open(t, &e);
    q = errands_get(&e, errands_add(&e, "印刷できない", "print"), "");
    answer = errands_ask(&e, &q, api_read);
    assert_true(answer.good);
    assert_string_equal(names_of(t, json_of(&e, answer.text)),
                        "id version state contract organisation owner created_at changed_at"
                        " number title kind section body caller asked_at due done_on");
}

static void
a_list_leaves_personal_fields_out(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;
    json_t *items;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    q = errands_get(&e, 0, "count=1");
    answer = errands_ask(&e, &q, api_list);
    items = json_object_get(json_of(&e, answer.text), "items");
    assert_int_equal(json_array_size(items), 1);
    assert_null(json_object_get(json_array_get(items, 0), "caller"));
}

static void
a_new_record_is_answered_with_what_was_sent(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;
    json_t *made;

    errands_open(t, &e);
    q = body_of(&e, POST, 0, API_JSON,
                "{\"title\":\"印刷\",\"kind\":\"print\",\"caller\":\"架空 太郎\","
                "\"asked_at\":\"2026-04-01T09:30:00+09:00\"}");
    answer = errands_ask(&e, &q, api_create);
    assert_int_equal(answer.status, 201);
    made = json_of(&e, answer.text);
    assert_string_equal(json_string_value(json_object_get(made, "caller")), "架空 太郎");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(made, "contract"), "id")),
                     e.contract);
    assert_non_null(strstr(answer.location, "/api/v1/errand/"));
}

static void
a_change_without_a_version_is_refused(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;

    errands_open(t, &e);
    q = body_of(&e, PATCH, errands_add(&e, "印刷", "print"), API_PATCH, "{\"body\":\"x\"}");
    answer = errands_ask(&e, &q, api_change);
    assert_false(answer.good);
    assert_int_equal(act_fault_kind(answer.act), FAULT_UNCONDITIONAL);
}

static void
a_stale_change_is_answered_with_the_version_there_is(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;

    errands_open(t, &e);
    q = body_of(&e, PATCH, errands_add(&e, "印刷", "print"), API_PATCH, "{\"body\":\"x\"}");
    with_header(&e, &q, "if-match", "\"4\"");
    answer = errands_ask(&e, &q, api_change);
    assert_int_equal(answer.status, 412);
    assert_int_equal(json_integer_value(json_object_get(json_of(&e, answer.text), "version")), 1);
}

static void
a_change_does_not_open_what_it_does_not_touch(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;
    json_t *changed;

    errands_open(t, &e);
    q = body_of(&e, PATCH, errands_add(&e, "印刷", "print"), API_PATCH, "{\"body\":\"x\"}");
    with_header(&e, &q, "if-match", "\"1\"");
    answer = errands_ask(&e, &q, api_change);
    changed = json_of(&e, answer.text);
    assert_int_equal(json_integer_value(json_object_get(changed, "version")), 2);
    assert_null(json_object_get(changed, "caller"));
}

static void
a_transition_takes_only_what_it_needs(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;

    errands_open(t, &e);
    q = body_of(&e, POST, errands_add(&e, "印刷", "print"), API_JSON, "{\"title\":\"別\"}");
    q.word = "solve";
    answer = errands_ask(&e, &q, api_move);
    assert_false(answer.good);
    assert_string_equal(answer.act->faults->field, "title");
}

static void
an_unknown_parameter_is_a_fault(struct test *t)
{
    struct errands e;
    struct request q;
    struct errand_answer answer;

    errands_open(t, &e);
    q = errands_get(&e, errands_add(&e, "印刷", "print"), "personal=1");
    answer = errands_ask(&e, &q, api_read);
    assert_false(answer.good);
    assert_int_equal(act_fault_kind(answer.act), FAULT_MALFORMED);
}

const struct test_case api_tests[] = {
    CASE(a_record_has_its_head_and_its_fields_in_order),
    CASE(a_list_leaves_personal_fields_out),
    CASE(a_new_record_is_answered_with_what_was_sent),
    CASE(a_change_without_a_version_is_refused),
    CASE(a_stale_change_is_answered_with_the_version_there_is),
    CASE(a_change_does_not_open_what_it_does_not_touch),
    CASE(a_transition_takes_only_what_it_needs),
    CASE(an_unknown_parameter_is_a_fault),
    { 0 },
};
