#include "web/letter_compose.h"

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "web/letter.h"

enum { JAPAN_SECONDS = 9 * 3600, SECOND_US = 1000000 };

void
letter_compose_init(void)
{
    g_mime_init();
}

static void
unref(void *thing)
{
    g_object_unref(thing);
}

/* GMime's things end with the arena. */
static void *
kept(struct arena *arena, void *thing)
{
    arena_defer(arena, unref, thing);
    return thing;
}

static void
set_date(GMimeMessage *message, struct instant at)
{
    GTimeZone *zone = g_time_zone_new_offset(JAPAN_SECONDS);
    GDateTime *utc = g_date_time_new_from_unix_utc(at.us / SECOND_US);
    GDateTime *local = g_date_time_to_timezone(utc, zone);

    g_mime_message_set_date(message, local);
    g_date_time_unref(local);
    g_date_time_unref(utc);
    g_time_zone_unref(zone);
}

static void
set_words(GMimeMessage *message, struct arena *arena, const char *name,
          const struct letter_words *words)
{
    struct buffer text = { .arena = arena };

    for (size_t i = 0; i < words->count; i++)
        buffer_print(&text, "%s<%s>", i ? " " : "", words->rows[i]);
    g_mime_object_set_header(GMIME_OBJECT(message), name, buffer_string(&text), "utf-8");
}

static void
set_headers(GMimeMessage *message, struct arena *arena, const struct letter *letter,
            const struct letter_envelope *e)
{
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM,
                               *e->from_name ? e->from_name : NULL, e->from);
    for (size_t i = 0; i < letter->to.count; i++)
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, letter->to.rows[i]);
    for (size_t i = 0; i < letter->cc.count; i++)
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_CC, NULL, letter->cc.rows[i]);
    g_mime_message_set_subject(message, letter->subject, "utf-8");
    set_date(message, e->date);
    g_mime_message_set_message_id(message, e->identifier);
    if (letter->in_reply_to) {
        const struct letter_words one = { (const char *[]){ letter->in_reply_to }, 1 };

        set_words(message, arena, "In-Reply-To", &one);
    }
    if (letter->references.count)
        set_words(message, arena, "References", &letter->references);
    if (letter->reply_to)
        g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, letter->reply_to);
    if (!letter->submitted || strcmp(letter->submitted, "no") != 0)
        g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted",
                                 letter->submitted ? letter->submitted : "auto-generated", NULL);
    g_mime_object_set_header(GMIME_OBJECT(message), "X-Tasuki", strrchr(e->identifier, '@') + 1,
                             NULL);
}

static GMimeObject *
text_part(struct arena *arena, const char *text)
{
    GMimeTextPart *part = kept(arena, g_mime_text_part_new_with_subtype("plain"));

    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, text);
    return GMIME_OBJECT(part);
}

static GMimeObject *
file_part(struct arena *arena, const struct letter_file *file, const struct letter_bytes *bytes)
{
    const char *slash = strchr(file->type, '/');
    GMimePart *part =
        kept(arena, g_mime_part_new_with_type(
                        arena_slice(arena, file->type, (size_t)(slash - file->type)), slash + 1));
    GMimeStream *stream =
        kept(arena, g_mime_stream_mem_new_with_buffer(bytes->bytes, bytes->length));
    GMimeDataWrapper *content =
        kept(arena, g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT));

    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part, file->name);
    return GMIME_OBJECT(part);
}

static GMimeObject *
body(struct arena *arena, const struct letter *letter, const struct letter_bytes *files)
{
    GMimeObject *text = text_part(arena, letter->text);
    GMimeMultipart *all;

    if (!letter->file_count)
        return text;
    all = kept(arena, g_mime_multipart_new_with_subtype("mixed"));
    g_mime_multipart_add(all, text);
    for (size_t i = 0; i < letter->file_count; i++)
        g_mime_multipart_add(all, file_part(arena, &letter->files[i], &files[i]));
    return GMIME_OBJECT(all);
}

struct letter_bytes
letter_compose(struct arena *arena, const struct letter *letter,
               const struct letter_envelope *envelope, const struct letter_bytes *files)
{
    struct arena own = { 0 };
    GMimeMessage *message = kept(&own, g_mime_message_new(TRUE));
    GMimeStream *stream = kept(&own, g_mime_stream_mem_new());
    GMimeFormatOptions *format = g_mime_format_options_new();
    struct letter_bytes out;
    GByteArray *bytes;

    set_headers(message, &own, letter, envelope);
    g_mime_message_set_mime_part(message, body(&own, letter, files));
    g_mime_object_encode(GMIME_OBJECT(message), GMIME_ENCODING_CONSTRAINT_7BIT);
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    g_mime_format_options_free(format);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    out.bytes = arena_slice(arena, (const char *)bytes->data, bytes->len);
    out.length = bytes->len;
    arena_release(&own);
    return out;
}
