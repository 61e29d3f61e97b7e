#include "desk/open_data.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "contract/crew.h"
#include "desk/open_data_check.h"
#include "tests.h"

#define HEAD                                                                                                                                  \
    "全国地方公共団体コード,ID,地方公共団体名,名称,所在地_連結表記,緯度,経度,設置位置,利用可能曜日," \
    "開始時間,小児対応設備の有無\r\n"
#define GOOD                                                                                       \
    "011002,A1,北海道札幌市,市役所,北海道札幌市中央区,43.062,141.354,1階,月火水木金,08:45,有\r\n"

static struct open_data_result
check(struct test *t, const char *text)
{
    struct open_data_result result;
    struct csv csv;
    const char *why;

    assert_true(csv_open_bytes(t->arena, text, strlen(text), &csv, &why));
    assert_true(open_data_check(t->arena, "aed", &csv, &result));
    return result;
}

static void
assert_told(const struct open_data_result *r, int64_t line, const char *column, const char *reason)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->faults[i].line == line && strcmp(r->faults[i].column, column) == 0 &&
            strstr(r->faults[i].reason, reason))
            return;
    print_error("not told: line %d, %s, %s\n", (int)line, column, reason);
    assert_true(false);
}

static void
a_file_like_the_standard_has_no_faults(struct test *t)
{
    struct open_data_result r = check(t, HEAD GOOD);

    assert_int_equal(r.found, 0);
    assert_int_equal(r.rows, 1);
}

static void
every_wrong_value_is_told_at_once(struct test *t)
{
    struct open_data_result r =
        check(t, HEAD GOOD "011003,Ａ２,北海道札幌市,,北海道,141.354,43.062,2階,金月,8:45,あり\r\n"
                           "011002,A1,北海道札幌市,区役所,北海道,43度,,3階,,24:30,\r\n");

    assert_told(&r, 3, "全国地方公共団体コード", "検査数字");
    assert_told(&r, 3, "ID", "半角");
    assert_told(&r, 3, "名称", "必須");
    assert_told(&r, 3, "緯度", "逆");
    assert_told(&r, 3, "経度", "逆");
    assert_told(&r, 3, "利用可能曜日", "順に");
    assert_told(&r, 3, "開始時間", "09:00");
    assert_told(&r, 3, "小児対応設備の有無", "有");
    assert_told(&r, 4, "緯度", "10進");
    assert_told(&r, 4, "開始時間", "09:00");
    assert_told(&r, 0, "ID", "二つ以上");
    assert_int_equal(r.found, 11);
}

static void
columns_that_lack_are_faults_and_others_are_remarks(struct test *t)
{
    struct open_data_result r = check(t, "ID,名称,独自の列,名称\r\nA1,市役所,x\r\n\r\n");

    assert_told(&r, 1, "全国地方公共団体コード", "必須の列");
    assert_told(&r, 1, "設置位置", "必須の列");
    assert_told(&r, 1, "独自の列", "標準にない");
    assert_told(&r, 1, "名称", "二つ");
    assert_told(&r, 2, "", "列の数");
    assert_told(&r, 3, "", "空の行");
    /* 全国地方公共団体コード, 地方公共団体名, 所在地_連結表記, 設置位置 lack. */
    assert_int_equal(r.found, 4 + 3);
}

static void
no_more_is_shown_than_a_page_holds_but_all_is_counted(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct open_data_result r;

    buffer_text(&text, "ID\r\n");
    for (int i = 0; i < 3000; i++)
        buffer_print(&text, "あ%d\r\n", i);
    r = check(t, buffer_string(&text));
    assert_int_equal(r.count, OPEN_DATA_SHOWN);
    assert_int_equal(r.found, 3000 + 5);
}

static void
a_standard_set_is_published_after_a_clean_check(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &open_data_set_ledger,
                   WITH("title", "AEDの一覧", "standard", "aed", "section", id_text(&c, c.city),
                        "published_on", "2026-04-06"));
    assert_refused(crew_move(&c, WORKER, &open_data_set_ledger, id, "publish", NULL), NULL,
                   "検査してから");
    id = crew_make(&c, WORKER, &open_data_set_ledger,
                   WITH("title", "花の名所", "standard", "own", "section", id_text(&c, c.city),
                        "published_on", "2026-04-06"));
    crew_do(&c, WORKER, &open_data_set_ledger, id, "publish", NULL);
}

const struct test_case open_data_tests[] = {
    CASE(a_file_like_the_standard_has_no_faults),
    CASE(every_wrong_value_is_told_at_once),
    CASE(columns_that_lack_are_faults_and_others_are_remarks),
    CASE(no_more_is_shown_than_a_page_holds_but_all_is_counted),
    CASE(a_standard_set_is_published_after_a_clean_check),
    { 0 },
};
