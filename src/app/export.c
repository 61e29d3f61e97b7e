#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/bundle.h"
#include "app/commands.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "render/sheet_export.h"
#include "store/act.h"

struct target {
    FILE *file;
    int error; /* of the first writing that failed */
};

static bool
note_error(struct target *to, bool good)
{
    if (!good && !to->error)
        to->error = errno;
    return good;
}

static bool
write_part(void *with, const char *bytes, size_t length)
{
    struct target *to = with;

    return note_error(to, fwrite(bytes, 1, length, to->file) == length);
}

/* `field=value` operands, as in a URL. */
static bool
read_filters(struct act *a, const struct arguments *arguments, struct pairs *out)
{
    out->items = NEW_ARRAY(a->arena, arguments->count + 1, struct pair);
    for (size_t i = 1; i < arguments->count; i++) {
        const char *text = arguments->operands[i];
        const char *equals = strchr(text, '=');

        if (!equals)
            return fail(a, FAULT_MALFORMED, NULL,
                        "「%s」は 項目=値 の形で書いてください。例: state=completed", text);
        out->items[out->count++] =
            (struct pair){ arena_slice(a->arena, text, (size_t)(equals - text)), equals + 1 };
    }
    return true;
}

static void
name_unwritable(const struct export_report *report)
{
    if (!report->unwritable)
        return;
    fprintf(stderr, "Windows-31J にない文字が %lld か所あり、〓 にしました。\n",
            (long long)report->unwritable);
    for (size_t i = 0; i < report->fault_count; i++) {
        char code[5] = { 0 };

        utf8_put(code, report->faults[i].code);
        fprintf(stderr, "  記録 %lld　列「%s」　%s（U+%04X）\n",
                (long long)report->faults[i].record, report->faults[i].column, code,
                (unsigned)report->faults[i].code);
    }
}

static bool
write_file(struct act *a, const struct list_request *request, enum encoding encoding,
           const char *path, struct export_report *report)
{
    struct target to = { .file = path ? fopen(path, "wxe") : stdout };
    size_t faults = a->fault_count;
    bool good;

    if (!to.file)
        return fail(a, FAULT_BROKEN, NULL,
                    "%s に書けません。同じ名前のファイルがないか、権限があるか確かめてください。",
                    path);
    good = export_csv(a, request, encoding, write_part, &to, report);
    note_error(&to, fflush(to.file) == 0);
    if (path)
        note_error(&to, fclose(to.file) == 0);
    if (good && to.error)
        good =
            fail(a, FAULT_BROKEN, NULL, "最後まで書けませんでした。空き容量を確かめてください。");
    /* Who reads has had enough (`| head`): nothing to tell. */
    if (to.error == EPIPE)
        act_forgive(a, faults);
    if (path && !good)
        remove(path);
    return good;
}

static bool
is_workbook(const char *path)
{
    size_t length = path ? strlen(path) : 0;

    return length > 5 && strcmp(path + length - 5, ".xlsx") == 0;
}

/* Never over a file that is there. */
static bool
write_workbook(struct act *a, const struct list_request *request, const char *path)
{
    FILE *file = fopen(path, "wxe");
    bool good;

    if (!file)
        return fail(a, FAULT_BROKEN, NULL,
                    "%s に書けません。同じ名前のファイルがないか、権限があるか確かめてください。",
                    path);
    good = sheet_export(a, request, fileno(file));
    fclose(file);
    if (!good)
        remove(path);
    return good;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const struct ledger *l = arguments->count ? ledger_find(arguments->operands[0]) : NULL;
    const char *as = argument(arguments, "encoding");
    const char *path =
        argument(arguments, "output") ? argument(arguments, "output") : argument(arguments, "to");
    enum encoding encoding = ENCODING_UTF8_BOM;
    struct export_report report = { 0 };
    struct list_request request;
    struct pairs filters = { 0 };

    if (argument(arguments, "bundle"))
        return bundle_export_run(a, arguments);
    if (!arguments->count) {
        fail(a, FAULT_MALFORMED, NULL,
             "台帳か、--bundle と束のファイルを書いてください。例: tasuki export inquiry");
        return 2;
    }
    if (!l) {
        fail(a, FAULT_MALFORMED, NULL, "「%s」という台帳はありません。", arguments->operands[0]);
        return 2;
    }
    if (as && !export_encoding(a, as, &encoding))
        return 2;
    if (!read_filters(a, arguments, &filters) || !list_parse(a, l, &filters, &request))
        return 2;
    request.personal = argument(arguments, "personal") != NULL;
    if (is_workbook(path))
        return write_workbook(a, &request, path) ? 0 : fault_face(act_fault_kind(a))->exit;
    if (!write_file(a, &request, encoding, path, &report))
        return fault_face(act_fault_kind(a))->exit;
    name_unwritable(&report);
    return 0;
}

static const struct command_option options[] = {
    { "to", "FILE", "書き出す先。.xlsx ならExcel（省略すると標準出力）" },
    { "output", "FILE", "--to と同じ" },
    { "encoding", "utf-8|windows-31j", "文字コード（省略すると utf-8、BOM付き）" },
    { "personal", NULL, "個人情報の列も書き出す（記録に残る）" },
    { "bundle", "FILE", "全部の台帳、添付、文書、履歴を、引継ぎの束（ZIP）に書き出す" },
    { "contract", "NUMBER", "--bundle とともに：1つの契約だけ" },
    { 0 },
};

const struct command export_command = {
    .name = "export",
    .usage = "LEDGER [項目=値 …] [--to FILE] [--encoding utf-8|windows-31j] | "
             "--bundle FILE [--contract NUMBER]",
    .title = "台帳をCSVに書き出す",
    .help = "台帳の記録をCSVに書き出します。絞り込みは画面のアドレスと同じ書き方です。\n"
            "書き出したことは履歴に残ります。\n\n"
            "例: tasuki export inquiry state=completed --to 完了.csv --encoding windows-31j\n"
            "    tasuki export --bundle 引継ぎ.zip\n\n"
            "引継ぎの束には個人情報も平文で入ります。束は製品がなくてもブラウザーで読め、"
            "tasuki import --bundle で空のデータフォルダーに取り込めます。",
    .options = options,
    .most = 50,
    .run = run,
};
