/*
 * Searches for every word of a file as one user and compares with what stands in the
 * database.
 *
 *   find PORT COOKIE PATH WORDS                    times only
 *   find PORT COOKIE PATH WORDS DATABASE WHERE     also looks whether anything was missed:
 *                                                  reads every inquiry under WHERE (SQL)
 *
 * Nothing is missed when no record that literally holds the word is newer than the last
 * of the answer, or, when the answer has fewer than 50, is absent from it.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "http.h"

enum { MOST_WORDS = 1000, SHOWN = 50 };

struct word {
    char text[64];
    char level[16];
    int length;
    int64_t us;
    int64_t ids[SHOWN];
    size_t count;
    bool done; /* nothing older can matter */
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

/* How many records that hold a word were not among its answers. */
static size_t
count_missed(const char *database, const char *where)
{
    char sql[1024];
    sqlite3 *db;
    sqlite3_stmt *rows;
    size_t missed = 0;

    snprintf(sql, sizeof(sql),
             "SELECT id, title || char(10) || body || char(10) || response FROM inquiry"
             " WHERE removed_at IS NULL AND %s ORDER BY id DESC",
             where);
    if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(db, sql, -1, &rows, NULL)) {
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
        exit(3);
    }
    while (sqlite3_step(rows) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(rows, 0);
        const char *text = (const char *)sqlite3_column_text(rows, 1);

        for (size_t i = 0; i < word_count; i++) {
            struct word *w = &words[i];

            w->done = w->done || (w->count == SHOWN && id < w->ids[SHOWN - 1]);
            if (!w->done && text && strstr(text, w->text) && !has(w, id)) {
                if (missed++ < 5)
                    fprintf(stderr, "bench: 「%s」 stands in %lld and was not found\n", w->text,
                            (long long)id);
            }
        }
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

    if (argc != 5 && argc != 7)
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
    if (argc == 7)
        printf(" missed=%zu", count_missed(argv[5], argv[6]));
    printf("\n");
    return 0;
}
