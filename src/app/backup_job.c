#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/backup.h"
#include "app/settings.h"
#include "base/arena.h"
#include "base/file.h"
#include "store/act.h"
#include "store/backup.h"
#include "store/job.h"
#include "store/store.h"

/* In the names of archives, 0 stands for any digit. */
static const char archive_name[] = "00000000-000000.backup";
static const char unfinished_name[] = "00000000-000000.backup.part";

static bool
is_like(const char *name, const char *pattern)
{
    for (; *pattern && *name; pattern++, name++)
        if (*pattern == '0' ? *name < '0' || *name > '9' : *name != *pattern)
            return false;
    return !*pattern && !*name;
}

struct names {
    const char **rows;
    size_t count;
    size_t room;
};

static void
add_name(struct arena *arena, struct names *names, const char *name)
{
    const char **rows = names->rows;

    if (names->count == names->room) {
        names->room = names->room ? names->room * 2 : 64;
        rows = NEW_ARRAY(arena, names->room, const char *);
        for (size_t i = 0; i < names->count; i++)
            rows[i] = names->rows[i];
    }
    names->rows = rows;
    names->rows[names->count++] = arena_copy(arena, name);
}

static int
oldest_first(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool
find_names(struct act *a, const char *folder, const char *pattern, struct names *out)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    *out = (struct names){ 0 };
    if (!directory)
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", folder, system_reason(errno));
    while ((entry = readdir(directory)) != NULL)
        if (is_like(entry->d_name, pattern))
            add_name(a->arena, out, entry->d_name);
    closedir(directory);
    if (out->count)
        qsort(out->rows, out->count, sizeof *out->rows, oldest_first);
    return true;
}

/* What a killed run left; no other is under way, since the job runs alone. */
static bool
clear_unfinished(struct act *a, const char *folder)
{
    struct names names;

    if (!find_names(a, folder, unfinished_name, &names))
        return false;
    for (size_t i = 0; i < names.count; i++)
        unlink(arena_print(a->arena, "%s/%s", folder, names.rows[i]));
    return true;
}

static bool
keep_newest(struct act *a, const char *folder, size_t keep)
{
    struct names names;
    const char *why;

    if (!find_names(a, folder, archive_name, &names))
        return false;
    for (size_t i = 0; i + keep < names.count; i++)
        if (!backup_remove(a, arena_print(a->arena, "%s/%s", folder, names.rows[i])))
            return false;
    return folder_sync(folder, &why) || fail(a, FAULT_BROKEN, NULL, "%s: %s", folder, why);
}

struct noting {
    struct job *job;
    const char *name;
    const char *result;
};

/* The name as cursor: tried again, the job goes on behind the archive it has written. */
static bool
note(struct act *a, void *with)
{
    const struct noting *n = with;

    return job_cursor(a, n->job, n->name) && job_result(a, n->job, n->result);
}

static const char *
name_now(struct arena *arena)
{
    struct instant now = instant_now();
    struct day day = date_take(instant_date(now));
    int minute = instant_minute(now);

    return arena_print(arena, "%04d%02d%02d-%02d%02d%02d.backup", day.year, day.month, day.day,
                       minute / 60, minute % 60, (int)(now.us / 1000000 % 60));
}

static const char *
backups_folder(struct act *a)
{
    const char *folder = arena_print(a->arena, "%s/backups", store_folder(a->store));
    const char *why;

    if (folder_make(folder, 0700, &why))
        return folder;
    fail(a, FAULT_BROKEN, NULL, "%s: %s", folder, why);
    return NULL;
}

const char *
backup_path(struct act *a)
{
    const char *folder = backups_folder(a);

    return folder ? arena_print(a->arena, "%s/%s", folder, name_now(a->arena)) : NULL;
}

bool
backup_archives(struct act *a, const char ***paths, size_t *count)
{
    const char *folder = backups_folder(a);
    struct names names;

    if (!folder || !find_names(a, folder, archive_name, &names))
        return false;
    for (size_t i = 0; i < names.count; i++)
        names.rows[i] = arena_print(a->arena, "%s/%s", folder, names.rows[i]);
    *paths = names.rows;
    *count = names.count;
    return true;
}

static bool
take(struct act *a, struct job *job, const char *folder)
{
    const char *name = name_now(a->arena);
    struct backup_options options;
    struct backup_facts facts;
    struct noting n = { .job = job, .name = name };

    if (!backup_whole(a, &options))
        return false;
    options.job = job;
    if (!backup_write(a, arena_print(a->arena, "%s/%s", folder, name), &options, &facts))
        return false;
    n.result = arena_print(a->arena,
                           "%s を書き、読み返して同じであることを確かめました。"
                           "表 %lld、行 %lld、ファイル %lld、%lld バイト。",
                           name, (long long)facts.tables, (long long)facts.rows,
                           (long long)facts.blobs, (long long)facts.bytes);
    return job_write(a, job, note, &n);
}

static bool
run(struct act *a, struct job *job)
{
    struct backup_settings settings;
    const char *folder, *why;

    if (!settings_backup(a->arena, store_folder(a->store), &settings, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!settings.daily)
        return job_write(a, job, note,
                         &(struct noting){ job, "", "tasuki.ini により取りませんでした。" });
    folder = backups_folder(a);
    return folder && clear_unfinished(a, folder) && (*job->cursor || take(a, job, folder)) &&
           keep_newest(a, folder, (size_t)settings.keep);
}

const struct job_kind backup_job = {
    .name = "backup",
    .title = "控え",
    .run = run,
    .schedule = "daily 02:00",
    .alone = true,
};
