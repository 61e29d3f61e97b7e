/*
 * The index on PostgreSQL: one row a document, with the folded text and the scope to be
 * compared exactly, and under GIN the hashes of all tokens.
 *
 * GIN knows nothing of order, so a common word would bring all its documents to be sorted.
 * A search therefore goes in steps, the later ones only while too few were found: the
 * newest documents one by one; the rest of the small block of ids they end in, then of
 * the large one – the numbers of a document's blocks are tokens too, so that GIN looks no
 * further –; and then all older ones. A word that gets so far is rare. The steps are one
 * statement: the parts of a UNION ALL run in turn and stop at the LIMIT. With 500,000
 * documents each step then sorts some hundred hits at most.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/tokens.h"
#include "store/engine.h"
#include "store/query.h"
#include "store/words_index.h"

/* Ids of one block share their upper bits; the mask and the sum keep the blocks of both
   sizes apart and inside an integer. Other tokens with such a number do no harm, since ids
   are compared too. add_blocks says the same in C. */
#define SMALL_BLOCK(id) "((" id " >> 13) & 536870911)::integer"
#define LARGE_BLOCK(id) "(((" id " >> 16) & 536870911) + 536870912)::integer"
#define EDGE "(SELECT id FROM edge)"
#define SMALL_END "(SELECT small FROM edge)"
#define LARGE_END "(SELECT large FROM edge)"
#define NEWEST "500"

static bool
schema(struct act *a)
{
    /* Tokens are only read by the index: out of line, the rows that are compared stay
       close together. The pending list is emptied once a second (postgres_watch.c). */
    return a->store->engine->script(
        a, "CREATE TABLE IF NOT EXISTS word (id bigint PRIMARY KEY,"
           " text text COLLATE \"C\" NOT NULL, scope text COLLATE \"C\" NOT NULL,"
           " tokens integer[] NOT NULL);"
           "ALTER TABLE word ALTER tokens SET STORAGE EXTERNAL;"
           "COMMENT ON TABLE word IS '検索の索引';"
           "CREATE INDEX IF NOT EXISTS word_tokens ON word USING gin (tokens)"
           " WITH (gin_pending_list_limit = 16384);");
}

/* FNV-1a. Two tokens with one hash only make a hit that the comparison drops. */
static int32_t
hash_of(const char *token)
{
    uint32_t hash = 2166136261u;

    for (; *token; token++)
        hash = (hash ^ (unsigned char)*token) * 16777619u;
    return (int32_t)hash;
}

static int
compare(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;

    return (a > b) - (a < b);
}

struct hashes {
    int32_t *list;
    size_t count;
};

static void
add_hashes(struct hashes *h, const char *const *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        h->list[h->count++] = hash_of(tokens[i]);
}

static void
add_blocks(struct hashes *h, int64_t id)
{
    h->list[h->count++] = (int32_t)(id >> 13 & 536870911);
    h->list[h->count++] = (int32_t)((id >> 16 & 536870911) + 536870912);
}

/* `{1,2,3}`, each once, ascending: GIN sorts what it is given and is quick where nothing is
   left to sort. */
static const char *
array_of(struct act *a, struct hashes *h)
{
    struct buffer out = { .arena = a->arena };

    if (h->count)
        qsort(h->list, h->count, sizeof(*h->list), compare);
    buffer_char(&out, '{');
    for (size_t i = 0; i < h->count; i++) {
        if (i && h->list[i] == h->list[i - 1])
            continue;
        if (i)
            buffer_char(&out, ',');
        buffer_int(&out, h->list[i]);
    }
    buffer_char(&out, '}');
    return buffer_string(&out);
}

/* Tokens with a space on both sides, so that a part of one is not taken for it. */
static const char *
spaced(struct act *a, const char *const *tokens, size_t count)
{
    struct buffer out = { .arena = a->arena };

    buffer_char(&out, ' ');
    for (size_t i = 0; i < count; i++)
        buffer_print(&out, "%s ", tokens[i]);
    return buffer_string(&out);
}

static bool
take_out(struct act *a, int64_t id)
{
    static const struct query query = {
        .name = "word.delete",
        .sql = "DELETE FROM word WHERE id = :id",
    };

    return query_later(a, &query, BOUND(BIND(id, id)));
}

