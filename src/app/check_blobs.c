#include "app/commands.h"
#include "base/arena.h"
#include "base/json.h"
#include "ledger/blob_check.h"
#include "ledger/ledger.h"
#include "store/act.h"

static const char *const kind_names[] = {
    [BLOB_MISSING] = "missing",
    [BLOB_DAMAGED] = "damaged",
    [BLOB_UNNAMED] = "unnamed",
};

static const char *
table_title(const char *table)
{
    const struct ledger *l = ledger_find(table);

    return l ? l->title : table;
}

static void
say(struct buffer *out, const struct blob_problem *it)
{
    switch (it->kind) {
    case BLOB_MISSING:
        buffer_print(out, "中身がありません：%s %lld番「%s」（%s）\n", table_title(it->table),
                     (long long)it->id, it->name, it->blob);
        break;
    case BLOB_DAMAGED:
        buffer_print(out, "中身が壊れています：%s %lld番「%s」（%s）\n", table_title(it->table),
                     (long long)it->id, it->name, it->blob);
        break;
    case BLOB_UNNAMED:
        buffer_print(out, "どの記録のものでもありません：%s（%lldバイト%s）\n", it->blob,
                     (long long)it->bytes, it->fresh ? "、この1日に来たもの" : "");
        break;
    }
}

static void
write_json(struct buffer *out, const struct blob_report *report, int64_t removed)
{
    buffer_print(out, "{\"rows\":%lld,\"files\":%lld,\"removed\":%lld,\"problems\":[",
                 (long long)report->rows, (long long)report->files, (long long)removed);
    for (size_t i = 0; i < report->count; i++) {
        const struct blob_problem *it = &report->problems[i];

        buffer_print(out, "%s{\"kind\":\"%s\",\"blob\":\"%s\",\"table\":", i ? "," : "",
                     kind_names[it->kind], it->blob);
        json_text(out, it->table);
        buffer_print(out, ",\"id\":%lld,\"name\":", (long long)it->id);
        json_text(out, it->name);
        buffer_char(out, '}');
    }
    buffer_text(out, "]}\n");
}

static int
run(struct act *a, const struct arguments *arguments)
{
    struct buffer *out = arguments->out;
    struct blob_report report;
    int64_t removed = 0, left;

    if (!blobs_check(a, argument(arguments, "read") != NULL, &report))
        return 3;
    if (argument(arguments, "clear") && !blobs_clear(a, &report, &removed))
        return 3;
    left = (int64_t)report.count - removed;
    if (arguments->json) {
        write_json(out, &report, removed);
        return left ? 1 : 0;
    }
    for (size_t i = 0; i < report.count; i++)
        say(out, &report.problems[i]);
    buffer_print(out, "記録にあるもの %lld、ファイル %lld、合わないもの %zu",
                 (long long)report.rows, (long long)report.files, report.count);
    if (removed)
        buffer_print(out, "（うち %lld を消しました）", (long long)removed);
    buffer_text(out, "\n");
    return left ? 1 : 0;
}

static const struct command_option options[] = {
    { "read", NULL, "すべての中身を終わりまで読んで確かめる" },
    { "clear", NULL, "どの記録のものでもなく、1日より前のものを消す" },
    { 0 },
};

const struct command check_blobs_command = {
    .name = "check-blobs",
    .usage = "--data DIR [--read] [--clear]",
    .title = "添付ファイルの記録と中身が合うか確かめる",
    .help = "記録にあるのに中身のないもの、中身があるのにどの記録のものでもないものを挙げます。\n"
            "復元の後や、機械が急に止まった後に行います。合わないものがあれば終了の値は1です。\n\n"
            "例: tasuki check-blobs --data /srv/tasuki --read",
    .options = options,
    .need = NEED_READING,
    .run = run,
};
