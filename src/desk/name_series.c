#include "desk/name_series.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/wareki.h"
#include "desk/rights.h"
#include "store/act.h"

/* NetBIOS names end at 15 characters, DNS labels at 63 (RFC 1123). */
enum { USUAL_LONGEST = 15, MOST_LONGEST = 63 };

enum hole { HOLE_PREFIX, HOLE_SITE, HOLE_YEAR, HOLE_YY, HOLE_ERA, HOLE_NUMBER, HOLE_LETTER };

static const char *const hole_names[] = {
    [HOLE_PREFIX] = "{prefix}", [HOLE_SITE] = "{site}", [HOLE_YEAR] = "{year}",
    [HOLE_YY] = "{yy}",         [HOLE_ERA] = "{era}",   [HOLE_NUMBER] = "{number",
};

struct piece {
    enum hole hole;
    int digits;
    char letter;
};

/* Moves on by one piece; false at the end or, with `*bad`, at a hole nobody knows. */
static bool
piece_next(const char **at, struct piece *out, bool *bad)
{
    *bad = false;
    *out = (struct piece){ .hole = HOLE_LETTER, .letter = **at };
    if (!**at)
        return false;
    if (**at != '{') {
        ++*at;
        return true;
    }
    for (enum hole hole = HOLE_PREFIX; hole <= HOLE_NUMBER; hole++) {
        size_t length = strlen(hole_names[hole]);
        const char *rest = *at + length;

        if (strncmp(*at, hole_names[hole], length) != 0)
            continue;
        out->hole = hole;
        if (hole == HOLE_NUMBER && rest[0] == ':' && rest[1] >= '1' && rest[1] <= '9') {
            out->digits = rest[1] - '0';
            rest += 2;
        }
        if (hole == HOLE_NUMBER && *rest++ != '}')
            break;
        *at = rest;
        return true;
    }
    *bad = true;
    return false;
}

bool
name_pattern_check(const char *pattern, const char **why)
{
    struct piece piece;
    bool bad;
    int numbers = 0;

    while (piece_next(&pattern, &piece, &bad))
        numbers += piece.hole == HOLE_NUMBER;
    if (bad)
        *why = "{prefix}、{site}、{year}、{yy}、{era}、{number:4} のほかは { } の中に書けません。";
    else if (numbers != 1)
        *why = "{number:4} を1つだけ書きます。";
    return !bad && numbers == 1;
}

static const char *
site_of(const struct name_series *series, const char *site)
{
    return site && *site ? site : series->site ? series->site : "";
}

/* 令和元年度 is the one fiscal year that is not named for the era of its first day. */
static int
era_year(int year)
{
    const struct era *era;
    struct date april;

    if (year == 2019 || !date_make(year, 4, 1, &april))
        return 1;
    era = wareki_era(april);
    return era ? year - era->before : year;
}

const char *
name_print(struct arena *arena, const struct name_series *series, const char *site, struct date day,
           int64_t number)
{
    struct buffer out = { .arena = arena };
    const char *at = series->pattern;
    int year = fiscal_year(day);
    struct piece piece;
    bool bad;

    while (piece_next(&at, &piece, &bad)) {
        switch (piece.hole) {
        case HOLE_PREFIX:
            buffer_text(&out, series->prefix ? series->prefix : "");
            break;
        case HOLE_SITE:
            buffer_text(&out, site_of(series, site));
            break;
        case HOLE_YEAR:
            buffer_int(&out, year);
            break;
        case HOLE_YY:
            buffer_print(&out, "%02d", year % 100);
            break;
        case HOLE_ERA:
            buffer_int(&out, era_year(year));
            break;
        case HOLE_NUMBER:
            buffer_print(&out, "%0*lld", piece.digits, (long long)number);
            break;
        case HOLE_LETTER:
            buffer_char(&out, piece.letter);
            break;
        }
    }
    must(!bad);
    return buffer_string(&out);
}

const char *
name_run(struct arena *arena, const struct name_series *series, const char *site, struct date day)
{
    bool yearly = strstr(series->pattern, "{year}") || strstr(series->pattern, "{yy}") ||
                  strstr(series->pattern, "{era}");
    bool sited = strstr(series->pattern, "{site}");

    return arena_print(arena, "%s/%d", sited ? site_of(series, site) : "",
                       yearly ? fiscal_year(day) : 0);
}

