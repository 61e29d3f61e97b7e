#include "render/font.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb.h>
#include <string.h>

#include "base/arena.h"

enum { MOST_FONTS = 24, GETA = 0x3013, BLANK = 0x20 };

#ifdef __has_feature
#    define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#    define SANITIZED 1
#else
#    define SANITIZED 0
#endif

#if SANITIZED
/* fontconfig keeps 288 bytes of the file it is configured by, once a process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

const char *
__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

/* Glyph and advance of 256 characters that follow each other. */
struct glyph_block {
    struct {
        uint16_t index;
        uint16_t advance;
        bool known;
    } at[256];
};

struct fonts {
    struct arena *arena;
    struct font *faces[FONT_FACES];
    struct font *list[MOST_FONTS];
    size_t count;
    uint32_t lost[64]; /* characters found nowhere, so that each is looked for once */
    size_t lost_count;
};

static const char *const families[FONT_FACES][3] = {
    [FONT_GOTHIC] = { "Noto Sans CJK JP", "IPAexGothic", NULL },
    [FONT_GOTHIC_BOLD] = { "Noto Sans CJK JP", "IPAexGothic", NULL },
    [FONT_MINCHO] = { "Noto Serif CJK JP", "IPAexMincho", "Noto Sans CJK JP" },
    [FONT_MINCHO_BOLD] = { "Noto Serif CJK JP", "IPAexMincho", "Noto Sans CJK JP" },
    [FONT_MONO] = { "Noto Sans Mono CJK JP", "IPAexGothic", "Noto Sans CJK JP" },
};

static void
close_fonts(void *thing)
{
    struct fonts *fonts = thing;

    for (size_t i = 0; i < fonts->count; i++)
        hb_font_destroy(fonts->list[i]->face);
}

static int
metric(hb_font_t *face, hb_ot_metrics_tag_t tag, int otherwise)
{
    hb_position_t value;

    return hb_ot_metrics_get_position(face, tag, &value) ? value : otherwise;
}

/* The box of all glyphs stands in the table head, four signed numbers from byte 36 on. */
static void
measure_box(struct font *font, hb_face_t *file)
{
    hb_blob_t *head = hb_face_reference_table(file, HB_TAG('h', 'e', 'a', 'd'));
    unsigned length;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(head, &length);
    int *const box[] = { &font->left, &font->bottom, &font->right, &font->top };
    int units = (int)hb_face_get_upem(file);

    for (size_t i = 0; length >= 44 && i < 4; i++) {
        const unsigned char *at = bytes + 36 + 2 * i;

        *box[i] = (int16_t)(uint16_t)(at[0] << 8 | at[1]) * 1000 / units;
    }
    hb_blob_destroy(head);
}

static bool
has_table(hb_face_t *file, hb_tag_t tag)
{
    hb_blob_t *table = hb_face_reference_table(file, tag);
    bool has = hb_blob_get_length(table) > 0;

    hb_blob_destroy(table);
    return has;
}

static hb_face_t *
open_face(const char *path, int index)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    hb_face_t *file;

    if (!blob)
        return NULL;
    file = hb_face_create(blob, (unsigned)index & 0xFFFF);
    hb_blob_destroy(blob);
    if (hb_face_get_glyph_count(file) && hb_face_get_upem(file) &&
        (has_table(file, HB_TAG('C', 'F', 'F', ' ')) ||
         has_table(file, HB_TAG('g', 'l', 'y', 'f'))))
        return file;
    hb_face_destroy(file);
    return NULL;
}

/* Opened, or found among those that are. NULL for what has no outlines we can put into a
   file, or when too many are open. */
