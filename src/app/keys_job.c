#include "app/keys_job.h"

#include "app/settings.h"
#include "base/arena.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/store.h"

static bool
is_due(struct act *a, int days, bool *due)
{
    struct instant latest;

    if (!rotation_latest(a, &latest))
        return false;
    *due = date_add(instant_date(latest), days).day <= instant_date(a->now).day;
    return true;
}

static bool
run(struct act *a, struct job *job)
{
    const char *why;
    bool due;
    int days;

    (void)job;
    if (!settings_rotation(a->arena, store_folder(a->store), &days, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    /* A master from outside is changed by who puts it there. */
    if (days == 0 || !keyring_keeps_master(store_keyring(a->store)))
        return true;
    return is_due(a, days, &due) && (!due || rotation_run(a, NULL));
}

const struct job_kind keys_job = {
    .name = "keys.rotate",
    .title = "マスター鍵の交換",
    .run = run,
    .schedule = "daily 03:00",
    .alone = true,
};
