/*
 * Encodings of files from outside, and Windows-31J for files that go out.
 *
 * CP932 here is what Windows writes as "Shift_JIS": with NEC row 13 (①, ㈱), the IBM
 * extensions (髙, 﨑) and the user area 0xF040–F9FC as U+E000–E757, which is passed on
 * and found by text_has_private. Nothing is ever replaced by '?': what cannot be read
 * or written is reported.
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_CP932,
    ENCODING_EUCJP,
    ENCODING_JIS,     /* ISO-2022-JP, from mail */
    ENCODING_UTF16LE, /* only by its byte order mark, as Excel's "Unicode text" */
    ENCODING_UTF16BE,
};
enum { ENCODINGS = ENCODING_UTF16BE + 1 };

/* How a person calls it: "UTF-8（BOM付き）", "Windows-31J（Shift_JIS）" … */
const char *encoding_title(enum encoding encoding);

/* The encoding the bytes are most likely in; ENCODING_CP932 when nothing fits, since
   then decoding says where it fails. */
enum encoding encoding_guess(const char *bytes, size_t length);

/* Decodes into a zero-terminated string of the arena, without byte order mark. False
   at the first byte that cannot be read or is zero, whose offset is `*bad_at`; `*out`
   is then what stood before it. `*out_length` does not count the closing zero. */
bool encoding_decode(struct arena *arena, enum encoding encoding, const char *bytes, size_t length,
                     char **out, size_t *out_length, size_t *bad_at);

/* Adds valid UTF-8 as CP932. Look-alikes that Windows has under another code point are
   mapped: 〜 to ～, − and other dashes to －, ‖ to ∥, — to ―, ¢ £ ¬ ¥ to their full width,
   no-break space to space. False, with nothing added, when a character has no place; `*bad` is the first. */
bool encoding_encode_cp932(struct buffer *out, const char *text, uint32_t *bad);

/* Bytes the code point takes in CP932 after that mapping: 0 when it has no place. */
int encoding_cp932_size(uint32_t code);

#endif
