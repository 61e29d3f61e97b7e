/*
 * Merged cells: found in the part of a sheet, and put into the rows they cover.
 *
 * They stand behind the rows, so that the part is inflated once more to find them. Only tags
 * are looked for: what XML forbids to stand as it is in a text cannot be taken for one.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/workbook_parts.h"

enum { PIECE = 64 * 1024, LONGEST_TAG = 256, KEPT = 2 * LONGEST_TAG };

bool
workbook_place(const char **text, size_t *column, int64_t *line)
{
    const char *at = *text;

    for (*column = 0; isalpha((unsigned char)*at) && *column < 100000; at++)
        *column = *column * 26 + (size_t)(toupper((unsigned char)*at) - 'A' + 1);
    for (*line = 0; isdigit((unsigned char)*at) && *line <= WORKBOOK_ROWS; at++)
        *line = *line * 10 + (*at - '0');
    *text = at;
    if (!*column || !*line || *line > WORKBOOK_ROWS)
        return false;
    --*column;
    return true;
}

/* --- finding --------------------------------------------------------------------------- */

/* <mergeCell ref="A1:B2"/> in which `tag` is behind the name. */
static bool
read_range(const char *tag, struct workbook_range *range)
{
    const char *ref = strstr(tag, "ref="), *end = strchr(tag, '>');

    if (!ref || !end || ref > end || (ref[4] != '"' && ref[4] != '\''))
        return false;
    ref += 5;
    if (!workbook_place(&ref, &range->first_column, &range->first_line) || *ref++ != ':' ||
        !workbook_place(&ref, &range->last_column, &range->last_line))
        return false;
    return range->first_column < WORKBOOK_COLUMNS && range->first_column <= range->last_column &&
           range->first_line <= range->last_line;
}

/* Whether a tag begins right before its name, with a prefix or without. */
static bool
begins_tag(const char *from, const char *name)
{
    if (name > from && name[-1] == ':')
        for (name--; name > from && isalnum((unsigned char)name[-1]);)
            name--;
    return name > from && name[-1] == '<';
}

/* What is known of the bytes so far; the last ones are kept, as a tag may be cut. */
struct search {
    char bytes[KEPT + PIECE + 1];
    size_t length;
    size_t seen; /* names up to here have been looked at */
};

static bool
take_ranges(struct workbook *w, struct search *s, bool last, const char **why)
{
    static const char name[] = "mergeCell ";
    const char *end = s->bytes + s->length, *at = s->bytes + s->seen;
    const char *until = last || s->length < LONGEST_TAG ? end : end - LONGEST_TAG;

    s->bytes[s->length] = '\0';
    for (; at < end && (at = memmem(at, (size_t)(end - at), name, sizeof name - 1)); at++) {
        struct workbook_range range;

        if (at >= until)
            break;
        if (!begins_tag(s->bytes, at) || !read_range(at + sizeof name - 1, &range))
            continue;
        if (w->merged.length >= WORKBOOK_MERGED * sizeof range) {
            *why = "結合したセルが多すぎます。結合を解いて取り込んでください。";
            return false;
        }
        if (range.last_column >= WORKBOOK_COLUMNS)
            range.last_column = WORKBOOK_COLUMNS - 1;
        buffer_add(&w->merged, (const char *)&range, sizeof range);
    }
    s->seen = (size_t)(until - s->bytes);
    return true;
}

static int
by_line(const void *left, const void *right)
{
    const struct workbook_range *a = left, *b = right;

    if (a->first_line != b->first_line)
        return a->first_line < b->first_line ? -1 : 1;
    return (a->first_column > b->first_column) - (a->first_column < b->first_column);
}

static bool
search_part(struct workbook *w, struct unzip_stream *stream, struct search *s, const char **why)
{
    size_t got = 1;

    while (got > 0) {
        if (s->length > KEPT) {
            size_t cut = s->length - KEPT;

            memmove(s->bytes, s->bytes + cut, KEPT);
            s->length = KEPT;
            s->seen = s->seen > cut ? s->seen - cut : 0;
        }
        if (!unzip_more(stream, s->bytes + s->length, PIECE, &got, why))
            return false;
        s->length += got;
        if (!take_ranges(w, s, got == 0, why))
            return false;
    }
    return true;
}

