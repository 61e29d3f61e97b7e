#include "ledger/import_entry.h"

#include "ledger/import_kept.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"

static const struct table_column entry_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "番号" },
    { "ledger", COLUMN_TEXT, .required = true, .comment = "台帳" },
    { "contract", COLUMN_INT, .required = true, .comment = "契約" },
    { "name", COLUMN_TEXT, .comment = "ファイルの名前" },
    { "hash", COLUMN_TEXT, .required = true, .comment = "ファイルのSHA-256" },
    { "blob", COLUMN_TEXT, .comment = "保存したファイル" },
    { "mapping", COLUMN_TEXT, .required = true, .comment = "列の対応" },
    { "state", COLUMN_INT, .required = true, .comment = "状態" },
    { "rows", COLUMN_INT, .required = true, .comment = "行数" },
    { "done", COLUMN_INT, .required = true, .comment = "済んだ行" },
    { "added", COLUMN_INT, .required = true, .comment = "新規" },
    { "changed", COLUMN_INT, .required = true, .comment = "変更" },
    { "unchanged", COLUMN_INT, .required = true, .comment = "同じ" },
    { "wrong", COLUMN_INT, .required = true, .comment = "誤り" },
    { "actor", COLUMN_INT, .required = true, .comment = "取り込んだ人" },
    { "good", COLUMN_INT, .required = true, .comment = "正しい行だけ書き込む" },
    { "created_at", COLUMN_INSTANT, .required = true, .comment = "開始日時" },
    { "ended_at", COLUMN_INSTANT, .comment = "終了日時" },
    { "result", COLUMN_TEXT, .comment = "結果" },
    { "tab", COLUMN_TEXT, .comment = "Excelのシート" },
    { 0 },
};

static const struct table_index entry_indexes[] = {
    { "import_hash", "ledger, contract, hash" },
    { 0 },
};

const struct table import_table = { "import", "取込み", entry_columns, entry_indexes };

static const struct table_column part_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "import", COLUMN_INT, .required = true, .comment = "取込み" },
    { "contract", COLUMN_INT, .required = true, .comment = "契約" },
    { "until", COLUMN_INT, .required = true, .comment = "最後の行" },
    { "created", COLUMN_TEXT, .comment = "作った記録" },
    { "changed", COLUMN_TEXT, .comment = "変えた記録の元の値" },
    { 0 },
};

static const struct table_index part_indexes[] = {
    { "import_part_import", "import, id" },
    { 0 },
};

const struct table import_part_table = { "import_part", "取込みの一区切り", part_columns,
                                         part_indexes };

#define ENTRY_NAMES                                                                                \
    "id, ledger, contract, name, hash, blob, mapping, state, rows, done, added, changed,"          \
    " unchanged, wrong, actor, good, created_at, ended_at, result, tab"
#define C(m) COLUMN(struct import_entry, m)
#define ENTRY_COLUMNS                                                                              \
    COLUMNS(C(id), C(ledger), C(contract), C(name), C(hash), C(blob), C(mapping), C(state),        \
            C(rows), C(done), C(added), C(changed), C(unchanged), C(wrong), C(actor), C(good),     \
            C(created_at), C(ended_at), C(result), C(tab))

static const struct query get_query = {
    .name = "import.get",
    .sql = "SELECT " ENTRY_NAMES " FROM import WHERE id = :id",
    .row_size = sizeof(struct import_entry),
    .columns = ENTRY_COLUMNS,
};

static const struct query same_query = {
    .name = "import.same",
    .sql =
        "SELECT " ENTRY_NAMES " FROM import WHERE ledger = :ledger AND contract = :contract"
        " AND hash = :hash AND COALESCE(tab, '') = :tab AND state IN (:one, :other) ORDER BY id DESC LIMIT 1",
    .row_size = sizeof(struct import_entry),
    .columns = ENTRY_COLUMNS,
};

static const struct query insert_query = {
    .name = "import.insert",
    .sql = "INSERT INTO import (" ENTRY_NAMES ") VALUES (:id, :ledger, :contract, :name, :hash,"
           " :blob, :mapping, :state, :rows, :done, :added, :changed, :unchanged, :wrong, :actor,"
           " :good, :created_at, :ended_at, :result, :tab)",
};

static const struct query update_query = {
    .name = "import.update",
    .sql = "UPDATE import SET mapping = :mapping, state = :state, rows = :rows, done = :done,"
           " added = :added, changed = :changed, unchanged = :unchanged, wrong = :wrong,"
           " actor = :actor, good = :good, ended_at = :ended_at, result = :result WHERE id = :id",
};

static const struct query step_query = {
    .name = "import.step",
    .sql = "UPDATE import SET done = :done, added = :added, changed = :changed,"
           " unchanged = :unchanged, wrong = :wrong WHERE id = :id AND done = :was"
           " AND state = :state",
};

bool
import_entry_get(struct act *a, int64_t id, struct import_entry *out)
{
    bool found;

    if (!query_first(a, &get_query, out, &found, BOUND(BIND(id, id))))
        return false;
    return found || fail(a, FAULT_MISSING, NULL, "取込み %lld はありません。", (long long)id);
}