bool
name_check(struct arena *arena, const char *name, int64_t longest, const char **why)
{
    size_t length = strlen(name), digits = 0;

    if ((int64_t)length > longest) {
        *why = arena_print(arena, "「%s」は%zu文字です。%lld文字までにします。", name, length,
                           (long long)longest);
        return false;
    }
    for (const char *c = name; *c; c++) {
        digits += isdigit((unsigned char)*c) != 0;
        if (!isalnum((unsigned char)*c) && *c != '-') {
            *why = "コンピュータ名に使えるのは、半角の英字、数字、ハイフンです。";
            return false;
        }
    }
    if (!length || *name == '-' || name[length - 1] == '-' || digits == length) {
        *why =
            "コンピュータ名は、英字か数字で始まり、英字か数字で終わります。数字だけにはできません。";
        return false;
    }
    return true;
}

/* --- the ledger ---------------------------------------------------------------------------- */

static const struct field fields[] = {
    FIELD(struct name_series, title, "名前", .also = "名称|命名規則", .required = true,
          .unique = true, .searched = true, .most = 60),
    FIELD(struct name_series, pattern, "型",
          .help = "例：{prefix}-{site}{yy}-{number:4}。{year}は年度、{yy}は年度の下2桁、"
                  "{era}は元号の年度です。",
          .also = "パターン|書式", .required = true, .most = 60),
    FIELD(struct name_series, prefix, "接頭辞", .help = "{prefix} に入る文字です。例：AOB",
          .most = 12),
    FIELD(struct name_series, site, "拠点の記号",
          .help = "{site} に入る文字です。ネットワークに記号があれば、そちらを使います。",
          .also = "拠点|庁舎記号", .most = 12),
    FIELD(struct name_series, reused, "返された名前をまた使う"),
    FIELD(struct name_series, rest_days, "寝かせる日数",
          .help = "返された名前は、この日数が過ぎてから払い出します。空けると30日です。",
          .also = "再利用までの日数", .most = 3650),
    FIELD(struct name_series, longest, "文字数の上限",
          .help = "空けると15文字（NetBIOS名の上限）です。", .least = 1, .most = MOST_LONGEST),
    FIELD(struct name_series, sample, "見本", .help = "今年度の1番目の名前です。", .fixed = true,
          .most = 80),
    FIELD(struct name_series, note, "備考", .searched = true, .most = 400),
    { 0 },
};

static const struct view views[] = {
    { "all", "すべて", "命名規則を名前の順に並べます。", "", "title" },
    { 0 },
};

static bool
prepare(struct act *a, const struct record *before, struct record *record)
{
    struct name_series *it = (struct name_series *)record;

    (void)a, (void)before;
    if (it->rest_days == NO_NUMBER)
        it->rest_days = 30;
    if (it->longest == NO_NUMBER)
        it->longest = USUAL_LONGEST;
    return true;
}

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct name_series *it = (struct name_series *)record;
    const char *why;

    (void)before;
    if (!it->pattern || !*it->pattern)
        return true;
    if (!name_pattern_check(it->pattern, &why))
        return fail(a, FAULT_INVALID, "pattern", "%s", why);
    it->sample = name_print(a->arena, it, NULL, instant_date(a->now), 1);
    if (!name_check(a->arena, it->sample, it->longest == NO_NUMBER ? USUAL_LONGEST : it->longest,
                    &why))
        return fail(a, FAULT_INVALID, "pattern", "%s", why);
    return true;
}

const struct ledger name_series_ledger = {
    .name = "name_series",
    .title = "命名規則",
    .help = "コンピュータ名の付け方です。拠点と年度ごとに続き番号を付け、返された名前は寝かせて"
            "から使います。",
    .path = "/desk/name_series",
    .icon = "form",
    .row_size = sizeof(struct name_series),
    .fields = fields,
    .titled_by = "title",
    .listed = "title pattern sample rest_days reused",
    .access = desk_lead_access,
    .views = views,
    .keep_years = 5,
    .prepare = prepare,
    .check = check,
};