bool
workbook_merge(struct workbook *w, size_t sheet, const char **why)
{
    struct unzip_stream *stream;
    struct arena arena = { 0 };
    bool good;

    if (w->merged_of == sheet)
        return true;
    buffer_clear(&w->merged);
    w->merged_of = w->places[sheet].part == SIZE_MAX ? sheet : SIZE_MAX;
    if (w->merged_of == sheet)
        return true;
    stream = unzip_begin(w->zip, w->places[sheet].part, why);
    if (!stream)
        return false;
    good = search_part(w, stream, NEW(&arena, struct search), why);
    arena_release(&arena);
    unzip_end(stream);
    if (!good)
        return false;
    if (w->merged.length)
        qsort(w->merged.data, w->merged.length / sizeof(struct workbook_range),
              sizeof(struct workbook_range), by_line);
    w->merged_of = sheet;
    return true;
}

const struct workbook_range *
workbook_merged(const struct workbook *w, size_t *count)
{
    *count = w->merged.length / sizeof(struct workbook_range);
    return (const struct workbook_range *)(const void *)w->merged.data;
}

/* --- covering -------------------------------------------------------------------------- */

static bool
is_covered(const struct sheet_flow *f, size_t column)
{
    return column < f->covered && f->covering[column].until >= f->line;
}

static const char *
text_of(const struct sheet_flow *f, const struct row_cell *cell)
{
    return cell->shared ? cell->shared : f->text.data + cell->start;
}

/* The range keeps its first cell's value for the rows below; the cells to the right of that
   one are empty. */
static void
begin_range(struct sheet_flow *f, const struct workbook_range *range)
{
    bool here = range->first_line == f->line;

    for (size_t i = range->first_column; i <= range->last_column; i++) {
        struct covering *c = &f->covering[i];
        const struct row_cell *cell = i < f->width ? &f->row[i] : NULL;

        /* Ranges do not overlap; where they do, the first counts. */
        if (c->since == f->line || is_covered(f, i))
            continue;
        c->since = f->line;
        c->until = range->last_line;
        c->shared = NULL;
        buffer_clear(&c->text);
        if (here && i == range->first_column && cell && cell->length) {
            c->shared = cell->shared;
            if (!cell->shared)
                buffer_add(&c->text, text_of(f, cell), cell->length);
        } else if (here && cell) {
            f->row[i].length = 0;
        }
    }
    if (f->covered <= range->last_column)
        f->covered = range->last_column + 1;
    if (f->covered_until < range->last_line)
        f->covered_until = range->last_line;
}

static void
begin_ranges(struct workbook *w)
{
    struct sheet_flow *f = &w->flow;
    size_t count;
    const struct workbook_range *ranges = workbook_merged(w, &count);

    if (f->merged_at < count && !f->covering)
        f->covering = NEW_ARRAY(w->arena, WORKBOOK_COLUMNS, struct covering);
    for (; f->merged_at < count && ranges[f->merged_at].first_line <= f->line; f->merged_at++)
        if (ranges[f->merged_at].last_line >= f->line)
            begin_range(f, &ranges[f->merged_at]);
}

static void
cover_cell(struct sheet_flow *f, size_t column)
{
    const struct covering *c = &f->covering[column];
    struct row_cell *cell = &f->row[column];

    *cell = (struct row_cell){ .shared = c->shared, .start = f->text.length };
    if (c->shared) {
        cell->length = strlen(c->shared);
    } else if (c->text.length) {
        cell->length = c->text.length;
        buffer_add(&f->text, c->text.data, c->text.length);
        buffer_add(&f->text, "", 1);
    }
}

bool
workbook_cover(struct workbook *w)
{
    struct sheet_flow *f = &w->flow;
    bool own = false;

    if (!w->merged.length)
        return true;
    for (size_t i = 0; i < f->width && !own; i++)
        own = f->row[i].length > 0 && !is_covered(f, i);
    if (!own)
        return false;
    if (f->covered_until >= f->line) {
        for (; f->width < f->covered; f->width++)
            f->row[f->width] = (struct row_cell){ .length = 0 };
        for (size_t i = 0; i < f->covered; i++)
            if (is_covered(f, i))
                cover_cell(f, i);
    }
    begin_ranges(w);
    while (f->width > 0 && f->row[f->width - 1].length == 0)
        f->width--;
    return true;
}
