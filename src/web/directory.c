#include "web/directory.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <ldap.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/log.h"

enum { SECONDS = 5, GROUPS_MOST = 500, VALUE_MOST = 1000, AT_ONCE = 8 };

static const struct directory_options *options;

/* A directory that hangs keeps so many workers waiting and no more. */
static struct {
    pthread_mutex_t mutex;
    int inside;
} gate = { PTHREAD_MUTEX_INITIALIZER, 0 };

static bool
enter(void)
{
    bool room;

    pthread_mutex_lock(&gate.mutex);
    room = gate.inside < AT_ONCE;
    gate.inside += room;
    pthread_mutex_unlock(&gate.mutex);
    return room;
}

static void
leave(void)
{
    pthread_mutex_lock(&gate.mutex);
    gate.inside--;
    pthread_mutex_unlock(&gate.mutex);
}

void
directory_set(const struct directory_options *given)
{
    options = given;
}

bool
directory_is_set(void)
{
    return options && options->url;
}

/* --- the connection -------------------------------------------------------------- */

static void
log_answer(const char *what, int code)
{
    log_line(LOG_WARN, "directory", "step", what, "error", ldap_err2string(code), NULL);
}

static int
set_rules(LDAP *ld)
{
    const struct timeval patience = { .tv_sec = SECONDS };
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

static int
bind_as(LDAP *ld, const char *dn, const char *password)
{
    struct berval secret = { strlen(password), (char *)(uintptr_t)password };

    return ldap_sasl_bind_s(ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL);
}

static void
hang_up(LDAP *ld)
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
connect_to(const char *url)
{
    LDAP *ld = NULL;
    int code = ldap_initialize(&ld, url);

    if (code == LDAP_SUCCESS)
        code = set_rules(ld);
    if (code == LDAP_SUCCESS && !options->plain)
        code = secure(ld, url);
    if (code == LDAP_SUCCESS)
        code = bind_as(ld, options->account ? options->account : "",
                       options->account && options->password ? options->password : "");
    if (code == LDAP_SUCCESS)
        return ld;
    log_answer(url, code);
    hang_up(ld);
    return NULL;
}

/* The first of the servers that lets the service in. */
static LDAP *
connect_any(struct arena *arena)
{
    LDAP *ld = NULL;

    for (const char *at = options->url; *at && !ld; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        ld = connect_to(arena_slice(arena, at, length));
        at += length;
    }
    return ld;
}

/* --- filters ---------------------------------------------------------------------- */

/* RFC 4515: what has a meaning in a filter, and bytes that are no letters, as \xx. */
static void
add_escaped(struct buffer *out, const char *text)
{
    for (const char *c = text; *c; c++)
        if (strchr("*()\\", *c) || (unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
            buffer_print(out, "\\%02x", (unsigned)(unsigned char)*c);
        else
            buffer_char(out, *c);
}

/* The filter with the text in each place of %s. */
static const char *
fill_in(struct arena *arena, const char *filter, const char *text)
{
    struct buffer out = { .arena = arena };

    for (const char *c = filter; *c; c++)
        if (c[0] == '%' && c[1] == 's') {
            add_escaped(&out, text);
            c++;
        } else {
            buffer_char(&out, *c);
        }
    return buffer_string(&out);
}

/* --- entries ---------------------------------------------------------------------- */

static int
search(LDAP *ld, const char *filter, const char *const *attributes, int most, LDAPMessage **found)
{
    struct timeval patience = { .tv_sec = SECONDS };

    return ldap_search_ext_s(ld, options->base ? options->base : "", LDAP_SCOPE_SUBTREE, filter,
                             (char **)(uintptr_t)attributes, 0, NULL, NULL, &patience, most, found);
}

static const char *
value_of(struct arena *arena, LDAP *ld, LDAPMessage *entry, const char *name)
{
    struct berval **values = ldap_get_values_len(ld, entry, name);
    const char *text = NULL;

    if (values && values[0] && values[0]->bv_len <= VALUE_MOST &&
        !memchr(values[0]->bv_val, 0, values[0]->bv_len))
        text = arena_slice(arena, values[0]->bv_val, values[0]->bv_len);
    ldap_value_free_len(values);
    return text && *text ? text : NULL;
}

static void
add_group(struct arena *arena, struct directory_entry *out, const char *dn, size_t length)
{
    if (out->group_count < GROUPS_MOST && length <= VALUE_MOST)
        out->groups[out->group_count++] = arena_slice(arena, dn, length);
}

/* False when the search did not end well: half of the groups would take roles away. */
static bool
read_groups(struct arena *arena, LDAP *ld, LDAPMessage *entry, struct directory_entry *out)
{
    static const char *const nothing[] = { "1.1", NULL };
    struct berval **values = ldap_get_values_len(ld, entry, "memberOf");
    LDAPMessage *found = NULL;
    int code = LDAP_SUCCESS;

    out->groups = NEW_ARRAY(arena, GROUPS_MOST, const char *);
    for (size_t i = 0; values && values[i]; i++)
        add_group(arena, out, values[i]->bv_val, values[i]->bv_len);
    ldap_value_free_len(values);
    if (options->group_filter && *options->group_filter)
        code = search(ld, fill_in(arena, options->group_filter, out->dn), nothing, GROUPS_MOST,
                      &found);
    for (LDAPMessage *e = found ? ldap_first_entry(ld, found) : NULL; e;
         e = ldap_next_entry(ld, e)) {
        char *dn = ldap_get_dn(ld, e);

        if (dn)
            add_group(arena, out, dn, strlen(dn));
        ldap_memfree(dn);
    }
    ldap_msgfree(found);
    if (code != LDAP_SUCCESS && code != LDAP_NO_SUCH_OBJECT)
        log_answer("groups", code);
    return code == LDAP_SUCCESS || code == LDAP_NO_SUCH_OBJECT;
}

static bool
read_entry(struct arena *arena, LDAP *ld, LDAPMessage *entry, struct directory_entry *out)
{
    char *dn = ldap_get_dn(ld, entry);

    out->dn = arena_copy(arena, dn ? dn : "");
    ldap_memfree(dn);
    out->name = value_of(arena, ld, entry, "displayName");
    if (!out->name)
        out->name = value_of(arena, ld, entry, "cn");
    out->title = value_of(arena, ld, entry, "sn");
    if (!out->title)
        out->title = out->name;
    out->mail = value_of(arena, ld, entry, "mail");
    return read_groups(arena, ld, entry, out);
}

/* Exactly one entry, or none: two of the same login are nobody. */
static enum directory_answer
find(struct arena *arena, LDAP *ld, const char *login, struct directory_entry *out)
{
    static const char *const wanted[] = { "displayName", "cn", "sn", "mail", "memberOf", NULL };
    LDAPMessage *found = NULL;
    int code = search(ld, fill_in(arena, options->filter, login), wanted, 2, &found);
    enum directory_answer answer = DIRECTORY_WRONG;

    if (code == LDAP_SUCCESS && ldap_count_entries(ld, found) == 1) {
        if (!read_entry(arena, ld, ldap_first_entry(ld, found), out))
            answer = DIRECTORY_AWAY;
        else if (*out->dn)
            answer = DIRECTORY_RIGHT;
    } else if (code != LDAP_SUCCESS && code != LDAP_SIZELIMIT_EXCEEDED &&
               code != LDAP_NO_SUCH_OBJECT) {
        log_answer("search", code);
        answer = DIRECTORY_AWAY;
    }
    ldap_msgfree(found);
    return answer;
}

/* Binds as the entry; as nobody with a password nobody knows when it must not succeed. */
static enum directory_answer
compare(struct arena *arena, LDAP *ld, const struct directory_entry *entry, const char *password)
{
    const char *dn = entry ? entry->dn : arena_print(arena, "cn=nobody,%s", options->base);
    int code = bind_as(ld, dn, entry ? password : random_token(arena, 24));

    if (code == LDAP_SUCCESS)
        return entry ? DIRECTORY_RIGHT : DIRECTORY_WRONG;
    if (code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT || code == LDAP_BUSY ||
        code == LDAP_UNAVAILABLE) {
        log_answer("bind", code);
        return DIRECTORY_AWAY;
    }
    return DIRECTORY_WRONG;
}

static enum directory_answer
ask(struct arena *arena, const char *login, const char *password, bool pretend,
    struct directory_entry *out)
{
    enum directory_answer answer;
    LDAP *ld = connect_any(arena);

    if (!ld)
        return DIRECTORY_AWAY;
    answer = find(arena, ld, login, out);
    /* A bind without password is anonymous, and servers call it a success. */
    if (password && answer != DIRECTORY_AWAY)
        answer = compare(arena, ld, answer == DIRECTORY_RIGHT && !pretend && *password ? out : NULL,
                         password);
    hang_up(ld);
    return answer;
}

enum directory_answer
directory_ask(struct arena *arena, const char *login, const char *password, bool pretend,
              struct directory_entry *out, const char **why)
{
    enum directory_answer answer;

    *out = (struct directory_entry){ 0 };
    *why = "ディレクトリのサーバーが応答しません。少し待ってもう一度行ってください。";
    if (!directory_is_set())
        return DIRECTORY_NONE;
    if (!enter())
        return DIRECTORY_AWAY;
    answer = ask(arena, login, password, pretend, out);
    leave();
    return answer;
}

const char *
directory_common_name(struct arena *arena, const char *dn)
{
    LDAPDN parts = NULL;
    const char *name = "";

    if (ldap_str2dn(dn, &parts, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS && parts && parts[0] &&
        parts[0][0])
        name = arena_slice(arena, parts[0][0]->la_value.bv_val, parts[0][0]->la_value.bv_len);
    ldap_dnfree(parts);
    return name;
}
