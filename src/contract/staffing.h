/*
 * The check of the team (体制の確認): every staffing rule of a contract, met or not, and who
 * it is that meets or breaks it.
 *
 * Only people at work on the day count, with qualifications valid on the day and experience
 * that reaches into the years the rule names. Qualifications are compared folded: what is on
 * the certificate has to contain what the rule lists.
 */
#ifndef CONTRACT_STAFFING_H
#define CONTRACT_STAFFING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;

struct staffing_result {
    int64_t rule;
    const char *title;
    const char *kind;   /* 資格のある人 */
    const char *source; /* where the specification says so, "" if not noted */
    bool met;
    const char *finding; /* 必要1人、いま2人です。 */
    const char *who;     /* who meets it, or who breaks it: 三浦（監査人）、… */
};

struct staffing_results {
    struct staffing_result *rows;
    size_t count;
    size_t unmet;
};

/* For who may read the contract's rules and roster. */
bool staffing_check(struct act *a, int64_t contract, struct date day, struct staffing_results *out);

/*
 * Whether these people may carry out a diagnosis on the day: by the contract's team rule, or
 * without one two operators and a supervisor with one of the qualifications for diagnoses;
 * nobody of them may have to do with what is audited, and all are at work. Each reason for
 * no is a fault; true means go.
 */
bool staffing_team(struct act *a, int64_t contract, struct date day, const int64_t *people,
                   size_t count);

#endif
