#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "web/multipart.h"
#include "web/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct result {
    bool good;
    size_t fields;
    size_t files;
};

static struct result
read_in(const char *bytes, size_t length, size_t step)
{
    struct arena arena = { 0 };
    struct multipart *m = multipart_begin(&arena, "B", NULL);
    struct result r = { .good = true };
    struct pairs form = { 0 };
    struct upload *uploads;

    for (size_t at = 0; r.good && at < length; at += step)
        r.good = multipart_add(m, bytes + at, length - at < step ? length - at : step);
    r.good = r.good && multipart_end(m, &form, &uploads, &r.files);
    r.fields = form.count;
    multipart_boundary(&arena, arena_slice(&arena, bytes, length));
    arena_release(&arena);
    return r;
}

/* The pieces in which a form arrives make no difference. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct result whole, pieces;

    if (length == 0)
        return 0;
    whole = read_in((const char *)bytes + 1, length - 1, length);
    pieces = read_in((const char *)bytes + 1, length - 1, bytes[0] % 16 + 1);
    if (whole.good != pieces.good ||
        (whole.good && (whole.fields != pieces.fields || whole.files != pieces.files)))
        abort();
    return 0;
}
