#include "base/kana.h"

#include <stddef.h>

bool
kana_is(uint32_t code)
{
    return (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA) ||
           code == 0x309D || code == 0x309E || code == 0x30FD || code == 0x30FE;
}

static bool
is_one_of(uint32_t code, const uint16_t *list)
{
    for (; *list; list++)
        if (*list == code)
            return true;
    return false;
}

uint32_t
kana_join(uint32_t kana, uint32_t mark)
{
    static const uint16_t joined_next[] = { /* か to と, of which the voiced one follows */
                                            0x304B, 0x304D, 0x304F, 0x3051, 0x3053, 0x3055,
                                            0x3057, 0x3059, 0x305B, 0x305D, 0x305F, 0x3061,
                                            0x3064, 0x3066, 0x3068, 0x309D, 0
    };
    static const uint16_t joined_both[] = { 0x306F, 0x3072, 0x3075, 0x3078, 0x307B, 0 };
    bool katakana = kana >= 0x30A1;
    uint32_t hiragana = katakana ? kana - 0x60 : kana;

    if (is_one_of(hiragana, joined_both))
        return kana + (mark == KANA_SEMI ? 2 : 1);
    if (mark == KANA_SEMI)
        return 0;
    if (is_one_of(hiragana, joined_next))
        return kana + 1;
    if (hiragana == 0x3046)
        return kana + 0x4E;
    if (kana >= 0x30EF && kana <= 0x30F2)
        return kana + 8;
    return 0;
}

bool
kana_is_dash(uint32_t code)
{
    static const uint16_t dashes[] = { 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043,
                                       0x2212, 0x2500, 0x2501, 0xFE58, 0xFE63, 0xFF0D, 0 };

    return is_one_of(code, dashes);
}

bool
kana_is_wave(uint32_t code)
{
    static const uint16_t waves[] = { 0x02DC, 0x223C, 0x223E, 0x301C, 0x3030, 0xFF5E, 0 };

    return is_one_of(code, waves);
}
