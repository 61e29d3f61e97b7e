#include "desk/account_panel.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/account_directory.h"
#include "desk/account_plan.h"
#include "desk/views.h"
#include "ledger/access.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/panel.h"
#include "web/route.h"

struct counted {
    const char *kind;
    int64_t open;
    int64_t chosen;
};
struct counteds {
    struct counted *rows;
    size_t count;
};

static const struct query count_query = {
    .name = "account_panel.counts",
    .sql = "SELECT kind, sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open,"
           " sum(CASE WHEN state = 'chosen' THEN 1 ELSE 0 END) AS chosen"
           " FROM account_difference WHERE contract = :contract AND directory = :directory"
           " AND state IN ('open', 'chosen') AND removed_at IS NULL GROUP BY kind",
    .postgres = "SELECT kind, CAST(count(*) FILTER (WHERE state = 'open') AS BIGINT) AS open,"
                " CAST(count(*) FILTER (WHERE state = 'chosen') AS BIGINT) AS chosen"
                " FROM account_difference WHERE contract = :contract AND directory = :directory"
                " AND state IN ('open', 'chosen') AND removed_at IS NULL GROUP BY kind",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, kind), COLUMN(struct counted, open),
                       COLUMN(struct counted, chosen)),
};

static void
add_kind(struct act *a, const struct record *record, const struct counted *row, int kind,
         struct account_panel *page)
{
    struct account_count *out = &page->counts[page->count++];

    *out = (struct account_count){
        .title = account_difference_kinds[kind].label,
        .href = arena_print(a->arena, "%s?directory=%lld&kind=%s&state.in=open,chosen",
                            account_difference_ledger.path, (long long)record->id, row->kind),
        .open = row->open,
        .chosen = row->chosen,
    };
    page->open += row->open;
    page->chosen += row->chosen;
}

static bool
fill_directory(struct act *a, const struct request *q, const struct record *record,
               struct panel_shown *out)
{
    const struct account_directory *it = (const struct account_directory *)record;
    struct account_panel page = { .unreachable = !account_directory_place(it) };
    struct out o = panel_out(a, q);
    struct counteds list;

    if (!access_may(a, &account_difference_ledger, DEED_READ, record))
        return true;
    if (!QUERY(a, &count_query, list, BIND(contract, record->contract),
               bind_int("directory", record->id)))
        return false;
    for (int kind = 0; kind < ACCOUNT_KINDS; kind++)
        for (size_t i = 0; i < list.count; i++)
            if (strcmp(list.rows[i].kind, account_difference_kinds[kind].code) == 0)
                add_kind(a, record, &list.rows[i], kind, &page);
    page.open_href = arena_print(a->arena, "%s?view=open&directory=%lld",
                                 account_difference_ledger.path, (long long)record->id);
    page.chosen_href = arena_print(a->arena, "%s?view=chosen&directory=%lld",
                                   account_difference_ledger.path, (long long)record->id);
    if (page.chosen && access_may(a, &account_plan_ledger, DEED_CREATE, record))
        page.plan_href = arena_print(a->arena, "%s/new?directory=%lld", account_plan_ledger.path,
                                     (long long)record->id);
    account_panel_view(&o, &page);
    out->top = html_take(&o);
    return true;
}

static const char *
file_href(struct act *a, const struct record *record, const struct file *file, const char *name)
{
    return file->hash && *file->hash
               ? arena_print(a->arena, "%s/%lld/file/%s", account_plan_ledger.path,
                             (long long)record->id, name)
               : NULL;
}

static const struct query steps_query = {
    .name = "account_panel.steps",
    .sql = "SELECT id FROM account_step WHERE plan = :plan AND removed_at IS NULL"
           " ORDER BY position LIMIT :most",
    FOUND_IDS,
};

/* The entries before and the operations; that they were seen is remembered once for all. */
static bool
show_steps(struct act *a, const struct record *record, struct account_files *page)
{
    struct {
        struct found_id *rows;
        size_t count;
    } list;
    int64_t *ids;

    if (!access_may(a, &account_step_ledger, DEED_READ | DEED_PERSONAL, record))
        return true;
    if (!QUERY(a, &steps_query, list, bind_int("plan", record->id),
               bind_int("most", ACCOUNT_SHOWN)))
        return false;
    ids = NEW_ARRAY(a->arena, list.count + 1, int64_t);
    page->steps = NEW_ARRAY(a->arena, list.count + 1, struct account_shown_step);
    for (size_t i = 0; i < list.count; i++) {
        struct account_step *it = ledger_new(a, &account_step_ledger);
        bool found;

        ids[i] = list.rows[i].id;
        if (!shape_read(a, shape_of(&account_step_ledger), ids[i], true, it, &found) || !found)
            return false;
        page->steps[page->step_count++] = (struct account_shown_step){
            it->title, it->entry_before.text ? it->entry_before.text : "",
            it->operation.text ? it->operation.text : "", it->position
        };
    }
    return !list.count ||
           history_reading(a, &account_step_ledger, "entry_before operation", ids, list.count);
}

static bool
fill_plan(struct act *a, const struct request *q, const struct record *record,
          struct panel_shown *out)
{
    const struct account_plan *it = (const struct account_plan *)record;
    struct account_files page = { 0 };
    struct out o = panel_out(a, q);

    page.waits =
        state_is(record, "drafting") || state_is(record, "running") || state_is(record, "undoing");
    if (access_may(a, &account_plan_ledger, DEED_CHANGE, record)) {
        page.changes = file_href(a, record, &it->changes, "changes");
        page.undo = file_href(a, record, &it->undo, "undo");
    }
    if (!show_steps(a, record, &page))
        return false;
    if (it->steps > (int64_t)page.step_count && page.step_count)
        page.more = arena_print(a->arena, "ほか%lld件は、変更（LDIF）で確かめます。",
                                (long long)(it->steps - (int64_t)page.step_count));
    if (page.step_count) {
        account_steps_view(&o, &page);
        out->top = html_take(&o);
    }
    if (!page.waits && !page.changes)
        return true;
    o = panel_out(a, q);
    account_files_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    return q->ledger == &account_directory_ledger ? fill_directory(a, q, record, out)
           : q->ledger == &account_plan_ledger    ? fill_plan(a, q, record, out)
                                                  : true;
}

const struct panel account_panel = { "account", fill };
