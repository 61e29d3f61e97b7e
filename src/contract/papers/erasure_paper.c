/* 廃棄・消去証明書. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/document_stamps.h"
#include "contract/erasure.h"
#include "contract/paper_head.h"
#include "ledger/access.h"
#include "store/act.h"

static void
write_facts(struct contract_paper *p, const struct erasure_certificate *it)
{
    struct pair_row *rows = NEW_ARRAY(p->a->arena, 3, struct pair_row);
    struct arena *arena = p->a->arena;

    rows[0] = (struct pair_row){ "契約の名称",
                                 figure_text(arena, arena_print(arena, "%s（%s）", it->contract,
                                                                it->contract_number)) };
    rows[1] = (struct pair_row){
        "申請と承認",
        figure_text(arena, arena_print(arena, "申請　%s／承認　%s%s%s", it->request_number,
                                       it->approved_on.day
                                           ? wareki_print(arena, it->approved_on, WAREKI_PLAIN)
                                           : "まだない",
                                       *it->approved_by ? "　" : "", it->approved_by))
    };
    rows[2] = (struct pair_row){ "実施の場所",
                                 *it->place ? figure_text(arena, it->place) : figure_none() };
    compose_pairs(p->c, rows, 3);
}

static void
write_lines(struct contract_paper *p, const struct erasure_certificate *it)
{
    static const struct document_column columns[] = {
        { .title = "番号", .align = ALIGN_CENTRE, .width = 110 },
        { .title = "情報の内容" },
        { .title = "媒体", .width = 400 },
        { .title = "数量", .align = ALIGN_RIGHT, .width = 150 },
        { .title = "方法", .width = 420 },
        { .title = "実施日", .width = 200 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, 6);

    table->grid = true;
    for (size_t i = 0; i < it->count; i++) {
        const struct certificate_line *line = &it->lines[i];

        table_cell(&t, figure_count((int64_t)i + 1, NULL));
        table_cell(&t, figure_text(arena, line->title));
        table_cell(&t, figure_text(arena, line->medium_name));
        table_cell(&t, line->count == NO_NUMBER ? figure_none()
                                                : figure_count(line->count, line->unit));
        table_cell(&t, figure_text(arena, line->method));
        table_cell(&t,
                   line->done_on.day ? figure_date(line->done_on, DAY_NARROW) : figure_unknown());
    }
    compose_table(p->c, table);
}

static void
write_people(struct contract_paper *p, const struct erasure_certificate *it)
{
    static const struct document_column columns[] = { { .title = "区分", .width = 300 },
                                                      { .title = "氏名" },
                                                      { .title = "実施日", .width = 400 } };
    const char *const people[][2] = { { "責任者", it->responsible },
                                      { "実施者", it->person },
                                      { "立会者", it->witness } };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table = table_begin(&t, arena, columns, 3);

    table->grid = true;
    for (size_t i = 0; i < 3; i++) {
        table_cell(&t, figure_text(arena, people[i][0]));
        table_cell(&t, people[i][1] && *people[i][1] ? figure_text(arena, people[i][1])
                                                     : figure_none());
        table_cell(&t, it->done_on.day ? figure_date(it->done_on, DAY_LONG) : figure_unknown());
    }
    compose_section(p->c, 2, "実施した者と立ち会った者");
    compose_table(p->c, table);
}

static void
write_certificate(struct contract_paper *p, const struct erasure_certificate *it)
{
    struct composition *c = p->c;

    *p->records += 1 + (int64_t)it->count;
    c->document->title = it->heading;
    c->document->face = FACE_LETTER;
    if (it->certified_on.day)
        c->document->date = it->certified_on;
    paper_letter(c, p->contract, it->number, it->heading, true);
    if (it->approved_on.day)
        compose_paragraph(c,
                          "%s付けで承認のありました情報の返還、消去又は廃棄を、次のとおり完了した"
                          "ことを証明します。",
                          wareki_print(p->a->arena, it->approved_on, WAREKI_PLAIN));
    else
        compose_paragraph(c, "情報の返還、消去又は廃棄は、まだ承認されていません。");
    compose_line(c, ALIGN_CENTRE, "記");
    write_facts(p, it);
    write_lines(p, it);
    write_people(p, it);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct erasure_certificate it;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !erasure_certificate_read(a, order->record, &it))
        return false;
    write_certificate(&p, &it);
    if (it.has_product) {
        compose_section(c, 2, ERASURE_DONE);
        compose_paragraph(
            c, "この仕組みに保存した情報は、まだ消去していません。消去すると、日時、消した"
               "もの、読み出しを試みた結果をこの欄に加えた証明書を作ります。");
    }
    compose_end(c);
    return true;
}

/* What is erased today cannot be entered as done any more: the day stands in the paper alone. */
static void
put_day(struct erasure_certificate *it, struct date day)
{
    bool all = true;

    for (size_t i = 0; i < it->count; i++) {
        if (it->lines[i].product && !it->done_on.day)
            it->lines[i].done_on = day;
        all = all && it->lines[i].product;
    }
    if (all && !it->done_on.day)
        it->done_on = day;
}

bool
erasure_paper_begin(struct act *a, int64_t contract, int64_t request, struct date done_on,
                    struct document *out)
{
    const struct report_order order = { .contract = contract, .record = request };
    struct erasure_certificate it;
    struct contract_paper p;
    struct composition c;
    int64_t records = 0;

    *out = (struct document){ .subject = erasure_report.title, .date = instant_date(a->now) };
    compose_begin(&c, a->arena, out);
    if (!paper_open(a, &order, &c, &records, &p) || !erasure_certificate_read(a, request, &it))
        return false;
    put_day(&it, done_on);
    write_certificate(&p, &it);
    return stamp_record(a, &erasure_request_ledger, request, out);
}

const struct report erasure_report = {
    .key = "erasure",
    .title = "廃棄・消去証明書",
    .help = "返還・消去の申請と、その明細から証明書を作ります。",
    .of = &erasure_request_ledger,
    .roles = 1 << ROLE_LEAD,
    .personal = &erasure_request_ledger,
    .make = make,
};
