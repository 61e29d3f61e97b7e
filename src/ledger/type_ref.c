#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/type.h"
#include "store/act.h"

static const char *
code_at(const void *at)
{
    const char *code;

    memcpy(&code, at, sizeof code);
    return code;
}

static const struct choice_item *
item_of(const struct field *f, const char *code)
{
    for (const struct choice_item *item = f->choices; item && item->code; item++)
        if (strcmp(item->code, code) == 0)
            return item;
    return NULL;
}

enum { NAMED_CHOICES = 8 };

static bool
parse_choice(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const struct choice_item *item = type_choose(a, f->choices, text);
    struct buffer labels = { .arena = a->arena };
    int count = 0;

    if (item) {
        memcpy(at, &item->code, sizeof item->code);
        return true;
    }
    for (item = f->choices; item && item->code && count < NAMED_CHOICES; item++, count++) {
        buffer_text(&labels, count ? "、" : "");
        buffer_text(&labels, item->label);
    }
    return type_refuse(a, why, "%s%s から選んでください。", buffer_string(&labels),
                       item && item->code ? " など" : "");
}

static const char *
choice_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct choice_item *item = item_of(f, code_at(at));

    (void)a;
    return style == STYLE_SHOWN && item ? item->label : code_at(at);
}

/* In the order of the declaration, as people know it; codes no longer declared last. */
static int
choice_compare(const struct field *f, const void *left, const void *right)
{
    const struct choice_item *l = item_of(f, code_at(left)), *r = item_of(f, code_at(right));

    if (l && r)
        return (l > r) - (l < r);
    if (!l && !r)
        return text_compare(code_at(left), code_at(right));
    return l ? -1 : 1;
}

static int64_t
id_at(const void *at)
{
    int64_t id;

    memcpy(&id, at, sizeof id);
    return id;
}

static bool
parse_ref(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    struct ref ref = { 0 };

    if (!ref_find(a, f->to, text, &ref.id, &ref.title, why))
        return false;
    memcpy(at, &ref, sizeof ref);
    return true;
}

static bool
ref_empty(const void *at)
{
    return id_at(at) == 0;
}

static int
ref_compare(const struct field *f, const void *left, const void *right)
{
    const struct ref *l = left, *r = right;

    (void)f;
    if (l->title && r->title && text_compare(l->title, r->title) != 0)
        return text_compare(l->title, r->title);
    return (l->id > r->id) - (l->id < r->id);
}

static const char *
ref_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct ref *ref = at;

    (void)f;
    if (style == STYLE_SHOWN && ref->title && *ref->title)
        return ref->title;
    return arena_print(a->arena, "%lld", (long long)ref->id);
}

static void
one_json(struct buffer *out, const struct ref *ref)
{
    buffer_text(out, "{\"id\":");
    buffer_int(out, ref->id);
    buffer_text(out, ",\"title\":");
    json_text(out, ref->title ? ref->title : "");
    buffer_char(out, '}');
}

static void
ref_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    (void)a, (void)f;
    one_json(out, at);
}

static void
ref_copy(struct act *a, const void *from, void *to)
{
    struct ref ref;

    memcpy(&ref, from, sizeof ref);
    if (ref.title)
        ref.title = arena_copy(a->arena, ref.title);
    memcpy(to, &ref, sizeof ref);
}

enum { MOST_REFS = 1000 };

/* Ids or names with commas (、 and line ends too) between. */
static bool
parse_refs(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    struct refs refs = { .items = NEW_ARRAY(a->arena, MOST_REFS, struct ref) };

    while (*text) {
        size_t length = 0, sign = 0;
        const char *one;

        for (; text[length]; length++) {
            sign = strchr(",\n;", text[length])           ? 1
                   : strncmp(text + length, "、", 3) == 0 ? 3
                   : strncmp(text + length, "，", 3) == 0 ? 3
                                                          : 0;
            if (sign)
                break;
        }
        one = text_clean(a->arena, arena_slice(a->arena, text, length));
        text += length + (text[length] ? sign : 0);
        if (*one == '\0')
            continue;
        if (refs.count == MOST_REFS)
            return type_refuse(a, why, "%d件までです。", MOST_REFS);
        if (!ref_find(a, f->to, one, &refs.items[refs.count].id, &refs.items[refs.count].title,
                      why))
            return false;
        refs.count++;
    }
    memcpy(at, &refs, sizeof refs);
    return true;
}

static bool
refs_empty(const void *at)
{
    const struct refs *refs = at;

    return refs->count == 0;
}

