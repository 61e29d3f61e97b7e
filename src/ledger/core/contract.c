/* Where work is done: contract heads, business calendars, holidays, numbering; and the
   list of all eight ledgers. */

#include "ledger/core/calendar.h"
#include "ledger/core/core.h"
#include "ledger/core/generation.h"
#include "ledger/series.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/store.h"

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT,
};

static const struct field contract_fields[] = {
    FIELD(struct contract, number, "契約番号", .also = "番号|契約No", .required = true,
          .unique_everywhere = true, .code = true, .searched = true, .most = 60),
    FIELD(struct contract, title, "契約名", .also = "件名|業務名|契約件名|名称", .required = true,
          .searched = true, .most = 200),
    FIELD(struct contract, client, "発注者", .to = &organisation_ledger),
    FIELD(struct contract, contractor, "受託者", .to = &organisation_ledger),
    FIELD(struct contract, period, "契約期間", .also = "履行期間|期間"),
    FIELD(struct contract, calendar, "営業カレンダー",
          .help = "期限を数える営業日と時間です。空けると、平日 8:30から17:15までです。",
          .to = &calendar_ledger),
    { 0 },
};

static const struct access contract_access[] = {
    { ROLE_ADMINISTRATOR, KEEP, REACH_CONTRACT },
    { ROLE_LEAD, KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_MEMBER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view contract_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

/* The key is a file, so it is there before the transaction. A contract's head lies within
   itself, so that its members reach it and nobody else. */
static bool
prepare_contract(struct act *a, const struct record *before, struct record *record)
{
    const char *why;

    if (!before && record->id == 0 && !id_next(a, &record->id))
        return false;
    record->contract = record->id;
    return keyring_ensure(store_keyring(a->store), record->id, &why) ||
           fail(a, FAULT_BROKEN, NULL, "契約の鍵を作れません。%s", why);
}

static bool
calendars_changed(struct act *a, const struct record *before, const struct record *record)
{
    (void)record;
    return generation_bump(a, GENERATION_CALENDAR) &&
           (!before || job_add(a, "clock.recount", NULL, NULL, (struct instant){ 0 }, NULL));
}

/* Memberships end with their contract: who.c. */
static bool
contract_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct contract *was = (const struct contract *)before;
    const struct contract *is = (const struct contract *)record;
    bool same =
        is && was && !is->base.removed_at.us && is->period.until.day == was->period.until.day;

    return calendars_changed(a, before, record) && (same || generation_bump(a, GENERATION_RIGHTS));
}

const struct ledger contract_ledger = {
    .name = "contract",
    .title = "契約",
    .help = "業務の契約です。ほかの台帳の記録は、どれか1つの契約に入ります。",
    .path = "/core/contracts",
    .icon = "form",
    .row_size = sizeof(struct contract),
    .fields = contract_fields,
    .titled_by = "title",
    .listed = "number title client contractor period",
    .access = contract_access,
    .views = contract_views,
    .prepare = prepare_contract,
    .after = contract_changed,
};

static const struct access office_access[] = {
    { ROLE_ADMINISTRATOR, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_LEAD, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct field calendar_fields[] = {
    FIELD(struct calendar_row, title, "名前", .required = true, .searched = true, .most = 100),
    FIELD(struct calendar_row, hours, "曜日と時間",
          .help = "1行に1つ書きます。例：月-金 8:30-12:00 13:00-17:15", .required = true,
          .most = 2000),
    FIELD(struct calendar_row, holidays, "祝日は休み",
          .help = "「祝日の一覧」にある年はその日、ない年は法律から計算した日です。"),
    FIELD(struct calendar_row, year_end, "年末年始は休み", .help = "12月29日から1月3日までです。"),
    FIELD(struct calendar_row, special, "特別な日",
          .help = "1行に1日書きます。例：2026-08-14 休業／2026-12-28 8:30-12:00", .most = 20000),
    { 0 },
};

static const struct view calendar_views[] = {
    { "all", "すべて", "名前の順に並べます。", "", "title" },
    { 0 },
};

static bool
check_calendar(struct act *a, const struct record *before, struct record *record)
{
    const struct calendar_row *it = (const struct calendar_row *)record;
    const char *field, *why;
    struct calendar calendar;

    (void)before;
    if (calendar_make(a->arena, it, &calendar, &field, &why))
        return true;
    return fail(a, FAULT_INVALID, field, "%s", why);
}

const struct ledger calendar_ledger = {
    .name = "calendar",
    .title = "営業カレンダー",
    .help = "期限を数える営業日と時間です。変えると、動いている期限を数え直します。",
    .path = "/core/calendars",
    .icon = "meet",
    .row_size = sizeof(struct calendar_row),
    .fields = calendar_fields,
    .titled_by = "title",
    .listed = "title hours holidays year_end",
    .access = office_access,
    .views = calendar_views,
    .installation = true,
    .check = check_calendar,
    .after = calendars_changed,
};

static const struct field holiday_fields[] = {
    FIELD(struct holiday_row, date, "日", .also = "国民の祝日・休日月日|月日|日付|祝日の日付",
          .required = true, .unique_everywhere = true, .code = true),
    FIELD(struct holiday_row, title, "名前", .also = "国民の祝日・休日名称|名称|祝日名|祝日の名前",
          .required = true, .searched = true, .most = 100),
    { 0 },
};

static const struct view holiday_views[] = {
    { "all", "すべて", "新しい日から並べます。", "", "-date" },
    { 0 },
};

/* A list comes as a thousand rows, and one recount serves them all: one that still waits
   begins after this transaction and sees what it wrote. */
static bool
holidays_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct job_rows waiting;

    (void)before, (void)record;
    return generation_bump(a, GENERATION_CALENDAR) &&
           jobs_list(a, "clock.recount", JOB_WAITING, 0, 1, &waiting) &&
           (waiting.count > 0 ||
            job_add(a, "clock.recount", NULL, NULL, (struct instant){ 0 }, NULL));
}

const struct ledger holiday_ledger = {
    .name = "holiday",
    .title = "祝日の一覧",
    .help = "内閣府の一覧を取り込むと、最初の日の年から最後の日の年まで、計算より優先します。"
            "変えると、動いている期限を数え直します。",
    .path = "/core/holidays",
    .icon = "meet",
    .row_size = sizeof(struct holiday_row),
    .fields = holiday_fields,
    .titled_by = "title",
    .listed = "date title",
    .access = office_access,
    .views = holiday_views,
    .installation = true,
    .after = holidays_changed,
};

static const struct field series_fields[] = {
    FIELD(struct series_row, title, "名前", .required = true, .searched = true, .most = 100),
    FIELD(struct series_row, key, "使う所",
          .help = "台帳と項目を点でつなぎます。例：inquiry.number", .required = true,
          .unique = true, .code = true, .settled = true, .most = 100),
    FIELD(struct series_row, format, "形", .help = "例：R{era}-{number:6}", .required = true,
          .most = 60),
    FIELD(struct series_row, gapless, "欠番を作らない",
          .help = "請求書や証明書の番号に使います。登録が1件ずつになるので遅くなります。"),
    { 0 },
};

static const struct view series_views[] = {
    { "all", "すべて", "使う所の順に並べます。", "", "key" },
    { 0 },
};

static bool
check_series(struct act *a, const struct record *before, struct record *record)
{
    const struct series_row *it = (const struct series_row *)record;
    const char *why;

    (void)before;
    if (series_check(it->format ? it->format : "", &why))
        return true;
    return fail(a, FAULT_INVALID, "format", "%s", why);
}

const struct ledger series_ledger = {
    .name = "series",
    .title = "採番",
    .help = "記録の番号の付け方です。ここにないものは、台帳が決めた形で付きます。",
    .path = "/core/series",
    .icon = "number",
    .row_size = sizeof(struct series_row),
    .fields = series_fields,
    .titled_by = "title",
    .listed = "title key format gapless",
    .access = office_access,
    .views = series_views,
    .installation = true,
    .check = check_series,
};

const struct ledger *const core_ledgers[] = {
    &organisation_ledger, &person_ledger, &calendar_ledger,   &holiday_ledger,
    &contract_ledger,     &user_ledger,   &membership_ledger, &series_ledger,
};
