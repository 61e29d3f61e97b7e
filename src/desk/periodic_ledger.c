#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "desk/inquiry.h"
#include "desk/periodic_parts.h"
#include "ledger/access.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"

/* What a ledger's rows say of the period: by the times in the head of each, so that lists can
   be asked the same. How often one was changed is what the history tells. */
struct moved {
    int64_t made;
    int64_t changed; /* older ones, for the last time within it */
    int64_t ended;   /* changed within it and in a state that ends */
    int64_t all;     /* of today */
};

/* Ended states, comma between; "" where none is. */
static const char *
ended_states(struct periodic *p, const struct ledger *l)
{
    struct buffer out = { .arena = p->a->arena };

    for (const struct state *state = l->states ? l->states->states : NULL; state && state->name;
         state++)
        if (state->ended)
            buffer_print(&out, "%s%s", out.length ? "," : "", state->name);
    return out.length ? buffer_string(&out) : "";
}

static void
sum_when(struct sql *s, const char *t, const char *column, struct bound from, struct bound until)
{
    SQL(s, ", COALESCE(SUM(CASE WHEN ");
    sql_column(s, t, column);
    SQL(s, " >= ");
    sql_value(s, from);
    SQL(s, " AND ");
    sql_column(s, t, column);
    SQL(s, " < ");
    sql_value(s, until);
}

static void
sum_ended(struct sql *s, const struct ledger *l, struct bound from, struct bound until)
{
    bool any = false;

    sum_when(s, "t", "changed_at", from, until);
    SQL(s, " AND t.\"state\" IN (");
    for (const struct state *state = l->states ? l->states->states : NULL; state && state->name;
         state++) {
        if (!state->ended)
            continue;
        if (any)
            SQL(s, ", ");
        sql_value(s, bind_text("state", state->name));
        any = true;
    }
    if (!any)
        SQL(s, "NULL");
    SQL(s, ") THEN 1 ELSE 0 END), 0) AS ended");
}

/* All four in one walk over the contract's rows. */
static bool
read_moved(struct periodic *p, const struct ledger *l, struct moved *out)
{
    struct bound from = bind_instant("from", stretch_begin(&p->now));
    struct bound until = bind_instant("until", stretch_end(&p->now));
    struct sql *s = sql_new(p->a, "periodic.ledger");
    bool found;

    SQL(s, "SELECT COUNT(*) AS \"all\"");
    sum_when(s, "t", "created_at", from, until);
    SQL(s, " THEN 1 ELSE 0 END), 0) AS made");
    sum_when(s, "t", "changed_at", from, until);
    SQL(s, " AND t.\"created_at\" < ");
    sql_value(s, from);
    SQL(s, " THEN 1 ELSE 0 END), 0) AS changed");
    sum_ended(s, l, from, until);
    SQL(s, " FROM ");
    sql_name(s, l->name);
    SQL(s, " AS t WHERE t.\"removed_at\" IS NULL AND t.\"contract\" = ");
    sql_value(s, bind_int("contract", p->order->contract));
    access_sql(p->a, l, DEED_READ, s, "t");
    return sql_first(p->a, s,
                     COLUMNS(COLUMN(struct moved, all), COLUMN(struct moved, made),
                             COLUMN(struct moved, changed), COLUMN(struct moved, ended)),
                     out, &found);
}

static void
write_line(struct periodic *p, struct table_maker *t, const struct ledger *l,
           const struct moved *it)
{
    const char *first = p->now.first, *last = p->now.last;
    const char *ended = ended_states(p, l);

    periodic_label(p, t, l->title);
    table_cell(t, counted_by(&p->counter, l, FILTERS("created_at.ge", first, "created_at.le", last),
                             it->made));
    table_cell(t, counted_by(&p->counter, l,
                             FILTERS("changed_at.ge", first, "changed_at.le", last, "created_at.lt",
                                     first),
                             it->changed));
    table_cell(t, *ended ? counted_by(&p->counter, l,
                                      FILTERS("changed_at.ge", first, "changed_at.le", last,
                                              "state.in", ended),
                                      it->ended)
                         : figure_none());
    table_cell(t, counted_by(&p->counter, l, FILTERS("created_at.empty", "false"), it->all));
}

/* Those the desk keeps besides inquiries, which have sections of their own. */
static bool
is_told(struct periodic *p, const struct ledger *l)
{
    return l->path && strncmp(l->path, "/desk/", strlen("/desk/")) == 0 && l != &inquiry_ledger &&
           !l->installation && access_may(p->a, l, DEED_READ, NULL);
}

bool
periodic_ledgers(struct periodic *p)
{
    static const struct document_column columns[] = {
        { .title = "台帳", .width = 520 },
        { .title = "登録", .align = ALIGN_RIGHT },
        { .title = "変更", .align = ALIGN_RIGHT },
        { .title = "終了", .align = ALIGN_RIGHT },
        { .title = "今の件数", .align = ALIGN_RIGHT },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 5);
    size_t count, still = 0;
    const struct ledger *const *all = ledgers_all(&count);

    compose_section(p->c, 1, "台帳の動き");
    table->caption = "台帳ごとの登録、変更、終了";
    table->unit = "件";
    for (size_t i = 0; i < count; i++) {
        struct moved it;

        if (!is_told(p, all[i]))
            continue;
        if (!read_moved(p, all[i], &it))
            return false;
        if (it.made || it.changed || it.ended)
            write_line(p, &t, all[i], &it);
        else
            still++;
    }
    table->note = arena_print(
        p->a->arena,
        "注　変更は、期間より前の登録で、最後の変更が期間にあるもの。終了は、最後の変更が期間に"
        "あり、終わった状態のもの。動きのない台帳は%zu。変更の全部は各台帳の「履歴」で分かる。",
        still);
    if (table->row_count)
        compose_table(p->c, table);
    else
        compose_paragraph(p->c, "期間に動きのあった台帳は0である。");
    return true;
}
