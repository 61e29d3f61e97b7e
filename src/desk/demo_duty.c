/* The rounds of 青葉市's desk, of the last three days and to come. */
#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "desk/duty.h"
#include "ledger/list.h"
#include "store/act.h"

enum { BACK = 3 /* days */ };

struct cast {
    int64_t contract;
    int64_t person;
    struct instant present;
};

static const struct duty_story {
    const char *title;
    const char *kind;
    const char *rule;
    const char *starts;
    int within;
    const char *steps;
} stories[] = {
    { "サーバーとネットワークの稼働確認", "check", "毎営業日", "08:00", 45,
      "監視画面で赤い表示がないことを見ます。あれば、連絡網に従って知らせます。" },
    { "夜間バックアップの結果の確認", "backup", "毎営業日", "08:40", 60,
      "前夜の記録を開き、全部の対象が「成功」であることを確かめます。" },
    { "ウイルス定義の配信状況の確認", "check", "毎週 月・木曜日", "10:00", 120,
      "3日より古い端末を一覧にし、課へ起動を頼みます。" },
    { "後期高齢者医療の通知データの受け取り", "data", "毎月 第3営業日", "13:30", 180,
      "受渡しフォルダの件数表と突き合わせ、班長が確かめてから取り込みます。" },
    { "複合機の使用枚数の集計", "report", "毎月 末日の2営業日前", "15:00", 120,
      "各階の枚数を控え、月次報告の様式に写します。" },
    { "グループウェアの再起動", "server", "毎週 日曜日", "22:00", 60,
      "手順書のとおり停止し、起動後に試験のメールを1通送ります。" },
    { "課税課の一括処理の見守り", "batch", "毎営業日", "19:30", 180,
      "終了の表示を確かめます。止まったときは、保守業者へ連絡します。" },
    { "休日の監視画面の確認", "check", "毎日", "21:00", 90,
      "遠隔で監視画面を開き、赤い表示がないことを見ます。" },
};

static bool
make_duty(struct act *a, const struct cast *cast, const struct duty_story *story)
{
    struct duty *it = ledger_new(a, &duty_ledger);

    it->base.contract = cast->contract;
    it->title = story->title;
    it->kind.code = story->kind;
    it->rule = story->rule;
    it->starts = story->starts;
    it->within.minutes = story->within;
    it->assignee.id = cast->person;
    it->steps.text = story->steps;
    return ledger_create(a, &duty_ledger, it);
}

static bool
make_all(struct act *a, void *with)
{
    struct cast *cast = with;

    a->now = instant_make(date_add(instant_date(cast->present), -BACK), 7 * 60);
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        if (!make_duty(a, cast, &stories[i]))
            return false;
    return true;
}

/* What is past was done, a quarter of an hour after it began. */
static bool
note_past(struct act *a, void *with)
{
    struct cast *cast = with;
    struct list_request request = { .ledger = &duty_run_ledger, .limit = 200 };
    struct list list;

    request.sort = list_field(&duty_run_ledger, "planned_at");
    if (!list_read(a, &request, &list))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct duty_run *it = (struct duty_run *)list.rows + i;

        it->done_at.us = it->planned_at.us + 15 * (int64_t)MINUTE_US;
        if (it->done_at.us > cast->present.us)
            break;
        a->now = it->done_at;
        if (!ledger_move(a, &duty_run_ledger, "finish", it))
            return false;
    }
    return true;
}

bool
demo_duties(struct act *a, int64_t contract, int64_t person)
{
    struct cast cast = { contract, person, a->now };
    bool good = act_write(a, make_all, &cast) && act_write(a, note_past, &cast);

    a->now = cast.present;
    return good;
}
