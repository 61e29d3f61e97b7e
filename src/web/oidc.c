#include "web/oidc.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/jwt.h"
#include "store/act.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/door.h"
#include "web/fetch.h"
#include "web/keyed.h"
#include "web/newcomer.h"
#include "web/oidc_claims.h"
#include "web/oidc_identity.h"
#include "web/oidc_provider.h"
#include "web/out.h"
#include "web/reply.h"
#include "web/sign_in.h"
#include "web/sign_in_page.h"

enum { MINUTES = 10, NEXT_MOST = 1000, STATE_MOST = 2000, CODE_MOST = 4000, AT_ONCE = 4 };

#define CALLBACK "/sign-in/oidc/callback"

static const struct oidc_options *options;

void
oidc_set(const struct oidc_options *given)
{
    options = given;
    if (options && options->issuer)
        fetch_init();
}

const char *
oidc_name(void)
{
    return options && options->issuer ? options->name : NULL;
}

/* A provider that hangs keeps so many workers waiting and no more. */
static struct {
    pthread_mutex_t mutex;
    int inside;
} gate = { PTHREAD_MUTEX_INITIALIZER, 0 };

static bool
enter(struct act *a)
{
    bool room;

    act_slow(a);
    pthread_mutex_lock(&gate.mutex);
    room = gate.inside < AT_ONCE;
    gate.inside += room;
    pthread_mutex_unlock(&gate.mutex);
    return room || fail(a, FAULT_BUSY, NULL,
                        "いまサインインが込み合っています。少し待ってもう一度押してください。");
}

static void
leave(void)
{
    pthread_mutex_lock(&gate.mutex);
    gate.inside--;
    pthread_mutex_unlock(&gate.mutex);
}

/* --- faults ----------------------------------------------------------------------- */

static bool
is_away(struct act *a)
{
    return fail(a, FAULT_BUSY, NULL,
                "「%s」のサーバーが応答しません。少し待ってもう一度押すか、利用者IDとパスワードで"
                "サインインしてください。",
                options->name);
}

static bool
is_wrong(struct act *a)
{
    return fail(a, FAULT_DENIED, NULL,
                "「%s」からの返事を確かめられませんでした。もう一度押してください。続くときは管理者"
                "に連絡してください。",
                options->name);
}

static bool
judge(struct act *a, enum oidc_answer answer)
{
    return answer == OIDC_GOOD || (answer == OIDC_AWAY ? is_away(a) : is_wrong(a));
}

/* The sign-in page with the reason; the password is still there. */
static bool
show_fault(struct act *a, const struct request *q, struct reply *r, const char *next)
{
    r->status = fault_face(act_fault_kind(a))->http;
    return sign_in_show(
        a, q, r,
        &(struct sign_in_page){ .login = "", .next = next, .failed = a->last_fault->message });
}

/* --- the state -------------------------------------------------------------------- */

/* One signing in on its way. `door` is the cookie of the browser. */
struct journey {
    const char *door;
    const char *own;   /* random, of this journey */
    const char *ends;  /* seconds since 1970 */
    const char *next;  /* path, "" for the start */
    const char *state; /* as it goes along: own, ends, next, and a digest over all */
    const char *nonce;
    const char *verifier;
};

static bool
digest(struct act *a, const char *use, const char *text, const char **out)
{
    struct bytes sum;

    if (!keyed_digest(a, use, text, &sum))
        return false;
    *out = base64url_print(a->arena, sum.data, sum.size);
    return true;
}

/* From door, own, ends and next. */
static bool
seal_journey(struct act *a, struct journey *j)
{
    const char *where = base64url_print(a->arena, j->next, strlen(j->next));
    const char *plain = arena_print(a->arena, "%s.%s.%s", j->own, j->ends, where);
    const char *both = arena_print(a->arena, "%s\n%s", j->door, j->own), *sum;

    if (!digest(a, "oidc state", arena_print(a->arena, "%s\n%s", j->door, plain), &sum) ||
        !digest(a, "oidc nonce", both, &j->nonce) ||
        !digest(a, "oidc verifier", both, &j->verifier))
        return false;
    j->state = arena_print(a->arena, "%s.%s", plain, sum);
    return true;
}

static bool
is_lost(struct act *a)
{
    return fail(a, FAULT_DENIED, NULL,
                "サインインの途中の情報が、このブラウザーにないか、%d分を過ぎました。もう一度"
                "「%s」を押してください。",
                MINUTES, options->name);
}

