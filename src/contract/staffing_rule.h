/*
 * Staffing rules (体制の条件): what the specification demands of the team, declared once and
 * checked by the system from the roster, qualifications and experience.
 *
 * Roles and qualifications are written as people call them, with spaces, 、 or lines between.
 * Two kinds are refused at the roster itself, so that a breach cannot come about: a person in
 * two incompatible roles, and somebody who manages, develops or runs what is audited. All
 * kinds stand on the page 「体制の確認」 (contract/staffing.h).
 */
#ifndef CONTRACT_STAFFING_RULE_H
#define CONTRACT_STAFFING_RULE_H

#include "ledger/ledger.h"

struct assignment;

/* The kinds, by the code of `kind`. */
enum staffing_kind {
    STAFFING_PRESENT,      /* at least so many people in the roles */
    STAFFING_QUALIFIED,    /* at least so many of them hold one of the qualifications */
    STAFFING_EXPERIENCED,  /* at least so many with experience in the past years */
    STAFFING_INDEPENDENT,  /* none has to do with what is audited */
    STAFFING_INCOMPATIBLE, /* nobody in both sets of roles */
    STAFFING_TEAM,         /* operators, and a qualified supervisor besides */
    STAFFING_REGULAR,      /* all are regularly employed */
    STAFFING_PLEDGED,      /* all have signed a pledge */
    STAFFING_TRAINED,      /* all were trained in the past years */
};
enum { STAFFING_KINDS = STAFFING_TRAINED + 1 };

struct staffing_rule {
    struct record base;
    const char *title;
    struct choice kind;
    const char *roles;  /* none: everybody */
    const char *others; /* incompatible with these; of a team the supervisors */
    struct prose qualifications;
    const char *area; /* of experience, none: any */
    int64_t years;
    int64_t least;
    const char *source; /* where the specification says so */
    struct prose notes;
};

extern const struct ledger staffing_rule_ledger;

/* STAFFING_KINDS when it is none. */
enum staffing_kind staffing_kind_of(const char *code);
const char *staffing_kind_title(enum staffing_kind kind);

/* Whether a role, by its code, is among those a text names; `empty` of an empty text. */
bool staffing_names_role(struct act *a, const char *roles, const char *code, bool empty);

/* Whether the rules of the contract let this person into this role; faults name the field. */
bool staffing_rules_allow(struct act *a, const struct assignment *it);

#endif
