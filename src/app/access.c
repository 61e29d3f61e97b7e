#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "base/json.h"
#include "ledger/access_explain.h"
#include "ledger/ledger.h"
#include "store/act.h"

static bool
read_number(struct act *a, const char *text, int64_t *out)
{
    size_t digits = strspn(text, "0123456789");

    *out = digits > 0 && digits < 17 && !text[digits] ? strtoll(text, NULL, 10) : 0;
    return *out > 0 ||
           fail(a, FAULT_MALFORMED, "record", "「%s」は記録の番号ではありません。", text);
}

static void
write_json(struct buffer *out, const struct access_answer *answer)
{
    buffer_char(out, '{');
    json_key(out, "allowed", true);
    json_flag(out, answer->allowed);
    json_key(out, "reasons", false);
    for (size_t i = 0; i < answer->count; i++) {
        buffer_char(out, i ? ',' : '[');
        json_text(out, answer->reasons[i]);
    }
    buffer_text(out, answer->count ? "]}\n" : "[]}\n");
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const char *const *words = arguments->operands;
    const struct ledger *l = ledger_find(words[1]);
    struct access_answer answer;
    int64_t record = 0;

    if (!l) {
        fail(a, FAULT_MALFORMED, "ledger", "「%s」という台帳はありません。", words[1]);
        return 2;
    }
    if (arguments->count == 4 && !read_number(a, words[2], &record))
        return 2;
    if (!access_ask(a, words[0], l, record, words[arguments->count - 1], &answer))
        return act_fault_kind(a) == FAULT_MALFORMED ? 2 : fault_face(act_fault_kind(a))->exit;
    if (arguments->json) {
        write_json(arguments->out, &answer);
    } else {
        buffer_print(arguments->out, "%s\n", answer.verdict);
        for (size_t i = 0; i < answer.count; i++)
            buffer_print(arguments->out, "  %s\n", answer.reasons[i]);
    }
    return answer.allowed ? 0 : 1;
}

const struct command access_command = {
    .name = "access",
    .usage = "LOGIN LEDGER [RECORD] ACTION",
    .title = "利用者がなぜできる・できないかを示す",
    .help = "利用者が台帳や記録にその操作をできるかを、決め手の役割とともに示します。\n"
            "操作は read、change、answer など、項目は see.項目 か set.項目 と書きます。\n"
            "記録の中身は出しません。\n\n例: tasuki access kumo inquiry 1042 change",
    .need = NEED_READING,
    .least = 3,
    .most = 4,
    .run = run,
};
