#include "contract/erasure.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "contract/consequence.h"
#include "contract/erasure_lines.h"
#include "contract/information.h"
#include "contract/medium.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "ledger/series.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "return", "返還", "返却" },
    { "erase", "消去", "削除|データ消去" },
    { "dispose", "廃棄", "破棄|物理破壊|溶解" },
    { 0 },
};

static const struct field erasure_request_fields[] = {
    FIELD(struct erasure_request, number, "申請番号", .help = "空けておくと続きの番号が付きます。",
          .series = "R{era}-{number:3}", .unique = true, .code = true, .searched = true,
          .settled = true, .most = 40),
    FIELD(struct erasure_request, title, "件名", .help = "例：令和8年度の受講者名簿の消去",
          .also = "申請の名前", .required = true, .searched = true, .most = 200),
    FIELD(struct erasure_request, kind, "種類", .also = "区分", .required = true, .choices = kinds),
    FIELD(struct erasure_request, reason, "理由", .help = "業務の終了、保存の期間の満了などです。",
          .required = true, .most = 2000),
    FIELD(struct erasure_request, planned_on, "予定日", .also = "実施予定日|消去予定日",
          .required = true),
    FIELD(struct erasure_request, place, "実施する場所", .also = "場所|実施場所", .most = 200),
    FIELD(struct erasure_request, person, "実施する人", .also = "担当者|実施者", .required = true,
          .to = &person_ledger),
    FIELD(struct erasure_request, done_on, "実施日", .also = "消去日|返還日|廃棄日"),
    FIELD(struct erasure_request, responsible, "責任者", .also = "実施責任者|確認者",
          .to = &person_ledger),
    FIELD(struct erasure_request, witness, "立会者", .also = "立会人", .to = &person_ledger,
          .instead = "witness_name"),
    FIELD(struct erasure_request, witness_name, "立会者（未登録）", .personal = true, .most = 100),
    FIELD(struct erasure_request, certified_on, "証明書の日", .fixed = true),
    FIELD(struct erasure_request, certificate, "証明書の番号", .fixed = true, .gapless = true,
          .unique = true, .most = 40),
    FIELD(struct erasure_request, answer, "発注者の回答", .most = 1000),
    FIELD(struct erasure_request, decided_on, "決定日", .fixed = true),
    FIELD(struct erasure_request, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct erasure_request, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|承認待ち", MARK_ROUTE },
    { "approved", "承認", "承認済|承認済み", MARK_SOLVED },
    { "sent_back", "差戻し", "差し戻し|不承認", MARK_WAIT },
    { "done", "実施済", "実施|完了", MARK_WORK },
    { "certified", "証明書発行", "証明済|証明書発行済", MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", "取り下げ|取消", MARK_DONE, .ended = true },
    { 0 },
};

static bool check_approved(struct act *a, const struct record *before, struct record *record);
static bool check_done(struct act *a, const struct record *before, struct record *record);

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, PROPOSAL_DECIDES, check_approved },
    { "send_back", "差し戻す", "requested", "sent_back", "answer", PROPOSAL_DECIDES },
    { "resubmit", "もう一度申請する", "sent_back", "requested", NULL, 1 << ROLE_LEAD },
    { "withdraw", "取り下げる", "requested sent_back approved", "withdrawn", NULL, 1 << ROLE_LEAD },
    { "carry_out", "実施済にする", "approved", "done", "done_on responsible", 1 << ROLE_LEAD,
      check_done, .asks = "witness witness_name" },
    { "certify", "証明書を発行する", "done", "certified", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states erasure_request_states = { state_rows, transitions };

static const struct access erasure_request_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view erasure_request_views[] = {
    { "open", "進行中", "承認待ち、実施待ち、証明書がまだのものです。",
      "state.in=requested,sent_back,approved,done", "planned_on" },
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state.in=requested,sent_back",
      "planned_on" },
    { "late", "予定日を過ぎたもの", "予定日を過ぎて、まだ実施していないものです。",
      "state=approved&planned_on.lt=today", "planned_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

/* --- steps ---------------------------------------------------------------------------------- */

static bool
check_approved(struct act *a, const struct record *before, struct record *record)
{
    struct erasure_lines list;

    (void)before;
    if (!erasure_lines_read(a, record->id, &list))
        return false;
    return list.count > 0 ||
           fail(a, FAULT_CLASH, NULL, "明細が1件もありません。返す、消すものを明細に書きます。");
}

static bool
check_done(struct act *a, const struct record *before, struct record *record)
{
    const struct erasure_request *it = (const struct erasure_request *)record;
    bool good = true;

    (void)before;
    if (it->done_on.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "done_on", "実施日が今日より後です。");
    if (it->done_on.day && it->done_on.day < it->decided_on.day)
        good = fail(a, FAULT_INVALID, "done_on", "実施日が、承認の日より前です。");
    if (!it->witness.id && !(it->witness_name && *it->witness_name))
        good = fail(a, FAULT_INVALID, "witness", "立会者は必須です。実施済にするときに書きます。");
    return good;
}

/* The certificate is of the day it is issued. Its number is taken in the same transaction,
   so that a refusal leaves no gap. */
static bool
certify(struct act *a, struct erasure_request *it)
{
    struct field series = { 0 };

    for (const struct field *f = erasure_request_fields; f->name; f++)
        if (strcmp(f->name, "certificate") == 0)
            series = *f;
    must(series.name);
    series.series = "R{era}-{number:3}";
    it->certified_on = instant_date(a->now);
    return series_next(a, &erasure_request_ledger, &series, it->base.contract, &it->certificate);
}

static bool
check_erasure_request(struct act *a, const struct record *before, struct record *record)
{
    struct erasure_request *it = (struct erasure_request *)record;
    bool decided = before && !state_is(before, "requested") && !state_is(before, "sent_back");
    bool good = true;

    proposal_note(a, before, record, (struct decision){ &it->decided_on, &it->decided_by });
    if (decided)
        good = record_keeps(a, &erasure_request_ledger, before, record,
                            state_is(before, "approved")
                                ? "done_on responsible witness witness_name answer notes"
                                : "notes",
                            "決まったものは変えられません。新しい申請を出します。");
    if (good && a->writing && before && state_reached(before, record, "certified"))
        return certify(a, it);
    return good;
}

static bool
end_medium(struct act *a, const struct erasure_request *it, int64_t medium)
{
    struct medium *m = ledger_new(a, &medium_ledger);

    if (!consequence_read(a, &medium_ledger, medium, m))
        return false;
    if (strcmp(it->kind.code, "erase") == 0)
        return true;
    m->base.state = strcmp(it->kind.code, "return") == 0 ? "returned" : "disposed";
    m->until = it->done_on;
    return ledger_change(a, &medium_ledger, m);
}

static bool
do_line(struct act *a, const struct erasure_request *it, const struct erasure_line_row *line)
{
    struct information_done done = {
        .item = line->item,
        .erasure = it->base.id,
        .kind = strcmp(it->kind.code, "return") == 0    ? "returned"
                : strcmp(it->kind.code, "dispose") == 0 ? "disposed"
                                                        : "erased",
        .count = line->count,
        .day = it->done_on,
        .person = it->person.id,
    };
    const char *witness;

    if (line->medium && !end_medium(a, it, line->medium))
        return false;
    if (!line->item)
        return true;
    if (!ref_title(a, &person_ledger, it->witness, &witness))
        return false;
    done.witness = witness;
    return information_do(a, it->base.contract, &done);
}

static bool
carry_out(struct act *a, void *with)
{
    const struct erasure_request *it = with;
    struct erasure_lines list;

    if (!erasure_lines_read(a, it->base.id, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!do_line(a, it, &list.rows[i]))
            return false;
    return true;
}

static bool
erasure_request_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct erasure_request it = *(const struct erasure_request *)record;

    return !before || !state_reached(before, record, "done") || consequence_run(a, carry_out, &it);
}

bool
erasure_allows(struct act *a, int64_t request, int64_t item, const char *field)
{
    struct erasure_request *it = ledger_new(a, &erasure_request_ledger);
    struct erasure_lines list;

    if (!request)
        return fail(a, FAULT_INVALID, field,
                    "消去と廃棄には、発注者の承認が要ります。承認された申請を選びます。");
    if (!consequence_read(a, &erasure_request_ledger, request, it) ||
        !erasure_lines_read(a, request, &list))
        return false;
    if (!state_is(&it->base, "approved") && !state_is(&it->base, "done"))
        return fail(a, FAULT_INVALID, field, "選んだ申請は承認されていません。");
    for (size_t i = 0; i < list.count; i++)
        if (list.rows[i].item == item)
            return true;
    return fail(a, FAULT_INVALID, field, "選んだ申請の明細に、この情報がありません。");
}

const struct ledger erasure_request_ledger = {
    .name = "erasure_request",
    .title = "返還・消去の申請",
    .help =
        "情報や媒体を返す、消す、捨てる前に申請し、承認を受けて立会いのもとで実施し、証明書を出しま"
        "す。",
    .path = "/contract/erasure_requests",
    .icon = "cross",
    .row_size = sizeof(struct erasure_request),
    .fields = erasure_request_fields,
    .titled_by = "title",
    .listed = "number title kind state planned_on done_on certificate",
    .states = &erasure_request_states,
    .access = erasure_request_access,
    .views = erasure_request_views,
    .talked = true,
    .keep_years = 5,
    .check = check_erasure_request,
    .after = erasure_request_changed,
};
