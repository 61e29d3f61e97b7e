#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "app/bundle.h"
#include "base/arena.h"
#include "ledger/block.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"
#include "store/act.h"

enum { MANIFEST_MOST = 512 * 1024 * 1024, LINE_MOST = 256 * 1024 * 1024 };

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static int64_t
number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static bool
differs(struct act *a, const char *name, const char *what)
{
    return fail(a, FAULT_BROKEN, NULL, "束の中の %s: %s", name, what);
}

/* --- files -------------------------------------------------------------------------------------- */

static bool
read_manifest(struct act *a, const struct stored_zip_reader *zip, json_t **manifest,
              struct bundle_facts *facts)
{
    const struct stored_zip_file *file = stored_zip_find(zip, "manifest.json");
    uint8_t hash[SHA256_BYTES];
    const char *why;
    char *bytes;
    size_t got;

    if (!file)
        return differs(a, "manifest.json", "ありません。引継ぎの束ではないか、欠けています。");
    if (file->size > MANIFEST_MOST)
        return differs(a, file->name, "大きすぎます。");
    bytes = arena_get(a->arena, (size_t)file->size + 1);
    if (!stored_zip_read(zip, file, 0, bytes, (size_t)file->size, &got) ||
        crc32_z(0, (const unsigned char *)bytes, got) != file->crc)
        return differs(a, file->name, "中身が書かれたときと違います。");
    if (!json_read(a->arena, bytes, got, manifest, &why))
        return differs(a, file->name, why);
    if (number_of(*manifest, "format") != BUNDLE_FORMAT)
        return differs(a, file->name,
                       "この版のプログラムが知らない形です。新しい版で取り込んでください。");
    sha256(bytes, got, hash);
    *facts = (struct bundle_facts){ .uuid = text_of(*manifest, "uuid"),
                                    .head = text_of(*manifest, "head"),
                                    .contract = number_of(*manifest, "contract"),
                                    .rows = number_of(*manifest, "rows"),
                                    .blobs = number_of(*manifest, "blobs"),
                                    .sha256 = hex_print(a->arena, hash, sizeof hash) };
    return strlen(facts->uuid) == 36 || differs(a, file->name, "uuid がありません。");
}

static bool
check_file(struct act *a, const struct stored_zip_reader *zip, const json_t *listed, uint8_t *bytes)
{
    const char *name = text_of(listed, "name");
    const struct stored_zip_file *file = stored_zip_find(zip, name);
    uint8_t hash[SHA256_BYTES], wanted[SHA256_BYTES];
    struct sha256_run run;
    bool good = true;
    size_t got = 0;

    if (!file || strcmp(name, "manifest.json") == 0)
        return fail(
            a, FAULT_BROKEN, NULL,
            "manifest.json にある %s が束にありません。書き出した人にもう一度もらってください。",
            name);
    if (number_of(listed, "size") != file->size)
        return differs(a, name, "大きさが manifest.json と違います。");
    sha256_init(&run);
    for (int64_t at = 0; good && at < file->size; at += (int64_t)got) {
        good = stored_zip_read(zip, file, at, bytes, BUNDLE_PIECE, &got);
        if (good)
            sha256_add(&run, bytes, got);
    }
    sha256_end(&run, hash);
    if (!good)
        return differs(a, name, "読めません。");
    return (hex_parse(text_of(listed, "sha256"), wanted, sizeof wanted) &&
            memcmp(wanted, hash, sizeof hash) == 0) ||
           differs(a, name, "中身が manifest.json の SHA-256 と違います。");
}

static int
compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Every file of the archive is in the list, once. */
static bool
check_listed(struct act *a, const struct stored_zip_reader *zip, const json_t *files)
{
    size_t count = json_array_size(files);
    const char **names = NEW_ARRAY(a->arena, count + 1, const char *);

    for (size_t i = 0; i < count; i++)
        names[i] = text_of(json_array_get(files, i), "name");
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            return differs(a, "manifest.json", "同じファイルが二度載っています。");
    for (size_t i = 0; i < zip->count; i++) {
        const char *name = zip->files[i].name;

        if (strcmp(name, "manifest.json") != 0 &&
            !bsearch(&name, names, count, sizeof *names, compare_names))
            return differs(a, name, "manifest.json に載っていません（余分なファイル）。");
    }
    return true;
}

static bool
check_files(struct act *a, const struct stored_zip_reader *zip, const json_t *manifest)
{
    const json_t *files = json_object_get(manifest, "files");
    uint8_t *bytes = arena_get(a->arena, BUNDLE_PIECE);
    const json_t *file;
    size_t i;

    if (!check_listed(a, zip, files))
        return false;
    json_array_foreach(files, i, file)
    {
        if (!check_file(a, zip, file, bytes))
            return false;
        if (isatty(STDERR_FILENO) && i % 500 == 499)
            fprintf(stderr, "確かめ　%zu / %zu\n", i + 1, json_array_size(files));
    }
    return true;
}

