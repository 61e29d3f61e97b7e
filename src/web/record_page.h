/*
 * The page of one record, and its short form beside a list.
 *
 * Filled completely by record_page_fill; the templates of views/record.html only walk
 * it. What the user may not do has no button and no link here.
 */
#ifndef WEB_RECORD_PAGE_H
#define WEB_RECORD_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pair.h"
#include "base/time.h"
#include "ledger/history.h"
#include "store/act.h"
#include "web/attachment_page.h"
#include "web/control.h"
#include "web/link_page.h"
#include "web/marks.h"
#include "web/part_page.h"

struct ledger;
struct panel_shown;
struct request;

/* A link that is chosen or not. */
struct chip {
    const char *words;
    const char *href;
    bool is_current;
};

struct fact {
    const char *label;
    const char *value;
    const char *href; /* or NULL */
};

struct passage {
    const char *label;
    const char *text;
};

/* The chips of the timeline. */
enum shown_kind { SHOWN_TALK, SHOWN_NOTE, SHOWN_CHANGE, SHOWN_APPROVAL, SHOWN_MAIL };
enum { SHOWN_KINDS = SHOWN_MAIL + 1 };

struct shown_entry {
    enum shown_kind kind;
    const char *icon;
    const char *who;
    const char *words; /* what it is or was done */
    const char *text;  /* or NULL */
    bool is_note;
    struct history_change *changes;
    size_t change_count;
    const char *day; /* where it differs from the entry before, else NULL */
    const char *time;
    struct instant at;
};

/* A transition as a small form. */
struct shown_move {
    const char *label;
    const char *path;
    struct control *controls; /* what comes with it */
    size_t control_count;
};

/* A button of the composer: what happens to the state besides. */
struct shown_then {
    const char *label;
    const char *action; /* "" stays */
};

struct composer {
    bool exists;
    bool has_answer;
    bool has_note;
    bool is_note;       /* chosen */
    const char *to;     /* 依頼者へ回答 */
    const char *reader; /* 依頼者, who never sees the notes */
    const char *path;
    const char *text; /* as typed */
    bool is_filled;   /* the server put the text in: no draft goes before it */
    const char *fault;
    struct shown_then *then;
    size_t then_count;
};

struct record_page {
    const struct ledger *ledger;
    int64_t id;
    int64_t version;
    const char *csrf;
    const char *code; /* R8-000123, or the id */
    const char *title;
    const struct state *state;
    const char *list; /* back to the list it was opened from */
    const char *list_title;
    const char *path; /* of this page, with the list it came from */
    const char *previous;
    const char *next;
    const char *edit;
    const char *history;
    struct shown_clock *clocks;
    size_t clock_count;
    struct fact *facts;
    size_t fact_count;
    struct fact *origin; /* when and by whom, number of the version */
    size_t origin_count;
    struct passage *passages;
    size_t passage_count;
    struct chip *chips;
    size_t chip_count;
    struct shown_entry *entries;
    size_t entry_count;
    struct shown_move *moves;
    size_t move_count;
    struct composer composer;
    struct panel_shown *panels; /* of modules */
    size_t panel_count;
    struct attachment_panel files;
    struct link_panel links;
    struct part_list *parts;
    size_t part_count;
    const struct fault *faults; /* of a refused transition, or NULL */
    struct shown_entry *since;  /* what others changed since the page was made */
    size_t since_count;
};

/* Query parameters that belong to pages, not to lists. */
#define PAGE_PARAMETERS "open show filter column"

/* Reads the record (which is recorded when it shows personal fields) and fills the page.
   `brief`: for the side panel, newest entries only. False with the act's faults. */
bool record_page_fill(struct act *a, const struct request *q, int64_t id, bool brief,
                      struct record_page *out);

/* The text of the field that numbers the record, or its id. */
const char *record_code(struct act *a, const struct ledger *l, const void *row);

#endif
