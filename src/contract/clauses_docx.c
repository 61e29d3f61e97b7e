#include "contract/clauses_docx.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/docx.h"
#include "base/office.h"
#include "base/unzip.h"
#include "store/act.h"

enum { FIRST_ROOM = 256 };

struct gathering {
    struct arena *arena;
    struct clause_paragraph *rows;
    size_t count;
    size_t room;
    int heading; /* level of the last one */
};

bool
clauses_is_docx(const char *name)
{
    size_t length = name ? strlen(name) : 0;

    return length > 5 && strcasecmp(name + length - 5, ".docx") == 0;
}

static bool
is_bare(const char *number)
{
    return number[strspn(number, "0123456789.")] == '\0' && !strchr(number, '.');
}

static int
level_of(struct gathering *g, const struct docx_paragraph *p)
{
    if (p->outline) {
        g->heading = p->outline;
        return p->outline;
    }
    return *p->number && is_bare(p->number) ? g->heading + p->level : 0;
}

static bool
take(void *with, const struct docx_paragraph *p)
{
    struct gathering *g = with;
    bool bullet = strcmp(p->number, "・") == 0;

    if (g->count == g->room) {
        struct clause_paragraph *rows;

        g->room = g->room ? g->room * 2 : FIRST_ROOM;
        rows = NEW_ARRAY(g->arena, g->room, struct clause_paragraph);
        if (g->count)
            memcpy(rows, g->rows, g->count * sizeof *rows);
        g->rows = rows;
    }
    g->rows[g->count++] = (struct clause_paragraph){
        arena_copy(g->arena, p->text),
        bullet || !*p->number ? NULL : arena_copy(g->arena, p->number),
        *p->text && !bullet ? level_of(g, p) : 0,
    };
    return true;
}

bool
clauses_from_docx(struct act *a, const char *path, struct clauses *out)
{
    struct gathering g = { .arena = a->arena };
    const char *why = "";
    struct unzip *z = unzip_open(a->arena, path, &why);

    act_slow(a);
    if (!z || office_kind(z, &why) != OFFICE_WORD || !docx_read(a->arena, z, take, &g, &why))
        return fail(a, FAULT_INVALID, "file", "Wordの文書として読めません。%s", why ? why : "");
    *out = clauses_from_paragraphs(a->arena, g.rows, g.count);
    return out->count > 0 ||
           fail(
               a, FAULT_INVALID, "file",
               "番号のある段落がありません。第1条、1-1、(1) などで始まる段落が1つの義務になります。");
}

bool
clauses_source(struct act *a, struct sheet_source *source)
{
    struct buffer *table = NEW(a->arena, struct buffer);
    const char *slash = strrchr(source->path, '/');
    struct clauses clauses;

    if (!clauses_from_docx(a, source->path, &clauses))
        return false;
    table->arena = a->arena;
    clauses_table(table, &clauses);
    *source = (struct sheet_source){ .name = source->name ? source->name
                                             : slash      ? slash + 1
                                                          : source->path,
                                     .bytes = buffer_string(table),
                                     .length = table->length };
    return true;
}