/* --- lines --------------------------------------------------------------------------------------- */

struct lines {
    const struct stored_zip_file *file;
    int64_t line;
    bool (*each)(struct act *a, void *with, const json_t *row);
    void *with;
};

static bool
see_line(struct act *a, struct lines *l, const char *text, size_t length)
{
    struct arena_mark mark = arena_mark(a->arena);
    const char *why;
    json_t *row;

    l->line++;
    if (!json_read(a->arena, text, length, &row, &why))
        return fail(a, FAULT_BROKEN, NULL, "束の中の %s の %lld行目: %s", l->file->name,
                    (long long)l->line, why);
    if (!l->each(a, l->with, row))
        return a->faults ? false
                         : fail(a, FAULT_BROKEN, NULL, "束の中の %s の %lld行目を使えません。",
                                l->file->name, (long long)l->line);
    arena_reset(a->arena, mark);
    return true;
}

/* Whole lines of what is held; what is left moves to the front. */
static bool
see_held(struct act *a, struct lines *l, struct buffer *held)
{
    char *at = held->data;
    char *end = held->data + held->length;
    char *next;

    while ((next = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (!see_line(a, l, at, (size_t)(next - at)))
            return false;
        at = next + 1;
    }
    memmove(held->data, at, (size_t)(end - at));
    held->length = (size_t)(end - at);
    return held->length < LINE_MOST || differs(a, l->file->name, "1行が長すぎます。");
}

bool
bundle_lines(struct act *a, const struct stored_zip_reader *zip, const struct stored_zip_file *file,
             bool (*each)(struct act *a, void *with, const json_t *row), void *with)
{
    struct lines l = { .file = file, .each = each, .with = with };
    struct buffer held = { 0 };
    bool good = true;
    size_t got;

    for (int64_t at = 0; good && at < file->size; at += (int64_t)got) {
        char *room = buffer_room(&held, BUNDLE_PIECE);

        good = stored_zip_read(zip, file, at, room, BUNDLE_PIECE, &got);
        if (!good) {
            differs(a, file->name, "読めません。");
            break;
        }
        held.length += got;
        good = see_held(a, &l, &held);
    }
    if (good && held.length)
        good = differs(a, file->name, "最後の行が途中で切れています。");
    buffer_release(&held);
    return good;
}

static bool
count_row(struct act *a, void *with, const json_t *row)
{
    (void)a;
    (void)row;
    (*(int64_t *)with)++;
    return true;
}

static bool
check_tables(struct act *a, const struct stored_zip_reader *zip, const json_t *manifest,
             struct bundle_facts *facts)
{
    const json_t *table;
    int64_t all = 0;
    size_t i;

    json_array_foreach(json_object_get(manifest, "tables"), i, table)
    {
        const char *name = arena_print(a->arena, "tables/%s.jsonl", text_of(table, "name"));
        const struct stored_zip_file *file = stored_zip_find(zip, name);
        int64_t rows = 0;

        if (!file)
            return differs(a, name, "ありません。");
        if (!bundle_lines(a, zip, file, count_row, &rows))
            return false;
        if (rows != number_of(table, "rows"))
            return differs(a, name, "行の数が manifest.json と違います。");
        all += rows;
        facts->tables++;
    }
    return all == facts->rows || differs(a, "manifest.json", "行の数の合計が合いません。");
}

/* --- the history ---------------------------------------------------------------------------------- */

struct chain {
    struct buffer leaves; /* struct chain_leaf */
    size_t at;
    struct block before;
    uint8_t hash[SHA256_BYTES];
};
struct chain_leaf {
    int64_t txid;
    int64_t seq;
    uint8_t hash[SHA256_BYTES];
};

static bool
see_history(struct act *a, void *with, const json_t *row)
{
    struct chain *c = with;
    struct chain_leaf leaf = { number_of(row, "txid"), number_of(row, "seq"), { 0 } };
    const char *detail = text_of(row, "detail");
    uint8_t wanted[SHA256_BYTES], hash[SHA256_BYTES];

    if (json_object_get(row, "leaf")) {
        if (!hex_parse(text_of(row, "leaf"), leaf.hash, SHA256_BYTES))
            return false;
    } else {
        struct block_leaf it = { leaf.txid,
                                 leaf.seq,
                                 text_of(row, "at"),
                                 number_of(row, "actor"),
                                 number_of(row, "session"),
                                 text_of(row, "origin"),
                                 text_of(row, "request"),
                                 text_of(row, "ledger"),
                                 number_of(row, "record"),
                                 text_of(row, "action"),
                                 text_of(row, "reason"),
                                 { wanted, SHA256_BYTES } };

        if (!hex_parse(text_of(row, "detail_hash"), wanted, SHA256_BYTES))
            return false;
        sha256(detail, strlen(detail), hash);
        if (*detail && memcmp(hash, wanted, sizeof hash) != 0)
            return fail(a, FAULT_BROKEN, NULL,
                        "束の中の履歴の行 %lld の内容が、書かれたときと違います。",
                        (long long)leaf.seq);
        block_leaf_hash(&it, leaf.hash);
    }
    buffer_add(&c->leaves, &leaf, sizeof leaf);
    return true;
}

static int
compare_leaves(const void *left, const void *right)
{
    const struct chain_leaf *l = left, *r = right;

    if (l->txid != r->txid)
        return l->txid < r->txid ? -1 : 1;
    return l->seq < r->seq ? -1 : l->seq > r->seq;
}

static bool
see_block(struct act *a, void *with, const json_t *row)
{
    static const uint8_t zeros[SHA256_BYTES];
    struct chain *c = with;
    const struct chain_leaf *leaves = (const void *)c->leaves.data;
    size_t count = c->leaves.length / sizeof *leaves;
    uint8_t root[SHA256_BYTES], previous[SHA256_BYTES], wanted[SHA256_BYTES];
    uint8_t kept[SHA256_BYTES], computed[SHA256_BYTES];
    struct merkle tree = { 0 };
    struct block b = { .number = number_of(row, "number"),
                       .first_seq = number_of(row, "first_seq"),
                       .last_seq = number_of(row, "last_seq"),
                       .count = number_of(row, "count"),
                       .root = { root, SHA256_BYTES },
                       .previous = { previous, SHA256_BYTES },
                       .hash = { wanted, SHA256_BYTES },
                       .sealed_at.us = number_of(row, "sealed_at") };

    if (!hex_parse(text_of(row, "root"), root, SHA256_BYTES) ||
        !hex_parse(text_of(row, "previous"), previous, SHA256_BYTES) ||
        !hex_parse(text_of(row, "hash"), wanted, SHA256_BYTES) || b.count < 0 ||
        (uint64_t)b.count > count - c->at)
        return false;
    for (int64_t i = 0; i < b.count; i++)
        merkle_add(&tree, leaves[c->at++].hash);
    merkle_root(&tree, computed);
    block_hash(&b, kept);
    if (b.number != c->before.number + 1 || memcmp(computed, root, sizeof root) != 0 ||
        memcmp(kept, wanted, sizeof kept) != 0 ||
        memcmp(previous, b.number == 1 ? zeros : c->hash, sizeof previous) != 0)
        return fail(a, FAULT_BROKEN, NULL, "束の中の履歴が、封印 %lld と合いません。",
                    (long long)b.number);
    c->before.number = b.number;
    memcpy(c->hash, wanted, sizeof wanted);
    return true;
}

static bool
check_chain(struct act *a, const struct stored_zip_reader *zip, const struct bundle_facts *facts)
{
    const struct stored_zip_file *history = stored_zip_find(zip, "tables/history.jsonl");
    const struct stored_zip_file *block = stored_zip_find(zip, "tables/block.jsonl");
    struct chain c = { 0 };
    struct head head = { 0 };
    bool good;

    if (!history || !block)
        return differs(a, "tables/history.jsonl", "ありません。");
    good = bundle_lines(a, zip, history, see_history, &c);
    if (good && c.leaves.length)
        qsort(c.leaves.data, c.leaves.length / sizeof(struct chain_leaf), sizeof(struct chain_leaf),
              compare_leaves);
    good = good && bundle_lines(a, zip, block, see_block, &c);
    buffer_release(&c.leaves);
    if (good && *facts->head &&
        (!head_parse(facts->head, &head) || head.number > c.before.number ||
         (head.number == c.before.number && memcmp(head.hash, c.hash, SHA256_BYTES) != 0)))
        return differs(a, "manifest.json", "封印の値が履歴と違います。");
    return good;
}

bool
bundle_open(struct act *a, const char *path, struct stored_zip_reader *zip, json_t **manifest,
            struct bundle_facts *facts)
{
    const char *why;

    if (!stored_zip_open(a->arena, path, zip, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    return read_manifest(a, zip, manifest, facts) && check_files(a, zip, *manifest) &&
           check_tables(a, zip, *manifest, facts) && check_chain(a, zip, facts);
}
