#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "store/act.h"
#include "web/api.h"
#include "web/api_parts.h"
#include "web/openapi_parts.h"

/* What a path is about: a ledger, and of transitions which one. */
struct subject {
    const struct ledger *ledger;
    const struct transition *move;
};

struct operation_row {
    enum method method;
    const char *path;
    const char *name;    /* operationId: name_ledger[_action] */
    const char *summary; /* behind the ledger's title */
    unsigned deed;       /* some role must have it; 0: none */
    bool talked;         /* only where there are messages */
    const char *parameters;
    bool filters;       /* also those of the ledger's list */
    const char *takes;  /* "json", "patch", "file" or NULL */
    const char *schema; /* of the body, %s the ledger */
    const char *answer; /* what of `answers` */
    const char *gives;  /* its schema, %s the ledger */
    const char *refusals;
};

/* --- refusals ------------------------------------------------------------------------ */

static const struct {
    const char *name;
    const char *status;
    const char *words;
    const char *headers;
} refusals[] = {
    { "malformed", "400", "読み取れない、または知らない指定がある", NULL },
    { "unsigned", "401", "トークンがない、または終わっている", "WWW-Authenticate" },
    { "denied", "403", "権限がない", NULL },
    { "missing", "404", "ない、または見られない", NULL },
    { "clash", "409", "いまの状態ではできない、または番号が重なる", NULL },
    { "stale", "412", "ほかの人が先に変えた。いまの版と記録を返す", NULL },
    { "large", "413", "大きすぎる", NULL },
    { "media", "415", "Content-Type が違う", NULL },
    { "invalid", "422", "値に誤りがある。項目ごとに返す", NULL },
    { "unconditional", "428", "If-Match がない", NULL },
    { "many", "429", "回数が多すぎる", "Retry-After" },
    { "broken", "500", "処理できなかった", NULL },
    { "busy", "503", "混み合っている。しばらくして送り直せる", "Retry-After" },
};
enum { REFUSALS = sizeof refusals / sizeof *refusals };

#define ALWAYS "malformed unsigned denied many broken busy"
#define SENDING ALWAYS " missing large media invalid clash"

void
openapi_refusals(struct buffer *out)
{
    openapi_open(out, "responses", '{');
    for (size_t i = 0; i < REFUSALS; i++) {
        openapi_open(out, refusals[i].name, '{');
        openapi_text(out, "description", refusals[i].words);
        if (refusals[i].headers) {
            openapi_open(out, "headers", '{');
            openapi_key(out, refusals[i].headers);
            buffer_text(out, "{\"schema\":{\"type\":\"string\"}}}");
        }
        buffer_text(out, ",\"content\":{\"application/problem+json\":{\"schema\":"
                         "{\"$ref\":\"#/components/schemas/Problem\"}}}}");
    }
    buffer_char(out, '}');
}

/* --- what is done ---------------------------------------------------------------------- */

#define LIST "/api/v1/{ledger}"
#define ONE "/api/v1/{ledger}/{id}"

