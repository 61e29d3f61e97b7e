#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/history.h"
#include "ledger/list.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

/* A search that no index serves gives what it has found by then. */
enum { SEARCH_MS = 3000 };

#define ROW_COLUMNS                                                                                \
    COLUMNS(COLUMN(struct history_row, seq), COLUMN(struct history_row, at),                       \
            COLUMN(struct history_row, actor), COLUMN(struct history_row, session),                \
            COLUMN(struct history_row, origin), COLUMN(struct history_row, request),               \
            COLUMN(struct history_row, ledger), COLUMN(struct history_row, record),                \
            COLUMN(struct history_row, action), COLUMN(struct history_row, reason),                \
            COLUMN(struct history_row, detail))
#define ROW_NAMES                                                                                  \
    "h.seq, h.at, h.actor, h.session, h.origin, h.request, h.ledger, h.record, h.action,"          \
    " h.reason, h.detail"

static const struct query record_query = {
    .name = "history.record",
    .sql = "SELECT " ROW_NAMES " FROM history h WHERE h.record = :record AND h.ledger = :ledger"
           " AND h.seq < :before ORDER BY h.seq DESC LIMIT :most",
    .row_size = sizeof(struct history_row),
    .columns = ROW_COLUMNS,
};
static const struct query all_query = {
    .name = "history.all",
    .sql = "SELECT " ROW_NAMES " FROM history h WHERE h.seq < :before"
           " ORDER BY h.seq DESC LIMIT :most",
    .row_size = sizeof(struct history_row),
    .columns = ROW_COLUMNS,
};

static const struct query one_query = {
    .name = "history.one",
    .sql = "SELECT " ROW_NAMES " FROM history h WHERE h.seq = :seq",
    .row_size = sizeof(struct history_row),
    .columns = ROW_COLUMNS,
};

struct row_list {
    struct history_row *rows;
    size_t count;
};

bool
history_of_all_allowed(const struct act *a)
{
    return access_installation(a);
}

/* The texts of `at` have one width and zone, so that they sort as the times do. */
static const char *
day_begins(struct act *a, struct date date)
{
    char day[DATE_TEXT];

    date_print(date, day);
    return arena_print(a->arena, "%sT00:00:00.000000+09:00", day);
}

static void
narrow(struct act *a, struct sql *s, const struct history_search *h)
{
    SQL(s, " h.seq < ");
    sql_value(s, bind_int("before", h->before ? h->before : INT64_MAX));
    if (h->ledger) {
        SQL(s, " AND h.ledger = ");
        sql_value(s, bind_text("ledger", h->ledger->name));
    }
    if (h->record) {
        SQL(s, " AND h.record = ");
        sql_value(s, bind_int("record", h->record));
    }
    if (h->actor) {
        SQL(s, " AND h.actor = ");
        sql_value(s, bind_int("actor", h->actor));
    }
    if (h->action) {
        SQL(s, " AND h.action = ");
        sql_value(s, bind_text("action", h->action));
    }
    if (h->origin) {
        SQL(s, " AND h.origin = ");
        sql_value(s, bind_text("origin", h->origin));
    }
    if (h->from.day) {
        SQL(s, " AND h.at >= ");
        sql_value(s, bind_text("from", day_begins(a, h->from)));
    }
    if (h->until.day) {
        SQL(s, " AND h.at < ");
        sql_value(s, bind_text("until", day_begins(a, date_add(h->until, 1))));
    }
}

/* Rows about several records (readings of lists, exports) belong to no contract: only
   who reads the whole chain is shown them, so else they are left out. */
