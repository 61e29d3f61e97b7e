/*
 * Dues: everything of a contract that has a day or an hour, whatever ledger keeps it.
 *
 * A ledger contributes a row of the table in dues.c: its field with the day, the condition
 * under which that is still owed, and what is then due. Ledgers that declare clocks are there
 * by themselves, with the due times or days of their rules. Rows name ledgers and fields by name,
 * since they come from floors above this one too; one whose ledger this program does not have
 * is passed over. dues_mistakes tells what a row names wrongly.
 *
 * What is owed and what merely runs out (a certificate, a registration) are told apart: the
 * latter are risks. Only what the reader may see is there.
 */
#ifndef CONTRACT_DUES_H
#define CONTRACT_DUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct buffer;
struct ledger;
struct calendar;

struct due_source {
    const char *ledger;
    const char *date;  /* field of a day, a time, or a period that ends; the first it has */
    const char *open;  /* condition as in a list's address: "state.in=open,late" */
    const char *words; /* what is due: 検査結果の回答; NULL: the record's title says it */
    const char *basis; /* field with the clause or number it rests on, or NULL */
    const char *who;   /* field of who sees to it, or NULL */
    const char *what;  /* field that says which part: 11月分; or NULL */
    const char *rule;  /* of the clock it comes from, unless it is the ledger's first */
    bool clocked;      /* it comes from a clock */
    bool risk;
};

struct due_item {
    const struct ledger *ledger;
    int64_t id;
    struct date day;
    struct instant at; /* none: some time that day */
    const char *title; /* 11月分 月次報告書 */
    const char *basis; /* "" if none */
    const char *who;   /* "" if nobody */
    int64_t person;    /* the same by number, 0 if not known */
    int64_t contract;  /* of the record */
    const char *href;  /* the record's page */
    const char *rule;  /* of a clock that is not the ledger's first; or NULL */
    bool clocked;      /* a clock runs for it, which ends at `at` or with the day */
    bool risk;
};

struct due_items {
    struct due_item *rows;
    size_t count;
    bool more; /* a ledger has more than are read here */
};

/* By day, earliest first; days of none are open ends. `contract` 0: of all he may see. */
bool dues_read(struct act *a, int64_t contract, struct period within, struct due_items *out);

/* 今日まで, あと3日, 2日の遅れ: business days ahead, calendar days behind. */
const char *due_left(struct act *a, const struct calendar *calendar, struct date day);

/* For tests: a line for each row that names a field or state its ledger does not have. */
void dues_mistakes(struct act *a, struct buffer *out);

#endif
