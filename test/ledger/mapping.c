#include "ledger/mapping.h"

#include <string.h>

#include "asked.h"
#include "base/buffer.h"
#include "ledger/sheet.h"
#include "tests.h"

struct proposed {
    struct act *act;
    struct sheet sheet;
    struct mapping mapping;
};

static struct proposed *
proposed(struct test *t, struct sheet_source source)
{
    struct proposed *p = NEW(t->arena, struct proposed);

    p->act = NEW(t->arena, struct act);
    p->act->arena = t->arena;
    p->act->who = who_guest();
    assert_true(sheet_open(p->act, &source, &p->sheet));
    assert_true(mapping_propose(p->act, &asked_ledger, &p->sheet, &p->mapping));
    return p;
}

static struct proposed *
proposed_text(struct test *t, const char *text)
{
    return proposed(
        t, (struct sheet_source){ .name = "表.csv", .bytes = text, .length = strlen(text) });
}

/* The words of all columns, ? behind those that are not sure. */
static const char *
words(struct proposed *p)
{
    struct buffer out = { .arena = p->act->arena };

    for (size_t i = 0; i < p->mapping.count; i++) {
        const struct mapping_column *c = &p->mapping.columns[i];

        buffer_print(&out, "%s%s%s", i ? " " : "", c->field ? mapping_word(p->act, c) : "-",
                     c->field && !c->sure ? "?" : "");
    }
    return buffer_string(&out);
}

static void
merged_headings_of_a_workbook_are_mapped(struct test *t)
{
    struct proposed *p =
        proposed(t, (struct sheet_source){ .path = "test/data/workbooks/sections.xlsx" });

    assert_string_equal(words(p), "section received_at channel title - assignee completed_on");
}

static void
a_merged_log_is_mapped_without_doubt(struct test *t)
{
    struct proposed *p =
        proposed(t, (struct sheet_source){ .path = "test/data/inquiries_aoba.csv" });

    assert_string_equal(words(p), "number received_at.date received_at.time channel section"
                                  " requester kind title body assignee response completed_on"
                                  " state");
}

static void
another_city_has_other_words_and_order(struct test *t)
{
    struct proposed *p =
        proposed(t, (struct sheet_source){ .path = "test/data/inquiries_midori.csv" });

    assert_string_equal(words(p), "number received_at section requester channel kind title body?"
                                  " response assignee state completed_on priority?");
    p = proposed(t, (struct sheet_source){ .path = "test/data/inquiries_midori.tsv" });
    assert_string_equal(words(p), "state completed_on kind title body received_at section"
                                  " requester assignee response number");
}

static void
the_heading_above_tells_two_names_apart(struct test *t)
{
    struct proposed *p = proposed_text(t, "担当者,,依頼者,\n所属,氏名,所属,氏名\n"
                                          "情報課,久世,税務課,芦田\n");

    assert_string_equal(p->mapping.columns[1].field->name, "assignee");
    assert_string_equal(p->mapping.columns[3].field->name, "requester");
}

static void
a_field_is_given_once(struct test *t)
{
    struct proposed *p = proposed_text(t, "件名,タイトル\na,b\n");

    assert_string_equal(words(p), "title -");
}

static void
a_time_without_a_day_brings_nothing(struct test *t)
{
    assert_string_equal(words(proposed_text(t, "受付時間,件名\n9:00,a\n")), "- title");
    assert_string_equal(words(proposed_text(t, "受付日,件名\nR8.4.1,a\n")), "received_at title");
}

static void
states_are_known_by_their_words(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,さいご\n1,済\n2,調査中\n3,未対応\n");

    assert_string_equal(words(p), "number state?");
}

static void
values_that_do_not_fit_make_a_heading_doubtful(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,完了日\n1,済み\n2,まだ\n");

    assert_string_equal(words(p), "number completed_on?");
}

static void
what_the_engine_fills_is_not_taken(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,回答期限,依頼元ID\n1,2026-04-01,12\n");

    assert_string_equal(words(p), "number - -");
    assert_true(p->mapping.columns[1].sure);
}

