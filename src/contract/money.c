#include "contract/money.h"

#include "base/arena.h"
#include "store/act.h"

enum { YEAR_DAYS = 365, MOST_COUNT = 100000000 };

static bool
within(struct act *a, const char *field, const char *label, int64_t value, int64_t least,
       int64_t most, const char *unit)
{
    return (value >= least && value <= most) ||
           fail(a, FAULT_INVALID, field, "%sは%lld%sから%s%sまでです。", label, (long long)least,
                unit, yen_digits(a->arena, (struct yen){ most }), unit);
}

static bool
is_amount(struct act *a, const char *field, const char *label, struct yen amount)
{
    return within(a, field, label, amount.yen, 0, MOST_YEN, "円");
}

static bool
is_days(struct act *a, int64_t days)
{
    return within(a, "days", "日数", days, 0, MOST_DAYS, "日");
}

static bool
is_rate(struct act *a, struct rate rate)
{
    return (rate.thousandths >= 0 && rate.thousandths <= RATE_WHOLE) ||
           fail(a, FAULT_INVALID, "rate", "率は 0から100までの％です。");
}

static bool
is_cut(struct act *a, const char *field, int64_t cut)
{
    return within(a, field, "切り捨てる単位", cut, 1, MOST_CUT, "円");
}

static struct term
first(struct yen yen)
{
    return (struct term){ SIGN_FIRST, yen.yen, UNIT_YEN };
}

static struct step
interest(const char *label, struct yen amount, struct rate rate, int64_t days, int64_t cut)
{
    return (struct step){ .label = label,
                          .terms = { first(amount),
                                     { SIGN_TIMES, rate.thousandths, UNIT_RATE },
                                     { SIGN_TIMES, days, UNIT_DAYS },
                                     { SIGN_OVER, YEAR_DAYS, UNIT_DAYS } },
                          .cut = cut };
}

bool
money_delay_interest(struct act *a, struct yen amount, int64_t days, struct rate rate,
                     int64_t drop_below, int64_t round_below, struct working *w)
{
    struct yen base = amount;

    if (!is_amount(a, "amount", "納めていない分の額", amount) || !is_days(a, days) ||
        !is_rate(a, rate) || !is_cut(a, "drop_below", drop_below) ||
        !is_cut(a, "round_below", round_below))
        return false;
    if (drop_below > 1) {
        if (!working_add(a, w,
                         (struct step){ .label = "計算の基礎",
                                        .terms = { first(amount) },
                                        .cut = drop_below }))
            return false;
        base = w->yen;
    }
    return working_add(a, w, interest("遅延利息", base, rate, days, round_below));
}

bool
money_late_interest(struct act *a, struct yen amount, int64_t days, struct rate rate,
                    int64_t round_below, struct working *w)
{
    return is_amount(a, "amount", "支払われていない額", amount) && is_days(a, days) &&
           is_rate(a, rate) && is_cut(a, "round_below", round_below) &&
           working_add(a, w, interest("支払遅延の利息", amount, rate, days, round_below));
}

bool
money_delay_daily(struct act *a, struct yen amount, int64_t days, struct working *w)
{
    return is_amount(a, "amount", "契約金額", amount) && is_days(a, days) &&
           working_add(a, w,
                       (struct step){ .label = "遅延損害金",
                                      .terms = { first(amount),
                                                 { SIGN_TIMES, days, UNIT_DAYS },
                                                 { SIGN_OVER, 1000, UNIT_PLAIN } } });
}

bool
money_penalty(struct act *a, struct yen amount, int64_t tenths, int64_t drop_below,
              struct working *w)
{
    if (!is_amount(a, "amount", "契約金額", amount) || !is_cut(a, "drop_below", drop_below))
        return false;
    if (tenths < 1 || tenths > 3)
        return fail(a, FAULT_INVALID, "tenths", "違約金は契約金額の10分の1、2、3のどれかです。");
    return working_add(a, w,
                       (struct step){ .label = "違約金",
                                      .terms = { first(amount),
                                                 { SIGN_TIMES, tenths, UNIT_PLAIN },
                                                 { SIGN_OVER, 10, UNIT_PLAIN } },
                                      .cut = drop_below });
}

