/* Series of meetings, and the job that makes the next ones. */

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/must.h"
#include "contract/event_rights.h"
#include "contract/meeting.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

/* So far ahead meetings stand in the calendar; a quarter shows at least one of each. */
enum { AHEAD_DAYS = 92, MOST_TURNS = 60, LENGTH = 60 };

static const struct choice_item kinds[] = {
    { "定例会", "定例会", "定例報告会|定例" },
    { "業務調整会議", "業務調整会議", "調整会議" },
    { "報告会", "報告会", NULL },
    { "連絡会", "連絡会", NULL },
    { 0 },
};

static const struct choice_item frequencies[] = {
    { "weekly", "毎週", "週1回" },
    { "fortnightly", "隔週", "2週間ごと|2週に1回|月2回" },
    { "monthly", "毎月", "月1回|月次" },
    { "quarterly", "四半期ごと", "3か月ごと|四半期|年4回" },
    { "half_yearly", "半年ごと", "6か月ごと|半期|年2回" },
    { "yearly", "毎年", "年1回|年次" },
    { 0 },
};

static const struct choice_item ways[] = {
    { "date", "同じ日付", "日付" },
    { "weekday", "同じ週の同じ曜日", "曜日|第n曜日" },
    { 0 },
};

static const struct choice_item moves[] = {
    { "after", "次の営業日にする", "翌営業日|後ろ" },
    { "before", "前の営業日にする", "前営業日|前" },
    { "stay", "そのままにする", "そのまま" },
    { 0 },
};

static const struct field series_fields[] = {
    FIELD(struct meeting_series, title, "会議の名前", .also = "会議名|名称", .required = true,
          .searched = true, .code = true, .unique = true, .most = 100),
    FIELD(struct meeting_series, kind, "種類", .also = "種別|区分", .choices = kinds, .most = 40),
    FIELD(struct meeting_series, every, "開く間隔", .also = "頻度|間隔", .required = true,
          .choices = frequencies),
    FIELD(struct meeting_series, by, "日の決め方",
          .help = "毎月より長い間隔で使います。同じ曜日は、例えば第2火曜のように続けます。",
          .choices = ways),
    FIELD(struct meeting_series, closed, "休みの日に当たるとき", .choices = moves),
    FIELD(struct meeting_series, first_at, "最初の日時", .help = "この日から間隔を数えます。",
          .also = "開始日時|初回", .required = true),
    FIELD(struct meeting_series, length, "所要時間", .also = "時間", .least = 0, .most = 1440),
    FIELD(struct meeting_series, until, "最後の日", .help = "空けておくと、契約の終わりまでです。",
          .also = "終了日"),
    FIELD(struct meeting_series, place, "場所", .also = "会場|開催場所", .most = 200),
    FIELD(struct meeting_series, chair, "進行", .also = "議長|司会", .to = &person_ledger),
    FIELD(struct meeting_series, attendees, "出席者", .also = "参加者", .to = &person_ledger),
    FIELD(struct meeting_series, agenda, "いつもの議題", .also = "議題|次第", .most = 5000),
    { 0 },
};

static const struct state series_state_rows[] = {
    { "running", "開催中", "継続", MARK_WORK },
    { "ended", "終了", "廃止|休止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition series_transitions[] = {
    { "end", "終わりにする", "running", "ended", NULL, BY_CONTRACTOR },
    { "resume", "また開く", "ended", "running", NULL, BY_CONTRACTOR },
    { 0 },
};

static const struct states series_states = { series_state_rows, series_transitions };

static const struct access series_access[] = { EVENT_ACCESS, { 0 } };

static const struct view series_views[] = {
    { "running", "開催中", "開いている会議体です。", "state=running", "title" },
    { "all", "すべて", "終わったものも並べます。", "", "title" },
    { 0 },
};

static int
months_of(const char *every)
{
    static const struct {
        const char *code;
        int months;
    } rows[] = { { "monthly", 1 }, { "quarterly", 3 }, { "half_yearly", 6 }, { "yearly", 12 } };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].code, every) == 0)
            return rows[i].months;
    return 0;
}

