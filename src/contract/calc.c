#include "contract/calc.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/wareki.h"
#include "contract/calc_input.h"
#include "contract/money.h"
#include "ledger/names.h"
#include "store/act.h"

enum { TENTH = 10000, BID_BOND = 5000, CONTRACT_BOND = 10000 };

/* One calculation on its way. */
struct calc {
    const struct arguments *given;
    struct working w;
    struct parts parts;
    struct date from; /* first month of instalments, none: they are only counted */
    int64_t every;    /* months from one to the next */
    struct rate_fact fact;
};

struct calc_kind {
    const char *name;
    const char *takes; /* options, space between */
    bool (*run)(struct act *a, struct calc *c);
    void (*show)(struct act *a, const struct calc *c, struct buffer *out); /* NULL: the working */
    void (*json)(struct act *a, const struct calc *c, struct buffer *out);
};

/* --- the rules --------------------------------------------------------------------------- */

static bool
run_delay_interest(struct act *a, struct calc *c)
{
    struct yen amount;
    struct rate rate;
    int64_t days, drop, round;

    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_number(a, c->given, "days", NO_NUMBER, &days) &&
           calc_rate(a, c->given, "rate", NO_NUMBER, &rate) &&
           calc_number(a, c->given, "drop-below", 1, &drop) &&
           calc_number(a, c->given, "round-below", 1, &round) &&
           money_delay_interest(a, amount, days, rate, drop, round, &c->w);
}

static bool
run_delay_daily(struct act *a, struct calc *c)
{
    struct yen amount;
    int64_t days;

    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_number(a, c->given, "days", NO_NUMBER, &days) &&
           money_delay_daily(a, amount, days, &c->w);
}

static bool
run_late_interest(struct act *a, struct calc *c)
{
    struct yen amount;
    struct rate rate;
    int64_t days, round;

    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_number(a, c->given, "days", NO_NUMBER, &days) &&
           calc_late_rate(a, c->given, &rate) &&
           calc_number(a, c->given, "round-below", 1, &round) &&
           money_late_interest(a, amount, days, rate, round, &c->w);
}

static bool
run_penalty(struct act *a, struct calc *c)
{
    const char *kind = argument(c->given, "kind") ? argument(c->given, "kind") : "termination";
    bool rigging = strcmp(kind, "rigging") == 0;
    struct yen amount;
    int64_t tenths, drop;

    if (!rigging && strcmp(kind, "termination") != 0)
        return fail(a, FAULT_MALFORMED, "kind",
                    "--kind は termination（解除）か rigging（談合）と書いてください。");
    if (!rigging && argument(c->given, "tenths"))
        return fail(a, FAULT_MALFORMED, "tenths", "--tenths は --kind rigging のときに書きます。");
    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_number(a, c->given, "tenths", rigging ? NO_NUMBER : 1, &tenths) &&
           calc_number(a, c->given, "drop-below", 1, &drop) &&
           money_penalty(a, amount, tenths, drop, &c->w);
}

static bool
run_tax(struct act *a, struct calc *c)
{
    struct yen amount;
    struct rate rate;

    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_tax_rate(a, c->given, &rate) && money_tax(a, amount, rate, &c->w);
}

static bool
run_contained_tax(struct act *a, struct calc *c)
{
    struct yen amount;
    struct rate rate;

    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_tax_rate(a, c->given, &rate) && money_contained_tax(a, amount, rate, &c->w);
}

static bool
run_award(struct act *a, struct calc *c)
{
    struct yen bid;
    struct rate rate;

    return calc_yen(a, c->given, "bid", NO_NUMBER, &bid) &&
           calc_rate(a, c->given, "rate", TENTH, &rate) && money_award(a, bid, rate, &c->w);
}

static bool
run_bid(struct act *a, struct calc *c)
{
    struct yen wanted;
    struct rate rate;

    return calc_yen(a, c->given, "wanted", NO_NUMBER, &wanted) &&
           calc_rate(a, c->given, "rate", TENTH, &rate) && money_bid(a, wanted, rate, &c->w);
}

static bool
run_bond(struct act *a, struct calc *c)
{
    const char *kind = argument(c->given, "kind") ? argument(c->given, "kind") : "";
    bool bid = strcmp(kind, "bid") == 0;
    struct yen amount;
    struct rate rate;

    if (!bid && strcmp(kind, "contract") != 0)
        return fail(a, FAULT_MALFORMED, "kind",
                    "--kind は bid（入札保証金）か contract（契約保証金）と書いてください。");
    return calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           calc_rate(a, c->given, "rate", bid ? BID_BOND : CONTRACT_BOND, &rate) &&
           money_bond(a, amount, rate, &c->w);
}