static bool
run_search(struct act *a, const struct history_search *h, bool whole, struct row_list *out,
           bool *late)
{
    struct sql *s = sql_new(a, "history.search");

    SQL(s, "SELECT " ROW_NAMES " FROM history h");
    if (!whole && !h->record) {
        SQL(s, " JOIN ");
        sql_name(s, h->ledger->name);
        SQL(s, " AS t ON t.id = h.record");
    }
    SQL(s, " WHERE");
    narrow(a, s, h);
    if (!whole && !h->record)
        access_sql(a, h->ledger, DEED_READ | DEED_HISTORY, s, "t");
    SQL(s, " ORDER BY h.seq DESC LIMIT ");
    sql_value(s, bind_int("most", (int64_t)h->most));
    sql_until(s, clock_ticks() + SEARCH_MS * 1000, late);
    return sql_rows(a, s, ROW_COLUMNS, sizeof(struct history_row), &out->rows, &out->count);
}

static bool
may_see_record(struct act *a, const struct ledger *l, int64_t record)
{
    struct record *row = ledger_new(a, l);
    bool found;

    if (!shape_read(a, shape_of(l), record, false, row, &found))
        return false;
    if (!found)
        return access_missing(a, l, record);
    return access_require(a, l, DEED_READ | DEED_HISTORY, row);
}

/* Whether the contents of a row may be shown: administrators see that something happened,
   not what. */
static bool
may_open(struct act *a, const struct history_row *row, bool *may)
{
    const struct ledger *l = *row->ledger ? ledger_find(row->ledger) : NULL;
    struct record *record;
    bool found = false;

    *may = !l || access_everywhere(a, l, DEED_READ | DEED_HISTORY);
    if (*may || !row->record)
        return true;
    record = ledger_new(a, l);
    if (!shape_read(a, shape_of(l), row->record, false, record, &found))
        return false;
    *may = found && access_may(a, l, DEED_READ | DEED_HISTORY, record);
    return true;
}

static bool
close_contents(struct act *a, struct history_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool may;

        if (!may_open(a, &rows[i], &may))
            return false;
        if (!may)
            rows[i].detail = rows[i].reason = "";
    }
    return true;
}

bool
history_find(struct act *a, const struct history_search *search, struct history_row **rows,
             size_t *count, bool *late)
{
    bool whole = history_of_all_allowed(a);
    struct row_list list;

    *late = false;
    if (!whole && !search->ledger)
        return fail(a, FAULT_DENIED, NULL, "すべての履歴を見る権限がありません。");
    if (!whole && search->record && !may_see_record(a, search->ledger, search->record))
        return false;
    if (!run_search(a, search, whole, &list, late) ||
        (whole && !close_contents(a, list.rows, list.count)))
        return false;
    *rows = list.rows;
    *count = list.count;
    return true;
}

/* Of one ledger, without the installation's roles: what its list shows. */
static bool
of_ledger(struct act *a, const struct ledger *l, int64_t before, size_t most, struct row_list *out)
{
    struct history_search search = { .ledger = l, .before = before, .most = most };
    bool late;

    return run_search(a, &search, false, out, &late);
}

static bool
of_record(struct act *a, const struct ledger *l, int64_t record, int64_t before, size_t most,
          struct row_list *out)
{
    return may_see_record(a, l, record) &&
           QUERY(a, &record_query, *out, bind_int("record", record), bind_text("ledger", l->name),
                 bind_int("before", before), bind_int("most", (int64_t)most));
}

static bool
of_all(struct act *a, int64_t before, size_t most, struct row_list *out)
{
    if (!history_of_all_allowed(a))
        return fail(a, FAULT_DENIED, NULL, "すべての履歴を見る権限がありません。");
    if (!QUERY(a, &all_query, *out, bind_int("before", before), bind_int("most", (int64_t)most)))
        return false;
    return close_contents(a, out->rows, out->count);
}

bool
history_list(struct act *a, const struct ledger *l, int64_t record, int64_t before, size_t most,
             struct history_row **rows, size_t *count)
{
    struct row_list list;
    int64_t end = before ? before : INT64_MAX;
    bool good = !l       ? of_all(a, end, most, &list)
                : record ? of_record(a, l, record, end, most, &list)
                         : of_ledger(a, l, end, most, &list);

    if (!good)
        return false;
    *rows = list.rows;
    *count = list.count;
    return true;
}

