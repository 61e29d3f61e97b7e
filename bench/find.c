/*
 * Searches for every word of a file as one user and compares with what stands in the
 * database.
 *
 *   find PORT COOKIE PATH WORDS                    times only
 *   find PORT COOKIE PATH WORDS DATABASE WHERE [ENTRIES]
 *                                  also looks whether anything was missed: reads every inquiry
 *                                  under WHERE (SQL), with what was said of it under ENTRIES
 *
 * A record stands where the newest of its texts with the word stands, and the 50 newest have
 * to be there. Texts are compared as the product compares them (base/fold.h), not by its index.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buffer.h"
#include "base/fold.h"
#include "http.h"

enum { MOST_WORDS = 1000, SHOWN = 50 };

struct word {
    char text[64];
    char level[16];
    int length;
    int64_t us;
    int64_t ids[SHOWN];
    size_t count;
    const char *folded;
    int64_t expected[SHOWN];
    size_t expected_count;
};

static struct word words[MOST_WORDS];
static size_t word_count;

static void
read_words(const char *name)
{
    FILE *file = fopen(name, "r");

    while (file && word_count < MOST_WORDS &&
           fscanf(file, "%d %15s %63s", &words[word_count].length, words[word_count].level,
                  words[word_count].text) == 3)
        word_count++;
    if (file)
        fclose(file);
}

/* The record of each row stands in the box to pick it by, or in its link. */
static void
read_ids(const struct http *http, const char *path, struct word *w)
{
    char link[200];
    size_t length = (size_t)snprintf(link, sizeof(link), "<th scope=\"row\"><a href=\"%s/", path);

    for (const char *at = strstr(http->body, link); at && w->count < SHOWN;
         at = strstr(at + length, link))
        w->ids[w->count++] = strtoll(at + length, NULL, 10);
}

static void
search(struct http *http, const char *path, struct word *w)
{
    char target[1024];
    int length = snprintf(target, sizeof(target), "%s?view=all&q=", path);
    int64_t from;

    for (const char *c = w->text; *c; c++)
        length +=
            snprintf(target + length, sizeof(target) - (size_t)length, "%%%02X", (unsigned char)*c);
    from = now_us();
    if (http_get(http, target) != 200) {
        fprintf(stderr, "bench: %s: %d\n", target, http->status);
        exit(3);
    }
    w->us = now_us() - from;
    read_ids(http, path, w);
}

static bool
has(const struct word *w, int64_t id)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->ids[i] == id)
            return true;
    return false;
}

/* A character of the text can only begin the words of its list. */
enum { LISTS = 4096, MOST_IN_LIST = 64 };

static struct {
    struct word *words[MOST_IN_LIST];
    size_t count;
} lists[LISTS];

static unsigned
list_of(const char *at)
{
    const unsigned char *c = (const unsigned char *)at;

    return (c[0] * 961U + (c[0] >= 0xE0 ? c[1] * 31U + c[2] : 0)) % LISTS;
}

static void
list_words(void)
{
    for (size_t i = 0; i < word_count; i++) {
        struct buffer folded = { 0 };
        unsigned list;

        fold(&folded, words[i].text, strlen(words[i].text));
        words[i].folded = buffer_string(&folded);
        list = list_of(words[i].folded);
        if (lists[list].count == MOST_IN_LIST) {
            fprintf(stderr, "bench: too many words begin alike\n");
            exit(3);
        }
        lists[list].words[lists[list].count++] = &words[i];
    }
}

/* A record has the word; the newest come first, and only so many are asked for. */
static void
meet(struct word *w, int64_t record, size_t *missed)
{
    for (size_t i = 0; i < w->expected_count; i++)
        if (w->expected[i] == record)
            return;
    if (w->expected_count == SHOWN)
        return;
    w->expected[w->expected_count++] = record;
    if (has(w, record))
        return;
    if ((*missed)++ < 5)
        fprintf(stderr, "bench: 「%s」 stands in %lld and was not found\n", w->text,
                (long long)record);
}

static void
look_into(struct buffer *text, int64_t record, size_t *missed)
{
    for (const char *at = buffer_string(text); *at; at++) {
        unsigned list = list_of(at);

        for (size_t i = 0; i < lists[list].count; i++) {
            struct word *w = lists[list].words[i];

            if (w->expected_count < SHOWN && strncmp(at, w->folded, strlen(w->folded)) == 0)
                meet(w, record, missed);
        }
    }
}

/* The newest records that have each word, by reading everything, against the answers. */
static size_t
count_missed(const char *database, const char *where, const char *entries)
{
    char sql[2048];
    sqlite3 *db;
    sqlite3_stmt *rows;
    struct buffer folded = { 0 };
    size_t missed = 0;

    snprintf(sql, sizeof(sql),
             "SELECT id, id AS record, number || char(10) || coalesce(section_name, '') || char(10)"
             " || kind || char(10) || title || char(10) || body || char(10) || response FROM"
             " inquiry WHERE removed_at IS NULL AND %s UNION ALL SELECT id, record, text FROM entry"
             " WHERE ledger = 'inquiry' AND %s ORDER BY 1 DESC",
             where, entries);
    if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(db, sql, -1, &rows, NULL)) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
        exit(3);
    }
    list_words();
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(rows, 2);

        buffer_clear(&folded);
        fold(&folded, text, (size_t)sqlite3_column_bytes(rows, 2));
        look_into(&folded, sqlite3_column_int64(rows, 1), &missed);
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return missed;
}

static void
print_group(const char *name, int length, const char *level)
{
    int64_t times[MOST_WORDS];
    size_t count = 0;

    for (size_t i = 0; i < word_count; i++)
        if ((!length || words[i].length == length) && (!level || !strcmp(words[i].level, level)))
            times[count++] = words[i].us;
    sort_values(times, count);
    printf("%s_count=%zu %s_p50=%lld %s_p95=%lld %s_max=%lld ", name, count, name,
           (long long)percentile(times, count, 500), name, (long long)percentile(times, count, 950),
           name, (long long)percentile(times, count, 1000));
}

int
main(int argc, char **argv)
{
    struct http http = { .socket = -1 };
    char headers[1024];
    size_t found = 0;

    if (argc < 5 || argc == 6 || argc > 8)
        return 2;
    snprintf(headers, sizeof(headers), "Cookie: %s\r\n", argv[2]);
    http.port = atoi(argv[1]);
    http.headers = headers;
    read_words(argv[4]);
    for (size_t i = 0; i < word_count; i++) {
        search(&http, argv[3], &words[i]);
        found += words[i].count;
        if (getenv("BENCH_VERBOSE"))
            fprintf(stderr, "%8lld us %zu %s %s\n", (long long)words[i].us, words[i].count,
                    words[i].level, words[i].text);
    }
    print_group("all", 0, NULL);
    print_group("one", 1, NULL);
    print_group("two", 2, NULL);
    print_group("three", 3, NULL);
    print_group("more", 5, NULL);
    print_group("common", 0, "common");
    print_group("middling", 0, "middling");
    print_group("rare", 0, "rare");
    printf("hits=%zu", found);
    if (argc > 6)
        printf(" missed=%zu", count_missed(argv[5], argv[6], argc > 7 ? argv[7] : "1=1"));
    printf("\n");
    return 0;
}
