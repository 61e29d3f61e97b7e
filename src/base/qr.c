#include "base/qr.h"

#include <qrencode.h>

#include "base/arena.h"

bool
qr_make(struct arena *arena, const char *text, struct qr *out)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    unsigned char *dark;
    size_t count;

    if (!code)
        return false;
    count = (size_t)code->width * (size_t)code->width;
    dark = NEW_ARRAY(arena, count, unsigned char);
    for (size_t i = 0; i < count; i++)
        dark[i] = code->data[i] & 1;
    *out = (struct qr){ code->width, dark };
    QRcode_free(code);
    return true;
}

bool
qr_strip(const struct qr *code, int y, int *x, int *from)
{
    const unsigned char *row = code->dark + y * code->width;

    while (*x < code->width && !row[*x])
        ++*x;
    *from = *x;
    while (*x < code->width && row[*x])
        ++*x;
    return *x > *from;
}