static const struct operation_row operations[] = {
    { GET, "/api/openapi.json", .name = "openapi", .summary = "この文書",
      .parameters = "if_none_match", .answer = "document", .refusals = ALWAYS },
    { GET, "/api/v1", .name = "ledgers", .summary = "読める台帳の一覧", .answer = "ok",
      .gives = "Ledgers", .refusals = ALWAYS },
    { GET, "/api/v1/me", .name = "me", .summary = "自分", .answer = "ok", .gives = "Me",
      .refusals = ALWAYS },
    { GET, LIST ".csv", .name = "export", .summary = "を CSV で書き出す", .deed = DEED_EXPORT,
      .parameters = "q columns personal encoding", .filters = true, .answer = "csv",
      .refusals = ALWAYS " missing" },
    { GET, LIST, .name = "list", .summary = "の一覧", .deed = DEED_READ,
      .parameters = "q limit after count columns personal", .filters = true, .answer = "list",
      .gives = "%s_list", .refusals = ALWAYS " missing" },
    { POST, LIST, .name = "create", .summary = "を登録する", .deed = DEED_CREATE,
      .parameters = "idempotency_key", .takes = "json", .schema = "%s_new", .answer = "created",
      .gives = "%s", .refusals = SENDING },
    { POST, LIST "/import", .name = "import", .summary = "に表のファイルを取り込む",
      .deed = DEED_IMPORT, .parameters = "yes good mapping contract sheet", .takes = "file",
      .answer = "ok", .gives = "Import", .refusals = SENDING },
    { GET, ONE, .name = "read", .summary = "を1件読む", .deed = DEED_READ,
      .parameters = "id if_none_match", .answer = "read", .gives = "%s",
      .refusals = ALWAYS " missing" },
    { PATCH, ONE, .name = "change", .summary = "を変える", .deed = DEED_CHANGE,
      .parameters = "id if_match", .takes = "patch", .schema = "%s_change", .answer = "record",
      .gives = "%s", .refusals = SENDING " stale unconditional" },
    { DELETE, ONE, .name = "remove", .summary = "を削除する", .deed = DEED_REMOVE,
      .parameters = "id if_match reason", .answer = "none",
      .refusals = ALWAYS " missing clash stale unconditional" },
    { GET, ONE "/timeline", .name = "timeline", .summary = "のやり取りと動き", .deed = DEED_READ,
      .parameters = "id", .answer = "ok", .gives = "Timeline", .refusals = ALWAYS " missing" },
    { GET, ONE "/history", .name = "history", .summary = "の変更の履歴", .deed = DEED_HISTORY,
      .parameters = "id history_limit after personal", .answer = "ok", .gives = "History",
      .refusals = ALWAYS " missing" },
    { POST, ONE "/entries", .name = "say", .summary = "に連絡・回答・メモを書く", .talked = true,
      .parameters = "id idempotency_key", .takes = "json", .schema = "NewEntry",
      .answer = "written", .gives = "Entry", .refusals = SENDING },
    { GET, ONE "/attachments", .name = "attachments", .summary = "の添付ファイル",
      .deed = DEED_READ, .parameters = "id", .answer = "ok", .gives = "Attachments",
      .refusals = ALWAYS " missing" },
    { POST, ONE "/attachments", .name = "attach", .summary = "にファイルを付ける",
      .deed = DEED_READ, .parameters = "id", .takes = "attachment", .answer = "written",
      .gives = "Attachments", .refusals = SENDING },
    { GET, ONE "/attachments/{word}", .name = "attachment", .summary = "の添付ファイルを受け取る",
      .deed = DEED_READ, .parameters = "id attachment if_none_match", .answer = "file",
      .refusals = ALWAYS " missing clash" },
    { DELETE, ONE "/attachments/{word}", .name = "detach", .summary = "の添付ファイルを外す",
      .deed = DEED_READ, .parameters = "id attachment reason", .answer = "none",
      .refusals = ALWAYS " missing" },
    { GET, ONE "/links", .name = "links", .summary = "の関連", .deed = DEED_READ,
      .parameters = "id", .answer = "ok", .gives = "Links", .refusals = ALWAYS " missing" },
    { POST, ONE "/links", .name = "link", .summary = "をほかの記録と結ぶ", .deed = DEED_READ,
      .parameters = "id", .takes = "json", .schema = "NewLink", .answer = "written",
      .gives = "Link", .refusals = SENDING },
    { DELETE, ONE "/links/{word}", .name = "unlink", .summary = "の関連を外す", .deed = DEED_READ,
      .parameters = "id link reason", .answer = "none", .refusals = ALWAYS " missing" },
    { POST, ONE "/{word}", .name = "move", .summary = "の状態を変える",
      .parameters = "id if_match_optional idempotency_key", .takes = "move", .answer = "record",
      .gives = "%s", .refusals = SENDING " stale" },
};
enum { OPERATIONS = sizeof operations / sizeof *operations };

static const struct operation_row *
find_operation(const struct route *route)
{
    size_t i = 0;

    while (i < OPERATIONS &&
           (operations[i].method != route->method || strcmp(operations[i].path, route->path) != 0))
        i++;
    /* A row of api_routes without a row here would be an address nobody is told of. */
    must(i < OPERATIONS);
    return &operations[i];
}

static bool
is_offered(const struct operation_row *o, const struct subject *s)
{
    if (!s->ledger)
        return true;
    return (!o->deed || api_offers(s->ledger, o->deed)) && (!o->talked || s->ledger->talked);
}

/* --- the parts of an operation ---------------------------------------------------------- */

static void
each_name(struct buffer *out, const char *names,
          void (*each)(struct buffer *out, const char *name, size_t length))
{
    const char *name;
    size_t length;

    while ((name = names_next(&names, &length)) != NULL)
        each(out, name, length);
}

static void
refer_parameter(struct buffer *out, const char *name, size_t length)
{
    openapi_next(out);
    buffer_print(out, "{\"$ref\":\"#/components/parameters/%.*s\"}", (int)length, name);
}

static void
refer_refusal(struct buffer *out, const char *name, size_t length)
{
    for (size_t i = 0; i < REFUSALS; i++)
        if (strlen(refusals[i].name) == length && memcmp(refusals[i].name, name, length) == 0) {
            openapi_key(out, refusals[i].status);
            openapi_ref(out, "responses", refusals[i].name);
        }
}

