/* 受領書, 預り証. */
#include "contract/papers.h"

#include "base/arena.h"
#include "contract/paper_head.h"
#include "contract/receipt.h"
#include "ledger/access.h"
#include "store/act.h"

static struct figure
words(struct arena *arena, const char *text)
{
    return text && *text ? figure_text(arena, text) : figure_none();
}

static void
write_lines(struct contract_paper *p, const struct receipt_form *it)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 260 },
        { .title = "情報の名称" },
        { .title = "機密性", .width = 220 },
        { .title = "形態", .width = 320 },
        { .title = "数量", .align = ALIGN_RIGHT, .width = 180 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 5);

    table->grid = true;
    for (size_t i = 0; i < it->count; i++) {
        const struct receipt_line *line = &it->lines[i];

        table_cell(&t, words(p->a->arena, line->number));
        table_cell(&t, words(p->a->arena, line->title));
        table_cell(&t, words(p->a->arena, line->confidentiality));
        table_cell(&t, words(p->a->arena, line->form));
        table_cell(&t, line->count == NO_NUMBER ? figure_none()
                                                : figure_count(line->count, line->unit));
    }
    if (it->count)
        compose_table(p->c, table);
    else
        compose_paragraph(p->c, "情報台帳に、この受領書を挙げた情報はまだない。");
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct pair_row *rows = NEW_ARRAY(a->arena, 6, struct pair_row);
    struct receipt_form it;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !receipt_form_read(a, order->record, &it))
        return false;
    *records += 1 + (int64_t)it.count;
    c->document->title = it.heading;
    c->document->face = FACE_LETTER;
    if (it.day.day)
        c->document->date = it.day;
    paper_letter(c, p.contract, it.number, it.heading, true);
    if (it.is_void)
        compose_paragraph(c, "この%sは取り消したものです。番号は再び使いません。", it.heading);
    else
        compose_paragraph(c, "次の情報を、確かに%sました。",
                          it.return_by.day ? "お預かりし" : "受領し");
    compose_line(c, ALIGN_CENTRE, "記");
    rows[0] = (struct pair_row){ "受け取った日", figure_date(it.day, DAY_WEEKDAY) };
    rows[1] = (struct pair_row){ "渡した者", words(a->arena, arena_print(a->arena, "%s　%s",
                                                                         it.giver, it.given_by)) };
    rows[2] = (struct pair_row){ "受け取った者", words(a->arena, it.person) };
    rows[3] = (struct pair_row){ "受け取った場所", words(a->arena, it.place) };
    rows[4] = (struct pair_row){ "搬送の方法", words(a->arena, it.transport) };
    rows[5] =
        (struct pair_row){ "返す期限", it.return_by.day ? figure_date(it.return_by, DAY_WEEKDAY)
                                                        : figure_none() };
    compose_pairs(c, rows, 6);
    write_lines(&p, &it);
    compose_end(c);
    return true;
}

const struct report receipt_report = {
    .key = "receipt",
    .title = "受領書・預り証",
    .help = "受け取った情報を、情報台帳の記録から並べます。",
    .of = &receipt_ledger,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &receipt_ledger,
    .make = make,
};
