#include "desk/merge.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/timeline.h"
#include "tests.h"

struct pair_of {
    struct crew c;
    int64_t kept;   /* the one that stays */
    int64_t merged; /* asked by ASKER */
    int64_t asker;
};

static void
open_pair(struct test *t, struct pair_of *p)
{
    crew_open(t, &p->c);
    p->asker = crew_person(&p->c, "小田");
    p->kept = crew_make(&p->c, WORKER, &inquiry_ledger,
                        WITH("title", "証明書が印刷できない", "kind", "印刷"));
    p->merged = crew_make(&p->c, WORKER, &inquiry_ledger,
                          WITH("title", "窓口のプリンターが動かない", "kind", "印刷", "requester",
                               id_text(&p->c, p->asker)));
}

static void
merge(struct pair_of *p)
{
    crew_do(&p->c, WORKER, &inquiry_ledger, p->merged, "merge",
            WITH("merged_into", id_text(&p->c, p->kept)));
}

static void
say(struct pair_of *p, int64_t id, enum entry_kind kind, const char *text)
{
    struct act *a = crew_act(&p->c, WORKER);

    assert_done(a, entry_add(a, &inquiry_ledger, crew_stored(&p->c, &inquiry_ledger, id), kind,
                             text, (struct instant){ 0 }, NULL, NULL));
}

/* The source under which a text stands in a timeline; NULL where it does not. */
static const char *
seen(struct pair_of *p, enum hand hand, int64_t id, const char *text)
{
    struct act *a = crew_act(&p->c, hand);
    struct entry *entries;
    size_t count;

    assert_done(a, timeline_read(a, &inquiry_ledger, crew_stored(&p->c, &inquiry_ledger, id),
                                 &entries, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(entries[i].text, text) == 0)
            return entries[i].source ? entries[i].source : "";
    return NULL;
}

static void
a_merged_inquiry_ends_and_its_requester_stays(struct test *t)
{
    struct pair_of p;
    const struct inquiry *it;

    open_pair(t, &p);
    merge(&p);
    assert_state(&p.c, &inquiry_ledger, p.merged, "merged");
    it = crew_stored(&p.c, &inquiry_ledger, p.merged);
    assert_int_equal(it->requester.id, p.asker);
    assert_int_equal(it->merged_into.id, p.kept);
    it = crew_stored(&p.c, &inquiry_ledger, p.kept);
    assert_int_equal(it->others.count, 1);
    assert_int_equal(it->others.items[0].id, p.asker);
}

static void
what_is_said_in_it_later_stands_in_the_other(struct test *t)
{
    struct pair_of p;
    const struct inquiry *it;

    open_pair(t, &p);
    merge(&p);
    p.c.now.us += MINUTE_US;
    say(&p, p.merged, ENTRY_MESSAGE, "まだ直りません。");
    it = crew_stored(&p.c, &inquiry_ledger, p.merged);
    assert_string_equal(seen(&p, LEADER, p.kept, "まだ直りません。"), it->number);
}

static void
who_asked_in_it_is_answered(struct test *t)
{
    struct pair_of p;

    open_pair(t, &p);
    say(&p, p.kept, ENTRY_ANSWER, "前の回答です。");
    p.c.now.us += MINUTE_US;
    merge(&p);
    p.c.now.us += MINUTE_US;
    say(&p, p.kept, ENTRY_ANSWER, "直しました。");
    say(&p, p.kept, ENTRY_NOTE, "部品を頼んだ。");
    assert_string_equal(seen(&p, LEADER, p.merged, "直しました。"), "統合先");
    assert_null(seen(&p, LEADER, p.merged, "前の回答です。"));
    assert_null(seen(&p, LEADER, p.merged, "部品を頼んだ。"));
}

static void
a_merge_is_taken_back_on_its_day_only(struct test *t)
{
    struct pair_of p;
    const struct inquiry *it;

    open_pair(t, &p);
    merge(&p);
    crew_do(&p.c, WORKER, &inquiry_ledger, p.merged, "unmerge", NULL);
    assert_state(&p.c, &inquiry_ledger, p.merged, "working");
    it = crew_stored(&p.c, &inquiry_ledger, p.kept);
    assert_int_equal(it->others.count, 0);
    merge(&p);
    crew_on(&p.c, "2026-04-07");
    assert_refused(crew_move(&p.c, WORKER, &inquiry_ledger, p.merged, "unmerge", NULL), NULL,
                   "統合した日だけ");
}

static void
merges_make_no_chain_and_no_circle(struct test *t)
{
    struct pair_of p;
    int64_t third;

    open_pair(t, &p);
    assert_refused(crew_move(&p.c, WORKER, &inquiry_ledger, p.merged, "merge",
                             WITH("merged_into", id_text(&p.c, p.merged))),
                   "merged_into", "ほかの問合せ");
    merge(&p);
    third = crew_make(&p.c, WORKER, &inquiry_ledger, WITH("title", "三つ目", "kind", "印刷"));
    assert_refused(crew_move(&p.c, WORKER, &inquiry_ledger, third, "merge",
                             WITH("merged_into", id_text(&p.c, p.merged))),
                   "merged_into", "統合済み");
    assert_refused(crew_move(&p.c, WORKER, &inquiry_ledger, p.kept, "merge",
                             WITH("merged_into", id_text(&p.c, third))),
                   "merged_into", "ほかの問合せが統合");
}

static void
both_are_linked_while_they_are_one(struct test *t)
{
    struct pair_of p;
    struct link_list links;
    struct act *a;

    open_pair(t, &p);
    merge(&p);
    a = crew_act(&p.c, LEADER);
    assert_done(a,
                link_rows(a, &inquiry_ledger, crew_stored(&p.c, &inquiry_ledger, p.kept), &links));
    assert_int_equal(links.count, 1);
    assert_string_equal(links.rows[0].kind->name, "duplicate");
    act_end(a);
    crew_do(&p.c, WORKER, &inquiry_ledger, p.merged, "unmerge", NULL);
    a = crew_act(&p.c, LEADER);
    assert_done(a,
                link_rows(a, &inquiry_ledger, crew_stored(&p.c, &inquiry_ledger, p.kept), &links));
    assert_int_equal(links.count, 0);
}

const struct test_case merge_tests[] = {
    CASE(a_merged_inquiry_ends_and_its_requester_stays),
    CASE(what_is_said_in_it_later_stands_in_the_other),
    CASE(who_asked_in_it_is_answered),
    CASE(a_merge_is_taken_back_on_its_day_only),
    CASE(merges_make_no_chain_and_no_circle),
    CASE(both_are_linked_while_they_are_one),
    { 0 },
};
