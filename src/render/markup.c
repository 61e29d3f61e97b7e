#include "render/markup.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"

static const char *
entity(uint32_t code)
{
    switch (code) {
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

static bool
is_allowed(uint32_t code)
{
    return code == '\t' || code == '\n' ||
           (code >= 0x20 && code != 0x7f && code != 0xfffe && code != 0xffff);
}

void
markup_text(struct buffer *b, const char *text)
{
    const char *at = text, *run = text;

    while (at && *at) {
        const char *here = at;
        uint32_t code = utf8_next(&at);
        const char *name = entity(code);

        if (!name && is_allowed(code))
            continue;
        buffer_add(b, run, (size_t)(here - run));
        buffer_text(b, name ? name : "");
        run = at;
    }
    if (at)
        buffer_add(b, run, (size_t)(at - run));
}

/* Lengths: two decimals at most, none where they are zero. */
static void
put_length(struct buffer *b, double length)
{
    long long hundredths = llround(length * 100);

    if (hundredths < 0)
        buffer_char(b, '-');
    hundredths = llabs(hundredths);
    buffer_int(b, hundredths / 100);
    if (hundredths % 100)
        buffer_print(b, hundredths % 10 ? ".%02lld" : ".%.1lld",
                     hundredths % 10 ? hundredths % 100 : hundredths % 100 / 10);
}

void
markup_print(struct buffer *b, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");

        buffer_add(b, at, plain);
        at += plain;
        if (!*at)
            break;
        at++;
        if (strncmp(at, "lld", 3) == 0) {
            buffer_int(b, va_arg(list, long long));
            at += 3;
        } else if (strncmp(at, "zu", 2) == 0) {
            buffer_int(b, (int64_t)va_arg(list, size_t));
            at += 2;
        } else {
            must(strchr("sdg%", *at));
            if (*at == 's')
                markup_text(b, va_arg(list, const char *));
            else if (*at == 'd')
                buffer_int(b, va_arg(list, int));
            else if (*at == 'g')
                put_length(b, va_arg(list, double));
            else
                buffer_char(b, '%');
            at++;
        }
    }
    va_end(list);
}