static bool
put(struct act *a, int64_t id, struct words before, struct words after)
{
    static const struct query query = {
        .name = "word.put",
        .sql = "INSERT INTO word (id, text, scope, tokens) VALUES (:id, :text, :scope,"
               " :tokens::integer[])"
               " ON CONFLICT (id) DO UPDATE SET text = excluded.text,"
               " scope = excluded.scope, tokens = excluded.tokens",
    };
    struct hashes hashes = { 0 };
    const char **words, **scope;
    size_t word_count, scope_count;

    (void)before;
    if (!after.text[0] && !after.scope[0])
        return take_out(a, id);
    word_count = tokens_all(a->arena, after.text, strlen(after.text), &words);
    scope_count = words_tokens(a->arena, after.scope, &scope);
    hashes.list = NEW_ARRAY(a->arena, word_count + scope_count + 2, int32_t);
    add_hashes(&hashes, words, word_count);
    add_hashes(&hashes, scope, scope_count);
    add_blocks(&hashes, id);
    return query_later(a, &query,
                       BOUND(BIND(id, id), BIND(text, after.text),
                             BIND(scope, spaced(a, scope, scope_count)),
                             BIND(tokens, array_of(a, &hashes))));
}

/* One scope condition. */
struct condition {
    const char **tokens;
    size_t count;
};

/* A query as the statement needs it. */
struct asked {
    const struct words_query *query;
    int64_t most;
    const char **words; /* as the text must hold them */
    size_t word_count;
    struct condition *conditions;
    size_t condition_count;
    const char *all; /* hashes of the tokens that every hit has */
};

/* The words of a query as they stand in the text: hyphens before a word were folded away
   where they followed kana (base/fold.h). */
static size_t
words_of(struct act *a, const char *text, const char ***words)
{
    size_t count = words_tokens(a->arena, text, words);

    for (size_t i = 0; i < count; i++)
        while ((*words)[i][0] == '-' && (*words)[i][1])
            (*words)[i]++;
    return count;
}

static struct asked
asked_of(struct act *a, const struct words_query *query)
{
    struct asked asked = { .query = query, .most = (int64_t)query->most };
    struct hashes all = { 0 };
    const char **tokens;
    size_t count = tokens_list(a->arena, query->text, &tokens);

    while (query->scope[asked.condition_count])
        asked.condition_count++;
    asked.conditions = NEW_ARRAY(a->arena, asked.condition_count, struct condition);
    asked.word_count = words_of(a, query->text, &asked.words);
    all.list = NEW_ARRAY(a->arena, count + asked.condition_count, int32_t);
    add_hashes(&all, tokens, count);
    for (size_t i = 0; i < asked.condition_count; i++) {
        struct condition *c = &asked.conditions[i];

        c->count = words_tokens(a->arena, query->scope[i], &c->tokens);
        if (c->count == 1)
            add_hashes(&all, c->tokens, 1);
    }
    asked.all = array_of(a, &all);
    return asked;
}

/* The exact comparison, on the text and scope of a row. */
static void
add_comparison(struct act *a, struct sql *s, const struct asked *asked)
{
    SQL(s, "true");
    for (size_t i = 0; i < asked->condition_count; i++) {
        const struct condition *c = &asked->conditions[i];

        SQL(s, " AND (false");
        for (size_t j = 0; j < c->count; j++) {
            SQL(s, " OR strpos(scope, ");
            sql_value(s, bind_text(NULL, spaced(a, &c->tokens[j], 1)));
            SQL(s, ") > 0");
        }
        SQL(s, ")");
    }
    for (size_t i = 0; i < asked->word_count; i++) {
        SQL(s, " AND strpos(text, ");
        sql_value(s, bind_text(NULL, asked->words[i]));
        SQL(s, ") > 0");
    }
}

static void
add_most(struct sql *s, const struct asked *asked)
{
    SQL(s, " LIMIT ");
    sql_value(s, bind_int(NULL, asked->most));
}

static void
add_before(struct sql *s, const struct asked *asked)
{
    SQL(s, " WHERE id < ");
    sql_value(s, bind_int(NULL, asked->query->before ? asked->query->before : INT64_MAX));
    SQL(s, " ORDER BY id DESC");
}

/* From where on the steps look: `edge` is the newest document that the first does not see,
   or 0, `small` and `large` the ends of the blocks below it. */
