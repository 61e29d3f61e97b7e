/*
 * Paper: any frozen document that is read back can be laid out; every chart in it can be
 * drawn.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "render/document.h"
#include "render/draw.h"
#include "render/freeze.h"
#include "render/pdf.h"
#include "render/svg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
draw(struct arena *arena, const struct node *node)
{
    struct drawing d;
    struct buffer out = { .arena = arena };

    if (node->chart)
        chart_draw(arena, node->chart, &d);
    else if (node->diagram)
        diagram_draw(arena, node->diagram, &d);
    else
        return;
    must(d.width > 0 && d.height > 0);
    drawing_svg(&d, "c", &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct document d = { 0 };
    struct buffer out = { .arena = &arena };
    const char *why = "";

    if (document_thaw(&arena, (const char *)data, size, &d, &why)) {
        for (const struct node *node = d.nodes.first; node; node = node->next)
            draw(&arena, node);
        must(document_pdf(&arena, &d, &out, &why));
        must(out.length > 100 && memcmp(out.data, "%PDF-", 5) == 0);
    }
    arena_release(&arena);
    return 0;
}
