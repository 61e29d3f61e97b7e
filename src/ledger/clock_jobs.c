/* Jobs of the clocks: breaches each minute, due times after a calendar has changed. */

#include <stddef.h>

#include "base/arena.h"
#include "ledger/clock.h"
#include "store/act.h"
#include "store/job.h"

enum { BREACHES_A_STEP = 500 };

static bool
mark_breaches(struct act *a, struct job *job)
{
    size_t count = BREACHES_A_STEP;
    int64_t done = 0;

    while (count == BREACHES_A_STEP && job_progress(a, job, done, 0)) {
        if (!clocks_breach(a, BREACHES_A_STEP, &count))
            return false;
        done += (int64_t)count;
    }
    return true;
}

static bool
recount(struct act *a, struct job *job)
{
    (void)job;
    return clocks_recount(a, 0);
}

const struct job_kind clock_breach_job = {
    .name = "clock.breach",
    .title = "過ぎた期限の記録",
    .run = mark_breaches,
    .schedule = "every 60",
    .alone = true,
};

const struct job_kind clock_recount_job = {
    .name = "clock.recount",
    .title = "期限の数え直し",
    .run = recount,
    .alone = true,
};
