#include "base/fold.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/kana.h"
#include "base/utf8.h"
#include "base/variants.h"

enum {
    DROPPED = 0,
    RARE = 0xFFFF,  /* in the table: ask expand() each time */
    EXPANSION = 32, /* code points one code point can become; Unicode's longest has 18 */
    MOST_VARIANTS = 512,
    PRIVATE_FROM = 0xE000,
    PRIVATE_UNTIL = 0xF8FF,
    PRIVATE_MOVED = 0xF0000,
};

/* For every code point of the first plane the one it folds to, DROPPED or RARE. */
static uint16_t direct[0x10000];

static struct {
    uint32_t from;
    uint32_t to;
} variant_map[MOST_VARIANTS];
static size_t variant_count;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t
everyday_form(uint32_t code)
{
    for (size_t i = 0; i < variant_count; i++)
        if (variant_map[i].from == code)
            return variant_map[i].to;
    return code;
}

static bool
is_space(uint32_t code)
{
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/* Marks over and under Latin, Greek and Cyrillic letters. Those of other scripts are
   letters to their readers and stay. */
static bool
is_accent(uint32_t code)
{
    return (code >= 0x0300 && code <= 0x036F) || (code >= 0x1AB0 && code <= 0x1AFF) ||
           (code >= 0x1DC0 && code <= 0x1DFF) || (code >= 0x20D0 && code <= 0x20FF) ||
           (code >= 0xFE20 && code <= 0xFE2F);
}

/* What Unicode does not say, or says otherwise than a searcher needs; `code` itself
   when there is nothing to say. */
static uint32_t
own_rule(uint32_t code)
{
    if (is_space(code))
        return ' ';
    if (code < 0x20 || (code >= 0x7F && code < 0xA0) || is_accent(code))
        return DROPPED;
    if ((code >= 0x30A1 && code <= 0x30F6) || code == 0x30FD || code == 0x30FE)
        code -= 0x60;
    switch (code) {
    case 0x3095:
        return 0x304B;
    case 0x3096:
        return 0x3051;
    case 0x309B:
        return KANA_VOICED;
    case 0x309C:
        return KANA_SEMI;
    case KANA_LONG:
    case 0xFF70:
        return '-';
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x2044: /* the stroke of ½ taken apart */
        return '/';
    default:
        return kana_is_dash(code) ? '-' : kana_is_wave(code) ? '~' : code;
    }
}

/* What one code point folds to, context aside; the count of code points. */
static size_t
expand(uint32_t code, uint32_t out[EXPANSION])
{
    utf8proc_int32_t parts[EXPANSION];
    utf8proc_ssize_t count = 1;
    size_t length = 0;
    int boundary = 0;

    parts[0] = (utf8proc_int32_t)own_rule(code);
    if (code >= PRIVATE_FROM && code <= PRIVATE_UNTIL)
        parts[0] = (utf8proc_int32_t)(code - PRIVATE_FROM + PRIVATE_MOVED);
    else if (parts[0] == (utf8proc_int32_t)code && !kana_is(code))
        count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, EXPANSION,
                                        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                        &boundary);
    if (count < 0 || count > EXPANSION)
        count = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint32_t part = everyday_form(own_rule((uint32_t)parts[i]));

        if (part != DROPPED)
            out[length++] = part;
    }
    return length;
}

static void
build_variants(void)
{
    for (const struct variant *row = variants; row->everyday; row++) {
        const char *to = row->everyday;
        uint32_t everyday = utf8_next(&to);

        for (const char *at = row->variants; *at && variant_count < MOST_VARIANTS;) {
            variant_map[variant_count].from = utf8_next(&at);
            variant_map[variant_count++].to = everyday;
        }
    }
}

/* Kanji fold to themselves unless a variant; taking each through Unicode's data would
   be half of the time this takes. */
static void
build(void)
{
    uint32_t out[EXPANSION];

    build_variants();
    for (uint32_t code = 0; code < 0x10000; code++) {
        bool kanji = code >= 0x3400 && code <= 0x9FFF;
        bool rare = code >= 0xAC00 && code <= 0xD7A3; /* Hangul: two or three each */
        size_t length = kanji || rare ? 0 : expand(code, out);

        if (kanji)
            direct[code] = (uint16_t)code;
        else if (rare || length > 1 || (length && out[0] >= RARE))
            direct[code] = RARE;
        else
            direct[code] = length ? (uint16_t)out[0] : DROPPED;
    }
    for (size_t i = 0; i < variant_count; i++)
        if (variant_map[i].from < 0x10000)
            direct[variant_map[i].from] = (uint16_t)variant_map[i].to;
}

/* One folding under way. */
struct folding {
    char *to;
    uint32_t last; /* the code point at the end of what was written */
    bool held;     /* a long vowel mark waits to see whether kana follows */
};

