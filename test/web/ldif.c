#include "web/ldif.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "tests.h"

#define VALUES(...)                                                                                \
    (struct ldif_value[]){ __VA_ARGS__ },                                                          \
        sizeof((struct ldif_value[]){ __VA_ARGS__ }) / sizeof(struct ldif_value)
#define TEXT(text)                                                                                 \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

static const char *
written(struct test *t, const struct ldif_change *change)
{
    struct buffer out = { .arena = t->arena };

    ldif_write(&out, change);
    return buffer_string(&out);
}

static struct ldif_change
modify(struct ldif_part *parts, size_t count)
{
    return (struct ldif_change){ "uid=sato,dc=aoba", LDIF_MODIFY, parts, count };
}

static void
a_file_is_ascii_with_short_lines(struct test *t)
{
    char longer[300];
    struct ldif_part parts[] = {
        { LDIF_PUT, { "cn", VALUES(TEXT("佐藤 太郎")) } },
        { LDIF_SET, { "title", NULL, 0 } },
        { LDIF_TAKE, { "description", VALUES({ longer, 299 }) } },
    };
    struct ldif_change change = modify(parts, 3);
    const char *text;
    size_t line = 0;

    memset(longer, 'x', 299);
    longer[299] = '\0';
    text = written(t, &change);
    assert_non_null(strstr(text, "add: cn\ncn:: 5L2Q6JekIOWkqumDjg==\n-\nreplace: title\n-\n"));
    for (const char *c = text; *c; c++) {
        line = *c == '\n' ? 0 : line + 1;
        assert_true((*c == '\n' || (*c >= 0x20 && *c < 0x7f)) && line <= 76);
    }
}

/* Blanks, colons, line ends, zero bytes, digits: whatever a value is, it comes back. */
static void
what_is_written_is_read_again(struct test *t)
{
    struct ldif_part parts[] = {
        { LDIF_PUT,
          { "description", VALUES(TEXT(""), TEXT(" a"), TEXT("a "), TEXT(": b"), TEXT("< c"),
                                  TEXT("d\ndn: x"), TEXT("a\0b"), TEXT("123456789012"),
                                  TEXT("\xff\xfe"), TEXT("# e"), TEXT("-")) } },
    };
    struct ldif_change changes[] = { modify(parts, 1),
                                     { "cn=東\\,京,dc=aoba", LDIF_ADD, parts, 1 },
                                     { "cn=x", LDIF_DELETE, NULL, 0 } },
                       *read;
    struct buffer out = { .arena = t->arena }, again = { .arena = t->arena };
    const char *why;
    size_t count;

    for (size_t i = 0; i < 3; i++)
        ldif_write(&out, &changes[i]);
    assert_null(strstr(buffer_string(&out), "123456789012"));
    assert_true(ldif_read(t->arena, buffer_string(&out), out.length, &read, &count, &why));
    assert_int_equal(count, 3);
    assert_string_equal(read[1].dn, changes[1].dn);
    assert_int_equal(read[1].parts[0].attribute.count, 11);
    for (size_t i = 0; i < count; i++)
        ldif_write(&again, &read[i]);
    assert_string_equal(buffer_string(&again), buffer_string(&out));
}

static void
a_file_that_is_no_changes_is_refused_with_its_line(struct test *t)
{
    static const char *const wrong[][2] = {
        { "dn: cn=x\ncn: x\n", "2行目" },
        { "dn: cn=x\nchangetype: modrdn\n", "2行目" },
        { "dn: cn=x\nchangetype: add\n\n", "追加する項目" },
        { "dn: cn=x\nchangetype: modify\nadd: cn\nsn: y\n", "4行目" },
        { "dn: cn=x\nchangetype: modify\ndelete: cn\n-\n", "値がありません" },
        { "dn: cn=x\nchangetype: delete\ncn: x\n", "削除に" },
        { "dn:: !!!!\nchangetype: delete\n", "base64" },
        { "dn:: QUJ\nchangetype: delete\n", "base64" },
        { "dn: cn=x\nchangetype: add\njpegPhoto:< file:///etc/passwd\n", "3行目" },
        { "changetype: delete\n", "dn" },
        { "no colon\n", "1行目" },
    };
    struct ldif_change *read;
    const char *why;
    size_t count;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(ldif_read(t->arena, wrong[i][0], strlen(wrong[i][0]), &read, &count, &why));
        assert_non_null(strstr(why, wrong[i][1]));
    }
}

static void
people_see_texts_but_no_passwords(struct test *t)
{
    struct ldif_part parts[] = {
        { LDIF_PUT, { "cn", VALUES(TEXT("佐藤")) } },
        { LDIF_PUT, { "UserPassword", VALUES(TEXT("{SSHA}abc")) } },
        { LDIF_PUT, { "jpegPhoto", VALUES(TEXT("\xff\xd8\x01")) } },
    };
    struct ldif_change change = { "cn=佐藤", LDIF_ADD, parts, 3 };
    struct buffer out = { .arena = t->arena };

    ldif_show(&out, &change);
    assert_string_equal(buffer_string(&out),
                        "dn: cn=佐藤\nchangetype: add\ncn: 佐藤\nUserPassword: （秘密の値）\n"
                        "jpegPhoto: （3バイトの値）\n");
}

