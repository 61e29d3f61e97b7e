#include "ledger/sheet_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "store/act.h"
#include "store/blob.h"

enum {
    PIECE = 1 << 20,
    MOST_RECORD = 8 << 20,  /* then a quote was surely never closed */
    MOST_WHOLE = 128 << 20, /* of encodings that are read in one piece */
    SAMPLE = 256 << 10,     /* for guessing */
};
static const int64_t most_bytes = INT64_C(4) << 30;

/* --- bytes ------------------------------------------------------------------------ */

static bool
refuse(struct act *a, const struct sheet_reader *r, int64_t line, const char *why)
{
    const char *name = r->source.name ? r->source.name : r->source.path;

    return fail_at(a, (struct fault){
                          .kind = FAULT_INVALID,
                          .message = arena_print(a->arena, "%s: %s", name ? name : "ファイル", why),
                          .line = line });
}

static void
close_reader(void *thing)
{
    struct sheet_reader *r = thing;

    if (r->file >= 0)
        close(r->file);
    for (size_t i = 0; i < r->above_count; i++)
        buffer_release(&r->above[i]);
    buffer_release(&r->raw);
    arena_release(&r->piece);
    arena_release(&r->row);
}

/* A file that is not there is no mistake in its lines. */
static bool
open_file(struct act *a, struct sheet_reader *r)
{
    const char *path = r->source.path;
    struct stat about;

    r->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (r->file < 0 || fstat(r->file, &about) < 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    if (!S_ISREG(about.st_mode))
        return fail(a, FAULT_BROKEN, NULL, "%s: 通常のファイルではありません。", path);
    return true;
}

static bool
open_source(struct act *a, struct sheet_reader *r)
{
    if (r->source.path)
        return open_file(a, r);
    if (r->source.blob)
        return blob_open(a, r->source.contract, r->source.blob, &r->blob);
    return true;
}

static bool
read_file(struct act *a, struct sheet_reader *r, char *to, size_t size, size_t *got)
{
    ssize_t count;

    do
        count = read(r->file, to, size);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return refuse(a, r, 0, system_reason(errno));
    *got = (size_t)count;
    return true;
}

/* Up to `size` more bytes; `*got` 0 at the end. */
static bool
read_some(struct act *a, struct sheet_reader *r, char *to, size_t size, size_t *got)
{
    size_t left = r->source.length - (size_t)r->at;

    if (r->source.path) {
        if (!read_file(a, r, to, size, got))
            return false;
    } else if (r->source.blob) {
        if (!blob_read(a, r->blob, to, size, got))
            return false;
    } else {
        *got = size < left ? size : left;
        memcpy(to, r->source.bytes + r->at, *got);
    }
    r->at += (int64_t)*got;
    return r->at <= most_bytes ||
           refuse(a, r, 0, "ファイルが大きすぎます（4GBまで）。分けて取り込んでください。");
}

static bool
rewind_source(struct act *a, struct sheet_reader *r)
{
    r->at = 0;
    if (r->source.path && lseek(r->file, 0, SEEK_SET) < 0)
        return refuse(a, r, 0, system_reason(errno));
    if (r->source.blob)
        blob_seek(r->blob, 0);
    return true;
}

/* --- the first reading -------------------------------------------------------------- */

static bool
is_plain(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == 0x1B)
            return false;
    return true;
}

/* The beginning, and behind it the first part that is more than ASCII, cut at line ends. */
static void
add_sample(struct buffer *sample, const char *bytes, size_t length, bool *told)
{
    size_t end;

    if (*told || (sample->length && is_plain(bytes, length)))
        return;
    *told = !is_plain(bytes, length);
    end = length < SAMPLE ? length : SAMPLE;
    while (end > 0 && length > SAMPLE && bytes[end - 1] != '\n' && bytes[end - 1] != '\r')
        end--;
    if (end == 0)
        end = length < SAMPLE ? length : SAMPLE;
    buffer_add(sample, bytes, end);
}

static char
guess_separator(struct act *a, const struct buffer *sample)
{
    struct csv csv;
    const char *why;
    struct arena arena = { 0 };
    char separator = ',';

    (void)a;
    if (csv_open_bytes(&arena, buffer_string(sample), sample->length, &csv, &why))
        separator = csv.separator;
    arena_release(&arena);
    return separator;
}

static bool
look_over(struct act *a, struct sheet *sheet, struct sheet_reader *r)
{
    struct sha256_run run;
    struct buffer sample = { 0 };
    uint8_t hash[SHA256_BYTES];
    bool told = false;
    bool good;
    size_t got = 0;
    char *piece = arena_get(&r->piece, PIECE);

    sha256_init(&run);
    while ((good = read_some(a, r, piece, PIECE, &got)) && got > 0) {
        sha256_add(&run, piece, got);
        add_sample(&sample, piece, got, &told);
    }
    sha256_end(&run, hash);
    sheet->hash = hex_print(a->arena, hash, sizeof hash);
    sheet->bytes = r->at;
    r->encoding = encoding_guess(buffer_string(&sample), sample.length);
    r->separator = guess_separator(a, &sample);
    buffer_release(&sample);
    return good;
}

static const char *
base_name(const struct sheet_source *source)
{
    const char *slash = source->path ? strrchr(source->path, '/') : NULL;

    if (source->name)
        return source->name;
    if (!source->path)
        return "";
    return slash ? slash + 1 : source->path;
}

bool
reader_open(struct act *a, struct sheet *sheet, const struct sheet_source *source)
{
    struct sheet_reader *r = NEW(a->arena, struct sheet_reader);

    act_slow(a);
    r->source = *source;
    r->file = -1;
    arena_defer(a->arena, close_reader, r);
    /* A block that stays, so that a row costs no call of the system. */
    arena_get(&r->row, 1);
    r->row_start = arena_mark(&r->row);
    if (!open_source(a, r) || !look_over(a, sheet, r))
        return false;
    sheet->name = base_name(source);
    sheet->encoding = r->encoding;
    sheet->separator = r->separator;
    sheet->reader = r;
    return reader_start(a, r);
}

