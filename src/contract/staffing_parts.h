/*
 * What a staffing check looks at; private to staffing.c.
 */
#ifndef CONTRACT_STAFFING_PARTS_H
#define CONTRACT_STAFFING_PARTS_H

#include "contract/staffing.h"
#include "contract/staffing_rule.h"

/* A role at work on the day. */
struct member {
    int64_t id;
    int64_t person;
    const char *title;
    const char *role;
    const char *employment;
    const char *involvement;
    struct date pledged_on;
    struct date trained_on;
};

/* A qualification valid on the day. */
struct paper {
    int64_t person;
    const char *title;
};

struct past {
    int64_t person;
    const char *area;
    struct date until;
};

struct condition {
    int64_t id;
    const char *title;
    const char *kind;
    const char *roles;
    const char *others;
    const char *qualifications;
    const char *area;
    int64_t years;
    int64_t least;
    const char *source;
};

struct team {
    struct act *a;
    struct date day;
    struct member *members;
    size_t member_count;
    struct paper *papers;
    size_t paper_count;
    struct past *pasts;
    size_t past_count;
    struct condition *rules;
    size_t rule_count;
};

#endif
