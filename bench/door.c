/*
 * What signing in costs beside Argon2id: both in turn, in microseconds.
 *
 *     door PORT LOGIN PASSWORD DOOR CSRF COUNT PID
 *
 * DOOR is the cookie and CSRF the token of a sign-in form, PID the server. Prints medians
 * of the wall clock and the median difference of processor time (the server's for a
 * sign-in, our own for a bare run), which other work on the machine disturbs least.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "http.h"

enum { MOST = 200, MEGABYTES = 64, PASSES = 3 };

static int64_t
spent(clockid_t clock)
{
    struct timespec t = { 0 };

    clock_gettime(clock, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t
bare(const char *hash, const char *password)
{
    int64_t begun = now_us();

    if (crypto_pwhash_str_verify(hash, password, strlen(password)) != 0)
        exit(1);
    return now_us() - begun;
}

/* From the first byte to the last, over a connection that is there already. */
static int64_t
sign_in(int port, const char *text)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char answer[4096];
    int64_t begun;
    ssize_t got;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
        exit(1);
    begun = now_us();
    if (send(fd, text, strlen(text), 0) < 0 || (got = recv(fd, answer, sizeof(answer) - 1, 0)) <= 0)
        exit(1);
    begun = now_us() - begun;
    answer[got] = '\0';
    close(fd);
    if (strncmp(answer, "HTTP/1.1 303", 12) != 0) {
        fprintf(stderr, "door: %.60s\n", answer);
        exit(1);
    }
    return begun;
}

static int
number(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

int
main(int argc, char **argv)
{
    static int64_t ours[MOST], bares[MOST], more[MOST], cpu[MOST];
    char hash[crypto_pwhash_STRBYTES], body[1024], text[2048];
    int count = argc == 8 ? number(argv[6]) : 0;
    clockid_t server;

    if (count < 1 || count > MOST || sodium_init() < 0 ||
        clock_getcpuclockid(number(argv[7]), &server) != 0 ||
        crypto_pwhash_str(hash, argv[3], strlen(argv[3]), PASSES, (size_t)MEGABYTES << 20) != 0)
        return 2;
    snprintf(body, sizeof(body), "csrf=%s&login=%s&password=%s", argv[5], argv[2], argv[3]);
    snprintf(text, sizeof(text),
             "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nConnection: close\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
             argv[4], strlen(body), body);
    for (int i = 0; i < count; i++) {
        int64_t begun = spent(CLOCK_PROCESS_CPUTIME_ID), asked;

        bares[i] = bare(hash, argv[3]);
        begun = spent(CLOCK_PROCESS_CPUTIME_ID) - begun;
        asked = spent(server);
        ours[i] = sign_in(number(argv[1]), text);
        more[i] = ours[i] - bares[i];
        cpu[i] = spent(server) - asked - begun;
    }
    sort_values(ours, (size_t)count);
    sort_values(bares, (size_t)count);
    sort_values(more, (size_t)count);
    sort_values(cpu, (size_t)count);
    /* As people wait, each beside its neighbour, since the machine is not the same all the
       time; apart, what the processor did. The rest is one commit. */
    printf("sign_in=%lld argon2=%lld more=%lld cpu=%lld\n",
           (long long)percentile(ours, (size_t)count, 500),
           (long long)percentile(bares, (size_t)count, 500),
           (long long)percentile(more, (size_t)count, 500),
           (long long)percentile(cpu, (size_t)count, 500));
    return 0;
}
