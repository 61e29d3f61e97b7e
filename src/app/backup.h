/*
 * Backups as the app takes them: of everything, by command or each night by a job.
 */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include <stdbool.h>
#include <stddef.h>

struct act;
struct backup_options;
struct job_kind;

/* Seals the history, then says what an archive of the whole installation holds. */
bool backup_whole(struct act *a, struct backup_options *options);

/* DIR/backups, made when it is not there, and a name in it for an archive of this second.
   NULL with a fault. */
const char *backup_path(struct act *a);

/* The archives in DIR/backups by path, oldest first. */
bool backup_archives(struct act *a, const char ***paths, size_t *count);

/* Daily at 2:00: a verified archive DIR/backups/YYYYMMDD-HHMMSS.backup. The newest stay,
   as many as tasuki.ini says; older ones go together with their keys. Other names in the
   folder are left alone. */
extern const struct job_kind backup_job;

#endif