/* Of a row one may not see, nothing is told, not even that it is there. */
bool
history_get(struct act *a, int64_t seq, struct history_row *row)
{
    size_t faults = a->fault_count;
    const struct ledger *l;
    bool found;

    if (!query_first(a, &one_query, row, &found, BOUND(BIND(seq, seq))))
        return false;
    l = found ? ledger_find(row->ledger) : NULL;
    if (found && history_of_all_allowed(a))
        return close_contents(a, row, 1);
    if (l && row->record && may_see_record(a, l, row->record))
        return true;
    act_forgive(a, faults);
    return fail(a, FAULT_MISSING, NULL, "履歴の行 %lld はありません。", (long long)seq);
}

/* --- opening a row ------------------------------------------------------------------ */

struct opening {
    struct act *a;
    const struct ledger *l;
    const struct history_row *row;
    int64_t contract; /* whose key sealed the values */
    bool personal;    /* may be opened */
    bool opened;      /* something was */
};

static const char *
ref_text(struct opening *o, const struct field *f, int64_t id, const char *title)
{
    const struct ledger *to = f ? f->to : NULL;
    size_t faults = o->a->fault_count;
    struct record *row;
    bool found;

    if (title && *title)
        return title;
    if (!id || !to)
        return id ? arena_print(o->a->arena, "%lld番", (long long)id) : "";
    row = ledger_new(o->a, to);
    if (shape_read(o->a, shape_of(to), id, false, row, &found) && found)
        return record_title(o->a, to, row);
    act_forgive(o->a, faults);
    return arena_print(o->a->arena, "%lld番", (long long)id);
}

/* Stored plain, shown as the field shows it; as it stands where that fails. */
static const char *
shown(struct opening *o, const struct field *f, const char *plain)
{
    union {
        struct date date;
        struct instant instant;
        struct period period;
        struct yen yen;
        struct postcode postcode;
    } at = { 0 };
    const char *why;

    if (!f || !*plain)
        return plain;
    switch (f->type) {
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_PERIOD:
    case FIELD_POSTCODE:
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        if (field_parse(o->a, f, plain, &at, &why))
            return field_text(o->a, f, &at, STYLE_SHOWN);
        return plain;
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_CHOICE:
    case FIELD_BOOL:
    case FIELD_REF:
    case FIELD_REFS:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_INET:
    case FIELD_MAC:
    case FIELD_URL:
    case FIELD_FILE:
        break;
    }
    return plain;
}

static const char *
object_text(struct opening *o, const struct field *f, const char *name, json_t *value)
{
    const char *sealed = json_string_value(json_object_get(value, "sealed"));
    const char *text;

    if (!sealed)
        return ref_text(o, f, (int64_t)json_integer_value(json_object_get(value, "id")),
                        json_string_value(json_object_get(value, "title")));
    if (!o->personal)
        return "（個人情報）";
    if (!personal_open(o->a, o->l, o->contract, o->row->record, name, sealed, &text))
        return "（読めません）";
    o->opened = true;
    return shown(o, f, text);
}

static const char *
value_text(struct opening *o, const struct field *f, const char *name, json_t *value)
{
    struct buffer list = { .arena = o->a->arena };
    int64_t number;
    json_t *each;
    size_t i;

    if (json_is_string(value))
        return shown(o, f, json_string_value(value));
    if (json_is_object(value))
        return object_text(o, f, name, value);
    if (json_is_boolean(value) && f && f->secret)
        return "（見せません）";
    if (json_is_boolean(value))
        return json_is_true(value) ? "はい" : "いいえ";
    if (json_is_integer(value)) {
        number = (int64_t)json_integer_value(value);
        if (f && f->type == FIELD_REF)
            return ref_text(o, f, number, NULL);
        return shown(o, f, arena_print(o->a->arena, "%lld", (long long)number));
    }
    json_array_foreach(value, i, each)
    {
        if (i)
            buffer_text(&list, "、");
        buffer_text(&list, value_text(o, f, name, each));
    }
    return buffer_string(&list);
}

