/* Whose turn it is, and what a decision makes of the steps. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

bool
step_is(const struct approval_step *step, const char *state)
{
    return strcmp(step->base.state, state) == 0;
}

bool
refs_have(const struct refs *refs, int64_t id)
{
    for (size_t i = 0; id && i < refs->count; i++)
        if (refs->items[i].id == id)
            return true;
    return false;
}

static void
refs_add(struct act *a, struct refs *refs, int64_t id)
{
    struct ref *items;

    if (refs_have(refs, id))
        return;
    items = NEW_ARRAY(a->arena, refs->count + 1, struct ref);
    if (refs->count)
        memcpy(items, refs->items, refs->count * sizeof *items);
    items[refs->count].id = id;
    *refs = (struct refs){ items, refs->count + 1 };
}

void
approval_turn_set(struct act *a, struct approval *it, const struct approval_steps *steps)
{
    it->turn = it->deputies = (struct refs){ 0 };
    it->position = NO_NUMBER;
    for (size_t i = 0; i < steps->count; i++) {
        const struct approval_step *step = steps->rows[i];

        if (!step_is(step, "turn"))
            continue;
        it->position = step->position;
        refs_add(a, &it->turn, step->person.id);
        for (size_t d = 0; d < step->deputies.count; d++)
            refs_add(a, &it->deputies, step->deputies.items[d].id);
    }
}

/* --- who decides ---------------------------------------------------------------------- */

/* Whose names stand in the present turn, for the refusal. */
static const char *
turn_names(struct act *a, const struct approval_steps *steps)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < steps->count; i++)
        if (step_is(steps->rows[i], "turn"))
            buffer_print(&out, "%s%sさん", out.length ? "、" : "",
                         steps->rows[i]->person.title ? steps->rows[i]->person.title : "");
    return buffer_string(&out);
}

static bool
refuse_other(struct act *a, const struct approval_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        if (step_is(steps->rows[i], "approved") && a->who->person &&
            steps->rows[i]->decided_by.id == a->who->person)
            return fail(a, FAULT_CLASH, NULL, "もう決裁しています。いまは%sの番です。",
                        turn_names(a, steps));
    return fail(a, FAULT_DENIED, NULL, "いまは%sの番です。ほかの方は決裁できません。",
                turn_names(a, steps));
}

/* One person counts once in a position, also as somebody's deputy. */
static bool
has_decided(const struct act *a, const struct approval_steps *steps,
            const struct approval_step *turn)
{
    for (size_t i = 0; i < steps->count; i++)
        if (step_is(steps->rows[i], "approved") && steps->rows[i]->position == turn->position &&
            steps->rows[i]->lap == turn->lap && steps->rows[i]->decided_by.id == a->who->person)
            return true;
    return false;
}

/* His own row of the present turn, else the first for which he is a deputy. */
static bool
find_mine(struct act *a, const struct approval *it, const struct approval_steps *steps,
          struct approval_step **out)
{
    struct approval_step *mine = NULL;
    int64_t me = a->who->person;

    for (size_t i = 0; me && i < steps->count && !mine; i++)
        if (step_is(steps->rows[i], "turn") && steps->rows[i]->person.id == me)
            mine = steps->rows[i];
    for (size_t i = 0; me && i < steps->count && !mine; i++)
        if (step_is(steps->rows[i], "turn") && refs_have(&steps->rows[i]->deputies, me))
            mine = steps->rows[i];
    if (!mine)
        return refuse_other(a, steps);
    if (me == it->base.owner && !it->own)
        return fail(a, FAULT_DENIED, NULL, "自分の申請を自分で承認することはできません。");
    if (has_decided(a, steps, mine))
        return fail(a, FAULT_CLASH, NULL,
                    "この段ではもう承認しています。同じ人が2人分の承認はできません。");
    *out = mine;
    return true;
}

static bool
has_reason(const struct act *a)
{
    return a->reason && *a->reason;
}

