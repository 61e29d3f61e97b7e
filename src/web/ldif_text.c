/* LDIF as text: writing, showing, reading. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "web/ldif.h"

enum { FOLD = 76, SHOWN_MOST = 300, SHOWN_VALUES = 40 };

/* Of pwdAccountLockedTime; as digits it would look like the number of a person. */
#define FOR_EVER "000001010000Z"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char *const ways[] = {
    [LDIF_PUT] = "add",
    [LDIF_TAKE] = "delete",
    [LDIF_SET] = "replace",
};
static const char *const deeds[] = {
    [LDIF_ADD] = "add",
    [LDIF_DELETE] = "delete",
    [LDIF_MODIFY] = "modify",
};

/* --- writing ------------------------------------------------------------------------------- */

/* SAFE-STRING of RFC 2849, without a blank at the end, and no run of digits that a reader of
   the file might take for the number of a person. */
static bool
is_safe(const struct ldif_value *value)
{
    size_t digits = 0;

    for (size_t i = 0; i < value->length; i++) {
        unsigned char c = (unsigned char)value->bytes[i];

        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (c < 0x20 || c >= 0x7f || digits == 12 || (i == 0 && strchr(" :<", c)))
            return false;
    }
    return !value->length || value->bytes[value->length - 1] != ' ';
}

static void
add_base64(struct buffer *out, const struct ldif_value *value)
{
    const unsigned char *at = (const unsigned char *)value->bytes;

    for (size_t i = 0; i < value->length; i += 3) {
        size_t left = value->length - i;
        unsigned bits = (unsigned)at[i] << 16 | (left > 1 ? (unsigned)at[i + 1] << 8 : 0) |
                        (left > 2 ? (unsigned)at[i + 2] : 0);

        buffer_char(out, letters[bits >> 18]);
        buffer_char(out, letters[bits >> 12 & 63]);
        buffer_char(out, left > 1 ? letters[bits >> 6 & 63] : '=');
        buffer_char(out, left > 2 ? letters[bits & 63] : '=');
    }
}

static void
write_line(struct buffer *out, const char *name, const struct ldif_value *value)
{
    struct buffer line = { 0 };
    size_t length;

    buffer_text(&line, name);
    if (is_safe(value)) {
        buffer_text(&line, ": ");
        buffer_add(&line, value->bytes, value->length);
    } else {
        buffer_text(&line, ":: ");
        add_base64(&line, value);
    }
    length = line.length < FOLD ? line.length : FOLD;
    buffer_add(out, buffer_string(&line), length);
    for (size_t at = length; at < line.length; at += length) {
        length = line.length - at < FOLD - 1 ? line.length - at : FOLD - 1;
        buffer_text(out, "\n ");
        buffer_add(out, buffer_string(&line) + at, length);
    }
    buffer_char(out, '\n');
    buffer_release(&line);
}

static bool
is_secret(const char *name)
{
    static const char *const secrets[] = { "userPassword", "unicodePwd",   "sambaNTPassword",
                                           "dBCSPwd",      "lmPwdHistory", "ntPwdHistory" };

    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (strcasecmp(secrets[i], name) == 0)
            return true;
    return false;
}

static void
show_line(struct buffer *out, const char *name, const struct ldif_value *value)
{
    bool text = utf8_valid(value->bytes, value->length);

    for (size_t i = 0; text && i < value->length; i++)
        text = (unsigned char)value->bytes[i] >= 0x20 && value->bytes[i] != 0x7f;
    buffer_print(out, "%s: ", name);
    if (is_secret(name))
        buffer_text(out, "（秘密の値）");
    else if (value->length == strlen(FOR_EVER) &&
             memcmp(value->bytes, FOR_EVER, value->length) == 0)
        buffer_text(out, "（期限のない停止）");
    else if (!text || value->length > SHOWN_MOST)
        buffer_print(out, "（%zuバイトの値）", value->length);
    else
        buffer_add(out, value->bytes, value->length);
    buffer_char(out, '\n');
}

typedef void line_writer(struct buffer *out, const char *name, const struct ldif_value *value);

static void
write_values(struct buffer *out, const struct ldif_attribute *it, line_writer *line)
{
    size_t count = line == show_line && it->count > SHOWN_VALUES ? SHOWN_VALUES : it->count;

    for (size_t i = 0; i < count; i++)
        line(out, it->name, &it->values[i]);
    if (count < it->count)
        buffer_print(out, "# %s: ほか%zu個\n", it->name, it->count - count);
}

