#include "desk/mail_original.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "contract/crew.h"
#include "ledger/attachment.h"
#include "store/open.h"
#include "tests.h"

#define ORIGINAL "補助金の様式です。\n"

struct judgement {
    struct attachment it;
    enum attachment_state state;
};

static bool
judge(struct act *a, void *with)
{
    const struct judgement *j = with;

    return attachment_judge(a, &j->it, j->state, "試験");
}

static void
set_back(void *settings)
{
    attachments_set(settings);
}

/* With a clamd that is asked later, or without one. */
static void
open_desk(struct test *t, struct crew *c, const char *clamd)
{
    struct attachment_settings *before = NEW(t->arena, struct attachment_settings);
    struct attachment_settings settings = { clamd, 1 << 20, 2 << 20, 5, 10 << 20 };

    *before = *attachments_settings();
    arena_defer(t->arena, set_back, before);
    attachments_set(&settings);
    crew_open(t, c);
}

static int64_t
ask(struct crew *c)
{
    return crew_make(c, WORKER, &mail_original_ledger,
                     WITH("title", "補助金の様式", "sender", "ken@example.jp", "reason",
                          "添付の様式に記入するため"));
}

static void
attach(struct crew *c, int64_t id)
{
    struct attachment_file file = { .name = "原本.txt", .size = (int64_t)strlen(ORIGINAL) };
    const char *path = arena_print(c->test->arena, "%s/original.txt", folder_for_test(c->test));
    FILE *out = fopen(path, "we");
    struct act *a = crew_act(c, WORKER);
    struct record *row = crew_stored(c, &mail_original_ledger, id);

    assert_non_null(out);
    fputs(ORIGINAL, out);
    assert_int_equal(fclose(out), 0);
    file.path = path;
    assert_done(a, attachments_add(a, &mail_original_ledger, row, &file, 1, NULL));
    act_end(a);
}

static void
look(struct crew *c, int64_t id, enum attachment_state state)
{
    struct record *row = crew_stored(c, &mail_original_ledger, id);
    struct act *a = crew_act(c, WORKER), *job = crew_job(c);
    struct attachment_list list;

    assert_true(attachments_list(a, &mail_original_ledger, row, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct judgement j = { list.rows[i], state };

        assert_done(job, act_write(job, judge, &j));
    }
    act_end(a);
    act_end(job);
}

static struct act *
hand_over(struct crew *c, int64_t id)
{
    return crew_move(c, WORKER, &mail_original_ledger, id, "hand_over",
                     WITH("way", "受渡しフォルダ", "handed_to", id_text(c, c->who[CLIENT].person)));
}

static void
nothing_is_handed_over_before_it_was_found_clean(struct test *t)
{
    struct crew c;
    int64_t id;

    open_desk(t, &c, "/tmp/tasuki-no-clamd-here");
    id = ask(&c);
    assert_refused(hand_over(&c, id), NULL, "原本を添付");
    attach(&c, id);
    assert_refused(hand_over(&c, id), NULL, "検査を待って");
    look(&c, id, ATTACHMENT_QUARANTINED);
    assert_refused(hand_over(&c, id), NULL, "ウイルスが見つかり");
    assert_state(&c, &mail_original_ledger, id, "requested");
}

static void
a_clean_one_is_handed_over_and_it_is_written_down_to_whom(struct test *t)
{
    struct crew c;
    const struct mail_original *it;
    int64_t id;

    open_desk(t, &c, "/tmp/tasuki-no-clamd-here");
    id = ask(&c);
    attach(&c, id);
    look(&c, id, ATTACHMENT_READY);
    assert_refused(crew_move(&c, WORKER, &mail_original_ledger, id, "hand_over",
                             WITH("way", "受渡しフォルダ")),
                   "handed_to", "相手");
    assert_done(hand_over(&c, id), true);
    it = crew_stored(&c, &mail_original_ledger, id);
    assert_state(&c, &mail_original_ledger, id, "handed");
    assert_int_equal(it->handed_to.id, c.who[CLIENT].person);
    assert_int_equal(it->handed_by.id, c.who[WORKER].person);
    assert_non_null(strstr(it->checked, "1件を検査し、異常なし"));
}

static void
what_was_never_looked_at_is_not_handed_over(struct test *t)
{
    struct crew c;
    int64_t id;

    open_desk(t, &c, NULL);
    id = ask(&c);
    attach(&c, id);
    assert_refused(hand_over(&c, id), NULL, "検査をしていません");
}

const struct test_case mail_original_tests[] = {
    CASE(nothing_is_handed_over_before_it_was_found_clean),
    CASE(a_clean_one_is_handed_over_and_it_is_written_down_to_whom),
    CASE(what_was_never_looked_at_is_not_handed_over),
    { 0 },
};
