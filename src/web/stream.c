#include "web/stream.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "base/buffer.h"
#include "base/must.h"
#include "store/act.h"
#include "web/node.h"
#include "web/route.h"

enum { WAIT_SECONDS = 60, BLOCK = 32 * 1024 };

struct stream {
    pthread_mutex_t mutex;
    pthread_cond_t taken;
    struct server *server;
    struct MHD_Connection *connection;
    struct buffer part; /* being sent; own memory */
    size_t at;
    bool ended;
    bool failed;
    bool gone;      /* the response is no more */
    bool suspended; /* the connection waits for a part */
    int users;      /* response and worker */
};

static void
leave(struct stream *s)
{
    bool last = --s->users == 0;

    pthread_mutex_unlock(&s->mutex);
    if (!last)
        return;
    pthread_cond_destroy(&s->taken);
    pthread_mutex_destroy(&s->mutex);
    buffer_release(&s->part);
    free(s);
}

/* The library by itself closes what failed only at its next event: in a quiet server after the
   idle time, which looks like a transfer that stands still. */
static void
hang_up(struct stream *s)
{
    shutdown(MHD_get_connection_info(s->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
             SHUT_RDWR);
}

static ssize_t
take(void *with, uint64_t at, char *out, size_t most)
{
    struct stream *s = with;
    size_t count;
    ssize_t result;

    (void)at;
    pthread_mutex_lock(&s->mutex);
    count = s->part.length - s->at;
    if (count > 0) {
        count = count < most ? count : most;
        memcpy(out, s->part.data + s->at, count);
        s->at += count;
        pthread_cond_signal(&s->taken);
        result = (ssize_t)count;
    } else if (s->failed) {
        hang_up(s);
        result = MHD_CONTENT_READER_END_WITH_ERROR;
    } else if (s->ended) {
        result = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        s->suspended = true;
        MHD_suspend_connection(s->connection);
        result = 0;
    }
    pthread_mutex_unlock(&s->mutex);
    return result;
}

static void
forget(void *with)
{
    struct stream *s = with;

    pthread_mutex_lock(&s->mutex);
    s->gone = true;
    pthread_cond_signal(&s->taken);
    leave(s);
}

struct stream *
stream_make(struct server *server, struct MHD_Connection *connection,
            struct MHD_Response **response)
{
    struct stream *s = calloc(1, sizeof(*s));

    if (!s)
        out_of_memory();
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->taken, NULL);
    s->server = server;
    s->connection = connection;
    s->users = 2;
    *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, take, s, forget);
    if (!*response)
        out_of_memory();
    return s;
}

static void
wake(struct stream *s)
{
    if (!s->suspended || s->gone)
        return;
    s->suspended = false;
    MHD_resume_connection(s->connection);
}

/* Waits until the part before is sent. False when there is nobody to send to. */
static bool
wait_taken(struct stream *s)
{
    struct timespec until;
    size_t at = s->at;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_SECONDS;
    while (!s->gone && s->at < s->part.length && !s->server->stopping) {
        if (pthread_cond_timedwait(&s->taken, &s->mutex, &until) == ETIMEDOUT) {
            if (s->at == at)
                return false;
            at = s->at;
            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_sec += WAIT_SECONDS;
        }
    }
    return s->at == s->part.length;
}

static bool
give(struct stream *s, struct buffer *part)
{
    struct buffer sent;
    bool good;

    pthread_mutex_lock(&s->mutex);
    good = wait_taken(s) && !s->gone;
    if (good) {
        sent = s->part;
        s->part = *part;
        s->at = 0;
        *part = sent;
        buffer_clear(part);
        wake(s);
    }
    pthread_mutex_unlock(&s->mutex);
    return good;
}

void
stream_run(struct stream *s, struct act *a, const struct reply *r)
{
    struct buffer part = { 0 };
    bool failed = false, more = true;

    while (more && !failed && !s->server->stopping) {
        more = r->stream(a, &part, r->with, &failed);
        if (part.length && !failed)
            failed = !give(s, &part);
    }
    buffer_release(&part);
    pthread_mutex_lock(&s->mutex);
    s->ended = true;
    s->failed = failed || more;
    wake(s);
    leave(s);
}
