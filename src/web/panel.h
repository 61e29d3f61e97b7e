/*
 * Panels: what a module adds to the pages of records, its own and those of others.
 *
 * A panel is a row of struct module with one function, asked for every record page that is
 * drawn. It looks whether the record is any matter of its, and hands out finished markup
 * (made by a template of its own, out.h): `top` under the title, as wide as the page,
 * `beside` above the facts. Both are sections with a heading of their own. `reply` stands in
 * the form of the composer, below its text: controls and buttons with a formaction. `said`
 * joins the timeline by its times, under the chip of its kind (web/record_page.h).
 *
 *     static bool fill(struct act *a, const struct request *q, const struct record *record,
 *                      struct panel_shown *out)
 *     {
 *         struct out o = panel_out(a, q);
 *         …
 *         my_view(&o, &page);
 *         out->top = html_take(&o);
 *         return true;
 *     }
 *
 * The record was read with the rights of who asks; a panel asks its own rights for what it
 * shows besides. The ledger is q->ledger.
 */
#ifndef WEB_PANEL_H
#define WEB_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "web/out.h"

struct act;
struct record;
struct request;
struct shown_entry;

struct panel_shown {
    struct html top;
    struct html beside;
    struct html reply;
    struct shown_entry *said; /* any order */
    size_t said_count;
    bool fixed; /* nothing of the record can be changed now by who looks: no way to its form */
    bool texts; /* it shows the long texts itself */
    bool whole; /* it shows the record itself: no facts, texts and buttons of the page's own */
};

struct panel {
    const char *key; /* "approval" */
    /* False with the act's faults when it could not be read; nothing to show is true. */
    bool (*fill)(struct act *a, const struct request *q, const struct record *record,
                 struct panel_shown *out);
};

/* The panels of all modules for this record, in the order of the modules. */
bool panels_fill(struct act *a, const struct request *q, const struct record *record,
                 struct panel_shown **panels, size_t *count);

/* An empty page piece in the act's arena, written as the reader chose. */
struct out panel_out(struct act *a, const struct request *q);

#endif
