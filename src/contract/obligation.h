/*
 * Obligations: the clauses of a specification, each with who sees to it, when it is owed
 * and what proves that it was done.
 *
 * A clause is これから until somebody takes it up or proves it, 遅れ when its day has passed,
 * 該当なし when it binds nobody (a heading, a definition). What comes again (a monthly report)
 * is 証明済 up to the term proven last; its next day then stands in the record, and when that
 * passes unproven the clause is late again. State and day are settled by every writing of the
 * record and each night by a job, so that a list by state says what is so.
 *
 * A clause that is written down while its contract runs owes nothing from before that day,
 * except what is owed once.
 */
#ifndef CONTRACT_OBLIGATION_H
#define CONTRACT_OBLIGATION_H

#include "ledger/ledger.h"

struct job_kind;

struct obligation {
    struct record base;
    const char *number;  /* 第4条 2 (1) */
    const char *chapter; /* 第2章 ヘルプデスク */
    struct choice level; /* chapter article paragraph item */
    const char *title;   /* its first words, when no other was typed */
    struct prose text;
    struct ref assignee;
    const char *assignee_name;
    const char *due_rule;   /* as shown by due_show */
    struct date due;        /* the next day owed; none: nothing is */
    const char *term;       /* what for: 11月分 */
    struct prose evidence;  /* what proves it, in words */
    struct date proven_on;  /* the day it was last proven */
    struct date proven_due; /* the day that was owed then; terms up to it are proven */
    struct prose note;
};

extern const struct ledger obligation_ledger;

/* The job of each night, and of a changed day of award: states and days of what due rules tell,
   of all obligations and deliverables. */
extern const struct job_kind obligation_job;

/* A batch of it by the act's day, of the obligations or deliverables from above the id `after`;
   `*reached` is where the next one begins, 0 at the end. Inside act_write, by a job or the
   console. */
bool rules_settle(struct act *a, const struct ledger *l, int64_t after, int64_t *reached);

#endif
