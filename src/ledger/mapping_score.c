#include "ledger/mapping_score.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "ledger/type.h"
#include "store/act.h"

/* Points of how a heading says it. */
enum {
    POINTS_LABEL = 100,
    POINTS_JOINED = 98, /* 受付 above 日: 受付日 */
    POINTS_GROUP = 97,  /* 担当者 above 氏名 */
    POINTS_ALSO = 96,
    POINTS_INSIDE_GROUP = 99,
    POINTS_BRACKETS = 92, /* 受付日（西暦） */
    POINTS_PART = 90,     /* 受付 above 時刻 */
    POINTS_VALUES = 50,   /* nothing in the heading, all of it in the values */
};

static const char state_words[] =
    "状態|状況|ステータス|対応状況|処理状況|進捗|進捗状況|対応状態|完了区分|処理区分|結果";

const char *
heading_fold(struct act *a, const char *text)
{
    const char *folded = fold_text(a->arena, text);
    char *out = arena_copy(a->arena, folded);
    char *to = out;

    for (const char *c = folded; *c; c++)
        if (*c != ' ')
            *to++ = *c;
    *to = '\0';
    return out;
}

const struct field *
mapping_state(const struct ledger *l)
{
    return l->states ? list_field(l, "state") : NULL;
}

bool
mapping_takes(const struct field *f)
{
    /* The state is moved by buttons, but what is taken over brings its own. */
    bool state = f->offset == offsetof(struct record, state) && strcmp(f->name, "state") == 0;

    return state || (!f->fixed && !f->secret && f->type != FIELD_FILE);
}

const struct field *
mapping_field(struct act *a, const struct ledger *l, const char *word)
{
    const struct shape *s = shape_of(l);
    const struct field *state = mapping_state(l);
    const char *folded = heading_fold(a, word);

    if (state && (strcmp(word, "state") == 0 || strcmp(folded, heading_fold(a, state->label)) == 0))
        return state;
    for (size_t i = 0; i < s->field_count; i++)
        if (strcmp(s->fields[i].name, word) == 0 ||
            strcmp(heading_fold(a, s->fields[i].label), folded) == 0)
            return &s->fields[i];
    return NULL;
}

/* --- values ----------------------------------------------------------------------- */

static bool
is_day(struct act *a, const char *text)
{
    struct date date;
    const char *why;

    return date_parse(text, &date) || wareki_parse(a->arena, text, &date, &why);
}

static bool
is_time(struct act *a, const char *text)
{
    int minute;
    const char *why;

    return time_of_day_parse(a->arena, text, &minute, &why);
}

static bool
is_value(struct act *a, const struct field *f, const char *text)
{
    void *member = arena_get(a->arena, field_size(f->type));
    const char *why;

    return field_parse(a, f, text, member, &why);
}

static int
percent(int count, const struct sheet_column *c)
{
    return c->sample_count ? count * 100 / (int)c->sample_count : 0;
}

struct column_values
values_of(struct act *a, const struct sheet_column *c)
{
    static const struct field instant = { .name = "instant", .type = FIELD_TIME };
    int days = 0, times = 0, instants = 0;

    for (size_t i = 0; i < c->sample_count; i++) {
        const char *text = c->samples[i];

        if (is_day(a, text))
            days++;
        else if (is_time(a, text))
            times++;
        else if (is_value(a, &instant, text))
            instants++;
    }
    return (struct column_values){ percent(days, c), percent(times, c), percent(instants, c) };
}

static bool
is_state(struct act *a, const struct ledger *l, const char *text)
{
    const char *folded = fold_text(a->arena, text);

    for (const struct state *s = l->states->states; s->name; s++)
        if (strcmp(s->name, text) == 0 || strcmp(fold_text(a->arena, s->label), folded) == 0 ||
            type_also(a, s->also, folded))
            return true;
    return false;
}

/* Percent of the samples that the type takes; -1 where anything would do. */
static int
share_that_fits(struct act *a, const struct ledger *l, const struct field *f,
                const struct sheet_column *c, const struct column_values *values)
{
    int count = 0;

    if (f->type == FIELD_DATE)
        return values->days;
    if (f->type == FIELD_TIME)
        return values->days + values->times + values->instants;
    if (f == mapping_state(l)) {
        for (size_t i = 0; i < c->sample_count; i++)
            count += is_state(a, l, c->samples[i]);
        return percent(count, c);
    }
    if (f->type == FIELD_REF || f->type == FIELD_REFS || f->type == FIELD_PROSE ||
        (f->type == FIELD_TEXT && !f->choices))
        return values->days + values->times + values->instants > 80 ? 20 : -1;
    for (size_t i = 0; i < c->sample_count; i++)
        count += f->type == FIELD_TEXT ? type_choose(a, f->choices, c->samples[i]) != NULL
                                       : is_value(a, f, c->samples[i]);
    return percent(count, c);
}

/* --- headings --------------------------------------------------------------------- */

/* The n-th word under which a field is known: label, name, then the others. */
static const char *
word_at(struct act *a, const struct field *f, const char *also, int n, int *points)
{
    const char *word = also;

    *points = n == 0 ? POINTS_LABEL : POINTS_ALSO;
    if (n < 2)
        return heading_fold(a, n == 0 ? f->label : f->name);
    for (int i = 2; word && i < n; i++) {
        word = strchr(word, '|');
        word = word ? word + 1 : NULL;
    }
    return word && *word ? heading_fold(a, arena_slice(a->arena, word, strcspn(word, "|"))) : NULL;
}