/* "%s_new" with the ledger's name in it. */
static void
write_content(struct act *a, struct buffer *out, const char *type, const char *schema,
              const struct ledger *l)
{
    const char *rest = strncmp(schema, "%s", 2) == 0 ? schema + 2 : NULL;

    if (rest)
        schema = arena_print(a->arena, "%s%s", l->name, rest);
    openapi_open(out, type, '{');
    openapi_key(out, "schema");
    openapi_ref(out, "schemas", schema);
    buffer_char(out, '}');
}

/* The members of a transition: what comes with it, why, and which version was seen. */
static void
write_move_content(struct act *a, struct buffer *out, const struct subject *s)
{
    const char *at = transition_takes(a, s->move), *name;
    size_t length;

    openapi_open(out, API_JSON, '{');
    buffer_text(out, "\"schema\":{\"type\":\"object\",\"additionalProperties\":false,"
                     "\"properties\":{\"version\":{\"type\":\"integer\",\"description\":"
                     "\"If-Match の代わり\"},\"reason\":{\"type\":[\"string\",\"null\"]}");
    while (at && (name = names_next(&at, &length)) != NULL) {
        const struct field *f = list_field(s->ledger, arena_slice(a->arena, name, length));

        if (!f)
            continue;
        openapi_open(out, f->name, '{');
        openapi_value(out, f, true, true);
        openapi_text(out, "description", f->label);
        buffer_char(out, '}');
    }
    buffer_text(out, "}}}");
}

static void
write_body(struct act *a, struct buffer *out, const struct operation_row *o,
           const struct subject *s)
{
    if (!o->takes)
        return;
    openapi_open(out, "requestBody", '{');
    if (strcmp(o->takes, "move") != 0)
        buffer_text(out, "\"required\":true");
    openapi_open(out, "content", '{');
    if (strcmp(o->takes, "json") == 0)
        write_content(a, out, API_JSON, o->schema, s->ledger);
    else if (strcmp(o->takes, "patch") == 0)
        write_content(a, out, API_PATCH, o->schema, s->ledger);
    else if (strcmp(o->takes, "move") == 0)
        write_move_content(a, out, s);
    else if (strcmp(o->takes, "attachment") == 0)
        buffer_text(out, "\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"required\":"
                         "[\"file\"],\"properties\":{\"file\":{\"type\":\"array\",\"items\":"
                         "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}},"
                         "\"inner\":{\"enum\":[\"1\"],\"description\":\"内部だけに見せる\"}}}}");
    else
        buffer_text(out, "\"text/csv\":{\"schema\":{\"type\":\"string\"}},"
                         "\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\":"
                         "{\"schema\":{\"type\":\"string\",\"contentEncoding\":\"binary\"}},"
                         "\"multipart/form-data\":{\"schema\":{\"type\":\"object\",\"required\":"
                         "[\"file\"],\"properties\":{\"file\":{\"type\":\"string\","
                         "\"contentMediaType\":\"text/csv\"}}}}");
    buffer_text(out, "}}");
}

static const struct {
    const char *name;
    const char *status;
    const char *words;
    const char *headers; /* space between */
} answers[] = {
    { "ok", "200", "答え", NULL },
    { "list", "200", "一覧の1ページ", NULL },
    { "record", "200", "変えた後の記録。個人情報は送られたものだけ", "ETag" },
    { "read", "200", "記録", "ETag" },
    { "created", "201", "登録した記録。個人情報は送られたものだけ", "ETag Location" },
    { "written", "201", "書いたもの", "Location" },
    { "none", "204", "削除した。履歴には残る", NULL },
    { "csv", "200", "CSV（1行目は見出し）", "Content-Disposition" },
    { "file", "200", "ファイルそのもの", "Content-Disposition ETag" },
    { "document", "200", "OpenAPI 3.1 の文書", "ETag" },
};
enum { ANSWERS = sizeof answers / sizeof *answers };

static void
write_header(struct buffer *out, const char *name, size_t length)
{
    openapi_next(out);
    buffer_print(out, "\"%.*s\":{\"schema\":{\"type\":\"string\"}}", (int)length, name);
}