/* What came back, as far as it is ours and of this browser. */
static bool
open_journey(struct act *a, const struct request *q, struct journey *j)
{
    const char *state = pairs_get(&q->query, "state");
    char *parts[4];
    uint8_t *next;
    size_t length;

    *j = (struct journey){ .door = csrf_door(a, q, NULL), .next = "" };
    if (!state || strlen(state) > STATE_MOST || !j->door)
        return is_lost(a);
    parts[0] = arena_copy(a->arena, state);
    for (int i = 1; i < 4; i++) {
        char *point = strchr(parts[i - 1], '.');

        if (!point)
            return is_lost(a);
        *point = '\0';
        parts[i] = point + 1;
    }
    j->own = parts[0];
    j->ends = parts[1];
    if (!base64url_parse(a->arena, parts[2], &next, &length) || strlen((char *)next) != length)
        return is_lost(a);
    j->next = (char *)next;
    if (!seal_journey(a, j))
        return false;
    if (strlen(j->state) != strlen(state) || !equal_constant(j->state, state, strlen(state)) ||
        strtoll(j->ends, NULL, 10) < a->now.us / 1000000)
        return is_lost(a);
    return true;
}

/* Where the provider sends the browser back to: the host it asked, which is on the list of
   those that are allowed, as every request's is. */
static const char *
callback(struct act *a, const struct request *q)
{
    return arena_print(a->arena, "%s://%s" CALLBACK, q->secure ? "https" : "http",
                       request_header(q, "host"));
}

/* --- there ------------------------------------------------------------------------ */

static void
add(struct out *to, const char *name, const char *value)
{
    buffer_print(&to->text, "&%s=", name);
    out_url_part(to, value);
}

static const char *
address(struct act *a, const struct request *q, const struct oidc_provider *provider,
        const struct journey *j)
{
    struct out to = { .text = { .arena = a->arena } };
    uint8_t sum[SHA256_BYTES];

    sha256(j->verifier, strlen(j->verifier), sum);
    buffer_text(&to.text, provider->authorization);
    buffer_char(&to.text, strchr(provider->authorization, '?') ? '&' : '?');
    buffer_text(&to.text, "response_type=code");
    add(&to, "client_id", options->client_id);
    add(&to, "redirect_uri", callback(a, q));
    add(&to, "scope", options->scope);
    add(&to, "state", j->state);
    add(&to, "nonce", j->nonce);
    add(&to, "code_challenge", base64url_print(a->arena, sum, sizeof(sum)));
    add(&to, "code_challenge_method", "S256");
    return buffer_string(&to.text);
}

static bool
begin(struct act *a, const struct request *q, struct reply *r)
{
    const char *next = pairs_get(&q->query, "next");
    struct oidc_provider provider;
    struct journey j = {
        .own = random_token(a->arena, 16),
        .ends = arena_print(a->arena, "%lld", (long long)(a->now.us / 1000000 + MINUTES * 60)),
        .next = path_is_own(next) && strlen(next) <= NEXT_MOST ? next : "",
    };
    enum oidc_answer answer;

    if (!oidc_name())
        return fail(a, FAULT_MISSING, NULL, "この方法のサインインは使えません。");
    act_end(a);
    if (!enter(a))
        return show_fault(a, q, r, j.next);
    answer = oidc_discover(a->arena, options, &provider);
    leave();
    if (!judge(a, answer))
        return show_fault(a, q, r, j.next);
    j.door = csrf_door(a, q, r);
    if (!seal_journey(a, &j))
        return false;
    r->status = 303;
    r->type = "text/plain; charset=utf-8";
    reply_header(a, r, "Location", address(a, q, &provider, &j));
    return true;
}

/* --- and back --------------------------------------------------------------------- */

/* What the provider vouches for. */
struct vouched {
    const char *subject;
    const char *login;
    bool strong;
    struct newcomer newcomer;
};

static const char *
claim(const json_t *token, const json_t *user, const char *name)
{
    const char *text = oidc_text(token, name);

    return text || !user ? text : oidc_text(user, name);
}

/* What the token does not say is asked for, when the provider tells. */
static enum oidc_answer
ask_more(struct act *a, const struct oidc_provider *provider, const struct oidc_tokens *tokens,
         const json_t *token, json_t **user)
{
    enum oidc_answer answer;

    *user = NULL;
    if (!provider->userinfo || !tokens->access ||
        (json_object_get(token, options->login_claim) &&
         json_object_get(token, options->groups_claim)))
        return OIDC_GOOD;
    answer = oidc_ask_user(a->arena, options, provider, tokens->access, user);
    if (answer == OIDC_GOOD && (!oidc_text(*user, "sub") ||
                                strcmp(oidc_text(*user, "sub"), oidc_text(token, "sub")) != 0)) {
        oidc_log("userinfo", "is about somebody else");
        return OIDC_WRONG;
    }
    return answer;
}

