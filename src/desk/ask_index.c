#include "desk/ask_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "desk/ask_parts.h"

/* What a term is worth by where it stands, and BM25's two numbers. */
static const double field_worth[] = { 3.0, 1.5, 2.5, 1.0 };
static const double SATURATION = 1.2, LENGTH = 0.4;

struct vector {
    struct weighed {
        uint64_t key;
        double weight;
    } * items;
    size_t count;
};

static int
by_key(const void *left, const void *right)
{
    const struct weighed *l = left, *r = right;

    return l->key < r->key ? -1 : l->key > r->key;
}

static const char *
field_text_of(const struct ask_source *it, size_t field)
{
    const char *const texts[] = { it->title, it->category, it->keywords, it->body };

    return texts[field] ? texts[field] : "";
}

/* The terms of an article, each once, with its weight over all fields. */
static void
read_source(struct arena *arena, struct ask_index *index, const struct ask_source *it,
            struct vector *out, double *length)
{
    size_t count = 0;

    *out = (struct vector){ 0 };
    *length = 0;
    for (size_t f = 0; f < sizeof field_worth / sizeof field_worth[0]; f++) {
        struct letters letters;
        struct terms terms;
        struct weighed *more;

        letters_read(arena, field_text_of(it, f), &letters);
        terms_read(arena, &letters, index->thesaurus, &terms);
        *length += (double)letters.count;
        more = NEW_ARRAY(arena, out->count + terms.count + 1, struct weighed);
        if (out->count)
            memcpy(more, out->items, out->count * sizeof *more);
        for (size_t i = 0; i < terms.count; i++) {
            const struct term *t = &terms.items[i];
            double near = t->kind == TERM_CONCEPT ? (double)t->weight : 1;

            more[out->count++] = (struct weighed){ t->key, near * field_worth[f] };
            vocabulary_add(index, &letters, t);
        }
        out->items = more;
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_key);
    for (size_t i = 0; i < out->count; i++) {
        if (count && out->items[count - 1].key == out->items[i].key)
            out->items[count - 1].weight += out->items[i].weight;
        else
            out->items[count++] = out->items[i];
    }
    out->count = count;
}

/* --- dictionary ------------------------------------------------------------------------------ */

static size_t
entry_place(const struct ask_index *index, uint64_t key)
{
    size_t at = (size_t)key & (index->place_count - 1);

    while (index->places[at] && index->entries[index->places[at] - 1].key != key)
        at = (at + 1) & (index->place_count - 1);
    return at;
}

const struct entry *
entry_find(const struct ask_index *index, uint64_t key)
{
    size_t at = entry_place(index, key);

    return index->places[at] ? &index->entries[index->places[at] - 1] : NULL;
}

static void
grow(struct ask_index *index)
{
    size_t room = index->entry_room ? index->entry_room * 2 : 4096;
    struct entry *more = NEW_ARRAY(index->arena, room, struct entry);

    if (index->entry_count)
        memcpy(more, index->entries, index->entry_count * sizeof *more);
    index->entries = more;
    index->entry_room = room;
    index->place_count = room * 2;
    index->places = NEW_ARRAY(index->arena, index->place_count, uint32_t);
    for (size_t i = 0; i < index->entry_count; i++)
        index->places[entry_place(index, index->entries[i].key)] = (uint32_t)i + 1;
}

static struct entry *
entry_make(struct ask_index *index, uint64_t key)
{
    size_t at;

    if (index->entry_count == index->entry_room)
        grow(index);
    at = entry_place(index, key);
    if (!index->places[at]) {
        index->entries[index->entry_count] = (struct entry){ .key = key };
        index->places[at] = (uint32_t)++index->entry_count;
    }
    return &index->entries[index->places[at] - 1];
}

void
vocabulary_add(struct ask_index *index, const struct letters *letters, const struct term *t)
{
    struct entry *e;
    struct word *word;

    if (t->kind != TERM_WORD)
        return;
    e = entry_make(index, t->key);
    if (e->is_word)
        return;
    e->is_word = true;
    if (index->word_count == index->word_room) {
        size_t room = index->word_room ? index->word_room * 2 : 1024;
        struct word *more = NEW_ARRAY(index->arena, room, struct word);

        if (index->word_count)
            memcpy(more, index->words, index->word_count * sizeof *more);
        index->words = more;
        index->word_room = room;
    }
    word = &index->words[index->word_count++];
    word->key = t->key;
    word->count = t->until - t->from;
    word->letters = NEW_ARRAY(index->arena, word->count, struct letter);
    memcpy(word->letters, letters->items + t->from, word->count * sizeof *word->letters);
}

