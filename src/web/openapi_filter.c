#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/openapi_parts.h"

/* What all lists have; written as it is. */
static const struct {
    const char *name;
    const char *parameter;
} shared[] = {
    { "id", "{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"description\":\"記録の id\","
            "\"schema\":{\"type\":\"integer\",\"minimum\":1}}" },
    { "attachment", "{\"name\":\"attachment\",\"in\":\"path\",\"required\":true,\"description\":"
                    "\"添付ファイルの番号\",\"schema\":{\"type\":\"integer\",\"minimum\":1}}" },
    { "link", "{\"name\":\"link\",\"in\":\"path\",\"required\":true,\"description\":"
              "\"関連の番号\",\"schema\":{\"type\":\"integer\",\"minimum\":1}}" },
    { "if_match", "{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,"
                  "\"description\":\"読んだときの ETag\",\"schema\":{\"type\":\"string\"}}" },
    { "if_match_optional",
      "{\"name\":\"If-Match\",\"in\":\"header\",\"description\":\"読んだときの ETag。"
      "ほかの人が先に変えていれば 412\",\"schema\":{\"type\":\"string\"}}" },
    { "if_none_match", "{\"name\":\"If-None-Match\",\"in\":\"header\",\"description\":"
                       "\"手元の ETag。同じなら 304\",\"schema\":{\"type\":\"string\"}}" },
    { "idempotency_key", "{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":"
                         "\"同じ求めを送り直しても1回だけ行う。24時間覚える\","
                         "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}}" },
    { "reason", "{\"name\":\"reason\",\"in\":\"query\",\"description\":\"理由。履歴に残る\","
                "\"schema\":{\"type\":\"string\"}}" },
    { "q", "{\"name\":\"q\",\"in\":\"query\",\"description\":\"ことば。新しいものから\","
           "\"schema\":{\"type\":\"string\"}}" },
    { "limit", "{\"name\":\"limit\",\"in\":\"query\",\"description\":\"1ページの件数\","
               "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,"
               "\"default\":50}}" },
    { "history_limit", "{\"name\":\"limit\",\"in\":\"query\",\"description\":\"1ページの件数\","
                       "\"schema\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,"
                       "\"default\":50}}" },
    { "after", "{\"name\":\"after\",\"in\":\"query\",\"description\":\"前の答えの next\","
               "\"schema\":{\"type\":\"string\"}}" },
    { "count", "{\"name\":\"count\",\"in\":\"query\",\"description\":"
               "\"1：1,000件まで正確に数える、exact：すべて数える\","
               "\"schema\":{\"enum\":[\"0\",\"1\",\"exact\"]}}" },
    { "columns", "{\"name\":\"columns\",\"in\":\"query\",\"description\":\"読む項目だけ\","
                 "\"style\":\"form\",\"explode\":false,"
                 "\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}" },
    { "personal", "{\"name\":\"personal\",\"in\":\"query\",\"description\":"
                  "\"1：個人情報も読む。読んだことが記録される\","
                  "\"schema\":{\"enum\":[\"0\",\"1\"]}}" },
    { "encoding", "{\"name\":\"encoding\",\"in\":\"query\",\"description\":\"文字コード\","
                  "\"schema\":{\"enum\":[\"utf-8\",\"windows-31j\",\"cp932\"]}}" },
    { "yes", "{\"name\":\"yes\",\"in\":\"query\",\"description\":"
             "\"1：書き込む。なければ確かめるだけ\",\"schema\":{\"enum\":[\"0\",\"1\"]}}" },
    { "good", "{\"name\":\"good\",\"in\":\"query\",\"description\":"
              "\"1：正しい行だけを書き込む\",\"schema\":{\"enum\":[\"0\",\"1\"]}}" },
    { "mapping", "{\"name\":\"mapping\",\"in\":\"query\",\"description\":"
                 "\"保存した列の対応の名前\",\"schema\":{\"type\":\"string\"}}" },
    { "contract", "{\"name\":\"contract\",\"in\":\"query\",\"description\":\"契約の id\","
                  "\"schema\":{\"type\":\"integer\"}}" },
    { "sheet", "{\"name\":\"sheet\",\"in\":\"query\",\"description\":"
               "\"Excel のシートの名前。なければ、データのある最初のシート\","
               "\"schema\":{\"type\":\"string\"}}" },
    { 0 },
};

