#include "store/act.h"

#include <string.h>

#include "store/engine.h"
#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

/* Faults need no database. */
static struct act
bare(struct test *t)
{
    static struct store nowhere;
    struct act a;

    act_begin(&a, &nowhere, t->arena, NULL, ORIGIN_PAGE);
    return a;
}

static void
faults_gather_in_the_order_they_were_found(struct test *t)
{
    struct act a = bare(t);

    assert_false(fail(&a, FAULT_INVALID, "title", "件名を %d 文字までにしてください。", 200));
    assert_false(fail_at(&a, (struct fault){ .kind = FAULT_INVALID, .message = "x", .line = 7 }));
    assert_string_equal(a.faults->message, "件名を 200 文字までにしてください。");
    assert_string_equal(a.faults->field, "title");
    assert_int_equal(a.faults->next->line, 7);
    assert_int_equal(a.fault_count, 2);
}

static void
forgetting_keeps_the_faults_before(struct test *t)
{
    struct act a = bare(t);

    fail(&a, FAULT_INVALID, NULL, "1");
    fail(&a, FAULT_INVALID, NULL, "2");
    act_forgive(&a, 1);
    fail(&a, FAULT_INVALID, NULL, "3");
    assert_int_equal(a.fault_count, 2);
    assert_string_equal(a.faults->next->message, "3");
    assert_null(a.faults->next->next);
}

static void
forgetting_all_leaves_an_empty_list(struct test *t)
{
    struct act a = bare(t);

    fail(&a, FAULT_INVALID, NULL, "1");
    act_forgive(&a, 0);
    assert_null(a.faults);
    assert_null(a.last_fault);
}

static void
a_denial_goes_before_a_wrong_value(struct test *t)
{
    struct act a = bare(t);

    fail(&a, FAULT_DENIED, NULL, "1");
    fail(&a, FAULT_INVALID, NULL, "2");
    assert_int_equal(act_fault_kind(&a), FAULT_DENIED);
}

static void
a_wrong_value_goes_before_a_doubled_one(struct test *t)
{
    struct act a = bare(t);

    fail(&a, FAULT_CLASH, NULL, "1");
    fail(&a, FAULT_INVALID, NULL, "2");
    assert_int_equal(act_fault_kind(&a), FAULT_INVALID);
}

static void
without_a_fault_the_kind_is_broken(struct test *t)
{
    struct act a = bare(t);

    assert_int_equal(act_fault_kind(&a), FAULT_BROKEN);
}

static void
every_kind_has_its_face(struct test *t)
{
    static const int https[FAULT_KINDS] = {
        [FAULT_MALFORMED] = 400, [FAULT_UNSIGNED] = 401,      [FAULT_DENIED] = 403,
        [FAULT_MISSING] = 404,   [FAULT_METHOD] = 405,        [FAULT_CLASH] = 409,
        [FAULT_STALE] = 412,     [FAULT_UNCONDITIONAL] = 428, [FAULT_LARGE] = 413,
        [FAULT_MEDIA] = 415,     [FAULT_INVALID] = 422,       [FAULT_MANY] = 429,
        [FAULT_BUSY] = 503,      [FAULT_BROKEN] = 500,
    };

    (void)t;
    for (int i = 0; i < FAULT_KINDS; i++) {
        const struct face *face = fault_face((enum fault_kind)i);

        assert_int_equal(face->http, https[i]);
        assert_true(face->slug && face->title);
    }
}

static void
only_input_with_faults_exits_with_one(struct test *t)
{
    (void)t;
    for (int i = 0; i < FAULT_KINDS; i++)
        assert_int_equal(fault_face((enum fault_kind)i)->exit,
                         i == FAULT_INVALID || i == FAULT_MALFORMED ? 1 : 3);
}

static void
a_unique_index_names_the_field(struct test *t)
{
    struct act a = bare(t);

    fail_unique(&a, "inquiry", "inquiry_number_unique");
    assert_string_equal(a.faults->field, "number");
    assert_int_equal(a.faults->kind, FAULT_CLASH);
}

static void
another_index_names_no_field(struct test *t)
{
    struct act a = bare(t);

    fail_unique(&a, "inquiry", "other_number_unique");
    assert_null(a.faults->field);
}

static bool
refuse_beside(struct act *beside, void *with)
{
    const struct act *a = with;

    assert_ptr_not_equal(beside->arena, a->arena);
    assert_int_equal(beside->now.us, a->now.us);
    fail(beside, FAULT_CLASH, "number", "%s", arena_print(beside->arena, "%d番", 7));
    return false;
}

static void
faults_of_an_act_beside_stay_when_it_has_gone(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));

    assert_false(act_beside(a, NULL, refuse_beside, a));
    assert_int_equal(a->fault_count, 1);
    assert_string_equal(a->faults->field, "number");
    assert_string_equal(a->faults->message, "7番");
}

static bool
add_and_refuse(struct act *a, void *with)
{
    return thing_add(a, with) && fail(a, FAULT_INVALID, NULL, "x");
}

static void
a_write_that_may_be_late_is_seen_at_once_or_undone(struct test *t)
{
    struct store *store = things_for_test(t);
    struct thing one = thing_of(1, "一"), two = thing_of(2, "二");

    assert_true(act_write_soon(act_for_test(t, store), thing_add, &one));
    assert_int_equal(things_count(store), 1);
    assert_false(act_write_soon(act_for_test(t, store), add_and_refuse, &two));
    assert_int_equal(things_count(store), 1);
    assert_true(thing_write(store, 2, "二"));
    assert_int_equal(things_count(store), 2);
}

const struct test_case act_tests[] = {
    CASE(faults_gather_in_the_order_they_were_found),
    CASE(forgetting_keeps_the_faults_before),
    CASE(forgetting_all_leaves_an_empty_list),
    CASE(a_denial_goes_before_a_wrong_value),
    CASE(a_wrong_value_goes_before_a_doubled_one),
    CASE(without_a_fault_the_kind_is_broken),
    CASE(every_kind_has_its_face),
    CASE(only_input_with_faults_exits_with_one),
    CASE(a_unique_index_names_the_field),
    CASE(another_index_names_no_field),
    CASE(faults_of_an_act_beside_stay_when_it_has_gone),
    CASE(a_write_that_may_be_late_is_seen_at_once_or_undone),
    { 0 },
};
