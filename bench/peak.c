/*
 * Runs a command and prints the most anonymous memory it had (RssAnon, what a process
 * needs for itself; pages of a mapped database file belong to the system's cache).
 *
 *   peak COMMAND …      prints "anon_kb=… rss_kb=… us=… status=…" to standard error
 *
 * Looks every millisecond, so a shorter peak may be missed; rss_kb is the kernel's own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long
anonymous(pid_t pid)
{
    char name[64], line[256];
    long kb = 0;
    FILE *file;

    snprintf(name, sizeof(name), "/proc/%d/status", (int)pid);
    file = fopen(name, "r");
    while (file && fgets(line, sizeof(line), file))
        if (sscanf(line, "RssAnon: %ld", &kb) == 1)
            break;
    if (file)
        fclose(file);
    return kb;
}

static long long
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int
main(int argc, char **argv)
{
    long long from = now();
    struct rusage usage;
    long most = 0;
    int status;
    pid_t pid;

    if (argc < 2)
        return 2;
    pid = fork();
    if (pid == 0) {
        execv(argv[1], argv + 1);
        _exit(127);
    }
    while (wait4(pid, &status, WNOHANG, &usage) == 0) {
        long kb = anonymous(pid);

        most = kb > most ? kb : most;
        usleep(1000);
    }
    fprintf(stderr, "anon_kb=%ld rss_kb=%ld us=%lld cpu_us=%lld status=%d\n", most, usage.ru_maxrss,
            now() - from,
            (long long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                usage.ru_utime.tv_usec + usage.ru_stime.tv_usec,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
