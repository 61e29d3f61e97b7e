#include "store/words_tokenizer.h"

#include "base/tokens.h"

/* What one call of FTS5 carries through tokens_each. */
struct passing {
    void *context;
    int (*take)(void *, int, const char *, int, int, int);
    const char *text;
    int status;
};

static int
tokenizer_create(void *module, const char **arguments, int count, Fts5Tokenizer **out)
{
    (void)module;
    (void)arguments;
    (void)count;
    /* There is no state, but FTS5 takes NULL for a failure. */
    *out = (Fts5Tokenizer *)1;
    return SQLITE_OK;
}

static void
tokenizer_delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static bool
pass_on(void *with, const struct token *token)
{
    struct passing *passing = with;
    int from = (int)(token->bytes - passing->text);

    passing->status =
        passing->take(passing->context, token->colocated ? FTS5_TOKEN_COLOCATED : 0, token->bytes,
                      (int)token->length, from, from + (int)token->length);
    return passing->status == SQLITE_OK;
}

/* A quoted string of a query is one token already (tokens_query). */
static int
tokenizer_run(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
              int (*take)(void *, int, const char *, int, int, int))
{
    struct passing passing = { .context = context, .take = take, .text = text };

    (void)tokenizer;
    if (length <= 0)
        return SQLITE_OK;
    if (flags & FTS5_TOKENIZE_QUERY)
        return take(context, 0, text, length, 0, length);
    tokens_each(text, (size_t)length, pass_on, &passing);
    return passing.status;
}

/* FTS5 hands out its interface through a pointer-valued parameter. */
static fts5_api *
fts5_find(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    return api;
}

bool
words_tokenizer_add(sqlite3 *db)
{
    static fts5_tokenizer tokenizer = { tokenizer_create, tokenizer_delete, tokenizer_run };
    fts5_api *api = fts5_find(db);

    return api && api->xCreateTokenizer(api, "tasuki", NULL, &tokenizer, NULL) == SQLITE_OK;
}
