#include "ledger/verify.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/must.h"
#include "ledger/verify_parts.h"
#include "store/query.h"
#include "store/store.h"

enum {
    /* Rows of later blocks that are held while one is looked for: on PostgreSQL numbers
       and order of commit may be so far apart. */
    MOST_LATER = 1000000,
    SEALER_TRIES = 15,
    SEALER_PAUSE = 200, /* milliseconds */
};

bool
head_parse(const char *text, struct head *out)
{
    int64_t number = 0;

    for (; *text >= '0' && *text <= '9' && number < INT64_MAX / 10 - 1; text++)
        number = number * 10 + (*text - '0');
    *out = (struct head){ .number = number };
    return number > 0 && *text == ':' && strlen(text + 1) == 2 * SHA256_BYTES &&
           hex_parse(text + 1, out->hash, SHA256_BYTES);
}

const char *
head_print(struct act *a, const struct head *head)
{
    return arena_print(a->arena, "%lld:%s", (long long)head->number,
                       hex_print(a->arena, head->hash, SHA256_BYTES));
}

bool
wrong(struct verify *v, int64_t block, int64_t seq, const char *format, ...)
{
    struct buffer text = { .arena = v->a->arena };
    va_list list;

    if (v->report->wrong)
        return false;
    va_start(list, format);
    buffer_vprint(&text, format, list);
    va_end(list);
    v->report->wrong = buffer_string(&text);
    v->report->wrong_block = block;
    v->report->wrong_seq = seq;
    return false;
}

int
place_compare(struct place_in_chain left, struct place_in_chain right)
{
    if (left.txid != right.txid)
        return left.txid < right.txid ? -1 : 1;
    return left.seq < right.seq ? -1 : left.seq > right.seq;
}

/* --- rows to their blocks -------------------------------------------------------------- */

static struct place_in_chain
end_of(const struct block *b)
{
    return (struct place_in_chain){ b->last_txid, b->last_seq };
}

static void
gather(struct verify *v, const struct verify_leaf *leaf)
{
    size_t count = HELD(v->inside, struct verify_leaf);

    if (count && place_compare(HELD_AT(v->inside, struct verify_leaf, count - 1)->at, leaf->at) > 0)
        v->unordered = true;
    buffer_add(&v->inside, leaf, sizeof *leaf);
}

static bool
is_full(const struct verify *v)
{
    return (int64_t)HELD(v->inside, struct verify_leaf) >= v->block.count;
}

/* Opens the next block with what came early for it. False: no more, or it is wrong. */
static bool
open_next(struct verify *v)
{
    size_t left = 0;

    if (!block_next(v))
        return false;
    v->open = true;
    for (size_t i = 0; i < HELD(v->later, struct verify_leaf); i++) {
        struct verify_leaf leaf = *HELD_AT(v->later, struct verify_leaf, i);

        if (place_compare(leaf.at, end_of(&v->block)) <= 0)
            gather(v, &leaf);
        else
            *HELD_AT(v->later, struct verify_leaf, left++) = leaf;
    }
    v->later.length = left * sizeof(struct verify_leaf);
    return !is_full(v) || block_close(v);
}

/* No row for the open block can come any more: rows come by number, and all of the block's
   have this row's transaction (SQLite has one for all). */
static bool
is_over(const struct verify *v, struct place_in_chain at)
{
    return (v->block.first_txid == v->block.last_txid && v->block.last_txid == at.txid) ||
           HELD(v->later, struct verify_leaf) > MOST_LATER;
}

