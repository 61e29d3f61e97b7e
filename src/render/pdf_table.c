/* Tables of a PDF: widths, heads that are repeated, rows that never break unless they are
   higher than a page. */
#include "render/pdf_parts.h"

#include <string.h>

#include "base/arena.h"
#include "render/column_group.h"
#include "render/document_words.h"

/* Cells of tables with more rows than ROWS_TAGGED carry no tags of their own, their rows do:
   a reader of a list that long jumps by rows, and the file would be twice as large. */
enum { KEPT_ROWS = 8, SAMPLE_ROWS = 60, MOST_RULES = 400, ROWS_TAGGED = 500 };

struct rule {
    double y, line;
    enum colour colour;
};

struct sheet {
    struct flow *f;
    const struct document_table *table;
    double x, width;
    double *left; /* of each column, from x; one more than there are columns */
    double pad_x, pad_y;
    struct manner manner; /* of a cell */
    bool grouped;
    double group_height, head_height; /* the second holds the first */
    double top;                       /* of what is painted on this page */
    struct rule rules[MOST_RULES];    /* painted when the page, or the table, ends */
    size_t rule_count;
};

static double
natural_width(struct sheet *s, size_t column)
{
    const struct document_table *t = s->table;
    struct manner m = s->manner;
    size_t rows = t->row_count < SAMPLE_ROWS ? t->row_count : SAMPLE_ROWS;
    double widest;
    double most = m.size * 40;

    m.bold = true;
    widest = set_width(s->f->fonts, t->columns[column].title, m);
    for (size_t r = 0; r < rows; r++) {
        const struct figure *cell = t->rows[r].cells ? &t->rows[r].cells[column] : NULL;
        double width = 0;

        if (cell && cell->kind == FIGURE_SPARK)
            width = 19 * MM;
        else if (cell)
            width = set_width(s->f->fonts, figure_print(s->f->arena, cell), m) +
                    (cell->kind == FIGURE_MARK ? 2 * MM : 0);
        widest = width > widest ? width : widest;
    }
    return (widest > most ? most : widest) + 2 * s->pad_x + 1;
}

/* Columns without a width: what each wants if there is room for all, and a share of what is
   left over; else those that want little get it and the others an equal share. */
static void
share_out(double *widths, const bool *open, size_t count, double room)
{
    double wanted = 0;
    size_t shared = 0;
    double fair;

    for (size_t i = 0; i < count; i++)
        if (open[i]) {
            wanted += widths[i];
            shared++;
        }
    if (!shared)
        return;
    if (wanted <= room) {
        for (size_t i = 0; i < count; i++)
            if (open[i])
                widths[i] *= room / wanted;
        return;
    }
    fair = room / (double)shared;
    for (size_t round = 0; round < count; round++) {
        double rest = room;
        size_t large = 0;

        for (size_t i = 0; i < count; i++)
            if (open[i] && widths[i] <= fair)
                rest -= widths[i];
            else if (open[i])
                large++;
        if (!large || rest / (double)large <= fair + 0.01)
            break;
        fair = rest / (double)large;
    }
    for (size_t i = 0; i < count; i++)
        if (open[i] && widths[i] > fair)
            widths[i] = fair;
}

static void
set_columns(struct sheet *s)
{
    const struct document_table *t = s->table;
    double *widths = NEW_ARRAY(s->f->arena, t->column_count + 1, double);
    bool *open = NEW_ARRAY(s->f->arena, t->column_count + 1, bool);
    double fixed = 0, total = 0;

    for (size_t i = 0; i < t->column_count; i++) {
        open[i] = t->columns[i].width <= 0;
        widths[i] = open[i] ? natural_width(s, i) : t->columns[i].width * 0.1 * MM;
        fixed += open[i] ? 0 : widths[i];
    }
    share_out(widths, open, t->column_count,
              fixed < s->width * 0.9 ? s->width - fixed : s->width * 0.1);
    for (size_t i = 0; i < t->column_count; i++)
        total += widths[i];
    s->left = NEW_ARRAY(s->f->arena, t->column_count + 1, double);
    for (size_t i = 0; i < t->column_count; i++)
        s->left[i + 1] = s->left[i] + widths[i] * s->width / (total > 0 ? total : 1);
}

