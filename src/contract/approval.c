#include "contract/approval.h"

#include <string.h>

#include "base/arena.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_CONTENT = 2000000 };

static const struct field approval_fields[] = {
    FIELD(struct approval, matter, "対象の番号", .unique = true, .fixed = true, .most = 100),
    FIELD(struct approval, ledger, "対象の台帳", .help = "台帳の名前です。例：deliverable",
          .required = true, .settled = true, .most = 40),
    FIELD(struct approval, record, "対象の記録", .help = "記録の識別番号です。", .required = true,
          .settled = true, .least = 1),
    FIELD(struct approval, route, "承認経路", .to = &approval_route_ledger, .required = true,
          .settled = true),
    FIELD(struct approval, note, "伺い", .help = "承認する人に伝えることを書きます。",
          .settled = true, .searched = true, .most = 4000),
    FIELD(struct approval, title, "件名", .fixed = true, .searched = true, .most = 1000),
    FIELD(struct approval, route_title, "申請したときの経路", .fixed = true, .most = 100),
    FIELD(struct approval, applicant, "起案", .fixed = true, .most = 200),
    FIELD(struct approval, round, "申請の回", .fixed = true),
    FIELD(struct approval, subject_version, "対象の版", .fixed = true),
    FIELD(struct approval, position, "いまの段", .fixed = true),
    FIELD(struct approval, turn, "決裁する人", .fixed = true, .to = &person_ledger),
    FIELD(struct approval, deputies, "代決できる人", .fixed = true, .to = &person_ledger),
    FIELD(struct approval, decided_at, "決裁日時", .fixed = true),
    FIELD(struct approval, content, "凍結した内容", .fixed = true, .most = MOST_CONTENT),
    FIELD(struct approval, details, "凍結した個人情報", .fixed = true, .personal = true,
          .most = MOST_CONTENT),
    FIELD(struct approval, hash, "内容のSHA-256", .fixed = true, .most = 80),
    FIELD(struct approval, back_to, "差し戻す先", .help = "差し戻す段の順番です。", .least = 1,
          .most = 99),
    FIELD(struct approval, substitute, "代決を頼む人", .to = &person_ledger),
    FIELD(struct approval, own, "申請者本人の承認を認める", .fixed = true),
    { 0 },
};

static const struct state approval_state_rows[] = {
    { "running", "決裁中", "進行中", MARK_ROUTE },
    { "approved", "承認済み", "承認", MARK_SOLVED, .ended = true },
    { "returned", "差戻し", NULL, MARK_WAIT, .ended = true },
    { "withdrawn", "取下げ", NULL, MARK_DONE, .ended = true },
    { 0 },
};

enum {
    DECIDERS = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER | 1 << ROLE_APPROVER,
    ASKERS = DECIDERS | 1 << ROLE_PARTICIPANT | 1 << ROLE_REQUESTER | 1 << ROLE_AUTHOR |
             1 << ROLE_MEMBER,
};

static const struct transition approval_transitions[] = {
    { "approve", "承認する", "running", "approved", NULL, DECIDERS, approval_check_approve },
    { "return", "差し戻す", "running", "returned", NULL, DECIDERS, approval_check_return },
    { "return_to", "前の段へ差し戻す", "running", "running", "back_to", DECIDERS,
      approval_check_return_to },
    { "hand_over", "代決を頼む", "running", "running", "substitute", DECIDERS,
      approval_check_hand_over },
    { "withdraw", "取り下げる", "running", "withdrawn", NULL, ASKERS, approval_check_withdraw },
    { 0 },
};

static const struct states approval_states = { approval_state_rows, approval_transitions };

/* The content of a record is not shown here to who might not read the record: its page
   (approval_page.c) decides that for each reader. */
#define OUTSIDE                                                                                    \
    "matter ledger record route note title route_title applicant round subject_version position"   \
    " turn deputies decided_at hash back_to substitute own"
#define ASKS "ledger record route note"

static const struct access approval_access[] = {
    { ROLE_LEAD, DEED_READ | DEED_CREATE | DEED_EXPORT | DEED_HISTORY | DEED_PERSONAL,
      REACH_CONTRACT, .sets = ASKS },
    { ROLE_OFFICER, DEED_READ | DEED_CREATE | DEED_EXPORT | DEED_HISTORY, REACH_CONTRACT,
      .sets = ASKS },
    { ROLE_OPERATOR, DEED_READ | DEED_CREATE, REACH_CONTRACT, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_APPROVER, DEED_READ | DEED_CREATE, REACH_CONTRACT, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_PARTICIPANT, DEED_READ | DEED_CREATE, REACH_OWN, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_AUTHOR, DEED_READ | DEED_CREATE, REACH_OWN, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_MEMBER, DEED_READ | DEED_CREATE, REACH_OWN, .sees = OUTSIDE, .sets = ASKS },
    { ROLE_AUDITOR, DEED_READ | DEED_EXPORT | DEED_HISTORY, REACH_CONTRACT },
    { 0 },
};

