#include "store/backup_read.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "store/act.h"
#include "store/table_csv.h"

enum {
    WHOLE_MOST = 256 * 1024 * 1024, /* of what is held in memory at once */
    TABLES_MOST = 4096,
    COLUMN_TYPES = COLUMN_INSTANT + 1,
};

static const char *const type_names[COLUMN_TYPES] = {
    [COLUMN_INT] = "int",         [COLUMN_OPEN] = "open", [COLUMN_TEXT] = "text",
    [COLUMN_BYTES] = "bytes",     [COLUMN_BOOL] = "bool", [COLUMN_DATE] = "date",
    [COLUMN_INSTANT] = "instant",
};

const char *
backup_type_name(enum column_type type)
{
    return type_names[type];
}

bool
backup_type_find(const char *name, enum column_type *type)
{
    for (size_t i = 0; name && i < COLUMN_TYPES; i++)
        if (strcmp(name, type_names[i]) == 0) {
            *type = (enum column_type)i;
            return true;
        }
    return false;
}

const struct table *const *
backup_tables(struct act *a, const struct backup_options *options)
{
    const struct table *const *own = store_tables();
    const struct table **all;
    size_t count = 0;

    while (own[count])
        count++;
    all = NEW_ARRAY(a->arena, count + options->table_count + 1, const struct table *);
    memcpy(all, own, count * sizeof *all);
    for (size_t i = 0; i < options->table_count; i++) {
        size_t at = 0;

        while (at < count && strcmp(all[at]->name, options->tables[i]->name) != 0)
            at++;
        all[at] = options->tables[i];
        count += at == count;
    }
    return all;
}

/* The digest and count of one table while its parts come by. */
struct seen {
    char name[ARCHIVE_NAME];
    struct sha256_run digest;
    uint8_t sum[SHA256_BYTES];
    int64_t rows;
    bool open;
};

struct visit {
    const struct backup_visitor *visitor;
    struct backup_facts *facts;
    struct archive_reader *reader;
    struct seen *tables;
    size_t count;
    bool manifest;
    bool ended;
    int64_t blobs;
};

static bool
differs(struct act *a, const char *what)
{
    return fail(a, FAULT_BROKEN, NULL, "バックアップの中身が控えの数と合いません（%s）。", what);
}

static void
close_table(struct seen *seen)
{
    if (seen->open)
        sha256_end(&seen->digest, seen->sum);
    seen->open = false;
}

static void
visit_release(void *thing)
{
    struct visit *v = thing;

    for (size_t i = 0; i < v->count; i++)
        close_table(&v->tables[i]);
}

static bool
read_whole(struct act *a, struct visit *v, int64_t size, char **bytes)
{
    size_t got;

    if (size > WHOLE_MOST)
        return differs(a, "大きさ");
    *bytes = arena_get(a->arena, (size_t)size + 1);
    return archive_read(a, v->reader, *bytes, (size_t)size, &got);
}

static const char *
text_of(struct act *a, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return arena_copy(a->arena, text ? text : "");
}

static int64_t
number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static bool
read_json(struct act *a, struct visit *v, int64_t size, json_t **out)
{
    const char *why;
    char *bytes;

    if (!read_whole(a, v, size, &bytes))
        return false;
    return json_read(a->arena, bytes, (size_t)size, out, &why) || differs(a, why);
}

static bool
see_manifest(struct act *a, struct visit *v, int64_t size)
{
    json_t *json;

    if (v->manifest || v->count > 0)
        return differs(a, "manifest.json");
    if (!read_json(a, v, size, &json))
        return false;
    v->manifest = true;
    v->facts->installation = text_of(a, json, "installation");
    v->facts->head = text_of(a, json, "head");
    v->facts->schema = number_of(json, "schema");
    v->facts->at.us = number_of(json, "at");
    if (number_of(json, "format") != 1)
        return fail(a, FAULT_BROKEN, NULL,
                    "このバックアップは新しい版のプログラムで作られています。");
    return !v->visitor->manifest || v->visitor->manifest(a, v->visitor->with, json);
}

