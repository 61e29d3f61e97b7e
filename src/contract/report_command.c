#include "contract/report_command.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/json.h"
#include "base/unzip.h"
#include "base/wareki.h"
#include "contract/document.h"
#include "contract/terms.h"
#include "ledger/command.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "render/document.h"
#include "render/protect.h"
#include "render/report.h"
#include "render/template.h"
#include "store/act.h"

static void
list_reports(const struct arguments *arguments)
{
    struct buffer *out = arguments->out;

    if (arguments->json)
        buffer_char(out, '[');
    for (const struct report *const *it = reports_all(); *it; it++) {
        if (!arguments->json) {
            buffer_print(out, "%-16s %s　%s\n", (*it)->key, (*it)->title, (*it)->help);
            continue;
        }
        buffer_text(out, it == reports_all() ? "{" : ",{");
        json_key(out, "key", true);
        json_text(out, (*it)->key);
        json_key(out, "title", false);
        json_text(out, (*it)->title);
        buffer_char(out, '}');
    }
    if (arguments->json)
        buffer_text(out, "]\n");
}

static bool
read_order(struct act *a, const struct arguments *arguments, const struct report *report,
           struct report_order *order)
{
    const char *day = argument(arguments, "day"), *record = argument(arguments, "record");
    struct date date = instant_date(a->now);
    const char *why;

    *order = (struct report_order){ .comment = argument(arguments, "comment") };
    if (!contract_named(a, argument(arguments, "contract"), &order->contract))
        return false;
    if (report->of && !record)
        return fail(a, FAULT_MALFORMED, "record", "--record に%sの番号（id）を書いてください。",
                    report->of->title);
    order->record = record ? strtoll(record, NULL, 10) : 0;
    if (day && !wareki_parse(a->arena, day, &date, &why))
        return fail(a, FAULT_MALFORMED, "day", "%s", why);
    if (day)
        report_period(report->span, date, &order->from, &order->until);
    else
        report_usual(report->span, date, &order->from, &order->until);
    return true;
}

/* By --format, else by the ending of the file. */
static bool
find_format(struct act *a, const struct arguments *arguments, enum format *out)
{
    const char *extension = argument(arguments, "format");
    const char *file = argument(arguments, "output");
    const char *dot = file ? strrchr(file, '.') : NULL;

    if (!extension && argument(arguments, "protect"))
        extension = "pdf";
    if (!extension)
        extension = dot ? dot + 1 : "html";
    return format_find(extension, out) ||
           fail(a, FAULT_MALFORMED, "format",
                "「%s」では書けません。html、pdf、docx、xlsx、pptx から選んでください。",
                extension);
}

static bool
keep_and_issue(struct act *a, const struct report *report, const struct report_order *order,
               struct document *d)
{
    struct document_row *it = ledger_new(a, &document_ledger);

    it->base.contract = order->contract;
    it->report = report->key;
    it->comment.text = order->comment;
    it->subject = report->of ? order->record : NO_NUMBER;
    if (!report->of && report->span != SPAN_NONE)
        it->period = (struct period){ order->from, order->until };
    return ledger_create(a, &document_ledger, it) &&
           ledger_move(a, &document_ledger, "issue", it) && document_open(a, it, d);
}

/* --protect: the key goes to standard output, once; so the file needs a name. */
static bool
read_protect(struct act *a, const struct arguments *arguments, enum format format)
{
    const char *way = argument(arguments, "protect");

    if (!way)
        return true;
    if (strcmp(way, "zip") != 0 && strcmp(way, "pdf") != 0)
        return fail(a, FAULT_MALFORMED, "protect", "--protect には zip か pdf を書いてください。");
    if (!argument(arguments, "output"))
        return fail(a, FAULT_MALFORMED, "output", "--output に書き込む先を書いてください。");
    return strcmp(way, "zip") == 0 || format == FORMAT_PDF ||
           fail(a, FAULT_MALFORMED, "format", "--protect pdf で書けるのはPDFだけです。");
}

static bool
protect(struct act *a, const struct arguments *arguments, enum format format, struct buffer *bytes,
        char key[KEY_TEXT])
{
    bool zip = strcmp(argument(arguments, "protect"), "zip") == 0;
    struct protected_file file = {
        arena_print(a->arena, "%s.%s", arguments->operands[0], format_faces[format].extension),
        buffer_string(bytes),
        bytes->length,
    };
    struct buffer out = { 0 };
    const char *why;
    bool good;

    protect_key(key);
    good = zip ? protect_zip(&file, 1, key, &out, &why)
               : protect_pdf(file.bytes, file.size, key, &out, &why);
    buffer_release(bytes);
    *bytes = out;
    return good || fail(a, FAULT_BROKEN, NULL, "%s", why);
}

