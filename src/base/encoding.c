#include "base/encoding.h"

#include <iconv.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/utf8.h"

/* CP932 both ways, taken from the C library once: looking up is faster than its
   converter, needs no descriptor per thread and tells the exact place of a fault. */
static uint16_t decoded[0x8000];  /* by the two bytes, less 0x8000; 0 where nothing is */
static uint16_t encoded[0x10000]; /* by code point; 0 where nothing is */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const titles[ENCODINGS] = {
    [ENCODING_UTF8] = "UTF-8",
    [ENCODING_UTF8_BOM] = "UTF-8（BOM付き）",
    [ENCODING_CP932] = "Windows-31J（Shift_JIS）",
    [ENCODING_EUCJP] = "EUC-JP",
    [ENCODING_JIS] = "ISO-2022-JP（JIS）",
    [ENCODING_UTF16LE] = "UTF-16（リトルエンディアン）",
    [ENCODING_UTF16BE] = "UTF-16（ビッグエンディアン）",
};

static const char *const converters[ENCODINGS] = {
    [ENCODING_EUCJP] = "EUC-JP-MS",
    [ENCODING_JIS] = "ISO-2022-JP",
    [ENCODING_UTF16LE] = "UTF-16LE",
    [ENCODING_UTF16BE] = "UTF-16BE",
};

const char *
encoding_title(enum encoding encoding)
{
    return titles[encoding];
}

/* Converts a few bytes; the length of the result, 0 when it cannot be done. */
static size_t
convert_one(iconv_t converter, const unsigned char *in, size_t length, unsigned char out[8])
{
    char *from = (char *)(uintptr_t)in;
    char *to = (char *)out;
    size_t room = 8;

    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &from, &length, &to, &room) == (size_t)-1 || length)
        return 0;
    return 8 - room;
}

/* Several places of CP932 hold the same character (∪, 髙, Ⅳ …); the converter back
   knows the one that Windows writes. */
static void
build(void)
{
    iconv_t in = iconv_open("UTF-16BE", "CP932");
    iconv_t out = iconv_open("CP932", "UTF-16BE");

    must(in != (iconv_t)-1 && out != (iconv_t)-1);
    for (unsigned pair = 0x8140; pair <= 0xFCFC; pair++) {
        unsigned char bytes[2] = { (unsigned char)(pair >> 8), (unsigned char)(pair & 0xFF) };
        unsigned char unit[8];
        unsigned char back[8];
        unsigned code;

        if (convert_one(in, bytes, 2, unit) != 2)
            continue; /* none, or two characters of one byte each */
        code = (unsigned)(unit[0] << 8 | unit[1]);
        decoded[pair - 0x8000] = (uint16_t)code;
        if (convert_one(out, unit, 2, back) == 2)
            encoded[code] = (uint16_t)(back[0] << 8 | back[1]);
    }
    for (unsigned byte = 1; byte < 0x80; byte++)
        encoded[byte] = (uint16_t)byte;
    for (unsigned byte = 0xA1; byte <= 0xDF; byte++)
        encoded[0xFF61 + byte - 0xA1] = (uint16_t)byte;
    iconv_close(in);
    iconv_close(out);
}

static bool
is_lead(unsigned char byte)
{
    return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
}

/* Reads one character; its length, 0 when there is none. */
static size_t
cp932_next(const unsigned char *at, size_t left, uint32_t *code)
{
    if (at[0] < 0x80) {
        *code = at[0];
        return at[0] ? 1 : 0;
    }
    if (at[0] >= 0xA1 && at[0] <= 0xDF) {
        *code = 0xFF61U + at[0] - 0xA1U;
        return 1;
    }
    if (!is_lead(at[0]) || left < 2)
        return 0;
    *code = decoded[(at[0] << 8 | at[1]) - 0x8000];
    return *code ? 2 : 0;
}

static bool
decode_cp932(struct arena *arena, const char *bytes, size_t length, char **out, size_t *out_length,
             size_t *bad_at)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t size = 0;
    size_t done;
    uint32_t code;
    char *to;

    pthread_once(&once, build);
    for (done = 0; done < length;) {
        size_t one = cp932_next(at + done, length - done, &code);

        if (!one)
            break;
        size += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
        done += one;
    }
    *bad_at = done;
    *out_length = size;
    *out = to = arena_get(arena, size + 1);
    for (size_t again = 0; again < done;) {
        again += cp932_next(at + again, length - again, &code);
        to += utf8_put(to, code);
    }
    return done == length;
}

/* The converters know nothing of zero bytes; offset of the first, or `length`. */
static size_t
zero_at(enum encoding encoding, const char *bytes, size_t length)
{
    const char *zero = memchr(bytes, 0, length);

    if (encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE)
        return zero ? (size_t)(zero - bytes) : length;
    for (size_t at = 0; at + 1 < length; at += 2)
        if (!bytes[at] && !bytes[at + 1])
            return at;
    return length;
}

/* The library's converter; the room is the largest that each encoding can need. */
static bool
decode_other(struct arena *arena, enum encoding encoding, const char *bytes, size_t length,
             char **out, size_t *out_length, size_t *bad_at)
{
    iconv_t converter = iconv_open("UTF-8", converters[encoding]);
    bool utf16 = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    size_t skipped = utf16 && length >= 2 ? 2 : 0;
    size_t whole = zero_at(encoding, bytes, length);
    size_t room = encoding == ENCODING_JIS ? length * 3 : length + length / 2;
    char *from = (char *)(uintptr_t)bytes + skipped;
    size_t left = whole > skipped ? whole - skipped : 0;
    size_t size = room;
    char *to;

    must(converter != (iconv_t)-1);
    *out = to = arena_get(arena, room + 1);
    if (left)
        iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    *to = '\0';
    *out_length = size - room;
    *bad_at = (size_t)(from - bytes);
    return *bad_at == length;
}