/* The second Tuesday stays the second; a fifth one that a month has not is its last. */
static struct date
same_weekday(struct date first, struct date month)
{
    struct day of = date_take(first);
    struct day in = date_take(month);
    int nth = (of.day - 1) / 7;
    struct date day;

    must(date_make(in.year, in.month, 1, &day));
    day = date_add(day, ((int)date_weekday(first) - (int)date_weekday(day) + 7) % 7 + nth * 7);
    return date_take(day).month == in.month ? day : date_add(day, -7);
}

struct instant
meeting_turn(const struct meeting_series *series, int64_t turn)
{
    const char *every = series->every.code ? series->every.code : "";
    struct date first = instant_date(series->first_at);
    int minute = instant_minute(series->first_at);
    int months = months_of(every);
    struct date day;

    if (turn < 1 || turn > 100000 || !series->first_at.us)
        return (struct instant){ 0 };
    if (!months)
        day = date_add(first, (int)(turn - 1) * (strcmp(every, "weekly") == 0 ? 7 : 14));
    else
        day = date_add_months(first, (int)(turn - 1) * months);
    if (!day.day)
        return (struct instant){ 0 };
    if (months && series->by.code && strcmp(series->by.code, "weekday") == 0)
        day = same_weekday(first, day);
    return instant_make(day, minute);
}

static bool
check_series(struct act *a, const struct record *before, struct record *record)
{
    struct meeting_series *it = (struct meeting_series *)record;

    (void)before;
    if (it->until.day && it->first_at.us && it->until.day < instant_date(it->first_at).day)
        return fail(a, FAULT_INVALID, "until", "最後の日が最初の日時より前です。");
    return true;
}

static bool
prepare_series(struct act *a, const struct record *before, struct record *record)
{
    struct meeting_series *it = (struct meeting_series *)record;

    (void)a;
    if (!before && !it->by.code)
        it->by.code = "date";
    if (!before && !it->closed.code)
        it->closed.code = "after";
    if (!before && it->length.minutes <= 0)
        it->length.minutes = LENGTH;
    return true;
}

/* --- making the next ones ------------------------------------------------------------- */

static struct date
moved_day(const struct calendar *calendar, const struct meeting_series *series, struct date day)
{
    const char *closed = series->closed.code ? series->closed.code : "";
    enum roll roll = strcmp(closed, "stay") == 0     ? ROLL_NONE
                     : strcmp(closed, "before") == 0 ? ROLL_BACKWARD
                                                     : ROLL_FORWARD;

    return calendar_roll(calendar, day, roll);
}

static struct meeting *
meeting_of(struct act *a, const struct calendar *calendar, const struct meeting_series *series,
           int64_t turn)
{
    struct meeting *it = ledger_new(a, &meeting_ledger);
    struct instant at = meeting_turn(series, turn);
    struct date day = moved_day(calendar, series, instant_date(at));

    it->base.contract = series->base.contract;
    it->title = arena_print(a->arena, "%s（第%lld回）", series->title, (long long)turn);
    it->series.id = series->base.id;
    it->turn = turn;
    it->slot = arena_print(a->arena, "%lld-%lld", (long long)series->base.id, (long long)turn);
    it->begins_at = instant_make(day, instant_minute(at));
    it->ends_at = instant_add(it->begins_at, series->length);
    it->place = series->place;
    it->chair = series->chair;
    it->attendees = series->attendees;
    it->agenda = series->agenda;
    return it;
}

struct turn {
    int64_t turn;
};

/* Removed ones, too: what somebody took away is not made again. */
static const struct query turns_query = {
    .name = "meeting.turns",
    .sql = "SELECT COALESCE(MAX(turn), 0) AS turn FROM meeting WHERE series = :series",
    .row_size = sizeof(struct turn),
    .columns = COLUMNS(COLUMN(struct turn, turn)),
};

static bool
made_so_far(struct act *a, const struct meeting_series *series, int64_t *out)
{
    struct turn row;
    bool found;

    if (!query_first(a, &turns_query, &row, &found, BOUND(bind_int("series", series->base.id))))
        return false;
    *out = found ? row.turn : 0;
    return true;
}

struct making {
    const struct meeting_series *series;
    struct meeting *meetings[MOST_TURNS];
    size_t count;
};

