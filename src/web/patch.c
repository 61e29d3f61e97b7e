#include "web/patch.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/time.h"
#include "base/utf8.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/route.h"

enum {
    MOST_MEMBERS = 500,
    MOST_NAME = 60, /* of a name in a sentence */
};

bool
patch_read(struct act *a, const struct request *q, const char *type, bool may_be_empty,
           json_t **object)
{
    const char *why;

    if (may_be_empty && q->body_length == 0)
        return json_read(a->arena, "{}", 2, object, &why);
    if (q->body_length == 0)
        return fail(a, FAULT_MALFORMED, NULL,
                    "本文がありません。JSON のオブジェクトを送ってください。");
    if (strcmp(q->type, type) != 0)
        return fail(a, FAULT_MEDIA, NULL, "Content-Type は %s にしてください。", type);
    if (!json_read(a->arena, q->body, q->body_length, object, &why))
        return fail(a, FAULT_MALFORMED, NULL, "%s", why);
    if (!json_is_object(*object))
        return fail(a, FAULT_MALFORMED, NULL, "JSON のオブジェクト { … } を送ってください。");
    if (json_object_size(*object) > MOST_MEMBERS)
        return fail(a, FAULT_MALFORMED, NULL, "項目は%d個までです。", MOST_MEMBERS);
    return true;
}

/* --- one value ---------------------------------------------------------------- */

/* A value on its way to text; `why` says what was expected when it does not fit. */
struct reading {
    struct act *a;
    const struct field *field;
    const char *text;
    const char *why;
};

static bool
expect(struct reading *r, const char *why)
{
    r->why = why;
    return false;
}

static bool
read_string(struct reading *r, const json_t *value)
{
    if (!json_is_string(value))
        return expect(r, "文字列で書いてください。");
    r->text = json_string_value(value);
    return true;
}

static bool
read_integer(struct reading *r, const json_t *value)
{
    if (!json_is_integer(value))
        return expect(r, "整数で書いてください。例：1200");
    r->text = arena_print(r->a->arena, "%lld", (long long)json_integer_value(value));
    return true;
}

static bool
read_flag(struct reading *r, const json_t *value)
{
    if (!json_is_boolean(value))
        return expect(r, "true か false で書いてください。");
    r->text = json_is_true(value) ? "1" : "0";
    return true;
}

static bool
read_date(struct reading *r, const json_t *value)
{
    struct date date;

    if (!json_is_string(value) || !date_parse(json_string_value(value), &date))
        return expect(r, "ある日を 2026-04-01 の形で書いてください。");
    r->text = json_string_value(value);
    return true;
}

static bool
read_instant(struct reading *r, const json_t *value)
{
    struct instant instant;

    if (!json_is_string(value) || !instant_parse(json_string_value(value), &instant))
        return expect(r, "日時を 2026-04-01T09:30:00+09:00 の形で書いてください。");
    r->text = json_string_value(value);
    return true;
}

static bool
read_choice(struct reading *r, const json_t *value)
{
    const struct choice_item *item = r->field->choices;

    while (json_is_string(value) && item && item->code) {
        if (strcmp(item->code, json_string_value(value)) == 0) {
            r->text = item->code;
            return true;
        }
        item++;
    }
    return expect(r, "選べるコードの1つを書いてください。コードは /api/openapi.json にあります。");
}

static bool
read_id(struct reading *r, const json_t *value)
{
    if (!json_is_integer(value) || json_integer_value(value) < 1)
        return expect(r, "参照は id（整数）で書いてください。");
    return read_integer(r, value);
}

static bool
read_ids(struct reading *r, const json_t *value)
{
    struct buffer list = { .arena = r->a->arena };

    if (!json_is_array(value))
        return expect(r, "参照は id（整数）の配列で書いてください。");
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *one = json_array_get(value, i);

        if (!json_is_integer(one) || json_integer_value(one) < 1)
            return expect(r, "参照は id（整数）の配列で書いてください。");
        buffer_print(&list, "%s%lld", i ? "," : "", (long long)json_integer_value(one));
    }
    r->text = buffer_string(&list);
    return true;
}

/* One end of a period, "" when it is open. */
static bool
read_end(const json_t *value, const char **out)
{
    struct date date;

    *out = "";
    if (!value || json_is_null(value))
        return true;
    *out = json_string_value(value);
    return *out && date_parse(*out, &date);
}

static bool
read_period(struct reading *r, const json_t *value)
{
    const json_t *from = json_object_get(value, "from"), *until = json_object_get(value, "until");
    size_t known = (from ? 1u : 0u) + (until ? 1u : 0u);
    const char *first, *last;

    if (!json_is_object(value) || json_object_size(value) != known || !read_end(from, &first) ||
        !read_end(until, &last))
        return expect(r, "期間を {\"from\":\"2026-04-01\",\"until\":null} の形で書いてください。");
    r->text = *first || *last ? arena_print(r->a->arena, "%s/%s", first, last) : "";
    return true;
}

