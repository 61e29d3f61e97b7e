#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "ledger/merkle.h"
#include "ledger/verify_parts.h"

/* --- rows that explain others ------------------------------------------------------------ */

static size_t
first_emptied(const struct emptied *all, size_t count, int64_t seq)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (all[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Only rows before the one that names them. */
static void
name_erased(struct verify *v, int64_t seq, int64_t first, int64_t last)
{
    size_t count = HELD(v->emptied, struct emptied);
    struct emptied *all = HELD_AT(v->emptied, struct emptied, 0);

    for (size_t i = first_emptied(all, count, first);
         i < count && all[i].seq <= last && all[i].seq < seq; i++)
        all[i].named = true;
}

static void
see_erase(struct verify *v, int64_t seq, const json_t *detail)
{
    const json_t *each;
    size_t i;

    json_array_foreach(json_object_get(detail, "rows"), i, each)
    {
        const json_t *first = json_is_array(each) ? json_array_get(each, 0) : each;
        const json_t *last = json_is_array(each) ? json_array_get(each, 1) : each;

        name_erased(v, seq, (int64_t)json_integer_value(first), (int64_t)json_integer_value(last));
    }
}

static void
see_clock(struct verify *v, const json_t *detail)
{
    int64_t block = (int64_t)json_integer_value(json_object_get(detail, "block"));

    for (size_t i = 0; i < HELD(v->earlier, struct earlier); i++) {
        struct earlier *it = HELD_AT(v->earlier, struct earlier, i);

        it->named = it->named || it->block == block;
    }
}

/* A restore before the first block has no head: nothing is declared then. */
static bool
see_restore(struct verify *v, int64_t seq, const json_t *detail)
{
    const char *head = json_string_value(json_object_get(detail, "head"));
    const char *newest = json_string_value(json_object_get(detail, "newest"));
    struct restored it = { .seq = seq };

    if (!head || !*head)
        return true;
    if (!head_parse(head, &it.head) || (newest && *newest && !head_parse(newest, &it.newest)))
        return wrong(v, 0, seq, "行 %lld（復元）に書かれた封印の値が読めません。", (long long)seq);
    if (!it.newest.number)
        it.newest = it.head;
    buffer_add(&v->restored, &it, sizeof it);
    return true;
}

bool
event_see(struct verify *v, const struct verify_event *event)
{
    struct arena arena = { 0 };
    bool good = true;
    json_t *detail;
    const char *why;

    if (json_read(&arena, event->detail, strlen(event->detail), &detail, &why)) {
        if (event->kind == EVENT_ERASE)
            see_erase(v, event->seq, detail);
        else if (event->kind == EVENT_CLOCK)
            see_clock(v, detail);
        else
            good = see_restore(v, event->seq, detail);
    }
    arena_release(&arena);
    return good;
}

/* --- the row itself ------------------------------------------------------------------------ */

static bool
is_typed(const struct verify_row *row, size_t detail)
{
    const struct block_leaf *l = &row->leaf;

    if (!row->typed || l->detail_hash.size != SHA256_BYTES)
        return false;
    return row->size < 0 || (size_t)row->size == strlen(l->at) + strlen(l->origin) +
                                                     strlen(l->request) + strlen(l->ledger) +
                                                     strlen(l->action) + strlen(l->reason) + detail;
}

static void
note_event(struct verify_chunk *c, const struct verify_row *row)
{
    static const char *const actions[EVENTS] = {
        [EVENT_ERASE] = "erase", [EVENT_CLOCK] = "clock", [EVENT_RESTORE] = "restore"
    };

    for (int i = 0; i < EVENTS; i++)
        if (strcmp(row->leaf.action, actions[i]) == 0) {
            struct verify_event event = { (enum verify_event_kind)i, row->leaf.seq,
                                          arena_copy(&c->arena, row->detail) };

            buffer_add(&c->events, &event, sizeof event);
        }
}

static bool
is_late(const struct verify_chunk *c, const char *written)
{
    struct instant at;

    return !instant_parse(written, &at) ||
           llabs(c->now.us - at.us) > VERIFY_UNSEALED_SECONDS * 1000000LL;
}

bool
row_see(void *with, const void *each)
{
    struct verify_chunk *c = with;
    const struct verify_row *row = each;
    struct verify_leaf leaf = { .at = { row->leaf.txid, row->leaf.seq } };
    struct emptied emptied = { .seq = row->leaf.seq };
    size_t length = strlen(row->detail);
    uint8_t hash[SHA256_BYTES];

    c->wrong_seq = row->leaf.seq;
    c->wrong = is_typed(row, length)
                   ? NULL
                   : "行 %lld に、種類の違う値（数のところの文字など）が入っています。";
    if (c->wrong)
        return false;
    if (length) {
        sha256_add(&c->run, row->detail, length);
        sha256_next(&c->run, hash);
        if (memcmp(hash, row->leaf.detail_hash.data, SHA256_BYTES) != 0)
            c->wrong = "行 %lld の内容が、書かれたときと違います。";
    } else {
        buffer_add(&c->emptied, &emptied, sizeof emptied);
    }
    if (c->wrong)
        return false;
    note_event(c, row);
    buffer_clear(&c->bytes);
    block_leaf_bytes(&row->leaf, &c->bytes);
    merkle_leaf_run(&c->run, c->bytes.data, c->bytes.length, leaf.hash);
    leaf.late = is_late(c, row->leaf.at);
    buffer_add(&c->leaves, &leaf, sizeof leaf);
    return true;
}
