#include "web/admin_state.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "store/act.h"
#include "store/outbox.h"
#include "web/admin_page.h"
#include "web/certificate.h"
#include "web/node.h"

enum {
    UNSEALED_SECONDS = 10,
    BACKUP_HOURS = 26,
    CERTIFICATE_DAYS = 30,
    FAILED_DAYS = 7,
    DISK_PERCENT = 10,
};
static const int64_t wal_most = 256 * 1000 * 1000;
static const int64_t disk_least = 1000 * 1000 * 1000;

#define ALIVE " WHERE removed_at IS NULL"
static const struct query counts_query = {
    .name = "admin.counts",
    .sql = "SELECT (SELECT count(*) FROM \"user\"" ALIVE ") AS users,"
           " (SELECT count(*) FROM \"user\"" ALIVE " AND until < :today) AS ended_users,"
           " (SELECT count(*) FROM \"user\" u WHERE u.removed_at IS NULL"
           " AND (u.until IS NULL OR u.until >= :today) AND NOT EXISTS (SELECT 1 FROM factor f"
           " WHERE f.\"user\" = u.id AND f.confirmed = :yes)) AS no_factor,"
           " (SELECT count(*) FROM membership" ALIVE ") AS memberships,"
           " (SELECT count(*) FROM calendar" ALIVE ") AS calendars,"
           " (SELECT count(*) FROM holiday" ALIVE ") AS holidays,"
           " (SELECT count(*) FROM series" ALIVE ") AS series,"
           " (SELECT count(*) FROM field" ALIVE ") AS custom,"
           " (SELECT count(*) FROM session WHERE ends_at > :now) AS sessions,"
           " (SELECT count(*) FROM token WHERE ends_at > :now) AS tokens",
    .row_size = sizeof(struct admin_counts),
    .columns =
        COLUMNS(COLUMN(struct admin_counts, users), COLUMN(struct admin_counts, ended_users),
                COLUMN(struct admin_counts, no_factor), COLUMN(struct admin_counts, memberships),
                COLUMN(struct admin_counts, calendars), COLUMN(struct admin_counts, holidays),
                COLUMN(struct admin_counts, series), COLUMN(struct admin_counts, custom),
                COLUMN(struct admin_counts, sessions), COLUMN(struct admin_counts, tokens)),
};

static const struct query jobs_query = {
    .name = "admin.jobs",
    .sql = "SELECT (SELECT count(*) FROM job WHERE state = 0) AS waiting,"
           " (SELECT count(*) FROM job WHERE state = 1) AS running,"
           " (SELECT count(*) FROM job WHERE state = 3 AND ended_at > :since) AS failed,"
           " (SELECT count(*) FROM job_due WHERE missed = :missed AND due > :since) AS missed",
    .row_size = sizeof(struct admin_jobs),
    .columns = COLUMNS(COLUMN(struct admin_jobs, waiting), COLUMN(struct admin_jobs, running),
                       COLUMN(struct admin_jobs, failed), COLUMN(struct admin_jobs, missed)),
};

struct size_row {
    int64_t size;
};
static const struct query size_query = {
    .name = "admin.database_size",
    .sql = "SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()",
    .postgres = "SELECT pg_database_size(current_database()) AS size",
    .row_size = sizeof(struct size_row),
    .columns = COLUMNS(COLUMN(struct size_row, size)),
};

struct at_row {
    const char *at;
};
/* As in ledger/block.c: a window of the primary key, without an index on txid. */
static const struct query oldest_query = {
    .name = "admin.oldest_unsealed",
    .sql = "SELECT at FROM history WHERE seq > :last_seq - 20000"
           " AND (txid, seq) > (:last_txid, :last_seq) ORDER BY seq LIMIT 1",
    .row_size = sizeof(struct at_row),
    .columns = COLUMNS(COLUMN(struct at_row, at)),
};

static bool
read_seal(struct act *a, struct admin_state *s)
{
    struct at_row row = { NULL };
    bool found = false;

    if (!block_newest(a, &s->block, &s->has_block) || !block_unsealed(a, &s->unsealed) ||
        !query_first(a, &oldest_query, &row, &found,
                     BOUND(BIND(last_txid, s->block.last_txid), BIND(last_seq, s->block.last_seq))))
        return false;
    if (found)
        instant_parse(row.at, &s->unsealed_since);
    return true;
}

/* 20261121-020000.backup: the local time at which it was taken. */
static bool
archive_time(const char *name, struct instant *at)
{
    int year, month, day, hour, minute, second, length = 0;
    struct date date;

    if (sscanf(name, "%4d%2d%2d-%2d%2d%2d.backup%n", &year, &month, &day, &hour, &minute, &second,
               &length) != 6 ||
        !length || name[length] || !date_make(year, month, day, &date))
        return false;
    *at = instant_make(date, hour * 60 + minute);
    at->us += (int64_t)second * 1000000;
    return true;
}

static void
read_backup(struct act *a, struct admin_backup *out)
{
    const char *folder = arena_print(a->arena, "%s/backups", store_folder(a->store));
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    struct instant at;
    struct stat it;

    while (directory && (entry = readdir(directory)) != NULL) {
        if (!archive_time(entry->d_name, &at))
            continue;
        out->count++;
        if (at.us <= out->at.us)
            continue;
        out->at = at;
        out->name = arena_copy(a->arena, entry->d_name);
    }
    if (directory)
        closedir(directory);
    if (out->name && stat(arena_print(a->arena, "%s/%s", folder, out->name), &it) == 0)
        out->bytes = (int64_t)it.st_size;
}

