#include "render/compose.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "render/document_words.h"

enum { FIRST_CELLS = 64 };

void
compose_begin(struct composition *c, struct arena *arena, struct document *d)
{
    *c = (struct composition){ .arena = arena, .document = d, .to = &d->nodes };
}

static struct node *
add(struct composition *c, enum node_kind kind)
{
    struct node *node = NEW(c->arena, struct node);

    node->kind = kind;
    if (c->to->last)
        c->to->last->next = node;
    else
        c->to->first = node;
    c->to->last = node;
    return node;
}

void
compose_letterhead(struct composition *c, const struct letterhead *letterhead)
{
    add(c, NODE_LETTERHEAD)->letterhead = letterhead;
}

void
compose_title(struct composition *c, const char *before, const char *title)
{
    struct node *node = add(c, NODE_TITLE);

    node->before = before;
    node->title = title;
}

void
compose_approvals(struct composition *c, const struct stamp *stamps, size_t count)
{
    struct node *node = add(c, NODE_APPROVALS);

    node->stamps = stamps;
    node->count = count;
}

/* 第1 → 1 → (1) → ア. */
static const char *
section_label(struct composition *c, int level, int64_t number)
{
    switch (level) {
    case 1:
        return arena_print(c->arena, "第%lld", (long long)number);
    case 2:
        return arena_print(c->arena, "%lld", (long long)number);
    case 3:
        return arena_print(c->arena, "(%lld)", (long long)number);
    default:
        return words_item(c->arena, LIST_KANA, (size_t)(number - 1));
    }
}

void
compose_section(struct composition *c, int level, const char *title)
{
    struct node *node = add(c, NODE_SECTION);

    must(level >= 1 && level <= SECTION_LEVELS);
    for (int below = level; below < SECTION_LEVELS; below++)
        c->sections[below] = 0;
    node->level = level;
    node->title = title;
    node->label = section_label(c, level, ++c->sections[level - 1]);
}

void
compose_annex(struct composition *c, const char *title)
{
    struct node *node = add(c, NODE_SECTION);

    node->level = 1;
    node->title = title;
    for (int below = 1; below < SECTION_LEVELS; below++)
        c->sections[below] = 0;
}

static const struct text *
one_text(struct composition *c, const char *text)
{
    struct text *out = NEW(c->arena, struct text);
    struct run *run = NEW(c->arena, struct run);

    run->text = text;
    *out = (struct text){ run, 1 };
    return out;
}

void
compose_paragraph(struct composition *c, const char *format, ...)
{
    struct node *node = add(c, NODE_PARAGRAPH);
    va_list list;

    va_start(list, format);
    node->texts = one_text(c, arena_vprint(c->arena, format, list));
    va_end(list);
    node->count = 1;
    node->indented = true;
}

void
compose_line(struct composition *c, enum align align, const char *text)
{
    struct node *node = add(c, NODE_PARAGRAPH);

    node->texts = one_text(c, text);
    node->count = 1;
    node->align = align;
}

void
compose_text(struct composition *c, const struct text *text)
{
    struct node *node = add(c, NODE_PARAGRAPH);

    node->texts = text;
    node->count = 1;
}

/* The node that goes on with one more text, or a new one of the kind. */
static void
add_text(struct composition *c, enum node_kind kind, enum list_style style, const char *words)
{
    struct node *node = c->to->last;
    struct text *texts;

    if (!node || node->kind != kind || node->style != style)
        node = add(c, kind);
    texts = NEW_ARRAY(c->arena, node->count + 1, struct text);
    if (node->count)
        memcpy(texts, node->texts, node->count * sizeof *texts);
    texts[node->count] = *one_text(c, words);
    node->texts = texts;
    node->count++;
    node->style = style;
}

void
compose_lead(struct composition *c, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    add_text(c, NODE_LEAD, LIST_BULLET, arena_vprint(c->arena, format, list));
    va_end(list);
}

void
compose_item(struct composition *c, enum list_style style, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    add_text(c, NODE_LIST, style, arena_vprint(c->arena, format, list));
    va_end(list);
}

