#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/reference.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/renewal.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"

struct facts {
    const char *source;
    size_t contracts;
    size_t older; /* of contracts, besides their newest */
    size_t unsettled;
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
    for (size_t i = 0; i < out->contracts; i++) {
        struct renewal_state state;

        if (!renewal_state(a, contracts[i], &state))
            return false;
        out->older += state.keys - 1;
        out->unsettled += !state.settled;
    }
    out->backups = keyring_backups(ring, a->arena, &backups);
    return keyring_copies(ring, a->arena, &out->copies) ||
           fail(a, FAULT_BROKEN, NULL, "鍵の控えの一覧 (keys/copies) が読めません。");
}

static void
write_facts(const struct arguments *arguments, const struct facts *facts)
{
    bool rotated = argument(arguments, "rotate"), renewed = argument(arguments, "renew");
    struct buffer *out = arguments->out;

    if (arguments->json) {
        buffer_print(out, "{\"rotated\":%s,\"renewed\":%s,\"master\":", rotated ? "true" : "false",
                     renewed ? "true" : "false");
        json_text(out, facts->source);
        buffer_print(out,
                     ",\"contracts\":%zu,\"older\":%zu,\"unsettled\":%zu,\"backups\":%zu,"
                     "\"copies\":",
                     facts->contracts, facts->older, facts->unsettled, facts->backups);
        json_text(out, facts->copies);
        buffer_text(out, "}\n");
        return;
    }
    if (rotated)
        buffer_text(out, "マスター鍵を替え、すべての鍵を包み直しました。\n");
    if (renewed)
        buffer_text(out, "契約の鍵を新しくしました。これまでの値は、serve が動いている間に"
                         "封じ直します。\n");
    buffer_print(out, "マスター鍵の場所: %s\n契約などの鍵: %zu（ほかに前の鍵 %zu）\n",
                 facts->source, facts->contracts, facts->older);
    if (facts->unsettled)
        buffer_print(out, "封じ直しの途中: %zu\n", facts->unsettled);
    buffer_print(out, "控えの鍵: %zu\n", facts->backups);
    buffer_print(out, "書き出した鍵の控え:\n%s", *facts->copies ? facts->copies : "なし\n");
}

static bool
rotate(struct act *a, const struct arguments *arguments)
{
    const char *master;

    return secret_read(a, arguments, "master", &master) && rotation_run(a, master);
}

/* "0" is what belongs to no contract: users, second factors. */
static bool
renew(struct act *a, const struct arguments *arguments)
{
    const char *number = argument(arguments, "contract");
    struct ref contract = { 0 };

    if (!number)
        return fail(a, FAULT_MALFORMED, NULL,
                    "--contract に契約番号を書いてください（0 は全体の鍵）。");
    return (strcmp(number, "0") == 0 ||
            reference_read(a, &contract_ledger, number, "contract", &contract)) &&
           renewal_begin(a, contract.id);
}

static int
run(struct act *a, const struct arguments *arguments)
{
    struct facts facts = { 0 };

    if ((argument(arguments, "rotate") && !rotate(a, arguments)) ||
        (argument(arguments, "renew") && !renew(a, arguments)) || !read_facts(a, &facts))
        return fault_face(act_fault_kind(a))->exit;
    write_facts(arguments, &facts);
    return 0;
}

static const struct command_option options[] = {
    { "rotate", NULL, "マスター鍵を新しくし、すべての鍵を包み直す" },
    { "renew", NULL, "契約の鍵を新しくし、値を裏で封じ直す" },
    { "contract", "NUMBER", "--renew の契約番号（0 は全体の鍵）" },
    { "master", "HEX", "新しいマスター鍵（今の鍵が環境変数か systemd にあるとき）" },
    { "master-file", "FILE", "それを1行目に書いたファイル" },
    { 0 },
};

const struct command keys_command = {
    .name = "keys",
    .usage = "--data DIR [--rotate [--master-file FILE]] [--renew --contract NUMBER]",
    .title = "鍵の様子を示す、鍵を替える",
    .help =
        "鍵がいくつあり、控えをいつどこへ書き出したかを示します。鍵そのものは示しません。\n"
        "--rotate はマスター鍵を替えます。動いている serve は1秒以内に新しい鍵へ移ります。\n"
        "マスター鍵を外から渡しているときは、--master-file で新しい鍵を渡し、すぐに環境変数か\n"
        "systemd の資格情報も替えて起動し直してください。\n"
        "--renew は契約の鍵そのものを新しくします。新しい値はすぐに、これまでの値と添付は serve が\n"
        "裏で、新しい鍵で封じます。履歴の内容は前の鍵のままなので、前の鍵も契約を消すまで残します。\n"
        "どちらも 365 日ごとに（tasuki.ini の [keys] rotate-days）夜 3 時に自動で行います。\n\n"
        "例: tasuki keys --rotate --data /srv/tasuki\n"
        "    tasuki keys --renew --contract R8-001 --data /srv/tasuki",
    .options = options,
    .run = run,
};
