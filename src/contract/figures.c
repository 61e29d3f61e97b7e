#include "contract/figures.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/query.h"
#include "web/view_count.h"

enum { SOON = 30, BAR_WIDTH = 11, BAR_STEP = 13 };

/* The months that are looked at, the present one last, and its end for a fair comparison. */
struct months {
    struct date begins[FIGURE_MONTHS + 1];
    struct instant now;
};

/* What a month had: how many, and how many of them were good. */
struct tally {
    int64_t part;
    int64_t number;
    int64_t good;
};
struct tally_list {
    struct tally *rows;
    size_t count;
};

struct making {
    int64_t contract;
    struct months months;
    const struct coverage *coverage;
    const struct due_items *dues;
    struct terms *terms;
    struct desk_figures *out;
};

static struct months
months_until(struct instant now)
{
    struct months m = { .now = now };
    struct day day = date_take(instant_date(now));
    struct date first = { 0 };

    date_make(day.year, day.month, 1, &first);
    for (int i = 0; i <= FIGURE_MONTHS; i++)
        m.begins[i] = date_add_months(first, i - FIGURE_MONTHS + 1);
    return m;
}

/* Every record of the contract, not only his own. */
static bool
sees_all(struct act *a, const struct ledger *l, int64_t contract)
{
    struct record record = { .contract = contract };

    return access_may(a, l, DEED_READ, &record);
}

static const struct ledger *
ledger_seen(struct act *a, const char *name, int64_t contract)
{
    const struct ledger *l = ledger_find(name);

    return l && l->path && sees_all(a, l, contract) ? l : NULL;
}

/* The number of a column's month, newest first so that the first comparison that holds wins. */
static void
month_of(struct sql *s, const struct months *m, const struct field *f)
{
    SQL(s, "CASE");
    for (int i = FIGURE_MONTHS - 1; i >= 0; i--) {
        SQL(s, " WHEN ");
        sql_column(s, "t", f->name);
        SQL(s, " >= ");
        if (f->type == FIELD_TIME)
            sql_value(s, bind_instant("begin", instant_make(m->begins[i], 0)));
        else
            sql_value(s, bind_date("begin", m->begins[i]));
        SQL(s, " THEN ");
        sql_value(s, bind_int("part", i));
    }
    SQL(s, " ELSE -1 END AS part");
}

static void
within_contract(struct sql *s, const struct months *m, const struct field *f, int64_t contract)
{
    SQL(s, " WHERE t.removed_at IS NULL AND t.contract = ");
    sql_value(s, bind_int("contract", contract));
    SQL(s, " AND ");
    sql_column(s, "t", f->name);
    SQL(s, " >= ");
    if (f->type == FIELD_TIME)
        sql_value(s, bind_instant("since", instant_make(m->begins[0], 0)));
    else
        sql_value(s, bind_date("since", m->begins[0]));
}

#define TALLY_COLUMNS                                                                              \
    COLUMNS(COLUMN(struct tally, part), COLUMN(struct tally, number), COLUMN(struct tally, good))

static bool
read_tally(struct act *a, struct sql *s, struct tally out[FIGURE_MONTHS], bool *any)
{
    struct tally_list list;

    memset(out, 0, FIGURE_MONTHS * sizeof *out);
    *any = false;
    if (!sql_rows(a, s, TALLY_COLUMNS, sizeof(struct tally), &list.rows, &list.count))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (list.rows[i].part >= 0 && list.rows[i].part < FIGURE_MONTHS) {
            out[list.rows[i].part] = list.rows[i];
            *any = true;
        }
    return true;
}

/* The month before, up to the same day and hour. */
struct stretch {
    struct instant from;
    struct instant until;
};

static struct stretch
month_before(const struct months *m)
{
    struct instant begin = instant_make(m->begins[FIGURE_MONTHS - 1], 0);
    struct instant before = instant_make(m->begins[FIGURE_MONTHS - 2], 0);
    struct instant until = { before.us + (m->now.us - begin.us) };

    return (struct stretch){ before, until.us < begin.us ? until : begin };
}

