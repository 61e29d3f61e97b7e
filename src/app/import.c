#include <stdio.h>
#include <string.h>

#include "app/bundle.h"
#include "app/commands.h"
#include "app/reference.h"
#include "base/arena.h"
#include "contract/clauses_docx.h"
#include "ledger/core/core.h"
#include "ledger/field.h"
#include "ledger/import.h"
#include "store/act.h"

static bool
find_contract(struct act *a, const struct arguments *arguments, int64_t *contract)
{
    struct ref ref;

    if (!reference_read(a, &contract_ledger, argument(arguments, "contract"), "contract", &ref))
        return false;
    *contract = ref.id;
    return true;
}

static void
write_fault(struct buffer *out, const struct fault *fault)
{
    buffer_print(out, "  %lld行目（データの%lld行目）", (long long)fault->line,
                 (long long)fault->row);
    if (fault->column)
        buffer_print(out, " 列「%s」", fault->column);
    if (fault->value && fault->value[0])
        buffer_print(out, " 値「%s」", fault->value);
    buffer_print(out, "\n      %s\n", fault->message);
}

/* What is not taken in is said, so that nothing goes missing unseen. */
static void
write_passed_over(struct buffer *out, const struct import_result *result)
{
    size_t left_out = 0;

    for (size_t i = 0; i < result->mapping.count; i++)
        if (!result->mapping.columns[i].field && *result->sheet.columns[i].heading)
            buffer_print(out, "%s%s「%s」", left_out++ ? "、" : "取り込まない列：",
                         result->sheet.columns[i].letter, result->sheet.columns[i].heading);
    buffer_text(out, left_out ? "\n" : "");
    for (size_t i = 0; i < result->sheet.skipped_count; i++) {
        const struct sheet_skipped *it = &result->sheet.skipped[i];

        buffer_print(out, "  %lld行目は%sとして読み飛ばします：%s\n", (long long)it->line,
                     sheet_skip_title(it->kind), it->text);
    }
}

static void
write_text(struct buffer *out, const struct import_result *result)
{
    if (result->import)
        buffer_print(out, "取込み %lld号　", (long long)result->import);
    buffer_print(out, "%lld行：新規 %lld、変更 %lld、同じ %lld、誤り %lld\n",
                 (long long)result->rows, (long long)result->added, (long long)result->changed,
                 (long long)result->unchanged, (long long)result->wrong);
    write_passed_over(out, result);
    for (const struct fault *fault = result->faults; fault; fault = fault->next)
        write_fault(out, fault);
}

static void
write_end(struct buffer *out, const struct import_result *result, bool wrote)
{
    if (!wrote && result->wrong)
        buffer_print(out,
                     "%lld行に直すところがあります。まだ何も書き込んでいません。\n"
                     "直してから読み直すか、--yes --good で正しい行だけを書き込めます。\n",
                     (long long)result->wrong);
    else if (!wrote)
        buffer_text(out, "まだ何も書き込んでいません。--yes を付けると書き込みます。\n");
    else if (result->state == IMPORT_REFUSED)
        buffer_print(out, "%lld行に直すところがあるので、何も書き込んでいません。\n",
                     (long long)result->wrong);
    else if (result->state == IMPORT_DONE)
        buffer_text(out, "書き込みました。\n");
    else
        buffer_text(out, "途中で止めました。同じ命令で続きから書き込めます。\n");
}

static int
take_back(struct act *a, const struct arguments *arguments, const char *number)
{
    struct import_result result = { 0 };
    long long import = 0;
    int length = 0;

    if (sscanf(number, "%18lld%n", &import, &length) != 1 || number[length] || import < 1) {
        fail(a, FAULT_MALFORMED, "undo", "--undo には取込みの番号を書いてください。");
        return 2;
    }
    if (!import_undo(a, import, argument(arguments, "good") != NULL, &result))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json)
        import_json(arguments->out, &result);
    else
        write_text(arguments->out, &result);
    buffer_text(arguments->out, arguments->json ? "\n" : "取込みを取り消しました。\n");
    return 0;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    bool yes = argument(arguments, "yes") != NULL;
    struct import_request request = { .good_only = argument(arguments, "good") != NULL,
                                      .mapping = argument(arguments, "mapping") };
    struct import_result result = { 0 };
    bool good;

    if (argument(arguments, "bundle"))
        return bundle_import_run(a, arguments);
    if (argument(arguments, "undo"))
        return take_back(a, arguments, argument(arguments, "undo"));
    if (arguments->count < 2) {
        fail(a, FAULT_MALFORMED, NULL,
             "台帳とファイルを書いてください。例: tasuki import inquiry "
             "FILE.csv");
        return 2;
    }
    request.ledger = ledger_find(arguments->operands[0]);
    if (!request.ledger) {
        fail(a, FAULT_MALFORMED, NULL, "「%s」という台帳はありません。", arguments->operands[0]);
        return 2;
    }
    request.source.path = arguments->operands[1];
    request.source.tab = argument(arguments, "sheet");
    if (!find_contract(a, arguments, &request.contract))
        return 2;
    if (strcmp(request.ledger->name, "obligation") == 0 && clauses_is_docx(request.source.path) &&
        !clauses_source(a, &request.source))
        return fault_face(act_fault_kind(a))->exit;
    a->origin = ORIGIN_IMPORT;
    good = yes ? import_write(a, &request, &result) : import_preview(a, &request, &result);
    if (!good)
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json) {
        import_json(arguments->out, &result);
        buffer_char(arguments->out, '\n');
    } else {
        write_text(arguments->out, &result);
        write_end(arguments->out, &result, yes);
    }
    return result.wrong || (yes && result.state != IMPORT_DONE) ? 1 : 0;
}

static const struct command_option options[] = {
    { "yes", NULL, "書き込む（付けなければ、書き込む前の確かめだけ）" },
    { "good", NULL, "--yes とともに：正しい行だけを書き込み、誤った行を並べる" },
    { "mapping", "NAME", "保存した列の対応を使う" },
    { "sheet", "NAME", "Excelのシートの名前（付けなければ、データのある最初のシート）" },
    { "contract", "NUMBER", "どの契約に入れるか（1つしかなければ要らない）" },
    { "undo", "N", "N号の取込みを取り消す" },
    { "bundle", "FILE", "引継ぎの束を、init したばかりのデータフォルダーに取り込む" },
    { 0 },
};

const struct command import_command = {
    .name = "import",
    .usage =
        "LEDGER FILE [--yes [--good]] [--mapping NAME] [--sheet NAME] [--contract NUMBER] | --undo N"
        " | --bundle FILE",
    .title = "一覧のファイルを台帳に取り込む",
    .help =
        "Excel（.xlsx）と CSV（UTF-8、Windows-31J、EUC-JP、タブ区切りも）を読み、どう取り込むかと、"
        "直すところを全部示します。\n--yes を付けるまで何も書き込みません。1行でも誤りがあれば書き込みま"
        "せん。\n同じファイルをもう一度取り込んでも、何も変わりません。\n\n"
        "例: tasuki import inquiry 問合せ台帳.csv\n"
        "    tasuki import inquiry 問合せ台帳.csv --yes",
    .options = options,
    .most = 2,
    .run = run,
};
