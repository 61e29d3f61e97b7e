/*
 * Each night: whether the master key is old enough to be changed.
 */
#ifndef APP_KEYS_JOB_H
#define APP_KEYS_JOB_H

struct job_kind;

/* After as many days as tasuki.ini says, 365 usually; 0: never. Only where the master is a
   file of the data folder. */
extern const struct job_kind keys_job;

#endif
