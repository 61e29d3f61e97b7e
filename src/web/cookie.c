#include "web/cookie.h"

#include <string.h>

#include "base/arena.h"

static const char secure_prefix[] = "__Host-";

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
cookie_find(const char *header, const char *name, bool secure, size_t *length)
{
    size_t prefix = secure ? sizeof(secure_prefix) - 1 : 0;
    size_t name_length = strlen(name);
    const char *found = NULL;

    for (const char *at = header; at && *at;) {
        size_t piece;

        at += strspn(at, " \t");
        piece = strcspn(at, ";");
        if (piece > prefix + name_length && at[prefix + name_length] == '=' &&
            memcmp(at, secure_prefix, prefix) == 0 && memcmp(at + prefix, name, name_length) == 0) {
            if (found)
                return NULL;
            found = at + prefix + name_length + 1;
            *length = piece - prefix - name_length - 1;
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
    return arena_print(arena, "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                       secure ? secure_prefix : "", name, value, secure ? "; Secure" : "",
                       *value ? "" : "; Max-Age=0");
}

const char *
cookie_keep(struct arena *arena, const char *name, const char *value, bool secure, int days)
{
    return arena_print(arena, "%s; Max-Age=%d", cookie_write(arena, name, value, secure),
                       days * 24 * 60 * 60);
}
