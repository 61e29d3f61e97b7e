#include "app/verify.h"

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "contract/document.h"
#include "ledger/command.h"
#include "ledger/list.h"
#include "ledger/verify.h"
#include "store/act.h"

static bool
find_document(struct act *a, const char *number, const struct document_row **out)
{
    struct pair pair = { "number", number };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    struct list list;

    if (!list_parse(a, &document_ledger, &pairs, &request) || !list_read(a, &request, &list))
        return false;
    *out = list.rows;
    return list.count > 0 || fail(a, FAULT_MISSING, NULL, "番号「%s」の文書がありません。", number);
}

static void
write_text(struct buffer *out, const struct document_row *it, bool whole, const char *why)
{
    buffer_print(out, "文書 %s：%s%s\n", it->number, whole ? "変わっていません。" : "", why);
    buffer_print(out, "凍結データ %s\n履歴の先頭 %s\n", it->hash, it->head);
}

/* One object: the document, and the history it stands on as `verify` says it. */
static void
begin_json(struct buffer *out, const struct document_row *it, bool whole, const char *why)
{
    buffer_char(out, '{');
    json_key(out, "document", true);
    json_text(out, it->number);
    json_key(out, "whole", false);
    json_flag(out, whole);
    json_key(out, "why", false);
    json_text(out, whole ? NULL : why);
    json_key(out, "hash", false);
    json_text(out, it->hash);
    json_key(out, "head", false);
    json_text(out, it->head);
}

int
verify_document(struct act *a, const struct arguments *arguments, const struct head *head)
{
    const struct document_row *it;
    struct head own;
    const char *why;
    bool whole;
    int status;

    if (!find_document(a, arguments->operands[0], &it) || !document_check(a, it, &whole, &why))
        return 3;
    if (whole && !head_parse(it->head, &own)) {
        fail(a, FAULT_BROKEN, NULL, "文書にある履歴の先頭が読めません。");
        return 3;
    }
    if (!arguments->json)
        write_text(arguments->out, it, whole, why);
    else
        begin_json(arguments->out, it, whole, why);
    if (whole && arguments->json)
        json_key(arguments->out, "history", false);
    status = whole ? verify_all(a, arguments, head->number ? head : &own) : 1;
    if (arguments->json)
        buffer_text(arguments->out, "}\n");
    return status;
}
