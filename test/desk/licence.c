#include "desk/licence.h"

#include <pthread.h>

#include "contract/crew.h"
#include "tests.h"

static int64_t
make_licence(struct crew *c, const char *seats)
{
    return crew_make(c, WORKER, &licence_ledger,
                     WITH("title", "表計算ソフト", "seats", seats, "until", "2026-07-31"));
}

static struct act *
try_seat(struct crew *c, int64_t licence, int64_t *id)
{
    return crew_try(
        c, WORKER, &licence_seat_ledger,
        WITH("licence", id_text(c, licence), "person", id_text(c, c->who[CLIENT].person)), id);
}

static int64_t
seat(struct crew *c, int64_t licence)
{
    int64_t id;
    struct act *a = try_seat(c, licence, &id);

    assert_done(a, id != 0);
    return id;
}

static void
never_more_seats_are_assigned_than_there_are(struct test *t)
{
    struct crew c;
    const struct licence *it;
    int64_t licence, first, id;

    crew_open(t, &c);
    licence = make_licence(&c, "2");
    first = seat(&c, licence);
    seat(&c, licence);
    assert_refused(try_seat(&c, licence, &id), "licence", "空きがありません");
    it = crew_stored(&c, &licence_ledger, licence);
    assert_int_equal(it->used, 2);
    assert_int_equal(it->left, 0);
    assert_refused(crew_move(&c, WORKER, &licence_ledger, licence, NULL, WITH("seats", "1")),
                   "seats", "2本");
    crew_do(&c, WORKER, &licence_seat_ledger, first, "return", NULL);
    it = crew_stored(&c, &licence_ledger, licence);
    assert_int_equal(it->left, 1);
    seat(&c, licence);
}

static void
renewal_comes_up_sixty_days_before_the_end(struct test *t)
{
    struct crew c;
    int64_t licence, id;

    crew_open(t, &c);
    licence = make_licence(&c, "2");
    crew_on(&c, "2026-05-31");
    assert_int_equal(crew_count(&c, &licence_ledger, "view", "renewal"), 0);
    crew_on(&c, "2026-06-01");
    assert_int_equal(crew_count(&c, &licence_ledger, "view", "renewal"), 1);
    crew_on(&c, "2026-08-01");
    assert_refused(try_seat(&c, licence, &id), "licence", "R8.7.31");
}

static void
a_licence_ends_when_nobody_has_a_seat(struct test *t)
{
    struct crew c;
    int64_t licence, id;

    crew_open(t, &c);
    licence = make_licence(&c, "1");
    id = seat(&c, licence);
    assert_refused(crew_move(&c, WORKER, &licence_ledger, licence, "end", NULL), NULL, "1本");
    crew_do(&c, WORKER, &licence_seat_ledger, id, "return", NULL);
    crew_do(&c, WORKER, &licence_ledger, licence, "end", NULL);
}

enum { THREADS = 10, TRIES = 200, SEATS = 37 };

struct taker {
    struct crew *crew;
    const struct who *who;
    int64_t licence;
    int done, busy;
};

static void *
take(void *with)
{
    struct taker *it = with;

    for (int i = 0; i < TRIES / THREADS; i++) {
        struct arena arena = { 0 };
        struct licence_seat *s;
        struct act a;

        act_begin(&a, it->crew->store, &arena, it->who, ORIGIN_PAGE);
        a.now = it->crew->now;
        s = ledger_new(&a, &licence_seat_ledger);
        s->licence.id = it->licence;
        s->person.id = it->crew->who[CLIENT].person;
        if (ledger_create(&a, &licence_seat_ledger, s))
            it->done++;
        else if (a.faults->kind == FAULT_BUSY)
            it->busy++;
        act_end(&a);
        arena_release(&arena);
    }
    return NULL;
}

static void
two_hundred_at_once_never_get_more_seats_than_there_are(struct test *t)
{
    struct taker takers[THREADS];
    pthread_t threads[THREADS];
    struct crew c;
    const struct licence *it;
    int done = 0, busy = 0;
    int64_t licence;

    crew_open(t, &c);
    licence = make_licence(&c, "37");
    for (int i = 0; i < THREADS; i++) {
        takers[i] = (struct taker){ &c, crew_act(&c, WORKER)->who, licence, 0, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, take, &takers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        done += takers[i].done;
        busy += takers[i].busy;
    }
    it = crew_stored(&c, &licence_ledger, licence);
    assert_true(done == SEATS || (done < SEATS && busy));
    assert_int_equal(it->used, done);
    assert_int_equal(crew_count(&c, &licence_seat_ledger, "view", "assigned"), (size_t)done);
}

const struct test_case licence_tests[] = {
    CASE(never_more_seats_are_assigned_than_there_are),
    CASE(renewal_comes_up_sixty_days_before_the_end),
    CASE(a_licence_ends_when_nobody_has_a_seat),
    CASE(two_hundred_at_once_never_get_more_seats_than_there_are),
    { 0 },
};
