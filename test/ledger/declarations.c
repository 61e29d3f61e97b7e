#include "ledger/declaration.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "ledger/tables.h"
#include "ledger/tests.h"
#include "store/act.h"

enum { MOST_LEDGERS = 32 };

static const char *
mistakes_of(struct test *t, const struct ledger *const *ledgers, size_t count)
{
    struct act a = { .arena = t->arena, .who = who_guest() };
    struct buffer out = { .arena = t->arena };

    ledgers_set(ledgers, count);
    declarations_check(&a, &out);
    return buffer_string(&out);
}

static void
the_declarations_of_the_engine_hold_together(struct test *t)
{
    static const struct ledger *ledgers[MOST_LEDGERS];
    size_t count = CORE_LEDGERS;

    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    for (size_t i = 0; engine_ledgers[i]; i++)
        ledgers[count++] = engine_ledgers[i];
    assert_string_equal(mistakes_of(t, ledgers, count), "");
}

static const char *
mistakes_with(struct test *t, const struct ledger *one)
{
    /* Shapes are kept by address for ever, so a copy's address must not come back. */
    static struct ledger copies[MOST_LEDGERS];
    static size_t used;
    const struct ledger **ledgers = NEW_ARRAY(t->arena, CORE_LEDGERS + 1, const struct ledger *);
    struct ledger *copy = &copies[used++];

    assert_true(used <= MOST_LEDGERS);
    *copy = *one;
    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    ledgers[CORE_LEDGERS] = copy;
    return mistakes_of(t, ledgers, CORE_LEDGERS + 1);
}

static void
assert_says(const char *mistakes, const char *words)
{
    if (!strstr(mistakes, words))
        fail_msg("'%s' is not said in:\n%s", words, mistakes);
}

static const struct field two_fields[] = {
    { .name = "title", .label = "件名", .also = "表題|タイトル", .type = FIELD_TEXT },
    { .name = "other", .label = "別名", .also = "ﾀｲﾄﾙ", .type = FIELD_TEXT },
    { 0 },
};
static const struct access anybody[] = { { ROLE_LEAD, DEED_READ, REACH_CONTRACT }, { 0 } };
static const struct ledger model = {
    .name = "model",
    .title = "見本",
    .help = "見本です。",
    .path = "/model",
    .icon = "talk",
    .fields = two_fields,
    .access = anybody,
};

static void
two_fields_of_one_heading_are_found(struct test *t)
{
    assert_says(mistakes_with(t, &model), "is called ﾀｲﾄﾙ, as is title");
}

static void
a_text_that_is_counted_by_is_found(struct test *t)
{
    static const struct field counted[] = {
        { .name = "title", .label = "件名", .type = FIELD_TEXT, .counted = true },
        { 0 },
    };
    struct ledger l = model;

    l.fields = counted;
    assert_says(mistakes_with(t, &l), "is counted by, but no date or time");
}

static void
a_ledger_that_nobody_may_use_is_found(struct test *t)
{
    struct ledger l = model;

    l.access = NULL;
    assert_says(mistakes_with(t, &l), "may be used by nobody");
}

static const char *
mistakes_of_access(struct test *t, const struct access *rows)
{
    struct ledger l = model;

    l.access = rows;
    return mistakes_with(t, &l);
}

static void
rights_that_a_role_must_not_have_are_found(struct test *t)
{
    static const struct access shown[] = { { ROLE_ADMINISTRATOR, DEED_READ, REACH_CONTRACT },
                                           { 0 } };
    static const struct access audited[] = {
        { ROLE_AUDITOR, DEED_READ | DEED_CHANGE, REACH_CONTRACT }, { 0 }
    };
    static const struct access past[] = { { ROLE_LEAD, DEED_HISTORY, REACH_CONTRACT }, { 0 } };

    assert_says(mistakes_of_access(t, shown), "shows contents to administrators");
    assert_says(mistakes_of_access(t, audited), "lets auditors do more than look");
    assert_says(mistakes_of_access(t, past), "the history of what is not shown");
}

static void
hidden_fields_that_could_be_found_out_are_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "title", .label = "件名", .type = FIELD_TEXT },
        { .name = "code", .label = "記号", .type = FIELD_TEXT, .searched = true },
        { 0 },
    };
    static const struct access rows[] = {
        { ROLE_MEMBER, DEED_READ, REACH_CONTRACT, .sees = "title", .sets = "code" }, { 0 }
    };
    static const struct access all[] = {
        { ROLE_MEMBER, DEED_READ | DEED_IMPORT, REACH_CONTRACT, .sees = "title code" }, { 0 }
    };
    struct ledger l = model;

    l.fields = fields;
    l.access = rows;
    assert_says(mistakes_with(t, &l), "code: is hidden from member, but found");
    assert_says(mistakes_with(t, &l), "is filled by member, who does not see it");
    l.access = all;
    assert_says(mistakes_with(t, &l), "sees some fields only, but may do what shows all");
}

