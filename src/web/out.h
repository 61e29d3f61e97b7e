/*
 * What templates write into: text whose type decides how it is escaped.
 *
 * Compiled templates call out_raw for their own markup and OUT for every value.
 * Text is escaped, numbers and dates are formatted as the reader chose, and only
 * `struct html`, which templates and render/ make, passes through. There is no
 * other way to print unescaped.
 */
#ifndef WEB_OUT_H
#define WEB_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/money.h"
#include "base/time.h"

struct out {
    struct buffer text;
    bool western;      /* the reader wants 2026-11-20 instead of 令和8年11月20日 */
    struct date today; /* near dates are shown short */
};

/* Finished markup, made by html_take only. */
struct html {
    const char *text;
    size_t length;
};

/* The markup written so far as a value for another template; it stays in the arena. */
struct html html_take(const struct out *o);

void out_raw(struct out *o, const char *text, size_t length);
void out_text(struct out *o, const char *text); /* NULL prints nothing */
void out_int(struct out *o, int64_t number);    /* 1,234,567; NO_NUMBER prints ― */
void out_count(struct out *o, size_t number);
void out_yen(struct out *o, struct yen yen); /* 4,840,000 円 */
void out_date(struct out *o, struct date date);
void out_instant(struct out *o, struct instant instant);
void out_html(struct out *o, struct html html);
void out_bool(struct out *o, bool value); /* はい / いいえ */

/* Within a quoted attribute: numbers without separators, dates as YYYY-MM-DD. */
void out_attribute_text(struct out *o, const char *text);
void out_attribute_int(struct out *o, int64_t number);
void out_attribute_count(struct out *o, size_t number);
void out_attribute_date(struct out *o, struct date date);
void out_attribute_instant(struct out *o, struct instant instant);

/* First in href, src, action: only /…, ?…, #…, http(s) and mailto pass, else "#". */
void out_url(struct out *o, const char *url);

/* Later in a URL: percent-encoded, so that it stays one part or value. */
void out_url_part(struct out *o, const char *text);

#define OUT(o, value)                                                                              \
    _Generic((value),                                                                              \
        const char *: out_text,                                                                    \
        char *: out_text,                                                                          \
        int: out_int,                                                                              \
        int64_t: out_int,                                                                          \
        size_t: out_count,                                                                         \
        bool: out_bool,                                                                            \
        struct yen: out_yen,                                                                       \
        struct date: out_date,                                                                     \
        struct instant: out_instant,                                                               \
        struct html: out_html)(o, value)
#define OUT_ATTRIBUTE(o, value)                                                                    \
    _Generic((value),                                                                              \
        const char *: out_attribute_text,                                                          \
        char *: out_attribute_text,                                                                \
        int: out_attribute_int,                                                                    \
        int64_t: out_attribute_int,                                                                \
        size_t: out_attribute_count,                                                               \
        struct date: out_attribute_date,                                                           \
        struct instant: out_attribute_instant)(o, value)
#define OUT_URL(o, value) out_url(o, value)
#define OUT_URL_PART(o, value)                                                                     \
    _Generic((value),                                                                              \
        const char *: out_url_part,                                                                \
        char *: out_url_part,                                                                      \
        int: out_attribute_int,                                                                    \
        int64_t: out_attribute_int,                                                                \
        size_t: out_attribute_count,                                                               \
        struct date: out_attribute_date)(o, value)

#endif
