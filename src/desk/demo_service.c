/* What stands around 青葉市's inquiries: canned answers, vendors, troubles, changes, opinions. */
#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/canned_answer.h"
#include "desk/change.h"
#include "desk/inquiry.h"
#include "desk/problem.h"
#include "desk/satisfaction.h"
#include "desk/trouble.h"
#include "desk/vendor_case.h"
#include "ledger/link.h"
#include "ledger/list.h"
#include "store/act.h"

enum { OPINIONS = 40, NEEDED = 4 };

struct cast {
    int64_t contract;
    struct who officer;
    const struct who *desk;
    int64_t open[NEEDED]; /* inquiries */
    size_t open_count;
    int64_t desks[3];
    struct instant present;
};

static const struct canned_story {
    const char *category, *title, *body;
} canned[] = {
    { "受付", "受け付けました",
      "{氏名}様\n\nお問合せ「{件名}」を {番号} で受け付けました。{期限}までにお答えします。\n"
      "{担当}" },
    { "確認", "画面の写しのお願い",
      "{氏名}様\n\n{番号}「{件名}」について、表示された画面の写しと、起きた時刻をお知らせください。"
      "\n個人情報が写っているときは、隠してからお送りください。" },
    { "案内", "パスワードの変更",
      "{氏名}様\n\n仮のパスワードを発行しました。サインインの後、画面の案内に従って新しいものに"
      "変えてください。仮のパスワードは今日中だけ使えます。" },
    { "案内", "印刷できないときの確認",
      "{氏名}様\n\n1. 複合機の画面に紙詰まりや「オフライン」の表示がないか\n"
      "2. ほかの端末からは印刷できるか\nをお知らせください。" },
    { "ベンダー", "業者に照会しています",
      "{氏名}様\n\n{番号}は、保守業者に調査を頼みました。わかり次第お知らせします。\n{担当}" },
    { "完了", "対応を終えました",
      "{氏名}様\n\n{番号}「{件名}」の対応を終えました。また起きたときは、この番号でお知らせください。"
      "\n{担当}" },
};

static const struct desk_story {
    const char *title, *vendor, *number, *hours, *phone;
    int days;
    const char *notes;
} desks[3] = {
    { "証明書発行システム", "東端末サービス", "MS-2023-0412", "平日 8:30から18:00まで",
      "06-6000-1234", 2, "連絡の前に、端末の型番、読取装置の版、操作の記録を集めます。" },
    { "財務会計システム", "西情報システムズ", "ZK-88", "平日 9:00から17:30まで", "06-6000-2345", 3,
      "接続数の記録と、止まった時刻を伝えます。" },
    { "複合機", "北電話機器", "FX-512", "平日 9:00から17:00まで", "06-6000-3456", 1,
      "機械の番号（本体の右下）を伝えます。" },
};

/* --- canned answers and support desks --------------------------------------------------------- */

static bool
make_texts(struct act *a, void *with)
{
    struct cast *cast = with;

    for (size_t i = 0; i < sizeof canned / sizeof *canned; i++) {
        struct canned_answer *it = ledger_new(a, &canned_answer_ledger);

        it->base.contract = cast->contract;
        it->category = canned[i].category;
        it->title = canned[i].title;
        it->body.text = canned[i].body;
        if (!ledger_create(a, &canned_answer_ledger, it))
            return false;
    }
    for (size_t i = 0; i < 3; i++) {
        struct support_desk *it = ledger_new(a, &support_desk_ledger);

        it->base.contract = cast->contract;
        it->title = desks[i].title;
        it->vendor_name = desks[i].vendor;
        it->contract_number = desks[i].number;
        it->hours = desks[i].hours;
        it->phone.text = desks[i].phone;
        it->answer_days = desks[i].days;
        it->notes.text = desks[i].notes;
        if (!ledger_create(a, &support_desk_ledger, it))
            return false;
        cast->desks[i] = it->base.id;
    }
    return true;
}

/* --- hand-overs and a merge --------------------------------------------------------------------- */

