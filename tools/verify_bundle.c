/*
 * verify_bundle FILE.zip [N:HASH]: checks a bundle of `tasuki export --bundle` without the
 * product, as README.txt in it says: every file against manifest.json, none too many or too
 * few, the rows of every table counted, the history against its blocks and these against
 * each other; with N:HASH, a head from a report or a mail, that this block is among them.
 * Prints the SHA-256 of manifest.json, which whoever wrote the bundle has told. Exit 0: all
 * is as it was written; 1: something differs, named; 2: it cannot be read.
 */
#include <jansson.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { HASH = SHA256_DIGEST_LENGTH };

static zip_t *bundle;
static unsigned char (*leaves)[HASH]; /* in the order of the blocks */
static size_t leaf_count, leaf_used;
static const char *wanted_head;
static bool head_found;
static FILE *room; /* what is hashed next */
static char *content;
static size_t content_length;
static char head[2 * HASH + 32] = "なし";

static void
stop(int status, const char *what, const char *name)
{
    printf("%s%s%s\n", name, *name ? ": " : "", what);
    exit(status);
}

static void *
must_have(void *memory)
{
    if (!memory)
        stop(2, "メモリーが足りません。", "");
    return memory;
}

static const char *
hex(const unsigned char hash[HASH])
{
    static char out[2 * HASH + 1];

    for (int i = 0; i < HASH; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
    return out;
}

static const char *
text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value ? value : "";
}

static json_int_t
integer(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* A part of what is hashed, after its length in eight bytes. */
static void
add(const void *part, size_t length)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        putc((int)((uint64_t)length >> shift & 0xff), room);
    fwrite(part, 1, length, room);
}

static void
add_end(unsigned char hash[HASH])
{
    if (fflush(room) != 0)
        must_have(NULL);
    SHA256((unsigned char *)content, content_length, hash);
    rewind(room);
}

/* Numbers as they are written. */
static void
add_members(const json_t *object, const char *const *keys)
{
    for (; *keys; keys++) {
        const json_t *value = json_object_get(object, *keys);
        char digits[24];

        if (json_is_integer(value))
            add(digits, (size_t)snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT,
                                         json_integer_value(value)));
        else
            add(text(object, *keys), json_string_length(value));
    }
}

static bool
is_hash(const json_t *object, const char *key, const unsigned char hash[HASH])
{
    return strcmp(text(object, key), hex(hash)) == 0;
}

static bool
unhex(const json_t *object, const char *key, unsigned char out[HASH])
{
    const char *digits = text(object, key);

    for (int i = 0; i < HASH; i++)
        if (strlen(digits) != 2 * HASH || sscanf(digits + 2 * i, "%2hhx", &out[i]) != 1)
            return false;
    return true;
}

/* The bytes of a file, to be freed; libzip compares them with the archive's own sum. */
static char *
load(const char *name, size_t *length)
{
    zip_file_t *file = zip_fopen(bundle, name, 0);
    zip_stat_t about;
    char *bytes;

    if (!file || zip_stat(bundle, name, 0, &about) != 0)
        stop(1, "束にないか、読めません。", name);
    bytes = must_have(malloc(about.size + 1));
    if (zip_fread(file, bytes, about.size) != (zip_int64_t)about.size ||
        zip_fread(file, bytes + about.size, 1) != 0)
        stop(1, "中身が書かれたときと違います。", name);
    zip_fclose(file);
    *length = about.size;
    return bytes;
}

static void
check_file(const json_t *listed)
{
    const char *name = text(listed, "name");
    unsigned char hash[HASH];
    size_t length;
    char *bytes = load(name, &length);

    SHA256((unsigned char *)bytes, length, hash);
    free(bytes);
    if ((json_int_t)length != integer(listed, "size") || !is_hash(listed, "sha256", hash))
        stop(1, "中身が manifest.json と違います。", name);
}

static void
check_files(const json_t *list)
{
    json_t *names = json_pack("{s:b}", "manifest.json", 1), *listed;
    size_t i;

    json_array_foreach(list, i, listed)
    {
        check_file(listed);
        if (json_object_get(names, text(listed, "name")))
            stop(1, "二度載っています。", text(listed, "name"));
        json_object_set(names, text(listed, "name"), listed);
    }
    for (zip_int64_t at = 0; at < zip_get_num_entries(bundle, 0); at++) {
        const char *name = zip_get_name(bundle, (zip_uint64_t)at, 0);

        if (!json_object_get(names, name) || zip_name_locate(bundle, name, 0) != at)
            stop(1, "manifest.json に載っていないか、二つあります。", name);
    }
    json_decref(names);
}

