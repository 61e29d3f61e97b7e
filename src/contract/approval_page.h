/*
 * The approval on the pages of records: the box of stamps, what changes, the decision.
 *
 * A panel (web/panel.h) of every record that a route is for, and of the request itself,
 * whose page is the approver's page. Who reads a request is shown the frozen content when
 * he asked, decides, or may read the record; personal values when he may see those.
 */
#ifndef CONTRACT_APPROVAL_PAGE_H
#define CONTRACT_APPROVAL_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/approval.h"
#include "web/control.h"
#include "web/panel.h"
#include "web/record_page.h"

struct reply;
struct request;

struct shown_stamp {
    const struct approval_stamp *stamp;
    const char *section; /* short enough for the seal */
    const char *name;
    const char *day;  /* 8.11.19 */
    const char *time; /* 11月19日 8:51 */
    const char *said; /* 人事課 沢村 8.11.19の印 */
};

/* 意見と経過 */
struct shown_word {
    const char *icon;
    const char *who;
    const char *words;
    const char *time;
    struct instant at;
};

struct approval_page {
    const char *csrf;
    const char *path;    /* of the request */
    const char *subject; /* of the record, or NULL */
    const char *subject_title;
    const char *request; /* of the request, on the page of the record; or NULL */
    const char *request_title;
    const char *state; /* a sentence */
    const char *note;
    struct fact *facts; /* of the request */
    size_t fact_count;
    bool is_outdated;
    struct shown_stamp *stamps;
    size_t stamp_count;
    struct shown_word *words;
    size_t word_count;
    struct content_changes changes; /* before and after */
    const char *changes_title;
    const char *changes_note; /* 第2版 3項目 */
    bool has_before;
    struct content_changes content; /* all of it, when changes are shown above */
    /* The decision. */
    const char *action;      /* NULL: not his turn */
    const char *decision;    /* 第2版を決裁する */
    const char *consequence; /* what happens when he approves */
    const char *comment;     /* as typed */
    const char *fault;
    struct option *backs; /* earlier steps */
    size_t back_count;
    struct option *substitutes;
    size_t substitute_count;
    bool may_withdraw;
    /* Asking, on the record. */
    const char *ask; /* NULL: he may not */
    const char *ledger;
    int64_t record;
    struct option *routes;
    size_t route_count;
};

extern const struct panel approval_panel;

/* The decisions on a record as entries of its timeline. */
void approval_said(struct act *a, const struct approval_page *page, struct panel_shown *out);

/* Handlers. */
bool approval_ask_post(struct act *a, const struct request *q, struct reply *r);
bool approval_decide_post(struct act *a, const struct request *q, struct reply *r);

#endif
