#include "ledger/import.h"

#include <string.h>

#include "base/pair.h"
#include "ledger/access.h"
#include "ledger/import_entry.h"
#include "ledger/import_parts.h"
#include "store/query.h"

/* --- what is to be imported where ------------------------------------------------------ */

struct only {
    int64_t id;
};
struct only_list {
    struct only *rows;
    size_t count;
};

static const struct query only_query = {
    .name = "import.contracts",
    .sql = "SELECT id FROM contract WHERE removed_at IS NULL ORDER BY id LIMIT 2",
    .row_size = sizeof(struct only),
    .columns = COLUMNS(COLUMN(struct only, id)),
};

/* The contract of who works in one only, or the only one there is. */
static bool
find_contract(struct act *a, const struct ledger *l, int64_t *contract)
{
    struct only_list list;

    if (l->installation || *contract)
        return true;
    for (size_t i = 0; i < a->who->count; i++) {
        int64_t in = a->who->in[i].contract;

        if (*contract && in && in != *contract)
            return fail(a, FAULT_INVALID, "contract", "どの契約に取り込むかを選びます。");
        *contract = in ? in : *contract;
    }
    if (*contract)
        return true;
    if (!QUERY(a, &only_query, list, { 0 }))
        return false;
    if (list.count == 0)
        return fail(a, FAULT_INVALID, "contract", "契約がまだありません。先に契約を登録します。");
    if (list.count > 1)
        return fail(a, FAULT_INVALID, "contract", "どの契約に取り込むかを選びます。");
    *contract = list.rows[0].id;
    return true;
}

static bool
may_import(struct act *a, const struct ledger *l, int64_t contract)
{
    struct record *row = ledger_new(a, l);

    row->contract = contract;
    row->owner = a->who->person;
    for (size_t i = 0; i < a->who->count && !row->organisation; i++)
        if (a->who->in[i].contract == contract)
            row->organisation = a->who->in[i].organisation;
    return access_may(a, l, DEED_IMPORT, row) ||
           fail(a, FAULT_DENIED, NULL, "%sに取り込む権限がありません。", l->title);
}

static bool
choose_mapping(struct act *a, const struct import_request *request, const char *kept,
               struct import_result *out)
{
    const struct pairs *more = request->corrections;
    bool good;

    if (kept)
        good = mapping_parse(a, out->ledger, &out->sheet, kept, &out->mapping);
    else if (request->mapping)
        good = mapping_load(a, out->ledger, &out->sheet, request->mapping, &out->mapping);
    else
        good = mapping_propose(a, out->ledger, &out->sheet, &out->mapping);
    for (size_t i = 0; good && more && i < more->count; i++)
        good =
            mapping_set(a, &out->mapping, &out->sheet, more->items[i].name, more->items[i].value);
    return good;
}

static bool
open_tab(struct act *a, const struct import_request *request, const struct sheet_source *source,
         const char *kept, struct import_result *out)
{
    return sheet_open(a, source, &out->sheet) && choose_mapping(a, request, kept, out);
}

enum { FITTING = 2 }; /* columns; remarks may have one that is called as a field is */

static bool
fits(const struct import_result *result)
{
    size_t count = 0;

    for (size_t i = 0; i < result->mapping.count; i++)
        count += result->mapping.columns[i].field != NULL;
    return count >= FITTING || (count > 0 && count == result->mapping.count);
}

/* The first sheet often holds remarks: where none was asked for, the first that fits is read. */
static bool
open_fitting(struct act *a, const struct import_request *request, struct sheet_source source,
             struct import_result *out)
{
    size_t faults = a->fault_count;
    struct import_result first, other = *out;
    bool good = open_tab(a, request, &source, NULL, out);

    if ((good && fits(out)) || !out->sheet.tab || (source.tab && *source.tab))
        return good;
    first = *out;
    for (size_t i = 0; i < first.sheet.tab_count; i++) {
        size_t more = a->fault_count;

        *out = other;
        source.tab = first.sheet.tabs[i];
        if (strcmp(source.tab, first.sheet.tab) != 0 && open_tab(a, request, &source, NULL, out) &&
            fits(out)) {
            act_forgive(a, faults);
            return true;
        }
        act_forgive(a, more);
    }
    *out = first;
    return good;
}

bool
import_open(struct act *a, const struct import_request *request, struct import_result *out)
{
    struct sheet_source source = request->source;
    struct import_entry entry = { 0 };

    act_slow(a);
    *out = (struct import_result){ .ledger = request->ledger,
                                   .contract = request->contract,
                                   .import = request->import };
    if (request->import) {
        if (!import_entry_get(a, request->import, &entry))
            return false;
        out->ledger = ledger_find(entry.ledger);
        out->contract = entry.contract;
        if (!out->ledger || !*entry.blob)
            return fail(a, FAULT_MISSING, NULL, "取込み %lld のファイルはもうありません。",
                        (long long)request->import);
        source = (struct sheet_source){
            .name = entry.name, .blob = entry.blob, .contract = entry.contract, .tab = entry.tab
        };
    }
    if (!find_contract(a, out->ledger, &out->contract) ||
        !may_import(a, out->ledger, out->contract))
        return false;
    return request->import ? open_tab(a, request, &source, entry.mapping, out)
                           : open_fitting(a, request, source, out);
}

