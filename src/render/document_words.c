#include "render/document_words.h"

#include "base/arena.h"
#include "base/wareki.h"

enum { KANA_ITEMS = 44, KANA_BYTES = 3, HASH_HEAD = 16, HASH_TAIL = 8, HASH_DIGITS = 64 };

const char *
words_date(struct arena *arena, struct date date)
{
    return arena_print(arena, "%s（%d年）", wareki_print(arena, date, WAREKI_PLAIN),
                       date_take(date).year);
}

const char *
words_seal_date(struct arena *arena, struct date date)
{
    const char *narrow = wareki_print(arena, date, WAREKI_SHORT);

    return *narrow ? narrow + 1 : "";
}

const char *
words_item(struct arena *arena, enum list_style style, size_t at)
{
    static const char kana[] = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
                               "ハヒフヘホマミムメモヤユヨラリルレロワ";

    switch (style) {
    case LIST_BULLET:
        return "・";
    case LIST_KANA:
        return arena_slice(arena, kana + at % KANA_ITEMS * KANA_BYTES, KANA_BYTES);
    case LIST_NUMBER:
        return arena_print(arena, "(%zu)", at + 1);
    case LIST_PLAIN:
        return "";
    }
    return "";
}

const char *
words_draft(struct arena *arena, const struct document *d)
{
    return d->version ? arena_print(arena, "案（第%lld版）", (long long)d->version) : "案";
}

const char *
words_frozen(struct arena *arena, const struct document *d)
{
    if (d->draft || !d->hash)
        return "凍結前";
    return arena_print(arena, "凍結データ SHA-256 %.*s…%s／照合：tasuki verify%s%s", HASH_HEAD,
                       d->hash, d->hash + HASH_DIGITS - HASH_TAIL, d->number ? " " : "",
                       d->number ? d->number : "");
}

const char *
words_verification(struct arena *arena, const struct verification *v, const char *number)
{
    int minute = instant_minute(v->time);

    if (v->draft)
        return "この文書は案であり、まだ凍結していません。発行すると、ここに照合のための値が入ります。";
    return arena_print(
        arena,
        "この文書は、%s%d時%02d分（日本標準時）に記録%lld件から作成し、同時に凍結しました。"
        "引継ぎ一式のデータに対して tasuki verify %s を実行し、次の二つの値が示されれば、"
        "この文書と元の記録は、発行の時から変わっていません。",
        wareki_print(arena, instant_date(v->time), WAREKI_PLAIN), minute / 60, minute % 60,
        (long long)v->count, number ? number : "");
}

const char *
words_caption(struct arena *arena, const char *label, const char *caption)
{
    if (!label)
        return caption ? caption : "";
    return arena_print(arena, "%s　%s", label, caption ? caption : "");
}
