#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "ledger/list_parts.h"
#include "store/act.h"

enum {
    ROWS = 50,
    MOST_ROWS = 1000,
    MOST_FILTERS = 50,
    MOST_VALUE = 4000,
};

static const struct field *
sort_field(struct act *a, const struct ledger *l, const char *name)
{
    const struct field *f = list_field(l, name);

    if (!f || f->secret) {
        fail(a, FAULT_MALFORMED, "sort", "「%s」では並べられません。%sにない項目です。", name,
             l->title);
        return NULL;
    }
    if (f->personal || f->type == FIELD_REFS || f->type == FIELD_FILE) {
        fail(a, FAULT_MALFORMED, "sort", "%sでは並べられません。", f->label);
        return NULL;
    }
    return f;
}

static bool
parse_sort(struct act *a, struct list_request *out, const char *text)
{
    out->descending = *text == '-';
    out->sort = sort_field(a, out->ledger, text + out->descending);
    return out->sort != NULL;
}

static bool
add_filter(struct act *a, struct list_request *out, const char *name, const char *value)
{
    struct filter filter;
    bool none;

    if (out->filter_count == MOST_FILTERS)
        return fail(a, FAULT_MALFORMED, name, "条件は%d個までです。", MOST_FILTERS);
    if (!filter_parse(a, out->ledger, name, value, &filter, &none))
        return false;
    if (!none)
        out->filters[out->filter_count++] = filter;
    return true;
}

static bool
apply_view(struct act *a, struct list_request *out, const struct view *view)
{
    char *rest = arena_copy(a->arena, view->filter ? view->filter : "");
    bool good = true;

    out->view = view;
    while (rest && *rest) {
        char *value = strsep(&rest, "&"), *name = strsep(&value, "=");

        good &= add_filter(a, out, name, value ? value : "");
    }
    out->view_filters = out->filter_count;
    return good && (!view->sort || !*view->sort || parse_sort(a, out, view->sort));
}

static bool
parse_view(struct act *a, struct list_request *out, const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->items[i].value;

        if (strcmp(pairs->items[i].name, "view") != 0 || *name == '\0')
            continue;
        for (const struct view *v = out->ledger->views; v && v->name; v++)
            if (strcmp(v->name, name) == 0)
                return apply_view(a, out, v);
        return fail(a, FAULT_MALFORMED, "view", "「%s」という一覧は%sにありません。", name,
                    out->ledger->title);
    }
    return true;
}

static bool
parse_limit(struct act *a, struct list_request *out, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    long limit = digits > 0 && digits < 6 && !text[digits] ? strtol(text, NULL, 10) : 0;

    if (limit < 1 || limit > MOST_ROWS)
        return fail(a, FAULT_MALFORMED, "limit", "limit は 1から%dまでです。", MOST_ROWS);
    out->limit = (int)limit;
    return true;
}

static bool
parse_count(struct act *a, struct list_request *out, const char *text)
{
    out->count_exact = strcmp(text, "exact") == 0;
    out->counted = out->count_exact || strcmp(text, "1") == 0;
    return out->counted || strcmp(text, "0") == 0 ||
           fail(a, FAULT_MALFORMED, "count", "count は 1 か exact です。");
}

static bool
parse_columns(struct act *a, struct list_request *out, const char *text)
{
    char *columns = arena_copy(a->arena, text);

    for (char *c = columns; *c; c++)
        if (*c == ',')
            *c = ' ';
    out->columns = columns;
    return true;
}

static bool
parse_personal(struct act *a, struct list_request *out, const char *text)
{
    out->personal = strcmp(text, "1") == 0;
    if (!out->personal && strcmp(text, "0") != 0)
        return fail(a, FAULT_MALFORMED, "personal", "personal は 1 か 0 です。");
    return !out->personal || access_require(a, out->ledger, DEED_PERSONAL, NULL);
}

static bool
parse_words(struct act *a, struct list_request *out, const char *text)
{
    (void)a;
    out->words = text;
    return true;
}

static bool
parse_after(struct act *a, struct list_request *out, const char *text)
{
    (void)a;
    out->after = text;
    return true;
}

static bool
parse_nothing(struct act *a, struct list_request *out, const char *text)
{
    (void)a, (void)out, (void)text;
    return true;
}

static const struct {
    const char *name;
    bool (*parse)(struct act *a, struct list_request *out, const char *text);
} parameters[] = {
    { "view", parse_nothing }, /* read before the others */
    { "q", parse_words },           { "sort", parse_sort },   { "limit", parse_limit },
    { "after", parse_after },       { "count", parse_count }, { "columns", parse_columns },
    { "personal", parse_personal },
};
enum { PARAMETERS = sizeof parameters / sizeof *parameters };

static bool
parse_one(struct act *a, struct list_request *out, const struct pair *pair)
{
    if (!utf8_valid(pair->name, strlen(pair->name)) ||
        !utf8_valid(pair->value, strlen(pair->value)) || strlen(pair->value) > MOST_VALUE)
        return fail(a, FAULT_MALFORMED, NULL,
                    "条件が長すぎるか、文字コードが UTF-8 ではありません。");
    for (size_t i = 0; i < PARAMETERS; i++)
        if (strcmp(parameters[i].name, pair->name) == 0)
            return *pair->value == '\0' || parameters[i].parse(a, out, pair->value);
    return add_filter(a, out, pair->name, pair->value);
}

bool
list_parse(struct act *a, const struct ledger *l, const struct pairs *pairs,
           struct list_request *out)
{
    bool good;

    *out = (struct list_request){
        .ledger = l,
        .filters = NEW_ARRAY(a->arena, MOST_FILTERS, struct filter),
        .limit = ROWS,
        .descending = true,
    };
    good = parse_view(a, out, pairs);
    for (size_t i = 0; i < pairs->count; i++)
        good &= parse_one(a, out, &pairs->items[i]);
    return good;
}
