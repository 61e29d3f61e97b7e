#include <stdio.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/verify.h"
#include "base/json.h"
#include "ledger/verify.h"
#include "store/act.h"
#include "store/store.h"

static void
write_text(struct act *a, struct buffer *out, const struct verify_report *r)
{
    char at[INSTANT_TEXT];

    if (r->wrong) {
        buffer_print(out, "変えられています。%s\n", r->wrong);
        return;
    }
    buffer_print(out, "変えられていません。行 %lld、ブロック %lld", (long long)r->rows,
                 (long long)r->blocks);
    if (r->unsealed)
        buffer_print(out, "、まだ封印していない行 %lld", (long long)r->unsealed);
    if (r->erased)
        buffer_print(out, "、内容を消去した行 %lld", (long long)r->erased);
    if (r->clocks)
        buffer_print(out, "、理由のある時計の戻り %lld", (long long)r->clocks);
    buffer_char(out, '\n');
    for (size_t i = 0; i < r->gap_count; i++) {
        const struct verify_gap *gap = &r->gaps[i];

        if (gap->newest > gap->restored)
            buffer_print(out,
                         "復元（行 %lld）：ブロック %lld まで戻しました。%lld から %lld までは、"
                         "そのとき失われています。\n",
                         (long long)gap->seq, (long long)gap->restored,
                         (long long)gap->restored + 1, (long long)gap->newest);
        else
            buffer_print(out, "復元（行 %lld）：ブロック %lld まで戻しました。\n",
                         (long long)gap->seq, (long long)gap->restored);
    }
    if (r->newest.number) {
        instant_print(r->sealed_at, at);
        buffer_print(out, "封印 %s（%s）\n", head_print(a, &r->newest), at);
    }
}

static void
number_json(struct buffer *out, const char *name, int64_t number)
{
    json_key(out, name, false);
    buffer_int(out, number);
}

static void
write_json(struct act *a, struct buffer *out, const struct verify_report *r)
{
    buffer_char(out, '{');
    json_key(out, "whole", true);
    json_flag(out, !r->wrong);
    json_key(out, "wrong", false);
    json_text(out, r->wrong);
    if (r->wrong) {
        number_json(out, "block", r->wrong_block);
        number_json(out, "row", r->wrong_seq);
    }
    number_json(out, "rows", r->rows);
    number_json(out, "blocks", r->blocks);
    number_json(out, "unsealed", r->unsealed);
    number_json(out, "erased", r->erased);
    number_json(out, "clocks", r->clocks);
    json_key(out, "restores", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < r->gap_count; i++) {
        buffer_text(out, i ? ",{" : "{");
        json_key(out, "row", true);
        buffer_int(out, r->gaps[i].seq);
        number_json(out, "restored", r->gaps[i].restored);
        number_json(out, "newest", r->gaps[i].newest);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
    json_key(out, "head", false);
    json_text(out, r->newest.number ? head_print(a, &r->newest) : "");
    buffer_text(out, "}\n");
}

/* On a terminal only: what reads the output of a program does not want it. */
static void
show_progress(void *with, int64_t seq, int64_t last)
{
    (void)with;
    fprintf(stderr, "\r行 %lld / %lld（%lld%%）%s", (long long)seq, (long long)last,
            last ? (long long)(seq * 100 / last) : 100LL, seq >= last ? "\n" : "");
}

static bool
read_head(struct act *a, const struct arguments *arguments, struct head *head)
{
    const char *text = argument(arguments, "head");

    *head = (struct head){ 0 };
    return !text || head_parse(text, head) ||
           fail(a, FAULT_MALFORMED, "head",
                "--head は、報告書やメールにある「番号:値」（値は16進数64桁）で書いてください。");
}

int
verify_all(struct act *a, const struct arguments *arguments, const struct head *head)
{
    struct verify_options options = { .head = *head,
                                      .progress = isatty(STDERR_FILENO) ? show_progress : NULL };
    struct verify_report report;

    if (!history_verify(a, &options, &report))
        return 3;
    if (arguments->json)
        write_json(a, arguments->out, &report);
    else
        write_text(a, arguments->out, &report);
    return report.wrong ? 1 : 0;
}

/* A proof needs no data folder, so the house is opened here and not before. */
static int
run(struct act *outer, const struct arguments *arguments)
{
    const char *proof = argument(arguments, "proof");
    struct house house = { .arena = outer->arena };
    struct head head;
    const char *why;
    struct act a;
    int status;

    if (!read_head(outer, arguments, &head))
        return 2;
    if (proof)
        return verify_proof(outer, arguments, proof, &head);
    if (!house_open(&house, house_line(), HOUSE_READING, &why))
        return fault_print(why, arguments->json, 3);
    house_act(&house, &a);
    status =
        arguments->count ? verify_document(&a, arguments, &head) : verify_all(&a, arguments, &head);
    if (a.faults)
        faults_print(&a, arguments->json);
    act_end(&a);
    store_close(house.store);
    return status;
}

static const struct command_option options[] = {
    { "head", "N:HASH", "報告書やメールに控えてある封印の番号と値と比べる" },
    { "proof", "FILE", "1行の証明を確かめる（データフォルダーは要りません）" },
    { 0 },
};

const struct command verify_command = {
    .name = "verify",
    .usage = "[NUMBER] --data DIR [--head N:HASH] | --proof FILE [--head N:HASH]",
    .title = "履歴が変えられていないことを確かめる",
    .help = "すべての行とブロックを計算し直し、DIR/heads の控えと比べます。読むだけで、動いている"
            "間も使えます。\n終了の値は、0 が変えられていない、1 が変えられている（最初に見つけた"
            "ものを示します）、3 が確かめられない、です。\n"
            "文書の番号を書くと、その文書の凍結データと、文書にある履歴の先頭も照合します。\n"
            "データフォルダーごと古いものに差し替えられたことは、外に控えた封印（--head）で分かり"
            "ます。\n\n"
            "例: tasuki verify --data /var/lib/tasuki --head 120:5f3a…",
    .options = options,
    .need = NEED_FOLDER,
    .most = 1,
    .run = run,
};
