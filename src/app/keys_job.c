#include "app/keys_job.h"

#include "app/settings.h"
#include "base/arena.h"
#include "ledger/renewal.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/store.h"
#include "web/factor.h"

static bool
is_due(struct act *a, int days, bool *due)
{
    struct instant latest;

    if (!rotation_latest(a, &latest))
        return false;
    *due = date_add(instant_date(latest), days).day <= instant_date(a->now).day;
    return true;
}

/* A master from outside is changed by who puts it there. */
static bool
rotate(struct act *a, int days)
{
    bool due;

    if (days == 0 || !keyring_keeps_master(store_keyring(a->store)))
        return true;
    return is_due(a, days, &due) && (!due || rotation_run(a, NULL));
}

static bool
run(struct act *a, struct job *job)
{
    int64_t *contracts;
    const char *why;
    size_t count;
    int days;

    if (!settings_rotation(a->arena, store_folder(a->store), &days, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!rotate(a, days))
        return false;
    count = keyring_contracts(store_keyring(a->store), a->arena, &contracts);
    for (size_t i = 0; i < count && job_progress(a, job, (int64_t)i, (int64_t)count); i++)
        if (!renewal_tend(a, contracts[i], days))
            return false;
    return true;
}

static bool
run_renewal(struct act *a, struct job *job)
{
    return renewal_run(a, job, factor_sealed);
}

const struct job_kind keys_job = {
    .name = "keys.rotate",
    .title = "鍵の交換",
    .run = run,
    .schedule = "daily 03:00",
    .alone = true,
};

const struct job_kind renewal_job = {
    .name = RENEWAL_JOB,
    .title = "契約の鍵での封じ直し",
    .run = run_renewal,
    .alone = true,
};
