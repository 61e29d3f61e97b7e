#include "desk/periodic.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/paper_head.h"
#include "desk/periodic_parts.h"
#include "desk/periodic_service.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { YEAR = 12 };

static const struct period_words month_words = {
    "月次報告書", "今月", "前月", "前年同月", "月末", 1
};
static const struct period_words half_words = { "半期報告書", "今期", "前の半期",
                                                "前年同期",   "期末", 6 };
static const struct period_words year_words = { "年次報告書", "今年度", "前年度",
                                                NULL,         "年度末", YEAR };

struct stretch
stretch_make(struct date from, struct date until)
{
    struct stretch it = { .from = from, .until = until };

    date_print(from, it.first);
    date_print(until, it.last);
    return it;
}

struct instant
stretch_begin(const struct stretch *it)
{
    return instant_make(it->from, 0);
}

struct instant
stretch_end(const struct stretch *it)
{
    return instant_make(date_add(it->until, 1), 0);
}

/* As long as the period, so many months away; months end on different days. */
static struct stretch
stretch_moved(const struct periodic *p, int months)
{
    struct date from = date_add_months(p->order->from, months);

    return stretch_make(from, date_add(date_add_months(from, p->words->months), -1));
}

void
periodic_label(struct periodic *p, struct table_maker *t, const char *label)
{
    table_cell(t, figure_text(p->a->arena, label));
}

struct figure
periodic_mean(int64_t sum, int64_t count)
{
    return count ? figure_decimal((sum * 20 / count + 1) / 2, 1, NULL) : figure_none();
}

struct document_table *
periodic_pairs(struct periodic *p, struct table_maker *t, const char *caption, const char *unit)
{
    static const struct document_column columns[] = {
        { .title = "区分" },
        { .title = "数", .align = ALIGN_RIGHT, .width = 300 },
    };
    struct document_table *table = table_begin(t, p->a->arena, columns, 2);

    table->caption = caption;
    table->unit = unit;
    return table;
}

static bool
begin(struct periodic *p, int64_t *records)
{
    struct composition *c = p->c;
    enum report_span span = p->words->months == YEAR ? SPAN_YEAR
                            : p->words->months == 1  ? SPAN_MONTH
                                                     : SPAN_HALF;
    const char *period = report_period_title(p->a->arena, span, p->order->from);
    char text[INSTANT_TEXT];

    if (!paper_open(p->a, p->order, c, records, &p->paper))
        return false;
    instant_print(p->a->now, text);
    p->minute = arena_print(p->a->arena, "%.10s %.5s", text, text + 11);
    p->counter = (struct counter){ .a = p->a, .contract = p->order->contract };
    p->now = stretch_make(p->order->from, p->order->until);
    p->before = stretch_moved(p, -p->words->months);
    p->year_ago = stretch_moved(p, -YEAR);
    c->document->title = arena_print(p->a->arena, "%s　%s", period, p->words->title);
    paper_letter(c, p->paper.contract, NULL,
                 arena_print(p->a->arena, "%s（%s）", p->words->title, period), false);
    compose_paragraph(c, "%sの業務の実施状況を、次のとおり報告します。", period);
    return true;
}

static bool
write_service(struct periodic *p)
{
    struct periodic_service service;

    if (!periodic_service_read(p->a, p->order->contract, p->now.from, p->now.until, &service))
        return false;
    periodic_service_write(p, &service);
    return true;
}

static void
write_comment(struct periodic *p)
{
    if (!p->order->comment || !*p->order->comment)
        return;
    compose_section(p->c, 1, "課題と対策");
    compose_paragraph(p->c, "%s", p->order->comment);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records,
     const struct period_words *words)
{
    struct periodic p = { .a = a, .c = c, .order = order, .words = words };

    if (!begin(&p, records) || !periodic_inquiries(&p, records) || !write_service(&p) ||
        !periodic_answers(&p) || !periodic_applications(&p) || !periodic_troubles(&p) ||
        !periodic_duties(&p) || !periodic_stock(&p) || !periodic_ledgers(&p))
        return false;
    write_comment(&p);
    if (!periodic_late(&p) || p.counter.failed)
        return false;
    compose_end(c);
    return true;
}

static bool
make_month(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    return make(a, order, c, records, &month_words);
}

static bool
make_half(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    return make(a, order, c, records, &half_words);
}

static bool
make_year(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    return make(a, order, c, records, &year_words);
}

const struct report monthly_report = {
    .key = "monthly",
    .title = "月次報告書",
    .help = "問合せ、回答の期限、申請、障害、定例作業、台帳の動きを、前月と前年同月に比べます。",
    .span = SPAN_MONTH,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make_month,
};

const struct report half_report = {
    .key = "half",
    .title = "半期報告書",
    .help = "月次報告書の内容を半年でまとめ、月ごとに並べます。上半期は10月中旬までに出します。",
    .span = SPAN_HALF,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make_half,
};

const struct report yearly_report = {
    .key = "yearly",
    .title = "年次報告書",
    .help = "月次報告書の内容を1年でまとめ、月ごとに並べます。3月31日までに出します。",
    .span = SPAN_YEAR,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make_year,
};
