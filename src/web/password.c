#include "web/password.h"

#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/must.h"
#include "store/act.h"

enum { AT_ONCE = 2, LINE = 14, MEGABYTES = 64, PASSES = 3 };

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t change;
    int line; /* running or waiting */
    int running;
    int most;
    int64_t runs;
    size_t memory;
    unsigned passes;
} gate = {
    .mutex = PTHREAD_MUTEX_INITIALIZER,
    .change = PTHREAD_COND_INITIALIZER,
    .memory = (size_t)MEGABYTES * 1024 * 1024,
    .passes = PASSES,
};

bool
password_enter(struct act *a)
{
    bool room;

    act_slow(a);
    pthread_mutex_lock(&gate.mutex);
    room = gate.line < LINE;
    gate.line += room;
    pthread_mutex_unlock(&gate.mutex);
    return room || fail(a, FAULT_BUSY, NULL,
                        "いまサインインが込み合っています。少し待ってもう一度送ってください。");
}

void
password_leave(void)
{
    pthread_mutex_lock(&gate.mutex);
    must(gate.line > 0);
    gate.line--;
    pthread_mutex_unlock(&gate.mutex);
}

/* False when `*unwanted` (or NULL) became true before its turn came. */
static bool
begin(const bool *unwanted)
{
    bool go;

    pthread_mutex_lock(&gate.mutex);
    while (gate.running == AT_ONCE && !(unwanted && *unwanted))
        pthread_cond_wait(&gate.change, &gate.mutex);
    go = !(unwanted && *unwanted);
    gate.running += go;
    gate.runs += go;
    if (gate.running > gate.most)
        gate.most = gate.running;
    pthread_mutex_unlock(&gate.mutex);
    return go;
}

static void
end(void)
{
    pthread_mutex_lock(&gate.mutex);
    gate.running--;
    pthread_cond_broadcast(&gate.change);
    pthread_mutex_unlock(&gate.mutex);
}

void
password_cost(size_t memory_bytes, unsigned passes)
{
    pthread_mutex_lock(&gate.mutex);
    gate.memory = memory_bytes ? memory_bytes : (size_t)MEGABYTES * 1024 * 1024;
    gate.passes = passes ? passes : PASSES;
    pthread_mutex_unlock(&gate.mutex);
}

int64_t
password_runs(void)
{
    int64_t runs;

    pthread_mutex_lock(&gate.mutex);
    runs = gate.runs;
    pthread_mutex_unlock(&gate.mutex);
    return runs;
}

int
password_most_at_once(void)
{
    int most;

    pthread_mutex_lock(&gate.mutex);
    most = gate.most;
    pthread_mutex_unlock(&gate.mutex);
    return most;
}

bool
password_hash(struct act *a, const char *login, const char *password, const char **out)
{
    char text[crypto_pwhash_STRBYTES];
    const char *why = password_fault(a, login, password);
    bool good;

    if (why)
        return fail(a, FAULT_INVALID, "password", "%s", why);
    if (!password_enter(a))
        return false;
    must(sodium_init() >= 0);
    begin(NULL);
    good = crypto_pwhash_str(text, password, strlen(password), gate.passes, gate.memory) == 0;
    end();
    password_leave();
    if (!good)
        return fail(a, FAULT_BUSY, NULL,
                    "いまパスワードを処理できません。少し待ってもう一度送ってください。");
    *out = arena_copy(a->arena, text);
    wipe(text, sizeof(text));
    return true;
}

/* Standard base64, as libsodium's text wants it. */
static const char *
random_base64(struct arena *arena, size_t bytes)
{
    char *text = random_token(arena, bytes);

    for (char *c = text; *c; c++)
        *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
    return text;
}

/* A hash that belongs to no password, at today's cost, so that checking against it takes
   what every other check takes. */
static void
nobody(char out[crypto_pwhash_STRBYTES])
{
    struct arena arena = { 0 };
    const char *text =
        arena_print(&arena, "$argon2id$v=19$m=%zu,t=%u,p=1$%s$%s", gate.memory / 1024, gate.passes,
                    random_base64(&arena, 16), random_base64(&arena, 32));

    must(strlen(text) < crypto_pwhash_STRBYTES);
    memcpy(out, text, strlen(text) + 1);
    arena_release(&arena);
}

static bool
is_hash(const char *hash)
{
    return hash && strncmp(hash, crypto_pwhash_STRPREFIX, strlen(crypto_pwhash_STRPREFIX)) == 0 &&
           strlen(hash) < crypto_pwhash_STRBYTES;
}

static bool
check(const char *hash, const char *password, const bool *unwanted)
{
    char text[crypto_pwhash_STRBYTES] = "";
    bool exists = is_hash(hash);
    bool good;

    must(sodium_init() >= 0);
    if (strlen(password) > PASSWORD_MOST)
        password = "";
    if (exists)
        memcpy(text, hash, strlen(hash) + 1);
    else
        nobody(text);
    if (!begin(unwanted))
        return false;
    good = crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
    end();
    return exists && good;
}

bool
password_check(const char *hash, const char *password)
{
    return check(hash, password, NULL);
}

static void *
run_beside(void *with)
{
    struct password_run *run = with;

    run->right = check(run->hash, run->password, &run->unwanted);
    return NULL;
}

void
password_begin(struct password_run *run, const char *hash, const char *password)
{
    *run = (struct password_run){ .hash = hash, .password = password };
    run->threaded = pthread_create(&run->thread, NULL, run_beside, run) == 0;
}

bool
password_end(struct password_run *run, bool wanted)
{
    if (!run->threaded)
        return wanted && check(run->hash, run->password, NULL);
    if (!wanted) {
        pthread_mutex_lock(&gate.mutex);
        run->unwanted = true;
        pthread_cond_broadcast(&gate.change);
        pthread_mutex_unlock(&gate.mutex);
    }
    pthread_join(run->thread, NULL);
    return wanted && run->right;
}
