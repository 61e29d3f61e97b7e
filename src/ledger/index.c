#include "ledger/index.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/query.h"
#include "store/words.h"

static const struct words nothing = { "", "" };

/* --- documents -------------------------------------------------------------------- */

static bool
add_field(struct act *a, const struct ledger *l, const struct field *f, const struct record *row,
          struct buffer *text, struct buffer *scope)
{
    const void *at = record_at(a, l, f, row);
    const char *value;

    if (field_is_empty(f, at))
        return true;
    value = field_text(a, f, at, STYLE_PLAIN);
    if (f->personal)
        return personal_tokens(a, l, row->contract, f, value, scope);
    if (text->length)
        buffer_char(text, ' ');
    fold(text, value, strlen(value));
    return true;
}

static bool
document(struct act *a, const struct ledger *l, const struct record *row, struct words *out)
{
    const struct shape *s = shape_of(l);
    struct buffer text = { .arena = a->arena };
    struct buffer scope = { .arena = a->arena };

    *out = nothing;
    if (!row || row->removed_at.us)
        return true;
    buffer_text(&scope, access_tokens(a, l, row));
    if (scope.length && scope.data[scope.length - 1] != ' ')
        buffer_char(&scope, ' ');
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].searched && !add_field(a, l, &s->fields[i], row, &text, &scope))
            return false;
    *out = (struct words){ buffer_string(&text), buffer_string(&scope) };
    return true;
}

static bool
is_searched(const struct shape *s)
{
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].searched)
            return true;
    return false;
}

/* --- entries ---------------------------------------------------------------------- */

struct entry_text {
    int64_t id;
    int64_t record;
    int64_t kind;
    const char *text;
};
struct entry_list {
    struct entry_text *rows;
    size_t count;
};

#define ENTRY_COLUMNS                                                                              \
    COLUMNS(COLUMN(struct entry_text, id), COLUMN(struct entry_text, record),                      \
            COLUMN(struct entry_text, kind), COLUMN(struct entry_text, text))

static const struct query entries_query = {
    .name = "entry.texts",
    .sql = "SELECT id, record, kind, text FROM entry WHERE record = :record",
    .row_size = sizeof(struct entry_text),
    .columns = ENTRY_COLUMNS,
};

/* Notes carry their ledger's token with an n behind it. */
static const char *
note_scope(struct act *a, const char *tokens)
{
    char letter[4] = { 0 };
    const char *at;
    size_t end;

    letter[0] = (char)(0xE0 | SCOPE_LEDGER >> 12);
    letter[1] = (char)(0x80 | (SCOPE_LEDGER >> 6 & 0x3F));
    letter[2] = (char)(0x80 | (SCOPE_LEDGER & 0x3F));
    at = strstr(tokens, letter);
    if (!at)
        return tokens;
    end = (size_t)(at - tokens) + strcspn(at, " ");
    return arena_print(a->arena, "%.*sn%s", (int)end, tokens, tokens + end);
}

static struct words
entry_document(struct act *a, const struct ledger *l, const struct record *record, const char *text,
               bool note)
{
    const char *tokens;

    if (!record || record->removed_at.us)
        return nothing;
    tokens = access_tokens(a, l, record);
    return (struct words){ fold_text(a->arena, text), note ? note_scope(a, tokens) : tokens };
}

bool
index_entry(struct act *a, const struct ledger *l, const struct record *record, int64_t entry,
            const char *text, bool note)
{
    return words_put(a, entry, nothing, entry_document(a, l, record, text, note));
}

