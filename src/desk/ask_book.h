/*
 * The published articles of a contract with their index, in memory.
 *
 * What is published, changed or withdrawn later is put in or taken out in place: the question
 * that comes next finds it, and pays for reading the changed articles only, ASK_AT_ONCE of them
 * at most; the next questions go on with the rest. (Building an index of 10,000 articles anew
 * takes 2.4 s with reading them: too long to wait for.) Other synonyms make other words of every
 * text, so the texts are read again beside, by a thread that knows no database, while the book
 * that is there goes on answering.
 *
 * `lock` is held for reading by who asks, for writing by who changes the book. Only one at a
 * time opens or follows (ask_shelf.c).
 */
#ifndef DESK_ASK_BOOK_H
#define DESK_ASK_BOOK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/time.h"
#include "desk/ask_index.h"

struct act;

/* How many changed articles one question puts in, and from how many on all are read again. */
enum { ASK_AT_ONCE = 50, ASK_TOO_MANY = 2000 };

/* What the index does not need to know of an article. */
struct book_mark {
    int64_t article;
    const char *code;
    int64_t edition;
    struct instant published_at;
    bool is_gone;
};

/* How far something has changed: equal stamps are the same content. */
struct book_stamp {
    int64_t count;
    int64_t sum;
    int64_t times;
};

struct book_stamps {
    struct book_stamp publications, synonyms;
};

struct book {
    struct arena arena;
    pthread_rwlock_t lock;
    struct book_stamps stamps;
    struct ask_source *sources;
    struct book_mark *marks;
    size_t count, room; /* with those that are gone */
    size_t live;
    struct thesaurus *thesaurus;
    struct ask_index *index;
    bool is_renewed; /* a thread reads its texts again; only who opens or follows asks */
    int users;       /* shelves; under their lock */
};

bool book_stamps_read(struct act *a, int64_t contract, struct book_stamps *out);
bool book_stamp_same(struct book_stamp left, struct book_stamp right);

/* With one user. */
bool book_open(struct act *a, int64_t contract, const struct book_stamps *now, struct book **out);
void book_release(struct book *book);

enum book_course { BOOK_FAILED, BOOK_FOLLOWED, BOOK_TOO_FAR };

/* Takes over what was published or withdrawn; `now` becomes its stamp when that was all. */
enum book_course
book_follow(struct act *a, int64_t contract, struct book_stamp now, struct book *book);

/* Empty, with these synonyms as they are now; book_reread fills it, without a database. */
bool book_prepare(struct act *a, int64_t contract, struct book_stamp synonyms, struct book **out);
void book_reread(struct book *into, struct book *from);

#endif
