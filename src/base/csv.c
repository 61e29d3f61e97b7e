#include "base/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"

enum { SAMPLE = 64 * 1024 }; /* bytes in which the separator is looked for */

static const char fault_unclosed[] =
    "引用符（\"）が閉じていません。この行の引用符を確かめてください。";
static const char fault_behind_quote[] =
    "閉じた引用符（\"）の後に文字があります。中の引用符は二つ重ねてください。";
static const char fault_cells[] = "列が多すぎます（4096列まで）。";

/* The separator that stands outside quotes most often. */
static char
guess_separator(const char *at, const char *end)
{
    static const char separators[] = { ',', '\t', ';' };
    size_t counts[sizeof(separators)] = { 0 };
    size_t best = 0;
    bool quoted = false;

    if (end - at > SAMPLE)
        end = at + SAMPLE;
    for (; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        for (size_t i = 0; i < sizeof(separators) && !quoted; i++)
            counts[i] += *at == separators[i];
    }
    for (size_t i = 1; i < sizeof(separators); i++)
        if (counts[i] > counts[best])
            best = i;
    return separators[best];
}

static const char *
refuse_text(struct arena *arena, enum encoding encoding, const char *read, bool zero)
{
    int64_t line = 1;

    for (; *read; read++)
        line += *read == '\n' || (*read == '\r' && read[1] != '\n');
    if (zero)
        return arena_print(arena,
                           "%lld行目に、文字ではないデータ（NUL）があります。"
                           "CSVファイルか確かめてください。",
                           (long long)line);
    return arena_print(arena,
                       "%lld行目に、%sとして読めない文字があります。"
                       "文字コードを確かめて保存し直してください。",
                       (long long)line, encoding_title(encoding));
}

bool
csv_open_bytes(struct arena *arena, const char *bytes, size_t length, struct csv *csv,
               const char **why)
{
    size_t text_length;
    size_t bad_at;

    if (length > CSV_LARGEST) {
        *why = "ファイルが大きすぎます（512MBまで）。分けて取り込んでください。";
        return false;
    }
    *csv = (struct csv){ .arena = arena, .line = 1 };
    csv->encoding = encoding_guess(bytes, length);
    if (!encoding_decode(arena, csv->encoding, bytes, length, &csv->at, &text_length, &bad_at)) {
        *why = refuse_text(arena, csv->encoding, csv->at, bad_at < length && !bytes[bad_at]);
        return false;
    }
    csv->end = csv->at + text_length;
    csv->separator = guess_separator(csv->at, csv->end);
    return true;
}

static bool
open_mapped(struct arena *arena, int file, size_t size, struct csv *csv, const char **why)
{
    char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    bool opened;

    if (bytes == MAP_FAILED) {
        *why = arena_print(arena, "ファイルを読めません（%s）。", strerror(errno));
        return false;
    }
    opened = csv_open_bytes(arena, bytes, size, csv, why);
    munmap(bytes, size);
    return opened;
}

bool
csv_open(struct arena *arena, const char *path, struct csv *csv, const char **why)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    bool opened = false;

    if (file < 0) {
        *why = errno == ENOENT ? "ファイルがありません。"
               : errno == EACCES
                   ? "ファイルを読む権限がありません。"
                   : arena_print(arena, "ファイルを開けません（%s）。", strerror(errno));
        return false;
    }
    if (fstat(file, &about) < 0 || !S_ISREG(about.st_mode))
        *why = "通常のファイルではありません。";
    else if (about.st_size > CSV_LARGEST)
        *why = "ファイルが大きすぎます（512MBまで）。分けて取り込んでください。";
    else if (about.st_size == 0)
        opened = csv_open_bytes(arena, "", 0, csv, why);
    else
        opened = open_mapped(arena, file, (size_t)about.st_size, csv, why);
    close(file);
    return opened;
}

/* Past a line end of any kind; `at` itself when there is none. */
static char *
past_line_end(char *at, const char *end)
{
    if (at < end && *at == '\r')
        return at + (at + 1 < end && at[1] == '\n' ? 2 : 1);
    return at < end && *at == '\n' ? at + 1 : at;
}

/* The end of a quoted cell, behind its closing quote. When that quote stands on another
   line and something follows it, it was meant to open the next cell. */
