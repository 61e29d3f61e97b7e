#include <string.h>

#include "store/engine.h"

struct setting {
    const char *value;
};

static const struct query setting_find = {
    .name = "setting.get",
    .sql = "SELECT value FROM setting WHERE name = :name",
    .row_size = sizeof(struct setting),
    .columns = COLUMNS(COLUMN(struct setting, value)),
};

static const struct query setting_set = {
    .name = "setting.put",
    .sql = "INSERT INTO setting (name, value) VALUES (:name, :value)"
           " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
};

bool
setting_get(struct act *a, const char *name, const char **value)
{
    struct setting row;
    bool found;

    *value = "";
    if (!query_first(a, &setting_find, &row, &found, BOUND(BIND(name, name))))
        return false;
    if (found)
        *value = row.value;
    return true;
}

struct change {
    const char *name;
    const char *value;
};

static bool
put(struct act *a, void *with)
{
    const struct change *c = with;

    return query_run(a, &setting_set, NULL, BOUND(BIND(name, c->name), BIND(value, c->value)));
}

bool
setting_put(struct act *a, const char *name, const char *value)
{
    struct change change = { name, value };

    if (!act_write(a, put, &change))
        return false;
    if (!strcmp(name, "site"))
        a->store->site = -1;
    return true;
}
