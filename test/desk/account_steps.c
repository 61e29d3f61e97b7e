#include "desk/account_steps.h"

#include <string.h>

#include "base/buffer.h"
#include "desk/account_directory.h"
#include "tests.h"

static const char *members[] = { "uid=sato,ou=people,dc=aoba" };
static struct account_group groups[] = {
    { .dn = "cn=Desk,dc=aoba", .name = "Desk", .members = members, .member_count = 1 },
    { .dn = "cn=Readers,dc=aoba", .name = "Readers" },
};
static const struct account_picture picture = { .groups = groups, .group_count = 2 };
static struct ldif_attribute control = { "userAccountControl",
                                         (struct ldif_value[]){ { "66048", 5 } }, 1 };
static const struct ldif_entry sato = { "uid=SATO, ou=people,dc=aoba", &control, 1 };
static const struct ldif_entry bare = { "uid=sato,ou=people,dc=aoba", NULL, 0 };

static struct account_directory
place(const char *kind, const char *disabled_by)
{
    return (struct account_directory){
        .kind = { kind },
        .user_base = "ou=people,dc=aoba",
        .login_attribute = "uid",
        .name_attribute = "cn",
        .classes = "inetOrgPerson  posixAccount",
        .member_attribute = "member",
        .disabled_by = { disabled_by },
        .disabled_attribute = "employeeType",
        .disabled_value = "off",
    };
}

/* All operations as LDIF; what could not be planned as "!why". */
static const char *
steps_of(struct test *t, const struct account_wish *wish)
{
    struct buffer out = { .arena = t->arena };
    struct account_operations made;

    account_steps(t->arena, wish, &made);
    for (size_t i = 0; i < made.count; i++)
        ldif_show(&out, &made.rows[i].change);
    if (made.why)
        buffer_print(&out, "!%s", made.why);
    return buffer_string(&out);
}

static void
a_new_entry_has_no_password_and_a_name_that_cannot_break_out(struct test *t)
{
    struct account_directory of = place("openldap", "locked");
    const char *wanted[] = { "readers" };
    struct account_side side = { .groups = wanted, .group_count = 1 };
    struct account_wish wish = { &of, &picture, "a,b", "add", "新田 \"花\"", &side, NULL };

    assert_string_equal(steps_of(t, &wish),
                        "dn: uid=a\\,b,ou=people,dc=aoba\nchangetype: add\n"
                        "objectClass: inetOrgPerson\nobjectClass: posixAccount\nuid: a,b\n"
                        "cn: 新田 \"花\"\nsn: 新田 \"花\"\n"
                        "dn: cn=Readers,dc=aoba\nchangetype: modify\nadd: member\n"
                        "member: uid=a\\,b,ou=people,dc=aoba\n-\n");
}

static void
an_entry_of_active_directory_is_added_disabled(struct test *t)
{
    struct account_directory of = place("active", "control");
    struct account_wish wish = { &of, &picture, "nitta", "add", NULL, NULL, NULL };

    of.classes = "user";
    of.login_attribute = "sAMAccountName";
    assert_string_equal(steps_of(t, &wish),
                        "dn: CN=nitta,ou=people,dc=aoba\nchangetype: add\nobjectClass: user\n"
                        "sAMAccountName: nitta\ncn: nitta\nuserAccountControl: 514\nsn: nitta\n");
}

static void
disabling_keeps_the_other_flags(struct test *t)
{
    struct account_directory of = place("active", "control");
    struct account_wish wish = { &of, &picture, "sato", "disable", NULL, NULL, &sato };

    assert_non_null(strstr(steps_of(t, &wish), "replace: userAccountControl\n"
                                               "userAccountControl: 66050\n"));
    wish.remedy = "enable";
    assert_string_equal(steps_of(t, &wish), "");
    wish.remedy = "disable";
    wish.entry = &bare;
    assert_string_equal(steps_of(t, &wish), "!userAccountControl が読めません");
}

static void
each_way_to_disable_is_set_and_taken_away(struct test *t)
{
    struct account_directory of = place("openldap", "attribute");
    struct account_wish wish = { &of, &picture, "sato", "disable", NULL, NULL, &bare };

    assert_non_null(strstr(steps_of(t, &wish), "replace: employeeType\nemployeeType: off\n"));
    of.disabled_by.code = "locked";
    assert_non_null(strstr(steps_of(t, &wish), "replace: pwdAccountLockedTime\n"));
    wish.remedy = "enable";
    assert_string_equal(steps_of(t, &wish), "");
    of.disabled_by.code = "none";
    assert_non_null(strstr(steps_of(t, &wish), "!"));
}

static void
groups_are_joined_and_left_by_the_ledger(struct test *t)
{
    struct account_directory of = place("openldap", "locked");
    const char *wanted[] = { "Readers", "Nowhere" };
    struct account_side side = { .groups = wanted, .group_count = 2 };
    struct account_wish wish = { &of, &picture, "sato", "groups", NULL, &side, &sato };

    assert_string_equal(steps_of(t, &wish),
                        "dn: cn=Desk,dc=aoba\nchangetype: modify\ndelete: member\n"
                        "member: uid=SATO, ou=people,dc=aoba\n-\n"
                        "dn: cn=Readers,dc=aoba\nchangetype: modify\nadd: member\n"
                        "member: uid=SATO, ou=people,dc=aoba\n-\n"
                        "!グループ「Nowhere」はディレクトリにありません");
}

static void
who_goes_leaves_his_groups_first_and_never_leaves_active_directory(struct test *t)
{
    struct account_directory of = place("openldap", "locked");
    struct account_wish wish = { &of, &picture, "sato", "delete", NULL, NULL, &sato };

    assert_string_equal(steps_of(t, &wish),
                        "dn: cn=Desk,dc=aoba\nchangetype: modify\ndelete: member\n"
                        "member: uid=SATO, ou=people,dc=aoba\n-\n"
                        "dn: uid=SATO, ou=people,dc=aoba\nchangetype: delete\n");
    of.kind.code = "active";
    assert_non_null(strstr(steps_of(t, &wish), "!Active Directory"));
    wish.entry = NULL;
    assert_string_equal(steps_of(t, &wish), "");
}

const struct test_case account_steps_tests[] = {
    CASE(a_new_entry_has_no_password_and_a_name_that_cannot_break_out),
    CASE(an_entry_of_active_directory_is_added_disabled),
    CASE(disabling_keeps_the_other_flags),
    CASE(each_way_to_disable_is_set_and_taken_away),
    CASE(groups_are_joined_and_left_by_the_ledger),
    CASE(who_goes_leaves_his_groups_first_and_never_leaves_active_directory),
    { 0 },
};