static bool
hand_over(struct act *a, struct cast *cast, size_t inquiry, size_t desk, const char *number,
          const char *question, const char *answer)
{
    struct vendor_case *it = ledger_new(a, &vendor_case_ledger);

    it->base.contract = cast->contract;
    it->inquiry.id = cast->open[inquiry];
    it->support_desk.id = cast->desks[desk];
    it->vendor_number = number;
    it->question.text = question;
    it->handed_at = instant_make(date_add(instant_date(cast->present), -2), 10 * 60 + 15);
    if (!ledger_create(a, &vendor_case_ledger, it))
        return false;
    if (!answer)
        return true;
    it->answered_at = instant_make(date_add(instant_date(cast->present), -1), 15 * 60);
    it->answer.text = answer;
    return ledger_move(a, &vendor_case_ledger, "answer", it);
}

static bool
merge(struct act *a, struct cast *cast)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    if (!ledger_read(a, &inquiry_ledger, cast->open[2], true, it))
        return false;
    it->merged_into.id = cast->open[3];
    return ledger_move(a, &inquiry_ledger, "merge", it);
}

/* As the terms agree, which are written down after this. */
static bool
wait_for_vendor(struct act *a, void *with)
{
    const struct cast *cast = with;
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    if (!consequence_read(a, &inquiry_ledger, cast->open[0], it))
        return false;
    it->base.state = "vendor";
    return ledger_keep(a, &inquiry_ledger, NULL, it);
}

static bool
make_cases(struct act *a, void *with)
{
    struct cast *cast = with;

    return cast->open_count < NEEDED ||
           (hand_over(a, cast, 0, 0, "48-1127", "読取装置の版4.2.1で読み取れない原因の調査。",
                      NULL) &&
            hand_over(a, cast, 1, 1, "2026-0713", "接続数が上限になった原因の調査。",
                      "古い接続が残る不具合があり、次の版で直す。それまでは毎晩の切断で避ける。") &&
            consequence_run(a, wait_for_vendor, cast) && merge(a, cast));
}

/* --- a trouble, its problem, the change, the release ---------------------------------------------- */

static bool
make_problem(struct act *a, struct cast *cast, int64_t *out)
{
    struct problem *it = ledger_new(a, &problem_ledger);

    it->base.contract = cast->contract;
    it->title = "証明書発行端末の読取装置が、版4.2.1で反応しないことがある";
    it->content.text = "配布の翌朝に、窓口の端末2台で起きた。再起動でも直らない。";
    it->cause.text = "読取装置の版4.2.1の不具合（業者の報告2件）。";
    it->workaround.text = "配布前の隣の端末を使う。急ぐときは、手順書で版4.1.9へ戻す。";
    it->priority.code = "high";
    if (!ledger_create(a, &problem_ledger, it) || !ledger_move(a, &problem_ledger, "known", it))
        return false;
    *out = it->base.id;
    return cast->open_count == 0 || link_add(a, (struct link_end){ &problem_ledger, it->base.id },
                                             (struct link_end){ &inquiry_ledger, cast->open[0] },
                                             link_kind_find("effect"), NULL);
}

static bool
make_trouble(struct act *a, const struct cast *cast, int64_t problem)
{
    struct trouble *it = ledger_new(a, &trouble_ledger);
    struct date day = date_add(instant_date(cast->present), -2);

    it->base.contract = cast->contract;
    it->title = "3番窓口の証明書発行端末でICカードが読み取れない";
    it->severity.code = "high";
    it->support_desk.id = cast->desks[0];
    it->happened_at = instant_make(day, 8 * 60 + 31);
    it->noticed_at = instant_make(day, 8 * 60 + 40);
    it->content.text = "カードを置いても反応がない。窓口のお客様を隣の端末に案内している。";
    it->affected.text = "市民課の3番と5番の窓口。";
    it->problem.id = problem;
    if (!ledger_create(a, &trouble_ledger, it))
        return false;
    it->first_at = instant_make(day, 8 * 60 + 44);
    it->first_aid.text = "隣の端末へ案内し、配布を止めた。";
    if (!ledger_move(a, &trouble_ledger, "respond", it))
        return false;
    it->recovered_at = instant_make(day, 11 * 60 + 5);
    it->recovery.text = "遠隔で版4.1.9へ戻し、窓口で読み取りを確かめた。";
    return ledger_move(a, &trouble_ledger, "recover", it);
}

