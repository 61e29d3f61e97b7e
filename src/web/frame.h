/*
 * The frame of every signed-in page: bar, rail, notice, and the page between them.
 *
 * A handler fills its own page struct, then frame_reply draws both: the template of
 * the frame calls `body` where the page belongs, so nothing is copied.
 */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct ledger;
struct out;
struct reply;
struct request;

struct frame_item {
    const char *title;
    const char *path;
    const char *icon;
    const char *count; /* 64, or NULL */
    bool is_current;
};

struct frame_section {
    const char *title; /* NULL above all */
    struct frame_item *items;
    size_t count;
    bool folds; /* to its heading */
    bool is_open;
};

struct frame {
    const char *title;    /* of the window */
    const char *layout;   /* classes of main: "", "split", "record" */
    const char *contract; /* title of the one switched to, or NULL */
    const char *year;     /* 令和8年度 */
    struct frame_section *sections;
    size_t section_count;
    const char *person;
    const char *role;
    const char *notice; /* to show once, or NULL */
    const char *csrf;
    const char *words; /* in the search box */
    const char *help;  /* address of the help to this page */
    const char *live;  /* ledger whose changes this page shows, or NULL */
    int64_t record;    /* of the live ledger, 0: the list */
    bool is_kept;      /* may be answered again while nothing changes, until the next minute */
    bool has_keys;     /* one-letter keys are switched on */
    bool is_western;
};

/* What is the same for all pages; the caller may change members afterwards. */
void frame_fill(struct act *a, const struct request *q, const char *title, struct frame *f);

/* The frame of a ledger's page: its help and live changes. */
void frame_fill_ledger(struct act *a, const struct request *q, const char *title, struct frame *f);

/* Draws the page into the reply; always true. */
bool frame_reply(struct act *a, struct reply *r, const struct frame *f,
                 void (*body)(struct out *, const void *), const void *page);

/* A template page(struct out *, const struct x *) as a body. */
#define FRAME_BODY(function, type)                                                                 \
    static void function##_body(struct out *o, const void *page)                                   \
    {                                                                                              \
        function(o, (const type *)page);                                                           \
    }

/* Whether the user may enter by a route's `may`: a word or "ledger.deed". */
bool may_enter(struct act *a, const char *may, const struct ledger *l);

#endif