static bool
place(struct verify *v, const struct verify_leaf *leaf)
{
    while (!v->open && !v->blocks_end)
        if (!open_next(v) && (v->report->wrong || v->failed))
            return false;
    if (v->before.number && place_compare(leaf->at, end_of(&v->before)) <= 0)
        return wrong(v, 0, leaf->at.seq,
                     "行 %lld は、封印された範囲に後から加えられています（封印 %lld まで）。",
                     (long long)leaf->at.seq, (long long)v->before.number);
    if (v->open && place_compare(leaf->at, end_of(&v->block)) <= 0) {
        gather(v, leaf);
        return !is_full(v) || block_close(v);
    }
    buffer_add(&v->later, leaf, sizeof *leaf);
    return !v->open || !is_over(v, leaf->at) || block_close(v);
}

static bool
see_leaf(struct verify *v, const struct verify_leaf *leaf)
{
    if (v->report->rows && leaf->at.seq <= v->last_place.seq)
        return wrong(v, 0, leaf->at.seq, "行 %lld が二度あります。", (long long)leaf->at.seq);
    v->report->rows++;
    v->last_place = leaf->at;
    return place(v, leaf);
}

static bool
see_chunk(struct verify *v, const struct verify_chunk *c)
{
    buffer_add(&v->emptied, c->emptied.data, c->emptied.length);
    for (size_t i = 0; i < HELD(c->leaves, struct verify_leaf); i++)
        if (!see_leaf(v, HELD_AT(c->leaves, struct verify_leaf, i)))
            return false;
    for (size_t i = 0; i < HELD(c->events, struct verify_event); i++)
        if (!event_see(v, HELD_AT(c->events, struct verify_event, i)))
            return false;
    if (c->wrong)
        return wrong(v, 0, c->wrong_seq, c->wrong, (long long)c->wrong_seq);
    if (v->options->progress)
        v->options->progress(v->options->with, v->last_place.seq, v->last_seq);
    v->failed = c->failed;
    return !c->failed ||
           fail(v->a, FAULT_BROKEN, NULL, "%s", c->why ? c->why : "履歴を読めませんでした。");
}

static void
see_all(struct verify *v)
{
    struct verify_feed *feed = feed_start(v);
    struct verify_chunk *c = NULL;

    while ((c = feed_next(feed, c)) != NULL && see_chunk(v, c))
        ;
    if (!feed_stop(feed))
        v->failed = true;
}

/* --- after the last row ------------------------------------------------------------------ */

static bool
close_rest(struct verify *v)
{
    while (!v->report->wrong && !v->failed) {
        if (v->open)
            block_close(v);
        else if (v->blocks_end || (!open_next(v) && v->blocks_end))
            break;
    }
    v->report->unsealed = (int64_t)HELD(v->later, struct verify_leaf);
    return !v->report->wrong && !v->failed;
}

/* An import that has run for minutes writes rows of its beginning, which the server seals a
   second later. On SQLite only a server seals meanwhile. */
static bool
sealed_since(struct verify *v)
{
    bool sealing =
        store_kind(v->a->store) == STORE_POSTGRES ||
        file_exists(arena_print(v->a->arena, "%s/tasuki.sock", store_folder(v->a->store)));
    struct place_in_chain last = { INT64_MIN, INT64_MIN };

    for (size_t i = 0; i < HELD(v->later, struct verify_leaf); i++) {
        struct place_in_chain at = HELD_AT(v->later, struct verify_leaf, i)->at;

        if (place_compare(at, last) > 0)
            last = at;
    }
    for (int i = 0; sealing && i < SEALER_TRIES; i++) {
        struct block newest;
        bool found;

        act_end(&v->side);
        if (!block_newest(&v->side, &newest, &found))
            return false;
        if (found && place_compare(end_of(&newest), last) >= 0)
            return true;
        nanosleep(&(struct timespec){ .tv_nsec = SEALER_PAUSE * 1000000L }, NULL);
    }
    return false;
}

static int64_t
first_late(const struct verify *v)
{
    int64_t seq = 0;

    for (size_t i = 0; i < HELD(v->later, struct verify_leaf); i++) {
        const struct verify_leaf *it = HELD_AT(v->later, struct verify_leaf, i);

        if (it->late && (!seq || it->at.seq < seq))
            seq = it->at.seq;
    }
    return seq;
}