/* --- checking --------------------------------------------------------------------------- */

/* Personal columns are compared with what is stored: only for who may see them. */
static bool
may_bring(struct act *a, const struct import_plan *plan)
{
    for (size_t i = 0; i < plan->target_count; i++)
        if (plan->targets[i].closed && !access_may(a, plan->l, DEED_PERSONAL, NULL))
            return fail(a, FAULT_DENIED, plan->targets[i].field->name,
                        "%sは個人情報です。取り込む権限がありません。",
                        plan->targets[i].field->label);
    return true;
}

/* Whether these bytes were imported before, or are being. */
static bool
find_earlier(struct act *a, const struct import_request *request, struct import_plan *plan)
{
    struct import_result *r = plan->result;
    struct import_entry entry;
    bool found;

    if (request->import) {
        if (!import_entry_get(a, request->import, &entry))
            return false;
        found = entry.state == IMPORT_WRITING || entry.state == IMPORT_STOPPED;
        if (entry.state == IMPORT_UNDONE)
            return fail(a, FAULT_CLASH, NULL,
                        "この取込みは取り消されています。ファイルをもう一度選んでください。");
        plan->again = entry.state == IMPORT_DONE;
    } else if (!import_entry_same(a, r, IMPORT_WRITING, IMPORT_STOPPED, &entry, &found)) {
        return false;
    }
    if (found && strcmp(entry.mapping, mapping_json(a, plan->mapping)) == 0) {
        plan->entry = entry.id;
        plan->done = entry.done;
        return true;
    }
    if (!import_entry_same(a, r, IMPORT_DONE, IMPORT_DONE, &entry, &found))
        return false;
    if (found) {
        plan->again = true;
        plan->entry = entry.id;
    }
    return true;
}

static void
tell_missing(struct act *a, struct import_plan *plan)
{
    for (size_t i = 0; i < plan->missing_count; i++)
        fault_keep(plan, (struct fault){
                             .kind = FAULT_INVALID,
                             .field = plan->missing[i]->name,
                             .line = plan->sheet->heading_line,
                             .message = arena_print(a->arena,
                                                    "%sの列がありません。必須の項目です。"
                                                    "列の対応を決めるか、列を足してください。",
                                                    plan->missing[i]->label),
                         });
}

static bool
goes_on(const struct import_request *request, const struct import_plan *plan, int64_t done)
{
    return !request->progress || request->progress(request->with, done, plan->sheet->rows);
}

static bool
check_rows(struct act *a, const struct import_request *request, struct import_plan *plan)
{
    struct batch b = { 0 };
    bool good = true;
    bool failed = false;

    while (good && batch_next(plan, &b, &failed)) {
        good = batch_fill(plan, &b) && batch_check(plan, &b);
        /* A failing statement leaves its fault in the batch's act. */
        if (!good && b.act.faults)
            fail(a, act_fault_kind(&b.act), NULL, "%s", b.act.faults->message);
        good = good && (goes_on(request, plan, 0) ||
                        fail(a, FAULT_BUSY, NULL, "取込みの確認を途中で止めました。"));
        batch_end(&b);
    }
    batch_end(&b);
    return good && !failed;
}

bool
import_check(struct act *a, const struct import_request *request, struct import_plan *plan)
{
    struct import_result *r = plan->result;

    if (!import_open(a, request, r) || !plan_make(a, r, plan) || !may_bring(a, plan) ||
        !find_earlier(a, request, plan))
        return false;
    tell_missing(a, plan);
    r->rows = plan->sheet->rows;
    /* The batches read by themselves: no snapshot stays open as long as the file takes. */
    act_end(a);
    if (!check_rows(a, request, plan))
        return false;
    for (size_t i = 0; i < plan->seen_count; i++)
        seen_release(&plan->seen[i]);
    return true;
}

bool
import_preview(struct act *a, const struct import_request *request, struct import_result *out)
{
    struct import_plan *plan = NEW(a->arena, struct import_plan);

    plan->result = out;
    return import_check(a, request, plan);
}

bool
import_write(struct act *a, const struct import_request *request, struct import_result *out)
{
    struct import_plan *plan = NEW(a->arena, struct import_plan);

    plan->result = out;
    return import_check(a, request, plan) && import_run(a, plan, request, NULL);
}
