#include "store/seat.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/time.h"
#include "store/open.h"
#include "store/tests.h"

static void
close_seat(void *seat)
{
    seat_close(seat);
}

static struct seat *
seat_in(struct test *t, const char *folder)
{
    struct seat *seat = seat_open(folder);

    assert_non_null(seat);
    arena_defer(t->arena, close_seat, seat);
    return seat;
}

static void
without_a_server_one_has_the_seat_at_a_time(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *first = seat_in(t, folder);
    struct seat *second = seat_in(t, folder);

    assert_true(seat_take(first, 100));
    assert_false(seat_take(second, 20));
    seat_give(first);
    assert_true(seat_take(second, 100));
    seat_give(second);
}

static void
only_one_serves(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *why = NULL;

    assert_true(seat_serve(seat_in(t, folder), 0, &why));
    assert_false(seat_serve(seat_in(t, folder), 0, &why));
    assert_non_null(why);
}

static void
a_server_waits_for_a_command_that_writes(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *command = seat_in(t, folder);
    struct seat *server = seat_in(t, folder);
    const char *why = NULL;

    assert_true(seat_take(command, 100));
    assert_false(seat_serve(server, 10, &why));
    seat_give(command);
    assert_true(seat_serve(server, 10, &why));
}

static void *
grant_next(void *with)
{
    const struct seat *server = with;
    int fd;

    while ((fd = accept(seat_listener(server), NULL, NULL)) < 0)
        usleep(1000);
    return seat_grant(fd) ? with : NULL;
}

static void
the_server_grants_the_seat_and_gets_it_back(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *server = seat_in(t, folder);
    struct seat *command = seat_in(t, folder);
    const char *why = NULL;
    pthread_t thread;
    void *kept;

    assert_true(seat_serve(server, 0, &why));
    assert_int_equal(pthread_create(&thread, NULL, grant_next, server), 0);
    assert_true(seat_take(command, 5000));
    seat_give(command);
    pthread_join(thread, &kept);
    assert_non_null(kept);
}

static void
a_seat_that_is_kept_too_long_is_noticed(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *server = seat_in(t, folder);
    struct seat *command = seat_in(t, folder);
    const char *why = NULL;
    pthread_t thread;
    void *kept;

    assert_true(seat_serve(server, 0, &why));
    assert_int_equal(pthread_create(&thread, NULL, grant_next, server), 0);
    assert_true(seat_take(command, 5000));
    pthread_join(thread, &kept);
    assert_null(kept);
    seat_give(command);
}

static void
a_server_that_does_not_answer_is_not_waited_for_without_end(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *server = seat_in(t, folder);
    const char *why = NULL;
    int64_t before = clock_ticks();

    assert_true(seat_serve(server, 0, &why));
    assert_false(seat_take(seat_in(t, folder), 50));
    assert_true(clock_ticks() - before < 5000000);
}

/* As after a kill: nobody listens, the name stays. */
static void
leave_a_socket(const char *folder)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s/tasuki.sock", folder);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    close(fd);
}

static void
a_socket_left_by_a_killed_server_is_passed_over(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct seat *command = seat_in(t, folder);

    leave_a_socket(folder);
    assert_true(seat_take(command, 100));
    seat_give(command);
}

const struct test_case seat_tests[] = {
    CASE(without_a_server_one_has_the_seat_at_a_time),
    CASE(only_one_serves),
    CASE(a_server_waits_for_a_command_that_writes),
    CASE(the_server_grants_the_seat_and_gets_it_back),
    CASE(a_seat_that_is_kept_too_long_is_noticed),
    CASE(a_server_that_does_not_answer_is_not_waited_for_without_end),
    CASE(a_socket_left_by_a_killed_server_is_passed_over),
    { 0 },
};