static void
emit(struct folding *f, uint32_t code)
{
    uint32_t joined;

    if (code == KANA_VOICED || code == KANA_SEMI) {
        joined = kana_is(f->last) && !f->held ? kana_join(f->last, code) : 0;
        if (!joined)
            return;
        f->to -= 3;
        code = joined;
    } else if (code == '-' && kana_is(f->last)) {
        f->held = true;
        return;
    } else if (code == DROPPED || (code == ' ' && (f->last == ' ' || !f->last))) {
        return;
    }
    if (f->held && kana_is(code))
        f->to += utf8_put(f->to, KANA_LONG);
    f->held = false;
    f->to += utf8_put(f->to, code);
    f->last = code;
}

/* Reads one code point and never passes `end`; malformed bytes are U+FFFD one by one. */
static uint32_t
decode(const char **at, const char *end)
{
    const unsigned char *s = (const unsigned char *)*at;
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;

    if (length > 1 && length <= (size_t)(end - *at) && utf8_valid(*at, length))
        return utf8_next(at);
    *at += 1;
    return length == 1 ? s[0] : 0xFFFD;
}

static bool
is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Most of Japanese text is three-byte sequences; the rest goes through decode(). The
   three-byte forms that are not valid (overlong, surrogates) are left to it as well. */
static inline uint32_t
decode_fast(const char **at, const char *end)
{
    const char *s = *at;
    unsigned char lead = (unsigned char)s[0];

    if (lead > 0xE0 && lead < 0xF0 && lead != 0xED && end - s >= 3 && is_tail(s[1]) &&
        is_tail(s[2])) {
        *at += 3;
        return (lead & 0x0FU) << 12 | ((unsigned char)s[1] & 0x3FU) << 6 |
               ((unsigned char)s[2] & 0x3FU);
    }
    return decode(at, end);
}

/* Folds one code point of the text at `*at`; writes at most 4 * EXPANSION bytes. */
static void
step(struct folding *f, const char **at, const char *end)
{
    uint32_t code = decode_fast(at, end);
    uint32_t folded = code < 0x10000 ? direct[code] : RARE;
    uint32_t parts[EXPANSION];

    if (folded > 0x30FF && folded < RARE) {
        f->held = false;
        f->to += utf8_put(f->to, folded);
        f->last = folded;
    } else if (folded != RARE) {
        emit(f, folded);
    } else {
        size_t count = expand(code, parts);

        for (size_t i = 0; i < count; i++)
            emit(f, parts[i]);
    }
}

void
fold(struct buffer *out, const char *text, size_t length)
{
    enum { CHUNK = 4096, MARGIN = 4 * EXPANSION };
    const char *at = text;
    const char *end = text + length;
    struct folding f = { 0 };

    pthread_once(&once, build);
    while (at < end) {
        size_t left = (size_t)(end - at);
        size_t chunk = left < CHUNK ? left : CHUNK; /* short texts get a short room */
        char *from = buffer_room(out, chunk + MARGIN);
        char *limit = from + chunk;

        f.to = from;
        while (at < end && f.to < limit)
            step(&f, &at, end);
        out->length = (size_t)(f.to - out->data);
    }
    if (length && f.last == ' ')
        out->length--;
    if (length)
        out->data[out->length] = '\0';
}

char *
fold_text(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };

    fold(&out, text, strlen(text));
    return out.data ? out.data : arena_copy(arena, "");
}

/* Folds the whole text, since what folds to what depends on what stands before, and
   notes for each byte of the fold where in the text it came from. */
static void
fold_noting(struct buffer *out, struct buffer *origins, const char *text)
{
    const char *at = text;
    const char *end = text + strlen(text);
    struct folding f = { 0 };

    pthread_once(&once, build);
    while (at < end) {
        size_t origin = (size_t)(at - text);

        f.to = buffer_room(out, 4 * EXPANSION);
        step(&f, &at, end);
        out->length = (size_t)(f.to - out->data);
        *f.to = '\0';
        while (origins->length < out->length * sizeof(origin))
            buffer_add(origins, &origin, sizeof(origin));
    }
}

bool
fold_find(const char *text, size_t start, const char *folded, size_t *from, size_t *until)
{
    struct buffer out = { 0 };
    struct buffer origins = { 0 };
    size_t length = strlen(folded);
    const char *hit;
    bool found = false;

    fold_noting(&out, &origins, text);
    hit = length ? buffer_string(&out) : NULL;
    while (hit && !found && (hit = strstr(hit, folded))) {
        size_t first = (size_t)(hit - out.data);
        const size_t *origin = (const size_t *)(const void *)origins.data;

        if (origin[first] >= start) {
            *from = origin[first];
            *until = first + length < out.length ? origin[first + length] : strlen(text);
            found = true;
        }
        hit++;
    }
    buffer_release(&out);
    buffer_release(&origins);
    return found;
}