static struct set_text
set_heading(struct sheet *s, const char *text, double width)
{
    struct manner m = s->manner;

    m.bold = true;
    m.colour = COLOUR_INK;
    m.leading = m.size * 1.3;
    m.width = width - 2 * s->pad_x;
    return set_words(s->f->arena, s->f->fonts, text, m);
}

static void
measure_head(struct sheet *s)
{
    const struct document_table *t = s->table;
    double single = 0, lower = 0, upper = 0;
    bool titled = false;

    for (size_t i = 0; i < t->column_count; i++) {
        struct set_text text = set_heading(s, t->columns[i].title, s->left[i + 1] - s->left[i]);
        double *to = t->columns[i].group ? &lower : &single;

        titled = titled || (t->columns[i].title && *t->columns[i].title) || t->columns[i].group;
        *to = set_height(&text) > *to ? set_height(&text) : *to;
    }
    for (size_t i = 0, span; i < t->column_count; i += span) {
        span = column_group_span(t, i);
        if (t->columns[i].group) {
            struct set_text text =
                set_heading(s, t->columns[i].group, s->left[i + span] - s->left[i]);

            upper = set_height(&text) > upper ? set_height(&text) : upper;
            s->grouped = true;
        }
    }
    if (!titled)
        return;
    s->group_height = s->grouped ? upper + 2 * s->pad_y : 0;
    s->head_height = s->group_height + (lower > 0 ? lower : s->grouped ? 0 : single) + 2 * s->pad_y;
    if (s->head_height < single + 2 * s->pad_y)
        s->head_height = single + 2 * s->pad_y;
}

static void
prepare(struct sheet *s, struct flow *f, const struct document_table *table, double x, double width)
{
    *s = (struct sheet){ .f = f, .table = table, .x = x, .width = width };
    s->manner = manner_of(table->small ? 8 : 8.5, 1.45, 0, COLOUR_TEXT);
    s->pad_x = (table->small ? 1 : 1.6) * MM;
    s->pad_y = 1.05 * MM;
    set_columns(s);
    measure_head(s);
}

static void
add_rule(struct sheet *s, double y, double line, enum colour colour)
{
    if (s->rule_count < MOST_RULES)
        s->rules[s->rule_count++] = (struct rule){ y, line, colour };
}

/* Rules of what was painted on this page; a grid has them between columns, too. */
static void
paint_rules(struct sheet *s, double bottom)
{
    struct canvas *c = &s->f->canvas;

    canvas_join_end(c);
    canvas_artifact(c);
    for (size_t i = 0; i < s->rule_count; i++)
        canvas_line(c, s->x, s->rules[i].y, s->x + s->width, s->rules[i].y, s->rules[i].line,
                    s->rules[i].colour);
    for (size_t i = 0; s->table->grid && i <= s->table->column_count; i++)
        canvas_line(c, s->x + s->left[i], s->top, s->x + s->left[i], bottom, 0.5, COLOUR_INK);
    canvas_artifact_end(c);
    s->rule_count = 0;
}

static enum anchor
anchor_of(enum align align)
{
    return align == ALIGN_RIGHT ? ANCHOR_END : align == ALIGN_CENTRE ? ANCHOR_MIDDLE : ANCHOR_START;
}

/* Stands at the bottom of its cell. */
static void
heading(struct sheet *s, const char *words, size_t column, size_t span, double y, double height,
        enum anchor anchor, bool tagged)
{
    struct canvas *c = &s->f->canvas;
    double x = s->x + s->left[column];
    struct set_text text = set_heading(s, words, s->left[column + span] - s->left[column]);

    if (tagged && c->on) {
        tag_open(&s->f->tags, "TH");
        if (span > 1 || (s->grouped && height >= s->head_height - 0.1))
            tag_span(&s->f->tags, (int)span, height >= s->head_height - 0.1 ? 2 : 1);
        else
            tag_scope(&s->f->tags, false);
        canvas_mark(c);
    }
    canvas_text(c, &text, 0, text.count, x + s->pad_x, y + height - s->pad_y - set_height(&text),
                anchor);
    if (tagged && c->on) {
        canvas_mark_end(c);
        tag_close(&s->f->tags);
    }
}

