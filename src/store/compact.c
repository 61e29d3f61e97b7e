#include "store/compact.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/must.h"
#include "store/store.h"

enum { BUSY_MS = 10000, PIECE = 4 * 1024 * 1024, TEXT_MOST = 64 * 1024 };

static bool
refuse(const char **why, const char *error)
{
    log_line(LOG_ERROR, "compact", "error", error, NULL);
    *why = "データベースを書き直せません。ほかに使っているものがないか、空き容量があるかを"
           "確かめてください。";
    return false;
}

/* --- SQLite ------------------------------------------------------------------- */

static bool
compact_file(struct arena *arena, const char *folder, const char **why)
{
    const char *path = arena_print(arena, "%s/tasuki.db", folder);
    sqlite3 *db = NULL;
    int left = 0, error = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    bool good =
        error == SQLITE_OK && sqlite3_busy_timeout(db, BUSY_MS) == SQLITE_OK &&
        sqlite3_exec(db, "PRAGMA synchronous=FULL;VACUUM", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, NULL) == SQLITE_OK &&
        left == 0;

    good = good || refuse(why, db ? sqlite3_errmsg(db) : "no memory");
    sqlite3_close(db);
    return good;
}

/* Pieces overlap by the longest text, so none is cut in two. */
static long long
scan_file(struct arena *arena, const char *path, const char *const *texts, size_t count)
{
    char *piece = arena_get(arena, PIECE + TEXT_MOST);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t kept = 0;
    long long hits = 0;
    ssize_t got = 0;

    if (fd < 0)
        return 0;
    while ((got = read(fd, piece + kept, PIECE)) > 0) {
        size_t length = kept + (size_t)got;

        for (size_t i = 0; i < count; i++)
            hits += memmem(piece, length, texts[i], strlen(texts[i])) != NULL;
        kept = length < TEXT_MOST ? length : TEXT_MOST;
        memmove(piece, piece + length - kept, kept);
    }
    close(fd);
    return got < 0 ? -1 : hits;
}

long long
store_scan(struct arena *arena, const char *folder, const char *const *texts, size_t count)
{
    static const char *const names[] = { "tasuki.db", "tasuki.db-wal" };
    long long hits = 0;

    for (size_t i = 0; i < count; i++)
        must(strlen(texts[i]) <= TEXT_MOST);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        struct arena_mark mark = arena_mark(arena);
        long long found =
            scan_file(arena, arena_print(arena, "%s/%s", folder, names[i]), texts, count);

        arena_reset(arena, mark);
        if (found < 0)
            return -1;
        hits += found;
    }
    return hits;
}

/* --- PostgreSQL ----------------------------------------------------------------- */

static bool
compact_server(struct arena *arena, const char *url, const char **why)
{
    PGconn *db = PQconnectdb(url);
    PGresult *result = PQstatus(db) == CONNECTION_OK ? PQexec(db, "VACUUM FULL") : NULL;
    bool good = result && PQresultStatus(result) == PGRES_COMMAND_OK;

    (void)arena;
    good = good || refuse(why, PQerrorMessage(db));
    PQclear(result);
    PQfinish(db);
    return good;
}

bool
store_compact(struct arena *arena, const struct store_options *options, const char **why)
{
    return options->database ? compact_server(arena, options->database, why)
                             : compact_file(arena, options->folder, why);
}