static const struct {
    const char *suffix;
    enum operation operation;
    const char *words;
} operators[] = {
    { "", IS, "この値" },
    { ".ne", IS_NOT, "この値でない" },
    { ".lt", BELOW, "この値より前・小さい" },
    { ".le", AT_MOST, "この値以前・以下" },
    { ".gt", ABOVE, "この値より後・大きい" },
    { ".ge", AT_LEAST, "この値以後・以上" },
    { ".has", HAS, "これを含む" },
    { ".in", AMONG, "このうちのどれか" },
    { ".empty", EMPTY, "空か（true、false）" },
};
enum { OPERATORS = sizeof operators / sizeof *operators };

/* --- asking the list ---------------------------------------------------------------- */

/* The list knows which types take which operators: a parameter without value is no
   condition, but only where it could be one. */
static bool
list_takes(struct act *a, const struct ledger *l, const char *name, const char *value)
{
    struct arena_mark mark = arena_mark(a->arena);
    struct pair pair = { name, value };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    size_t faults = a->fault_count;
    bool takes = list_parse(a, l, &pairs, &request);

    act_forgive(a, faults);
    arena_reset(a->arena, mark);
    return takes;
}

enum { NAME_ROOM = 80 };

static const char *
filter_name(char room[NAME_ROOM], const struct field *f, size_t operator)
{
    size_t length = strlen(f->name), suffix = strlen(operators[operator].suffix);

    if (length + suffix >= NAME_ROOM)
        return NULL;
    memcpy(room, f->name, length);
    memcpy(room + length, operators[operator].suffix, suffix + 1);
    return room;
}

/* Calls for every filter that the list of this ledger takes. */
static void
each_filter(struct act *a, struct buffer *out, const struct ledger *l,
            void (*each)(struct buffer *out, const struct ledger *l, const struct field *f,
                         size_t operator, const char * name))
{
    const struct shape *s = shape_of(l);
    const struct field *const lists[] = { s->head, s->fields };
    char room[NAME_ROOM];

    for (size_t list = 0; list < 2; list++)
        for (const struct field *f = lists[list]; f->name; f++)
            for (size_t i = 0; i < OPERATORS; i++) {
                const char *name = filter_name(room, f, i);

                if (name && list_takes(a, l, name, ""))
                    each(out, l, f, i, name);
            }
}

/* --- one parameter -------------------------------------------------------------------- */

static void
write_schema(struct buffer *out, const struct field *f, enum operation operation)
{
    bool many = operation == AMONG;

    if (many)
        buffer_text(out, ",\"style\":\"form\",\"explode\":false");
    openapi_open(out, "schema", '{');
    if (many)
        buffer_text(out, "\"type\":\"array\",\"items\":{");
    if (operation == EMPTY)
        buffer_text(out, "\"type\":\"boolean\"");
    else if (f->type == FIELD_CHOICE)
        openapi_value(out, f, true, false);
    else if (f->type == FIELD_NUMBER || f->type == FIELD_YEN || f->type == FIELD_MINUTES)
        buffer_text(out, "\"type\":\"integer\"");
    else if (f->type == FIELD_BOOL)
        buffer_text(out, "\"type\":\"boolean\"");
    else if (f->type == FIELD_REF || f->type == FIELD_REFS)
        buffer_text(out, "\"type\":[\"integer\",\"string\"]");
    else
        buffer_text(out, "\"type\":\"string\"");
    buffer_text(out, many ? "}}" : "}");
}

