/*
 * The tables of jobs and outbox, for store_tables().
 */
#ifndef STORE_TABLES_JOB_H
#define STORE_TABLES_JOB_H

#include "store/schema.h"

extern const struct table job_table;
extern const struct table job_due_table;
extern const struct table outbox_table;

#endif
