#include "base/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "base/office.h"
#include "base/workbook_parts.h"
#include "base/xml.h"

enum { PIECE = 64 * 1024, MOST_SMALL_PART = 16 * 1024 * 1024 };

static const char unreadable[] =
    "Excelのファイルとして読めません。元のソフトで開いて保存し直してください。";

/* --- parts ----------------------------------------------------------------------------- */

static bool
add_piece(void *with, const char *bytes, size_t length)
{
    return xml_add(with, bytes, length);
}

bool
workbook_read(struct workbook *w, size_t part, const struct xml_reader *reader, void *with,
              const char **why)
{
    struct arena arena = { 0 };
    struct xml *xml = xml_begin(&arena, reader, with);
    bool good = unzip_each(w->zip, part, add_piece, xml, why) && xml_end(xml);

    if (!good && !*why)
        *why = xml_why(xml) ? arena_copy(w->arena, xml_why(xml)) : unreadable;
    arena_release(&arena);
    return good;
}

/* An attribute by its name without prefix: r:id is written with any. */
static const char *
local_attribute(const char **attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (strchr(attributes[0], ':') && strcmp(xml_local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

/* --- sheets ---------------------------------------------------------------------------- */

static bool
see_sheet(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct workbook *w = with;
    const char *local = xml_local(name);
    const char *flag;

    if (strcmp(local, "workbookPr") == 0) {
        flag = xml_attribute(attributes, "date1904");
        w->since_1904 = flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
    } else if (strcmp(local, "sheet") == 0) {
        const char *title = xml_attribute(attributes, "name");
        const char *state = xml_attribute(attributes, "state");
        const char *relation = local_attribute(attributes, "id");

        if (w->count == WORKBOOK_SHEETS)
            return xml_refuse(xml, "シートが多すぎます。");
        w->sheets[w->count] = (struct workbook_sheet){
            .name = arena_copy(w->arena, title ? title : ""),
            .hidden = state && strcmp(state, "visible") != 0,
        };
        w->places[w->count++] = (struct sheet_place){
            .relation = arena_copy(w->arena, relation ? relation : ""),
            .part = SIZE_MAX,
        };
    }
    return true;
}

/* The part that a target of the workbook's own folder means; never anything outside. */
static bool
find_target(struct workbook *w, const char *target, size_t *part)
{
    if (*target == '/')
        return unzip_find(w->zip, target + 1, part);
    return unzip_find(w->zip, arena_print(w->arena, "xl/%s", target), part);
}

struct relations {
    struct workbook *w;
    size_t strings;
    size_t styles;
};

static bool
ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);

    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

static bool
see_relation(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct relations *r = with;
    const char *id = xml_attribute(attributes, "Id");
    const char *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    size_t part;

    (void)xml, (void)name;
    if (!id || !type || !target || (mode && strcmp(mode, "Internal") != 0) ||
        !find_target(r->w, target, &part))
        return true;
    if (ends_with(type, "/sharedStrings"))
        r->strings = part;
    else if (ends_with(type, "/styles"))
        r->styles = part;
    /* Sheets of a chart have no cells. */
    for (size_t i = 0; i < r->w->count && ends_with(type, "/worksheet"); i++)
        if (strcmp(r->w->places[i].relation, id) == 0)
            r->w->places[i].part = part;
    return true;
}

static bool
read_parts(struct workbook *w, const char **why)
{
    static const struct xml_reader sheets = { .start = see_sheet, .most_bytes = MOST_SMALL_PART };
    static const struct xml_reader relations = { .start = see_relation,
                                                 .most_bytes = MOST_SMALL_PART };
    struct relations r = { .w = w, .strings = SIZE_MAX, .styles = SIZE_MAX };
    size_t book, links;

    *why = unreadable;
    if (!unzip_find(w->zip, "xl/workbook.xml", &book) ||
        !unzip_find(w->zip, "xl/_rels/workbook.xml.rels", &links))
        return false;
    w->sheets = NEW_ARRAY(w->arena, WORKBOOK_SHEETS, struct workbook_sheet);
    w->places = NEW_ARRAY(w->arena, WORKBOOK_SHEETS, struct sheet_place);
    return workbook_read(w, book, &sheets, w, why) &&
           workbook_read(w, links, &relations, &r, why) &&
           (r.styles == SIZE_MAX || workbook_styles(w, r.styles, why)) &&
           (r.strings == SIZE_MAX || workbook_strings(w, r.strings, why));
}

static void
close_workbook(void *thing)
{
    struct workbook *w = thing;

    arena_release(&w->flow.arena);
    buffer_release(&w->flow.text);
    buffer_release(&w->flow.value);
    for (size_t i = 0; w->flow.covering && i < WORKBOOK_COLUMNS; i++)
        buffer_release(&w->flow.covering[i].text);
    buffer_release(&w->merged);
    buffer_release(&w->strings);
    free(w->starts);
}

struct workbook *
workbook_open(struct arena *arena, const struct unzip_source *source, const char **why)
{
    struct workbook *w = NEW(arena, struct workbook);

    w->arena = arena;
    w->merged_of = SIZE_MAX;
    w->zip = unzip_open_from(arena, source, WORKBOOK_BYTES, why);
    if (!w->zip)
        return NULL;
    switch (office_kind(w->zip, why)) {
    case OFFICE_EXCEL:
        break;
    case OFFICE_WORD:
    case OFFICE_POWERPOINT:
        *why = "Excelのファイル（.xlsx）ではありません。";
        return NULL;
    case OFFICE_NONE:
        return NULL;
    }
    arena_defer(arena, close_workbook, w);
    return read_parts(w, why) ? w : NULL;
}

const struct workbook_sheet *
workbook_sheets(const struct workbook *w, size_t *count)
{
    *count = w->count;
    return w->sheets;
}
