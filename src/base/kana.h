/*
 * Kana: what folding and narrowing both know about them.
 */
#ifndef BASE_KANA_H
#define BASE_KANA_H

#include <stdbool.h>
#include <stdint.h>

enum {
    KANA_VOICED = 0x3099, /* combining ゛ */
    KANA_SEMI = 0x309A,   /* combining ゜ */
    KANA_LONG = 0x30FC,   /* ー */
};

/* Hiragana or katakana, full-width, with their iteration marks but without ー. */
bool kana_is(uint32_t code);

/* The kana with KANA_VOICED or KANA_SEMI joined to it (か → が); 0 when there is none. */
uint32_t kana_join(uint32_t kana, uint32_t mark);

/* One code point of many that look like a minus: hyphens, dashes, U+2212, U+FF0D;
   neither '-' itself nor ー. */
bool kana_is_dash(uint32_t code);

/* 〜, ～ and their like, not '~' itself. */
bool kana_is_wave(uint32_t code);

#endif
