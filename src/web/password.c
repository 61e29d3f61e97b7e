#include <pthread.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/must.h"
#include "base/text.h"
#include "store/act.h"
#include "web/session.h"

enum { AT_ONCE = 2, PASSWORD_LEAST = 8, PASSWORD_MOST = 1024 };

/* Each run takes 64 MiB, so few run at once and the others wait. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t change;
    int running;
    size_t memory;
    unsigned passes;
    char nobody[crypto_pwhash_STRBYTES]; /* checked when there is no account */
    bool nobody_known;
} gate = {
    .mutex = PTHREAD_MUTEX_INITIALIZER,
    .change = PTHREAD_COND_INITIALIZER,
    .memory = 64 * 1024 * 1024,
    .passes = 3,
};

static void
enter(void)
{
    pthread_mutex_lock(&gate.mutex);
    while (gate.running == AT_ONCE)
        pthread_cond_wait(&gate.change, &gate.mutex);
    gate.running++;
    pthread_mutex_unlock(&gate.mutex);
}

static void
leave(void)
{
    pthread_mutex_lock(&gate.mutex);
    gate.running--;
    pthread_cond_signal(&gate.change);
    pthread_mutex_unlock(&gate.mutex);
}

void
password_cost(size_t memory_bytes, unsigned passes)
{
    pthread_mutex_lock(&gate.mutex);
    gate.memory = memory_bytes ? memory_bytes : 64 * 1024 * 1024;
    gate.passes = passes ? passes : 3;
    gate.nobody_known = false;
    pthread_mutex_unlock(&gate.mutex);
}

static bool
make(const char *password, char out[crypto_pwhash_STRBYTES])
{
    bool good;

    must(sodium_init() >= 0);
    enter();
    good = crypto_pwhash_str(out, password, strlen(password), gate.passes, gate.memory) == 0;
    leave();
    return good;
}

bool
password_hash(struct act *a, const char *password, const char **out)
{
    char text[crypto_pwhash_STRBYTES];

    act_slow(a);
    if (text_count(password) < PASSWORD_LEAST || strlen(password) > PASSWORD_MOST)
        return fail(a, FAULT_INVALID, "password", "パスワードは%d文字以上にしてください。",
                    PASSWORD_LEAST);
    if (!make(password, text))
        return fail(a, FAULT_BUSY, NULL,
                    "いまパスワードを処理できません。少し待ってもう一度送ってください。");
    *out = arena_copy(a->arena, text);
    wipe(text, sizeof(text));
    return true;
}

/* The hash of a password that nobody knows, at today's cost. */
static void
nobody(char out[crypto_pwhash_STRBYTES])
{
    struct arena arena = { 0 };
    char text[crypto_pwhash_STRBYTES] = "";
    bool known;

    pthread_mutex_lock(&gate.mutex);
    known = gate.nobody_known;
    memcpy(text, gate.nobody, sizeof(text));
    pthread_mutex_unlock(&gate.mutex);
    if (!known && make(random_token(&arena, 32), text)) {
        pthread_mutex_lock(&gate.mutex);
        memcpy(gate.nobody, text, sizeof(text));
        gate.nobody_known = true;
        pthread_mutex_unlock(&gate.mutex);
    }
    memcpy(out, text, sizeof(text));
    arena_release(&arena);
}

bool
password_check(const char *hash, const char *password)
{
    char text[crypto_pwhash_STRBYTES] = "";
    bool exists = hash && *hash && strlen(hash) < sizeof(text);
    bool good;

    must(sodium_init() >= 0);
    if (strlen(password) > PASSWORD_MOST)
        password = "";
    if (exists)
        memcpy(text, hash, strlen(hash) + 1);
    else
        nobody(text);
    enter();
    good = crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
    leave();
    return exists && good;
}
