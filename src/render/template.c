#include "render/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/office.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "render/document_words.h"
#include "render/package.h"
#include "render/template_parts.h"

/* --- what a document offers -------------------------------------------------------------- */

enum { MOST_VALUES = 2000, MOST_NAME = 200 };

static void
add_value(struct template_data *data, const char *name, struct figure value)
{
    if (name && *name && data->value_count < MOST_VALUES)
        data->values[data->value_count++] = (struct template_value){ name, value };
}

static void
add_text(struct arena *arena, struct template_data *data, const char *name, const char *text)
{
    add_value(data, name, figure_text(arena, text));
}

static const char *
joined(struct arena *arena, const char *const *lines, size_t count)
{
    struct buffer out = { .arena = arena };

    for (size_t i = 0; i < count; i++)
        buffer_print(&out, "%s%s", i ? "\n" : "", lines[i]);
    return buffer_string(&out);
}

static const char *
plain(struct arena *arena, const struct node *node)
{
    struct buffer out = { .arena = arena };

    for (size_t i = 0; i < node->count; i++) {
        if (i)
            buffer_char(&out, '\n');
        for (size_t k = 0; k < node->texts[i].count; k++)
            buffer_text(&out, node->texts[i].runs[k].text);
    }
    return buffer_string(&out);
}

static void
take_node(struct arena *arena, const struct node *node, struct template_data *data)
{
    if (node->kind == NODE_LETTERHEAD) {
        const struct letterhead *head = node->letterhead;

        add_text(arena, data, "宛先", joined(arena, head->to, head->to_count));
        add_text(arena, data, "差出人", joined(arena, head->from, head->from_count));
    } else if (node->kind == NODE_TITLE) {
        add_text(arena, data, "標題", node->title);
        add_text(arena, data, "件名", node->before);
    } else if (node->kind == NODE_LEAD) {
        add_text(arena, data, "要旨", plain(arena, node));
    } else if (node->kind == NODE_VERIFICATION) {
        add_text(arena, data, "履歴の先頭", node->verification->head);
    } else if (node->kind == NODE_TABLE && node->label && data->table_count < MOST_VALUES) {
        data->tables[data->table_count++] = (struct template_table){ node->label, node->table };
    }
    for (size_t i = 0; node->kind == NODE_PAIRS && i < node->count; i++)
        add_value(data, node->pairs[i].label, node->pairs[i].value);
    for (size_t i = 0; node->kind == NODE_KEYFIGURES && i < node->count; i++)
        add_value(data, node->keyfigures[i].label, node->keyfigures[i].value);
    for (size_t i = 0; node->kind == NODE_COLUMNS && i < node->count; i++)
        for (const struct node *it = node->columns[i].first; it; it = it->next)
            take_node(arena, it, data);
}

void
template_take(struct arena *arena, const struct document *d, struct template_data *out)
{
    static const char *const always[] = { "宛先", "差出人", "標題", "件名", "要旨", "履歴の先頭" };

    *out = (struct template_data){ .values = NEW_ARRAY(arena, MOST_VALUES, struct template_value),
                                   .tables = NEW_ARRAY(arena, MOST_VALUES, struct template_table) };
    add_text(arena, out, "題名", d->title);
    add_text(arena, out, "文書番号", d->number);
    add_value(out, "発行日", figure_date(d->date, DAY_LONG));
    add_text(arena, out, "作成者", d->author);
    add_text(arena, out, "機密性", d->class_mark);
    add_value(out, "版", figure_count(d->version, NULL));
    add_text(arena, out, "凍結データ", d->hash ? d->hash : "凍結前");
    for (const struct node *node = d->nodes.first; node; node = node->next)
        take_node(arena, node, out);
    /* A form may name what this document happens not to have. */
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        add_value(out, always[i], figure_empty());
}

/* --- names ------------------------------------------------------------------------------- */

void
template_fault(struct template_work *w, const char *place, const char *name)
{
    if (w->fault_count++ < TEMPLATE_NAMED)
        buffer_print(&w->faults, "%s%s %s「%s」", w->faults.length ? "、" : "", w->part, place,
                     name);
}

const char *
template_name(struct template_work *w, const char *text, size_t *length)
{
    const char *end = strstr(text + 2, "}}");
    const char *from = text + 2;

    if (!end || end - text > MOST_NAME)
        return NULL;
    *length = (size_t)(end + 2 - text);
    while (from < end && *from == ' ')
        from++;
    while (end > from && end[-1] == ' ')
        end--;
    return arena_slice(w->arena, from, (size_t)(end - from));
}

bool
template_is_mark(const struct template_scope *scope, const char *name)
{
    return scope->table && (*name == '#' || *name == '/') && strcmp(name + 1, scope->name) == 0;
}

/* 件数, or 10月件数 with the group in front. */
static bool
is_column(const struct document_column *column, const char *name)
{
    size_t group = column->group ? strlen(column->group) : 0;

    if (!column->title)
        return false;
    return strcmp(column->title, name) == 0 || (group && strncmp(column->group, name, group) == 0 &&
                                                strcmp(column->title, name + group) == 0);
}

static const struct figure *
find_column(const struct template_scope *scope, const char *name)
{
    size_t length = strlen(scope->name);

    if (strncmp(name, scope->name, length) == 0 && name[length] == '.')
        name += length + 1;
    for (size_t i = 0; i < scope->table->column_count; i++)
        if (is_column(&scope->table->columns[i], name))
            return &scope->table->rows[scope->row].cells[i];
    return NULL;
}

