#include "app/backup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/json.h"
#include "ledger/block.h"
#include "ledger/history.h"
#include "ledger/index.h"
#include "ledger/verify.h"
#include "store/act.h"
#include "store/backup.h"
#include "store/keyring.h"
#include "store/restore.h"
#include "store/store.h"

static void
write_facts(const struct arguments *arguments, const char *done, const struct backup_facts *facts)
{
    struct buffer *out = arguments->out;

    if (!arguments->json) {
        buffer_print(out, "%s表 %lld、行 %lld、ファイル %lld、%lld バイト、封印 %s\n", done,
                     (long long)facts->tables, (long long)facts->rows, (long long)facts->blobs,
                     (long long)facts->bytes, facts->head && facts->head[0] ? facts->head : "なし");
        return;
    }
    buffer_text(out, "{\"id\":");
    json_text(out, facts->id);
    buffer_print(out, ",\"tables\":%lld,\"rows\":%lld,\"blobs\":%lld,\"bytes\":%lld,\"head\":",
                 (long long)facts->tables, (long long)facts->rows, (long long)facts->blobs,
                 (long long)facts->bytes);
    json_text(out, facts->head ? facts->head : "");
    buffer_text(out, "}\n");
}

/* The newest block as "number:hash", "" before the first. */
static bool
read_head(struct act *a, const char **head)
{
    struct block block;
    bool found;

    *head = "";
    if (!block_newest(a, &block, &found))
        return false;
    if (found)
        *head = arena_print(a->arena, "%lld:%s", (long long)block.number,
                            hex_print(a->arena, block.hash.data, block.hash.size));
    return true;
}

bool
backup_whole(struct act *a, struct backup_options *options)
{
    *options = (struct backup_options){ 0 };
    options->tables = modules_tables(a->arena, &options->table_count);
    return history_seal(a, NULL) && read_head(a, &options->head);
}

static int
run_backup(struct act *a, const struct arguments *arguments)
{
    const char *keys = argument(arguments, "keyring");
    const char *passphrase;
    struct backup_options options;
    struct backup_facts facts = { 0 };
    const char *why;

    if (!keys && !arguments->count) {
        fail(a, FAULT_MALFORMED, NULL, "書き出すファイルの名前を書いてください。");
        return 2;
    }
    if (!secret_read(a, arguments, "passphrase", &passphrase))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->count) {
        if (!backup_whole(a, &options) ||
            !backup_write(a, arguments->operands[0], &options, &facts))
            return fault_face(act_fault_kind(a))->exit;
        write_facts(arguments, "書き出して読み返し、同じであることを確かめました。", &facts);
    }
    if (keys && !keyring_export(store_keyring(a->store), keys, passphrase, &why)) {
        fail(a, FAULT_BROKEN, NULL, "%s: %s", keys, why);
        return 3;
    }
    return 0;
}

static const struct command_option backup_options[] = {
    { "keyring", "FILE", "鍵の控えも書き出す（控えとは別の場所に保管する）" },
    { "passphrase", "TEXT", "鍵の控えを暗号にする言葉（付けなければ、鍵の控えは平文）" },
    { "passphrase-file", "FILE", "その言葉を1行目に書いたファイル" },
    { 0 },
};

const struct command backup_command = {
    .name = "backup",
    .usage = "FILE --data DIR [--keyring FILE [--passphrase-file FILE]]",
    .title = "動かしたまま控えを取る",
    .help = "全部の記録と添付を1つの暗号のファイルに書き、読み返して確かめます。\n"
            "控えに鍵は入りません。控えは1つごとに鍵が違うので、取るたびに --keyring で鍵の控えも"
            "取ってください。\n前の鍵の控えでは、後から取った控えを復元できません。\n"
            "鍵の控えは、--passphrase か --passphrase-file を付けなければ平文です。\n\n"
            "例: tasuki backup /backup/tasuki-20261121 --keyring /safe/keys-20261121 "
            "--passphrase-file /safe/passphrase",
    .options = backup_options,
    .most = 1,
    .run = run_backup,
};

/* DIR/heads stays with the data: the copy beside it has none. */
static bool
check_rehearsal(struct act *restored, void *with)
{
    static const struct verify_options options = { .no_heads = true };
    struct verify_report report;

    (void)with;
    return history_verify(restored, &options, &report) &&
           (!report.wrong || fail(restored, FAULT_BROKEN, NULL, "%s", report.wrong));
}

/* What the row `restore` declares; see ledger/verify.h. */
struct restored_heads {
    const char *restored;
    const char *newest; /* that anybody knows of */
};

static bool
restored_event(struct act *a, void *with)
{
    const struct restored_heads *heads = with;
    struct buffer detail = { .arena = a->arena };

    buffer_text(&detail, "{\"head\":");
    json_text(&detail, heads->restored);
    json_key(&detail, "newest", false);
    json_text(&detail, heads->newest);
    buffer_char(&detail, '}');
    return history_event(a, "", 0, "restore", buffer_string(&detail));
}