static bool
run_damages(struct act *a, struct calc *c)
{
    struct yen damage, amount;

    return calc_yen(a, c->given, "damage", NO_NUMBER, &damage) &&
           calc_yen(a, c->given, "amount", NO_NUMBER, &amount) &&
           money_damages(a, damage, amount, &c->w);
}

static bool
run_unit_price(struct act *a, struct calc *c)
{
    struct unit_bill b = { 0 };

    return calc_yen(a, c->given, "fixed", NO_NUMBER, &b.fixed) &&
           calc_number(a, c->given, "months", NO_NUMBER, &b.months) &&
           calc_yen(a, c->given, "unit", 0, &b.unit) &&
           calc_number(a, c->given, "count", 0, &b.count) &&
           calc_number(a, c->given, "nth", 1, &b.nth) &&
           calc_yen(a, c->given, "preparation", 0, &b.preparation) &&
           calc_number(a, c->given, "preparation-months", 0, &b.preparation_months) &&
           money_unit_bill(a, &b, &c->w);
}

/* --- instalments --------------------------------------------------------------------------- */

static struct date
part_month(const struct calc *c, int64_t n)
{
    return date_add_months(c->from, (int)((n - 1) * c->every));
}

/* Which part takes the remainder: first, last, or that of a month. */
static bool
read_remainder(struct act *a, const struct calc *c, int64_t count, int64_t *odd)
{
    const char *text = argument(c->given, "remainder");
    struct date month;

    *odd = 1;
    if (!text || strcmp(text, "first") == 0)
        return true;
    *odd = count;
    if (strcmp(text, "last") == 0)
        return true;
    if (!c->from.day)
        return fail(a, FAULT_MALFORMED, "remainder",
                    "--remainder は first か last と書いてください。月で書くときは --from も"
                    "要ります。");
    if (!calc_month(a, "remainder", text, &month))
        return false;
    for (*odd = 1; *odd <= count; ++*odd)
        if (part_month(c, *odd).day == month.day)
            return true;
    return fail(a, FAULT_MALFORMED, "remainder", "--remainder の %s は、支払の月にありません。",
                text);
}

static bool
run_instalments(struct act *a, struct calc *c)
{
    const char *from = argument(c->given, "from");
    const char *counted = argument(c->given, "parts") ? "parts" : "months";
    struct yen amount;
    int64_t count, odd;

    if (argument(c->given, "parts") && argument(c->given, "months"))
        return fail(a, FAULT_MALFORMED, "parts",
                    "--parts と --months は、どちらか一つを書きます。");
    if (!calc_yen(a, c->given, "amount", NO_NUMBER, &amount) ||
        !calc_number(a, c->given, counted, NO_NUMBER, &count) ||
        !calc_number(a, c->given, "every", 1, &c->every) ||
        (from && !calc_month(a, "from", from, &c->from)))
        return false;
    if (count < 1 || count > MOST_PARTS || c->every < 1 || c->every > 12)
        return fail(a, FAULT_MALFORMED, counted, "回数は 1から%dまで、--every は 1から12までです。",
                    MOST_PARTS);
    return read_remainder(a, c, count, &odd) &&
           money_parts(a, amount, count, odd, &c->parts, &c->w);
}

static const char *
month_text(struct act *a, struct date month)
{
    struct day day = date_take(month);

    return arena_print(a->arena, "%04d-%02d", day.year, day.month);
}

static struct yen
parts_total(const struct parts *p)
{
    return (struct yen){ p->each.yen * (p->count - 1) + p->odd_part.yen };
}

static void
show_instalments(struct act *a, const struct calc *c, struct buffer *out)
{
    buffer_print(out, "%s\n", working_text(a->arena, &c->w));
    for (int64_t n = 1; n <= c->parts.count; n++)
        buffer_print(out, "第%lld回%s%s　%s円\n", (long long)n, c->from.day ? "　" : "",
                     c->from.day ? month_text(a, part_month(c, n)) : "",
                     yen_digits(a->arena, parts_at(&c->parts, n)));
    buffer_print(out, "計　%s円\n", yen_digits(a->arena, parts_total(&c->parts)));
}

