#include "app/erase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/backup.h"
#include "app/commands.h"
#include "app/erase_certificate.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "app/reference.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/fold.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/field.h"
#include "ledger/history.h"
#include "ledger/index.h"
#include "store/act.h"
#include "store/backup.h"
#include "store/blob.h"
#include "store/compact.h"
#include "store/keyring.h"
#include "store/store.h"
#include "store/words.h"

struct erasing {
    struct house house;
    struct act a;
    const struct arguments *arguments;
    const char *master;
    struct erase_report report;
    const char **archives; /* that were there before */
    size_t archive_count;
    char newest[BACKUP_ID_TEXT];
};

static void
try(struct erase_report *r, const char *what, bool good, const char *result)
{
    if (r->trial_count < ERASE_TRIALS)
        r->trials[r->trial_count++] = (struct erase_trial){ what, result, good };
}

static void
tell(void *with, int64_t rows)
{
    static const int64_t step = 10000;
    const struct erasing *e = with;

    if (isatty(STDERR_FILENO) && rows % step < 500)
        fprintf(stderr, "\r%lld / %lld 行", (long long)rows, (long long)e->report.what.rows);
}

/* --- the steps, in the order that leaves nothing if one fails and is run again ---- */

static bool
remove_files(struct erasing *e)
{
    for (size_t i = 0; i < e->report.what.blob_count; i++) {
        if (!blob_remove(&e->a, e->report.what.blobs[i]))
            return false;
        e->report.files++;
    }
    return true;
}

/* Answers kept for repeated requests hold contents too, of a day at most. */
static bool
forget_answers(struct act *a, void *with)
{
    static const struct query query = { .name = "erase.idempotency",
                                        .sql = "DELETE FROM idempotency" };

    (void)with;
    return query_run(a, &query, NULL, UNBOUND);
}

static bool
write_anew(struct erasing *e, const char **why)
{
    const struct line *line = house_line();
    const struct store_options options = {
        .folder = line->data,
        .database = line->database ? line->database : getenv("TASUKI_DATABASE"),
    };

    act_end(&e->a);
    if (!house_close(&e->house)) {
        *why = "履歴を封印できませんでした。";
        return false;
    }
    if (!store_compact(e->house.arena, &options, why) ||
        !house_open(&e->house, line, HOUSE_WRITING, why))
        return false;
    house_act(&e->house, &e->a);
    return true;
}

static bool
destroy_key(struct erasing *e, const char **why)
{
    struct keyring *ring = store_keyring(e->house.store);

    return (!keyring_get(ring, e->report.what.contract) ||
            keyring_drop(ring, e->report.what.contract, why)) &&
           keyring_rotate(ring, e->master, why);
}

static bool
back_up(struct erasing *e)
{
    const char *path = backup_path(&e->a);
    struct backup_options options;
    struct backup_facts facts;

    if (!path || !backup_whole(&e->a, &options) || !backup_write(&e->a, path, &options, &facts))
        return false;
    memcpy(e->newest, facts.id, sizeof(e->newest));
    e->report.archive = path;
    return true;
}

static bool
drop_backups(struct erasing *e, const char **why)
{
    struct keyring *ring = store_keyring(e->house.store);
    struct backup_key *keys;
    size_t count = keyring_backups(ring, e->house.arena, &keys);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(keys[i].id, e->newest) == 0)
            continue;
        if (!keyring_backup_drop(ring, keys[i].id, why))
            return false;
        e->report.backups++;
    }
    return true;
}

/* --- trying to read it back -------------------------------------------------------- */

static bool
try_index(struct erasing *e)
{
    struct buffer token = { .arena = e->house.arena };
    int64_t hits = 0;

    words_scope(&token, SCOPE_CONTRACT, e->report.what.contract);
    for (size_t i = 0; i < e->report.what.sample_count; i++) {
        const char *const scope[] = { buffer_string(&token), NULL };
        const struct words_query query = {
            .text = fold_text(e->house.arena, e->report.what.samples[i]), .scope = scope, .most = 1
        };
        int64_t id;
        size_t count;

        if (!words_find(&e->a, &query, &id, &count))
            return false;
        hits += (int64_t)count;
    }
    try(&e->report, "検索", hits == 0,
        arena_print(e->house.arena, "%zu 個の文章で探し、%lld 件", e->report.what.sample_count,
                    (long long)hits));
    return true;
}