static const char *
small(struct act *a, const char *text)
{
    char *copy = arena_copy(a->arena, text ? text : "");

    for (char *c = copy; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return copy;
}

static bool
read_person(struct act *a, const json_t *token, const json_t *user, struct vouched *out)
{
    const json_t *unverified = json_object_get(token, "email_verified");
    const char *title = claim(token, user, "family_name"), *name = claim(token, user, "name");
    const char **groups;
    size_t count;

    if (!unverified && user)
        unverified = json_object_get(user, "email_verified");
    if (!oidc_list(a->arena, token, options->groups_claim, &groups, &count) && user)
        oidc_list(a->arena, user, options->groups_claim, &groups, &count);
    out->subject = oidc_text(token, "sub");
    out->login = small(a, claim(token, user, options->login_claim));
    out->strong = oidc_is_strong(token, options->strong);
    out->newcomer = (struct newcomer){
        .login = out->login,
        .title = title ? title : name,
        .name = name,
        .mail = json_is_false(unverified) ? NULL : claim(token, user, "email"),
        .groups = groups,
        .group_count = count,
    };
    if (*out->login && sign_in_is_login(out->login))
        return true;
    oidc_log("claims", "there is no login, or it cannot be one");
    return is_wrong(a);
}

/* Code against token, token against keys and claims; no database in between. */
static bool
ask_provider(struct act *a, const struct request *q, const struct journey *j, struct vouched *out)
{
    const char *code = pairs_get(&q->query, "code"), *named = pairs_get(&q->query, "iss"), *why;
    struct oidc_provider provider;
    struct oidc_tokens tokens = { 0 };
    struct oidc_expected expected = { options->issuer, options->client_id, j->nonce, NULL, a->now };
    struct jwt jwt;
    json_t *user;

    if (!judge(a, oidc_discover(a->arena, options, &provider)))
        return false;
    if (!code || !*code || strlen(code) > CODE_MOST || (!named && provider.names_itself) ||
        (named && strcmp(named, options->issuer) != 0)) {
        oidc_log("callback", "there is no code, or another issuer");
        return is_wrong(a);
    }
    if (!judge(a,
               oidc_trade(a->arena, options, &provider,
                          &(struct oidc_exchange){ code, j->verifier, callback(a, q) }, &tokens)))
        return false;
    expected.access = tokens.access;
    expected.now = instant_now();
    if (!jwt_read(a->arena, tokens.id, &jwt, &why)) {
        oidc_log("token", why);
        return is_wrong(a);
    }
    if (!judge(a, oidc_signed(a->arena, options, &provider, &jwt)))
        return false;
    if (!oidc_claims_good(a->arena, jwt.claims, &expected, &why)) {
        oidc_log("claims", why);
        return is_wrong(a);
    }
    return judge(a, ask_more(a, &provider, &tokens, jwt.claims, &user)) &&
           read_person(a, jwt.claims, user, out);
}

/* The account here; FAULT_DENIED with a sentence when there is none to open. */
static bool
let_in(struct act *a, const struct request *q, const struct vouched *v, const char *next,
       struct reply *r)
{
    struct arrival arrival = { .means = "oidc", .strong = v->strong, .next = next };

    if (!identity_allows(a, v->login, options->issuer, v->subject) ||
        !newcomer_take(a, &v->newcomer, &arrival.user))
        return false;
    if (!arrival.user)
        return fail(a, FAULT_DENIED, NULL,
                    "この利用者が使える役割がありません。管理者に連絡してください。");
    if (!identity_keep(a, arrival.user, options->issuer, v->subject) ||
        !door_open(a, q, &arrival, r))
        return false;
    /* Used up: the same way back does not open a second time. */
    reply_header(a, r, "Set-Cookie", cookie_write(a->arena, COOKIE_DOOR, "", q->secure));
    return true;
}

static bool
finish(struct act *a, const struct request *q, struct reply *r)
{
    const char *refusal = pairs_get(&q->query, "error");
    struct journey j;
    struct vouched v;
    bool good;

    if (!oidc_name())
        return fail(a, FAULT_MISSING, NULL, "この方法のサインインは使えません。");
    if (!open_journey(a, q, &j))
        return show_fault(a, q, r, "");
    /* No snapshot stays open while the provider is asked. */
    act_end(a);
    if (refusal) {
        oidc_log("callback", strcmp(refusal, "access_denied") == 0 ? refusal : "an error");
        fail(a, FAULT_DENIED, NULL, "「%s」でのサインインは行われませんでした。", options->name);
        return show_fault(a, q, r, j.next);
    }
    if (!enter(a))
        return show_fault(a, q, r, j.next);
    good = ask_provider(a, q, &j, &v);
    leave();
    if (!good)
        return show_fault(a, q, r, j.next);
    if (let_in(a, q, &v, j.next, r))
        return true;
    if (act_fault_kind(a) == FAULT_MISSING) /* the account has ended */
        fail(a, FAULT_DENIED, NULL,
             "この利用者IDは使えなくなっています。管理者に連絡してください。");
    return door_failed(a, q, 0, "sign-in-failed", 0) && show_fault(a, q, r, j.next);
}

const struct route oidc_routes[] = {
    { GET, "/sign-in/oidc", begin, .may = MAY_EVERYONE },
    { GET, CALLBACK, finish, .may = MAY_EVERYONE },
    { 0 },
};