static bool
explain_rest(struct verify *v)
{
    int64_t late = first_late(v);

    if (late && !sealed_since(v))
        return wrong(v, 0, late, "行 %lld は、書かれてから %d 秒を過ぎても封印されていません。",
                     (long long)late, VERIFY_UNSEALED_SECONDS);
    for (size_t i = 0; i < HELD(v->emptied, struct emptied); i++) {
        const struct emptied *it = HELD_AT(v->emptied, struct emptied, i);

        if (!it->named)
            return wrong(v, 0, it->seq,
                         "行 %lld の内容が空です。消去した（erase）という行がありません。",
                         (long long)it->seq);
    }
    for (size_t i = 0; i < HELD(v->earlier, struct earlier); i++) {
        const struct earlier *it = HELD_AT(v->earlier, struct earlier, i);

        if (!it->named)
            return wrong(v, it->block, 0,
                         "ブロック %lld の封印日時が、前のブロックより1秒を超えて戻っています。"
                         "時計を直したのなら、tasuki history clock で理由を残してください。",
                         (long long)it->block);
    }
    v->report->erased = (int64_t)HELD(v->emptied, struct emptied);
    v->report->clocks = (int64_t)HELD(v->earlier, struct earlier);
    return true;
}

static void
tell_gaps(struct verify *v)
{
    struct verify_report *r = v->report;

    r->gaps = NEW_ARRAY(v->a->arena, HELD(v->restored, struct restored) + 1, struct verify_gap);
    for (size_t i = 0; i < HELD(v->restored, struct restored); i++) {
        const struct restored *it = HELD_AT(v->restored, struct restored, i);

        r->gaps[r->gap_count++] =
            (struct verify_gap){ it->seq, it->head.number, it->newest.number };
    }
    r->newest.number = v->before.number;
    if (v->before.number)
        memcpy(r->newest.hash, v->before.hash.data, SHA256_BYTES);
    r->sealed_at = v->before.sealed_at;
}

/* --- the whole ---------------------------------------------------------------------------- */

struct highest {
    int64_t seq;
};

static const struct query highest_query = {
    .name = "verify.highest",
    .sql = "SELECT COALESCE(MAX(seq), 0) AS seq FROM history",
    .row_size = sizeof(struct highest),
    .columns = COLUMNS(COLUMN(struct highest, seq)),
};

/* The side act looks first: rows that were sealed after its look are young. */
static bool
walk(struct verify *v)
{
    struct highest highest;
    bool found;

    v->side.patient = true;
    verify_heads_note(v);
    if (!query_first(&v->side, &highest_query, &highest, &found, UNBOUND))
        return false;
    v->last_seq = highest.seq;
    see_all(v);
    if (close_rest(v) && verify_heads(v))
        explain_rest(v);
    tell_gaps(v);
    return !v->failed;
}

static void
release(struct verify *v)
{
    buffer_release(&v->inside);
    buffer_release(&v->later);
    buffer_release(&v->emptied);
    buffer_release(&v->earlier);
    buffer_release(&v->restored);
    act_end(&v->side);
    arena_release(&v->batch_arena);
}

bool
history_verify(struct act *a, const struct verify_options *options, struct verify_report *out)
{
    struct verify v = { .a = a, .options = options, .report = out };
    bool good;

    must(!a->writing);
    *out = (struct verify_report){ 0 };
    act_end(a);
    act_begin(&v.side, a->store, &v.batch_arena, a->who, a->origin);
    v.batch_mark = arena_mark(&v.batch_arena);
    good = walk(&v);
    if (!good && !a->faults)
        fail(a, FAULT_BROKEN, NULL, "%s",
             v.side.faults ? v.side.faults->message : "履歴を読めませんでした。");
    release(&v);
    act_end(a);
    return good;
}
