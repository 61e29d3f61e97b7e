/* 従事者名簿, 情報取扱者名簿. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/paper_head.h"
#include "contract/qualification.h"
#include "contract/roster.h"
#include "ledger/access.h"
#include "store/act.h"

static struct figure
words(struct arena *arena, const char *text)
{
    return text && *text ? figure_text(arena, text) : figure_none();
}

static struct figure
day(struct date date)
{
    return date.day ? figure_date(date, DAY_NARROW) : figure_none();
}

static void
write_rows(struct contract_paper *p, const struct roster *roster, const char *caption)
{
    static const struct document_column columns[] = {
        { .title = "番号", .align = ALIGN_RIGHT, .width = 100 },
        { .title = "役割", .width = 300 },
        { .title = "氏名", .width = 260 },
        { .title = "所属", .width = 380 },
        { .title = "資格" },
        { .title = "業務の経験" },
        { .title = "従事の始まり", .width = 250 },
        { .title = "個人情報", .align = ALIGN_CENTRE, .width = 200 },
        { .title = "誓約", .width = 180 },
        { .title = "研修", .width = 180 },
    };
    struct arena *arena = p->a->arena;
    struct table_maker t;
    struct document_table *table =
        table_begin(&t, arena, columns, sizeof columns / sizeof *columns);

    table->caption = caption;
    table->note = "注　誓約は最も新しい誓約書の署名の日、研修は最も新しい受講の日である。";
    table->filtered = true;
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_row *it = &roster->rows[i];

        table_cell(&t, figure_count((int64_t)i + 1, NULL));
        table_cell(&t, words(arena, it->role));
        table_cell(&t, words(arena, it->name));
        table_cell(&t, words(arena, it->employer));
        table_cell(&t, words(arena, it->qualifications));
        table_cell(&t, words(arena, it->experience));
        table_cell(&t, day(it->period.from));
        table_cell(&t, figure_text(arena, it->personal_data ? "扱う" : "扱わない"));
        table_cell(&t, day(it->pledged_on));
        table_cell(&t, day(it->trained_on));
    }
    compose_table(p->c, table);
}

static void
write_summary(struct contract_paper *p, const struct roster *roster)
{
    size_t pledged = 0, trained = 0;

    for (size_t i = 0; i < roster->count; i++) {
        pledged += roster->rows[i].pledged_on.day != 0;
        trained += roster->rows[i].trained_on.day != 0;
    }
    compose_lead(p->c, "従事者は%zu人で、誓約書は%zu人、研修は%zu人が済んでいる。", roster->count,
                 pledged, trained);
}

static bool
write_roster(struct act *a, const struct report_order *order, struct composition *c,
             int64_t *records, const char *title, bool handlers)
{
    struct roster roster;
    struct contract_paper p;

    c->document->page = PAPER_A4_WIDE;
    if (!paper_open(a, order, c, records, &p) ||
        !roster_read(a, order->contract, c->document->date, handlers, &roster))
        return false;
    *records += (int64_t)roster.count;
    paper_confidential(&p);
    paper_title(&p, arena_print(a->arena, "%s（%s現在）", title,
                                wareki_print(a->arena, c->document->date, WAREKI_PLAIN)));
    write_summary(&p, &roster);
    if (roster.count)
        write_rows(&p, &roster, title);
    compose_end(c);
    return true;
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    return write_roster(a, order, c, records, "従事者名簿", false);
}

static bool
make_handlers(struct act *a, const struct report_order *order, struct composition *c,
              int64_t *records)
{
    return write_roster(a, order, c, records, "情報取扱者名簿", true);
}

const struct report roster_report = {
    .key = "roster",
    .title = "従事者名簿",
    .help = "従事者の役割、資格、経験、誓約、研修を、今日現在で並べます。",
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &qualification_ledger,
    .make = make,
};

const struct report handlers_report = {
    .key = "handlers",
    .title = "情報取扱者名簿",
    .help = "個人情報を扱う人と情報管理の責任者だけの名簿です。",
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .personal = &qualification_ledger,
    .make = make_handlers,
};
