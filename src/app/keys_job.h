/*
 * Keys that are old enough are changed each night, the master and the contracts' own; and
 * the job that seals values anew under a contract's new key.
 */
#ifndef APP_KEYS_JOB_H
#define APP_KEYS_JOB_H

struct job_kind;

/* After as many days as tasuki.ini says, 365 usually; 0: never. The master only where it is
   a file of the data folder. */
extern const struct job_kind keys_job;
extern const struct job_kind renewal_job;

#endif