static void
json_instalments(struct act *a, const struct calc *c, struct buffer *out)
{
    buffer_print(out, "{\"yen\":%lld,\"parts\":[", (long long)parts_total(&c->parts).yen);
    for (int64_t n = 1; n <= c->parts.count; n++) {
        buffer_print(out, "%s{\"part\":%lld,\"month\":", n > 1 ? "," : "", (long long)n);
        json_text(out, c->from.day ? month_text(a, part_month(c, n)) : NULL);
        buffer_print(out, ",\"yen\":%lld}", (long long)parts_at(&c->parts, n).yen);
    }
    buffer_text(out, "],\"steps\":");
    working_json(a->arena, out, &c->w);
    buffer_text(out, "}\n");
}

/* --- tables -------------------------------------------------------------------------------- */

static bool
read_fact(struct act *a, struct calc *c,
          bool (*on)(struct arena *, struct date, struct rate_fact *))
{
    struct date date;

    return calc_date(a, c->given, "date", &date) &&
           (on(a->arena, date, &c->fact) ||
            fail(a, FAULT_MALFORMED, "date", "--date の日の率は、表にありません。"));
}

static bool
run_tax_rate(struct act *a, struct calc *c)
{
    return read_fact(a, c, tax_rate_on);
}

static bool
run_late_rate(struct act *a, struct calc *c)
{
    return read_fact(a, c, late_rate_on);
}

static void
show_fact(struct act *a, const struct calc *c, struct buffer *out)
{
    buffer_print(out, "%s％　%sから　%s\n", rate_text(a->arena, c->fact.rate, true),
                 wareki_print(a->arena, c->fact.from, WAREKI_PLAIN), c->fact.source);
    if (!c->fact.verified)
        buffer_text(out, "この率は告示で確かめていません。契約書と官報で確かめてください。\n");
}

static void
json_fact(struct act *a, const struct calc *c, struct buffer *out)
{
    char from[DATE_TEXT];

    date_print(c->fact.from, from);
    buffer_print(out, "{\"rate\":\"%s\",\"from\":\"%s\",\"verified\":%s,\"source\":",
                 rate_text(a->arena, c->fact.rate, true), from,
                 c->fact.verified ? "true" : "false");
    json_text(out, c->fact.source);
    buffer_text(out, "}\n");
}

/* --- the command --------------------------------------------------------------------------- */

static void
show_working(struct act *a, const struct calc *c, struct buffer *out)
{
    buffer_print(out, "%s\n答え　%s円\n", working_text(a->arena, &c->w),
                 yen_digits(a->arena, c->w.yen));
}

static void
json_working(struct act *a, const struct calc *c, struct buffer *out)
{
    buffer_print(out, "{\"yen\":%lld,\"steps\":", (long long)c->w.yen.yen);
    working_json(a->arena, out, &c->w);
    buffer_text(out, "}\n");
}

static const struct calc_kind kinds[] = {
    { "delay-interest", "amount days rate drop-below round-below", run_delay_interest },
    { "delay-daily", "amount days", run_delay_daily },
    { "late-interest", "amount days rate signed round-below", run_late_interest },
    { "penalty", "amount kind tenths drop-below", run_penalty },
    { "tax", "amount rate date", run_tax },
    { "contained-tax", "amount rate date", run_contained_tax },
    { "instalments", "amount parts from months every remainder", run_instalments, show_instalments,
      json_instalments },
    { "unit-price", "fixed months unit count nth preparation preparation-months", run_unit_price },
    { "award-price", "bid rate", run_award },
    { "bid-price", "wanted rate", run_bid },
    { "bond", "kind amount rate", run_bond },
    { "damages", "damage amount", run_damages },
    { "tax-rate", "date", run_tax_rate, show_fact, json_fact },
    { "late-rate", "date", run_late_rate, show_fact, json_fact },
    { 0 },
};

static const struct calc_kind *
find_kind(const char *name)
{
    for (const struct calc_kind *it = kinds; it->name; it++)
        if (strcmp(it->name, name) == 0)
            return it;
    return NULL;
}

