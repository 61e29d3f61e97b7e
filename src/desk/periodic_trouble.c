#include "base/arena.h"
#include "desk/change.h"
#include "desk/periodic_parts.h"
#include "desk/problem.h"
#include "desk/trouble.h"
#include "store/act.h"

/* The troubles noticed in the period, narrowed by one more filter (`name` NULL: by none). */
static struct figure
noticed(struct periodic *p, const char *name, const char *value)
{
    return counted(
        &p->counter, &trouble_ledger,
        FILTERS("noticed_at.ge", p->now.first, "noticed_at.le", p->now.last, name, value));
}

static struct figure
within(struct periodic *p, const struct ledger *l, const char *from, const char *until,
       const char *name, const char *value)
{
    return counted(&p->counter, l, FILTERS(from, p->now.first, until, p->now.last, name, value));
}

static void
write_numbers(struct periodic *p)
{
    struct table_maker t;
    struct document_table *table = periodic_pairs(p, &t, "障害と対策の数", "件");
    const struct {
        const char *label;
        struct figure number;
    } lines[] = {
        { "障害", noticed(p, NULL, NULL) },
        { "うち影響が大きいもの", noticed(p, "severity", "high") },
        { "うち期限までに初動を記録したもの", noticed(p, "first_at.le", "first_due") },
        { "うちまだ復旧していないもの", noticed(p, "state.in", "open,responded") },
        { "解決した問題",
          within(p, &problem_ledger, "solved_on.ge", "solved_on.le", "state", "solved") },
        { "実施した変更", within(p, &change_ledger, "done_on.ge", "done_on.le", "state", "done") },
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        periodic_label(p, &t, lines[i].label);
        table_cell(&t, lines[i].number);
    }
    compose_table(p->c, table);
}

static const char *
first_line(struct periodic *p, const char *text)
{
    size_t length = 0;

    while (text && text[length] && text[length] != '\n' && text[length] != '\r')
        length++;
    return text ? arena_slice(p->a->arena, text, length) : "";
}

static void
write_troubles(struct periodic *p, const struct list *list)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 180 },         { .title = "件名" },
        { .title = "気づいた日時", .width = 260 }, { .title = "復旧日時", .width = 260 },
        { .title = "再発防止策", .width = 460 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 5);

    table->caption = "障害と再発防止策";
    for (size_t i = 0; i < list->count; i++) {
        const struct trouble *it = (const struct trouble *)list->rows + i;
        struct figure number = figure_text(p->a->arena, it->number);

        number.rows =
            arena_print(p->a->arena, "%s/%lld", trouble_ledger.path, (long long)it->base.id);
        table_cell(&t, number);
        table_cell(&t, figure_text(p->a->arena, it->title));
        table_cell(&t, figure_time(it->noticed_at, DAY_MONTH));
        table_cell(&t, it->recovered_at.us ? figure_time(it->recovered_at, DAY_MONTH)
                                           : figure_text(p->a->arena, "未復旧"));
        table_cell(&t, figure_text(p->a->arena, first_line(p, it->prevention.text)));
    }
    compose_table(p->c, table);
}

bool
periodic_troubles(struct periodic *p)
{
    struct list list;

    compose_section(p->c, 1, "障害と対策");
    if (!paper_rows(&p->paper, &trouble_ledger,
                    FILTERS("noticed_at.ge", p->now.first, "noticed_at.le", p->now.last, "sort",
                            "noticed_at"),
                    &list))
        return false;
    write_numbers(p);
    if (list.count)
        write_troubles(p, &list);
    else
        compose_paragraph(p->c, "期間に気づいた障害は0件である。");
    return !p->counter.failed;
}