static void
write_answer(struct act *a, struct buffer *out, const struct operation_row *o,
             const struct subject *s)
{
    size_t i = 0;

    while (i < ANSWERS && strcmp(answers[i].name, o->answer) != 0)
        i++;
    must(i < ANSWERS);
    openapi_open(out, answers[i].status, '{');
    openapi_text(out, "description", answers[i].words);
    if (answers[i].headers) {
        openapi_open(out, "headers", '{');
        each_name(out, answers[i].headers, write_header);
        buffer_char(out, '}');
    }
    if (o->gives) {
        openapi_open(out, "content", '{');
        write_content(a, out, API_JSON, o->gives, s->ledger);
        if (strcmp(o->answer, "list") == 0)
            buffer_text(out, ",\"text/csv\":{\"schema\":{\"type\":\"string\"}}");
        buffer_char(out, '}');
    } else if (strcmp(o->answer, "csv") == 0) {
        buffer_text(out, ",\"content\":{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}");
    } else if (strcmp(o->answer, "file") == 0) {
        buffer_text(out, ",\"content\":{\"application/octet-stream\":{}}");
    } else if (strcmp(o->answer, "document") == 0) {
        buffer_text(out, ",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\"}}}");
    }
    buffer_char(out, '}');
    if (o->parameters && names_have(o->parameters, "if_none_match"))
        buffer_text(out, ",\"304\":{\"description\":\"変わっていない\"}");
}

static void
write_operation(struct act *a, struct buffer *out, const struct operation_row *o,
                const struct subject *s)
{
    static const char *const methods[METHODS] = { "get", "post", "patch", "delete" };
    const struct ledger *l = s->ledger;

    openapi_open(out, methods[o->method], '{');
    openapi_text(out, "operationId",
                 arena_print(a->arena, "%s%s%s%s%s", o->name, l ? "_" : "", l ? l->name : "",
                             s->move ? "_" : "", s->move ? s->move->action : ""));
    openapi_text(out, "summary",
                 s->move ? arena_print(a->arena, "%s：%s", l->title, s->move->label)
                         : arena_print(a->arena, "%s%s", l ? l->title : "", o->summary));
    if (l) {
        openapi_open(out, "tags", '[');
        json_text(out, l->name);
        buffer_char(out, ']');
    }
    openapi_open(out, "parameters", '[');
    each_name(out, o->parameters, refer_parameter);
    if (o->filters)
        openapi_filters(a, out, l);
    buffer_char(out, ']');
    write_body(a, out, o, s);
    openapi_open(out, "responses", '{');
    write_answer(a, out, o, s);
    each_name(out, o->refusals, refer_refusal);
    buffer_text(out, "}}");
}

/* --- paths ------------------------------------------------------------------------------ */

static const char *
path_of(struct act *a, const char *pattern, const struct subject *s)
{
    const char *hole = strstr(pattern, "{ledger}");

    if (!s->ledger)
        return pattern;
    if (s->move)
        return arena_print(a->arena, "/api/v1/%s/{id}/%s", s->ledger->name, s->move->action);
    if (strstr(pattern, "/attachments/{word}"))
        return arena_print(a->arena, "/api/v1/%s/{id}/attachments/{attachment}", s->ledger->name);
    if (strstr(pattern, "/links/{word}"))
        return arena_print(a->arena, "/api/v1/%s/{id}/links/{link}", s->ledger->name);
    return arena_print(a->arena, "%.*s%s%s", (int)(hole - pattern), pattern, s->ledger->name,
                       hole + 8);
}

/* One path of one subject with all its methods. */
static void
write_path(struct act *a, struct buffer *out, const struct route *first, const struct subject *s)
{
    bool begun = false;

    for (const struct route *route = first; route->path; route++) {
        const struct operation_row *o;

        if (strcmp(route->path, first->path) != 0)
            continue;
        o = find_operation(route);
        if (!is_offered(o, s))
            continue;
        if (!begun)
            openapi_open(out, path_of(a, first->path, s), '{');
        begun = true;
        write_operation(a, out, o, s);
    }
    if (begun)
        buffer_char(out, '}');
}

static void
write_paths(struct act *a, struct buffer *out, const struct route *route)
{
    bool moves = strstr(route->path, "{id}/{word}") != NULL;
    const struct ledger *const *all;
    size_t count;

    if (!strchr(route->path, '{')) {
        write_path(a, out, route, &(struct subject){ 0 });
        return;
    }
    all = ledgers_all(&count);
    for (size_t i = 0; i < count; i++) {
        const struct transition *t = all[i]->states ? all[i]->states->transitions : NULL;

        if (!moves)
            write_path(a, out, route, &(struct subject){ all[i], NULL });
        for (; moves && t && t->action; t++)
            write_path(a, out, route, &(struct subject){ all[i], t });
    }
}

static bool
came_before(const struct route *route)
{
    for (const struct route *r = api_routes; r != route; r++)
        if (strcmp(r->path, route->path) == 0)
            return true;
    return false;
}

void
openapi_paths(struct act *a, struct buffer *out)
{
    openapi_open(out, "paths", '{');
    for (const struct route *route = api_routes; route->path; route++)
        if (!came_before(route))
            write_paths(a, out, route);
    buffer_char(out, '}');
}
