/*
 * Reads pages one after the other and tells how long they took.
 *
 *   pages walk PORT COOKIE TARGET COUNT OUT   follows 「次の50件」, writes the addresses of
 *                                             the pages to OUT; prints first and last
 *   pages each PORT COOKIE FILE               every address of the file once; `short` counts the
 *                                             lists that say they were not read to the end
 *   pages first PORT COOKIE TARGET MS COMMAND …
 *                       starts COMMAND, tries until the page comes, at most so long; then
 *                       ends what it started
 *
 * Times are in microseconds. The first and the last 20 pages of a walk are read again in
 * turn to be compared, with a parameter the server does not keep pages under.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http.h"

enum { TARGET = 4096, PROBES = 41 };

static struct http http = { .socket = -1 };

static void
use(const char *port, const char *cookie)
{
    static char headers[1024];

    snprintf(headers, sizeof(headers), "Cookie: %s\r\n", cookie);
    http.port = atoi(port);
    http.headers = headers;
}

static int64_t
timed(const char *target)
{
    int64_t from = now_us();

    if (http_get(&http, target) != 200) {
        fprintf(stderr, "bench: %s: %d\n", target, http.status);
        exit(3);
    }
    return now_us() - from;
}

/* The address of the next page: the one walked, with the cursor behind rel="next". */
static bool
find_next(const char *target, char *out)
{
    const char *at = strstr(http.body, "rel=\"next\"");
    const char *tag = at;

    while (tag && tag > http.body && *tag != '<')
        tag--;
    tag = tag ? strstr(tag, "after=") : NULL;
    if (!tag || tag > at)
        return false;
    snprintf(out, TARGET, "%s&%.*s", target, (int)strcspn(tag, "\"&"), tag);
    return true;
}

static void
tell(const char *name, int64_t *values, size_t count)
{
    sort_values(values, count);
    printf("%s_p50=%lld %s_p95=%lld %s_p99=%lld %s_max=%lld ", name,
           (long long)percentile(values, count, 500), name,
           (long long)percentile(values, count, 950), name,
           (long long)percentile(values, count, 990), name,
           (long long)percentile(values, count, 1000));
}

/* Page `near` of the addresses read; each is asked for once, so nothing is kept of it. */
static int
walk(const char *target, long count, const char *out)
{
    char(*kept)[TARGET] = calloc(2 * PROBES, TARGET);
    char at[TARGET];
    int64_t first[PROBES], last[PROBES];
    FILE *file = fopen(out, "w");
    long page = 0;
    size_t probes;

    if (!file || !kept)
        return 3;
    snprintf(at, sizeof(at), "%s", target);
    for (bool more = true; more && page < count; page++) {
        timed(at);
        fprintf(file, "%s\n", at);
        snprintf(page < PROBES ? kept[page] : kept[PROBES + page % PROBES], TARGET, "%s", at);
        more = find_next(target, at);
    }
    fclose(file);
    probes = page < 2 * PROBES ? (size_t)page / 2 : PROBES;
    for (size_t i = 0; i < probes; i++) {
        char again[TARGET + 20];

        snprintf(again, sizeof(again), "%s&limit=%d", kept[i], 50);
        first[i] = timed(again);
        snprintf(again, sizeof(again), "%s&limit=%d",
                 kept[page < 2 * PROBES ? i + probes : PROBES + i], 50);
        last[i] = timed(again);
    }
    printf("pages=%ld ", page);
    tell("first", first, probes);
    tell("last", last, probes);
    printf("\n");
    return 0;
}

static int
each(const char *name)
{
    FILE *file = fopen(name, "r");
    int64_t *values = calloc(100000, sizeof(*values));
    char line[TARGET], slowest[TARGET] = "";
    int64_t worst = 0;
    size_t count = 0, cut = 0;

    if (!file || !values)
        return 3;
    while (count < 100000 && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        values[count] = timed(line);
        cut += strstr(http.body, "時間内に調べた分です") != NULL;
        if (getenv("BENCH_VERBOSE"))
            fprintf(stderr, "%8lld %s\n", (long long)values[count], line);
        if (values[count] > worst) {
            worst = values[count];
            snprintf(slowest, sizeof(slowest), "%s", line);
        }
        count++;
    }
    fclose(file);
    printf("count=%zu short=%zu ", count, cut);
    tell("page", values, count);
    printf("slowest=%s\n", slowest);
    return 0;
}

static int
first(const char *target, long most, char **command)
{
    int64_t from = now_us();
    pid_t pid = fork();

    if (pid == 0) {
        int nothing = open("/dev/null", O_WRONLY);

        dup2(nothing, 1);
        dup2(nothing, 2);
        execv(command[0], command);
        _exit(127);
    }
    while (!http_connect(&http) && now_us() - from < most * 1000)
        usleep(500);
    if (http.socket >= 0) {
        timed(target);
        printf("first_us=%lld\n", (long long)(now_us() - from));
    }
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    return http.socket >= 0 ? 0 : 3;
}

int
main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    use(argv[2], argv[3]);
    if (strcmp(argv[1], "walk") == 0 && argc == 7)
        return walk(argv[4], atol(argv[5]), argv[6]);
    if (strcmp(argv[1], "each") == 0)
        return each(argv[4]);
    if (strcmp(argv[1], "first") == 0 && argc > 6)
        return first(argv[4], atol(argv[5]), argv + 6);
    return 2;
}
