/*
 * On the page of an application: the way it goes, with names and times, and what is up to its
 * applicant now. On the page of a piece of its work: what was applied for.
 */
#ifndef DESK_APPLICATION_PANEL_H
#define DESK_APPLICATION_PANEL_H

#include <stdbool.h>
#include <stddef.h>

struct panel;

enum step_place { STEP_AHEAD, STEP_NOW, STEP_PAST, STEP_BACK };

struct shown_step {
    const char *label; /* 申請, 所属長, 作業 … */
    const char *who;   /* 岩城, or "" */
    const char *words; /* 4月6日 9:00, 承認待ち, 2件のうち1件 */
    enum step_place place;
};

struct shown_reply {
    const char *label;
    const char *value;
};

struct application_panel {
    const char *title; /* of the answers */
    const char *href;  /* on the page of its work: the application's */
    struct shown_reply *answers;
    size_t answer_count;
    bool sealed; /* there are some that he may not see */
    struct shown_step *steps;
    size_t count;
    const char *again;  /* where it is filled in once more, or NULL */
    const char *reason; /* why it was sent back, or NULL */
    const char *returner;
};

extern const struct panel application_panel;

#endif
