#include "web/out.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/wareki.h"

struct html
html_take(const struct out *o)
{
    return (struct html){ buffer_string(&o->text), o->text.length };
}

/* Room is made for a whole page, so this is seldom more than a copy. */
static inline void
put(struct out *o, const char *text, size_t length)
{
    struct buffer *b = &o->text;

    if (b->room <= b->length + length) {
        buffer_add(b, text, length);
        return;
    }
    memcpy(b->data + b->length, text, length);
    b->length += length;
    b->data[b->length] = '\0';
}

void
out_raw(struct out *o, const char *text, size_t length)
{
    put(o, text, length);
}

void
out_html(struct out *o, struct html html)
{
    buffer_add(&o->text, html.text ? html.text : "", html.length);
}

static const char *
entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Bytes of Japanese have their highest bit set, so eight of them are passed at a time. */
static size_t
plain_run(const char *text, size_t length)
{
    static const bool special[256] = {
        ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true
    };
    const uint64_t high = UINT64_C(0x8080808080808080);
    size_t run = 0;
    uint64_t word;

    while (run < length) {
        if (length - run >= sizeof word) {
            memcpy(&word, text + run, sizeof word);
            if ((word & high) == high) {
                run += sizeof word;
                continue;
            }
        }
        if (special[(unsigned char)text[run]])
            break;
        run++;
    }
    return run;
}

/* Runs without special characters are copied at once: most text has none. */
void
out_text(struct out *o, const char *text)
{
    const char *from = text ? text : "";
    size_t left = strlen(from);

    for (;;) {
        size_t run = plain_run(from, left);

        put(o, from, run);
        from += run;
        left -= run;
        if (!left)
            return;
        left--;
        buffer_text(&o->text, entity(*from++));
    }
}

static void
grouped(struct out *o, uint64_t number)
{
    char digits[32];
    char *at = digits + sizeof(digits);
    int count = 0;

    do {
        if (count && count % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + number % 10);
        count++;
    } while (number /= 10);
    buffer_add(&o->text, at, (size_t)(digits + sizeof(digits) - at));
}

void
out_int(struct out *o, int64_t number)
{
    if (number == NO_NUMBER) {
        buffer_text(&o->text, "―");
        return;
    }
    if (number < 0)
        buffer_char(&o->text, '-');
    grouped(o, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void
out_count(struct out *o, size_t number)
{
    grouped(o, number);
}

void
out_yen(struct out *o, struct yen yen)
{
    out_int(o, yen.yen);
    if (yen.yen != NO_NUMBER)
        buffer_text(&o->text, " 円");
}

void
out_date(struct out *o, struct date date)
{
    struct arena arena = { 0 };

    if (!date.day)
        return;
    buffer_text(&o->text, wareki_print(&arena, date, o->western ? WAREKI_WESTERN : WAREKI_LONG));
    arena_release(&arena);
}

void
out_instant(struct out *o, struct instant instant)
{
    int minute = instant_minute(instant);

    if (!instant.us)
        return;
    out_date(o, instant_date(instant));
    buffer_print(&o->text, " %d:%02d", minute / 60, minute % 60);
}

void
out_bool(struct out *o, bool value)
{
    buffer_text(&o->text, value ? "はい" : "いいえ");
}

void
out_attribute_text(struct out *o, const char *text)
{
    out_text(o, text);
}

void
out_attribute_int(struct out *o, int64_t number)
{
    if (number != NO_NUMBER)
        buffer_int(&o->text, number);
}

void
out_attribute_count(struct out *o, size_t number)
{
    must(number <= INT64_MAX);
    buffer_int(&o->text, (int64_t)number);
}

void
out_attribute_date(struct out *o, struct date date)
{
    char text[DATE_TEXT];

    if (!date.day)
        return;
    date_print(date, text);
    buffer_text(&o->text, text);
}

void
out_attribute_instant(struct out *o, struct instant instant)
{
    char text[INSTANT_TEXT];

    if (!instant.us)
        return;
    instant_print(instant, text);
    buffer_text(&o->text, text);
}

/* Control characters and spaces in front could hide a scheme from this check while
   a browser ignores them, so they make it a dead link. */
void
out_url(struct out *o, const char *url)
{
    static const char *const schemes[] = { "http://", "https://", "mailto:" };
    bool good = url && (url[0] == '?' || url[0] == '#' ||
                        (url[0] == '/' && url[1] != '/' && url[1] != '\\'));

    for (size_t i = 0; url && !good && i < sizeof(schemes) / sizeof(schemes[0]); i++)
        good = strncasecmp(url, schemes[i], strlen(schemes[i])) == 0;
    out_text(o, good ? url : "#");
}

void
out_url_part(struct out *o, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~";

    for (const char *at = text ? text : ""; *at; at++)
        if (strchr(plain, *at))
            buffer_char(&o->text, *at);
        else
            buffer_print(&o->text, "%%%02X", (unsigned)(unsigned char)*at);
}
