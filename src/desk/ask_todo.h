/*
 * Questions without an answer, grouped: the articles that are still to be written.
 *
 *     GET  /desk/questions    groups of like questions, the largest first
 *     POST /desk/questions    ids=1 2 3, outcome=done|dropped: they are settled
 *
 * For who may open the personal text of questions; showing it is recorded like any reading.
 */
#ifndef DESK_ASK_TODO_H
#define DESK_ASK_TODO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct reply;
struct request;

struct ask_group {
    int64_t id; /* of its first question */
    const char *text;
    const char *words; /* 3件　最後は 11月21日 */
    const char **others;
    size_t other_count;
    const char *ids;
    const char *draft; /* where an article is begun, or NULL */
};

struct ask_todo_page {
    const char *csrf;
    struct ask_group *groups;
    size_t count;
};

bool ask_todo_show(struct act *a, const struct request *q, struct reply *r);
bool ask_todo_post(struct act *a, const struct request *q, struct reply *r);

#endif
