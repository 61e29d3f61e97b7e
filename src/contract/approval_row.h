/*
 * The rows of the ledgers `approval` and `approval_step`, for the files that move them.
 */
#ifndef CONTRACT_APPROVAL_ROW_H
#define CONTRACT_APPROVAL_ROW_H

#include "contract/approval.h"

struct approval {
    struct record base;
    const char *matter; /* "deliverable/123/0002": ledger, record, round */
    const char *ledger;
    int64_t record;
    struct ref route;
    struct prose note;
    const char *title;
    const char *route_title;
    const char *applicant; /* his name; the owner is the person */
    int64_t round;
    int64_t subject_version;
    int64_t position; /* of the present step, NO_NUMBER at the end */
    struct refs turn; /* whose turn it is */
    struct refs deputies;
    struct instant decided_at;
    struct prose content;
    struct prose details;
    const char *hash;
    int64_t back_to;
    struct ref substitute;
    bool own; /* who asked may decide */
    /* What .check has decided and .after writes; not a field. */
    struct approval_plan *plan;
};

struct approval_step {
    struct record base; /* state: waiting turn approved returned unneeded void */
    struct ref approval;
    int64_t position;
    int64_t lap; /* 2: after it was sent back to this step */
    const char *label;
    int64_t needed; /* so many of this position have to approve */
    struct ref person;
    struct refs deputies;
    bool hands_over;
    struct ref decided_by;
    struct instant decided_at;
    int64_t subject_version;
    struct prose comment;
};

extern const struct ledger approval_step_ledger;

struct approval_steps {
    struct approval_step **rows;
    size_t count;
};

/* Rows to write after the approval itself, and who is told what. */
struct approval_plan {
    struct approval_steps steps;
    const char *action; /* ask, or the transition */
    int64_t told;       /* of hand_over: the person who may decide now */
    bool ended;         /* the request has come to its end by this act */
};

/* Of one request, by position and age. */
bool approval_steps_read(struct act *a, int64_t approval, struct approval_steps *out);

bool step_is(const struct approval_step *step, const char *state);
bool refs_have(const struct refs *refs, int64_t id);

/* The present turn, its people and their deputies into the approval's own fields. */
void approval_turn_set(struct act *a, struct approval *it, const struct approval_steps *steps);

/* A new request: finds record and route, freezes, resolves who decides (approval_ask.c). */
bool approval_check_ask(struct act *a, struct approval *it);

/* Whether this person has a role in the contract by which he decides. */
bool approval_may_decide(struct act *a, int64_t contract, int64_t person);

/* The checks of the transitions (approval_turn.c). */
bool approval_check_approve(struct act *a, const struct record *before, struct record *record);
bool approval_check_return(struct act *a, const struct record *before, struct record *record);
bool approval_check_return_to(struct act *a, const struct record *before, struct record *record);
bool approval_check_withdraw(struct act *a, const struct record *before, struct record *record);
bool approval_check_hand_over(struct act *a, const struct record *before, struct record *record);

/* Mail to those whose turn has come, and to who asked at the end (approval_mail.c). */
bool approval_tell(struct act *a, const struct approval *it, const struct approval_plan *plan);

/* The frozen content as it was kept; `it` read with personal members opened. */
struct frozen approval_frozen(const struct approval *it);

#endif
