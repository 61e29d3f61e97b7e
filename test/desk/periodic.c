#include "desk/periodic.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "contract/crew.h"
#include "contract/document.h"
#include "desk/inquiry.h"
#include "desk/satisfaction.h"
#include "desk/supply.h"
#include "desk/trouble.h"
#include "desk/vendor_case.h"
#include "ledger/list.h"
#include "render/document.h"
#include "render/html.h"
#include "render/report.h"
#include "store/act.h"
#include "tests.h"

static int64_t
ask(struct crew *c, const char *day, const char *kind, const char *priority)
{
    crew_on(c, day);
    return crew_make(c, WORKER, &inquiry_ledger,
                     WITH("title", "印刷できない", "kind", kind, "priority", priority));
}

static void
answer(struct crew *c, int64_t id, const char *day)
{
    crew_on(c, day);
    crew_do(c, WORKER, &inquiry_ledger, id, "answer", NULL);
}

/* In April: one answered in time and completed in May, one late, one not at all; one in May.
   A trouble, a hand-over, an opinion, and a supply that ran short and so asked itself. */
static void
a_month_at_work(struct crew *c)
{
    int64_t in_time = ask(c, "2026-04-06", "印刷", "high"), late, supply, id;

    answer(c, in_time, "2026-04-07");
    assert_done(crew_console(c), satisfaction_answer(crew_console(c), in_time, "good", ""));
    late = ask(c, "2026-04-08", "機器", "middle");
    crew_make(
        c, WORKER, &vendor_case_ledger,
        WITH("inquiry", id_text(c, late), "vendor_name", "東端末サービス", "question", "調査"));
    answer(c, late, "2026-04-20");
    ask(c, "2026-04-21", "印刷 & 用紙", "");
    id = crew_make(c, WORKER, &trouble_ledger,
                   WITH("title", "全庁で印刷できない", "severity", "high"));
    crew_do(c, WORKER, &trouble_ledger, id, "respond",
            WITH("first_at", "2026-04-21 9:10", "first_aid", "迂回した"));
    supply = crew_make(c, WORKER, &supply_ledger, WITH("title", "LANケーブル", "order_point", "5"));
    crew_make(
        c, WORKER, &stock_move_ledger,
        WITH("supply", id_text(c, supply), "kind", "count", "quantity", "2", "notes", "棚卸"));
    ask(c, "2026-05-11", "印刷", "low");
    crew_do(c, WORKER, &inquiry_ledger, in_time, "complete", WITH("completed_on", "2026-05-11"));
}

static struct act *
make(struct crew *c, const struct report *report, const char *day, struct document *out)
{
    struct report_order order = { .contract = c->contract };
    struct act *a = crew_act(c, LEADER);
    struct date date;
    int64_t records;

    assert_true(date_parse(day, &date));
    report_period(report->span, date, &order.from, &order.until);
    assert_done(a, report_make(a, report, &order, out, &records));
    return a;
}

static const char *
html_of(struct act *a, const struct document *d)
{
    struct buffer out = { .arena = a->arena };

    document_fragment(a->arena, d, &out);
    return buffer_string(&out);
}

/* --- following ------------------------------------------------------------------------------ */

static const char *
unescaped(struct arena *arena, const char *text)
{
    char *out = arena_copy(arena, text), *to = out;

    for (const char *at = out; *at; at++) {
        bool coded = *at == '%';
        char digits[3] = { coded ? at[1] : 0, coded ? at[2] : 0, 0 };

        *to++ = coded ? (char)strtol(digits, NULL, 16) : *at;
        at += coded ? 2 : 0;
    }
    *to = '\0';
    return out;
}

static const struct ledger *
ledger_at(const char *path, size_t length)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    for (size_t i = 0; i < count; i++)
        if (all[i]->path && strlen(all[i]->path) == length &&
            strncmp(all[i]->path, path, length) == 0)
            return all[i];
    return NULL;
}

static int64_t
rows_at(struct act *a, const char *address)
{
    const char *query = strchr(address, '?');
    const struct ledger *l = ledger_at(address, (size_t)(query - address));
    char *rest = arena_copy(a->arena, query + 1);
    struct pairs pairs = { NEW_ARRAY(a->arena, 20, struct pair), 0 };
    struct list_request request;
    struct list list;

    while (rest && *rest) {
        char *value = strsep(&rest, "&"), *name = strsep(&value, "=");

        pairs.items[pairs.count++] =
            (struct pair){ unescaped(a->arena, name), unescaped(a->arena, value) };
    }
    if (!l || !list_parse(a, l, &pairs, &request))
        fail_msg("%s: %s", address, l ? a->faults->message : "no ledger");
    request.counted = request.count_exact = true;
    assert_done(a, list_read(a, &request, &list));
    return list.total;
}

