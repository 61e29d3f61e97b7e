#include "ledger/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ledger/index.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

static const struct table_column entry_columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "organisation", COLUMN_INT, true, "組織" },
    { "owner", COLUMN_INT, true, "所有者" },
    { "zone", COLUMN_INT, true, "区分" },
    { "state", COLUMN_TEXT, true, "状態" },
    { "version", COLUMN_INT, true, "版" },
    { "created_at", COLUMN_INSTANT, false, "書いた日時" },
    { "changed_at", COLUMN_INSTANT, false, "登録した日時" },
    { "removed_at", COLUMN_INSTANT, false, "削除した日時" },
    { "ledger", COLUMN_TEXT, true, "台帳" },
    { "record", COLUMN_INT, true, "記録" },
    { "kind", COLUMN_INT, true, "種類（0 連絡、1 回答、2 内部メモ）" },
    { "actor", COLUMN_INT, true, "登録した利用者" },
    { "author", COLUMN_TEXT, true, "書いた人（取込み）" },
    { "text", COLUMN_TEXT, true, "本文" },
    { 0 },
};

static const struct table_index entry_indexes[] = {
    { "entry_record", "record, created_at", NULL, false },
    { 0 },
};

const struct table entry_table = { "entry", "やり取りと内部メモ", entry_columns, entry_indexes };

static const char *const kind_names[] = {
    [ENTRY_MESSAGE] = "message",
    [ENTRY_ANSWER] = "answer",
    [ENTRY_NOTE] = "note",
};

static const struct query insert_query = {
    .name = "entry.insert",
    .sql = "INSERT INTO entry (id, contract, organisation, owner, zone, state, version,"
           " created_at, changed_at, ledger, record, kind, actor, author, text)"
           " VALUES (:id, :contract, :organisation, :owner, :zone, '', 1, :at, :now, :ledger,"
           " :record, :kind, :actor, :author, :text)",
};

struct adding {
    const struct ledger *l;
    const struct record *record;
    enum entry_kind kind;
    const char *text;
    struct instant at;
    const char *author;
    int64_t *id;
};

/* The text itself stays out of the history; its hash shows that it was not altered. */
static const char *
add_detail(struct act *a, int64_t id, const char *text)
{
    struct buffer detail = { .arena = a->arena };
    uint8_t hash[SHA256_BYTES];

    sha256(text, strlen(text), hash);
    buffer_text(&detail, "{\"entry\":");
    buffer_int(&detail, id);
    json_key(&detail, "hash", false);
    json_text(&detail, hex_print(a->arena, hash, sizeof hash));
    buffer_char(&detail, '}');
    return buffer_string(&detail);
}

static bool
add_work(struct act *a, void *with)
{
    const struct adding *it = with;
    const struct record *r = it->record;

    return id_next(a, it->id) &&
           query_later(a, &insert_query,
                       BOUND(bind_int("id", *it->id), bind_int("contract", r->contract),
                             bind_int("organisation", r->organisation), bind_int("owner", r->owner),
                             bind_int("zone", r->zone), bind_instant("at", it->at),
                             bind_instant("now", a->now), bind_text("ledger", it->l->name),
                             bind_int("record", r->id), bind_int("kind", it->kind),
                             bind_int("actor", a->who->id),
                             bind_text("author", it->author ? it->author : ""),
                             bind_text("text", it->text))) &&
           history_event(a, it->l->name, r->id, kind_names[it->kind],
                         add_detail(a, *it->id, it->text)) &&
           index_entry(a, it->l, r, *it->id, it->text, it->kind == ENTRY_NOTE) &&
           (!it->l->said ||
            it->l->said(a, r,
                        &(struct entry){
                            .kind = it->kind, .id = *it->id, .at = it->at, .text = it->text }));
}

/* As a field's text is: what may not be kept in a record may not be kept beside it. */
static bool
check_entry(struct act *a, const char *text)
{
    static const struct field body = {
        .name = "text", .type = FIELD_PROSE, .label = "本文", .most = ENTRY_MOST_TEXT
    };
    struct prose parsed;
    const char *why;

    if (!utf8_valid(text, strlen(text)) || text_has_control(text))
        return fail(a, FAULT_INVALID, "text", "使えない文字が入っています。消して送ります。");
    if (!*text)
        return fail(a, FAULT_INVALID, "text", "本文は必須です。");
    return field_parse(a, &body, text, &parsed, &why) || fail(a, FAULT_INVALID, "text", "%s", why);
}

bool
entry_add(struct act *a, const struct ledger *l, const struct record *record, enum entry_kind kind,
          const char *text, struct instant at, const char *author, int64_t *id)
{
    static const unsigned deeds[] = {
        [ENTRY_MESSAGE] = DEED_COMMENT,
        [ENTRY_ANSWER] = DEED_COMMENT | DEED_CHANGE,
        [ENTRY_NOTE] = DEED_NOTE,
    };
    int64_t unasked;
    struct adding it = { l, record, kind, text, at.us ? at : a->now, author, id ? id : &unasked };

    must(l->talked && kind != ENTRY_CHANGE);
    return access_require(a, l, DEED_READ | deeds[kind], record) && check_entry(a, text) &&
           act_write(a, add_work, &it);
}

