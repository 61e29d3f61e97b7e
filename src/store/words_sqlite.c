/*
 * The index on SQLite: a contentless FTS5 table. Each group adds a segment; the writer merges
 * a few pages with each group and tidies up when it is idle.
 */
#include <string.h>

#include "base/buffer.h"
#include "base/tokens.h"
#include "store/engine.h"
#include "store/query.h"
#include "store/words_engine.h"
#include "store/words_index.h"

enum { MANY_SEGMENTS = 16 }; /* as schema() sets usermerge */

/* FTS5 by itself would merge 16 segments whole inside the COMMIT of the sixteenth, and 256,
   which took a third of a second; its own automerge goes in steps of 64 pages a level. So
   both are put out of the way, and only what words_merge is asked for happens. */
static bool
schema(struct act *a)
{
    return a->store->engine->script(
        a, "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, scope, tokenize='tasuki',"
           " content='', columnsize=0, detail=full);"
           "INSERT INTO words (words, rank) VALUES ('automerge', 0);"
           "INSERT INTO words (words, rank) VALUES ('crisismerge', 200);"
           "INSERT INTO words (words, rank) VALUES ('usermerge', 16);");
}

static bool
put(struct act *a, int64_t id, struct words before, struct words after)
{
    struct words_change change = {
        .id = id,
        .before = { arena_copy(a->arena, before.text), arena_copy(a->arena, before.scope) },
        .after = { arena_copy(a->arena, after.text), arena_copy(a->arena, after.scope) },
    };

    words_wait(a, change);
    return true;
}

static bool
is_something(struct words words)
{
    return words.text[0] || words.scope[0];
}

/* The old words are cut from the old text again: without content FTS5 must be told. */
bool
words_flush(struct act *a, const struct words_change *changes)
{
    static const struct query take_out = {
        .name = "words.delete",
        .sql =
            "INSERT INTO words (words, rowid, text, scope) VALUES ('delete', :id, :text, :scope)",
    };
    static const struct query put_in = {
        .name = "words.insert",
        .sql = "INSERT INTO words (rowid, text, scope) VALUES (:id, :text, :scope)",
    };

    for (const struct words_change *c = changes; c; c = c->next) {
        if (is_something(c->before) && !query_run(a, &take_out, NULL,
                                                  BOUND(BIND(id, c->id), BIND(text, c->before.text),
                                                        BIND(scope, c->before.scope))))
            return false;
        if (is_something(c->after) && !query_run(a, &put_in, NULL,
                                                 BOUND(BIND(id, c->id), BIND(text, c->after.text),
                                                       BIND(scope, c->after.scope))))
            return false;
    }
    return true;
}

/* Scope tokens begin with a character that no text holds, so no column is named: a filter
   by column would read every position of both sides. */
static const char *
match(struct act *a, const struct words_query *query)
{
    struct buffer out = { .arena = a->arena };
    const char *and = "";

    tokens_query(&out, query->text);
    if (out.length)
        and = " AND ";
    for (const char *const *condition = query->scope; *condition; condition++) {
        const char **tokens;
        size_t count = words_tokens(a->arena, *condition, &tokens);

        buffer_text(&out, and);
        buffer_char(&out, '(');
        for (size_t i = 0; i < count; i++)
            buffer_print(&out, "%s\"%s\"", i ? " OR " : "", tokens[i]);
        /* No alternative at all lets nothing through. */
        buffer_text(&out, count ? ")" : "\"\xEE\x80\x80\")");
        and = " AND ";
    }
    return buffer_string(&out);
}

static int64_t
below(const struct words_query *query)
{
    return query->before ? query->before : INT64_MAX;
}

struct hit {
    int64_t id;
};

static const struct query newest_query = {
    .name = "words.find",
    .sql = "SELECT rowid FROM words WHERE words MATCH :match AND rowid < :before"
           " ORDER BY rowid DESC LIMIT :most",
    .row_size = sizeof(struct hit),
    .columns = COLUMNS(COLUMN(struct hit, id)),
};

/* Hits as they come. */
struct taking {
    const struct words_query *query;
    int64_t *ids;
    size_t count;
};

/* SQLite itself would look at the clock only once in some hundred hits. */
static bool
take(void *with, const void *row)
{
    struct taking *t = with;

    t->ids[t->count++] = ((const struct hit *)row)->id;
    if (t->query->until)
        *t->query->late = clock_ticks() >= t->query->until;
    return !t->query->until || !*t->query->late;
}

static bool
find(struct act *a, const struct words_query *query, int64_t *ids, size_t *count)
{
    struct taking taking = { .query = query, .ids = ids };

    if (!query_each(a, &newest_query, take, &taking,
                    BOUND(BIND(match, match(a, query)), BIND(before, below(query)),
                          BIND(most, (int64_t)query->most))))
        return false;
    *count = taking.count;
    return true;
}

/* What this act had put before is forgotten with the rest. */
static bool
clear(struct act *a)
{
    static const struct query all = {
        .name = "words.clear",
        .sql = "INSERT INTO words (words) VALUES ('delete-all')",
    };

    a->link->words = NULL;
    a->link->last_words = NULL;
    return query_run(a, &all, NULL, UNBOUND);
}

static const struct query changes_query = {
    .name = "words.changes",
    .sql = "SELECT total_changes() AS id",
    .row_size = sizeof(struct hit),
    .columns = COLUMNS(COLUMN(struct hit, id)),
};

static bool
changes(struct act *a, int64_t *count)
{
    struct hit row = { 0 };
    bool found;

    if (!query_first(a, &changes_query, &row, &found, UNBOUND))
        return false;
    *count = row.id;
    return true;
}

static bool
merge_from(struct act *a, int segments)
{
    static const struct query least = {
        .name = "words.merge.least",
        .sql = "INSERT INTO words (words, rank) VALUES ('usermerge', :segments)",
    };

    return query_run(a, &least, NULL, BOUND(BIND(segments, segments)));
}

/* How many segments are worth it is a setting of the table, as before afterwards. */
static bool
merge(struct act *a, int pages, int segments, bool *more)
{
    static const struct query step = {
        .name = "words.merge",
        .sql = "INSERT INTO words (words, rank) VALUES ('merge', :pages)",
    };
    int64_t before;
    int64_t after;

    if ((segments != MANY_SEGMENTS && !merge_from(a, segments)) || !changes(a, &before) ||
        !query_run(a, &step, NULL, BOUND(BIND(pages, pages))) || !changes(a, &after))
        return false;
    *more = after - before >= 2; /* the statement itself is one */
    return segments == MANY_SEGMENTS || merge_from(a, MANY_SEGMENTS);
}

const struct words_index *
words_sqlite(void)
{
    static const struct words_index index = {
        .schema = schema,
        .put = put,
        .find = find,
        .clear = clear,
        .merge = merge,
    };

    return &index;
}