void
compose_keyfigures(struct composition *c, const struct keyfigure *keyfigures, size_t count)
{
    struct node *node = add(c, NODE_KEYFIGURES);

    node->keyfigures = keyfigures;
    node->count = count;
}

void
compose_table(struct composition *c, const struct document_table *table)
{
    struct node *node = add(c, NODE_TABLE);

    node->table = table;
    if (table->caption)
        node->label = arena_print(c->arena, "表%lld", (long long)++c->tables);
}

void
compose_pairs(struct composition *c, const struct pair_row *pairs, size_t count)
{
    struct node *node = add(c, NODE_PAIRS);

    node->pairs = pairs;
    node->count = count;
}

void
compose_chart(struct composition *c, const struct chart *chart)
{
    struct node *node = add(c, NODE_CHART);

    node->chart = chart;
    if (chart->caption)
        node->label = arena_print(c->arena, "図%lld", (long long)++c->figures);
}

void
compose_diagram(struct composition *c, const struct diagram *diagram)
{
    struct node *node = add(c, NODE_DIAGRAM);

    node->diagram = diagram;
    if (diagram->caption)
        node->label = arena_print(c->arena, "図%lld", (long long)++c->figures);
}

void
compose_form(struct composition *c, const char *title, const struct blank *blanks, size_t count)
{
    struct node *node = add(c, NODE_FORM);

    node->title = title;
    node->blanks = blanks;
    node->count = count;
}

void
compose_calculation(struct composition *c, const char *title, const struct calculation_step *steps,
                    size_t count)
{
    struct node *node = add(c, NODE_CALCULATION);

    node->title = title;
    node->steps = steps;
    node->count = count;
}

void
compose_pagebreak(struct composition *c, enum paper page)
{
    add(c, NODE_PAGEBREAK)->page = page;
}

void
compose_columns(struct composition *c, size_t count)
{
    struct node *node = add(c, NODE_COLUMNS);

    must(!c->columns && count >= 1 && count <= MOST_COLUMNS);
    c->columns = NEW_ARRAY(c->arena, count, struct nodes);
    c->column = 0;
    c->column_count = count;
    node->columns = c->columns;
    node->count = count;
    c->to = c->columns;
}

void
compose_next(struct composition *c)
{
    must(c->columns && c->column + 1 < c->column_count);
    c->to = &c->columns[++c->column];
}

void
compose_columns_end(struct composition *c)
{
    must(c->columns);
    c->columns = NULL;
    c->to = &c->document->nodes;
}

void
compose_end(struct composition *c)
{
    add(c, NODE_END);
}

struct document_table *
table_begin(struct table_maker *m, struct arena *arena, const struct document_column *columns,
            size_t count)
{
    must(count > 0);
    *m = (struct table_maker){ .arena = arena, .table = NEW(arena, struct document_table) };
    m->table->columns = columns;
    m->table->column_count = count;
    return m->table;
}

static void
begin_row(struct table_maker *m)
{
    struct document_table *table = m->table;

    if (table->row_count == m->room) {
        size_t room = m->room ? m->room * 2 : FIRST_CELLS;
        struct document_line *rows = NEW_ARRAY(m->arena, room, struct document_line);

        if (m->room)
            memcpy(rows, m->rows, m->room * sizeof *rows);
        m->rows = rows;
        m->room = room;
        table->rows = rows;
    }
    m->cells = NEW_ARRAY(m->arena, table->column_count, struct figure);
    m->filled = 0;
    m->rows[table->row_count] = (struct document_line){ .cells = m->cells, .sum = m->is_sum };
    m->is_sum = false;
    table->row_count++;
}

void
table_cell(struct table_maker *m, struct figure figure)
{
    if (!m->cells)
        begin_row(m);
    m->cells[m->filled++] = figure;
    if (m->filled == m->table->column_count)
        m->cells = NULL;
}

void
table_sum(struct table_maker *m)
{
    must(!m->cells);
    m->is_sum = true;
}
