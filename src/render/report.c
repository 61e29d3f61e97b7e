#include "render/report.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"

enum { MARCH = 3, APRIL = 4, MONTHS = 12 };

const struct format_face format_faces[FORMATS] = {
    [FORMAT_HTML] = { "画面で見る", "html", "text/html; charset=utf-8" },
    [FORMAT_PDF] = { "PDF", "pdf", "application/pdf" },
    [FORMAT_WORD] = { "Word", "docx",
                      "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    [FORMAT_EXCEL] = { "Excel", "xlsx",
                       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    [FORMAT_SLIDES] = { "PowerPoint", "pptx",
                        "application/vnd.openxmlformats-officedocument.presentationml."
                        "presentation" },
};

static const int span_months[REPORT_SPANS] = {
    [SPAN_MONTH] = 1, [SPAN_QUARTER] = 3, [SPAN_HALF] = 6, [SPAN_YEAR] = MONTHS
};

static const struct report *const no_reports[] = { NULL };
static const struct report *const *all_reports = no_reports;

void
reports_set(const struct report *const *reports)
{
    all_reports = reports;
}

const struct report *const *
reports_all(void)
{
    return all_reports;
}

const struct report *
report_find(const char *key)
{
    for (const struct report *const *it = all_reports; *it; it++)
        if (strcmp((*it)->key, key) == 0)
            return *it;
    return NULL;
}

bool
format_find(const char *extension, enum format *out)
{
    for (enum format format = FORMAT_HTML; format <= FORMAT_SLIDES; format++)
        if (strcmp(format_faces[format].extension, extension) == 0) {
            *out = format;
            return true;
        }
    return false;
}

void
report_period(enum report_span span, struct date day, struct date *from, struct date *until)
{
    int months = span_months[span];
    struct day parts = date_take(day);
    /* Months since April, of which a span takes so many. */
    int since = (parts.month + MONTHS - APRIL) % MONTHS;

    *from = *until = day;
    if (!months)
        return;
    *from = date_add_months(date_add(day, 1 - parts.day), -(since % months));
    *until = date_add(date_add_months(*from, months), -1);
}

void
report_usual(enum report_span span, struct date today, struct date *from, struct date *until)
{
    report_period(span, today, from, until);
    if (span != SPAN_NONE && !(span == SPAN_YEAR && date_take(today).month == MARCH))
        report_period(span, date_add(*from, -1), from, until);
}

const char *
report_period_title(struct arena *arena, enum report_span span, struct date from)
{
    struct day day = date_take(from);
    const char *year = wareki_fiscal(arena, fiscal_year(from));
    int since = (day.month + MONTHS - APRIL) % MONTHS;
    const char *month = wareki_print(arena, from, WAREKI_PLAIN);

    switch (span) {
    case SPAN_NONE:
        return arena_print(arena, "%s現在", month);
    case SPAN_MONTH:
        return arena_print(arena, "%.*s月分", (int)(strstr(month, "月") - month), month);
    case SPAN_QUARTER:
        return arena_print(arena, "%s第%d四半期", year, since / 3 + 1);
    case SPAN_HALF:
        return arena_print(arena, "%s%s", year, since < MONTHS / 2 ? "上半期" : "下半期");
    case SPAN_YEAR:
        return year;
    }
    return year;
}
