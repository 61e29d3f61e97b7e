/* What is asked, and whether what was answered will do. */
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "base/utf8.h"
#include "contract/form.h"
#include "ledger/guard.h"
#include "store/act.h"

enum { MOST_CHOICES = 100, MOST_LINE = 200, MOST_TEXT = 4000, MOST_RATING = 5 };

const char *
question_name(struct act *a, const struct question *it)
{
    return arena_print(a->arena, "q%lld", (long long)it->base.id);
}

static size_t
own_choices(struct act *a, const struct question *it, struct question_choice *out)
{
    char *rest = arena_copy(a->arena, it->choices.text ? it->choices.text : "");
    size_t count = 0;

    while (rest && *rest && count < MOST_CHOICES) {
        const char *one = text_clean(a->arena, strsep(&rest, "\n"));

        if (*one)
            out[count++] = (struct question_choice){ one, one };
    }
    return count;
}

size_t
question_choices(struct act *a, const struct question *it, struct question_choice **out)
{
    static const char *const ratings[MOST_RATING] = { "1　とても悪い", "2　悪い", "3　ふつう",
                                                      "4　良い", "5　とても良い" };
    size_t count = 0;

    *out = NEW_ARRAY(a->arena, MOST_CHOICES, struct question_choice);
    if (question_is(it, "yesno")) {
        (*out)[count++] = (struct question_choice){ "yes", "はい" };
        (*out)[count++] = (struct question_choice){ "no", "いいえ" };
    } else if (question_is(it, "rating")) {
        for (; count < MOST_RATING; count++)
            (*out)[count] = (struct question_choice){
                arena_slice(a->arena, ratings[count], 1),
                ratings[count],
            };
    } else if (question_is(it, "choice") || question_is(it, "choices")) {
        count = own_choices(a, it, *out);
    }
    return count;
}

const char *
answer_shown(struct act *a, const struct question *it, const char *value)
{
    static const struct field date = { .name = "date", .type = FIELD_DATE, .label = "" };
    struct question_choice *choices;
    size_t count;
    struct date day;

    if (question_is(it, "date") && date_parse(value, &day))
        return field_text(a, &date, &day, STYLE_SHOWN);
    if (question_is(it, "choices")) {
        struct buffer out = { .arena = a->arena };

        for (const char *at = value; *at; at++)
            if (*at == '\n')
                buffer_text(&out, "、");
            else
                buffer_char(&out, *at);
        return buffer_string(&out);
    }
    count = question_choices(a, it, &choices);
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].value, value) == 0)
            return choices[i].label;
    return value;
}

/* --- what is asked ------------------------------------------------------------------------ */

static const struct question *
question_of(const struct questions *all, int64_t id)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->rows[i]->base.id == id)
            return all->rows[i];
    return NULL;
}

/* Values of choices may be written as people see them. */
static bool
means(struct act *a, const struct question *it, const char *given, const char *value)
{
    const char *clean = text_clean(a->arena, given);

    return strcmp(clean, value) == 0 ||
           (*clean && strcmp(answer_shown(a, it, clean), answer_shown(a, it, value)) == 0);
}

static bool
is_answered_with(struct act *a, const struct question *it, const struct pairs *given,
                 const char *value)
{
    const char *name = question_name(a, it);

    for (size_t i = 0; i < given->count; i++)
        if (strcmp(given->items[i].name, name) == 0 &&
            utf8_valid(given->items[i].value, strlen(given->items[i].value)) &&
            means(a, it, given->items[i].value, value))
            return true;
    return false;
}

static bool
is_among(const struct questions *visible, int64_t id)
{
    return question_of(visible, id) != NULL;
}

bool
form_visible(struct act *a, const struct questions *all, const struct pairs *given,
             struct questions *out)
{
    *out = (struct questions){ NEW_ARRAY(a->arena, all->count + 1, struct question *), 0 };
    for (size_t i = 0; i < all->count; i++) {
        struct question *it = all->rows[i];
        const struct question *on =
            it->on_question.id ? question_of(all, it->on_question.id) : NULL;

        /* Of a question that is not asked itself, nothing depends. */
        if (it->on_question.id &&
            (!on || !is_among(out, on->base.id) || !is_answered_with(a, on, given, it->on_value)))
            continue;
        out->rows[out->count++] = it;
    }
    return true;
}

/* --- what was answered -------------------------------------------------------------------- */

static bool
refuse(struct act *a, const struct question *it, const char *why)
{
    return fail(a, FAULT_INVALID, question_name(a, it), "「%s」%s", it->label, why);
}

