#include "contract/coverage.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/obligation.h"
#include "ledger/access.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"

enum { BAR = 1000, BAR_GAP = 5 };

const struct coverage_face coverage_faces[COVERAGE_PARTS] = {
    [COVERAGE_PROVEN] = { "証明済", "p", "proven" },
    [COVERAGE_WORKING] = { "進行中", "o", "working" },
    [COVERAGE_OPEN] = { "これから", "f", "open" },
    [COVERAGE_LATE] = { "遅れ", "l", "late" },
};

struct counted {
    const char *chapter;
    const char *state;
    int64_t number;
    int64_t first;
};
struct counted_list {
    struct counted *rows;
    size_t count;
};

static bool
count_states(struct act *a, int64_t contract, struct counted_list *out)
{
    struct sql *s = sql_new(a, "obligation.coverage");

    SQL(s, "SELECT t.chapter AS chapter, t.state AS state, COUNT(*) AS number, MIN(t.id) AS first"
           " FROM obligation t WHERE t.removed_at IS NULL AND t.contract = ");
    sql_value(s, bind_int("contract", contract));
    access_sql(a, &obligation_ledger, DEED_READ, s, "t");
    SQL(s, " GROUP BY t.chapter, t.state ORDER BY MIN(t.id)");
    return sql_rows(a, s,
                    COLUMNS(COLUMN(struct counted, chapter), COLUMN(struct counted, state),
                            COLUMN(struct counted, number), COLUMN(struct counted, first)),
                    sizeof(struct counted), &out->rows, &out->count);
}

/* The list of a chapter, of a state of it, or of all. */
static const char *
list_address(struct act *a, int64_t contract, const char *chapter, const char *state)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "%s?contract=%lld", obligation_ledger.path, (long long)contract);
    if (chapter && *chapter) {
        buffer_text(&out, "&chapter=");
        address_part(&out, chapter);
    } else if (chapter) {
        buffer_text(&out, "&chapter.empty=true");
    }
    if (state)
        buffer_print(&out, "&state=%s", state);
    else
        buffer_text(&out, "&state.ne=exempt");
    buffer_text(&out, "&sort=id");
    return buffer_string(&out);
}

static void
add(struct coverage_row *row, const struct counted *it)
{
    if (strcmp(it->state, "exempt") == 0)
        row->exempt += it->number;
    for (size_t i = 0; i < COVERAGE_PARTS; i++)
        if (strcmp(it->state, coverage_faces[i].state) == 0) {
            row->parts[i] += it->number;
            row->total += it->number;
        }
}

/* A part that is there is seen, be it one of a thousand; the last takes what is left. */
static void
draw(struct coverage_row *row)
{
    size_t shown = 0, last = 0;
    int at = 0, room;

    for (size_t i = 0; i < COVERAGE_PARTS; i++)
        if (row->parts[i]) {
            shown++;
            last = i;
        }
    room = shown ? BAR - (int)(shown - 1) * BAR_GAP : 0;
    for (size_t i = 0; i < COVERAGE_PARTS && shown; i++) {
        if (!row->parts[i])
            continue;
        row->starts[i] = at;
        row->widths[i] = i == last ? BAR - at : (int)(row->parts[i] * room / row->total);
        if (row->widths[i] < BAR_GAP)
            row->widths[i] = BAR_GAP;
        at += row->widths[i] + BAR_GAP;
    }
}

static void
finish(struct act *a, int64_t contract, const char *chapter, struct coverage_row *row)
{
    draw(row);
    row->href = list_address(a, contract, chapter, NULL);
    for (size_t i = 0; i < COVERAGE_PARTS; i++)
        row->hrefs[i] = list_address(a, contract, chapter, coverage_faces[i].state);
}

static struct coverage_row *
row_of(struct coverage *c, const char *chapter)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->rows[i].title, chapter) == 0)
            return &c->rows[i];
    c->rows[c->count].title = chapter;
    return &c->rows[c->count++];
}

bool
coverage_read(struct act *a, int64_t contract, struct coverage *out)
{
    struct counted_list list;
    size_t kept = 0;

    *out = (struct coverage){ .whole.title = "" };
    if (!count_states(a, contract, &list))
        return false;
    out->rows = NEW_ARRAY(a->arena, list.count + 1, struct coverage_row);
    for (size_t i = 0; i < list.count; i++) {
        add(row_of(out, list.rows[i].chapter), &list.rows[i]);
        add(&out->whole, &list.rows[i]);
    }
    /* A chapter of headings only has nothing to prove. */
    for (size_t i = 0; i < out->count; i++)
        if (out->rows[i].total)
            out->rows[kept++] = out->rows[i];
    out->count = kept;
    for (size_t i = 0; i < out->count; i++)
        finish(a, contract, out->rows[i].title, &out->rows[i]);
    finish(a, contract, NULL, &out->whole);
    return true;
}

int
coverage_share(const struct coverage_row *row)
{
    return row->total ? (int)(row->parts[COVERAGE_PROVEN] * 100 / row->total) : 0;
}
