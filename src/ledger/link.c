#include "ledger/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

static const struct table_column link_columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "pair", COLUMN_INT, true, "関連の番号（両端に同じ）" },
    { "contract", COLUMN_INT, true, "契約" },
    { "ledger", COLUMN_TEXT, true, "台帳" },
    { "record", COLUMN_INT, true, "記録" },
    { "other_ledger", COLUMN_TEXT, true, "相手の台帳" },
    { "other", COLUMN_INT, true, "相手の記録" },
    { "kind", COLUMN_TEXT, true, "この記録から見た相手" },
    { "actor", COLUMN_INT, true, "結んだ利用者" },
    { "created_at", COLUMN_INSTANT, false, "結んだ日時" },
    { 0 },
};

static const struct table_index link_indexes[] = {
    { "link_record", "record, other, kind", NULL, true },
    { "link_pair", "pair", NULL, false },
    { "link_contract", "contract, id", NULL, false },
    { 0 },
};

const struct table link_table = { "link", "関連", link_columns, link_indexes };

const struct link_kind link_kinds[] = {
    { "related", "関連", "related" },
    { "evidence", "証拠", "evidence_of" },
    { "evidence_of", "これが証拠になる記録", "evidence" },
    { "basis", "根拠", "basis_of" },
    { "basis_of", "これを根拠にする記録", "basis" },
    { "cause", "原因", "effect" },
    { "effect", "結果", "cause" },
    { "duplicate", "重複", "duplicate" },
    { "parent", "親", "child" },
    { "child", "子", "parent" },
    { "earlier", "前のもの", "later" },
    { "later", "後のもの", "earlier" },
    { 0 },
};

const struct link_kind *
link_kind_find(const char *name)
{
    const struct link_kind *kind = link_kinds;

    while (kind->name && (!name || strcmp(kind->name, name) != 0))
        kind++;
    return kind->name ? kind : NULL;
}

/* --- reading -------------------------------------------------------------------------- */

struct stored {
    int64_t pair;
    const char *other_ledger;
    int64_t other;
    const char *kind;
    int64_t actor;
    struct instant created_at;
};
struct stored_list {
    struct stored *rows;
    size_t count;
};

#define C(m) COLUMN(struct stored, m)
#define NAMES "pair, other_ledger, other, kind, actor, created_at"
#define ROW_COLUMNS COLUMNS(C(pair), C(other_ledger), C(other), C(kind), C(actor), C(created_at))

static const struct query rows_query = {
    .name = "link.rows",
    .sql = "SELECT " NAMES " FROM link WHERE record = :record ORDER BY id",
    .row_size = sizeof(struct stored),
    .columns = ROW_COLUMNS,
};

static const struct query one_query = {
    .name = "link.one",
    .sql = "SELECT " NAMES " FROM link WHERE record = :record AND pair = :pair",
    .row_size = sizeof(struct stored),
    .columns = ROW_COLUMNS,
};

static const struct field *
code_of(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && f->type == FIELD_TEXT &&
            !(l->titled_by && strcmp(f->name, l->titled_by) == 0))
            return f;
    return NULL;
}

/* The others of one ledger as far as he may read them: what a list of them shows. */
static bool
read_others(struct act *a, const struct ledger *l, const struct stored_list *stored,
            struct list *out)
{
    const struct field *code = code_of(l);
    struct buffer ids = { .arena = a->arena };
    struct pair items[] = { { "id.in", NULL }, { "limit", "1000" } };
    struct list_request request;

    for (size_t i = 0; i < stored->count; i++)
        if (strcmp(stored->rows[i].other_ledger, l->name) == 0)
            buffer_print(&ids, "%s%lld", ids.length ? "," : "", (long long)stored->rows[i].other);
    items[0].value = buffer_string(&ids);
    if (!list_parse(a, l, &(struct pairs){ items, 2 }, &request))
        return false;
    request.columns =
        arena_print(a->arena, "%s %s", l->titled_by ? l->titled_by : "id", code ? code->name : "");
    request.lean = true;
    request.patient = true;
    return list_read(a, &request, out);
}

static void
take(struct act *a, const struct ledger *l, const struct stored *from, const struct list *others,
     struct link_list *out)
{
    const struct shape *s = shape_of(l);
    const struct field *code = code_of(l);