/* Every scan reads all of the contract's records, so the comparison comes along as `good`. */
static bool
count_by_month(struct act *a, const struct making *m, const struct ledger *l, const struct field *f,
               const char *kind, struct tally out[FIGURE_MONTHS], bool *any)
{
    struct stretch before = month_before(&m->months);
    struct sql *s = sql_new(a, "figures.count");

    SQL(s, "SELECT ");
    month_of(s, &m->months, f);
    SQL(s, ", COUNT(*) AS number, SUM(CASE WHEN ");
    sql_column(s, "t", f->name);
    SQL(s, " >= ");
    sql_value(s, bind_instant("from", before.from));
    SQL(s, " AND ");
    sql_column(s, "t", f->name);
    SQL(s, " <= ");
    sql_value(s, bind_instant("until", before.until));
    SQL(s, " THEN 1 ELSE 0 END) AS good FROM ");
    sql_name(s, l->name);
    SQL(s, " t");
    within_contract(s, &m->months, f, m->contract);
    if (kind) {
        SQL(s, " AND t.kind = ");
        sql_value(s, bind_text("kind", kind));
    }
    SQL(s, " GROUP BY 1");
    return read_tally(a, s, out, any);
}

/* --- drawing ---------------------------------------------------------------------- */

static void
draw_bars(const struct tally months[FIGURE_MONTHS], struct desk_figure *f)
{
    int64_t most = 1;

    for (int i = 0; i < FIGURE_MONTHS; i++)
        most = months[i].number > most ? months[i].number : most;
    for (int i = 0; i < FIGURE_MONTHS; i++) {
        int height = (int)(months[i].number * FIGURE_HEIGHT / most);

        height = height ? height : 1;
        f->bars[f->bar_count++] = (struct figure_bar){ i * BAR_STEP, FIGURE_HEIGHT - height,
                                                       BAR_WIDTH, height, i == FIGURE_MONTHS - 1 };
    }
}

static int
share_of(const struct tally *t)
{
    return t->number ? (int)(t->good * 100 / t->number) : 0;
}

/* Shares from 50 to 100 per cent fill the height; what is lower lies on the ground. */
static int
height_of(int share)
{
    int y = FIGURE_HEIGHT - (share - 50) * FIGURE_HEIGHT / 50;

    return y > FIGURE_HEIGHT ? FIGURE_HEIGHT : y;
}

static void
draw_line(struct act *a, const struct tally months[FIGURE_MONTHS], int64_t goal,
          struct desk_figure *f)
{
    struct buffer out = { .arena = a->arena };
    size_t points = 0;

    for (int i = 0; i < FIGURE_MONTHS; i++)
        if (months[i].number) {
            buffer_print(&out, "%s%d,%d", points ? " " : "", i * BAR_STEP + BAR_WIDTH / 2,
                         height_of(share_of(&months[i])));
            points++;
        }
    f->line = points > 1 ? buffer_string(&out) : NULL;
    f->goal = goal == NO_NUMBER ? -1 : height_of((int)goal);
}

/* --- one figure each ---------------------------------------------------------------- */

static struct desk_figure *
next_figure(struct making *m, const char *title)
{
    struct desk_figure *f = &m->out->rows[m->out->count++];

    *f =
        (struct desk_figure){ .title = title, .number = "0", .unit = "件", .note = "", .goal = -1 };
    return f;
}

static const char *
month_address(struct act *a, const struct making *m, const struct ledger *l, const char *field)
{
    char iso[DATE_TEXT];

    date_print(m->months.begins[FIGURE_MONTHS - 1], iso);
    return arena_print(a->arena, "%s?contract=%lld&%s.ge=%s&sort=-%s", l->path,
                       (long long)m->contract, field, iso, field);
}

static bool
received(struct act *a, struct making *m)
{
    const struct ledger *l = ledger_seen(a, "inquiry", m->contract);
    const struct field *f = l ? list_field(l, "received_at") : NULL;
    struct tally months[FIGURE_MONTHS];
    struct desk_figure *figure;
    bool any;

    if (!f || f->type != FIELD_TIME)
        return true;
    if (!count_by_month(a, m, l, f, NULL, months, &any))
        return false;
    if (!any)
        return true;
    figure = next_figure(m, l->title);
    figure->number = grouped_number(a, months[FIGURE_MONTHS - 1].number);
    figure->note =
        arena_print(a->arena, "%d月同日 %s件", date_take(m->months.begins[FIGURE_MONTHS - 2]).month,
                    grouped_number(a, months[FIGURE_MONTHS - 2].good));
    figure->href = month_address(a, m, l, f->name);
    draw_bars(months, figure);
    return true;
}

