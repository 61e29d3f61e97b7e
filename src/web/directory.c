#include "web/directory.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <ldap.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "web/directory_wire.h"
#include "web/ldif.h"

enum { GROUPS_MOST = 500, VALUE_MOST = 1000, AT_ONCE = 8 };

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

/* The filter with the text in each place of %s. */
static const char *
fill_in(struct arena *arena, const char *filter, const char *text)
{
    struct buffer out = { .arena = arena };

    for (const char *c = filter; *c; c++)
        if (c[0] == '%' && c[1] == 's') {
            ldif_filter_value(&out, text);
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
    struct timeval patience = { .tv_sec = DIRECTORY_SECONDS };

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
        directory_log("groups", code);
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
        directory_log("search", code);
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
    int code = directory_bind(ld, dn, entry ? password : random_token(arena, 24));

    if (code == LDAP_SUCCESS)
        return entry ? DIRECTORY_RIGHT : DIRECTORY_WRONG;
    if (code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT || code == LDAP_BUSY ||
        code == LDAP_UNAVAILABLE) {
        directory_log("bind", code);
        return DIRECTORY_AWAY;
    }
    return DIRECTORY_WRONG;
}

static enum directory_answer
ask(struct arena *arena, const char *login, const char *password, bool pretend,
    struct directory_entry *out)
{
    enum directory_answer answer;
    LDAP *ld = directory_connect(arena, options);

    if (!ld)
        return DIRECTORY_AWAY;
    answer = find(arena, ld, login, out);
    /* A bind without password is anonymous, and servers call it a success. */
    if (password && answer != DIRECTORY_AWAY)
        answer = compare(arena, ld, answer == DIRECTORY_RIGHT && !pretend && *password ? out : NULL,
                         password);
    directory_hang_up(ld);
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
