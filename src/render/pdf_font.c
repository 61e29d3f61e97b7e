#include "render/pdf_font.h"

#include <hb-subset.h>
#include <hb.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

enum { GLYPHS = 65536, MAP_BLOCK = 100 };

bool
pdf_font_use(struct pdf_fonts *f, const struct glyph *glyph)
{
    struct pdf_used **used = &f->used[glyph->font->number];

    if (!*used)
        *used = NEW(f->arena, struct pdf_used);
    if (!(*used)->code[glyph->index]) {
        (*used)->code[glyph->index] = glyph->code;
        (*used)->advance[glyph->index] = glyph->advance;
    }
    return (*used)->code[glyph->index] == glyph->code;
}

/* Whether glyphs of an outline table of PostScript are known by numbers of their own (CID),
   which outlive the cutting: the first operator of the top dictionary is 12 30 then. */
static bool
has_numbers(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    unsigned length;
    const unsigned char *b = (const unsigned char *)hb_blob_get_data(blob, &length);
    size_t at = length > 4 ? b[2] : 0;
    bool has = false;

    /* Two indexes, of names and of top dictionaries: count, size of offsets, offsets. */
    for (int i = 0; at && i < 2 && at + 3 < length; i++) {
        size_t count = (size_t)b[at] << 8 | b[at + 1], size = b[at + 2], end = 0;
        size_t data = at + 3 + (count + 1) * size;

        if (!count || size < 1 || size > 4 || data > length)
            break;
        for (size_t k = 0; k < size; k++)
            end = end << 8 | b[data - size + k];
        at = data + end - 1;
        for (size_t k = data; i == 1 && k + 1 < at && at <= length; k++)
            if (b[k] <= 21) {
                has = b[k] == 12 && b[k + 1] == 30;
                break;
            } else {
                k += b[k] == 28 ? 2 : b[k] == 29 ? 4 : b[k] >= 247 && b[k] <= 254 ? 1 : 0;
            }
    }
    hb_blob_destroy(blob);
    return has;
}

/* The font with the used glyphs only, so that they are still found by the numbers that
   were written. NULL when HarfBuzz gives up. */
static hb_face_t *
cut(const struct font *font, const struct pdf_used *used)
{
    static const hb_tag_t layout[] = { HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
                                       HB_TAG('G', 'D', 'E', 'F'), HB_TAG('v', 'h', 'e', 'a'),
                                       HB_TAG('v', 'm', 't', 'x'), HB_TAG('V', 'O', 'R', 'G'),
                                       HB_TAG('B', 'A', 'S', 'E') };
    unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                     HB_SUBSET_FLAGS_NOTDEF_OUTLINE;
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_set_t *glyphs;
    hb_face_t *face;

    if (!input)
        return NULL;
    glyphs = hb_subset_input_glyph_set(input);
    for (unsigned g = 0; g < GLYPHS; g++)
        if (used->code[g])
            hb_set_add(glyphs, g);
    /* Rules of layout would bring in all glyphs they can turn one into. */
    for (size_t i = 0; i < sizeof layout / sizeof *layout; i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), layout[i]);
    if (!font->cff || !has_numbers(hb_font_get_face(font->face)))
        flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input, flags);
    face = hb_subset_or_fail(hb_font_get_face(font->face), input);
    hb_subset_input_destroy(input);
    return face;
}

static uint32_t
program(struct pdf_file *file, const struct font *font, hb_face_t *face)
{
    uint32_t number = pdf_number(file);
    hb_blob_t *blob = font->cff ? hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '))
                                : hb_face_reference_blob(face);
    unsigned length;
    const char *bytes = hb_blob_get_data(blob, &length);
    char entries[64];

    if (font->cff)
        snprintf(entries, sizeof entries, "/Subtype/CIDFontType0C");
    else
        snprintf(entries, sizeof entries, "/Length1 %u", length);
    pdf_stream(file, number, entries, bytes, length);
    hb_blob_destroy(blob);
    return number;
}

/* Six letters that tell subsets of one font apart: from what is in them. */
static void
tag_of(const struct pdf_used *used, char out[7])
{
    uint8_t hash[SHA256_BYTES];

    sha256(used->code, sizeof used->code, hash);
    for (size_t i = 0; i < 6; i++)
        out[i] = (char)('A' + hash[i] % 26);
    out[6] = '\0';
}

