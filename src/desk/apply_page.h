/*
 * Applying: what there is to apply for, and the form of a kind.
 *
 * The form is that of contract/form_page.h: nothing needs a script, what depends on an answer
 * is asked when the page is drawn again. Sending it makes the application and asks for its
 * approval in one transaction. A draft, and one that was sent back, is filled in the same way.
 */
#ifndef DESK_APPLY_PAGE_H
#define DESK_APPLY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct reply;
struct request;
struct state;

struct apply_kind {
    const char *href; /* NULL: he does not apply */
    const char *title;
    const char *needs;
    const char *way; /* 所属長 → 情報政策担当 */
    int64_t days;    /* NO_NUMBER: not said */
};

struct apply_group {
    const char *title;
    struct apply_kind *kinds;
    size_t count;
};

struct apply_mine {
    const char *href;
    const char *number;
    const char *title;
    const struct state *state;
};

struct apply_page {
    const char *csrf;
    struct apply_group *groups;
    size_t group_count;
    struct apply_mine *mine;
    size_t mine_count;
    bool may_begin; /* offers the kinds to begin with */
};

/* Handlers. */
bool apply_show(struct act *a, const struct request *q, struct reply *r);
bool apply_begin(struct act *a, const struct request *q, struct reply *r);
bool apply_form_show(struct act *a, const struct request *q, struct reply *r);
bool apply_form_post(struct act *a, const struct request *q, struct reply *r);
bool apply_again_show(struct act *a, const struct request *q, struct reply *r);
bool apply_again_post(struct act *a, const struct request *q, struct reply *r);

#endif