bool
import_entry_same(struct act *a, const struct import_result *r, enum import_state one,
                  enum import_state other, struct import_entry *out, bool *found)
{
    return query_first(a, &same_query, out, found,
                       BOUND(bind_text("ledger", r->ledger->name), BIND(contract, r->contract),
                             BIND(hash, r->sheet.hash),
                             bind_text("tab", r->sheet.tab ? r->sheet.tab : ""),
                             bind_int("one", one), bind_int("other", other)));
}

static const struct bound *
bounds_of(struct act *a, const struct import_entry *e)
{
    const struct bound bounds[] = {
        BIND(id, e->id),
        BIND(ledger, e->ledger),
        BIND(contract, e->contract),
        BIND(name, e->name),
        BIND(hash, e->hash),
        BIND(blob, e->blob),
        BIND(mapping, e->mapping),
        BIND(state, e->state),
        BIND(rows, e->rows),
        BIND(done, e->done),
        BIND(added, e->added),
        BIND(changed, e->changed),
        BIND(unchanged, e->unchanged),
        BIND(wrong, e->wrong),
        BIND(actor, e->actor),
        BIND(good, e->good),
        BIND(created_at, e->created_at),
        BIND(ended_at, e->ended_at),
        BIND(result, e->result),
        bind_text("tab", e->tab ? e->tab : ""),
        { 0 },
    };
    struct bound *kept = arena_get(a->arena, sizeof bounds);

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        kept[i] = bounds[i];
    return kept;
}

bool
import_entry_add(struct act *a, const struct import_entry *entry, int64_t *id)
{
    struct import_entry e = *entry;

    if (!counter_next(a, "import", false, &e.id))
        return false;
    *id = e.id;
    return query_run(a, &insert_query, NULL, bounds_of(a, &e));
}

bool
import_entry_put(struct act *a, const struct import_entry *entry)
{
    return query_run(a, &update_query, NULL, bounds_of(a, entry));
}

bool
import_entry_step(struct act *a, const struct import_entry *was, const struct import_entry *is)
{
    int64_t moved;

    if (!query_run(a, &step_query, &moved,
                   BOUND(BIND(done, is->done), BIND(added, is->added), BIND(changed, is->changed),
                         BIND(unchanged, is->unchanged), BIND(wrong, is->wrong), BIND(id, is->id),
                         bind_int("was", was->done), bind_int("state", IMPORT_WRITING))))
        return false;
    return moved == 1 ||
           fail(a, FAULT_BUSY, NULL, "取込み %lld はほかで書き込まれているか、止められました。",
                (long long)is->id);
}

static const struct query part_query = {
    .name = "import.part",
    .sql = "INSERT INTO import_part (id, import, contract, until, created, changed)"
           " VALUES (:id, :import, :contract, :until, :created, :changed)",
};

bool
import_part_add(struct act *a, const struct import_part *part)
{
    int64_t id;

    return counter_next(a, "import_part", false, &id) &&
           query_later(a, &part_query,
                       BOUND(BIND(id, id), BIND(import, part->import),
                             BIND(contract, part->contract), BIND(until, part->until),
                             BIND(created, part->created), BIND(changed, part->changed)));
}

enum { MOST_PARTS = 50 };

static const struct query parts_query = {
    .name = "import.parts",
    .sql = "SELECT id, import, contract, until, created, changed FROM import_part"
           " WHERE import = :import AND id < :below ORDER BY id DESC LIMIT :most",
    .row_size = sizeof(struct import_part),
    .columns = COLUMNS(COLUMN(struct import_part, id), COLUMN(struct import_part, import),
                       COLUMN(struct import_part, contract), COLUMN(struct import_part, until),
                       COLUMN(struct import_part, created), COLUMN(struct import_part, changed)),
};

bool
import_parts_newest(struct act *a, int64_t import, int64_t below, struct import_parts *out)
{
    return QUERY(a, &parts_query, *out, BIND(import, import),
                 BIND(below, below ? below : INT64_MAX), bind_int("most", MOST_PARTS));
}

static const struct query drop_query = {
    .name = "import.import_part_drop",
    .sql = "DELETE FROM import_part WHERE id = :id",
};

bool
import_part_drop(struct act *a, int64_t id)
{
    int64_t gone;

    if (!query_run(a, &drop_query, &gone, BOUND(BIND(id, id))))
        return false;
    return gone == 1 || fail(a, FAULT_BUSY, NULL, "この取込みはほかで取り消されています。");
}

static const char *const state_titles[IMPORT_STATES] = {
    [IMPORT_KEPT] = "確認前",  [IMPORT_WRITING] = "書込み中", [IMPORT_DONE] = "完了",
    [IMPORT_REFUSED] = "誤り", [IMPORT_STOPPED] = "停止",     [IMPORT_UNDONE] = "取消",
};

const char *
import_state_title(enum import_state state)
{
    return (size_t)state < IMPORT_STATES ? state_titles[state] : "";
}

const char *
import_kind_title(enum import_kind kind)
{
    static const char *const titles[] = { [IMPORT_NEW] = "新規",
                                          [IMPORT_CHANGED] = "変更",
                                          [IMPORT_UNCHANGED] = "同じ",
                                          [IMPORT_WRONG] = "誤り" };

    return titles[kind];
}
