#include "contract/approval_content.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { SALT = 16, GROUP = 8 };

struct file_row {
    const char *name;
    const char *hash;
};
struct file_rows {
    struct file_row *rows;
    size_t count;
};

static const struct query files_query = {
    .name = "approval.files",
    .sql = "SELECT name, hash FROM attachment WHERE record = :record AND hidden = :hidden"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct file_row),
    .columns = COLUMNS(COLUMN(struct file_row, name), COLUMN(struct file_row, hash)),
};

static const char *
in_groups(struct act *a, const char *hex)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; hex[i]; i++) {
        if (i && i % GROUP == 0)
            buffer_char(&out, ':');
        buffer_char(&out, hex[i]);
    }
    return buffer_string(&out);
}

static const char *
hash_of(struct act *a, const char *text)
{
    uint8_t sum[SHA256_BYTES];

    sha256(text, strlen(text), sum);
    return in_groups(a, hex_print(a->arena, sum, sizeof sum));
}

static void
put_field(struct act *a, struct buffer *out, const struct ledger *l, const struct field *f,
          const struct record *row, bool first)
{
    const void *at = record_at(a, l, f, row);

    json_key(out, f->name, first);
    buffer_char(out, '{');
    json_key(out, "label", true);
    json_text(out, f->label);
    json_key(out, "value", false);
    json_text(out, field_text(a, f, at, STYLE_PLAIN));
    json_key(out, "shown", false);
    json_text(out, field_text(a, f, at, STYLE_SHOWN));
    buffer_char(out, '}');
}

/* The object of all fields of one kind; false when there are none. */
static bool
put_fields(struct act *a, struct buffer *out, const struct ledger *l, const struct record *row,
           bool personal)
{
    const struct shape *s = shape_of(l);
    bool first = true;

    buffer_char(out, '{');
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (f->personal != personal || f->secret || (f->fixed && f->type != FIELD_FILE) ||
            field_is_empty(f, record_at(a, l, f, row)))
            continue;
        put_field(a, out, l, f, row, first);
        first = false;
    }
    buffer_char(out, '}');
    return !first;
}