/* The last whole line of the old folder's heads: "number hash time". */
static bool
last_head(struct act *a, const char *path, struct head *out)
{
    enum { LINE = 128 };
    FILE *file = fopen(path, "re");
    char line[2 * LINE];
    bool found = false;

    if (!file)
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    if (fseek(file, -LINE, SEEK_END) != 0)
        rewind(file);
    while (fgets(line, sizeof line, file)) {
        char *space = strchr(line, ' ');
        struct head head;

        if (!space || !strchr(line, '\n'))
            continue;
        *space = ':';
        space[strcspn(space, " ")] = '\0';
        found = head_parse(line, &head) || found;
        *out = head.number > out->number ? head : *out;
    }
    fclose(file);
    return found || fail(a, FAULT_BROKEN, NULL, "%s に封印の値がありません。", path);
}

/* The newest head that is known: given, or of the old folder; asked before anything is done. */
static bool
known_head(struct act *a, const struct arguments *arguments, struct head *head)
{
    const char *given = argument(arguments, "head");
    const char *path = argument(arguments, "heads");

    *head = (struct head){ 0 };
    if (given && !head_parse(given, head))
        return fail(a, FAULT_MALFORMED, "head",
                    "--head は「番号:値」（値は16進数64桁）で書いてください。");
    return !path || last_head(a, path, head);
}

static bool
restore(struct house *house, struct act *a, const struct arguments *arguments,
        struct backup_facts *facts)
{
    const char *keys = argument(arguments, "keyring");
    struct backup_options options = { 0 };
    const char *passphrase;
    const char *why;

    if (!secret_read(a, arguments, "passphrase", &passphrase))
        return false;
    if (keys && !keyring_import(store_keyring(house->store), keys, passphrase, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", keys, why);
    if (!house_migrate(house, a))
        return false;
    options.tables = modules_tables(a->arena, &options.table_count);
    return restore_read(a, arguments->operands[0], &options, facts);
}

/* What the store knew of the empty folder – installation, ids – is the archive's now, so
   it is opened again before anything is written. */
static bool
finish(struct house *house, struct act *a, const struct head *known, const char **why)
{
    struct restored_heads heads;

    act_end(a);
    store_close(house->store);
    if (!house_open(house, house_line(), HOUSE_ANY, why))
        return false;
    house_act(house, a);
    if (!house_migrate(house, a) || !index_rebuild(a) || !read_head(a, &heads.restored))
        return false;
    heads.newest = known->number ? head_print(a, known) : heads.restored;
    return act_write(a, restored_event, &heads);
}

static int
run_restore(struct act *outer, const struct arguments *arguments)
{
    bool rehearse = argument(arguments, "rehearse") != NULL;
    struct house house = { .arena = outer->arena };
    struct backup_facts facts = { 0 };
    struct head known;
    const char *why;
    struct act a;
    bool good;
    int status = 0;

    if (!house_open(&house, house_line(), rehearse ? HOUSE_WRITING : HOUSE_NEW, &why))
        return fault_print(why, arguments->json, 3);
    house_act(&house, &a);
    if (rehearse) {
        struct backup_options options;

        good = backup_whole(&a, &options) && restore_rehearse(&a, arguments->operands[0], &options,
                                                              check_rehearsal, NULL, &facts);
    } else {
        good = known_head(&a, arguments, &known) && restore(&house, &a, arguments, &facts) &&
               finish(&house, &a, &known, &why);
    }
    if (!good)
        status =
            house.store ? faults_print(&a, arguments->json) : fault_print(why, arguments->json, 3);
    act_end(&a);
    if (status && !rehearse)
        house_undo(&house);
    else if (!house_close(&house) && !status)
        status = fault_print("履歴を封印できませんでした。", arguments->json, 3);
    if (!status)
        write_facts(arguments, rehearse ? "復元の練習が済みました。" : "復元しました。", &facts);
    return status;
}

static const struct command_option restore_options[] = {
    { "keyring", "FILE", "鍵の控え" },
    { "passphrase", "TEXT", "鍵の控えを開く言葉" },
    { "passphrase-file", "FILE", "その言葉を1行目に書いたファイル" },
    { "head", "N:HASH", "分かっているいちばん新しい封印（報告書やメール）" },
    { "heads", "FILE", "または、元のフォルダーに残った heads" },
    { "rehearse", NULL, "今のデータの横で復元を練習し、消す" },
    { 0 },
};

const struct command restore_command = {
    .name = "restore",
    .usage = "FILE --data NEWDIR --keyring FILE | FILE --data DIR --rehearse",
    .title = "控えから新しいフォルダーに復元する",
    .help = "新しいフォルダー（または空の PostgreSQL）に控えを戻します。控えの全部を先に確かめて"
            "から書きます。\nSQLite の控えを PostgreSQL に戻すことも、その逆もできます。\n"
            "--head か --heads で、失われた封印がどこまでかを履歴に残します（tasuki verify が示し"
            "ます）。\n\n"
            "例: tasuki restore /backup/tasuki-20261121 --data /srv/new --keyring /safe/keys",
    .options = restore_options,
    .need = NEED_FOLDER,
    .least = 1,
    .most = 1,
    .run = run_restore,
};
