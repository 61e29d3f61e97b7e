#include "ledger/import_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/must.h"

enum { FIRST_ROOM = 1024, MOST_NAMES = 50000 };

/* Good enough that two of a million values do not fall together; never 0. */
static uint64_t
hash_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccd;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53;
    hash ^= hash >> 33;
    return hash ? hash : 1;
}

static void
put_seen(struct seen *seen, uint64_t hash, uint32_t line)
{
    size_t at = hash & (seen->room - 1);

    while (seen->hashes[at])
        at = (at + 1) & (seen->room - 1);
    seen->hashes[at] = hash;
    seen->lines[at] = line;
}

static void
grow_seen(struct seen *seen)
{
    struct seen was = *seen;

    seen->room = was.room ? was.room * 2 : FIRST_ROOM;
    seen->hashes = calloc(seen->room, sizeof *seen->hashes);
    seen->lines = calloc(seen->room, sizeof *seen->lines);
    if (!seen->hashes || !seen->lines)
        out_of_memory();
    for (size_t i = 0; i < was.room; i++)
        if (was.hashes[i])
            put_seen(seen, was.hashes[i], was.lines[i]);
    free(was.hashes);
    free(was.lines);
}

int64_t
seen_before(struct seen *seen, const char *text, int64_t line)
{
    uint64_t hash = hash_text(text);

    if (seen->count * 4 >= seen->room * 3)
        grow_seen(seen);
    for (size_t at = hash & (seen->room - 1); seen->hashes[at]; at = (at + 1) & (seen->room - 1))
        if (seen->hashes[at] == hash)
            return seen->lines[at];
    put_seen(seen, hash, (uint32_t)line);
    seen->count++;
    return 0;
}

void
seen_release(struct seen *seen)
{
    free(seen->hashes);
    free(seen->lines);
    seen->hashes = NULL;
    seen->lines = NULL;
    seen->room = seen->count = 0;
}

static struct known_name *
place_of(const struct known_names *known, const char *text)
{
    size_t at = hash_text(text) & (known->room - 1);

    while (known->names[at].text && strcmp(known->names[at].text, text) != 0)
        at = (at + 1) & (known->room - 1);
    return &known->names[at];
}

const struct known_name *
known_find(const struct known_names *known, const char *text)
{
    const struct known_name *name = known->room ? place_of(known, text) : NULL;

    return name && name->text ? name : NULL;
}

static void
grow_names(struct known_names *known)
{
    struct known_names was = *known;

    known->room = was.room ? was.room * 2 : FIRST_ROOM;
    known->names = NEW_ARRAY(&known->arena, known->room, struct known_name);
    for (size_t i = 0; i < was.room; i++)
        if (was.names[i].text)
            *place_of(known, was.names[i].text) = was.names[i];
}

void
known_add(struct known_names *known, const char *text, struct ref ref, const char *why)
{
    if (known->count >= MOST_NAMES)
        return;
    if (known->count * 4 >= known->room * 3)
        grow_names(known);
    *place_of(known, text) = (struct known_name){
        .text = arena_copy(&known->arena, text),
        .ref = { ref.id, ref.title ? arena_copy(&known->arena, ref.title) : NULL },
        .why = why ? arena_copy(&known->arena, why) : NULL,
    };
    known->count++;
}
