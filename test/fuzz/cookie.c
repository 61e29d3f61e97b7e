#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "web/cache.h"
#include "web/cookie.h"
#include "web/host.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Headers: cookies, hosts, origins, forwarded addresses. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const proxies[] = { "10.0.0.1", NULL };
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);
    struct hosts hosts;
    size_t found = 0;
    bool secure = false;
    const char *value = cookie_find(text, "tasuki", false, &found);

    if (value && (value < text || value + found > text + length || found > COOKIE_MOST))
        abort();
    hosts_init(&hosts, &arena, "127.0.0.1:80", NULL, proxies);
    host_allowed(&hosts, text);
    origin_allowed(text, text, text, true);
    tag_matches(text, "\"a\"");
    client_address(&hosts, &arena, &(struct forwarded){ "10.0.0.1", text, text, NULL }, &secure);
    client_address(&hosts, &arena, &(struct forwarded){ "10.0.0.1", NULL, NULL, text }, &secure);
    arena_release(&arena);
    return 0;
}
