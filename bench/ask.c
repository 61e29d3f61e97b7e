/*
 * Automatic answers over many articles: the index is built from made-up articles of a desk,
 * then asked questions of another wording: "articles=… build=… p50=… p95=… put=… us"; put is one
 * article added and dropped. Times are the processor's. What reads the database (three short counts) is measured by nobody here.
 *
 *     ask [ARTICLES [QUESTIONS]]
 *     ask judge ARTICLES.csv QUESTIONS.csv
 *
 * The second form counts, in tenths of a percent, how often the right article came first and
 * among three, and how often questions with and without an article were refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/facts.h"
#include "desk/ask.h"
#include "desk/ask_index.h"

static const char *const things[] = { "共有フォルダ",   "パスワード", "複合機",   "メール",
                                      "ノートパソコン", "Web会議",    "プリンタ", "LANケーブル",
                                      "静脈認証",       "財務会計",   "トナー",   "USBメモリ",
                                      "生成AI",         "アンケート", "外字",     "内線電話" };
static const char *const matters[] = { "開けない", "遅い",     "初期化",     "貸出",   "予約",
                                       "申請",     "故障",     "容量の不足", "誤送信", "紛失",
                                       "追加",     "期限切れ", "紙詰まり",   "転送",   "更新" };
static const char *const places[] = { "市民課", "税務課", "福祉課", "本庁の3階",  "出先機関",
                                      "会議室", "窓口",   "研修室", "議会事務局", "図書館" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PICK(a) ((a)[next() % COUNT(a)])

static uint64_t seed = 20261121;

static uint64_t
next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
make(struct arena *arena, struct ask_source *it, int64_t id)
{
    const char *thing = PICK(things), *matter = PICK(matters);

    *it = (struct ask_source){ .id = id, .category = thing };
    it->title = arena_print(arena, "%sの%sのとき（%s）", thing, matter, PICK(places));
    it->body = arena_print(
        arena,
        "%sで%sが%sになったときは、まず%sを確かめてください。変わらないときは、%sの管理番号%lldと症状を"
        "情報政策課へ知らせます。%sの%sは所属長の承認を受けて申請し、翌開庁日の朝から使えます。"
        "急ぐ場合は備考に理由を書いてください。%sに置いた%sは%lld日で消えます。",
        PICK(places), thing, matter, PICK(things), thing, (long long)(next() % 100000), thing,
        PICK(matters), PICK(places), PICK(things), (long long)(next() % 90));
}

static int
by_time(const void *left, const void *right)
{
    double l = *(const double *)left, r = *(const double *)right;

    return l < r ? -1 : l > r;
}

static int
measure(size_t count, size_t asked)
{
    struct arena arena = { 0 };
    struct ask_source *sources = NEW_ARRAY(&arena, count + 1, struct ask_source);
    double *times = NEW_ARRAY(&arena, asked, double), began, put;
    struct thesaurus *thesaurus = thesaurus_new(&arena, 100);
    struct ask_index *index;

    thesaurus_add(thesaurus, "パソコン", "PC|端末|ノートパソコン", 100);
    thesaurus_add(thesaurus, "開けない", "開かない|見られない|入れない", 100);
    for (size_t i = 0; i < count; i++)
        make(&arena, &sources[i], (int64_t)i + 1);
    began = now();
    index = ask_index_build(&arena, sources, count, thesaurus);
    began = now() - began;
    for (size_t i = 0; i < asked; i++) {
        struct arena once = { 0 };
        struct ask_hits hits;
        const char *question =
            arena_print(&once, "%sの者です。%sが%sになって困っています。%sはどうすればいいですか",
                        PICK(places), PICK(things), PICK(matters), PICK(matters));
        double from = now();

        ask_index_find(&once, index, question, NULL, &hits);
        times[i] = now() - from;
        arena_release(&once);
    }
    qsort(times, asked, sizeof *times, by_time);
    make(&arena, &sources[count], (int64_t)count + 1);
    put = now();
    ask_index_add(index, sources, count + 1);
    ask_index_drop(index, count);
    put = now() - put;
    printf("articles=%zu build_ms=%.0f p50=%.0f p95=%.0f put=%.0f\n", count, began / 1000,
           times[asked / 2], times[asked * 95 / 100], put);
    arena_release(&arena);
    return 0;
}

/* --- judging ------------------------------------------------------------------------------------ */

