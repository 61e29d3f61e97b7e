#include "desk/mail_account.h"

#include "contract/crew.h"
#include "ledger/core/core.h"
#include "tests.h"

static void
an_address_is_of_a_person_or_a_section(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    crew_make(&c, WORKER, &mail_account_ledger,
              WITH("address", "shimin@example.jp", "shared", "true"));
    assert_int_equal(crew_count(&c, &mail_account_ledger, "view", "leaver"), 0);
    crew_make(&c, WORKER, &mail_account_ledger, WITH("address", "dare@example.jp"));
    assert_int_equal(crew_count(&c, &mail_account_ledger, "view", "leaver"), 1);
}

static void
a_group_has_a_member_once(struct test *t)
{
    struct crew c;
    int64_t group, account, id;
    const char *const *member;

    crew_open(t, &c);
    group = crew_make(&c, WORKER, &mail_group_ledger,
                      WITH("address", "zenin@example.jp", "title", "課の全員"));
    account = crew_make(&c, WORKER, &mail_account_ledger,
                        WITH("address", "shimin@example.jp", "shared", "true"));
    member = WITH("mail_group", id_text(&c, group), "account", id_text(&c, account));
    crew_make(&c, WORKER, &mail_member_ledger, member);
    assert_refused(crew_try(&c, WORKER, &mail_member_ledger, member, &id), "account", "もう入って");
    assert_refused(
        crew_try(&c, WORKER, &mail_member_ledger, WITH("mail_group", id_text(&c, group)), &id),
        "account", "一方");
    crew_make(&c, WORKER, &mail_member_ledger,
              WITH("mail_group", id_text(&c, group), "address", "soto@example.com"));
}

const struct test_case mail_account_tests[] = {
    CASE(an_address_is_of_a_person_or_a_section),
    CASE(a_group_has_a_member_once),
    { 0 },
};
