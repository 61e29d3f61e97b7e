/*
 * The bare program: executes the statements the product executed for its creates, with
 * nothing else around them, on a copy of the database the product began with.
 *
 *   bare DATABASE STATEMENTS FROM COUNT GROUP
 *
 * Of the creates recorded (bench/record.c, one client, so each stands in a group of its
 * own) it takes COUNT beginning with the FROM-th, GROUP of them to a transaction: each
 * in its savepoint, after the last one the words of all, then what belongs to a group
 * once, then COMMIT. Statements are prepared once, synchronous=FULL, and the WAL is
 * checkpointed between groups as the product does. Prints creates per second.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "http.h"
#include "statements.h"
#include "store/words_tokenizer.h"

enum { MOST_SQL = 512, CHECKPOINT_PAGES = 4000 };

/* Where a statement stands among those of its act. */
enum part { BEFORE, WITHIN, AFTER };

struct line {
    size_t sql;
    const char *values;
    uint32_t count;
    enum part part;
    bool words;
};

struct create {
    struct line *lines;
    size_t count;
};

static sqlite3 *db;
static sqlite3_stmt *prepared[MOST_SQL];
static const char *texts[MOST_SQL];
static uint32_t text_lengths[MOST_SQL];
static size_t text_count;
static int wal_pages;

static void
require(int status, const char *what)
{
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW)
        return;
    fprintf(stderr, "bench: bare: %s: %s\n", what, sqlite3_errmsg(db));
    exit(3);
}

static char *
read_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "r");
    char *bytes = NULL;
    long size;

    if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0) {
        rewind(file);
        bytes = malloc((size_t)size);
        *length = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
    }
    if (file)
        fclose(file);
    if (!bytes) {
        fprintf(stderr, "bench: bare: %s cannot be read\n", name);
        exit(3);
    }
    return bytes;
}

static uint32_t
number_at(const char *at)
{
    uint32_t number;

    memcpy(&number, at, sizeof(number));
    return number;
}

static size_t
intern(const char *sql, uint32_t length)
{
    size_t i = 0;

    while (i < text_count && (text_lengths[i] != length || memcmp(texts[i], sql, length)))
        i++;
    if (i == text_count) {
        if (text_count == MOST_SQL) {
            fprintf(stderr, "bench: bare: too many different statements\n");
            exit(3);
        }
        texts[i] = sql;
        text_lengths[i] = length;
        text_count++;
    }
    return i;
}

static bool
is_text(size_t sql, const char *text)
{
    return text_lengths[sql] >= strlen(text) && !memcmp(texts[sql], text, strlen(text));
}

static const char *
after_value(const char *at)
{
    switch (*at) {
    case VALUE_INT:
        return at + 1 + 8;
    case VALUE_NULL:
        return at + 1;
    default:
        return at + 5 + number_at(at + 1);
    }
}

/* Groups that created an inquiry; others (sessions, merging, seals) are left out. */
static struct create *
read_creates(const char *at, const char *end, size_t *count)
{
    static struct line lines[4096];
    struct create *creates = NULL;
    size_t room = 0, line_count = 0;
    enum part part = BEFORE;
    bool created = false;

    *count = 0;
    while (at + 4 < end) {
        uint32_t length = number_at(at);
        size_t sql = intern(at + 4, length);
        struct line line = { .sql = sql, .values = at + 8 + length };

        line.count = number_at(at + 4 + length);
        at = line.values;
        for (uint32_t i = 0; i < line.count; i++)
            at = after_value(at);
        if (is_text(sql, "BEGIN")) {
            line_count = 0;
            part = BEFORE;
            created = false;
            continue;
        }
        if (is_text(sql, "COMMIT") && created) {
            if (*count == room) {
                room = room * 2 + 1024;
                creates = realloc(creates, room * sizeof(*creates));
            }
            creates[*count].lines = malloc(line_count * sizeof(*lines));
            memcpy(creates[*count].lines, lines, line_count * sizeof(*lines));
            creates[(*count)++].count = line_count;
        }
        if (is_text(sql, "SAVEPOINT"))
            part = WITHIN;
        line.part = part;
        line.words = is_text(sql, "INSERT INTO words");
        if (line_count < sizeof(lines) / sizeof(*lines))
            lines[line_count++] = line;
        if (is_text(sql, "RELEASE"))
            part = AFTER;
        created = created || is_text(sql, "INSERT INTO \"inquiry\"");
    }
    return creates;
}

