#include "desk/ask_text.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/utf8.h"

enum { LONGEST_WORD = 40 };

/* --- letters -------------------------------------------------------------------------------- */

static enum script
script_of(uint32_t code, enum script before)
{
    if (code == 0x30FC || code == 0xFF70 || code == 0xFF9E || code == 0xFF9F)
        return before == SCRIPT_HIRAGANA ? SCRIPT_HIRAGANA : SCRIPT_KATAKANA;
    if (code >= 0x3041 && code <= 0x309F)
        return SCRIPT_HIRAGANA;
    if ((code >= 0x30A1 && code <= 0x30FA) || (code >= 0x30FD && code <= 0x30FF) ||
        (code >= 0xFF66 && code <= 0xFF9D) || (code >= 0x31F0 && code <= 0x31FF))
        return SCRIPT_KATAKANA;
    if ((code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
        (code >= 0x20000 && code <= 0x3FFFF) || code == 0x3005 || code == 0x3007)
        return SCRIPT_KANJI;
    if ((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
        (code >= 'A' && code <= 'Z') || (code >= 0xFF10 && code <= 0xFF19) ||
        (code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A) ||
        (code >= 0xC0 && code <= 0x24F))
        return SCRIPT_LATIN;
    return SCRIPT_NONE;
}

static void
add_run(struct arena *arena, struct letters *out, size_t *room, const char *text, size_t from,
        size_t until, enum script script)
{
    struct buffer folded = { .arena = arena };
    const char *at;
    uint32_t code;

    fold(&folded, text + from, until - from);
    at = buffer_string(&folded);
    if (script == SCRIPT_NONE)
        at = until > from ? " " : "";
    while ((code = utf8_next(&at))) {
        if (out->count == *room) {
            struct letter *more = NEW_ARRAY(arena, *room * 2 + 64, struct letter);

            if (out->count)
                memcpy(more, out->items, out->count * sizeof *more);
            out->items = more;
            *room = *room * 2 + 64;
        }
        out->items[out->count++] = (struct letter){ code, (uint8_t)script, (uint32_t)from };
    }
}

void
letters_read(struct arena *arena, const char *text, struct letters *out)
{
    size_t room = strlen(text) / 3 + 16, from = 0;
    enum script run = SCRIPT_NONE;
    const char *at = text;

    *out = (struct letters){ NEW_ARRAY(arena, room, struct letter), 0 };
    for (;;) {
        size_t here = (size_t)(at - text);
        uint32_t code = utf8_next(&at);
        enum script script = code ? script_of(code, run) : SCRIPT_NONE;

        if (code && script == run)
            continue;
        add_run(arena, out, &room, text, from, here, run);
        from = here;
        run = script;
        if (!code)
            break;
    }
}

/* What asks, greets and wishes; nothing of it tells one matter from another. */
static const char *const phrases[] = {
    "いつもお世話になっております",
    "お世話になっております",
    "お世話になります",
    "お疲れ様です",
    "お疲れさまです",
    "よろしくお願いします",
    "よろしくお願いいたします",
    "お願いできますか",
    "お願いいたします",
    "お願いします",
    "お願いしたい",
    "教えていただけますか",
    "教えて頂けますか",
    "教えてください",
    "教えて下さい",
    "教えてほしい",
    "教えて欲しい",
    "教えて",
    "知りたいのですが",
    "知りたいです",
    "知りたい",
    "どうすればいいですか",
    "どうすればいいでしょうか",
    "どうすればよいですか",
    "どうすればよいでしょうか",
    "どうしたらいいですか",
    "どうしたらいいでしょうか",
    "どうしたらいい",
    "どうすればいい",
    "どうしたら",
    "どうすれば",
    "どうやって",
    "どのように",
    "どうやる",
    "いいでしょうか",
    "よいでしょうか",
    "でしょうか",
    "いいですか",
    "よいですか",
    "できますか",
    "できませんか",
    "出来ますか",
    "できません",
    "出来ません",
    "できない",
    "出来ない",
    "できなくて",
    "できなく",
    "できる",
    "出来る",
    "したいのですが",
    "したいんですが",
    "したいんだけど",
    "したいです",
    "したい",
    "たいのですが",
    "たいんですけど",
    "たいんですが",
    "たいです",
    "してください",
    "して下さい",
    "ください",
    "下さい",
    "もらえますか",
    "いただけますか",
    "頂けますか",
    "ありますか",
    "ありません",
    "なのですが",
    "のですが",
    "んですけど",
    "んですが",
    "んだけど",
    "ですけど",
    "ですが",
    "でしたっけ",
    "ましたが",
    "ました",
    "ません",
    "ですか",
    "ますか",
    "です",
    "ます",
    "という",
    "みたい",
    "場合",
    "困っています",
    "困ってます",
    "困っている",
    "困って",
    "すみません",
    "すいません",
    "長くなって",
    "必要ですか",
    "必要です",
    "必要",
    "について",
    "ところ",
    "今日",
    "今朝",
    "昨日",
    "明日",
    "先日",
    "先週",
    "来週",
    "今度",
    "何度",
    "何か",
    "何で",
    "なぜ",
    "どう",
    "とき",
    "こと",
    "もの",
    "これ",
    "それ",
    "ほしい",
    "欲しい",
    "思います",
    "思う",
    "聞きたい",
    "担当です",
    "といった",
    "らしい",
    "ちょっと",
    "やっぱり",
    "今月",
    "来月",
    "時に",
    "質問",
    "やつ",
    "とか",
    "ちゃった",
    "ちゃいました",
    "てしまいました",
    "てしまった",
    "てしまって",
    "しまいました",
    "っぽい",
    "そもそも",
    "全然",
    "うっかり",
    "もう一度",
    "でもいい",
    "みんな",
    "いきなり",
    "急に",
    "突然",
    "さっき",
    "しばらく",
    "ずっと",
    "たぶん",
    "多分",
    "本当に",
    "どうしても",
    "なんか",
    "いつから",
    "どういう",
    "大変",
    "状態",
    "仕事で",
    "業務で",
    "変な",
    "おはようございます",
    "こんにちは",
    "恐れ入ります",
    "恐縮ですが",
    "お手数ですが",
    "ありがとうございます",
    "途方に暮れて",
    "毎日",
    "最近",
    "前から",
    "以前から",
};

enum { PHRASES = sizeof phrases / sizeof phrases[0] };

static bool
begins_with(const struct letters *text, size_t at, const struct letters *form)
{
    if (at + form->count > text->count)
        return false;
    for (size_t i = 0; i < form->count; i++)
        if (text->items[at + i].code != form->items[i].code)
            return false;
    return true;
}

void
letters_quieten(struct arena *arena, struct letters *letters)
{
    struct letters *forms = NEW_ARRAY(arena, PHRASES, struct letters);

    for (size_t i = 0; i < PHRASES; i++)
        letters_read(arena, phrases[i], &forms[i]);
    for (size_t at = 0; at < letters->count; at++) {
        size_t longest = 0;

        for (size_t i = 0; i < PHRASES; i++)
            if (forms[i].count > longest && begins_with(letters, at, &forms[i]))
                longest = forms[i].count;
        for (size_t i = 0; i < longest; i++) {
            letters->items[at + i].code = ' ';
            letters->items[at + i].script = SCRIPT_NONE;
        }
        if (longest)
            at += longest - 1;
    }
}

int
letters_distance(const struct letter *left, size_t left_count, const struct letter *right,
                 size_t right_count, int most)
{
    int row[LONGEST_WORD + 1];

    if (left_count > LONGEST_WORD || right_count > LONGEST_WORD)
        return most + 1;
    if (left_count > right_count + (size_t)most || right_count > left_count + (size_t)most)
        return most + 1;
    for (size_t j = 0; j <= right_count; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= left_count; i++) {
        int corner = row[0], best;

        row[0] = best = (int)i;
        for (size_t j = 1; j <= right_count; j++) {
            int cost = corner + (left[i - 1].code != right[j - 1].code);

            corner = row[j];
            cost = row[j] + 1 < cost ? row[j] + 1 : cost;
            cost = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
            row[j] = cost;
            best = cost < best ? cost : best;
        }
        if (best > most)
            return most + 1;
    }
    return row[right_count];
}
