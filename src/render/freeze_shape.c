#include "render/freeze_shape.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "render/document.h"

#define PART(type, m, ...)                                                                         \
    {                                                                                              \
        .name = #m, .offset = offsetof(struct type, m), .kind = __VA_ARGS__                        \
    }
#define COUNTED(type, c) .count = offsetof(struct type, c)

static const struct part run_parts[] = {
    PART(run, text, PART_TEXT),
    PART(run, link, PART_TEXT),
    PART(run, tone, PART_ENUM, .most = TONES),
    { 0 },
};
static const struct freeze_shape run_shape = { sizeof(struct run), run_parts };

static const struct part text_parts[] = {
    PART(text, count, PART_SIZE),
    PART(text, runs, PART_MANY, COUNTED(text, count), .shape = &run_shape),
    { 0 },
};
static const struct freeze_shape text_shape = { sizeof(struct text), text_parts };

static const struct part series_parts[] = {
    PART(series, title, PART_TEXT),
    PART(series, values, PART_LONGS, .count = OUTER),
    PART(series, fill, PART_ENUM, .most = FILLS),
    { 0 },
};
static const struct freeze_shape series_shape = { sizeof(struct series), series_parts };

static const struct part band_parts[] = {
    PART(chart_band, title, PART_TEXT),
    PART(chart_band, until, PART_LONG),
    { 0 },
};
static const struct freeze_shape band_shape = { sizeof(struct chart_band), band_parts };

static const struct part chart_parts[] = {
    PART(chart, kind, PART_ENUM, .most = CHART_KINDS),
    PART(chart, title, PART_TEXT),
    PART(chart, alternative, PART_TEXT),
    PART(chart, say, PART_TEXT),
    PART(chart, caption, PART_TEXT),
    PART(chart, note, PART_TEXT),
    PART(chart, count, PART_SIZE),
    PART(chart, labels, PART_TEXTS, COUNTED(chart, count)),
    PART(chart, series_count, PART_SIZE),
    PART(chart, series, PART_MANY, COUNTED(chart, series_count),
         .inner = offsetof(struct chart, count), .shape = &series_shape),
    PART(chart, decimals, PART_INT),
    PART(chart, unit, PART_TEXT),
    PART(chart, has_target, PART_FLAG),
    PART(chart, target, PART_LONG),
    PART(chart, target_label, PART_TEXT),
    PART(chart, own, PART_LONG),
    PART(chart, least, PART_LONG),
    PART(chart, width, PART_INT),
    PART(chart, band_count, PART_SIZE),
    PART(chart, bands, PART_MANY, COUNTED(chart, band_count), .shape = &band_shape),
    { 0 },
};
static const struct freeze_shape chart_shape = { sizeof(struct chart), chart_parts };

static const struct part figure_parts[] = {
    PART(figure, kind, PART_ENUM, .most = FIGURE_KINDS),
    PART(figure, number, PART_LONG),
    PART(figure, decimals, PART_INT),
    PART(figure, unit, PART_TEXT),
    PART(figure, text, PART_WITHIN, .shape = &text_shape),
    PART(figure, date, PART_DATE),
    PART(figure, time, PART_TIME),
    PART(figure, form, PART_ENUM, .most = DAY_FORMS),
    PART(figure, mark, PART_ENUM, .most = MARK_TONES),
    PART(figure, chart, PART_ONE, .shape = &chart_shape),
    PART(figure, strong, PART_FLAG),
    PART(figure, rows, PART_TEXT),
    { 0 },
};
static const struct freeze_shape figure_shape = { sizeof(struct figure), figure_parts };

static const struct part diagram_node_parts[] = {
    PART(diagram_node, title, PART_TEXT),
    PART(diagram_node, detail_count, PART_SIZE),
    PART(diagram_node, detail, PART_TEXTS, COUNTED(diagram_node, detail_count)),
    PART(diagram_node, group, PART_TEXT),
    PART(diagram_node, level, PART_INT),
    PART(diagram_node, strong, PART_FLAG),
    PART(diagram_node, planned_from, PART_DATE),
    PART(diagram_node, planned_until, PART_DATE),
    PART(diagram_node, actual_from, PART_DATE),
    PART(diagram_node, actual_until, PART_DATE),
    PART(diagram_node, progress, PART_LONG),
    PART(diagram_node, late, PART_LONG),
    PART(diagram_node, milestone, PART_FLAG),
    { 0 },
};
static const struct freeze_shape diagram_node_shape = { sizeof(struct diagram_node),
                                                        diagram_node_parts };

