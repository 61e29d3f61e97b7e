#include "web/csrf.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "store/act.h"
#include "web/cookie.h"
#include "web/host.h"
#include "web/route.h"
#include "web/session.h"

static const char *
door_token(struct act *a, const char *door)
{
    static const char what[] = "sign-in form";
    uint8_t mac[SHA256_BYTES];

    hmac_sha256(door, strlen(door), what, sizeof(what) - 1, mac);
    return base64url_print(a->arena, mac, sizeof(mac));
}

const char *
csrf_door(struct act *a, const struct request *q, struct reply *r)
{
    size_t length;
    const char *door = cookie_find(request_header(q, "cookie"), COOKIE_DOOR, q->secure, &length);

    if (door)
        return arena_slice(a->arena, door, length);
    if (!r)
        return NULL;
    door = random_token(a->arena, 24);
    reply_header(a, r, "Set-Cookie", cookie_write(a->arena, COOKIE_DOOR, door, q->secure));
    return door;
}

const char *
csrf_token(struct act *a, const struct request *q, struct reply *r)
{
    return q->session ? q->session->csrf : door_token(a, csrf_door(a, q, r));
}

static bool
refuse_site(struct act *a)
{
    return fail(a, FAULT_DENIED, NULL, "ほかのサイトから送られた操作は受け付けません。");
}

bool
csrf_require(struct act *a, const struct request *q)
{
    const char *given = pairs_get(&q->form, "csrf");
    const char *door = q->session ? NULL : csrf_door(a, q, NULL);
    const char *expected = q->session ? q->session->csrf : door ? door_token(a, door) : NULL;

    if (!origin_allowed(request_header(q, "origin"), request_header(q, "sec-fetch-site"),
                        request_header(q, "host"), false))
        return refuse_site(a);
    if (!expected || !given || !*expected || strlen(given) != strlen(expected) ||
        !equal_constant(given, expected, strlen(expected)))
        return fail(a, FAULT_DENIED, NULL,
                    "この画面は古くなっています。画面を開き直して、もう一度送ってください。");
    return true;
}

bool
csrf_require_json(struct act *a, const struct request *q)
{
    if (!q->session || q->session->by_token)
        return true;
    if (!origin_allowed(request_header(q, "origin"), request_header(q, "sec-fetch-site"),
                        request_header(q, "host"), true))
        return refuse_site(a);
    return true;
}
