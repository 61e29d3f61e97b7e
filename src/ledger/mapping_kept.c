/* Mappings under a name. */

#include <string.h>

#include "base/arena.h"
#include "ledger/access.h"
#include "ledger/ledger.h"
#include "ledger/mapping.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

enum { LONGEST_NAME = 100 };

static const struct table_column columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "ledger", COLUMN_TEXT, .required = true, .comment = "台帳" },
    { "name", COLUMN_TEXT, .required = true, .comment = "名前" },
    { "content", COLUMN_TEXT, .required = true, .comment = "列の対応" },
    { "actor", COLUMN_INT, .required = true, .comment = "作成者" },
    { "changed_at", COLUMN_INSTANT, .required = true, .comment = "変更日時" },
    { 0 },
};

static const struct table_index indexes[] = {
    { "mapping_name_unique", "ledger, name", .unique = true },
    { 0 },
};

const struct table mapping_table = { "mapping", "取込みの列の対応", columns, indexes };

struct kept {
    int64_t id;
    const char *name;
    const char *content;
};
struct kept_list {
    struct kept *rows;
    size_t count;
};

#define KEPT                                                                                       \
    COLUMNS(COLUMN(struct kept, id), COLUMN(struct kept, name), COLUMN(struct kept, content))

static const struct query find_query = {
    .name = "mapping.find",
    .sql = "SELECT id, name, content FROM mapping WHERE ledger = :ledger AND name = :name",
    .row_size = sizeof(struct kept),
    .columns = KEPT,
};

static const struct query names_query = {
    .name = "mapping.names",
    .sql = "SELECT id, name, content FROM mapping WHERE ledger = :ledger ORDER BY name",
    .row_size = sizeof(struct kept),
    .columns = KEPT,
};

static const struct query insert_query = {
    .name = "mapping.insert",
    .sql = "INSERT INTO mapping (id, ledger, name, content, actor, changed_at)"
           " VALUES (:id, :ledger, :name, :content, :actor, :now)",
};

static const struct query update_query = {
    .name = "mapping.update",
    .sql = "UPDATE mapping SET content = :content, actor = :actor, changed_at = :now"
           " WHERE id = :id",
};

struct saving {
    const struct mapping *mapping;
    const char *name;
    const char *content;
};

static bool
save(struct act *a, void *with)
{
    const struct saving *s = with;
    const char *ledger = s->mapping->ledger->name;
    struct kept row;
    bool found;

    if (!query_first(a, &find_query, &row, &found,
                     BOUND(BIND(ledger, ledger), BIND(name, s->name))))
        return false;
    if (found)
        return query_run(a, &update_query, NULL,
                         BOUND(BIND(content, s->content), BIND(actor, a->who->id),
                               BIND(now, a->now), BIND(id, row.id)));
    return counter_next(a, "mapping", false, &row.id) &&
           query_run(a, &insert_query, NULL,
                     BOUND(BIND(id, row.id), BIND(ledger, ledger), BIND(name, s->name),
                           BIND(content, s->content), BIND(actor, a->who->id), BIND(now, a->now)));
}

bool
mapping_save(struct act *a, const struct mapping *mapping, const char *name)
{
    struct saving s = { mapping, name, mapping_json(a, mapping) };

    if (!*name || strlen(name) > LONGEST_NAME)
        return fail(a, FAULT_INVALID, "mapping", "列の対応の名前は1～100バイトで書きます。");
    if (!access_may(a, mapping->ledger, DEED_IMPORT, NULL))
        return fail(a, FAULT_DENIED, NULL, "%sに取り込む権限がありません。",
                    mapping->ledger->title);
    return act_write(a, save, &s);
}

bool
mapping_load(struct act *a, const struct ledger *l, const struct sheet *sheet, const char *name,
             struct mapping *out)
{
    struct kept row;
    bool found;

    if (!query_first(a, &find_query, &row, &found, BOUND(BIND(ledger, l->name), BIND(name, name))))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, "mapping", "「%s」という列の対応は保存されていません。",
                    name);
    return mapping_parse(a, l, sheet, row.content, out);
}

bool
mapping_names(struct act *a, const struct ledger *l, const char *const **names, size_t *count)
{
    struct kept_list list;
    const char **out;

    if (!QUERY(a, &names_query, list, BIND(ledger, l->name)))
        return false;
    out = NEW_ARRAY(a->arena, list.count, const char *);
    for (size_t i = 0; i < list.count; i++)
        out[i] = list.rows[i].name;
    *names = out;
    *count = list.count;
    return true;
}
