#include "desk/demo_rounds.h"

#include <string.h>

#include "base/arena.h"
#include "desk/advice.h"
#include "desk/demo_round_work.h"
#include "desk/service_account.h"
#include "desk/share.h"
#include "desk/vein_registration.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MONTHS = 14 };

static const struct person *
somebody(const struct rounds_cast *cast, size_t n)
{
    return &cast->people[n * 11 % cast->count];
}

/* --- shares ------------------------------------------------------------------------------ */

static const struct share_story {
    const char *title, *path;
    int quota, first, monthly; /* GB; MB a month */
} shares[] = {
    { "市民課共有", "\\\\AOBA-FS01\\shimin", 500, 391, 4300 },
    { "税務課共有", "\\\\AOBA-FS01\\zeimu", 800, 520, 6100 },
    { "福祉課共有", "\\\\AOBA-FS01\\fukushi", 600, 470, 5600 },
    { "全庁共有", "\\\\AOBA-FS01\\zencho", 1000, 612, 2100 },
};

static struct date
months_back(struct date today, int months)
{
    struct day day = date_take(today);
    int month = day.year * 12 + day.month - 1 - months;
    struct date out = { 0 };

    date_make(month / 12, month % 12 + 1, 1, &out);
    return out;
}

static bool
make_usage(struct act *a, const struct rounds_cast *cast, int64_t share,
           const struct share_story *story)
{
    for (int i = 0; i < MONTHS; i++) {
        struct share_usage *it = ledger_new(a, &share_usage_ledger);

        it->base.contract = cast->contract;
        it->share.id = share;
        it->month = months_back(instant_date(cast->present), MONTHS - i);
        it->used = story->first * 1024 + i * story->monthly + (i * 37 % 5 - 2) * 300;
        it->files = 120000 + i * 1700;
        a->now = instant_make(date_add(date_month_end(it->month), 1), 9 * 60);
        if (a->now.us > cast->present.us)
            a->now = cast->present;
        if (!ledger_create(a, &share_usage_ledger, it))
            return false;
    }
    return true;
}

static bool
make_right(struct act *a, const struct rounds_cast *cast, int64_t folder, size_t n)
{
    struct share_right *it = ledger_new(a, &share_right_ledger);

    it->base.contract = cast->contract;
    it->folder.id = folder;
    it->level.code = n % 3 == 0 ? "full" : n % 3 == 1 ? "write" : "read";
    it->application = arena_print(a->arena, "共有-%03zu", 40 + n);
    if (n % 3)
        it->person.id = somebody(cast, n)->base.id;
    else
        it->grantee = "GG_課の全員";
    return ledger_create(a, &share_right_ledger, it);
}

static bool
make_shares(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;

    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        struct share *it = ledger_new(a, &share_ledger);
        struct share_folder *folder = ledger_new(a, &share_folder_ledger);

        a->now = instant_make(months_back(instant_date(cast->present), MONTHS), 9 * 60);
        it->base.contract = folder->base.contract = cast->contract;
        it->title = shares[i].title;
        it->server = "AOBA-FS01";
        it->path = shares[i].path;
        it->section = somebody(cast, i)->section;
        it->quota = shares[i].quota * 1024;
        if (!ledger_create(a, &share_ledger, it))
            return false;
        folder->share.id = it->base.id;
        folder->title = "窓口\\手続";
        folder->section = it->section;
        if (!ledger_create(a, &share_folder_ledger, folder))
            return false;
        for (size_t n = 0; n < 3; n++)
            if (!make_right(a, cast, folder->base.id, i * 3 + n))
                return false;
        if (!make_usage(a, cast, it->base.id, &shares[i]))
            return false;
    }
    return true;
}

/* --- accounts ---------------------------------------------------------------------------- */

static const char *const services[] = { "chat", "form", "minutes", "generative", "remote" };