/* --- reading ------------------------------------------------------------------------ */

struct stored {
    int64_t id;
    int64_t kind;
    struct instant created_at;
    int64_t actor;
    const char *author;
    const char *text;
};
struct stored_list {
    struct stored *rows;
    size_t count;
};

static const struct query entries_query = {
    .name = "entry.record",
    .sql = "SELECT id, kind, created_at, actor, author, text FROM entry"
           " WHERE record = :record AND removed_at IS NULL ORDER BY created_at, id",
    .row_size = sizeof(struct stored),
    .columns = COLUMNS(COLUMN(struct stored, id), COLUMN(struct stored, kind),
                       COLUMN(struct stored, created_at), COLUMN(struct stored, actor),
                       COLUMN(struct stored, author), COLUMN(struct stored, text)),
};

/* Steps of the record, told to everyone who may read it. */
static const struct query steps_query = {
    .name = "history.steps",
    .sql = "SELECT seq, at, actor, action, detail FROM history WHERE record = :record"
           " AND ledger = :ledger"
           " AND action NOT IN ('read', 'message', 'answer', 'note', 'export',"
           " 'download', 'checked') ORDER BY seq",
    .row_size = sizeof(struct history_row),
    .columns = COLUMNS(COLUMN(struct history_row, seq), COLUMN(struct history_row, at),
                       COLUMN(struct history_row, actor), COLUMN(struct history_row, action),
                       COLUMN(struct history_row, detail)),
};
struct row_list {
    struct history_row *rows;
    size_t count;
};

struct timeline {
    struct entry *rows;
    size_t count;
};

/* Titles are asked for once per actor. */
static const char *
actor_title(struct act *a, const struct timeline *t, int64_t actor)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].actor == actor && t->rows[i].kind == ENTRY_CHANGE)
            return t->rows[i].who;
    return history_actor(a, actor);
}

static bool
add_change(struct act *a, const struct ledger *l, const struct history_row *row, bool full,
           struct timeline *t)
{
    struct entry *e = &t->rows[t->count];
    struct history_change *changes = NULL;
    struct instant at = { 0 };

    if (!full && (strcmp(row->action, "change") == 0 || strcmp(row->action, "breach") == 0))
        return true;
    if (full && !history_changes_closed(a, l, row, &changes, &e->change_count))
        return false;
    instant_parse(row->at, &at);
    e->kind = ENTRY_CHANGE;
    e->id = row->seq;
    e->at = at;
    e->actor = row->actor;
    e->who = actor_title(a, t, row->actor);
    e->text = "";
    e->changes = changes;
    e->action = row->action;
    t->count++;
    return true;
}

static void
add_stored(struct act *a, const struct stored *it, struct timeline *t)
{
    must(it->kind >= ENTRY_MESSAGE && it->kind <= ENTRY_NOTE);
    t->rows[t->count++] =
        (struct entry){ .kind = (enum entry_kind)it->kind,
                        .id = it->id,
                        .at = it->created_at,
                        .actor = it->actor,
                        .who = *it->author ? it->author : actor_title(a, t, it->actor),
                        .text = it->text,
                        .action = "" };
}

static int
by_time(const void *left, const void *right)
{
    const struct entry *l = left;
    const struct entry *r = right;

    if (l->at.us != r->at.us)
        return l->at.us < r->at.us ? -1 : 1;
    /* At the same moment a change stands before what was written with it. */
    if ((l->kind == ENTRY_CHANGE) != (r->kind == ENTRY_CHANGE))
        return l->kind == ENTRY_CHANGE ? -1 : 1;
    return l->id < r->id ? -1 : l->id > r->id;
}

bool
timeline_read(struct act *a, const struct ledger *l, const struct record *record,
              struct entry **entries, size_t *count)
{
    bool full = access_may(a, l, DEED_HISTORY, record);
    bool notes = access_may(a, l, DEED_NOTE, record);
    struct stored_list stored = { 0 };
    struct row_list rows;
    struct timeline t = { 0 };

    if (!access_require(a, l, DEED_READ, record) ||
        !QUERY(a, &steps_query, rows, bind_int("record", record->id),
               bind_text("ledger", l->name)) ||
        !QUERY(a, &entries_query, stored, bind_int("record", record->id)))
        return false;
    t.rows = NEW_ARRAY(a->arena, rows.count + stored.count, struct entry);
    for (size_t i = 0; i < rows.count; i++)
        if (!add_change(a, l, &rows.rows[i], full, &t))
            return false;
    for (size_t i = 0; i < stored.count; i++)
        if (notes || stored.rows[i].kind != ENTRY_NOTE)
            add_stored(a, &stored.rows[i], &t);
    qsort(t.rows, t.count, sizeof *t.rows, by_time);
    *entries = t.rows;
    *count = t.count;
    return true;
}