static struct font *
open_file(struct fonts *fonts, const char *path, int index)
{
    struct font *font;
    hb_face_t *file;
    char name[80] = "";
    unsigned length = sizeof name;

    for (size_t i = 0; i < fonts->count; i++)
        if (strcmp(fonts->list[i]->path, path) == 0 && fonts->list[i]->index == index)
            return fonts->list[i];
    if (fonts->count == MOST_FONTS || !(file = open_face(path, index)))
        return NULL;
    hb_ot_name_get_utf8(file, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, name);
    font = NEW(fonts->arena, struct font);
    font->path = arena_copy(fonts->arena, path);
    font->index = index;
    font->number = fonts->count;
    font->name = arena_copy(fonts->arena, *name ? name : "Font");
    font->cff = has_table(file, HB_TAG('C', 'F', 'F', ' '));
    measure_box(font, file);
    font->face = hb_font_create(file);
    hb_face_destroy(file);
    hb_font_set_scale(font->face, 1000, 1000);
    font->ascent = metric(font->face, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 880);
    font->descent = metric(font->face, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -120);
    font->cap_height = metric(font->face, HB_OT_METRICS_TAG_CAP_HEIGHT, 730);
    fonts->list[fonts->count++] = font;
    return font;
}

static struct font *
open_pattern(struct fonts *fonts, FcPattern *match)
{
    FcChar8 *path;
    int index = 0;
    struct font *font = NULL;

    if (match && FcPatternGetString(match, FC_FILE, 0, &path) == FcResultMatch) {
        (void)FcPatternGetInteger(match, FC_INDEX, 0, &index);
        font = open_file(fonts, (const char *)path, index);
    }
    return font;
}

/* The family in that weight; NULL when fontconfig offers another family instead. */
static struct font *
open_family(struct fonts *fonts, const char *family, bool bold)
{
    FcPattern *wanted = FcPatternCreate();
    FcPattern *match;
    FcResult result;
    FcChar8 *name;
    struct font *font = NULL;

    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddInteger(wanted, FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(wanted, FC_SLANT, FC_SLANT_ROMAN);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    match = FcFontMatch(NULL, wanted, &result);
    for (int i = 0; match && FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++)
        if (strcmp((const char *)name, family) == 0) {
            font = open_pattern(fonts, match);
            break;
        }
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(wanted);
    return font;
}

static struct font *
face_of(struct fonts *fonts, enum font_face face)
{
    bool bold = face == FONT_GOTHIC_BOLD || face == FONT_MINCHO_BOLD;

    for (size_t i = 0; !fonts->faces[face] && i < 3 && families[face][i]; i++)
        fonts->faces[face] = open_family(fonts, families[face][i], bold);
    if (!fonts->faces[face])
        fonts->faces[face] = fonts->faces[FONT_GOTHIC];
    return fonts->faces[face];
}

bool
fonts_open(struct arena *arena, struct fonts **out, const char **why)
{
    struct fonts *fonts = NEW(arena, struct fonts);

    fonts->arena = arena;
    arena_defer(arena, close_fonts, fonts);
    for (int face = FONT_GOTHIC; face < FONT_FACES; face++)
        if (!fonts->faces[FONT_GOTHIC])
            fonts->faces[FONT_GOTHIC] = face_of(fonts, (enum font_face)face);
    if (!fonts->faces[FONT_GOTHIC]) {
        *why = "日本語の書体がありません。fonts-noto-cjk か fonts-ipaexfont を入れてください。";
        return false;
    }
    *out = fonts;
    return true;
}

static hb_codepoint_t
nominal(struct font *font, uint32_t code)
{
    hb_codepoint_t index = 0;

    return hb_font_get_nominal_glyph(font->face, code, &index) ? index : 0;
}

/* Digits of equal advance: by nature, as tabular ones, or as half-width ones. */
static hb_codepoint_t
glyph_of(struct font *font, uint32_t code)
{
    static const hb_feature_t equal[] = { { HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1 },
                                          { HB_TAG('h', 'w', 'i', 'd'), 1, 0, (unsigned)-1 } };
    hb_codepoint_t index = nominal(font, code);
    hb_buffer_t *one;
    unsigned count;

    if (code < '0' || code > '9' ||
        hb_font_get_glyph_h_advance(font->face, nominal(font, '0')) ==
            hb_font_get_glyph_h_advance(font->face, nominal(font, '1')))
        return index;
    one = hb_buffer_create();
    hb_buffer_add(one, code, 0);
    hb_buffer_set_content_type(one, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_guess_segment_properties(one);
    hb_shape(font->face, one, equal, 2);
    if (hb_buffer_get_length(one) == 1)
        index = hb_buffer_get_glyph_infos(one, &count)->codepoint;
    hb_buffer_destroy(one);
    return index;
}

static bool
look(struct fonts *fonts, struct font *font, uint32_t code, struct glyph *out)
{
    struct glyph_block **block = &font->blocks[code >> 8 & 0x1FFF];
    hb_codepoint_t index;

    if (!*block)
        *block = NEW(fonts->arena, struct glyph_block);
    if (!(*block)->at[code & 255].known) {
        index = glyph_of(font, code);
        index = index > 0xFFFF ? 0 : index;
        (*block)->at[code & 255].known = true;
        (*block)->at[code & 255].index = (uint16_t)index;
        (*block)->at[code & 255].advance = (uint16_t)hb_font_get_glyph_h_advance(font->face, index);
    }
    *out = (struct glyph){ font, (*block)->at[code & 255].index, (*block)->at[code & 255].advance,
                           code };
    return out->index != 0;
}

/* Any font of the machine with outlines that has it. */
static struct font *
search(struct fonts *fonts, uint32_t code)
{
    FcPattern *wanted = FcPatternCreate();
    FcCharSet *set = FcCharSetCreate();
    FcPattern *match;
    FcResult result;
    struct font *font;

    FcCharSetAddChar(set, code);
    FcPatternAddCharSet(wanted, FC_CHARSET, set);
    FcPatternAddBool(wanted, FC_SCALABLE, FcTrue);
    FcPatternAddBool(wanted, FC_COLOR, FcFalse);
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)"Noto Sans CJK JP");
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    match = FcFontMatch(NULL, wanted, &result);
    font = open_pattern(fonts, match);
    if (match)
        FcPatternDestroy(match);
    FcCharSetDestroy(set);
    FcPatternDestroy(wanted);
    return font;
}

