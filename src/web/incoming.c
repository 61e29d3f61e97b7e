#include "web/incoming.h"

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/text.h"
#include "base/utf8.h"
#include "web/mail_text.h"

enum { NAME_MOST = 90 };

struct reading {
    struct arena *arena;
    struct incoming *out;
    struct buffer text;
    size_t parts;
    const char *why; /* of what passes a limit */
};

static void
unref(void *thing)
{
    g_object_unref(thing);
}

static const char *
cut_characters(struct arena *arena, const char *text, size_t most)
{
    const char *at = text;

    for (size_t i = 0; i < most && utf8_next(&at); i++)
        ;
    return *at ? arena_slice(arena, text, (size_t)(at - text)) : text;
}

/* --- headers ---------------------------------------------------------------------------- */

static const char *
raw_header(GMimeObject *object, const char *name)
{
    GMimeHeader *header =
        g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);

    return header ? g_mime_header_get_raw_value(header) : NULL;
}

static const char *
header_text(struct reading *r, GMimeObject *object, const char *name)
{
    const char *raw = raw_header(object, name);

    return raw ? text_clean(r->arena, mail_header(r->arena, raw)) : "";
}

/* Ids of servers that keep to no rule are ids, too, as long as they are plain and short. */
static bool
is_identifier(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~' || strchr("<>\"\\", text[i]))
            return false;
    return length > 2 && length <= INCOMING_IDENTIFIER;
}

static bool
known_reference(const struct incoming *out, const char *text, size_t length)
{
    for (size_t i = 0; i < out->references.count; i++)
        if (strlen(out->references.rows[i]) == length &&
            strncmp(out->references.rows[i], text, length) == 0)
            return true;
    return false;
}

/* The < > of a header, the last first: that is the message answered. */
static void
add_references(struct reading *r, const char *raw)
{
    struct incoming *out = r->out;
    const char *end = raw ? raw + strlen(raw) : NULL;

    while (raw && end > raw && out->references.count < INCOMING_REFERENCES) {
        const char *close = memrchr(raw, '>', (size_t)(end - raw));
        const char *open = close ? memrchr(raw, '<', (size_t)(close - raw)) : NULL;

        if (!open)
            return;
        if (is_identifier(open + 1, (size_t)(close - open - 1)) &&
            !known_reference(out, open + 1, (size_t)(close - open - 1)))
            out->references.rows[out->references.count++] =
                arena_slice(r->arena, open + 1, (size_t)(close - open - 1));
        end = open;
    }
}

static void
read_identifier(struct reading *r, GMimeObject *object)
{
    const char *raw = raw_header(object, "Message-ID");
    const char *open = raw ? strchr(raw, '<') : NULL;
    const char *close = open ? strchr(open, '>') : NULL;

    if (close && is_identifier(open + 1, (size_t)(close - open - 1)))
        r->out->identifier = arena_slice(r->arena, open + 1, (size_t)(close - open - 1));
}

static const char *
made_identifier(struct arena *arena, const char *bytes, size_t length)
{
    uint8_t hash[SHA256_BYTES];

    sha256(bytes, length, hash);
    return arena_print(arena, "%s@none.invalid", hex_print(arena, hash, sizeof hash));
}

/* "名前" <a@b>, a@b (名前), a@b: of the first one named, "" when it is no address. */
static const char *
read_address(struct reading *r, const char *raw, const char **named)
{
    const char *open = strchr(raw, '<');
    const char *at = open ? open + 1 : raw + strspn(raw, " \t\r\n");
    size_t length = open ? strcspn(at, ">") : strcspn(at, " \t\r\n,;(");
    const char *name = open ? arena_slice(r->arena, raw, (size_t)(open - raw)) : "";
    char *address = arena_slice(r->arena, at, length);

    if (!open && at[length + strspn(at + length, " ")] == '(')
        name = at + length;
    for (char *c = address; *c; c++)
        *c = g_ascii_tolower(*c);
    *named = name;
    return letter_address_good(address) ? address : "";
}