static void
upper_headings(struct sheet *s, double y, bool tagged)
{
    const struct document_table *t = s->table;
    size_t span;

    for (size_t i = 0; i < t->column_count; i += span) {
        span = column_group_span(t, i);
        if (t->columns[i].group)
            heading(s, t->columns[i].group, i, span, y, s->group_height, ANCHOR_MIDDLE, tagged);
        else
            heading(s, t->columns[i].title, i, 1, y, s->head_height, anchor_of(t->columns[i].align),
                    tagged);
    }
}

/* Short rules below the groups. */
static void
group_rules(struct sheet *s, double y)
{
    const struct document_table *t = s->table;
    size_t span;

    for (size_t i = 0; i < t->column_count; i += span) {
        span = column_group_span(t, i);
        if (t->columns[i].group)
            canvas_line(&s->f->canvas, s->x + s->left[i] + 1.5, y + s->group_height,
                        s->x + s->left[i + span] - 1.5, y + s->group_height, 0.5, COLOUR_RULE);
    }
}

/* `again`: repeated on a new page, for the eye only. Returns where it ends. */
static double
paint_head(struct sheet *s, double y, bool again)
{
    struct canvas *c = &s->f->canvas;
    const struct document_table *t = s->table;

    s->top = y;
    add_rule(s, y, t->grid ? 0.5 : 0.9, COLOUR_INK);
    if (s->head_height <= 0)
        return y;
    canvas_artifact(c);
    canvas_area(c, s->x, y, s->width, s->head_height, COLOUR_TINT);
    group_rules(s, y);
    if (!again)
        canvas_artifact_end(c);
    if (s->grouped) {
        if (!again)
            canvas_open(c, "TR");
        upper_headings(s, y, !again);
        if (!again)
            canvas_close(c);
    }
    if (!again)
        canvas_open(c, "TR");
    for (size_t i = 0; i < t->column_count; i++)
        if (!s->grouped || t->columns[i].group)
            heading(s, t->columns[i].title, i, 1, y + s->group_height,
                    s->head_height - s->group_height, anchor_of(t->columns[i].align), !again);
    if (again)
        canvas_artifact_end(c);
    else
        canvas_close(c);
    add_rule(s, y + s->head_height, t->grid ? 0.5 : 0.6, COLOUR_INK);
    return y + s->head_height;
}

/* All cells of a row; height without padding. */
static double
set_row(struct sheet *s, const struct document_line *row, struct cell *cells)
{
    double height = s->manner.leading;

    for (size_t i = 0; i < s->table->column_count; i++) {
        static const struct figure nothing = { .kind = FIGURE_EMPTY };
        const struct figure *figure = row->cells ? &row->cells[i] : &nothing;
        struct manner m = s->manner;

        m.width = s->left[i + 1] - s->left[i] - 2 * s->pad_x;
        m.bold = row->sum || figure->strong;
        m.colour = m.bold || !i ? COLOUR_INK : COLOUR_TEXT;
        cells[i] = cell_set(s->f, figure, m);
        height = cells[i].height > height ? cells[i].height : height;
    }
    return height;
}

static bool
only_texts(const struct sheet *s, const struct cell *cells)
{
    for (size_t i = 0; i < s->table->column_count; i++)
        if (cells[i].figure->kind == FIGURE_SPARK || cells[i].figure->kind == FIGURE_MARK)
            return false;
    return true;
}

