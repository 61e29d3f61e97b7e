/*
 * Forms: the main part of a Word file, or, where a byte of 1 stands in it, a sheet of Excel and
 * the texts of its workbook behind that byte; both are put into an archive here. As hardly any
 * change of such a text is still XML, an input that begins with a byte of 2 is a list of
 * words, one for each byte, that is (255 parts the two). What was filled must be well-formed again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unzip.h"
#include "base/xml.h"
#include "render/document.h"
#include "render/package.h"
#include "render/template.h"

#define HEAD "<Types><Override PartName=\"/m\" ContentType=\"application/vnd.openxmlformats-"

static const char word_type[] =
    HEAD "officedocument.wordprocessingml.document.main+xml\"/></Types>";
static const char excel_type[] = HEAD "officedocument.spreadsheetml.sheet.main+xml\"/></Types>";

static bool
read_bytes(void *with, int64_t at, void *to, size_t size, size_t *got)
{
    const struct buffer *b = with;
    size_t left = (size_t)at < b->length ? b->length - (size_t)at : 0;

    *got = size < left ? size : left;
    memcpy(to, b->data + at, *got);
    return true;
}

static struct unzip *
opened(struct arena *arena, struct buffer *bytes)
{
    struct unzip_source source = { bytes, (int64_t)bytes->length, read_bytes };
    const char *why;

    return unzip_open_from(arena, &source, UNZIP_BYTES, &why);
}

/* Tags without their < are closed where a byte says so, or at the end. */
static const char *const words[] = {
    "w:p",
    "w:r",
    "w:t",
    "w:t xml:space=\"preserve\"",
    "w:tr",
    "w:tr w:a='>'",
    "w:tc",
    "w:tbl",
    "sheetData",
    "row r=\"1\"",
    "row r=\"2\" s=\"1\"",
    "row\nr='3'",
    "row",
    "c r=\"A1\" t=\"s\"",
    "c r=\"B2\" t=\"inlineStr\"",
    "c t='s' r='B1'",
    "c r=\"C\"",
    "v",
    "is",
    "t",
    "t a=\"b\"",
    "f",
    "rPh",
    "si",
    "si a='/'",
    "mergeCells",
    "mergeCells count=\"1\"",
    "mergeCell ref=\"A1:B1\"",
    "mergeCell ref=\"A1:B2\"",
    "mergeCell ref='A'",
    "dimension",
    "worksheet",
};
static const char *const texts[] = {
    "{",
    "}",
    "{{",
    "}}",
    "{{n}}",
    "{{t}}",
    "{{T.a}}",
    "{{T.gb}}",
    "{{b}}",
    "{{#T}}",
    "{{/T}}",
    "{{E.a}}",
    "{{#E}}",
    "n",
    "t",
    "T",
    "T.a",
    " ",
    "0",
    "1",
    "2",
    "99",
    "\n",
    "&amp;",
    "&#123;",
    "&lt;",
    "<w:t/>",
    "<w:p/>",
    "<w:tr/>",
    "<row r=\"4\"/>",
    "<c/>",
    "<c r=\"A1\"/>",
    "<si/>",
    "<t/>",
    "<v/>",
    "<dimension ref=\"A1\"/>",
    "<!--",
    "<![CDATA[",
    "<!-- <w:t>{{n}}</w:t> -->",
    "<!-- </w:tr> <row --> ",
    "<?a <c r=\"A1\"> ?>",
    "あ",
    "<mergeCell ref=\"A1:C1\"/>",
};

enum { WORDS = sizeof words / sizeof *words, TEXTS = sizeof texts / sizeof *texts, DEEP = 32 };

