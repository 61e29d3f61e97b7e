#include "web/ldif.h"

#include <string.h>
#include <strings.h>

#include <ldap.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"

bool
ldif_name_good(const char *name)
{
    size_t length = 0;

    for (const char *c = name; *c; c++, length++)
        if (!((*c | 32) >= 'a' && (*c | 32) <= 'z') &&
            (c == name || (*c != '-' && !(*c >= '0' && *c <= '9'))))
            return false;
    return length > 0 && length <= LDIF_NAME;
}

/* --- names and filters --------------------------------------------------------------------- */

const char *
ldif_dn_value(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };

    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            buffer_print(&out, "\\%02x", (unsigned)(unsigned char)*c);
        else if (strchr("\"+,;<>\\=", *c) || (c == text && (*c == '#' || *c == ' ')) ||
                 (*c == ' ' && !c[1]))
            buffer_print(&out, "\\%c", *c);
        else
            buffer_char(&out, *c);
    return buffer_string(&out);
}

void
ldif_filter_value(struct buffer *out, const char *text)
{
    for (const char *c = text; *c; c++)
        if (strchr("*()\\", *c) || (unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
            buffer_print(out, "\\%02x", (unsigned)(unsigned char)*c);
        else
            buffer_char(out, *c);
}

const char *
ldif_dn_normal(struct arena *arena, const char *dn)
{
    char *normal = NULL, *out;

    if (ldap_dn_normalize(dn, LDAP_DN_FORMAT_LDAPV3, &normal, LDAP_DN_FORMAT_LDAPV3) !=
        LDAP_SUCCESS)
        return NULL;
    out = arena_copy(arena, normal);
    ldap_memfree(normal);
    for (char *c = out; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c | 32);
    return out;
}

bool
ldif_dn_same(const char *left, const char *right)
{
    struct arena arena = { 0 };
    bool same = strcasecmp(left, right) == 0;

    if (!same) {
        const char *one = ldif_dn_normal(&arena, left), *other = ldif_dn_normal(&arena, right);

        same = one && other && strcmp(one, other) == 0;
    }
    arena_release(&arena);
    return same;
}

/* --- entries ------------------------------------------------------------------------------- */

const struct ldif_attribute *
ldif_attribute(const struct ldif_entry *entry, const char *name)
{
    for (size_t i = 0; entry && i < entry->count; i++)
        if (strcasecmp(entry->attributes[i].name, name) == 0)
            return &entry->attributes[i];
    return NULL;
}

static bool
is_text(const struct ldif_value *value)
{
    for (size_t i = 0; i < value->length; i++)
        if (((unsigned char)value->bytes[i] < 0x20 && value->bytes[i] != '\n') ||
            value->bytes[i] == 0x7f)
            return false;
    return utf8_valid(value->bytes, value->length);
}

const char *
ldif_first(const struct ldif_entry *entry, const char *name)
{
    const struct ldif_attribute *it = ldif_attribute(entry, name);

    return it && it->count && is_text(&it->values[0]) ? it->values[0].bytes : NULL;
}

static bool
same_value(const struct ldif_value *left, const struct ldif_value *right)
{
    if (left->length == right->length && memcmp(left->bytes, right->bytes, left->length) == 0)
        return true;
    /* A server may give a name back in other letters than it was given. */
    return memchr(left->bytes, '=', left->length) && memchr(right->bytes, '=', right->length) &&
           is_text(left) && is_text(right) && ldif_dn_same(left->bytes, right->bytes);
}

static bool
has_value(const struct ldif_attribute *in, const struct ldif_value *value)
{
    for (size_t i = 0; in && i < in->count; i++)
        if (same_value(&in->values[i], value))
            return true;
    return false;
}

static bool
part_stands(const struct ldif_part *part, const struct ldif_entry *entry)
{
    const struct ldif_attribute *has = ldif_attribute(entry, part->attribute.name);

    if (part->way == LDIF_SET && (has ? has->count : 0) != part->attribute.count)
        return false;
    for (size_t i = 0; i < part->attribute.count; i++)
        if (has_value(has, &part->attribute.values[i]) == (part->way == LDIF_TAKE))
            return false;
    return true;
}

bool
ldif_stands(const struct ldif_change *change, const struct ldif_entry *entry)
{
    if (change->deed == LDIF_DELETE)
        return !entry;
    for (size_t i = 0; entry && i < change->count; i++)
        if (!part_stands(&change->parts[i], entry))
            return false;
    return entry != NULL;
}

/* --- turning round ------------------------------------------------------------------------- */

static bool
reverse_part(const struct ldif_part *part, const struct ldif_entry *now, struct ldif_part *out)
{
    const struct ldif_attribute *has = ldif_attribute(now, part->attribute.name);

    *out = *part;
    if (part->way == LDIF_SET) {
        out->attribute.values = has ? has->values : NULL;
        out->attribute.count = has ? has->count : 0;
        return true;
    }
    out->way = part->way == LDIF_PUT ? LDIF_TAKE : LDIF_PUT;
    for (size_t i = 0; i < part->attribute.count; i++)
        if (has_value(has, &part->attribute.values[i]) == (part->way == LDIF_PUT))
            return false; /* nothing would change, so nothing could be taken back */
    return part->attribute.count > 0;
}

bool
ldif_reverse(struct arena *arena, const struct ldif_change *change, const struct ldif_entry *now,
             struct ldif_change *out)
{
    size_t count = change->deed == LDIF_DELETE ? now ? now->count : 0 : change->count;

    *out = (struct ldif_change){ .dn = change->dn, .deed = LDIF_DELETE };
    if (change->deed == LDIF_ADD)
        return !now;
    if (!now || !count)
        return false;
    out->parts = NEW_ARRAY(arena, count, struct ldif_part);
    out->count = count;
    out->deed = change->deed == LDIF_DELETE ? LDIF_ADD : LDIF_MODIFY;
    for (size_t i = 0; i < count; i++)
        if (change->deed == LDIF_DELETE)
            out->parts[i] = (struct ldif_part){ LDIF_PUT, now->attributes[i] };
        else if (!reverse_part(&change->parts[count - 1 - i], now, &out->parts[i]))
            return false;
    return true;
}