static void
write_change(struct buffer *out, const struct ldif_change *change, line_writer *line)
{
    line(out, "dn", &(struct ldif_value){ change->dn, strlen(change->dn) });
    buffer_print(out, "changetype: %s\n", deeds[change->deed]);
    for (size_t i = 0; i < change->count; i++) {
        const struct ldif_part *part = &change->parts[i];

        if (change->deed == LDIF_MODIFY)
            buffer_print(out, "%s: %s\n", ways[part->way], part->attribute.name);
        write_values(out, &part->attribute, line);
        if (change->deed == LDIF_MODIFY)
            buffer_text(out, "-\n");
    }
}

void
ldif_write(struct buffer *out, const struct ldif_change *change)
{
    write_change(out, change, write_line);
    buffer_char(out, '\n');
}

void
ldif_show(struct buffer *out, const struct ldif_change *change)
{
    write_change(out, change, show_line);
}

void
ldif_show_entry(struct buffer *out, const struct ldif_entry *entry)
{
    if (!entry)
        return;
    show_line(out, "dn", &(struct ldif_value){ entry->dn, strlen(entry->dn) });
    for (size_t i = 0; i < entry->count; i++)
        write_values(out, &entry->attributes[i], show_line);
}

/* --- reading ------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    const char *at;
    const char *end;
    size_t line; /* of `name` */
    size_t next;
    const char *name; /* "" at the end of a record, NULL at that of the file */
    struct ldif_value value;
    const char *why;
    struct ldif_change *out; /* the record being read */
    size_t room;
};

static bool
wrong(struct reading *r, const char *what)
{
    if (!r->why)
        r->why = arena_print(r->arena, "LDIFの%zu行目：%s", r->line, what);
    return false;
}

static int
letter(char c)
{
    const char *at = c ? strchr(letters, c) : NULL;

    return at ? (int)(at - letters) : -1;
}

static bool
take_base64(struct reading *r, const char *text)
{
    size_t length = strlen(text), pad = 0;
    char *out = arena_get(r->arena, length / 4 * 3 + 1), *to = out;

    while (pad < 2 && pad < length && text[length - 1 - pad] == '=')
        pad++;
    if (length % 4)
        return wrong(r, "base64 が途中で切れています。");
    for (size_t i = 0; i < length; i += 4) {
        unsigned bits = 0;

        for (size_t k = 0; k < 4; k++) {
            int six = i + k >= length - pad ? 0 : letter(text[i + k]);

            if (six < 0)
                return wrong(r, "base64 に使えない文字があります。");
            bits = bits << 6 | (unsigned)six;
        }
        *to++ = (char)(bits >> 16);
        *to++ = (char)(bits >> 8 & 255);
        *to++ = (char)(bits & 255);
    }
    r->value = (struct ldif_value){ out, (size_t)(to - out) - pad };
    out[r->value.length] = '\0';
    return true;
}

/* One line with those folded under it, comments left out; false at the end of the file. */
static bool
unfold(struct reading *r, struct buffer *line)
{
    bool comment;

    do {
        buffer_clear(line);
        r->line = ++r->next;
        if (r->at >= r->end)
            return false;
        comment = *r->at == '#';
        for (bool more = true; more;) {
            const char *end = memchr(r->at, '\n', (size_t)(r->end - r->at));
            const char *stop = end ? end : r->end;

            buffer_add(line, r->at, (size_t)(stop - r->at) - (stop > r->at && stop[-1] == '\r'));
            r->at = end ? end + 1 : r->end;
            more = r->at < r->end && *r->at == ' ' && line->length;
            r->at += more;
            r->next += more;
        }
    } while (comment);
    return true;
}

static bool
next_line(struct reading *r)
{
    struct buffer line = { .arena = r->arena };
    const char *text, *colon;

    r->name = NULL;
    if (!unfold(r, &line))
        return true;
    text = buffer_string(&line);
    if (strlen(text) != line.length)
        return wrong(r, "使えない文字があります。");
    r->name = text;
    r->value = (struct ldif_value){ "", 0 };
    if (!*text || strcmp(text, "-") == 0)
        return true;
    colon = strchr(text, ':');
    if (!colon || colon[1] == '<')
        return wrong(r, "「名前: 値」の形ではありません。");
    r->name = arena_slice(r->arena, text, (size_t)(colon - text));
    if (strlen(r->name) > LDIF_NAME)
        return wrong(r, "名前が長すぎます。");
    text = colon + 1 + (colon[1] == ':');
    text += strspn(text, " ");
    if (colon[1] == ':')
        return take_base64(r, text);
    r->value = (struct ldif_value){ text, strlen(text) };
    return true;
}

