#include "contract/media_check.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/medium.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { MOST_MONTHS = 12, AHEAD = 31 /* days */, MOST_COUNT = 1000000 };

static const struct choice_item subjects[] = {
    { "media", "媒体・機器の現物", "媒体|機器|棚卸" },
    { "information", "情報の保管状況", "情報|書類" },
    { "backup", "バックアップ", "バックアップの確認|リストア" },
    { "software", "ソフトウェア・ウイルス対策", "ソフトウェア|ウイルス対策" },
    { "workplace", "作業場所の安全管理", "作業場所|入退室" },
    { 0 },
};

static const struct field media_check_plan_fields[] = {
    FIELD(struct media_check_plan, title, "点検の名前", .help = "例：USBメモリの棚卸し",
          .also = "名称|点検名", .required = true, .searched = true, .most = 100),
    FIELD(struct media_check_plan, subject, "点検するもの", .also = "対象", .required = true,
          .choices = subjects),
    FIELD(struct media_check_plan, interval, "何か月ごと", .also = "間隔|周期", .required = true,
          .least = 1, .most = MOST_MONTHS),
    FIELD(struct media_check_plan, from, "始まりの日",
          .help = "この月の終わりが最初の点検の期限です。", .also = "開始日", .required = true,
          .settled = true),
    FIELD(struct media_check_plan, until, "終わりの日", .help = "空けると、契約の終わりまでです。",
          .also = "終了日"),
    FIELD(struct media_check_plan, person, "担当する人", .also = "担当者|点検者",
          .to = &person_ledger),
    FIELD(struct media_check_plan, method, "点検の方法", .also = "方法|点検方法", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct media_check_plan, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view media_check_plan_views[] = {
    { "all", "すべて", "登録した順に並べます。", "", "id" },
    { 0 },
};

/* --- the year's checks ------------------------------------------------------------------------ */

struct made {
    struct date last;
    struct date over;
};

static const struct query made_query = {
    .name = "media_check.made",
    .sql = "SELECT (SELECT max(m.due_on) FROM media_check m WHERE m.plan = :plan"
           " AND m.removed_at IS NULL) AS last, c.period_until AS over"
           " FROM contract c WHERE c.id = :contract",
    .row_size = sizeof(struct made),
    .columns = COLUMNS(COLUMN(struct made, last), COLUMN(struct made, over)),
};

static bool
make_check(struct act *a, const struct media_check_plan *plan, struct date due)
{
    struct media_check *it = ledger_new(a, &media_check_ledger);

    it->base.contract = plan->base.contract;
    it->plan.id = plan->base.id;
    it->due_on = due;
    it->person.id = plan->person.id;
    return ledger_create(a, &media_check_ledger, it);
}

/* To the end of the fiscal year in which the day lies a month from now. */
static struct date
horizon(const struct act *a, const struct media_check_plan *plan, struct date over)
{
    struct date soon = date_add(instant_date(a->now), AHEAD), last;

    if (plan->from.day > soon.day)
        soon = plan->from;
    last = fiscal_period(fiscal_year(soon)).until;
    if (plan->until.day && plan->until.day < last.day)
        last = plan->until;
    if (over.day && over.day < last.day)
        last = over;
    return last;
}

static bool
make_checks(struct act *a, void *with)
{
    const struct media_check_plan *plan = with;
    const struct calendar *calendar;
    struct made made = { 0 };
    struct date last;
    bool found;

    if (!contract_calendar(a, plan->base.contract, &calendar) ||
        !query_first(a, &made_query, &made, &found,
                     BOUND(BIND(plan, plan->base.id), BIND(contract, plan->base.contract))))
        return false;
    last = horizon(a, plan, made.over);
    for (int n = 0; plan->interval > 0; n++) {
        struct date month = date_add_months(plan->from, n * (int)plan->interval);
        struct date due = calendar_month_end(calendar, month);

        if (month.day > last.day)
            break;
        /* The last one may be due before its month is over. */
        if (due.day > last.day)
            due = last;
        if (due.day && due.day > made.last.day && !make_check(a, plan, due))
            return false;
    }
    return true;
}

static bool
plan_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct media_check_plan plan = *(const struct media_check_plan *)record;

    return before || consequence_run(a, make_checks, &plan);
}

struct plan_id {
    int64_t id;
};
struct plan_ids {
    struct plan_id *rows;
    size_t count;
};

static const struct query plans_query = {
    .name = "media_check.plans",
    .sql = "SELECT p.id AS id FROM media_check_plan p JOIN contract c ON c.id = p.contract"
           " WHERE p.removed_at IS NULL AND c.removed_at IS NULL"
           " AND (p.until IS NULL OR p.until >= :today)"
           " AND (c.period_until IS NULL OR c.period_until >= :today) ORDER BY p.id",
    .row_size = sizeof(struct plan_id),
    .columns = COLUMNS(COLUMN(struct plan_id, id)),
};

bool
media_checks_make(struct act *a)
{
    struct plan_ids list;

    if (!QUERY(a, &plans_query, list, BIND(today, instant_date(a->now))))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct media_check_plan *plan = ledger_new(a, &media_check_plan_ledger);

        if (!consequence_read(a, &media_check_plan_ledger, list.rows[i].id, plan) ||
            !make_checks(a, plan))
            return false;
    }
    return true;
}

static bool
make_all(struct act *a, void *with)
{
    (void)with;
    return media_checks_make(a);
}

static bool
run(struct act *a, struct job *job)
{
    return job_write(a, job, make_all, NULL);
}

