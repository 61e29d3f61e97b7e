#include "package_bytes.h"

#include <string.h>

#include "base/arena.h"
#include "base/xml.h"
#include "tests.h"

static bool
read_bytes(void *with, int64_t at, void *bytes, size_t size, size_t *got)
{
    const struct buffer *b = with;
    size_t left = (size_t)at < b->length ? b->length - (size_t)at : 0;

    *got = size < left ? size : left;
    memcpy(bytes, b->data + at, *got);
    return true;
}

struct unzip_source
package_source(struct test *t, const struct buffer *bytes)
{
    struct buffer *kept = NEW(t->arena, struct buffer);

    *kept = *bytes;
    return (struct unzip_source){ kept, (int64_t)bytes->length, read_bytes };
}

struct unzip *
package_open(struct test *t, const struct buffer *bytes)
{
    struct unzip_source *source = NEW(t->arena, struct unzip_source);
    const char *why = "";
    struct unzip *z;

    *source = package_source(t, bytes);
    z = unzip_open_from(t->arena, source, UNZIP_BYTES, &why);
    if (!z)
        fail_msg("%s", why);
    return z;
}

const char *
package_read(struct test *t, const struct buffer *bytes, const char *name)
{
    struct unzip *z = package_open(t, bytes);
    const char *why = "";
    size_t part, length;
    char *text = NULL;

    if (!unzip_find(z, name, &part) || !unzip_get(z, part, UNZIP_BYTES, &text, &length, &why))
        fail_msg("no part %s %s", name, why);
    return text;
}

void
package_holds(struct test *t, const struct buffer *bytes, const char *part, const char *text)
{
    if (!strstr(package_read(t, bytes, part), text))
        fail_msg("%s lacks %s", part, text);
}

void
package_lacks(struct test *t, const struct buffer *bytes, const char *part, const char *text)
{
    if (strstr(package_read(t, bytes, part), text))
        fail_msg("%s holds %s", part, text);
}

void
package_is_sound(struct test *t, const struct buffer *bytes)
{
    static const struct xml_reader reader = { .most_depth = 250 };
    struct unzip *z = package_open(t, bytes);
    const char *why = "";

    for (size_t i = 0; i < unzip_count(z); i++) {
        const char *name = unzip_name(z, i);
        size_t length;
        char *text;

        if (!strstr(name, ".xml") && !strstr(name, ".rels"))
            continue;
        if (!unzip_get(z, i, UNZIP_BYTES, &text, &length, &why) ||
            !xml_read(t->arena, &reader, NULL, text, length, &why))
            fail_msg("%s: %s", name, why);
    }
}
