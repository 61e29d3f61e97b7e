/*
 * Whether a part of a form is written as office programs write it.
 *
 * The form is filled by looking at its bytes, so that all that nobody named stays as it was.
 * That is safe where tags nest as Word and Excel nest them and hide nowhere: what XML would
 * allow beyond that (comments, CDATA, > within quotes) is refused here.
 */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/xml.h"
#include "render/template_parts.h"

static const char foreign[] =
    "様式の中の書き方が、WordやExcelのものと違います。WordかExcelで開いて保存し直してください。";

/* Elements that do not stand within themselves, by the bit that says that one is open. */
static const char *const lone[] = { "sheetData", "row", "c",   "v", "is",        "si",
                                    "rPh",       "t",   "w:t", "f", "mergeCells" };
enum { LONE = sizeof lone / sizeof *lone };

struct nesting {
    bool open[LONE];
    bool rows_seen;
    bool in_text;
};

static size_t
lone_of(const char *name)
{
    size_t i = 0;

    while (i < LONE && strcmp(lone[i], name) != 0)
        i++;
    return i;
}

static bool
is_open(const struct nesting *n, const char *name)
{
    return n->open[lone_of(name)];
}

/* Texts hold no tags, cells stand in rows, rows in the only sheetData. */
static bool
see_start(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct nesting *n = with;
    size_t at = lone_of(name);
    bool good = !n->in_text && (at == LONE || !n->open[at]);

    (void)attributes;
    if (strcmp(name, "sheetData") == 0) {
        good = good && !n->rows_seen;
        n->rows_seen = true;
    } else if (strcmp(name, "row") == 0) {
        good = good && is_open(n, "sheetData") && !is_open(n, "c");
    } else if (strcmp(name, "c") == 0) {
        good = good && is_open(n, "row");
    } else if (strcmp(name, "mergeCells") == 0) {
        good = good && !is_open(n, "sheetData");
    }
    if (at < LONE)
        n->open[at] = true;
    n->in_text = n->in_text || strcmp(name, "t") == 0 || strcmp(name, "w:t") == 0 ||
                 strcmp(name, "v") == 0 || strcmp(name, "f") == 0;
    return good || xml_refuse(xml, foreign);
}

static bool
see_end(struct xml *xml, void *with, const char *name)
{
    struct nesting *n = with;
    size_t at = lone_of(name);

    (void)xml;
    n->in_text = false;
    if (at < LONE)
        n->open[at] = false;
    return true;
}

/* No comments, no CDATA, one declaration at most; attributes parted by blanks and in ". */
static bool
is_plain(const char *bytes)
{
    const char *at = bytes;

    if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    if (strncmp(at, "<?xml", 5) == 0)
        at += strcspn(at, ">");
    while ((at = strchr(at, '<'))) {
        if (at[1] == '!' || at[1] == '?')
            return false;
        for (; *at && *at != '>'; at++) {
            if (*at == '\'' || *at == '\n' || *at == '\r' || *at == '\t')
                return false;
            if (*at == '"') {
                at += 1 + strcspn(at + 1, "\">");
                if (*at != '"')
                    return false;
            }
        }
    }
    return true;
}

bool
template_is_sound(struct arena *arena, const char *bytes, size_t length, const char **why)
{
    static const struct xml_reader reader = { .start = see_start,
                                              .end = see_end,
                                              .most_depth = 250 };
    struct nesting nesting = { .rows_seen = false };

    *why = "様式の文字がUTF-8ではありません。";
    if (!utf8_valid(bytes, length) || !xml_read(arena, &reader, &nesting, bytes, length, why))
        return false;
    *why = foreign;
    return is_plain(bytes);
}