static bool
put_files(struct act *a, struct buffer *out, int64_t record)
{
    struct file_rows files;

    if (!QUERY(a, &files_query, files, BIND(record, record), BIND(hidden, false)))
        return false;
    buffer_char(out, '[');
    for (size_t i = 0; i < files.count; i++) {
        buffer_text(out, i ? ",{" : "{");
        json_key(out, "name", true);
        json_text(out, files.rows[i].name);
        json_key(out, "hash", false);
        json_text(out, in_groups(a, files.rows[i].hash));
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
    return true;
}

static json_t *
parsed(struct act *a, const char *text)
{
    const char *why;
    json_t *out = NULL;

    return text && *text && json_read(a->arena, text, strlen(text), &out, &why) ? out : NULL;
}

static const char *
salt_like(struct act *a, const struct frozen *like)
{
    const char *salt =
        like ? json_string_value(json_object_get(parsed(a, like->details), "salt")) : NULL;
    uint8_t bytes[SALT];

    if (salt)
        return salt;
    random_bytes(bytes, sizeof bytes);
    return in_groups(a, hex_print(a->arena, bytes, sizeof bytes));
}

bool
freeze(struct act *a, const struct ledger *l, const struct record *row, const struct frozen *like,
       struct frozen *out)
{
    struct buffer content = { .arena = a->arena }, details = { .arena = a->arena };

    buffer_char(&details, '{');
    json_key(&details, "salt", true);
    json_text(&details, salt_like(a, like));
    json_key(&details, "fields", false);
    out->details = "";
    if (put_fields(a, &details, l, row, true)) {
        buffer_char(&details, '}');
        out->details = buffer_string(&details);
    }
    buffer_char(&content, '{');
    json_key(&content, "ledger", true);
    json_text(&content, l->name);
    json_key(&content, "record", false);
    buffer_int(&content, row->id);
    json_key(&content, "fields", false);
    put_fields(a, &content, l, row, false);
    json_key(&content, "files", false);
    if (!put_files(a, &content, row->id))
        return false;
    if (*out->details) {
        json_key(&content, "details", false);
        json_text(&content, hash_of(a, out->details));
    }
    buffer_char(&content, '}');
    out->content = buffer_string(&content);
    out->hash = hash_of(a, out->content);
    return true;
}

bool
freeze_record(struct act *a, const struct ledger *l, int64_t id, const struct frozen *like,
              struct record **row, struct frozen *out, bool *found)
{
    struct record *record = ledger_new(a, l);

    *row = record;
    if (!shape_read(a, shape_of(l), id, true, record, found))
        return false;
    *found = *found && !record->removed_at.us;
    return !*found || freeze(a, l, record, like, out);
}

/* --- differences ------------------------------------------------------------------------ */

struct comparing {
    struct act *a;
    bool whole;
    bool personal;
    struct content_changes *out;
};

enum { MOST_CHANGES = 600 };

static const char *
text_of(json_t *field, const char *name)
{
    const char *text = json_string_value(json_object_get(field, name));

    return text ? text : "";
}

static void
add_change(struct comparing *c, const char *name, json_t *from, json_t *to)
{
    if (c->out->count == MOST_CHANGES ||
        (!c->whole && strcmp(text_of(from, "value"), text_of(to, "value")) == 0))
        return;
    c->out->rows[c->out->count++] = (struct content_change){
        .field = name,
        .label = text_of(to ? to : from, "label"),
        .before = text_of(from, "shown"),
        .after = text_of(to, "shown"),
        .personal = c->personal,
    };
}

static void
compare_fields(struct comparing *c, json_t *from, json_t *to)
{
    const char *name;
    json_t *value;

    json_object_foreach(to, name, value)
    {
        add_change(c, name, json_object_get(from, name), value);
    }
    json_object_foreach(from, name, value)
    {
        if (!json_object_get(to, name))
            add_change(c, name, value, NULL);
    }
}

static bool
has_file(json_t *files, json_t *file)
{
    size_t i;
    json_t *one;

    json_array_foreach(files, i, one)
    {
        if (json_equal(one, file))
            return true;
    }
    return false;
}

static void
add_file(struct comparing *c, json_t *file, bool before, bool after)
{
    if (c->out->count == MOST_CHANGES || (before && after && !c->whole))
        return;
    c->out->rows[c->out->count++] = (struct content_change){
        .field = "",
        .label = "添付ファイル",
        .before = before ? text_of(file, "name") : "",
        .after = after ? text_of(file, "name") : "",
    };
}

static void
compare_files(struct comparing *c, json_t *from, json_t *to)
{
    size_t i;
    json_t *file;

    json_array_foreach(to, i, file)
    {
        add_file(c, file, has_file(from, file), true);
    }
    json_array_foreach(from, i, file)
    {
        if (!has_file(to, file))
            add_file(c, file, true, false);
    }
}

bool
frozen_differences(struct act *a, const struct frozen *from, const struct frozen *to, bool whole,
                   struct content_changes *out)
{
    json_t *left = from ? parsed(a, from->content) : NULL, *right = parsed(a, to->content);
    json_t *hidden_left = from ? parsed(a, from->details) : NULL;
    json_t *hidden_right = parsed(a, to->details);
    struct comparing c = { .a = a, .whole = whole, .out = out };

    *out = (struct content_changes){ NEW_ARRAY(a->arena, MOST_CHANGES, struct content_change), 0 };
    if (!right || (from && !left))
        return fail(a, FAULT_BROKEN, NULL, "承認された内容を読み出せません。");
    compare_fields(&c, json_object_get(left, "fields"), json_object_get(right, "fields"));
    c.personal = true;
    compare_fields(&c, json_object_get(hidden_left, "fields"),
                   json_object_get(hidden_right, "fields"));
    c.personal = false;
    compare_files(&c, json_object_get(left, "files"), json_object_get(right, "files"));
    return true;
}