bool
admin_state_read(struct act *a, const struct request *q, bool whole, struct admin_state *out)
{
    struct instant since =
        instant_add(a->now, (struct minutes){ -(int64_t)FAILED_DAYS * DAY_MINUTES });
    struct size_row size = { 0 };
    bool found;

    *out = (struct admin_state){ 0 };
    if (whole &&
        !query_first(a, &counts_query, &out->counts, &found,
                     BOUND(BIND(today, instant_date(a->now)), BIND(yes, true), BIND(now, a->now))))
        return false;
    if (!query_first(a, &jobs_query, &out->jobs, &found,
                     BOUND(BIND(missed, true), BIND(since, since))) ||
        !query_first(a, &size_query, &size, &found, UNBOUND) || !read_seal(a, out) ||
        !outbox_counts(a, &out->mail_waiting, &out->mail_given_up))
        return false;
    out->database = size.size;
    out->store = store_numbers(a->store);
    out->resources = resources_read(store_folder(a->store));
    read_backup(a, &out->backup);
    if (q->server && q->server->certificate)
        out->has_until = certificate_until(q->server->certificate, &out->until);
    return true;
}

static int64_t
seconds_since(const struct act *a, struct instant at)
{
    return (a->now.us - at.us) / 1000000;
}

static void
warn_of_work(struct act *a, const struct admin_state *s, struct admin_page *page)
{
    if (s->jobs.failed)
        admin_warn(page,
                   arena_print(a->arena, "7日のうちに失敗したジョブが%lld件あります。",
                               (long long)s->jobs.failed),
                   "理由を確かめ、直してからやり直してください。", "/admin/jobs?state=failed");
    if (s->jobs.missed)
        admin_warn(page, "止まっていた間に実行されなかった予定があります。",
                   "必要なものは、コマンドで行ってください。", "/admin/jobs#missed");
    if (s->mail_given_up)
        admin_warn(page,
                   arena_print(a->arena, "送れずにあきらめたものが%lld件あります。",
                               (long long)s->mail_given_up),
                   "相手先か設定を直して、もう一度送ってください。", "/admin/mail");
    if (!s->backup.name)
        admin_warn(page, "控えがまだありません。",
                   "tasuki backup で取れます。毎日2時の控えは tasuki.ini で決めます。",
                   "/admin/system#backup");
    else if (seconds_since(a, s->backup.at) > BACKUP_HOURS * 3600)
        admin_warn(page,
                   arena_print(a->arena, "最後の控えから%sたっています。",
                               admin_span(a, seconds_since(a, s->backup.at))),
                   "「控え」のジョブが失敗していないか確かめてください。",
                   "/admin/jobs?kind=backup");
}

static void
warn_of_room(struct act *a, const struct admin_state *s, struct admin_page *page)
{
    const struct resources *r = &s->resources;

    if (r->disk > 0 && (r->disk_free < disk_least || r->disk_free < r->disk / 100 * DISK_PERCENT))
        admin_warn(
            page,
            arena_print(a->arena, "データの置き場所の空きが%sです。", admin_bytes(a, r->disk_free)),
            "古い控えを移すか、容量を増やしてください。なくなると何も保存できません。", NULL);
    if (r->wal > wal_most)
        admin_warn(
            page,
            arena_print(a->arena, "書込みの記録（WAL）が%sあります。", admin_bytes(a, r->wal)),
            "長く続く書出しや控えが終われば小さくなります。続くときは再起動してください。", NULL);
    if (s->unsealed && s->unsealed_since.us &&
        seconds_since(a, s->unsealed_since) > UNSEALED_SECONDS)
        admin_warn(page,
                   arena_print(a->arena, "封印されていない履歴が%lld行あり、古いものは%s前です。",
                               (long long)s->unsealed,
                               admin_span(a, seconds_since(a, s->unsealed_since))),
                   "長く開いたままの処理がないか、空き容量があるかを確かめてください。", NULL);
}

void
admin_state_warn(const struct request *q, const struct admin_state *s, struct admin_page *page)
{
    struct act *a = page->a;

    warn_of_work(a, s, page);
    warn_of_room(a, s, page);
    if (!q->server)
        return;
    if (!q->server->held.files || !q->server->held.calls)
        admin_warn(page, "プログラムの囲い（サンドボックス）が一部働いていません。",
                   "カーネルの版と tasuki.ini の sandbox を確かめてください。", NULL);
    if (!q->server->secure)
        admin_warn(page, "通信が暗号になっていません。",
                   "庁内の回線でも、TLSの証明書か中継を設定してください。", NULL);
    if (s->has_until &&
        s->until.us - a->now.us < (int64_t)CERTIFICATE_DAYS * DAY_MINUTES * MINUTE_US)
        admin_warn(page,
                   arena_print(a->arena, "TLSの証明書は%sまでです。", admin_time(page, s->until)),
                   "新しい証明書を同じ場所へ置いてください。再起動は要りません。", NULL);
}
