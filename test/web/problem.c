#include "web/problem.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "test.h"

static void
every_fault_stands_in_the_answer(struct test *t)
{
    struct fault second = { .kind = FAULT_INVALID, .message = "種別は必須です。", .field = "kind" };
    struct fault first = { .kind = FAULT_INVALID,
                           .message = "\"件名\"は必須です。",
                           .field = "title",
                           .line = 12,
                           .next = &second };
    struct buffer out = { .arena = t->arena };
    const char *why;
    json_t *json;

    problem_write(&out, FAULT_INVALID, &first, "abc");
    assert_true(json_read(t->arena, out.data, out.length, &json, &why));
    assert_int_equal(json_integer_value(json_object_get(json, "status")), 422);
    assert_string_equal(json_string_value(json_object_get(json, "detail")), first.message);
    assert_int_equal(json_array_size(json_object_get(json, "faults")), 2);
    json = json_array_get(json_object_get(json, "faults"), 0);
    assert_int_equal(json_integer_value(json_object_get(json, "line")), 12);
    assert_null(json_object_get(json, "value"));
}

static void
the_detail_is_that_of_the_gravest_kind(struct test *t)
{
    struct fault second = { .kind = FAULT_DENIED, .message = "権限がありません。" };
    struct fault first = { .kind = FAULT_INVALID, .message = "違います。", .next = &second };
    struct buffer out = { .arena = t->arena };

    problem_write(&out, FAULT_DENIED, &first, "");
    assert_non_null(strstr(out.data, "\"detail\":\"権限がありません。\""));
    assert_non_null(strstr(out.data, "\"status\":403"));
}

const struct test_case problem_tests[] = {
    CASE(every_fault_stands_in_the_answer),
    CASE(the_detail_is_that_of_the_gravest_kind),
    { 0 },
};
