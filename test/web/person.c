#include "person.h"

#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/totp.h"
#include "web/out.h"

const char *
app_code(struct site *s, const struct app *app, int steps)
{
    uint8_t *secret;
    size_t length;

    assert_true(base32_parse(s->test->arena, app->secret, &secret, &length));
    assert_int_equal(length, TOTP_SECRET_BYTES);
    return arena_print(s->test->arena, "%06u",
                       totp_code(secret, length, totp_step(instant_now()) + steps));
}

const char *
form_value(struct site *s, const char *text)
{
    struct out o = { .text = { .arena = s->test->arena } };

    out_url_part(&o, text);
    return buffer_string(&o.text);
}

struct answer
person_sends(struct site *s, const char *path, const char *rest)
{
    return site_form(s, path, arena_print(s->test->arena, "csrf=%s%s", s->csrf, rest));
}

static const char *
between(struct site *s, const char *page, const char *before, const char *after)
{
    const char *at = strstr(page, before);

    assert_non_null(at);
    at += strlen(before);
    assert_non_null(strstr(at, after));
    return arena_slice(s->test->arena, at, (size_t)(strstr(at, after) - at));
}

/* Enough of the 30 seconds left that code and answer fall into the same ones. */
static void
wait_for_room(void)
{
    while (instant_now().us / 1000000 % TOTP_STEP_SECONDS > TOTP_STEP_SECONDS - 3)
        usleep(200 * 1000);
}

void
person_enrols(struct site *s, const char *login, struct app *app)
{
    struct answer done = site_try(s, login, PASSWORD), page;
    const char *list;

    assert_int_equal(done.status, 303);
    s->cookie = site_cookie(s, &done);
    page = site_get(s, "/settings/second-factor");
    assert_int_equal(page.status, 200);
    s->csrf = site_hidden(s, page.body, "csrf");
    app->secret = between(s, page.body, "<p class=\"mono\">", "</p>");
    assert_non_null(strstr(page.body, "<svg class=\"qr\""));
    wait_for_room();
    done = person_sends(s, "/settings/second-factor",
                        arena_print(s->test->arena, "&code=%s", app_code(s, app, -1)));
    assert_int_equal(done.status, 200);
    s->cookie = site_cookie(s, &done);
    list = strstr(done.body, "<ul class=\"mono\">");
    assert_non_null(list);
    app->recovery[0] = between(s, list, "<li>", "</li>");
    app->recovery[1] = between(s, strstr(list, "</li>"), "<li>", "</li>");
}

struct answer
person_gives_code(struct site *s, const char *login, const char *field, const char *code)
{
    struct answer first = site_try(s, login, PASSWORD), page;
    const char *half, *door;

    assert_int_equal(first.status, 303);
    assert_string_equal(answer_header(s->test->arena, &first, "Location"), "/sign-in/code");
    half = site_cookie(s, &first);
    s->cookie = half;
    page = site_get(s, "/sign-in/code");
    assert_int_equal(page.status, 200);
    door = site_cookie(s, &page);
    s->cookie = arena_print(s->test->arena, "%s; %s", half, door);
    return site_form(s, "/sign-in/code",
                     arena_print(s->test->arena, "csrf=%s&%s=%s", site_hidden(s, page.body, "csrf"),
                                 field, code));
}
