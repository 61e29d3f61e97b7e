#include "render/setting.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* May not begin a line, beside ASCII punctuation. */
static const uint16_t closing[] = {
    0x2019, 0x201D, 0x2025, 0x2026, 0x2030, 0x2103, 0x3001, 0x3002, 0x3005, 0x3009, 0x300B, 0x300D,
    0x300F, 0x3011, 0x3015, 0x301C, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085,
    0x3087, 0x308E, 0x309D, 0x309E, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5,
    0x30E7, 0x30EE, 0x30F5, 0x30F6, 0x30FB, 0x30FC, 0x30FD, 0x30FE, 0xFF01, 0xFF05, 0xFF09, 0xFF0C,
    0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF5E, 0xFF61, 0xFF63, 0xFF64, 0xFF65,
};

/* May not end one. */
static const uint16_t opening[] = {
    0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010,
    0x3014, 0xFF04, 0xFF08, 0xFF3B, 0xFF5B, 0xFF62, 0xFFE5,
};

static bool
among(const uint16_t *list, size_t count, uint32_t code)
{
    size_t low = 0;

    while (low < count) {
        size_t middle = (low + count) / 2;

        if (list[middle] == code)
            return true;
        if (list[middle] < code)
            low = middle + 1;
        else
            count = middle;
    }
    return false;
}

static bool
is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool
is_kanji_or_kana(uint32_t code)
{
    return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x30A1 && code <= 0x30FA) ||
           code == 0xFF05;
}

/* Whether a line may end between two characters. */
static bool
may_break(uint32_t before, uint32_t after)
{
    if (before == ' ' || before == 0x3000)
        return after != ' ' && !among(closing, sizeof closing / sizeof *closing, after);
    if (after == ' ' || after == 0xA0 || before == 0xA0)
        return false;
    if (before < 0x2000 && after < 0x2000)
        return false; /* words of letters, digits and signs */
    if (after < 0x80 && strchr("!),.:;?]}%/", (int)after))
        return false;
    if (before < 0x80 && strchr("([{", (int)before))
        return false;
    if (among(closing, sizeof closing / sizeof *closing, after) ||
        among(opening, sizeof opening / sizeof *opening, before))
        return false;
    if (is_digit(before) && is_kanji_or_kana(after))
        return false; /* the unit of a number */
    if (is_digit(after) && (before == 0x7B2C || before == 0xFF0B || before == 0x2212))
        return false; /* 第12, ＋5, −5 */
    return !((before == 0x2014 || before == 0x2026 || before == 0x2025) && before == after);
}

struct setter {
    struct fonts *fonts;
    struct letter *letters;
    size_t count;
};

static enum font_face
face_of(const struct manner *m, enum tone tone)
{
    bool bold =
        m->bold || tone == TONE_STRONG || tone == TONE_GOOD || tone == TONE_BAD || tone == TONE_KEY;

    if (tone == TONE_CODE)
        return FONT_MONO;
    if (m->mincho)
        return bold ? FONT_MINCHO_BOLD : FONT_MINCHO;
    return bold ? FONT_GOTHIC_BOLD : FONT_GOTHIC;
}

static enum colour
colour_of(const struct manner *m, enum tone tone)
{
    switch (tone) {
    case TONE_STRONG:
    case TONE_CODE:
        return m->colour == COLOUR_TEXT ? COLOUR_INK : m->colour;
    case TONE_DIM:
        return COLOUR_SUB;
    case TONE_GOOD:
        return COLOUR_GOOD;
    case TONE_BAD:
        return COLOUR_WARN;
    case TONE_KEY:
        return COLOUR_KEY;
    case TONE_PLAIN:
        break;
    }
    return m->colour;
}

static bool
is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

/* Not seen and without width: joiners, marks of direction, byte order marks. */
static bool
is_unseen(uint32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == '\r';
}

static void
add_run(struct setter *s, const char *text, const struct manner *m, enum tone tone)
{
    enum font_face face = face_of(m, tone);
    enum colour colour = colour_of(m, tone);
    uint32_t code;

    while ((code = utf8_next(&text))) {
        const char *ahead = text;
        uint32_t next;

        if (is_unseen(code) || is_selector(code))
            continue;
        if (code == '\n') {
            s->letters[s->count++] = (struct letter){ .glyph = { .code = '\n' } };
            continue;
        }
        next = utf8_next(&ahead);
        s->letters[s->count++] =
            (struct letter){ fonts_glyph(s->fonts, face, code, is_selector(next) ? next : 0),
                             colour };
    }
}