static void
execute(const struct line *line)
{
    const char *at = line->values;
    sqlite3_stmt *stmt = prepared[line->sql];
    int64_t number;
    int status;

    if (!stmt) {
        require(sqlite3_prepare_v3(db, texts[line->sql], (int)text_lengths[line->sql],
                                   SQLITE_PREPARE_PERSISTENT, &stmt, NULL),
                "prepare");
        prepared[line->sql] = stmt;
    }
    for (uint32_t i = 0; i < line->count; i++, at = after_value(at)) {
        int place = (int)i + 1;

        memcpy(&number, at + 1, *at == VALUE_INT ? sizeof(number) : 0);
        switch (*at) {
        case VALUE_INT:
            sqlite3_bind_int64(stmt, place, number);
            break;
        case VALUE_TEXT:
            sqlite3_bind_text(stmt, place, at + 5, (int)number_at(at + 1), SQLITE_STATIC);
            break;
        case VALUE_BLOB:
            sqlite3_bind_blob64(stmt, place, at + 5, number_at(at + 1), SQLITE_STATIC);
            break;
        default:
            sqlite3_bind_null(stmt, place);
            break;
        }
    }
    do
        status = sqlite3_step(stmt);
    while (status == SQLITE_ROW);
    require(status, texts[line->sql]);
    sqlite3_reset(stmt);
}

static void
execute_part(const struct create *c, enum part part, bool words)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->lines[i].part == part && c->lines[i].words == words)
            execute(&c->lines[i]);
}

static int
note_pages(void *with, sqlite3 *of, const char *name, int pages)
{
    (void)with, (void)of, (void)name;
    wal_pages = pages;
    return SQLITE_OK;
}

static void
run(const struct create *creates, size_t count, size_t group)
{
    for (size_t from = 0; from < count; from += group) {
        size_t to = from + group < count ? from + group : count;

        require(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), "begin");
        execute_part(&creates[from], BEFORE, false);
        for (size_t i = from; i < to; i++)
            execute_part(&creates[i], WITHIN, false);
        for (size_t i = from; i < to; i++)
            execute_part(&creates[i], AFTER, true);
        execute_part(&creates[to - 1], AFTER, false);
        require(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), "commit");
        if (wal_pages >= CHECKPOINT_PAGES)
            sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
}

int
main(int argc, char **argv)
{
    size_t length, count, from, wanted, group;
    struct create *creates;
    char *bytes;
    int64_t began;

    if (argc != 6)
        return 2;
    from = strtoull(argv[3], NULL, 10);
    wanted = strtoull(argv[4], NULL, 10);
    group = strtoull(argv[5], NULL, 10);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    require(sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
            argv[1]);
    words_tokenizer_add(db);
    require(
        sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0;"
                     "PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY",
                     NULL, NULL, NULL),
        "settings");
    sqlite3_wal_hook(db, note_pages, NULL);
    bytes = read_file(argv[2], &length);
    creates = read_creates(bytes, bytes + length, &count);
    if (from + wanted > count || !group || !wanted) {
        fprintf(stderr, "bench: bare: only %zu creates were recorded\n", count);
        return 3;
    }
    /* A tenth warms the connection's cache, which the product's has long been. */
    run(creates + from, wanted / 10, group);
    began = now_us();
    run(creates + from + wanted / 10, wanted - wanted / 10, group);
    printf("rate=%.0f creates=%zu statements=%zu\n",
           (double)(wanted - wanted / 10) * 1e6 / (double)(now_us() - began), count,
           creates[from].count);
    return 0;
}
