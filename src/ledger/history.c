#include "ledger/history.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/must.h"
#include "ledger/guard.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { SALT_BYTES = 16 };

/* What a new PostgreSQL begins with, and SQLite's 0, are lower than what restored rows
   may have: restore puts the highest of them into the setting history.txid_base. */
#define TXID_BASE                                                                                  \
    " (SELECT COALESCE(MAX(CAST(value AS BIGINT)), 0) FROM setting"                                \
    " WHERE name = 'history.txid_base'))"
#define INSERT_VALUES                                                                              \
    "INSERT INTO history (at, actor, session, origin, request, ledger, record, action, reason,"    \
    " detail, detail_hash, txid) VALUES (:at, :actor, :session, :origin, :request, :ledger,"       \
    " :record, :action, :reason, :detail, :detail_hash,"

static const struct query insert_query = {
    .name = "history.insert",
    .sql = INSERT_VALUES TXID_BASE,
    .postgres = INSERT_VALUES " CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) +" TXID_BASE,
};

static bool
insert(struct act *a, const char *ledger, int64_t record, const char *action, const char *detail)
{
    /* In the arena, since the statement may be sent later. */
    uint8_t *hash = arena_get(a->arena, SHA256_BYTES);
    char *at = arena_get(a->arena, INSTANT_TEXT);

    must(a->writing);
    if (a->reason && !guard_text(a, "reason", "理由", a->reason))
        return false;
    instant_print_us(a->now, at);
    sha256(detail, strlen(detail), hash);
    return query_later(
        a, &insert_query,
        BOUND(bind_text("at", at), bind_int("actor", a->who->id), bind_int("session", a->session),
              bind_text("origin", origin_name(a->origin)),
              bind_text("request", a->request ? a->request : ""), bind_text("ledger", ledger),
              bind_int("record", record), bind_text("action", action),
              bind_text("reason", a->reason ? a->reason : ""), bind_text("detail", detail),
              bind_bytes("detail_hash", (struct bytes){ hash, SHA256_BYTES })));
}

/* A salt, so that the hash of a short detail does not tell the detail. */
static struct buffer
detail_begin(struct act *a)
{
    struct buffer out = { .arena = a->arena };
    uint8_t salt[SALT_BYTES];

    random_bytes(salt, sizeof salt);
    buffer_char(&out, '{');
    json_key(&out, "salt", true);
    json_text(&out, base64url_print(a->arena, salt, sizeof salt));
    return out;
}

static void
ref_json(struct buffer *out, const struct ref *ref)
{
    buffer_text(out, "{\"id\":");
    buffer_int(out, ref->id);
    if (ref->title && *ref->title) {
        json_key(out, "title", false);
        json_text(out, ref->title);
    }
    buffer_char(out, '}');
}

/* Choices by the label of the day, dates and instants as stored, so that a row is read
   without the program. */
static void
plain_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    const struct refs *refs = at;

    switch (f->type) {
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
    case FIELD_BOOL:
        field_json(a, out, f, at);
        break;
    case FIELD_REF:
        ref_json(out, at);
        break;
    case FIELD_REFS:
        buffer_char(out, '[');
        for (size_t i = 0; i < refs->count; i++) {
            if (i)
                buffer_char(out, ',');
            ref_json(out, &refs->items[i]);
        }
        buffer_char(out, ']');
        break;
    case FIELD_CHOICE:
        json_text(out, field_text(a, f, at, STYLE_SHOWN));
        break;
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_PERIOD:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_INET:
    case FIELD_MAC:
    case FIELD_URL:
    case FIELD_FILE:
        json_text(out, field_text(a, f, at, STYLE_PLAIN));
        break;
    }
}

static bool
value_json(struct act *a, struct buffer *out, const struct ledger *l, const struct field *f,
           const struct record *row)
{
    const void *at = row ? record_at(a, l, f, row) : NULL;
    const char *sealed;

    if (!at || (f->type != FIELD_BOOL && field_is_empty(f, at))) {
        buffer_text(out, "null");
        return true;
    }
    if (f->secret) {
        buffer_text(out, "true");
        return true;
    }
    if (!f->personal) {
        plain_json(a, out, f, at);
        return true;
    }
    if (!personal_seal(a, l, row, f, field_text(a, f, at, STYLE_PLAIN), &sealed))
        return false;
    buffer_text(out, "{\"sealed\":");
    json_text(out, sealed);
    buffer_char(out, '}');
    return true;
}

static bool
differs(struct act *a, const struct ledger *l, const struct field *f, const struct record *before,
        const struct record *row)
{
    if (!before)
        return !field_is_empty(f, record_at(a, l, f, row));
    return field_compare(f, record_at(a, l, f, before), record_at(a, l, f, row)) != 0;
}

static bool
pair_json(struct act *a, struct buffer *out, const struct ledger *l, const struct field *f,
          bool custom, const struct record *before, const struct record *row)
{
    if (!differs(a, l, f, before, row))
        return true;
    json_key(out, f->name, false);
    buffer_char(out, '[');
    if (!value_json(a, out, l, f, before))
        return false;
    buffer_char(out, ',');
    if (!value_json(a, out, l, f, row))
        return false;
    /* Names of custom fields say nothing by themselves. */
    if (custom) {
        buffer_char(out, ',');
        json_text(out, f->label);
    }
    buffer_char(out, ']');
    return true;
}

static void
state_json(struct buffer *out, const struct ledger *l, const struct record *row)
{
    const struct state *state = row ? state_find(l, row->state) : NULL;

    json_text(out, state ? state->label : row && *row->state ? row->state : NULL);
}

static void
head_json(struct buffer *out, const char *name, int64_t before, int64_t after)
{
    if (before == after)
        return;
    json_key(out, name, false);
    buffer_char(out, '[');
    buffer_int(out, before);
    buffer_char(out, ',');
    buffer_int(out, after);
    buffer_char(out, ']');
}

static void
heads_json(struct buffer *out, const struct ledger *l, const struct record *before,
           const struct record *row)
{
    static const struct record none = { .state = "" };
    const struct record *was = before ? before : &none;

    head_json(out, "contract", was->contract, row->contract);
    head_json(out, "organisation", was->organisation, row->organisation);
    head_json(out, "owner", was->owner, row->owner);
    head_json(out, "zone", was->zone, row->zone);
    if (strcmp(was->state, row->state) == 0)
        return;
    json_key(out, "state", false);
    buffer_char(out, '[');
    state_json(out, l, before);
    buffer_char(out, ',');
    state_json(out, l, row);
    buffer_char(out, ']');
}

bool
history_write(struct act *a, const struct ledger *l, const struct record *before,
              const struct record *row, const char *action)
{
    const struct shape *s = shape_of(l);
    struct buffer detail = detail_begin(a);

    if (row) {
        heads_json(&detail, l, before, row);
        for (size_t i = 0; i < s->field_count; i++)
            if (!pair_json(a, &detail, l, &s->fields[i], i >= s->declared, before, row))
                return false;
    }
    buffer_char(&detail, '}');
    return insert(a, l->name, row ? row->id : before->id, action, buffer_string(&detail));
}

bool
history_event(struct act *a, const char *ledger, int64_t record, const char *action,
              const char *detail)
{
    struct buffer out = detail_begin(a);
    size_t length = detail ? strlen(detail) : 0;

    must(!detail || (length >= 2 && detail[0] == '{' && detail[length - 1] == '}'));
    if (length > 2) {
        buffer_char(&out, ',');
        buffer_add(&out, detail + 1, length - 2);
    }
    buffer_char(&out, '}');
    return insert(a, ledger, record, action, buffer_string(&out));
}
