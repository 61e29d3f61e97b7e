/* `tasuki accounts`: the same work as on the pages, waited for. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "contract/consequence.h"
#include "contract/terms.h"
#include "desk/account_compare.h"
#include "desk/account_directory.h"
#include "desk/account_plan.h"
#include "ledger/core/who.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { TURNS = 6000 /* of a tenth of a second */ };

/* --- telling -------------------------------------------------------------------------------- */

struct told {
    int64_t position;
    const char *title;
    const char *state;
    const char *message;
};
struct tolds {
    struct told *rows;
    size_t count;
};

static const struct query steps_query = {
    .name = "account_command.steps",
    .sql = "SELECT position, title, state, coalesce(message, '') AS message FROM account_step"
           " WHERE plan = :plan AND removed_at IS NULL ORDER BY position",
    .row_size = sizeof(struct told),
    .columns = COLUMNS(COLUMN(struct told, position), COLUMN(struct told, title),
                       COLUMN(struct told, state), COLUMN(struct told, message)),
};

static const char *
label_of(const struct ledger *l, const char *state)
{
    const struct state *it = state_find(l, state);

    return it ? it->label : state;
}

static void
say_plan(const struct account_plan *it, const struct tolds *steps, struct buffer *out)
{
    buffer_print(out, "計画 %lld　%s　%s\n", (long long)it->base.id, it->title,
                 label_of(&account_plan_ledger, it->base.state));
    for (size_t i = 0; i < steps->count; i++) {
        const struct told *step = &steps->rows[i];

        buffer_print(out, "%3lld. %s〔%s〕%s\n", (long long)step->position, step->title,
                     label_of(&account_step_ledger, step->state), step->message);
    }
    if (it->outcome.text && *it->outcome.text)
        buffer_print(out, "\n%s\n", it->outcome.text);
}

static void
say_plan_json(const struct account_plan *it, const struct tolds *steps, struct buffer *out)
{
    buffer_print(out, "{\"plan\":%lld", (long long)it->base.id);
    json_key(out, "state", false);
    json_text(out, it->base.state);
    json_key(out, "outcome", false);
    json_text(out, it->outcome.text ? it->outcome.text : "");
    json_key(out, "steps", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < steps->count; i++) {
        buffer_print(out, "%s{\"position\":%lld", i ? "," : "", (long long)steps->rows[i].position);
        json_key(out, "title", false);
        json_text(out, steps->rows[i].title);
        json_key(out, "state", false);
        json_text(out, steps->rows[i].state);
        json_key(out, "message", false);
        json_text(out, steps->rows[i].message);
        buffer_char(out, '}');
    }
    buffer_text(out, "]}\n");
}

static bool
tell_plan(struct act *a, int64_t plan, bool json, struct buffer *out)
{
    struct account_plan *it = ledger_new(a, &account_plan_ledger);
    struct tolds steps;

    act_end(a);
    if (!consequence_read(a, &account_plan_ledger, plan, it) ||
        !QUERY(a, &steps_query, steps, BIND(plan, plan)))
        return false;
    if (json)
        say_plan_json(it, &steps, out);
    else
        say_plan(it, &steps, out);
    return !state_is(&it->base, "stopped") || fail(a, FAULT_CLASH, NULL, "途中で止まりました。");
}

static bool
tell_comparison(struct act *a, int64_t directory, bool json, struct buffer *out)
{
    struct account_directory *it = ledger_new(a, &account_directory_ledger);

    act_end(a);
    if (!consequence_read(a, &account_directory_ledger, directory, it))
        return false;
    if (json) {
        buffer_print(out, "{\"directory\":%lld,\"users\":%lld,\"groups\":%lld,\"differences\":%lld",
                     (long long)it->base.id, (long long)it->users, (long long)it->groups,
                     (long long)it->differences);
        json_key(out, "outcome", false);
        json_text(out, it->outcome ? it->outcome : "");
        buffer_text(out, "}\n");
    } else {
        buffer_print(out, "%s　利用者 %lld、差異 %lld\n%s\n", it->title, (long long)it->users,
                     (long long)it->differences, it->outcome ? it->outcome : "");
    }
    return true;
}

/* --- doing ---------------------------------------------------------------------------------- */

static bool
is_waiting(const struct account_plan *it)
{
    return state_is(&it->base, "drafting") || state_is(&it->base, "running") ||
           state_is(&it->base, "undoing");
}

/* A server that runs may have taken the job already; else it is run here. */
static bool
wait_for(struct act *a, int64_t plan)
{
    static const struct job_kind *const kinds[] = { &account_plan_job, &account_compare_job, NULL };
    const struct job_options options = { .kinds = kinds, .who = who_console() };
    const struct timespec tenth = { .tv_nsec = 100000000 };

    for (int turn = 0; turn < TURNS; turn++) {
        struct account_plan *it = ledger_new(a, &account_plan_ledger);
        int ran = 0;

        act_end(a);
        if (!job_run_due(a->store, &options, 2, &ran))
            return fail(a, FAULT_BROKEN, NULL, "ジョブを行えません。");
        if (!consequence_read(a, &account_plan_ledger, plan, it))
            return false;
        if (!is_waiting(it))
            return true;
        if (!ran)
            nanosleep(&tenth, NULL);
    }
    return fail(a, FAULT_BUSY, NULL, "まだ終わりません。画面で確かめます。");
}

static bool
make_plan(struct act *a, int64_t contract, const char *target, int64_t *plan)
{
    struct account_plan *it = ledger_new(a, &account_plan_ledger);
    struct account_directory *of;

    if (!account_directory_named(a, contract, target, &of))
        return false;
    it->base.contract = of->base.contract;
    it->directory.id = of->base.id;
    if (!ledger_create(a, &account_plan_ledger, it))
        return false;
    *plan = it->base.id;
    return true;
}

/* Who types the command is responsible: to apply a plan is to confirm it. */
static bool
move_plan(struct act *a, const char *verb, const char *target, int64_t *plan)
{
    struct account_plan *it = ledger_new(a, &account_plan_ledger);

    *plan = strtoll(target, NULL, 10);
    if (!ledger_read(a, &account_plan_ledger, *plan, false, it))
        return false;
    if (strcmp(verb, "apply") == 0 && state_is(&it->base, "planned") &&
        !ledger_move(a, &account_plan_ledger, "confirm", it))
        return false;
    return ledger_move(a, &account_plan_ledger, verb, it);
}

bool
desk_accounts(struct act *a, const char *verb, const char *target, const char *contract, bool json,
              struct buffer *out)
{
    struct account_directory *directory;
    int64_t within = 0, plan = 0;
    bool made = strcmp(verb, "plan") == 0;

    if (strcmp(verb, "compare") == 0)
        return contract_named(a, contract, &within) &&
               account_directory_named(a, within, target, &directory) &&
               account_compare_run(a, directory->base.id, NULL) &&
               tell_comparison(a, directory->base.id, json, out);
    if (!made && strcmp(verb, "apply") != 0 && strcmp(verb, "undo") != 0)
        return fail(a, FAULT_MALFORMED, NULL, "compare、plan、apply、undo のどれかを書きます。");
    if (made ? !contract_named(a, contract, &within) || !make_plan(a, within, target, &plan)
             : !move_plan(a, verb, target, &plan))
        return false;
    return wait_for(a, plan) && tell_plan(a, plan, json, out);
}