static void
read_sender(struct reading *r, const char *raw)
{
    const char *name;
    char *shown;

    r->out->from = read_address(r, raw, &name);
    shown = text_clean(r->arena, mail_header(r->arena, name));
    for (size_t end = strlen(shown); end && strchr("\"') \t", shown[end - 1]); end--)
        shown[end - 1] = '\0';
    shown += strspn(shown, "\"'( \t");
    r->out->from_name = cut_characters(r->arena, shown, NAME_MOST);
}

/* --- whether anybody wrote it ----------------------------------------------------------- */

static bool
header_is(const char *raw, const char *word)
{
    raw += strspn(raw, " \t\r\n");
    return strncasecmp(raw, word, strlen(word)) == 0 && !g_ascii_isalnum(raw[strlen(word)]);
}

static bool
is_daemon(const char *address)
{
    static const char *const names[] = { "mailer-daemon@", "postmaster@", NULL };

    for (const char *const *name = names; *name; name++)
        if (strncmp(address, *name, strlen(*name)) == 0)
            return true;
    return false;
}

static const char *
automatic_why(GMimeObject *object, const char *from)
{
    const char *submitted = raw_header(object, "Auto-Submitted");
    const char *precedence = raw_header(object, "Precedence");
    const char *path = raw_header(object, "Return-Path");
    GMimeObject *body = g_mime_message_get_mime_part(GMIME_MESSAGE(object));

    if (body &&
        g_mime_content_type_is_type(g_mime_object_get_content_type(body), "multipart", "report"))
        return "配送の通知（multipart/report）です。";
    if (submitted && !header_is(submitted, "no"))
        return "自動で送られたメール（Auto-Submitted）です。";
    if (raw_header(object, "X-Auto-Response-Suppress"))
        return "自動で送られたメール（X-Auto-Response-Suppress）です。";
    if (raw_header(object, "X-Autoreply") || raw_header(object, "X-Autorespond"))
        return "自動応答のメールです。";
    if (precedence && (header_is(precedence, "bulk") || header_is(precedence, "list") ||
                       header_is(precedence, "junk") || header_is(precedence, "auto_reply")))
        return "一斉配信のメール（Precedence）です。";
    if (path && strncmp(path + strspn(path, " \t\r\n"), "<>", 2) == 0)
        return "差出人のない通知（Return-Path が空）です。";
    return is_daemon(from) ? "メールのサーバーからの通知です。" : NULL;
}

/* --- parts ------------------------------------------------------------------------------ */

static GByteArray *
content_of(struct reading *r, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();

    arena_defer(r->arena, unref, stream);
    if (content)
        g_mime_data_wrapper_write_to_stream(content, stream);
    return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}

static const char *
ending_of(GMimeObject *object)
{
    static const struct {
        const char *type;
        const char *ending;
    } table[] = {
        { "image/png", ".png" },       { "image/jpeg", ".jpg" }, { "image/gif", ".gif" },
        { "application/pdf", ".pdf" }, { "text/plain", ".txt" }, { "text/csv", ".csv" },
        { "application/zip", ".zip" }, { "text/html", ".html" }, { "image/webp", ".webp" },
    };
    char *mime = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
    const char *ending = ".bin";

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcasecmp(mime, table[i].type) == 0)
            ending = table[i].ending;
    g_free(mime);
    return ending;
}

static void
add_file(struct reading *r, GMimePart *part)
{
    struct incoming *out = r->out;
    const char *name = g_mime_part_get_filename(part);
    GByteArray *bytes;

    if (out->file_count == INCOMING_FILES) {
        out->files_cut = true;
        return;
    }
    bytes = content_of(r, part);
    if (!bytes->len)
        return;
    name = name ? text_clean(r->arena, mail_decode(r->arena, NULL, name, strlen(name))) : "";
    out->files[out->file_count] = (struct incoming_file){
        *name ? name
              : arena_print(r->arena, "添付%zu%s", out->file_count + 1,
                            ending_of(GMIME_OBJECT(part))),
        (const char *)bytes->data,
        bytes->len,
    };
    out->file_count++;
}

