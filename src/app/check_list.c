/*
 * `tasuki check-list`: the product's own answers to the lists that municipalities ask of
 * external services. The answers are facts/check_list.csv; test/gates/check_list.sh looks
 * whether what they name as evidence is there.
 */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/csv.h"
#include "base/facts.h"
#include "base/json.h"
#include "base/must.h"
#include "store/act.h"

enum { LIST, NO, TITLE, ASKED, ANSWER, LEVEL, WORDS, EVIDENCE, COLUMNS_OF_LIST };

static const struct {
    const char *name; /* in the file, and in JSON */
    const char *title;
} lists[] = {
    { "levels", "求められる水準（58項目）" },
    { "requirements", "外部サービスの要件（34項目）" },
};

static const char *const answers[] = { "適合", "運用による", "対象外" };
enum { ANSWERS = sizeof answers / sizeof *answers };

struct answers_given {
    int64_t counts[ANSWERS];
};

static const struct fact *
find_fact(const char *name)
{
    for (const struct fact *it = facts; it->path; it++)
        if (strcmp(it->name, name) == 0)
            return it;
    return NULL;
}

static void
open_list(struct act *a, struct csv *csv)
{
    const struct fact *it = find_fact("check_list.csv");
    struct csv_row head;
    const char *why;

    must(it && csv_open_bytes(a->arena, (const char *)it->bytes, it->length, csv, &why));
    must(csv_next(csv, &head) && head.count == COLUMNS_OF_LIST);
}

/* "test/web/server.c:health_and_readiness;page:/admin" as people read it. */
static void
write_evidence(struct buffer *out, const char *evidence)
{
    for (; *evidence; evidence++)
        buffer_text(out, *evidence == ';' ? "、" : (char[]){ *evidence, 0 });
}

static void
write_text(struct buffer *out, const char **c)
{
    buffer_print(out, "%s %s：%s", c[NO], c[TITLE], c[ANSWER]);
    if (*c[LEVEL])
        buffer_print(out, "（水準 %s）", c[LEVEL]);
    if (*c[ASKED])
        buffer_print(out, "　求め %s", c[ASKED]);
    buffer_print(out, "\n    %s\n", c[WORDS]);
    if (*c[EVIDENCE]) {
        buffer_text(out, "    証拠：");
        write_evidence(out, c[EVIDENCE]);
        buffer_char(out, '\n');
    }
}

static void
write_csv(struct buffer *out, const char **c)
{
    for (int i = 0; i < COLUMNS_OF_LIST; i++)
        csv_cell(out, c[i], i == 0);
    csv_end(out);
}

static void
json_member(struct buffer *out, const char *name, const char *value, bool first)
{
    json_key(out, name, first);
    json_text(out, value);
}

static void
write_json(struct arena *arena, struct buffer *out, const char **c, bool first)
{
    const char *rest = c[EVIDENCE];

    buffer_text(out, first ? "{" : ",{");
    json_member(out, "list", c[LIST], true);
    json_member(out, "no", c[NO], false);
    json_member(out, "title", c[TITLE], false);
    json_member(out, "asked", c[ASKED], false);
    json_member(out, "answer", c[ANSWER], false);
    json_member(out, "level", c[LEVEL], false);
    json_member(out, "words", c[WORDS], false);
    json_key(out, "evidence", false);
    buffer_char(out, '[');
    while (*rest) {
        size_t length = strcspn(rest, ";");

        if (rest != c[EVIDENCE])
            buffer_char(out, ',');
        json_text(out, arena_slice(arena, rest, length));
        rest += length + (rest[length] == ';');
    }
    buffer_text(out, "]}");
}

static void
count(struct answers_given *given, const char *answer)
{
    for (size_t i = 0; i < ANSWERS; i++)
        given->counts[i] += strcmp(answers[i], answer) == 0;
}

static void
write_counts(struct buffer *out, const struct answers_given *given)
{
    buffer_text(out, "\n");
    for (size_t i = 0; i < ANSWERS; i++)
        buffer_print(out, "%s%s %lld", i ? "、" : "", answers[i], (long long)given->counts[i]);
    buffer_text(out, "。「運用による」は、置いた機械、体制、契約で決まるものです。\n");
}

static const char *
list_title(const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].name, name) == 0)
            return lists[i].title;
    return name;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    bool csv_wanted = argument(arguments, "csv") != NULL;
    struct buffer *out = arguments->out;
    struct answers_given given = { { 0 } };
    const char *list = "";
    struct csv csv;
    struct csv_row row;
    bool first = true;

    if (csv_wanted && arguments->json) {
        fail(a, FAULT_MALFORMED, NULL, "--csv と --json はどちらか1つにしてください。");
        return 2;
    }
    open_list(a, &csv);
    if (csv_wanted)
        buffer_text(out, "list,no,title,asked,answer,level,words,evidence\r\n");
    buffer_text(out, arguments->json ? "[" : "");
    for (; csv_next(&csv, &row); first = false) {
        must(row.count == COLUMNS_OF_LIST && !row.fault);
        count(&given, row.cells[ANSWER]);
        if (csv_wanted) {
            write_csv(out, row.cells);
        } else if (arguments->json) {
            write_json(a->arena, out, row.cells, first);
        } else {
            if (strcmp(list, row.cells[LIST]) != 0)
                buffer_print(out, "%s%s\n\n", first ? "" : "\n", list_title(row.cells[LIST]));
            list = arena_copy(a->arena, row.cells[LIST]);
            write_text(out, row.cells);
        }
    }
    if (arguments->json)
        buffer_text(out, "]\n");
    else if (!csv_wanted)
        write_counts(out, &given);
    return 0;
}

static const struct command_option options[] = {
    { "csv", NULL, "表計算で開けるCSVで出す（UTF-8）" },
    { 0 },
};

const struct command check_list_command = {
    .name = "check-list",
    .usage = "[--csv]",
    .title = "外部サービスの確認票への答えを出す",
    .help =
        "自治体が外部サービスに求める58の項目と34の要件に、製品としての答えと証拠を示します。\n"
        "「適合」には試験か画面か文書が付きます。「運用による」は受託者が答えを足してください。\n"
        "求めは「機密性の区分=水準」で、+ はそれ以上、- はそれ以下です。データフォルダーは要りません。\n\n"
        "例: tasuki check-list --csv > answers.csv",
    .options = options,
    .need = NEED_NOTHING,
    .run = run,
};
