#include "ledger/rotation.h"

#include <stdlib.h>

#include "base/arena.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"

static const char setting_name[] = "keys.rotated";

static bool
keep_now(struct act *a)
{
    return setting_put(a, setting_name, arena_print(a->arena, "%lld", (long long)a->now.us));
}

static bool
note(struct act *a, void *with)
{
    (void)with;
    return keep_now(a) && history_event(a, "", 0, "rotate-keys", NULL);
}

bool
rotation_run(struct act *a, const char *master)
{
    const char *why;

    if (!keyring_rotate(store_keyring(a->store), master, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    return act_write(a, note, NULL);
}

static bool
begin(struct act *a, void *with)
{
    (void)with;
    return keep_now(a);
}

bool
rotation_latest(struct act *a, struct instant *at)
{
    const char *value;

    if (!setting_get(a, setting_name, &value))
        return false;
    *at = *value ? (struct instant){ strtoll(value, NULL, 10) } : a->now;
    return *value || act_write(a, begin, NULL);
}
