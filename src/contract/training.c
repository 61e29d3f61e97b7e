#include "contract/training.h"

#include <string.h>

#include "base/arena.h"
#include "contract/assignment.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "security", "情報セキュリティ", "セキュリティ" },
    { "personal_information", "個人情報の取扱い", "個人情報|個人情報保護" },
    { "work", "業務の手順", "業務|手順|OJT" },
    { "manners", "接遇・応対", "接遇|マナー" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field training_fields[] = {
    FIELD(struct training, title, "研修名", .also = "研修|件名|名称", .required = true,
          .searched = true, .most = 200),
    FIELD(struct training, kind, "種類", .required = true, .choices = kinds),
    FIELD(struct training, planned_on, "予定日", .also = "計画日"),
    FIELD(struct training, held_on, "実施日", .also = "開催日|日付"),
    FIELD(struct training, length, "時間"),
    FIELD(struct training, content, "内容", .also = "研修内容", .required = true, .searched = true,
          .most = 10000),
    FIELD(struct training, instructor, "講師", .searched = true, .most = 100),
    FIELD(struct training, place, "会場・方法", .also = "場所|会場|方法", .most = 100),
    FIELD(struct training, targets, "対象", .also = "対象者", .most = 200),
    FIELD(struct training, reported_on, "報告日"),
    FIELD(struct training, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "planned", "予定", "計画|未実施", MARK_NEW },
    { "held", "実施済", "実施|開催済", MARK_SOLVED },
    { "reported", "報告済", "報告", MARK_DONE, .ended = true },
    { "cancelled", "中止", "取りやめ", MARK_DONE, .ended = true },
    { 0 },
};

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition transitions[] = {
    { "hold", "実施済にする", "planned", "held", "held_on", CREW },
    { "report", "報告済にする", "held", "reported", "reported_on", CREW },
    { "cancel", "中止にする", "planned", "cancelled", NULL, CREW },
    { 0 },
};

static const struct states training_states = { state_rows, transitions };

static const struct view training_views[] = {
    { "open", "予定・報告前", "これからの研修と、報告がまだの研修です。", "state.in=planned,held",
      "planned_on" },
    { "late", "予定日を過ぎた研修", "予定日を過ぎて、まだ実施の記録がないものです。",
      "state=planned&planned_on.lt=today", "planned_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_training(struct act *a, const struct record *before, struct record *record)
{
    const struct training *it = (const struct training *)record;

    (void)before;
    if (it->held_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "held_on", "実施日が今日より後です。");
    if (it->reported_on.day && it->reported_on.day < it->held_on.day)
        return fail(a, FAULT_INVALID, "reported_on", "報告日が実施日より前です。");
    return true;
}

const struct ledger training_ledger = {
    .name = "training",
    .title = "研修",
    .help = "従事者の研修の計画と実施です。受講した人を記録し、発注者へ報告します。",
    .path = "/contract/trainings",
    .icon = "book",
    .row_size = sizeof(struct training),
    .fields = training_fields,
    .titled_by = "title",
    .listed = "title kind state planned_on held_on targets reported_on",
    .states = &training_states,
    .access = crew_access,
    .views = training_views,
    .talked = true,
    .keep_years = 5,
    .check = check_training,
};

/* --- attendance ------------------------------------------------------------------------- */

static const struct choice_item results[] = {
    { "attended", "受講", "出席|済|○|受講済" },
    { "absent", "欠席", "未受講|×" },
    { 0 },
};

static const struct field attendance_fields[] = {
    FIELD(struct attendance, title, "受講の記録", .fixed = true, .searched = true, .most = 300),
    FIELD(struct attendance, training, "研修", .required = true, .settled = true,
          .to = &training_ledger),
    FIELD(struct attendance, person, "受講者", .also = "氏名|名前|従事者", .required = true,
          .settled = true, .to = &person_ledger),
    FIELD(struct attendance, result, "受講", .also = "出欠|結果", .required = true,
          .choices = results),
    FIELD(struct attendance, attended_on, "受講日",
          .help = "空けると研修の実施日です。補講はその日を書きます。", .also = "受講年月日|日付"),
    FIELD(struct attendance, score, "点数", .also = "得点|理解度", .most = 1000),
    FIELD(struct attendance, notes, "備考", .most = 4000),
    { 0 },
};

static const struct view attendance_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { "absent", "欠席", "補講がまだの人です。", "result=absent", "-id" },
    { 0 },
};

struct twice {
    int64_t id;
};

static const struct query twice_query = {
    .name = "attendance.twice",
    .sql = "SELECT id FROM attendance WHERE training = :training AND person = :person"
           " AND id <> :id AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct twice),
    .columns = COLUMNS(COLUMN(struct twice, id)),
};

static bool
is_once(struct act *a, const struct attendance *it)
{
    struct twice row;
    bool found;

    if (!query_first(a, &twice_query, &row, &found,
                     BOUND(BIND(training, it->training.id), BIND(person, it->person.id),
                           BIND(id, it->base.id))))
        return false;
    return !found || fail(a, FAULT_CLASH, "person",
                          "この人の受講はもう記録されています。その記録を直します。");
}

/* Of an absent person no day is kept, or the roster would count him as trained. */
static bool
put_day(struct act *a, struct attendance *it)
{
    struct training *training = ledger_new(a, &training_ledger);

    if (it->result.code && strcmp(it->result.code, "attended") != 0) {
        it->attended_on = (struct date){ 0 };
        return true;
    }
    if (it->attended_on.day)
        return true;
    if (!consequence_read(a, &training_ledger, it->training.id, training))
        return false;
    it->attended_on = training->held_on;
    return it->attended_on.day ||
           fail(a, FAULT_INVALID, "attended_on", "研修の実施日がまだないので、受講日を書きます。");
}

static bool
check_attendance(struct act *a, const struct record *before, struct record *record)
{
    struct attendance *it = (struct attendance *)record;
    const char *training, *name;

    (void)before;
    if (!it->training.id || !it->person.id)
        return false;
    if (!ref_title(a, &training_ledger, it->training, &training) ||
        !ref_title(a, &person_ledger, it->person, &name) || !is_once(a, it) || !put_day(a, it))
        return false;
    it->title = arena_print(a->arena, "%s　%s", training, name);
    if (it->attended_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "attended_on", "受講日が今日より後です。");
    return true;
}

static bool
refresh(struct act *a, void *with)
{
    const struct attendance *it = with;

    return assignment_refresh(a, it->base.contract, it->person.id);
}

static bool
attendance_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct attendance it = *(const struct attendance *)record;

    (void)before;
    return consequence_run(a, refresh, &it);
}

const struct ledger attendance_ledger = {
    .name = "attendance",
    .title = "研修の受講",
    .help = "だれがどの研修を受けたかの記録です。名簿の「研修の日」は、ここから決まります。",
    .path = "/contract/attendances",
    .icon = "check",
    .row_size = sizeof(struct attendance),
    .fields = attendance_fields,
    .titled_by = "title",
    .listed = "training person result attended_on score",
    .access = crew_access,
    .views = attendance_views,
    .keep_years = 5,
    .check = check_attendance,
    .after = attendance_changed,
};

/* --- the report -------------------------------------------------------------------------- */

struct report_row {
    int64_t person;
    const char *name;
    const char *role;
    const char *result;
    struct date attended_on;
};
struct report_rows {
    struct report_row *rows;
    size_t count;
};

/* Everybody at work on the day, and whoever has a record of the training. */
static const struct query report_query = {
    .name = "training.report",
    .sql = "SELECT p.id AS person, p.title AS name, coalesce((SELECT min(n.role)"
           " FROM assignment n WHERE n.contract = :contract AND n.person = p.id"
           " AND n.removed_at IS NULL AND n.state IN ('active', 'left') AND n.\"from\" <= :day"
           " AND (n.until IS NULL OR n.until >= :day)), '') AS role,"
           " coalesce(t.result, '') AS result, t.attended_on AS attended_on"
           " FROM person p LEFT JOIN attendance t ON t.person = p.id AND t.training = :training"
           " AND t.removed_at IS NULL WHERE t.id IS NOT NULL OR EXISTS (SELECT 1"
           " FROM assignment m WHERE m.contract = :contract AND m.person = p.id"
           " AND m.removed_at IS NULL AND m.state IN ('active', 'left') AND m.\"from\" <= :day"
           " AND (m.until IS NULL OR m.until >= :day)) ORDER BY p.id",
    .row_size = sizeof(struct report_row),
    .columns = COLUMNS(COLUMN(struct report_row, person), COLUMN(struct report_row, name),
                       COLUMN(struct report_row, role), COLUMN(struct report_row, result),
                       COLUMN(struct report_row, attended_on)),
};

static const char *
result_title(const char *code)
{
    for (const struct choice_item *it = results; it->code; it++)
        if (strcmp(it->code, code) == 0)
            return it->label;
    return "未記録";
}

bool
training_report_read(struct act *a, int64_t training, struct training_report *out)
{
    struct training *it = ledger_new(a, &training_ledger);
    struct report_rows list;
    struct date day;

    if (!ledger_read(a, &training_ledger, training, false, it))
        return false;
    day = it->held_on.day ? it->held_on : instant_date(a->now);
    if (!QUERY(a, &report_query, list, BIND(contract, it->base.contract), BIND(day, day),
               BIND(training, training)))
        return false;
    *out = (struct training_report){
        .training = it,
        .people = NEW_ARRAY(a->arena, list.count + 1, struct training_person),
        .count = list.count,
    };
    for (size_t i = 0; i < list.count; i++) {
        const struct report_row *row = &list.rows[i];

        out->people[i] =
            (struct training_person){ row->person, row->name, assignment_role_title(row->role),
                                      result_title(row->result), row->attended_on };
        if (strcmp(row->result, "attended") == 0)
            out->attended++;
        else
            out->missing++;
    }
    return true;
}
