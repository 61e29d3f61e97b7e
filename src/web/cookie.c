#include "web/cookie.h"

#include <string.h>

#include "base/arena.h"

static bool
is_value(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return length > 0 && length <= COOKIE_MOST;
}

const char *
cookie_find(const char *header, const char *name, size_t *length)
{
    size_t name_length = strlen(name);
    const char *found = NULL;

    for (const char *at = header; at && *at;) {
        size_t piece;

        at += strspn(at, " \t");
        piece = strcspn(at, ";");
        if (piece > name_length && at[name_length] == '=' && memcmp(at, name, name_length) == 0) {
            if (found)
                return NULL;
            found = at + name_length + 1;
            *length = piece - name_length - 1;
        }
        at += piece;
        at += *at == ';';
    }
    if (!found)
        return NULL;
    while (*length && (found[*length - 1] == ' ' || found[*length - 1] == '\t'))
        --*length;
    return is_value(found, *length) ? found : NULL;
}

const char *
cookie_write(struct arena *arena, const char *name, const char *value, bool secure)
{
    return arena_print(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value,
                       secure ? "; Secure" : "", *value ? "" : "; Max-Age=0");
}

const char *
cookie_keep(struct arena *arena, const char *name, const char *value, bool secure, int days)
{
    return arena_print(arena, "%s; Max-Age=%d", cookie_write(arena, name, value, secure),
                       days * 24 * 60 * 60);
}
