#include "contract/task_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Where each id stands, sorted by it, so that thousands of links are found quickly. */
struct place {
    int64_t id;
    size_t at;
};

static int
by_id(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    return (a->id > b->id) - (a->id < b->id);
}

static size_t
place_of(const struct place *places, size_t count, int64_t id)
{
    struct place key = { id, 0 };
    const struct place *it =
        count && id ? bsearch(&key, places, count, sizeof *places, by_id) : NULL;

    return it ? it->at : NO_TASK;
}

size_t
task_graph_find(const struct task_link *links, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (links[i].id == id)
            return i;
    return NO_TASK;
}

static int
by_number(const void *left, const void *right)
{
    const struct task_number *a = left, *b = right;

    return strcmp(a->wbs ? a->wbs : "", b->wbs ? b->wbs : "");
}

void
task_numbers_sort(struct task_number *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, by_number);
}

static size_t
add_ids(const char *text, int64_t *out)
{
    size_t count = 0;

    while (text && *text) {
        char *end;
        long long id;

        text += strspn(text, ",");
        id = strtoll(text, &end, 10);
        if (end == text)
            break;
        out[count++] = id;
        text = end;
    }
    return count;
}

/* How many bytes at this place are between two numbers: blanks, commas, 、 and ，. */
static size_t
between(const char *text)
{
    if (strchr(" ,;\t\n", *text))
        return 1;
    return strncmp(text, "、", 3) == 0 || strncmp(text, "，", 3) == 0 || strncmp(text, "　", 3) == 0
               ? 3
               : 0;
}

static size_t
add_numbers(struct arena *arena, const struct task_number *numbers, size_t count, const char *text,
            int64_t *out)
{
    size_t found = 0;

    while (text && *text) {
        struct task_number key;
        const struct task_number *it;
        size_t length = 0;

        while (text[length] && !between(text + length))
            length++;
        if (!length) {
            text += between(text);
            continue;
        }
        key.wbs = arena_slice(arena, text, length);
        it = bsearch(&key, numbers, count, sizeof *numbers, by_number);
        if (it)
            out[found++] = it->id;
        text += length;
    }
    return found;
}

size_t
task_waits(struct arena *arena, const struct task_number *numbers, size_t count, const char *ids,
           const char *words, int64_t **out)
{
    size_t most = 2, found;

    for (const char *c = ids ? ids : ""; *c; c++)
        most += *c == ',';
    for (const char *c = words ? words : ""; *c; c++)
        most += between(c) > 0;
    *out = NEW_ARRAY(arena, most, int64_t);
    found = add_ids(ids, *out);
    return found + add_numbers(arena, numbers, count, words, *out + found);
}

/* Edges are counted, then laid out: called twice with the same loop. */
struct laying {
    struct task_graph *graph;
    size_t *next; /* NULL while counting: first[] holds the numbers then */
};

static void
lay(struct laying *l, size_t from, size_t to)
{
    if (l->next)
        l->graph->to[l->next[from]++] = to;
    else
        l->graph->first[from + 1]++;
}

static void
lay_all(struct laying *l, const struct task_link *links, const struct place *places)
{
    struct task_graph *g = l->graph;

    for (size_t i = 0; i < g->tasks; i++) {
        lay(l, 2 * i, 2 * i + 1);
        if (g->parent[i] != NO_TASK) {
            lay(l, 2 * g->parent[i], 2 * i);
            lay(l, 2 * i + 1, 2 * g->parent[i] + 1);
        }
        for (size_t k = 0; k < links[i].predecessor_count; k++) {
            size_t before = place_of(places, g->tasks, links[i].predecessors[k]);

            if (before != NO_TASK)
                lay(l, 2 * before + 1, 2 * i);
        }
    }
}

/* Kahn's way: a point comes when all before it have come. */
static void
put_in_order(struct arena *arena, struct task_graph *g)
{
    size_t points = 2 * g->tasks;
    size_t *before = NEW_ARRAY(arena, points + 1, size_t);

    for (size_t i = 0; i < g->first[points]; i++)
        before[g->to[i]]++;
    for (size_t i = 0; i < points; i++)
        if (!before[i])
            g->order[g->ordered++] = i;
    for (size_t done = 0; done < g->ordered; done++) {
        size_t point = g->order[done];

        for (size_t i = g->first[point]; i < g->first[point + 1]; i++)
            if (!--before[g->to[i]])
                g->order[g->ordered++] = g->to[i];
    }
}

void
task_graph_make(struct arena *arena, const struct task_link *links, size_t count,
                struct task_graph *out)
{
    struct place *places = NEW_ARRAY(arena, count + 1, struct place);
    struct laying l = { .graph = out };
    size_t points = 2 * count;

    *out = (struct task_graph){ .tasks = count };
    out->parent = NEW_ARRAY(arena, count + 1, size_t);
    out->has_below = NEW_ARRAY(arena, count + 1, bool);
    out->first = NEW_ARRAY(arena, points + 2, size_t);
    out->order = NEW_ARRAY(arena, points + 1, size_t);
    for (size_t i = 0; i < count; i++)
        places[i] = (struct place){ links[i].id, i };
    qsort(places, count, sizeof *places, by_id);
    for (size_t i = 0; i < count; i++) {
        out->parent[i] = place_of(places, count, links[i].parent);
        if (out->parent[i] != NO_TASK)
            out->has_below[out->parent[i]] = true;
    }
    lay_all(&l, links, places);
    for (size_t i = 0; i < points; i++)
        out->first[i + 1] += out->first[i];
    out->to = NEW_ARRAY(arena, out->first[points] + 1, size_t);
    l.next = NEW_ARRAY(arena, points + 1, size_t);
    memcpy(l.next, out->first, points * sizeof *l.next);
    lay_all(&l, links, places);
    put_in_order(arena, out);
}

bool
task_graph_circle(const struct task_graph *graph)
{
    return graph->ordered < 2 * graph->tasks;
}
