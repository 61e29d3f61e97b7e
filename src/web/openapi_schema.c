#include <string.h>

#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/link.h"
#include "ledger/shape.h"
#include "web/api_parts.h"
#include "web/openapi_parts.h"

/* What stands in for all ledgers; written as it is. */
static const struct {
    const char *name;
    const char *schema;
} shared[] = {
    { "Ref", "{\"type\":\"object\",\"description\":\"ほかの記録\","
             "\"required\":[\"id\",\"title\"],\"properties\":{"
             "\"id\":{\"type\":\"integer\"},\"title\":{\"type\":\"string\"}}}" },
    { "Period", "{\"type\":\"object\",\"description\":\"期間。両端の日を含み、null は限りなし\","
                "\"properties\":{\"from\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},"
                "\"until\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"}},"
                "\"additionalProperties\":false}" },
    { "Fault", "{\"type\":\"object\",\"required\":[\"message\"],\"properties\":{"
               "\"message\":{\"type\":\"string\",\"description\":\"何がいけないか、どうするか\"},"
               "\"field\":{\"type\":\"string\",\"description\":\"項目か指定の名前\"},"
               "\"column\":{\"type\":\"string\",\"description\":\"ファイルの見出し\"},"
               "\"value\":{\"type\":\"string\"},\"line\":{\"type\":\"integer\"},"
               "\"row\":{\"type\":\"integer\"}}}" },
    { "Problem",
      "{\"type\":\"object\",\"description\":\"RFC 9457 の問題文書\","
      "\"required\":[\"type\",\"title\",\"status\",\"faults\"],\"properties\":{"
      "\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":{\"type\":\"string\"},"
      "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
      "\"request\":{\"type\":\"string\",\"description\":\"問い合わせるときの番号\"},"
      "\"version\":{\"type\":\"integer\",\"description\":\"412 のとき、いまの版\"},"
      "\"current\":{\"type\":\"object\",\"description\":\"412 のとき、いまの記録\"},"
      "\"faults\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Fault\"}}}}" },
    { "Change", "{\"type\":\"object\",\"properties\":{"
                "\"field\":{\"type\":[\"string\",\"null\"]},\"label\":{\"type\":\"string\"},"
                "\"before\":{\"type\":[\"string\",\"null\"]},"
                "\"after\":{\"type\":[\"string\",\"null\"]}}}" },
    { "Entry",
      "{\"type\":\"object\",\"required\":[\"kind\",\"id\",\"at\"],\"properties\":{"
      "\"kind\":{\"enum\":[\"message\",\"answer\",\"note\",\"change\"]},"
      "\"id\":{\"type\":\"integer\"},\"at\":{\"type\":\"string\",\"format\":\"date-time\"},"
      "\"who\":{\"type\":[\"string\",\"null\"]},\"text\":{\"type\":\"string\"},"
      "\"action\":{\"type\":\"string\"},"
      "\"changes\":{\"type\":\"array\",\"items\":"
      "{\"$ref\":\"#/components/schemas/Change\"}}}}" },
    { "NewEntry",
      "{\"type\":\"object\",\"required\":[\"kind\",\"text\"],\"additionalProperties\":false,"
      "\"properties\":{\"kind\":{\"enum\":[\"message\",\"answer\",\"note\"],\"description\":"
      "\"message は依頼者から、answer は依頼者へ、note は内部メモ\"},"
      "\"text\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":20000}}}" },
    { "Timeline", "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":"
                  "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Entry\"}}}}" },
    { "HistoryRow",
      "{\"type\":\"object\",\"required\":[\"seq\",\"at\",\"actor\",\"action\"],\"properties\":{"
      "\"seq\":{\"type\":\"integer\"},\"at\":{\"type\":\"string\",\"format\":\"date-time\"},"
      "\"actor\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},{\"type\":\"null\"}]},"
      "\"action\":{\"type\":\"string\"},\"reason\":{\"type\":[\"string\",\"null\"]},"
      "\"origin\":{\"type\":\"string\"},\"request\":{\"type\":[\"string\",\"null\"]},"
      "\"changes\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Change\"}}}}" },
    { "History", "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{"
                 "\"items\":{\"type\":\"array\",\"items\":"
                 "{\"$ref\":\"#/components/schemas/HistoryRow\"}},"
                 "\"next\":{\"type\":[\"string\",\"null\"]}}}" },
    { "Attachments",
      "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\","
      "\"items\":{\"type\":\"object\",\"required\":[\"id\",\"name\",\"type\",\"size\",\"state\"],"
      "\"properties\":{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"},"
      "\"type\":{\"type\":\"string\"},\"size\":{\"type\":\"integer\"},\"state\":{\"enum\":"
      "[\"waiting\",\"ready\",\"unchecked\",\"quarantined\"],\"description\":"
      "\"検査待ち、利用可、検査なし、隔離\"},\"reason\":{\"type\":[\"string\",\"null\"]},"
      "\"inner\":{\"type\":\"boolean\"},\"created_at\":{\"type\":\"string\",\"format\":"
      "\"date-time\"},\"checked_at\":{\"type\":[\"string\",\"null\"]},"
      "\"actor\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},{\"type\":\"null\"}]}}}}}}" },
    { "NewLink",
      "{\"type\":\"object\",\"required\":[\"kind\",\"to\"],\"additionalProperties\":false,"
      "\"properties\":{\"kind\":{\"$ref\":\"#/components/schemas/LinkKind\"},\"to\":{"
      "\"type\":\"object\",\"required\":[\"ledger\",\"id\"],\"additionalProperties\":false,"
      "\"properties\":{\"ledger\":{\"type\":\"string\"},\"id\":{\"type\":\"integer\","
      "\"minimum\":1}}}}}" },
    { "Link",
      "{\"type\":\"object\",\"required\":[\"id\",\"kind\",\"title\",\"to\"],\"properties\":{"
      "\"id\":{\"type\":\"integer\"},\"kind\":{\"$ref\":\"#/components/schemas/LinkKind\"},"
      "\"title\":{\"type\":\"string\"},\"to\":{\"type\":\"object\",\"required\":[\"ledger\","
      "\"id\",\"title\"],\"properties\":{\"ledger\":{\"type\":\"string\"},"
      "\"id\":{\"type\":\"integer\"},\"number\":{\"type\":[\"string\",\"null\"]},"
      "\"title\":{\"type\":\"string\"},\"state\":{\"type\":[\"string\",\"null\"]}}},"
      "\"created_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
      "\"actor\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},{\"type\":\"null\"}]}}}" },
    { "Links", "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":"
               "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Link\"}}}}" },
    { "Import", "{\"type\":\"object\",\"properties\":{"
                "\"import\":{\"type\":[\"integer\",\"null\"],\"description\":\"取込みの番号。"
                "確かめただけなら null\"},"
                "\"sheet\":{\"type\":\"string\",\"description\":\"読んだ Excel のシート\"},"
                "\"rows\":{\"type\":\"integer\"},\"new\":{\"type\":\"integer\"},"
                "\"changed\":{\"type\":\"integer\"},\"unchanged\":{\"type\":\"integer\"},"
                "\"left_out\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                "\"column\":{\"type\":\"string\"},\"heading\":{\"type\":\"string\"}}}},"
                "\"skipped\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                "\"line\":{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},"
                "\"text\":{\"type\":\"string\"}}}},"
                "\"faults\":{\"type\":\"array\",\"items\":"
                "{\"$ref\":\"#/components/schemas/Fault\"}}}}" },
    { "Ledgers", "{\"type\":\"object\",\"properties\":{\"ledgers\":{\"type\":\"array\",\"items\":"
                 "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                 "\"title\":{\"type\":\"string\"},\"help\":{\"type\":[\"string\",\"null\"]},"
                 "\"href\":{\"type\":\"string\"},\"may\":{\"type\":\"array\",\"items\":"
                 "{\"type\":\"string\"}}}}}}}" },
    { "Me",
      "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
      "\"login\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
      "\"person\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},{\"type\":\"null\"}]},"
      "\"by_token\":{\"type\":\"boolean\"},\"memberships\":{\"type\":\"array\",\"items\":"
      "{\"type\":\"object\",\"properties\":{\"role\":{\"type\":\"string\"},"
      "\"role_title\":{\"type\":\"string\"},"
      "\"contract\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},{\"type\":\"null\"}]},"
      "\"organisation\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Ref\"},"
      "{\"type\":\"null\"}]},"
      "\"from\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},"
      "\"until\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"}}}}}}" },
    { 0 },
};

