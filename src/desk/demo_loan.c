/* What 青葉市 lends to its sections: last week's, today's and next week's loans. */
#include "desk/demo.h"

#include <string.h>

#include "base/calendar.h"
#include "desk/loan.h"
#include "desk/web_meeting.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_UNITS = 6, KINDS = 3 };

struct cast {
    int64_t contract;
    const struct person *people; /* who asks, one after the other */
    size_t count;
    size_t next;
    struct instant present;
    int64_t kinds[KINDS];
    int64_t units[KINDS][MOST_UNITS];
};

static const struct kind_story {
    const char *title, *category, *accessories, *place;
    int preparation, checking, count;
} kinds[KINDS] = {
    { "研修用ノートパソコン", "training_pc", "電源アダプター\nマウス\nキャリングケース",
      "情報政策課 ロッカー1", 60, 60, 6 },
    { "Web会議端末（カメラ・マイク付き）", "meeting",
      "電源アダプター\nカメラ\n集音マイク\n延長ケーブル", "情報政策課 ロッカー2", 30, 30, 3 },
    { "ペーパーレス会議端末", "paperless", "電源アダプター\nタッチペン", "情報政策課 ロッカー3", 60,
      30, 5 },
};

static const struct loan_story {
    int kind, day, from, until, days; /* open days from today; hours; open days it lasts */
    const char *purpose, *settings;
    int far; /* 0 requested 1 approved 2 lent 3 returned 4 checked */
    int unit;
} stories[] = {
    { 0, -6, 9, 17, 2, "新採用職員の表計算研修", "表計算ソフトの練習問題を入れてほしい。", 4, 0 },
    { 0, -5, 9, 17, 2, "新採用職員の表計算研修（2台目）", "", 4, 1 },
    { 1, -4, 13, 15, 0, "県とのオンライン会議", "会議室Bの有線LANにつなぎます。", 4, 0 },
    { 2, -3, 9, 12, 0, "部長会議", "資料を前日までに入れます。", 3, 0 },
    { 0, -4, 9, 17, 1, "税務システムの操作研修", "", 2, 2 },
    { 1, 0, 10, 12, 0, "子育て相談のオンライン面談", "背景をぼかす設定にしてほしい。", 1, 0 },
    { 1, 0, 13, 16, 0, "事業者との打合せ", "", 1, 0 },
    { 0, 1, 9, 17, 3, "会計年度任用職員の研修", "文書管理の体験版を入れてほしい。", 1, 0 },
    { 2, 2, 9, 12, 0, "総合計画審議会", "資料15点を入れます。", 0, 0 },
    { 1, 3, 14, 16, 0, "移住相談会", "", 0, 0 },
};

static bool
make_kind(struct act *a, struct cast *cast, int n)
{
    const struct kind_story *story = &kinds[n];
    struct loan_kind *it = ledger_new(a, &loan_kind_ledger);

    it->base.contract = cast->contract;
    it->title = story->title;
    it->category.code = story->category;
    it->preparation.minutes = story->preparation;
    it->checking.minutes = story->checking;
    if (!ledger_create(a, &loan_kind_ledger, it))
        return false;
    cast->kinds[n] = it->base.id;
    for (int i = 0; i < story->count; i++) {
        struct loan_unit *unit = ledger_new(a, &loan_unit_ledger);

        unit->base.contract = cast->contract;
        unit->kind.id = it->base.id;
        unit->accessories.text = story->accessories;
        unit->place = story->place;
        if (!ledger_create(a, &loan_unit_ledger, unit))
            return false;
        cast->units[n][i] = unit->base.id;
    }
    return true;
}

static bool
lead_on(struct act *a, struct cast *cast, const struct loan_story *story, struct loan *it)
{
    static const char *const actions[] = { "approve", "hand_over", "take_back", "confirm" };
    struct instant asked = a->now;

    for (int i = 0; i < story->far; i++) {
        a->now = i == 0   ? instant_add(asked, (struct minutes){ 90 })
                 : i == 1 ? it->begins_at
                 : i == 2 ? it->ends_at
                          : instant_add(it->ends_at, (struct minutes){ 20 });
        if (i == 1) {
            it->unit.id = cast->units[story->kind][story->unit];
            it->handed_check.code = "whole";
        }
        if (i == 3)
            it->returned_check.code = "whole";
        if (!ledger_move(a, &loan_ledger, actions[i], it))
            return false;
    }
    return true;
}

