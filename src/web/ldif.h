/*
 * Changes of a directory as data and as text (LDIF, RFC 2849).
 *
 * A change is one LDAP operation: an entry added, deleted or modified. It can be written down,
 * read again, turned round, and compared with an entry: whether its effect is there. So what
 * is shown before, what is done, what is checked and what takes it back are one thing.
 *
 * Values are bytes. In files whatever is not plain ASCII stands as base64 and long lines are
 * folded; shown to people a text stands as it is, passwords never. Nothing here connects.
 */
#ifndef WEB_LDIF_H
#define WEB_LDIF_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* Of one file that is read. */
enum { LDIF_CHANGES = 10000, LDIF_VALUES = 20000, LDIF_NAME = 100, LDIF_DN = 1000 };

struct ldif_value {
    const char *bytes; /* a zero byte follows */
    size_t length;
};
struct ldif_attribute {
    const char *name;
    struct ldif_value *values;
    size_t count;
};
struct ldif_entry {
    const char *dn;
    struct ldif_attribute *attributes;
    size_t count;
};

enum ldif_deed { LDIF_ADD, LDIF_DELETE, LDIF_MODIFY };
enum ldif_way { LDIF_PUT, LDIF_TAKE, LDIF_SET }; /* add:, delete:, replace: */

/* Of an entry that is added every part is LDIF_PUT. LDIF_TAKE always names its values. */
struct ldif_part {
    enum ldif_way way;
    struct ldif_attribute attribute;
};
struct ldif_change {
    const char *dn;
    enum ldif_deed deed;
    struct ldif_part *parts;
    size_t count;
};

/* Appends one record and an empty line. */
void ldif_write(struct buffer *out, const struct ldif_change *change);

/* For people: no folding, texts as they are. An entry without attributes is NULL or empty. */
void ldif_show(struct buffer *out, const struct ldif_change *change);
void ldif_show_entry(struct buffer *out, const struct ldif_entry *entry);

/* Change records as ldif_write writes them, in the arena. False with a sentence that tells the
   line; records of a mere content (without changetype) are refused. */
bool ldif_read(struct arena *arena, const char *text, size_t length, struct ldif_change **out,
               size_t *count, const char **why);

/* What takes the change back, given the entry as it is before it (NULL: there is none). False
   when that cannot be said: an entry to delete or modify that is not there. */
bool ldif_reverse(struct arena *arena, const struct ldif_change *change,
                  const struct ldif_entry *now, struct ldif_change *out);

/* Whether the entry (NULL: none) is as the change makes it. */
bool ldif_stands(const struct ldif_change *change, const struct ldif_entry *entry);

/* By name, in any case of letters; NULL if there is none. */
const struct ldif_attribute *ldif_attribute(const struct ldif_entry *entry, const char *name);
/* The first value as text, NULL when there is none or it is no text. */
const char *ldif_first(const struct ldif_entry *entry, const char *name);

/* A value within a DN (RFC 4514), and within a filter (RFC 4515). */
const char *ldif_dn_value(struct arena *arena, const char *text);
void ldif_filter_value(struct buffer *out, const char *text);

/* Letters, digits and hyphens, beginning with a letter: no option, no OID. */
bool ldif_name_good(const char *name);

/* A DN in one way of writing, in small letters, to look for and compare; NULL: it is none. */
const char *ldif_dn_normal(struct arena *arena, const char *dn);

/* Whether two names mean the same entry, as far as blanks and case of letters go. */
bool ldif_dn_same(const char *left, const char *right);

#endif
