/* How a record's approval stands, and the boxes of its stamps. */
#include <string.h>

#include "base/arena.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

const char *
approval_word_title(enum approval_word word)
{
    static const char *const titles[] = {
        [APPROVAL_NONE] = "申請していません",
        [APPROVAL_ASKED] = "決裁中",
        [APPROVAL_RETURNED] = "差戻し",
        [APPROVAL_APPROVED] = "承認済み",
        [APPROVAL_OUTDATED] = "未承認（変更あり）",
    };

    return titles[word];
}

struct frozen
approval_frozen(const struct approval *it)
{
    return (struct frozen){ it->content.text ? it->content.text : "",
                            it->details.text ? it->details.text : "", it->hash };
}

struct newest {
    int64_t id;
};

/* By the unique index over contract and matter: '0' follows '/'. */
static const struct query newest_query = {
    .name = "approval.newest",
    .sql = "SELECT id FROM approval WHERE contract = :contract AND matter >= :from"
           " AND matter < :until AND removed_at IS NULL ORDER BY contract, matter DESC LIMIT 1",
    .row_size = sizeof(struct newest),
    .columns = COLUMNS(COLUMN(struct newest, id)),
};

static bool
read_newest(struct act *a, const struct ledger *l, const struct record *record,
            struct approval **out)
{
    const char *from = arena_print(a->arena, "%s/%lld/", l->name, (long long)record->id);
    const char *until = arena_print(a->arena, "%s/%lld0", l->name, (long long)record->id);
    struct newest newest;
    bool found;

    *out = NULL;
    if (!query_first(
            a, &newest_query, &newest, &found,
            BOUND(bind_int("contract", record->contract), BIND(from, from), BIND(until, until))))
        return false;
    if (!found)
        return true;
    *out = ledger_new(a, &approval_ledger);
    return shape_read(a, shape_of(&approval_ledger), newest.id, true, *out, &found);
}

static bool
compare_present(struct act *a, const struct ledger *l, const struct record *record,
                const struct approval *it, struct approval_state *out)
{
    struct frozen kept = approval_frozen(it), now;
    struct record *row;
    bool found;

    if (!freeze_record(a, l, record->id, &kept, &row, &now, &found))
        return false;
    if (found && !frozen_differences(a, &kept, &now, false, &out->changes))
        return false;
    out->word = found && !out->changes.count ? APPROVAL_APPROVED : APPROVAL_OUTDATED;
    return true;
}

bool
approval_state_read(struct act *a, const struct ledger *l, const struct record *record,
                    struct approval_state *out)
{
    struct approval *it;

    *out = (struct approval_state){ .route = "", .hash = "" };
    if (!read_newest(a, l, record, &it))
        return false;
    if (!it)
        return true;
    out->approval = it->base.id;
    out->round = it->round;
    out->version = it->subject_version;
    out->at = it->decided_at;
    out->route = it->route_title;
    out->hash = it->hash;
    if (!approval_stamps(a, it->base.id, &out->stamps, &out->stamp_count))
        return false;
    if (strcmp(it->base.state, "approved") == 0)
        return compare_present(a, l, record, it, out);
    out->word = strcmp(it->base.state, "running") == 0    ? APPROVAL_ASKED
                : strcmp(it->base.state, "returned") == 0 ? APPROVAL_RETURNED
                                                          : APPROVAL_NONE;
    return true;
}

/* The row is compared as it will be, not as it is stored. */
bool
approval_settled_first(struct act *a, const struct ledger *l, const struct record *row)
{
    struct content_changes changes;
    struct approval_routes routes;
    struct approval *it;
    struct frozen kept, now;

    if (!approval_routes_for(a, l, row, &routes) || !read_newest(a, l, row, &it))
        return false;
    if (!it && !routes.count)
        return true;
    if (!it || strcmp(it->base.state, "approved") != 0)
        return fail(a, FAULT_CLASH, NULL, "承認がまだです。決裁が終わってから行います。");
    kept = approval_frozen(it);
    if (!freeze(a, l, row, &kept, &now) || !frozen_differences(a, &kept, &now, false, &changes))
        return false;
    return !changes.count ||
           fail(a, FAULT_CLASH, NULL,
                "承認された後で「%s」が変わっています。もう一度決裁を申請します。",
                changes.rows[0].label);
}

/* --- the box ------------------------------------------------------------------------------ */

static bool
person_stamp(struct act *a, int64_t id, struct approval_stamp *stamp)
{
    struct person *person = ledger_new(a, &person_ledger);
    bool found;

    if (!shape_read(a, shape_of(&person_ledger), id, false, person, &found))
        return false;
    stamp->name = found && person->title ? person->title : "";
    stamp->section = found && person->section.title ? person->section.title : "";
    return true;
}

static bool
fill_stamp(struct act *a, const struct approval_step *step, struct approval_stamp *out)
{
    bool decided = step->decided_at.us != 0;
    bool deputy = decided && step->decided_by.id != step->person.id;

    *out = (struct approval_stamp){
        .role = step->label,
        .act = !decided                    ? ""
               : step_is(step, "returned") ? "差戻し"
               : deputy                    ? "代決"
                                           : "承認",
        .instead = "",
        .comment = step->comment.text ? step->comment.text : "",
        .at = step->decided_at,
        .version = decided ? step->subject_version : NO_NUMBER,
        .position = step->position,
        .is_turn = step_is(step, "turn"),
        .is_void = step_is(step, "void") || step_is(step, "returned"),
    };
    if (deputy)
        out->instead = step->person.title ? step->person.title : "";
    return person_stamp(a, decided ? step->decided_by.id : step->person.id, out);
}

static bool
first_stamp(struct act *a, const struct approval *it, struct approval_stamp *out)
{
    *out = (struct approval_stamp){
        .role = "起案",
        .act = "起案",
        .instead = "",
        .comment = it->note.text ? it->note.text : "",
        .at = it->base.created_at,
        .version = it->subject_version,
    };
    if (it->base.owner && !person_stamp(a, it->base.owner, out))
        return false;
    if (!it->base.owner)
        out->name = it->applicant, out->section = "";
    return true;
}

/* Who was passed over has no box; what was begun anew stands before. */
static bool
is_shown(const struct approval_step *step, bool void_ones)
{
    bool is_void = step_is(step, "void") || step_is(step, "returned");

    if (step_is(step, "unneeded") || (step_is(step, "void") && !step->decided_at.us))
        return false;
    return is_void == void_ones;
}

bool
approval_stamps(struct act *a, int64_t approval, struct approval_stamp **out, size_t *count)
{
    struct approval *it = ledger_new(a, &approval_ledger);
    struct approval_steps steps;
    bool found;

    *count = 0;
    if (!shape_read(a, shape_of(&approval_ledger), approval, false, it, &found) ||
        !approval_steps_read(a, approval, &steps))
        return false;
    *out = NEW_ARRAY(a->arena, steps.count + 1, struct approval_stamp);
    if (!found)
        return true;
    if (!first_stamp(a, it, &(*out)[(*count)++]))
        return false;
    for (int void_ones = 1; void_ones >= 0; void_ones--)
        for (size_t i = 0; i < steps.count; i++)
            if (is_shown(steps.rows[i], void_ones) &&
                !fill_stamp(a, steps.rows[i], &(*out)[(*count)++]))
                return false;
    return true;
}