/* Runs of neighbours: [first [width width …]]. Most are 1000 wide, the default. */
static void
widths(struct buffer *b, const struct pdf_used *used)
{
    bool open = false;

    buffer_text(b, "/W[");
    for (unsigned g = 0; g < GLYPHS; g++) {
        if (used->code[g] && used->advance[g] != 1000) {
            if (!open)
                buffer_print(b, "%u[", g);
            else
                buffer_char(b, ' ');
            buffer_int(b, used->advance[g]);
            open = true;
        } else if (open) {
            buffer_char(b, ']');
            open = false;
        }
    }
    buffer_text(b, open ? "]]" : "]");
}

static uint32_t
to_unicode(struct pdf_file *file, const struct pdf_used *used)
{
    uint32_t number = pdf_number(file);
    struct buffer b = { 0 }, rows = { 0 };
    unsigned count = 0;

    buffer_text(&b, "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
                    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                    "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
                    "1 begincodespacerange<0000><FFFF>endcodespacerange\n");
    for (unsigned g = 0; g <= GLYPHS; g++) {
        uint32_t code = g < GLYPHS ? used->code[g] : 0;

        if (count && (g == GLYPHS || count == MAP_BLOCK)) {
            buffer_print(&b, "%u beginbfchar\n%sendbfchar\n", count, buffer_string(&rows));
            buffer_clear(&rows);
            count = 0;
        }
        if (!code)
            continue;
        if (code > 0xFFFF)
            buffer_print(&rows, "<%04X><%04X%04X>\n", g, 0xD800 + ((code - 0x10000) >> 10),
                         0xDC00 + ((code - 0x10000) & 0x3FF));
        else
            buffer_print(&rows, "<%04X><%04X>\n", g, code);
        count++;
    }
    buffer_text(&b, "endcmap CMapName currentdict/CMap defineresource pop end end\n");
    pdf_stream(file, number, "", b.data, b.length);
    buffer_release(&b);
    buffer_release(&rows);
    return number;
}

static uint32_t
descriptor(struct pdf_file *file, const struct font *font, const char *tag, uint32_t bytes)
{
    uint32_t number = pdf_number(file);
    struct buffer b = { 0 };

    buffer_print(&b,
                 "<</Type/FontDescriptor/FontName/%s+%s/Flags 4/FontBBox[%d %d %d %d]"
                 "/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/%s %u 0 R>>",
                 tag, font->name, font->left, font->bottom, font->right, font->top, font->ascent,
                 font->descent, font->cap_height, font->cff ? "FontFile3" : "FontFile2", bytes);
    pdf_object(file, number, b.data, b.length);
    buffer_release(&b);
    return number;
}

static uint32_t
font_object(struct pdf_file *file, const struct font *font, const struct pdf_used *used,
            uint32_t bytes)
{
    uint32_t inner = pdf_number(file), outer = pdf_number(file);
    uint32_t unicode = to_unicode(file, used);
    struct buffer b = { 0 };
    uint32_t about;
    char tag[7];

    tag_of(used, tag);
    about = descriptor(file, font, tag, bytes);
    buffer_print(&b,
                 "<</Type/Font/Subtype/CIDFontType%d/BaseFont/%s+%s"
                 "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                 "/FontDescriptor %u 0 R/DW 1000%s",
                 font->cff ? 0 : 2, tag, font->name, about,
                 font->cff ? "" : "/CIDToGIDMap/Identity");
    widths(&b, used);
    buffer_text(&b, ">>");
    pdf_object(file, inner, b.data, b.length);
    buffer_clear(&b);
    buffer_print(&b,
                 "<</Type/Font/Subtype/Type0/BaseFont/%s+%s/Encoding/Identity-H"
                 "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
                 tag, font->name, inner, unicode);
    pdf_object(file, outer, b.data, b.length);
    buffer_release(&b);
    return outer;
}

bool
pdf_fonts_write(struct pdf_fonts *f, struct pdf_file *file, struct buffer *names, const char **why)
{
    size_t count;
    struct font *const *list = fonts_list(f->fonts, &count);

    for (size_t i = 0; i < count; i++) {
        hb_face_t *face;

        if (!f->used[i])
            continue;
        face = cut(list[i], f->used[i]);
        if (!face) {
            *why = "書体を文書に入れられませんでした。";
            return false;
        }
        buffer_print(names, "/F%zu %u 0 R", i,
                     font_object(file, list[i], f->used[i], program(file, list[i], face)));
        hb_face_destroy(face);
    }
    return true;
}