/* A share of this month against its target. */
static void
show_share(struct act *a, struct making *m, const char *title,
           const struct tally months[FIGURE_MONTHS], int64_t goal, const char *href)
{
    const struct tally *now = &months[FIGURE_MONTHS - 1];
    struct desk_figure *f = next_figure(m, title);

    f->unit = "%";
    f->number = now->number ? arena_print(a->arena, "%d", share_of(now)) : "―";
    f->href = href;
    if (goal == NO_NUMBER) {
        f->note = "目標は契約内容に書けます";
    } else {
        f->is_missed = now->number && share_of(now) < goal;
        f->note = arena_print(a->arena, "目標 %lld %%%s", (long long)goal,
                              !now->number   ? ""
                              : f->is_missed ? "・未達"
                                             : "・達成");
    }
    draw_line(a, months, goal, f);
}

/* By the clocks: those that ended in time, and all that ended or were passed. */
static bool
in_time(struct act *a, struct making *m)
{
    const struct ledger *l = ledger_seen(a, "inquiry", m->contract);
    struct tally months[FIGURE_MONTHS];
    struct sql *s;
    bool any;

    if (!l || !l->clocks)
        return true;
    s = sql_new(a, "figures.in_time");
    SQL(s, "SELECT CASE");
    for (int i = FIGURE_MONTHS - 1; i >= 0; i--) {
        SQL(s, " WHEN COALESCE(t.ended, t.due) >= ");
        sql_value(s, bind_instant("begin", instant_make(m->months.begins[i], 0)));
        SQL(s, " THEN ");
        sql_value(s, bind_int("part", i));
    }
    SQL(s, " ELSE -1 END AS part, COUNT(*) AS number,"
           " SUM(CASE WHEN t.state = 2 THEN 1 ELSE 0 END) AS good FROM clock t"
           " WHERE t.state IN (2, 3) AND t.contract = ");
    sql_value(s, bind_int("contract", m->contract));
    SQL(s, " AND t.ledger = ");
    sql_value(s, bind_text("ledger", l->name));
    SQL(s, " GROUP BY 1");
    if (!read_tally(a, s, months, &any))
        return false;
    if (any)
        show_share(a, m, "期限内の回答", months, m->terms->in_time,
                   month_address(a, m, l, "answered_at"));
    return true;
}

static bool
same_day(struct act *a, struct making *m)
{
    const struct ledger *l = ledger_seen(a, "inquiry", m->contract);
    const struct field *f = l ? list_field(l, "completed_on") : NULL;
    struct tally months[FIGURE_MONTHS];
    struct sql *s;
    bool any;

    if (!f || f->type != FIELD_DATE || !list_field(l, "received_at"))
        return true;
    s = sql_new(a, "figures.same_day");
    SQL(s, "SELECT ");
    month_of(s, &m->months, f);
    SQL(s, ", COUNT(*) AS number, SUM(CASE WHEN (t.received_at + 32400000000) / 86400000000 = ");
    if (sql_postgres(s))
        SQL(s, "CAST(t.completed_on AS date) - DATE '1970-01-01'");
    else
        SQL(s, "CAST(julianday(t.completed_on) - 2440587.5 AS INTEGER)");
    SQL(s, " THEN 1 ELSE 0 END) AS good FROM inquiry t");
    within_contract(s, &m->months, f, m->contract);
    SQL(s, " GROUP BY 1");
    if (!read_tally(a, s, months, &any))
        return false;
    if (any)
        show_share(a, m, "その日のうちに解決", months, m->terms->same_day,
                   month_address(a, m, l, f->name));
    return true;
}