/* --- building -------------------------------------------------------------------------------- */

/* What an article of this length has of a term, saturated. */
static float
posting_worth(const struct ask_index *index, double weight, double length)
{
    double norm = 1 - LENGTH + LENGTH * length / index->mean;

    return (float)(weight * (SATURATION + 1) / (weight + SATURATION * norm));
}

static void
fill_postings(struct ask_index *index, const struct vector *vectors, const double *lengths)
{
    struct posting *all;
    size_t total = 0;

    for (size_t d = 0; d < index->count; d++) {
        total += vectors[d].count;
        for (size_t i = 0; i < vectors[d].count; i++)
            entry_make(index, vectors[d].items[i].key)->count++;
    }
    all = NEW_ARRAY(index->arena, total + 1, struct posting);
    for (size_t i = 0; i < index->entry_count; i++) {
        index->entries[i].postings = all;
        all += index->entries[i].count;
        index->entries[i].count = 0;
    }
    for (size_t d = 0; d < index->count; d++)
        for (size_t i = 0; i < vectors[d].count; i++) {
            const struct weighed *it = &vectors[d].items[i];
            struct entry *e = entry_make(index, it->key);

            e->live++;
            e->postings[e->count++] =
                (struct posting){ (uint32_t)d, posting_worth(index, it->weight, lengths[d]) };
        }
}

static void
add_posting(struct ask_index *index, uint64_t key, struct posting posting)
{
    struct entry *e = entry_make(index, key);
    struct later *later = NEW(index->arena, struct later);

    *later = (struct later){ posting, e->later };
    e->later = later;
    e->live++;
}

static void
make_room_for_gone(struct ask_index *index, size_t count)
{
    size_t room = count + count / 4 + 64;
    bool *more;

    if (count <= index->gone_room)
        return;
    more = NEW_ARRAY(index->arena, room, bool);
    if (index->gone_room)
        memcpy(more, index->gone, index->gone_room * sizeof *more);
    index->gone = more;
    index->gone_room = room;
}

double
entry_rarity(const struct ask_index *index, const struct entry *e)
{
    double n = (double)index->live, df = e ? (double)e->live : 0;

    return log(1 + (n - df + 0.5) / (df + 0.5));
}

struct ask_index *
ask_index_build(struct arena *arena, const struct ask_source *sources, size_t count,
                const struct thesaurus *thesaurus)
{
    struct ask_index *index = NEW(arena, struct ask_index);
    struct arena scratch = { 0 };
    struct vector *vectors = NEW_ARRAY(&scratch, count + 1, struct vector);
    double *lengths = NEW_ARRAY(&scratch, count + 1, double);

    *index = (struct ask_index){ .arena = arena, .sources = sources, .count = count };
    index->built = index->live = count;
    index->thesaurus = thesaurus;
    make_room_for_gone(index, count);
    grow(index);
    for (size_t d = 0; d < count; d++) {
        struct arena once = { 0 };
        struct vector read;

        read_source(&once, index, &sources[d], &read, &lengths[d]);
        vectors[d] =
            (struct vector){ NEW_ARRAY(&scratch, read.count + 1, struct weighed), read.count };
        if (read.count)
            memcpy(vectors[d].items, read.items, read.count * sizeof *read.items);
        index->mean += lengths[d];
        arena_release(&once);
    }
    index->mean = count && index->mean > 0 ? index->mean / (double)count : 1;
    fill_postings(index, vectors, lengths);
    arena_release(&scratch);
    return index;
}

void
ask_index_add(struct ask_index *index, const struct ask_source *sources, size_t count)
{
    index->sources = sources;
    make_room_for_gone(index, count);
    for (; index->count < count; index->count++) {
        struct arena once = { 0 };
        struct vector read;
        double length;

        read_source(&once, index, &sources[index->count], &read, &length);
        if (!index->live)
            index->mean = length > 0 ? length : 1;
        for (size_t i = 0; i < read.count; i++)
            add_posting(index, read.items[i].key,
                        (struct posting){ (uint32_t)index->count,
                                          posting_worth(index, read.items[i].weight, length) });
        index->live++;
        arena_release(&once);
    }
}

void
ask_index_drop(struct ask_index *index, size_t source)
{
    struct arena once = { 0 };
    struct vector read;
    double length;

    if (index->gone[source])
        return;
    read_source(&once, index, &index->sources[source], &read, &length);
    for (size_t i = 0; i < read.count; i++)
        entry_make(index, read.items[i].key)->live--;
    index->gone[source] = true;
    index->live--;
    arena_release(&once);
}
