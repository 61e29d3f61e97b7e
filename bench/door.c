/*
 * What signing in costs beside Argon2id: both in turn, in microseconds.
 *
 *     door hash PASSWORD
 *     door PORT LOGIN PASSWORD DOOR CSRF COUNT HASH
 *
 * DOOR is the cookie and CSRF the token of a sign-in form, HASH the account's Argon2id
 * text. Prints the medians of signing in, of a bare verification of the same text, and
 * their difference. Verifying the usual 64 MiB varies by more than all the rest costs;
 * `hash` makes a text of the least cost, beside which the rest is seen.
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

enum { MOST = 400 };

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
    static int64_t ours[MOST], bares[MOST];
    char hash[crypto_pwhash_STRBYTES], body[1024], text[2048];
    size_t count = argc == 8 ? (size_t)number(argv[6]) : 0;

    if (sodium_init() < 0)
        return 2;
    if (argc == 3 && crypto_pwhash_str(hash, argv[2], strlen(argv[2]), crypto_pwhash_OPSLIMIT_MIN,
                                       crypto_pwhash_MEMLIMIT_MIN) == 0)
        return puts(hash) < 0;
    if (count < 1 || count > MOST)
        return 2;
    snprintf(body, sizeof(body), "csrf=%s&login=%s&password=%s", argv[5], argv[2], argv[3]);
    snprintf(text, sizeof(text),
             "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nConnection: close\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
             argv[4], strlen(body), body);
    for (size_t i = 0; i < count; i++) {
        /* The commit of the one before is over, as it is beside a hash of the usual cost. */
        nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
        bares[i] = bare(argv[7], argv[3]);
        ours[i] = sign_in(number(argv[1]), text);
    }
    sort_values(ours, count);
    sort_values(bares, count);
    printf("sign_in=%lld argon2=%lld more=%lld\n", (long long)percentile(ours, count, 500),
           (long long)percentile(bares, count, 500),
           (long long)(percentile(ours, count, 500) - percentile(bares, count, 500)));
    return 0;
}