/* Failures of this month; the target is for the fiscal year. */
static bool
failures(struct act *a, struct making *m)
{
    const struct ledger *l = ledger_seen(a, "incident", m->contract);
    const struct field *f = l ? list_field(l, "noticed_at") : NULL;
    struct tally months[FIGURE_MONTHS];
    struct date year = fiscal_period(fiscal_year(instant_date(a->now))).from;
    struct desk_figure *figure;
    int64_t whole = 0;
    bool any;

    if (!f || f->type != FIELD_TIME || !list_field(l, "kind"))
        return true;
    if (!count_by_month(a, m, l, f, "failure", months, &any))
        return false;
    if (!any)
        return true;
    for (int i = 0; i < FIGURE_MONTHS; i++)
        if (m->months.begins[i].day >= year.day)
            whole += months[i].number;
    figure = next_figure(m, "障害");
    figure->number = grouped_number(a, months[FIGURE_MONTHS - 1].number);
    figure->href = arena_print(a->arena, "%s&kind=failure", month_address(a, m, l, f->name));
    figure->note = m->terms->most_faults == NO_NUMBER
                       ? arena_print(a->arena, "年度累計 %lld件", (long long)whole)
                       : arena_print(a->arena, "年度累計 %lld件（目標 %lld件以内）",
                                     (long long)whole, (long long)m->terms->most_faults);
    figure->is_missed = m->terms->most_faults != NO_NUMBER && whole > m->terms->most_faults;
    draw_bars(months, figure);
    return true;
}

static bool
proven(struct act *a, struct making *m)
{
    const struct coverage_row *whole = &m->coverage->whole;
    struct desk_figure *f;

    if (!whole->total)
        return true;
    f = next_figure(m, "証明した義務");
    f->unit = "%";
    f->number = arena_print(a->arena, "%d", coverage_share(whole));
    f->note = arena_print(a->arena, "%s件のうち %s件", grouped_number(a, whole->total),
                          grouped_number(a, whole->parts[COVERAGE_PROVEN]));
    f->href = whole->hrefs[COVERAGE_PROVEN];
    return true;
}

static bool
late(struct act *a, struct making *m)
{
    int64_t number = m->coverage->whole.parts[COVERAGE_LATE];
    struct desk_figure *f;

    if (!m->coverage->whole.total)
        return true;
    f = next_figure(m, "遅れている義務");
    f->number = grouped_number(a, number);
    f->note = number ? "目標 0件・未達" : "目標 0件・達成";
    f->is_missed = number > 0;
    f->href = m->coverage->whole.hrefs[COVERAGE_LATE];
    return true;
}

static bool
soon(struct act *a, struct making *m)
{
    int32_t today = instant_date(a->now).day;
    struct desk_figure *f = next_figure(m, "30日のうちに来る期限");
    int64_t number = 0;

    for (size_t i = 0; i < m->dues->count; i++)
        number += m->dues->rows[i].day.day >= today && m->dues->rows[i].day.day <= today + SOON;
    f->number = grouped_number(a, number);
    f->note = number ? "次の期限の表にあります" : "今はありません";
    f->href = arena_print(a->arena, "/contract/dues/%lld?days=%d", (long long)m->contract, SOON);
    return true;
}

bool
figures_read(struct act *a, int64_t contract, const struct coverage *coverage,
             const struct due_items *dues, struct desk_figures *out)
{
    static bool (*const all[])(struct act *, struct making *) = { received, in_time, same_day,
                                                                  failures, proven,  late,
                                                                  soon };
    struct making m = { .contract = contract,
                        .months = months_until(a->now),
                        .coverage = coverage,
                        .dues = dues,
                        .terms = ledger_new(a, &terms_ledger),
                        .out = out };
    struct day day = date_take(instant_date(a->now));
    bool found;

    *out = (struct desk_figures){ .title = arena_print(a->arena, "%d月の数字（%d日 %d時まで）",
                                                       day.month, day.day,
                                                       instant_minute(a->now) / 60) };
    if (!terms_of(a, contract, m.terms, &found))
        return false;
    for (size_t i = 0; i < sizeof all / sizeof *all && out->count < FIGURES; i++)
        if (!all[i](a, &m))
            return false;
    return true;
}
