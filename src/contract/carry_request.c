#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/information.h"
#include "contract/medium.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item kinds[] = {
    { "take_out", "持出", "持ち出し|持出し" },
    { "bring_in", "搬入", "持込|持ち込み" },
    { "bring_out", "搬出", "引き上げ" },
    { 0 },
};

static const struct field carry_request_fields[] = {
    FIELD(struct carry_request, number, "申請番号", .help = "空けておくと続きの番号が付きます。",
          .series = "R{era}-{number:4}", .unique = true, .code = true, .settled = true, .most = 40),
    FIELD(struct carry_request, title, "申請の名前", .fixed = true, .searched = true, .most = 300),
    FIELD(struct carry_request, kind, "種類",
          .help =
              "作業場所から出すのが持出、発注者の施設に入れるのが搬入、そこから出すのが搬出です。",
          .also = "区分", .required = true, .choices = kinds),
    FIELD(struct carry_request, media, "媒体・機器", .also = "機器|媒体", .required = true,
          .to = &medium_ledger),
    FIELD(struct carry_request, things, "付属品など", .help = "台帳にない付属品を書きます。",
          .most = 300),
    FIELD(struct carry_request, destination, "行き先", .also = "持出先|搬入先|施設|場所",
          .required = true, .searched = true, .most = 200),
    FIELD(struct carry_request, purpose, "目的・理由", .also = "理由|目的", .required = true,
          .searched = true, .most = 2000),
    FIELD(struct carry_request, period, "予定の期間", .also = "期間|予定日", .required = true),
    FIELD(struct carry_request, person, "運ぶ人", .also = "担当者|搬入者|作業者", .required = true,
          .to = &person_ledger),
    FIELD(struct carry_request, effect, "既存システムへの影響",
          .help = "搬入と搬出では、接続や電源が今の仕組みに与える影響を確かめて書きます。",
          .also = "影響|影響の有無", .most = 2000),
    FIELD(struct carry_request, effect_checked_on, "影響を確かめた日", .also = "確認日"),
    FIELD(struct carry_request, effect_checked_by, "影響を確かめた人", .to = &person_ledger),
    FIELD(struct carry_request, done_on, "実施日", .also = "持出日|搬入日|搬出日"),
    FIELD(struct carry_request, witness, "立会者", .also = "立会人", .to = &person_ledger,
          .instead = "witness_name"),
    FIELD(struct carry_request, witness_name, "立会者（未登録）", .personal = true, .most = 100),
    FIELD(struct carry_request, brought_back_on, "持ち帰った日", .also = "返却日|持帰日"),
    FIELD(struct carry_request, answer, "発注者の回答", .most = 1000),
    FIELD(struct carry_request, decided_on, "決定日", .fixed = true),
    FIELD(struct carry_request, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct carry_request, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|承認待ち", MARK_ROUTE },
    { "approved", "承認", "承認済|承認済み", MARK_SOLVED },
    { "sent_back", "差戻し", "差し戻し|不承認", MARK_WAIT },
    { "away", "持出中", "持出", MARK_WAIT },
    { "done", "実施済", "完了|実施", MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", "取り下げ|取消", MARK_DONE, .ended = true },
    { 0 },
};

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static bool
is_kind(const struct carry_request *it, const char *kind)
{
    return it->kind.code && strcmp(it->kind.code, kind) == 0;
}

static bool
check_out(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return is_kind((const struct carry_request *)record, "take_out") ||
           fail(a, FAULT_CLASH, NULL, "持出の申請ではありません。「実施済にする」を使います。");
}

static bool
check_done(struct act *a, const struct record *before, struct record *record)
{
    const struct carry_request *it = (const struct carry_request *)record;

    (void)before;
    if (is_kind(it, "take_out"))
        return fail(a, FAULT_CLASH, NULL, "持出は「持ち出す」と「持ち帰った」で記録します。");
    return it->witness.id || (it->witness_name && *it->witness_name) ||
           fail(a, FAULT_INVALID, "witness", "搬入と搬出には、発注者の立会者が要ります。");
}

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, PROPOSAL_DECIDES },
    { "send_back", "差し戻す", "requested", "sent_back", "answer", PROPOSAL_DECIDES },
    { "resubmit", "もう一度申請する", "sent_back", "requested", NULL, CREW },
    { "withdraw", "取り下げる", "requested sent_back approved", "withdrawn", NULL, CREW },
    { "take_out", "持ち出す", "approved", "away", "done_on", CREW, check_out },
    { "bring_back", "持ち帰った", "away", "done", "brought_back_on", CREW },
    { "carry_out", "実施済にする", "approved", "done", "done_on", CREW, check_done,
      .asks = "witness witness_name" },
    { 0 },
};

static const struct states carry_request_states = { state_rows, transitions };

