/* What frames the pages of a PDF: catalog, tree of pages, outline, information. */
#include "render/pdf_parts.h"

#include "base/arena.h"
#include "render/pdf_font.h"

static uint32_t
put(struct flow *f, const struct buffer *b)
{
    uint32_t number = pdf_number(f->file);

    pdf_object(f->file, number, b->data, b->length);
    return number;
}

/* The object of page n, counted from 1, out of the list "12 0 R 17 0 R ". */
static uint32_t *
page_objects(struct flow *f)
{
    uint32_t *pages = NEW_ARRAY(f->arena, (size_t)f->pages + 1, uint32_t);
    const char *at = buffer_string(&f->page_list);

    for (uint32_t i = 1; i <= f->pages && *at; i++) {
        while (*at >= '0' && *at <= '9')
            pages[i] = pages[i] * 10 + (uint32_t)(*at++ - '0');
        at += 5; /* " 0 R " */
    }
    return pages;
}

static void
destination(struct flow *f, struct buffer *b, const uint32_t *pages, size_t i)
{
    const struct flow_section *s = &f->sections[i];

    buffer_print(b, "[%u 0 R/XYZ null ", pages[s->page]);
    pdf_real(b, s->y + 12, 1);
    buffer_text(b, " null]");
}

/* Where the links of the contents lead. */
static uint32_t
destinations(struct flow *f, const uint32_t *pages)
{
    struct buffer b = { .arena = f->arena };

    buffer_text(&b, "<<");
    for (size_t i = 0; i < f->section_count; i++)
        if (f->sections[i].page) {
            buffer_print(&b, "/s%zu", i);
            destination(f, &b, pages, i);
        }
    buffer_text(&b, ">>");
    return put(f, &b);
}

static size_t
level(const struct flow *f, size_t i)
{
    int it = f->sections[i].node->level;

    return it < 1 ? 1 : (size_t)it;
}

/* The next section on the same level below the same parent, or the count. */
static size_t
sibling(const struct flow *f, size_t i)
{
    for (size_t k = i + 1; k < f->section_count && level(f, k) >= level(f, i); k++)
        if (level(f, k) == level(f, i))
            return k;
    return f->section_count;
}

static void
outline_item(struct flow *f, const uint32_t *pages, uint32_t first, uint32_t root, size_t i)
{
    const struct node *node = f->sections[i].node;
    struct buffer b = { .arena = f->arena };
    size_t parent = i, before = f->section_count, last = i;

    while (parent > 0 && level(f, parent) >= level(f, i)) {
        parent--;
        if (before == f->section_count && level(f, parent) == level(f, i))
            before = parent;
    }
    if (level(f, parent) >= level(f, i))
        parent = f->section_count;
    else if (before != f->section_count && before < parent)
        before = f->section_count;
    buffer_text(&b, "<</Title");
    pdf_text(&b, arena_print(f->arena, "%s%s%s", node->label ? node->label : "",
                             node->label ? "　" : "", node->title ? node->title : ""));
    buffer_print(&b, "/Parent %u 0 R/Dest",
                 parent < f->section_count ? first + (uint32_t)parent : root);
    destination(f, &b, pages, i);
    if (before < f->section_count)
        buffer_print(&b, "/Prev %u 0 R", first + (uint32_t)before);
    if (sibling(f, i) < f->section_count)
        buffer_print(&b, "/Next %u 0 R", first + (uint32_t)sibling(f, i));
    if (i + 1 < f->section_count && level(f, i + 1) > level(f, i)) {
        for (size_t k = i + 1; k < f->section_count && level(f, k) > level(f, i); k = sibling(f, k))
            last = k;
        buffer_print(&b, "/First %u 0 R/Last %u 0 R/Count -1", first + (uint32_t)i + 1,
                     first + (uint32_t)last);
    }
    buffer_text(&b, ">>");
    pdf_object(f->file, first + (uint32_t)i, b.data, b.length);
}

/* 0 without sections. */
static uint32_t
outline(struct flow *f, const uint32_t *pages)
{
    struct buffer b = { .arena = f->arena };
    uint32_t root, first;
    size_t last = 0, count = 0;

    if (!f->section_count)
        return 0;
    root = pdf_number(f->file);
    first = pdf_number(f->file);
    for (size_t i = 1; i < f->section_count; i++)
        pdf_number(f->file);
    for (size_t i = 0; i < f->section_count; i++) {
        struct arena_mark mark = arena_mark(f->arena);

        outline_item(f, pages, first, root, i);
        arena_reset(f->arena, mark);
    }
    for (size_t i = 0; i < f->section_count; i = sibling(f, i), count++)
        last = i;
    buffer_print(&b, "<</Type/Outlines/First %u 0 R/Last %u 0 R/Count %zu>>", first,
                 first + (uint32_t)last, count);
    pdf_object(f->file, root, b.data, b.length);
    return root;
}

static uint32_t
information(struct flow *f)
{
    struct buffer b = { .arena = f->arena };
    char date[DATE_TEXT];

    buffer_text(&b, "<</Producer(Tasuki)/Title");
    pdf_text(&b, f->d->title ? f->d->title : "");
    if (f->d->author) {
        buffer_text(&b, "/Author");
        pdf_text(&b, f->d->author);
    }
    if (f->d->subject) {
        buffer_text(&b, "/Subject");
        pdf_text(&b, f->d->subject);
    }
    if (f->d->date.day) {
        date_print(f->d->date, date);
        buffer_print(&b, "/CreationDate(D:%.4s%.2s%.2s000000+09'00)", date, date + 5, date + 8);
    }
    buffer_text(&b, ">>");
    return put(f, &b);
}

bool
pdf_paint(struct flow *f, void (*run)(struct flow *), const char **why)
{
    struct buffer b = { .arena = f->arena };
    struct buffer names = { .arena = f->arena };
    uint32_t *pages;
    uint32_t structure, contents, places, info;

    f->parent = pdf_number(f->file);
    f->resources = pdf_number(f->file);
    pdf_tags_begin(&f->tags, f->file);
    f->canvas.on = true;
    run(f);
    structure = pdf_tags_end(&f->tags, f->pages);
    if (!pdf_fonts_write(f->canvas.fonts, f->file, &names, why))
        return false;
    buffer_print(&b, "<</Font<<%s>>>>", buffer_string(&names));
    pdf_object(f->file, f->resources, b.data, b.length);
    buffer_clear(&b);
    buffer_print(&b, "<</Type/Pages/Count %u/Kids[%s]>>", f->pages, buffer_string(&f->page_list));
    pdf_object(f->file, f->parent, b.data, b.length);
    pages = page_objects(f);
    contents = outline(f, pages);
    places = destinations(f, pages);
    info = information(f);
    buffer_clear(&b);
    buffer_print(&b,
                 "<</Type/Catalog/Pages %u 0 R/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>"
                 "/Lang(ja)/ViewerPreferences<</DisplayDocTitle true>>/Dests %u 0 R",
                 f->parent, structure, places);
    if (contents)
        buffer_print(&b, "/Outlines %u 0 R/PageMode/UseOutlines", contents);
    buffer_text(&b, ">>");
    pdf_end(f->file, put(f, &b), info);
    return true;
}
