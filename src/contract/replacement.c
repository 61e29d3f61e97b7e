#include "contract/replacement.h"

#include <string.h>

#include "base/arena.h"
#include "contract/assignment.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "contract/tenure.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct field replacement_fields[] = {
    FIELD(struct replacement, number, "届出番号", .help = "空けておくと続きの番号が付きます。",
          .series = "R{era}-{number:3}", .unique = true, .code = true, .settled = true, .most = 40),
    FIELD(struct replacement, title, "交代の名前", .fixed = true, .searched = true, .most = 300),
    FIELD(struct replacement, outgoing, "交代する人", .also = "前任者|変更前", .required = true,
          .settled = true, .to = &assignment_ledger),
    FIELD(struct replacement, incoming, "新しい人",
          .help = "先に従事者名簿へ届け出て、資格と経歴も登録しておきます。",
          .also = "後任者|変更後", .required = true, .to = &assignment_ledger),
    FIELD(struct replacement, reason, "交代の理由", .also = "理由|変更理由", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct replacement, day, "交代日",
          .help = "新しい人が従事する最初の日です。前の人の権限は、その前日までです。",
          .also = "変更日|交代年月日", .required = true),
    FIELD(struct replacement, handover, "引継ぎの内容", .also = "引継ぎ", .most = 4000),
    FIELD(struct replacement, answer, "発注者の回答", .most = 1000),
    FIELD(struct replacement, decided_on, "決定日", .fixed = true),
    FIELD(struct replacement, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct replacement, effect, "権限の扱い", .fixed = true, .most = 200),
    FIELD(struct replacement, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "requested", "申請中", "申請|承認待ち", MARK_ROUTE },
    { "approved", "承認", "承認済|承認済み", MARK_DONE, .ended = true },
    { "sent_back", "差戻し", "差し戻し|不承認", MARK_WAIT },
    { "withdrawn", "取下げ", "取り下げ|取消", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "approve", "承認する", "requested", "approved", NULL, PROPOSAL_DECIDES },
    { "send_back", "差し戻す", "requested", "sent_back", "answer", PROPOSAL_DECIDES },
    { "resubmit", "もう一度申請する", "sent_back", "requested", NULL, 1 << ROLE_LEAD },
    { "withdraw", "取り下げる", "requested sent_back", "withdrawn", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states replacement_states = { state_rows, transitions };

static const struct view replacement_views[] = {
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state.in=requested,sent_back",
      "day" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
is_open(const struct record *record)
{
    return state_is(record, "requested") || state_is(record, "sent_back");
}

static bool
check_pair(struct act *a, const struct replacement *it, const struct assignment *old,
           const struct assignment *fresh)
{
    bool good = true;

    if (!state_is(&old->base, "active"))
        good = fail(a, FAULT_INVALID, "outgoing", "交代する人は、従事中の人から選びます。");
    if (!state_is(&fresh->base, "proposed"))
        good = fail(a, FAULT_INVALID, "incoming",
                    "新しい人は、従事者名簿に届け出た、承認待ちの人から選びます。");
    if (old->person.id == fresh->person.id)
        good = fail(a, FAULT_INVALID, "incoming", "同じ人どうしは交代できません。");
    if (it->day.day && it->day.day <= old->from.day)
        good = fail(a, FAULT_INVALID, "day", "交代日は、前の人の始まりの日より後にします。");
    return tenure_may_end(a, old->person.id, "outgoing") && good;
}

static bool
check_replacement(struct act *a, const struct record *before, struct record *record)
{
    struct replacement *it = (struct replacement *)record;
    struct assignment *old = ledger_new(a, &assignment_ledger);
    struct assignment *fresh = ledger_new(a, &assignment_ledger);

    proposal_note(a, before, record, (struct decision){ &it->decided_on, &it->decided_by });
    if (!it->outgoing.id || !it->incoming.id)
        return false;
    if (!consequence_read(a, &assignment_ledger, it->outgoing.id, old) ||
        !consequence_read(a, &assignment_ledger, it->incoming.id, fresh))
        return false;
    it->title = arena_print(a->arena, "%s から %s へ", old->title, fresh->title);
    /* Of what is decided the two have gone on to other states. */
    if ((is_open(record) || (before && is_open(before) && state_is(record, "approved"))) &&
        !check_pair(a, it, old, fresh))
        return false;
    return proposal_keeps(a, &replacement_ledger, before, record, NULL);
}

/* On the day itself, and later, the outgoing person has no access left. */
static bool
end_role(struct act *a, const struct replacement *it, struct assignment *old)
{
    bool come = it->day.day <= instant_date(a->now).day;

    old->until = date_add(it->day, -1);
    if (come)
        old->base.state = "left";
    return ledger_change(a, &assignment_ledger, old);
}

static bool
begin_role(struct act *a, const struct replacement *it, struct assignment *fresh)
{
    fresh->from = it->day;
    fresh->base.state = "active";
    return ledger_change(a, &assignment_ledger, fresh);
}

static bool
note_effect(struct act *a, const struct replacement *it, int64_t given, int64_t accounts)
{
    struct replacement *again = ledger_new(a, &replacement_ledger);

    if (!consequence_read(a, &replacement_ledger, it->base.id, again))
        return false;
    if (!accounts)
        again->effect =
            "前の人の権限を終えました。新しい人には利用者IDがないので、権限はありません。";
    else
        again->effect = arena_print(
            a->arena, "前の人の権限を終え、新しい人に役割を%lld件付けました。", (long long)given);
    return ledger_change(a, &replacement_ledger, again);
}

static bool
replace(struct act *a, void *with)
{
    const struct replacement *it = with;
    struct assignment *old = ledger_new(a, &assignment_ledger);
    struct assignment *fresh = ledger_new(a, &assignment_ledger);
    int64_t given, accounts;

    if (!consequence_read(a, &assignment_ledger, it->outgoing.id, old) ||
        !consequence_read(a, &assignment_ledger, it->incoming.id, fresh))
        return false;
    /* The roles are taken over before they end. */
    return begin_role(a, it, fresh) &&
           tenure_hand_over(a, it->base.contract, old->person.id, fresh->person.id, it->day, &given,
                            &accounts) &&
           end_role(a, it, old) && note_effect(a, it, given, accounts);
}

static bool
replacement_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct replacement it = *(const struct replacement *)record;

    return !before || !state_reached(before, record, "approved") ||
           consequence_run(a, replace, &it);
}

const struct ledger replacement_ledger = {
    .name = "replacement",
    .title = "交代届",
    .help =
        "従事者の交代を届け出て、発注者の承認を受けます。承認とともに、前の人の権限を終えます。",
    .path = "/contract/replacements",
    .icon = "turn",
    .row_size = sizeof(struct replacement),
    .fields = replacement_fields,
    .titled_by = "title",
    .listed = "number outgoing incoming day state decided_on",
    .states = &replacement_states,
    .access = crew_lead_access,
    .views = replacement_views,
    .talked = true,
    .keep_years = 5,
    .check = check_replacement,
    .after = replacement_changed,
};
