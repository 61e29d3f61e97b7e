/*
 * Clauses out of a specification: paragraphs of a document become obligations.
 *
 * A paragraph that has a number – given by its list, or written before it as 第4条, 4-2, (1),
 * ① or ア – or a level – given by its style – begins a clause; all others belong to the clause
 * before them. What stands before the first clause (title, date, addressee) is left out and
 * counted. Levels that no style gives follow from the kinds of numbers: 編 章 節 条, numbers,
 * (1), ア, ①, each below what came before it; 1.2.3 is as deep as it has parts.
 *
 * A number that begins anew below each clause is completed by its parent's (第4条 2 (1)), so
 * that every number is its own and the import finds a clause again. A clause that only heads
 * others, with no sentence of its own, is 該当なし: it binds nobody.
 *
 * clauses_table writes them as CSV, which goes through the ordinary import with its preview,
 * faults and undoing (ledger/import.h): there is no second way to write obligations.
 */
#ifndef CONTRACT_CLAUSES_H
#define CONTRACT_CLAUSES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* A paragraph as a document has it. */
struct clause_paragraph {
    const char *text;
    const char *number; /* as its list shows it, or NULL */
    int level;          /* of its heading style or list, from 1; 0: not known */
};

struct clause {
    const char *number;  /* whole: 第4条 2 (1) */
    const char *chapter; /* 第2章 ヘルプデスク; "" when nothing is above */
    int level;           /* from 1 */
    const char *kind;    /* code of the ledger's levels: chapter article paragraph item */
    const char *text;    /* without its number, its further paragraphs on lines of their own */
    bool heads;          /* only heads others */
};

struct clauses {
    struct clause *rows;
    size_t count;
    size_t left_out; /* paragraphs before the first clause */
};

struct clauses clauses_from_paragraphs(struct arena *arena,
                                       const struct clause_paragraph *paragraphs, size_t count);

/* UTF-8 with headings that the ledger knows: 番号 章 段 本文 状態. */
void clauses_table(struct buffer *out, const struct clauses *clauses);

#endif
