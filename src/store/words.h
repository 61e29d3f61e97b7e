/*
 * The word index: one per installation, over all ledgers.
 *
 * A document is a record (or a comment) under its id: folded words, plus its scope
 * as whole tokens – one private-use character and an id, never cut. Words of a
 * group of acts are written once, after the last savepoint, before the commit;
 * on PostgreSQL within the act. SQLite has no contentless delete, so the old text
 * must be given back when a document changes or goes.
 */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct buffer;

/* Scope tokens begin with these; see words_scope. */
enum scope_letter {
    SCOPE_LEDGER = 0xE000,
    SCOPE_CONTRACT,
    SCOPE_ORGANISATION,
    SCOPE_OWNER,
    SCOPE_ZONE,
    SCOPE_PERSONAL, /* keyed tokens of personal fields */
};

struct words {
    const char *text;  /* folded; "" for none */
    const char *scope; /* tokens from words_scope, space between; "" for none */
};

/* Appends one whole token and a space. */
void words_scope(struct buffer *out, enum scope_letter letter, int64_t id);

/* Replaces the document: `before` is what was put last (empty text and scope when
   new), `after` empty when removed. Only inside act_write. */
bool words_put(struct act *a, int64_t id, struct words before, struct words after);

/*
 * The newest documents that have all of `text` (folded; words separated by space)
 * and match the scope, ids below `before` (0: from the newest), newest first.
 * `scope` is one condition per entry, each a list of tokens of which one must be
 * there; NULL ends. Fewer than `most` means there are no more, unless `*late` says that
 * the time was over.
 */
struct words_query {
    const char *text;
    const char *const *scope;
    int64_t before;
    size_t most;
    int64_t until; /* tick (clock_ticks) at which it ends with what it has; 0: takes its time */
    bool *late;    /* with `until` */
};
bool words_find(struct act *a, const struct words_query *query, int64_t *ids, size_t *count);

/* Empties the index; the ledger floor then puts every record again. */
bool words_clear(struct act *a);

/* Merges about `pages` pages (4 KB) where `segments` (2 to 16) or more segments of one size
   wait for it; `*more` whether there was anything to merge. */
bool words_merge(struct act *a, int pages, int segments, bool *more);

#endif
