/*
 * Incidents: leaks, losses, failures and accidents, from discovery to completion.
 *
 * The client is told within the minutes of the contract (an hour where it says nothing),
 * counted by day and night from the moment the incident was confirmed, and by when he was
 * told, not by when that was written down. For personal data the dates of the law stand
 * beside (contract/leak_report.h). What follows the first notice are reports of their own;
 * one that was sent fills the incident's dates. Whether the incident is made public is
 * decided by the client, in a record of its own.
 *
 * The accident report's fields – date and time, content, response, analysis of the cause,
 * prevention – are happened_at, content, first_aid, cause and measures.
 */
#ifndef CONTRACT_INCIDENT_H
#define CONTRACT_INCIDENT_H

#include "ledger/ledger.h"

struct incident {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct instant happened_at;
    struct instant noticed_at;
    struct instant confirmed_at;
    struct minutes tell_within;
    struct instant tell_due;
    struct instant told_at;
    struct ref told_to;
    const char *told_to_name;
    const char *told_by;
    struct prose content;
    struct prose items; /* what kinds of data */
    int64_t people;
    const char *place;
    struct prose course;
    struct prose first_aid;
    struct prose damage;
    struct prose cause;
    struct prose measures;
    struct ref assignee;
    bool personal_data;
    struct choice law;
    bool sensitive;
    bool property;
    bool wrongful;
    bool maybe_many;
    struct date known_on;
    bool statutory;
    struct date preliminary_from;
    struct date preliminary_due;
    struct date preliminary_on;
    struct date final_due;
    struct date final_on;
    struct date persons_told_on;
    struct date completed_on;
};

struct incident_report {
    struct record base;
    struct ref incident;
    struct choice kind;
    struct choice to;
    struct instant reported_at;
    const char *by;
    struct prose body;
    struct ref reporter;
};

struct disclosure {
    struct record base;
    const char *title;
    struct ref incident;
    struct prose proposal;
    struct choice decision;
    struct date decided_on;
    struct prose grounds;
    const char *means;
    struct date published_on;
};

extern const struct ledger incident_ledger;
extern const struct ledger incident_report_ledger;
extern const struct ledger disclosure_ledger;

#endif