static void
decide(struct act *a, const struct approval *it, struct approval_step *step, const char *state)
{
    step->base.state = state;
    step->decided_by = (struct ref){ a->who->person, a->who->title };
    step->decided_at = a->now;
    step->subject_version = it->subject_version;
    step->comment.text = has_reason(a) ? a->reason : NULL;
}

/* --- the checks ----------------------------------------------------------------------- */

static bool
begin(struct act *a, const char *action, struct record *record, struct approval_steps *steps)
{
    struct approval *it = (struct approval *)record;

    it->plan = NEW(a->arena, struct approval_plan);
    it->plan->action = action;
    if (!approval_steps_read(a, record->id, steps))
        return false;
    it->plan->steps = *steps;
    return true;
}

/* What is decided on must still be what was asked. */
static bool
is_unchanged(struct act *a, const struct approval *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    struct frozen kept = approval_frozen(it), now;
    struct content_changes changes;
    struct record *row;
    bool found = false;

    if (!l)
        return fail(a, FAULT_CLASH, NULL, "対象の台帳がありません。取り下げてください。");
    if (!freeze_record(a, l, it->record, &kept, &row, &now, &found))
        return false;
    if (!found)
        return fail(a, FAULT_CLASH, NULL,
                    "対象の記録は削除されています。差し戻すか、取り下げてください。");
    if (!frozen_differences(a, &kept, &now, false, &changes))
        return false;
    return changes.count == 0 ||
           fail(a, FAULT_CLASH, NULL,
                "申請の後で「%s」が変わっています。差し戻すと、申請者が今の内容で申請し直せます。",
                changes.rows[0].label);
}

/* Ends the position when enough have approved, and begins the next. */
static void
go_on(struct approval_steps *steps, const struct approval_step *step)
{
    int64_t approved = 0, next = 0;

    for (size_t i = 0; i < steps->count; i++)
        approved += steps->rows[i]->position == step->position &&
                    steps->rows[i]->lap == step->lap && step_is(steps->rows[i], "approved");
    if (approved < step->needed)
        return;
    for (size_t i = 0; i < steps->count; i++) {
        struct approval_step *it = steps->rows[i];

        if (step_is(it, "turn"))
            it->base.state = "unneeded";
        if (step_is(it, "waiting") && (!next || it->position < next))
            next = it->position;
    }
    for (size_t i = 0; next && i < steps->count; i++)
        if (steps->rows[i]->position == next && step_is(steps->rows[i], "waiting"))
            steps->rows[i]->base.state = "turn";
}

bool
approval_check_approve(struct act *a, const struct record *before, struct record *record)
{
    struct approval *it = (struct approval *)record;
    struct approval_steps steps;
    struct approval_step *mine;

    (void)before;
    if (!begin(a, "approve", record, &steps) || !find_mine(a, it, &steps, &mine) ||
        !is_unchanged(a, it))
        return false;
    decide(a, it, mine, "approved");
    go_on(&steps, mine);
    approval_turn_set(a, it, &steps);
    it->plan->ended = it->turn.count == 0;
    record->state = it->plan->ended ? "approved" : "running";
    if (it->plan->ended)
        it->decided_at = a->now;
    return true;
}

static void
close_steps(struct approval_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        if (step_is(steps->rows[i], "turn") || step_is(steps->rows[i], "waiting"))
            steps->rows[i]->base.state = "unneeded";
}

static bool
find_returning(struct act *a, const char *action, struct record *record,
               struct approval_steps *steps, struct approval_step **mine)
{
    if (!begin(a, action, record, steps) || !find_mine(a, (struct approval *)record, steps, mine))
        return false;
    return has_reason(a) ||
           fail(a, FAULT_INVALID, "reason", "差し戻すときは、直すところを書いてください。");
}

bool
approval_check_return(struct act *a, const struct record *before, struct record *record)
{
    struct approval *it = (struct approval *)record;
    struct approval_steps steps;
    struct approval_step *mine;

    (void)before;
    if (!find_returning(a, "return", record, &steps, &mine))
        return false;
    decide(a, it, mine, "returned");
    close_steps(&steps);
    approval_turn_set(a, it, &steps);
    it->decided_at = a->now;
    it->plan->ended = true;
    return true;
}