static char *
quoted_end(char *at, const char *end, char separator, const char **fault)
{
    char *quote = at + 1;

    while ((quote = memchr(quote, '"', (size_t)(end - quote)))) {
        char next = quote + 1 < end ? quote[1] : '\n';

        if (next == separator || next == '\n' || next == '\r')
            return quote + 1;
        if (next != '"') {
            *fault = memchr(at, '\n', (size_t)(quote - at)) ? fault_unclosed : fault_behind_quote;
            return at;
        }
        quote += 2;
    }
    *fault = fault_unclosed;
    return at;
}

static char *
plain_end(char *at, const char *end, char separator)
{
    while (at < end && *at != separator && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Looks over the record without touching it, since a broken one is read again by line:
   its end, before the line end, and how many cells it has. */
static char *
survey(const struct csv *csv, size_t *count, const char **fault)
{
    char *at = csv->at;

    for (*count = 1;; at++) {
        if (at < csv->end && *at == '"') {
            at = quoted_end(at, csv->end, csv->separator, fault);
        } else {
            at = plain_end(at, csv->end, csv->separator);
        }
        if (*fault || at == csv->end || *at != csv->separator)
            return at;
        if (++*count > CSV_CELLS)
            *fault = fault_cells;
    }
}

/* Takes the quotes off a cell, in place, and counts the lines in it. */
static char *
unquote(char *at, int64_t *line)
{
    char *to = at;
    char *from = at + 1;

    for (;; from++) {
        if (*from == '"' && *++from != '"')
            break;
        if (*from == '\r') {
            from += from[1] == '\n';
            *to++ = '\n';
        } else {
            *to++ = *from;
        }
        *line += to[-1] == '\n';
    }
    *to = '\0';
    return from;
}

/* Cuts the surveyed record into cells. The zero behind a cell goes where its separator
   or line end was, which must have been looked at before. */
static void
cut(struct csv *csv, size_t count)
{
    char *at = csv->at;

    for (size_t i = 0; i < count; i++) {
        char *next;

        csv->cells[i] = at;
        at = *at == '"' ? unquote(at, &csv->line) : plain_end(at, csv->end, csv->separator);
        if (i + 1 < count) {
            next = at + 1;
        } else {
            next = past_line_end(at, csv->end);
            csv->line += next > at;
        }
        if (at < csv->end)
            *at = '\0';
        at = next;
    }
    csv->at = at;
}

static void
make_room(struct csv *csv, size_t count)
{
    if (csv->room >= count)
        return;
    csv->room = count < 64 ? 64 : count * 2;
    csv->cells = NEW_ARRAY(csv->arena, csv->room, const char *);
}

bool
csv_next(struct csv *csv, struct csv_row *row)
{
    const char *fault = NULL;
    size_t count;

    if (csv->at >= csv->end)
        return false;
    *row = (struct csv_row){ .line = csv->line, .row = ++csv->row };
    survey(csv, &count, &fault);
    if (fault) {
        char *line_end = csv->at + strcspn(csv->at, "\r\n");
        char *next = past_line_end(line_end, csv->end);

        count = 1;
        make_room(csv, count);
        csv->cells[0] = csv->at;
        csv->line += next > line_end;
        csv->at = next;
        *line_end = '\0';
    } else {
        make_room(csv, count);
        cut(csv, count);
    }
    row->cells = csv->cells;
    row->count = count;
    row->fault = fault;
    return true;
}

/* Digits with a sign, thousands marks, one point, a percent sign: harmless in a cell. */
static bool
is_number(const char *text)
{
    size_t digits;

    text += *text == '-' || *text == '+';
    digits = strspn(text, "0123456789,");
    if (!digits || *text == ',')
        return false;
    text += digits;
    if (*text == '.' && strspn(text + 1, "0123456789"))
        text += 1 + strspn(text + 1, "0123456789");
    text += *text == '%';
    return !*text;
}

void
csv_cell(struct buffer *out, const char *text, bool first)
{
    bool formula = *text && strchr("=+-@\t\r", *text) && !is_number(text);

    if (!first)
        buffer_char(out, ',');
    if (!text[strcspn(text, ",\"\r\n\t;")] && *text != ' ') {
        if (formula)
            buffer_char(out, '\'');
        buffer_text(out, text);
        return;
    }
    buffer_text(out, formula ? "\"'" : "\"");
    for (;;) {
        size_t length = strcspn(text, "\"");

        buffer_add(out, text, length);
        text += length;
        if (!*text)
            break;
        buffer_text(out, "\"\"");
        text++;
    }
    buffer_char(out, '"');
}

void
csv_end(struct buffer *out)
{
    buffer_text(out, "\r\n");
}

void
csv_start(struct buffer *out)
{
    buffer_text(out, "\xEF\xBB\xBF");
}