static const struct part diagram_edge_parts[] = {
    PART(diagram_edge, from, PART_SIZE),
    PART(diagram_edge, to, PART_SIZE),
    PART(diagram_edge, label, PART_TEXT),
    PART(diagram_edge, strong, PART_FLAG),
    { 0 },
};
static const struct freeze_shape diagram_edge_shape = { sizeof(struct diagram_edge),
                                                        diagram_edge_parts };

static const struct part diagram_parts[] = {
    PART(diagram, kind, PART_ENUM, .most = DIAGRAM_KINDS),
    PART(diagram, title, PART_TEXT),
    PART(diagram, alternative, PART_TEXT),
    PART(diagram, caption, PART_TEXT),
    PART(diagram, count, PART_SIZE),
    PART(diagram, nodes, PART_MANY, COUNTED(diagram, count), .shape = &diagram_node_shape),
    PART(diagram, edge_count, PART_SIZE),
    PART(diagram, edges, PART_MANY, COUNTED(diagram, edge_count), .shape = &diagram_edge_shape),
    PART(diagram, today, PART_DATE),
    PART(diagram, from, PART_DATE),
    PART(diagram, until, PART_DATE),
    PART(diagram, width, PART_INT),
    { 0 },
};
static const struct freeze_shape diagram_shape = { sizeof(struct diagram), diagram_parts };

static const struct part letterhead_parts[] = {
    PART(letterhead, number, PART_TEXT),
    PART(letterhead, date, PART_DATE),
    PART(letterhead, to_count, PART_SIZE),
    PART(letterhead, to, PART_TEXTS, COUNTED(letterhead, to_count)),
    PART(letterhead, from_count, PART_SIZE),
    PART(letterhead, from, PART_TEXTS, COUNTED(letterhead, from_count)),
    PART(letterhead, sealed, PART_FLAG),
    { 0 },
};
static const struct freeze_shape letterhead_shape = { sizeof(struct letterhead), letterhead_parts };

static const struct part stamp_parts[] = {
    PART(stamp, role, PART_TEXT),
    PART(stamp, act, PART_TEXT),
    PART(stamp, name, PART_TEXT),
    PART(stamp, date, PART_DATE),
    PART(stamp, version, PART_LONG),
    PART(stamp, open, PART_FLAG),
    { 0 },
};
static const struct freeze_shape stamp_shape = { sizeof(struct stamp), stamp_parts };

static const struct part keyfigure_parts[] = {
    PART(keyfigure, label, PART_TEXT),
    PART(keyfigure, value, PART_WITHIN, .shape = &figure_shape),
    PART(keyfigure, remark, PART_TEXT),
    { 0 },
};
static const struct freeze_shape keyfigure_shape = { sizeof(struct keyfigure), keyfigure_parts };

static const struct part column_parts[] = {
    PART(document_column, title, PART_TEXT),
    PART(document_column, group, PART_TEXT),
    PART(document_column, align, PART_ENUM, .most = ALIGNS),
    PART(document_column, width, PART_INT),
    { 0 },
};
static const struct freeze_shape column_shape = { sizeof(struct document_column), column_parts };

static const struct part row_parts[] = {
    PART(document_line, cells, PART_MANY, .count = OUTER, .shape = &figure_shape),
    PART(document_line, sum, PART_FLAG),
    { 0 },
};
static const struct freeze_shape row_shape = { sizeof(struct document_line), row_parts };

