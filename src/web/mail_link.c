#include "web/mail_link.h"

#include "base/arena.h"
#include "base/must.h"

enum { CONNECT_SECONDS = 10 };

void
mail_link_open(struct mail_link *link, const struct mail_server *server,
               bool (*stopped)(const void *), const void *with)
{
    *link = (struct mail_link){ curl_easy_init(), server, stopped, with };
    must(link->curl);
}

void
mail_link_close(struct mail_link *link)
{
    curl_easy_cleanup(link->curl);
}

static int
look_up(void *with, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct mail_link *link = with;

    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return link->stopped && link->stopped(link->with);
}

static CURLcode
set_security(CURL *curl, const struct mail_server *server)
{
    long wanted = server->security == MAIL_STARTTLS ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE;
    CURLcode code = curl_easy_setopt(curl, CURLOPT_USE_SSL, wanted);

    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (code == CURLE_OK && server->ca)
        code = curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca);
    if (code == CURLE_OK && server->login)
        code = curl_easy_setopt(curl, CURLOPT_USERNAME, server->login);
    if (code == CURLE_OK && server->login)
        code = curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    return code;
}

CURLcode
mail_link_set(struct mail_link *link, const char *scheme, long seconds)
{
    char both[16];
    CURLcode code = set_security(link->curl, link->server);

    snprintf(both, sizeof(both), "%s,%ss", scheme, scheme);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_PROTOCOLS_STR, both);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_PROXY, "");
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_TIMEOUT, seconds);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_NOSIGNAL, 1L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_NOPROGRESS, 0L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_XFERINFOFUNCTION, look_up);
    if (code == CURLE_OK)
        code = curl_easy_setopt(link->curl, CURLOPT_XFERINFODATA, link);
    return code;
}

const char *
mail_link_url(const struct mail_link *link, struct arena *arena, const char *scheme)
{
    const struct mail_server *server = link->server;

    return arena_print(arena, "%s%s://%s:%d", scheme, server->security == MAIL_TLS ? "s" : "",
                       server->name, server->port);
}
