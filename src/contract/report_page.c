#include "contract/report_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/unzip.h"
#include "base/wareki.h"
#include "contract/document.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "render/document.h"
#include "render/html.h"
#include "render/report.h"
#include "render/template.h"
#include "store/act.h"
#include "web/attachment_page.h"
#include "web/frame.h"
#include "web/route.h"
#include "web/session.h"

FRAME_BODY(reports_view, struct reports_page)
FRAME_BODY(report_view, struct report_page)

static const char *const span_titles[REPORT_SPANS] = {
    [SPAN_NONE] = "今日現在", [SPAN_MONTH] = "月ごと",  [SPAN_QUARTER] = "四半期ごと",
    [SPAN_HALF] = "半期ごと", [SPAN_YEAR] = "年度ごと",
};

static const char *
usual_day(struct act *a, const struct report *report)
{
    struct date from, until;

    report_usual(report->span, instant_date(a->now), &from, &until);
    return report->span == SPAN_NONE ? "" : wareki_print(a->arena, until, WAREKI_SHORT);
}

static size_t
report_count(void)
{
    size_t count = 0;

    while (reports_all()[count])
        count++;
    return count;
}

/* Those of a period first, then those that tell how things stand today. */
static void
fill_choices(struct act *a, int64_t contract, struct reports_page *page)
{
    struct report_choice *choices = NEW_ARRAY(a->arena, report_count() + 1, struct report_choice);

    for (int today = 0; today < 2; today++) {
        const char *group = today ? "今日現在" : "期間の報告";

        for (const struct report *const *it = reports_all(); *it; it++) {
            bool timed = (*it)->span != SPAN_NONE;

            if ((*it)->of || timed == (today != 0) || !report_allowed(a, *it, contract))
                continue;
            choices[page->count++] = (struct report_choice){
                (*it)->key,        (*it)->title, (*it)->help, span_titles[(*it)->span],
                usual_day(a, *it), timed,        group,
            };
            group = NULL;
        }
    }
    page->choices = choices;
}

static void
fill_records(struct act *a, int64_t contract, struct reports_page *page)
{
    struct record_choice *choices = NEW_ARRAY(a->arena, report_count() + 1, struct record_choice);

    for (const struct report *const *it = reports_all(); *it; it++)
        if ((*it)->of && report_allowed(a, *it, contract))
            choices[page->record_count++] =
                (struct record_choice){ (*it)->title, (*it)->help, (*it)->of->title,
                                        (*it)->of->path };
    page->of_records = choices;
}

static bool
reports_show(struct act *a, const struct request *q, struct reply *r)
{
    struct reports_page page = { 0 };
    struct frame frame;

    fill_choices(a, q->session->contract, &page);
    fill_records(a, q->session->contract, &page);
    frame_fill(a, q, "報告書を作る", &frame);
    page.contract = frame.contract;
    return frame_reply(a, r, &frame, reports_view_body, &page);
}

/* A paper about a record belongs to the record's contract, whichever was chosen above. */
static bool
read_subject(struct act *a, const struct report *report, const char *typed, int64_t *id,
             int64_t *contract)
{
    struct record *subject = ledger_new(a, report->of);

    for (*id = 0; typed && *typed >= '0' && *typed <= '9' && *id < INT64_MAX / 16; typed++)
        *id = *id * 10 + (*typed - '0');
    if (!*id)
        return fail(a, FAULT_MISSING, NULL,
                    "対象の記録がありません。記録のページから開いてください。");
    if (!ledger_read(a, report->of, *id, false, subject))
        return false;
    *contract = subject->contract;
    return true;
}

/* ?day= any day of the period; without one the usual period. */
static bool
read_order(struct act *a, const struct request *q, const struct report *report,
           struct report_order *order)
{
    const char *typed = pairs_get(&q->query, "day");
    const char *why;
    struct date day = instant_date(a->now);

