#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digits.h"
#include "base/text.h"
#include "ledger/guard.h"
#include "ledger/type.h"
#include "store/act.h"

enum {
    MOST_TEXT = 1000,
    MOST_PROSE = 100000,
    MOST_MAIL = 254, /* of a path in SMTP */
    MOST_URL = 2000,
};

static const char *
pointer_at(const void *at)
{
    const char *text;

    memcpy(&text, at, sizeof text);
    return text ? text : "";
}

static bool
put(void *at, const char *text)
{
    memcpy(at, &text, sizeof text);
    return true;
}

bool
type_pointer_empty(const void *at)
{
    return *pointer_at(at) == '\0';
}

int
type_pointer_compare(const struct field *f, const void *left, const void *right)
{
    (void)f;
    return text_compare(pointer_at(left), pointer_at(right));
}

void
type_pointer_copy(struct act *a, const void *from, void *to)
{
    const char *text;

    memcpy(&text, from, sizeof text);
    /* An empty text keeps its address: an unopened personal member is known by it. */
    if (text && *text)
        text = arena_copy(a->arena, text);
    put(to, text);
}

const char *
type_pointer_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    (void)a, (void)f, (void)style;
    return pointer_at(at);
}

/* Said here so that a form and each row of a file hear it beside their other faults; what
   comes without being parsed is asked in validate.c. */
static bool
no_my_number(struct act *a, const char *text, const char **why)
{
    return !digits_has_my_number(text) || type_refuse(a, why, "%s", GUARD_SENTENCE);
}

static bool
fits(struct act *a, const struct field *f, const char *text, int64_t most, const char **why)
{
    int64_t count;

    if (f->most > 0)
        most = f->most;
    if (text_within(text, f->least, most, &count))
        return no_my_number(a, text, why);
    if (count > most)
        return type_refuse(a, why, "%lld文字までです。いま %lld文字あります。", (long long)most,
                           (long long)count);
    return type_refuse(a, why, "%lld文字以上で書いてください。", (long long)f->least);
}

static const char *
one_line(struct act *a, const char *text)
{
    char *line = arena_copy(a->arena, text);

    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return line;
}

static bool
parse_text(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const struct choice_item *item = type_choose(a, f->choices, text);

    if (item)
        return put(at, item->code);
    /* A number that a series would have given is one number, whatever keyboard wrote it. */
    text = one_line(a, f->series ? text_narrow(a->arena, text) : text);
    return fits(a, f, text, MOST_TEXT, why) && put(at, text);
}

static bool
parse_prose(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    return fits(a, f, text, MOST_PROSE, why) && put(at, text);
}

static bool
is_local_part(const char *text, size_t length)
{
    static const char others[] = "!#$%&'*+-/=?^_`{|}~.";

    /* Dots at the ends or doubled are wrong by the standard but were given out by
       Japanese carriers for years, so they stay. */
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && !memchr(others, text[i], sizeof others - 1))
            return false;
    return length > 0 && length <= 64;
}

static bool
is_host(const char *text, size_t length)
{
    size_t label = 0;

    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (c == '.' ? label == 0 || text[i - 1] == '-'
                     : !isalnum((unsigned char)c) && !(c == '-' && label > 0))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63)
            return false;
    }
    return label > 0 && text[length - 1] != '-';
}

static bool
parse_mail(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    const char *sign = strrchr(narrow, '@');

    (void)f;
    if (!sign)
        return type_refuse(a, why, "メールアドレスに @ がありません。");
    if (strlen(narrow) > MOST_MAIL || !is_local_part(narrow, (size_t)(sign - narrow)))
        return type_refuse(a, why, "@ の前に使えない文字があります。英数字と記号で書きます。");
    if (!is_host(sign + 1, strlen(sign + 1)) || !strchr(sign, '.'))
        return type_refuse(a, why, "@ の後が正しくありません。例：name@city.example");
    return put(at, narrow);
}

static bool
parse_phone(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    int digits = 0;

    (void)f;
    for (const char *c = narrow; *c; c++) {
        digits += isdigit((unsigned char)*c) != 0;
        if (!isdigit((unsigned char)*c) && !strchr("-()+ #*", *c))
            return type_refuse(a, why, "電話番号は数字とハイフンで書きます。例：03-0000-0000");
    }
    /* Extensions of an office have two to five digits. */
    if (digits < 2 || digits > 15)
        return type_refuse(a, why, "電話番号の桁数が正しくありません。いま %d桁です。", digits);
    return put(at, narrow);
}

static bool
parse_postcode(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    char *digits = arena_get(a->arena, strlen(narrow) + 1);
    size_t count = 0;

    (void)f;
    if (strncmp(narrow, "〒", sizeof "〒" - 1) == 0)
        narrow += sizeof "〒" - 1;
    for (; *narrow; narrow++)
        if (*narrow != '-' && *narrow != ' ')
            digits[count++] = *narrow;
    if (!digits_postcode(digits))
        return type_refuse(a, why, "郵便番号は数字7桁で書きます。例：100-0000");
    return put(at, digits);
}

static const char *
postcode_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const char *digits = pointer_at(at);

    (void)f;
    if (style == STYLE_PLAIN || strlen(digits) != 7)
        return digits;
    return arena_print(a->arena, "〒%.3s-%s", digits, digits + 3);
}

static bool
parse_url(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    size_t scheme = strncasecmp(text, "https://", 8) == 0  ? 8
                    : strncasecmp(text, "http://", 7) == 0 ? 7
                                                           : 0;
    size_t host;

    if (scheme == 0)
        return type_refuse(a, why, "http:// か https:// で始めてください。");
    host = strcspn(text + scheme, "/?#");
    if (host == 0 || memchr(text + scheme, '@', host))
        return type_refuse(a, why, "サーバーの名前が正しくありません。");
    for (const char *c = text; *c; c++)
        if (*c <= ' ' && *c >= 0)
            return type_refuse(a, why, "URL の中に空白があります。");
    return fits(a, f, text, MOST_URL, why) && put(at, text);
}

#define POINTER                                                                                    \
    .column = COLUMN_TEXT, .size = sizeof(const char *), .empty = type_pointer_empty,              \
    .compare = type_pointer_compare, .copy = type_pointer_copy, .text = type_pointer_text,         \
    .json = type_json_text

const struct type type_text = { .title = "文字", .parse = parse_text, POINTER };
const struct type type_prose = {
    .title = "長い文章", .many_lines = true, .parse = parse_prose, POINTER
};
const struct type type_mail = { .title = "メールアドレス", .parse = parse_mail, POINTER };
const struct type type_phone = { .title = "電話番号", .parse = parse_phone, POINTER };
const struct type type_url = { .title = "URL", .parse = parse_url, POINTER };
const struct type type_postcode = {
    .title = "郵便番号",
    .size = sizeof(struct postcode),
    .column = COLUMN_TEXT,
    .parse = parse_postcode,
    .text = postcode_text,
    .empty = type_pointer_empty,
    .compare = type_pointer_compare,
    .copy = type_pointer_copy,
    .json = type_json_text,
};
