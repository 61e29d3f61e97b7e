#include "desk/loan.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/capacity.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item handed_checks[] = {
    { "whole", "そろっている", "良|○|あり" },
    { "lacking", "不足がある", "不足|×" },
    { 0 },
};

static const struct choice_item returned_checks[] = {
    { "whole", "そろっている", "良|○|あり" },
    { "lacking", "不足がある", "不足|×" },
    { "broken", "壊れている", "故障|破損" },
    { 0 },
};

static const struct field loan_fields[] = {
    FIELD(struct loan, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|受付番号|管理番号", .series = "K{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct loan, title, "貸出", .fixed = true, .searched = true, .most = 300),
    FIELD(struct loan, kind, "貸出品の種類", .also = "貸出品|品名", .required = true,
          .to = &loan_kind_ledger),
    FIELD(struct loan, unit, "渡すもの", .help = "どの1台かは、渡すときまでに決めます。",
          .to = &loan_unit_ledger),
    FIELD(struct loan, begins_at, "貸出の始まり", .also = "貸出日時|開始日時|貸出日",
          .required = true, .counted = true),
    FIELD(struct loan, ends_at, "返す日時", .also = "返却予定日時|返却予定日|終了日時",
          .required = true),
    FIELD(struct loan, section, "借りる課", .also = "課|課名|所属|部署|借用課",
          .to = &organisation_ledger),
    FIELD(struct loan, borrower, "借りる人", .also = "借用者|申請者|利用者", .to = &person_ledger,
          .instead = "borrower_name"),
    FIELD(struct loan, borrower_name, "借りる人（未登録）", .help = "人の台帳にない方の名前です。",
          .personal = true, .searched = true, .most = 100),
    FIELD(struct loan, purpose, "使い道", .also = "目的|利用目的|用途", .required = true,
          .searched = true, .most = 2000),
    FIELD(struct loan, settings, "希望する設定", .help = "例：表計算ソフト、庁内LANへの接続",
          .also = "設定|設定の希望", .searched = true, .most = 2000),
    FIELD(struct loan, handed_at, "渡した日時", .fixed = true),
    FIELD(struct loan, handed_check, "渡すときの付属品", .choices = handed_checks),
    FIELD(struct loan, handed_notes, "渡すときに気づいたこと", .most = 2000),
    FIELD(struct loan, returned_at, "返った日時", .fixed = true),
    FIELD(struct loan, returned_check, "返ったときの付属品", .choices = returned_checks),
    FIELD(struct loan, returned_notes, "返ったときに気づいたこと", .most = 2000),
    FIELD(struct loan, due_on, "返却の期限の日", .fixed = true,
          .help = "返す日が閉庁日のときは、次の開庁日です。"),
    FIELD(struct loan, busy_from, "準備の始まり", .fixed = true),
    FIELD(struct loan, busy_until, "確認の終わり", .fixed = true),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|受付", MARK_ROUTE },
    { "approved", "承認", "承認済|予約|予約済", MARK_SOLVED },
    { "lent", "貸出中", "貸出", MARK_WORK },
    { "returned", "返却済", "返却", MARK_WAIT },
    { "checked", "確認済", "完了|確認", MARK_DONE, .ended = true },
    { "cancelled", "取消", "取り消し|キャンセル|取下げ", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, DESK_DECIDES },
    { "hand_over", "渡す", "approved", "lent", "unit handed_check", DESK_CREW },
    { "take_back", "返却を受ける", "lent", "returned", NULL, DESK_CREW },
    { "confirm", "確認済にする", "returned", "checked", "returned_check", DESK_CREW },
    { "cancel", "取り消す", "requested approved", "cancelled", NULL, DESK_ASKS },
    { 0 },
};

static const struct states loan_states = { state_rows, transitions };

static const struct view loan_views[] = {
    { "open", "これからと貸出中", "終わっていない貸出を、始まりの順に並べます。",
      "state.in=requested,approved,lent,returned", "begins_at" },
    { "requested", "承認待ち", "承認を待っている申請です。", "state=requested", "begins_at" },
    { "today", "今日渡すもの", "今日から貸し出すものです。", "state=approved&begins_at=today",
      "begins_at" },
    { "late", "返却の遅れ",
      "期限の日を過ぎて返っていないものです。期限が閉庁日なら、次の開庁日"
      "までは遅れにしません。",
      "state=lent&due_on.lt=today", "due_on" },
    { "unchecked", "確認待ち", "返ったが、付属品をまだ確かめていないものです。", "state=returned",
      "ends_at" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct access loan_access[] =
    ASKED_ACCESS("kind begins_at ends_at section borrower purpose settings");

/* --- what is promised -------------------------------------------------------------------- */

/* What is out, or back but not checked, stays away until it is there again. */
static const struct query promises_query = PROMISES_QUERY("loan", "kind", "'lent', 'returned'");

bool
loan_capacity(struct act *a, const struct loan_kind *kind, int64_t but, struct instant from,
              struct capacity *out)
{
    *out = (struct capacity){ .units = kind->usable,
                              .before = kind->preparation,
                              .after = kind->checking };
    return capacity_read(a, &promises_query, &kind->base, but, from, out);
}

bool
loan_week_read(struct act *a, const struct loan_kind *kind, struct date from,
               int64_t used[LOAN_WEEK])
{
    struct capacity capacity;

    if (!loan_capacity(a, kind, 0, instant_make(from, 0), &capacity))
        return false;
    for (int i = 0; i < LOAN_WEEK; i++)
        used[i] = capacity_peak(&capacity, instant_make(date_add(from, i), 0),
                                instant_make(date_add(from, i + 1), 0));
    return true;
}

static bool
holds(const struct record *record)
{
    return promise_stands(record, "lent");
}

/* Asked again only when more is wanted than was promised. */
static bool
check_promise(struct act *a, const struct loan *was, const struct loan *it,
              const struct loan_kind *kind)
{
    struct promise wanted = { it->begins_at, it->ends_at };
    struct capacity capacity;

    if (!holds(&it->base) ||
        (was && holds(&was->base) && was->kind.id == it->kind.id &&
         promise_covers((struct promise){ was->begins_at, was->ends_at }, wanted)))
        return true;
    return loan_capacity(a, kind, it->base.id, it->busy_from, &capacity) &&
           capacity_require(a, &capacity, wanted, "begins_at", kind->title, "貸出");
}

/* --- what is checked --------------------------------------------------------------------- */

static bool
check_unit(struct act *a, const struct loan *it)
{
    struct loan_unit *unit = ledger_new(a, &loan_unit_ledger);

    if (!consequence_read(a, &loan_unit_ledger, it->unit.id, unit))
        return false;
    if (unit->kind.id != it->kind.id)
        return fail(a, FAULT_INVALID, "unit", "申請された種類の貸出品ではありません。");
    return state_is(&unit->base, "available") ||
           fail(a, FAULT_CLASH, "unit", "%sは、いま渡せません。ほかの貸出品を選びます。",
                unit->number);
}

static bool
lacks_words(const struct choice *check, const struct prose *words)
{
    return check->code && *check->code && strcmp(check->code, "whole") != 0 &&
           !(words->text && *words->text);
}

static bool
note_moves(struct act *a, const struct record *before, struct loan *it)
{
    if (state_reached(before, &it->base, "lent") && a->origin != ORIGIN_IMPORT) {
        it->handed_at = a->now;
        /* Handed over before its time, it is taken from others earlier, too. */
        if (it->handed_at.us < it->begins_at.us)
            it->begins_at = it->handed_at;
        if (!check_unit(a, it))
            return false;
    }
    if (state_reached(before, &it->base, "returned"))
        it->returned_at = a->now;
    if (lacks_words(&it->handed_check, &it->handed_notes))
        return fail(a, FAULT_INVALID, "handed_notes", "足りないものを書きます。");
    if (lacks_words(&it->returned_check, &it->returned_notes))
        return fail(a, FAULT_INVALID, "returned_notes", "足りないもの、壊れたところを書きます。");
    return true;
}

static bool
put_times(struct act *a, struct loan *it, const struct loan_kind *kind)
{
    struct minutes before = { -kind->preparation.minutes };
    struct instant end = it->returned_at.us ? it->returned_at : it->ends_at;
    const struct calendar *calendar;

    if (!contract_calendar(a, it->base.contract, &calendar))
        return false;
    it->due_on = calendar_business_days(calendar, instant_date(it->ends_at), 0);
    it->busy_from = instant_add(it->begins_at, before);
    it->busy_until = instant_add(end, kind->checking);
    return true;
}

static bool
keeps(struct act *a, const struct record *before, const struct record *record)
{
    if (!before || holds(before))
        return !before || !state_is(before, "lent") ||
               record_keeps(a, &loan_ledger, before, record,
                            "ends_at purpose settings handed_notes returned_check returned_notes",
                            "渡した後は変えられません。返す日時は延ばせます。");
    return record_keeps(a, &loan_ledger, before, record,
                        "handed_notes returned_check returned_notes",
                        "終わった貸出は変えられません。");
}

static bool
check_loan(struct act *a, const struct record *before, struct record *record)
{
    struct loan *it = (struct loan *)record;
    const struct loan *was = (const struct loan *)before;
    struct loan_kind *kind = ledger_new(a, &loan_kind_ledger);
    const char *section;

    if (!it->kind.id || !it->begins_at.us || !it->ends_at.us || !keeps(a, before, record) ||
        !consequence_read(a, &loan_kind_ledger, it->kind.id, kind) ||
        !ref_title(a, &organisation_ledger, it->section, &section))
        return false;
    if (it->ends_at.us <= it->begins_at.us)
        return fail(a, FAULT_INVALID, "ends_at", "返す日時が貸出の始まりより前です。");
    if (!before && a->origin != ORIGIN_IMPORT && it->ends_at.us <= a->now.us)
        return fail(a, FAULT_INVALID, "ends_at", "返す日時が過ぎています。");
    if (it->section.id)
        it->base.organisation = it->section.id;
    if (!note_moves(a, before, it) || !put_times(a, it, kind))
        return false;
    it->title = arena_print(a->arena, "%s　%s%s%s", kind->title, section, *section ? "　" : "",
                            wareki_print(a->arena, instant_date(it->begins_at), WAREKI_SHORT));
    return check_promise(a, was, it, kind);
}

/* --- what follows ------------------------------------------------------------------------ */

static bool
move_unit(struct act *a, void *with)
{
    const struct loan *it = with;
    struct loan_unit *unit = ledger_new(a, &loan_unit_ledger);
    bool broken = it->returned_check.code && strcmp(it->returned_check.code, "broken") == 0;

    if (!it->unit.id)
        return true;
    if (!consequence_read(a, &loan_unit_ledger, it->unit.id, unit))
        return false;
    unit->base.state = state_is(&it->base, "lent") ? "lent" : broken ? "repair" : "available";
    if (broken && state_is(&it->base, "checked"))
        unit->notes = it->returned_notes;
    return ledger_keep(a, &loan_unit_ledger, NULL, unit);
}

static bool
loan_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct loan it = *(const struct loan *)record;
    bool out = state_reached(before, record, "lent");
    /* One that was imported as ended never had its thing out. */
    bool back = before && state_reached(before, record, "checked");

    return (!out && !back) || consequence_run(a, move_unit, &it);
}

const struct ledger loan_ledger = {
    .name = "loan",
    .title = "貸出",
    .help = "貸出の申請から、渡すとき、返ったときの確認までを記録します。空きのない時間は、次に空く"
            "時間を示して断ります。",
    .path = "/desk/loans",
    .icon = "loan",
    .row_size = sizeof(struct loan),
    .fields = loan_fields,
    .titled_by = "title",
    .listed = "number title state begins_at ends_at unit section borrower",
    .states = &loan_states,
    .access = loan_access,
    .views = loan_views,
    .keep_years = 5,
    .check = check_loan,
    .after = loan_changed,
};
