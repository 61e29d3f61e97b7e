#include "figures.h"

#include <string.h>

#include "base/buffer.h"
#include "base/wareki.h"
#include "store/act.h"

static void
put_tally(struct act *a, struct buffer *out, const struct invoice_tally *t)
{
    const struct {
        const char *title;
        int64_t number;
    } parts[] = { { "上限", t->limit },
                  { "前月まで", t->before },
                  { "今月", t->now },
                  { "累計", t->total },
                  { "残り", t->left } };

    buffer_text(out, t->title);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buffer_print(out, " %s %s%s", parts[i].title,
                     parts[i].number == NO_NUMBER
                         ? "なし"
                         : yen_digits(a->arena, (struct yen){ parts[i].number }),
                     parts[i].number == NO_NUMBER ? "" : t->unit);
    buffer_char(out, '\n');
}

const char *
figures_lines(struct act *a, const struct invoice_figures *f)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "%s %s\n%s\n%s\n", f->contract_number, f->contract_title, f->period,
                 f->limit);
    for (size_t i = 0; i < f->line_count; i++)
        buffer_print(&out, "%s %lld%s %s円 %s円\n", f->lines[i].title,
                     (long long)f->lines[i].quantity, f->lines[i].unit,
                     yen_digits(a->arena, f->lines[i].price),
                     yen_digits(a->arena, f->lines[i].amount));
    for (size_t i = 0; i < f->tally_count; i++)
        put_tally(a, &out, &f->tallies[i]);
    if (f->inspected)
        buffer_print(&out, "検査 %s %s\n",
                     wareki_print(a->arena, f->inspection.inspected_on, WAREKI_PLAIN),
                     f->inspection.number);
    buffer_text(&out, figures_working(a, f));
    return buffer_string(&out);
}