/* --- values ------------------------------------------------------------------------ */

static void
write_type(struct buffer *out, const char *type, bool null)
{
    openapi_key(out, "type");
    buffer_print(out, null ? "[\"%s\",\"null\"]" : "\"%s\"", type);
}

static void
write_number(struct buffer *out, const char *name, int64_t number)
{
    openapi_key(out, name);
    buffer_int(out, number);
}

static void
write_string(struct buffer *out, const struct field *f, const char *format, bool null)
{
    write_type(out, "string", null);
    openapi_text(out, "format", format);
    if (f->least > 0)
        write_number(out, "minLength", f->least);
    if (f->most > 0)
        write_number(out, "maxLength", f->most);
}

static void
write_integer(struct buffer *out, const struct field *f, bool null)
{
    write_type(out, "integer", null);
    write_number(out, "minimum", f->least);
    if (f->most)
        write_number(out, "maximum", f->most);
}

static void
write_codes(struct buffer *out, const char *name, const struct choice_item *items, bool null)
{
    openapi_open(out, name, '[');
    for (; items && items->code; items++) {
        openapi_next(out);
        json_text(out, items->code);
    }
    if (null) {
        openapi_next(out);
        buffer_text(out, "null");
    }
    buffer_char(out, ']');
}

static void
write_alternative(struct buffer *out, const char *schema, bool null)
{
    openapi_open(out, "anyOf", '[');
    openapi_ref(out, "schemas", schema);
    buffer_text(out, null ? ",{\"type\":\"null\"}]" : "]");
}