static bool
check_plan(struct act *a, const struct record *before, struct record *record)
{
    const struct media_check_plan *it = (const struct media_check_plan *)record;

    (void)before;
    if (it->until.day && it->until.day < it->from.day)
        return fail(a, FAULT_INVALID, "until", "終わりの日が始まりの日より前です。");
    return true;
}

const struct ledger media_check_plan_ledger = {
    .name = "media_check_plan",
    .title = "点検の計画",
    .help =
        "媒体やバックアップを何か月ごとに点検するかの計画です。登録すると、年度末までの点検の予定が"
        "できます。",
    .path = "/contract/media_check_plans",
    .icon = "turn",
    .row_size = sizeof(struct media_check_plan),
    .fields = media_check_plan_fields,
    .titled_by = "title",
    .listed = "title subject interval from until person",
    .access = crew_lead_access,
    .views = media_check_plan_views,
    .keep_years = 5,
    .check = check_plan,
    .after = plan_changed,
};

/* --- a check ------------------------------------------------------------------------------------ */

static const struct choice_item results[] = {
    { "good", "異常なし", "良|○|問題なし" },
    { "bad", "異常あり", "否|×|不備あり" },
    { 0 },
};

static const struct field media_check_fields[] = {
    FIELD(struct media_check, title, "点検", .fixed = true, .searched = true, .most = 160),
    FIELD(struct media_check, plan, "点検の計画", .required = true, .settled = true,
          .to = &media_check_plan_ledger),
    FIELD(struct media_check, due_on, "点検の期限", .also = "期限|予定日", .required = true),
    FIELD(struct media_check, done_on, "点検した日", .also = "点検日|実施日"),
    FIELD(struct media_check, person, "点検した人", .also = "点検者|担当者", .to = &person_ledger),
    FIELD(struct media_check, result, "結果", .choices = results),
    FIELD(struct media_check, expected, "台帳の数", .also = "帳簿数", .least = 0,
          .most = MOST_COUNT),
    FIELD(struct media_check, found, "あった数", .also = "現物数|確認数", .least = 0,
          .most = MOST_COUNT),
    FIELD(struct media_check, media, "点検した媒体・機器", .to = &medium_ledger),
    FIELD(struct media_check, findings, "気づいたこと", .also = "所見|指摘", .searched = true,
          .most = 4000),
    FIELD(struct media_check, measure, "対応", .also = "処置|是正", .searched = true, .most = 4000),
    FIELD(struct media_check, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state check_state_rows[] = {
    { "planned", "予定", "未実施|計画", MARK_NEW },
    { "done", "点検済", "実施済|完了", MARK_DONE, .ended = true },
    { "skipped", "不要", "中止", MARK_DONE, .ended = true },
    { 0 },
};

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition check_transitions[] = {
    { "finish", "点検済にする", "planned", "done", "done_on person result", CREW },
    { "skip", "不要にする", "planned", "skipped", "notes", 1 << ROLE_LEAD },
    { "reopen", "予定に戻す", "done skipped", "planned", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states media_check_states = { check_state_rows, check_transitions };

static const struct view media_check_views[] = {
    { "open", "予定", "これからの点検を、期限の近い順に並べます。", "state=planned", "due_on" },
    { "late", "遅れている点検", "期限を過ぎて、まだしていない点検です。",
      "state=planned&due_on.lt=today", "due_on" },
    { "bad", "異常あり", "異常のあった点検です。", "result=bad", "-done_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-due_on" },
    { 0 },
};

static bool
check_check(struct act *a, const struct record *before, struct record *record)
{
    struct media_check *it = (struct media_check *)record;
    bool bad = it->result.code && strcmp(it->result.code, "bad") == 0;
    const char *plan;

    (void)before;
    if (!ref_title(a, &media_check_plan_ledger, it->plan, &plan))
        return false;
    it->title =
        arena_print(a->arena, "%s　%s", plan, wareki_print(a->arena, it->due_on, WAREKI_SHORT));
    if (it->done_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "done_on", "点検した日が今日より後です。");
    if (bad && !(it->findings.text && *it->findings.text))
        return fail(a, FAULT_INVALID, "findings", "異常ありのときは、その内容を書きます。");
    if (it->expected != NO_NUMBER && it->found != NO_NUMBER && it->expected != it->found && !bad &&
        state_is(record, "done"))
        return fail(a, FAULT_INVALID, "result", "台帳の数とあった数が違うので、異常ありです。");
    return true;
}

static bool
note_media(struct act *a, void *with)
{
    const struct media_check *it = with;

    for (size_t i = 0; i < it->media.count; i++) {
        struct medium *m = ledger_new(a, &medium_ledger);

        if (!consequence_read(a, &medium_ledger, it->media.items[i].id, m))
            return false;
        if (it->done_on.day > m->checked_on.day)
            m->checked_on = it->done_on;
        if (!ledger_change(a, &medium_ledger, m))
            return false;
    }
    return true;
}

static bool
check_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct media_check it = *(const struct media_check *)record;

    return !state_reached(before, record, "done") || consequence_run(a, note_media, &it);
}

const struct ledger media_check_ledger = {
    .name = "media_check",
    .title = "点検",
    .help =
        "媒体やバックアップの点検の予定と記録です。期限を過ぎたものは「遅れている点検」に出ます。",
    .path = "/contract/media_checks",
    .icon = "check",
    .row_size = sizeof(struct media_check),
    .fields = media_check_fields,
    .titled_by = "title",
    .listed = "plan due_on state done_on person result",
    .states = &media_check_states,
    .access = crew_access,
    .views = media_check_views,
    .keep_years = 5,
    .check = check_check,
    .after = check_changed,
};

const struct job_kind media_check_job = {
    .name = "media_check.plan",
    .title = "点検の予定",
    .run = run,
    .schedule = "daily 00:15",
    .alone = true,
};
