#include "desk/web_meeting.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/capacity.h"
#include "desk/loan.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_OWNED = 100000, MOST_BUFFER = DAY_MINUTES };

/* --- what is promised -------------------------------------------------------------------- */

/* What is still running is taken until it is ended. */
static const struct query promises_query = PROMISES_QUERY("web_meeting", "licence", "'running'");

static bool
licence_capacity(struct act *a, const struct web_licence *it, int64_t but, struct instant from,
                 struct capacity *out)
{
    *out =
        (struct capacity){ .units = it->owned, .before = it->preparation, .after = it->checking };
    return capacity_read(a, &promises_query, &it->base, but, from, out);
}

/* --- licences ---------------------------------------------------------------------------- */

static const struct field web_licence_fields[] = {
    FIELD(struct web_licence, title, "名称", .help = "例：Web会議 有料ライセンス（本庁）",
          .also = "ライセンス|ライセンス名", .required = true, .unique = true, .searched = true,
          .most = 100),
    FIELD(struct web_licence, service, "サービス", .also = "サービス名|製品", .searched = true,
          .most = 100),
    FIELD(struct web_licence, owned, "保有数", .also = "ライセンス数|数量|契約数", .required = true,
          .least = 0, .most = MOST_OWNED),
    FIELD(struct web_licence, preparation, "前に空ける時間",
          .help = "割り当てを変えるために、会議の前に空ける時間（分）です。", .least = 0,
          .most = MOST_BUFFER),
    FIELD(struct web_licence, checking, "後に空ける時間",
          .help = "会議が延びたときのために、後に空ける時間（分）です。", .least = 0,
          .most = MOST_BUFFER),
    FIELD(struct web_licence, period, "有効期間", .also = "契約期間"),
    FIELD(struct web_licence, guidance, "利用者のいない課への登録の案内", .also = "登録の案内",
          .most = 10000),
    FIELD(struct web_licence, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view web_licence_views[] = {
    { "all", "すべて", "名称の順に並べます。", "", "title" },
    { 0 },
};

/* Fewer than are promised cannot be owned. */
static bool
check_licence(struct act *a, const struct record *before, struct record *record)
{
    struct web_licence *it = (struct web_licence *)record;
    const struct web_licence *was = (const struct web_licence *)before;
    struct capacity capacity;
    int64_t promised;

    capacity_times(&it->preparation, &it->checking);
    if (!was || it->owned >= was->owned)
        return true;
    if (!licence_capacity(a, it, 0, a->now, &capacity))
        return false;
    promised = capacity_peak(&capacity, a->now, (struct instant){ INT64_MAX });
    return promised <= it->owned ||
           fail(a, FAULT_CLASH, "owned",
                "同じ時間に%lldの会議を約束しています。取り消すか時間を変えてから減らします。",
                (long long)promised);
}

const struct ledger web_licence_ledger = {
    .name = "web_licence",
    .title = "Web会議ライセンス",
    .help = "有料ライセンスの保有数です。同じ時間に、保有数を超える会議は受け付けません。",
    .path = "/desk/web_licences",
    .icon = "lock",
    .row_size = sizeof(struct web_licence),
    .fields = web_licence_fields,
    .titled_by = "title",
    .listed = "title service owned preparation checking period",
    .access = loan_kind_access,
    .views = web_licence_views,
    .keep_years = 5,
    .check = check_licence,
};

/* --- meetings ---------------------------------------------------------------------------- */

static const struct choice_item answers[] = {
    { "yes", "登録した利用者がいる", "登録済|済|有" },
    { "no", "登録した利用者がいない", "未登録|未|無" },
    { 0 },
};

static const struct field web_meeting_fields[] = {
    FIELD(struct web_meeting, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|受付番号|管理番号", .series = "W{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct web_meeting, title, "会議名", .also = "会議|件名|名称", .required = true,
          .searched = true, .most = 200),
    FIELD(struct web_meeting, licence, "ライセンス", .required = true, .to = &web_licence_ledger),
    FIELD(struct web_meeting, begins_at, "始まり", .also = "開始日時|開始", .required = true,
          .counted = true),
    FIELD(struct web_meeting, ends_at, "終わり", .also = "終了日時|終了予定", .required = true),
    FIELD(struct web_meeting, section, "使う課", .also = "課|課名|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct web_meeting, host, "主催する人", .also = "主催者|申請者|利用者",
          .to = &person_ledger, .instead = "host_name"),
    FIELD(struct web_meeting, host_name, "主催する人（未登録）",
          .help = "人の台帳にない方の名前です。", .personal = true, .searched = true, .most = 100),
    FIELD(struct web_meeting, registered, "課の利用者登録",
          .help = "いない課には、先に登録を案内します。", .choices = answers),
    FIELD(struct web_meeting, guided_on, "登録を案内した日"),
    FIELD(struct web_meeting, account, "割り当てたアカウント", .also = "アカウント",
          .searched = true, .most = 100),
    FIELD(struct web_meeting, started_at, "割り当てた日時", .fixed = true),
    FIELD(struct web_meeting, ended_at, "解放した日時", .fixed = true),
    FIELD(struct web_meeting, busy_from, "ふさがる時間の始まり", .fixed = true),
    FIELD(struct web_meeting, busy_until, "ふさがる時間の終わり", .fixed = true),
    FIELD(struct web_meeting, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|受付", MARK_ROUTE },
    { "approved", "承認", "承認済|予約|予約済", MARK_SOLVED },
    { "running", "利用中", "割当中|開催中", MARK_WORK },
    { "ended", "終了", "解放|完了", MARK_DONE, .ended = true },
    { "cancelled", "取消", "取り消し|キャンセル|中止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, DESK_DECIDES },
    { "start", "割り当てる", "approved", "running", "account", DESK_CREW },
    { "finish", "解放する", "running", "ended", NULL, DESK_CREW },
    { "cancel", "取り消す", "requested approved", "cancelled", NULL, DESK_ASKS },
    { 0 },
};

static const struct states web_meeting_states = { state_rows, transitions };

static const struct view web_meeting_views[] = {
    { "open", "これからと利用中", "終わっていない会議を、始まりの順に並べます。",
      "state.in=requested,approved,running", "begins_at" },
    { "today", "今日の会議", "今日割り当てる会議です。", "state=approved&begins_at=today",
      "begins_at" },
    { "running", "利用中", "ライセンスを割り当てている会議です。", "state=running", "ends_at" },
    { "unguided", "登録の案内待ち", "利用者のいない課で、登録の案内がまだのものです。",
      "state.in=requested,approved&registered=no&guided_on.empty=true", "begins_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct access web_meeting_access[] =
    ASKED_ACCESS("title licence begins_at ends_at section host registered");

static const struct query same_account_query = {
    .name = "web_meeting.same_account",
    .sql = "SELECT id FROM web_meeting WHERE licence = :licence AND state = 'running'"
           " AND account = :account AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_start(struct act *a, struct web_meeting *it)
{
    struct ref other;
    bool found;

    it->started_at = a->now;
    /* Assigned before its time, it is taken from others earlier, too. */
    if (it->started_at.us < it->begins_at.us)
        it->begins_at = it->started_at;
    if (it->registered.code && strcmp(it->registered.code, "no") == 0 && !it->guided_on.day)
        return fail(a, FAULT_CLASH, "guided_on",
                    "登録した利用者のいない課です。登録を案内し、その日を書いてから割り当てます。");
    if (!query_first(a, &same_account_query, &other, &found,
                     BOUND(BIND(licence, it->licence.id), BIND(account, it->account),
                           BIND(but, it->base.id))))
        return false;
    return !found ||
           fail(a, FAULT_CLASH, "account", "このアカウントは、ほかの会議で使っています。");
}

static bool
holds(const struct record *record)
{
    return promise_stands(record, "running");
}

static bool
check_promise(struct act *a, const struct web_meeting *was, const struct web_meeting *it,
              const struct web_licence *licence)
{
    struct promise wanted = { it->begins_at, it->ends_at };
    struct capacity capacity;

    if (!holds(&it->base) ||
        (was && holds(&was->base) && was->licence.id == it->licence.id &&
         promise_covers((struct promise){ was->begins_at, was->ends_at }, wanted)))
        return true;
    if ((licence->period.from.day && instant_date(it->begins_at).day < licence->period.from.day) ||
        (licence->period.until.day && instant_date(it->ends_at).day > licence->period.until.day))
        return fail(a, FAULT_INVALID, "begins_at", "ライセンスの有効期間の外です。");
    return licence_capacity(
               a, licence, it->base.id,
               instant_add(it->begins_at, (struct minutes){ -licence->preparation.minutes }),
               &capacity) &&
           capacity_require(a, &capacity, wanted, "begins_at", licence->title, "予約");
}

static bool
keeps(struct act *a, const struct record *before, const struct record *record)
{
    if (state_is(before, "running"))
        return record_keeps(a, &web_meeting_ledger, before, record, "ends_at guided_on notes",
                            "割り当てた後は変えられません。終わりの時刻は延ばせます。");
    return !before || holds(before) ||
           record_keeps(a, &web_meeting_ledger, before, record, "notes",
                        "終わった会議は変えられません。");
}

static bool
check_meeting(struct act *a, const struct record *before, struct record *record)
{
    struct web_meeting *it = (struct web_meeting *)record;
    struct web_licence *licence = ledger_new(a, &web_licence_ledger);

    if (!it->licence.id || !it->begins_at.us || !it->ends_at.us || !keeps(a, before, record) ||
        !consequence_read(a, &web_licence_ledger, it->licence.id, licence))
        return false;
    if (it->ends_at.us <= it->begins_at.us)
        return fail(a, FAULT_INVALID, "ends_at", "終わりが始まりより前です。");
    if (!before && a->origin != ORIGIN_IMPORT && it->ends_at.us <= a->now.us)
        return fail(a, FAULT_INVALID, "ends_at", "終わりの時刻が過ぎています。");
    if (it->section.id)
        it->base.organisation = it->section.id;
    if (state_reached(before, record, "running") && a->origin != ORIGIN_IMPORT &&
        !check_start(a, it))
        return false;
    if (state_reached(before, record, "ended"))
        it->ended_at = a->now;
    it->busy_from = instant_add(it->begins_at, (struct minutes){ -licence->preparation.minutes });
    it->busy_until = instant_add(it->ended_at.us ? it->ended_at : it->ends_at, licence->checking);
    return check_promise(a, (const struct web_meeting *)before, it, licence);
}

const struct ledger web_meeting_ledger = {
    .name = "web_meeting",
    .title = "Web会議の予約",
    .help = "有料ライセンスを使う会議の申請、割り当て、解放を記録します。空きのない時間は、次に空く"
            "時間を示して断ります。",
    .path = "/desk/web_meetings",
    .icon = "meet",
    .row_size = sizeof(struct web_meeting),
    .fields = web_meeting_fields,
    .titled_by = "title",
    .listed = "number title state begins_at ends_at licence section host account",
    .states = &web_meeting_states,
    .access = web_meeting_access,
    .views = web_meeting_views,
    .keep_years = 5,
    .check = check_meeting,
};
