#include "base/xml.h"

#include <string.h>

#include <expat.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"

enum {
    MOST_BYTES = 64 * 1024 * 1024,
    MOST_DEPTH = 64,
    MOST_TEXT = 8 * 1024 * 1024, /* of one run */
    PIECE = 1024 * 1024,         /* what expat is given at once */
};

struct xml {
    struct arena *arena;
    const struct xml_reader *reader;
    void *with;
    XML_Parser parser;
    struct buffer text; /* the run that is being gathered; its own memory, used again */
    size_t bytes;
    int depth;
    const char *why; /* NULL: all is well */
};

static void
release(void *thing)
{
    struct xml *xml = thing;

    XML_ParserFree(xml->parser);
    buffer_release(&xml->text);
}

bool
xml_refuse(struct xml *xml, const char *why)
{
    if (!xml->why)
        xml->why = arena_print(xml->arena, "%lu行目の%lu文字目：%s",
                               (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                               (unsigned long)XML_GetCurrentColumnNumber(xml->parser) + 1, why);
    XML_StopParser(xml->parser, XML_FALSE);
    return false;
}

/* Expat goes on for a moment after a stop: later calls must not reach the reader. */
static void
settle(struct xml *xml, bool done)
{
    if (!done)
        xml_refuse(xml, "内容が決まりに合いません。");
}

static void
flush_text(struct xml *xml)
{
    if (xml->text.length && xml->reader->text && !xml->why)
        settle(xml, xml->reader->text(xml, xml->with, buffer_string(&xml->text), xml->text.length));
    buffer_clear(&xml->text);
}

static void XMLCALL
on_start(void *thing, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = thing;
    int most = xml->reader->most_depth ? xml->reader->most_depth : MOST_DEPTH;

    flush_text(xml);
    if (xml->why)
        return;
    if (++xml->depth > most)
        xml_refuse(xml, arena_print(xml->arena, "入れ子は%d段までです。", most));
    else if (xml->reader->start)
        settle(xml, xml->reader->start(xml, xml->with, name, attributes));
}

static void XMLCALL
on_end(void *thing, const XML_Char *name)
{
    struct xml *xml = thing;

    flush_text(xml);
    if (xml->why)
        return;
    xml->depth--;
    if (xml->reader->end)
        settle(xml, xml->reader->end(xml, xml->with, name));
}

static void XMLCALL
on_text(void *thing, const XML_Char *text, int length)
{
    struct xml *xml = thing;

    if (xml->why || !xml->reader->text)
        return;
    if (xml->text.length + (size_t)length > MOST_TEXT)
        xml_refuse(xml, "1か所の文字が多すぎます。");
    else
        buffer_add(&xml->text, text, (size_t)length);
}

static void XMLCALL
on_doctype(void *thing, const XML_Char *name, const XML_Char *system, const XML_Char *public,
           int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    xml_refuse(thing, "文書型宣言（DOCTYPE）は使えません。");
}

struct xml *
xml_begin(struct arena *arena, const struct xml_reader *reader, void *with)
{
    struct xml *xml = NEW(arena, struct xml);

    xml->arena = arena;
    xml->reader = reader;
    xml->with = with;
    xml->parser = XML_ParserCreate(NULL);
    if (!xml->parser)
        out_of_memory();
    arena_defer(arena, release, xml);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

static const char *
fault_sentence(enum XML_Error error)
{
    switch ((int)error) {
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return "途中で終わっています。";
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
        return "文字コードは UTF-8 か UTF-16 にします。";
    case XML_ERROR_TAG_MISMATCH:
        return "始まりと終わりのタグが合いません。";
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
        return "同じ属性が2回あります。";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
        return "終わりの後に余分な内容があります。";
    case XML_ERROR_UNDEFINED_ENTITY:
        return "決められていない実体参照があります。";
    case XML_ERROR_NO_MEMORY:
        out_of_memory();
    }
    return "XML の書き方になっていません。";
}

static bool
parse(struct xml *xml, const char *bytes, size_t length, bool last)
{
    enum XML_Status status;

    if (xml->why)
        return false;
    status = XML_Parse(xml->parser, bytes, (int)length, last);
    if (status != XML_STATUS_OK && !xml->why)
        xml_refuse(xml, fault_sentence(XML_GetErrorCode(xml->parser)));
    return !xml->why;
}

bool
xml_add(struct xml *xml, const char *bytes, size_t length)
{
    size_t most = xml->reader->most_bytes ? xml->reader->most_bytes : MOST_BYTES;

    if (xml->why)
        return false;
    if (length > most - xml->bytes)
        return xml_refuse(xml, arena_print(xml->arena, "大きさは%zuバイトまでです。", most));
    xml->bytes += length;
    while (length) {
        size_t piece = length < PIECE ? length : PIECE;

        if (!parse(xml, bytes, piece, false))
            return false;
        bytes += piece;
        length -= piece;
    }
    return true;
}

bool
xml_end(struct xml *xml)
{
    return parse(xml, "", 0, true);
}

const char *
xml_why(const struct xml *xml)
{
    return xml->why;
}

bool
xml_read(struct arena *arena, const struct xml_reader *reader, void *with, const char *bytes,
         size_t length, const char **why)
{
    struct xml *xml = xml_begin(arena, reader, with);

    if (xml_add(xml, bytes, length) && xml_end(xml))
        return true;
    *why = xml->why;
    return false;
}

const char *
xml_local(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

const char *
xml_attribute(const char **attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}