static const struct view approval_views[] = {
    { "mine", "わたしの決裁", "いま自分が決裁する番のものを、古い順に並べます。",
      "state=running&turn.has=me", "id" },
    { "deputy", "代決できるもの", "ほかの方に代わって決裁できるものです。",
      "state=running&deputies.has=me", "id" },
    { "asked", "わたしの申請", "自分が申請したものを新しい順に並べます。", "owner=me", "-id" },
    { "running", "決裁中", "まだ決まっていないものを古い順に並べます。", "state=running", "id" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_approval(struct act *a, const struct record *before, struct record *record)
{
    if (before)
        return true;
    return approval_check_ask(a, (struct approval *)record);
}

/* --- what follows, in the same transaction --------------------------------------------- */

static bool
write_steps(struct act *a, const struct approval *it)
{
    const struct approval_steps *steps = &it->plan->steps;

    for (size_t i = 0; i < steps->count; i++) {
        steps->rows[i]->approval = (struct ref){ it->base.id, it->title };
        if (!ledger_keep(a, &approval_step_ledger, NULL, steps->rows[i]))
            return false;
    }
    return true;
}

/* The transition that the route names for the record itself. */
static bool
move_subject(struct act *a, const struct approval *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    struct approval_route *route = ledger_new(a, &approval_route_ledger);
    const char *action;
    struct record *row;
    bool found;

    if (strcmp(it->base.state, "approved") != 0 && strcmp(it->base.state, "returned") != 0)
        return true;
    if (!shape_read(a, shape_of(&approval_route_ledger), it->route.id, false, route, &found))
        return false;
    action = strcmp(it->base.state, "approved") == 0 ? route->then : route->otherwise;
    if (!found || !l || !action || !*action)
        return true;
    row = ledger_new(a, l);
    if (!shape_read(a, shape_of(l), it->record, true, row, &found))
        return false;
    return !found || row->removed_at.us || ledger_keep(a, l, action, row);
}

static bool
after_approval(struct act *a, const struct record *before, const struct record *record)
{
    const struct approval *it = (const struct approval *)record;

    (void)before;
    if (!it->plan)
        return true;
    return write_steps(a, it) && (!it->plan->ended || move_subject(a, it)) &&
           approval_tell(a, it, it->plan);
}

/* --- deciding ---------------------------------------------------------------------------- */

struct deciding {
    int64_t id;
    const struct approval_decision *decision;
};

/* The version is that of this transaction: what is decided on cannot have changed since it
   was read, and whose turn it is is asked here. */
static bool
decide(struct act *a, void *with)
{
    const struct deciding *d = with;
    struct approval *it = ledger_new(a, &approval_ledger);
    bool found;

    if (!shape_read(a, shape_of(&approval_ledger), d->id, false, it, &found))
        return false;
    if (!found)
        return access_missing(a, &approval_ledger, d->id);
    if (strcmp(d->decision->action, "return_to") == 0)
        it->back_to = d->decision->back_to;
    if (strcmp(d->decision->action, "hand_over") == 0)
        it->substitute = (struct ref){ d->decision->substitute, NULL };
    return ledger_move(a, &approval_ledger, d->decision->action, it);
}

bool
approval_decide(struct act *a, int64_t approval, const struct approval_decision *decision)
{
    struct deciding d = { approval, decision };

    a->reason = decision->comment;
    return act_write(a, decide, &d);
}

const struct ledger approval_ledger = {
    .name = "approval",
    .title = "決裁",
    .help = "計画や成果物などの記録を、決めた経路で承認します。承認された内容はそのまま残り、記録が"
            "後で変わると、もう一度承認が要ります。",
    .path = "/contract/approvals",
    .icon = "route",
    .row_size = sizeof(struct approval),
    .fields = approval_fields,
    .titled_by = "title",
    .listed = "title state route turn applicant created_at decided_at",
    .states = &approval_states,
    .access = approval_access,
    .views = approval_views,
    .keep_years = 5,
    .check = check_approval,
    .after = after_approval,
};
