#include "desk/satisfaction.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/seal.h"

static const struct choice_item scores[] = {
    { "good", "満足", "よい|良い" },
    { "fair", "ふつう", "普通" },
    { "bad", "不満", "わるい|悪い" },
    { 0 },
};

static const struct field satisfaction_fields[] = {
    FIELD(struct satisfaction, title, "問合せの番号", .fixed = true, .searched = true, .most = 60),
    FIELD(struct satisfaction, inquiry, "問合せ", .required = true, .settled = true,
          .to = &inquiry_ledger),
    FIELD(struct satisfaction, score, "満足度", .also = "評価", .required = true,
          .choices = scores),
    FIELD(struct satisfaction, comment, "ひとこと", .also = "意見|コメント", .searched = true,
          .most = 2000),
    FIELD(struct satisfaction, answered_at, "回答した日時", .fixed = true, .counted = true),
    { 0 },
};

static const struct view satisfaction_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-answered_at" },
    { "bad", "不満", "不満と答えたものです。", "score=bad", "-answered_at" },
    { 0 },
};

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WRITE = LOOK | DEED_CREATE | DEED_CHANGE,
};

/* Who is asked answers through desk/satisfaction.h; the desk writes down what it is told. */
static const struct access satisfaction_access[] = {
    { ROLE_LEAD, WRITE | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WRITE, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct query of_query = {
    .name = "satisfaction.of",
    .sql = "SELECT id FROM satisfaction WHERE inquiry = :inquiry AND id <> :but"
           " AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
find(struct act *a, int64_t inquiry, int64_t but, struct ref *out, bool *found)
{
    return query_first(a, &of_query, out, found, BOUND(BIND(inquiry, inquiry), BIND(but, but)));
}

static bool
check_satisfaction(struct act *a, const struct record *before, struct record *record)
{
    struct satisfaction *it = (struct satisfaction *)record;
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct ref other;
    bool found;

    if (!before)
        it->answered_at = a->now;
    else if (a->now.us - it->answered_at.us > SATISFACTION_DAYS * 24 * 60 * (int64_t)MINUTE_US)
        return fail(a, FAULT_CLASH, NULL, "満足度を変えられるのは、回答から%d日の間です。",
                    SATISFACTION_DAYS);
    if (!it->inquiry.id)
        return true;
    if (!consequence_read(a, &inquiry_ledger, it->inquiry.id, inquiry) ||
        !find(a, it->inquiry.id, record->id, &other, &found))
        return false;
    it->title = inquiry->number;
    return !found || fail(a, FAULT_CLASH, "inquiry", "この問合せの満足度は、もう回答があります。");
}

/* --- the link ------------------------------------------------------------------------------ */

bool
satisfaction_path(struct act *a, const struct record *inquiry, const char **path)
{
    const char *what = arena_print(a->arena, "%lld", (long long)inquiry->id);
    struct bytes digest;

    *path = NULL;
    if (!seal_equality(a, inquiry->contract, "satisfaction", "link", what, &digest))
        return false;
    if (digest.size)
        *path = arena_print(a->arena, "/desk/satisfaction/%s/%.*s", what, SATISFACTION_MARK - 1,
                            hex_print(a->arena, digest.data, digest.size));
    return true;
}

/* --- answering ------------------------------------------------------------------------------ */

struct answering {
    int64_t inquiry;
    const char *score;
    const char *comment;
};

static bool
answer(struct act *a, void *with)
{
    const struct answering *it = with;
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct satisfaction *row = ledger_new(a, &satisfaction_ledger);
    struct ref known;
    bool found;

    if (!consequence_read(a, &inquiry_ledger, it->inquiry, inquiry))
        return false;
    if (!state_is(&inquiry->base, "completed") && !state_is(&inquiry->base, "answered"))
        return fail(a, FAULT_CLASH, NULL, "満足度は、回答の後にうかがいます。");
    if (!find(a, it->inquiry, 0, &known, &found) ||
        (found && !consequence_read(a, &satisfaction_ledger, known.id, row)))
        return false;
    row->base.contract = inquiry->base.contract;
    row->base.organisation = inquiry->base.organisation;
    row->inquiry.id = it->inquiry;
    row->score.code = it->score;
    row->comment.text = it->comment;
    return ledger_keep(a, &satisfaction_ledger, NULL, row);
}

static bool
answer_as_rule(struct act *a, void *with)
{
    return consequence_run(a, answer, with);
}

bool
satisfaction_answer(struct act *a, int64_t inquiry, const char *score, const char *comment)
{
    struct pair items[] = { { "score", score ? score : "" },
                            { "comment", comment ? comment : "" } };
    struct satisfaction *read = ledger_new(a, &satisfaction_ledger);
    struct answering it = { .inquiry = inquiry };

    if (!score || !*score)
        return fail(a, FAULT_INVALID, "score", "満足、ふつう、不満のどれかを選びます。");
    if (!ledger_fill(a, &satisfaction_ledger, read, &(struct pairs){ items, 2 }))
        return false;
    it.score = read->score.code;
    it.comment = read->comment.text;
    return act_write(a, answer_as_rule, &it);
}

const struct ledger satisfaction_ledger = {
    .name = "satisfaction",
    .title = "満足度",
    .help = "問合せの対応に満足したかどうかの回答です。依頼者が画面かメールのリンクから答えます。",
    .path = "/desk/satisfactions",
    .icon = "good",
    .row_size = sizeof(struct satisfaction),
    .fields = satisfaction_fields,
    .titled_by = "title",
    .listed = "title score comment answered_at",
    .access = satisfaction_access,
    .views = satisfaction_views,
    .keep_years = 5,
    .check = check_satisfaction,
};
