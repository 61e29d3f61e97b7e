#include "store/parameter.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"

const struct bound *
bound_find(const struct bound *bounds, const char *name)
{
    const struct bound *found = bounds;

    while (found && found->name && strcmp(found->name, name) != 0)
        found++;
    must(found && found->name); /* a parameter of the statement has no value */
    return found;
}

static bool
in_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The end of what is not searched for parameters: text, quoted names, comments,
   dollar-quoted text; `at` itself when none of them begins here. */
static const char *
skip(const char *at)
{
    const char *end = at;

    if (*at == '\'' || *at == '"') {
        end = strchr(at + 1, *at);
    } else if (at[0] == '-' && at[1] == '-') {
        end = strchr(at, '\n');
    } else if (at[0] == '/' && at[1] == '*') {
        end = strstr(at + 2, "*/");
        end = end ? end + 1 : NULL;
    } else if (at[0] == '$' && at[1] == '$') {
        end = strstr(at + 2, "$$");
        end = end ? end + 1 : NULL;
    } else if (at[0] == ':' && (at[1] == ':' || at[1] == '=')) {
        return at + 2;
    } else {
        return at;
    }
    return end ? end + 1 : at + strlen(at);
}

static int
number_of(struct placeholders *p, struct arena *arena, size_t *room, const char *name,
          size_t length)
{
    for (int i = 0; i < p->count; i++)
        if (!strncmp(p->names[i], name, length) && !p->names[i][length])
            return i + 1;
    if ((size_t)p->count == *room) {
        const char **wider = NEW_ARRAY(arena, *room * 2, const char *);

        memcpy(wider, p->names, *room * sizeof(*wider));
        p->names = wider;
        *room *= 2;
    }
    p->names[p->count++] = arena_slice(arena, name, length);
    return p->count;
}

struct placeholders
sql_numbered(struct arena *arena, const char *sql)
{
    struct buffer out = { .arena = arena };
    size_t room = 16;
    struct placeholders p = { .names = NEW_ARRAY(arena, room, const char *) };

    for (const char *at = sql; *at;) {
        const char *after = skip(at);

        if (after != at) {
            buffer_add(&out, at, (size_t)(after - at));
            at = after;
        } else if (*at == ':' && in_name(at[1])) {
            const char *name = ++at;

            while (in_name(*at))
                at++;
            buffer_print(&out, "$%d", number_of(&p, arena, &room, name, (size_t)(at - name)));
        } else {
            buffer_char(&out, *at++);
        }
    }
    p.sql = buffer_string(&out);
    return p;
}
