#include "contract/working.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/must.h"
#include "contract/rate.h"
#include "store/act.h"

enum { SHOWN_DECIMALS = 4, WIDE_DIGITS = 40 };

#define WIDEST (~(wide)0)

/* --- reckoning ------------------------------------------------------------------------- */

struct fraction {
    wide over; /* numerator */
    wide under;
};

static wide
common_divisor(wide a, wide b)
{
    while (b) {
        wide rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static bool
multiply(wide a, wide b, wide *out)
{
    if (b && a > WIDEST / b)
        return false;
    *out = a * b;
    return true;
}

static struct fraction
lowest(struct fraction f)
{
    wide divisor = common_divisor(f.over, f.under);

    return (struct fraction){ f.over / divisor, f.under / divisor };
}

static bool
is_rate(const struct term *t)
{
    return t->unit == UNIT_RATE || t->unit == UNIT_TAX || t->unit == UNIT_SHARE;
}

/* A rate of thousandths of a percent is so many hundred thousandths. */
static struct fraction
term_value(const struct term *t)
{
    must(t->value >= 0);
    return lowest((struct fraction){
        (wide)t->value,
        is_rate(t) ? RATE_WHOLE : 1,
    });
}

static bool
times(struct fraction a, struct fraction b, struct fraction *out)
{
    if (!multiply(a.over, b.over, &out->over) || !multiply(a.under, b.under, &out->under))
        return false;
    *out = lowest(*out);
    return true;
}

/* Both brought to the same denominator. */
static bool
align(struct fraction a, struct fraction b, wide *left, wide *right, wide *under)
{
    return multiply(a.over, b.under, left) && multiply(b.over, a.under, right) &&
           multiply(a.under, b.under, under);
}

static bool
apply(const struct term *t, struct fraction *f)
{
    struct fraction v = term_value(t);
    wide left, right, under;

    switch (t->sign) {
    case SIGN_FIRST:
        *f = v;
        return true;
    case SIGN_TIMES:
        return times(*f, v, f);
    case SIGN_OVER:
        must(v.over);
        return times(*f, (struct fraction){ v.under, v.over }, f);
    case SIGN_PLUS:
        if (!align(*f, v, &left, &right, &under) || left > WIDEST - right)
            return false;
        *f = lowest((struct fraction){ left + right, under });
        return true;
    case SIGN_MINUS:
        if (!align(*f, v, &left, &right, &under) || left < right)
            return false;
        *f = lowest((struct fraction){ left - right, under });
        return true;
    case SIGN_AT_MOST:
        if (!align(*f, v, &left, &right, &under))
            return false;
        *f = left > right ? v : *f;
        return true;
    case SIGN_NONE:
        break;
    }
    must(false);
    return false;
}

static bool
round_off(struct step *s, struct fraction f)
{
    wide unit, pieces;

    s->cut = s->cut ? s->cut : 1;
    must(s->cut > 0);
    if (!multiply(f.under, (wide)s->cut, &unit))
        return false;
    pieces = f.over / unit + (s->up && f.over % unit ? 1 : 0);
    if (pieces > (wide)MOST_YEN / (wide)s->cut)
        return false;
    s->numerator = f.over;
    s->denominator = f.under;
    s->result.yen = (int64_t)pieces * s->cut;
    return true;
}

static bool
reckon(struct step *s)
{
    struct fraction f = { 0, 1 };

    for (const struct term *t = s->terms; t->sign; t++)
        if (!apply(t, &f))
            return false;
    return round_off(s, f);
}

bool
working_add(struct act *a, struct working *w, struct step step)
{
    must(w->count < WORKING_STEPS && step.terms[0].sign == SIGN_FIRST);
    if (!reckon(&step))
        return fail(a, FAULT_INVALID, NULL,
                    "「%s」が 0円から 999兆円までに収まりません。金額と日数を確かめます。",
                    step.label);
    w->steps[w->count++] = step;
    w->yen = step.result;
    return true;
}

/* --- showing --------------------------------------------------------------------------- */

/* Digits of a wide number, with a comma after every third when `grouped`. */
static void
put_wide(struct buffer *out, wide number, bool grouped)
{
    char digits[WIDE_DIGITS];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number);
    while (count) {
        buffer_char(out, digits[--count]);
        if (grouped && count && count % 3 == 0)
            buffer_char(out, ',');
    }
}

const char *
yen_digits(struct arena *arena, struct yen yen)
{
    struct buffer out = { .arena = arena };

    if (yen.yen < 0)
        buffer_text(&out, "−");
    put_wide(&out, yen.yen < 0 ? (wide)0 - (wide)yen.yen : (wide)yen.yen, true);
    return buffer_string(&out);
}

static void
put_term(struct buffer *out, struct arena *arena, const struct term *t)
{
    static const char *const signs[] = {
        [SIGN_FIRST] = "",    [SIGN_TIMES] = " × ",  [SIGN_OVER] = " ÷ ",
        [SIGN_PLUS] = " ＋ ", [SIGN_MINUS] = " － ", [SIGN_AT_MOST] = " と ",
    };
    static const char *const units[] = {
        [UNIT_YEN] = "円",  [UNIT_RATE] = "％",     [UNIT_TAX] = "％",   [UNIT_SHARE] = "",
        [UNIT_DAYS] = "日", [UNIT_MONTHS] = "か月", [UNIT_TIMES] = "回", [UNIT_PLAIN] = "",
    };

    buffer_text(out, signs[t->sign]);
    if (is_rate(t))
        buffer_text(out, rate_text(arena, (struct rate){ t->value }, t->unit == UNIT_RATE));
    else
        put_wide(out, (wide)t->value, true);
    buffer_text(out, units[t->unit]);
    if (t->sign == SIGN_AT_MOST)
        buffer_text(out, " の少ない方");
}

/* 9,041.0958…円（660,000/73円）, or 9,041.5円 when that is all of it. */
static void
put_exact(struct buffer *out, const struct step *s)
{
    wide rest = s->numerator % s->denominator;

    put_wide(out, s->numerator / s->denominator, true);
    for (int i = 0; i < SHOWN_DECIMALS && rest; i++) {
        if (i == 0)
            buffer_char(out, '.');
        /* The denominator is far below what would overflow here: it comes from rates and
           days, and round_off has multiplied it already. */
        rest *= 10;
        put_wide(out, rest / s->denominator, false);
        rest %= s->denominator;
    }
    buffer_text(out, rest ? "…円（" : "円");
    if (!rest)
        return;
    put_wide(out, s->numerator, true);
    buffer_char(out, '/');
    put_wide(out, s->denominator, true);
    buffer_text(out, "円）");
}

const char *
step_text(struct arena *arena, const struct step *s)
{
    struct buffer out = { .arena = arena };
    bool cut = s->numerator != (wide)s->result.yen || s->denominator != 1;

    for (const struct term *t = s->terms; t->sign; t++)
        put_term(&out, arena, t);
    if (s->terms[1].sign) {
        buffer_text(&out, " ＝ ");
        put_exact(&out, s);
    }
    if (cut || s->cut > 1)
        buffer_print(&out, " %s円未満%s → %s円", yen_digits(arena, (struct yen){ s->cut }),
                     s->up ? "切上げ" : "切捨て", yen_digits(arena, s->result));
    if (s->note)
        buffer_print(&out, "（%s）", s->note);
    return buffer_string(&out);
}

const char *
step_exact(struct arena *arena, const struct step *s)
{
    struct buffer out = { .arena = arena };

    put_wide(&out, s->numerator, false);
    if (s->denominator != 1) {
        buffer_char(&out, '/');
        put_wide(&out, s->denominator, false);
    }
    return buffer_string(&out);
}

const char *
working_text(struct arena *arena, const struct working *w)
{
    struct buffer out = { .arena = arena };

    for (size_t i = 0; i < w->count; i++)
        buffer_print(&out, "%s%s　%s", i ? "\n" : "", w->steps[i].label,
                     step_text(arena, &w->steps[i]));
    return buffer_string(&out);
}

void
working_json(struct arena *arena, struct buffer *out, const struct working *w)
{
    buffer_char(out, '[');
    for (size_t i = 0; i < w->count; i++) {
        const struct step *s = &w->steps[i];

        buffer_text(out, i ? ",{" : "{");
        json_key(out, "label", true);
        json_text(out, s->label);
        json_key(out, "text", false);
        json_text(out, step_text(arena, s));
        json_key(out, "exact", false);
        json_text(out, step_exact(arena, s));
        json_key(out, "cut", false);
        buffer_int(out, s->cut);
        json_key(out, "rounding", false);
        json_text(out, s->up ? "up" : "down");
        json_key(out, "yen", false);
        buffer_int(out, s->result.yen);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}
