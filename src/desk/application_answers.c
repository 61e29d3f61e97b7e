#include "desk/application_answers.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "desk/application.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { MOST_LINES = 2000 };

#define OPENS "【"
#define CLOSES "】"

static const struct question *
question_called(const struct questions *all, const char *label)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->rows[i]->label, label) == 0)
            return all->rows[i];
    return NULL;
}

/* The lines of one answer; of several choices each line is an answer. */
static void
add_line(struct act *a, const struct question *it, struct pairs *given, const char *line,
         bool first)
{
    const char *name = question_name(a, it);
    struct pair *last = given->count ? &given->items[given->count - 1] : NULL;

    if (first || question_is(it, "choices") || !last)
        given->items[given->count++] = (struct pair){ name, line };
    else
        last->value = arena_print(a->arena, "%s\n%s", last->value, line);
}

static bool
begin_answer(struct act *a, const struct questions *all, const char *line,
             const struct question **out, const char **rest)
{
    const char *from = line + strlen(OPENS), *end = strstr(from, CLOSES);
    const char *label = end ? arena_slice(a->arena, from, (size_t)(end - from)) : from;

    *out = end ? question_called(all, label) : NULL;
    *rest = end ? end + strlen(CLOSES) : "";
    return *out ||
           fail(a, FAULT_INVALID, "answers", "「%s」という質問はこの申請にありません。", label);
}

bool
answers_parse(struct act *a, const struct questions *all, const char *text, struct pairs *given)
{
    char *left = arena_copy(a->arena, text ? text : "");
    const struct question *now = NULL;
    bool good = true;

    while (left && *left && given->count < MOST_LINES) {
        const char *line = strsep(&left, "\n");
        bool first = strncmp(line, OPENS, strlen(OPENS)) == 0;

        if (first && !begin_answer(a, all, line, &now, &line))
            good = false;
        else if (now)
            add_line(a, now, given, line, first);
        else if (*text_clean(a->arena, line))
            return fail(a, FAULT_INVALID, "answers", "「【質問】答え」の形で、1行に1つ書きます。");
    }
    return good &&
           (!left || !*left || fail(a, FAULT_LARGE, "answers", "答えは%d行までです。", MOST_LINES));
}

/* --- writing -------------------------------------------------------------------------------- */

struct texts {
    struct buffer open;
    struct buffer sealed;
};

static void
add_answer(struct texts *texts, const struct question *it, const char *value)
{
    struct buffer *out = it->is_personal ? &texts->sealed : &texts->open;

    buffer_print(out, "%s" OPENS "%s" CLOSES "%s", out->length ? "\n" : "", it->label, value);
}

static void
keep_texts(struct texts *texts, struct application *it)
{
    it->answers.text = texts->open.length ? buffer_string(&texts->open) : NULL;
    it->details.text = texts->sealed.length ? buffer_string(&texts->sealed) : NULL;
}

bool
answers_write(struct act *a, const struct questions *all, const struct pairs *given,
              struct application *it)
{
    struct texts texts = { { .arena = a->arena }, { .arena = a->arena } };

    for (size_t i = 0; i < all->count; i++) {
        const char *name = question_name(a, all->rows[i]);
        struct buffer value = { .arena = a->arena };

        for (size_t n = 0; n < given->count; n++)
            if (strcmp(given->items[n].name, name) == 0)
                buffer_print(&value, "%s%s", value.length ? "\n" : "",
                             text_clean(a->arena, given->items[n].value));
        if (value.length)
            add_answer(&texts, all->rows[i], buffer_string(&value));
    }
    keep_texts(&texts, it);
    return true;
}

static const char *
shown(struct act *a, const struct checked *answer)
{
    if (question_is(answer->question, "choices"))
        return answer->value;
    return answer_shown(a, answer->question, answer->value);
}

/* A line of an answer that looks like the beginning of one would be read as that. */
static bool
check_lines(struct act *a, const struct checked *answer)
{
    const char *value = answer->value;

    return (strncmp(value, OPENS, strlen(OPENS)) != 0 && !strstr(value, "\n" OPENS)) ||
           fail(a, FAULT_INVALID, question_name(a, answer->question),
                "「%s」の行の初めに「【」は使えません。", answer->question->label);
}

static bool
read_checked(struct act *a, const struct application *it, struct questions *all,
             struct checked_list *out)
{
    struct pairs given = { NEW_ARRAY(a->arena, 2 * MOST_LINES + 2, struct pair), 0 };

    return questions_read(a, it->form.id, all) && answers_parse(a, all, it->answers.text, &given) &&
           answers_parse(a, all, it->details.text, &given) && form_check(a, all, &given, out);
}

bool
answers_settle(struct act *a, struct application *it)
{
    struct texts texts = { { .arena = a->arena }, { .arena = a->arena } };
    struct questions all;
    struct checked_list list;
    bool good = true;

    if (!read_checked(a, it, &all, &list))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        good = check_lines(a, &list.rows[i]) && good;
        add_answer(&texts, list.rows[i].question, shown(a, &list.rows[i]));
    }
    keep_texts(&texts, it);
    return good;
}

bool
answers_read(struct act *a, const struct application *it, struct questions *all,
             struct checked_list *out)
{
    struct application *opened = ledger_new(a, &application_ledger);
    bool found;

    return shape_read(a, shape_of(&application_ledger), it->base.id, true, opened, &found) &&
           read_checked(a, opened, all, out);
}
