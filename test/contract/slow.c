#include "slow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "contract/money.h"
#include "store/act.h"

/* --- paper ------------------------------------------------------------------------------- */

struct paper
paper_of(int64_t number)
{
    struct paper out = { .count = 0 };

    for (; number > 0; number /= 10)
        out.digits[out.count++] = (unsigned char)(number % 10);
    return out;
}

static struct paper
trim(struct paper a)
{
    while (a.count && a.digits[a.count - 1] == 0)
        a.count--;
    return a;
}

struct paper
paper_plus(struct paper a, struct paper b)
{
    struct paper out = { .count = (a.count > b.count ? a.count : b.count) + 1 };
    int carry = 0;

    for (int i = 0; i < out.count; i++) {
        int sum = (i < a.count ? a.digits[i] : 0) + (i < b.count ? b.digits[i] : 0) + carry;

        out.digits[i] = (unsigned char)(sum % 10);
        carry = sum / 10;
    }
    return trim(out);
}

struct paper
paper_minus(struct paper a, struct paper b)
{
    struct paper out = a;
    int borrow = 0;

    for (int i = 0; i < a.count; i++) {
        int rest = a.digits[i] - (i < b.count ? b.digits[i] : 0) - borrow;

        borrow = rest < 0;
        out.digits[i] = (unsigned char)(rest + 10 * borrow);
    }
    return trim(out);
}

struct paper
paper_times(struct paper a, struct paper b)
{
    struct paper out = { .count = a.count + b.count };

    for (int i = 0; i < a.count; i++) {
        int carry = 0;

        for (int j = 0; j < b.count || carry; j++) {
            int sum = out.digits[i + j] + carry + (j < b.count ? a.digits[i] * b.digits[j] : 0);

            out.digits[i + j] = (unsigned char)(sum % 10);
            carry = sum / 10;
        }
    }
    return trim(out);
}

int
paper_compare(struct paper a, struct paper b)
{
    if (a.count != b.count)
        return a.count - b.count;
    for (int i = a.count; i-- > 0;)
        if (a.digits[i] != b.digits[i])
            return a.digits[i] - b.digits[i];
    return 0;
}

/* The next digit of the dividend comes down below what is left. */
static struct paper
bring_down(struct paper rest, unsigned char digit)
{
    memmove(rest.digits + 1, rest.digits, (size_t)rest.count);
    rest.digits[0] = digit;
    rest.count++;
    return trim(rest);
}

struct paper
paper_over(struct paper a, struct paper b, struct paper *rest)
{
    struct paper out = { .count = a.count };

    *rest = (struct paper){ .count = 0 };
    for (int i = a.count; i-- > 0;) {
        *rest = bring_down(*rest, a.digits[i]);
        while (paper_compare(*rest, b) >= 0) {
            *rest = paper_minus(*rest, b);
            out.digits[i]++;
        }
    }
    return trim(out);
}

static struct paper
below_goes(struct paper a, int64_t unit)
{
    struct paper rest;

    paper_over(a, paper_of(unit), &rest);
    return paper_minus(a, rest);
}

/* a × b ÷ c, fractions cut. */
static struct paper
share(struct paper a, struct paper b, int64_t c)
{
    struct paper rest;

    return paper_over(paper_times(a, b), paper_of(c), &rest);
}

/* --- drawing ------------------------------------------------------------------------------ */

struct draw {
    uint64_t *seed;
    struct act *a;
    struct working w;
    struct paper expected;
    bool done; /* by the functions under test */
    char inputs[160];
};

