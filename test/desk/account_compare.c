#include "desk/account_compare.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/account.h"
#include "desk/account_directory.h"
#include "tests.h"

static const struct account_rules *
rules(struct test *t)
{
    struct account_rules *it = NEW(t->arena, struct account_rules);

    *it = (struct account_rules){ day("2026-04-06"), true, 90 };
    return it;
}

/* The differences of one account and one entry, either of them NULL, as "kind kind". */
static const char *
kinds_of(struct test *t, const struct account_side *side, const struct account_entry *entry)
{
    struct account_side sides[1] = { 0 };
    struct account_entry entries[1] = { 0 };
    struct account_founds out;
    const char *text = "";

    if (side)
        sides[0] = *side;
    if (entry)
        entries[0] = *entry;
    account_compare(t->arena, sides, side != NULL, entries, entry != NULL, rules(t), &out);
    for (size_t i = 0; i < out.count; i++)
        text = arena_print(t->arena, "%s%s%s", text, i ? " " : "",
                           account_difference_kinds[out.rows[i].kind].code);
    return text;
}

static void
each_state_beside_each_state_has_its_difference(struct test *t)
{
    static const char *const desk[] = { "Desk" }, *const other[] = { "desk", "Readers" };
    struct account_side used = { 1, "sato", "used", { 0 }, { 0 }, (const char **)desk, 1 };
    struct account_side stopped = used, removed = used, over = used, later = used;
    struct account_entry on = { .dn = "uid=sato",
                                .login = "SATO",
                                .display = "",
                                .groups = (const char **)desk,
                                .group_count = 1 };
    struct account_entry off = on, idle = on, more = on;

    stopped.state = "stopped";
    removed.state = "removed";
    over.ends_on = day("2026-04-05");
    later.begins_on = day("2026-04-07");
    off.disabled = true;
    idle.sign_in = day("2026-01-01");
    more.groups = (const char **)other;
    more.group_count = 2;
    assert_string_equal(kinds_of(t, &used, &on), "");
    assert_string_equal(kinds_of(t, &used, &off), "off");
    assert_string_equal(kinds_of(t, &used, NULL), "missing");
    assert_string_equal(kinds_of(t, &used, &idle), "idle");
    assert_string_equal(kinds_of(t, &used, &more), "member");
    assert_string_equal(kinds_of(t, &stopped, &on), "on");
    assert_string_equal(kinds_of(t, &stopped, &off), "");
    assert_string_equal(kinds_of(t, &stopped, NULL), "");
    assert_string_equal(kinds_of(t, &over, &on), "on");
    assert_string_equal(kinds_of(t, &over, NULL), "");
    assert_string_equal(kinds_of(t, &later, NULL), "");
    assert_string_equal(kinds_of(t, &later, &off), "");
    assert_string_equal(kinds_of(t, &removed, &off), "left");
    assert_string_equal(kinds_of(t, &removed, NULL), "");
    assert_string_equal(kinds_of(t, NULL, &on), "unknown");
}

static void
an_account_given_again_is_not_the_one_removed(struct test *t)
{
    struct account_side sides[] = { { .id = 1, .title = "sato", .state = "removed" },
                                    { .id = 2, .title = "Sato", .state = "used" } };
    struct account_entry entries[] = { { .dn = "a", .login = "sato", .display = "" } };
    struct account_founds out;

    account_compare(t->arena, sides, 2, entries, 1, rules(t), &out);
    assert_int_equal(out.count, 0);
}

static void
two_entries_of_one_name_are_told_and_not_guessed(struct test *t)
{
    struct account_entry entries[] = { { .dn = "b", .login = "sato", .display = "" },
                                       { .dn = "a", .login = "SATO", .display = "" } };
    struct account_founds out;

    account_compare(t->arena, NULL, 0, entries, 2, rules(t), &out);
    assert_int_equal(out.count, 1);
    assert_int_equal(out.rows[0].kind, ACCOUNT_TWICE);
}

static void
the_last_sign_in_is_read_in_both_ways_of_writing(struct test *t)
{
    (void)t;
    assert_day(account_sign_in("20260401153000Z"), "2026-04-02");
    assert_day(account_sign_in("20260401145959.0Z"), "2026-04-01");
    assert_day(account_sign_in("134195076000000000"), "2026-04-01");
    assert_day(account_sign_in("0"), "");
    assert_day(account_sign_in("20261301000000Z"), "");
    assert_day(account_sign_in("9223372036854775807"), "");
    assert_day(account_sign_in("abc"), "");
    assert_day(account_sign_in(NULL), "");
}

