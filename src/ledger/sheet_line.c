/* Which rows of a table are no data. */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ledger/sheet_parts.h"

/* White space of any kind at an end: ' ', tab, line end, U+3000; U+00A0 and U+2000 on are
   among what is looked at closely anyway. */
static bool
has_white_end(const char *text, size_t length)
{
    return strchr(" \t\r\n", text[0]) || strchr(" \t\r\n", text[length - 1]) ||
           (length >= 3 && (memcmp(text, "\xE3\x80\x80", 3) == 0 ||
                            memcmp(text + length - 3, "\xE3\x80\x80", 3) == 0));
}

/* Nearly all cells need no cleaning, and that is seen much faster than it is done: there
   is no byte by which a control or an invisible character begins. */
static bool
is_clean(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    for (; *c; c++) {
        if (*c >= 0x20 && *c < 0xC2 && *c != 0x7F)
            continue;
        if ((*c < 0x20 && *c != '\n') || *c == 0x7F || *c == 0xC2 || *c == 0xE2 ||
            (*c == 0xEF && c[1] == 0xBB))
            return false;
    }
    return c == (const unsigned char *)text ||
           !has_white_end(text, (size_t)((const char *)c - text));
}

const char *
cell_clean(struct arena *arena, const char *text)
{
    const char *clean = is_clean(text) ? text : text_clean(arena, text);

    /* A spreadsheet's mark that the cell is a text, as our own exports write it. */
    if (clean[0] == '\'' && clean[1] && strchr("=+-@\t\r", clean[1]))
        clean++;
    return clean;
}

bool
cell_is_ditto(const char *text)
{
    static const char *const signs[] = { "〃", "々", "″",    "”",     "“",     "\"",
                                         "''", "仝", "同上", "同 上", "同　上" };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(text, signs[i]) == 0)
            return true;
    return false;
}

/* The fold without any spaces. */
static const char *
bare(struct arena *arena, const char *text)
{
    const char *folded = fold_text(arena, text);
    struct buffer out = { .arena = arena };

    for (; *folded; folded++)
        if (*folded != ' ')
            buffer_char(&out, *folded);
    return buffer_string(&out);
}

static bool
starts(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

static bool
ends(const char *text, const char *word)
{
    size_t length = strlen(text), tail = strlen(word);

    return length > tail && strcmp(text + length - tail, word) == 0;
}

/* All filled cells from `from` on are values, and there is one. */
static bool
only_values(struct arena *arena, const struct line_look *look, size_t from)
{
    size_t count = 0;

    for (size_t i = from; i < look->count; i++)
        if (*look->cells[i]) {
            if (!cell_is_value(arena, look->cells[i]))
                return false;
            count++;
        }
    return count > 0;
}

static bool
is_total(struct arena *arena, const struct line_look *look, size_t first, size_t filled)
{
    static const char *const words[] = { "計",   "合計", "小計", "総計",   "累計",
                                         "月計", "年計", "総数", "総合計", "平均" };
    const char *text;

    if (filled * 2 > look->count + 2)
        return false;
    text = bare(arena, look->cells[first]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    if (utf8_count(text) > 12)
        return false;
    if (starts(text, "合計") || starts(text, "小計") || starts(text, "総計") ||
        starts(text, "累計") || ends(text, "合計") || ends(text, "小計"))
        return true;
    return ends(text, "計") && only_values(arena, look, first + 1);
}

/* ≪第1綴≫, 【4月】, --- 受付分 ---, 4月, 令和7年度 第1四半期. */
static bool
parts_the_table(struct arena *arena, const char *text)
{
    static const char *const signs[] = { "≪", "《", "【", "＜", "<",  "〈", "〔", "［", "[", "■",
                                         "●", "◆",  "○",  "◇",  "□",  "▼",  "▽",  "▲",  "★", "☆",
                                         "◎", "--", "――", "ー", "==", "＝", "**", "＊" };
    static const char *const periods[] = { "月",   "月分",   "年度",   "四半期", "上期",
                                           "下期", "上半期", "下半期", "年",     "月度" };
    const char *narrow = text_narrow(arena, text);

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (starts(text, signs[i]))
            return true;
    if (utf8_count(narrow) > 16)
        return false;
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (ends(narrow, periods[i]))
            return true;
    return false;
}

static bool
is_note(const char *text)
{
    return starts(text, "※") || starts(text, "＊") || starts(text, "注）") ||
           starts(text, "(注)") || starts(text, "（注）") || starts(text, "以上");
}

/* Letters stay, runs of digits become one 9: 問-001 and 問-40 look alike. */
static const char *
look_of(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };

    for (const char *c = text_narrow(arena, text); *c; c++) {
        bool digit = *c >= '0' && *c <= '9';

        if (!digit || !out.length || out.data[out.length - 1] != '9')
            buffer_char(&out, digit ? '9' : *c);
    }
    return buffer_string(&out);
}

static bool
is_like_above(struct arena *arena, const struct line_look *look)
{
    return strcmp(look_of(arena, look->cells[0]), look_of(arena, look->above)) == 0;
}

bool
line_is_skipped(struct arena *arena, const struct line_look *look, enum sheet_skip *kind)
{
    size_t filled = 0, different = 0, first = 0;

    for (size_t i = look->count; i-- > 0;) {
        if (!*look->cells[i])
            continue;
        different += filled > 0 && strcmp(look->cells[i], look->cells[first]) != 0;
        filled++;
        first = i;
    }
    if (filled == 0)
        return true;
    if (look->count > 1 && is_total(arena, look, first, filled)) {
        *kind = SKIP_TOTAL;
        return true;
    }
    if (look->count < 3 || (filled > 1 && (different > 0 || filled < look->count)))
        return false;
    *kind = is_note(look->cells[first]) ? SKIP_NOTE : SKIP_SEPARATOR;
    if (*kind == SKIP_NOTE || parts_the_table(arena, look->cells[first]))
        return true;
    return first == 0 && look->count > 3 && !is_like_above(arena, look);
}