bool
money_tax(struct act *a, struct yen amount, struct rate rate, struct working *w)
{
    return is_amount(a, "amount", "税抜きの額", amount) && is_rate(a, rate) &&
           working_add(a, w,
                       (struct step){ .label = "消費税及び地方消費税",
                                      .terms = { first(amount),
                                                 { SIGN_TIMES, rate.thousandths, UNIT_TAX } } });
}

bool
money_contained_tax(struct act *a, struct yen amount, struct rate rate, struct working *w)
{
    return is_amount(a, "amount", "税込みの額", amount) && is_rate(a, rate) &&
           working_add(a, w,
                       (struct step){
                           .label = "うち消費税及び地方消費税",
                           .terms = { first(amount),
                                      { SIGN_TIMES, rate.thousandths, UNIT_SHARE },
                                      { SIGN_OVER, RATE_WHOLE + rate.thousandths, UNIT_SHARE } } });
}

static struct step
award(const char *label, struct yen bid, struct rate tax)
{
    return (struct step){ .label = label,
                          .terms = { first(bid),
                                     { SIGN_TIMES, RATE_WHOLE + tax.thousandths, UNIT_SHARE },
                                     { SIGN_OVER, RATE_WHOLE, UNIT_SHARE } } };
}

bool
money_award(struct act *a, struct yen bid, struct rate tax, struct working *w)
{
    return is_amount(a, "bid", "入札金額", bid) && is_rate(a, tax) &&
           working_add(a, w, award("落札価格", bid, tax));
}

/* What the tender writes, × 100 ÷ 110 with fractions cut, may leave a yen: where that plus
   one still does not exceed what is wanted, that is the bid. It is never more than one. */
bool
money_bid(struct act *a, struct yen wanted, struct rate tax, struct working *w)
{
    struct yen bid;

    if (!is_amount(a, "wanted", "見積もった額", wanted) || !is_rate(a, tax) ||
        !working_add(
            a, w,
            (struct step){ .label = "入札金額",
                           .terms = { first(wanted),
                                      { SIGN_TIMES, RATE_WHOLE, UNIT_SHARE },
                                      { SIGN_OVER, RATE_WHOLE + tax.thousandths, UNIT_SHARE } } }))
        return false;
    bid = w->yen;
    bid.yen +=
        ((wide)bid.yen + 1) * (wide)(RATE_WHOLE + tax.thousandths) / RATE_WHOLE <= (wide)wanted.yen;
    return working_add(a, w, award("そのときの落札価格", bid, tax)) &&
           working_add(a, w,
                       (struct step){ .label = "書く金額",
                                      .terms = { first(bid) },
                                      .note = "落札価格が見積もった額を超えない最大の額" });
}

bool
money_bond(struct act *a, struct yen amount, struct rate share, struct working *w)
{
    return is_amount(a, "amount", "保証のもとになる額", amount) && is_rate(a, share) &&
           working_add(a, w,
                       (struct step){ .label = "保証金",
                                      .terms = { first(amount),
                                                 { SIGN_TIMES, share.thousandths, UNIT_SHARE },
                                                 { SIGN_OVER, RATE_WHOLE, UNIT_SHARE } },
                                      .up = true });
}

bool
money_damages(struct act *a, struct yen damage, struct yen amount, struct working *w)
{
    return is_amount(a, "damage", "損害の額", damage) &&
           is_amount(a, "amount", "契約金額", amount) &&
           working_add(
               a, w,
               (struct step){ .label = "損害賠償の額",
                              .terms = { first(damage), { SIGN_AT_MOST, amount.yen, UNIT_YEN } },
                              .note = "故意又は重大な過失のときは契約金額を限度としない" });
}

