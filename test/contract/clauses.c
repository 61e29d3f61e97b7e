#include "contract/clauses.h"

#include <string.h>

#include "base/buffer.h"
#include "contract/obligation.h"
#include "ledger/import.h"
#include "signed.h"
#include "tests.h"

enum {
    CHAPTERS = 5,
    ARTICLES = 3,
    PARAGRAPHS = 3,
    CLAUSES = CHAPTERS * (1 + ARTICLES + ARTICLES * 3 - 1)
};

static struct clauses
clauses_of(struct test *t, const struct clause_paragraph *paragraphs, size_t count)
{
    return clauses_from_paragraphs(t->arena, paragraphs, count);
}

#define CLAUSES_OF(t, ...)                                                                         \
    clauses_of(t, (const struct clause_paragraph[]){ __VA_ARGS__ },                                \
               sizeof((const struct clause_paragraph[]){ __VA_ARGS__ }) /                          \
                   sizeof(struct clause_paragraph))

static void
assert_clause(const struct clause *it, int level, const char *number, const char *text)
{
    assert_string_equal(it->number, number);
    assert_string_equal(it->text, text);
    assert_int_equal(it->level, level);
}

static void
numbers_in_the_text_give_levels_and_chapters(struct test *t)
{
    struct clauses c = CLAUSES_OF(
        t, { "運用支援業務 仕様書" }, { "令和8年4月" }, { "第１章　総則" }, { "（目的）" },
        { "第1条　この仕様書は、業務の内容を定める。" }, { "２　受託者は、法令を守る。" },
        { "（１）個人情報の保護に関する法律" }, { "第２章　報告" },
        { "第2条　月次報告書を提出する。" }, { "ただし、3月分は3月31日までとする。" });

    assert_int_equal(c.count, 6);
    assert_int_equal(c.left_out, 2);
    assert_clause(&c.rows[0], 1, "第１章", "総則\n（目的）");
    assert_clause(&c.rows[1], 2, "第1条", "この仕様書は、業務の内容を定める。");
    assert_clause(&c.rows[2], 3, "第1条 ２", "受託者は、法令を守る。");
    assert_clause(&c.rows[3], 4, "第1条 ２ （１）", "個人情報の保護に関する法律");
    assert_clause(&c.rows[5], 2, "第2条",
                  "月次報告書を提出する。\nただし、3月分は3月31日までとする。");
    assert_string_equal(c.rows[3].chapter, "第１章 総則");
    assert_string_equal(c.rows[5].chapter, "第２章 報告");
    assert_true(c.rows[0].heads && c.rows[4].heads);
    assert_false(c.rows[1].heads || c.rows[2].heads || c.rows[5].heads);
    assert_string_equal(c.rows[0].kind, "chapter");
    assert_string_equal(c.rows[1].kind, "article");
    assert_string_equal(c.rows[2].kind, "paragraph");
    assert_string_equal(c.rows[3].kind, "item");
}

static void
numbers_of_lists_and_levels_of_styles_go_before(struct test *t)
{
    struct clauses c = CLAUSES_OF(t, { "総則", "1", 1 }, { "目的を定める。", "1.1", 2 },
                                  { "用語", NULL, 2 }, { "システムとは、次をいう。", "(1)", 3 },
                                  { "体制", "2", 1 }, { "責任者を置く。", "(1)", 2 });

    assert_int_equal(c.count, 6);
    assert_clause(&c.rows[0], 1, "1", "総則");
    assert_clause(&c.rows[1], 2, "1.1", "目的を定める。");
    assert_clause(&c.rows[2], 2, "1 見出し1", "用語");
    assert_clause(&c.rows[3], 3, "1 見出し1 (1)", "システムとは、次をいう。");
    assert_clause(&c.rows[5], 2, "2 (1)", "責任者を置く。");
}

static void
dotted_numbers_are_as_deep_as_their_parts(struct test *t)
{
    struct clauses c = CLAUSES_OF(t, { "1. 総則" }, { "1-1　目的を定める。" },
                                  { "1.1.1 細目を定める。" }, { "ア　保守" }, { "① 点検" },
                                  { "イ　監視" }, { "2. 体制" }, { "2-1　責任者を置く。" });

    assert_int_equal(c.count, 8);
    assert_clause(&c.rows[1], 2, "1-1", "目的を定める。");
    assert_clause(&c.rows[2], 3, "1.1.1", "細目を定める。");
    assert_clause(&c.rows[3], 4, "1.1.1 ア", "保守");
    assert_clause(&c.rows[4], 5, "1.1.1 ア ①", "点検");
    assert_clause(&c.rows[5], 4, "1.1.1 イ", "監視");
    assert_clause(&c.rows[7], 2, "2-1", "責任者を置く。");
    assert_string_equal(c.rows[5].chapter, "1 総則");
}

static void
what_only_looks_like_a_number_is_text(struct test *t)
{
    struct clauses c =
        CLAUSES_OF(t, { "1 期限" }, { "2026年4月1日から始める。" }, { "10日以内に提出する。" },
                   { "1.5倍の容量を用意する。" }, { "第1回の会議を開く。" },
                   { "一般の職員が使う。" }, { "アクセス権を管理する。" }, { "" }, { "　" });

    assert_int_equal(c.count, 1);
    assert_int_equal(c.left_out, 0);
    assert_non_null(strstr(c.rows[0].text, "10日以内に提出する。\n1.5倍"));
}

