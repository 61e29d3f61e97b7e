#include "store/schema.h"

#include <string.h>

#include "store/engine.h"
#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

static const struct table_column old_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "contract", COLUMN_INT, .required = true },
    { "name", COLUMN_TEXT, .required = true, .comment = "名前" },
    { "at", COLUMN_INSTANT, .comment = "時刻" },
    { 0 },
};
static const struct table_index old_indexes[] = {
    { "thing_name_unique", "contract, name", .unique = true },
    { "thing_at", "at" },
    { 0 },
};
static const struct table old_thing = { "thing", "もの", old_columns, old_indexes };

static const struct query old_insert = {
    .name = "thing.old",
    .sql = "INSERT INTO thing (id, contract, name) VALUES (5, 1, '前からある')",
};

struct text {
    const char *text;
};
struct texts {
    struct text *rows;
    size_t count;
};
static const struct query comments = {
    .name = "comments",
    .sql = "SELECT sql FROM sqlite_master WHERE name = 'thing'",
    .postgres = "SELECT string_agg(col_description('thing'::regclass, attnum), ' ')"
                " || obj_description('thing'::regclass, 'pg_class') FROM pg_attribute"
                " WHERE attrelid = 'thing'::regclass AND attnum > 0",
    .row_size = sizeof(struct text),
    .columns = COLUMNS(COLUMN(struct text, text)),
};
static const struct query index_text = {
    .name = "indexes",
    .sql = "SELECT sql FROM sqlite_master WHERE name = 'thing_at'",
    .postgres = "SELECT obj_description('thing_at'::regclass, 'pg_class')",
    .row_size = sizeof(struct text),
    .columns = COLUMNS(COLUMN(struct text, text)),
};

static bool
run_old(struct act *a, void *with)
{
    return query_run(a, with, NULL, UNBOUND);
}

static bool
apply(struct act *a, const struct table *table, const struct migration *steps)
{
    return schema_apply(a->store, a, &table, 1, steps);
}

static struct act *
act_with_old_thing(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));

    assert_true(apply(a, &old_thing, NULL));
    assert_true(act_write(a, run_old, (void *)(uintptr_t)&old_insert));
    return a;
}

static const char *
text_of(struct act *a, const struct query *q)
{
    struct text row;
    bool found;

    assert_true(query_first(a, q, &row, &found, UNBOUND));
    assert_true(found);
    return row.text;
}

static void
columns_are_added_to_a_table_with_rows(struct test *t)
{
    struct act *a = act_with_old_thing(t);
    struct thing row;
    bool found;

    assert_true(apply(a, &thing_table, NULL));
    assert_true(query_first(a, &thing_all, &row, &found, UNBOUND));
    assert_string_equal(row.name, "前からある");
    assert_int_equal(row.amount.yen, NO_NUMBER);
    assert_false(row.done);
}

static void
statements_prepared_before_a_change_still_run(struct test *t)
{
    struct store *store = store_for_test(t);
    struct act *act;
    const char *value;

    /* The second reading finds its statement outdated, the third finds it made anew. */
    act = act_for_test(t, store);
    assert_true(setting_get(act, "installation", &value));
    act_end(act);
    things_make(t, store);
    for (int i = 0; i < 3; i++) {
        struct act *a = act_for_test(t, store);

        assert_true(setting_get(a, "installation", &value));
        act_end(a);
        assert_int_equal(strlen(value), 36);
    }
}

static void
an_index_that_changed_is_made_anew(struct test *t)
{
    struct act *a = act_with_old_thing(t);

    assert_true(apply(a, &thing_table, NULL));
    assert_non_null(strstr(text_of(a, &index_text), "\"at\" DESC"));
}

static void
applying_twice_changes_nothing(struct test *t)
{
    struct act *a = act_with_old_thing(t);
    const struct table *table = &thing_table;
    bool current = false;

    assert_true(apply(a, &thing_table, NULL));
    assert_true(apply(a, &thing_table, NULL));
    assert_true(schema_is_current(a, &table, 1, &current));
    assert_true(current);
}

static void
labels_stand_in_the_database(struct test *t)
{
    struct act *a = act_with_old_thing(t);

    assert_true(apply(a, &thing_table, NULL));
    assert_non_null(strstr(text_of(a, &comments), "もの"));
    assert_non_null(strstr(text_of(a, &comments), "名前"));
    assert_non_null(strstr(text_of(a, &comments), "金額"));
}

static void
an_old_table_is_not_current_and_says_what_to_do(struct test *t)
{
    struct act *a = act_with_old_thing(t);
    const struct table *table = &thing_table;
    bool current = true;

    assert_false(schema_is_current(a, &table, 1, &current));
    assert_false(current);
    assert_non_null(strstr(a->faults->message, "tasuki migrate"));
}

static void
a_label_cannot_break_out_of_its_comment(struct test *t)
{
    static const struct table_column more[] = {
        { "id", COLUMN_INT, .required = true, .comment = "ID" },
        { "x_1", COLUMN_TEXT, .comment = "a */ TEXT); DROP TABLE setting; /* '\n-- b" },
        { 0 },
    };
    static const struct table table = { "odd", "'; DROP TABLE setting; --", more, NULL };
    struct act *a = act_for_test(t, store_for_test(t));
    const char *value;

    assert_true(apply(a, &table, NULL));
    assert_true(setting_get(a, "installation", &value));
    assert_int_equal(strlen(value), 36);
}

static const struct migration steps[] = {
    { 1, "名前を改める", "UPDATE thing SET name = 'step 1'", NULL },
    { 0 },
};

static bool
forget_number(struct act *a, void *with)
{
    (void)with;
    return a->store->engine->schema_put(a, 1) && run_old(a, (void *)(uintptr_t)&old_insert);
}

static void
steps_that_were_taken_are_not_taken_again(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    struct thing row;
    bool found;

    assert_true(apply(a, &thing_table, NULL));
    assert_true(act_write(a, forget_number, NULL));
    assert_true(apply(a, &thing_table, steps));
    assert_true(query_first(a, &thing_all, &row, &found, UNBOUND));
    assert_string_equal(row.name, "前からある");
}

static void
a_fresh_database_has_todays_number(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    int number = 0;

    assert_true(a->store->engine->schema_get(a, &number));
    assert_int_equal(number, schema_version());
}

const struct test_case schema_tests[] = {
    CASE(columns_are_added_to_a_table_with_rows),
    CASE(statements_prepared_before_a_change_still_run),
    CASE(an_index_that_changed_is_made_anew),
    CASE(applying_twice_changes_nothing),
    CASE(labels_stand_in_the_database),
    CASE(an_old_table_is_not_current_and_says_what_to_do),
    CASE(a_label_cannot_break_out_of_its_comment),
    CASE(steps_that_were_taken_are_not_taken_again),
    CASE(a_fresh_database_has_todays_number),
    { 0 },
};
