/*
 * verify_bundle FILE.zip [N:HASH]: checks a bundle of `tasuki export --bundle` without the
 * product. It needs SHA-256 from OpenSSL's libcrypto and nothing else; README.txt in the
 * bundle says in words what is done here.
 *
 * Every file against manifest.json (size, SHA-256), no file too many or too few, the rows of
 * every table counted, every row of the history against its block, every block against the
 * one before; with N:HASH, a head from a report or a mail, also that this block is in it.
 * Prints the SHA-256 of manifest.json, which whoever wrote the bundle has told. Exit 0: all
 * is as it was written; 1: something differs, named; 2: it cannot be read.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH = SHA256_DIGEST_LENGTH, HEAD = 30, EXTRA = 20 };

struct span {
    const char *at;
    const char *end;
};
struct file {
    struct span name, bytes;
    bool listed;
};
struct leaf {
    int64_t txid, seq;
    unsigned char hash[HASH];
};

static struct file *files;
static size_t file_count;
static struct leaf *leaves;
static size_t leaf_count, leaf_used;
static const char *wanted_head;
static bool head_found;
static char head[400] = "なし";

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

static uint64_t
number(const char *at, int bytes)
{
    uint64_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | (unsigned char)at[bytes];
    return value;
}

/* --- JSON, as much of it as a bundle has ------------------------------------------------------ */

/* The value of a key of the object, to its comma; empty when it has none. */
static struct span
get(struct span o, const char *key)
{
    const char *value = NULL;
    int depth = 0;

    for (const char *p = o.at; p < o.end; p++) {
        if (value && depth == 1 && (*p == ',' || *p == '}'))
            return (struct span){ value, p };
        if (*p == '"') {
            const char *name = p + 1;

            for (p++; p < o.end && *p != '"'; p++)
                p += *p == '\\';
            if (!value && depth == 1 && o.end - p > 2 && p[1] == ':' &&
                (size_t)(p - name) == strlen(key) && memcmp(name, key, strlen(key)) == 0)
                value = ++p + 1;
        } else {
            depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
        }
    }
    return (struct span){ "", "" };
}

static struct span
inside(struct span text)
{
    bool quoted = text.end - text.at >= 2 && *text.at == '"';

    return quoted ? (struct span){ text.at + 1, text.end - 1 } : text;
}

static int64_t
integer(struct span object, const char *key)
{
    struct span value = get(object, key);

    return value.at < value.end ? strtoll(value.at, NULL, 10) : 0;
}

/* The text of a value without its escapes, at `out`, which has room; its length. */
static size_t
plain(struct span text, char *out)
{
    static const char escapes[] = "n\nr\rt\tb\bf\f";
    char *start = out;

    text = inside(text);
    for (const char *p = text.at; p < text.end; p++) {
        const char *found;
        unsigned code;

        if (*p != '\\' || p + 1 >= text.end) {
            *out++ = *p;
        } else if (*++p != 'u') {
            found = strchr(escapes, *p);
            *out++ = found ? found[1] : *p;
        } else if (p + 4 < text.end && sscanf(p + 1, "%4x", &code) == 1) {
            p += 4;
            if (code >= 0x800)
                *out++ = (char)(0xe0 | code >> 12);
            if (code >= 0x80)
                *out++ = (char)(code >= 0x800 ? 0x80 | (code >> 6 & 63) : 0xc0 | code >> 6);
            *out++ = (char)(code >= 0x80 ? 0x80 | (code & 63) : code);
        }
    }
    return (size_t)(out - start);
}

static bool
unhex(struct span text, unsigned char out[HASH])
{
    text = inside(text);
    for (int i = 0; i < HASH; i++)
        if (text.end - text.at != 2 * HASH || sscanf(text.at + 2 * i, "%2hhx", &out[i]) != 1)
            return false;
    return true;
}

/* --- the archive ----------------------------------------------------------------------------------- */

static int
by_name(const void *left, const void *right)
{
    const struct span *l = left, *r = right; /* the name stands first */
    size_t a = (size_t)(l->end - l->at), b = (size_t)(r->end - r->at);
    int order = memcmp(l->at, r->at, a < b ? a : b);

    return order ? order : (a > b) - (a < b);
}

static struct file *
find(struct span name)
{
    return bsearch(&(struct file){ .name = name }, files, file_count, sizeof *files, by_name);
}

