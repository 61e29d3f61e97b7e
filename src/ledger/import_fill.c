/* Rows become records: cells are read into the fields they bring. */

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "base/wareki.h"
#include "ledger/access.h"
#include "ledger/export.h"
#include "ledger/import_parts.h"
#include "ledger/list.h"
#include "ledger/shape_build.h"
#include "store/query.h"

/* --- cells ------------------------------------------------------------------------ */

static bool
refuse(struct batch *b, const struct target *t, const char *value, const char *why)
{
    return fail_at(&b->act, (struct fault){ .kind = FAULT_INVALID,
                                            .message = why ? why : "読めません。",
                                            .field = t->field->name,
                                            .value = t->closed ? NULL : value });
}

/* What an export would write of the stored value stands for that value, also where the
   text says less than the record knows. */
static bool
says_the_same(struct import_plan *plan, struct batch *b, const struct target *t,
              const struct item *item, const char *cell)
{
    const void *at;

    if (!item->before)
        return false;
    at = record_at(&b->act, plan->l, t->field, item->before);
    if (!*cell && (t->defaulted || field_is_empty(t->field, at)))
        return true;
    return strcmp(cell, export_text(&b->act, t->field, at)) == 0;
}

static bool
put_text(struct import_plan *plan, struct batch *b, const struct target *t, const struct field *f,
         struct record *row, const char *cell)
{
    const char *why = "";

    return record_put(&b->act, plan->l, f, cell, row, &why) || refuse(b, t, cell, why);
}

static void
put_ref(const struct target *t, struct record *row, struct ref ref)
{
    memcpy((char *)row + t->field->offset, &ref, sizeof ref);
}

static const struct known_name *
find_name(struct batch *b, const struct target *t, const char *cell)
{
    const struct known_name *known = known_find(t->known, cell);
    struct known_name *fresh;

    if (known)
        return known;
    fresh = NEW(b->act.arena, struct known_name);
    fresh->text = cell;
    if (!field_parse(&b->act, t->field, cell, &fresh->ref, &fresh->why))
        fresh->ref = (struct ref){ 0 };
    known_add(t->known, cell, fresh->ref, fresh->why);
    return fresh;
}

/* A record of that name, else the name itself in the field beside it. */
static bool
fill_ref(struct import_plan *plan, struct batch *b, const struct target *t, struct record *row,
         const char *cell)
{
    const struct known_name *name;
    bool beside = t->instead && !t->instead_given;

    if (!*cell) {
        put_ref(t, row, (struct ref){ 0 });
        return !beside || put_text(plan, b, t, t->instead, row, "");
    }
    name = find_name(b, t, cell);
    if (!name->ref.id && !t->instead)
        return refuse(b, t, cell, arena_copy(b->act.arena, name->why ? name->why : ""));
    if (!name->ref.id && !beside)
        return true;
    put_ref(t, row, name->ref);
    return !beside || put_text(plan, b, t, t->instead, row, name->ref.id ? "" : cell);
}

enum { LONGEST_KNOWN = 60 };

/* A day, a choice, a text with suggestions: what the same text meant before. */
static bool
fill_known(struct import_plan *plan, struct batch *b, const struct target *t, struct record *row,
           const char *cell)
{
    void *at = (char *)row + t->field->offset;
    const struct known_name *known = known_find(t->known, cell);
    struct date date = { known ? (int32_t)known->ref.id : 0 };
    struct ref ref = { 0 };

    if (known && t->field->type == FIELD_DATE)
        memcpy(at, &date, sizeof date);
    else if (known)
        memcpy(at, &known->ref.title, sizeof known->ref.title);
    else if (!put_text(plan, b, t, t->field, row, cell))
        return false;
    if (known || !*cell || strlen(cell) > LONGEST_KNOWN)
        return true;
    if (t->field->type == FIELD_DATE)
        ref.id = ((const struct date *)at)->day;
    else
        memcpy(&ref.title, at, sizeof ref.title);
    known_add(t->known, cell, ref, NULL);
    return true;
}

static bool
read_day(struct batch *b, const struct target *t, const char *text, struct date *out,
         const char **why)
{
    const struct known_name *known = known_find(t->days, text);

    *out = (struct date){ known ? (int32_t)known->ref.id : 0 };
    if (known)
        return true;
    if (!date_parse(text, out) && !wareki_parse(&b->arena, text, out, why))
        return false;
    known_add(t->days, text, (struct ref){ .id = out->day }, NULL);
    return true;
}

static bool
read_time(struct batch *b, const struct target *t, const char *text, int *out, const char **why)
{
    const struct known_name *known = known_find(t->times, text);

    *out = known ? (int)known->ref.id - 1 : 0;
    if (known)
        return true;
    if (!time_of_day_parse(&b->arena, text, out, why))
        return false;
    known_add(t->times, text, (struct ref){ .id = *out + 1 }, NULL);
    return true;
}

