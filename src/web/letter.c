#include "web/letter.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "store/act.h"
#include "store/outbox.h"

enum { LOCAL_MOST = 64, ADDRESS_MOST = 254, IDENTIFIER_MOST = 200, HEADING_MOST = 1000 };

/* --- what may stand in a header -------------------------------------------------------- */

static bool
is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* atext of RFC 5322 with dots anywhere: some carriers gave out addresses like a..b@ . */
static bool
local_good(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_plain((unsigned char)text[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", text[i]))
            return false;
    return length > 0 && length <= LOCAL_MOST && text[0] != '-';
}

static bool
domain_good(const char *text)
{
    if (!*text)
        return false;
    for (;;) {
        size_t length = strcspn(text, ".");

        if (length == 0 || length > 63 || text[0] == '-' || text[length - 1] == '-')
            return false;
        for (size_t i = 0; i < length; i++)
            if (!is_plain((unsigned char)text[i]) && text[i] != '-')
                return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

bool
letter_address_good(const char *address)
{
    const char *at = strrchr(address, '@');

    return at && strlen(address) <= ADDRESS_MOST && local_good(address, (size_t)(at - address)) &&
           domain_good(at + 1);
}

static bool
identifier_good(const char *text)
{
    const char *at = strchr(text, '@');

    if (!at || at == text || !at[1] || strlen(text) > IDENTIFIER_MOST)
        return false;
    for (const char *c = text; *c; c++)
        if (c != at && !is_plain((unsigned char)*c) && !strchr("!#$%&'*+-/=?^_`{|}~.", *c))
            return false;
    return true;
}

const char *
letter_identifier(struct arena *arena, const char *identifier, const char *installation)
{
    size_t length = strlen(identifier);
    const char *text = identifier;

    if (length > 2 && text[0] == '<' && text[length - 1] == '>')
        text = arena_slice(arena, text + 1, length - 2);
    if (!strchr(text, '@'))
        text = arena_print(arena, "%s@%s", text, installation);
    return identifier_good(text) ? text : NULL;
}

/* Without those that no server would take: an officer's bad address keeps no other from his
   letter. */
static void
keep_good(struct letter_words *words)
{
    size_t kept = 0;

    for (size_t i = 0; i < words->count; i++)
        if (letter_address_good(words->rows[i]))
            words->rows[kept++] = words->rows[i];
    words->count = kept;
}

static const char *
words_wrong(const struct letter_words *words, bool (*good)(const char *))
{
    for (size_t i = 0; i < words->count; i++)
        if (!good(words->rows[i]))
            return words->rows[i];
    return NULL;
}

/* Line ends are no control characters to text_has_control, and here they are. */
static bool
heading_good(const char *text)
{
    return text && strlen(text) <= HEADING_MOST && !text_has_control(text) &&
           !strpbrk(text, "\r\n");
}

static bool
files_good(const struct letter *it)
{
    for (size_t i = 0; i < it->file_count; i++)
        if (!heading_good(it->files[i].name) || !*it->files[i].name ||
            !heading_good(it->files[i].type) || !strchr(it->files[i].type, '/') ||
            !heading_good(it->files[i].blob))
            return false;
    return it->file_count <= LETTER_FILES;
}

/* NULL, or what is wrong. No address is repeated in it: it is shown on a page. */
static const char *
wrong(const struct letter *it)
{
    if (it->to.count == 0)
        return "宛先に、送れるメールアドレスがありません。";
    if (it->to.count + it->cc.count > LETTER_ADDRESSES || it->left.count > LETTER_ADDRESSES)
        return "宛先が多すぎます。100件までに分けてください。";
    if (words_wrong(&it->to, letter_address_good) || words_wrong(&it->cc, letter_address_good) ||
        words_wrong(&it->left, letter_address_good))
        return "宛先のメールアドレスの形が正しくありません。人のメールの項目を直してください。";
    if (!heading_good(it->subject))
        return "件名に使えない文字があるか、長すぎます。";
    if (!it->text || strlen(it->text) > LETTER_BYTES)
        return "本文がないか、大きすぎます。";
    if ((it->in_reply_to && !identifier_good(it->in_reply_to)) ||
        words_wrong(&it->references, identifier_good))
        return "返信先のメールの識別子の形が正しくありません。";
    if (it->reply_to && !letter_address_good(it->reply_to))
        return "返信先のメールアドレスの形が正しくありません。";
    if (it->submitted && strcmp(it->submitted, "no") != 0 &&
        strcmp(it->submitted, "auto-replied") != 0)
        return "メールを書いたのが人か機械かの指定が正しくありません。";
    return files_good(it) ? NULL : "添付ファイルの指定が正しくありません。";
}

/* --- from and to JSON ------------------------------------------------------------------ */

static void
write_words(struct buffer *b, const char *key, const struct letter_words *words)
{
    if (!words->count)
        return;
    json_key(b, key, false);
    for (size_t i = 0; i < words->count; i++) {
        buffer_char(b, i ? ',' : '[');
        json_text(b, words->rows[i]);
    }
    buffer_char(b, ']');
}

static void
write_word(struct buffer *b, const char *key, const char *word)
{
    if (!word)
        return;
    json_key(b, key, false);
    json_text(b, word);
}

static void
write_files(struct buffer *b, const struct letter *it)
{
    if (!it->file_count)
        return;
    json_key(b, "files", false);
    for (size_t i = 0; i < it->file_count; i++) {
        buffer_text(b, i ? ",{\"name\":" : "[{\"name\":");
        json_text(b, it->files[i].name);
        json_key(b, "type", false);
        json_text(b, it->files[i].type);
        json_key(b, "blob", false);
        json_text(b, it->files[i].blob);
        buffer_char(b, '}');
    }
    buffer_char(b, ']');
}

const char *
letter_write(struct arena *arena, const struct letter *it)
{
    struct buffer b = { .arena = arena };

    buffer_text(&b, "{\"subject\":");
    json_text(&b, it->subject);
    write_words(&b, "to", &it->to);
    write_words(&b, "cc", &it->cc);
    write_words(&b, "left", &it->left);
    write_words(&b, "references", &it->references);
    write_word(&b, "in_reply_to", it->in_reply_to);
    write_word(&b, "reply_to", it->reply_to);
    write_word(&b, "submitted", it->submitted);
    write_files(&b, it);
    json_key(&b, "text", false);
    json_text(&b, it->text);
    buffer_char(&b, '}');
    return buffer_string(&b);
}

/* Missing is none; anything but an array of strings is wrong. */
static bool
read_words(struct arena *arena, const json_t *from, const char *key, struct letter_words *out)
{
    const json_t *list = json_object_get(from, key);
    size_t count = json_array_size(list);

    *out = (struct letter_words){ 0 };
    if (!list)
        return true;
    if (!json_is_array(list) || count > LETTER_ADDRESSES)
        return false;
    out->rows = NEW_ARRAY(arena, count, const char *);
    for (size_t i = 0; i < count; i++)
        if (!(out->rows[out->count++] = json_string_value(json_array_get(list, i))))
            return false;
    return true;
}

static bool
read_files(struct arena *arena, const json_t *from, struct letter *out)
{
    const json_t *list = json_object_get(from, "files");
    size_t count = json_array_size(list);
    struct letter_file *files;

    if (!list)
        return true;
    if (!json_is_array(list) || count > LETTER_FILES)
        return false;
    files = NEW_ARRAY(arena, count, struct letter_file);
    for (size_t i = 0; i < count; i++) {
        const json_t *it = json_array_get(list, i);

        files[i] = (struct letter_file){ json_string_value(json_object_get(it, "name")),
                                         json_string_value(json_object_get(it, "type")),
                                         json_string_value(json_object_get(it, "blob")) };
    }
    out->files = files;
    out->file_count = count;
    return true;
}

bool
letter_read(struct arena *arena, const char *content, struct letter *out, const char **why)
{
    json_t *from;

    *out = (struct letter){ 0 };
    *why = "メールの内容を読めません。";
    if (strlen(content) > LETTER_BYTES || !json_read(arena, content, strlen(content), &from, why) ||
        !read_words(arena, from, "to", &out->to) || !read_words(arena, from, "cc", &out->cc) ||
        !read_words(arena, from, "left", &out->left) ||
        !read_words(arena, from, "references", &out->references) || !read_files(arena, from, out))
        return false;
    if (out->to.count > 1)
        keep_good(&out->to);
    out->in_reply_to = json_string_value(json_object_get(from, "in_reply_to"));
    out->reply_to = json_string_value(json_object_get(from, "reply_to"));
    out->submitted = json_string_value(json_object_get(from, "submitted"));
    out->subject = json_string_value(json_object_get(from, "subject"));
    out->text = json_string_value(json_object_get(from, "text"));
    *why = wrong(out);
    return !*why;
}

bool
letter_put(struct act *a, int64_t contract, const char *identifier, const struct letter *letter)
{
    const char *why = wrong(letter);

    if (why)
        return fail(a, FAULT_INVALID, NULL, "%s", why);
    return outbox_put(a, contract, "mail", identifier, letter_write(a->arena, letter));
}
