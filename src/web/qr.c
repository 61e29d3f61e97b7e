#include "web/qr.h"

#include <qrencode.h>

#include "store/act.h"

enum { MARGIN = 4 };

/* Dark modules of a row as strips: an eighth of the markup of single ones. */
static void
write_row(struct out *o, const QRcode *code, int y)
{
    const unsigned char *row = code->data + y * code->width;

    for (int x = 0; x < code->width; x++) {
        int from = x;

        while (x < code->width && row[x] & 1)
            x++;
        if (x > from)
            buffer_print(&o->text, "M%d %dh%dv1h-%dz", from + MARGIN, y + MARGIN, x - from,
                         x - from);
    }
}

struct html
qr_html(struct act *a, const char *text, const char *label)
{
    struct out o = { .text = { .arena = a->arena } };
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    int side;

    if (!code)
        return html_take(&o);
    side = code->width + 2 * MARGIN;
    buffer_print(&o.text, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                 side, side);
    out_attribute_text(&o, label);
    buffer_print(&o.text,
                 "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
                 "<path fill=\"#000\" d=\"",
                 side, side);
    for (int y = 0; y < code->width; y++)
        write_row(&o, code, y);
    buffer_text(&o.text, "\"/></svg>");
    QRcode_free(code);
    return html_take(&o);
}