/* "tables/<table>/<part>.csv" */
static bool
see_part(struct act *a, struct visit *v, char *name, int64_t size)
{
    char *table = name + strlen("tables/");
    char *slash = strchr(table, '/');
    const char *heading;
    struct seen *seen;
    char *bytes;

    if (!v->manifest || v->ended || !slash || v->count == TABLES_MOST)
        return differs(a, name);
    *slash = '\0';
    seen = v->count > 0 ? &v->tables[v->count - 1] : NULL;
    if (!seen || strcmp(seen->name, table) != 0) {
        if (seen)
            close_table(seen);
        seen = &v->tables[v->count++];
        memcpy(seen->name, table, strlen(table) + 1);
        sha256_init(&seen->digest);
        seen->open = true;
    }
    if (!read_whole(a, v, size, &bytes))
        return false;
    heading = memchr(bytes, '\n', (size_t)size);
    if (!heading)
        return differs(a, table);
    heading++;
    sha256_add(&seen->digest, heading, (size_t)(bytes + size - heading));
    seen->rows += table_csv_count(heading, (size_t)(bytes + size - heading));
    return !v->visitor->part || v->visitor->part(a, v->visitor->with, table, bytes, (size_t)size);
}

static bool
see_blob(struct act *a, struct visit *v, const char *name)
{
    if (!v->manifest || v->ended)
        return differs(a, name);
    v->blobs++;
    return !v->visitor->blob ||
           v->visitor->blob(a, v->visitor->with, name + strlen("blobs/"), v->reader);
}

static const struct seen *
table_seen(const struct visit *v, const char *name)
{
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(v->tables[i].name, name) == 0)
            return &v->tables[i];
    return NULL;
}

static bool
compare(struct act *a, struct visit *v, const json_t *json)
{
    const json_t *list = json_object_get(json, "tables");
    size_t with_rows = 0;
    const json_t *table;
    size_t i;

    json_array_foreach(list, i, table)
    {
        const char *name = text_of(a, table, "name");
        int64_t rows = number_of(table, "rows");
        const struct seen *seen = table_seen(v, name);

        v->facts->tables++;
        v->facts->rows += rows;
        with_rows += rows > 0;
        if (rows != (seen ? seen->rows : 0) ||
            (seen && strcmp(hex_print(a->arena, seen->sum, SHA256_BYTES),
                            text_of(a, table, "sha256")) != 0))
            return differs(a, name);
    }
    v->facts->blobs = v->blobs;
    return (with_rows == v->count && number_of(json, "blobs") == v->blobs) ||
           differs(a, "end.json");
}

static bool
see_end(struct act *a, struct visit *v, int64_t size)
{
    json_t *json;

    if (!v->manifest || v->ended || !read_json(a, v, size, &json))
        return differs(a, "end.json");
    v->ended = true;
    if (v->count > 0)
        close_table(&v->tables[v->count - 1]);
    return compare(a, v, json) && (!v->visitor->end || v->visitor->end(a, v->visitor->with, json));
}

static bool
see(struct act *a, struct visit *v, char name[ARCHIVE_NAME], int64_t size)
{
    struct arena_mark mark;
    bool done;

    if (strcmp(name, "manifest.json") == 0)
        return see_manifest(a, v, size);
    if (strcmp(name, "end.json") == 0)
        return see_end(a, v, size);
    mark = arena_mark(a->arena);
    if (strncmp(name, "tables/", 7) == 0)
        done = see_part(a, v, name, size);
    else if (strncmp(name, "blobs/", 6) == 0)
        done = see_blob(a, v, name);
    else
        done = differs(a, name);
    if (done) {
        act_end(a);
        arena_reset(a->arena, mark);
    }
    return done;
}

bool
backup_visit(struct act *a, const char *path, const struct backup_visitor *visitor,
             struct backup_facts *facts)
{
    struct visit *v = NEW(a->arena, struct visit);
    char name[ARCHIVE_NAME];
    int64_t size;
    bool more = true;

    *facts = (struct backup_facts){ .installation = "", .head = "" };
    v->visitor = visitor;
    v->facts = facts;
    v->tables = NEW_ARRAY(a->arena, TABLES_MOST, struct seen);
    arena_defer(a->arena, visit_release, v);
    if (!archive_open(a, path, &v->reader))
        return false;
    memcpy(facts->id, archive_id(v->reader), BACKUP_ID_TEXT);
    while (more) {
        if (!archive_next(a, v->reader, name, &size, &more) || (more && !see(a, v, name, size)))
            return false;
    }
    facts->bytes = archive_bytes(v->reader);
    facts->done = instant_now();
    return v->ended || differs(a, "end.json");
}
