#include <string.h>

#include "app/commands.h"
#include "base/buffer.h"
#include "base/file.h"
#include "ledger/history.h"
#include "ledger/proof.h"
#include "store/act.h"

static bool
whole_number(struct act *a, const char *text, const char *name, int64_t *out)
{
    *out = 0;
    for (; text && *text >= '0' && *text <= '9' && *out < INT64_MAX / 10 - 1; text++)
        *out = *out * 10 + (*text - '0');
    return (text && !*text && *out > 0) ||
           fail(a, FAULT_MALFORMED, NULL, "%sは、1以上の数で書いてください。", name);
}

static int
prove(struct act *a, const struct arguments *arguments)
{
    const char *path = argument(arguments, "out");
    const char *until = argument(arguments, "until");
    struct buffer proof = { .arena = a->arena };
    int64_t seq, last = 0;
    const char *why;

    if (!whole_number(a, arguments->operands[1], "行の番号", &seq) ||
        (until && !whole_number(a, until, "--until ", &last)))
        return 2;
    if (!proof_write(a, seq, last, false, path ? &proof : arguments->out))
        return 3;
    if (path && !file_write(path, proof.data, proof.length, 0600, &why)) {
        fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
        return 3;
    }
    return 0;
}

static bool
write_clock(struct act *a, void *with)
{
    const int64_t *block = with;
    struct buffer detail = { .arena = a->arena };

    buffer_print(&detail, "{\"block\":%lld}", (long long)*block);
    return history_event(a, "", 0, "clock", buffer_string(&detail));
}

static int
explain_clock(struct act *a, const struct arguments *arguments)
{
    const char *reason = argument(arguments, "reason");
    int64_t block;

    if (!whole_number(a, arguments->operands[1], "ブロックの番号", &block))
        return 2;
    if (!reason || !*reason) {
        fail(a, FAULT_MALFORMED, "reason", "--reason に、時計を直した理由を書いてください。");
        return 2;
    }
    a->reason = reason;
    return act_write(a, write_clock, &block) ? 0 : fault_face(act_fault_kind(a))->exit;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const char *what = arguments->operands[0];

    if (strcmp(what, "proof") == 0)
        return prove(a, arguments);
    if (strcmp(what, "clock") == 0)
        return explain_clock(a, arguments);
    fail(a, FAULT_MALFORMED, NULL, "proof か clock と書いてください。");
    return 2;
}

static const struct command_option options[] = {
    { "out", "FILE", "証明を書き出すファイル（省略すると画面に出す）" },
    { "until", "N", "証明に、ブロック N までの続きを入れる（控えた封印の番号）" },
    { "reason", "TEXT", "時計を直した理由" },
    { 0 },
};

const struct command history_command = {
    .name = "history",
    .usage = "proof SEQ [--until N] [--out FILE] | clock BLOCK --reason TEXT",
    .title = "履歴の1行の証明を取る、時計を直した理由を残す",
    .help = "proof は、履歴の1行が封印されていることを、データベースなしで確かめられるファイルを"
            "作ります。確かめるには tasuki verify --proof FILE を使います。\n"
            "clock は、封印日時が前のブロックより戻っている（tasuki verify が示した）ことの理由を、"
            "履歴に残します。\n\n"
            "例: tasuki history proof 1234 --until 120 --out proof.json",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run,
};
