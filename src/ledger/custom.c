#include "ledger/custom.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/text.h"
#include "ledger/core/who.h"
#include "ledger/shape.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

static const char generation_name[] = "field.generation";

/* Of what this process has given to the shapes; -1: nothing yet. */
static _Atomic int64_t loaded = -1;

static const struct {
    const char *code;
    enum field_type type;
} types[] = {
    { "text", FIELD_TEXT },   { "prose", FIELD_PROSE },       { "number", FIELD_NUMBER },
    { "yen", FIELD_YEN },     { "date", FIELD_DATE },         { "time", FIELD_TIME },
    { "bool", FIELD_BOOL },   { "choice", FIELD_CHOICE },     { "mail", FIELD_MAIL },
    { "phone", FIELD_PHONE }, { "postcode", FIELD_POSTCODE }, { "url", FIELD_URL },
};
enum { TYPES = sizeof types / sizeof *types };

static const struct choice_item type_choices[] = {
    { "text", "文字（1行）" },
    { "prose", "文章" },
    { "number", "数" },
    { "yen", "金額" },
    { "date", "日付" },
    { "time", "日時" },
    { "bool", "はい・いいえ" },
    { "choice", "選択肢" },
    { "mail", "メールアドレス" },
    { "phone", "電話番号" },
    { "postcode", "郵便番号" },
    { "url", "URL" },
    { 0 },
};

static const struct field custom_fields[] = {
    FIELD(struct custom_row, ledger, "台帳", .required = true, .settled = true, .most = 60),
    FIELD(struct custom_row, title, "項目名", .required = true, .most = 60, .searched = true),
    FIELD(struct custom_row, type, "種類", .required = true, .settled = true,
          .choices = type_choices, .help = "後から変えられません。"),
    FIELD(struct custom_row, choices, "選択肢", .help = "1行に1つ書きます。", .most = 5000),
    FIELD(struct custom_row, help, "説明", .most = 200),
    FIELD(struct custom_row, required, "必須"),
    FIELD(struct custom_row, searched, "検索の対象"),
    FIELD(struct custom_row, rank, "並び順"),
    { 0 },
};

static const struct state custom_state_rows[] = {
    { .name = "asked", .label = "準備中", .mark = MARK_WAIT },
    { .name = "ready", .label = "使用中", .mark = MARK_DONE, .ended = true },
    { 0 },
};

enum { KEEPERS = 1 << ROLE_ADMINISTRATOR | 1 << ROLE_LEAD };

static const struct transition custom_transitions[] = {
    { "ready", "使い始める", "asked", "ready", NULL, KEEPERS },
    { 0 },
};

static const struct states custom_states = { custom_state_rows, custom_transitions };

enum { KEEP = DEED_READ | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_HISTORY };

static const struct access custom_access[] = {
    { ROLE_ADMINISTRATOR, KEEP, REACH_CONTRACT },
    { ROLE_LEAD, KEEP, REACH_CONTRACT },
    { ROLE_AUDITOR, DEED_READ | DEED_HISTORY, REACH_CONTRACT },
    { 0 },
};

static bool
check_custom(struct act *a, const struct record *before, struct record *record)
{
    const struct custom_row *it = (const struct custom_row *)record;
    const char *type = it->type.code ? it->type.code : "";
    const char *choices = it->choices.text ? it->choices.text : "";
    bool good = true;

    if (!before && it->ledger && *it->ledger && !ledger_find(it->ledger))
        good = fail(a, FAULT_INVALID, "ledger", "「%s」という台帳はありません。", it->ledger);
    if (strcmp(type, "choice") == 0 && !*choices)
        good = fail(a, FAULT_INVALID, "choices", "選択肢を1行に1つ書きます。");
    if (strcmp(type, "choice") != 0 && *choices)
        good = fail(a, FAULT_INVALID, "choices", "選択肢は種類が「選択肢」のときだけ書きます。");
    return good;
}

static bool
next_generation(struct act *a, const struct record *before, const struct record *record)
{
    const char *value;

    (void)before, (void)record;
    return setting_get(a, generation_name, &value) &&
           setting_put(a, generation_name,
                       arena_print(a->arena, "%lld", strtoll(value, NULL, 10) + 1));
}

const struct ledger custom_ledger = {
    .name = "field",
    .title = "追加の項目",
    .help = "台帳に加える項目です。種類は後から変えられません。削除すると見えなくなります。",
    .path = "/settings/fields",
    .icon = "form",
    .row_size = sizeof(struct custom_row),
    .fields = custom_fields,
    .titled_by = "title",
    .listed = "ledger title type state",
    .states = &custom_states,
    .access = custom_access,
    .installation = true,
    .check = check_custom,
    .after = next_generation,
};

