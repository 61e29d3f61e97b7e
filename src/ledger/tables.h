/*
 * What the ledger floor itself keeps: its own ledgers beside the seven of core, and
 * the tables that are no ledgers, and its kinds of jobs. The lists end with NULL.
 */
#ifndef LEDGER_TABLES_H
#define LEDGER_TABLES_H

struct job_kind;
struct ledger;
struct table;

extern const struct ledger *const engine_ledgers[];
extern const struct table *const ledger_tables[];
extern const struct job_kind *const ledger_jobs[];

#endif
