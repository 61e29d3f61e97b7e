/* The ledger of the steps of each request, written by the approval alone. */
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct field step_fields[] = {
    FIELD(struct approval_step, approval, "決裁", .to = &approval_ledger, .fixed = true),
    FIELD(struct approval_step, position, "順番", .fixed = true),
    FIELD(struct approval_step, lap, "回", .fixed = true),
    FIELD(struct approval_step, label, "役割", .fixed = true, .most = 40),
    FIELD(struct approval_step, needed, "要る承認の数", .fixed = true),
    FIELD(struct approval_step, person, "決裁する人", .fixed = true, .to = &person_ledger),
    FIELD(struct approval_step, deputies, "代決できる人", .fixed = true, .to = &person_ledger),
    FIELD(struct approval_step, hands_over, "代決を頼める", .fixed = true),
    FIELD(struct approval_step, decided_by, "決裁した人", .fixed = true, .to = &person_ledger),
    FIELD(struct approval_step, decided_at, "決裁日時", .fixed = true),
    FIELD(struct approval_step, subject_version, "対象の版", .fixed = true),
    FIELD(struct approval_step, comment, "意見", .fixed = true, .most = 4000),
    { 0 },
};

static const struct state step_state_rows[] = {
    { "waiting", "順番待ち", NULL, MARK_WAIT },
    { "turn", "決裁の番", NULL, MARK_ROUTE },
    { "approved", "承認", NULL, MARK_SOLVED, .ended = true },
    { "returned", "差戻し", NULL, MARK_WAIT, .ended = true },
    { "unneeded", "不要", NULL, MARK_DONE, .ended = true },
    { "void", "やり直し", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* None by hand: a step is moved by the decisions on its request. */
static const struct transition step_transitions[] = { { 0 } };

static const struct states step_states = { step_state_rows, step_transitions };

enum { LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY };

static const struct access step_access[] = {
    { ROLE_LEAD, LOOK, REACH_CONTRACT },        { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_OWN }, { ROLE_REQUESTER, DEED_READ, REACH_OWN },
    { ROLE_AUTHOR, DEED_READ, REACH_OWN },      { ROLE_MEMBER, DEED_READ, REACH_OWN },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },     { 0 },
};

static const struct view step_views[] = {
    { "turn", "決裁の番", "いま決裁を待っている段です。", "state=turn", "id" },
    { "decided", "自分の決裁", "自分が決裁したものを新しい順に並べます。", "decided_by=me",
      "-decided_at" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct query steps_query = {
    .name = "approval.steps",
    .sql = "SELECT id FROM approval_step WHERE approval = :approval AND removed_at IS NULL"
           " ORDER BY position, id",
    FOUND_IDS,
};

bool
approval_steps_read(struct act *a, int64_t approval, struct approval_steps *out)
{
    struct approval_step *rows;

    if (!shape_rows(a, shape_of(&approval_step_ledger), &steps_query,
                    BOUND(BIND(approval, approval)), &rows, &out->count))
        return false;
    out->rows = NEW_ARRAY(a->arena, out->count + 1, struct approval_step *);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i] = &rows[i];
    return true;
}

const struct ledger approval_step_ledger = {
    .name = "approval_step",
    .title = "決裁欄",
    .help = "決裁の一人分です。だれがいつ、どの版を、どう決めたかを残します。手では書けません。",
    .path = "/contract/approval-steps",
    .icon = "seal",
    .row_size = sizeof(struct approval_step),
    .fields = step_fields,
    .titled_by = "label",
    .listed = "approval position label state person decided_by decided_at",
    .states = &step_states,
    .access = step_access,
    .views = step_views,
    .keep_years = 5,
};
