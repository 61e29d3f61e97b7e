#include "base/digits.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/kana.h"
#include "base/utf8.h"

enum { MY_NUMBER = 12, HASH_LEAST = 24 };

static bool
is_digits(const char *text, size_t length)
{
    return strspn(text, "0123456789") == length && !text[length];
}

char
digits_municipality_check(const char five[5])
{
    int sum = 0;

    for (int i = 0; i < 5; i++)
        sum += (6 - i) * (five[i] - '0');
    return (char)('0' + (11 - sum % 11) % 10);
}

bool
digits_municipality(const char *code)
{
    return is_digits(code, 6) && digits_municipality_check(code) == code[5];
}

bool
digits_corporation(const char *number)
{
    int sum = 0;

    if (!is_digits(number, 13))
        return false;
    for (int i = 1; i <= 12; i++)
        sum += (number[13 - i] - '0') * (i % 2 ? 1 : 2);
    return number[0] - '0' == 9 - sum % 9;
}

bool
digits_invoice(const char *number)
{
    return number[0] == 'T' && number[1] != '0' && is_digits(number + 1, 13);
}

bool
digits_postcode(const char *code)
{
    if (is_digits(code, 7))
        return true;
    return strspn(code, "0123456789") == 3 && code[3] == '-' && is_digits(code + 4, 4);
}

static bool
is_my_number(const int digits[MY_NUMBER])
{
    static const int weights[MY_NUMBER - 1] = { 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
    int sum = 0;
    int rest;

    for (int i = 0; i < MY_NUMBER - 1; i++)
        sum += weights[i] * digits[i];
    rest = sum % 11;
    return digits[MY_NUMBER - 1] == (rest <= 1 ? 0 : 11 - rest);
}

/* The digit a character stands for, also full-width, circled or raised; -1 for none. */
static int
digit_of(uint32_t code)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;

    if (code < 0x80)
        return code >= '0' && code <= '9' ? (int)code - '0' : -1;
    if (code >= 0xFF10 && code <= 0xFF19)
        return (int)code - 0xFF10;
    if (code >= 0x3001 && code <= 0xD7FF) /* kana and kanji, most of all text */
        return -1;
    if (utf8proc_decompose_char((utf8proc_int32_t)code, parts, 32,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary) != 1)
        return -1;
    return parts[0] >= '0' && parts[0] <= '9' ? (int)parts[0] - '0' : -1;
}

/*
 * What may stand between the digits of one number. A line end or a tab may not: columns of
 * shorter codes would be read as one number.
 */
enum between { NOTHING, UNSEEN, SPACE, DASH, DOT };

