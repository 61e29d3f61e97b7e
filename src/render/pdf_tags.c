#include "render/pdf_tags.h"

#include <string.h>

#include "base/must.h"

void
pdf_tags_begin(struct pdf_tags *t, struct pdf_file *file)
{
    *t = (struct pdf_tags){ .file = file };
    t->root = pdf_number(file);
    t->column_scope = pdf_number(file);
    t->row_scope = pdf_number(file);
    pdf_object(file, t->column_scope, "<</O/Table/Scope/Column>>", 25);
    pdf_object(file, t->row_scope, "<</O/Table/Scope/Row>>", 22);
    tag_open(t, "Document");
}

uint32_t
pdf_tags_page(struct pdf_tags *t, uint32_t page, uint32_t at)
{
    t->page = page;
    t->marks = 0;
    buffer_clear(&t->parents);
    return at;
}

void
pdf_tags_page_end(struct pdf_tags *t, uint32_t at)
{
    uint32_t number = pdf_number(t->file);
    struct buffer list = { 0 };

    buffer_char(&list, '[');
    buffer_add(&list, buffer_string(&t->parents), t->parents.length);
    buffer_char(&list, ']');
    pdf_object(t->file, number, list.data, list.length);
    buffer_release(&list);
    buffer_print(&t->pages, "%u %u 0 R ", at, number);
}

uint32_t
pdf_tags_end(struct pdf_tags *t, uint32_t pages)
{
    struct buffer b = { 0 };
    uint32_t tree = pdf_number(t->file);
    uint32_t document = t->stack[0].number;

    while (t->depth)
        tag_close(t);
    buffer_print(&b, "<</Nums[%s]>>", buffer_string(&t->pages));
    pdf_object(t->file, tree, b.data, b.length);
    buffer_clear(&b);
    buffer_print(
        &b,
        "<</Type/StructTreeRoot/RoleMap<</Title/P>>/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u>>",
        document, tree, pages);
    pdf_object(t->file, t->root, b.data, b.length);
    buffer_release(&b);
    buffer_release(&t->pages);
    buffer_release(&t->parents);
    for (size_t i = 0; i < TAG_DEPTH; i++) {
        buffer_release(&t->stack[i].kids);
        buffer_release(&t->stack[i].attributes);
    }
    return t->root;
}

void
tag_open(struct pdf_tags *t, const char *type)
{
    struct pdf_tag *tag = &t->stack[t->depth];

    must(t->depth < TAG_DEPTH);
    tag->type = type;
    tag->number = pdf_number(t->file);
    tag->page = 0;
    buffer_clear(&tag->kids);
    buffer_clear(&tag->attributes);
    t->depth++;
}

void
tag_close(struct pdf_tags *t)
{
    struct pdf_tag *tag = &t->stack[--t->depth];
    uint32_t parent = t->depth ? t->stack[t->depth - 1].number : t->root;
    struct buffer b = { 0 };

    buffer_print(&b, "<</S/%s/P %u 0 R", tag->type, parent);
    if (tag->page)
        buffer_print(&b, "/Pg %u 0 R", tag->page);
    buffer_add(&b, buffer_string(&tag->attributes), tag->attributes.length);
    if (memchr(buffer_string(&tag->kids), ' ', tag->kids.length))
        buffer_print(&b, "/K[%s]>>", buffer_string(&tag->kids));
    else if (tag->kids.length)
        buffer_print(&b, "/K %s>>", buffer_string(&tag->kids));
    else
        buffer_text(&b, ">>");
    pdf_object(t->file, tag->number, b.data, b.length);
    buffer_release(&b);
    if (t->depth)
        buffer_print(&t->stack[t->depth - 1].kids, "%s%u 0 R",
                     t->stack[t->depth - 1].kids.length ? " " : "", tag->number);
}

void
tag_alternative(struct pdf_tags *t, const char *text)
{
    struct buffer *to = &t->stack[t->depth - 1].attributes;

    buffer_text(to, "/Alt");
    pdf_text(to, text);
}

void
tag_scope(struct pdf_tags *t, bool row)
{
    buffer_print(&t->stack[t->depth - 1].attributes, "/A %u 0 R",
                 row ? t->row_scope : t->column_scope);
}

void
tag_span(struct pdf_tags *t, int columns, int rows)
{
    struct buffer *to = &t->stack[t->depth - 1].attributes;

    buffer_text(to, "/A<</O/Table/Scope/Column");
    if (columns > 1)
        buffer_print(to, "/ColSpan %d", columns);
    if (rows > 1)
        buffer_print(to, "/RowSpan %d", rows);
    buffer_text(to, ">>");
}

/* A mark on another page than the element's first names its page. */
void
mark_begin(struct pdf_tags *t, struct buffer *ops)
{
    struct pdf_tag *tag = &t->stack[t->depth - 1];

    if (tag->kids.length)
        buffer_char(&tag->kids, ' ');
    if (!tag->page)
        tag->page = t->page;
    if (tag->page == t->page)
        buffer_int(&tag->kids, t->marks);
    else
        buffer_print(&tag->kids, "<</Type/MCR/Pg %u 0 R/MCID %u>>", t->page, t->marks);
    buffer_print(&t->parents, "%s%u 0 R", t->marks ? " " : "", tag->number);
    buffer_print(ops, "/%s<</MCID %u>>BDC\n", tag->type, t->marks++);
}

void
mark_end(struct buffer *ops)
{
    buffer_text(ops, "EMC\n");
}
