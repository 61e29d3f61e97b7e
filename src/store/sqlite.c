#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/must.h"
#include "store/schema.h"
#include "store/seat.h"

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Each connection is used by one thread at a time, guarded by us. */
static void
configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static const char *
reason(struct arena *arena, const struct sqlite *s, int error)
{
    const char *said = "開けません。フォルダとファイルの権限を確かめてください。";

    switch (error & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: /* reading the schema failed */
        said = "データベースが壊れています。バックアップから戻してください（tasuki restore）。";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        said = "ほかのプログラムが使っていて開けません。そのプログラムを終えてください。";
        break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
        said = "読み書きできません。ディスクの空き容量と状態を確かめてください。";
        break;
    default:
        break;
    }
    return arena_print(arena, "%s: %s", s->path, said);
}

static uint32_t
big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A cut file: SQLite itself would notice only when it reads the missing pages. With a WAL
   the file may be behind. */
static bool
is_cut(const struct sqlite *s, const unsigned char *head, off_t size, struct arena *arena)
{
    uint32_t page = (uint32_t)head[16] << 8 | head[17];
    struct stat wal;

    if (page == 1)
        page = 65536;
    if (!stat(arena_print(arena, "%s-wal", s->path), &wal) && wal.st_size > 0)
        return false;
    return (uint64_t)size < (uint64_t)page * big_endian(head + 28);
}

/* The bytes of the head that are the same in every file we make, by SQLite's description of
   its format: versions, nothing reserved, payload fractions. SQLite takes other ones for
   a file that may not be written, or for rows that are not there. */
static bool
is_head(const unsigned char head[100])
{
    static const unsigned char always[] = { 0, 64, 32, 32 };

    return memcmp(head, "SQLite format 3", 16) == 0 && head[18] >= 1 && head[18] <= 2 &&
           head[19] >= 1 && head[19] <= 2 && memcmp(head + 20, always, sizeof(always)) == 0;
}

static bool
check_file(struct sqlite *s, struct arena *arena, const char **why)
{
    unsigned char head[100];
    struct stat file;
    int fd = open(s->path, O_RDONLY | O_CLOEXEC);
    ssize_t got;

    if (fd < 0) {
        *why = errno == ENOENT ? arena_print(arena,
                                             "%s: データベースがありません。"
                                             "初めてのときは tasuki init --data %s で作ります。",
                                             s->path, s->store->folder)
                               : arena_print(arena, "%s: %s", s->path, system_reason(errno));
        return false;
    }
    got = fstat(fd, &file) ? -1 : read(fd, head, sizeof(head));
    close(fd);
    if (got == sizeof(head) && is_head(head) && !is_cut(s, head, file.st_size, arena))
        return true;
    *why = reason(arena, s, SQLITE_CORRUPT);
    return false;
}

static bool
make_file(struct sqlite *s, struct arena *arena, const char **why)
{
    char mark[64];
    int error = SQLITE_CANTOPEN;
    /* The WAL beside it gets the same mode. */
    int fd = open(s->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    snprintf(mark, sizeof(mark), "PRAGMA application_id=%d", APPLICATION_ID);
    if (fd >= 0) {
        close(fd);
        s->writer = link_open(s, true, &error);
    }
    if (s->writer)
        error = sqlite3_exec(s->writer->db, mark, NULL, NULL, NULL);
    if (error != SQLITE_OK) {
        *why = reason(arena, s, error);
        return false;
    }
    return folder_sync(s->store->folder, why);
}

/* The head of the file may lie in the WAL, so SQLite is asked; reading the table of tables
   also finds a damaged beginning. */
static bool
check_content(struct sqlite *s, struct arena *arena, const char **why)
{
    struct sqlite_link *link = s->readers[0];
    int64_t tables = link_number(link, "SELECT count(*) FROM sqlite_master");
    int64_t number = link_number(link, "PRAGMA user_version");

    if (tables < 0) {
        *why = reason(arena, s, sqlite3_errcode(link->db));
        return false;
    }
    if (link_number(link, "PRAGMA application_id") != APPLICATION_ID) {
        *why = arena_print(arena,
                           "%s: tasuki のデータベースではありません。"
                           "フォルダの指定を確かめてください。",
                           s->path);
        return false;
    }
    if (number > schema_version()) {
        *why = arena_print(arena,
                           "%s: このプログラムより新しい版で作られたデータベースです"
                           "（データベース %lld、プログラム %d）。"
                           "新しい版の tasuki を使ってください。",
                           s->path, (long long)number, schema_version());
        return false;
    }
    return true;
}

static void
init(struct sqlite *s, struct store *store)
{
    pthread_condattr_t monotonic;

    pthread_once(&configured, configure);
    s->store = store;
    s->path = arena_print(&store->arena, "%s/tasuki.db", store->folder);
    s->bell = -1;
    s->listener = -1;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&s->queue_change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&s->pool_mutex, NULL);
    pthread_mutex_init(&s->queue_mutex, NULL);
    pthread_mutex_init(&s->version_mutex, NULL);
    store->state = s;
}

