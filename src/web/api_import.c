#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/import.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/problem.h"

/* The file: of a multipart form the part `file`, else the body itself. */
static bool
find_source(struct act *a, const struct request *q, struct sheet_source *out)
{
    *out = (struct sheet_source){ 0 };
    for (size_t i = 0; i < q->upload_count && !out->path; i++)
        if (strcmp(q->uploads[i].field, "file") == 0)
            *out = (struct sheet_source){ .name = q->uploads[i].name, .path = q->uploads[i].path };
    if (out->path)
        return true;
    if (strcmp(q->type, "multipart/form-data") == 0)
        return fail(a, FAULT_INVALID, "file", "file という名前でファイルを送ってください。");
    if (q->body_length == 0)
        return fail(a, FAULT_MALFORMED, NULL, "ファイルの中身がありません。");
    *out = (struct sheet_source){ .name = strcmp(q->type, "text/csv") ? "body.xlsx" : "body.csv",
                                  .bytes = q->body,
                                  .length = q->body_length };
    return true;
}

/* One list of faults, as every problem has it: that of the file. */
static void
write_refused(struct act *a, struct reply *r, const struct import_result *result)
{
    const struct face *face = fault_face(FAULT_INVALID);
    struct buffer body = { .arena = a->arena };

    import_json(&body, result);
    buffer_print(&r->body, "{\"type\":\"urn:tasuki:problem:%s\",\"title\":", face->slug);
    json_text(&r->body, face->title);
    buffer_print(&r->body, ",\"status\":%d,\"detail\":", face->http);
    json_text(&r->body,
              arena_print(a->arena, "%lld行に直すところがあります。何も書き込んでいません。",
                          (long long)result->wrong));
    json_key(&r->body, "request", false);
    json_text(&r->body, a->request);
    buffer_print(&r->body, ",%s", buffer_string(&body) + 1);
    r->status = face->http;
    r->type = PROBLEM_TYPE;
}

bool
api_import(struct act *a, const struct request *q, struct reply *r)
{
    struct import_request request = { .ledger = q->ledger };
    struct import_result result;
    bool yes, good_only, good;

    good = api_query_known(a, q, "yes good mapping contract sheet");
    good &= api_query_flag(a, q, "yes", &yes);
    good &= api_query_flag(a, q, "good", &good_only);
    good &= api_query_number(a, q, "contract", INT64_MAX, &request.contract);
    if (good_only && !yes)
        good = fail(a, FAULT_MALFORMED, "good", "good=1 は yes=1 と一緒に指定します。");
    if (!good || !find_source(a, q, &request.source))
        return false;
    request.source.tab = pairs_get(&q->query, "sheet");
    request.mapping = pairs_get(&q->query, "mapping");
    request.good_only = good_only;
    if (!(yes ? import_write : import_preview)(a, &request, &result))
        return false;
    if (yes && result.state == IMPORT_REFUSED)
        write_refused(a, r, &result);
    else
        import_json(&r->body, &result);
    return true;
}