static bool
make_accounts(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;

    for (size_t i = 0; i < 40; i++) {
        struct service_account *it = ledger_new(a, &service_account_ledger);
        const struct person *person = somebody(cast, i);

        it->base.contract = cast->contract;
        it->service.code = services[i % 5];
        it->title = arena_print(a->arena, "aoba%04zu", 101 + i * 7);
        if (i % 13 == 12)
            it->person_name = "臨時 三郎";
        else
            it->person.id = person->base.id;
        it->section = person->section;
        it->issued_on = date_add(instant_date(cast->present), -400);
        it->last_used_on =
            date_add(instant_date(cast->present), i % 9 == 8 ? -120 : -(int)(i % 20));
        if (i % 5 == 2)
            it->storage = (int64_t)(300 + i * 55);
        if (!ledger_create(a, &service_account_ledger, it))
            return false;
    }
    for (size_t i = 0; i < 8; i++) {
        struct vein_registration *it = ledger_new(a, &vein_registration_ledger);

        it->base.contract = cast->contract;
        it->person.id = somebody(cast, i + 3)->base.id;
        it->section = somebody(cast, i + 3)->section;
        it->host = i % 2 ? "AUTH-02" : "AUTH-01";
        it->registered_on = date_add(instant_date(cast->present), -(int)(20 * i) - 5);
        if (!ledger_create(a, &vein_registration_ledger, it))
            return false;
    }
    return true;
}

/* --- advice ------------------------------------------------------------------------------ */

static const struct advice_story {
    const char *title, *topic, *question, *answer, *effects;
} advices[] = {
    { "窓口予約の仕組みを入れたい", "system",
      "来庁者の待ち時間を減らすため、予約の仕組みを入れたい。何に気を付けるか。",
      "個人情報を預けるので、要求事項の一覧に契約の期間とデータの返却を入れる。",
      "インターネット接続系に端末1台。回線の余裕はある。" },
    { "申請書の転記をなくしたい", "improvement",
      "紙の申請書を表計算に打ち直している。月200件ある。",
      "電子申請フォームに切り替え、残る紙はRPAで入力する。", "RPAの端末の空き時間に収まる。" },
    { "AEDの一覧を公開したい", "open_data", "どの列をそろえればよいか。",
      "自治体標準オープンデータセットの列にそろえ、公開の前に検査する。", "なし" },
    { "会議の録音を文字にしたい", "system", "議事録の作成に時間がかかっている。", NULL, NULL },
};

static bool
make_advice(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;

    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) {
        struct advice *it = ledger_new(a, &advice_ledger);

        it->base.contract = cast->contract;
        it->title = advices[i].title;
        it->topic.code = advices[i].topic;
        it->person.id = somebody(cast, i + 5)->base.id;
        it->section = somebody(cast, i + 5)->section;
        it->question.text = advices[i].question;
        it->asked_on = date_add(instant_date(cast->present), -(int)(9 * i) - 3);
        if (!ledger_create(a, &advice_ledger, it))
            return false;
        if (!advices[i].answer)
            continue;
        it->answer.text = advices[i].answer;
        it->effects.text = advices[i].effects;
        it->look_on = date_add(instant_date(cast->present), i ? 30 : -1);
        if (!ledger_move(a, &advice_ledger, "advise", it))
            return false;
    }
    return true;
}

bool
demo_rounds(struct act *a, int64_t contract, const struct person *people, size_t count,
            const struct who *desk)
{
    struct rounds_cast cast = { contract, people, count, desk, a->now };
    const struct who *before = a->who;
    bool good;

    a->who = &desk[0];
    good = act_write(a, make_shares, &cast);
    a->now = cast.present;
    good = good && act_write(a, make_accounts, &cast) && act_write(a, make_advice, &cast) &&
           demo_licences(a, &cast) && demo_accounts(a, &cast);
    a->who = before;
    good = good && demo_round_work(a, &cast);
    a->now = cast.present;
    a->who = before;
    return good;
}