static const struct part table_parts[] = {
    PART(document_table, caption, PART_TEXT),
    PART(document_table, unit, PART_TEXT),
    PART(document_table, note, PART_TEXT),
    PART(document_table, column_count, PART_SIZE),
    PART(document_table, columns, PART_MANY, COUNTED(document_table, column_count),
         .shape = &column_shape),
    PART(document_table, row_count, PART_SIZE),
    PART(document_table, rows, PART_MANY, COUNTED(document_table, row_count),
         .inner = offsetof(struct document_table, column_count), .shape = &row_shape),
    PART(document_table, grid, PART_FLAG),
    PART(document_table, small, PART_FLAG),
    PART(document_table, filtered, PART_FLAG),
    { 0 },
};
static const struct freeze_shape table_shape = { sizeof(struct document_table), table_parts };

static const struct part pair_parts[] = {
    PART(pair_row, label, PART_TEXT),
    PART(pair_row, value, PART_WITHIN, .shape = &figure_shape),
    { 0 },
};
static const struct freeze_shape pair_shape = { sizeof(struct pair_row), pair_parts };

static const struct part blank_parts[] = {
    PART(blank, label, PART_TEXT),
    PART(blank, value, PART_TEXT),
    PART(blank, lines, PART_INT),
    { 0 },
};
static const struct freeze_shape blank_shape = { sizeof(struct blank), blank_parts };

static const struct part yen_parts[] = { PART(yen, yen, PART_LONG), { 0 } };
static const struct freeze_shape yen_shape = { sizeof(struct yen), yen_parts };

static const struct part step_parts[] = {
    PART(calculation_step, label, PART_TEXT),
    PART(calculation_step, words, PART_TEXT),
    PART(calculation_step, result, PART_WITHIN, .shape = &yen_shape),
    PART(calculation_step, formula, PART_TEXT),
    { 0 },
};
static const struct freeze_shape step_shape = { sizeof(struct calculation_step), step_parts };

static const struct part nodes_parts[] = {
    { .name = "nodes", .kind = PART_NODES, .offset = 0 },
    { 0 },
};
static const struct freeze_shape nodes_shape = { sizeof(struct nodes), nodes_parts };

#define NODE_LIST(m, s) PART(node, m, PART_MANY, COUNTED(node, count), .shape = s)

static const struct part node_parts[] = {
    PART(node, kind, PART_ENUM, .most = NODE_KINDS),
    PART(node, label, PART_TEXT),
    PART(node, level, PART_INT),
    PART(node, title, PART_TEXT),
    PART(node, before, PART_TEXT),
    PART(node, page, PART_ENUM, .most = PAPERS),
    PART(node, style, PART_ENUM, .most = LIST_STYLES),
    PART(node, align, PART_ENUM, .most = ALIGNS),
    PART(node, indented, PART_FLAG),
    PART(node, count, PART_SIZE),
    NODE_LIST(texts, &text_shape),
    PART(node, letterhead, PART_ONE, .shape = &letterhead_shape),
    NODE_LIST(stamps, &stamp_shape),
    NODE_LIST(keyfigures, &keyfigure_shape),
    PART(node, table, PART_ONE, .shape = &table_shape),
    NODE_LIST(pairs, &pair_shape),
    PART(node, chart, PART_ONE, .shape = &chart_shape),
    PART(node, diagram, PART_ONE, .shape = &diagram_shape),
    NODE_LIST(blanks, &blank_shape),
    NODE_LIST(columns, &nodes_shape),
    NODE_LIST(steps, &step_shape),
    { 0 },
};
const struct freeze_shape node_shape = { sizeof(struct node), node_parts };

static const struct part document_parts[] = {
    PART(document, title, PART_TEXT),
    PART(document, subject, PART_TEXT),
    PART(document, author, PART_TEXT),
    PART(document, number, PART_TEXT),
    PART(document, class_mark, PART_TEXT),
    PART(document, date, PART_DATE),
    PART(document, version, PART_LONG),
    PART(document, page, PART_ENUM, .most = PAPERS),
    PART(document, face, PART_ENUM, .most = FACES),
    PART(document, draft, PART_FLAG),
    PART(document, cover, PART_FLAG),
    PART(document, contents, PART_FLAG),
    PART(document, nodes, PART_NODES),
    { 0 },
};
const struct freeze_shape document_shape = { sizeof(struct document), document_parts };

static const void *
member(const void *row, size_t offset)
{
    return (const char *)row + offset;
}

