/*
 * The roster as forms want it (従事者名簿, 情報取扱者名簿): one row for each role at work on a
 * day, with qualifications, experience and training in words.
 *
 * Full names come from the ledger of people, what forms ask of a person besides from the
 * roster itself; both only for who may see personal values, and the reading is recorded.
 */
#ifndef CONTRACT_ROSTER_H
#define CONTRACT_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;

struct roster_row {
    int64_t assignment;
    int64_t person;
    const char *role;     /* 監査人 */
    const char *name;     /* full, else the name at work */
    const char *employer; /* 襷情報サービス */
    const char *post;
    const char *employment; /* 正社員 */
    struct period period;
    bool personal_data; /* handles it */
    const char *card;
    const char *qualifications; /* システム監査技術者（第01234号）、CISA */
    const char *experience;     /* A市監査（2019-04から2021-03まで）… newest first */
    struct date pledged_on;
    struct date trained_on;
    const char *involvement; /* 関わりなし */
    const char *capital;
    /* "" for who may not see them */
    const char *nationality;
    const char *passport;
    const char *birthday;
    const char *address;
};

struct roster {
    struct roster_row *rows;
    size_t count;
};

/* In the order of roles, then of coming; with `handlers` only those who handle personal data
   or answer for information. */
bool
roster_read(struct act *a, int64_t contract, struct date day, bool handlers, struct roster *out);

#endif
