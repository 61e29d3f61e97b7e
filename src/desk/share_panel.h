/*
 * On the page of a file share: the months of its use, drawn, with the quota as the target.
 */
#ifndef DESK_SHARE_PANEL_H
#define DESK_SHARE_PANEL_H

#include "web/out.h"

struct panel;

struct share_panel {
    const char *hint; /* why nothing is drawn, or NULL */
    const char *say;  /* the answer in a sentence */
    struct html drawing;
};

extern const struct panel share_panel;

#endif