static double
advance(const struct letter *l, const struct manner *m)
{
    return l->glyph.advance * m->size / 1000 + m->spacing;
}

struct breaker {
    struct arena *arena;
    const struct letter *letters;
    size_t count;
    const struct manner *manner;
    struct set_line *lines;
    size_t line_count, room;
};

static void
end_line(struct breaker *b, size_t first, size_t until, bool ends)
{
    struct set_line *line;
    double width = 0;

    if (b->line_count == b->room) {
        struct set_line *more = NEW_ARRAY(b->arena, b->room ? b->room * 2 : 4, struct set_line);

        if (b->room)
            memcpy(more, b->lines, b->room * sizeof *more);
        b->lines = more;
        b->room = b->room ? b->room * 2 : 4;
    }
    while (until > first && !ends &&
           (b->letters[until - 1].glyph.code == ' ' || b->letters[until - 1].glyph.code == 0x3000))
        until--;
    for (size_t i = first; i < until; i++)
        width += advance(&b->letters[i], b->manner);
    line = &b->lines[b->line_count++];
    *line = (struct set_line){ first, until - first, width, ends };
}

/* The first letter of the next line. */
static size_t
fill_line(struct breaker *b, size_t first)
{
    const struct manner *m = b->manner;
    double room = m->width - (b->line_count ? m->hanging : m->indent) + 0.01;
    double width = 0;
    size_t good = 0; /* where the line may end; 0: nowhere yet */

    for (size_t i = first; i < b->count; i++) {
        uint32_t code = b->letters[i].glyph.code;

        if (code == '\n') {
            end_line(b, first, i, true);
            return i + 1;
        }
        if (i > first && may_break(b->letters[i - 1].glyph.code, code))
            good = i;
        width += advance(&b->letters[i], m);
        if (width - m->spacing > room && i > first && code != ' ') {
            size_t end = good ? good : i;

            end_line(b, first, end, false);
            while (end < b->count && b->letters[end].glyph.code == ' ')
                end++;
            return end;
        }
    }
    end_line(b, first, b->count, true);
    return b->count;
}

static struct set_text
finish(struct arena *arena, struct setter *s, struct manner manner)
{
    struct set_text text = { .manner = manner, .letters = s->letters };
    struct breaker b = {
        .arena = arena, .letters = s->letters, .count = s->count, .manner = &manner
    };
    size_t at = 0;

    do
        at = fill_line(&b, at);
    while (at < s->count);
    text.lines = b.lines;
    text.count = b.line_count;
    return text;
}

struct set_text
set_runs(struct arena *arena, struct fonts *fonts, const struct text *text, struct manner manner)
{
    struct setter s = { .fonts = fonts };
    size_t room = 1;

    for (size_t i = 0; text && i < text->count; i++)
        room += text->runs[i].text ? strlen(text->runs[i].text) : 0;
    s.letters = NEW_ARRAY(arena, room, struct letter);
    for (size_t i = 0; text && i < text->count; i++)
        if (text->runs[i].text)
            add_run(&s, text->runs[i].text, &manner, text->runs[i].tone);
    return finish(arena, &s, manner);
}

struct set_text
set_words(struct arena *arena, struct fonts *fonts, const char *text, struct manner manner)
{
    struct run run = { .text = text ? text : "" };

    return set_runs(arena, fonts, &(struct text){ &run, 1 }, manner);
}

double
set_width(struct fonts *fonts, const char *text, struct manner manner)
{
    enum font_face face = face_of(&manner, TONE_PLAIN);
    double width = 0;
    uint32_t code;

    while (text && (code = utf8_next(&text)))
        if (!is_unseen(code) && !is_selector(code))
            width +=
                fonts_glyph(fonts, face, code, 0).advance * manner.size / 1000 + manner.spacing;
    return width;
}

double
set_widest(const struct set_text *text)
{
    double widest = 0;

    for (size_t i = 0; i < text->count; i++)
        widest = text->lines[i].width > widest ? text->lines[i].width : widest;
    return widest;
}

double
set_height(const struct set_text *text)
{
    return (double)text->count * text->manner.leading;
}

/* The em box, 0.88 above the base and 0.12 below, stands in the middle of the line. */
double
set_base(const struct manner *manner)
{
    return (manner->leading - manner->size) / 2 + manner->size * 0.88;
}
