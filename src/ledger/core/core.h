/*
 * The ledgers the engine itself needs: organisation, person, user, membership,
 * contract (head only), calendar, holiday, series.
 */
#ifndef LEDGER_CORE_CORE_H
#define LEDGER_CORE_CORE_H

#include "ledger/ledger.h"

struct organisation {
    struct record base;
    const char *title;
    const char *kana;
    const char *code; /* municipality code or section code */
    struct choice kind;
    struct ref parent;
};

struct person {
    struct record base;
    const char *title; /* the name at work that others see: 三浦 */
    const char *name;  /* full name, personal */
    const char *kana;  /* personal */
    struct mail mail;
    struct phone phone;
    struct ref section; /* organisation */
    const char *post;
    struct date until; /* works here until this day; none: open. Ends the person's account. */
};

struct user {
    struct record base;
    const char *login;
    const char *title;
    struct ref person;
    struct date until;    /* the account ends after this day; none: open */
    const char *password; /* Argon2id text, never shown or exported */
    bool administrator;
    bool quiet; /* wants no daily letter of what is due */
};

struct membership_row {
    struct record base;
    struct ref user;
    struct ref within;  /* contract; none: the installation */
    struct ref section; /* organisation */
    int64_t area;       /* zone, for roles that reach one only */
    struct choice role;
    struct date from;
    struct date until;
    struct ref source; /* the group of the directory that brought it, or none */
};

/* What members of a group of the client's directory are here. */
struct directory_group {
    struct record base;
    const char *title; /* DN, or common name */
    struct choice role;
    struct ref within;
    struct ref section;
};

struct contract {
    struct record base;
    const char *number;
    const char *title;
    struct ref client;
    struct ref contractor;
    struct period period;
    struct ref calendar;
};

struct calendar_row {
    struct record base;
    const char *title;
    struct prose hours;   /* "月-金 8:30-17:15" a line each */
    bool holidays;        /* closed on public holidays */
    bool year_end;        /* closed 29 December to 3 January */
    struct prose special; /* "2026-08-14 休業" or "2026-12-28 8:30-12:00" a line each */
};

struct holiday_row {
    struct record base;
    struct date date;
    const char *title;
};

struct series_row {
    struct record base;
    const char *title;
    const char *key;
    const char *format; /* "R{era}-{number:6}" */
    bool gapless;
};

extern const struct ledger organisation_ledger;
extern const struct ledger person_ledger;
extern const struct ledger user_ledger;
extern const struct ledger membership_ledger;
extern const struct ledger directory_group_ledger; /* one of the engine's, ledger/tables.h */
extern const struct ledger contract_ledger;
extern const struct ledger calendar_ledger;
extern const struct ledger holiday_ledger;
extern const struct ledger series_ledger;

/* The eight, in the order in which references can be filled. */
extern const struct ledger *const core_ledgers[];
enum { CORE_LEDGERS = 8 };

/* The roles that a membership can have; ends with a zero row. */
extern const struct choice_item role_choices[];

struct calendar;

/* The contract's business calendar (its own, else the office default), with the listed
   holidays, from a copy that is read again when calendars or holidays change. */
bool contract_calendar(struct act *a, int64_t contract, const struct calendar **out);

#endif
