/*
 * Who acts: a user with his memberships, loaded at sign-in and again with every request
 * after rights have changed.
 *
 * A membership ends with its contract: that of the contractor's people always, that of
 * the client's unless it names a later day itself. Copies that live long need no clock:
 * whether a membership holds is asked of each decision's own day.
 *
 * The ledger floor decides rights by comparing these integers; it knows neither
 * sessions nor passwords.
 */
#ifndef LEDGER_CORE_WHO_H
#define LEDGER_CORE_WHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct arena;
struct store;

enum role {
    ROLE_NONE,
    ROLE_ADMINISTRATOR, /* users and settings, no contents */
    ROLE_LEAD,          /* contractor: responsible person */
    ROLE_OPERATOR,      /* contractor: works at the desk */
    ROLE_OFFICER,       /* client: officer in charge */
    ROLE_APPROVER,      /* client: decides */
    ROLE_PARTICIPANT,   /* audited or taking-part body */
    ROLE_REQUESTER,     /* staff who ask and apply */
    ROLE_AUTHOR,
    ROLE_MEMBER,
    ROLE_AUDITOR /* reads, changes nothing */
};
enum { ROLES = ROLE_AUDITOR + 1 };

/* The id of the command line's own user, which is no record. */
enum { WHO_CONSOLE = -1 };

/* What a membership's last day comes from. */
enum membership_end { ENDS_ITSELF, ENDS_WITH_USER, ENDS_WITH_CONTRACT, ENDS_WITHOUT_CONTRACT };

struct membership {
    int64_t contract;     /* 0: the installation */
    int64_t organisation; /* the person's own in this contract, 0: none */
    int64_t zone;         /* his part of the contract's records, 0: none */
    enum role role;
    struct date from;  /* none: always was */
    struct date until; /* the last day, as the contract and the account let it; none: open */
    enum membership_end ends;
};

struct who {
    int64_t id;     /* user */
    int64_t person; /* 0 for the console and guests */
    const char *login;
    const char *title; /* the name others see */
    const struct membership *in;
    size_t count;
    int64_t generation; /* of the rights when they were loaded */
};

const char *role_name(enum role role);  /* "operator" */
const char *role_title(enum role role); /* 受託者（担当） */
bool role_parse(const char *name, enum role *out);

/* The user with the memberships valid on the act's day, in the act's arena. A membership
   ends with its own last day, and with its contract unless it is the client's or the
   auditor's. FAULT_MISSING when there is no such user, or the account has ended, or the
   person behind it has left. */
bool who_load(struct act *a, int64_t user, struct who *out);
bool who_by_login(struct act *a, const char *login, struct who *out);

/* The same with memberships that are over or have not begun, also of an ended account. */
bool who_load_all(struct act *a, const char *login, struct who *out);

/* Whether it counts on this day. */
bool membership_holds(const struct membership *m, struct date day);

/* The command line's own user: lead in every contract (membership contract 0). */
const struct who *who_console(void);
/* Nobody: no membership at all. */
const struct who *who_guest(void);

/* Changes with every change of users and memberships; kept in the database. */
bool who_generation(struct act *a, int64_t *generation);

#endif
