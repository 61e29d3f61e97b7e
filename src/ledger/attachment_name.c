/*
 * Names of files, as they are kept and sent again.
 */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ledger/attachment.h"

static const char *
without_folders(const char *name)
{
    const char *last = name;

    for (; *name; name++)
        if (*name == '/' || *name == '\\')
            last = name + 1;
    return last;
}

/* What Windows gives to devices, whatever ending follows. */
static bool
is_device(const char *name)
{
    static const char *const devices[] = { "con", "prn", "aux", "nul" };
    size_t stem = strcspn(name, ".");

    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (stem == 3 && strncasecmp(name, devices[i], 3) == 0)
            return true;
    return stem == 4 && name[3] >= '0' && name[3] <= '9' &&
           (strncasecmp(name, "com", 3) == 0 || strncasecmp(name, "lpt", 3) == 0);
}

/* The longest beginning that keeps both limits, cut between characters. */
static size_t
fitting(const char *text, size_t bytes, size_t characters)
{
    const char *at = text;

    for (size_t count = 0; *at && count < characters; count++) {
        const char *next = at;

        utf8_next(&next);
        if ((size_t)(next - text) > bytes)
            break;
        at = next;
    }
    return (size_t)(at - text);
}

static const char *
shortened(struct arena *arena, const char *name)
{
    const char *dot = strrchr(name, '.');
    const char *ending = dot && strlen(dot) <= 8 ? dot : "";
    size_t tail = strlen(ending);
    size_t stem = fitting(name, ATTACHMENT_NAME_BYTES - tail, ATTACHMENT_NAME - tail);
    size_t whole = strlen(name) - tail;

    return arena_print(arena, "%.*s%s", (int)(stem < whole ? stem : whole), name, ending);
}

const char *
attachment_name(struct arena *arena, const char *name)
{
    char *text = text_clean(arena, without_folders(name));
    size_t length;

    for (char *c = text; *c; c++)
        if (strchr("<>:\"|?*\n\t%", *c))
            *c = '_';
    while (*text == '.' || *text == ' ')
        text++;
    for (length = strlen(text); length && strchr(". ", text[length - 1]);)
        text[--length] = '\0';
    if (!*text)
        return "名前なし";
    return shortened(arena, is_device(text) ? arena_print(arena, "_%s", text) : text);
}
