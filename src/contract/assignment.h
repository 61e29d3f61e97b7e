/*
 * The roster of those who do the work (従事者名簿): one record for each role that a person
 * has in a contract.
 *
 *     届出 → 従事中 → 離任
 *
 * The client lets a person begin. Nobody begins whom the staffing rules forbid, whose
 * subcontract is not approved, or who has the same role already. A person who has left, or
 * whose last day is past, has no membership of the contract any more (contract/tenure.h).
 * Address, birthday, passport and nationality are for forms that ask for them: sealed, and
 * opened only for the responsible person of the contractor.
 */
#ifndef CONTRACT_ASSIGNMENT_H
#define CONTRACT_ASSIGNMENT_H

#include "ledger/ledger.h"

struct job_kind;

struct assignment {
    struct record base;
    const char *title; /* 三浦（監査人） */
    struct ref person;
    struct choice role;
    const char *duty;
    struct ref employer; /* organisation */
    const char *employer_name;
    struct ref subcontract; /* of a subcontractor's people */
    struct choice employment;
    struct date from;
    struct date until; /* the last day */
    struct ref above;  /* assignment: who gives instructions */
    bool personal_data;
    const char *card; /* identity card */
    struct date card_issued_on;
    struct date card_returned_on;
    struct choice involvement; /* in what is audited */
    const char *involvement_note;
    const char *capital;
    const char *nationality;
    const char *passport;
    const char *birthday; /* YYYY-MM-DD, since sealed values are texts */
    const char *address;
    struct date pledged_on; /* newest signed pledge of the person that holds */
    struct date trained_on; /* newest training attended */
    struct prose notes;
};

extern const struct ledger assignment_ledger;

/* The job of each morning: whose last day is past is noted as having left, and whose pledges
   have all run out as being without one. */
extern const struct job_kind assignment_job;

/* Its work, a hundred at a time, inside act_write; `*count` of them left. */
bool assignments_leave(struct act *a, size_t *count);
bool assignments_unpledge(struct act *a, size_t *count);

/* The roles a person can have in a contract; ends with a zero row. */
extern const struct choice_item assignment_roles[];
const char *assignment_role_title(const char *code); /* 監査人; the code itself if unknown */
const char *assignment_employment_title(const char *code);
const char *assignment_involvement_title(const char *code);

/* Looks up pledges and trainings of the person anew, after one has come or gone. Called in
   a consequence (contract/consequence.h). */
bool assignment_refresh(struct act *a, int64_t contract, int64_t person);

#endif
