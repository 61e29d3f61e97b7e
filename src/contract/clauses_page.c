#include "contract/clauses_page.h"

#include <string.h>

#include "base/arena.h"
#include "contract/clauses.h"
#include "contract/clauses_docx.h"
#include "contract/obligation.h"
#include "contract/views.h"
#include "ledger/import.h"
#include "ledger/import_kept.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/session.h"

FRAME_BODY(contract_clauses_view, struct clauses_page)

static bool
show(struct act *a, const struct request *q, struct reply *r, const char *text, const char *fault)
{
    struct clauses_page page = { q->session->csrf, text, fault };
    struct frame frame;

    if (fault)
        r->status = 422;
    frame_fill(a, q, "仕様書の取込み", &frame);
    frame.help = "/help/obligation";
    return frame_reply(a, r, &frame, contract_clauses_view_body, &page);
}

bool
clauses_show(struct act *a, const struct request *q, struct reply *r)
{
    return show(a, q, r, "", NULL);
}

/* A paragraph for each line; documents end theirs with CR LF, or LF. */
static struct clauses
clauses_of(struct act *a, const char *text)
{
    size_t count = 1, n = 0;
    struct clause_paragraph *paragraphs;

    for (const char *c = text; *c; c++)
        count += *c == '\n';
    paragraphs = NEW_ARRAY(a->arena, count, struct clause_paragraph);
    while (n < count) {
        size_t length = strcspn(text, "\n");

        paragraphs[n++].text = arena_slice(a->arena, text, length);
        text += length + (text[length] == '\n');
    }
    return clauses_from_paragraphs(a->arena, paragraphs, count);
}

/* A Word file goes before what was pasted. */
static bool
clauses_sent(struct act *a, const struct request *q, const char *text, struct clauses *out,
             const char **name)
{
    for (size_t i = 0; i < q->upload_count; i++)
        if (strcmp(q->uploads[i].field, "file") == 0 && q->uploads[i].size > 0) {
            *name = q->uploads[i].name;
            return clauses_from_docx(a, q->uploads[i].path, out);
        }
    *out = clauses_of(a, text);
    return true;
}

bool
clauses_receive(struct act *a, const struct request *q, struct reply *r)
{
    const char *text = pairs_get(&q->form, "text");
    struct clauses clauses = { 0 };
    struct buffer table = { .arena = a->arena };
    struct import_request request = { .ledger = &obligation_ledger,
                                      .contract = q->session->contract,
                                      .source.name = "仕様書の本文" };
    const char *fault;
    int64_t import;

    if (!clauses_sent(a, q, text ? text : "", &clauses, &request.source.name)) {
        fault = a->faults->message;
        act_forgive(a, 0);
        return show(a, q, r, text ? text : "", fault);
    }
    if (!clauses.count)
        return show(
            a, q, r, text ? text : "",
            "番号のある段落がありません。第1条、1-1、(1) などで始まる行が1つの義務になります。");
    clauses_table(&table, &clauses);
    request.source.bytes = buffer_string(&table);
    request.source.length = table.length;
    if (import_keep(a, &request, &import))
        return reply_redirect(
            a, q, r,
            arena_print(a->arena, "%s/import/%lld", obligation_ledger.path, (long long)import),
            NULL);
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    fault = a->faults->message;
    act_forgive(a, 0);
    return show(a, q, r, text ? text : "", fault);
}