static void
paint_row(struct sheet *s, const struct cell *cells, double y, double height)
{
    struct canvas *c = &s->f->canvas;
    bool cells_tagged = s->table->row_count <= ROWS_TAGGED;

    if (!c->on)
        return;
    if (s->table->grid) {
        canvas_join_end(c);
        canvas_artifact(c);
        canvas_area(c, s->x, y, s->left[1], height, COLOUR_TINT);
        canvas_artifact_end(c);
    }
    if (only_texts(s, cells))
        canvas_join(c);
    else
        canvas_join_end(c);
    tag_open(&s->f->tags, "TR");
    if (!cells_tagged)
        canvas_mark(c);
    for (size_t i = 0; i < s->table->column_count; i++) {
        if (cells_tagged) {
            tag_open(&s->f->tags, i ? "TD" : "TH");
            if (!i)
                tag_scope(&s->f->tags, true);
        }
        if (cells[i].text.count || cells[i].figure->kind == FIGURE_SPARK)
            cell_draw(s->f, &cells[i],
                      (struct frame){ s->x + s->left[i] + s->pad_x, y + s->pad_y,
                                      s->left[i + 1] - s->left[i] - 2 * s->pad_x },
                      anchor_of(s->table->columns[i].align), cells_tagged);
        if (cells_tagged)
            tag_close(&s->f->tags);
    }
    if (!cells_tagged)
        canvas_mark_end(c);
    tag_close(&s->f->tags);
}

static void
rule_below(struct sheet *s, size_t row, double y)
{
    if (s->table->grid)
        add_rule(s, y, 0.5, COLOUR_INK);
    else if (row + 1 == s->table->row_count)
        add_rule(s, y, 0.9, COLOUR_INK);
    else if (s->table->rows[row + 1].sum)
        add_rule(s, y, 0.6, COLOUR_INK);
    else
        add_rule(s, y, 0.35, COLOUR_HAIR);
}

static double
caption(struct flow *f, const struct node *node, struct frame at)
{
    const struct document_table *t = node->table;
    struct manner m = manner_of(8.5, 1.5, at.width, COLOUR_INK);
    const char *unit = t->unit && *t->unit ? arena_print(f->arena, "単位：%s", t->unit) : NULL;
    struct set_text text;

    if (!t->caption && !unit)
        return 0;
    m.width -= unit ? set_width(f->fonts, unit, m) + 8 : 0;
    m.bold = true;
    text = set_words(f->arena, f->fonts, words_caption(f->arena, node->label, t->caption), m);
    canvas_open(&f->canvas, "Caption");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &text, 0, text.count, at.x, at.y, ANCHOR_START);
    m.bold = false;
    m.colour = COLOUR_SUB;
    canvas_words(&f->canvas, f->fonts, unit, m, at.x + at.width, at.y + set_base(&m), ANCHOR_END);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    return set_height(&text) + 1 * MM;
}

static double
note(struct flow *f, const char *words, struct frame at)
{
    struct manner m = manner_of(7.5, 1.55, at.width, COLOUR_SUB);
    struct set_text text;

    if (!words || !*words)
        return 0;
    text = set_words(f->arena, f->fonts, words, m);
    canvas_open(&f->canvas, "P");
    canvas_mark(&f->canvas);
    canvas_text(&f->canvas, &text, 0, text.count, at.x, at.y + 1.5 * MM, ANCHOR_START);
    canvas_mark_end(&f->canvas);
    canvas_close(&f->canvas);
    return set_height(&text) + 1.5 * MM;
}

double
table_draw(struct flow *f, const struct node *node, struct frame at)
{
    struct sheet *s = NEW(f->arena, struct sheet);
    struct cell *cells = NEW_ARRAY(f->arena, node->table->column_count + 1, struct cell);
    double y = at.y;

    prepare(s, f, node->table, at.x, at.width);
    canvas_open(&f->canvas, "Table");
    y += caption(f, node, at);
    y = paint_head(s, y, false);
    for (size_t r = 0; r < node->table->row_count; r++) {
        struct arena_mark mark = arena_mark(f->arena);
        double height = set_row(s, &node->table->rows[r], cells) + 2 * s->pad_y;

        paint_row(s, cells, y, height);
        y += height;
        rule_below(s, r, y);
        arena_reset(f->arena, mark);
    }
    canvas_close(&f->canvas);
    paint_rules(s, y);
    return y + note(f, node->table->note, (struct frame){ at.x, y, at.width }) - at.y;
}

/* Measured without painting. */
static double
height_of(struct flow *f, const struct node *node,
          double (*draw)(struct flow *, const struct node *, struct frame))
{
    struct arena_mark mark = arena_mark(f->arena);
    bool on = f->canvas.on;
    double height;

    f->canvas.on = false;
    height = draw(f, node, (struct frame){ f->left, 0, flow_width(f) });
    f->canvas.on = on;
    arena_reset(f->arena, mark);
    return height;
}