static const struct access carry_request_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view carry_request_views[] = {
    { "open", "進行中", "承認待ち、実施待ち、持出中のものです。",
      "state.in=requested,sent_back,approved,away", "id" },
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state.in=requested,sent_back",
      "id" },
    { "late", "期間を過ぎた持出", "予定の期間を過ぎて、まだ持ち帰っていないものです。",
      "state=away&period.lt=today", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

/* What is carried into the body's offices must not disturb what runs there. */
static bool
check_effect(struct act *a, const struct carry_request *it)
{
    bool good = true;

    if (is_kind(it, "take_out"))
        return true;
    if (!(it->effect.text && *it->effect.text))
        good =
            fail(a, FAULT_INVALID, "effect",
                 "搬入と搬出では、既存システムへの影響を確かめて書きます。なければ「なし」です。");
    if (!it->effect_checked_on.day)
        good = fail(a, FAULT_INVALID, "effect_checked_on", "影響を確かめた日は必須です。");
    return good;
}

static bool
check_days(struct act *a, const struct carry_request *it)
{
    bool good = true;

    if (!it->period.from.day || !it->period.until.day)
        good = fail(a, FAULT_INVALID, "period", "期間は、始まりと終わりの両方を書きます。");
    if (it->done_on.day &&
        (it->done_on.day < it->period.from.day || it->done_on.day > it->period.until.day))
        good = fail(a, FAULT_INVALID, "done_on", "実施日が、承認された期間の外です。");
    if (it->effect_checked_on.day && it->done_on.day && it->effect_checked_on.day > it->done_on.day)
        good = fail(a, FAULT_INVALID, "effect_checked_on",
                    "影響は、実施の前に確かめます。日付を見直します。");
    if (it->brought_back_on.day && it->brought_back_on.day < it->done_on.day)
        good = fail(a, FAULT_INVALID, "brought_back_on", "持ち帰った日が実施日より前です。");
    return good;
}

static bool
put_title(struct act *a, struct carry_request *it)
{
    const char *first = "";

    if (it->media.count && !ref_title(a, &medium_ledger, it->media.items[0], &first))
        return false;
    it->title = arena_print(a->arena, "%s　%s%s", choice_label(kinds, it->kind.code), first,
                            it->media.count > 1 ? " ほか" : "");
    return true;
}

static bool
check_carry_request(struct act *a, const struct record *before, struct record *record)
{
    struct carry_request *it = (struct carry_request *)record;
    bool good = check_days(a, it);
    bool decided = before && !state_is(before, "requested") && !state_is(before, "sent_back");

    proposal_note(a, before, record, (struct decision){ &it->decided_on, &it->decided_by });
    good = check_effect(a, it) && good;
    if (decided)
        good = record_keeps(a, &carry_request_ledger, before, record,
                            "done_on witness witness_name brought_back_on answer notes",
                            "決まったものは変えられません。新しい申請を出します。") &&
               good;
    return put_title(a, it) && good;
}

/* The media are where the request says; what has ended meanwhile stays ended. */
static bool
follow(struct act *a, void *with)
{
    const struct carry_request *it = with;

    for (size_t i = 0; i < it->media.count; i++) {
        struct medium *m = ledger_new(a, &medium_ledger);

        if (!consequence_read(a, &medium_ledger, it->media.items[i].id, m))
            return false;
        if (state_is(&m->base, "returned") || state_is(&m->base, "disposed"))
            return fail(a, FAULT_CLASH, "media", "%sは、返却か廃棄の済んだものです。", m->title);
        if (state_is(&it->base, "away")) {
            if (state_is(&m->base, "away"))
                return fail(a, FAULT_CLASH, "media", "%sは、もう持ち出されています。", m->title);
            m->base.state = "away";
        } else if (is_kind(it, "bring_in")) {
            m->place = it->destination;
        } else {
            m->base.state = "in_use";
        }
        if (!ledger_change(a, &medium_ledger, m))
            return false;
    }
    return true;
}

static bool
carry_request_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct carry_request it = *(const struct carry_request *)record;

    if (!state_reached(before, record, "away") && !state_reached(before, record, "done"))
        return true;
    return consequence_run(a, follow, &it);
}

const struct ledger carry_request_ledger = {
    .name = "carry_request",
    .title = "持出・搬入出の申請",
    .help = "機器や媒体を持ち出す、発注者の施設に入れる、そこから出すときの申請と記録です。",
    .path = "/contract/carry_requests",
    .icon = "up",
    .row_size = sizeof(struct carry_request),
    .fields = carry_request_fields,
    .titled_by = "title",
    .listed = "number kind media destination period state done_on brought_back_on",
    .states = &carry_request_states,
    .access = carry_request_access,
    .views = carry_request_views,
    .talked = true,
    .keep_years = 5,
    .check = check_carry_request,
    .after = carry_request_changed,
};
