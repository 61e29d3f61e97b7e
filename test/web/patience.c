#include "web/patience.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/time.h"
#include "tests.h"

enum { SECOND = 1000000 };

/* A connection under watch: ours is the server's end. */
static struct watched *
watch(struct patience *p, int ends[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    return patience_begin(p, ends[0]);
}

static bool
is_cut(int client)
{
    char byte;

    return recv(client, &byte, 1, MSG_DONTWAIT) == 0;
}

static void
done(struct patience *p, struct watched *w, int ends[2])
{
    patience_end(p, w);
    close(ends[0]);
    close(ends[1]);
    patience_release(p);
}

static void
who_never_ends_a_head_is_cut(struct test *t)
{
    struct patience *p = patience_make();
    int ends[2];
    struct watched *w = watch(p, ends);

    (void)t;
    assert_int_equal(patience_look(p, clock_ticks() + 30 * SECOND), 0);
    assert_false(is_cut(ends[1]));
    assert_int_equal(patience_look(p, clock_ticks() + 41 * SECOND), 1);
    assert_true(is_cut(ends[1]));
    assert_int_equal(patience_look(p, clock_ticks() + 42 * SECOND), 0);
    done(p, w, ends);
}

static void
who_waits_for_an_answer_is_not_cut(struct test *t)
{
    struct patience *p = patience_make();
    int ends[2];
    struct watched *w = watch(p, ends);

    (void)t;
    patience_works(w);
    assert_int_equal(patience_look(p, clock_ticks() + 4000 * (int64_t)SECOND), 0);
    assert_false(is_cut(ends[1]));
    done(p, w, ends);
}

static void
who_takes_an_answer_byte_by_byte_is_cut(struct test *t)
{
    struct patience *p = patience_make();
    int ends[2];
    struct watched *w = watch(p, ends);

    (void)t;
    patience_sends(w);
    assert_int_equal(patience_look(p, clock_ticks() + 500 * (int64_t)SECOND), 0);
    assert_int_equal(patience_look(p, clock_ticks() + 601 * (int64_t)SECOND), 1);
    assert_true(is_cut(ends[1]));
    done(p, w, ends);
}

const struct test_case patience_tests[] = {
    CASE(who_never_ends_a_head_is_cut),
    CASE(who_waits_for_an_answer_is_not_cut),
    CASE(who_takes_an_answer_byte_by_byte_is_cut),
    { 0 },
};