static void
an_account_stands_once_in_a_network(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &account_ledger, WITH("title", "sato", "layer", "lgwan"));
    crew_make(&c, WORKER, &account_ledger, WITH("title", "sato", "layer", "internet"));
    assert_refused(crew_try(&c, WORKER, &account_ledger, WITH("title", "SATO", "layer", "lgwan"),
                            &(int64_t){ 0 }),
                   "title", "もうあります");
    assert_refused(crew_try(&c, WORKER, &account_ledger,
                            WITH("title", "sato,dc=evil", "layer", "lgwan"), &(int64_t){ 0 }),
                   "title", "使えない文字");
    crew_do(&c, WORKER, &account_ledger, id, "delete", NULL);
    crew_make(&c, WORKER, &account_ledger, WITH("title", "sato", "layer", "lgwan"));
}

/* Of a network that cannot be reached differences are written by hand. */
static void
a_difference_is_chosen_with_a_remedy_that_fits(struct test *t)
{
    struct crew c;
    int64_t directory, one, two;

    crew_open(t, &c);
    directory =
        crew_make(&c, LEADER, &account_directory_ledger,
                  WITH("layer", "lgwan", "kind", "active", "user_base", "dc=aoba,dc=example"));
    one = crew_make(&c, WORKER, &account_difference_ledger,
                    WITH("title", "sato", "directory", id_text(&c, directory), "kind", "missing"));
    two = crew_make(&c, WORKER, &account_difference_ledger,
                    WITH("title", "kato", "directory", id_text(&c, directory), "kind", "idle"));
    assert_refused(
        crew_move(&c, WORKER, &account_difference_ledger, one, NULL, WITH("remedy", "delete")),
        "remedy", "使えない");
    assert_refused(crew_move(&c, WORKER, &account_difference_ledger, two, "choose", NULL), NULL,
                   "直し方");
    assert_refused(crew_move(&c, WORKER, &account_difference_ledger, one, "leave", NULL), "note",
                   "必須");
    crew_do(&c, WORKER, &account_difference_ledger, one, "choose", NULL);
    assert_state(&c, &account_difference_ledger, one, "chosen");
}

static void
a_directory_says_where_to_look_in_words_of_ldap(struct test *t)
{
    struct crew c;
    int64_t id = 0;
    const struct account_directory *it;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &account_directory_ledger,
                            WITH("layer", "lgwan", "kind", "openldap", "user_base", "no name"),
                            &id),
                   "user_base", "識別名");
    assert_refused(crew_try(&c, LEADER, &account_directory_ledger,
                            WITH("layer", "lgwan", "kind", "openldap", "user_base", "dc=a",
                                 "user_filter", "(a=b))(c=d", "login_attribute", "uid)("),
                            &id),
                   "user_filter", "( で始まり");
    assert_refused(crew_try(&c, WORKER, &account_directory_ledger,
                            WITH("layer", "lgwan", "kind", "active", "user_base", "dc=a"), &id),
                   NULL, "");
    id = crew_make(&c, LEADER, &account_directory_ledger,
                   WITH("layer", "lgwan", "kind", "active", "user_base", "dc=a"));
    it = crew_stored(&c, &account_directory_ledger, id);
    assert_string_equal(it->login_attribute, "sAMAccountName");
    assert_string_equal(it->title, "LGWAN接続系");
    assert_refused(crew_move(&c, LEADER, &account_directory_ledger, id, "compare", NULL), NULL,
                   "tasuki.ini");
}

const struct test_case account_compare_tests[] = {
    CASE(each_state_beside_each_state_has_its_difference),
    CASE(an_account_given_again_is_not_the_one_removed),
    CASE(two_entries_of_one_name_are_told_and_not_guessed),
    CASE(the_last_sign_in_is_read_in_both_ways_of_writing),
    CASE(an_account_stands_once_in_a_network),
    CASE(a_difference_is_chosen_with_a_remedy_that_fits),
    CASE(a_directory_says_where_to_look_in_words_of_ldap),
    { 0 },
};
