/*
 * Automatic answers over many articles: the index is built from made-up articles of a desk,
 * then asked questions of another wording: "articles=… build=… p50=… p95=… us". Times are the
 * processor's. What reads the database (three short counts) is measured by nobody here.
 *
 *     ask [ARTICLES [QUESTIONS]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
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

int
main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    size_t asked = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    struct arena arena = { 0 };
    struct ask_source *sources = NEW_ARRAY(&arena, count, struct ask_source);
    double *times = NEW_ARRAY(&arena, asked, double), began;
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
    printf("articles=%zu build_ms=%.0f p50=%.0f p95=%.0f\n", count, began / 1000, times[asked / 2],
           times[asked * 95 / 100]);
    arena_release(&arena);
    return 0;
}
