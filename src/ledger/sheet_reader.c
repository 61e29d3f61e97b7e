#include "ledger/sheet_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "base/text.h"
#include "base/unzip.h"
#include "base/workbook.h"
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

/* --- workbooks ----------------------------------------------------------------------- */

/* Bytes of the source for who reads them out of order. */
static bool
read_at(void *with, int64_t at, void *bytes, size_t size, size_t *got)
{
    struct sheet_reader *r = with;

    if (r->source.path && lseek(r->file, at, SEEK_SET) < 0)
        return refuse(r->act, r, 0, system_reason(errno));
    if (r->source.blob)
        blob_seek(r->blob, at);
    r->at = at;
    return read_some(r->act, r, bytes, size, got);
}

static bool
refuse_book(struct act *a, const struct sheet_reader *r, size_t faults, const char *why)
{
    /* Bytes that could not be read have told so themselves. */
    return a->fault_count > faults ? false : refuse(a, r, 0, why);
}

/* Whether the sheet has a row that is not empty. */
static bool
has_rows(struct sheet_reader *r, size_t tab, bool *found, const char **why)
{
    struct workbook_row row;

    if (!workbook_start(r->book, tab, why))
        return false;
    *found = workbook_next(r->book, &row, why);
    return *found || !*why;
}

static bool
choose_tab(struct act *a, struct sheet_reader *r, const struct workbook_sheet *tabs, size_t count)
{
    const char *wanted = r->source.tab && *r->source.tab ? r->source.tab : NULL;
    size_t faults = a->fault_count;
    bool found = false;
    const char *why;

    for (r->tab = 0; r->tab < count; r->tab++) {
        if (wanted ? strcmp(tabs[r->tab].name, wanted) == 0 : !tabs[r->tab].hidden) {
            if (wanted)
                return true;
            if (!has_rows(r, r->tab, &found, &why))
                return refuse_book(a, r, faults, why);
            if (found)
                return true;
        }
    }
    return refuse(a, r, 0,
                  wanted ? arena_print(a->arena, "「%s」というシートはありません。",
                                       text_cut(a->arena, wanted, 40))
                         : "データのあるシートがありません。");
}

static bool
book_open(struct act *a, struct sheet *sheet, struct sheet_reader *r)
{
    struct unzip_source source = { .with = r, .size = r->at, .read = read_at };
    const struct workbook_sheet *tabs;
    size_t faults = a->fault_count;
    const char *why;
    size_t count;

    r->book = workbook_open(a->arena, &source, &why);
    if (!r->book)
        return refuse_book(a, r, faults, why);
    tabs = workbook_sheets(r->book, &count);
    if (!choose_tab(a, r, tabs, count))
        return false;
    sheet->tab = tabs[r->tab].name;
    sheet->tabs = NEW_ARRAY(a->arena, count, const char *);
    for (size_t i = 0; i < count; i++)
        if (!tabs[i].hidden)
            sheet->tabs[sheet->tab_count++] = tabs[i].name;
    return true;
}

static bool
book_start(struct act *a, struct sheet_reader *r)
{
    size_t faults = a->fault_count;
    const char *why;

    r->records = 0;
    return workbook_start(r->book, r->tab, &why) || refuse_book(a, r, faults, why);
}

static bool
book_next(struct act *a, struct sheet_reader *r, struct csv_row *row, bool *failed)
{
    size_t faults = a->fault_count;
    struct workbook_row got;
    const char *why;

    if (workbook_next(r->book, &got, &why)) {
        *row = (struct csv_row){ .cells = got.cells,
                                 .count = got.count,
                                 .line = got.line,
                                 .row = ++r->records,
                                 .fault = got.fault };
        return true;
    }
    *failed = why && !refuse_book(a, r, faults, why);
    return false;
}

void
reader_joined(const struct sheet_reader *r, int64_t line, bool *joined, size_t count, bool *merged)
{
    size_t ranges = 0;
    const struct workbook_range *range = r->book ? workbook_merged(r->book, &ranges) : NULL;
    size_t found = 0;

    *merged = false;
    for (; ranges > 0 && range->first_line <= line && found < SHEET_COLUMNS; range++, ranges--) {
        if (range->last_line < line || range->first_column == range->last_column)
            continue;
        *merged = true;
        found++;
        for (size_t i = range->first_column + 1; i <= range->last_column && i < count; i++)
            joined[i] = true;
    }
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

/* What the first bytes say; ZIP is a workbook, and the beginning of old Office files is
   also that of encrypted new ones. */
enum kind { TEXT, WORKBOOK, OLD_WORKBOOK };

static enum kind
kind_of(const char *bytes, size_t length)
{
    if (length >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0))
        return WORKBOOK;
    if (length >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0)
        return OLD_WORKBOOK;
    return TEXT;
}

static bool
look_over(struct act *a, struct sheet *sheet, struct sheet_reader *r)
{
    struct sha256_run run;
    struct buffer sample = { 0 };
    uint8_t hash[SHA256_BYTES];
    enum kind kind = TEXT;
    bool told = false;
    bool good;
    size_t got = 0;
    char *piece = arena_get(&r->piece, PIECE);

    sha256_init(&run);
    while ((good = read_some(a, r, piece, PIECE, &got)) && got > 0) {
        sha256_add(&run, piece, got);
        if (r->at == (int64_t)got)
            kind = kind_of(piece, got);
        if (kind == TEXT)
            add_sample(&sample, piece, got, &told);
    }
    sha256_end(&run, hash);
    sheet->hash = hex_print(a->arena, hash, sizeof hash);
    sheet->bytes = r->at;
    r->encoding = encoding_guess(buffer_string(&sample), sample.length);
    r->separator = guess_separator(a, &sample);
    buffer_release(&sample);
    if (good && kind == OLD_WORKBOOK)
        return refuse(a, r, 0,
                      "古い形式のExcelファイル（.xls）か、パスワードの付いたファイルです。"
                      ".xlsx か CSV で保存し直してください。");
    return good && (kind == TEXT || book_open(a, sheet, r));
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
    r->act = a;
    r->file = -1;
    arena_defer(a->arena, close_reader, r);
    /* A block that stays, so that a row costs no call of the system. */
    arena_get(&r->row, 1);
    r->row_start = arena_mark(&r->row);
    if (!open_source(a, r) || !look_over(a, sheet, r))
        return false;
    sheet->name = base_name(source);
    sheet->encoding = r->book ? ENCODING_UTF8 : r->encoding;
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
    r->act = a;
    return r->book ? book_start(a, r) : rewind_source(a, r);
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
    r->act = a;
    if (r->book)
        return book_next(a, r, row, failed);
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