static void
sqlite_close(struct store *store)
{
    struct sqlite *s = store->state;

    watch_stop(s);
    writer_stop(s);
    checkpoint_stop(s);
    readers_release(s);
    /* The last to close empties the WAL, if it may write. */
    link_close(s->writer);
    seat_close(s->seat);
    pthread_cond_destroy(&s->queue_change);
    pthread_mutex_destroy(&s->pool_mutex);
    pthread_mutex_destroy(&s->queue_mutex);
    pthread_mutex_destroy(&s->version_mutex);
    free(s);
    store->state = NULL;
}

static bool
open_all(struct sqlite *s, const struct store_options *options, struct arena *arena,
         const char **why)
{
    if (!(options->create ? make_file(s, arena, why) : check_file(s, arena, why)))
        return false;
    if (!options->reading) {
        s->seat = seat_open(s->store->folder);
        if (!s->seat) {
            *why = arena_print(arena, "%s/lock: %s", s->store->folder, system_reason(errno));
            return false;
        }
    }
    if (readers_init(s, options->readers) && watch_start(s))
        return options->create || check_content(s, arena, why);
    *why = reason(arena, s, s->open_error);
    return false;
}

static bool
sqlite_open(struct store *store, const struct store_options *options, struct arena *arena,
            const char **why)
{
    struct sqlite *s = calloc(1, sizeof(*s));

    if (!s)
        out_of_memory();
    init(s, store);
    if (open_all(s, options, arena, why))
        return true;
    sqlite_close(store);
    return false;
}

struct number {
    int64_t number;
};

static const struct query number_get = {
    .name = "schema.number",
    .sql = "SELECT user_version FROM pragma_user_version",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

static bool
schema_get(struct act *a, int *number)
{
    struct number row;
    bool found;

    if (!query_first(a, &number_get, &row, &found, UNBOUND))
        return false;
    *number = (int)row.number;
    return true;
}

static bool
schema_put(struct act *a, int number)
{
    return sqlite_script(a, arena_print(a->arena, "PRAGMA user_version=%d", number));
}

enum { ALONE_US = 300 * 1000 };

/* Of a shared seat one half is for the words and the commit. A command that has the folder
   to itself keeps only other commands waiting, and long transactions write far fewer pages:
   each of an index is touched again and again. */
static int64_t
turn(struct store *store)
{
    const struct sqlite *s = store->state;

    return seat_alone(s->seat) ? ALONE_US : SEAT_MS * INT64_C(1000) / 2;
}

const struct engine *
sqlite_engine(void)
{
    static const struct engine engine = {
        .open = sqlite_open,
        .close = sqlite_close,
        .serve = sqlite_serve,
        .version = sqlite_version,
        .turn = turn,
        .take = sqlite_take,
        .give = sqlite_give,
        .write = sqlite_write,
        .begin = sqlite_begin,
        .next = sqlite_next,
        .end = sqlite_end,
        .later = sqlite_later,
        .script = sqlite_script,
        .id = sqlite_id,
        .counter = sqlite_counter,
        .schema_get = schema_get,
        .schema_put = schema_put,
    };

    return &engine;
}
