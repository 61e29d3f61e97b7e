#include "contract/calendar_feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "contract/dues.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "store/act.h"
#include "store/store.h"
#include "web/address.h"
#include "web/route.h"
#include "web/session.h"

enum { LINE_OCTETS = 75, ID_DIGITS = 18 };

/* --- lines ---------------------------------------------------------------------- */

/* A content line, folded: what goes on begins with a blank. */
static void
write_line(struct buffer *out, const char *line)
{
    size_t room = LINE_OCTETS;

    while (*line) {
        const char *after = line;
        size_t length;

        utf8_next(&after);
        length = (size_t)(after - line);
        if (length > room) {
            buffer_text(out, "\r\n ");
            room = LINE_OCTETS - 1;
        }
        buffer_add(out, line, length);
        room -= length;
        line = after;
    }
    buffer_text(out, "\r\n");
}

/* TEXT of RFC 5545, 3.3.11: what parts values is escaped, other control characters go. */
static void
add_text(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\;,", *text))
            buffer_char(out, '\\');
        if (*text == '\n')
            buffer_text(out, "\\n");
        else if ((unsigned char)*text >= ' ' && *text != 0x7f)
            buffer_char(out, *text);
    }
}

static void
write_text(struct buffer *out, struct arena *arena, const char *name, const char *text)
{
    struct buffer line = { .arena = arena };

    buffer_print(&line, "%s:", name);
    add_text(&line, text);
    write_line(out, buffer_string(&line));
}

static const char *
day_value(struct arena *arena, struct date date)
{
    struct day day = date_take(date);

    return arena_print(arena, "%04d%02d%02d", day.year, day.month, day.day);
}

static const char *
time_value(struct arena *arena, struct instant at)
{
    struct instant utc = instant_add(at, (struct minutes){ -9 * 60 });
    int minute = instant_minute(utc);

    return arena_print(arena, "%sT%02d%02d%02dZ", day_value(arena, instant_date(utc)), minute / 60,
                       minute % 60, (int)(at.us / 1000000 % 60));
}

/* --- entries -------------------------------------------------------------------- */

static const char *
description(struct arena *arena, const struct due_item *it)
{
    struct buffer out = { .arena = arena };

    buffer_text(&out, it->ledger->title);
    if (*it->basis)
        buffer_print(&out, " %s", it->basis);
    if (*it->who)
        buffer_print(&out, "\n担当 %s", it->who);
    return buffer_string(&out);
}

static void
write_entry(struct buffer *out, struct arena *arena, const struct calendar_feed *feed,
            const struct due_item *it)
{
    write_line(out, "BEGIN:VEVENT");
    write_line(out, arena_print(arena, "UID:%s/%s/%lld%s%s", feed->installation, it->ledger->name,
                                (long long)it->id, it->rule ? "/" : "", it->rule ? it->rule : ""));
    write_line(out, arena_print(arena, "DTSTAMP:%s", time_value(arena, feed->now)));
    if (it->at.us)
        write_line(out, arena_print(arena, "DTSTART:%s", time_value(arena, it->at)));
    else
        write_line(out, arena_print(arena, "DTSTART;VALUE=DATE:%s", day_value(arena, it->day)));
    write_text(out, arena, "SUMMARY", it->title);
    write_text(out, arena, "DESCRIPTION", description(arena, it));
    write_text(out, arena, "CATEGORIES", it->ledger->title);
    if (feed->site)
        write_line(out, arena_print(arena, "URL:%s%s", feed->site, it->href));
    write_line(out, "TRANSP:TRANSPARENT");
    write_line(out, "END:VEVENT");
}

void
calendar_feed_write(struct buffer *out, const struct calendar_feed *feed,
                    const struct due_items *dues)
{
    struct arena arena = { 0 };

    write_line(out, "BEGIN:VCALENDAR");
    write_line(out, "VERSION:2.0");
    write_line(out, "PRODID:-//Tasuki//Dues//JA");
    write_line(out, "CALSCALE:GREGORIAN");
    write_line(out, "METHOD:PUBLISH");
    write_text(out, &arena, "X-WR-CALNAME", feed->name);
    write_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    write_line(out, "X-PUBLISHED-TTL:PT1H");
    for (size_t i = 0; i < dues->count; i++) {
        struct arena_mark mark = arena_mark(&arena);
        const struct due_item *it = &dues->rows[i];

        if (!feed->ledgers || !*feed->ledgers || names_have(feed->ledgers, it->ledger->name))
            write_entry(out, &arena, feed, it);
        arena_reset(&arena, mark);
    }
    write_line(out, "END:VCALENDAR");
    arena_release(&arena);
}

/* --- the page ------------------------------------------------------------------- */

static bool
contract_asked(struct act *a, const struct request *q, int64_t *out)
{
    const char *text = pairs_get(&q->query, "contract");
    size_t digits = text ? strspn(text, "0123456789") : 0;

    *out = q->session->by_token ? 0 : q->session->contract;
    if (!text)
        return true;
    if (!digits || digits > ID_DIGITS || text[digits])
        return fail(a, FAULT_MALFORMED, "contract", "contract には契約の番号（id）を書きます。");
    *out = strtoll(text, NULL, 10);
    return true;
}

bool
calendar_feed_show(struct act *a, const struct request *q, struct reply *r)
{
    struct calendar_feed feed = { .now = a->now, .name = "期限", .site = address_site(a, q) };
    struct contract *contract = ledger_new(a, &contract_ledger);
    struct due_items dues;
    int64_t id;

    if (!contract_asked(a, q, &id) ||
        (id && !ledger_read(a, &contract_ledger, id, false, contract)))
        return false;
    if (id && contract->title)
        feed.name = arena_print(a->arena, "期限：%s", contract->title);
    if (q->session->by_token && q->session->scope) {
        feed.ledgers = q->session->scope + strcspn(q->session->scope, " ");
        feed.ledgers += strspn(feed.ledgers, " ");
    }
    if (!setting_get(a, "installation", &feed.installation) ||
        !dues_read(a, id, (struct period){ { 0 }, { 0 } }, &dues))
        return false;
    calendar_feed_write(&r->body, &feed, &dues);
    r->type = "text/calendar; charset=utf-8";
    reply_header(a, r, "Content-Disposition", "attachment; filename=\"tasuki.ics\"");
    reply_header(a, r, "Cache-Control", "private, no-cache");
    return true;
}
