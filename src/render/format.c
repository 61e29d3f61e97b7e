#include "render/html.h"
#include "render/pdf.h"
#include "render/report.h"
#include "render/slides.h"
#include "render/word.h"
#include "render/workbook.h"

bool
format_write(struct arena *arena, enum format format, const struct document *d, struct buffer *out,
             const char **why)
{
    switch (format) {
    case FORMAT_HTML:
        document_html(arena, d, out);
        return true;
    case FORMAT_WORD:
        return document_word(arena, d, out, why);
    case FORMAT_PDF:
        return document_pdf(arena, d, out, why);
    case FORMAT_EXCEL:
        return document_workbook(arena, d, out, why);
    case FORMAT_SLIDES:
        return document_slides(arena, d, out, why);
    }
    *why = "この形式では書けません。";
    return false;
}
