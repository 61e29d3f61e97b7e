/*
 * The texts of files, for the guard against the Individual Number.
 */
#include "ledger/guard.h"

#include <string.h>

#include "base/arena.h"
#include "base/digits.h"
#include "base/log.h"
#include "base/must.h"
#include "base/office.h"
#include "base/process.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "store/act.h"

enum {
    SECONDS = 60,
    MOST_OUTPUT = 32 * 1024 * 1024,
};
static const size_t most_memory = (size_t)1024 * 1024 * 1024;

struct looking {
    struct arena *arena;
    const char *place; /* where one was found, NULL: nowhere */
};

/* Line by line, so that a word of one line says nothing of a number in another. The text is
   changed while it is read. */
static bool
look_lines(char *text, int64_t *line)
{
    for (char *end; text; text = end ? end + 1 : NULL, ++*line) {
        bool found;

        end = strchr(text, '\n');
        if (end)
            *end = '\0';
        found = digits_has_my_number(text);
        if (end)
            *end = '\n';
        if (found)
            return false;
    }
    return true;
}

static bool
look_text(void *with, const char *text, int64_t line)
{
    struct looking *l = with;

    if (look_lines(arena_copy(l->arena, text), &line))
        return true;
    l->place = arena_print(l->arena, "%lld行目", (long long)line);
    return false;
}

static bool
look_office(void *with, const char *part, const char *line)
{
    struct looking *l = with;

    if (!digits_has_my_number(line))
        return true;
    l->place = part;
    return false;
}

static bool
office_file(struct looking *l, const char *path, const char **why)
{
    struct unzip *z = unzip_open(l->arena, path, why);

    return z && office_text(l->arena, z, look_office, l, why);
}

/* Pages end with a form feed. */
static bool
look_pages(struct looking *l, char *text)
{
    int page = 1;

    for (char *end; text; text = end ? end + 1 : NULL, page++) {
        int64_t line = 1;

        end = strchr(text, '\f');
        if (end)
            *end = '\0';
        if (!look_lines(text, &line)) {
            l->place = arena_print(l->arena, "%dページ", page);
            return false;
        }
    }
    return true;
}

/* The same text twice: as it lies on the page, and as it was written, since the one may
   part what the other joins. */
static bool
pdf_file(struct looking *l, const char *path, const char **why)
{
    static const char *const layouts[] = { "-layout", "-raw" };

    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        const char *const argv[] = {
            "pdftotext", "-q", "-enc", "UTF-8", layouts[i], "-", "-", NULL
        };
        struct process_order order = {
            .argv = argv,
            .input_path = path,
            .most_output = MOST_OUTPUT,
            .seconds = SECONDS,
            .most_memory = most_memory,
        };
        struct process_result result;

        if (!process_run(l->arena, &order, &result, why)) {
            log_line(LOG_WARN, "guard", "pdf", *why, NULL);
            *why = result.timed_out || result.overflowed
                       ? "文字が多すぎて確かめられません。分けて送ってください。"
                       : "PDFの文字を確かめる pdftotext を動かせません。管理者に知らせてください。";
            return false;
        }
        if (result.status != 0) {
            *why = "PDFの中を確かめられません。パスワードを外すか、保存し直して送ってください。";
            return false;
        }
        result.output[utf8_valid_length(result.output, result.output_length)] = '\0';
        *why = NULL;
        if (!look_pages(l, result.output))
            return false;
    }
    return true;
}

static bool
look(struct looking *l, const char *path, enum magic magic, const char **why)
{
    switch (magic) {
    case MAGIC_PDF:
        return pdf_file(l, path, why);
    case MAGIC_WORD:
    case MAGIC_EXCEL:
    case MAGIC_POWERPOINT:
        return office_file(l, path, why);
    case MAGIC_CSV:
    case MAGIC_TEXT:
        return magic_text(path, look_text, l, why);
    case MAGIC_NONE:
    case MAGIC_PNG:
    case MAGIC_JPEG:
    case MAGIC_GIF:
    case MAGIC_WEBP:
        break;
    }
    return true;
}

bool
guard_file(struct act *a, const char *path, const char *name, enum magic magic)
{
    struct arena arena = { 0 };
    struct looking l = { .arena = &arena };
    const char *why = NULL;
    bool good;

    act_slow(a);
    good = look(&l, path, magic, &why);
    if (!good && l.place)
        fail(a, FAULT_INVALID, "file", "%sの%sに%s", name, l.place, GUARD_SENTENCE);
    else if (!good)
        fail(a, FAULT_INVALID, "file", "%s：%s", name, why ? why : "中を確かめられません。");
    arena_release(&arena);
    return good;
}