static bool
add_value(struct reading *r, struct ldif_attribute *to)
{
    if (to->count == LDIF_VALUES)
        return wrong(r, "値が多すぎます。");
    if ((to->count & (to->count - 1)) == 0) { /* grows at powers of two */
        struct ldif_value *values =
            NEW_ARRAY(r->arena, to->count ? to->count * 2 : 1, struct ldif_value);

        if (to->count)
            memcpy(values, to->values, to->count * sizeof *values);
        to->values = values;
    }
    to->values[to->count++] = r->value;
    return true;
}

static struct ldif_part *
add_part(struct reading *r, enum ldif_way way, const char *name)
{
    struct ldif_change *out = r->out;

    if (out->count == r->room) {
        struct ldif_part *parts = NEW_ARRAY(r->arena, r->room ? r->room * 2 : 8, struct ldif_part);

        if (out->count)
            memcpy(parts, out->parts, out->count * sizeof *parts);
        out->parts = parts;
        r->room = r->room ? r->room * 2 : 8;
    }
    out->parts[out->count] = (struct ldif_part){ way, { .name = name } };
    return &out->parts[out->count++];
}

static bool
read_content(struct reading *r)
{
    struct ldif_part *part = NULL;

    for (; r->name && *r->name;) {
        if (strcmp(r->name, "-") == 0)
            return wrong(r, "追加する項目のところに - があります。");
        if (!part || strcasecmp(part->attribute.name, r->name) != 0)
            part = add_part(r, LDIF_PUT, r->name);
        if (!add_value(r, &part->attribute) || !next_line(r))
            return false;
    }
    return r->out->count > 0 || wrong(r, "追加する項目がありません。");
}

static bool
read_mods(struct reading *r)
{
    while (r->name && *r->name) {
        struct ldif_part *part = NULL;

        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
            if (strcasecmp(r->name, ways[way]) == 0)
                part = add_part(r, (enum ldif_way)way, r->value.bytes);
        if (!part)
            return wrong(r, "add、delete、replace のどれかではありません。");
        if (!next_line(r))
            return false;
        for (; r->name && *r->name && strcmp(r->name, "-") != 0;) {
            if (strcasecmp(r->name, part->attribute.name) != 0)
                return wrong(r, "項目の名前が合いません。");
            if (!add_value(r, &part->attribute) || !next_line(r))
                return false;
        }
        if (!part->attribute.count && part->way != LDIF_SET)
            return wrong(r, "値がありません。");
        if (r->name && strcmp(r->name, "-") == 0 && !next_line(r))
            return false;
    }
    return r->out->count > 0 || wrong(r, "変える項目がありません。");
}

static bool
read_record(struct reading *r)
{
    if (strcasecmp(r->name, "dn") != 0 || !r->value.length || r->value.length > LDIF_DN ||
        strlen(r->value.bytes) != r->value.length)
        return wrong(r, "記録は「dn: 識別名」で始めます。");
    r->out->dn = r->value.bytes;
    r->room = 0;
    if (!next_line(r))
        return false;
    if (!r->name || strcasecmp(r->name, "changetype") != 0)
        return wrong(r, "changetype がありません。");
    for (size_t deed = 0; deed < sizeof deeds / sizeof *deeds; deed++)
        if (strcmp(r->value.bytes, deeds[deed]) == 0) {
            r->out->deed = (enum ldif_deed)deed;
            if (!next_line(r))
                return false;
            if (r->out->deed == LDIF_DELETE)
                return !r->name || !*r->name || wrong(r, "削除に項目があります。");
            return r->out->deed == LDIF_ADD ? read_content(r) : read_mods(r);
        }
    return wrong(r, "changetype は add、delete、modify のどれかです。");
}

bool
ldif_read(struct arena *arena, const char *text, size_t length, struct ldif_change **out,
          size_t *count, const char **why)
{
    struct reading r = { .arena = arena, .at = text, .end = text + length };
    size_t room = 0;

    *out = NULL;
    *count = 0;
    while (next_line(&r) && r.name) {
        if (!*r.name || strcasecmp(r.name, "version") == 0)
            continue;
        if (*count == LDIF_CHANGES && !wrong(&r, "記録が多すぎます。"))
            break;
        if (*count == room) {
            struct ldif_change *more = NEW_ARRAY(arena, room ? room * 2 : 16, struct ldif_change);

            if (*count)
                memcpy(more, *out, *count * sizeof *more);
            *out = more;
            room = room ? room * 2 : 16;
        }
        r.out = &(*out)[*count];
        if (!read_record(&r))
            break;
        ++*count;
    }
    *why = r.why;
    return !r.why;
}