static void
try_bytes(struct erasing *e)
{
    long long hits;

    if (e->report.postgres)
        return;
    hits = store_scan(e->house.arena, store_folder(e->house.store), e->report.what.samples,
                      e->report.what.sample_count);
    try(&e->report, "データベースのファイルとWAL", hits == 0,
        arena_print(e->house.arena, "%zu 個の文章をバイト列の中に探し、%lld 件",
                    e->report.what.sample_count, hits));
}

static void
try_files(struct erasing *e)
{
    int64_t found = 0;

    for (size_t i = 0; i < e->report.what.blob_count; i++)
        found += blob_exists(&e->a, e->report.what.blobs[i]);
    try(&e->report, "添付などのファイル", found == 0,
        arena_print(e->house.arena, "%zu 個のうち %lld 個が残る", e->report.what.blob_count,
                    (long long)found));
}

/* The oldest is the one that would reach farthest back. */
static void
try_backups(struct erasing *e)
{
    size_t faults = e->a.fault_count;
    struct backup_facts facts;
    bool opened = backup_verify(&e->a, e->report.archive, &facts);

    try(&e->report, "いちばん新しい控え", opened,
        opened ? "消去の後に取ったもので、読める" : "読めない");
    act_forgive(&e->a, faults);
    if (e->archive_count == 0)
        return;
    opened = backup_verify(&e->a, e->archives[0], &facts);
    try(&e->report, "いちばん古い控え", !opened, opened ? "読める" : "鍵がなく、開けない");
    act_forgive(&e->a, faults);
}

static bool
try_all(struct erasing *e)
{
    struct keyring *ring = store_keyring(e->house.store);
    int64_t rows;
    bool keyless = !keyring_get(ring, e->report.what.contract);

    if (!erase_left(&e->a, &e->report.what, &rows) || !try_index(e))
        return false;
    try(&e->report, "表", rows == 0, arena_print(e->house.arena, "%lld 行", (long long)rows));
    try(&e->report, "契約の鍵", keyless, keyless ? "ない" : "残っている");
    try_bytes(e);
    try_files(e);
    try_backups(e);
    return true;
}

/* --- all of it -------------------------------------------------------------------- */

static const char *const *
split_lines(struct arena *arena, const char *text)
{
    const char **lines = NEW_ARRAY(arena, strlen(text) / 2 + 2, const char *);
    size_t count = 0;

    while (*text) {
        size_t length = strcspn(text, "\n");

        if (length)
            lines[count++] = arena_slice(arena, text, length);
        text += length + (text[length] == '\n');
    }
    return lines;
}

static bool
erase(struct erasing *e, const char **why)
{
    const char *copies;

    e->report.at = instant_now();
    if (!erase_certificate_begin(&e->a, e->report.what.contract) ||
        !backup_archives(&e->a, &e->archives, &e->archive_count) ||
        !erase_rows(&e->a, &e->report.what, tell, e) || !remove_files(e) ||
        !act_write(&e->a, forget_answers, NULL) || !index_rebuild(&e->a) || !write_anew(e, why) ||
        !destroy_key(e, why) || !back_up(e) || !drop_backups(e, why) || !try_all(e))
        return false;
    for (size_t i = 0; i < e->archive_count; i++)
        unlink(e->archives[i]);
    if (!keyring_copies(store_keyring(e->house.store), e->house.arena, &copies))
        copies = "鍵の控えの一覧 (keys/copies) が読めません。";
    e->report.copies = split_lines(e->house.arena, copies);
    return true;
}

static int
carry_out(struct erasing *e)
{
    struct buffer json = { .arena = e->house.arena };
    const char *why;

    if (!erase(e, &why))
        return e->a.faults ? faults_print(&e->a, e->arguments->json)
                           : fault_print(why, e->arguments->json, 3);
    if (!erase_certificate_keep(&e->a, &e->report, &json))
        return faults_print(&e->a, e->arguments->json);
    if (e->arguments->json)
        buffer_add(e->arguments->out, json.data, json.length);
    else
        erase_text(e->arguments->out, &e->report);
    return erase_is_clean(&e->report) ? 0 : 1;
}

/* --- before it ---------------------------------------------------------------------- */