static bool
check_number(struct act *a, const struct question *it, const char *text, const char **value)
{
    const struct field number = {
        .name = "number", .type = FIELD_NUMBER, .label = "", .least = INT64_MIN + 1
    };
    const char *why = "";
    int64_t parsed;

    if (!field_parse(a, &number, text, &parsed, &why))
        return refuse(a, it, "は数で書きます。");
    if (it->least != NO_NUMBER && parsed < it->least)
        return refuse(a, it, arena_print(a->arena, "は%lld以上です。", (long long)it->least));
    if (it->most != NO_NUMBER && parsed > it->most)
        return refuse(a, it, arena_print(a->arena, "は%lldまでです。", (long long)it->most));
    *value = arena_print(a->arena, "%lld", (long long)parsed);
    return true;
}

static bool
check_date(struct act *a, const struct question *it, const char *text, const char **value)
{
    static const struct field date = { .name = "date", .type = FIELD_DATE, .label = "" };
    const char *why = "";
    struct date day;

    if (!field_parse(a, &date, text, &day, &why))
        return refuse(a, it, arena_print(a->arena, "：%s", why));
    *value = field_text(a, &date, &day, STYLE_PLAIN);
    return true;
}

static bool
check_text(struct act *a, const struct question *it, const char *text, const char **value)
{
    bool line = question_is(it, "line");
    int64_t most = line ? MOST_LINE : MOST_TEXT, count = 0;

    if (line && strchr(text, '\n'))
        return refuse(a, it, "は1行で書きます。");
    if (!text_within(text, 0, most, &count))
        return refuse(a, it,
                      arena_print(a->arena, "は%lld文字までです。いま%lld文字あります。",
                                  (long long)most, (long long)count));
    *value = text;
    return true;
}

static const struct question_choice *
choice_of(const struct question_choice *choices, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].value, text) == 0 || strcmp(choices[i].label, text) == 0)
            return &choices[i];
    return NULL;
}

/* In the order of the choices, each once, whatever order they came in. */
static bool
check_choices(struct act *a, const struct question *it, const char *const *texts, size_t count,
              const char **value)
{
    struct question_choice *choices;
    size_t many = question_choices(a, it, &choices), taken = 0;
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < count; i++)
        if (!choice_of(choices, many, texts[i]))
            return refuse(a, it, "は選択肢から選びます。");
    for (size_t c = 0; c < many; c++) {
        bool is_taken = false;

        for (size_t i = 0; i < count; i++)
            is_taken |= choice_of(choices, many, texts[i]) == &choices[c];
        if (is_taken)
            buffer_print(&out, "%s%s", taken++ ? "\n" : "", choices[c].value);
    }
    if (taken > 1 && !question_is(it, "choices"))
        return refuse(a, it, "は1つだけ選びます。");
    *value = buffer_string(&out);
    return true;
}

static bool
check_value(struct act *a, const struct question *it, const char *const *texts, size_t count,
            const char **value)
{
    const char *name = question_name(a, it);

    for (size_t i = 0; i < count; i++)
        if (!guard_text(a, name, it->label, texts[i]))
            return false;
    if (question_is(it, "line") || question_is(it, "text") || question_is(it, "number") ||
        question_is(it, "date"))
        if (count > 1)
            return refuse(a, it, "の答えが2つあります。");
    if (question_is(it, "number"))
        return check_number(a, it, texts[0], value);
    if (question_is(it, "date"))
        return check_date(a, it, texts[0], value);
    if (question_is(it, "line") || question_is(it, "text"))
        return check_text(a, it, texts[0], value);
    return check_choices(a, it, texts, count, value);
}

static bool
check_one(struct act *a, const struct question *it, const struct pairs *given,
          struct checked_list *out)
{
    const char **texts = NEW_ARRAY(a->arena, given->count + 1, const char *);
    const char *name = question_name(a, it), *value = "";
    size_t count = 0;

    for (size_t i = 0; i < given->count; i++) {
        const char *text = given->items[i].value;

        if (strcmp(given->items[i].name, name) != 0)
            continue;
        if (!utf8_valid(text, strlen(text)))
            return refuse(a, it, "に使えない文字が入っています。");
        text = text_clean(a->arena, text);
        if (*text)
            texts[count++] = text;
    }
    if (!count)
        return !it->required || refuse(a, it, "は必須です。");
    if (!check_value(a, it, texts, count, &value))
        return false;
    out->rows[out->count++] = (struct checked){ it, value };
    return true;
}

bool
form_check(struct act *a, const struct questions *all, const struct pairs *given,
           struct checked_list *out)
{
    struct questions visible;
    bool good = true;

    if (!form_visible(a, all, given, &visible))
        return false;
    *out = (struct checked_list){ NEW_ARRAY(a->arena, visible.count + 1, struct checked), 0 };
    for (size_t i = 0; i < visible.count; i++)
        good = check_one(a, visible.rows[i], given, out) && good;
    return good;
}
