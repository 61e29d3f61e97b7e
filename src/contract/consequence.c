#include "contract/consequence.h"

#include <string.h>

#include "ledger/core/who.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

bool
consequence_run(struct act *a, bool (*work)(struct act *a, void *with), void *with)
{
    const struct who *before = a->who;
    struct who raised = *before;
    enum origin origin = a->origin;
    bool good;

    raised.in = who_console()->in;
    raised.count = who_console()->count;
    a->who = &raised;
    a->origin = ORIGIN_JOB;
    good = work(a, with);
    a->origin = origin;
    a->who = before;
    return good;
}

bool
consequence_read(struct act *a, const struct ledger *l, int64_t id, void *row)
{
    bool found;

    if (!shape_read(a, shape_of(l), id, false, row, &found))
        return false;
    return (found && !((struct record *)row)->removed_at.us) ||
           fail(a, FAULT_MISSING, NULL, "%sの %lld番は見つかりません。", l->title, (long long)id);
}

bool
state_is(const struct record *record, const char *state)
{
    return record && record->state && strcmp(record->state, state) == 0;
}

bool
state_reached(const struct record *before, const struct record *record, const char *state)
{
    return state_is(record, state) && !record->removed_at.us && !state_is(before, state);
}

struct titled {
    const char *title;
};

bool
ref_title(struct act *a, const struct ledger *l, struct ref ref, const char **title)
{
    struct titled row = { "" };
    struct sql *s;
    bool found;

    *title = "";
    if (!ref.id)
        return true;
    s = sql_new(a, "contract.title");
    SQL(s, "SELECT ");
    sql_name(s, l->titled_by);
    SQL(s, " AS title FROM ");
    sql_name(s, l->name);
    SQL(s, " WHERE id = ");
    sql_value(s, bind_int("id", ref.id));
    if (!sql_first(a, s, COLUMNS(COLUMN(struct titled, title)), &row, &found))
        return false;
    *title = found ? row.title : "";
    return true;
}

bool
record_keeps(struct act *a, const struct ledger *l, const struct record *before,
             const struct record *record, const char *but, const char *why)
{
    bool good = true;

    if (!before)
        return true;
    for (const struct field *f = l->fields; f->name; f++)
        if (!f->fixed && !names_have(but, f->name) &&
            field_compare(f, (const char *)before + f->offset, (const char *)record + f->offset))
            good = fail(a, FAULT_CLASH, f->name, "%s", why);
    return good;
}

int64_t
actor_person(const struct act *a)
{
    return a->who->person;
}