static int
preview(struct erasing *e)
{
    const struct erasure *what = &e->report.what;
    struct buffer *out = e->arguments->out;

    buffer_print(out, "契約 %s %s の次のものを消去します。まだ何もしていません。\n", what->number,
                 what->title);
    for (size_t i = 0; i < what->count; i++)
        buffer_print(out, "  %s %lld 行\n", what->tables[i].table->comment,
                     (long long)what->tables[i].rows);
    buffer_print(out, "  履歴の内容 %lld 行、ファイル %zu 個、契約の鍵\n", (long long)what->details,
                 what->blob_count);
    if (!erase_certificate_tell(&e->a, what->contract, out))
        return faults_print(&e->a, e->arguments->json);
    buffer_text(out,
                "今日より前の控えの鍵も消すので、ほかの契約も今日より前には戻せなくなります。\n"
                "元に戻せません。行うには --yes を付けてください。\n");
    return 0;
}

/* A master that the program did not put somewhere must be given by who did. */
static bool
check_master(struct erasing *e)
{
    struct keyring *ring = store_keyring(e->house.store);

    e->report.key_source = keyring_source(ring);
    if (e->master || strcmp(e->report.key_source, "ファイル") == 0)
        return true;
    return fail(
        &e->a, FAULT_MALFORMED, NULL,
        "マスター鍵は%sにあります。新しい鍵（16進数64桁）を --master-file で渡してください。",
        e->report.key_source);
}

static int
run_open(struct erasing *e)
{
    size_t count;
    const struct table *const *tables = modules_tables(e->house.arena, &count);
    const char *number = argument(e->arguments, "contract");
    struct ref contract;
    const char *why;

    if (!number)
        return fault_print("--contract に契約番号を書いてください。", e->arguments->json, 2);
    if (!reference_read(&e->a, &contract_ledger, number, "contract", &contract) ||
        !secret_read(&e->a, e->arguments, "master", &e->master) ||
        !erase_look(&e->a, contract.id, tables, count, &e->report.what))
        return faults_print(&e->a, e->arguments->json);
    if (!argument(e->arguments, "yes"))
        return preview(e);
    if (!check_master(e))
        return faults_print(&e->a, e->arguments->json);
    act_end(&e->a);
    if (!store_serve(e->house.store, &why))
        return fault_print("tasuki serve を止めてから行ってください。", e->arguments->json, 3);
    house_act(&e->house, &e->a);
    return carry_out(e);
}

static int
run(struct act *outer, const struct arguments *arguments)
{
    struct erasing e = { .house = { .arena = outer->arena }, .arguments = arguments };
    const char *why;
    int status;

    if (!house_open(&e.house, house_line(), HOUSE_WRITING, &why))
        return fault_print(why, arguments->json, 3);
    e.report.postgres = store_kind(e.house.store) == STORE_POSTGRES;
    house_act(&e.house, &e.a);
    status = run_open(&e);
    act_end(&e.a);
    if (!house_close(&e.house) && !status)
        status = fault_print("履歴を封印できませんでした。", arguments->json, 3);
    return status;
}

static const struct command_option options[] = {
    { "contract", "NUMBER", "消去する契約の番号" },
    { "yes", NULL, "行う（付けなければ、何が消えるかを示すだけ）" },
    { "master", "HEX", "新しいマスター鍵（マスター鍵が環境変数か systemd にあるとき）" },
    { "master-file", "FILE", "それを1行目に書いたファイル" },
    { 0 },
};

const struct command erase_command = {
    .name = "erase",
    .usage = "--contract NUMBER --data DIR [--yes] [--master-file FILE] [--json]",
    .title = "契約のデータを元に戻せないように消去する",
    .help =
        "契約の行、履歴の内容、索引、ファイル、鍵を消し、データベースを書き直し、新しい控えを"
        "取って古い控えの鍵を消します。\n"
        "そのうえで読み出せないことを試し、証明書とそのもとになるデータを "
        "DIR/certificates に残します。証明書は、承認された返還・消去の申請があるときに作ります。\n"
        "ほかの契約も今日より前の控えには戻せなくなります。serve を止めて行います。\n\n"
        "例: tasuki erase --contract R8-001 --data /srv/tasuki --yes",
    .options = options,
    .need = NEED_FOLDER,
    .run = run,
};