struct followed {
    struct act *a;
    size_t count;
};

/* Shares open what they are a share of the rest by: only counts are as many as their rows. */
static void
follow(struct followed *f, const struct figure *figure)
{
    if (figure->kind != FIGURE_NUMBER || figure->decimals || !figure->rows ||
        !strchr(figure->rows, '?'))
        return;
    if (rows_at(f->a, figure->rows) != figure->number)
        fail_msg("%s: %lld, not %lld", figure->rows, (long long)rows_at(f->a, figure->rows),
                 (long long)figure->number);
    f->count++;
}

static size_t
follow_all(struct act *a, const struct document *d)
{
    struct followed f = { .a = a };

    for (const struct node *node = d->nodes.first; node; node = node->next) {
        for (size_t i = 0; node->keyfigures && i < node->count; i++)
            follow(&f, &node->keyfigures[i].value);
        for (size_t i = 0; node->table && i < node->table->row_count; i++)
            for (size_t k = 0; k < node->table->column_count; k++)
                follow(&f, &node->table->rows[i].cells[k]);
    }
    return f.count;
}

static void
every_count_opens_as_many_rows(struct test *t)
{
    static const struct report *const reports[] = { &monthly_report, &half_report, &yearly_report };
    struct crew c;

    crew_open(t, &c);
    a_month_at_work(&c);
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        struct document d;
        struct act *a = make(&c, reports[i], "2026-04-30", &d);

        assert_true(follow_all(a, &d) > 50);
    }
}

/* --- what it says --------------------------------------------------------------------------- */

static void
assert_says(const char *html, const char *words)
{
    if (!strstr(html, words))
        fail_msg("missing: %s", words);
}

static void
a_month_tells_deadlines_and_what_was_left(struct test *t)
{
    struct crew c;
    struct document d;
    const char *html;

    crew_open(t, &c);
    a_month_at_work(&c);
    html = html_of(make(&c, &monthly_report, "2026-04-30", &d), &d);
    assert_says(html, "受付は4件である。前月の記録がないため");
    assert_says(html, "期限を超えたものは3件である");
    assert_says(html, "期限後の回答 1件　未回答 2件");
    assert_says(html, "kind=%E5%8D%B0%E5%88%B7%20%26%20%E7%94%A8%E7%B4%99");
    assert_says(html, "東端末サービス");
    assert_says(html, "全庁で印刷できない");
    assert_says(html, "LANケーブル");
    assert_null(strstr(html, "月別の受付と期限内の回答"));
}

static void
a_year_has_its_months_so_far_and_no_second_comparison(struct test *t)
{
    struct crew c;
    struct document d;
    const char *html;

    crew_open(t, &c);
    a_month_at_work(&c);
    html = html_of(make(&c, &yearly_report, "2026-05-01", &d), &d);
    assert_says(html, "年次報告書（令和8年度）");
    assert_says(html, "受付は5件である。前年度の記録がないため");
    assert_says(html, "月別の受付と期限内の回答");
    assert_says(html, "<th scope=\"row\">5月</th>");
    assert_null(strstr(html, "<th scope=\"row\">6月</th>"));
    assert_null(strstr(html, "前年同"));
    html = html_of(make(&c, &half_report, "2026-05-01", &d), &d);
    assert_says(html, "半期報告書（令和8年度上半期）");
    assert_says(html, "前年同期");
}

static void
a_period_without_anything_says_so(struct test *t)
{
    static const char *const said[] = {
        "今月の受付は0件である。",           "期限を数える問合せは0件である。",
        "業者へ引き継いだものは0件である。", "満足度の回答は0件である。",
        "自動応答への質問は0件である。",     "期間の申請は0件である。",
        "期間に気づいた障害は0件である。",   "期間に予定した定例作業は0件である。",
        "発注点以下の消耗品は0件である。",   "期間に動きのあった台帳は0である。",
        "期限を超えたものは0件である。",
    };
    struct crew c;
    struct document d;
    const char *html;

    crew_open(t, &c);
    html = html_of(make(&c, &monthly_report, "2026-02-01", &d), &d);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_says(html, said[i]);
}

const struct test_case periodic_tests[] = {
    CASE(every_count_opens_as_many_rows),
    CASE(a_month_tells_deadlines_and_what_was_left),
    CASE(a_year_has_its_months_so_far_and_no_second_comparison),
    CASE(a_period_without_anything_says_so),
    { 0 },
};