/* splitmix64, public domain by Sebastiano Vigna. */
static uint64_t
next(struct draw *d)
{
    uint64_t z = (*d->seed += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int64_t
upto(struct draw *d, int64_t most)
{
    return (int64_t)(next(d) % ((uint64_t)most + 1));
}

/* Any number of digits is as likely as any other, and round numbers come often. */
static int64_t
draw_yen(struct draw *d)
{
    int64_t most = 1, round = 1;

    for (int64_t i = upto(d, 14); i >= 0; i--)
        most *= 10;
    for (int64_t i = upto(d, 3) ? 0 : upto(d, 6); i > 0; i--)
        round *= 10;
    return upto(d, most - 1) / round * round;
}

static int64_t
draw_cut(struct draw *d)
{
    static const int64_t cuts[] = { 1, 10, 100, 1000, 7 };

    return cuts[upto(d, 4)];
}

/* As text for the one, as thousandths for the other. */
static struct rate
draw_rate(struct draw *d, struct paper *thousandths)
{
    static const char *const texts[] = { "3.0", "2.7", "10", "8", "5", "0", "100", "2.675" };
    char text[16];
    char digits[16];
    const char *why;
    struct rate out = { -1 };

    if (upto(d, 1))
        snprintf(text, sizeof text, "%s", texts[upto(d, 7)]);
    else
        snprintf(text, sizeof text, "%d.%03d", (int)upto(d, 99), (int)upto(d, 999));
    rate_parse(d->a->arena, text, &out, &why);
    /* On paper: the point goes three places to the right. */
    snprintf(digits, sizeof digits, "%.*s%-3s", (int)strcspn(text, "."), text,
             strchr(text, '.') ? strchr(text, '.') + 1 : "");
    thousandths->count = 0;
    for (size_t i = strlen(digits); i-- > 0;)
        thousandths->digits[thousandths->count++] =
            (unsigned char)(digits[i] == ' ' ? 0 : digits[i] - '0');
    *thousandths = trim(*thousandths);
    return out;
}

/* --- each rule ----------------------------------------------------------------------------- */

static void
draw_delay_interest(struct draw *d)
{
    int64_t amount = draw_yen(d), days = upto(d, upto(d, 9) ? 400 : MOST_DAYS);
    int64_t drop = draw_cut(d), round = draw_cut(d);
    struct paper rate, base = below_goes(paper_of(amount), drop);
    struct rate r = draw_rate(d, &rate);

    d->expected = below_goes(share(paper_times(base, rate), paper_of(days), 36500000), round);
    d->done = money_delay_interest(d->a, (struct yen){ amount }, days, r, drop, round, &d->w);
    snprintf(d->inputs, sizeof d->inputs,
             "delay %" PRId64 " %" PRId64 "d %" PRId64 " %" PRId64 " %" PRId64, amount, days,
             r.thousandths, drop, round);
}

static void
draw_late_interest(struct draw *d)
{
    int64_t amount = draw_yen(d), days = upto(d, 400), round = draw_cut(d);
    struct paper rate;
    struct rate r = draw_rate(d, &rate);

    d->expected =
        below_goes(share(paper_times(paper_of(days), rate), paper_of(amount), 36500000), round);
    d->done = money_late_interest(d->a, (struct yen){ amount }, days, r, round, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "late %" PRId64 " %" PRId64 "d %" PRId64 " %" PRId64,
             amount, days, r.thousandths, round);
}

static void
draw_daily(struct draw *d)
{
    int64_t amount = draw_yen(d), days = upto(d, 2000);

    d->expected = share(paper_of(amount), paper_of(days), 1000);
    d->done = money_delay_daily(d->a, (struct yen){ amount }, days, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "daily %" PRId64 " %" PRId64, amount, days);
}

static void
draw_penalty(struct draw *d)
{
    int64_t amount = draw_yen(d), tenths = 1 + upto(d, 2), drop = draw_cut(d);

    d->expected = below_goes(share(paper_of(amount), paper_of(tenths), 10), drop);
    d->done = money_penalty(d->a, (struct yen){ amount }, tenths, drop, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "penalty %" PRId64 " %" PRId64 " %" PRId64, amount,
             tenths, drop);
}

static struct paper
on_top(struct paper rate)
{
    return paper_plus(paper_of(100000), rate);
}

static void
draw_tax(struct draw *d)
{
    int64_t amount = draw_yen(d), kind = upto(d, 2);
    struct paper rate, rest;
    struct rate r = draw_rate(d, &rate);
    struct yen yen = { amount };

    if (kind == 0) {
        d->expected = share(rate, paper_of(amount), 100000);
        d->done = money_tax(d->a, yen, r, &d->w);
    } else if (kind == 1) {
        d->expected = paper_over(paper_times(paper_of(amount), rate), on_top(rate), &rest);
        d->done = money_contained_tax(d->a, yen, r, &d->w);
    } else {
        d->expected = share(paper_of(amount), on_top(rate), 100000);
        d->done = money_award(d->a, yen, r, &d->w);
    }
    snprintf(d->inputs, sizeof d->inputs, "tax %" PRId64 ": %" PRId64 " %" PRId64, kind, amount,
             r.thousandths);
}

/* The largest bid is looked for from below. */
static void
draw_bid(struct draw *d)
{
    int64_t wanted = draw_yen(d);
    struct paper rate, rest, bid, one = paper_of(1), more;
    struct rate r = draw_rate(d, &rate);

    bid = paper_over(paper_times(paper_of(wanted), paper_of(100000)), on_top(rate), &rest);
    for (int i = 0; i < 3 && bid.count; i++)
        bid = paper_minus(bid, one);
    while (more = paper_plus(bid, one),
           paper_compare(share(more, on_top(rate), 100000), paper_of(wanted)) <= 0)
        bid = more;
    d->expected = bid;
    d->done = money_bid(d->a, (struct yen){ wanted }, r, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "bid %" PRId64 " %" PRId64, wanted, r.thousandths);
}

static void
draw_bond(struct draw *d)
{
    int64_t amount = draw_yen(d);
    struct paper rate, rest;
    struct rate r = draw_rate(d, &rate);

    d->expected = paper_over(paper_times(paper_of(amount), rate), paper_of(100000), &rest);
    if (rest.count)
        d->expected = paper_plus(d->expected, paper_of(1));
    d->done = money_bond(d->a, (struct yen){ amount }, r, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "bond %" PRId64 " %" PRId64, amount, r.thousandths);
}

static void
draw_damages(struct draw *d)
{
    int64_t damage = draw_yen(d), amount = draw_yen(d);

    d->expected =
        paper_compare(paper_of(damage), paper_of(amount)) < 0 ? paper_of(damage) : paper_of(amount);
    d->done = money_damages(d->a, (struct yen){ damage }, (struct yen){ amount }, &d->w);
    snprintf(d->inputs, sizeof d->inputs, "damages %" PRId64 " %" PRId64, damage, amount);
}

/* What is left when every other part was taken away. */
static struct paper
odd_part(int64_t amount, int64_t count)
{
    struct paper left = paper_of(amount), rest;
    struct paper each = paper_over(left, paper_of(count), &rest);

    for (int64_t i = 1; i < count; i++)
        left = paper_minus(left, each);
    return left;
}

static void
draw_parts(struct draw *d)
{
    int64_t amount = draw_yen(d), count = 1 + upto(d, upto(d, 99) ? 11 : MOST_PARTS - 1);
    int64_t odd = 1 + upto(d, count - 1), nth = 1 + upto(d, count - 1);
    struct paper rest;
    struct parts parts = { 0 };

    d->expected =
        nth == odd ? odd_part(amount, count) : paper_over(paper_of(amount), paper_of(count), &rest);
    d->done = money_parts(d->a, (struct yen){ amount }, count, odd, &parts, &d->w);
    d->w.yen = parts_at(&parts, nth);
    snprintf(d->inputs, sizeof d->inputs, "parts %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
             amount, count, odd, nth);
}

static void
draw_bill(struct draw *d)
{
    struct unit_bill b = { .fixed = { draw_yen(d) },
                           .months = 1 + upto(d, 11),
                           .unit = { draw_yen(d) / 1000 },
                           .count = upto(d, 200),
                           .preparation = { draw_yen(d) },
                           .preparation_months = 1 + upto(d, 3) };
    struct paper rest;
    int64_t nth;

    b.nth = 1 + upto(d, b.months + b.preparation_months - 1);
    nth = b.nth - b.preparation_months;
    if (nth == 1)
        d->expected = odd_part(b.fixed.yen, b.months);
    else if (nth > 1)
        d->expected = paper_over(paper_of(b.fixed.yen), paper_of(b.months), &rest);
    else if (b.nth == 1)
        d->expected = odd_part(b.preparation.yen, b.preparation_months);
    else
        d->expected =
            paper_over(paper_of(b.preparation.yen), paper_of(b.preparation_months), &rest);
    for (int64_t i = 0; nth > 0 && i < b.count; i++)
        d->expected = paper_plus(d->expected, paper_of(b.unit.yen));
    d->done = money_unit_bill(d->a, &b, &d->w);
    snprintf(
        d->inputs, sizeof d->inputs,
        "bill %" PRId64 "/%" PRId64 " %" PRId64 "x%" PRId64 " %" PRId64 "/%" PRId64 " nth %" PRId64,
        b.fixed.yen, b.months, b.unit.yen, b.count, b.preparation.yen, b.preparation_months, b.nth);
}

/* --- comparing ------------------------------------------------------------------------------ */

static void
write_paper(struct paper a, char out[64])
{
    int at = 0;

    for (int i = a.count; i-- > 0;)
        out[at++] = (char)('0' + a.digits[i]);
    if (!a.count)
        out[at++] = '0';
    out[at] = '\0';
}

bool
slow_agrees(struct act *a, uint64_t *seed, char *why, size_t size)
{
    static void (*const rules[])(struct draw *) = {
        draw_delay_interest, draw_late_interest, draw_daily, draw_penalty, draw_tax, draw_bid,
        draw_bond,           draw_damages,       draw_parts, draw_bill,
    };
    struct draw d = { .seed = seed, .a = a };
    size_t faults = a->fault_count;
    char expected[64];

    rules[next(&d) % (sizeof rules / sizeof *rules)](&d);
    act_forgive(a, faults);
    write_paper(d.expected, expected);
    /* More than MOST_YEN is refused, and nothing else is. */
    if (d.done ? paper_compare(d.expected, paper_of(d.w.yen.yen)) == 0 : strlen(expected) > 15)
        return true;
    snprintf(why, size, "%s: %s %" PRId64 ", on paper %s", d.inputs, d.done ? "gave" : "refused,",
             d.w.yen.yen, expected);
    return false;
}