static enum between
between_of(uint32_t code)
{
    if (code == ' ' || code == 0xA0 || code == 0x3000 || code == 0x202F ||
        (code >= 0x2000 && code <= 0x200A))
        return SPACE;
    if ((code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF || code == 0xAD)
        return UNSEEN;
    if (code == '-' || code == KANA_LONG || code == 0xFF70 || kana_is_dash(code))
        return DASH;
    if (code == '.' || code == '/' || code == '_' || code == 0x30FB || code == 0xFF65 ||
        code == 0xFF0E || code == 0xFF0F || code == 0xFF3F || code == 0xB7)
        return DOT;
    return NOTHING;
}

/* A run of digits with what stands between them, as far as it has been read. */
struct run {
    const char *from;
    const char *until; /* behind the last digit */
    int digits[MY_NUMBER];
    size_t count;
    size_t groups[MY_NUMBER]; /* their lengths */
    size_t group_count;
    bool seen[DOT + 1]; /* what stands between the groups */
    bool abroad;        /* a + before it: a telephone number */
};

static bool
groups_are(const struct run *run, size_t length)
{
    for (size_t i = 0; i < run->group_count; i++)
        if (run->groups[i] != length)
            return false;
    return true;
}

/* Three years in a row, as columns of tables have. */
static bool
is_years(const struct run *run)
{
    for (int i = 0; i < MY_NUMBER; i += 4)
        if (run->digits[i] * 10 + run->digits[i + 1] != 19 &&
            run->digits[i] * 10 + run->digits[i + 1] != 20)
            return false;
    return !run->seen[DASH] && !run->seen[DOT];
}

static bool
is_monotone(const struct run *run)
{
    for (int i = 1; i < MY_NUMBER; i++)
        if (run->digits[i] != run->digits[0])
            return false;
    return true;
}

/* The ways in which people write one number of twelve digits. Others are, far more often, a
   day and a time, two telephone numbers or the cells of a table. */
static bool
is_one_number(const struct run *run)
{
    if (run->abroad)
        return false;
    if (run->group_count == 1)
        return true;
    if (groups_are(run, 4))
        return !is_years(run);
    if (run->seen[DOT])
        return false;
    if (groups_are(run, 1))
        return !is_monotone(run);
    return !run->seen[SPACE] && (groups_are(run, 3) || groups_are(run, 6));
}

/* Where the text speaks of it, other groupings count too, but no day with its hour and no
   telephone number with another one behind it. */
static bool
may_be_one(const struct run *run)
{
    bool day = run->groups[0] == 4 && run->groups[1] <= 2;
    bool telephone = run->digits[0] == 0 && run->groups[0] < 5 && run->groups[1] < 5;

    return is_one_number(run) ||
           (!run->abroad && run->group_count <= 4 && !day && !telephone && !is_years(run));
}

static void
run_add(struct run *run, int digit, const char *from, const char *until, enum between gap)
{
    bool begins = !run->count || (gap != NOTHING && gap != UNSEEN);

    if (!run->count)
        run->from = from;
    if (run->count)
        run->seen[gap] = true;
    if (begins && run->group_count < MY_NUMBER)
        run->groups[run->group_count++] = 0;
    run->groups[run->group_count - 1]++;
    if (run->count < MY_NUMBER)
        run->digits[run->count] = digit;
    run->count++;
    run->until = until;
}

/* Moves over what can begin no number: nearly all of any text. Kana and kanji are the
   three-byte characters from U+3000 to U+D7FF. */
static void
skip_others(const char **at, uint32_t *before)
{
    const unsigned char *c = (const unsigned char *)*at;

    for (;; c++) {
        if (*c >= 0xE3 && *c <= 0xED)
            c += 2;
        else if (!*c || (*c >= '0' && *c <= '9') || *c >= 0x80)
            break;
    }
    if ((const char *)c != *at)
        *before = c[-1];
    *at = (const char *)c;
}

/* Whether there are twelve characters that might be digits. Quick, since it is asked of
   every text that is written. */
static bool
may_hold_one(const char *text)
{
    size_t count = 0;

    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        count += (*c >= '0' && *c <= '9') || (*c >= 0xC2 && *c <= 0xE2) || *c >= 0xEE;
    return count >= MY_NUMBER;
}

/* Digits within the sum of a file or a random name, which letters a to f stand beside. */
static bool
is_in_hash(const struct run *run, const char *begin)
{
    const char *from = run->from, *until = run->until;

    while (from > begin && strchr("0123456789abcdef", from[-1]))
        from--;
    until += strspn(until, "0123456789abcdef");
    return run->group_count == 1 && (from < run->from || until > run->until) &&
           until - from >= HASH_LEAST;
}

/* The next one at or behind `*at`: its first byte and the one behind its last. `*at` moves
   behind it. `loose`: whatever stands between its digits. */
static bool
find_next(const char **at, bool loose, const char **from, const char **until)
{
    struct run run = { 0 };
    enum between gap = NOTHING;
    const char *begin = *at;
    uint32_t code, before = 0;

    do {
        const char *start;
        int digit;
        enum between between;

        if (!run.count)
            skip_others(at, &before);
        start = *at;
        code = utf8_next(at);
        digit = code ? digit_of(code) : -1;
        between = code ? between_of(code) : NOTHING;
        if (digit >= 0) {
            if (!run.count)
                run.abroad = before == '+' || before == 0xFF0B;
            run_add(&run, digit, start, *at, gap);
            gap = NOTHING;
        } else if (code && between != NOTHING && run.count) {
            gap = between > gap ? between : gap;
        } else {
            *from = run.from;
            *until = run.until;
            if (run.count == MY_NUMBER && is_my_number(run.digits) && !is_in_hash(&run, begin) &&
                (loose ? may_be_one(&run) : is_one_number(&run)))
                return true;
            run = (struct run){ 0 };
            gap = NOTHING;
        }
        before = code;
    } while (code);
    return false;
}

bool
digits_has_my_number(const char *text)
{
    const char *at = text;
    const char *from, *until;

    /* Whether it is spoken of is dear to ask, so the digits come first. */
    return may_hold_one(text) && find_next(&at, true, &from, &until) &&
           (digits_speak_of_my_number(text) || find_next(&text, false, &from, &until));
}

const char *
digits_mask_my_number(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };
    bool loose;
    const char *at = text, *rest = text;
    const char *from, *until;

    /* Faults and log lines may quote what is no text at all. */
    if (!utf8_valid(text, strlen(text)) || !digits_has_my_number(text))
        return text;
    loose = digits_speak_of_my_number(text);
    while (find_next(&at, loose, &from, &until)) {
        buffer_add(&out, rest, (size_t)(from - rest));
        buffer_text(&out, "（個人番号）");
        rest = until;
    }
    buffer_text(&out, rest);
    return buffer_string(&out);
}

bool
digits_speak_of_my_number(const char *text)
{
    static const char *const names[] = {
        "マイナンバー", "マイ ナンバー", "個人番号", "特定個人情報", "my number", "mynumber",
    };
    struct buffer folded = { 0 };
    struct buffer name = { 0 };
    bool found = false;

    fold(&folded, text, strlen(text));
    for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !found; i++) {
        buffer_clear(&name);
        fold(&name, names[i], strlen(names[i]));
        found = strstr(buffer_string(&folded), buffer_string(&name)) != NULL;
    }
    buffer_release(&folded);
    buffer_release(&name);
    return found;
}
