#include "base/digits.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/fold.h"
#include "base/kana.h"
#include "base/utf8.h"

enum { MY_NUMBER = 12 };

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

/* What may stand between the digits of one number. A line end or a tab may not: columns
   of shorter codes would be read as one number. */
static bool
is_between(uint32_t code)
{
    return code == ' ' || code == '-' || code == 0xA0 || code == 0x3000 || code == KANA_LONG ||
           code == 0xFF70 || (code >= 0x2000 && code <= 0x200D) || code == 0x202F ||
           code == 0x2060 || code == 0xFEFF || kana_is_dash(code);
}

bool
digits_has_my_number(const char *text)
{
    int digits[MY_NUMBER];
    size_t count = 0;
    uint32_t code;

    do {
        int digit;

        code = utf8_next(&text);
        digit = code ? digit_of(code) : -1;
        if (digit >= 0) {
            if (count < MY_NUMBER)
                digits[count] = digit;
            count++;
        } else if (count && (!code || !is_between(code))) {
            if (count == MY_NUMBER && is_my_number(digits))
                return true;
            count = 0;
        }
    } while (code);
    return false;
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
