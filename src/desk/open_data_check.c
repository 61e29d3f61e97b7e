#include "desk/open_data_check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/facts.h"
#include "base/must.h"

enum { MOST_COLUMNS = 200, MOST_CELLS = CSV_CELLS, MOST_VALUE = 200 };

struct standard_column {
    const char *title;
    const char *kind;
    bool required;
    bool present;
};

struct checking {
    struct arena *arena;
    struct standard_column columns[MOST_COLUMNS];
    size_t count;
    struct standard_column *at[MOST_CELLS]; /* of each cell, NULL: not of the standard */
    size_t cells;
    const char **ids; /* seen */
    size_t id_count, id_room;
    struct open_data_result *out;
};

static bool
read_standard(struct checking *c, const char *dataset)
{
    const struct fact *fact = facts;
    struct csv csv;
    struct csv_row row;
    const char *why;

    while (fact->path && strcmp(fact->name, "open_data_columns.csv") != 0)
        fact++;
    must(fact->path != NULL);
    must(csv_open_bytes(c->arena, (const char *)fact->bytes, fact->length, &csv, &why));
    while (csv_next(&csv, &row))
        if (row.count == 5 && strcmp(row.cells[0], dataset) == 0) {
            must(c->count < MOST_COLUMNS);
            c->columns[c->count++] = (struct standard_column){ .title = row.cells[1],
                                                               .kind = row.cells[3],
                                                               .required = *row.cells[2] != 0 };
        }
    return c->count > 0;
}

/* A value may be a whole page; its beginning tells which one it is. */
static const char *
beginning(struct arena *arena, const char *value)
{
    size_t length = strnlen(value, MOST_VALUE);

    while (value[length] && length && ((unsigned char)value[length] & 0xC0) == 0x80)
        length--;
    return arena_slice(arena, value, length);
}

static void
tell(struct checking *c, int64_t line, const char *column, const char *value, const char *reason,
     bool remark)
{
    struct open_data_result *r = c->out;

    r->found += !remark;
    if (r->count < OPEN_DATA_SHOWN)
        r->faults[r->count++] =
            (struct open_data_fault){ line, column, beginning(c->arena, value), reason, remark };
}

/* --- kinds ------------------------------------------------------------------------------- */

static bool
only(const char *text, const char *these)
{
    return text[strspn(text, these)] == 0;
}

static bool
is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
            return false;
    return true;
}

/* Full-width katakana, its marks, and what stands between words. */
static bool
is_kana(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    while (*c) {
        /* U+30A1 to U+30FE, U+3000, and ASCII digits and blanks */
        if (c[0] == 0xE3 && c[1] == 0x80 && c[2] == 0x80)
            c += 3;
        else if (c[0] == 0xE3 && ((c[1] == 0x82 && c[2] >= 0xA1) || c[1] == 0x83))
            c += 3;
        else if (*c == ' ' || isdigit(*c))
            c++;
        else
            return false;
    }
    return true;
}

static bool
is_municipality(const char *text)
{
    int sum = 0;

    if (strlen(text) != 6 || !only(text, "0123456789"))
        return false;
    for (int i = 0; i < 5; i++)
        sum += (text[i] - '0') * (6 - i);
    return text[5] - '0' == (11 - sum % 11) % 10;
}

/* 法人番号: the check digit stands first, weights 1 and 2 from the right. */
static bool
is_corporate(const char *text)
{
    int sum = 0;

    if (strlen(text) != 13 || !only(text, "0123456789"))
        return false;
    for (int i = 1; i <= 12; i++)
        sum += (text[13 - i] - '0') * (i % 2 ? 1 : 2);
    return text[0] - '0' == 9 - sum % 9;
}

/* Degrees with digits behind a point, the whole part between two numbers. */
static bool
is_degrees(const char *text, long least, long most)
{
    size_t whole = strspn(text, "0123456789");
    const char *point = text + whole;

    if (whole < 2 || whole > 3 || *point != '.' || !point[1] || !only(point + 1, "0123456789"))
        return false;
    return strtol(text, NULL, 10) >= least && strtol(text, NULL, 10) <= most;
}

