/* 体制図・連絡網: figures of the team, and the contacts as a table. */
#include "contract/papers.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/contact.h"
#include "contract/organisation_chart.h"
#include "contract/paper_head.h"
#include "ledger/access.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_DETAIL = 3, PAGE_WIDTH = 468 };

static size_t
place_of(const struct organisation_chart *chart, int64_t id)
{
    size_t at = 0;

    while (at < chart->node_count && chart->nodes[at].id != id)
        at++;
    return at;
}

/* Who stands above all others of his side. */
static bool
is_head(const struct organisation_chart *chart, const struct chart_node *it)
{
    size_t above = place_of(chart, it->above);

    return !it->organisation &&
           (!it->above || above == chart->node_count || chart->nodes[above].organisation);
}

/* A box has room for one number, which is never cut; the table below has them all. */
static const char *
first_of(struct arena *arena, const char *detail)
{
    const char *end = strstr(detail, "　");

    return end ? arena_slice(arena, detail, (size_t)(end - detail)) : detail;
}

static struct diagram_node
node_of(struct contract_paper *p, const struct organisation_chart *chart,
        const struct chart_node *it)
{
    const char **lines = NEW_ARRAY(p->a->arena, MOST_DETAIL, const char *);
    struct diagram_node node = { .title = it->organisation ? it->name : it->role, .detail = lines };
    const char *client = p->contract->client.title;

    if (!it->organisation)
        lines[node.detail_count++] = it->name;
    if (it->detail && *it->detail)
        lines[node.detail_count++] = first_of(p->a->arena, it->detail);
    if (it->external && it->belongs && *it->belongs)
        lines[node.detail_count++] = it->belongs;
    node.group = it->organisation && strcmp(it->role, "発注者") == 0         ? "発注者"
                 : client && it->belongs && strcmp(it->belongs, client) == 0 ? "発注者"
                                                                             : "受託者";
    node.strong = is_head(chart, it) && strcmp(node.group, "受託者") == 0;
    return node;
}

static void
draw(struct contract_paper *p, const struct organisation_chart *chart, enum diagram_kind kind,
     const char *caption)
{
    struct arena *arena = p->a->arena;
    struct diagram *diagram = NEW(arena, struct diagram);
    struct diagram_node *nodes = NEW_ARRAY(arena, chart->node_count + 1, struct diagram_node);
    struct diagram_edge *edges = NEW_ARRAY(arena, chart->edge_count + 1, struct diagram_edge);

    *diagram = (struct diagram){ .kind = kind,
                                 .title = chart->title,
                                 .alternative = arena_print(arena, "%s。%zu人・組織。",
                                                            chart->title, chart->node_count),
                                 .caption = caption,
                                 .nodes = nodes,
                                 .edges = edges,
                                 .width = PAGE_WIDTH };
    for (size_t i = 0; i < chart->node_count; i++)
        nodes[diagram->count++] = node_of(p, chart, &chart->nodes[i]);
    for (size_t i = 0; i < chart->edge_count; i++) {
        const struct chart_edge *edge = &chart->edges[i];
        size_t from = place_of(chart, edge->from), to = place_of(chart, edge->to);

        if (from < chart->node_count && to < chart->node_count)
            edges[diagram->edge_count++] = (struct diagram_edge){ from, to, edge->label, false };
    }
    compose_diagram(p->c, diagram);
    *p->records += (int64_t)chart->node_count;
}

static void
list_contacts(struct contract_paper *p, const struct organisation_chart *chart, const char *caption)
{
    static const struct document_column columns[] = {
        { .title = "役割", .width = 380 },
        { .title = "氏名", .width = 320 },
        { .title = "所属" },
        { .title = "連絡先", .width = 480 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, 4);

    table->caption = caption;
    for (size_t i = 0; i < chart->node_count; i++) {
        const struct chart_node *it = &chart->nodes[i];
        const char *const cells[] = { it->role, it->name, it->belongs, it->detail };

        for (size_t k = 0; k < 4; k++)
            table_cell(&t, cells[k] && *cells[k] ? figure_text(arena, cells[k]) : figure_none());
    }
    compose_table(p->c, table);
}

static bool
write_figure(struct contract_paper *p, enum organisation_kind kind, const char *title)
{
    struct organisation_chart chart;
    bool contacts = kind == CHART_CONTACT_NORMAL || kind == CHART_CONTACT_EMERGENCY;
    const char *day = wareki_print(p->a->arena, p->c->document->date, WAREKI_PLAIN);

    if (!organisation_chart_read(p->a, p->contract->base.id, kind, p->c->document->date, &chart))
        return false;
    compose_section(p->c, 1, title);
    if (!chart.node_count) {
        compose_paragraph(p->c, "%s現在、登録された人はない。", day);
        return true;
    }
    draw(p, &chart, kind == CHART_CONTACT_EMERGENCY ? DIAGRAM_CONTACT : DIAGRAM_ORGANISATION,
         arena_print(p->a->arena, "%s（%s現在）", title, day));
    if (contacts)
        list_contacts(p, &chart, arena_print(p->a->arena, "%sの連絡先", title));
    return true;
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p))
        return false;
    paper_confidential(&p);
    paper_title(&p, "業務の体制図及び連絡網");
    return write_figure(&p, CHART_ORGANISATION, "業務の体制") &&
           write_figure(&p, CHART_INFORMATION, "情報管理の体制") &&
           write_figure(&p, CHART_CONTACT_EMERGENCY, "緊急時の連絡網") &&
           write_figure(&p, CHART_CONTACT_NORMAL, "平常時の連絡網");
}

const struct report team_report = {
    .key = "team",
    .title = "体制図・連絡網",
    .help = "従事者名簿と連絡先から、体制、情報管理の体制、緊急時と平常時の連絡網を描きます。",
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &contact_ledger,
    .make = make,
};
