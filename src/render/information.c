#include "render/information.h"

#include "base/buffer.h"
#include "render/document.h"
#include "render/markup.h"
#include "render/package.h"

void
information_add(struct package *p, const struct document *d)
{
    struct buffer *out = package_add(p, "docProps/core.xml");
    char day[DATE_TEXT] = "1980-01-01";

    if (d->date.day)
        date_print(d->date, day);
    markup_print(out,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                 "<cp:coreProperties"
                 " xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                 "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                 " xmlns:dcterms=\"http://purl.org/dc/terms/\""
                 " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                 "<dc:title>%s</dc:title><dc:subject>%s</dc:subject>"
                 "<dc:creator>%s</dc:creator><dc:language>ja-JP</dc:language>"
                 "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z"
                 "</dcterms:created></cp:coreProperties>\n",
                 d->title, d->subject, d->author, day);
}
