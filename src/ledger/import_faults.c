/* What is wrong, row by row, kept for the result. */

#include <string.h>

#include "base/buffer.h"
#include "base/csv.h"
#include "base/digits.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/import_parts.h"
#include "ledger/list.h"

enum { LONGEST_VALUE = 200 };

void
fault_keep(struct import_plan *plan, struct fault fault)
{
    struct import_result *r = plan->result;
    struct fault *kept;

    r->fault_count++;
    if (r->fault_count > IMPORT_FAULTS)
        return;
    kept = NEW(plan->act->arena, struct fault);
    *kept = fault;
    kept->message = arena_copy(plan->act->arena, fault.message);
    if (fault.value)
        kept->value = arena_copy(plan->act->arena,
                                 text_cut(plan->act->arena,
                                          digits_mask_my_number(plan->act->arena, fault.value),
                                          LONGEST_VALUE));
    kept->next = NULL;
    if (plan->last)
        plan->last->next = kept;
    else
        r->faults = kept;
    plan->last = kept;
}

/* The column that a fault of this field is about. */
static int
column_of(const struct target *t, const struct item *item, const char *value)
{
    if (t->whole != NO_COLUMN)
        return t->whole;
    if (t->date == NO_COLUMN)
        return t->time;
    if (t->time != NO_COLUMN && value && item->cells && strcmp(value, item->cells[t->time]) == 0 &&
        strcmp(value, item->cells[t->date]) != 0)
        return t->time;
    return t->date;
}

/* The column by which the fault is found in the file, and what stands there. */
static void
place_fault(const struct import_plan *plan, const struct item *item, struct fault *fault)
{
    const struct field *f = fault->field ? list_field(plan->l, fault->field) : NULL;
    const struct target *t = f ? plan_target(plan, f) : NULL;
    int column;

    fault->row = item->row;
    fault->line = item->line;
    if (t) {
        column = column_of(t, item, fault->value);
        fault->field = t->field->name;
        fault->column = plan->mapping->columns[column].heading;
        fault->value = item->cells ? item->cells[column] : fault->value;
    }
    if ((t && t->closed) || (f && (f->personal || f->secret)))
        fault->value = NULL;
}

static bool
is_missing(const struct import_plan *plan, const char *field)
{
    for (size_t i = 0; i < plan->missing_count && field; i++)
        if (strcmp(plan->missing[i]->name, field) == 0)
            return true;
    return false;
}

/* One fault a field is enough: what could not be read is empty to the rules. */
static bool
is_told(const struct item *item, const struct fault *fault)
{
    for (const struct fault *it = item->faults; it && it != fault; it = it->next)
        if (it->field && fault->field && strcmp(it->field, fault->field) == 0)
            return true;
    return false;
}

static bool
is_of_the_work(enum fault_kind kind)
{
    return kind == FAULT_BUSY || kind == FAULT_BROKEN || kind == FAULT_MANY;
}

bool
faults_take(struct import_plan *plan, struct act *from, size_t since, struct item *item)
{
    struct fault *first = from->faults, *it;
    struct fault **end = &item->faults;

    for (size_t i = 0; i < since; i++)
        first = first->next;
    for (it = first; it; it = it->next)
        if (is_of_the_work(it->kind))
            return false;
    for (it = first; it; it = it->next)
        place_fault(plan, item, it);
    while (*end)
        end = &(*end)->next;
    *end = first;
    item->wrong = item->wrong || first;
    act_forgive(from, since);
    return true;
}

void
faults_keep(struct import_plan *plan, const struct item *item)
{
    for (const struct fault *it = item->faults; it; it = it->next)
        if (!is_missing(plan, it->field) && !is_told(item, it))
            fault_keep(plan, *it);
}

/* --- for programs and spreadsheets --------------------------------------------------- */

static void
count_json(struct buffer *out, const char *name, int64_t count)
{
    json_key(out, name, false);
    buffer_int(out, count);
}

static void
fault_json(struct buffer *out, const struct fault *f)
{
    json_key(out, "line", true);
    buffer_int(out, f->line);
    count_json(out, "row", f->row);
    json_key(out, "column", false);
    json_text(out, f->column);
    json_key(out, "field", false);
    json_text(out, f->field);
    json_key(out, "value", false);
    json_text(out, f->value);
    json_key(out, "message", false);
    json_text(out, f->message);
}

/* Columns of the file that nothing is taken from. */
static void
left_out_json(struct buffer *out, const struct import_result *result)
{
    const char *comma = "";

    json_key(out, "left_out", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < result->mapping.count; i++) {
        const struct sheet_column *c = &result->sheet.columns[i];

        if (result->mapping.columns[i].field)
            continue;
        buffer_print(out, "%s{", comma);
        json_key(out, "column", true);
        json_text(out, c->letter);
        json_key(out, "heading", false);
        json_text(out, c->heading);
        buffer_char(out, '}');
        comma = ",";
    }
    buffer_char(out, ']');
}

static void
skipped_json(struct buffer *out, const struct import_result *result)
{
    json_key(out, "skipped", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < result->sheet.skipped_count; i++) {
        const struct sheet_skipped *it = &result->sheet.skipped[i];

        buffer_text(out, i ? ",{" : "{");
        json_key(out, "line", true);
        buffer_int(out, it->line);
        json_key(out, "kind", false);
        json_text(out, sheet_skip_title(it->kind));
        json_key(out, "text", false);
        json_text(out, it->text);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}

void
import_json(struct buffer *out, const struct import_result *result)
{
    buffer_text(out, "{\"import\":");
    if (result->import)
        buffer_int(out, result->import);
    else
        buffer_text(out, "null");
    if (result->sheet.tab) {
        json_key(out, "sheet", false);
        json_text(out, result->sheet.tab);
    }
    count_json(out, "rows", result->rows);
    count_json(out, "new", result->added);
    count_json(out, "changed", result->changed);
    count_json(out, "unchanged", result->unchanged);
    left_out_json(out, result);
    skipped_json(out, result);
    json_key(out, "faults", false);
    buffer_char(out, '[');
    for (const struct fault *f = result->faults; f; f = f->next) {
        buffer_char(out, '{');
        fault_json(out, f);
        buffer_text(out, f->next ? "}," : "}");
    }
    buffer_text(out, "]}");
}

static void
number_cell(struct buffer *out, int64_t number, bool first)
{
    struct buffer text = { .arena = out->arena };

    if (number)
        buffer_int(&text, number);
    csv_cell(out, buffer_string(&text), first);
    if (!text.arena)
        buffer_release(&text);
}

void
import_faults_csv(struct buffer *out, const struct import_result *result)
{
    static const char *const headings[] = { "行", "ファイルの行", "列", "項目", "値", "内容" };

    csv_start(out);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        csv_cell(out, headings[i], i == 0);
    csv_end(out);
    for (const struct fault *f = result->faults; f; f = f->next) {
        const struct field *field = f->field ? list_field(result->ledger, f->field) : NULL;

        number_cell(out, f->row, true);
        number_cell(out, f->line, false);
        csv_cell(out, f->column ? f->column : "", false);
        csv_cell(out, field ? field->label : "", false);
        csv_cell(out, f->value ? f->value : "", false);
        csv_cell(out, f->message, false);
        csv_end(out);
    }
}
