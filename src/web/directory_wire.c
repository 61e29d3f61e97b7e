#include "web/directory_wire.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "web/directory.h"

void
directory_log(const char *what, int code)
{
    log_line(LOG_WARN, "directory", "step", what, "error", ldap_err2string(code), NULL);
}

static int
set_rules(LDAP *ld, const struct directory_options *options)
{
    const struct timeval patience = { .tv_sec = DIRECTORY_SECONDS };
    int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, fresh = 0;
    int code = ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version);

    if (code == LDAP_SUCCESS)
        code = ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    if (code == LDAP_SUCCESS)
        code = ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &patience);
    if (code == LDAP_SUCCESS)
        code = ldap_set_option(ld, LDAP_OPT_TIMEOUT, &patience);
    if (code == LDAP_SUCCESS)
        code = ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (code == LDAP_SUCCESS && options->ca)
        code = ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, options->ca);
    if (code == LDAP_SUCCESS)
        code = ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &fresh);
    return code;
}

int
directory_bind(LDAP *ld, const char *dn, const char *password)
{
    struct berval secret = { strlen(password), (char *)(uintptr_t)password };

    return ldap_sasl_bind_s(ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

void
directory_hang_up(LDAP *ld)
{
    if (ld)
        ldap_unbind_ext_s(ld, NULL, NULL);
}

/* The connection with TLS 1.2 or later, before anything is said over it. libldap on GnuTLS,
   as Debian has it, does not heed LDAP_OPT_X_TLS_PROTOCOL_MIN, and loses memory when it is
   given a list of versions; so what was agreed on is looked at. */
static int
secure(LDAP *ld, const char *url)
{
    int code = strncmp(url, "ldaps:", 6) == 0 ? ldap_connect(ld) : ldap_start_tls_s(ld, NULL, NULL);
    char *version = NULL;

    if (code == LDAP_SUCCESS)
        code = ldap_get_option(ld, LDAP_OPT_X_TLS_VERSION, &version);
    if (code == LDAP_SUCCESS && !(version && (strstr(version, "1.2") || strstr(version, "1.3"))))
        code = LDAP_INAPPROPRIATE_AUTH;
    ldap_memfree(version);
    return code;
}

static LDAP *
connect_to(const struct directory_options *options, const char *url)
{
    LDAP *ld = NULL;
    int code = ldap_initialize(&ld, url);

    if (code == LDAP_SUCCESS)
        code = set_rules(ld, options);
    if (code == LDAP_SUCCESS && !options->plain)
        code = secure(ld, url);
    if (code == LDAP_SUCCESS)
        code = directory_bind(ld, options->account ? options->account : "",
                              options->account && options->password ? options->password : "");
    if (code == LDAP_SUCCESS)
        return ld;
    directory_log(url, code);
    directory_hang_up(ld);
    return NULL;
}

LDAP *
directory_connect(struct arena *arena, const struct directory_options *options)
{
    LDAP *ld = NULL;

    for (const char *at = options->url; *at && !ld; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        ld = connect_to(options, arena_slice(arena, at, length));
        at += length;
    }
    return ld;
}
