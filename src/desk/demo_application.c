/* What the staff of 青葉市's 市民課 applied for in the last weeks, one in every stage. */
#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "contract/approval.h"
#include "desk/application.h"
#include "desk/application_begin.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum player { STAFF, HEAD, OFFICER, LEAD, FIRST, SECOND, PLAYERS };

/* How far a story has gone. */
enum far {
    DRAFT,
    SENT,
    HEAD_AGREED,
    RETURNED,
    AGREED,
    HALF_DONE,
    WORKED,
    DONE,
    WITHDRAWN,
    GIVEN_UP
};

struct cast {
    int64_t contract;
    struct who who[PLAYERS];
    struct date today;
    struct instant present;
};

static const struct story {
    const char *kind;
    int day; /* open days from today */
    enum far far;
    const char *answers;
    const char *details;
    const char *first; /* a question for a day, and how many open days from today */
    int first_day;
    const char *second;
    int second_day;
} stories[] = {
    { "account", -12, DONE,
      "【区分】新規\n【職の区分】会計年度任用職員\n【利用するネットワーク】LGWAN接続系\n"
      "マイナンバー利用事務系\n【利用するシステム】グループウェア、住民記録\n"
      "【理由】窓口の会計年度任用職員の採用のため",
      "【利用する人の氏名】水沢　芽衣\n【職員番号】8-1042", "利用を始める日", -6, NULL, 0 },
    { "supply", -9, DONE, "【品名】トナー 黒（3階複合機）\n【数量】1\n【使い道】2階の複合機", NULL,
      NULL, 0, NULL, 0 },
    { "folder", -5, WORKED,
      "【区分】付ける\n【フォルダの場所】\\\\fs01\\市民課\\証明\n【フォルダを管理する課】市民課\n"
      "【対象の人・課】雲野、水沢\n【権限】読み書き\n【個人情報を含むか】はい\n"
      "【理由】証明の担当を2人にするため",
      NULL, NULL, 0, NULL, 0 },
    { "software", -4, HALF_DONE,
      "【ソフトウェアの名称】バーコード読取り補助\n【版】2.1\n【提供元・入手先】機器の添付ディスク\n"
      "【導入する端末の管理番号】D-00003\n【費用】有償（購入済み）\n【外部と通信するか】いいえ\n"
      "【個人情報を扱うか】いいえ\n【使い道】証明書の番号の読取り",
      NULL, NULL, 0, NULL, 0 },
    { "loan", -3, AGREED,
      "【貸出品】研修用ノートパソコン\n【使い道】窓口の新任研修\n【希望する設定】文書管理の体験版",
      NULL, "借りる日", 9, "返す日", 10 },
    { "original", -2, HEAD_AGREED,
      "【件名】転出証明の照会について\n【添付ファイルの名称】照会書.xlsx\n"
      "【差出人に確かめたか】はい\n【無害化したファイルでは足りない理由】入力欄が消えて回答できないため",
      "【差出人】白波町 住民課", "受信した日", -2, NULL, 0 },
    { "firewall", -2, RETURNED,
      "【対象】プロキシ（URLの許可・拒否）\n【区分】許可の追加\n【通信元】市民課の端末\n"
      "【通信先】研修の動画の配信サイト\n【URL】https://video.example.jp/\n"
      "【業務上の理由】全国の研修を視聴するため",
      NULL, "始める日", 3, NULL, 0 },
    { "mail", -1, SENT,
      "【区分】新規\n【種類】課の代表\n【メールアドレス】shimin-madoguchi\n【管理する人】雲野\n"
      "【理由】窓口の予約の連絡を受けるため",
      NULL, "利用を始める日", 5, NULL, 0 },
    { "vein", -1, SENT,
      "【区分】登録\n【利用するシステム】住民記録\n【希望する日時】来週の火曜の午前\n"
      "【理由】新しく住民記録を担当するため",
      "【本人の氏名】水沢　芽衣\n【職員番号】8-1042", NULL, 0, NULL, 0 },
    { "quota", 0, DRAFT,
      "【フォルダの場所】\\\\fs01\\市民課\n【今の上限（GB）】200\n【希望する上限（GB）】300", NULL,
      NULL, 0, NULL, 0 },
    { "group", -7, WITHDRAWN,
      "【区分】変更\n【グループの名称】市民課の窓口\n【グループのアドレス】shimin-all\n"
      "【管理する人】雲野\n【庁外からの受信】受け取らない\n【理由】担当替えのため",
      NULL, NULL, 0, NULL, 0 },
    { "equipment", -8, GIVEN_UP,
      "【管理番号】D-00002\n【移動先】本庁舎1階 臨時窓口\n【配線工事が要るか】いいえ\n"
      "【理由】臨時窓口を開くため",
      NULL, "移動する日", -5, NULL, 0 },
};

/* --- one step -------------------------------------------------------------------------------- */

struct taken {
    const struct ledger *ledger;
    int64_t id;
    const char *action;
};

static bool
move(struct act *a, void *with)
{
    const struct taken *deed = with;
    struct record *row = ledger_new(a, deed->ledger);
    bool found;

    return shape_read(a, shape_of(deed->ledger), deed->id, true, row, &found) && found &&
           ledger_move(a, deed->ledger, deed->action, row);
}

static bool
take(struct act *a, const struct cast *cast, enum player player, const struct ledger *l, int64_t id,
     const char *action, const char *reason)
{
    struct taken deed = { l, id, action };
    bool good;

    a->who = &cast->who[player];
    a->now = instant_add(a->now, (struct minutes){ 47 });
    a->reason = reason;
    good = act_write(a, move, &deed);
    a->reason = NULL;
    return good;
}

