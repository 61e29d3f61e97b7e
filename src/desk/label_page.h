/*
 * Labels of devices: the page that asks which, the sheets as PDF, and the way to one label on
 * a device's page.
 *
 *   /desk/labels            which devices, and where on the first sheet
 *   /desk/labels/sheets     ?view=in_use&first=7, or ?id=123
 *
 * Who may read the devices may label them; at most LABELS_MOST at a time.
 */
#ifndef DESK_LABEL_PAGE_H
#define DESK_LABEL_PAGE_H

#include <stddef.h>

#include "web/panel.h"
#include "web/route.h"

enum { LABELS_MOST = 1000 };

struct label_choice {
    const char *name;
    const char *title;
};

struct label_page {
    const struct label_choice *choices; /* lists of devices */
    size_t count;
    const char *href; /* of one device's label */
};

extern const struct panel label_panel;

bool labels_show(struct act *a, const struct request *q, struct reply *r);
bool labels_sheets(struct act *a, const struct request *q, struct reply *r);

#endif