static bool
make_loan(struct act *a, struct cast *cast, const struct loan_story *story)
{
    struct loan *it = ledger_new(a, &loan_ledger);
    struct date today = calendar_roll(&calendar_office, instant_date(cast->present), ROLL_FORWARD);
    struct date from = calendar_business_days(&calendar_office, today, story->day);
    const struct person *person;

    it->base.contract = cast->contract;
    it->kind.id = cast->kinds[story->kind];
    it->begins_at = instant_make(from, story->from * 60);
    it->ends_at = instant_make(calendar_business_days(&calendar_office, from, story->days),
                               story->until * 60);
    person = &cast->people[cast->next++ * 7 % cast->count];
    it->borrower.id = person->base.id;
    it->section.id = person->section.id;
    it->purpose.text = story->purpose;
    it->settings.text = story->settings;
    a->now = instant_make(calendar_business_days(&calendar_office, today, -9), 10 * 60);
    return ledger_create(a, &loan_ledger, it) && lead_on(a, cast, story, it);
}

static bool
make_all(struct act *a, void *with)
{
    struct cast *cast = with;

    a->now = instant_make(date_add(instant_date(cast->present), -30), 9 * 60);
    for (int i = 0; i < KINDS; i++)
        if (!make_kind(a, cast, i))
            return false;
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        if (!make_loan(a, cast, &stories[i]))
            return false;
    return true;
}

static const struct meeting_story {
    const char *title;
    int day, from, until; /* open days from today, hours */
} meetings[] = {
    { "県市町村情報化連絡会", 0, 10, 12 },         { "保育施設との連絡会", 0, 14, 15 },
    { "災害時応援協定の打合せ", 1, 9, 11 },        { "文書管理システムの説明会", 1, 10, 12 },
    { "近隣市とのシステム共同化部会", 3, 13, 16 },
};

static bool
make_meetings(struct act *a, void *with)
{
    const struct cast *cast = with;
    struct date today = calendar_roll(&calendar_office, instant_date(cast->present), ROLL_FORWARD);
    struct web_licence *licence = ledger_new(a, &web_licence_ledger);

    a->now = instant_make(date_add(instant_date(cast->present), -7), 9 * 60);
    licence->base.contract = cast->contract;
    licence->title = "Web会議 有料ライセンス";
    licence->service = "Web会議サービス 有料版";
    licence->owned = 2;
    licence->checking.minutes = 15;
    licence->guidance.text = "課の代表メールアドレスで利用者登録をしてから、申請してください。";
    if (!ledger_create(a, &web_licence_ledger, licence))
        return false;
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++) {
        const struct meeting_story *story = &meetings[i];
        struct web_meeting *it = ledger_new(a, &web_meeting_ledger);
        struct date day = calendar_business_days(&calendar_office, today, story->day);
        const struct person *person;

        it->base.contract = cast->contract;
        it->title = story->title;
        it->licence.id = licence->base.id;
        it->begins_at = instant_make(day, story->from * 60);
        it->ends_at = instant_make(day, story->until * 60);
        person = &cast->people[(cast->next + i) * 7 % cast->count];
        it->host.id = person->base.id;
        it->section.id = person->section.id;
        it->registered.code = i == 3 ? "no" : "yes";
        if (!ledger_create(a, &web_meeting_ledger, it) ||
            (i < 3 && !ledger_move(a, &web_meeting_ledger, "approve", it)))
            return false;
    }
    return true;
}

bool
demo_loans(struct act *a, int64_t contract, const struct person *people, size_t count)
{
    struct cast cast = {
        .contract = contract, .people = people, .count = count, .present = a->now
    };
    bool good = act_write(a, make_all, &cast) && act_write(a, make_meetings, &cast);

    a->now = cast.present;
    return good;
}
