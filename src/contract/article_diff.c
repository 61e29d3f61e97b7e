#include "contract/article_diff.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "store/act.h"

struct lines {
    const char **rows;
    size_t count;
};

static struct lines
split(struct act *a, const char *text)
{
    char *rest = arena_copy(a->arena, text);
    struct lines out = { 0 };
    size_t most = 1;

    for (const char *at = text; *at; at++)
        most += *at == '\n';
    out.rows = NEW_ARRAY(a->arena, most, const char *);
    while (rest && *rest)
        out.rows[out.count++] = strsep(&rest, "\n");
    return out;
}

static void
add(struct diff_lines *out, enum diff_kind kind, const char *text)
{
    out->rows[out->count++] = (struct diff_line){ kind, text };
    out->changed += kind != DIFF_SAME;
}

/* The longest common subsequence by the usual table; the parts that are equal at both ends
   are taken off before, so the table is small for real edits. */
static void
middle(struct act *a, const struct lines *from, const struct lines *to, struct diff_lines *out)
{
    size_t wide = to->count + 1, i = 0, j = 0;
    uint16_t *longest;

    if (from->count > DIFF_MOST || to->count > DIFF_MOST) {
        for (; i < from->count; i++)
            add(out, DIFF_GONE, from->rows[i]);
        for (; j < to->count; j++)
            add(out, DIFF_NEW, to->rows[j]);
        return;
    }
    longest = NEW_ARRAY(a->arena, (from->count + 1) * wide, uint16_t);
    for (i = from->count; i-- > 0;)
        for (j = to->count; j-- > 0;) {
            uint16_t down = longest[(i + 1) * wide + j], right = longest[i * wide + j + 1];

            longest[i * wide + j] = strcmp(from->rows[i], to->rows[j]) == 0
                                        ? (uint16_t)(longest[(i + 1) * wide + j + 1] + 1)
                                    : down > right ? down
                                                   : right;
        }
    for (i = j = 0; i < from->count || j < to->count;) {
        if (i < from->count && j < to->count && strcmp(from->rows[i], to->rows[j]) == 0)
            add(out, DIFF_SAME, from->rows[i++]), j++;
        else if (j == to->count ||
                 (i < from->count && longest[(i + 1) * wide + j] >= longest[i * wide + j + 1]))
            add(out, DIFF_GONE, from->rows[i++]);
        else
            add(out, DIFF_NEW, to->rows[j++]);
    }
}

void
diff_lines(struct act *a, const char *before, const char *after, struct diff_lines *out)
{
    struct lines from = split(a, before), to = split(a, after), mid_from, mid_to;
    size_t head = 0, tail = 0;

    *out = (struct diff_lines){ NEW_ARRAY(a->arena, from.count + to.count + 1, struct diff_line), 0,
                                0 };
    while (head < from.count && head < to.count && !strcmp(from.rows[head], to.rows[head]))
        add(out, DIFF_SAME, from.rows[head++]);
    while (head + tail < from.count && head + tail < to.count &&
           !strcmp(from.rows[from.count - tail - 1], to.rows[to.count - tail - 1]))
        tail++;
    mid_from = (struct lines){ from.rows + head, from.count - head - tail };
    mid_to = (struct lines){ to.rows + head, to.count - head - tail };
    middle(a, &mid_from, &mid_to, out);
    for (size_t i = from.count - tail; i < from.count; i++)
        add(out, DIFF_SAME, from.rows[i]);
}
