#include "contract/form_api.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "contract/form.h"
#include "store/act.h"
#include "web/patch.h"
#include "web/route.h"

enum { MOST_ANSWERS = 5000 };

static bool
add(struct act *a, struct pairs *out, const char *name, const json_t *value)
{
    const char *text = json_is_string(value)  ? json_string_value(value)
                       : json_is_true(value)  ? "yes"
                       : json_is_false(value) ? "no"
                       : json_is_integer(value)
                           ? arena_print(a->arena, "%lld", (long long)json_integer_value(value))
                           : NULL;

    if (!text)
        return fail(a, FAULT_INVALID, name, "答えは、文字列か整数か true、false で書きます。");
    if (out->count == MOST_ANSWERS)
        return fail(a, FAULT_LARGE, NULL, "答えは%d個までです。", MOST_ANSWERS);
    out->items[out->count++] = (struct pair){ name, text };
    return true;
}

/* A list stands for several choices; null is no answer. */
static bool
read_answers(struct act *a, json_t *object, struct pairs *out)
{
    json_t *answers = json_object_get(object, "answers"), *value, *one;
    const char *name;
    size_t i;
    bool good = true;

    *out = (struct pairs){ NEW_ARRAY(a->arena, MOST_ANSWERS, struct pair), 0 };
    if (!json_is_object(answers) || json_object_size(object) != 1)
        return fail(a, FAULT_INVALID, "answers", "answers に、質問の名前と答えを書きます。");
    json_object_foreach(answers, name, value)
    {
        if (json_is_null(value))
            continue;
        if (!json_is_array(value)) {
            good = add(a, out, name, value) && good;
            continue;
        }
        json_array_foreach(value, i, one)
        {
            good = add(a, out, name, one) && good;
        }
    }
    return good;
}

/* What was answered to no question is a slip of the sender, not to be dropped. */
static bool
all_known(struct act *a, int64_t form, const struct pairs *given)
{
    struct questions all;
    bool good = true;

    if (!questions_read(a, form, &all))
        return false;
    for (size_t i = 0; i < given->count; i++) {
        bool known = false;

        for (size_t n = 0; n < all.count; n++)
            known |= strcmp(question_name(a, all.rows[n]), given->items[i].name) == 0;
        if (!known)
            good = fail(a, FAULT_INVALID, given->items[i].name, "この質問票にない質問です。");
    }
    return good;
}

bool
form_api_send(struct act *a, const struct request *q, struct reply *r)
{
    struct question_form *form = ledger_new(a, &question_form_ledger);
    struct pairs given;
    json_t *object;
    int64_t response;

    if (!ledger_read(a, &question_form_ledger, q->id, false, form) ||
        !patch_read(a, q, "application/json", false, &object) || !read_answers(a, object, &given) ||
        !all_known(a, q->id, &given) || !form_send(a, q->id, &given, NULL, 0, &response))
        return false;
    r->status = 201;
    r->type = "application/json";
    buffer_text(&r->body, "{\"id\":");
    if (response)
        buffer_int(&r->body, response);
    else
        buffer_text(&r->body, "null");
    buffer_print(&r->body, ",\"form\":{\"id\":%lld}}\n", (long long)q->id);
    return true;
}