const struct figure *
template_find(struct template_work *w, const struct template_scope *scope, const char *name)
{
    const struct figure *found = scope->table ? find_column(scope, name) : NULL;

    for (size_t i = 0; !found && i < w->data->value_count; i++)
        if (strcmp(w->data->values[i].name, name) == 0)
            found = &w->data->values[i].value;
    return found;
}

const struct document_table *
template_table_of(struct template_work *w, const char *text, const char **name)
{
    size_t length;

    for (const char *at = text; (at = strstr(at, "{{"));) {
        const char *found = template_name(w, at, &length);

        if (!found) {
            at += 2;
            continue;
        }
        found += *found == '#';
        for (size_t i = 0; i < w->data->table_count; i++) {
            const char *table = w->data->tables[i].name;
            size_t size = strlen(table);

            if (strncmp(found, table, size) == 0 && (!found[size] || found[size] == '.')) {
                *name = table;
                return w->data->tables[i].table;
            }
        }
        at += length;
    }
    return NULL;
}

/* --- the file ---------------------------------------------------------------------------- */

static bool
ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return length >= tail && strcmp(name + length - tail, ending) == 0;
}

/* Where text stands that a person reads, or NULL. */
static const char *
part_title(struct arena *arena, const char *name)
{
    static const char sheet[] = "xl/worksheets/sheet";

    if (!ends_with(name, ".xml"))
        return NULL;
    if (strncmp(name, sheet, sizeof sheet - 1) == 0)
        return arena_print(arena, "シート%.*s", (int)strcspn(name + sizeof sheet - 1, "."),
                           name + sizeof sheet - 1);
    if (strcmp(name, "word/document.xml") == 0)
        return "本文";
    if (strncmp(name, "word/header", 11) == 0)
        return "ヘッダー";
    if (strncmp(name, "word/footer", 11) == 0)
        return "フッター";
    return strncmp(name, "word/footnotes", 14) == 0 ? "脚注" : NULL;
}

struct template_strings {
    const char *const *texts;
    size_t count;
};

static bool
fill_part(struct template_work *w, const char *name, const char *bytes, size_t length,
          const struct template_strings *strings, struct buffer *out, const char **why)
{
    w->part = part_title(w->arena, name);
    if (!w->part) {
        buffer_add(out, bytes, length);
        return true;
    }
    if (!template_is_sound(w->arena, bytes, length, why))
        return false;
    if (strncmp(name, "word/", 5) == 0)
        template_word(w, bytes, out);
    else if (!template_sheet(w, bytes, strings->texts, strings->count, out, why))
        return false;
    w->spent += out->length;
    *why = "埋めた様式が大きすぎます。行の少ない表で作ってください。";
    return w->spent <= TEMPLATE_MOST_BYTES;
}

static bool
take_strings(struct template_work *w, struct unzip *z, struct package *p,
             struct template_strings *out, const char **why)
{
    static const char name[] = "xl/sharedStrings.xml";
    size_t part, length;
    char *bytes;

    if (!unzip_find(z, name, &part))
        return true;
    if (!unzip_get(z, part, TEMPLATE_MOST_BYTES, &bytes, &length, why) ||
        !template_is_sound(w->arena, bytes, length, why))
        return false;
    out->texts = template_strings(w, bytes, &out->count, package_add(p, name));
    return true;
}

static bool
fill_parts(struct template_work *w, struct unzip *z, struct package *p, const char **why)
{
    struct template_strings strings = { 0 };

    if (!take_strings(w, z, p, &strings, why))
        return false;
    for (size_t i = 0; i < unzip_count(z); i++) {
        const char *name = unzip_name(z, i);
        size_t length;
        char *bytes;

        /* Folders are no parts; Excel makes its chain of formulas anew. */
        if (!*name || ends_with(name, "/") || strcasecmp(name, "xl/sharedStrings.xml") == 0)
            continue;
        if (!unzip_get(z, i, TEMPLATE_MOST_BYTES, &bytes, &length, why) ||
            !fill_part(w, name, bytes, length, &strings, package_add(p, name), why))
            return false;
    }
    return true;
}

bool
template_fill(struct arena *arena, struct unzip *z, const struct template_data *data,
              struct buffer *out, const char **extension, const char **why)
{
    struct template_work w = { .arena = arena, .data = data, .faults = { .arena = arena } };
    enum office kind = office_kind(z, why);
    struct package package;

    if (kind != OFFICE_WORD && kind != OFFICE_EXCEL) {
        if (kind == OFFICE_POWERPOINT)
            *why = "様式は、Word（.docx）かExcel（.xlsx）のファイルにしてください。";
        return false;
    }
    *extension = kind == OFFICE_WORD ? "docx" : "xlsx";
    *why = "様式の中のファイルが多すぎます。";
    if (unzip_count(z) > PACKAGE_MOST_PARTS - 10)
        return false;
    package_begin(&package, arena);
    if (!fill_parts(&w, z, &package, why))
        return false;
    if (w.fault_count) {
        *why = arena_print(arena, "様式に、使えない項目があります。%s%s。",
                           buffer_string(&w.faults), w.fault_count > TEMPLATE_NAMED ? "ほか" : "");
        return false;
    }
    return package_write(&package, out, why);
}
