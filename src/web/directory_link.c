#include "web/directory_link.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <ldap.h>

#include "base/arena.h"
#include "base/digits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "web/directory.h"
#include "web/directory_wire.h"

struct directory_link {
    struct arena *arena;
    LDAP *ld;
};

static void
close_link(void *thing)
{
    directory_link_close(thing);
}

bool
directory_link_open(struct arena *arena, const struct directory_options *options,
                    struct directory_link **out, const char **why)
{
    struct directory_link *link = NEW(arena, struct directory_link);

    link->arena = arena;
    link->ld = directory_connect(arena, options);
    *out = link;
    if (!link->ld) {
        *why =
            "ディレクトリのサーバーにつながりません。tasuki.ini の設定と記録（ログ）を確かめます。";
        return false;
    }
    arena_defer(arena, close_link, link);
    return true;
}

void
directory_link_close(struct directory_link *link)
{
    if (link->ld)
        directory_hang_up(link->ld);
    link->ld = NULL;
}

/* The server's own words help whoever looks after it. */
static const char *
reason(struct directory_link *link, int code)
{
    char *more = NULL;
    const char *text;

    ldap_get_option(link->ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &more);
    text = more && *more && strlen(more) < 300 && utf8_valid(more, strlen(more))
               ? arena_print(link->arena, "%s（%s）", ldap_err2string(code), more)
               : ldap_err2string(code);
    text = digits_mask_my_number(link->arena, text_clean(link->arena, text));
    ldap_memfree(more);
    return text;
}

static bool
refused(struct directory_link *link, const char *what, int code, const char **why)
{
    directory_log(what, code);
    *why = arena_print(link->arena, "ディレクトリを読めません：%s", reason(link, code));
    return false;
}

/* --- entries ------------------------------------------------------------------------------- */

static bool
take_attribute(struct directory_link *link, LDAPMessage *message, const char *name,
               struct ldif_attribute *out, const char **why)
{
    struct berval **values = ldap_get_values_len(link->ld, message, name);
    int count = ldap_count_values_len(values);
    bool good = count <= LDIF_VALUES;

    *out = (struct ldif_attribute){ .name = arena_copy(link->arena, name) };
    out->values = NEW_ARRAY(link->arena, (size_t)(count > 0 ? count : 1), struct ldif_value);
    for (int i = 0; good && i < count; i++) {
        good = values[i]->bv_len <= LINK_VALUE;
        if (good)
            out->values[out->count++] =
                (struct ldif_value){ arena_slice(link->arena, values[i]->bv_val, values[i]->bv_len),
                                     values[i]->bv_len };
    }
    ldap_value_free_len(values);
    if (!good)
        *why = arena_print(link->arena, "項目「%s」が大きすぎて読めません。", out->name);
    return good;
}

static size_t
count_attributes(LDAP *ld, LDAPMessage *message)
{
    BerElement *ber = NULL;
    size_t count = 0;

    for (char *name = ldap_first_attribute(ld, message, &ber); name;
         name = ldap_next_attribute(ld, message, ber)) {
        count++;
        ldap_memfree(name);
    }
    ber_free(ber, 0);
    return count;
}

static bool
take_entry(struct directory_link *link, LDAPMessage *message, struct ldif_entry *out,
           const char **why)
{
    char *dn = ldap_get_dn(link->ld, message);
    BerElement *ber = NULL;
    bool good = true;

    *out = (struct ldif_entry){ .dn = arena_copy(link->arena, dn ? dn : "") };
    ldap_memfree(dn);
    out->attributes =
        NEW_ARRAY(link->arena, count_attributes(link->ld, message) + 1, struct ldif_attribute);
    for (char *name = ldap_first_attribute(link->ld, message, &ber); name;
         name = ldap_next_attribute(link->ld, message, ber)) {
        good = good && take_attribute(link, message, name, &out->attributes[out->count], why);
        out->count += good;
        ldap_memfree(name);
    }
    ber_free(ber, 0);
    if (good && (!*out->dn || strlen(out->dn) > LDIF_DN)) {
        *why = "識別名が長すぎるものがあります。";
        return false;
    }
    return good;
}

/* --- lists --------------------------------------------------------------------------------- */

struct listing {
    struct directory_link *link;
    const char *base;
    const char *filter;
    const char *const *attributes;
    struct directory_listing *out;
    size_t room;
    struct berval cookie;
};

static bool
add_entries(struct listing *l, LDAPMessage *found, const char **why)
{
    LDAP *ld = l->link->ld;

    for (LDAPMessage *e = ldap_first_entry(ld, found); e; e = ldap_next_entry(ld, e)) {
        if (l->out->count == l->room) {
            size_t room = l->room ? l->room * 2 : LINK_PAGE;
            struct ldif_entry *more = NEW_ARRAY(l->link->arena, room, struct ldif_entry);

            if (l->room)
                memcpy(more, l->out->entries, l->room * sizeof *more);
            l->out->entries = more;
            l->room = room;
        }
        if (l->out->count == LINK_ENTRIES) {
            *why =
                arena_print(l->link->arena, "%d件を超えるため読めません。場所か探し方を狭めます。",
                            (int)LINK_ENTRIES);
            return false;
        }
        if (!take_entry(l->link, e, &l->out->entries[l->out->count], why))
            return false;
        l->out->count++;
    }
    return true;
}

