#include "desk/ask_command.h"

#include "base/arena.h"
#include "contract/terms.h"
#include "desk/ask.h"
#include "ledger/command.h"
#include "store/act.h"

static void
show(const struct ask_answer *it, struct buffer *out)
{
    if (!it->answered)
        buffer_text(out, "確かな答えが見つかりません。問合せを開いてください。\n");
    else
        buffer_print(out, "%s\n\n%s\n\n出典：%s %s（第%lld版）\n", it->candidates[0].title,
                     it->candidates[0].passage, it->candidates[0].code, it->candidates[0].title,
                     (long long)it->candidates[0].edition);
    if (it->count > (it->answered ? 1 : 0))
        buffer_text(out, it->answered ? "\nほかの候補\n" : "\n近い記事\n");
    for (size_t i = it->answered ? 1 : 0; i < it->count; i++)
        buffer_print(out, "  %s %s\n", it->candidates[i].code, it->candidates[i].title);
}

static int
run(struct act *a, const struct arguments *arguments)
{
    struct ask_answer answer;
    int64_t contract = 0;

    if (!contract_named(a, argument(arguments, "contract"), &contract) ||
        !ask(a, contract, arguments->operands[0], &answer))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json) {
        ask_json(&answer, arguments->out);
        buffer_char(arguments->out, '\n');
    } else
        show(&answer, arguments->out);
    return 0;
}

static const struct command_option options[] = {
    { "contract", "NUMBER", "契約番号。契約が1つなら要りません" },
    { 0 },
};

const struct command ask_command = {
    .name = "ask",
    .usage = "\"QUESTION\" [--contract NUMBER]",
    .title = "公開した記事から質問に答える",
    .help = "公開した手順やFAQから、質問の答えと出典を表示します。問合せは作りません。\n"
            "例：tasuki ask \"共有フォルダが開けません\"\n",
    .options = options,
    .need = NEED_READING,
    .least = 1,
    .most = 1,
    .run = run,
};
