/* Due rules as people type and read them. */
#include "contract/due.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "base/wareki.h"

/* The rest of a rule while it is read; blanks are gone, digits and signs are half-width. */
struct reading {
    struct arena *arena;
    char *at;
    const char **why;
};

static bool
refuse(struct reading *r, const char *why)
{
    *r->why = why;
    return false;
}

static bool
takes(struct reading *r, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(r->at, word, length) != 0)
        return false;
    r->at += length;
    return true;
}

static bool
drops(char *text, const char *ending)
{
    size_t length = strlen(text), end = strlen(ending);

    if (length < end || strcmp(text + length - end, ending) != 0)
        return false;
    text[length - end] = '\0';
    return true;
}

static bool
takes_number(struct reading *r, int *out)
{
    size_t digits = strspn(r->at, "0123456789");

    if (!digits || digits > 5)
        return false;
    *out = 0;
    for (; digits; digits--)
        *out = *out * 10 + (*r->at++ - '0');
    return true;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What text_narrow leaves: blanks, and the several ways to write a month's counter. */
static char *
tightened(struct arena *arena, const char *text)
{
    static const struct {
        const char *from;
        const char *to;
    } same[] = { { "箇月", "か月" }, { "ヶ月", "か月" }, { "ヵ月", "か月" }, { "カ月", "か月" },
                 { "ケ月", "か月" }, { "ごと", "" },     { ":", "" },        { " ", "" },
                 { "\n", "" },       { "\t", "" },       { "、", "," },      { "・", "," } };
    const char *at = text_narrow(arena, text);
    struct buffer out = { .arena = arena };

    while (*at) {
        size_t i = 0, count = sizeof same / sizeof *same;

        while (i < count && strncmp(at, same[i].from, strlen(same[i].from)) != 0)
            i++;
        /* A blank parts 7/10 10/10; elsewhere it says nothing. */
        if (*at == ' ' && is_digit(at[1]) && out.length && is_digit(out.data[out.length - 1])) {
            buffer_char(&out, ',');
            at++;
            continue;
        }
        if (i == count) {
            buffer_char(&out, *at++);
            continue;
        }
        buffer_text(&out, same[i].to);
        at += strlen(same[i].from);
    }
    return arena_copy(arena, buffer_string(&out));
}

static enum roll
take_roll(char *text)
{
    if (drops(text, "(休日は翌営業日)"))
        return ROLL_FORWARD;
    return drops(text, "(休日は前営業日)") ? ROLL_BACKWARD : ROLL_NONE;
}

static void
drop_ending(char *text)
{
    while (drops(text, "に") || drops(text, "提出") || drops(text, "まで") || drops(text, "以内"))
        continue;
}

/* 15日, 15, 中旬, 末日 */
static bool
takes_day(struct reading *r, int *out)
{
    if (takes(r, "上旬"))
        *out = 10;
    else if (takes(r, "中旬"))
        *out = 15;
    else if (takes(r, "下旬") || takes(r, "末日") || takes(r, "末"))
        *out = DUE_LAST_DAY;
    else if (takes_number(r, out))
        takes(r, "日");
    else
        return false;
    return *out >= 1 && *out <= 31;
}

static bool
read_monthly(struct reading *r, struct due *out)
{
    out->kind = DUE_MONTHLY;
    out->march_too = drops(r->at, "(3月分も翌月)");
    if (!out->march_too && !drops(r->at, "(3月分は3月31日まで)"))
        drops(r->at, "(3月分は3月31日)");
    drop_ending(r->at);
    takes(r, ",");
    out->same_month = !takes(r, "翌月");
    if (out->same_month)
        takes(r, "当月");
    takes(r, "の");
    if (!takes_day(r, &out->day) || *r->at)
        return refuse(r, "毎月の日が読めません。例：毎月 翌月15日、毎月 翌月中旬、毎月 当月末日");
    return true;
}

/* 7月10日 or 7/10 */
static bool
takes_date(struct reading *r, struct due_day *out)
{
    struct date date;

    if (!takes_number(r, &out->month) || (!takes(r, "月") && !takes(r, "/")))
        return false;
    takes(r, "の");
    if (!takes_day(r, &out->day) || out->month < 1 || out->month > 12)
        return false;
    return out->day == DUE_LAST_DAY || date_make(2024, out->month, out->day, &date);
}

static bool
read_dates(struct reading *r, struct due *out, enum due_kind kind, size_t count)
{
    out->kind = kind;
    takes(r, "分");
    takes(r, "を");
    takes(r, ",");
    while (*r->at) {
        if (out->date_count == DUE_DATES)
            return refuse(r, "日は12個まで書けます。");
        if (!takes_date(r, &out->dates[out->date_count]))
            return refuse(r, "日が読めません。例：7月10日、10月中旬、3月31日");
        out->date_count++;
        drop_ending(r->at);
        takes(r, ",");
    }
    if (count && out->date_count != count)
        return refuse(r, kind == DUE_QUARTERS
                             ? "四半期には、第1四半期の分から順に4つの日を書きます。"
                         : kind == DUE_HALVES ? "半期には、上半期と下半期の2つの日を書きます。"
                                              : "上半期には、日を1つ書きます。");
    return out->date_count > 0 || refuse(r, "日を書いてください。例：毎年 6月30日、12月25日");
}

static const struct {
    const char *word;
    enum due_anchor anchor;
} anchors[] = {
    { "契約", DUE_AWARD },
    { "契約締結", DUE_AWARD },
    { "締結", DUE_AWARD },
    { "受注", DUE_AWARD },
    { "落札", DUE_AWARD },
    { "開始", DUE_BEGIN },
    { "契約開始", DUE_BEGIN },
    { "業務開始", DUE_BEGIN },
    { "契約期間の始まり", DUE_BEGIN },
    { "契約期間開始", DUE_BEGIN },
    { "終了", DUE_END },
    { "契約終了", DUE_END },
    { "業務終了", DUE_END },
    { "業務完了", DUE_END },
    { "完了", DUE_END },
    { "満了", DUE_END },
    { "契約満了", DUE_END },
    { "期間満了", DUE_END },
    { "契約期間の終わり", DUE_END },
    { "契約期間満了", DUE_END },
    { "契約期間終了", DUE_END },
};

static const struct {
    const char *word;
    enum due_unit unit;
} units[] = {
    { "営業日", DUE_BUSINESS_DAYS }, { "開庁日", DUE_OFFICE_DAYS }, { "日", DUE_DAYS },
    { "週間", DUE_WEEKS },           { "か月", DUE_MONTHS },
};

/* What the rule counts from: 会議の日から → 会議. `*before` when it says 前. */
static bool
read_event(struct reading *r, char *head, struct due *out, bool *before)
{
    drops(head, "起算して");
    if (drops(head, "前"))
        *before = true;
    else if (!drops(head, "から") && !drops(head, "より"))
        drops(head, "後");
    drops(head, "翌日");
    drops(head, "した");
    drops(head, "の");
    if (strcmp(head, "日") != 0)
        drops(head, "日");
    drops(head, "の");
    if (!*head)
        return refuse(r,
                      "何から数えるかを書いてください。例：契約後14日、終了後30日、会議後5営業日");
    out->anchor = DUE_EVENT;
    out->event = head;
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
        if (strcmp(anchors[i].word, head) == 0) {
            out->anchor = anchors[i].anchor;
            out->event = NULL;
        }
    return true;
}

static bool
read_from(struct reading *r, struct due *out)
{
    size_t digits = strcspn(r->at, "0123456789");
    char *head = arena_slice(r->arena, r->at, digits);
    bool before = false;
    size_t i = 0, count = sizeof units / sizeof *units;

    out->kind = DUE_FROM;
    r->at += digits;
    if (!takes_number(r, &out->count))
        return refuse(r, "期限が読めません。例：契約後14日、毎月 翌月15日、R8.9.30、求めに応じて");
    if (out->count < 1 || out->count > DUE_COUNT_MOST)
        return refuse(r, "日数は1から3650までです。");
    while (i < count && !takes(r, units[i].word))
        i++;
    if (i == count)
        return refuse(r, "数の後に、日、週間、か月、営業日、開庁日のどれかを書いてください。");
    out->unit = units[i].unit;
    if (takes(r, "前"))
        before = true;
    else
        takes(r, "後");
    if (*r->at)
        return refuse(r, "期限の終わりが読めません。例：会議後5営業日以内、報告会の2開庁日前まで");
    if (!read_event(r, head, out, &before))
        return false;
    if (before)
        out->count = -out->count;
    return true;
}

static bool
is_request(const char *text)
{
    static const char *const words[] = {
        "求めに応じて", "求めに応じ", "求めがあったとき", "求めがあったときに", "随時",
        "その都度",     "都度"
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* 2026-13-40 is a day that is not there, not so many days after something called 2026. */
static bool
is_like_date(const char *text)
{
    static const char *const eras[] = { "令和", "平成", "昭和", "令", "平", "R", "H", "r", "h" };

    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
        if (strncmp(text, eras[i], strlen(eras[i])) == 0)
            return true;
    return is_digit(*text) && (strspn(text, "0123456789") >= 4 || strpbrk(text, "-/."));
}

static bool
read_rule(struct reading *r, struct due *out)
{
    const char *why;

    if (is_request(r->at)) {
        out->kind = DUE_REQUEST;
        return true;
    }
    out->roll = take_roll(r->at);
    if (takes(r, "毎月"))
        return read_monthly(r, out);
    drop_ending(r->at);
    if (takes(r, "毎四半期") || takes(r, "四半期"))
        return read_dates(r, out, DUE_QUARTERS, 4);
    if (takes(r, "上半期"))
        return read_dates(r, out, DUE_FIRST_HALF, 1);
    if (takes(r, "半期"))
        return read_dates(r, out, DUE_HALVES, 2);
    if (takes(r, "毎年度") || takes(r, "毎年"))
        return read_dates(r, out, DUE_YEARLY, 0);
    if (wareki_parse(r->arena, r->at, &out->on, &why)) {
        out->kind = DUE_ON;
        return true;
    }
    if (is_like_date(r->at))
        return refuse(r, why);
    return read_from(r, out);
}

bool
due_parse(struct arena *arena, const char *text, struct due *out, const char **why)
{
    struct reading r = { arena, tightened(arena, text), why };
    struct due rule = { .kind = DUE_NONE };

    if (!*r.at)
        return refuse(&r, "期限を書いてください。例：契約後14日、毎月 翌月15日、R8.9.30");
    if (!read_rule(&r, &rule))
        return false;
    *out = rule;
    return true;
}

/* --- shown ------------------------------------------------------------------- */

static void
show_day(struct buffer *out, int day)
{
    if (day == DUE_LAST_DAY)
        buffer_text(out, "末日");
    else
        buffer_print(out, "%d日", day);
}

static void
show_dates(struct buffer *out, const struct due *rule)
{
    struct date date;

    for (size_t i = 0; i < rule->date_count; i++) {
        buffer_print(out, "%s%d月", i ? "、" : "", rule->dates[i].month);
        /* 3月31日 is how people write 3月末日. */
        if (date_make(2024, rule->dates[i].month, rule->dates[i].day, &date))
            buffer_print(out, "%d日", rule->dates[i].day);
        else
            show_day(out, rule->dates[i].day);
    }
}

static void
show_from(struct buffer *out, const struct due *rule)
{
    static const char *const events[] = {
        [DUE_AWARD] = "契約", [DUE_BEGIN] = "開始", [DUE_END] = "終了"
    };
    static const char *const words[] = { [DUE_DAYS] = "日",
                                         [DUE_WEEKS] = "週間",
                                         [DUE_MONTHS] = "か月",
                                         [DUE_BUSINESS_DAYS] = "営業日",
                                         [DUE_OFFICE_DAYS] = "開庁日" };
    const char *event = rule->anchor == DUE_EVENT ? rule->event : events[rule->anchor];

    if (rule->count < 0)
        buffer_print(out, "%sの%d%s前まで", event, -rule->count, words[rule->unit]);
    else
        buffer_print(out, "%s後%d%s以内", event, rule->count, words[rule->unit]);
}

static void
show_monthly(struct buffer *out, const struct due *rule)
{
    buffer_text(out, rule->same_month ? "毎月 当月" : "毎月 翌月");
    show_day(out, rule->day);
    buffer_text(out, "まで");
    if (!rule->same_month)
        buffer_text(out, rule->march_too ? "（3月分も翌月）" : "（3月分は3月31日）");
}

const char *
due_show(struct arena *arena, const struct due *rule)
{
    static const char *const rolls[] = { [ROLL_NONE] = "",
                                         [ROLL_FORWARD] = "（休日は翌営業日）",
                                         [ROLL_BACKWARD] = "（休日は前営業日）" };
    struct buffer out = { .arena = arena };

    switch (rule->kind) {
    case DUE_NONE:
        break;
    case DUE_ON:
        buffer_text(&out, wareki_print(arena, rule->on, WAREKI_PLAIN));
        break;
    case DUE_FROM:
        show_from(&out, rule);
        break;
    case DUE_MONTHLY:
        show_monthly(&out, rule);
        break;
    case DUE_QUARTERS:
        buffer_text(&out, "四半期 ");
        show_dates(&out, rule);
        break;
    case DUE_HALVES:
        buffer_text(&out, "半期 ");
        show_dates(&out, rule);
        break;
    case DUE_FIRST_HALF:
        buffer_text(&out, "上半期分を");
        show_dates(&out, rule);
        buffer_text(&out, "まで");
        break;
    case DUE_YEARLY:
        buffer_text(&out, "毎年 ");
        show_dates(&out, rule);
        break;
    case DUE_REQUEST:
        return "求めに応じて";
    }
    buffer_text(&out, rolls[rule->roll]);
    return buffer_string(&out);
}