static void
a_transition_for_who_may_not_read_is_found(struct test *t)
{
    static const struct state rows[] = { { .name = "new", .label = "新規" }, { 0 } };
    static const struct transition transitions[] = {
        { "again", "やり直す", "new", "new", NULL, 1 << ROLE_OFFICER, NULL }, { 0 }
    };
    static const struct states states = { rows, transitions };
    struct ledger l = model;

    l.states = &states;
    assert_says(mistakes_with(t, &l), "is for officer, who may not read");
}

static void
a_view_that_cannot_be_read_is_found(struct test *t)
{
    static const struct view views[] = { { "open", "未完了", "まだのもの。", "gone=1", "title" },
                                         { 0 } };
    struct ledger l = model;

    l.views = views;
    assert_says(mistakes_with(t, &l), "model.open: cannot be read");
}

static void
a_reference_to_nowhere_is_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "section", .label = "課", .type = FIELD_REF },
        { 0 },
    };
    struct ledger l = model;

    l.fields = fields;
    assert_says(mistakes_with(t, &l), "leads nowhere");
}

static void
a_field_named_as_what_addresses_say_of_lists_is_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "count", .label = "件数", .type = FIELD_NUMBER },
        { .name = "open", .label = "受付", .type = FIELD_PERIOD },
        { 0 },
    };
    struct ledger l = model;
    const char *mistakes;

    l.fields = fields;
    mistakes = mistakes_with(t, &l);
    assert_says(mistakes, "model.count: is what addresses of lists say");
    assert_says(mistakes, "model.open: is what addresses of lists say");
}

static void
a_personal_title_is_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "title", .label = "氏名", .type = FIELD_TEXT, .personal = true },
        { 0 },
    };
    struct ledger l = model;

    l.fields = fields;
    l.titled_by = "title";
    assert_says(mistakes_with(t, &l), "titles the records but is personal");
}

static void
a_transition_to_an_unknown_state_is_found(struct test *t)
{
    static const struct state rows[] = { { .name = "new", .label = "新規" }, { 0 } };
    static const struct transition transitions[] = {
        { "close", "終える", "new", "closed", NULL, 1 << ROLE_LEAD, NULL }, { 0 }
    };
    static const struct states states = { rows, transitions };
    struct ledger l = model;

    l.states = &states;
    assert_says(mistakes_with(t, &l), "leads to the unknown state closed");
}

static void
a_transition_that_takes_what_nobody_types_or_takes_it_twice_is_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "title", .label = "件名", .type = FIELD_TEXT },
        { .name = "due", .label = "期限", .type = FIELD_DATE, .fixed = true },
        { 0 },
    };
    static const struct state rows[] = { { .name = "new", .label = "新規" }, { 0 } };
    static const struct transition transitions[] = {
        { "again", "やり直す", "new", "new", "title", 1 << ROLE_LEAD, .asks = "title due" }, { 0 }
    };
    static const struct states states = { rows, transitions };
    struct ledger l = model;
    const char *mistakes;

    l.fields = fields;
    l.states = &states;
    mistakes = mistakes_with(t, &l);
    assert_says(mistakes, "takes due, which nobody types");
    assert_says(mistakes, "needs title and asks for it, too");
}

static void
a_field_that_is_filled_in_without_being_required_is_found(struct test *t)
{
    static const struct field fields[] = {
        { .name = "title", .label = "件名", .type = FIELD_TEXT, .filled = true },
        { 0 },
    };
    struct ledger l = model;

    l.fields = fields;
    assert_says(mistakes_with(t, &l), "is filled in, but not required");
}

const struct test_case declarations_tests[] = {
    CASE(the_declarations_of_the_engine_hold_together),
    CASE(two_fields_of_one_heading_are_found),
    CASE(a_text_that_is_counted_by_is_found),
    CASE(a_ledger_that_nobody_may_use_is_found),
    CASE(rights_that_a_role_must_not_have_are_found),
    CASE(hidden_fields_that_could_be_found_out_are_found),
    CASE(a_transition_for_who_may_not_read_is_found),
    CASE(a_view_that_cannot_be_read_is_found),
    CASE(a_reference_to_nowhere_is_found),
    CASE(a_field_named_as_what_addresses_say_of_lists_is_found),
    CASE(a_personal_title_is_found),
    CASE(a_transition_to_an_unknown_state_is_found),
    CASE(a_transition_that_takes_what_nobody_types_or_takes_it_twice_is_found),
    CASE(a_field_that_is_filled_in_without_being_required_is_found),
    { 0 },
};
