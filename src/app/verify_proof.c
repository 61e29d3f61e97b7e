#include "app/verify.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "ledger/command.h"
#include "ledger/proof.h"
#include "store/act.h"

static void
write_json(struct act *a, struct buffer *out, const struct proof_report *r)
{
    buffer_char(out, '{');
    json_key(out, "whole", true);
    json_flag(out, !r->wrong);
    json_key(out, "wrong", false);
    json_text(out, r->wrong);
    buffer_print(out, ",\"row\":%lld,\"block\":%lld,\"confirmed\":", (long long)r->seq,
                 (long long)r->block);
    json_flag(out, r->confirmed);
    json_key(out, "head", false);
    json_text(out, r->head.number ? head_print(a, &r->head) : "");
    buffer_text(out, "}\n");
}

static void
write_text(struct act *a, struct buffer *out, const struct proof_report *r)
{
    if (r->wrong) {
        buffer_print(out, "証明は成り立ちません。%s\n", r->wrong);
        return;
    }
    buffer_print(out, "行 %lld は、ブロック %lld で封印されています%s。\n", (long long)r->seq,
                 (long long)r->block, r->bare ? "（内容は付いていません）" : "");
    if (r->confirmed)
        buffer_text(out, "示された封印とつながっています。\n");
    else
        buffer_print(out,
                     "次の封印が、報告書やメールにあるものと同じかを確かめてください。\n封印 "
                     "%s\n",
                     head_print(a, &r->head));
}

int
verify_proof(struct act *a, const struct arguments *arguments, const char *path,
             const struct head *head)
{
    struct proof_report report;
    const char *why;
    char *text;
    size_t length;

    if (!file_read(a->arena, path, PROOF_MOST_BYTES, &text, &length, &why)) {
        fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
        return 3;
    }
    if (!proof_check(a, text, length, head, &report))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json)
        write_json(a, arguments->out, &report);
    else
        write_text(a, arguments->out, &report);
    return report.wrong ? 1 : 0;
}