double
table_least(struct flow *f, const struct node *node)
{
    struct document_table part = *node->table;
    struct node copy = *node;
    double height;

    if (part.row_count > KEPT_ROWS) {
        part.row_count = 2;
        part.note = NULL;
    }
    copy.table = &part;
    height = height_of(f, &copy, table_draw);
    /* What is higher than a page breaks anyway. */
    return height < (f->bottom - f->top) * 0.8 ? height : (f->bottom - f->top) * 0.2;
}

/* Lines of a row that is higher than a page, page after page. */
static void
break_row(struct sheet *s, struct cell *cells)
{
    struct flow *f = s->f;
    size_t columns = s->table->column_count;
    size_t most = 1, first = 0;

    for (size_t i = 0; i < columns; i++)
        most = cells[i].text.count > most ? cells[i].text.count : most;
    while (first < most) {
        double room = f->bottom - f->y - 2 * s->pad_y;
        size_t count = room > s->manner.leading ? (size_t)(room / s->manner.leading) : 1;
        struct cell *part = NEW_ARRAY(f->arena, columns + 1, struct cell);
        double height;

        count = count > most - first ? most - first : count;
        height = (double)count * s->manner.leading + 2 * s->pad_y;
        for (size_t i = 0; i < columns; i++) {
            part[i] = cells[i];
            part[i].text.lines += first < cells[i].text.count ? first : cells[i].text.count;
            part[i].text.count = first < cells[i].text.count ? cells[i].text.count - first : 0;
            if (part[i].text.count > count)
                part[i].text.count = count;
        }
        paint_row(s, part, f->y, height);
        f->y += height;
        first += count;
        if (first < most) {
            paint_rules(s, f->y);
            flow_break(f);
            f->y = paint_head(s, f->y, true);
        }
    }
}

static void
flow_rows(struct sheet *s)
{
    struct flow *f = s->f;
    struct cell *cells = NEW_ARRAY(f->arena, s->table->column_count + 1, struct cell);
    double page = f->bottom - f->top - s->head_height;

    for (size_t r = 0; r < s->table->row_count; r++) {
        struct arena_mark mark = arena_mark(f->arena);
        const struct document_line *row = &s->table->rows[r];
        double height = set_row(s, row, cells) + 2 * s->pad_y;
        /* A sum does not stand alone on a page. */
        double wanted = r + 2 == s->table->row_count && row[1].sum ? 2 * height : height;

        if (f->y + wanted > f->bottom + 0.5 && height <= page) {
            paint_rules(s, f->y);
            flow_break(f);
            f->y = paint_head(s, f->y, true);
        }
        if (height > page) {
            break_row(s, cells);
        } else {
            paint_row(s, cells, f->y, height);
            f->y += height;
        }
        rule_below(s, r, f->y);
        arena_reset(f->arena, mark);
    }
}

void
flow_table(struct flow *f, const struct node *node)
{
    struct sheet *s = NEW(f->arena, struct sheet);
    struct frame at;
    double below;

    flow_need(f, node_before(node), table_least(f, node));
    prepare(s, f, node->table, f->left, flow_width(f));
    canvas_open(&f->canvas, "Table");
    f->y += caption(f, node, (struct frame){ f->left, f->y, flow_width(f) });
    f->y = paint_head(s, f->y, false);
    flow_rows(s);
    canvas_close(&f->canvas);
    paint_rules(s, f->y);
    at = (struct frame){ f->left, f->y, flow_width(f) };
    if (node->table->note) {
        struct manner m = manner_of(7.5, 1.55, at.width, COLOUR_SUB);
        struct set_text text = set_words(f->arena, f->fonts, node->table->note, m);

        below = set_height(&text) + 1.5 * MM;
        if (f->y + below > f->bottom + 0.5) {
            flow_break(f);
            at.y = f->y;
        }
        f->y = at.y + note(f, node->table->note, at);
    }
    f->after = node_after(node);
}