static void
put_words(struct buffer *out, const char *bytes, size_t length)
{
    const char *open[DEEP];
    size_t depth = 0;

    for (size_t i = 0; i < length; i++) {
        size_t word = (unsigned char)bytes[i];

        if (word < WORDS && depth < DEEP) {
            buffer_print(out, "<%s>", open[depth++] = words[word]);
        } else if (word >= WORDS && word - WORDS < TEXTS) {
            const char *text = texts[word - WORDS];

            buffer_print(out, "%s%s", text,
                         strcmp(text, "<!--") == 0        ? "<w:t><si>-->"
                         : strcmp(text, "<![CDATA[") == 0 ? "{{n}}<w:t><row ></c>]]>"
                                                          : "");
        } else if (depth > 0) {
            depth--;
            buffer_print(out, "</%.*s>", (int)strcspn(open[depth], " \n"), open[depth]);
        }
    }
    while (depth-- > 0)
        buffer_print(out, "</%.*s>", (int)strcspn(open[depth], " \n"), open[depth]);
}

static void
put_part(struct buffer *out, const char *bytes, size_t length, bool listed)
{
    if (!listed) {
        buffer_add(out, bytes, length);
        return;
    }
    buffer_text(out, "<x>");
    put_words(out, bytes, length);
    buffer_text(out, "</x>");
}

static void
put_together(struct arena *arena, const char *bytes, size_t length, struct buffer *out)
{
    bool listed = length > 0 && *bytes == 2;
    /* Within a list 1 is a word. */
    int between = listed ? 255 : 1;
    const char *cut = length ? memchr(bytes, between, length) : NULL;
    size_t own = cut ? (size_t)(cut - bytes) : length;
    struct package p;
    const char *why;

    package_begin(&p, arena);
    buffer_text(package_add(&p, "[Content_Types].xml"), cut ? excel_type : word_type);
    put_part(package_add(&p, cut ? "xl/worksheets/sheet1.xml" : "word/document.xml"),
             bytes + listed, own - listed, listed);
    if (cut)
        put_part(package_add(&p, "xl/sharedStrings.xml"), cut + 1, length - own - 1, listed);
    for (size_t i = 0; i < p.count; i++)
        p.parts[i].stored = true;
    if (!package_write(&p, out, &why))
        abort();
}

static void
fill(struct arena *arena, struct unzip *z, struct buffer *out)
{
    const struct document_column columns[] = { { .title = "a" }, { .title = "b", .group = "g" } };
    const struct figure one[] = { figure_text(arena, "x"), figure_decimal(-173, 1, "％") };
    const struct figure two[] = { figure_text(arena, "</w:t>{{a}}"), figure_empty() };
    const struct document_line lines[] = { { .cells = one }, { .cells = two } };
    const struct document_table tables[] = {
        { .columns = columns, .column_count = 2, .rows = lines, .row_count = 2 },
        { .columns = columns, .column_count = 2 },
    };
    struct template_value values[] = { { "n", figure_count(12, NULL) },
                                       { "t", figure_text(arena, "<&>\n{{n}}\x02") } };
    struct template_table named[] = { { "T", &tables[0] }, { "E", &tables[1] } };
    struct template_data data = { values, 2, named, 2 };
    const char *extension, *why = NULL;

    if (!template_fill(arena, z, &data, out, &extension, &why) && !why)
        abort();
}

static void
look_at_parts(struct arena *arena, struct unzip *z)
{
    static const struct xml_reader reader = { .most_depth = 250 };

    for (size_t i = 0; i < unzip_count(z); i++) {
        size_t length;
        char *bytes;
        const char *why;

        if (!unzip_get(z, i, UNZIP_BYTES, &bytes, &length, &why) ||
            !xml_read(arena, &reader, NULL, bytes, length, &why))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct buffer form = { .arena = &arena }, out = { .arena = &arena };
    struct unzip *z;

    put_together(&arena, (const char *)data, size, &form);
    z = opened(&arena, &form);
    if (!z)
        abort();
    fill(&arena, z, &out);
    if (out.length) {
        z = opened(&arena, &out);
        if (!z)
            abort();
        look_at_parts(&arena, z);
    }
    arena_release(&arena);
    return 0;
}