bool
reader_start(struct act *a, struct sheet_reader *r)
{
    buffer_clear(&r->raw);
    arena_release(&r->piece);
    r->cut = 0;
    r->ended = false;
    r->open = false;
    r->lines = 0;
    r->count = 0;
    return rewind_source(a, r);
}

/* --- pieces ----------------------------------------------------------------------- */

static bool
is_whole(enum encoding encoding)
{
    return encoding == ENCODING_JIS || encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
}

static const char *
line_end(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Behind the closing quote; NULL when it is not there, and `*broken` when it cannot come. */
static const char *
quoted_end(const char *at, const char *end, char separator, bool *broken)
{
    const char *quote = at + 1;

    while ((quote = memchr(quote, '"', (size_t)(end - quote)))) {
        if (quote + 1 == end || quote[1] == separator || quote[1] == '\n' || quote[1] == '\r')
            return quote + 1;
        if (quote[1] != '"') {
            *broken = true;
            return NULL;
        }
        quote += 2;
        if (quote >= end)
            return NULL;
    }
    return NULL;
}

/* The end of the record at `at`, its line end included, by the rules of base/csv.h: a
   record with a broken quote is its first line. NULL: more bytes are needed. */
static const char *
record_end(const char *at, const char *end, char separator)
{
    const char *start = at;
    bool broken = false;

    for (;; at++) {
        if (at < end && *at == '"')
            at = quoted_end(at, end, separator, &broken);
        else
            while (at < end && *at != separator && *at != '\n' && *at != '\r')
                at++;
        if (broken)
            at = line_end(start, end);
        if (!at || at >= end)
            return NULL;
        if (broken || *at != separator)
            break;
    }
    if (*at == '\r' && at + 1 == end)
        return NULL;
    return at + (*at == '\r' && at[1] == '\n' ? 2 : 1);
}

/* How many bytes of the raw ones are whole records. */
static size_t
whole_records(const struct sheet_reader *r)
{
    const char *start = buffer_string(&r->raw);
    const char *end = start + r->raw.length;
    const char *at = start;

    for (const char *next = at; next && next < end; at = next ? next : at)
        next = record_end(at, end, r->separator);
    if (at == start && r->raw.length > MOST_RECORD) {
        at = line_end(start, end);
        at += at < end;
    }
    return (size_t)(at - start);
}

/* Reads until there is a piece that can be cut, or the end. */
static bool
gather(struct act *a, struct sheet_reader *r)
{
    size_t got = 1;

    if (r->cut) {
        memmove(r->raw.data, r->raw.data + r->cut, r->raw.length - r->cut);
        r->raw.length -= r->cut;
        r->cut = 0;
    }
    while (!r->ended) {
        char *room = buffer_room(&r->raw, PIECE);

        if (!read_some(a, r, room, PIECE, &got))
            return false;
        r->raw.length += got;
        r->raw.data[r->raw.length] = '\0';
        r->ended = got == 0;
        if (is_whole(r->encoding) && r->raw.length > MOST_WHOLE)
            return refuse(
                a, r, 0, "ファイルが大きすぎます。UTF-8で保存し直すか、分けて取り込んでください。");
        if (!is_whole(r->encoding) && (r->cut = whole_records(r)) > 0)
            return true;
    }
    r->cut = r->raw.length;
    return true;
}

static int64_t
lines_before(const char *text, size_t length)
{
    int64_t lines = 1;

    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < length && text[i + 1] == '\n'));
    return lines;
}

static bool
refuse_text(struct act *a, const struct sheet_reader *r, const char *bytes, size_t bad_at)
{
    int64_t line = r->lines + lines_before(bytes, bad_at);

    if (!bytes[bad_at])
        return refuse(a, r, line,
                      "文字ではないデータ（NUL）があります。CSVファイルか確かめてください。");
    return refuse(a, r, line,
                  arena_print(a->arena,
                              "%sとして読めない文字があります。文字コードを確かめて保存し直して"
                              "ください。",
                              encoding_title(r->encoding)));
}

/* Decodes the piece in hand and gives it to the CSV reader. */
static bool
open_piece(struct act *a, struct sheet_reader *r)
{
    const char *bytes = buffer_string(&r->raw);
    char *text;
    size_t length, bad_at;
    /* Only the first bytes of the file carry the mark. */
    bool marked = r->encoding == ENCODING_UTF8_BOM && r->lines == 0;
    enum encoding encoding =
        r->encoding == ENCODING_UTF8_BOM && !marked ? ENCODING_UTF8 : r->encoding;

    arena_release(&r->piece);
    if (!encoding_decode(&r->piece, encoding, bytes, r->cut, &text, &length, &bad_at))
        return refuse_text(a, r, bytes, bad_at < r->cut ? bad_at : r->cut);
    r->csv = (struct csv){ .encoding = encoding,
                           .separator = r->separator,
                           .arena = &r->piece,
                           .at = text,
                           .end = text + length,
                           .line = 1 };
    r->open = true;
    return true;
}

bool
reader_next(struct act *a, struct sheet_reader *r, struct csv_row *row, bool *failed)
{
    *failed = false;
    while (!r->open || !csv_next(&r->csv, row)) {
        if (r->open)
            r->lines += r->csv.line - 1;
        r->open = false;
        *failed = !gather(a, r) || (r->cut > 0 && !open_piece(a, r));
        if (*failed || r->cut == 0)
            return false;
    }
    row->line += r->lines;
    return true;
}
