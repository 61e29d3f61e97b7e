#include "web/qr.h"

#include "base/qr.h"
#include "store/act.h"

/* Dark modules of a row as strips: an eighth of the markup of single ones. */
static void
write_row(struct out *o, const struct qr *code, int y)
{
    for (int x = 0, from; qr_strip(code, y, &x, &from);)
        buffer_print(&o->text, "M%d %dh%dv1h-%dz", from + QR_MARGIN, y + QR_MARGIN, x - from,
                     x - from);
}

struct html
qr_html(struct act *a, const char *text, const char *label)
{
    struct out o = { .text = { .arena = a->arena } };
    struct qr code;
    int side;

    if (!qr_make(a->arena, text, &code))
        return html_take(&o);
    side = code.width + 2 * QR_MARGIN;
    buffer_print(&o.text, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                 side, side);
    out_attribute_text(&o, label);
    buffer_print(&o.text,
                 "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
                 "<path fill=\"#000\" d=\"",
                 side, side);
    for (int y = 0; y < code.width; y++)
        write_row(&o, &code, y);
    buffer_text(&o.text, "\"/></svg>");
    return html_take(&o);
}