/* The same people once more, from that position on. */
static void
repeat(struct act *a, struct approval_step *from, int64_t back_to, struct approval_step **out)
{
    struct approval_step *again = ledger_new(a, &approval_step_ledger);

    again->base.contract = from->base.contract;
    again->base.organisation = from->base.organisation;
    again->base.owner = from->base.owner;
    again->base.state = from->position == back_to ? "turn" : "waiting";
    again->approval = from->approval;
    again->position = from->position;
    again->lap = from->lap + 1;
    again->label = from->label;
    again->needed = from->needed;
    again->person = from->person;
    again->deputies = from->deputies;
    again->hands_over = from->hands_over;
    *out = again;
}

bool
approval_check_return_to(struct act *a, const struct record *before, struct record *record)
{
    struct approval *it = (struct approval *)record;
    struct approval_steps steps, all = { 0 };
    struct approval_step *mine;
    int64_t back_to = it->back_to;

    (void)before;
    if (!find_returning(a, "return_to", record, &steps, &mine))
        return false;
    if (back_to < 1 || back_to >= mine->position)
        return fail(a, FAULT_INVALID, "back_to",
                    "差し戻す先は、いまの段（%lld番目）より前の段です。",
                    (long long)mine->position);
    all.rows = NEW_ARRAY(a->arena, steps.count * 2 + 1, struct approval_step *);
    memcpy(all.rows, steps.rows, steps.count * sizeof *steps.rows);
    all.count = steps.count;
    for (size_t i = 0; i < steps.count; i++) {
        struct approval_step *step = steps.rows[i];

        if (step->position < back_to || step_is(step, "void") || step_is(step, "returned"))
            continue;
        repeat(a, step, back_to, &all.rows[all.count++]);
        if (step != mine)
            step->base.state = step->decided_at.us ? "void" : "unneeded";
    }
    decide(a, it, mine, "returned");
    /* Rows that were passed over and stand again with a new lap are history. */
    for (size_t i = 0; i < steps.count; i++)
        if (steps.rows[i]->position >= back_to && step_is(steps.rows[i], "unneeded"))
            steps.rows[i]->base.state = "void";
    it->plan->steps = all;
    it->back_to = NO_NUMBER;
    approval_turn_set(a, it, &all);
    return true;
}

bool
approval_check_withdraw(struct act *a, const struct record *before, struct record *record)
{
    struct approval *it = (struct approval *)record;
    struct approval_steps steps;

    (void)before;
    if (!begin(a, "withdraw", record, &steps))
        return false;
    if (!a->who->person || a->who->person != record->owner)
        return fail(a, FAULT_DENIED, NULL, "取り下げられるのは、申請した%sさんだけです。",
                    it->applicant);
    close_steps(&steps);
    approval_turn_set(a, it, &steps);
    it->decided_at = a->now;
    it->plan->ended = true;
    return true;
}

bool
approval_check_hand_over(struct act *a, const struct record *before, struct record *record)
{
    struct approval *it = (struct approval *)record;
    struct approval_steps steps;
    struct approval_step *mine;
    int64_t to = it->substitute.id;

    (void)before;
    if (!begin(a, "hand_over", record, &steps) || !find_mine(a, it, &steps, &mine))
        return false;
    if (mine->person.id != a->who->person || !mine->hands_over)
        return fail(a, FAULT_DENIED, NULL, "この段では、代決を頼めません。");
    if (to == a->who->person || (to == record->owner && !it->own))
        return fail(a, FAULT_INVALID, "substitute",
                    "本人や申請者には頼めません。ほかの方を選びます。");
    if (!approval_may_decide(a, record->contract, to))
        return fail(a, FAULT_INVALID, "substitute",
                    "この契約で決裁できる役割を持つ方ではありません。ほかの方を選びます。");
    refs_add(a, &mine->deputies, to);
    it->plan->told = to;
    it->substitute = (struct ref){ 0 };
    approval_turn_set(a, it, &steps);
    return true;
}