static void
people_can_give_a_column_another_field(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,ひとこと,件名\n1,a,b\n");

    assert_true(mapping_set(p->act, &p->mapping, &p->sheet, "ひとこと", "title"));
    assert_string_equal(words(p), "number title -");
    assert_true(mapping_set(p->act, &p->mapping, &p->sheet, "C", "内容"));
    assert_true(mapping_set(p->act, &p->mapping, &p->sheet, "番号", ""));
    assert_string_equal(words(p), "- title body");
}

static void
unknown_columns_and_fields_are_refused(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,件名\n1,a\n");

    assert_false(mapping_set(p->act, &p->mapping, &p->sheet, "ない列", "title"));
    assert_false(mapping_set(p->act, &p->mapping, &p->sheet, "件名", "ない項目"));
    assert_false(mapping_set(p->act, &p->mapping, &p->sheet, "件名", "due"));
    assert_false(mapping_set(p->act, &p->mapping, &p->sheet, "件名", "title.date"));
    assert_int_equal(p->act->fault_count, 4);
}

static void
a_mapping_comes_back_from_its_text(struct test *t)
{
    struct proposed *p = proposed_text(t, "受付日,受付時間,番号\nR8.4.1,9:00,1\n");
    struct proposed *q = proposed_text(t, "番号,受付時間,受付日\n1,9:00,R8.4.1\n");
    const char *json = mapping_json(p->act, &p->mapping);

    assert_true(mapping_parse(q->act, &asked_ledger, &q->sheet, json, &q->mapping));
    assert_string_equal(words(q), "number received_at.time received_at.date");
}

static void
a_text_that_is_no_mapping_is_refused(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,件名\n1,a\n");

    assert_false(mapping_parse(p->act, &asked_ledger, &p->sheet, "{\"columns\":3}", &p->mapping));
    assert_false(mapping_parse(p->act, &asked_ledger, &p->sheet,
                               "{\"columns\":[{\"heading\":\"課\",\"field\":\"section\"}]}",
                               &p->mapping));
    assert_int_equal(p->act->fault_count, 2);
    assert_string_equal(p->act->last_fault->column, "課");
}

static void
required_fields_without_a_column_are_named(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,件名\n1,a\n");
    const struct field **missing;
    size_t count;

    assert_true(mapping_missing(p->act, &p->mapping, &missing, &count));
    assert_int_equal(count, 2);
    assert_string_equal(missing[0]->name, "received_at");
    assert_string_equal(missing[1]->name, "kind");
}

static void
a_mapping_is_kept_under_a_name(struct test *t)
{
    struct proposed *p = proposed_text(t, "番号,ひとこと\n1,a\n");
    struct office o;
    struct act *a;
    struct mapping m;
    const char *const *names;
    size_t count;

    asked_open(t, &o);
    a = office_act(&o, LEAD);
    assert_true(mapping_set(a, &p->mapping, &p->sheet, "ひとこと", "title"));
    assert_true(mapping_save(a, &p->mapping, "青葉市"));
    assert_true(mapping_save(a, &p->mapping, "青葉市"));
    assert_true(mapping_load(a, &asked_ledger, &p->sheet, "青葉市", &m));
    assert_string_equal(m.columns[1].field->name, "title");
    assert_true(mapping_names(a, &asked_ledger, &names, &count));
    assert_int_equal(count, 1);
    assert_false(mapping_load(a, &asked_ledger, &p->sheet, "緑川市", &m));
    assert_fault(a, FAULT_MISSING, "mapping");
}

const struct test_case mapping_tests[] = {
    CASE(merged_headings_of_a_workbook_are_mapped),
    CASE(a_merged_log_is_mapped_without_doubt),
    CASE(another_city_has_other_words_and_order),
    CASE(the_heading_above_tells_two_names_apart),
    CASE(a_field_is_given_once),
    CASE(a_time_without_a_day_brings_nothing),
    CASE(states_are_known_by_their_words),
    CASE(values_that_do_not_fit_make_a_heading_doubtful),
    CASE(what_the_engine_fills_is_not_taken),
    CASE(people_can_give_a_column_another_field),
    CASE(unknown_columns_and_fields_are_refused),
    CASE(a_mapping_comes_back_from_its_text),
    CASE(a_text_that_is_no_mapping_is_refused),
    CASE(required_fields_without_a_column_are_named),
    CASE(a_mapping_is_kept_under_a_name),
    { 0 },
};
