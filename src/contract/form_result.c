/* What was answered, counted. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/form.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_TEXTS = 20 };

struct counted {
    int64_t question;
    const char *value;
    int64_t count;
};
struct counted_list {
    struct counted *rows;
    size_t count;
};

static const struct query answers_query = {
    .name = "form.results",
    .sql = "SELECT question, value, COUNT(*) AS count FROM answer WHERE form = :form"
           " AND removed_at IS NULL AND value IS NOT NULL GROUP BY question, value"
           " ORDER BY question, value",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, question), COLUMN(struct counted, value),
                       COLUMN(struct counted, count)),
};

static const struct query responses_query = {
    .name = "form.responses",
    .sql = "SELECT 0 AS question, '' AS value, COUNT(*) AS count FROM response"
           " WHERE form = :form AND removed_at IS NULL",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, question), COLUMN(struct counted, value),
                       COLUMN(struct counted, count)),
};

/* Whether a choice is one of the lines of an answer. */
static bool
has_line(const char *value, const char *choice)
{
    size_t length = strlen(choice);

    for (const char *at = value; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, choice, length) == 0 && (at[length] == '\n' || !at[length]))
            return true;
    return false;
}

static void
count_choices(struct act *a, const struct counted_list *all, struct result *out)
{
    struct question_choice *choices;

    out->count = question_choices(a, out->question, &choices);
    out->rows = NEW_ARRAY(a->arena, out->count + 1, struct result_row);
    out->is_counted = true;
    for (size_t c = 0; c < out->count; c++) {
        out->rows[c].label = choices[c].label;
        for (size_t i = 0; i < all->count; i++)
            if (all->rows[i].question == out->question->base.id &&
                has_line(all->rows[i].value, choices[c].value))
                out->rows[c].count += all->rows[i].count;
    }
}

/* The mean is cut to whole numbers: no floating point, and a survey needs no more. */
static void
measure(struct act *a, const struct counted_list *all, struct result *out)
{
    int64_t least = 0, most = 0, count = 0, sum = 0;
    bool fits = true;

    for (size_t i = 0; i < all->count; i++) {
        int64_t value, part;

        if (all->rows[i].question != out->question->base.id)
            continue;
        value = strtoll(all->rows[i].value, NULL, 10);
        least = !count || value < least ? value : least;
        most = !count || value > most ? value : most;
        fits = fits && !__builtin_mul_overflow(value, all->rows[i].count, &part) &&
               !__builtin_add_overflow(sum, part, &sum);
        count += all->rows[i].count;
    }
    if (!count)
        return;
    out->rows = NEW_ARRAY(a->arena, 3, struct result_row);
    out->rows[out->count++] = (struct result_row){ "最小", least };
    out->rows[out->count++] = (struct result_row){ "最大", most };
    if (fits)
        out->rows[out->count++] = (struct result_row){ "平均（端数切捨て）", sum / count };
}

static void
quote(struct act *a, const struct counted_list *all, struct result *out)
{
    out->rows = NEW_ARRAY(a->arena, MOST_TEXTS, struct result_row);
    for (size_t i = 0; i < all->count && out->count < MOST_TEXTS; i++)
        if (all->rows[i].question == out->question->base.id)
            out->rows[out->count++] = (struct result_row){
                answer_shown(a, out->question, all->rows[i].value),
                all->rows[i].count,
            };
}

bool
form_results(struct act *a, int64_t form, struct results *out)
{
    struct counted responses = { 0 };
    struct counted_list all;
    struct questions questions;
    bool found;

    *out = (struct results){ 0 };
    if (!questions_read(a, form, &questions) || !QUERY(a, &answers_query, all, BIND(form, form)) ||
        !query_first(a, &responses_query, &responses, &found, BOUND(BIND(form, form))))
        return false;
    out->responses = responses.count;
    out->rows = NEW_ARRAY(a->arena, questions.count + 1, struct result);
    for (size_t i = 0; i < questions.count; i++) {
        struct result *it = &out->rows[out->count++];
        struct question_choice *choices;

        it->question = questions.rows[i];
        for (size_t n = 0; n < all.count; n++)
            it->answered += all.rows[n].question == it->question->base.id ? all.rows[n].count : 0;
        if (it->question->is_personal)
            continue;
        if (question_is(it->question, "number"))
            measure(a, &all, it);
        else if (question_choices(a, it->question, &choices))
            count_choices(a, &all, it);
        else
            quote(a, &all, it);
    }
    return true;
}
