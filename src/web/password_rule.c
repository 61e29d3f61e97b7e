/* Which passwords are taken: long enough, not the login, nothing that everybody tries. */

#include <string.h>

#include "base/arena.h"
#include "base/facts.h"
#include "base/text.h"
#include "store/act.h"
#include "web/password.h"

/* As those who guess do: small letters, without the digits and signs put before and
   behind. Text other than ASCII stays. */
static char *
stem_of(struct arena *arena, const char *text)
{
    char *all = arena_copy(arena, text_narrow(arena, text));
    char *from = all, *to;

    for (char *c = all; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    while (*from > 0 && !(*from >= 'a' && *from <= 'z'))
        from++;
    for (to = from + strlen(from); to > from && to[-1] > 0 && !(to[-1] >= 'a' && to[-1] <= 'z');)
        *--to = '\0';
    return from;
}

/* Lines of facts/passwords.txt; those that begin with # are remarks. */
static bool
is_common(const char *stem)
{
    const struct fact *list = facts;
    size_t length = strlen(stem);
    const char *at, *end;

    while (list->path && strcmp(list->name, "passwords.txt") != 0)
        list++;
    if (!list->path || !length)
        return false;
    end = (const char *)list->bytes + list->length;
    for (at = (const char *)list->bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop ? stop : end;
        if ((size_t)(stop - at) == length && memcmp(at, stem, length) == 0)
            return true;
        at = stop + 1;
    }
    return false;
}

/* One character over and over, or one after the other as on the keys: 1111111111,
   abcdefghij, 0987654321. */
static bool
is_row(const char *text)
{
    /* Of the second pair: the first one may be 0 and 9. */
    int step = text[0] && text[1] && text[2] ? text[2] - text[1] : 0;

    if (step < -1 || step > 1)
        return false;
    for (const char *c = text; c[0] && c[1]; c++) {
        bool turns = (c[0] == '9' && c[1] == '0') || (c[0] == '0' && c[1] == '9');

        if (c[1] - c[0] != step && !turns)
            return false;
    }
    return true;
}

/* The whole is a short piece again and again: abcabcabcabc. */
static bool
is_repeated(const char *text)
{
    size_t length = strlen(text);

    for (size_t piece = 1; piece <= 4 && piece * 2 <= length; piece++)
        if (length % piece == 0 && memcmp(text, text + piece, length - piece) == 0)
            return true;
    return false;
}

static bool
is_login(struct arena *arena, const char *login, const char *password)
{
    const char *stem = stem_of(arena, password);
    const char *own = stem_of(arena, login);

    return strcmp(login, password) == 0 || (*own && strcmp(stem, own) == 0) ||
           (strlen(login) >= 4 && strstr(password, login) &&
            text_count(password) < text_count(login) + 6);
}

const char *
password_fault(struct act *a, const char *login, const char *password)
{
    if (text_count(password) < PASSWORD_LEAST)
        return arena_print(a->arena, "パスワードは%d文字以上にしてください。", PASSWORD_LEAST);
    if (strlen(password) > PASSWORD_MOST)
        return "パスワードが長すぎます。1,024バイトまでにしてください。";
    if (is_login(a->arena, login ? login : "", password))
        return "利用者IDから分かるパスワードです。別の語を組み合わせてください。";
    if (is_row(password) || is_repeated(password) || is_common(stem_of(a->arena, password)))
        return "よく使われていて、すぐに当てられるパスワードです。別の語を組み合わせてください。";
    return NULL;
}