/* Members of events that are lists and no pairs of before and after. */
static bool
is_list(const char *name)
{
    return strcmp(name, "records") == 0 || strcmp(name, "rows") == 0;
}

/* [before, after], with the label behind for custom fields; other values of events. */
static struct history_change
change_of(struct opening *o, const char *name, json_t *value)
{
    const struct field *f = o->l ? list_field(o->l, name) : NULL;
    const char *label = json_string_value(json_array_get(value, 2));
    struct history_change change = { .field = f, .before = "" };

    change.label = f ? f->label : label ? label : name;
    if (json_array_size(value) < 2 || (!f && is_list(name))) {
        change.after = value_text(o, NULL, name, value);
        return change;
    }
    change.before = value_text(o, f, name, json_array_get(value, 0));
    change.after = value_text(o, f, name, json_array_get(value, 1));
    return change;
}

static bool
open_row(struct opening *o, struct history_change **changes, size_t *count)
{
    const char *why;
    const char *name;
    json_t *object;
    json_t *value;

    *count = 0;
    *changes = NULL;
    /* An erased detail is empty; the row itself stays. */
    if (!*o->row->detail)
        return true;
    if (!json_read(o->a->arena, o->row->detail, strlen(o->row->detail), &object, &why))
        return fail(o->a, FAULT_BROKEN, NULL, "履歴%lld番の内容が読めません。",
                    (long long)o->row->seq);
    *changes = NEW_ARRAY(o->a->arena, json_object_size(object), struct history_change);
    json_object_foreach(object, name, value)
    {
        if (strcmp(name, "salt") != 0)
            (*changes)[(*count)++] = change_of(o, name, value);
    }
    return true;
}

bool
history_changes_closed(struct act *a, const struct ledger *l, const struct history_row *row,
                       struct history_change **changes, size_t *count)
{
    struct opening o = { .a = a, .l = l, .row = row };

    return open_row(&o, changes, count);
}

bool
history_changes(struct act *a, const struct ledger *l, const struct history_row *row,
                struct history_change **changes, size_t *count)
{
    struct opening o = { .a = a, .l = l, .row = row };
    struct record *record;
    bool found = false;

    if (l && row->record) {
        record = ledger_new(a, l);
        if (!shape_read(a, shape_of(l), row->record, false, record, &found))
            return false;
        o.personal = found && access_may(a, l, DEED_READ | DEED_PERSONAL, record);
        o.contract = record->contract;
    }
    return open_row(&o, changes, count) &&
           (!o.opened || history_reading(a, l, "history", &row->record, 1));
}

/* --- names -------------------------------------------------------------------------- */

struct actor {
    const char *title;
};

static const struct query actor_query = {
    .name = "history.actor",
    .sql = "SELECT title FROM \"user\" WHERE id = :id",
    .row_size = sizeof(struct actor),
    .columns = COLUMNS(COLUMN(struct actor, title)),
};

const char *
history_actor(struct act *a, int64_t user)
{
    size_t faults = a->fault_count;
    struct actor row = { 0 };
    bool found = false;

    if (user == a->who->id)
        return a->who->title ? a->who->title : "";
    if (user == who_console()->id)
        return who_console()->title;
    if (!query_first(a, &actor_query, &row, &found, BOUND(bind_int("id", user))))
        act_forgive(a, faults);
    return found ? row.title : "";
}

struct found_actor {
    int64_t id;
};

static const struct query find_query = {
    .name = "history.actor_find",
    .sql = "SELECT id FROM \"user\" WHERE login = :login",
    .row_size = sizeof(struct found_actor),
    .columns = COLUMNS(COLUMN(struct found_actor, id)),
};

bool
history_actor_find(struct act *a, const char *login, int64_t *user)
{
    struct found_actor row = { who_console()->id };
    bool found = strcmp(login, who_console()->login) == 0;

    if (!found && !query_first(a, &find_query, &row, &found, BOUND(BIND(login, login))))
        return false;
    *user = row.id;
    return found || fail(a, FAULT_INVALID, "who", "利用者ID「%s」はありません。", login);
}