static bool
fill_halves(struct import_plan *plan, struct batch *b, const struct target *t,
            const struct item *item)
{
    const char *day = t->date == NO_COLUMN ? "" : item->cells[t->date];
    const char *time = t->time == NO_COLUMN ? "" : item->cells[t->time];
    struct instant *at = (struct instant *)(void *)((char *)item->record + t->field->offset);
    const char *why = "";
    struct date date;
    struct instant made;
    int minute = 0;

    if (shape_is_custom(t->field))
        return put_text(plan, b, t, t->field, item->record,
                        arena_print(&b->arena, "%s %s", day, time));
    if (!*day && !*time) {
        *at = (struct instant){ 0 };
        return true;
    }
    if (!*day)
        return refuse(b, t, NULL, "日付がありません。時刻だけでは書き込めません。");
    if (!read_day(b, t, day, &date, &why))
        return refuse(b, t, day, why);
    if (*time && !read_time(b, t, time, &minute, &why))
        return refuse(b, t, time, why);
    made = instant_make(date, minute);
    /* The file knows minutes only. */
    if (!item->before || at->us / MINUTE_US != made.us / MINUTE_US)
        *at = made;
    return true;
}

/* What a formula leaves in a workbook's cell when it cannot be worked out. */
static bool
is_error(const struct import_plan *plan, const char *cell)
{
    static const char *const errors[] = { "#N/A",  "#REF!",  "#VALUE!", "#DIV/0!", "#NAME?",
                                          "#NUM!", "#NULL!", "#SPILL!", "#CALC!",  "#FIELD!" };

    if (*cell != '#' || !plan->sheet->tab)
        return false;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(cell, errors[i]) == 0)
            return true;
    return false;
}

static bool
fill_one(struct import_plan *plan, struct batch *b, const struct target *t, const struct item *item)
{
    const char *cell;

    if (t->whole == NO_COLUMN)
        return fill_halves(plan, b, t, item);
    cell = item->cells[t->whole];
    if (is_error(plan, cell))
        return refuse(b, t, cell, "計算の誤りです。元の表を直すか、空にしてください。");
    if (says_the_same(plan, b, t, item, cell))
        return true;
    if (!*cell && (t->defaulted || t->field->offset == offsetof(struct record, state)))
        return true;
    if (t->field->type == FIELD_REF && t->known)
        return fill_ref(plan, b, t, item->record, cell);
    if (t->known)
        return fill_known(plan, b, t, item->record, cell);
    return put_text(plan, b, t, t->field, item->record, cell);
}

bool
item_fill(struct import_plan *plan, struct batch *b, struct item *item)
{
    bool good = true;

    for (size_t i = 0; i < plan->target_count; i++)
        good = fill_one(plan, b, &plan->targets[i], item) && good;
    return good;
}

/* --- batches ---------------------------------------------------------------------- */

static void
begin_batch(const struct import_plan *plan, struct batch *b)
{
    const struct act *a = plan->act;

    arena_release(&b->arena);
    act_begin(&b->act, a->store, &b->arena, a->who, ORIGIN_IMPORT);
    b->act.session = a->session;
    b->act.request = plan->request ? plan->request : a->request;
    b->act.reason = a->reason;
    b->items = NEW_ARRAY(&b->arena, BATCH_ROWS, struct item);
    b->count = 0;
}

void
batch_end(struct batch *b)
{
    act_end(&b->act);
    arena_release(&b->arena);
    b->count = 0;
}

static void
add_item(const struct import_plan *plan, struct batch *b, const struct sheet_row *row)
{
    struct item *item = &b->items[b->count++];

    *item = (struct item){ .row = row->row, .line = row->line, .code = "" };
    item->fault = row->fault ? arena_copy(&b->arena, row->fault) : NULL;
    /* In the writing pass a wrong row is passed over. */
    if (plan->writing && plan_is_bad(plan, row->row))
        item->fault = "";
    item->wrong = item->fault != NULL;
    item->cells = NEW_ARRAY(&b->arena, plan->sheet->count, const char *);
    for (size_t i = 0; i < plan->sheet->count; i++)
        item->cells[i] = *row->cells[i] ? arena_copy(&b->arena, row->cells[i]) : "";
}

bool
batch_next(struct import_plan *plan, struct batch *b, bool *failed)
{
    struct sheet_row row;

    *failed = false;
    begin_batch(plan, b);
    while (b->count < BATCH_ROWS && sheet_next(plan->act, plan->sheet, &row, failed))
        add_item(plan, b, &row);
    return b->count > 0 && !*failed;
}

/* --- which records they are --------------------------------------------------------- */

struct match {
    int64_t id;
    const char *code;
};
struct match_list {
    struct match *rows;
    size_t count;
};

/* The code as it is stored: parsed, so that width and spaces do not make it another. */
static void
read_code(struct import_plan *plan, struct batch *b, struct item *item)
{
    const struct field *f = plan->code->field;
    void *member = arena_get(&b->arena, field_size(f->type));
    size_t faults = b->act.fault_count;
    const char *why;

    if (field_parse(&b->act, f, item->cells[plan->code->whole], member, &why))
        item->code = field_text(&b->act, f, member, STYLE_PLAIN);
    act_forgive(&b->act, faults);
}