static const struct query approval_query = {
    .name = "demo_application.approval",
    .sql = "SELECT id FROM approval WHERE contract = :contract AND ledger = 'application'"
           " AND record = :record AND state = 'running'",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
decide(struct act *a, const struct cast *cast, enum player player, int64_t id, const char *action,
       const char *comment)
{
    struct approval_decision decision = { .action = action, .comment = comment };
    struct ref approval;
    bool found, good;

    a->who = &cast->who[player];
    a->now = instant_add(a->now, (struct minutes){ 65 });
    if (!query_first(a, &approval_query, &approval, &found,
                     BOUND(BIND(contract, cast->contract), bind_int("record", id))))
        return false;
    good = found && approval_decide(a, approval.id, &decision);
    a->reason = NULL;
    return good;
}

static const struct query works_query = {
    .name = "demo_application.works",
    .sql = "SELECT id FROM application_work WHERE application = :application ORDER BY position",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
work(struct act *a, const struct cast *cast, int64_t id, enum player player, const char *action,
     bool half)
{
    struct {
        struct ref *rows;
        size_t count;
    } works;

    if (!QUERY(a, &works_query, works, bind_int("application", id)))
        return false;
    for (size_t i = 0; i < works.count - half; i++)
        if (!take(a, cast, player, &application_work_ledger, works.rows[i].id, action, NULL))
            return false;
    return true;
}

/* --- one story ------------------------------------------------------------------------------- */

static bool
lead_on(struct act *a, const struct cast *cast, const struct story *story, int64_t id)
{
    static const char *const why = "研修の主催者とURLの範囲が分かりません。要綱を添えてください。";

    if (story->far == DRAFT)
        return true;
    if (!take(a, cast, STAFF, &application_ledger, id, "send", NULL))
        return false;
    if (story->far == SENT)
        return true;
    if (story->far == WITHDRAWN)
        return take(a, cast, STAFF, &application_ledger, id, "withdraw", NULL);
    if (!decide(a, cast, HEAD, id, "approve", NULL))
        return false;
    if (story->far == HEAD_AGREED)
        return true;
    if (story->far == RETURNED)
        return decide(a, cast, OFFICER, id, "return", why);
    if (!decide(a, cast, OFFICER, id, "approve", NULL))
        return false;
    if (story->far == AGREED)
        return true;
    if (story->far == GIVEN_UP)
        return take(a, cast, LEAD, &application_ledger, id, "cancel",
                    "臨時窓口を開かないことに"
                    "なったため。");
    if (!work(a, cast, id, FIRST, "do", story->far == HALF_DONE))
        return false;
    return story->far != DONE || strcmp(story->kind, "account") != 0 ||
           work(a, cast, id, SECOND, "check", false);
}

static const char *
dated(struct act *a, const struct cast *cast, const char *text, const char *label, int days)
{
    char day[DATE_TEXT];

    if (!label)
        return text;
    date_print(calendar_business_days(&calendar_office, cast->today, days), day);
    return arena_print(a->arena, "%s\n【%s】%s", text, label, day);
}

struct making {
    const struct cast *cast;
    const struct story *story;
    int64_t id;
};

static const struct query kind_query = {
    .name = "demo_application.kind",
    .sql = "SELECT id FROM application_kind WHERE contract = :contract AND code = :code",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
make(struct act *a, void *with)
{
    struct making *m = with;
    struct application *it = ledger_new(a, &application_ledger);
    const char *text = m->story->answers, *code = m->story->kind;
    bool found;

    it->base.contract = m->cast->contract;
    text = dated(a, m->cast, text, m->story->first, m->story->first_day);
    it->answers.text = dated(a, m->cast, text, m->story->second, m->story->second_day);
    it->details.text = m->story->details;
    if (!query_first(a, &kind_query, &it->kind, &found,
                     BOUND(bind_int("contract", m->cast->contract), BIND(code, code))) ||
        !found || !ledger_create(a, &application_ledger, it))
        return false;
    m->id = it->base.id;
    return true;
}

static bool
tell(struct act *a, const struct cast *cast, const struct story *story)
{
    struct making making = { cast, story, 0 };
    struct date day = calendar_business_days(&calendar_office, cast->today, story->day);

    a->who = &cast->who[STAFF];
    a->now = story->far == DRAFT ? cast->present : instant_make(day, 9 * 60 + 12);
    return act_write(a, make, &making) && lead_on(a, cast, story, making.id);
}

bool
demo_applications(struct act *a, int64_t contract)
{
    static const char *const logins[PLAYERS] = {
        [STAFF] = "kumo",  [HEAD] = "iwaki",  [OFFICER] = "aoyama",
        [LEAD] = "ooishi", [FIRST] = "miura", [SECOND] = "mochizuki",
    };
    struct cast cast = { .contract = contract, .present = a->now };
    const struct who *before = a->who;
    size_t made;
    bool good = true;

    cast.today = calendar_roll(&calendar_office, instant_date(a->now), ROLL_BACKWARD);
    for (int i = 0; good && i < PLAYERS; i++)
        good = who_by_login(a, logins[i], &cast.who[i]);
    a->who = &cast.who[LEAD];
    a->now = instant_make(date_add(cast.today, -30), 9 * 60);
    good = good && application_kinds_load(a, contract, &made);
    for (size_t i = 0; good && i < sizeof stories / sizeof *stories; i++)
        good = tell(a, &cast, &stories[i]);
    a->who = before;
    a->now = cast.present;
    return good;
}
