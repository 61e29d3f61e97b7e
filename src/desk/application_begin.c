#include "desk/application_begin.h"

#include <string.h>

#include "base/arena.h"
#include "base/fact_rows.h"
#include "base/must.h"
#include "contract/approval_route.h"
#include "contract/form.h"
#include "desk/application.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

/* Both files have as many columns. */
enum { CELLS = 11, MOST_ASKED = 40 };

#define ROUTE_TITLE "所属長と情報政策担当"

struct loading {
    int64_t contract;
    struct fact_rows kinds;
    struct fact_rows questions;
    int64_t route;
    size_t made;
};

/* What a form would bring: names and cells in turn, empty ones left out. */
static bool
make(struct act *a, const struct loading *l, const struct ledger *ledger, const char *const *names,
     const char *const *cells, struct record **out)
{
    struct pair items[16];
    struct pairs pairs = { items, 0 };

    *out = ledger_new(a, ledger);
    (*out)->contract = l->contract;
    for (size_t i = 0; names[i]; i++)
        if (cells[i] && *cells[i])
            items[pairs.count++] = (struct pair){ names[i], cells[i] };
    return ledger_fill(a, ledger, *out, &pairs) && ledger_create(a, ledger, *out);
}

static const char *
number(struct act *a, int64_t id)
{
    return arena_print(a->arena, "%lld", (long long)id);
}

/* --- the route ------------------------------------------------------------------------------ */

static const struct query route_query = {
    .name = "application_begin.route",
    .sql = "SELECT id FROM route WHERE contract = :contract AND title = :title"
           " AND state = 'active' AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
make_route(struct act *a, struct loading *l)
{
    static const char *const names[] = { "title", "applies_to", "then", "otherwise", NULL };
    static const char *const steps[] = { "route", "position",     "label", "role",
                                         "kind",  "same_section", NULL };
    const char *title = ROUTE_TITLE;
    struct record *route, *step;
    struct ref known;
    bool found;

    if (!query_first(a, &route_query, &known, &found,
                     BOUND(BIND(contract, l->contract), BIND(title, title))))
        return false;
    l->route = known.id;
    if (found)
        return true;
    if (!make(a, l, &approval_route_ledger, names,
              (const char *const[]){ title, application_ledger.name, "approve", "send_back" },
              &route))
        return false;
    l->route = route->id;
    return make(a, l, &route_step_ledger, steps,
                (const char *const[]){ number(a, route->id), "1", "所属長", "approver", "one",
                                       "はい" },
                &step) &&
           make(a, l, &route_step_ledger, steps,
                (const char *const[]){ number(a, route->id), "2", "情報政策担当", "officer", "one",
                                       NULL },
                &step);
}

/* --- a kind with its form ------------------------------------------------------------------- */

struct asked {
    const char *label;
    int64_t id;
};

static bool
make_question(struct act *a, const struct loading *l, const struct fact_row *line, int64_t form,
              struct asked *asked, size_t *count)
{
    static const char *const names[] = { "form",        "position", "label", "kind", "required",
                                         "is_personal", "choices",  "least", "most", "on_question",
                                         "on_value",    "help",     NULL };
    const char *on = NULL;
    struct record *row;

    for (size_t i = 0; i < *count; i++)
        if (strcmp(asked[i].label, line->cells[8]) == 0)
            on = number(a, asked[i].id);
    must(*count < MOST_ASKED && (on || !*line->cells[8]));
    if (!make(a, l, &question_ledger, names,
              (const char *const[]){ number(a, form), number(a, (int64_t)*count + 1),
                                     line->cells[1], line->cells[2], line->cells[3], line->cells[4],
                                     line->cells[5], line->cells[6], line->cells[7], on,
                                     line->cells[9], line->cells[10] },
              &row))
        return false;
    asked[(*count)++] = (struct asked){ line->cells[1], row->id };
    return true;
}

static bool
make_form(struct act *a, const struct loading *l, const struct fact_row *kind, int64_t *form)
{
    static const char *const names[] = { "title", "purpose", "who", NULL };
    struct asked asked[MOST_ASKED];
    struct record *row;
    size_t count = 0;

    if (!make(a, l, &question_form_ledger, names,
              (const char *const[]){ kind->cells[2], kind->cells[10], "apply" }, &row))
        return false;
    for (size_t i = 0; i < l->questions.count; i++)
        if (strcmp(l->questions.rows[i].cells[0], kind->cells[0]) == 0 &&
            !make_question(a, l, &l->questions.rows[i], row->id, asked, &count))
            return false;
    *form = row->id;
    return ledger_move(a, &question_form_ledger, "open", row);
}

static bool
make_kind(struct act *a, struct loading *l, const struct fact_row *line)
{
    static const char *const names[] = { "code",    "category", "title",  "needs",   "days",
                                         "checked", "works",    "target", "written", "mapping",
                                         "form",    "route",    NULL };
    struct record *row;
    int64_t form;

    if (!make_form(a, l, line, &form) ||
        !make(a, l, &application_kind_ledger, names,
              (const char *const[]){ line->cells[0], line->cells[1], line->cells[2], line->cells[3],
                                     line->cells[4], line->cells[5], line->cells[6], line->cells[7],
                                     line->cells[8], line->cells[9], number(a, form),
                                     number(a, l->route) },
              &row))
        return false;
    l->made++;
    return true;
}

static const struct query kind_query = {
    .name = "application_begin.kind",
    .sql = "SELECT id FROM application_kind WHERE contract = :contract AND code = :code"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
load(struct act *a, void *with)
{
    struct loading *l = with;

    l->made = 0;
    if (!make_route(a, l))
        return false;
    for (size_t i = 0; i < l->kinds.count; i++) {
        const char *code = l->kinds.rows[i].cells[0];
        struct ref known;
        bool found;

        if (!query_first(a, &kind_query, &known, &found,
                         BOUND(BIND(contract, l->contract), BIND(code, code))) ||
            (!found && !make_kind(a, l, &l->kinds.rows[i])))
            return false;
    }
    return true;
}

bool
application_kinds_load(struct act *a, int64_t contract, size_t *made)
{
    struct loading l = { .contract = contract };

    fact_rows_read(a->arena, "application_kinds.csv", CELLS, &l.kinds);
    fact_rows_read(a->arena, "application_questions.csv", CELLS, &l.questions);
    if (!act_write(a, load, &l))
        return false;
    *made = l.made;
    return true;
}
