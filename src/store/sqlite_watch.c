#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/must.h"
#include "store/seat.h"
#include "store/sqlite.h"

enum { LOOK_MS = 250, FOREIGN_MS = 1000, SERVE_WAIT_MS = 5000 };

static int64_t
data_version(struct sqlite *s)
{
    int64_t version = 0;

    pthread_mutex_lock(&s->version_mutex);
    if (s->version && sqlite3_step(s->version) == SQLITE_ROW)
        version = sqlite3_column_int64(s->version, 0);
    if (s->version)
        sqlite3_reset(s->version);
    pthread_mutex_unlock(&s->version_mutex);
    return version;
}

int64_t
sqlite_version(struct store *store)
{
    struct sqlite *s = store->state;

    return data_version(s) + s->commits;
}

/* Two threads may come here, the writer and the watch; each row is told once. */
void
watch_tell(struct sqlite *s, struct sqlite_link *link)
{
    int64_t told = s->told;
    int64_t seq;

    if (!s->store->listened)
        return;
    seq = link_number(link, "SELECT coalesce(max(seq), 0) FROM history");
    while (seq > told)
        if (atomic_compare_exchange_weak(&s->told, &told, seq)) {
            store_tell(s->store, seq);
            return;
        }
}

static void
accept_all(struct sqlite *s, int listener)
{
    for (;;) {
        struct waiting *w;
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            return;
        w = calloc(1, sizeof(*w));
        if (!w)
            out_of_memory();
        w->seat = fd;
        writer_add(s, w);
    }
}

static void
look_for_others(struct sqlite *s, int64_t *version)
{
    int64_t now = data_version(s);

    if (now == *version)
        return;
    *version = now;
    pthread_mutex_lock(&s->version_mutex);
    watch_tell(s, s->watch);
    pthread_mutex_unlock(&s->version_mutex);
}

static void *
watch(void *with)
{
    struct sqlite *s = with;
    int64_t version = data_version(s);
    int64_t looked = clock_ticks();

    while (!s->watch_stop) {
        struct pollfd seen[] = {
            { .fd = s->bell, .events = POLLIN },
            { .fd = s->listener, .events = POLLIN }, /* -1 is passed over */
        };
        uint64_t rings;

        poll(seen, 2, LOOK_MS);
        if (seen[0].revents && read(s->bell, &rings, sizeof(rings)) < 0)
            must(errno == EAGAIN);
        if (seen[1].revents)
            accept_all(s, seen[1].fd);
        readers_cut(s);
        if (clock_ticks() - looked >= FOREIGN_MS * INT64_C(1000)) {
            looked = clock_ticks();
            look_for_others(s, &version);
        }
    }
    return NULL;
}

static void
ring(const struct sqlite *s)
{
    uint64_t one = 1;

    must(write(s->bell, &one, sizeof(one)) == sizeof(one));
}

bool
watch_start(struct sqlite *s)
{
    int error;

    s->watch = link_open(s, false, &error);
    if (!s->watch || sqlite3_prepare_v3(s->watch->db, "PRAGMA data_version", -1,
                                        SQLITE_PREPARE_PERSISTENT, &s->version, NULL) != SQLITE_OK)
        return false;
    if (s->store->reading)
        return true;
    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->watch_runs = s->bell >= 0 && !pthread_create(&s->watch_thread, NULL, watch, s);
    return s->watch_runs;
}

void
watch_stop(struct sqlite *s)
{
    s->watch_stop = true;
    if (s->watch_runs) {
        ring(s);
        pthread_join(s->watch_thread, NULL);
    }
    if (s->bell >= 0)
        close(s->bell);
    s->bell = -1;
    s->watch_runs = false;
    sqlite3_finalize(s->version);
    s->version = NULL;
    link_close(s->watch);
    s->watch = NULL;
}

bool
sqlite_serve(struct store *store, struct arena *arena, const char **why)
{
    struct sqlite *s = store->state;

    (void)arena;
    must(!store->reading);
    if (!seat_serve(s->seat, SERVE_WAIT_MS, why))
        return false;
    s->words_loose = true; /* what commands have written while no server was there */
    s->listener = seat_listener(s->seat);
    ring(s);
    return true;
}