static bool
among(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* Headings that say nothing without the one above them. */
static bool
is_general(const char *lower)
{
    static const char *const words[] = { "氏名", "名前", "名",     "者",   "日",   "日付", "年月日",
                                         "月日", "内容", "件名",   "番号", "no.",  "no",   "方法",
                                         "区分", "種別", "ところ", "部署", "所属", "課名", "備考" };

    return among(lower, words, sizeof words / sizeof *words);
}

static bool
is_half(const char *lower)
{
    static const char *const words[] = { "日",   "日付", "年月日", "月日", "時",
                                         "時刻", "時間", "時分",   "日時", "(日付)" };

    return among(lower, words, sizeof words / sizeof *words);
}

static const char *
without_brackets(struct act *a, const char *text)
{
    const char *bracket = strpbrk(text, "([<");

    return bracket && bracket != text ? arena_slice(a->arena, text, (size_t)(bracket - text))
                                      : text;
}

/* Twice the common pairs of letters over all pairs, in percent. */
static int
likeness(const char *left, const char *right)
{
    int common = 0, all = 0;

    for (const char *l = left; *l;) {
        const char *next = l;
        const char *end;

        utf8_next(&next);
        end = next;
        if (!*next)
            break;
        utf8_next(&end);
        all++;
        common += memmem(right, strlen(right), l, (size_t)(end - l)) != NULL;
        l = next;
    }
    all += (int)utf8_count(right) - 1;
    return all > 0 ? 200 * common / all : 0;
}

/* One heading against one word, when they are not the same. */
static int
near(const char *heading, const char *word)
{
    int long_one = (int)utf8_count(heading), short_one = (int)utf8_count(word);
    bool inside = strstr(heading, word) != NULL;

    if (short_one < 2 || long_one < 2)
        return 0;
    if (inside)
        return 55 + 30 * short_one / long_one;
    if (strstr(word, heading))
        return 55 + 25 * long_one / short_one;
    return likeness(heading, word) * 70 / 100;
}

struct headings {
    const char *upper;
    const char *lower;
    const char *joined;
    const char *bare; /* lower without brackets */
};

static int
points_of(const struct headings *h, const char *word, int exact)
{
    if (strcmp(h->lower, word) == 0)
        return exact;
    if (*h->upper && strcmp(h->joined, word) == 0)
        return POINTS_JOINED;
    if (strcmp(h->bare, word) == 0)
        return POINTS_BRACKETS;
    if (*h->upper && strcmp(h->upper, word) == 0 && is_half(h->lower))
        return POINTS_PART;
    return near(h->lower, word);
}

/* The heading's points, best word first. */
static struct score
score_heading(struct act *a, const struct field *f, const char *also, const struct sheet_column *c)
{
    struct headings h = { .upper = heading_fold(a, c->upper), .lower = heading_fold(a, c->lower) };
    struct score best = { .reason = "見出しが似ています" };
    bool group = false, general = is_general(h.lower);
    const char *word;
    int exact;

    h.joined = arena_print(a->arena, "%s%s", h.upper, h.lower);
    h.bare = without_brackets(a, h.lower);
    if (!*h.lower)
        return (struct score){ .reason = "見出しがありません" };
    for (int n = 0; (word = word_at(a, f, also, n, &exact)); n++) {
        int points = points_of(&h, word, exact);

        group = group || (*h.upper && strcmp(h.upper, word) == 0);
        if (points > best.points)
            best.points = points;
    }
    if (group && general)
        best.points = best.points >= POINTS_ALSO ? POINTS_INSIDE_GROUP : POINTS_GROUP - 8;
    if (group && general && strstr(h.lower, "名") && best.points < POINTS_GROUP)
        best.points = POINTS_GROUP;
    if (best.points >= POINTS_PART)
        best.reason = best.points == POINTS_LABEL ? "見出しが同じです" : "見出しの言い換えです";
    return best;
}

static bool
speaks_by_values(const struct field *f)
{
    return f->type == FIELD_MAIL || f->type == FIELD_INET || f->type == FIELD_MAC ||
           f->type == FIELD_URL || f->type == FIELD_CHOICE || (f->type == FIELD_TEXT && f->choices);
}

struct score
score_of(struct act *a, const struct ledger *l, const struct field *f, const struct sheet_column *c,
         const struct column_values *values)
{
    bool state = f == mapping_state(l);
    struct score s = score_heading(a, f, state ? state_words : f->also, c);
    int share;

    s.fits = true;
    if (c->sample_count == 0 || (s.points < SCORE_LEAST - 20 && !state && !speaks_by_values(f)))
        return s;
    share = share_that_fits(a, l, f, c, values);
    if (share < 0)
        return s;
    s.fits = share >= (f->type == FIELD_TEXT ? 50 : 80);
    if (share < 50 && f->type != FIELD_TEXT)
        s.points -= 50;
    else if (share >= 90 && c->sample_count > 1 && s.points < POINTS_VALUES &&
             (state || speaks_by_values(f)))
        s = (struct score){ POINTS_VALUES, true, "値から推しました" };
    if (!s.fits && s.points >= SCORE_LEAST)
        s.reason = "値が項目に合わない行があります";
    return s;
}