static void
write_refs(struct buffer *out, bool writing, bool null)
{
    write_type(out, "array", null);
    openapi_key(out, "items");
    if (writing)
        buffer_text(out, "{\"type\":\"integer\"}");
    else
        openapi_ref(out, "schemas", "Ref");
}

void
openapi_value(struct buffer *out, const struct field *f, bool writing, bool null)
{
    switch (f->type) {
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        write_integer(out, f, null);
        return;
    case FIELD_DATE:
        write_string(out, &(struct field){ 0 }, "date", null);
        return;
    case FIELD_TIME:
        write_string(out, &(struct field){ 0 }, "date-time", null);
        return;
    case FIELD_PERIOD:
        write_alternative(out, "Period", null);
        return;
    case FIELD_CHOICE:
        write_codes(out, "enum", f->choices, null);
        return;
    case FIELD_BOOL:
        write_type(out, "boolean", writing && null);
        return;
    case FIELD_REF:
        if (writing)
            write_type(out, "integer", null);
        else
            write_alternative(out, "Ref", null);
        return;
    case FIELD_REFS:
        write_refs(out, writing, null);
        return;
    case FIELD_FILE:
        write_type(out, "object", null);
        return;
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_INET:
    case FIELD_MAC:
        write_string(out, f, NULL, null);
        return;
    case FIELD_MAIL:
        write_string(out, f, "email", null);
        return;
    case FIELD_URL:
        write_string(out, f, "uri", null);
        return;
    }
}

/* --- ledgers ----------------------------------------------------------------------- */

/* 「高」は high … of a choice; what kind of value it is; the hint. */
static void
write_description(struct buffer *out, const struct field *f)
{
    struct buffer words = { 0 };

    buffer_print(&words, "%s（%s）", f->label, field_type_title(f->type));
    if (f->to)
        buffer_print(&words, "：%sの id。", f->to->title);
    if (f->help)
        buffer_print(&words, "：%s", f->help);
    if (f->personal)
        buffer_text(&words, " 個人情報です。読むと記録されます。");
    if (f->type == FIELD_CHOICE)
        for (const struct choice_item *item = f->choices; item && item->code; item++)
            buffer_print(&words, "%s%s＝%s", item == f->choices ? " " : "、", item->code,
                         item->label);
    openapi_text(out, "description", buffer_string(&words));
    if (f->type == FIELD_TEXT && f->choices)
        write_codes(out, "examples", f->choices, false);
    buffer_release(&words);
}

static void
write_property(struct buffer *out, const struct field *f, bool writing, bool null)
{
    openapi_open(out, f->name, '{');
    openapi_value(out, f, writing, null);
    write_description(out, f);
    if (f->to)
        openapi_text(out, "x-ledger", f->to->name);
    if (f->fixed && !writing)
        buffer_text(out, ",\"readOnly\":true");
    buffer_char(out, '}');
}