static bool
move_entries(struct act *a, const struct ledger *l, const struct record *before,
             const struct record *row)
{
    struct entry_list list;

    if (!QUERY(a, &entries_query, list, bind_int("record", row->id)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct entry_text *it = &list.rows[i];
        bool note = it->kind == ENTRY_NOTE;

        if (!words_put(a, it->id, entry_document(a, l, before, it->text, note),
                       entry_document(a, l, row, it->text, note)))
            return false;
    }
    return true;
}

bool
index_record(struct act *a, const struct ledger *l, const struct record *before,
             const struct record *row)
{
    struct words was;
    struct words is;

    if (l->talked && before &&
        (row->removed_at.us ||
         strcmp(access_tokens(a, l, before), access_tokens(a, l, row)) != 0) &&
        !move_entries(a, l, before, row))
        return false;
    if (!is_searched(shape_of(l)))
        return true;
    if (!document(a, l, before, &was) || !document(a, l, row, &is))
        return false;
    if (strcmp(was.text, is.text) == 0 && strcmp(was.scope, is.scope) == 0)
        return true;
    return words_put(a, row->id, was, is);
}

/* --- from hits to records --------------------------------------------------------- */

bool
index_scope(struct act *a, const struct ledger *l, const char *const **scope)
{
    const char *const *from;
    const char **to;
    size_t count = 0;

    if (!access_scope(a, l, &from))
        return false;
    *scope = from;
    if (!l->talked || !access_may(a, l, DEED_NOTE, NULL) || !from[0])
        return true;
    while (from[count])
        count++;
    to = NEW_ARRAY(a->arena, count + 1, const char *);
    memcpy(to, from, count * sizeof *to);
    to[0] = arena_print(a->arena, "%s %s", from[0], note_scope(a, from[0]));
    *scope = to;
    return true;
}

/* Several contracts may give a user different rights, which one scope cannot say. */
static bool
may_read_note(struct act *a, const struct ledger *l, int64_t id, bool *may)
{
    struct record *record = ledger_new(a, l);
    bool found;

    if (!shape_read(a, shape_of(l), id, false, record, &found))
        return false;
    *may = found && access_may(a, l, DEED_READ | DEED_NOTE, record);
    return true;
}

static bool
entries_among(struct act *a, const int64_t *ids, size_t count, struct entry_list *out)
{
    struct sql *s = sql_new(a, "entry.parents");

    struct buffer list = { .arena = a->arena };

    for (size_t i = 0; i < count; i++)
        buffer_print(&list, "%s%lld", i ? "," : "", (long long)ids[i]);
    /* One value, so that the statement's text stays the same. */
    SQL(s, "SELECT id, record, kind, '' AS text FROM entry WHERE id ");
    if (sql_postgres(s)) {
        SQL(s, "= ANY(CAST(");
        sql_value(s, bind_text(NULL, arena_print(a->arena, "{%s}", buffer_string(&list))));
        SQL(s, " AS bigint[]))");
    } else {
        SQL(s, "IN (SELECT value FROM json_each(");
        sql_value(s, bind_text(NULL, arena_print(a->arena, "[%s]", buffer_string(&list))));
        SQL(s, "))");
    }
    return sql_rows(a, s, ENTRY_COLUMNS, sizeof(struct entry_text), &out->rows, &out->count);
}

static const struct entry_text *
entry_find(const struct entry_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].id == id)
            return &list->rows[i];
    return NULL;
}

static bool
stands_in(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

bool
index_parents(struct act *a, const struct ledger *l, int64_t *ids, int64_t *hits, size_t *count)
{
    struct entry_list list;
    size_t left = 0;

    if (!*count)
        return true;
    memcpy(hits, ids, *count * sizeof *ids);
    if (!l->talked)
        return true;
    if (!entries_among(a, ids, *count, &list))
        return false;
    if (list.count == 0)
        return true;
    for (size_t i = 0; i < *count; i++) {
        const struct entry_text *it = entry_find(&list, ids[i]);
        int64_t record = it ? it->record : ids[i];
        bool may = true;

        if (it && it->kind == ENTRY_NOTE && !may_read_note(a, l, record, &may))
            return false;
        if (!may || stands_in(ids, left, record))
            continue;
        hits[left] = hits[i];
        ids[left++] = record;
    }
    *count = left;
    return true;
}