static bool
make_change(struct act *a, const struct cast *cast, int64_t problem, int64_t release)
{
    struct change *it = ledger_new(a, &change_ledger);
    struct date day = date_add(instant_date(cast->present), 3);
    bool good;

    it->base.contract = cast->contract;
    it->title = "読取装置のドライバーを版4.1.9へ戻す（全12台）";
    it->kind.code = "normal";
    it->problem.id = problem;
    it->release.id = release;
    it->reason.text = "版4.2.1では読み取れないことがあるため。";
    it->plan.text = "1. 配布を止める\n2. 閉庁後に12台へ版4.1.9を配る\n3. 各窓口で1回ずつ読み取る";
    it->way_back.text = "版4.2.1を配り直す（15分）。";
    it->risk.code = "low";
    it->risk_text.text = "作業中の10分ほど、端末が使えない。";
    it->begins_at = instant_make(day, 17 * 60 + 30);
    it->ends_at = instant_make(day, 19 * 60);
    if (!ledger_create(a, &change_ledger, it) || !ledger_move(a, &change_ledger, "ask", it))
        return false;
    a->who = &cast->officer;
    good = ledger_move(a, &change_ledger, "approve", it);
    a->who = cast->desk;
    return good;
}

static bool
make_improvement(struct act *a, void *with)
{
    struct cast *cast = with;
    struct release *release = ledger_new(a, &release_ledger);
    int64_t problem;

    release->base.contract = cast->contract;
    release->title = "窓口端末の定例配布";
    release->content.text = "読取装置のドライバーと、窓口端末の設定をまとめて入れる。";
    release->planned_at = instant_make(date_add(instant_date(cast->present), 3), 17 * 60 + 30);
    return ledger_create(a, &release_ledger, release) && make_problem(a, cast, &problem) &&
           make_trouble(a, cast, problem) && make_change(a, cast, problem, release->base.id);
}

/* --- who was asked how it was -------------------------------------------------------------------- */

static bool
list_inquiries(struct act *a, const char *view, size_t most, struct list *out)
{
    struct pair items[] = { { "view", view },
                            { "section.empty", "false" },
                            { "limit", arena_print(a->arena, "%zu", most) } };
    struct list_request request;

    return list_parse(a, &inquiry_ledger, &(struct pairs){ items, 3 }, &request) &&
           list_read(a, &request, out);
}

/* Two that can be handed over, and two that ask the same. */
static bool
find_open(struct act *a, struct cast *cast)
{
    const struct inquiry *rows;
    struct list list;

    if (!list_inquiries(a, "open", OPINIONS, &list))
        return false;
    rows = list.rows;
    for (size_t i = 0; i < list.count && cast->open_count < 2; i++)
        if (state_is(&rows[i].base, "received") || state_is(&rows[i].base, "working"))
            cast->open[cast->open_count++] = rows[i].base.id;
    for (size_t i = list.count; i-- > 0 && cast->open_count == 2;)
        for (size_t k = i; k-- > 0 && cast->open_count == 2;)
            if (strcmp(rows[i].title, rows[k].title) == 0 && rows[k].base.id != cast->open[0] &&
                rows[k].base.id != cast->open[1]) {
                cast->open[2] = rows[i].base.id;
                cast->open[3] = rows[k].base.id;
                cast->open_count = NEEDED;
            }
    return true;
}

static bool
find_done(struct act *a, size_t most, int64_t *out, size_t *count)
{
    struct list list;

    if (!list_inquiries(a, "done", most, &list))
        return false;
    *count = 0;
    for (size_t i = 0; i < list.count && *count < most; i++)
        out[(*count)++] = ((const struct inquiry *)list.rows + i)->base.id;
    return true;
}

static bool
ask_opinions(struct act *a)
{
    static const char *const scores[] = { "good", "good", "fair", "good", "good", "bad", "good" };
    int64_t done[OPINIONS];
    size_t count;

    if (!find_done(a, OPINIONS, done, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (i % 3 != 2 &&
            !satisfaction_answer(a, done[i], scores[i % 7],
                                 i % 7 == 5 ? "同じことが三度目です。原因も知りたいです。" : ""))
            return false;
    return true;
}

bool
demo_service(struct act *a, int64_t contract)
{
    struct cast cast = { .contract = contract, .desk = a->who, .present = a->now };

    return who_by_login(a, "aoyama", &cast.officer) && find_open(a, &cast) &&
           act_write(a, make_texts, &cast) && act_write(a, make_cases, &cast) &&
           act_write(a, make_improvement, &cast) && ask_opinions(a);
}
