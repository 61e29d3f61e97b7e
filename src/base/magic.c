#include "base/magic.h"

#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encoding.h"
#include "base/must.h"
#include "base/office.h"
#include "base/unzip.h"

enum {
    HEAD = 16,
    PIECE = 1024 * 1024,
    SAMPLE = 256 * 1024,
    MOST_WHOLE = 32 * 1024 * 1024, /* of encodings that cannot be cut at line ends */
};

static const struct {
    const char *type;
    const char *title;
    const char *endings; /* blanks around each */
} kinds[MAGICS] = {
    [MAGIC_NONE] = { "application/octet-stream", "", "" },
    [MAGIC_PDF] = { "application/pdf", "PDF", " pdf " },
    [MAGIC_PNG] = { "image/png", "PNG画像", " png " },
    [MAGIC_JPEG] = { "image/jpeg", "JPEG画像", " jpg jpeg " },
    [MAGIC_GIF] = { "image/gif", "GIF画像", " gif " },
    [MAGIC_WEBP] = { "image/webp", "WebP画像", " webp " },
    [MAGIC_WORD] = { "application/"
                     "vnd.openxmlformats-officedocument.wordprocessingml.document",
                     "Word文書", " docx " },
    [MAGIC_EXCEL] = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      "Excelブック", " xlsx " },
    [MAGIC_POWERPOINT] = { "application/"
                           "vnd.openxmlformats-officedocument.presentationml.presentation",
                           "PowerPointスライド", " pptx " },
    [MAGIC_CSV] = { "text/csv", "CSV", " csv " },
    [MAGIC_TEXT] = { "text/plain", "テキスト", " txt log tsv " },
};

static const struct {
    const char *bytes;
    size_t length;
    enum magic magic; /* MAGIC_NONE: known and not taken */
    const char *why;
} heads[] = {
    { "%PDF-", 5, MAGIC_PDF, NULL },
    { "\x89PNG\r\n\x1A\n", 8, MAGIC_PNG, NULL },
    { "\xFF\xD8\xFF", 3, MAGIC_JPEG, NULL },
    { "GIF87a", 6, MAGIC_GIF, NULL },
    { "GIF89a", 6, MAGIC_GIF, NULL },
    { "PK\x03\x04", 4, MAGIC_WORD, NULL }, /* which one is asked inside */
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, MAGIC_NONE,
      "古い形式のOfficeファイルか、パスワードの付いたOfficeファイルです。"
      "パスワードを外し、.docx .xlsx .pptx で保存し直して送ってください。" },
    { "MZ", 2, MAGIC_NONE, "プログラムは受け取れません。" },
    { "\x7F"
      "ELF",
      4, MAGIC_NONE, "プログラムは受け取れません。" },
    { "#!", 2, MAGIC_NONE, "プログラムは受け取れません。" },
};

const char *
magic_type(enum magic magic)
{
    must((size_t)magic < MAGICS);
    return kinds[magic].type;
}

const char *
magic_title(enum magic magic)
{
    must((size_t)magic < MAGICS);
    return kinds[magic].title;
}

bool
magic_is_image(enum magic magic)
{
    return strncmp(magic_type(magic), "image/", 6) == 0;
}

const char *
magic_endings(void)
{
    return "pdf docx xlsx pptx png jpg jpeg gif webp csv txt log tsv";
}

/* --- texts --------------------------------------------------------------------------- */

struct mapped {
    const char *bytes;
    size_t length;
};

static bool
map_file(const char *path, struct mapped *out, const char **why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    void *bytes = MAP_FAILED;

    *why = "ファイルを読めません。";
    *out = (struct mapped){ "", 0 };
    if (fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
        if (about.st_size == 0) {
            close(fd);
            return true;
        }
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        *out = (struct mapped){ bytes, (size_t)about.st_size };
    }
    if (fd >= 0)
        close(fd);
    return bytes != MAP_FAILED;
}

/* Control characters that no text has; those that only hide are the reader's matter. */
static bool
is_text(const char *text)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 && !strchr("\t\n\r\f\x1A", *c))
            return false;
    return true;
}

/* The encoding by the first part that is more than ASCII. */
static enum encoding
guess(const struct mapped *file)
{
    size_t at = 0, end;

    while (at < file->length && (unsigned char)file->bytes[at] < 0x80 && file->bytes[at] != 0x1B)
        at++;
    if (at == file->length)
        return ENCODING_UTF8;
    while (at > 0 && file->bytes[at - 1] != '\n' && file->bytes[at - 1] != ',')
        at--;
    end = file->length - at < SAMPLE ? file->length : at + SAMPLE;
    while (end < file->length && end > at && file->bytes[end - 1] != '\n')
        end--;
    return encoding_guess(file->bytes + at, end > at ? end - at : file->length - at);
}

/* Behind the last line end of a piece; where there is none, behind the last byte that
   cannot be the first half of a character. */
