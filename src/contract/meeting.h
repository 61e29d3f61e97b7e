/*
 * Meetings: series that bring forth meetings, minutes that are due, and what was agreed to do.
 *
 * A series says how often; a job (each night, and whenever a series changes) makes the
 * meetings of the next weeks, each once: its turn in the series is its key, so a meeting
 * that was moved or cancelled is not made again. A day on which the office is closed
 * moves as the series says.
 *
 * Minutes are due five business days after the meeting was held (the strictest contract
 * names that number), and are done when the client is asked to confirm them. What he has
 * confirmed does not change; he alone opens it again. Action items live on as tracked work.
 */
#ifndef CONTRACT_MEETING_H
#define CONTRACT_MEETING_H

#include "ledger/ledger.h"

struct job_kind;

struct meeting_series {
    struct record base;
    const char *title;
    const char *kind;
    struct choice every;
    struct choice by;
    struct choice closed;
    struct instant first_at;
    struct minutes length;
    struct date until;
    const char *place;
    struct ref chair;
    struct refs attendees;
    struct prose agenda;
};

struct meeting {
    struct record base;
    const char *number;
    const char *title;
    struct ref series;
    int64_t turn;
    const char *slot; /* "<series>-<turn>": one meeting for each turn */
    struct instant begins_at;
    struct instant ends_at;
    const char *place;
    struct ref chair;
    struct refs attendees;
    const char *others;
    struct prose agenda;
    struct date held_on;
    struct instant minutes_due;
    struct ref writer;
    struct prose minutes;
    struct prose decisions;
    struct date asked_on;
    struct prose objection;
    struct date confirmed_on;
    struct prose cancelled_why;
};

struct action_item {
    struct record base;
    const char *title;
    struct ref meeting;
    struct ref inspection; /* site_inspection */
    struct ref incident;
    struct choice side;
    struct ref assignee;
    const char *assignee_name;
    struct prose content;
    struct date due_on;
    struct prose result;
    struct date done_on;
};

extern const struct ledger meeting_series_ledger;
extern const struct ledger meeting_ledger;
extern const struct ledger action_item_ledger;

/* When the n-th meeting of a series begins, the first being 1, before closed days move it;
   none beyond the year 9999. Pure. */
struct instant meeting_turn(const struct meeting_series *series, int64_t turn);

/* Makes the meetings of all running series that begin before the end of `until`, and of those
   in the past the latest at most; `*made` counts them. Not inside act_write. */
bool meetings_make(struct act *a, struct date until, int64_t *made);

/* The job "meeting.next": each night, and after a series was changed. */
extern const struct job_kind meeting_job;

#endif