/* A pointer member, whatever it points to. */
static const void *
pointer(const void *at)
{
    const void *out;

    memcpy(&out, at, sizeof out);
    return out;
}

static void
write_shape(struct buffer *out, const struct freeze_shape *shape, const void *row, size_t outer);

static size_t
length_of(const struct part *part, const void *row, size_t outer)
{
    return part->count == OUTER ? outer : *(const size_t *)member(row, part->count);
}

static void
write_list(struct buffer *out, const struct part *part, const void *row, size_t outer)
{
    const char *items = pointer(member(row, part->offset));
    size_t inner = part->inner ? *(const size_t *)member(row, part->inner) : 0;
    size_t count = length_of(part, row, outer);

    buffer_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(out, ',');
        if (part->kind == PART_TEXTS)
            json_text(out, ((const char *const *)(const void *)items)[i]);
        else if (part->kind == PART_LONGS)
            buffer_int(out, ((const int64_t *)(const void *)items)[i]);
        else
            write_shape(out, part->shape, items + i * part->shape->size, inner);
    }
    buffer_char(out, ']');
}

static void
write_nodes(struct buffer *out, const struct nodes *nodes)
{
    bool first = true;

    buffer_char(out, '[');
    for (const struct node *node = nodes->first; node; node = node->next) {
        if (node->kind == NODE_VERIFICATION)
            continue;
        if (!first)
            buffer_char(out, ',');
        first = false;
        write_shape(out, &node_shape, node, 0);
    }
    buffer_char(out, ']');
}

/* What is empty is not written. */
static bool
is_empty(const struct part *part, const void *at)
{
    static const char zeros[sizeof(struct text)];

    switch (part->kind) {
    case PART_INT:
    case PART_ENUM:
        return *(const int *)at == 0;
    case PART_LONG:
        return *(const int64_t *)at == 0;
    case PART_SIZE:
        return *(const size_t *)at == 0;
    case PART_FLAG:
        return !*(const bool *)at;
    case PART_DATE:
        return ((const struct date *)at)->day == 0;
    case PART_TIME:
        return ((const struct instant *)at)->us == 0;
    case PART_WITHIN:
        return part->shape->size <= sizeof zeros && memcmp(at, zeros, part->shape->size) == 0;
    case PART_TEXT:
    case PART_ONE:
    case PART_MANY:
    case PART_TEXTS:
    case PART_LONGS:
    case PART_NODES:
        return pointer(at) == NULL;
    }
    return true;
}

static void
write_part(struct buffer *out, const struct part *part, const void *row, size_t outer)
{
    const void *at = member(row, part->offset);

    switch (part->kind) {
    case PART_TEXT:
        json_text(out, pointer(at));
        return;
    case PART_INT:
    case PART_ENUM:
        buffer_int(out, *(const int *)at);
        return;
    case PART_LONG:
        buffer_int(out, *(const int64_t *)at);
        return;
    case PART_SIZE:
        buffer_int(out, (int64_t) * (const size_t *)at);
        return;
    case PART_FLAG:
        buffer_text(out, "true");
        return;
    case PART_DATE:
        buffer_int(out, ((const struct date *)at)->day);
        return;
    case PART_TIME:
        buffer_int(out, ((const struct instant *)at)->us);
        return;
    case PART_WITHIN:
        write_shape(out, part->shape, at, 0);
        return;
    case PART_ONE:
        write_shape(out, part->shape, pointer(at), 0);
        return;
    case PART_MANY:
    case PART_TEXTS:
    case PART_LONGS:
        write_list(out, part, row, outer);
        return;
    case PART_NODES:
        write_nodes(out, at);
        return;
    }
}

static void
write_shape(struct buffer *out, const struct freeze_shape *shape, const void *row, size_t outer)
{
    bool first = true;

    buffer_char(out, '{');
    for (const struct part *part = shape->parts; part->name; part++) {
        if (is_empty(part, member(row, part->offset)))
            continue;
        json_key(out, part->name, first);
        first = false;
        write_part(out, part, row, outer);
    }
    buffer_char(out, '}');
}

void
freeze_write(struct buffer *out, const struct freeze_shape *shape, const void *from)
{
    write_shape(out, shape, from, 0);
}