/* The cookie of the next page; empty after the last, and from servers without pages. */
static void
take_cookie(struct listing *l, LDAPMessage *found)
{
    LDAPControl **controls = NULL, *paged;
    struct berval cookie = { 0, NULL };
    ber_int_t estimate = 0;
    int code = LDAP_SUCCESS;

    l->cookie = (struct berval){ 0, NULL };
    if (ldap_parse_result(l->link->ld, found, &code, NULL, NULL, NULL, &controls, 0) !=
        LDAP_SUCCESS)
        return;
    paged = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
    if (paged &&
        ldap_parse_pageresponse_control(l->link->ld, paged, &estimate, &cookie) == LDAP_SUCCESS) {
        l->cookie.bv_len = cookie.bv_len;
        l->cookie.bv_val =
            cookie.bv_len ? arena_slice(l->link->arena, cookie.bv_val, cookie.bv_len) : NULL;
        ber_memfree(cookie.bv_val);
    }
    ldap_controls_free(controls);
}

static bool
list_page(struct listing *l, const char **why)
{
    struct timeval patience = { .tv_sec = 4 * DIRECTORY_SECONDS };
    LDAPControl *paged = NULL, *controls[] = { NULL, NULL };
    LDAPMessage *found = NULL;
    bool good;
    int code = ldap_create_page_control(l->link->ld, LINK_PAGE,
                                        l->cookie.bv_len ? &l->cookie : NULL, 0, &paged);

    controls[0] = paged;
    if (code == LDAP_SUCCESS)
        code = ldap_search_ext_s(l->link->ld, l->base, LDAP_SCOPE_SUBTREE, l->filter,
                                 (char **)(uintptr_t)l->attributes, 0, controls, NULL, &patience, 0,
                                 &found);
    if (paged)
        ldap_control_free(paged);
    good = code == LDAP_SUCCESS ? add_entries(l, found, why) : refused(l->link, "list", code, why);
    if (good)
        take_cookie(l, found);
    ldap_msgfree(found);
    return good;
}

bool
directory_link_list(struct directory_link *link, const char *base, const char *filter,
                    const char *const *attributes, struct directory_listing *out, const char **why)
{
    struct listing l = {
        .link = link, .base = base, .filter = filter, .attributes = attributes, .out = out
    };

    *out = (struct directory_listing){ 0 };
    do {
        if (!link->ld || !list_page(&l, why))
            return false;
    } while (l.cookie.bv_len);
    return true;
}

bool
directory_link_read(struct directory_link *link, const char *dn, const char *besides,
                    struct ldif_entry **out, const char **why)
{
    struct timeval patience = { .tv_sec = DIRECTORY_SECONDS };
    const char *const attributes[] = { "*", besides, NULL };
    LDAPMessage *found = NULL, *entry;
    bool good = true;
    int code;

    *out = NULL;
    *why = "ディレクトリにつながっていません。";
    if (!link->ld)
        return false;
    code = ldap_search_ext_s(link->ld, dn, LDAP_SCOPE_BASE, "(objectClass=*)",
                             (char **)(uintptr_t)attributes, 0, NULL, NULL, &patience, 1, &found);
    entry = code == LDAP_SUCCESS ? ldap_first_entry(link->ld, found) : NULL;
    if (code != LDAP_SUCCESS && code != LDAP_NO_SUCH_OBJECT)
        good = refused(link, "read", code, why);
    if (entry) {
        *out = NEW(link->arena, struct ldif_entry);
        good = take_entry(link, entry, *out, why);
    }
    ldap_msgfree(found);
    return good;
}

/* --- changes ------------------------------------------------------------------------------- */

static LDAPMod *
as_mod(struct arena *arena, const struct ldif_part *part)
{
    static const int ways[] = {
        [LDIF_PUT] = LDAP_MOD_ADD, [LDIF_TAKE] = LDAP_MOD_DELETE, [LDIF_SET] = LDAP_MOD_REPLACE
    };
    const struct ldif_attribute *it = &part->attribute;
    LDAPMod *mod = NEW(arena, LDAPMod);

    mod->mod_op = ways[part->way] | LDAP_MOD_BVALUES;
    mod->mod_type = arena_copy(arena, it->name);
    mod->mod_bvalues = NEW_ARRAY(arena, it->count + 1, struct berval *);
    for (size_t i = 0; i < it->count; i++) {
        struct berval *value = NEW(arena, struct berval);

        value->bv_len = it->values[i].length;
        value->bv_val = arena_slice(arena, it->values[i].bytes, it->values[i].length);
        mod->mod_bvalues[i] = value;
    }
    return mod;
}

static int
carry_out(struct directory_link *link, const struct ldif_change *change)
{
    LDAPMod **mods = NEW_ARRAY(link->arena, change->count + 1, LDAPMod *);

    for (size_t i = 0; i < change->count; i++)
        mods[i] = as_mod(link->arena, &change->parts[i]);
    switch (change->deed) {
    case LDIF_ADD:
        return ldap_add_ext_s(link->ld, change->dn, mods, NULL, NULL);
    case LDIF_DELETE:
        return ldap_delete_ext_s(link->ld, change->dn, NULL, NULL);
    case LDIF_MODIFY:
        break;
    }
    return ldap_modify_ext_s(link->ld, change->dn, mods, NULL, NULL);
}

enum directory_done
directory_link_change(struct directory_link *link, const struct ldif_change *change,
                      const char **why)
{
    int code = link->ld ? carry_out(link, change) : LDAP_SERVER_DOWN;

    if (code == LDAP_SUCCESS)
        return DIRECTORY_DONE;
    directory_log("change", code);
    if (code > 0) { /* an answer of the server; those of libldap are below 0 */
        *why = arena_print(link->arena, "ディレクトリが断りました：%s", reason(link, code));
        return DIRECTORY_REFUSED;
    }
    *why = "操作の途中で、ディレクトリとの接続が切れました。";
    directory_link_close(link);
    return DIRECTORY_UNCLEAR;
}
