#include "web/oidc_provider.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/jwt.h"
#include "base/log.h"
#include "base/must.h"
#include "base/time.h"
#include "web/fetch.h"
#include "web/oidc.h"
#include "web/out.h"

enum { KEPT_SECONDS = 3600, RENEW_SECONDS = 60, FAILED_SECONDS = 5, ADDRESS_MOST = 1000 };

/* What was fetched last, as text that each reader parses for himself. The mutex is held
   while fetching: whoever comes then would fetch the same. */
struct kept_text {
    char *text; /* own memory, NULL: not there */
    int64_t at; /* clock_ticks, 0: never */
    int64_t failed;
};

static struct {
    pthread_mutex_t mutex;
    struct kept_text discovery;
    struct kept_text keys;
    int64_t renewed; /* the keys, because one was not known */
} cache = { .mutex = PTHREAD_MUTEX_INITIALIZER };

void
oidc_log(const char *step, const char *why)
{
    log_line(LOG_WARN, "oidc", "step", step, "error", why, NULL);
}

static bool
within(int64_t at, int seconds)
{
    return at && clock_ticks() - at < (int64_t)seconds * 1000000;
}

/* --- fetching --------------------------------------------------------------------- */

/* An object with status 200; else AWAY, or WRONG for what the provider refuses. */
static enum oidc_answer
ask(struct arena *arena, const char *step, const struct fetch *f, struct fetched *got, json_t **out)
{
    const char *why;

    if (!fetch_run(arena, f, got, &why)) {
        oidc_log(step, why);
        return OIDC_AWAY;
    }
    if (got->status != 200) {
        oidc_log(step, arena_print(arena, "HTTP %d", got->status));
        return got->status >= 400 && got->status < 500 ? OIDC_WRONG : OIDC_AWAY;
    }
    if (!json_read(arena, got->body, got->length, out, &why) || !json_is_object(*out)) {
        oidc_log(step, "no JSON object");
        return OIDC_AWAY;
    }
    return OIDC_GOOD;
}

static bool
refill(struct arena *arena, const char *step, struct kept_text *kept, const char *url,
       const char *ca)
{
    struct fetched got;
    json_t *object;

    if (within(kept->failed, FAILED_SECONDS))
        return false;
    if (ask(arena, step, &(struct fetch){ .url = url, .ca = ca }, &got, &object) != OIDC_GOOD) {
        kept->failed = clock_ticks();
        return false;
    }
    free(kept->text);
    kept->text = strdup(got.body);
    if (!kept->text)
        out_of_memory();
    kept->at = clock_ticks();
    kept->failed = 0;
    return true;
}

/* The kept text as a tree; fetched when it is old. What is old still serves while the
   server is away. */
static bool
kept_read(struct arena *arena, const char *step, struct kept_text *kept, const char *url,
          const char *ca, json_t **out)
{
    const char *why;

    if (!kept->text || !within(kept->at, KEPT_SECONDS))
        refill(arena, step, kept, url, ca);
    return kept->text && json_read(arena, kept->text, strlen(kept->text), out, &why);
}

/* --- addresses -------------------------------------------------------------------- */

static const char *
address(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    if (!text || strncmp(text, "https://", 8) != 0 || strlen(text) > ADDRESS_MOST)
        return NULL;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f)
            return NULL;
    return arena_copy(arena, text);
}

/* The header is what OpenID Connect presumes when nothing is said. */
static bool
takes_basic(const json_t *object)
{
    const json_t *methods = json_object_get(object, "token_endpoint_auth_methods_supported");
    const json_t *each;
    size_t i;

    if (!json_is_array(methods))
        return true;
    json_array_foreach(methods, i, each) if (json_is_string(each) &&
                                             strcmp(json_string_value(each),
                                                    "client_secret_basic") == 0) return true;
    return false;
}

static enum oidc_answer
read_addresses(struct arena *arena, const char *issuer, const json_t *object,
               struct oidc_provider *out)
{
    const char *said = json_string_value(json_object_get(object, "issuer"));

    *out = (struct oidc_provider){
        .authorization = address(arena, object, "authorization_endpoint"),
        .token = address(arena, object, "token_endpoint"),
        .userinfo = address(arena, object, "userinfo_endpoint"),
        .keys = address(arena, object, "jwks_uri"),
        .names_itself =
            json_is_true(json_object_get(object, "authorization_response_iss_parameter_supported")),
        .takes_basic = takes_basic(object),
    };
    if (!said || strcmp(said, issuer) != 0) {
        oidc_log("discovery", "names another issuer");
        return OIDC_AWAY;
    }
    if (!out->authorization || !out->token || !out->keys) {
        oidc_log("discovery", "an address is missing or not https");
        return OIDC_AWAY;
    }
    return OIDC_GOOD;
}

