/* 研修実施報告書. */
#include "contract/papers.h"

#include "base/arena.h"
#include "contract/paper_head.h"
#include "contract/training.h"
#include "ledger/access.h"
#include "ledger/core/core.h"
#include "store/act.h"

static void
write_people(struct contract_paper *p, const struct training_report *it)
{
    static const struct document_column columns[] = {
        { .title = "番号", .align = ALIGN_RIGHT, .width = 120 },
        { .title = "氏名" },
        { .title = "役割" },
        { .title = "受講", .width = 220 },
        { .title = "受講日", .width = 260 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, 5);

    if (!it->count) {
        compose_paragraph(p->c, "名簿に載る人と受講の記録は、どちらも0件である。");
        return;
    }
    table->caption = "受講の状況";
    for (size_t i = 0; i < it->count; i++) {
        const struct training_person *person = &it->people[i];

        table_cell(&t, figure_count((int64_t)i + 1, NULL));
        table_cell(&t, figure_text(arena, person->name));
        table_cell(&t, *person->role ? figure_text(arena, person->role) : figure_none());
        table_cell(&t, figure_text(arena, person->result));
        table_cell(&t, person->attended_on.day ? figure_date(person->attended_on, DAY_NARROW)
                                               : figure_none());
    }
    compose_table(p->c, table);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct training_report it;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !training_report_read(a, order->record, &it))
        return false;
    *records += 1 + (int64_t)it.count;
    c->document->title = "研修実施報告書";
    paper_letter(c, p.contract, NULL, "研修実施報告書", false);
    compose_paragraph(c, "次の研修の実施について、報告します。");
    compose_lead(c, "受講は%zu人、未受講は%zu人である。", it.attended, it.missing);
    paper_pairs(&p, &training_ledger, it.training,
                "title kind held_on length place instructor targets");
    compose_section(c, 1, "研修の内容");
    paper_prose(&p, it.training->content.text);
    compose_section(c, 1, "受講した者");
    write_people(&p, &it);
    compose_end(c);
    return true;
}

const struct report training_paper_report = {
    .key = "training",
    .title = "研修実施報告書",
    .help = "研修の記録と受講の記録から、受講した人と未受講の人を示します。",
    .of = &training_ledger,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &person_ledger,
    .make = make,
};
