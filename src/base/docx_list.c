/*
 * Lists of a Word document: what is counted, and how the numbers look.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/docx_parts.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "base/xml.h"

enum { MOST_COUNT = 100000, MOST_PATTERN = 200 };

/* --- how numbers look ------------------------------------------------------------------ */

/* The n-th character of a row of them, from 1; nothing beyond its end. */
static bool
add_of_row(struct buffer *out, const char *row, int number)
{
    const char *at = row, *start = row;

    for (int i = 0; i < number; i++) {
        start = at;
        if (!utf8_next(&at))
            return false;
    }
    buffer_add(out, start, (size_t)(at - start));
    return number > 0;
}

static void
add_letters(struct buffer *out, char first, int number)
{
    for (int i = 0; i <= (number - 1) / 26 && i < 20; i++)
        buffer_char(out, (char)(first + (number - 1) % 26));
}

static void
add_roman(struct buffer *out, int number, bool upper)
{
    static const struct {
        int value;
        const char *upper;
        const char *lower;
    } parts[] = { { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" }, { 400, "CD", "cd" },
                  { 100, "C", "c" },  { 90, "XC", "xc" },  { 50, "L", "l" },  { 40, "XL", "xl" },
                  { 10, "X", "x" },   { 9, "IX", "ix" },   { 5, "V", "v" },   { 4, "IV", "iv" },
                  { 1, "I", "i" } };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; number >= parts[i].value; number -= parts[i].value)
            buffer_text(out, upper ? parts[i].upper : parts[i].lower);
}

/* 十一, 二百三; with the digits and powers of a way of writing. */
static void
add_counting(struct buffer *out, int number, const char *digits, const char *powers, bool ones)
{
    static const int values[] = { 10000, 1000, 100, 10 };

    for (int i = 0; i < 4; i++) {
        int times = number / values[i];

        if (times == 0)
            continue;
        if (times > 9)
            add_counting(out, times, digits, powers, ones);
        else if (times > 1 || ones || values[i] == 10000)
            add_of_row(out, digits, times);
        add_of_row(out, powers, 4 - i);
        number %= values[i];
    }
    if (number > 0)
        add_of_row(out, digits, number);
}

/* 一〇三 */
static void
add_digits(struct buffer *out, int number, const char *digits)
{
    char text[16];

    for (const char *c = (snprintf(text, sizeof text, "%d", number), text); *c; c++)
        add_of_row(out, digits, *c - '0' + 1);
}

static const char katakana[] =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
static const char iroha[] =
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";

