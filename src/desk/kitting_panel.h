/*
 * The checklist on the page of a kitting, its way there on the page of a device, and the same
 * on paper.
 *
 *   /desk/kittings/{id}/tick     done-12=1, value-12=…: all that is ticked, or nothing of it
 *   /desk/kittings/{id}/sheet    for the bench: boxes, room to write, the code of the page
 */
#ifndef DESK_KITTING_PANEL_H
#define DESK_KITTING_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"
#include "web/out.h"
#include "web/panel.h"
#include "web/route.h"

struct state;

struct kitting_line {
    int64_t id;
    int64_t place;
    const char *title;
    const char *how;
    const char *records;
    const char *value;
    const char *who; /* who did it, or who shall */
    const char *notes;
    const struct state *state;
    struct instant done_at;
    bool optional;
    bool is_open;
    bool ticked; /* as it was sent, and refused */
};

struct kitting_page {
    const char *csrf;
    const char *action; /* NULL: he may not tick */
    const char *add;
    const char *sheet;
    const char *number;
    const struct state *state; /* of the run */
    const struct kitting_line *lines;
    size_t count;
    size_t open; /* required ones */
    /* on paper */
    const char *device;
    const char *title;
    const char *model;
    const char *serial;
    const char *host;
    const char *back;
    const char *assignee;
    struct date due_on;
    struct html code;
};

extern const struct panel kitting_panel;

bool kitting_tick(struct act *a, const struct request *q, struct reply *r);
bool kitting_sheet(struct act *a, const struct request *q, struct reply *r);

#endif