static void
write_record(struct buffer *out, const struct shape *s)
{
    openapi_open(out, s->ledger->name, '{');
    write_type(out, "object", false);
    openapi_text(out, "title", s->ledger->title);
    openapi_text(out, "description", s->ledger->help);
    openapi_text(out, "x-titled-by", s->ledger->titled_by);
    buffer_text(out, ",\"required\":[\"id\",\"version\"],\"properties\":{\"id\":"
                     "{\"type\":\"integer\",\"readOnly\":true},\"version\":{\"type\":\"integer\","
                     "\"readOnly\":true,\"description\":\"版。ETag と同じ\"}");
    for (const struct field *f = s->head; f->name; f++)
        if (strcmp(f->name, "id") != 0)
            write_property(out, f, false, true);
    for (size_t i = 0; i < s->field_count; i++)
        if (!s->fields[i].secret)
            write_property(out, &s->fields[i], false, s->fields[i].type != FIELD_BOOL);
    buffer_text(out, "}}");
}

static bool
is_written(const struct field *f)
{
    return !f->fixed && !f->secret && f->type != FIELD_FILE;
}

/* Numbers come from their series, and some values from the ledger where they are not sent. */
static void
write_required(struct buffer *out, const struct shape *s)
{
    openapi_open(out, "required", '[');
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (!is_written(f) || !f->required || f->series || f->filled)
            continue;
        openapi_next(out);
        json_text(out, f->name);
    }
    buffer_char(out, ']');
}

/* What may be sent; `change`: everything may be left out, and null empties. */
static void
write_writable(struct buffer *out, const struct shape *s, const char *suffix, bool change)
{
    struct buffer name = { 0 };

    buffer_print(&name, "%s%s", s->ledger->name, suffix);
    openapi_open(out, buffer_string(&name), '{');
    buffer_release(&name);
    buffer_text(out, "\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (const struct field *f = s->head; f->name; f++)
        if (!f->fixed && !(s->ledger->installation && strcmp(f->name, "contract") == 0))
            write_property(out, f, true, true);
    for (size_t i = 0; i < s->field_count; i++)
        if (is_written(&s->fields[i]))
            write_property(out, &s->fields[i], true, true);
    if (!shape_field(s, "reason"))
        buffer_text(out, ",\"reason\":{\"type\":[\"string\",\"null\"],\"description\":"
                         "\"理由。履歴に残る\"}");
    buffer_char(out, '}');
    if (!change)
        write_required(out, s);
    buffer_char(out, '}');
}

static void
write_list(struct buffer *out, const struct ledger *l)
{
    openapi_next(out);
    buffer_print(out,
                 "\"%s_list\":{\"type\":\"object\",\"required\":[\"items\",\"next\"],"
                 "\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
                 "{\"$ref\":\"#/components/schemas/%s\"}},"
                 "\"next\":{\"type\":[\"string\",\"null\"],\"description\":"
                 "\"次のページの after。最後なら null\"},"
                 "\"count\":{\"type\":\"integer\",\"description\":\"count を指定したとき、件数\"},"
                 "\"exact\":{\"type\":\"boolean\",\"description\":\"件数が正確か\"},"
                 "\"late\":{\"type\":\"boolean\",\"description\":"
                 "\"時間の限りで打ち切り、ほかにもあるかもしれないとき true\"}}}",
                 l->name, l->name);
}

static void
write_link_kinds(struct buffer *out)
{
    openapi_open(out, "LinkKind", '{');
    openapi_text(out, "description", "相手がこの記録の何か");
    openapi_open(out, "enum", '[');
    for (const struct link_kind *kind = link_kinds; kind->name; kind++) {
        openapi_next(out);
        json_text(out, kind->name);
    }
    buffer_text(out, "]}");
}

void
openapi_schemas(struct buffer *out)
{
    const struct ledger *const *all;
    size_t count;

    openapi_open(out, "schemas", '{');
    write_link_kinds(out);
    for (size_t i = 0; shared[i].name; i++) {
        openapi_key(out, shared[i].name);
        buffer_text(out, shared[i].schema);
    }
    all = ledgers_all(&count);
    for (size_t i = 0; i < count; i++) {
        const struct shape *s = shape_of(all[i]);

        write_record(out, s);
        write_list(out, all[i]);
        if (api_offers(all[i], DEED_CREATE))
            write_writable(out, s, "_new", false);
        if (api_offers(all[i], DEED_CHANGE))
            write_writable(out, s, "_change", true);
    }
    buffer_char(out, '}');
}
