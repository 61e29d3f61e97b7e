/*
 * The panel of documents on record pages: what can be made of the record and what was made
 * of it; on a document's own page its preview, files and what comes next.
 */
#ifndef CONTRACT_DOCUMENT_PANEL_H
#define CONTRACT_DOCUMENT_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "contract/report_page.h"
#include "web/panel.h"

/* A paper that can be made of the record. */
struct draft_link {
    const char *title;
    const char *help;
    const char *href;
};

struct made_document {
    const char *number;
    const char *title;
    const char *state;
    const char *time; /* of issue, "" before */
    const char *href; /* its own page */
    const struct format_link *formats;
    size_t format_count;
};

struct document_panel {
    const char *hint; /* of a document's own page, or NULL */
    const char *view; /* 「文書を見る」, or NULL */
    const struct format_link *formats;
    size_t format_count;
    const struct draft_link *drafts;
    size_t draft_count;
    const struct made_document *made;
    size_t made_count;
};

extern const struct panel document_panel;

#endif