    for (size_t i = 0; i < others->count; i++) {
        const struct record *record =
            (const struct record *)(const void *)((const char *)others->rows + i * s->row_size);

        if (record->id != from->other)
            continue;
        out->rows[out->count++] = (struct link_row){
            .id = from->pair,
            .kind = link_kind_find(from->kind),
            .to = { l, record->id },
            .code = code ? field_text(a, code, record_at(a, l, code, record), STYLE_SHOWN) : "",
            .title = record_title(a, l, record),
            .state = l->states ? state_find(l, record->state) : NULL,
            .actor = from->actor,
            .created_at = from->created_at,
        };
    }
}

/* In the order of the kinds; the order within one is left as it is. */
static void
sort_by_kind(struct link_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct link_row row = list->rows[i];
        size_t k = i;

        for (; k > 0 && list->rows[k - 1].kind > row.kind; k--)
            list->rows[k] = list->rows[k - 1];
        list->rows[k] = row;
    }
}

static bool
came_before(const struct stored_list *stored, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(stored->rows[i].other_ledger, stored->rows[at].other_ledger) == 0)
            return true;
    return false;
}

bool
link_rows(struct act *a, const struct ledger *l, const struct record *record, struct link_list *out)
{
    struct stored_list stored;

    *out = (struct link_list){ 0 };
    if (!access_require(a, l, DEED_READ, record) ||
        !QUERY(a, &rows_query, stored, bind_int("record", record->id)))
        return false;
    out->rows = NEW_ARRAY(a->arena, stored.count + 1, struct link_row);
    for (size_t i = 0; i < stored.count; i++) {
        const struct ledger *other = ledger_find(stored.rows[i].other_ledger);
        struct list others;

        if (!other || came_before(&stored, i) || !access_may(a, other, DEED_READ, NULL))
            continue;
        if (!read_others(a, other, &stored, &others))
            return false;
        for (size_t k = i; k < stored.count; k++)
            if (strcmp(stored.rows[k].other_ledger, other->name) == 0 &&
                link_kind_find(stored.rows[k].kind))
                take(a, other, &stored.rows[k], &others, out);
    }
    sort_by_kind(out);
    return true;
}

/* --- writing -------------------------------------------------------------------------- */

struct joining {
    struct link_end from;
    struct link_end to;
    const struct link_kind *kind;
    int64_t id;
};

/* Both records, and one of them his to change. The first is the one he speaks of. */
static bool
may_join(struct act *a, const struct joining *it, struct record **from, struct record **to)
{
    size_t faults = a->fault_count;

    *from = ledger_new(a, it->from.ledger);
    *to = ledger_new(a, it->to.ledger);
    if (!ledger_read(a, it->from.ledger, it->from.id, false, *from))
        return false;
    if (!ledger_read(a, it->to.ledger, it->to.id, false, *to)) {
        if (a->last_fault->kind != FAULT_MISSING && a->last_fault->kind != FAULT_DENIED)
            return false;
        act_forgive(a, faults);
        return fail(a, FAULT_INVALID, "to", "相手の記録は%sの台帳に見つかりません。",
                    it->to.ledger->title);
    }
    return access_may(a, it->from.ledger, DEED_READ | DEED_CHANGE, *from) ||
           access_may(a, it->to.ledger, DEED_READ | DEED_CHANGE, *to) ||
           fail(a, FAULT_DENIED, NULL,
                "関連を結んだり外したりできるのは、どちらかの記録を変えられる方です。");
}

/* One change that the pages of the history show as any other: label, before, after. */
static bool
note(struct act *a, struct link_end of, struct link_end other, const struct link_kind *kind,
     int64_t id, bool made)
{
    struct buffer detail = { .arena = a->arena };
    const char *text =
        arena_print(a->arena, "%s：%s %lld", kind->title, other.ledger->title, (long long)other.id);

    buffer_print(&detail, "{\"link_%lld\":[", (long long)id);
    json_text(&detail, made ? NULL : text);
    buffer_char(&detail, ',');
    json_text(&detail, made ? text : NULL);
    buffer_char(&detail, ',');
    json_text(&detail, "関連");
    buffer_text(&detail, "]}");
    return history_event(a, of.ledger->name, of.id, made ? "link" : "unlink",
                         buffer_string(&detail));
}

static bool
note_both(struct act *a, const struct joining *it, bool made)
{
    const struct link_kind *back = link_kind_find(it->kind->back);

    must(back != NULL);
    return note(a, it->from, it->to, it->kind, it->id, made) &&
           note(a, it->to, it->from, back, it->id, made);
}

static const struct query insert_query = {
    .name = "link.insert",
    .sql = "INSERT INTO link (id, pair, contract, ledger, record, other_ledger, other, kind,"
           " actor, created_at) VALUES (:id, :pair, :contract, :ledger, :record, :other_ledger,"
           " :other, :kind, :actor, :now)",
};

