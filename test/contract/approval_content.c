#include "contract/approval_content.h"

#include <stdio.h>
#include <string.h>

#include "contract/approval_row.h"
#include "hall.h"
#include "ledger/attachment.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/open.h"
#include "tests.h"

static int64_t
approved(struct hall *h, int64_t plan)
{
    int64_t id = hall_asked(h, plan);

    hall_approves(h, CHIEF, id);
    hall_approves(h, HEAD, id);
    return id;
}

static void
personal_values_stand_sealed_beside_the_open_content(struct test *t)
{
    struct hall h;
    struct approval *it;
    struct act *a;
    int64_t id;
    bool found;

    hall_open(t, &h);
    id = approved(&h, hall_plan(&h, LEAD, "年間計画"));
    a = hall_console(&h);
    it = ledger_new(a, &approval_ledger);
    hall_done(a, shape_read(a, shape_of(&approval_ledger), id, true, it, &found));
    assert_null(strstr(it->content.text, "本町"));
    assert_non_null(strstr(it->details.text, "青葉市本町1-2-3"));
    assert_int_equal(strlen(it->hash), 71);
}

static void
a_personal_value_that_changes_makes_it_outdated_too(struct test *t)
{
    struct hall h;
    struct approval_state state;
    struct proposal *plan;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_plan(&h, LEAD, "年間計画");
    approved(&h, id);
    assert_int_equal(hall_state(&h, id).word, APPROVAL_APPROVED);
    plan = hall_plan_read(&h, id);
    a = hall_act(&h, LEAD);
    plan->holder = "青葉市本町9-9-9";
    hall_done(a, ledger_change(a, &proposal_ledger, plan));
    state = hall_state(&h, id);
    assert_int_equal(state.word, APPROVAL_OUTDATED);
    assert_int_equal(state.changes.count, 1);
    assert_true(state.changes.rows[0].personal);
}

static void
a_new_title_of_a_reference_leaves_the_content_equal(struct test *t)
{
    struct hall h;
    struct organisation *section;
    struct proposal *plan;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_plan(&h, LEAD, "年間計画");
    plan = hall_plan_read(&h, id);
    a = hall_act(&h, LEAD);
    plan->section.id = h.section;
    hall_done(a, ledger_change(a, &proposal_ledger, plan));
    approved(&h, id);
    a = hall_console(&h);
    section = ledger_new(a, &organisation_ledger);
    hall_done(a, ledger_read(a, &organisation_ledger, h.section, false, section));
    section->title = "デジタル推進課";
    hall_done(a, ledger_change(a, &organisation_ledger, section));
    assert_int_equal(hall_state(&h, id).word, APPROVAL_APPROVED);
}

static void
a_file_that_comes_later_makes_it_outdated(struct test *t)
{
    struct hall h;
    struct approval_state state;
    struct attachment_file file = { .name = "別紙.txt" };
    const char *path;
    FILE *out;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_plan(&h, LEAD, "年間計画");
    approved(&h, id);
    path = arena_print(t->arena, "%s/separate.txt", folder_for_test(t));
    out = fopen(path, "w");
    assert_non_null(out);
    fputs("あとから足した別紙\n", out);
    assert_int_equal(fclose(out), 0);
    file.path = path;
    file.size = (int64_t)strlen("あとから足した別紙\n");
    a = hall_act(&h, LEAD);
    hall_done(a,
              attachments_add(a, &proposal_ledger, &hall_plan_read(&h, id)->base, &file, 1, NULL));
    state = hall_state(&h, id);
    assert_int_equal(state.word, APPROVAL_OUTDATED);
    assert_string_equal(state.changes.rows[0].after, "別紙.txt");
}

static void
a_digest_is_never_taken_for_an_individual_number(struct test *t)
{
    struct hall h;
    struct frozen frozen;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = hall_plan(&h, LEAD, "年間計画");
    a = hall_console(&h);
    hall_done(a, freeze(a, &proposal_ledger, &hall_plan_read(&h, id)->base, NULL, &frozen));
    for (size_t i = 0, run = 0; frozen.hash[i]; i++) {
        run = frozen.hash[i] == ':' ? 0 : run + 1;
        assert_true(run <= 8);
    }
}

const struct test_case approval_content_tests[] = {
    CASE(personal_values_stand_sealed_beside_the_open_content),
    CASE(a_personal_value_that_changes_makes_it_outdated_too),
    CASE(a_new_title_of_a_reference_leaves_the_content_equal),
    CASE(a_file_that_comes_later_makes_it_outdated),
    CASE(a_digest_is_never_taken_for_an_individual_number),
    { 0 },
};
