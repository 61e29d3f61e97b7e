/*
 * What web/ brings to the database and to the jobs: for schema_apply and the runner.
 */
#ifndef WEB_TABLES_H
#define WEB_TABLES_H

#include "store/job.h"
#include "store/schema.h"

/* session, token, attempt, factor, recovery, identity; ends with NULL. */
extern const struct table *const web_tables[];

/* Deletes what is over: sessions, tokens, attempts, idempotency keys. Ends with a zero row. */
extern const struct job_kind web_jobs[];

#endif
