/*
 * What the files verify….c share: the state of one verification.
 */
#ifndef LEDGER_VERIFY_PARTS_H
#define LEDGER_VERIFY_PARTS_H

#include <sys/types.h>

#include "base/buffer.h"
#include "ledger/verify.h"
#include "store/act.h"

/* A row with what a leaf does not hold; as the query of verify.c reads it. */
struct verify_row {
    struct block_leaf leaf;
    const char *detail;
    int64_t size; /* of all texts in bytes; negative: not asked */
    bool typed;   /* every value has its column's type */
};

enum verify_event_kind { EVENT_ERASE, EVENT_CLOCK, EVENT_RESTORE };
enum { EVENTS = EVENT_RESTORE + 1 };

/* A row that explains something. */
struct verify_event {
    enum verify_event_kind kind;
    int64_t seq;
    const char *detail;
};

struct place_in_chain {
    int64_t txid;
    int64_t seq;
};

struct verify_leaf {
    struct place_in_chain at;
    uint8_t hash[SHA256_BYTES];
    bool late; /* so old that it must have been sealed */
};

/* A detail that is empty, and whether an erase row names it. */
struct emptied {
    int64_t seq;
    bool named;
};

/* Rows of some numbers as a thread has read and hashed them, in their order. */
struct verify_chunk {
    int64_t first;
    int64_t last;
    struct instant now;
    struct arena arena;    /* of the events */
    struct buffer leaves;  /* struct verify_leaf */
    struct buffer emptied; /* struct emptied */
    struct buffer events;  /* struct verify_event */
    const char *wrong;     /* a sentence with %lld about the row behind the leaves, or NULL */
    int64_t wrong_seq;
    bool failed;     /* could not be read */
    const char *why; /* then, or NULL */
    bool ready;
    struct sha256_run run;
    struct buffer bytes;
};

/* A block that was sealed before the one before it. */
struct earlier {
    int64_t block;
    bool named;
};

struct restored {
    int64_t seq;
    struct head head;
    struct head newest;
};

struct block_row {
    struct block block;
    bool typed;
};
struct block_rows {
    struct block_row *rows;
    size_t count;
};

struct verify {
    struct act *a;
    struct act side; /* the blocks, and whatever is asked meanwhile */
    const struct verify_options *options;
    struct verify_report *report;
    struct arena batch_arena; /* of the side act */
    struct arena_mark batch_mark;
    struct block_rows batch;
    size_t batch_at;
    bool blocks_end;
    struct block block; /* whose rows are being gathered */
    bool open;
    struct block before;              /* the last one closed */
    uint8_t hashes[2][SHA256_BYTES];  /* what before.hash and block.hash point to: by turns */
    uint8_t roots[2][SHA256_BYTES];   /* and their roots */
    struct buffer inside;             /* struct verify_leaf: of this block */
    struct buffer later;              /* of later blocks, in no order */
    struct place_in_chain last_place; /* of the newest row read */
    bool unordered;                   /* `inside` is */
    int64_t last_seq;                 /* highest there is, for the progress */
    struct buffer emptied;
    struct buffer earlier;
    struct buffer restored;
    bool failed;     /* could not go on: the side act has the fault */
    off_t heads_end; /* bytes */
};

/* The number of things in a buffer of them, and one of them. */
#define HELD(buffer, type) ((buffer).length / sizeof(type))
#define HELD_AT(buffer, type, i) (&((type *)(void *)(buffer).data)[i])

/* Notes what is wrong, unless something was before; returns false. */
__attribute__((format(printf, 4, 5))) bool
wrong(struct verify *v, int64_t block, int64_t seq, const char *format, ...);

int place_compare(struct place_in_chain left, struct place_in_chain right);

/* verify_feed.c: threads read and hash chunks; feed_next gives them in order and is done
   with the one before; NULL at the end. feed_stop says whether there was any thread. */
struct verify_feed;
struct verify_feed *feed_start(struct verify *v);
struct verify_chunk *feed_next(struct verify_feed *f, struct verify_chunk *before);
bool feed_stop(struct verify_feed *f);

/* verify_row.c: a struct verify_row into its struct verify_chunk; false when it is wrong. */
bool row_see(void *chunk, const void *row);
/* Notes what a row explains; false when it cannot be so. */
bool event_see(struct verify *v, const struct verify_event *event);

/* verify_block.c: the next block into v->block, checked by itself and against the one
   before; false at the end or when it is wrong. */
bool block_next(struct verify *v);
/* All its rows are in v->inside, or no more can come. */
bool block_close(struct verify *v);

/* verify_heads.c: DIR/heads and the given head against the blocks. */
/* How far DIR/heads goes before the snapshots begin: what is noted later has a block they do
   not see. */
void verify_heads_note(struct verify *v);
bool verify_heads(struct verify *v);

#endif