static size_t
piece_end(const struct mapped *file, size_t at)
{
    size_t end = file->length - at < PIECE ? file->length : at + PIECE;
    size_t cut = end;

    if (end == file->length)
        return end;
    while (cut > at && file->bytes[cut - 1] != '\n')
        cut--;
    if (cut > at)
        return cut;
    for (cut = end; cut > at && (file->bytes[cut - 1] < ' ' || file->bytes[cut - 1] > '9'); cut--)
        continue;
    return cut > at ? cut : end;
}

static int64_t
lines_in(const char *text)
{
    int64_t lines = 0;

    for (; (text = strchr(text, '\n')) != NULL; text++)
        lines++;
    return lines;
}

static bool
each_piece(const struct mapped *file, bool (*each)(void *with, const char *text, int64_t line),
           void *with, const char **why)
{
    static const char broken[] = "文字として読めない部分があります。文字コードを UTF-8 か"
                                 " Shift_JIS にして保存し直してください。";
    enum encoding encoding = guess(file);
    bool whole =
        encoding == ENCODING_JIS || encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    struct arena arena = { 0 };
    int64_t line = 1;

    if (whole && file->length > MOST_WHOLE) {
        *why = "この文字コードのファイルは32MBまでです。UTF-8 で保存し直してください。";
        return false;
    }
    for (size_t at = 0, end; at < file->length; at = end) {
        char *text;
        size_t length, bad;
        bool good;

        end = whole ? file->length : piece_end(file, at);
        good =
            encoding_decode(&arena, at && encoding == ENCODING_UTF8_BOM ? ENCODING_UTF8 : encoding,
                            file->bytes + at, end - at, &text, &length, &bad) &&
            is_text(text);
        *why = good ? NULL : broken;
        good = good && (!each || each(with, text, line));
        line += good ? lines_in(text) : 0;
        arena_release(&arena);
        if (!good)
            return false;
    }
    return true;
}

bool
magic_text(const char *path, bool (*each)(void *with, const char *text, int64_t line), void *with,
           const char **why)
{
    struct mapped file;
    bool good;

    if (!map_file(path, &file, why))
        return false;
    good = each_piece(&file, each, with, why);
    if (file.length)
        munmap((void *)(uintptr_t)file.bytes, file.length);
    return good;
}

/* --- kinds --------------------------------------------------------------------------- */

static const char *
ending_of(struct arena *arena, const char *name)
{
    const char *dot = strrchr(name, '.');
    char *ending;

    if (!dot || !dot[1] || strlen(dot) > 8)
        return "";
    ending = arena_print(arena, " %s ", dot + 1);
    for (char *c = ending; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return ending;
}

static enum magic
zip_kind(const char *path, const char **why)
{
    static const enum magic magics[] = { [OFFICE_NONE] = MAGIC_NONE,
                                         [OFFICE_WORD] = MAGIC_WORD,
                                         [OFFICE_EXCEL] = MAGIC_EXCEL,
                                         [OFFICE_POWERPOINT] = MAGIC_POWERPOINT };
    struct arena arena = { 0 };
    struct unzip *z = unzip_open(&arena, path, why);
    enum office office = z ? office_kind(z, why) : OFFICE_NONE;

    arena_release(&arena);
    return magics[office];
}

/* A WebP is a RIFF of its own kind. Texts have no head; their ending says which of the two,
   since CSV is a matter of what is meant. */
static enum magic
content_kind(const char *path, const char *head, size_t length, const char *ending,
             const char **why)
{
    if (length >= 12 && memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WEBP", 4) == 0)
        return MAGIC_WEBP;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (length >= heads[i].length && memcmp(head, heads[i].bytes, heads[i].length) == 0) {
            *why = heads[i].why;
            return heads[i].magic == MAGIC_WORD ? zip_kind(path, why) : heads[i].magic;
        }
    *why = "受け取れる形式ではありません。";
    if (!strstr(kinds[MAGIC_CSV].endings, ending) && !strstr(kinds[MAGIC_TEXT].endings, ending))
        return MAGIC_NONE;
    if (!magic_text(path, NULL, NULL, why))
        return MAGIC_NONE;
    return strstr(kinds[MAGIC_CSV].endings, ending) ? MAGIC_CSV : MAGIC_TEXT;
}

enum magic
magic_of(struct arena *arena, const char *path, const char *name, const char **why)
{
    const char *ending = ending_of(arena, name);
    char head[HEAD];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? pread(fd, head, HEAD, 0) : -1;
    enum magic magic;

    if (fd >= 0)
        close(fd);
    if (length < 0) {
        *why = "ファイルを読めません。";
        return MAGIC_NONE;
    }
    if (length == 0) {
        *why = "中身が空です。";
        return MAGIC_NONE;
    }
    if (!*ending) {
        *why = "名前の終わりに形式（.pdf など）がありません。付けて送ってください。";
        return MAGIC_NONE;
    }
    magic = content_kind(path, head, (size_t)length, ending, why);
    if (magic == MAGIC_NONE || strstr(kinds[magic].endings, ending))
        return magic;
    *why = arena_print(arena,
                       "中身は%sですが、名前の終わりが合っていません。名前を直すか、"
                       "その形式で保存し直してください。",
                       kinds[magic].title);
    return MAGIC_NONE;
}