static const struct {
    const char *format;
    const char *row;
} rows[] = {
    { "aiueo", katakana },
    { "aiueoFullWidth", katakana },
    { "iroha", iroha },
    { "irohaFullWidth", iroha },
    { "decimalEnclosedCircle",
      "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿" },
    { "decimalEnclosedParen", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇" },
    { "decimalEnclosedFullstop", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛" },
    { "ideographTraditional", "甲乙丙丁戊己庚辛壬癸" },
    { "ideographZodiac", "子丑寅卯辰巳午未申酉戌亥" },
    { "ideographEnclosedCircle", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉" },
};

void
docx_format(struct buffer *out, const char *format, int number)
{
    if (strcmp(format, "none") == 0)
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(format, rows[i].format) == 0 && add_of_row(out, rows[i].row, number))
            return;
    if (number < 1)
        buffer_int(out, number);
    else if (strcmp(format, "upperLetter") == 0 || strcmp(format, "lowerLetter") == 0)
        add_letters(out, *format == 'u' ? 'A' : 'a', number);
    else if ((strcmp(format, "upperRoman") == 0 || strcmp(format, "lowerRoman") == 0) &&
             number < 4000)
        add_roman(out, number, *format == 'u');
    else if (strcmp(format, "decimalZero") == 0)
        buffer_print(out, "%02d", number);
    else if (strncmp(format, "decimalFullWidth", 16) == 0)
        add_digits(out, number, "０１２３４５６７８９");
    else if (strcmp(format, "japaneseDigitalTenThousand") == 0 ||
             strcmp(format, "ideographDigital") == 0)
        add_digits(out, number, "〇一二三四五六七八九");
    else if (strcmp(format, "japaneseLegal") == 0)
        add_counting(out, number, "壱弐参四伍六七八九", "拾百阡萬", true);
    else if (strcmp(format, "japaneseCounting") == 0 || strncmp(format, "chineseCounting", 15) == 0)
        add_counting(out, number, "一二三四五六七八九", "十百千万", false);
    else
        buffer_int(out, number);
}

/* --- counting -------------------------------------------------------------------------- */

/* Bullets are characters of symbol fonts, which mean nothing elsewhere. */
static bool
is_bullet(const struct docx_level *l)
{
    return strcmp(l->format, "bullet") == 0;
}

static void
add_number(const struct docx_definition *d, int level, struct buffer *out)
{
    const struct docx_level *own = &d->levels[level];

    for (const char *at = own->text; *at; at++) {
        int of = at[0] == '%' && at[1] >= '1' && at[1] <= '9' ? at[1] - '1' : DOCX_UNSET;

        if (of == DOCX_UNSET) {
            buffer_char(out, *at);
            continue;
        }
        docx_format(out, own->legal ? "decimal" : d->levels[of].format,
                    d->begun[of] ? d->counts[of] : d->levels[of].start);
        at++;
    }
}

void
docx_count(struct docx_list *list, int level, struct buffer *out)
{
    struct docx_definition *d = list->definition;

    if (!d || level < 0 || level >= DOCX_LEVELS)
        return;
    if (list->starts[level] != DOCX_UNSET && !list->used[level]) {
        d->begun[level] = true;
        d->counts[level] = list->starts[level];
    } else if (d->begun[level]) {
        d->counts[level] += d->counts[level] < MOST_COUNT;
    } else {
        d->begun[level] = true;
        d->counts[level] = d->levels[level].start;
    }
    list->used[level] = true;
    for (int i = level + 1; i < DOCX_LEVELS; i++) {
        int restart = d->levels[i].restart;

        /* Level n begins anew after one of level `restart`, counted from 1, or above. */
        if (restart == DOCX_UNSET || (restart > 0 && level < restart))
            d->begun[i] = false;
    }
    for (int i = 0; i < level; i++)
        if (!d->begun[i]) {
            d->begun[i] = true;
            d->counts[i] = d->levels[i].start;
        }
    if (is_bullet(&d->levels[level]))
        buffer_text(out, "・");
    else
        add_number(d, level, out);
}

struct docx_list *
docx_list_find(const struct docx_lists *lists, long id)
{
    for (size_t i = 0; i < lists->list_count; i++)
        if (lists->lists[i].id == id)
            return lists->lists[i].definition ? &lists->lists[i] : NULL;
    return NULL;
}

int
docx_level_of_style(const struct docx_list *list, const char *style)
{
    for (int i = 0; i < DOCX_LEVELS && style; i++)
        if (list->definition->levels[i].style &&
            strcmp(list->definition->levels[i].style, style) == 0)
            return i;
    return DOCX_UNSET;
}

/* --- numbering.xml --------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct docx_lists *lists;
    struct docx_definition *definition;
    struct docx_list *list;
    struct docx_level *level;
    int overridden; /* level of a lvlOverride, DOCX_UNSET */
};

static long
attribute_number(const char **attributes, const char *name)
{
    const char *text = xml_attribute(attributes, name);

    return text ? strtol(text, NULL, 10) : DOCX_UNSET;
}

static bool
begin_definition(struct reading *r, const char **attributes)
{
    struct docx_definition *d;

    if (r->lists->definition_count == DOCX_LISTS)
        return false;
    d = r->definition = &r->lists->definitions[r->lists->definition_count++];
    *d = (struct docx_definition){ .id = attribute_number(attributes, "w:abstractNumId") };
    for (int i = 0; i < DOCX_LEVELS; i++)
        d->levels[i] = (struct docx_level){
            .format = "decimal", .text = "", .start = 1, .restart = DOCX_UNSET
        };
    return true;
}

static bool
begin_list(struct reading *r, const char **attributes)
{
    struct docx_list *l;

    if (r->lists->list_count == DOCX_LISTS)
        return false;
    l = r->list = &r->lists->lists[r->lists->list_count++];
    *l = (struct docx_list){ .id = attribute_number(attributes, "w:numId"),
                             .definition_id = DOCX_UNSET };
    for (int i = 0; i < DOCX_LEVELS; i++)
        l->starts[i] = DOCX_UNSET;
    r->overridden = DOCX_UNSET;
    return true;
}

static int
start_of(const char **attributes)
{
    long start = docx_number(attributes, 1);

    return start >= 0 && start < MOST_COUNT ? (int)start : 1;
}

static void
see_level(struct reading *r, const char *local, const char **attributes)
{
    struct docx_level *l = r->level;
    const char *value = docx_value(attributes);

    if (strcmp(local, "start") == 0)
        l->start = start_of(attributes);
    else if (strcmp(local, "numFmt") == 0 && value)
        l->format = arena_slice(r->arena, value, strnlen(value, 40));
    else if (strcmp(local, "lvlText") == 0 && value && strlen(value) <= MOST_PATTERN)
        l->text = arena_copy(r->arena, value);
    else if (strcmp(local, "lvlRestart") == 0)
        l->restart = (int)(docx_number(attributes, 0) & 15);
    else if (strcmp(local, "isLgl") == 0)
        l->legal = docx_is_on(attributes);
    else if (strcmp(local, "pStyle") == 0 && value)
        l->style = arena_copy(r->arena, value);
}

static bool
see_start(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct reading *r = with;
    const char *local = xml_local(name);
    long level = attribute_number(attributes, "w:ilvl");
    bool known = level >= 0 && level < DOCX_LEVELS;

    (void)xml;
    if (strcmp(local, "abstractNum") == 0)
        return begin_definition(r, attributes);
    if (strcmp(local, "num") == 0)
        return begin_list(r, attributes);
    if (r->level)
        see_level(r, local, attributes);
    else if (r->definition && strcmp(local, "lvl") == 0 && known)
        r->level = &r->definition->levels[level];
    else if (r->list && strcmp(local, "abstractNumId") == 0)
        r->list->definition_id = docx_number(attributes, DOCX_UNSET);
    else if (r->list && strcmp(local, "lvlOverride") == 0)
        r->overridden = known ? (int)level : DOCX_UNSET;
    else if (r->list && strcmp(local, "startOverride") == 0 && r->overridden != DOCX_UNSET)
        r->list->starts[r->overridden] = start_of(attributes);
    return true;
}

static bool
see_end(struct xml *xml, void *with, const char *name)
{
    struct reading *r = with;
    const char *local = xml_local(name);

    (void)xml;
    if (strcmp(local, "lvl") == 0)
        r->level = NULL;
    else if (strcmp(local, "abstractNum") == 0)
        r->definition = NULL;
    else if (strcmp(local, "num") == 0)
        r->list = NULL;
    return true;
}

bool
docx_lists_read(struct arena *arena, struct unzip *z, struct docx_lists *out, const char **why)
{
    static const struct xml_reader reader = { .start = see_start, .end = see_end };
    struct reading r = { .arena = arena, .lists = out, .overridden = DOCX_UNSET };
    size_t part;

    *out = (struct docx_lists){ 0 };
    if (!unzip_find(z, "word/numbering.xml", &part))
        return true;
    out->definitions = NEW_ARRAY(arena, DOCX_LISTS, struct docx_definition);
    out->lists = NEW_ARRAY(arena, DOCX_LISTS, struct docx_list);
    if (!docx_part(z, part, &reader, &r, why))
        return false;
    for (size_t i = 0; i < out->list_count; i++)
        for (size_t k = 0; k < out->definition_count && !out->lists[i].definition; k++)
            if (out->definitions[k].id == out->lists[i].definition_id)
                out->lists[i].definition = &out->definitions[k];
    return true;
}
