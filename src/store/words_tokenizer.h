/*
 * The tokenizer `tasuki` for FTS5: base/tokens.h, made known to one connection.
 *
 * Every connection that touches the table `words` needs it, writing or reading,
 * before its first statement on it.
 */
#ifndef STORE_WORDS_TOKENIZER_H
#define STORE_WORDS_TOKENIZER_H

#include <stdbool.h>

#include <sqlite3.h>

/* False when this SQLite was built without FTS5. */
bool words_tokenizer_add(sqlite3 *db);

#endif