static bool
add_odd_part(struct act *a, int64_t others, struct yen amount, struct parts *out, struct working *w)
{
    const char *label = arena_print(a->arena, "端数を加える回（第%lld回）", (long long)out->odd);

    if (others && !working_add(a, w,
                               (struct step){ .label = "ほかの回の計",
                                              .terms = { first(out->each),
                                                         { SIGN_TIMES, others, UNIT_TIMES } } }))
        return false;
    if (!working_add(
            a, w,
            (struct step){
                .label = label,
                .terms = { first(amount), { SIGN_MINUS, others ? w->yen.yen : 0, UNIT_YEN } } }))
        return false;
    out->odd_part = w->yen;
    return true;
}

bool
money_parts(struct act *a, struct yen amount, int64_t count, int64_t odd, struct parts *out,
            struct working *w)
{
    if (!is_amount(a, "amount", "分ける額", amount) ||
        !within(a, "parts", "回数", count, 1, MOST_PARTS, "回") ||
        !within(a, "remainder", "端数を加える回", odd, 1, count, "回"))
        return false;
    *out = (struct parts){ .count = count, .odd = odd };
    if (!working_add(a, w,
                     (struct step){ .label = "1回の額",
                                    .terms = { first(amount), { SIGN_OVER, count, UNIT_TIMES } } }))
        return false;
    out->each = out->odd_part = w->yen;
    return out->each.yen * count == amount.yen || add_odd_part(a, count - 1, amount, out, w);
}

struct yen
parts_at(const struct parts *parts, int64_t n)
{
    return n == parts->odd ? parts->odd_part : parts->each;
}

/* --- unit prices ------------------------------------------------------------------------- */

static bool
is_bill(struct act *a, const struct unit_bill *b)
{
    return is_amount(a, "fixed", "年間の額", b->fixed) && is_amount(a, "unit", "単価", b->unit) &&
           is_amount(a, "preparation", "準備の額", b->preparation) &&
           within(a, "months", "月数", b->months, 1, MOST_PARTS, "か月") &&
           within(a, "preparation_months", "準備の月数", b->preparation_months,
                  b->preparation.yen > 0, MOST_PARTS, "か月") &&
           within(a, "count", "回数", b->count, 0, MOST_COUNT, "回") &&
           within(a, "nth", "何回目の請求か", b->nth, 1, b->preparation_months + b->months, "回");
}

/* The sum in so many parts, and a line that says which of them this bill has. */
static bool
add_part(struct act *a, const char *label, struct yen sum, int64_t months, int64_t nth,
         struct working *w)
{
    struct parts parts;

    if (!money_parts(a, sum, months, 1, &parts, w))
        return false;
    return working_add(
        a, w,
        (struct step){ .label = arena_print(a->arena, "%s（%lldか月の第%lld回）", label,
                                            (long long)months, (long long)nth),
                       .terms = { first(parts_at(&parts, nth)) } });
}

bool
money_unit_bill(struct act *a, const struct unit_bill *b, struct working *w)
{
    int64_t nth = b->nth - b->preparation_months;
    struct yen part;

    if (!is_bill(a, b))
        return false;
    if (nth < 1)
        return add_part(a, "準備", b->preparation, b->preparation_months, b->nth, w);
    if (!add_part(a, "定額", b->fixed, b->months, nth, w))
        return false;
    part = w->yen;
    return working_add(a, w,
                       (struct step){
                           .label = "単価分",
                           .terms = { first(b->unit), { SIGN_TIMES, b->count, UNIT_TIMES } } }) &&
           working_add(
               a, w,
               (struct step){ .label = "請求の額",
                              .terms = { first(part), { SIGN_PLUS, w->yen.yen, UNIT_YEN } } });
}

int64_t
money_days_late(struct date due, struct date until)
{
    return due.day && until.day > due.day ? until.day - due.day : 0;
}
