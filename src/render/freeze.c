#include "render/freeze.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/must.h"
#include "render/compose.h"
#include "render/document.h"
#include "render/freeze_shape.h"

void
document_freeze(const struct document *d, struct buffer *out)
{
    buffer_print(out, "{\"tasuki\":%d,\"document\":", FREEZE_VERSION);
    freeze_write(out, &document_shape, d);
    buffer_char(out, '}');
}

static bool
figure_is_sound(const struct figure *f)
{
    return f->decimals >= 0 && f->decimals <= 6 && (f->kind != FIGURE_SPARK || f->chart);
}

static bool
table_is_sound(const struct document_table *table)
{
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->column_count; c++)
            if (!figure_is_sound(&table->rows[r].cells[c]))
                return false;
    return table->column_count > 0;
}

static bool
diagram_is_sound(const struct diagram *diagram)
{
    for (size_t i = 0; i < diagram->edge_count; i++)
        if (diagram->edges[i].from >= diagram->count || diagram->edges[i].to >= diagram->count)
            return false;
    return true;
}

static bool nodes_are_sound(const struct nodes *nodes, bool inside);

/* Writers take for granted that a node has what its kind speaks of. */
static bool
node_is_sound(const struct node *node, bool inside)
{
    switch (node->kind) {
    case NODE_LETTERHEAD:
        return node->letterhead;
    case NODE_APPROVALS:
        return node->stamps;
    case NODE_SECTION:
        return node->title && node->level >= 1 && node->level <= SECTION_LEVELS;
    case NODE_PARAGRAPH:
        return node->texts && node->count == 1;
    case NODE_LEAD:
    case NODE_LIST:
        return node->texts;
    case NODE_KEYFIGURES:
        return node->keyfigures;
    case NODE_TABLE:
        return node->table && table_is_sound(node->table);
    case NODE_PAIRS:
        return node->pairs;
    case NODE_CHART:
        return node->chart;
    case NODE_DIAGRAM:
        return node->diagram && diagram_is_sound(node->diagram);
    case NODE_FORM:
        return node->blanks;
    case NODE_COLUMNS:
        for (size_t i = 0; node->columns && i < node->count; i++)
            if (!nodes_are_sound(&node->columns[i], true))
                return false;
        return node->columns && node->count <= MOST_COLUMNS && !inside;
    case NODE_CALCULATION:
        return node->steps;
    case NODE_TITLE:
        return node->title;
    case NODE_VERIFICATION:
        return false;
    case NODE_PAGEBREAK:
    case NODE_END:
        return true;
    }
    return false;
}

static bool
nodes_are_sound(const struct nodes *nodes, bool inside)
{
    for (const struct node *node = nodes->first; node; node = node->next)
        if (!node_is_sound(node, inside))
            return false;
    return true;
}

bool
document_thaw(struct arena *arena, const char *bytes, size_t length, struct document *d,
              const char **why)
{
    json_t *root;
    struct freeze_reader r = { .arena = arena };

    *d = (struct document){ 0 };
    if (!json_read(arena, bytes, length, &root, why))
        return false;
    if (json_integer_value(json_object_get(root, "tasuki")) != FREEZE_VERSION) {
        *why = "この版の文書は読めません。新しい版のTasukiで開いてください。";
        return false;
    }
    r.at = "document";
    if (freeze_read(&r, &document_shape, json_object_get(root, "document"), d)) {
        r.at = "nodes";
        if (nodes_are_sound(&d->nodes, false))
            return true;
    }
    *why = arena_print(arena, "凍結した文書の「%s」が正しくありません。", r.at);
    return false;
}

const char *
document_hash(struct arena *arena, const struct document *d)
{
    struct buffer bytes = { 0 };
    uint8_t hash[SHA256_BYTES];

    document_freeze(d, &bytes);
    sha256(buffer_string(&bytes), bytes.length, hash);
    buffer_release(&bytes);
    return hex_print(arena, hash, sizeof hash);
}

void
document_seal(struct arena *arena, struct document *d, const char *head, struct instant now,
              int64_t records)
{
    struct verification *v = NEW(arena, struct verification);
    struct node *node = NEW(arena, struct node);
    struct node *end = d->nodes.first;

    d->hash = document_hash(arena, d);
    *v = (struct verification){ d->hash, head, now, records, d->draft };
    node->kind = NODE_VERIFICATION;
    node->verification = v;
    while (end && end->next && end->next->kind != NODE_END)
        end = end->next;
    if (!end) {
        d->nodes = (struct nodes){ node, node };
        return;
    }
    node->next = end->next;
    end->next = node;
    if (!node->next)
        d->nodes.last = node;
}
