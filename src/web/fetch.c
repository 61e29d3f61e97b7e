#include "web/fetch.h"

#include <string.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"

enum { CONNECT_SECONDS = 5, SECONDS = 8 };

void
fetch_init(void)
{
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static size_t
take(char *bytes, size_t size, size_t count, void *with)
{
    struct buffer *body = with;

    if (body->length + size * count > FETCH_MOST)
        return 0;
    buffer_add(body, bytes, size * count);
    return size * count;
}

static CURLcode
set_secret(CURL *curl, const struct fetch *f)
{
    CURLcode code = CURLE_OK;

    if (f->bearer) {
        code = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        if (code == CURLE_OK)
            code = curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, f->bearer);
    } else if (f->user) {
        code = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        if (code == CURLE_OK)
            code = curl_easy_setopt(curl, CURLOPT_USERNAME, f->user);
        if (code == CURLE_OK)
            code = curl_easy_setopt(curl, CURLOPT_PASSWORD, f->password);
    }
    return code;
}

static CURLcode
set_rules(CURL *curl, const struct fetch *f, const struct curl_slist *headers, struct buffer *body)
{
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, f->url);

    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, f->plain ? "https,http" : "https");
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (code == CURLE_OK && f->ca)
        code = curl_easy_setopt(curl, CURLOPT_CAINFO, f->ca);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)(f->seconds ? f->seconds : SECONDS));
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (code == CURLE_OK)
        code = set_secret(curl, f);
    if (code == CURLE_OK && f->form)
        code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, f->form);
    if (code == CURLE_OK && f->json)
        code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, f->json);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    return code;
}

bool
fetch_run(struct arena *arena, const struct fetch *f, struct fetched *out, const char **why)
{
    struct buffer body = { .arena = arena };
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    CURL *curl = curl_easy_init();
    CURLcode code;
    long status = 0;

    if (f->json)
        headers = curl_slist_append(headers, "Content-Type: application/json");
    code = curl ? set_rules(curl, f, headers, &body) : CURLE_FAILED_INIT;
    if (code == CURLE_OK)
        code = curl_easy_perform(curl);
    if (code == CURLE_OK)
        code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    *why = curl_easy_strerror(code);
    *out = (struct fetched){ (int)status, buffer_string(&body), body.length };
    return code == CURLE_OK;
}
