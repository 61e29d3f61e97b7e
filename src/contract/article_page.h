/*
 * Articles on their pages: the text as it is read, its editions and what differs between
 * them, who has read it.
 */
#ifndef CONTRACT_ARTICLE_PAGE_H
#define CONTRACT_ARTICLE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/article.h"
#include "contract/article_diff.h"
#include "web/markdown.h"
#include "web/panel.h"

struct act;
struct reply;
struct request;

struct shown_edition {
    const char *words; /* 第2版 */
    const char *about; /* 11月21日 9:05　三浦 */
    const char *href;
    bool is_current;
};

struct article_page {
    const char *csrf;
    const char *title; /* of the text: 本文, 第2版の本文 */
    const char *about; /* 第3版　… */
    const char *body;
    struct markdown_pictures pictures;
    const char *diff_title; /* NULL: none is shown */
    struct diff_lines diff;
    struct shown_edition *editions;
    size_t edition_count;
    /* 閲覧確認 */
    const char *read;    /* where the button goes; NULL: nothing to confirm */
    const char *read_at; /* he has, at; NULL: not */
    bool has_readers;
    struct readers readers;
    const char *readers_note;
};

extern const struct panel article_panel;

/* Handlers. */
bool article_read_post(struct act *a, const struct request *q, struct reply *r);
bool publication_picture(struct act *a, const struct request *q, struct reply *r);

#endif