static bool
is_time(const char *text)
{
    return strlen(text) == 5 && text[2] == ':' && only(text, "0123456789:") &&
           isdigit((unsigned char)text[0]) && isdigit((unsigned char)text[1]) &&
           isdigit((unsigned char)text[3]) && isdigit((unsigned char)text[4]) &&
           strtol(text, NULL, 10) <= 24 && strtol(text + 3, NULL, 10) <= 59 &&
           strcmp(text, "24:00") <= 0;
}

static bool
is_weekdays(const char *text)
{
    static const char days[] = "月火水木金土日";
    const char *last = NULL;

    for (; *text; text += 3) {
        const char *at = days;

        while (*at && strncmp(at, text, 3) != 0)
            at += 3;
        if (!*at || (last && at <= last))
            return false;
        last = at;
    }
    return true;
}

static bool
is_url(const char *text)
{
    return is_ascii(text) && !strchr(text, ' ') &&
           (strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0);
}

static bool
is_phone(const char *text)
{
    return *text && only(text, "0123456789-()") && strchr(text, '-') && strlen(text) >= 10;
}

static bool
is_postcode(const char *text)
{
    return only(text, "0123456789-") &&
           (strlen(text) == 7 || (strlen(text) == 8 && text[3] == '-'));
}

static bool
is_mail(const char *text)
{
    const char *at = strchr(text, '@');

    return is_ascii(text) && !strchr(text, ' ') && at && at > text && strchr(at, '.') &&
           !strchr(at + 1, '@');
}

/* Why a value is none of its kind, or NULL. */
static const char *
wrong(const char *kind, const char *text)
{
    if (strcmp(kind, "ascii") == 0 || strcmp(kind, "id") == 0)
        return is_ascii(text) ? NULL : "半角の英数字で書きます。";
    if (strcmp(kind, "kana") == 0)
        return is_kana(text) ? NULL : "全角カタカナで書きます。";
    if (strcmp(kind, "digits") == 0)
        return only(text, "0123456789") ? NULL : "半角の数字だけで書きます。";
    if (strcmp(kind, "municipality") == 0)
        return is_municipality(text)
                   ? NULL
                   : "全国地方公共団体コードは、検査数字を含む6桁の半角数字です。";
    if (strcmp(kind, "corporate") == 0)
        return is_corporate(text) ? NULL : "法人番号は、検査数字を含む13桁の半角数字です。";
    if (strcmp(kind, "latitude") == 0)
        return is_degrees(text, 20, 46)     ? NULL
               : is_degrees(text, 122, 154) ? "緯度と経度が逆ではありませんか。"
                                            : "緯度は 35.681236 のように、10進の度で書きます。";
    if (strcmp(kind, "longitude") == 0)
        return is_degrees(text, 122, 154) ? NULL
               : is_degrees(text, 20, 46) ? "緯度と経度が逆ではありませんか。"
                                          : "経度は 139.767125 のように、10進の度で書きます。";
    if (strcmp(kind, "time") == 0)
        return is_time(text) ? NULL : "時刻は 09:00 のように、半角の5文字で書きます。";
    if (strcmp(kind, "weekdays") == 0)
        return is_weekdays(text) ? NULL : "曜日は「月火水木金」のように、続けて順に書きます。";
    if (strcmp(kind, "yesno") == 0)
        return strcmp(text, "有") == 0 || strcmp(text, "無") == 0 ? NULL
                                                                  : "「有」か「無」を書きます。";
    if (strcmp(kind, "one") == 0)
        return strcmp(text, "1") == 0 ? NULL : "当てはまるときだけ半角の 1 を書きます。";
    if (strcmp(kind, "url") == 0)
        return is_url(text) ? NULL : "URLは https:// から、半角で書きます。";
    if (strcmp(kind, "phone") == 0)
        return is_phone(text) ? NULL : "電話番号は市外局番から、半角の数字とハイフンで書きます。";
    if (strcmp(kind, "postcode") == 0)
        return is_postcode(text) ? NULL : "郵便番号は7桁の半角数字です。";
    if (strcmp(kind, "mail") == 0)
        return is_mail(text) ? NULL : "メールアドレスの形ではありません。";
    return NULL;
}

