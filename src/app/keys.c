#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/json.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"

struct facts {
    const char *source;
    size_t contracts;
    size_t backups;
    const char *copies; /* lines */
};

static bool
read_facts(struct act *a, struct facts *out)
{
    struct keyring *ring = store_keyring(a->store);
    struct backup_key *backups;
    int64_t *contracts;

    out->source = keyring_source(ring);
    out->contracts = keyring_contracts(ring, a->arena, &contracts);
    out->backups = keyring_backups(ring, a->arena, &backups);
    return keyring_copies(ring, a->arena, &out->copies) ||
           fail(a, FAULT_BROKEN, NULL, "鍵の控えの一覧 (keys/copies) が読めません。");
}

static void
write_facts(const struct arguments *arguments, const struct facts *facts, bool rotated)
{
    struct buffer *out = arguments->out;

    if (arguments->json) {
        buffer_print(out, "{\"rotated\":%s,\"master\":", rotated ? "true" : "false");
        json_text(out, facts->source);
        buffer_print(out, ",\"contracts\":%zu,\"backups\":%zu,\"copies\":", facts->contracts,
                     facts->backups);
        json_text(out, facts->copies);
        buffer_text(out, "}\n");
        return;
    }
    if (rotated)
        buffer_text(out, "マスター鍵を替え、すべての鍵を包み直しました。\n");
    buffer_print(out, "マスター鍵の場所: %s\n契約などの鍵: %zu\n控えの鍵: %zu\n", facts->source,
                 facts->contracts, facts->backups);
    buffer_print(out, "書き出した鍵の控え:\n%s", *facts->copies ? facts->copies : "なし\n");
}

static bool
rotate(struct act *a, const struct arguments *arguments)
{
    const char *master;

    return secret_read(a, arguments, "master", &master) && rotation_run(a, master);
}

static int
run(struct act *a, const struct arguments *arguments)
{
    bool wanted = argument(arguments, "rotate") != NULL;
    struct facts facts;

    if ((wanted && !rotate(a, arguments)) || !read_facts(a, &facts))
        return fault_face(act_fault_kind(a))->exit;
    write_facts(arguments, &facts, wanted);
    return 0;
}

static const struct command_option options[] = {
    { "rotate", NULL, "マスター鍵を新しくし、すべての鍵を包み直す" },
    { "master", "HEX", "新しいマスター鍵（今の鍵が環境変数か systemd にあるとき）" },
    { "master-file", "FILE", "それを1行目に書いたファイル" },
    { 0 },
};

const struct command keys_command = {
    .name = "keys",
    .usage = "--data DIR [--rotate [--master-file FILE]]",
    .title = "鍵の様子を示す、マスター鍵を替える",
    .help = "鍵がいくつあり、控えをいつどこへ書き出したかを示します。鍵そのものは示しません。\n"
            "--rotate はマスター鍵を替えます。動いている serve は1秒以内に新しい鍵へ移ります。\n"
            "マスター鍵を外から渡しているときは、--master-file で新しい鍵を渡し、すぐに環境変数か\n"
            "systemd の資格情報も替えて起動し直してください。\n\n"
            "例: tasuki keys --rotate --data /srv/tasuki",
    .options = options,
    .run = run,
};