static const struct command_option options[] = {
    { "amount", "YEN", "もとになる額（契約金額、納めていない分、支払われていない額）" },
    { "days", "N", "期限の翌日から、納めた日・支払った日までの日数" },
    { "rate", "PERCENT", "年の率または税率（3.0、10 など。小数は3桁まで）" },
    { "signed", "DATE", "契約を結んだ日。--rate の代わりに、その日の告示の率で計算する" },
    { "date", "DATE", "税率または告示の率を引く日" },
    { "drop-below", "YEN", "この額に満たない分を切り捨てる（penalty は結果、ほかは計算の基礎）" },
    { "round-below", "YEN", "結果の、この額に満たない分を切り捨てる（省略すると 1）" },
    { "kind", "WORD", "penalty は termination|rigging、bond は bid|contract" },
    { "tenths", "1|2|3", "談合の違約金が契約金額の10分のいくつか" },
    { "parts", "N", "何回に分けるか" },
    { "from", "YYYY-MM", "最初の月" },
    { "months", "N", "月数" },
    { "every", "N", "何か月ごとに払うか（省略すると 1）" },
    { "remainder", "first|last|YYYY-MM", "端数を加える回（省略すると first）" },
    { "fixed", "YEN", "年間の定額" },
    { "unit", "YEN", "単価" },
    { "count", "N", "その月の回数" },
    { "nth", "K", "何回目の請求か。準備の月から数える（省略すると 1）" },
    { "preparation", "YEN", "準備の額" },
    { "preparation-months", "N", "準備の月数" },
    { "bid", "YEN", "入札書に書いた額" },
    { "wanted", "YEN", "見積もった額（税込み）" },
    { "damage", "YEN", "損害の額" },
    { 0 },
};

static bool
takes_all(struct act *a, const struct calc_kind *kind, const struct arguments *given)
{
    for (size_t i = 0; i < given->options.count; i++) {
        const char *name = given->options.items[i].name;
        bool ours = false;

        for (const struct command_option *o = options; o->name; o++)
            ours = ours || strcmp(o->name, name) == 0;
        if (ours && !names_have(kind->takes, name))
            return fail(a, FAULT_MALFORMED, name, "--%s は %s では使いません。", name, kind->name);
    }
    return true;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const struct calc_kind *kind = find_kind(arguments->operands[0]);
    struct calc c = { .given = arguments };

    if (!kind) {
        fail(a, FAULT_MALFORMED, NULL,
             "「%s」という計算はありません。tasuki calc --help で一覧を出せます。",
             arguments->operands[0]);
        return 2;
    }
    if (!takes_all(a, kind, arguments) || !kind->run(a, &c))
        return 2;
    if (arguments->json)
        (kind->json ? kind->json : json_working)(a, &c, arguments->out);
    else
        (kind->show ? kind->show : show_working)(a, &c, arguments->out);
    return 0;
}

static const char help[] =
    "契約の額を、計算の過程とともに出します。データフォルダーは要りません。\n"
    "1円未満は切り捨てます。年の率は、うるう年も365日で割ります。\n\n"
    "  delay-interest  受託者の履行遅滞の利息（額 × 率 × 日数 ÷ 365）\n"
    "  delay-daily     受託者の履行遅滞の損害金（1日につき契約金額の1,000分の1）\n"
    "  late-interest   発注者の支払遅延の利息\n"
    "  penalty         解除または談合の違約金（契約金額の10分の1から10分の3）\n"
    "  tax             税抜きの額にかかる消費税\n"
    "  contained-tax   税込みの額に含まれる消費税\n"
    "  instalments     等分の支払。端数は一つの回に加える\n"
    "  unit-price      単価契約の1回の請求（定額 ÷ 月数 ＋ 単価 × 回数。準備の月が先）\n"
    "  award-price     入札金額から落札価格\n"
    "  bid-price       見積もった額から入札書に書く額\n"
    "  bond            保証金（入札は100分の5、契約は100分の10。切上げ）\n"
    "  damages         契約金額を限度とする損害賠償の額\n"
    "  tax-rate        その日の消費税率\n"
    "  late-rate       その日に結んだ契約の、支払遅延の利息の率（財務省告示）\n\n"
    "例: tasuki calc delay-interest --amount 5500000 --days 20 --rate 3.0 \\\n"
    "        --drop-below 1000 --round-below 100\n"
    "    tasuki calc instalments --amount 10000000 --from 2026-07 --months 9 --json";

const struct command calc_command = {
    .name = "calc",
    .usage = "KIND [--amount YEN …]",
    .title = "契約の額を、計算の過程とともに出す",
    .help = help,
    .options = options,
    .need = NEED_NOTHING,
    .least = 1,
    .most = 1,
    .run = run,
};