enum { MOST_WORDS = 12000, MOST_JUDGED = 1000 };

struct base {
    struct arena arena;
    struct ask_source sources[MOST_JUDGED];
    const char *codes[MOST_JUDGED];
    size_t count;
};

static void
open_csv(struct arena *arena, const char *path, struct csv *csv)
{
    const char *why;

    if (csv_open(arena, path, csv, &why))
        return;
    fprintf(stderr, "%s: %s\n", path, why);
    exit(1);
}

static struct thesaurus *
built_in(struct arena *arena)
{
    struct thesaurus *out = thesaurus_new(arena, MOST_WORDS);
    const struct fact *fact = facts;
    struct csv csv;
    struct csv_row row;
    const char *why;

    while (strcmp(fact->name, "desk_synonyms.csv") != 0)
        fact++;
    if (!csv_open_bytes(arena, (const char *)fact->bytes, fact->length, &csv, &why))
        exit(1);
    while (csv_next(&csv, &row))
        if (row.count == 3 && row.cells[0][0] != '#')
            thesaurus_add(out, row.cells[0], row.cells[1], strtoll(row.cells[2], NULL, 10));
    return out;
}

static void
read_base(struct base *b, const char *path)
{
    struct csv csv;
    struct csv_row row;

    open_csv(&b->arena, path, &csv);
    while (csv_next(&csv, &row) && b->count < MOST_JUDGED)
        if (row.row > 1 && row.count == 4) {
            b->codes[b->count] = arena_copy(&b->arena, row.cells[0]);
            b->sources[b->count++] = (struct ask_source){
                .id = row.row,
                .category = arena_copy(&b->arena, row.cells[1]),
                .title = arena_copy(&b->arena, row.cells[2]),
                .body = arena_copy(&b->arena, row.cells[3]),
            };
        }
}

static int
per_mille(int part, int whole)
{
    return whole ? (part * 1000 + whole / 2) / whole : 0;
}

static int
judge(const char *articles, const char *questions)
{
    static struct base b;
    struct ask_index *index;
    struct csv csv;
    struct csv_row row;
    int with = 0, first = 0, three = 0, refused = 0, without = 0, rightly = 0;

    read_base(&b, articles);
    index = ask_index_build(&b.arena, b.sources, b.count, built_in(&b.arena));
    open_csv(&b.arena, questions, &csv);
    while (csv_next(&csv, &row)) {
        struct ask_hits hits;
        bool is_refused;

        if (row.row == 1 || row.count != 2)
            continue;
        ask_index_find(&b.arena, index, row.cells[0], NULL, &hits);
        is_refused = !hits.count || hits.confidence < ASK_LIMIT;
        with += *row.cells[1] != 0;
        without += *row.cells[1] == 0;
        refused += *row.cells[1] && is_refused;
        rightly += !*row.cells[1] && is_refused;
        for (size_t i = 0; i < hits.count && i < 3; i++)
            if (strcmp(b.codes[hits.items[i].source], row.cells[1]) == 0) {
                first += i == 0;
                three++;
            }
    }
    printf("with=%d first=%d three=%d refused=%d without=%d rightly=%d\n", with,
           per_mille(first, with), per_mille(three, with), per_mille(refused, with), without,
           per_mille(rightly, without));
    arena_release(&b.arena);
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "judge") == 0)
        return judge(argv[2], argv[3]);
    return measure(argc > 1 ? strtoul(argv[1], NULL, 10) : 10000,
                   argc > 2 ? strtoul(argv[2], NULL, 10) : 1000);
}