/* Rows of a table, one a line; `see` may be NULL to count them. */
static json_int_t
each(const char *table, void (*see)(const json_t *))
{
    char name[256], *bytes, *end;
    size_t length;
    json_int_t count = 0;

    snprintf(name, sizeof name, "tables/%s.jsonl", table);
    bytes = load(name, &length);
    for (char *p = bytes; (end = memchr(p, '\n', length - (size_t)(p - bytes))); p = end + 1) {
        json_t *row = see ? json_loadb(p, (size_t)(end - p), JSON_ALLOW_NUL, NULL) : NULL;

        if (see && !row)
            stop(1, "JSONとして読めません。", name);
        if (see)
            see(row);
        json_decref(row);
        count++;
    }
    free(bytes);
    return count;
}

/* --- the history: ledger/block.h and RFC 6962 ---------------------------------------------------- */

static void
see_row(const json_t *row)
{
    static const char *const keys[] = { "seq",    "at",      "actor",  "session",
                                        "origin", "request", "ledger", "record",
                                        "action", "reason",  NULL };
    size_t length = json_string_length(json_object_get(row, "detail"));
    unsigned char *leaf = leaves[leaf_count++];
    unsigned char hash[HASH];

    if (unhex(row, "leaf", leaf)) /* of another contract: its content stays there */
        return;
    SHA256((const unsigned char *)text(row, "detail"), length, hash);
    if (length > 0 ? !is_hash(row, "detail_hash", hash) : !unhex(row, "detail_hash", hash))
        stop(1, "履歴の行の内容が、書かれたときと違います。", text(row, "at"));
    putc(0, room);
    add_members(row, keys);
    add(hash, HASH);
    add_end(leaf);
}

/* A tree of n leaves splits at the largest power of two below n. */
static void
merkle(unsigned char (*from)[HASH], size_t count, unsigned char out[HASH])
{
    unsigned char pair[1 + 2 * HASH] = { 1 };
    size_t left = 1;

    if (count < 2) {
        memcpy(out, from[0], HASH);
        return;
    }
    while (left * 2 < count)
        left *= 2;
    merkle(from, left, pair + 1);
    merkle(from + left, count - left, pair + 1 + HASH);
    SHA256(pair, sizeof pair, out);
}

static void
see_block(const json_t *row)
{
    static const char *const keys[] = { "number", "first_seq", "last_seq", "count", NULL };
    static const char *const time[] = { "sealed_at", NULL };
    static unsigned char before[HASH];
    long long block = integer(row, "number"), count = integer(row, "count");
    unsigned char root[HASH];

    snprintf(head, sizeof head, "%lld", block);
    if (count < 1 || (size_t)count > leaf_count - leaf_used)
        stop(1, "履歴の封印に、覆う行がありません。", head);
    merkle(leaves + leaf_used, (size_t)count, root);
    leaf_used += (size_t)count;
    if (!is_hash(row, "root", root) || !is_hash(row, "previous", before))
        stop(1, "履歴が封印と合いません。", head);
    add_members(row, keys);
    add(root, HASH);
    add(before, HASH);
    add_members(row, time);
    add_end(before);
    if (!is_hash(row, "hash", before))
        stop(1, "封印の値が計算と合いません。", head);
    snprintf(head, sizeof head, "%lld:%s", block, hex(before));
    head_found = head_found || (wanted_head && strcmp(head, wanted_head) == 0);
}

int
main(int argc, char **argv)
{
    unsigned char hash[HASH];
    json_t *manifest, *table;
    size_t length, i;
    int error = 0;
    char *bytes;

    bundle = argc > 1 ? zip_open(argv[1], ZIP_RDONLY, &error) : NULL;
    if (!bundle)
        stop(error == ZIP_ER_NOZIP ? 1 : 2, "読めないか、束でないか、途中で切れています。",
             argc > 1 ? argv[1] : "使い方: verify_bundle FILE.zip [番号:値]");
    wanted_head = argc > 2 ? argv[2] : NULL;
    room = must_have(open_memstream(&content, &content_length));
    bytes = load("manifest.json", &length);
    manifest = json_loadb(bytes, length, 0, NULL);
    check_files(json_object_get(manifest, "files"));
    json_array_foreach(json_object_get(manifest, "tables"), i,
                       table) if (each(text(table, "name"), NULL) != integer(table, "rows"))
        stop(1, "行の数が manifest.json と違います。", text(table, "name"));
    leaves = must_have(calloc((size_t)each("history", NULL) + 1, sizeof *leaves));
    each("history", see_row);
    each("block", see_block);
    if (wanted_head && !head_found)
        stop(1, "この封印は束の履歴にありません。", wanted_head);
    SHA256((unsigned char *)bytes, length, hash);
    printf("書かれたときのままです。ファイル %lld、履歴 %zu行（封印の外 %zu行）、最後の封印 %s\n"
           "manifest.json の SHA-256: %s\n",
           (long long)zip_get_num_entries(bundle, 0), leaf_count, leaf_count - leaf_used, head,
           hex(hash));
    return 0;
}