static const char *
value_words(const struct field *f, enum operation operation)
{
    if (operation == EMPTY)
        return "";
    if (f->type == FIELD_DATE || f->type == FIELD_TIME || f->type == FIELD_PERIOD)
        return "。日付（今日は today）";
    if (f->type == FIELD_REF)
        return "。id（自分は me）";
    return "";
}

static void
write_filter(struct buffer *out, const struct ledger *l, const struct field *f, size_t operator,
             const char * name)
{
    struct buffer words = { 0 };

    openapi_next(out);
    buffer_print(out, "\"%s.%s\":{\"name\":\"%s\",\"in\":\"query\"", l->name, name, name);
    buffer_print(&words, "%s：%s%s", f->label, operators[operator].words,
                 value_words(f, operators[operator].operation));
    openapi_text(out, "description", buffer_string(&words));
    buffer_release(&words);
    write_schema(out, f, operators[operator].operation);
    buffer_char(out, '}');
}

static void
refer_filter(struct buffer *out, const struct ledger *l, const struct field *f, size_t operator,
             const char * name)
{
    (void)f, (void)operator;
    openapi_next(out);
    buffer_print(out, "{\"$ref\":\"#/components/parameters/%s.%s\"}", l->name, name);
}

/* The parameter `sort` has each field by which the list can be put in order, twice. */
static void
write_sort(struct act *a, struct buffer *out, const struct ledger *l)
{
    const struct shape *s = shape_of(l);
    const struct field *const lists[] = { s->head, s->fields };

    openapi_next(out);
    buffer_print(out,
                 "\"%s..sort\":{\"name\":\"sort\",\"in\":\"query\",\"description\":"
                 "\"並べる項目。- を付けると大きい・新しいものから\",\"schema\":{\"enum\":[",
                 l->name);
    for (size_t list = 0; list < 2; list++)
        for (const struct field *f = lists[list]; f->name; f++)
            if (list_takes(a, l, "sort", f->name)) {
                openapi_next(out);
                buffer_print(out, "\"%s\",\"-%s\"", f->name, f->name);
            }
    buffer_text(out, "]}}");
}

static void
write_view(struct buffer *out, const struct ledger *l)
{
    struct buffer words = { 0 };

    if (!l->views || !l->views[0].name)
        return;
    openapi_next(out);
    buffer_print(out, "\"%s..view\":{\"name\":\"view\",\"in\":\"query\"", l->name);
    buffer_text(&words, "用意された一覧。ほかの指定で絞り込める。");
    for (const struct view *v = l->views; v->name; v++)
        buffer_print(&words, "%s%s＝%s", v == l->views ? "" : "、", v->name, v->title);
    openapi_text(out, "description", buffer_string(&words));
    buffer_release(&words);
    openapi_open(out, "schema", '{');
    openapi_open(out, "enum", '[');
    for (const struct view *v = l->views; v->name; v++) {
        openapi_next(out);
        json_text(out, v->name);
    }
    buffer_text(out, "]}}");
}

void
openapi_parameters(struct act *a, struct buffer *out)
{
    const struct ledger *const *all;
    size_t count;

    all = ledgers_all(&count);
    openapi_open(out, "parameters", '{');
    for (size_t i = 0; shared[i].name; i++) {
        openapi_key(out, shared[i].name);
        buffer_text(out, shared[i].parameter);
    }
    for (size_t i = 0; i < count; i++) {
        write_sort(a, out, all[i]);
        write_view(out, all[i]);
        each_filter(a, out, all[i], write_filter);
    }
    buffer_char(out, '}');
}

void
openapi_filters(struct act *a, struct buffer *out, const struct ledger *l)
{
    openapi_next(out);
    buffer_print(out, "{\"$ref\":\"#/components/parameters/%s..sort\"}", l->name);
    if (l->views && l->views[0].name)
        buffer_print(out, ",{\"$ref\":\"#/components/parameters/%s..view\"}", l->name);
    each_filter(a, out, l, refer_filter);
}