/* Files stand one after the other, stored, up to the directory. */
static void
read_files(struct span zip)
{
    const char *p = zip.at;

    while (zip.end - p > HEAD && memcmp(p, "PK\3\4", 4) == 0) {
        size_t name = number(p + 26, 2), extra = number(p + 28, 2);
        uint64_t left = (uint64_t)(zip.end - p), size;

        if (left < HEAD + name + EXTRA || number(p + 8, 2) != 0 || extra != EXTRA)
            stop(1, "束の形が違います（圧縮されたファイル、途中で切れた束など）。", "");
        size = number(p + HEAD + name + 4, 8);
        if (size > left - HEAD - name - EXTRA)
            stop(1, "束が途中で切れています。", "");
        if (file_count % 1024 == 0)
            files = must_have(realloc(files, (file_count + 1024) * sizeof *files));
        files[file_count].name = (struct span){ p + HEAD, p + HEAD + name };
        p += HEAD + name + EXTRA;
        files[file_count++].bytes = (struct span){ p, p + size };
        files[file_count - 1].listed = false;
        p += size;
    }
    if (zip.end - p < 22 || (memcmp(p, "PK\1\2", 4) != 0 && memcmp(p, "PK\5\6", 4) != 0))
        stop(1, "束の形が違うか、途中で切れています。", "");
    qsort(files, file_count, sizeof *files, by_name);
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
name_of(struct span name)
{
    static char text[256];

    snprintf(text, sizeof text, "%.*s", (int)(name.end - name.at), name.at);
    return text;
}

/* The manifest is in no list; its sum in the archive at least shows what was flipped. */
static uint32_t
crc32_of(struct span bytes)
{
    uint32_t crc = 0xffffffff;

    for (const char *p = bytes.at; p < bytes.end; p++) {
        crc ^= (unsigned char)*p;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void
check_file(struct span listed)
{
    struct span name = inside(get(listed, "name"));
    struct file *file = find(name);
    unsigned char hash[HASH], wanted[HASH];

    if (!file || file->listed)
        stop(1, file ? "二度載っています。" : "束にありません。", name_of(name));
    file->listed = true;
    SHA256((const unsigned char *)file->bytes.at, (size_t)(file->bytes.end - file->bytes.at), hash);
    if (file->bytes.end - file->bytes.at != integer(listed, "size") ||
        !unhex(get(listed, "sha256"), wanted) || memcmp(hash, wanted, HASH) != 0)
        stop(1, "中身が manifest.json と違います。", name_of(name));
}

/* The objects of a list or a table: each stands in a line. */
static size_t
each(struct span lines, void (*see)(struct span))
{
    size_t count = 0;

    for (const char *p = lines.at, *end; p < lines.end; p = end + 1) {
        end = memchr(p, '\n', (size_t)(lines.end - p));
        end = end ? end : lines.end;
        count += *p == '{';
        if (*p == '{' && see)
            see((struct span){ p, end });
    }
    return count;
}

static struct span
table(const char *name)
{
    char path[256 + 16];
    struct file *file;

    snprintf(path, sizeof path, "tables/%s.jsonl", name);
    file = find((struct span){ path, path + strlen(path) });
    if (!file)
        stop(1, "表がありません。", path);
    return file->bytes;
}

static void
check_table(struct span listed)
{
    const char *name = name_of(inside(get(listed, "name")));

    if ((int64_t)each(table(name), NULL) != integer(listed, "rows"))
        stop(1, "行の数が manifest.json と違います。", name);
}

/* --- the history: ledger/block.h and RFC 6962 ------------------------------------------------------- */

static unsigned char *room; /* of one leaf, long enough for every line */
static size_t used;

static void
add(const void *bytes, size_t length)
{
    for (int i = 0; i < 8; i++)
        room[used++] = (unsigned char)((uint64_t)length >> (8 * (7 - i)));
    memcpy(room + used, bytes, length);
    used += length;
}

static void
see_row(struct span row)
{
    static const char *const keys[] = { "seq",     "at",     "actor",  "session", "origin",
                                        "request", "ledger", "record", "action",  "reason" };
    struct leaf *leaf = &leaves[leaf_count++];
    char *text = must_have(malloc((size_t)(row.end - row.at) + 1));
    unsigned char wanted[HASH], hash[HASH];
    size_t length = plain(get(row, "detail"), text);

    *leaf = (struct leaf){ .txid = integer(row, "txid"), .seq = integer(row, "seq") };
    SHA256((const unsigned char *)text, length, hash);
    if (!unhex(get(row, "leaf"), leaf->hash)) {
        if (!unhex(get(row, "detail_hash"), wanted) || (length && memcmp(hash, wanted, HASH) != 0))
            stop(1, "履歴の行の内容が、書かれたときと違います。", name_of(get(row, "seq")));
        room = must_have(realloc(room, (size_t)(row.end - row.at) + 512));
        room[0] = 0;
        used = 1;
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            add(text, plain(get(row, keys[i]), text));
        add(wanted, HASH);
        SHA256(room, used, leaf->hash);
    }
    free(text);
}

static int
by_place(const void *left, const void *right)
{
    const struct leaf *l = left, *r = right;

    return l->txid != r->txid ? (l->txid > r->txid) - (l->txid < r->txid)
                              : (l->seq > r->seq) - (l->seq < r->seq);
}

/* A tree of n leaves splits at the largest power of two below n. */
static void
merkle(const struct leaf *from, size_t count, unsigned char out[HASH])
{
    unsigned char pair[1 + 2 * HASH] = { 1 };
    size_t left = 1;

    if (count < 2) {
        memcpy(out, from->hash, HASH);
        return;
    }
    while (left * 2 < count)
        left *= 2;
    merkle(from, left, pair + 1);
    merkle(from + left, count - left, pair + 1 + HASH);
    SHA256(pair, sizeof pair, out);
}

static void
see_block(struct span row)
{
    static const char *const keys[] = { "number", "first_seq", "last_seq", "count" };
    static unsigned char before[HASH];
    unsigned char root[HASH], previous[HASH], kept[HASH], hash[HASH];
    int64_t count = integer(row, "count");
    struct span number_text = get(row, "number"), at = get(row, "sealed_at");

    if (count < 1 || (uint64_t)count > leaf_count - leaf_used || !unhex(get(row, "root"), root) ||
        !unhex(get(row, "previous"), previous) || !unhex(get(row, "hash"), kept))
        stop(1, "履歴の封印に、覆う行がありません。", name_of(number_text));
    merkle(leaves + leaf_used, (size_t)count, hash);
    leaf_used += (size_t)count;
    room = must_have(realloc(room, 512));
    used = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        add(get(row, keys[i]).at, (size_t)(get(row, keys[i]).end - get(row, keys[i]).at) & 63);
    add(root, HASH);
    add(previous, HASH);
    add(at.at, (size_t)(at.end - at.at) & 63);
    if (memcmp(hash, root, HASH) != 0 || memcmp(previous, before, HASH) != 0)
        stop(1, "履歴が封印と合いません。", name_of(number_text));
    SHA256(room, used, hash);
    if (memcmp(hash, kept, HASH) != 0)
        stop(1, "封印の値が計算と合いません。", name_of(number_text));
    memcpy(before, hash, HASH);
    snprintf(head, sizeof head, "%s:%s", name_of(number_text), hex(hash));
    head_found = head_found || (wanted_head && strcmp(head, wanted_head) == 0);
}

int
main(int argc, char **argv)
{
    int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    unsigned char hash[HASH];
    struct file *manifest;
    struct stat about;
    char *zip;

    wanted_head = argc > 2 ? argv[2] : NULL;
    if (fd < 0 || fstat(fd, &about) != 0 || about.st_size < HEAD)
        stop(2, "使い方: verify_bundle FILE.zip [番号:値]（ファイルを読めません）", "");
    zip = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (zip == MAP_FAILED)
        stop(2, "読めません。", argv[1]);
    read_files((struct span){ zip, zip + about.st_size });
    manifest = find((struct span){ "manifest.json", &"manifest.json"[13] });
    if (!manifest)
        stop(1, "manifest.json がありません。", "");
    manifest->listed = true;
    if (crc32_of(manifest->bytes) != number(manifest->name.at - HEAD + 14, 4))
        stop(1, "中身が書かれたときと違います。", "manifest.json");
    each(get(manifest->bytes, "files"), check_file);
    for (size_t i = 0; i < file_count; i++)
        if (!files[i].listed)
            stop(1, "manifest.json に載っていません。", name_of(files[i].name));
    each(get(manifest->bytes, "tables"), check_table);
    leaves = must_have(calloc(each(table("history"), NULL) + 1, sizeof *leaves));
    each(table("history"), see_row);
    qsort(leaves, leaf_count, sizeof *leaves, by_place);
    each(table("block"), see_block);
    if (wanted_head && !head_found)
        stop(1, "この封印は束の履歴にありません。", wanted_head);
    SHA256((const unsigned char *)manifest->bytes.at,
           (size_t)(manifest->bytes.end - manifest->bytes.at), hash);
    printf("書かれたときのままです。ファイル %zu、履歴 %zu行（封印の外 %zu行）、最後の封印 %s\n"
           "manifest.json の SHA-256: %s\n",
           file_count, leaf_count, leaf_count - leaf_used, head, hex(hash));
    return 0;
}