static void
add_edges(struct sql *s, const struct asked *asked)
{
    SQL(s, "WITH first AS MATERIALIZED (SELECT coalesce((SELECT id FROM word");
    add_before(s, asked);
    SQL(s, " OFFSET " NEWEST " LIMIT 1), 0) AS id),"
           " edge AS MATERIALIZED (SELECT id, (id >> 13 << 13) - 1 AS small,"
           " ((id >> 13 << 13) - 1) >> 16 << 16 AS large FROM first) ");
}

/* Conditions with one token are among `all`. */
static void
add_tokens(struct act *a, struct sql *s, const struct asked *asked)
{
    for (size_t i = 0; i < asked->condition_count; i++) {
        const struct condition *c = &asked->conditions[i];
        struct hashes any = { .list = NEW_ARRAY(a->arena, c->count, int32_t) };

        if (c->count == 1)
            continue;
        add_hashes(&any, c->tokens, c->count);
        SQL(s, " AND tokens && ");
        sql_value(s, bind_text(NULL, array_of(a, &any)));
        SQL(s, "::integer[]");
    }
}

enum step { STEP_SMALL, STEP_LARGE, STEP_REST };

/* A step by GIN; `+ 0` keeps the planner from walking the primary key. */
static void
add_step(struct act *a, struct sql *s, const struct asked *asked, enum step step)
{
    SQL(s, " UNION ALL (SELECT id FROM word WHERE tokens @> (");
    sql_value(s, bind_text(NULL, asked->all));
    switch (step) {
    case STEP_SMALL:
        SQL(s, "::integer[] || " SMALL_BLOCK(EDGE) ")");
        SQL(s, " AND id + 0 <= " EDGE " AND id + 0 > " SMALL_END);
        break;
    case STEP_LARGE:
        SQL(s, "::integer[] || " LARGE_BLOCK(SMALL_END) ")");
        SQL(s, " AND id + 0 <= " SMALL_END " AND id + 0 >= " LARGE_END);
        break;
    case STEP_REST:
        SQL(s, "::integer[]) AND id + 0 < " LARGE_END);
        break;
    }
    add_tokens(a, s, asked);
    SQL(s, " AND ");
    add_comparison(a, s, asked);
    SQL(s, " ORDER BY id DESC");
    add_most(s, asked);
    SQL(s, ")");
}

static void
add_search(struct act *a, struct sql *s, const struct asked *asked)
{
    SQL(s, "(SELECT id FROM (SELECT id, text, scope FROM word");
    add_before(s, asked);
    SQL(s, " LIMIT " NEWEST ") newest WHERE ");
    add_comparison(a, s, asked);
    SQL(s, ")");
    add_step(a, s, asked, STEP_SMALL);
    add_step(a, s, asked, STEP_LARGE);
    add_step(a, s, asked, STEP_REST);
}

struct hit {
    int64_t id;
};

static bool
find(struct act *a, const struct words_query *query, int64_t *ids, size_t *count)
{
    struct asked asked = asked_of(a, query);
    struct sql *s = sql_new(a, "word.find");
    struct hit *hits;

    add_edges(s, &asked);
    SQL(s, "SELECT id FROM (");
    add_search(a, s, &asked);
    SQL(s, ") found");
    add_most(s, &asked);
    sql_until(s, query->until, query->late);
    if (!sql_rows(a, s, COLUMNS(COLUMN(struct hit, id)), sizeof(*hits), &hits, count))
        return false;
    for (size_t i = 0; i < *count; i++)
        ids[i] = hits[i].id;
    return true;
}

static bool
clear(struct act *a)
{
    return a->store->engine->script(a, "TRUNCATE word");
}

static const struct query clean_query = {
    .name = "word.clean",
    .sql = "SELECT gin_clean_pending_list('word_tokens')",
    .row_size = sizeof(struct hit),
    .columns = COLUMNS(COLUMN(struct hit, id)),
};

/* There are no segments; what waits in the pending list is put in its place. */
static bool
merge(struct act *a, int pages, int segments, bool *more)
{
    struct hit row;
    bool found;

    (void)pages;
    (void)segments;
    *more = false;
    return query_first(a, &clean_query, &row, &found, UNBOUND);
}

const struct words_index *
words_postgres(void)
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
