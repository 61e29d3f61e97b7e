#include "render/pdf_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/utf8.h"

enum { PACK = 250, ROW = 7 }; /* objects of an object stream; bytes of a row of places */

struct pdf_place {
    uint32_t at;    /* offset, or number of the object stream */
    uint16_t index; /* in that stream */
    uint8_t kind;   /* 0 never written, 1 at an offset, 2 in a stream */
};

void
pdf_begin(struct pdf_file *f, struct arena *arena, struct buffer *out)
{
    *f = (struct pdf_file){ .arena = arena, .out = out, .start = out->length };
    f->count = 1; /* number 0 is the head of the free ones */
    /* Bytes above 127 say that the file is no text. */
    buffer_text(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
}

uint32_t
pdf_number(struct pdf_file *f)
{
    if (f->count >= f->room) {
        uint32_t room = f->room ? f->room * 2 : 1024;
        struct pdf_place *places = NEW_ARRAY(f->arena, room, struct pdf_place);

        if (f->room)
            memcpy(places, f->places, f->room * sizeof *places);
        f->places = places;
        f->room = room;
    }
    return f->count++;
}

static void
deflate_into(struct buffer *out, const void *bytes, size_t length, int level)
{
    uLongf room = compressBound(length);
    char *to = buffer_room(out, room);

    if (compress2((Bytef *)to, &room, bytes, length, level) == Z_OK)
        out->length += room;
    to[room] = '\0';
}

static void
stream(struct pdf_file *f, uint32_t number, const char *entries, const void *bytes, size_t length,
       int level)
{
    struct buffer packed = { 0 };

    f->places[number].kind = 1;
    f->places[number].at = (uint32_t)(f->out->length - f->start);
    deflate_into(&packed, bytes, length, level);
    buffer_print(f->out, "%u 0 obj\n<<%s/Filter/FlateDecode/Length %zu>>stream\n", number, entries,
                 packed.length);
    buffer_add(f->out, packed.data, packed.length);
    buffer_text(f->out, "\nendstream\nendobj\n");
    buffer_release(&packed);
}

void
pdf_stream(struct pdf_file *f, uint32_t number, const char *entries, const void *bytes,
           size_t length)
{
    stream(f, number, entries, bytes, length, 6);
}

static void
flush(struct pdf_file *f)
{
    char entries[96];

    if (!f->packed)
        return;
    snprintf(entries, sizeof entries, "/Type/ObjStm/N %u/First %zu", f->packed, f->names.length);
    buffer_add(&f->names, f->bodies.data, f->bodies.length);
    stream(f, f->pack, entries, f->names.data, f->names.length, 9);
    buffer_clear(&f->names);
    buffer_clear(&f->bodies);
    f->packed = 0;
}

void
pdf_object(struct pdf_file *f, uint32_t number, const char *text, size_t length)
{
    if (!f->packed)
        f->pack = pdf_number(f);
    f->places[number] = (struct pdf_place){ f->pack, (uint16_t)f->packed, 2 };
    buffer_int(&f->names, number);
    buffer_char(&f->names, ' ');
    buffer_int(&f->names, (int64_t)f->bodies.length);
    buffer_char(&f->names, ' ');
    buffer_add(&f->bodies, text, length);
    buffer_char(&f->bodies, '\n');
    if (++f->packed == PACK)
        flush(f);
}

/* Kind, place, index; each row as the difference to the one above, which compresses best. */
static void
places(struct pdf_file *f, struct buffer *out)
{
    unsigned char above[ROW] = { 0 };

    for (uint32_t i = 0; i < f->count; i++) {
        const struct pdf_place *p = &f->places[i];
        unsigned char row[ROW] = { p->kind,
                                   (unsigned char)(p->at >> 24),
                                   (unsigned char)(p->at >> 16),
                                   (unsigned char)(p->at >> 8),
                                   (unsigned char)p->at,
                                   (unsigned char)(p->index >> 8),
                                   (unsigned char)p->index };

        if (!p->kind)
            row[ROW - 1] = row[ROW - 2] = 0xFF;
        buffer_char(out, 2); /* filter "up" */
        for (size_t b = 0; b < ROW; b++) {
            buffer_char(out, (char)(unsigned char)(row[b] - above[b]));
            above[b] = row[b];
        }
    }
}

void
pdf_end(struct pdf_file *f, uint32_t catalog, uint32_t info)
{
    struct buffer table = { 0 };
    uint8_t hash[32];
    char id[33];
    char entries[320];
    uint32_t number;
    size_t at;

    flush(f);
    number = pdf_number(f);
    at = f->out->length - f->start;
    f->places[number] = (struct pdf_place){ (uint32_t)at, 0, 1 };
    sha256(f->out->data + f->start, at, hash);
    for (size_t i = 0; i < 16; i++)
        snprintf(id + 2 * i, 3, "%02x", hash[i]);
    places(f, &table);
    snprintf(entries, sizeof entries,
             "/Type/XRef/Size %u/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>/Root %u 0 R"
             "/Info %u 0 R/ID[<%s><%s>]",
             f->count, ROW, catalog, info, id, id);
    stream(f, number, entries, table.data, table.length, 9);
    buffer_print(f->out, "startxref\n%zu\n%%%%EOF\n", at);
    buffer_release(&table);
    buffer_release(&f->names);
    buffer_release(&f->bodies);
}

void
pdf_real(struct buffer *b, double value, int decimals)
{
    static const int64_t scales[] = { 1, 10, 100, 1000, 10000 };
    int64_t scaled = (int64_t)llround(value * (double)scales[decimals]);

    if (scaled < 0) {
        buffer_char(b, '-');
        scaled = -scaled;
    }
    for (; decimals && scaled % 10 == 0; decimals--)
        scaled /= 10;
    if (!decimals || scaled >= scales[decimals])
        buffer_int(b, scaled / scales[decimals]);
    if (decimals) {
        char digits[8] = ".";

        for (int i = decimals; i > 0; i--, scaled /= 10)
            digits[i] = (char)('0' + scaled % 10);
        buffer_add(b, digits, (size_t)decimals + 1);
    }
}

void
pdf_text(struct buffer *b, const char *text)
{
    uint32_t code;

    buffer_text(b, "<FEFF");
    while (text && (code = utf8_next(&text))) {
        if (code > 0xFFFF)
            buffer_print(b, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10),
                         0xDC00 + ((code - 0x10000) & 0x3FF));
        else
            buffer_print(b, "%04X", code < 0x20 ? 0x20 : code);
    }
    buffer_char(b, '>');
}
