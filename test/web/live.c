#include "web/live.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "ledger/core/core.h"
#include "site.h"
#include "store/open.h"

static int
listen_live(struct site *s, const char *more)
{
    const char *text =
        arena_print(s->test->arena, "GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n%s\r\n",
                    s->cookie, more);
    int fd = client_connect(s->port);

    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    return fd;
}

/* Reads until the text was seen, the stream ends, or so much time is over. */
static bool
hears(struct test *t, int fd, const char *text, int ms)
{
    struct buffer in = { .arena = t->arena };
    struct pollfd wait = { .fd = fd, .events = POLLIN };

    while (!strstr(buffer_string(&in), text) && poll(&wait, 1, ms) == 1) {
        ssize_t got = recv(fd, buffer_room(&in, 4096), 4096, 0);

        if (got <= 0)
            break;
        in.length += (size_t)got;
        in.data[in.length] = '\0';
    }
    return strstr(buffer_string(&in), text);
}

static int64_t
make_person(struct site *s)
{
    struct act *a = site_act(s);
    struct person *it = ledger_new(a, &person_ledger);

    it->title = "三浦";
    assert_true(ledger_create(a, &person_ledger, it));
    return it->base.id;
}

static void
a_change_is_told_to_who_may_read_it(struct test *t)
{
    struct site s;
    int64_t id;
    int fd;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    fd = listen_live(&s, "");
    assert_true(hears(t, fd, "retry: 3000", 5000));
    /* PostgreSQL is asked once a second, the first time for where to begin. */
    if (test_is_postgres())
        usleep(1500 * 1000);
    id = make_person(&s);
    assert_true(hears(
        t, fd,
        arena_print(t->arena, "\"ledger\":\"person\",\"id\":%lld,\"version\":1", (long long)id),
        5000));
    close(fd);
}

static void
nothing_is_told_to_who_may_not(struct test *t)
{
    struct site s;
    int fd;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    fd = listen_live(&s, "");
    assert_true(hears(t, fd, "retry: 3000", 5000));
    /* Users are not for requesters, people are: the second event shows that the first
       would have come. */
    site_try(&s, "lead", PASSWORD);
    make_person(&s);
    assert_false(hears(t, fd, "\"ledger\":\"user\"", 1500));
    close(fd);
}

static void
who_missed_something_loads_the_page_anew(struct test *t)
{
    struct site s;
    int fd;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    make_person(&s);
    fd = listen_live(&s, "Last-Event-ID: 1\r\n");
    assert_true(hears(t, fd, "event: reload", 5000));
    close(fd);
}

static void
a_session_has_four_streams(struct test *t)
{
    struct site s;
    int fds[LIVE_A_SESSION];

    site_open(t, &s);
    site_sign_in(&s, "lead");
    for (int i = 0; i < LIVE_A_SESSION; i++) {
        fds[i] = listen_live(&s, "");
        assert_true(hears(t, fds[i], "retry: 3000", 5000));
    }
    assert_int_equal(site_get(&s, "/live").status, 429);
    for (int i = 0; i < LIVE_A_SESSION; i++)
        close(fds[i]);
}

static void
the_end_of_the_server_ends_the_streams(struct test *t)
{
    struct site s;
    int fd;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    fd = listen_live(&s, "");
    assert_true(hears(t, fd, "retry: 3000", 5000));
    assert_true(site_stop(&s));
    assert_true(hears(t, fd, "0\r\n\r\n", 1000));
    close(fd);
}

const struct test_case live_tests[] = {
    CASE(a_change_is_told_to_who_may_read_it),      CASE(nothing_is_told_to_who_may_not),
    CASE(who_missed_something_loads_the_page_anew), CASE(a_session_has_four_streams),
    CASE(the_end_of_the_server_ends_the_streams),   { 0 },
};
