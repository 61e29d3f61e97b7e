#include "contract/clauses_docx.h"

#include <string.h>

#include "contract/obligation.h"
#include "ledger/import.h"
#include "signed.h"
#include "tests.h"

static const char specification[] = "test/data/documents/specification.docx";

static void
a_word_specification_of_sixty_clauses_comes_in_whole(struct test *t)
{
    struct signed_contract s;
    struct import_request request = { .ledger = &obligation_ledger, .source.path = specification };
    struct import_result result = { 0 };
    struct clauses clauses;
    struct act *a;
    int depth[5] = { 0 };

    signed_open(t, &s);
    a = signed_act(&s, LEAD);
    assert_done(a, clauses_from_docx(a, specification, &clauses));
    assert_int_equal(clauses.count, 60);
    for (size_t i = 0; i < clauses.count; i++)
        depth[clauses.rows[i].level < 4 ? clauses.rows[i].level : 4]++;
    assert_int_equal(depth[1], 4);
    assert_int_equal(depth[2], 16);
    assert_int_equal(depth[3], 40);
    assert_done(a, clauses_source(a, &request.source));
    assert_string_equal(request.source.name, "specification.docx");
    request.contract = s.contract;
    a->origin = ORIGIN_IMPORT;
    assert_done(a, import_write(a, &request, &result));
    assert_int_equal(result.added, 60);
    assert_int_equal(result.wrong, 0);
}

static void
what_is_no_word_file_is_refused(struct test *t)
{
    struct signed_contract s;
    struct clauses clauses;
    struct act *a;

    signed_open(t, &s);
    a = signed_act(&s, LEAD);
    assert_false(clauses_from_docx(a, "test/data/access_matrix.txt", &clauses));
    assert_refused(a, "file", "Wordの文書として読めません");
    assert_true(clauses_is_docx("仕様書.DOCX"));
    assert_false(clauses_is_docx("仕様書.xlsx") || clauses_is_docx(".docx") ||
                 clauses_is_docx(NULL));
}

const struct test_case clauses_docx_tests[] = {
    CASE(a_word_specification_of_sixty_clauses_comes_in_whole),
    CASE(what_is_no_word_file_is_refused),
    { 0 },
};
