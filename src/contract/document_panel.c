#include "contract/document_panel.h"

#include <string.h>

#include "base/arena.h"
#include "contract/document.h"
#include "contract/views.h"
#include "ledger/list.h"
#include "render/figure.h"
#include "render/report.h"
#include "store/act.h"
#include "web/route.h"

enum { MADE_MOST = 20 };

const struct format_link *
format_links(struct act *a, const char *base, size_t *count)
{
    struct format_link *links = NEW_ARRAY(a->arena, FORMATS, struct format_link);

    *count = 0;
    for (enum format format = FORMAT_PDF; format <= FORMAT_SLIDES; format++)
        links[(*count)++] = (struct format_link){ format_faces[format].title,
                                                  arena_print(a->arena, "%sformat=%s", base,
                                                              format_faces[format].extension) };
    return links;
}

static const char *
view_of(struct act *a, int64_t document)
{
    return arena_print(a->arena, "%s/%lld/view", document_ledger.path, (long long)document);
}

static void
show_made(struct act *a, const struct document_row *it, struct made_document *out)
{
    const struct state *state = state_find(&document_ledger, it->base.state);
    struct figure time = figure_time(it->issued_at, DAY_NARROW);

    *out = (struct made_document){
        .number = it->number ? it->number : "",
        .title = it->title ? it->title : "",
        .state = state ? state->label : "",
        .time = it->issued_at.us ? figure_print(a->arena, &time) : "",
        .href = arena_print(a->arena, "%s/%lld", document_ledger.path, (long long)it->base.id),
    };
    out->formats =
        format_links(a, arena_print(a->arena, "%s?", view_of(a, it->base.id)), &out->format_count);
}

/* Documents of these papers about this record; another ledger's record may have the same id. */
static bool
fill_made(struct act *a, const struct ledger *l, const struct record *record,
          struct document_panel *page)
{
    struct pair items[] = {
        { "contract", arena_print(a->arena, "%lld", (long long)record->contract) },
        { "subject", arena_print(a->arena, "%lld", (long long)record->id) },
        { "sort", "-id" },
    };
    struct made_document *made;
    struct list_request request;
    struct list list;

    if (!access_may(a, &document_ledger, DEED_READ, NULL))
        return true;
    if (!list_parse(a, &document_ledger, &(struct pairs){ items, 3 }, &request) ||
        !list_read(a, &request, &list))
        return false;
    made = NEW_ARRAY(a->arena, list.count + 1, struct made_document);
    for (size_t i = 0; i < list.count && page->made_count < MADE_MOST; i++) {
        const struct document_row *it = (const struct document_row *)list.rows + i;
        const struct report *report = it->report ? report_find(it->report) : NULL;

        if (report && report->of == l)
            show_made(a, it, &made[page->made_count++]);
    }
    page->made = made;
    return true;
}

static void
fill_drafts(struct act *a, const struct ledger *l, const struct record *record,
            struct document_panel *page)
{
    struct draft_link *drafts;
    size_t most = 0;

    while (reports_all()[most])
        most++;
    drafts = NEW_ARRAY(a->arena, most + 1, struct draft_link);
    for (const struct report *const *it = reports_all(); *it; it++)
        if ((*it)->of == l && report_allowed(a, *it, record->contract))
            drafts[page->draft_count++] =
                (struct draft_link){ (*it)->title, (*it)->help,
                                     arena_print(a->arena, "/contract/reports/%s?record=%lld",
                                                 (*it)->key, (long long)record->id) };
    page->drafts = drafts;
}

static void
fill_own(struct act *a, const struct record *record, struct document_panel *page)
{
    page->view = view_of(a, record->id);
    page->formats = format_links(a, arena_print(a->arena, "%s?", page->view), &page->format_count);
    if (strcmp(record->state, "draft") == 0)
        page->hint = "発行すると、記録からもう一度作って凍結します。発行した後は変えられません。"
                     "内容を見てから「発行する」を押します。";
    else if (strcmp(record->state, "issued") == 0)
        page->hint = "発行した時のまま凍結されています。違う内容にするときは、次の版を作ります。";
    else
        page->hint = "この文書は取り消されました。";
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct document_panel page = { 0 };
    struct out o = panel_out(a, q);
    bool about = false;

    for (const struct report *const *it = reports_all(); *it; it++)
        about = about || (*it)->of == q->ledger;
    if (q->ledger == &document_ledger) {
        fill_own(a, record, &page);
    } else if (about) {
        fill_drafts(a, q->ledger, record, &page);
        if (!fill_made(a, q->ledger, record, &page))
            return false;
    }
    if (!page.view && !page.draft_count && !page.made_count)
        return true;
    document_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel document_panel = { "documents", fill };
