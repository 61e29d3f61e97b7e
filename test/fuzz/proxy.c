#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/proxy_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The header is at most what may be looked at; with more bytes the answer stays the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct sockaddr_storage client, again;
    size_t size = 0, other = 0;
    unsigned char *copy = malloc(length ? length : 1);
    enum proxy_line line;

    if (!copy)
        abort();
    memcpy(copy, bytes, length);
    line = proxy_line_parse(copy, length, &size, &client);
    if (line == PROXY_LINE_GOOD) {
        if (size > length || size > PROXY_LINE_MOST)
            abort();
        if (proxy_line_parse(copy, size, &other, &again) != line || other != size ||
            again.ss_family != client.ss_family)
            abort();
    }
    if (line == PROXY_LINE_MORE && length >= PROXY_LINE_MOST)
        abort();
    free(copy);
    return 0;
}
