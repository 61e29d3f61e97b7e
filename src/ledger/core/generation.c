#include "ledger/core/generation.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "store/act.h"
#include "store/store.h"

bool
generation_get(struct act *a, const char *name, int64_t *generation)
{
    const char *text;

    if (!setting_get(a, name, &text))
        return false;
    *generation = strtoll(text, NULL, 10);
    return true;
}

bool
generation_bump(struct act *a, const char *name)
{
    int64_t before, next = instant_now().us;

    if (!generation_get(a, name, &before))
        return false;
    if (next <= before)
        next = before + 1;
    a->generation = 0; /* what this transaction had asked before */
    return setting_put(a, name, arena_print(a->arena, "%lld", (long long)next));
}
