#include "base/clamd.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests.h"

/* A clamd of one answer: reads until the empty piece, then says it. */
struct fake {
    char path[80];
    int listener;
    const char *answer;
    size_t heard;
    pthread_t thread;
};

static bool
read_exactly(int fd, void *to, size_t length)
{
    for (size_t at = 0; at < length;) {
        ssize_t got = read(fd, (char *)to + at, length - at);

        if (got <= 0)
            return false;
        at += (size_t)got;
    }
    return true;
}

static void *
serve(void *with)
{
    struct fake *f = with;
    int fd = accept(f->listener, NULL, NULL);
    unsigned char head[4] = { 1 };
    char command[10], piece[70000];
    size_t length = 1;

    if (!read_exactly(fd, command, sizeof command))
        length = 0;
    while (length && read_exactly(fd, head, 4)) {
        length = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        if (!read_exactly(fd, piece, length))
            break;
        f->heard += length;
    }
    if (*f->answer && write(fd, f->answer, strlen(f->answer) + 1) < 0)
        f->heard = 0;
    close(fd);
    return NULL;
}

static void
fake_begin(struct fake *f, const char *answer)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    *f = (struct fake){ .answer = answer };
    snprintf(f->path, sizeof f->path, "/tmp/tasuki-clamd-test.%d", (int)getpid());
    unlink(f->path);
    memcpy(address.sun_path, f->path, strlen(f->path));
    f->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(f->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(f->listener, 1), 0);
    assert_int_equal(pthread_create(&f->thread, NULL, serve, f), 0);
}

static void
fake_end(struct fake *f)
{
    pthread_join(f->thread, NULL);
    close(f->listener);
    unlink(f->path);
}

struct left {
    size_t bytes;
};

static bool
read_left(void *with, void *bytes, size_t size, size_t *got)
{
    struct left *left = with;

    *got = left->bytes < size ? left->bytes : size;
    memset(bytes, 'a', *got);
    left->bytes -= *got;
    return true;
}

static bool
scan(struct test *t, const char *answer, size_t bytes, const char **found, const char **why)
{
    struct fake f;
    struct left left = { bytes };
    struct clamd_order order = { .seconds = 10, .read = read_left, .with = &left };
    bool good;

    fake_begin(&f, answer);
    order.address = f.path;
    good = clamd_scan(t->arena, &order, found, why);
    fake_end(&f);
    assert_int_equal(f.heard, bytes);
    return good;
}

static void
all_bytes_are_sent_and_the_answer_is_read(struct test *t)
{
    const char *found, *why;

    assert_true(scan(t, "stream: OK", 200000, &found, &why));
    assert_null(found);
    assert_true(scan(t, "stream: Eicar-Test.UNOFFICIAL FOUND", 10, &found, &why));
    assert_string_equal(found, "Eicar-Test.UNOFFICIAL");
}

static void
what_is_no_verdict_is_a_failure(struct test *t)
{
    const char *found, *why;

    assert_false(scan(t, "INSTREAM size limit exceeded. ERROR", 10, &found, &why));
    assert_non_null(strstr(why, "StreamMaxLength"));
    assert_false(scan(t, "stream: Can't allocate memory ERROR", 10, &found, &why));
    assert_false(scan(t, "", 10, &found, &why));
    assert_false(scan(t, "OK?", 10, &found, &why));
}

static void
a_clamd_that_is_not_there_is_named(struct test *t)
{
    struct left left = { 0 };
    struct clamd_order order = { .read = read_left, .with = &left };
    const char *found, *why;

    order.address = "/tmp/tasuki-no-clamd-here";
    assert_false(clamd_scan(t->arena, &order, &found, &why));
    assert_non_null(strstr(why, "届きません"));
    order.address = "127.0.0.1:1";
    assert_false(clamd_scan(t->arena, &order, &found, &why));
    assert_non_null(strstr(why, "届きません"));
}

const struct test_case clamd_tests[] = {
    CASE(all_bytes_are_sent_and_the_answer_is_read),
    CASE(what_is_no_verdict_is_a_failure),
    CASE(a_clamd_that_is_not_there_is_named),
    { 0 },
};
