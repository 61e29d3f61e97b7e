/* The HTML half of the view compiler: tags, attributes, white space, literals. */
#include "view.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C17 promises 4,095 bytes a string; -Wpedantic holds us to it. */
enum { LONGEST_LITERAL = 3000 };

void
refuse(const struct view *v, int line, const char *format, ...)
{
    va_list list;

    fprintf(stderr, "%s:%d: ", v->path, line);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

void
text_add(struct text *t, const char *bytes, size_t length)
{
    if (t->length + length + 1 > t->room) {
        t->room = (t->length + length + 1) * 2;
        t->data = realloc(t->data, t->room);
        if (!t->data)
            abort();
    }
    memcpy(t->data + t->length, bytes, length);
    t->length += length;
    t->data[t->length] = 0;
}

void
text_print(struct text *t, const char *format, ...)
{
    va_list list;
    char *made;
    int length;

    va_start(list, format);
    length = vasprintf(&made, format, list);
    va_end(list);
    if (length < 0)
        abort();
    text_add(t, made, (size_t)length);
    free(made);
}

static bool
is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

static bool
is_void(const char *tag)
{
    static const char *const list[] = { "area",  "base", "br",   "col",    "embed", "hr",  "img",
                                        "input", "link", "meta", "source", "track", "wbr", NULL };

    return is_one_of(tag, list);
}

/* Elements next to which white space is never shown. */
static bool
is_block(const char *tag)
{
    static const char *const list[] = {
        "html",     "head",     "body",       "title",  "meta",     "link",     "base",
        "script",   "div",      "p",          "main",   "section",  "article",  "aside",
        "header",   "footer",   "nav",        "search", "h1",       "h2",       "h3",
        "h4",       "h5",       "h6",         "ul",     "ol",       "li",       "dl",
        "dt",       "dd",       "table",      "thead",  "tbody",    "tfoot",    "tr",
        "td",       "th",       "caption",    "col",    "colgroup", "form",     "fieldset",
        "legend",   "option",   "optgroup",   "dialog", "details",  "summary",  "figure",
        "template", "address",  "blockquote", "hgroup", "hr",       "br",       "figcaption",
        "datalist", "noscript", "pre",        "symbol", "defs",     "g",        "path",
        "circle",   "rect",     "line",       "use",    "ellipse",  "polyline", "polygon",
        "desc",     NULL,
    };

    return is_one_of(tag, list);
}

static bool
is_url(const char *attribute)
{
    static const char *const list[] = { "href", "src",  "action",     "formaction", "poster",
                                        "cite", "data", "xlink:href", NULL };

    return is_one_of(attribute, list);
}

static bool
is_inside(const struct view *v, const char *tag)
{
    for (size_t i = v->depth; i > 0; i--)
        if (strcmp(v->open[i - 1].tag, tag) == 0)
            return true;
    return false;
}

static void
push(struct view *v, const char *tag, int line)
{
    struct open *o = &v->open[v->depth];

    if (v->depth == MOST_OPEN)
        refuse(v, line, "more than %d tags are open", MOST_OPEN);
    *o = (struct open){ .line = line, .place = v->place, .url = v->url };
    memcpy(o->tag, tag, strlen(tag) + 1);
    memcpy(o->attribute, v->attribute, sizeof(o->attribute));
    v->depth++;
}

void
block_open(struct view *v, int line)
{
    push(v, "", line);
}

void
block_close(struct view *v, int line)
{
    const struct open *o = v->depth ? &v->open[v->depth - 1] : NULL;

    if (!o)
        refuse(v, line, "} closes nothing");
    if (o->tag[0])
        refuse(v, line, "<%s> of line %d is open where the block ends", o->tag, o->line);
    if (o->place != v->place || (v->place == IN_VALUE && strcmp(o->attribute, v->attribute) != 0))
        refuse(v, line, "the block of line %d ends in another place than it began", o->line);
    v->url = o->url;
    v->depth--;
}

const char *
value_verb(struct view *v)
{
    if (v->place == IN_TAG)
        refuse(v, v->line, "a value in a tag stands in double quotes");
    if (v->place == IN_TEXT)
        return "OUT";
    if (strcmp(v->attribute, "srcdoc") == 0 || strcmp(v->attribute, "srcset") == 0)
        refuse(v, v->line, "no value may stand in %s", v->attribute);
    if (!is_url(v->attribute))
        return "OUT_ATTRIBUTE";
    if (v->url == URL_OPEN)
        return "OUT_URL_PART";
    if (v->url == URL_VALUE)
        refuse(v, v->line, "two values begin a URL: join them in the page struct");
    v->url = URL_VALUE;
    return "OUT_URL";
}

static size_t
read_name(const struct view *v, const char *at, char name[LONGEST_NAME])
{
    size_t n = 0;

    while (at + n < v->end && (isalnum((unsigned char)at[n]) || strchr("-:_.", at[n])) && at[n])
        n++;
    if (n == 0 || n >= LONGEST_NAME)
        refuse(v, v->line, "a name is missing or too long");
    memcpy(name, at, n);
    name[n] = 0;
    return n;
}

static size_t
close_tag(struct view *v)
{
    const struct open *o = v->depth ? &v->open[v->depth - 1] : NULL;
    char name[LONGEST_NAME];
    size_t n = 2 + read_name(v, v->at + 2, name);

    while (v->at + n < v->end && isspace((unsigned char)v->at[n]))
        n++;
    if (v->at + n >= v->end || v->at[n] != '>')
        refuse(v, v->line, "</%s is not closed by >", name);
    if (!o)
        refuse(v, v->line, "</%s> closes nothing", name);
    if (!o->tag[0])
        refuse(v, v->line, "</%s> closes a tag outside the block of line %d", name, o->line);
    if (strcmp(o->tag, name) != 0)
        refuse(v, v->line, "</%s> found while <%s> of line %d is open", name, o->tag, o->line);
    v->depth--;
    text_print(&v->literal, "</%s>", name);
    v->before = is_block(name) ? NEAR_BLOCK : NEAR_INLINE;
    return n + 1;
}

static size_t
read_declaration(struct view *v)
{
    const char *end;

    if (v->end - v->at >= 4 && memcmp(v->at, "<!--", 4) == 0) {
        end = memmem(v->at, (size_t)(v->end - v->at), "-->", 3);
        if (!end)
            refuse(v, v->line, "the remark is not closed by -->");
        return (size_t)(end + 3 - v->at);
    }
    end = memchr(v->at, '>', (size_t)(v->end - v->at));
    if (!end)
        refuse(v, v->line, "<! is not closed by >");
    text_add(&v->literal, v->at, (size_t)(end + 1 - v->at));
    v->before = NEAR_BLOCK;
    return (size_t)(end + 1 - v->at);
}

static size_t
read_tag(struct view *v)
{
    size_t n;

    if (v->at + 1 < v->end && v->at[1] == '/')
        return close_tag(v);
    if (v->at + 1 < v->end && v->at[1] == '!')
        return read_declaration(v);
    if (v->at + 1 >= v->end || !islower((unsigned char)v->at[1]))
        refuse(v, v->line, "a tag begins with a small letter; the sign itself is &lt;");
    n = 1 + read_name(v, v->at + 1, v->tag);
    if (v->at + n < v->end && !isspace((unsigned char)v->at[n]) && !strchr("/>{", v->at[n]))
        refuse(v, v->line, "<%s is followed by something that is no attribute", v->tag);
    if (v->at + n < v->end && v->at[n] == '{' && v->at[n + 1] == '{')
        refuse(v, v->line, "a value may not stand in the name of a tag");
    if (strcmp(v->tag, "style") == 0)
        refuse(v, v->line, "the content security policy allows no <style>");
    text_add(&v->literal, v->at, n);
    v->tag_line = v->line;
    v->place = IN_TAG;
    return n;
}

/* Closes an opening tag whose `>` was reached; `alone` is <tag/>. */
static void
finish_tag(struct view *v, bool alone)
{
    bool is_foreign = is_inside(v, "svg") || is_inside(v, "math") || strcmp(v->tag, "svg") == 0;

    v->place = IN_TEXT;
    v->before = is_block(v->tag) ? NEAR_BLOCK : NEAR_INLINE;
    if (alone && !is_foreign && !is_void(v->tag))
        refuse(v, v->line, "<%s/> does not close in HTML: write <%s></%s>", v->tag, v->tag, v->tag);
    text_print(&v->literal, alone && is_foreign ? "/>" : ">");
    if (alone || (is_void(v->tag) && !is_foreign))
        return;
    push(v, v->tag, v->tag_line);
}

/* A script has a source and no text; a textarea's first line break is not shown. */
static size_t
after_open(struct view *v, size_t taken)
{
    const char *at = v->at + taken;

    if (strcmp(v->tag, "textarea") == 0 && (at >= v->end || *at != '\n'))
        text_add(&v->literal, "\n", 1);
    if (strcmp(v->tag, "script") == 0) {
        while (at < v->end && isspace((unsigned char)*at))
            at++;
        if (v->end - at < 8 || memcmp(at, "</script", 8) != 0)
            refuse(v, v->line, "the content security policy allows no text in <script>");
        return (size_t)(at - v->at);
    }
    return taken;
}

static size_t
read_attribute(struct view *v)
{
    size_t n = read_name(v, v->at, v->attribute);

    if (strncasecmp(v->attribute, "on", 2) == 0 || strcasecmp(v->attribute, "style") == 0)
        refuse(v, v->line, "the content security policy allows no %s=", v->attribute);
    text_add(&v->literal, v->at, n);
    if (v->at + n >= v->end || v->at[n] != '=')
        return n;
    if (v->at + n + 1 >= v->end || v->at[n + 1] != '"')
        refuse(v, v->line, "the value of %s stands in double quotes", v->attribute);
    text_add(&v->literal, "=\"", 2);
    v->place = IN_VALUE;
    v->url = URL_START;
    return n + 2;
}

static size_t
read_in_tag(struct view *v)
{
    size_t n = 0;

    while (v->at + n < v->end && isspace((unsigned char)v->at[n]))
        n++;
    if (n > 0) {
        if (v->at + n < v->end && !strchr("/>", v->at[n]))
            text_add(&v->literal, " ", 1);
        return n;
    }
    if (*v->at == '>') {
        finish_tag(v, false);
        return after_open(v, 1);
    }
    if (v->at + 1 < v->end && v->at[0] == '/' && v->at[1] == '>') {
        finish_tag(v, true);
        return 2;
    }
    if (*v->at == '"' || *v->at == '\'' || *v->at == '=')
        refuse(v, v->line, "a quotation mark stands outside a value");
    return read_attribute(v);
}

static enum near
near_after(const struct view *v, const char *at)
{
    char name[LONGEST_NAME];

    for (;;) {
        while (at < v->end && isspace((unsigned char)*at))
            at++;
        if (v->end - at < 2 || at[0] != '{' || at[1] != '#')
            break;
        at = memmem(at, (size_t)(v->end - at), "#}", 2);
        if (!at)
            return NEAR_BLOCK;
        at += 2;
    }
    if (v->end - at < 2)
        return v->end == at ? NEAR_BLOCK : NEAR_INLINE;
    if (at[0] == '{' && at[1] == '%') {
        for (at += 2; at < v->end && *at == ' '; at++)
            ;
        return strncmp(at, "page ", 5) == 0 || strncmp(at, "part ", 5) == 0 ? NEAR_BLOCK
                                                                            : NEAR_STATEMENT;
    }
    if (at[0] != '<' || at[1] == '!')
        return NEAR_INLINE;
    at += at[1] == '/' ? 2 : 1;
    if (at >= v->end || !isalpha((unsigned char)*at))
        return NEAR_INLINE;
    read_name(v, at, name);
    return is_block(name) ? NEAR_BLOCK : NEAR_INLINE;
}

static size_t
read_space(struct view *v)
{
    bool breaks = false;
    size_t n = 0;
    enum near after;

    for (; v->at + n < v->end && isspace((unsigned char)v->at[n]); n++)
        breaks |= v->at[n] == '\n';
    if (is_inside(v, "pre") || is_inside(v, "textarea")) {
        text_add(&v->literal, v->at, n);
        return n;
    }
    after = near_after(v, v->at + n);
    if (v->before == NEAR_BLOCK || after == NEAR_BLOCK)
        return n;
    if (breaks && v->before == NEAR_STATEMENT && after == NEAR_STATEMENT)
        return n;
    text_add(&v->literal, breaks ? "\n" : " ", 1);
    return n;
}

size_t
html_read(struct view *v)
{
    if (v->place == IN_TAG)
        return read_in_tag(v);
    if (v->place == IN_VALUE) {
        text_add(&v->literal, v->at, 1);
        if (*v->at == '"')
            v->place = IN_TAG;
        else
            v->url = URL_OPEN;
        return 1;
    }
    if (isspace((unsigned char)*v->at))
        return read_space(v);
    if (*v->at == '<')
        return read_tag(v);
    text_add(&v->literal, v->at, 1);
    v->before = NEAR_INLINE;
    return 1;
}

/* One call; a multi-byte character is never cut, or the string would be no UTF-8. */
static size_t
write_literal(struct text *code, const char *from, size_t left)
{
    size_t length = left;

    if (length > LONGEST_LITERAL)
        for (length = LONGEST_LITERAL; ((unsigned char)from[length] & 0xc0) == 0x80;)
            length--;
    text_print(code, "    out_raw(o, \"");
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)from[i];

        if (c == '\n')
            text_add(code, "\\n", 2);
        else if (c == '"' || c == '\\' || c == '?')
            text_print(code, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            text_print(code, "\\%03o", c);
        else
            text_add(code, from + i, 1);
    }
    text_print(code, "\", %zu);\n", length);
    return length;
}

void
literal_flush(struct view *v)
{
    for (size_t at = 0; at < v->literal.length;)
        at += write_literal(&v->code, v->literal.data + at, v->literal.length - at);
    v->literal.length = 0;
}

void
page_end(struct view *v)
{
    const struct open *o = v->depth ? &v->open[v->depth - 1] : NULL;

    if (!v->in_page)
        return;
    if (v->place != IN_TEXT)
        refuse(v, v->tag_line, "<%s is not closed by >", v->tag);
    if (o && o->tag[0])
        refuse(v, o->line, "<%s> is never closed", o->tag);
    if (o)
        refuse(v, o->line, "the block is never closed");
    literal_flush(v);
    text_print(&v->code, "}\n");
    v->in_page = false;
}

void
view_release(struct view *v)
{
    free(v->source.data);
    free(v->literal.data);
    free(v->code.data);
    free(v->uses.data);
    free(v->declarations.data);
    free(v->parts.data);
}