bool
encoding_decode(struct arena *arena, enum encoding encoding, const char *bytes, size_t length,
                char **out, size_t *out_length, size_t *bad_at)
{
    size_t skipped = encoding == ENCODING_UTF8_BOM && length >= 3 ? 3 : 0;

    switch (encoding) {
    case ENCODING_UTF8:
    case ENCODING_UTF8_BOM:
        *out_length = utf8_valid_length(bytes + skipped, length - skipped);
        *out = arena_slice(arena, bytes + skipped, *out_length);
        *bad_at = skipped + *out_length;
        return *bad_at == length;
    case ENCODING_CP932:
        return decode_cp932(arena, bytes, length, out, out_length, bad_at);
    case ENCODING_EUCJP:
    case ENCODING_JIS:
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        break;
    }
    return decode_other(arena, encoding, bytes, length, out, out_length, bad_at);
}

/* Whether the bytes can be EUC-JP, and how many kana pairs they then hold: no Japanese
   text is without, whereas half-width kana read as EUC seldom make them. */
static bool
is_eucjp(const unsigned char *at, size_t length, size_t *kana)
{
    for (size_t i = 0; i < length;) {
        size_t size = at[i] < 0x80 ? 1 : at[i] == 0x8F ? 3 : 2;

        if (at[i] >= 0x80 && at[i] != 0x8E && at[i] != 0x8F && at[i] < 0xA1)
            return false;
        if (i + size > length)
            return false;
        for (size_t tail = 1; tail < size; tail++)
            if (at[i + tail] < 0xA1 || at[i + tail] == 0xFF)
                return false;
        *kana += size == 2 && (at[i] == 0xA4 || at[i] == 0xA5);
        i += size;
    }
    return true;
}

static bool
is_cp932(const unsigned char *at, size_t length, size_t *pairs)
{
    uint32_t code;

    for (size_t i = 0; i < length;) {
        size_t size = cp932_next(at + i, length - i, &code);

        if (!size)
            return false;
        *pairs += size == 2;
        i += size;
    }
    return true;
}

static bool
starts_with(const char *bytes, size_t length, const char *mark, size_t mark_length)
{
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

enum encoding
encoding_guess(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t kana = 0;
    size_t pairs = 0;

    pthread_once(&once, build);
    if (starts_with(bytes, length, "\xEF\xBB\xBF", 3))
        return ENCODING_UTF8_BOM;
    if (starts_with(bytes, length, "\xFF\xFE", 2))
        return ENCODING_UTF16LE;
    if (starts_with(bytes, length, "\xFE\xFF", 2))
        return ENCODING_UTF16BE;
    if (utf8_valid(bytes, length))
        return memmem(bytes, length, "\x1B$", 2) ? ENCODING_JIS : ENCODING_UTF8;
    if (!is_eucjp(at, length, &kana))
        return ENCODING_CP932;
    return !is_cp932(at, length, &pairs) || kana > pairs ? ENCODING_EUCJP : ENCODING_CP932;
}

/* Characters that other systems use for what Windows has under another code point. Asked
   only for what has no place of its own: U+2010 has one, 0x815D. */
static uint32_t
windows_form(uint32_t code)
{
    static const uint16_t map[][2] = {
        { 0x301C, 0xFF5E }, { 0x2212, 0xFF0D }, { 0x2016, 0x2225 }, { 0x2014, 0x2015 },
        { 0x00A2, 0xFFE0 }, { 0x00A3, 0xFFE1 }, { 0x00AC, 0xFFE2 }, { 0x00A5, 0xFFE5 },
        { 0x00A0, 0x0020 }, { 0x2011, 0xFF0D }, { 0x2013, 0xFF0D },
    };

    if (code < 0xA0 || code > 0x301C)
        return code;
    for (size_t i = 0; i < sizeof(map) / sizeof(*map); i++)
        if (map[i][0] == code)
            return map[i][1];
    return code;
}

static unsigned
to_cp932(uint32_t code)
{
    pthread_once(&once, build);
    if (code >= 0x10000)
        return 0;
    return encoded[code] ? encoded[code] : encoded[windows_form(code)];
}

int
encoding_cp932_size(uint32_t code)
{
    unsigned bytes = to_cp932(code);

    return bytes > 0xFF ? 2 : bytes ? 1 : 0;
}

bool
encoding_encode_cp932(struct buffer *out, const char *text, uint32_t *bad)
{
    /* Never longer than UTF-8, so the room needs no second look. */
    char *to = buffer_room(out, strlen(text));
    char *start = to;
    uint32_t code;

    while ((code = utf8_next(&text))) {
        unsigned bytes = to_cp932(code);

        if (!bytes) {
            *bad = code;
            *start = '\0';
            return false;
        }
        if (bytes > 0xFF)
            *to++ = (char)(bytes >> 8);
        *to++ = (char)(bytes & 0xFF);
    }
    *to = '\0';
    out->length += (size_t)(to - start);
    return true;
}
