/*
 * Which tasks wait for which, as a graph of beginnings and ends.
 *
 * Each task is two points, its beginning 2i and its end 2i + 1. A task begins before it
 * ends; the work below it begins after it begins and ends before it ends; what waits for it
 * begins after it has ended. So a predecessor with tasks below it stands for all of them,
 * and a circle of these points is exactly a plan that cannot be.
 *
 * Pure; links to tasks that are not there are passed over.
 */
#ifndef CONTRACT_TASK_GRAPH_H
#define CONTRACT_TASK_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define NO_TASK SIZE_MAX

struct task_link {
    int64_t id;
    int64_t parent; /* 0: none */
    const int64_t *predecessors;
    size_t predecessor_count;
};

struct task_graph {
    size_t tasks;
    size_t *parent;  /* of each task, NO_TASK: none */
    bool *has_below; /* tasks stand below it: its days are theirs */
    size_t *first;   /* of each point, where its followers begin in `to`; one more at the end */
    size_t *to;
    size_t *order; /* the points, each after all it follows */
    size_t ordered;
};

/* The points that stand in `order` are 2 × tasks when there is no circle. */
void task_graph_make(struct arena *arena, const struct task_link *links, size_t count,
                     struct task_graph *out);
bool task_graph_circle(const struct task_graph *graph);

/* The place of the task with this id, NO_TASK if there is none. */
size_t task_graph_find(const struct task_link *links, size_t count, int64_t id);

/* A task by its number, NULL or "" when it has none. */
struct task_number {
    const char *wbs;
    int64_t id;
};

/* By number, so that task_waits finds them. */
void task_numbers_sort(struct task_number *numbers, size_t count);

/* What a task waits for, as ids in the arena: those of ",12,15,", and those behind the numbers
   of "1.1、1.2", as far as `numbers` has them. How many; either text may be NULL. */
size_t task_waits(struct arena *arena, const struct task_number *numbers, size_t count,
                  const char *ids, const char *words, int64_t **out);

#endif