static bool
insert(struct act *a, int64_t id, int64_t pair, struct link_end of, const struct record *record,
       struct link_end other, const char *kind)
{
    return query_run(
        a, &insert_query, NULL,
        BOUND(bind_int("id", id), bind_int("pair", pair), bind_int("contract", record->contract),
              bind_text("ledger", of.ledger->name), bind_int("record", of.id),
              bind_text("other_ledger", other.ledger->name), bind_int("other", other.id),
              bind_text("kind", kind), bind_int("actor", a->who->id), bind_instant("now", a->now)));
}

static bool
has_room(struct act *a, const struct joining *it, struct link_end of, struct link_end other,
         const char *kind)
{
    struct stored_list stored;

    if (!QUERY(a, &rows_query, stored, bind_int("record", of.id)))
        return false;
    for (size_t i = 0; i < stored.count; i++)
        if (stored.rows[i].other == other.id && strcmp(stored.rows[i].kind, kind) == 0)
            return fail(a, FAULT_CLASH, "to", "この2つの記録は「%s」としてもう結ばれています。",
                        it->kind->title);
    return stored.count < LINKS_MOST ||
           fail(a, FAULT_CLASH, "to", "1つの記録に結べる関連は%d件までです。", LINKS_MOST);
}

static bool
add_work(struct act *a, void *with)
{
    struct joining *it = with;
    struct record *from, *to;
    int64_t second;

    if (!may_join(a, it, &from, &to) || !has_room(a, it, it->from, it->to, it->kind->name) ||
        !has_room(a, it, it->to, it->from, it->kind->back) || !id_next(a, &it->id) ||
        !id_next(a, &second))
        return false;
    return insert(a, it->id, it->id, it->from, from, it->to, it->kind->name) &&
           insert(a, second, it->id, it->to, to, it->from, it->kind->back) &&
           note_both(a, it, true);
}

bool
link_add(struct act *a, struct link_end from, struct link_end to, const struct link_kind *kind,
         int64_t *id)
{
    struct joining it = { .from = from, .to = to, .kind = kind };

    if (from.id == to.id)
        return fail(a, FAULT_INVALID, "to", "記録をそれ自身と結ぶことはできません。");
    if (!act_write(a, add_work, &it))
        return false;
    if (id)
        *id = it.id;
    return true;
}

static const struct query delete_query = {
    .name = "link.delete",
    .sql = "DELETE FROM link WHERE pair = :pair",
};

static bool
missing(struct act *a, int64_t id)
{
    return fail(a, FAULT_MISSING, NULL, "この記録に関連%lldはありません。", (long long)id);
}

static bool
remove_work(struct act *a, void *with)
{
    struct joining *it = with;
    struct record *from, *to;
    struct stored stored;
    size_t faults = a->fault_count;
    bool found;

    if (!query_first(a, &one_query, &stored, &found,
                     BOUND(bind_int("record", it->from.id), bind_int("pair", it->id))))
        return false;
    if (found) {
        it->to = (struct link_end){ ledger_find(stored.other_ledger), stored.other };
        it->kind = link_kind_find(stored.kind);
    }
    if (!found || !it->to.ledger || !it->kind)
        return missing(a, it->id);
    if (!may_join(a, it, &from, &to)) {
        if (a->last_fault->kind != FAULT_INVALID)
            return false;
        act_forgive(a, faults);
        return missing(a, it->id);
    }
    return query_run(a, &delete_query, NULL, BOUND(bind_int("pair", it->id))) &&
           note_both(a, it, false);
}

bool
link_remove(struct act *a, struct link_end record, int64_t id)
{
    struct joining it = { .from = record, .id = id };

    return act_write(a, remove_work, &it);
}

bool
link_may_add(struct act *a, const struct ledger *l, const struct record *record)
{
    return access_may(a, l, DEED_READ | DEED_CHANGE, record);
}

bool
link_find(struct act *a, const struct ledger *l, const char *text, struct link_end *out)
{
    const char *title, *why = "";
    const char *clean;

    if (!text || !utf8_valid(text, strlen(text)) || text_has_control(text))
        return fail(a, FAULT_INVALID, "to", "相手の記録の番号か件名を書いてください。");
    clean = text_clean(a->arena, text);
    if (!*clean || strlen(clean) > 1000)
        return fail(a, FAULT_INVALID, "to", "相手の記録の番号か件名を書いてください。");
    *out = (struct link_end){ .ledger = l };
    return ref_find(a, l, clean, &out->id, &title, &why) ||
           fail(a, FAULT_INVALID, "to", "「%s」は%s", clean, why);
}
