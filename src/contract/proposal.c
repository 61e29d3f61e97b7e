#include "contract/proposal.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "store/act.h"
#include "store/query.h"

const struct access crew_access[] = {
    { ROLE_LEAD, CREW_KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

const struct access crew_lead_access[] = {
    { ROLE_LEAD, CREW_KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct state states[] = {
    { "requested", "申請中", "申請|承認待ち|審査中", MARK_ROUTE },
    { "approved", "承認", "承認済|承認済み|承諾|可", MARK_SOLVED },
    { "sent_back", "差戻し", "差し戻し|不承認|否", MARK_WAIT },
    { "withdrawn", "取下げ", "取り下げ|取消", MARK_DONE, .ended = true },
    { "ended", "終了", "廃止|満了|解除", MARK_DONE, .ended = true },
    { 0 },
};

/* `asks`: who may ask again and withdraw. */
#define TRANSITIONS(asks)                                                                             \
    {                                                                                                 \
        { "approve", "承認する", "requested", "approved", NULL, PROPOSAL_DECIDES },                   \
            { "send_back", "差し戻す", "requested", "sent_back", "answer", PROPOSAL_DECIDES },        \
            { "resubmit", "もう一度申請する", "sent_back", "requested", NULL, asks },                 \
            { "withdraw", "取り下げる", "requested sent_back", "withdrawn", NULL, asks },             \
            { "end", "終了にする", "approved", "ended", "until", 1 << ROLE_LEAD | PROPOSAL_DECIDES }, \
        {                                                                                             \
            0                                                                                         \
        }                                                                                             \
    }

static const struct transition transitions[] = TRANSITIONS(1 << ROLE_LEAD | 1 << ROLE_OPERATOR);
static const struct transition lead_transitions[] = TRANSITIONS(1 << ROLE_LEAD);

const struct states proposal_states = { states, transitions };
const struct states proposal_lead_states = { states, lead_transitions };

void
proposal_note(struct act *a, const struct record *before, const struct record *record,
              struct decision decision)
{
    bool decided = state_is(record, "approved") || state_is(record, "sent_back");

    if (decided && before && strcmp(before->state, record->state) != 0) {
        *decision.on = instant_date(a->now);
        *decision.by = (struct ref){ .id = actor_person(a) };
    } else if (state_is(record, "requested")) {
        *decision.on = (struct date){ 0 };
        *decision.by = (struct ref){ 0 };
    }
}

bool
proposal_keeps(struct act *a, const struct ledger *l, const struct record *before,
               const struct record *record, const char *but)
{
    const char *free;

    if (!before || !(state_is(before, "approved") || state_is(before, "ended") ||
                     state_is(before, "withdrawn")))
        return true;
    free = arena_print(a->arena, "until answer notes %s", but ? but : "");
    return record_keeps(a, l, before, record, free,
                        "決まったものは変えられません。新しい申請を出します。");
}

struct found_state {
    const char *state;
};

bool
proposal_approved(struct act *a, const struct ledger *l, struct ref was, struct ref ref,
                  const char *field)
{
    struct found_state row;
    struct sql *s;
    bool found;

    if (!ref.id || ref.id == was.id)
        return true;
    s = sql_new(a, "contract.proposal_state");
    SQL(s, "SELECT state FROM ");
    sql_name(s, l->name);
    SQL(s, " WHERE id = ");
    sql_value(s, bind_int("id", ref.id));
    SQL(s, " AND removed_at IS NULL");
    if (!sql_first(a, s, COLUMNS(COLUMN(struct found_state, state)), &row, &found))
        return false;
    return !found || strcmp(row.state, "approved") == 0 ||
           fail(a, FAULT_INVALID, field, "選んだ%sは承認されていません。承認を受けてから選びます。",
                l->title);
}

const char *
choice_label(const struct choice_item *items, const char *code)
{
    for (const struct choice_item *it = items; it->code; it++)
        if (code && strcmp(it->code, code) == 0)
            return it->label;
    return code ? code : "";
}