static void
a_reverse_takes_back_each_kind_of_change(struct test *t)
{
    struct ldif_attribute has[] = { { "Title", VALUES(TEXT("課長")) },
                                    { "member", VALUES(TEXT("uid=a,dc=x")) } };
    struct ldif_entry now = { "uid=sato,dc=aoba", has, 2 };
    struct ldif_part set = { LDIF_SET, { "title", VALUES(TEXT("部長")) } };
    struct ldif_part put = { LDIF_PUT, { "member", VALUES(TEXT("uid=b,dc=x")) } };
    struct ldif_change change = modify(&set, 1), back;

    assert_true(ldif_reverse(t->arena, &change, &now, &back));
    assert_non_null(strstr(written(t, &back), "replace: title\ntitle:: 6Kqy6ZW3\n"));
    change = modify(&put, 1);
    assert_true(ldif_reverse(t->arena, &change, &now, &back));
    assert_non_null(strstr(written(t, &back), "delete: member\nmember: uid=b,dc=x\n"));
    change = (struct ldif_change){ now.dn, LDIF_DELETE, NULL, 0 };
    assert_true(ldif_reverse(t->arena, &change, &now, &back));
    assert_int_equal(back.deed, LDIF_ADD);
    assert_true(ldif_stands(&back, &now));
    change = (struct ldif_change){ now.dn, LDIF_ADD, &put, 1 };
    assert_true(ldif_reverse(t->arena, &change, NULL, &back));
    assert_true(ldif_stands(&back, NULL));
}

static void
what_would_change_nothing_has_no_reverse(struct test *t)
{
    struct ldif_attribute has = { "member", VALUES(TEXT("UID=A, dc=X")) };
    struct ldif_entry now = { "cn=desk,dc=aoba", &has, 1 };
    struct ldif_part put = { LDIF_PUT, { "member", VALUES(TEXT("uid=a,dc=x")) } };
    struct ldif_part take = { LDIF_TAKE, { "member", VALUES(TEXT("uid=b,dc=x")) } };
    struct ldif_change change = modify(&put, 1), back;

    assert_false(ldif_reverse(t->arena, &change, &now, &back));
    change = modify(&take, 1);
    assert_false(ldif_reverse(t->arena, &change, &now, &back));
    change = (struct ldif_change){ now.dn, LDIF_ADD, &put, 1 };
    assert_false(ldif_reverse(t->arena, &change, &now, &back));
    change.deed = LDIF_DELETE;
    assert_false(ldif_reverse(t->arena, &change, NULL, &back));
}

static void
a_change_stands_only_when_all_of_it_is_there(struct test *t)
{
    struct ldif_attribute has = { "employeeType", VALUES(TEXT("a"), TEXT("b")) };
    struct ldif_entry now = { "cn=x", &has, 1 };
    struct ldif_part part = { LDIF_SET, { "employeetype", VALUES(TEXT("a")) } };
    struct ldif_change change = modify(&part, 1);

    (void)t;
    assert_false(ldif_stands(&change, &now));
    part.way = LDIF_PUT;
    assert_true(ldif_stands(&change, &now));
    part.way = LDIF_TAKE;
    assert_false(ldif_stands(&change, &now));
    assert_false(ldif_stands(&change, NULL));
    part = (struct ldif_part){ LDIF_SET, { "title", NULL, 0 } };
    assert_true(ldif_stands(&change, &now));
}

/* A value within a name or a filter never becomes a part of the name or the filter. */
static void
hostile_values_stay_values(struct test *t)
{
    static const char *const hostile[] = { "a,dc=evil", "a+uid=b",   " a",        "a ",   "#a",
                                           "a\\",       "a\"b;c<d>", "a=b",       "a\nb", "a\tb",
                                           "東京",      "*)(uid=*",  "a\\2cdc=b", "\x7f" };
    struct buffer filter = { .arena = t->arena };

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        const char *value = ldif_dn_value(t->arena, hostile[i]);
        const char *dn = arena_print(t->arena, "uid=%s,ou=people,dc=aoba", value);
        const char *normal = ldif_dn_normal(t->arena, dn);

        assert_non_null(normal);
        assert_true(ldif_dn_same(dn, normal));
        assert_non_null(strstr(normal, ",ou=people,dc=aoba"));
        assert_false(ldif_dn_same(dn, "uid=a,ou=people,dc=aoba"));
    }
    ldif_filter_value(&filter, "*)(uid=*\\東");
    assert_string_equal(buffer_string(&filter), "\\2a\\29\\28uid=\\2a\\5c\\e6\\9d\\b1");
    assert_false(ldif_name_good("member;range=0-9") || ldif_name_good("a)(b") ||
                 ldif_name_good("") || ldif_name_good("9a"));
    assert_true(ldif_name_good("userAccountControl"));
}

const struct test_case ldif_tests[] = {
    CASE(a_file_is_ascii_with_short_lines),
    CASE(what_is_written_is_read_again),
    CASE(a_file_that_is_no_changes_is_refused_with_its_line),
    CASE(people_see_texts_but_no_passwords),
    CASE(a_reverse_takes_back_each_kind_of_change),
    CASE(what_would_change_nothing_has_no_reverse),
    CASE(a_change_stands_only_when_all_of_it_is_there),
    CASE(hostile_values_stay_values),
    { 0 },
};
