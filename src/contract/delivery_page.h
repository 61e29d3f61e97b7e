/*
 * Pages of deliveries: making one from an issued document, the key that is shown once, and
 * the files for who receives them.
 */
#ifndef CONTRACT_DELIVERY_PAGE_H
#define CONTRACT_DELIVERY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/panel.h"
#include "web/route.h"

struct fault;

struct deliver_choice {
    const char *value;
    const char *label;
    const char *help; /* or NULL */
    bool is_chosen;
};

struct deliver_page {
    const char *csrf;
    const char *document; /* 月次報告書（令和8年10月分） */
    const char *back;
    const char *action;
    const struct fault *faults;
    struct deliver_choice *receivers, *ways, *formats, *key_ways;
    size_t receiver_count, way_count, format_count, key_way_count;
    const char *other, *mail, *until;
};

/* One recipient of what was just made. */
struct delivered {
    const char *addressee;
    const char *record;
    const char *key;   /* NULL: this way has none */
    const char *fetch; /* where the button for the archive goes, or NULL */
    const char *file;
    const char *hash;
    const char *letter;
};

struct delivered_page {
    const char *csrf;
    const char *title;
    const char *back;
    struct delivered *rows;
    size_t count;
    bool has_keys;
};

struct delivery_link {
    const char *title; /* PDF */
    const char *href;
};

/* The panel of a delivery's record, and of a document's. */
struct delivery_panel_page {
    const char *csrf;
    const char *deliver; /* document: make a delivery */
    struct delivery_link *links;
    size_t link_count;
    const char *about;
    const char *fetch; /* the archive that waits */
    const char *renew; /* make it with a new key */
    const char *renew_label;
};

extern const struct panel delivery_panel;
extern const struct route delivery_routes[];

#endif