/* Asked again inside: whoever was first made them, and the turn is unique besides. */
static bool
make_work(struct act *a, void *with)
{
    const struct making *order = with;
    int64_t made;

    if (!made_so_far(a, order->series, &made))
        return false;
    for (size_t i = 0; i < order->count; i++) {
        struct meeting *it = ledger_new(a, &meeting_ledger);

        memcpy(it, order->meetings[i], sizeof *it);
        if (it->turn > made && !ledger_create(a, &meeting_ledger, it))
            return false;
    }
    return true;
}

/* The last day for meetings of a series: its own, the contract's, or `until`. */
static bool
last_day(struct act *a, const struct meeting_series *series, struct date *until)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    bool found;

    if (!shape_read(a, shape_of(&contract_ledger), series->base.contract, false, contract, &found))
        return false;
    if (found && contract->period.until.day && contract->period.until.day < until->day)
        *until = contract->period.until;
    if (series->until.day && series->until.day < until->day)
        *until = series->until;
    return true;
}

static bool
make_of_series(struct act *a, const struct meeting_series *series, struct date until, int64_t *made)
{
    const struct calendar *calendar;
    struct making order = { .series = series };
    int64_t turn;

    if (!contract_calendar(a, series->base.contract, &calendar) || !last_day(a, series, &until) ||
        !made_so_far(a, series, &turn))
        return false;
    for (turn++; order.count < MOST_TURNS; turn++) {
        struct instant at = meeting_turn(series, turn);

        if (!at.us || instant_date(at).day > until.day)
            break;
        /* A series that began long ago does not fill the past with meetings. */
        if (instant_date(meeting_turn(series, turn + 1)).day <= instant_date(a->now).day)
            continue;
        order.meetings[order.count++] = meeting_of(a, calendar, series, turn);
    }
    if (!order.count)
        return true;
    for (size_t i = 0; i < order.count; i++)
        if (!ledger_prepare(a, &meeting_ledger, order.meetings[i]))
            return false;
    *made += (int64_t)order.count;
    return act_write(a, make_work, &order);
}

struct running {
    int64_t id;
};
struct running_list {
    struct running *rows;
    size_t count;
};

static const struct query running_query = {
    .name = "meeting_series.running",
    .sql = "SELECT id FROM meeting_series WHERE state = 'running' AND removed_at IS NULL"
           " ORDER BY id",
    .row_size = sizeof(struct running),
    .columns = COLUMNS(COLUMN(struct running, id)),
};

bool
meetings_make(struct act *a, struct date until, int64_t *made)
{
    struct running_list ids;

    must(!a->writing);
    *made = 0;
    if (!QUERY(a, &running_query, ids, { 0 }))
        return false;
    for (size_t i = 0; i < ids.count; i++) {
        struct meeting_series *series = ledger_new(a, &meeting_series_ledger);
        bool found;

        if (!shape_read(a, shape_of(&meeting_series_ledger), ids.rows[i].id, true, series, &found))
            return false;
        if (found && !make_of_series(a, series, until, made))
            return false;
    }
    return true;
}

static bool
run(struct act *a, struct job *job)
{
    int64_t made;

    (void)job;
    return meetings_make(a, date_add(instant_date(a->now), AHEAD_DAYS), &made);
}

/* One that still waits begins after this transaction and sees what it wrote. */
static bool
series_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct job_rows waiting;

    (void)before, (void)record;
    return jobs_list(a, "meeting.next", JOB_WAITING, 0, 1, &waiting) &&
           (waiting.count > 0 ||
            job_add(a, "meeting.next", NULL, NULL, (struct instant){ 0 }, NULL));
}

const struct ledger meeting_series_ledger = {
    .name = "meeting_series",
    .title = "会議体",
    .help = "定例会などを、間隔とともに登録します。次の会議が3か月先まで自動で登録されます。",
    .path = "/contract/meeting-series",
    .icon = "meet",
    .row_size = sizeof(struct meeting_series),
    .fields = series_fields,
    .titled_by = "title",
    .listed = "title kind every first_at until place state",
    .states = &series_states,
    .access = series_access,
    .views = series_views,
    .keep_years = 5,
    .prepare = prepare_series,
    .check = check_series,
    .after = series_changed,
};

const struct job_kind meeting_job = {
    .name = "meeting.next",
    .title = "次の会議の登録",
    .run = run,
    .schedule = "daily 00:30",
    .alone = true,
};