/* The codes of the batch as one parameter, so that the statement is the same however many
   there are. */
static const char *
codes_json(struct batch *b)
{
    struct buffer out = { .arena = &b->arena };

    for (size_t i = 0; i < b->count; i++) {
        if (!*b->items[i].code)
            continue;
        buffer_char(&out, out.length ? ',' : '[');
        json_text(&out, b->items[i].code);
    }
    if (out.length)
        buffer_char(&out, ']');
    return buffer_string(&out);
}

static void
add_wanted(struct import_plan *plan, struct sql *s)
{
    SQL(s, " FROM ");
    sql_name(s, plan->l->name);
    SQL(s, " AS t WHERE t.contract = ");
    sql_value(s, bind_int("contract", plan->contract));
    SQL(s, " AND t.removed_at IS NULL AND t.");
    sql_name(s, plan->code->field->name);
}

static bool
find_matches(struct import_plan *plan, struct batch *b, struct match_list *out)
{
    struct sql *s = sql_new(&b->act, "import.match");
    const char *codes = codes_json(b);

    SQL(s, "SELECT t.id, CAST(t.");
    sql_name(s, plan->code->field->name);
    SQL(s, " AS TEXT) AS code");
    if (sql_postgres(s)) {
        /* One look into the index for each. Asked for by order and not by equality, since only
           one index has that order: while a table has no statistics all that begin with the
           contract cost the same, and another would bring every record of it each time. */
        SQL(s, " FROM json_array_elements_text(CAST(");
        sql_value(s, bind_text(NULL, codes));
        SQL(s, " AS JSON)) AS c (code) CROSS JOIN LATERAL (SELECT *");
        add_wanted(plan, s);
        SQL(s, " >= c.code AND t.");
        sql_name(s, plan->code->field->name);
        SQL(s, " <= c.code ORDER BY t.");
        sql_name(s, plan->code->field->name);
        SQL(s, " NULLS FIRST OFFSET 0) AS t");
    } else {
        add_wanted(plan, s);
        SQL(s, " IN (SELECT value FROM json_each(");
        sql_value(s, bind_text(NULL, codes));
        SQL(s, "))");
    }
    *out = (struct match_list){ 0 };
    return !*codes ||
           sql_rows(&b->act, s, COLUMNS(COLUMN(struct match, id), COLUMN(struct match, code)),
                    sizeof *out->rows, &out->rows, &out->count);
}

static int
by_code(const void *left, const void *right)
{
    return strcmp(((const struct match *)left)->code, ((const struct match *)right)->code);
}

/* The stored record under the row, and a copy of it to be changed. */
static bool
load_before(struct import_plan *plan, struct batch *b, struct item *item, int64_t id)
{
    struct act *a = &b->act;
    size_t custom = plan->shape->field_count - plan->shape->declared;
    struct record *before = ledger_new(a, plan->l);
    bool found;

    if (!shape_read(a, plan->shape, id, true, before, &found))
        return false;
    if (!found)
        return true;
    item->before = before;
    memcpy(item->record, before, plan->shape->row_size);
    if (before->extra) {
        item->record->extra = NEW_ARRAY(a->arena, custom, const char *);
        memcpy(item->record->extra, before->extra, custom * sizeof *before->extra);
    }
    return true;
}

static bool
match_items(struct import_plan *plan, struct batch *b)
{
    struct match_list list;

    if (!plan->code)
        return true;
    for (size_t i = 0; i < b->count; i++)
        if (!b->items[i].fault)
            read_code(plan, b, &b->items[i]);
    if (!find_matches(plan, b, &list))
        return false;
    if (list.count)
        qsort(list.rows, list.count, sizeof *list.rows, by_code);
    for (size_t i = 0; i < b->count && list.count; i++) {
        struct match key = { .code = b->items[i].code };
        const struct match *found =
            bsearch(&key, list.rows, list.count, sizeof *list.rows, by_code);

        if (*key.code && found && !load_before(plan, b, &b->items[i], found->id))
            return false;
    }
    return true;
}

/* What ledger_create gives a new record, without making keys: a preview writes nothing. */
static void
give_head(const struct import_plan *plan, struct record *row)
{
    const struct who *who = plan->act->who;

    row->contract = plan->contract;
    row->owner = who->person;
    for (size_t i = 0; i < who->count && !row->organisation; i++)
        if (who->in[i].contract == plan->contract)
            row->organisation = who->in[i].organisation;
}

bool
batch_fill(struct import_plan *plan, struct batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        b->items[i].record = ledger_new(&b->act, plan->l);
        give_head(plan, b->items[i].record);
    }
    if (!match_items(plan, b))
        return false;
    for (size_t i = 0; i < b->count; i++) {
        struct item *item = &b->items[i];
        size_t faults = b->act.fault_count;

        if (item->fault)
            continue;
        item_fill(plan, b, item);
        if (plan->l->prepare)
            plan->l->prepare(&b->act, item->before, item->record);
        if (!faults_take(plan, &b->act, faults, item))
            return false;
    }
    return true;
}