enum oidc_answer
oidc_discover(struct arena *arena, const struct oidc_options *options, struct oidc_provider *out)
{
    size_t length = strlen(options->issuer);
    const char *url;
    json_t *object;
    bool found;

    while (length > 0 && options->issuer[length - 1] == '/')
        length--;
    url = arena_print(arena, "%.*s/.well-known/openid-configuration", (int)length, options->issuer);
    pthread_mutex_lock(&cache.mutex);
    found = kept_read(arena, "discovery", &cache.discovery, url, options->ca, &object);
    pthread_mutex_unlock(&cache.mutex);
    return found ? read_addresses(arena, options->issuer, object, out) : OIDC_AWAY;
}

/* --- keys ------------------------------------------------------------------------- */

/* 1: signed by one of them, 0: none fits, -1: those that fit did not sign it. */
static int
try_keys(struct arena *arena, const json_t *set, const struct jwt *jwt)
{
    const json_t *keys = json_object_get(set, "keys"), *key;
    int found = 0;
    size_t i;

    json_array_foreach(keys, i, key)
    {
        if (!jwt_key_fits(jwt, key))
            continue;
        if (jwt_verify(arena, jwt, key))
            return 1;
        found = -1;
    }
    return found;
}

enum oidc_answer
oidc_signed(struct arena *arena, const struct oidc_options *options,
            const struct oidc_provider *provider, const struct jwt *jwt)
{
    json_t *set;
    bool found;
    int fits;

    pthread_mutex_lock(&cache.mutex);
    found = kept_read(arena, "keys", &cache.keys, provider->keys, options->ca, &set);
    fits = found ? try_keys(arena, set, jwt) : 0;
    if (found && (fits == 0 || (fits < 0 && !*jwt->kid)) && !within(cache.renewed, RENEW_SECONDS)) {
        cache.renewed = clock_ticks();
        refill(arena, "keys", &cache.keys, provider->keys, options->ca);
        found = kept_read(arena, "keys", &cache.keys, provider->keys, options->ca, &set);
        fits = found ? try_keys(arena, set, jwt) : 0;
    }
    pthread_mutex_unlock(&cache.mutex);
    if (!found)
        return OIDC_AWAY;
    if (fits != 1)
        oidc_log("signature", fits ? "is not of the key" : "of a key that is not known");
    return fits == 1 ? OIDC_GOOD : OIDC_WRONG;
}

/* --- tokens ----------------------------------------------------------------------- */

static void
add_pair(struct out *form, const char *name, const char *value)
{
    if (form->text.length)
        buffer_char(&form->text, '&');
    buffer_text(&form->text, name);
    buffer_char(&form->text, '=');
    out_url_part(form, value);
}

static const char *
encoded(struct arena *arena, const char *text)
{
    struct out o = { .text = { .arena = arena } };

    out_url_part(&o, text);
    return buffer_string(&o.text);
}

enum oidc_answer
oidc_trade(struct arena *arena, const struct oidc_options *options,
           const struct oidc_provider *provider, const struct oidc_exchange *e,
           struct oidc_tokens *out)
{
    bool secret = options->client_secret != NULL, header = secret && provider->takes_basic;
    struct out form = { .text = { .arena = arena } };
    enum oidc_answer answer;
    struct fetched got;
    json_t *object;

    add_pair(&form, "grant_type", "authorization_code");
    add_pair(&form, "code", e->code);
    add_pair(&form, "redirect_uri", e->redirect);
    add_pair(&form, "code_verifier", e->verifier);
    if (!header)
        add_pair(&form, "client_id", options->client_id);
    if (secret && !header)
        add_pair(&form, "client_secret", options->client_secret);
    answer =
        ask(arena, "token",
            &(struct fetch){ .url = provider->token,
                             .ca = options->ca,
                             /* RFC 6749, 2.3.1: urlencoded before they are joined. */
                             .user = header ? encoded(arena, options->client_id) : NULL,
                             .password = header ? encoded(arena, options->client_secret) : NULL,
                             .form = buffer_string(&form.text) },
            &got, &object);
    if (answer != OIDC_GOOD)
        return answer;
    out->id = json_string_value(json_object_get(object, "id_token"));
    out->access = json_string_value(json_object_get(object, "access_token"));
    if (!out->id)
        oidc_log("token", "no id_token");
    return out->id ? OIDC_GOOD : OIDC_WRONG;
}

enum oidc_answer
oidc_ask_user(struct arena *arena, const struct oidc_options *options,
              const struct oidc_provider *provider, const char *access, json_t **out)
{
    struct fetched got;

    for (const char *c = access; *c; c++)
        if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f)
            return OIDC_WRONG;
    return ask(arena, "userinfo",
               &(struct fetch){ .url = provider->userinfo, .ca = options->ca, .bearer = access },
               &got, out);
}
