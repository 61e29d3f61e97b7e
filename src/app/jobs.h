/*
 * The kinds of jobs: the engine's and the modules'.
 */
#ifndef APP_JOBS_H
#define APP_JOBS_H

struct job_kind;

/* Ends with NULL. */
const struct job_kind *const *jobs_all(void);

#endif
