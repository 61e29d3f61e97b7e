/*
 * Automatic answers (自動回答): a question in plain Japanese gets the article that answers it,
 * with the sentences that do, or is told that no one is sure enough. Nothing leaves the machine.
 *
 * Only what is published now is found (contract/article.h), by who may read publications of
 * the contract. The index of a contract is made at the first question and follows what is
 * published and withdrawn (ask_book.h); feedback is read again without it. Between, a question
 * costs no reading of articles.
 */
#ifndef DESK_ASK_H
#define DESK_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct buffer;

/* An answer is given from this confidence on. */
#define ASK_LIMIT 0.5

enum { ASK_MOST_QUESTION = 2000, ASK_CANDIDATES = 5 };

struct ask_candidate {
    int64_t publication;
    int64_t article;
    const char *code; /* of the article */
    const char *title;
    const char *category;
    double score; /* 0..1, for comparing within the question */
    const char *passage;
    int64_t edition;
    struct instant published_at;
};

struct ask_answer {
    struct ask_candidate candidates[ASK_CANDIDATES];
    size_t count;
    double confidence; /* 0..1: how often a first answer of such a score was right */
    bool answered;
    size_t articles;   /* how many there are */
    const char *terms; /* what may be remembered of the question (asked.h) */
};

/* False with a fault when he may not read publications, or the question is empty or too long.
   Writes nothing. */
bool ask(struct act *a, int64_t contract, const char *question, struct ask_answer *out);

/* {"answer_id":…,"confidence":…,"answered":…,"candidates":[…]} without a line end. */
void ask_json(const struct ask_answer *it, struct buffer *out);

/* --- what becomes of it -------------------------------------------------------------------- */

/* Keeps the question for who asks, in a transaction of its own. */
bool ask_keep(struct act *a, int64_t contract, const char *question, const struct ask_answer *it,
              int64_t *id);

/* Whether it helped, said by who asked. FAULT_MISSING when it is not his. */
bool ask_judge(struct act *a, int64_t id, bool solved);

#endif
