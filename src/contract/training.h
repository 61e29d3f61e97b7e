/*
 * Training (研修): planned, held, reported to the client; and who attended.
 */
#ifndef CONTRACT_TRAINING_H
#define CONTRACT_TRAINING_H

#include "ledger/ledger.h"

struct training {
    struct record base;
    const char *title;
    struct choice kind;
    struct date planned_on;
    struct date held_on;
    struct minutes length;
    struct prose content;
    const char *instructor;
    const char *place;
    const char *targets;
    struct date reported_on;
    struct prose notes;
};

struct attendance {
    struct record base;
    const char *title;
    struct ref training;
    struct ref person;
    struct choice result;
    struct date attended_on;
    int64_t score;
    struct prose notes;
};

extern const struct ledger training_ledger;
extern const struct ledger attendance_ledger;

/* For the report to the client: who attended, and who of those at work on the day did not. */
struct training_person {
    int64_t person;
    const char *name;   /* at work */
    const char *role;   /* of the roster, "" when not on it */
    const char *result; /* 受講, 欠席, 未記録 */
    struct date attended_on;
};
struct training_report {
    struct training *training;
    struct training_person *people;
    size_t count;
    size_t attended;
    size_t missing;
};
bool training_report_read(struct act *a, int64_t training, struct training_report *out);

#endif
