#include "base/office.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "base/xml.h"

enum { MOST_TYPES = 1024 * 1024, MOST_LINE = 1024 * 1024, MOST_DEPTH = 250 };

/* --- kind -------------------------------------------------------------------------- */

static const struct {
    const char *type;
    enum office office;
} mains[] = {
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
      OFFICE_WORD },
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", OFFICE_EXCEL },
    { "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
      OFFICE_POWERPOINT },
};

struct types {
    enum office office;
    bool macros;
};

static bool
see_type(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct types *types = with;
    const char *type = xml_attribute(attributes, "ContentType");

    (void)xml, (void)name;
    if (!type)
        return true;
    for (size_t i = 0; i < sizeof mains / sizeof *mains; i++)
        if (strcmp(type, mains[i].type) == 0)
            types->office = mains[i].office;
    types->macros |= strstr(type, "macroEnabled") || strstr(type, "vbaProject");
    return true;
}

enum office
office_kind(struct unzip *z, const char **why)
{
    static const struct xml_reader reader = { .start = see_type };
    struct types types = { OFFICE_NONE, false };
    struct arena arena = { 0 };
    size_t part, length;
    char *bytes;
    bool read;

    *why = "Word・Excel・PowerPoint のファイルではない ZIP です。中のファイルを1つずつ"
           "送ってください。";
    if (!unzip_find(z, "[Content_Types].xml", &part))
        return OFFICE_NONE;
    if (!unzip_get(z, part, MOST_TYPES, &bytes, &length, why))
        return OFFICE_NONE;
    read = xml_read(&arena, &reader, &types, bytes, length, why);
    arena_release(&arena);
    if (!read || types.office == OFFICE_NONE)
        *why = "Word・Excel・PowerPoint のファイルとして読めません。";
    if (read && types.macros)
        *why = "マクロが入っています。マクロのない形式（.docx など）で保存して送ってください。";
    return read && !types.macros ? types.office : OFFICE_NONE;
}

/* --- text ---------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    const char *part;
    struct buffer line;
    bool loose; /* text that stood in no run: its element ends the line */
    bool (*each)(void *with, const char *part, const char *line);
    void *with;
    bool stopped;
};

static bool
end_line(struct reading *r)
{
    bool good = true;

    if (r->line.length && utf8_valid(r->line.data, r->line.length))
        good = r->each(r->with, r->part, buffer_string(&r->line));
    buffer_clear(&r->line);
    r->loose = false;
    r->stopped |= !good;
    return good;
}

static bool
see_text(struct xml *xml, void *with, const char *text, size_t length)
{
    struct reading *r = with;

    (void)xml;
    buffer_add(&r->line, text, length);
    r->loose = true;
    /* No paragraph is so long; a cut costs at most one number across it. */
    return r->line.length < MOST_LINE || end_line(r);
}

static bool
see_end(struct xml *xml, void *with, const char *name)
{
    static const char *const blocks[] = { "p", "si", "c", "is", "tab", "br", "cr", "row" };
    struct reading *r = with;
    const char *local = xml_local(name);

    (void)xml;
    if (strcmp(local, "t") == 0) {
        r->loose = false;
        return true;
    }
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (strcmp(local, blocks[i]) == 0)
            return end_line(r);
    return !r->loose || end_line(r);
}

static const char *
part_title(struct arena *arena, const char *name)
{
    static const struct {
        const char *folder;
        const char *title;
    } titles[] = {
        { "word/document.xml", "本文" },
        { "xl/worksheets/sheet", "シート" },
        { "ppt/slides/slide", "スライド" },
        { "ppt/notesSlides/notesSlide", "ノート" },
        { "word/header", "ヘッダー" },
        { "word/footer", "フッター" },
        { "word/comments", "コメント" },
        { "xl/comments", "コメント" },
        { "xl/sharedStrings.xml", "シートの文字" },
        { "docProps/", "ファイルのプロパティ" },
    };

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t length = strlen(titles[i].folder);
        long number;

        if (strncmp(name, titles[i].folder, length) != 0)
            continue;
        number = strtol(name + length, NULL, 10);
        return number > 0 && number < 100000 ? arena_print(arena, "%s%ld", titles[i].title, number)
                                             : titles[i].title;
    }
    return "中のファイル";
}

static bool
ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return length >= tail && strcasecmp(name + length - tail, ending) == 0;
}

static bool
add_piece(void *with, const char *bytes, size_t length)
{
    return xml_add(with, bytes, length);
}

static bool
read_part(struct reading *r, struct unzip *z, size_t part, const char **why)
{
    static const struct xml_reader reader = {
        .end = see_end,
        .text = see_text,
        .most_bytes = UNZIP_BYTES,
        .most_depth = MOST_DEPTH,
    };
    struct arena arena = { 0 };
    struct xml *xml = xml_begin(&arena, &reader, r);
    bool good;

    r->part = part_title(r->arena, unzip_name(z, part));
    good = unzip_each(z, part, add_piece, xml, why) && xml_end(xml) && end_line(r);
    if (!good && !*why && !r->stopped)
        *why = "中の文字を読めません。元のソフトで開いて保存し直してください。";
    arena_release(&arena);
    return good;
}

bool
office_text(struct arena *arena, struct unzip *z,
            bool (*each)(void *with, const char *part, const char *line), void *with,
            const char **why)
{
    struct reading r = { .arena = arena, .each = each, .with = with };
    bool good = true;

    *why = NULL;
    for (size_t i = 0; i < unzip_count(z) && good; i++) {
        const char *name = unzip_name(z, i);

        if (strstr(name, "embeddings/") || ends_with(name, ".bin") || ends_with(name, ".zip")) {
            /* Settings of a printer are the one harmless kind that is common. */
            if (strstr(name, "printerSettings"))
                continue;
            *why = "ほかの文書が埋め込まれています。外して、別のファイルとして送ってください。";
            good = false;
        } else if (ends_with(name, ".xml") || ends_with(name, ".rels") || ends_with(name, ".vml")) {
            good = read_part(&r, z, i, why);
        }
    }
    buffer_release(&r.line);
    return good;
}
