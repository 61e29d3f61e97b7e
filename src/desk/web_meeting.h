/*
 * Web meetings with paid licences: so many licences, used by the hour.
 *
 * A meeting asks for a licence of a pool and a time. The rule is that of loans
 * (desk/capacity.h): at no minute are more promised than are owned, and who is refused hears
 * what is free next. Which account it is, is written down when the meeting starts; ending it
 * gives the licence back at once. A section that has no registered user is guided first.
 *
 *     申請中 → 承認 → 利用中 → 終了        申請中・承認 → 取消
 */
#ifndef DESK_WEB_MEETING_H
#define DESK_WEB_MEETING_H

#include "ledger/ledger.h"

struct web_licence {
    struct record base;
    const char *title;
    const char *service;
    int64_t owned;
    struct minutes preparation;
    struct minutes checking;
    struct period period;
    struct prose guidance;
    struct prose notes;
};

struct web_meeting {
    struct record base;
    const char *number;
    const char *title;
    struct ref licence;
    struct instant begins_at;
    struct instant ends_at;
    struct ref section;
    struct ref host;
    const char *host_name;
    struct choice registered; /* yes no */
    struct date guided_on;
    const char *account;
    struct instant started_at;
    struct instant ended_at;
    struct instant busy_from;
    struct instant busy_until;
    struct prose notes;
};

extern const struct ledger web_licence_ledger;
extern const struct ledger web_meeting_ledger;

#endif
