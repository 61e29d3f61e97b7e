/*
 * The lease of one running job, between job.c and job_runner.c.
 */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct act;
struct job;

/* The database's clock in microseconds. SQLite has milliseconds, and no floating point
   is used to get them. */
#define SQLITE_NOW                                                                                 \
    "(CAST(strftime('%s','now') AS INTEGER) * 1000000"                                             \
    " + CAST(substr(strftime('%f','now'), 4) AS INTEGER) * 1000)"
#define POSTGRES_NOW "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"

struct job_lease {
    int64_t id;
    int64_t fence;
    int64_t length;  /* microseconds */
    int64_t written; /* clock_ticks of the last renewal by job_progress */
    atomic_bool lost;
    atomic_bool cancelled;
    atomic_bool ending; /* the runner stops */
    struct job_lease *next;
};

/* Writes the lease's new end, and how far the job is unless `done` is negative; sets lost
   or cancelled. False with a fault only when the database failed. */
bool lease_renew(struct act *a, struct job_lease *lease, int64_t done, int64_t total);

/* Sets lost or cancelled, by a read. */
bool lease_look(struct act *a, struct job_lease *lease);

#endif
