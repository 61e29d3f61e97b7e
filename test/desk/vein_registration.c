#include "desk/vein_registration.h"

#include <string.h>

#include "contract/crew.h"
#include "tests.h"

static struct act *
try_registration(struct crew *c, int64_t person, int64_t *id)
{
    return crew_try(c, WORKER, &vein_registration_ledger,
                    WITH("person", id_text(c, person), "host", "AUTH-01"), id);
}

static void
a_registration_tells_who_did_it_and_when(struct test *t)
{
    struct crew c;
    const struct vein_registration *it;
    int64_t id;

    crew_open(t, &c);
    try_registration(&c, c.who[CLIENT].person, &id);
    assert_true(id != 0);
    it = crew_stored(&c, &vein_registration_ledger, id);
    assert_day(it->registered_on, "2026-04-06");
    assert_int_equal(it->registered_by.id, c.who[WORKER].person);
    crew_on(&c, "2026-05-01");
    crew_do(&c, LEADER, &vein_registration_ledger, id, "delete", NULL);
    it = crew_stored(&c, &vein_registration_ledger, id);
    assert_day(it->deleted_on, "2026-05-01");
    assert_int_equal(it->deleted_by.id, c.who[LEADER].person);
}

static void
a_person_is_registered_once_at_a_device(struct test *t)
{
    struct crew c;
    int64_t first, id;

    crew_open(t, &c);
    try_registration(&c, c.who[CLIENT].person, &first);
    assert_refused(try_registration(&c, c.who[CLIENT].person, &id), "person", "もう登録");
    crew_do(&c, WORKER, &vein_registration_ledger, first, "delete", NULL);
    try_registration(&c, c.who[CLIENT].person, &id);
    assert_true(id != 0);
}

static void
there_is_no_place_for_the_vein_itself(struct test *t)
{
    for (const struct field *f = vein_registration_ledger.fields; f->name; f++) {
        assert_true(f->type != FIELD_FILE && f->type != FIELD_PROSE);
        assert_true(f->type != FIELD_TEXT || (f->most > 0 && f->most <= 300));
    }
    (void)t;
}

const struct test_case vein_registration_tests[] = {
    CASE(a_registration_tells_who_did_it_and_when),
    CASE(a_person_is_registered_once_at_a_device),
    CASE(there_is_no_place_for_the_vein_itself),
    { 0 },
};