static bool
read_file(struct reading *r, const json_t *value)
{
    (void)value;
    return expect(r, "ファイルは JSON では書けません。画面から添付してください。");
}

static bool (*const readers[FIELD_TYPES])(struct reading *r, const json_t *value) = {
    [FIELD_TEXT] = read_string,     [FIELD_PROSE] = read_string,  [FIELD_NUMBER] = read_integer,
    [FIELD_YEN] = read_integer,     [FIELD_DATE] = read_date,     [FIELD_TIME] = read_instant,
    [FIELD_MINUTES] = read_integer, [FIELD_PERIOD] = read_period, [FIELD_CHOICE] = read_choice,
    [FIELD_BOOL] = read_flag,       [FIELD_REF] = read_id,        [FIELD_REFS] = read_ids,
    [FIELD_MAIL] = read_string,     [FIELD_PHONE] = read_string,  [FIELD_POSTCODE] = read_string,
    [FIELD_INET] = read_string,     [FIELD_MAC] = read_string,    [FIELD_URL] = read_string,
    [FIELD_FILE] = read_file,
};

/* --- all of them -------------------------------------------------------------- */

/* A name that is not ours may be of any length; a sentence shows its beginning. */
static const char *
short_name(struct act *a, const char *name)
{
    size_t length = strlen(name);

    if (length <= MOST_NAME)
        return name;
    return arena_print(a->arena, "%.*s…", (int)utf8_valid_length(name, MOST_NAME), name);
}

/* Members that say how to write, not what. */
static bool
is_reason(const struct ledger *l, const char *name)
{
    return strcmp(name, "reason") == 0 && !list_field(l, name);
}

static bool
read_member(struct act *a, const struct ledger *l, const char *name, const json_t *value,
            struct pairs *out)
{
    static const struct field reason = { .name = "reason", .label = "理由", .type = FIELD_TEXT };
    const struct field *f = is_reason(l, name) ? &reason : list_field(l, name);
    struct reading r = { .a = a, .field = f, .text = "" };

    if (!f || f->secret) {
        name = short_name(a, name);
        return fail(a, FAULT_INVALID, name, "「%s」という項目は%sにありません。", name, l->title);
    }
    if (f->fixed)
        return fail(a, FAULT_INVALID, name, "%sは書き込めません。", f->label);
    if (!json_is_null(value) && !readers[f->type](&r, value))
        return fail(a, FAULT_INVALID, name, "%sは、%s", f->label, r.why);
    out->items[out->count++] = (struct pair){ f->name, r.text };
    return true;
}

bool
patch_pairs(struct act *a, const struct ledger *l, json_t *object, const char *also,
            struct pairs *out)
{
    const char *name;
    json_t *value;
    bool good = true;

    *out = (struct pairs){ NEW_ARRAY(a->arena, json_object_size(object) + 1, struct pair), 0 };
    json_object_foreach(object, name, value)
    {
        if (!names_have(also, name))
            good &= read_member(a, l, name, value, out);
    }
    return good;
}

static bool
has_id(const json_t *value, size_t i, const struct ref *ref)
{
    const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;

    return json_integer_value(one) == ref->id;
}

/* ledger_fill also finds records by code or title, and an id is a text of digits, too. */
static bool
check_refs(struct act *a, const struct ledger *l, json_t *object, const void *row)
{
    const char *name;
    json_t *value;
    bool good = true;

    json_object_foreach(object, name, value)
    {
        const struct field *f = list_field(l, name);
        bool many = f && f->type == FIELD_REFS;
        const struct refs *refs;
        struct refs one;
        bool same;

        if (!f || (!many && f->type != FIELD_REF) || json_is_null(value))
            continue;
        one = (struct refs){ (struct ref *)(uintptr_t)record_at(a, l, f, row), 1 };
        refs = many ? record_at(a, l, f, row) : &one;
        same = !many || refs->count == json_array_size(value);
        for (size_t i = 0; same && i < refs->count; i++)
            same = has_id(value, i, &refs->items[i]);
        if (!same)
            good = fail(a, FAULT_INVALID, f->name, "%sの台帳に見つかりません。", f->to->title);
    }
    return good;
}

bool
patch_fill(struct act *a, const struct ledger *l, json_t *object, const char *also, void *row)
{
    struct pairs pairs;
    bool good = patch_pairs(a, l, object, also, &pairs);

    /* The good members are looked at too, so that all faults come at once. */
    if (!ledger_fill(a, l, row, &pairs) || !good)
        return false;
    return check_refs(a, l, object, row);
}