    *order = (struct report_order){ .contract = q->session->contract };
    if (report->of)
        return read_subject(a, report, pairs_get(&q->query, "record"), &order->record,
                            &order->contract);
    if (!order->contract)
        return fail(a, FAULT_CLASH, NULL, "契約を選んでください。上の帯から選べます。");
    if (typed && *typed && !wareki_parse(a->arena, typed, &day, &why))
        return fail(a, FAULT_INVALID, "day", "%s", why);
    if (typed && *typed)
        report_period(report->span, day, &order->from, &order->until);
    else
        report_usual(report->span, day, &order->from, &order->until);
    return true;
}

static const char *
plain_date(struct act *a, struct date date)
{
    char text[DATE_TEXT];

    if (!date.day)
        return "";
    date_print(date, text);
    return arena_copy(a->arena, text);
}

/* A file, if one was asked for by its extension. */
static bool
send_file(struct act *a, const struct document *d, const char *extension, const char *name,
          struct reply *r)
{
    enum format format;
    const char *why;

    if (!format_find(extension, &format))
        return fail(a, FAULT_MISSING, "format", "この形式はありません。");
    r->body = (struct buffer){ 0 };
    if (!format_write(a->arena, format, d, &r->body, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    r->type = format_faces[format].type;
    reply_header(a, r, "Content-Disposition",
                 attachment_disposition(a, arena_print(a->arena, "%s.%s", name, extension)));
    reply_header(a, r, "Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return true;
}

static struct html
body_of(struct act *a, const struct document *d)
{
    struct out o = { .text = { .arena = a->arena } };

    document_fragment(a->arena, d, &o.text);
    return html_take(&o);
}

static bool
draw(struct act *a, const struct request *q, struct reply *r, const struct document *d,
     struct report_page *page)
{
    struct frame frame;

    page->csrf = q->session->csrf;
    page->title = d->title;
    page->body = body_of(a, d);
    frame_fill(a, q, d->title, &frame);
    return frame_reply(a, r, &frame, report_view_body, page);
}

static const struct report *
report_named(struct act *a, const struct request *q)
{
    const struct report *report = report_find(q->word);

    if (!report)
        fail(a, FAULT_MISSING, NULL, "この様式はありません。様式の一覧から選んでください。");
    return report;
}

static bool
report_show(struct act *a, const struct request *q, struct reply *r)
{
    const struct report *report = report_named(a, q);
    const char *extension = pairs_get(&q->query, "format");
    struct report_page page = { .state = "案" };
    struct report_order order;
    struct document d;
    int64_t records;

    if (!report || !read_order(a, q, report, &order) ||
        !report_make(a, report, &order, &d, &records))
        return false;
    if (extension)
        return send_file(a, &d, extension, d.title, r);
    page.key = report->key;
    page.subject = order.record;
    page.from = report->of ? "" : plain_date(a, order.from);
    page.until = report->of ? "" : plain_date(a, order.until);
    page.formats = format_links(a,
                                arena_print(a->arena,
                                            report->of ? "/contract/reports/%s?record=%lld&"
                                                       : "/contract/reports/%s?record=%lld&day=%s&",
                                            report->key, (long long)order.record, page.from),
                                &page.format_count);
    return draw(a, q, r, &d, &page);
}

static const char *
uploaded(const struct request *q)
{
    for (size_t i = 0; i < q->upload_count; i++)
        if (strcmp(q->uploads[i].field, "template") == 0 && q->uploads[i].size > 0)
            return q->uploads[i].path;
    return NULL;
}

/* The draft in the form that was sent along; the form is not kept. */
static bool
report_fill(struct act *a, const struct request *q, struct reply *r)
{
    const struct report *report = report_named(a, q);
    const char *path = uploaded(q), *why = "", *extension;
    struct template_data data;
    struct report_order order;
    struct document d;
    struct unzip *z;
    enum format format;
    int64_t records;

    if (!report || !read_order(a, q, report, &order))
        return false;
    if (!path)
        return fail(a, FAULT_INVALID, "template",
                    "様式のファイル（.docx、.xlsx）を選んでください。");
    if (!report_make(a, report, &order, &d, &records))
        return false;
    template_take(a->arena, &d, &data);
    z = unzip_open(a->arena, path, &why);
    r->body = (struct buffer){ 0 };
    if (!z || !template_fill(a->arena, z, &data, &r->body, &extension, &why))
        return fail(a, FAULT_INVALID, "template", "%s", why);
    (void)format_find(extension, &format);
    r->type = format_faces[format].type;
    reply_header(a, r, "Content-Disposition",
                 attachment_disposition(a, arena_print(a->arena, "%s.%s", d.title, extension)));
    return true;
}

/* Keeps the draft as a record, where it waits for comment, approval and issue. */
static bool
report_keep(struct act *a, const struct request *q, struct reply *r)
{
    static const char *const names[] = { "period_from", "period_until", "subject", "comment" };
    const struct report *report = report_named(a, q);
    struct document_row *it = ledger_new(a, &document_ledger);
    const char *values[4], *why;

    if (!report)
        return false;
    for (size_t i = 0; i < 4; i++)
        values[i] = pairs_get(&q->form, names[i]) ? pairs_get(&q->form, names[i]) : "";
    it->base.contract = q->session->contract;
    it->report = report->key;
    it->comment.text = values[3];
    it->subject = NO_NUMBER;
    if (report->of && !read_subject(a, report, values[2], &it->subject, &it->base.contract))
        return false;
    if (!report->of && report->span != SPAN_NONE &&
        (!wareki_parse(a->arena, values[0], &it->period.from, &why) ||
         !wareki_parse(a->arena, values[1], &it->period.until, &why)))
        return fail(a, FAULT_INVALID, "period", "%s", why);
    return ledger_create(a, &document_ledger, it) &&
           reply_redirect(
               a, q, r,
               arena_print(a->arena, "%s/%lld/view", document_ledger.path, (long long)it->base.id),
               "文書を作りました。決裁が済んだら、文書のページで発行します。");
}

static bool
document_view(struct act *a, const struct request *q, struct reply *r)
{
    const char *extension = pairs_get(&q->query, "format");
    struct document_row *it = ledger_new(a, &document_ledger);
    struct report_page page = { 0 };
    const struct state *state;
    struct document d;

    if (!ledger_read(a, &document_ledger, q->id, false, it) || !document_open(a, it, &d))
        return false;
    if (extension)
        return send_file(a, &d, extension,
                         arena_print(a->arena, "%s %s", it->number ? it->number : "", it->title),
                         r);
    state = state_find(&document_ledger, it->base.state);
    page.state = state ? state->label : "";
    page.record = arena_print(a->arena, "%s/%lld", document_ledger.path, (long long)q->id);
    page.formats = format_links(
        a, arena_print(a->arena, "%s/%lld/view?", document_ledger.path, (long long)q->id),
        &page.format_count);
    return draw(a, q, r, &d, &page);
}

/* GET /api/v1/document/{id}/file?format=pdf: the draft as it is now, or what was issued. */
static bool
document_file(struct act *a, const struct request *q, struct reply *r)
{
    const char *extension = pairs_get(&q->query, "format");
    struct document_row *it = ledger_new(a, &document_ledger);
    struct document d;

    return ledger_read(a, &document_ledger, q->id, false, it) && document_open(a, it, &d) &&
           send_file(a, &d, extension ? extension : "pdf",
                     arena_print(a->arena, "%s %s", it->number ? it->number : "", it->title), r);
}

const struct route report_routes[] = {
    { GET, "/contract/reports", reports_show, MAY_SIGNED_IN },
    { GET, "/contract/reports/{word}", report_show, MAY_SIGNED_IN },
    { POST, "/contract/reports/{word}", report_keep, "document.create" },
    { POST, "/contract/reports/{word}/fill", report_fill, MAY_SIGNED_IN },
    { GET, "/contract/documents/{id}/view", document_view, "document.read" },
    { GET, "/api/v1/document/{id}/file", document_file, MAY_SIGNED_IN, .json = true },
    { 0 },
};