/* The file, and only once it is there the key that opens it. */
static bool
deliver(struct act *a, const struct arguments *arguments, enum format format, struct buffer *bytes)
{
    const char *file = argument(arguments, "output"), *why;
    char key[KEY_TEXT] = "";
    bool good = !argument(arguments, "protect") || protect(a, arguments, format, bytes, key);

    if (good && !file)
        buffer_add(arguments->out, buffer_string(bytes), bytes->length);
    else if (good)
        good = file_write(file, buffer_string(bytes), bytes->length, 0600, &why) ||
               fail(a, FAULT_BROKEN, NULL, "%sに書けません。%s", file, why);
    if (good && *key)
        buffer_print(arguments->out, "%s\n", key);
    wipe(key, sizeof key);
    return good;
}

/* Into the client's own form, whose format is the file's. */
static bool
fill_template(struct act *a, const char *path, const struct document *d, struct buffer *out)
{
    struct template_data data;
    const char *why, *extension;
    struct unzip *z = unzip_open(a->arena, path, &why);

    template_take(a->arena, d, &data);
    return (z && template_fill(a->arena, z, &data, out, &extension, &why)) ||
           fail(a, FAULT_INVALID, "template", "%s", why);
}

static bool
write_bytes(struct act *a, const struct arguments *arguments, enum format format,
            const struct document *d, struct buffer *out)
{
    const char *template = argument(arguments, "template"), *why;

    if (template)
        return fill_template(a, template, d, out);
    return format_write(a->arena, format, d, out, &why) || fail(a, FAULT_BROKEN, NULL, "%s", why);
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const struct report *report;
    struct report_order order;
    struct buffer bytes = { 0 };
    enum format format;
    struct document d;
    int64_t records;
    bool good;

    if (!arguments->count) {
        list_reports(arguments);
        return 0;
    }
    report = report_find(arguments->operands[0]);
    if (!report)
        return fail(a, FAULT_MALFORMED, NULL,
                    "様式「%s」はありません。tasuki report で一覧を見られます。",
                    arguments->operands[0])
                   ? 0
                   : 2;
    if (!find_format(a, arguments, &format) || !read_protect(a, arguments, format) ||
        !read_order(a, arguments, report, &order))
        return 2;
    if (!(argument(arguments, "issue") ? keep_and_issue(a, report, &order, &d)
                                       : report_make(a, report, &order, &d, &records)))
        return fault_face(act_fault_kind(a))->exit;
    if (!write_bytes(a, arguments, format, &d, &bytes))
        return fault_face(act_fault_kind(a))->exit;
    good = deliver(a, arguments, format, &bytes);
    buffer_release(&bytes);
    return good ? 0 : 3;
}

static const struct command_option options[] = {
    { "contract", "NUMBER", "契約番号。契約が1つなら要りません" },
    { "day", "DATE", "期間に入る日。書かなければ、終わった直近の期間" },
    { "record", "ID", "1件の記録についての文書のとき、その番号" },
    { "comment", "TEXT", "所見" },
    { "format", "NAME", "html、pdf、docx、xlsx、pptx" },
    { "output", "FILE", "書き込む先。書かなければ標準出力" },
    { "template", "FILE", "相手方の様式（.docx、.xlsx）。{{題名}} などの項目を埋める" },
    { "issue", NULL, "文書として残し、発行（凍結）する" },
    { "protect", "WAY", "zip か pdf。鍵がないと開けないファイルにし、鍵を1回だけ表示する" },
    { 0 },
};

const struct command report_command = {
    .name = "report",
    .usage = "[KEY [--contract NUMBER] [--day DATE] [--output FILE]]",
    .title = "記録から報告書を作る",
    .help = "様式の名前を書かなければ、作れる様式を並べます。\n"
            "例：tasuki report monthly --day R8.10.31 --output 10月.pdf\n"
            "    tasuki report half --output 上半期.docx\n"
            "    tasuki report monthly --template 様式.docx --output 10月.docx\n",
    .options = options,
    .need = NEED_STORE,
    .most = 1,
    .run = run,
};