static bool
elsewhere(struct fonts *fonts, uint32_t code, struct glyph *out)
{
    size_t count = fonts->count;
    struct font *font;

    for (size_t i = 0; i < count; i++)
        if (look(fonts, fonts->list[i], code, out))
            return true;
    for (size_t i = 0; i < fonts->lost_count; i++)
        if (fonts->lost[i] == code)
            return false;
    for (int face = FONT_GOTHIC; face < FONT_FACES; face++)
        if (look(fonts, face_of(fonts, (enum font_face)face), code, out))
            return true;
    font = search(fonts, code);
    if (font && look(fonts, font, code, out))
        return true;
    if (fonts->lost_count < sizeof fonts->lost / sizeof *fonts->lost)
        fonts->lost[fonts->lost_count++] = code;
    return false;
}

struct glyph
fonts_glyph(struct fonts *fonts, enum font_face face, uint32_t code, uint32_t selector)
{
    struct font *font = face_of(fonts, face);
    struct glyph glyph;

    if (code < BLANK || (code >= 0x7F && code < 0xA0) || code > 0x10FFFF)
        code = BLANK;
    if (!look(fonts, font, code, &glyph) && !elsewhere(fonts, code, &glyph) &&
        !look(fonts, font, GETA, &glyph))
        (void)look(fonts, font, '?', &glyph);
    glyph.code = code;
    if (selector) {
        hb_codepoint_t index;

        if (hb_font_get_variation_glyph(glyph.font->face, code, selector, &index) && index &&
            index <= 0xFFFF)
            glyph.index = (uint16_t)index;
    }
    return glyph;
}

struct font *const *
fonts_list(const struct fonts *fonts, size_t *count)
{
    *count = fonts->count;
    return fonts->list;
}
