/* Passes by silence: inspections whose period ended without an answer. */

#include <stddef.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/contract_money.h"
#include "contract/inspection.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { A_STEP = 200 };

struct silent {
    int64_t id;
    int64_t contract;
};
struct silents {
    struct silent *rows;
    size_t count;
};

static const struct query silent_query = {
    .name = "inspection.silent",
    .sql = "SELECT id, contract FROM inspection WHERE state = 'waiting' AND due < :today"
           " AND removed_at IS NULL AND id > :after ORDER BY id LIMIT :most",
    .row_size = sizeof(struct silent),
    .columns = COLUMNS(COLUMN(struct silent, id), COLUMN(struct silent, contract)),
};

/* The day the period ended is the day it passed. */
static bool
pass(struct act *a, void *with)
{
    const struct silent *at = with;
    struct inspection *it = ledger_new(a, &inspection_ledger);
    bool done;

    if (!consequence_read(a, &inspection_ledger, at->id, it))
        return false;
    if (!state_is(&it->base, "waiting"))
        return true;
    it->base.state = "deemed";
    it->inspected_on = it->due;
    a->reason = "検査の期限までに結果の通知がなかったため、契約により合格とみなしました。";
    done = ledger_change(a, &inspection_ledger, it);
    a->reason = NULL;
    return done;
}

static bool
pass_as_consequence(struct act *a, void *with)
{
    return consequence_run(a, pass, with);
}

/* Answered meanwhile: nothing to do. */
static bool
deem_one(struct act *a, struct job *job, struct silent *it)
{
    struct contract_money agreed;

    if (!contract_money(a, it->contract, &agreed))
        return false;
    if (!agreed.deemed)
        return true;
    return job ? job_write(a, job, pass_as_consequence, it) : act_write(a, pass_as_consequence, it);
}

static bool
run(struct act *a, struct job *job)
{
    struct date today = instant_date(a->now);
    struct silents list = { 0 };
    int64_t after = 0, done = 0;

    do {
        if (!QUERY(a, &silent_query, list, BIND(today, today), BIND(after, after),
                   bind_int("most", A_STEP)))
            return false;
        for (size_t i = 0; i < list.count; i++, done++) {
            after = list.rows[i].id;
            if (!deem_one(a, job, &list.rows[i]))
                return false;
        }
        if (job && !job_progress(a, job, done, 0))
            return true;
    } while (list.count == A_STEP);
    return true;
}

const struct job_kind inspection_job = {
    .name = "inspection.deem",
    .title = "みなし合格の記録",
    .run = run,
    .schedule = "daily 00:10",
    .alone = true,
};
