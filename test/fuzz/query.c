#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "web/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool
nothing(struct act *a, const struct request *q, struct reply *r)
{
    (void)a, (void)q, (void)r;
    return true;
}

static const struct route routes[] = {
    { GET, "/a/{id}", nothing, .may = MAY_EVERYONE },
    { GET, "/a/{word}", nothing, .may = MAY_EVERYONE },
    { GET, "/a/{word}/{id}/b", nothing, .may = MAY_EVERYONE },
    { GET, "/a/{word}/{word}/c", nothing, .may = MAY_EVERYONE },
    { POST, "/a/b", nothing, .may = MAY_EVERYONE },
    { 0 },
};

/* A path as sent: whatever it is, what was found has no slash inside a part. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const struct route *const tables[] = { routes, NULL };
    struct arena arena = { 0 };
    const struct router *router = router_make(&arena, tables);
    struct match match;
    const char *why;
    char *decoded;

    if (router_find(router, &arena, (const char *)bytes, length, &match, &decoded, &why) &&
        match.word && (strchr(match.word, '/') || !*match.word || match.id < 0))
        abort();
    arena_release(&arena);
    return 0;
}