static const char *
part_text(struct reading *r, GMimePart *part)
{
    GMimeObject *object = GMIME_OBJECT(part);
    const char *charset = g_mime_object_get_content_type_parameter(object, "charset");
    GByteArray *bytes = content_of(r, part);
    const char *text =
        mail_decode(r->arena, charset, bytes->len ? (const char *)bytes->data : "", bytes->len);

    if (g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", "html"))
        text = mail_from_html(r->arena, text);
    return text_clean(r->arena, text);
}

static void
add_text(struct reading *r, const char *text)
{
    if (!*text)
        return;
    if (r->text.length)
        buffer_text(&r->text, "\n\n");
    buffer_text(&r->text, text);
}

static bool
is_text(GMimeObject *part, const char *kind)
{
    return GMIME_IS_PART(part) && !g_mime_part_is_attachment(GMIME_PART(part)) &&
           !g_mime_part_get_filename(GMIME_PART(part)) &&
           g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", kind);
}

static bool read_part(struct reading *r, GMimeObject *part, int deep);

/* What is told of a message that could not be delivered: which one it was. */
static void
note_returned(struct reading *r, const char *headers)
{
    const char *at = strcasestr(headers, "\nmessage-id:");

    if (strncasecmp(headers, "message-id:", 11) == 0)
        at = headers;
    if (at)
        add_references(r, arena_slice(r->arena, at + 1, strcspn(at + 1, "\r\n")));
}

static bool
read_leaf(struct reading *r, GMimePart *part)
{
    GMimeObject *object = GMIME_OBJECT(part);
    GMimeContentType *type = g_mime_object_get_content_type(object);

    if (g_mime_content_type_is_type(type, "text", "rfc822-headers"))
        note_returned(r, part_text(r, part));
    else if (g_mime_content_type_is_type(type, "message", "*"))
        add_text(r, part_text(r, part));
    else if (is_text(object, "plain") || is_text(object, "html"))
        add_text(r, part_text(r, part));
    else
        add_file(r, part);
    return true;
}

/* Of several forms of one thing the plain one, or what holds the others' pictures. */
static bool
read_alternative(struct reading *r, GMimeMultipart *all, int deep)
{
    int count = g_mime_multipart_get_count(all);
    size_t before = r->text.length;

    for (int i = 0; i < count && r->text.length == before; i++)
        if (is_text(g_mime_multipart_get_part(all, i), "plain") &&
            !read_part(r, g_mime_multipart_get_part(all, i), deep + 1))
            return false;
    for (int i = 0; i < count; i++) {
        GMimeObject *part = g_mime_multipart_get_part(all, i);
        size_t length = r->text.length;

        if (is_text(part, "plain") || (is_text(part, "html") && length > before))
            continue;
        if (!read_part(r, part, deep + 1))
            return false;
        /* The same once more, with pictures. */
        if (length > before) {
            r->text.length = length;
            r->text.data[length] = '\0';
        }
    }
    return true;
}

static bool
read_message(struct reading *r, GMimeMessage *message, int deep)
{
    GMimeObject *object = GMIME_OBJECT(message);

    add_references(r, raw_header(object, "Message-ID"));
    add_text(
        r, arena_print(r->arena, "--- 中にあるメール：%s ---", header_text(r, object, "Subject")));
    return !g_mime_message_get_mime_part(message) ||
           read_part(r, g_mime_message_get_mime_part(message), deep + 1);
}

static bool
read_part(struct reading *r, GMimeObject *part, int deep)
{
    if (++r->parts > INCOMING_PARTS || deep > INCOMING_DEEP) {
        r->why = "部分が多すぎるか、入れ子が深すぎます。";
        return false;
    }
    if (GMIME_IS_MULTIPART(part)) {
        GMimeMultipart *all = GMIME_MULTIPART(part);

        if (g_mime_content_type_is_type(g_mime_object_get_content_type(part), "multipart",
                                        "alternative"))
            return read_alternative(r, all, deep);
        for (int i = 0; i < g_mime_multipart_get_count(all); i++)
            if (!read_part(r, g_mime_multipart_get_part(all, i), deep + 1))
                return false;
        return true;
    }
    if (GMIME_IS_MESSAGE_PART(part)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));

        return !inner || read_message(r, inner, deep);
    }
    return !GMIME_IS_PART(part) || read_leaf(r, GMIME_PART(part));
}

