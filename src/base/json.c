#include "base/json.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"

/* What jansson calls a fault, for people. */
static const char *
fault_sentence(enum json_error_code code)
{
    static const struct {
        enum json_error_code code;
        const char *sentence;
    } sentences[] = {
        { json_error_premature_end_of_input, "途中で終わっています。" },
        { json_error_end_of_input_expected, "終わりの後に余分な文字があります。" },
        { json_error_invalid_utf8, "UTF-8 でない文字があります。" },
        { json_error_null_character, "文字列に NUL（\\u0000）は使えません。" },
        { json_error_null_byte_in_key, "項目の名前に NUL（\\u0000）は使えません。" },
        { json_error_duplicate_key, "同じ項目が2回あります。1つにします。" },
        { json_error_numeric_overflow, "数が大きすぎます。" },
        { json_error_stack_overflow, "入れ子が深すぎます。" },
    };

    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
        if (sentences[i].code == code)
            return sentences[i].sentence;
    return "JSON の書き方になっていません。";
}

/* Finds the bracket that goes too deep, before jansson recurses into it. */
static const char *
too_deep(const char *bytes, size_t length)
{
    int depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];

        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[') && ++depth > JSON_MOST_DEPTH)
            return bytes + i;
        else if (!quoted && (c == '}' || c == ']'))
            depth--;
    }
    return NULL;
}

static const char *
depth_reason(struct arena *arena, const char *bytes, const char *at)
{
    int line = 1;
    int column = 1;

    for (const char *c = bytes; c < at; c++) {
        bool is_first = ((unsigned char)*c & 0xC0) != 0x80;

        line += *c == '\n';
        column = *c == '\n' ? 1 : column + is_first;
    }
    return arena_print(arena, "%d行目の%d文字目：入れ子は%d段までです。", line, column,
                       JSON_MOST_DEPTH);
}

static void
tree_release(void *tree)
{
    json_decref(tree);
}

bool
json_read(struct arena *arena, const char *bytes, size_t length, json_t **out, const char **why)
{
    const char *deep = too_deep(bytes, length);
    json_error_t error;
    json_t *tree;

    if (deep) {
        *why = depth_reason(arena, bytes, deep);
        return false;
    }
    tree = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (!tree) {
        *why = arena_print(arena, "%d行目の%d文字目：%s", error.line < 1 ? 1 : error.line,
                           error.column < 1 ? 1 : error.column,
                           fault_sentence(json_error_code(&error)));
        return false;
    }
    arena_defer(arena, tree_release, tree);
    *out = tree;
    return true;
}

/* Bytes that cannot stand in a string as they are. < > & go too, so that a string can end
   no script element; 0xE2 begins U+2028 and U+2029, which end lines in old JavaScript. */
static const bool needs_look[256] = {
    [0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true, [0x04] = true, [0x05] = true,
    [0x06] = true, [0x07] = true, [0x08] = true, [0x09] = true, [0x0A] = true, [0x0B] = true,
    [0x0C] = true, [0x0D] = true, [0x0E] = true, [0x0F] = true, [0x10] = true, [0x11] = true,
    [0x12] = true, [0x13] = true, [0x14] = true, [0x15] = true, [0x16] = true, [0x17] = true,
    [0x18] = true, [0x19] = true, [0x1A] = true, [0x1B] = true, [0x1C] = true, [0x1D] = true,
    [0x1E] = true, [0x1F] = true, [0x7F] = true, ['"'] = true,  ['\\'] = true, ['<'] = true,
    ['>'] = true,  ['&'] = true,  [0xE2] = true,
};

static void
add_code(struct buffer *b, unsigned code)
{
    static const char hex[] = "0123456789abcdef";
    const char escape[] = {
        '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]
    };

    buffer_add(b, escape, sizeof(escape));
}

static void
add_escaped(struct buffer *b, char c)
{
    switch (c) {
    case '"':
        buffer_add(b, "\\\"", 2);
        break;
    case '\\':
        buffer_add(b, "\\\\", 2);
        break;
    case '\n':
        buffer_add(b, "\\n", 2);
        break;
    case '\r':
        buffer_add(b, "\\r", 2);
        break;
    case '\t':
        buffer_add(b, "\\t", 2);
        break;
    default:
        add_code(b, (unsigned char)c);
    }
}

/* Valid UTF-8: runs of plain bytes are copied whole. */
static void
add_valid(struct buffer *b, const char *text, size_t length)
{
    size_t run = 0; /* where the present run began */

    for (size_t i = 0; i < length; i++) {
        if (!needs_look[(unsigned char)text[i]])
            continue;
        if (text[i] == '\xE2') {
            if (text[i + 1] != '\x80' || (text[i + 2] != '\xA8' && text[i + 2] != '\xA9'))
                continue;
            buffer_add(b, text + run, i - run);
            add_code(b, text[i + 2] == '\xA8' ? 0x2028 : 0x2029);
            i += 2;
        } else {
            buffer_add(b, text + run, i - run);
            add_escaped(b, text[i]);
        }
        run = i + 1;
    }
    buffer_add(b, text + run, length - run);
}

void
json_slice(struct buffer *b, const char *text, size_t length)
{
    buffer_char(b, '"');
    for (;;) {
        size_t valid = utf8_valid_length(text, length);

        add_valid(b, text, valid);
        if (valid == length)
            break;
        add_code(b, text[valid] ? 0xFFFD : 0);
        text += valid + 1;
        length -= valid + 1;
    }
    buffer_char(b, '"');
}

void
json_text(struct buffer *b, const char *text)
{
    if (text)
        json_slice(b, text, strlen(text));
    else
        buffer_text(b, "null");
}

void
json_key(struct buffer *b, const char *key, bool first)
{
    if (!first)
        buffer_char(b, ',');
    json_text(b, key);
    buffer_char(b, ':');
}

void
json_flag(struct buffer *b, bool flag)
{
    buffer_text(b, flag ? "true" : "false");
}