static void
numbers_that_come_again_stay_apart(struct test *t)
{
    struct clauses c = CLAUSES_OF(t, { "第1章 甲" }, { "第1条 甲を行う。" }, { "第2章 乙" },
                                  { "第1条 乙を行う。" }, { "第1章 別紙" }, { "第1章 別紙二" });

    assert_int_equal(c.count, 6);
    assert_string_equal(c.rows[3].number, "第2章 第1条");
    assert_string_equal(c.rows[4].number, "第1章（2）");
    assert_string_equal(c.rows[5].number, "第1章（3）");
}

/* Five chapters of three articles; of these one has two paragraphs, the others three. */
static size_t
specification(struct test *t, struct clause_paragraph *out)
{
    size_t n = 0;

    for (int c = 1; c <= CHAPTERS; c++) {
        out[n++] =
            (struct clause_paragraph){ arena_print(t->arena, "第%d章　業務その%d", c, c), NULL, 0 };
        for (int i = 1; i <= ARTICLES; i++) {
            out[n++] = (struct clause_paragraph){
                arena_print(t->arena, "第%d条　受託者は、\"業務%d\"を行い,記録する。",
                            (c - 1) * ARTICLES + i, i),
                NULL, 0
            };
            for (int k = 2; k <= (i == 1 ? PARAGRAPHS : PARAGRAPHS + 1); k++)
                out[n++] = (struct clause_paragraph){
                    arena_print(t->arena, "%d　前項の業務は、=A1 の方法で%d回行う。", k, k), NULL, 0
                };
        }
    }
    return n;
}

static struct import_request
request_of(struct signed_contract *s, const struct clauses *c)
{
    struct buffer *csv = NEW(s->test->arena, struct buffer);

    csv->arena = s->test->arena;
    clauses_table(csv, c);
    return (struct import_request){
        .ledger = &obligation_ledger,
        .contract = s->contract,
        .source = { .name = "仕様書.docx", .bytes = csv->data, .length = csv->length },
    };
}

static void
sixty_clauses_in_three_levels_come_in_with_equal_count_and_text(struct test *t)
{
    struct clause_paragraph paragraphs[100];
    size_t count = specification(t, paragraphs);
    struct clauses c = clauses_from_paragraphs(t->arena, paragraphs, count);
    struct signed_contract s;
    struct import_request request;
    struct import_result result = { 0 };
    struct act *a;

    assert_int_equal(count, CLAUSES);
    assert_int_equal(c.count, CLAUSES);
    signed_open(t, &s);
    request = request_of(&s, &c);
    a = signed_act(&s, LEAD);
    a->origin = ORIGIN_IMPORT;
    assert_done(a, import_preview(a, &request, &result));
    assert_int_equal(result.added, CLAUSES);
    assert_int_equal(result.wrong, 0);
    a = signed_act(&s, LEAD);
    a->origin = ORIGIN_IMPORT;
    assert_done(a, import_write(a, &request, &result));
    assert_int_equal(result.added, CLAUSES);
    for (size_t i = 0; i < c.count; i++) {
        const struct field number = {
            .name = "number", .type = FIELD_REF, .label = "番号", .to = &obligation_ledger
        };
        struct obligation *it;
        struct ref ref;
        const char *why = "";

        if (!field_parse(a, &number, c.rows[i].number, &ref, &why))
            fail_msg("%s: %s", c.rows[i].number, why);
        it = signed_stored(&s, &obligation_ledger, ref.id);
        assert_string_equal(it->text.text, c.rows[i].text);
        assert_string_equal(it->chapter, c.rows[i].chapter);
        assert_string_equal(it->level.code, c.rows[i].kind);
        assert_string_equal(it->base.state, c.rows[i].heads ? "exempt" : "open");
    }
}

static void
the_same_document_again_changes_nothing(struct test *t)
{
    struct clause_paragraph paragraphs[100];
    size_t count = specification(t, paragraphs);
    struct clauses c = clauses_from_paragraphs(t->arena, paragraphs, count);
    struct signed_contract s;
    struct import_request request;
    struct import_result result = { 0 };

    signed_open(t, &s);
    request = request_of(&s, &c);
    for (int i = 0; i < 2; i++) {
        struct act *a = signed_act(&s, LEAD);

        a->origin = ORIGIN_IMPORT;
        assert_done(a, import_write(a, &request, &result));
    }
    assert_int_equal(result.unchanged, CLAUSES);
    assert_int_equal(result.added, 0);
    assert_int_equal(result.changed, 0);
}

const struct test_case clauses_tests[] = {
    CASE(numbers_in_the_text_give_levels_and_chapters),
    CASE(numbers_of_lists_and_levels_of_styles_go_before),
    CASE(dotted_numbers_are_as_deep_as_their_parts),
    CASE(what_only_looks_like_a_number_is_text),
    CASE(numbers_that_come_again_stay_apart),
    CASE(sixty_clauses_in_three_levels_come_in_with_equal_count_and_text),
    CASE(the_same_document_again_changes_nothing),
    { 0 },
};
