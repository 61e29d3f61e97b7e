#include "desk/mention.h"

#include <string.h>

#include "counter.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/outbox.h"
#include "tests.h"

struct named {
    struct crew c;
    int64_t inquiry;
};

/* Somebody with an account and an address. */
static void
somebody(struct named *s, const char *name, const char *login, const char *role)
{
    int64_t person = crew_person(&s->c, name);
    struct act *a = crew_console(&s->c);
    struct person *it = crew_stored(&s->c, &person_ledger, person);

    it->mail.text = arena_print(s->c.test->arena, "%s@aoba.example", login);
    assert_done(a, ledger_change(a, &person_ledger, it));
    act_end(a);
    crew_user(&s->c, login, person, role);
}

static void
open_named(struct test *t, struct named *s)
{
    crew_open(t, &s->c);
    somebody(s, "大石 健", "ooishi2", "operator");
    somebody(s, "大石川 亘", "ooishikawa", "operator");
    somebody(s, "小田 薫", "oda", "requester");
    s->inquiry = new_inquiry(&s->c);
}

static void
say(struct named *s, enum entry_kind kind, const char *text)
{
    struct act *a = crew_act(&s->c, WORKER);

    assert_done(a, entry_add(a, &inquiry_ledger, crew_stored(&s->c, &inquiry_ledger, s->inquiry),
                             kind, text, (struct instant){ 0 }, NULL, NULL));
}

/* How many letters wait, and whether one goes to this login. */
static size_t
letters(struct named *s, const char *login, bool *to)
{
    struct act *a = crew_console(&s->c);
    struct outbox_rows rows;

    assert_done(a, outbox_take(a, "mail", s->c.now, 20, &rows));
    *to = false;
    for (size_t i = 0; i < rows.count; i++)
        *to = *to ||
              strstr(rows.rows[i].content, arena_print(s->c.test->arena, "\"%s@", login)) != NULL;
    return rows.count;
}

static void
who_is_named_in_a_note_is_told_without_its_words(struct test *t)
{
    struct named s;
    struct outbox_rows rows;
    struct act *a;
    bool to;

    open_named(t, &s);
    say(&s, ENTRY_NOTE, "配布の件、＠大石 さん、お願いします。");
    assert_int_equal(letters(&s, "ooishi2", &to), 1);
    assert_true(to);
    a = crew_console(&s.c);
    assert_done(a, outbox_take(a, "mail", s.c.now, 20, &rows));
    assert_null(strstr(rows.rows[0].content, "配布"));
}

static void
the_longer_name_is_meant(struct test *t)
{
    struct named s;
    bool to;

    open_named(t, &s);
    say(&s, ENTRY_NOTE, "@大石川さん、お願いします。");
    assert_int_equal(letters(&s, "ooishikawa", &to), 1);
    assert_true(to);
}

static void
who_may_not_read_notes_is_not_told(struct test *t)
{
    struct named s;
    bool to;

    open_named(t, &s);
    say(&s, ENTRY_NOTE, "@小田 さんに聞く。");
    assert_int_equal(letters(&s, "oda", &to), 0);
}

static void
an_answer_calls_nobody(struct test *t)
{
    struct named s;
    bool to;

    open_named(t, &s);
    say(&s, ENTRY_ANSWER, "@大石 が伺います。");
    assert_int_equal(letters(&s, "ooishi2", &to), 0);
}

const struct test_case mention_tests[] = {
    CASE(who_is_named_in_a_note_is_told_without_its_words),
    CASE(the_longer_name_is_meant),
    CASE(who_may_not_read_notes_is_not_told),
    CASE(an_answer_calls_nobody),
    { 0 },
};
