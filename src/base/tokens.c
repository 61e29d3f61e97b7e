#include "base/tokens.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"

/* The length of the valid sequence at `at`; folded text is valid, but a cut-off end
   must not be read past. */
static size_t
character(const char *at, const char *end)
{
    unsigned char lead = (unsigned char)*at;
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    return length < (size_t)(end - at) ? length : (size_t)(end - at);
}

/* U+E000–F8FF is EE 80 80 to EF A3 BF. */
static bool
is_private(const char *at, const char *end)
{
    const unsigned char *s = (const unsigned char *)at;

    return end - at >= 3 && (s[0] == 0xEE || (s[0] == 0xEF && s[1] < 0xA4));
}

static const char *
run_end(const char *at, const char *end)
{
    const char *space = memchr(at, ' ', (size_t)(end - at));

    return space ? space : end;
}

bool
tokens_each(const char *folded, size_t length, bool (*each)(void *with, const struct token *token),
            void *with)
{
    const char *at = folded;
    const char *end = folded + length;
    bool starts = true;

    for (struct token token = { 0 }; at < end; token.at++) {
        size_t one = character(at, end);
        size_t next;

        token.bytes = at;
        token.colocated = false;
        if (*at == ' ') {
            at++;
            starts = true;
            continue;
        }
        if (starts && is_private(at, end)) {
            token.length = (size_t)(run_end(at, end) - at);
            if (!each(with, &token))
                return false;
            at += token.length;
            continue;
        }
        starts = false;
        next = at + one < end && at[one] != ' ' ? character(at + one, end) : 0;
        if (next) {
            token.length = one + next;
            if (!each(with, &token))
                return false;
            token.colocated = true;
        }
        token.length = one;
        if (!each(with, &token))
            return false;
        at += one;
    }
    return true;
}

/* Takes the next word of a query; false at the end. A hyphen before a word may stand
   where the document's was folded away, so it asks for nothing. */
static bool
next_word(const char **at, const char **word, const char **end)
{
    const char *s = *at;

    while (*s == ' ')
        s++;
    if (!*s)
        return false;
    *end = run_end(s, s + strlen(s));
    while (*s == '-' && s + 1 < *end)
        s++;
    *word = s;
    *at = *end;
    return true;
}

/* Takes the next token that a word asks for: its pairs, or all of a word that has one
   character or is a scope token. */
static bool
next_asked(const char **at, const char *word, const char *end, struct token *token)
{
    size_t one = *at < end ? character(*at, end) : 0;

    if (!one || (*at > word && (is_private(word, end) || *at + one == end)))
        return false;
    token->bytes = *at;
    token->length = is_private(word, end) ? (size_t)(end - word) : one;
    if (*at + token->length < end)
        token->length += character(*at + token->length, end);
    *at += is_private(word, end) ? token->length : one;
    return true;
}

/* Inside an FTS5 string only the quotation mark is special; it is doubled. */
static void
quote(struct buffer *out, const char *bytes, size_t length)
{
    buffer_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"')
            buffer_char(out, '"');
        buffer_char(out, bytes[i]);
    }
    buffer_char(out, '"');
}

void
tokens_query(struct buffer *out, const char *folded)
{
    const char *at = folded;
    const char *word;
    const char *end;
    const char *words = "";

    while (next_word(&at, &word, &end)) {
        const char *pairs = "";
        struct token token;

        buffer_text(out, words);
        for (const char *inside = word; next_asked(&inside, word, end, &token);) {
            buffer_text(out, pairs);
            quote(out, token.bytes, token.length);
            pairs = " + ";
        }
        words = " AND ";
    }
}

/* A list that is gathered, sorted and rid of doubles. */
struct gathering {
    struct arena *arena;
    const char **list;
    size_t count;
    size_t room;
};

static bool
gather(void *with, const struct token *token)
{
    struct gathering *g = with;

    if (g->count == g->room) {
        size_t room = g->room ? g->room * 2 : 64;
        const char **list = NEW_ARRAY(g->arena, room, const char *);

        if (g->count)
            memcpy(list, g->list, g->count * sizeof(*list));
        g->list = list;
        g->room = room;
    }
    g->list[g->count++] = arena_slice(g->arena, token->bytes, token->length);
    return true;
}

static int
compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
distinct(struct gathering *g, const char ***list)
{
    size_t count = 0;

    if (g->count)
        qsort(g->list, g->count, sizeof(*g->list), compare);
    for (size_t i = 0; i < g->count; i++)
        if (!count || strcmp(g->list[count - 1], g->list[i]) != 0)
            g->list[count++] = g->list[i];
    *list = g->list;
    return count;
}

size_t
tokens_list(struct arena *arena, const char *folded, const char ***list)
{
    struct gathering g = { .arena = arena };
    const char *at = folded;
    const char *word;
    const char *end;

    while (next_word(&at, &word, &end)) {
        struct token token;

        for (const char *inside = word; next_asked(&inside, word, end, &token);)
            gather(&g, &token);
    }
    return distinct(&g, list);
}

size_t
tokens_all(struct arena *arena, const char *folded, size_t length, const char ***list)
{
    struct gathering g = { .arena = arena };

    tokens_each(folded, length, gather, &g);
    return distinct(&g, list);
}

void
tokens_array(struct buffer *out, const char *const *list, size_t count)
{
    buffer_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        buffer_text(out, i ? ",\"" : "\"");
        for (const char *at = list[i]; *at; at++) {
            if (*at == '"' || *at == '\\')
                buffer_char(out, '\\');
            buffer_char(out, *at);
        }
        buffer_char(out, '"');
    }
    buffer_char(out, '}');
}