struct stored {
    int64_t id;
    const char *ledger;
    const char *title;
    const char *type;
    const char *choices;
    const char *help;
    bool required;
    bool searched;
};
struct stored_list {
    struct stored *rows;
    size_t count;
};

static const struct query state_query = {
    .name = "field.by_state",
    .sql = "SELECT id, ledger, title, type, choices, help, required, searched FROM field"
           " WHERE removed_at IS NULL AND state = :state ORDER BY ledger, rank, id",
    .row_size = sizeof(struct stored),
    .columns = COLUMNS(COLUMN(struct stored, id), COLUMN(struct stored, ledger),
                       COLUMN(struct stored, title), COLUMN(struct stored, type),
                       COLUMN(struct stored, choices), COLUMN(struct stored, help),
                       COLUMN(struct stored, required), COLUMN(struct stored, searched)),
};

static enum field_type
type_named(const char *code)
{
    size_t i = 0;

    while (i < TYPES && strcmp(types[i].code, code) != 0)
        i++;
    must(i < TYPES);
    return types[i].type;
}

/* A line is code and label at once: what is stored stays readable. */
static const struct choice_item *
choices_of(struct act *a, const char *lines)
{
    size_t count = 1;
    struct choice_item *items;
    size_t filled = 0;

    for (const char *c = lines; *c; c++)
        count += *c == '\n';
    items = NEW_ARRAY(a->arena, count + 1, struct choice_item);
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        const char *item = text_clean(a->arena, arena_slice(a->arena, lines, length));

        if (*item)
            items[filled++] = (struct choice_item){ .code = item, .label = item };
        lines += length + (lines[length] == '\n');
    }
    return items;
}

static struct field
field_of(struct act *a, const struct stored *it)
{
    return (struct field){
        .name = arena_print(a->arena, "x_%lld", (long long)it->id),
        .type = type_named(it->type),
        .label = it->title,
        .help = *it->help ? it->help : NULL,
        .choices = *it->choices ? choices_of(a, it->choices) : NULL,
        .required = it->required,
        .searched = it->searched,
    };
}

bool
custom_load(struct act *a)
{
    size_t ledgers;
    const struct ledger *const *all = ledgers_all(&ledgers);
    const char *generation;
    struct stored_list list;
    struct field *fields;

    /* The generation first: what comes between is then loaded again, not missed. */
    if (!setting_get(a, generation_name, &generation) ||
        !QUERY(a, &state_query, list, bind_text("state", "ready")))
        return false;
    fields = NEW_ARRAY(a->arena, list.count, struct field);
    for (size_t l = 0; l < ledgers; l++) {
        const struct shape *s = shape_of(all[l]);
        size_t count = 0;

        for (size_t i = 0; i < list.count; i++)
            if (strcmp(list.rows[i].ledger, all[l]->name) == 0)
                fields[count++] = field_of(a, &list.rows[i]);
        if (count || s->field_count > s->declared)
            shape_custom_set(all[l], fields, count);
    }
    atomic_store(&loaded, strtoll(generation, NULL, 10));
    return true;
}

/* The ledger's table with nothing but the new column: schema_apply adds it. */
static bool
add_column(struct act *a, const struct stored *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    const struct table_column columns[] = {
        { "id", COLUMN_INT, true, "番号" },
        { arena_print(a->arena, "x_%lld", (long long)it->id), type_of(type_named(it->type))->column,
          false, it->title },
        { 0 },
    };
    const struct table table = { .name = it->ledger,
                                 .comment = l ? l->title : "",
                                 .columns = columns };
    const struct table *tables[] = { &table };

    return !l || schema_apply(a->store, a, tables, 1, NULL);
}

/* The engine's own step: whoever asked for the field, its state follows the column. */
static bool
set_ready(struct act *a, void *with)
{
    const struct stored *it = with;
    struct custom_row *row = ledger_new(a, &custom_ledger);
    const struct who *who = a->who;
    bool good = false;
    bool found;

    a->who = who_console();
    if (shape_read(a, shape_of(&custom_ledger), it->id, false, row, &found))
        good = !found || strcmp(row->base.state, "asked") != 0 ||
               ledger_move(a, &custom_ledger, "ready", row);
    a->who = who;
    return good;
}

static bool
make_columns(struct act *a)
{
    struct stored_list list;

    if (!QUERY(a, &state_query, list, bind_text("state", "asked")))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!add_column(a, &list.rows[i]) || !act_write(a, set_ready, &list.rows[i]))
            return false;
    return true;
}

bool
custom_refresh(struct act *a)
{
    const char *generation;

    must(!a->writing);
    if (!setting_get(a, generation_name, &generation))
        return false;
    if (strtoll(generation, NULL, 10) == atomic_load(&loaded))
        return true;
    return make_columns(a) && custom_load(a);
}
