#include "base/utf8.h"

#include <string.h>

/* The length of the valid sequence at the start of `bytes`, 0 when there is none. */
static size_t
sequence(const unsigned char *bytes, size_t left)
{
    unsigned char lead = bytes[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    if (!lead || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && bytes[1] < 0xA0) || (lead == 0xED && bytes[1] > 0x9F) ||
        (lead == 0xF0 && bytes[1] < 0x90) || (lead == 0xF4 && bytes[1] > 0x8F))
        return 0;
    return length;
}

/* Eight bytes of 0x01..0x7F at once: most of a CSV file or a log. */
static bool
is_plain(const unsigned char *bytes)
{
    const uint64_t high = 0x8080808080808080U;
    uint64_t eight;

    memcpy(&eight, bytes, sizeof(eight));
    return !((eight | (eight - 0x0101010101010101U)) & high);
}

/* Two kana or kanji at once: any continuations make a lead of E1..EC, EE or EF valid. Of
   eight bytes the last two do not count. */
static bool
are_wide(const unsigned char *bytes)
{
    static const unsigned char asked[8] = { 0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0 };
    static const unsigned char wanted[8] = { 0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80 };
    uint64_t eight, mask, value;

    memcpy(&eight, bytes, sizeof(eight));
    memcpy(&mask, asked, sizeof(mask));
    memcpy(&value, wanted, sizeof(value));
    return (eight & mask) == value && bytes[0] != 0xE0 && bytes[0] != 0xED && bytes[3] != 0xE0 &&
           bytes[3] != 0xED;
}

size_t
utf8_valid_length(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t done = 0;

    while (done < length) {
        size_t one;

        while (length - done >= 8 && is_plain(at + done))
            done += 8;
        while (length - done >= 8 && are_wide(at + done))
            done += 6;
        if (done == length)
            break;
        one = sequence(at + done, length - done);
        if (!one)
            break;
        done += one;
    }
    return done;
}

bool
utf8_valid(const char *bytes, size_t length)
{
    return utf8_valid_length(bytes, length) == length;
}

uint32_t
utf8_next(const char **at)
{
    const unsigned char *s = (const unsigned char *)*at;

    if (s[0] < 0x80) {
        *at += s[0] ? 1 : 0;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *at += 2;
        return (s[0] & 0x1FU) << 6 | (s[1] & 0x3FU);
    }
    if (s[0] < 0xF0) {
        *at += 3;
        return (s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU);
    }
    *at += 4;
    return (s[0] & 0x07U) << 18 | (s[1] & 0x3FU) << 12 | (s[2] & 0x3FU) << 6 | (s[3] & 0x3FU);
}

size_t
utf8_put(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t
utf8_count(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}
