/*
 * What the desk adds to the page of an inquiry: canned answers in the form of the reply, and
 * splitting, by which something said becomes an inquiry of its own (分ける). The new one has
 * section and requester of the first, begins when the words were said, and is linked with it
 * as its 子; the first notes what became of them.
 */
#ifndef DESK_INQUIRY_PAGE_H
#define DESK_INQUIRY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/control.h"
#include "web/panel.h"
#include "web/route.h"

extern const struct panel inquiry_panel;

struct canned_option {
    int64_t id;
    const char *label;
};

struct canned_group {
    const char *title;
    struct canned_option *options;
    size_t count;
};

struct inquiry_panel_page {
    const char *fill; /* where a canned answer is asked for */
    struct canned_group *groups;
    size_t group_count;
    const char *split;
    const char *opinion; /* the link to give to who asked, once answered; or NULL */
};

struct split_piece {
    int64_t entry; /* 0: the text of the inquiry */
    const char *who;
    const char *text;
    bool is_chosen;
};

struct split_page {
    const char *csrf;
    const char *action;
    const char *back;
    const char *code;
    const char *title; /* of the first inquiry */
    struct split_piece *pieces;
    size_t piece_count;
    const char *fault; /* about the choice of the piece */
    struct control subject;
    struct control kind;
};

/* POST /desk/inquiries/{id}/canned: the page again, with the text below what was typed. */
bool inquiry_canned_post(struct act *a, const struct request *q, struct reply *r);

/* GET and POST /desk/inquiries/{id}/split */
bool inquiry_split_show(struct act *a, const struct request *q, struct reply *r);
bool inquiry_split_post(struct act *a, const struct request *q, struct reply *r);

#endif
