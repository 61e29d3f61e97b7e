#include "desk/capacity.h"

#include <string.h>

#include "base/calendar.h"
#include "tests.h"

enum { CASES = 3000, MINUTES = 120, MOST = 12 };

static uint64_t seed = 20260406;

static int
roll(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static struct instant
minute(int n)
{
    return (struct instant){ (1000 + (int64_t)n) * MINUTE_US };
}

struct sample {
    struct promise rows[MOST];
    int busy[MINUTES * 4]; /* how many are promised in each minute, counted one by one */
    struct capacity capacity;
};

static void
make_sample(struct test *t, struct sample *s)
{
    struct promises promises = { s->rows, (size_t)roll(MOST + 1) };

    *s = (struct sample){ .capacity = { .units = 1 + roll(3) } };
    s->capacity.before.minutes = roll(6);
    s->capacity.after.minutes = roll(6);
    for (size_t i = 0; i < promises.count; i++) {
        int from = roll(MINUTES), length = 1 + roll(30);

        s->rows[i] = (struct promise){ minute(from), minute(from + length) };
        for (int m = from; m < from + length; m++)
            s->busy[m]++;
    }
    capacity_make(t->arena, &s->capacity, promises);
}

static bool
fits_slowly(const struct sample *s, int from, int until)
{
    for (int m = from - (int)s->capacity.before.minutes; m < until + (int)s->capacity.after.minutes;
         m++)
        if (m >= 0 && m < MINUTES * 4 && s->busy[m] >= s->capacity.units)
            return false;
    return true;
}

static void
what_is_free_agrees_with_counting_every_minute(struct test *t)
{
    for (int i = 0; i < CASES; i++) {
        struct sample s;
        struct instant next;
        int from = roll(MINUTES), length = 1 + roll(30), expected;
        bool free;

        make_sample(t, &s);
        free = capacity_free(&s.capacity, minute(from), minute(from + length), &next);
        assert_int_equal(free, fits_slowly(&s, from, from + length));
        for (expected = from; !fits_slowly(&s, expected, expected + length); expected++)
            ;
        assert_int_equal(next.us, free ? 0 : minute(expected).us);
    }
}

static void
what_ends_when_another_begins_is_not_in_its_way(struct test *t)
{
    struct promise row = { minute(10), minute(20) };
    struct capacity c = { .units = 1 };
    struct instant next;

    capacity_make(t->arena, &c, (struct promises){ &row, 1 });
    assert_true(capacity_free(&c, minute(20), minute(30), &next));
    assert_true(capacity_free(&c, minute(0), minute(10), &next));
    assert_false(capacity_free(&c, minute(19), minute(30), &next));
}

static void
the_next_beginning_is_in_office_hours(struct test *t)
{
    struct date monday;
    struct capacity c = { .units = 1, .after = { 60 }, .calendar = &calendar_office };
    struct promise row;
    struct instant next;

    assert_true(date_parse("2026-04-06", &monday));
    row = (struct promise){ instant_make(monday, 9 * 60), instant_make(monday, 17 * 60 + 30) };
    capacity_make(t->arena, &c, (struct promises){ &row, 1 });
    assert_false(capacity_free(&c, instant_make(monday, 600), instant_make(monday, 660), &next));
    assert_int_equal(next.us, instant_make(date_add(monday, 1), 8 * 60 + 30).us);
}

static void
of_nothing_nothing_is_free_ever(struct test *t)
{
    struct capacity c = { 0 };
    struct instant next;

    capacity_make(t->arena, &c, (struct promises){ 0 });
    assert_false(capacity_free(&c, minute(0), minute(1), &next));
    assert_int_equal(next.us, 0);
}

const struct test_case capacity_tests[] = {
    CASE(what_is_free_agrees_with_counting_every_minute),
    CASE(what_ends_when_another_begins_is_not_in_its_way),
    CASE(the_next_beginning_is_in_office_hours),
    CASE(of_nothing_nothing_is_free_ever),
    { 0 },
};
