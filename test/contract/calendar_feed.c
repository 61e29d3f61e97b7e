#include "contract/calendar_feed.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "contract/dues.h"
#include "contract/obligation.h"
#include "ledger/core/core.h"
#include "signed.h"
#include "tests.h"

enum { OCTETS = 75, MOST_LINES = 400 };

/* A calendar taken apart as RFC 5545 says: unfolded lines, name and value. */
struct line {
    const char *name;
    const char *value;
};
struct calendar_read {
    struct line lines[MOST_LINES];
    size_t count;
};

/* Content lines end in CRLF, are no longer than 75 octets and valid UTF-8 each by itself. */
static void
read_calendar(struct test *t, const char *text, struct calendar_read *out)
{
    out->count = 0;
    while (*text) {
        const char *end = strstr(text, "\r\n");
        size_t length = end ? (size_t)(end - text) : 0;
        char *line;

        assert_non_null(end);
        assert_true(length > 0 && length <= OCTETS);
        assert_true(utf8_valid(text, length));
        assert_null(memchr(text, '\n', length));
        line = arena_slice(t->arena, text, length);
        text = end + 2;
        if (*line == ' ') {
            struct line *last = &out->lines[out->count - 1];

            last->value = arena_print(t->arena, "%s%s", last->value, line + 1);
            continue;
        }
        assert_true(out->count < MOST_LINES);
        out->lines[out->count].name = arena_slice(t->arena, line, strcspn(line, ":"));
        out->lines[out->count++].value = line + strcspn(line, ":") + 1;
    }
}

/* The value of the n-th line of a name, from 0; "" when there are not so many. */
static const char *
value_of(const struct calendar_read *c, const char *name, size_t n)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->lines[i].name, name) == 0 && n-- == 0)
            return c->lines[i].value;
    return "";
}

static const struct calendar_feed feed = { .installation = "5f0c-1",
                                           .name = "期限",
                                           .site = "https://tasuki.example" };

static struct calendar_read *
written(struct test *t, struct calendar_feed f, struct due_item *items, size_t count)
{
    struct due_items dues = { items, count, false };
    struct buffer out = { .arena = t->arena };
    struct calendar_read *read = NEW(t->arena, struct calendar_read);

    f.now = instant_make(day("2026-11-21"), 8 * 60 + 30);
    calendar_feed_write(&out, &f, &dues);
    read_calendar(t, buffer_string(&out), read);
    return read;
}

static struct due_item
item(const char *title)
{
    return (struct due_item){ .ledger = &obligation_ledger,
                              .id = 12,
                              .day = day("2026-12-02"),
                              .title = title,
                              .basis = "5-1",
                              .who = "大石",
                              .href = "/contract/obligations/12" };
}

static void
a_day_is_a_date_and_an_hour_is_utc(struct test *t)
{
    struct due_item items[] = { item("計画書"), item("回答") };
    struct calendar_read *c;

    items[1].at = instant_make(day("2026-11-24"), 8 * 60);
    c = written(t, feed, items, 2);
    assert_string_equal(value_of(c, "BEGIN", 0), "VCALENDAR");
    assert_string_equal(value_of(c, "VERSION", 0), "2.0");
    assert_string_equal(value_of(c, "DTSTART;VALUE=DATE", 0), "20261202");
    assert_string_equal(value_of(c, "DTSTART", 0), "20261123T230000Z");
    assert_string_equal(value_of(c, "DTSTAMP", 0), "20261120T233000Z");
    assert_string_equal(value_of(c, "END", 2), "VCALENDAR");
}

static void
an_entry_is_known_by_installation_ledger_and_record(struct test *t)
{
    struct due_item items[] = { item("計画書"), item("速報") };
    struct calendar_read *c;

    items[1].rule = "preliminary";
    c = written(t, feed, items, 2);
    assert_string_equal(value_of(c, "UID", 0), "5f0c-1/obligation/12");
    assert_string_equal(value_of(c, "UID", 1), "5f0c-1/obligation/12/preliminary");
    assert_string_equal(value_of(c, "URL", 0), "https://tasuki.example/contract/obligations/12");
}

static void
what_parts_values_is_escaped(struct test *t)
{
    struct due_item it = item("甲、乙; a,b\\c\n二行目\x07");
    struct calendar_read *c = written(t, feed, &it, 1);

    assert_string_equal(value_of(c, "SUMMARY", 0), "甲、乙\\; a\\,b\\\\c\\n二行目");
    assert_string_equal(value_of(c, "DESCRIPTION", 0), "義務 5-1\\n担当 大石");
}

static void
long_lines_are_folded_between_characters(struct test *t)
{
    const char *title = "問合せの件数と傾向を、毎月、翌月の十五日までに、情報政策課へ報告する。"
                        "ただし、三月分は三月三十一日までとする。a𠮟";
    struct due_item it = item(title);

    for (int shift = 0; shift < 4; shift++) {
        it.title = arena_print(t->arena, "%.*s%s", shift, "xxx", title);
        assert_string_equal(value_of(written(t, feed, &it, 1), "SUMMARY", 0), it.title);
    }
}

static void
a_token_for_some_ledgers_tells_of_these_only(struct test *t)
{
    struct calendar_feed narrow = feed;
    struct due_item it = item("計画書");

    narrow.ledgers = "inquiry obligation";
    assert_string_equal(value_of(written(t, narrow, &it, 1), "SUMMARY", 0), "計画書");
    narrow.ledgers = "inquiry";
    assert_string_equal(value_of(written(t, narrow, &it, 1), "SUMMARY", 0), "");
}

static void
nothing_due_is_a_calendar_too(struct test *t)
{
    struct calendar_read *c = written(t, feed, NULL, 0);

    assert_string_equal(value_of(c, "BEGIN", 1), "");
    assert_string_equal(value_of(c, "END", 0), "VCALENDAR");
}

const struct test_case calendar_feed_tests[] = {
    CASE(a_day_is_a_date_and_an_hour_is_utc),
    CASE(an_entry_is_known_by_installation_ledger_and_record),
    CASE(what_parts_values_is_escaped),
    CASE(long_lines_are_folded_between_characters),
    CASE(a_token_for_some_ledgers_tells_of_these_only),
    CASE(nothing_due_is_a_calendar_too),
    { 0 },
};