/* --- lines ------------------------------------------------------------------------------- */

static struct standard_column *
column_called(struct checking *c, const char *title)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->columns[i].title, title) == 0)
            return &c->columns[i];
    return NULL;
}

static void
check_head(struct checking *c, const struct csv_row *row)
{
    c->cells = row->count < MOST_CELLS ? row->count : MOST_CELLS;
    for (size_t i = 0; i < c->cells; i++) {
        const char *title = row->cells[i];
        struct standard_column *column = column_called(c, title);

        c->at[i] = column;
        if (!column)
            tell(c, row->line, title, title, "標準にない列です。公開はできます。", true);
        else if (column->present)
            tell(c, row->line, title, title, "同じ列が二つあります。", false);
        else
            column->present = true;
    }
    for (size_t i = 0; i < c->count; i++)
        if (c->columns[i].required && !c->columns[i].present)
            tell(c, row->line, c->columns[i].title, "", "必須の列がありません。", false);
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void
remember_id(struct checking *c, const char *id)
{
    if (c->id_count == c->id_room) {
        size_t room = c->id_room ? c->id_room * 2 : 1024;
        const char **more = NEW_ARRAY(c->arena, room, const char *);

        if (c->id_count)
            memcpy(more, c->ids, c->id_count * sizeof *more);
        c->ids = more;
        c->id_room = room;
    }
    c->ids[c->id_count++] = id;
}

static void
check_line(struct checking *c, const struct csv_row *row)
{
    if (row->fault) {
        tell(c, row->line, "", "", row->fault, false);
        return;
    }
    if (row->count == 1 && !*row->cells[0]) {
        tell(c, row->line, "", "", "空の行です。", false);
        return;
    }
    c->out->rows++;
    if (row->count != c->cells)
        tell(c, row->line, "", arena_print(c->arena, "%zu列", row->count),
             arena_print(c->arena, "列の数が見出し（%zu列）と違います。", c->cells), false);
    for (size_t i = 0; i < row->count && i < c->cells; i++) {
        const struct standard_column *column = c->at[i];
        const char *text = row->cells[i], *why = NULL;

        if (!column)
            continue;
        if (!*text)
            why = column->required ? "必須の項目が空です。" : NULL;
        else if (*text == ' ' || text[strlen(text) - 1] == ' ')
            why = "前か後ろに空白があります。";
        else
            why = wrong(column->kind, text);
        if (why)
            tell(c, row->line, column->title, text, why, false);
        if (*text && strcmp(column->kind, "id") == 0)
            remember_id(c, text);
    }
}

static void
check_ids(struct checking *c)
{
    qsort(c->ids, c->id_count, sizeof *c->ids, by_text);
    for (size_t i = 1; i < c->id_count; i++)
        if (strcmp(c->ids[i], c->ids[i - 1]) == 0 &&
            (i < 2 || strcmp(c->ids[i], c->ids[i - 2]) != 0))
            tell(c, 0, "ID", c->ids[i], "同じIDが二つ以上あります。", false);
}

bool
open_data_check(struct arena *arena, const char *dataset, struct csv *csv,
                struct open_data_result *out)
{
    struct checking *c = NEW(arena, struct checking);
    struct csv_row row;

    c->arena = arena;
    c->out = out;
    *out = (struct open_data_result){ .faults = NEW_ARRAY(arena, OPEN_DATA_SHOWN,
                                                          struct open_data_fault) };
    if (!read_standard(c, dataset))
        return false;
    if (!csv_next(csv, &row)) {
        tell(c, 1, "", "", "中身がありません。", false);
        return true;
    }
    check_head(c, &row);
    while (csv_next(csv, &row))
        check_line(c, &row);
    if (!out->rows)
        tell(c, 1, "", "", "見出しのほかに行がありません。", false);
    if (c->id_count)
        check_ids(c);
    return true;
}