/* --- the message ------------------------------------------------------------------------ */

static size_t
header_length(const char *bytes, size_t length)
{
    const char *dos = memmem(bytes, length, "\r\n\r\n", 4);
    const char *plain = memmem(bytes, length, "\n\n", 2);
    const char *end = dos && (!plain || dos < plain) ? dos : plain;

    return end ? (size_t)(end - bytes) : length;
}

/* GMime follows parts into parts by calling itself: what could lead far is counted before. */
static bool
is_tame(const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i + 10 < length; i++)
        if ((bytes[i] | 32) == 'm' && (strncasecmp(bytes + i, "multipart/", 10) == 0 ||
                                       strncasecmp(bytes + i, "message/rf", 10) == 0))
            count++;
    return count <= 2 * INCOMING_PARTS;
}

static GMimeMessage *
parse(struct reading *r, const char *bytes, size_t length)
{
    static const char *charsets[] = { "utf-8", "cp932", "iso-2022-jp", "euc-jp", NULL };
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = g_mime_parser_options_new();
    GMimeMessage *message;

    g_mime_parser_options_set_fallback_charsets(options, charsets);
    message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    if (message)
        arena_defer(r->arena, unref, message);
    return message;
}

static void
read_headers(struct reading *r, GMimeObject *object)
{
    struct incoming *out = r->out;
    const char *from = raw_header(object, "From");
    const char *reply = raw_header(object, "Reply-To"), *name;
    const char *origin = header_text(r, object, "X-Tasuki");

    read_identifier(r, object);
    if (from || (from = raw_header(object, "Sender")))
        read_sender(r, from);
    if (reply && strcmp(out->reply_to = read_address(r, reply, &name), out->from) == 0)
        out->reply_to = "";
    out->subject = cut_characters(r->arena, header_text(r, object, "Subject"), INCOMING_SUBJECT);
    out->origin = *origin ? origin : NULL;
    add_references(r, raw_header(object, "In-Reply-To"));
    add_references(r, raw_header(object, "References"));
}

static void
end_text(struct reading *r)
{
    const char *text = text_clean(r->arena, buffer_string(&r->text));

    r->out->text = cut_characters(r->arena, text, INCOMING_TEXT);
    r->out->cut = r->out->text != text;
}

bool
incoming_read(struct arena *arena, const char *bytes, size_t length, struct incoming *out,
              const char **why)
{
    struct reading r = { .arena = arena, .out = out, .text = { .arena = arena } };
    size_t header = header_length(bytes, length);
    bool fits = header <= INCOMING_HEADER && is_tame(bytes, length);
    GMimeMessage *message;

    *out =
        (struct incoming){ .from = "", .from_name = "", .reply_to = "", .subject = "", .text = "" };
    out->references.rows = NEW_ARRAY(arena, INCOMING_REFERENCES, const char *);
    out->files = NEW_ARRAY(arena, INCOMING_FILES, struct incoming_file);
    out->identifier = made_identifier(arena, bytes, length);
    /* Of what passes the limits the beginning of its headers is enough to show it. */
    message = parse(&r, bytes, fits ? length : header < INCOMING_HEADER ? header : INCOMING_HEADER);
    *why = "メールの形をしていません。";
    if (!message)
        return false;
    read_headers(&r, GMIME_OBJECT(message));
    *why = "見出しが長すぎるか、部分が多すぎます。";
    if (!fits)
        return false;
    *why = "差出人のメールアドレスを読めません。";
    if (!*out->from)
        return false;
    out->automatic = automatic_why(GMIME_OBJECT(message), out->from);
    if (g_mime_message_get_mime_part(message) &&
        !read_part(&r, g_mime_message_get_mime_part(message), 0)) {
        *why = r.why;
        return false;
    }
    end_text(&r);
    return true;
}