static int
refs_compare(const struct field *f, const void *left, const void *right)
{
    const struct refs *l = left, *r = right;

    for (size_t i = 0; i < l->count && i < r->count; i++)
        if (l->items[i].id != r->items[i].id)
            return ref_compare(f, &l->items[i], &r->items[i]);
    return (l->count > r->count) - (l->count < r->count);
}

static const char *
refs_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct refs *refs = at;
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < refs->count; i++) {
        buffer_text(&out, i == 0 ? "" : style == STYLE_SHOWN ? "、" : ",");
        buffer_text(&out, ref_text(a, f, &refs->items[i], style));
    }
    return buffer_string(&out);
}

static void
refs_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    const struct refs *refs = at;

    (void)a, (void)f;
    buffer_char(out, '[');
    for (size_t i = 0; i < refs->count; i++) {
        buffer_text(out, i ? "," : "");
        one_json(out, &refs->items[i]);
    }
    buffer_char(out, ']');
}

static void
refs_copy(struct act *a, const void *from, void *to)
{
    struct refs refs;
    struct ref *items;

    memcpy(&refs, from, sizeof refs);
    items = NEW_ARRAY(a->arena, refs.count, struct ref);
    for (size_t i = 0; i < refs.count; i++)
        ref_copy(a, &refs.items[i], &items[i]);
    refs.items = items;
    memcpy(to, &refs, sizeof refs);
}

const char *
refs_store(struct act *a, const struct refs *refs)
{
    struct buffer out = { .arena = a->arena };

    if (refs->count == 0)
        return "";
    buffer_char(&out, ',');
    for (size_t i = 0; i < refs->count; i++) {
        buffer_int(&out, refs->items[i].id);
        buffer_char(&out, ',');
    }
    return buffer_string(&out);
}

void
refs_load(struct act *a, const char *stored, struct refs *out)
{
    size_t commas = 0;

    *out = (struct refs){ 0 };
    for (const char *c = stored; *c; c++)
        commas += *c == ',';
    if (commas < 2)
        return;
    out->items = NEW_ARRAY(a->arena, commas - 1, struct ref);
    while (*stored == ',' && stored[1] && out->count < commas - 1) {
        char *end;

        out->items[out->count++].id = strtoll(stored + 1, &end, 10);
        stored = end;
    }
}

static bool
parse_file(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    (void)f, (void)text, (void)at;
    return type_refuse(a, why, "ファイルは文字では書けません。画面から添付してください。");
}

static const char *
file_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct file *file = at;

    (void)a, (void)f;
    return style == STYLE_SHOWN && file->name ? file->name : file->hash;
}

static void
file_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    const struct file *file = at;

    (void)a, (void)f;
    buffer_text(out, "{\"hash\":");
    json_text(out, file->hash);
    buffer_text(out, ",\"name\":");
    json_text(out, file->name ? file->name : "");
    buffer_text(out, ",\"size\":");
    buffer_int(out, file->size);
    buffer_char(out, '}');
}

static int
file_compare(const struct field *f, const void *left, const void *right)
{
    const struct file *l = left, *r = right;

    (void)f;
    return text_compare(l->hash, r->hash);
}

static void
file_copy(struct act *a, const void *from, void *to)
{
    struct file file;

    memcpy(&file, from, sizeof file);
    file.hash = file.hash ? arena_copy(a->arena, file.hash) : NULL;
    file.name = file.name ? arena_copy(a->arena, file.name) : NULL;
    memcpy(to, &file, sizeof file);
}

const struct type type_choice = {
    .title = "選択",
    .size = sizeof(struct choice),
    .column = COLUMN_TEXT,
    .parse = parse_choice,
    .text = choice_text,
    .empty = type_pointer_empty,
    .compare = choice_compare,
    .copy = type_pointer_copy,
    .json = type_json_text,
};
const struct type type_ref = {
    .title = "参照",
    .size = sizeof(struct ref),
    .column = COLUMN_INT,
    .parse = parse_ref,
    .text = ref_text,
    .empty = ref_empty,
    .compare = ref_compare,
    .copy = ref_copy,
    .json = ref_json,
};
const struct type type_refs = {
    .title = "参照（いくつでも）",
    .size = sizeof(struct refs),
    .column = COLUMN_TEXT,
    .parse = parse_refs,
    .text = refs_text,
    .empty = refs_empty,
    .compare = refs_compare,
    .copy = refs_copy,
    .json = refs_json,
};
const struct type type_file = {
    .title = "ファイル",
    .size = sizeof(struct file),
    .column = COLUMN_TEXT,
    .parse = parse_file,
    .text = file_text,
    .empty = type_pointer_empty,
    .compare = file_compare,
    .copy = file_copy,
    .json = file_json,
};
