/*
 * The view compiler: HTML templates become C functions at build time.
 *
 *     view FLOOR DIRECTORY TEMPLATE…
 *
 * writes DIRECTORY/FLOOR/views/<template>.c for each template, and one header
 * DIRECTORY/FLOOR/views.h that declares their pages. A template knows
 *
 *     {% use "desk/inquiry_page.h" %}     a header its pages need
 *     {% page name(const struct x *x) %}  starts void name(struct out *o, const struct x *x)
 *     {% part name(int64_t count) %}      the same, but known in this file only
 *     {% statement; %}                    C; ends in ; { } or :
 *     {{expression}}                      prints, escaped for where it stands
 *     {# remark #}                        leaves no trace
 *
 * Tags and blocks must balance within each page and within each block. Faults are
 * printed as file:line: message and end the build. White space is kept only where
 * a browser would show it.
 */
#include "view.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
open_file(struct view *v, const char *path)
{
    FILE *file = fopen(path, "rb");
    char part[65536];
    size_t got;

    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    while ((got = fread(part, 1, sizeof(part), file)) > 0)
        text_add(&v->source, part, got);
    fclose(file);
    v->path = path;
    v->line = 1;
    v->at = v->source.data ? v->source.data : "";
    v->end = v->at + v->source.length;
    if (memchr(v->at, 0, v->source.length))
        refuse(v, 1, "the template holds a zero byte");
}

static bool
sees(const struct view *v, const char *sign)
{
    size_t length = strlen(sign);

    return (size_t)(v->end - v->at) >= length && memcmp(v->at, sign, length) == 0;
}

static void
step(struct view *v, size_t count)
{
    for (; count > 0 && v->at < v->end; count--)
        if (*v->at++ == '\n')
            v->line++;
}

/* Skips a string or character constant of C that begins at `at`. */
static const char *
after_quoted(const struct view *v, const char *at)
{
    char quote = *at++;

    for (; at < v->end && *at != quote && *at != '\n'; at++)
        if (*at == '\\' && at + 1 < v->end)
            at++;
    if (at >= v->end || *at != quote)
        refuse(v, v->line, "a quotation mark is not closed");
    return at + 1;
}

/* The C between here and `sign`, without white space around it; steps behind the sign. */
static struct piece
read_code(struct view *v, const char *sign)
{
    const char *from = v->at, *at = from;
    int depth = 0;
    struct piece code;

    for (; at < v->end; at++) {
        if (depth == 0 && at + 1 < v->end && at[0] == sign[0] && at[1] == sign[1])
            break;
        if (*at == '"' || *at == '\'')
            at = after_quoted(v, at) - 1;
        else if (sign[0] == '}' && *at == '{')
            depth++;
        else if (sign[0] == '}' && *at == '}')
            depth--;
    }
    if (at >= v->end)
        refuse(v, v->line, "%s is missing", sign);
    code.end = at;
    while (from < code.end && isspace((unsigned char)*from))
        from++;
    code.line = v->line;
    for (const char *p = v->at; p < from; p++)
        code.line += *p == '\n';
    while (code.end > from && isspace((unsigned char)code.end[-1]))
        code.end--;
    code.at = from;
    step(v, (size_t)(at - v->at) + 2);
    if (code.at == code.end)
        refuse(v, code.line, "there is nothing between the signs");
    return code;
}

static bool
starts_with(struct piece code, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(code.end - code.at) > length && memcmp(code.at, word, length) == 0 &&
           isspace((unsigned char)code.at[length]);
}

static struct piece
behind(struct piece code, size_t length)
{
    code.at += length;
    while (code.at < code.end && isspace((unsigned char)*code.at))
        code.at++;
    return code;
}

static void
read_use(struct view *v, struct piece code)
{
    struct piece name = behind(code, strlen("use"));

    if (name.end - name.at < 3 || name.at[0] != '"' || name.end[-1] != '"')
        refuse(v, code.line, "use is followed by a header in quotes");
    text_print(&v->uses, "#include %.*s\n", (int)(name.end - name.at), name.at);
}

/* Starts a function: `name(parameters)` behind the word page or part. */
static void
read_page(struct view *v, struct piece code, bool is_public)
{
    struct piece name = behind(code, strlen("page"));
    const char *open = memchr(name.at, '(', (size_t)(name.end - name.at));
    struct text head = { 0 };
    struct piece rest;

    page_end(v);
    if (!open || name.end[-1] != ')' || !isalpha((unsigned char)*name.at))
        refuse(v, code.line, "page is followed by name(parameters)");
    for (const char *p = name.at; p < open; p++)
        if (!isalnum((unsigned char)*p) && *p != '_')
            refuse(v, code.line, "the name of a page has letters, digits and _ only");
    rest = behind((struct piece){ .at = open, .end = name.end - 1 }, 1);
    text_print(&head, "%.*s(struct out *o", (int)(open - name.at), name.at);
    if (rest.at < rest.end && !(rest.end - rest.at == 4 && memcmp(rest.at, "void", 4) == 0))
        text_print(&head, ", %.*s", (int)(rest.end - rest.at), rest.at);
    text_add(&head, ")", 1);
    if (is_public)
        text_print(&v->declarations, "void %s;\n", head.data);
    else
        text_print(&v->parts, "static void %s;\n", head.data);
    text_print(&v->code, "\n#line %d \"%s\"\n%svoid\n%s\n{\n", code.line, v->path,
               is_public ? "" : "static ", head.data);
    free(head.data);
    v->in_page = true;
    v->before = NEAR_BLOCK;
    v->place = IN_TEXT;
}

/* Follows the braces of a statement, so that tags cannot straddle them. */
static void
follow_braces(struct view *v, struct piece code)
{
    int line = code.line;

    for (const char *p = code.at; p < code.end; p++) {
        if (*p == '"' || *p == '\'')
            p = after_quoted(v, p) - 1;
        else if (*p == '{')
            block_open(v, line);
        else if (*p == '}')
            block_close(v, line);
        line += *p == '\n';
    }
}

static void
read_statement(struct view *v)
{
    struct piece code;

    step(v, 2);
    code = read_code(v, "%}");
    if (starts_with(code, "use")) {
        read_use(v, code);
        return;
    }
    if (starts_with(code, "page") || starts_with(code, "part")) {
        read_page(v, code, code.at[2] == 'g');
        return;
    }
    if (!v->in_page)
        refuse(v, code.line, "a statement stands before the first page");
    if (!strchr(";{}:", code.end[-1]))
        refuse(v, code.line, "a statement ends in ; { } or :");
    literal_flush(v);
    follow_braces(v, code);
    text_print(&v->code, "#line %d \"%s\"\n    %.*s\n", code.line, v->path,
               (int)(code.end - code.at), code.at);
    if (v->place == IN_TEXT)
        v->before = NEAR_STATEMENT;
}

static void
read_value(struct view *v)
{
    const char *verb = value_verb(v);
    struct piece code;

    step(v, 2);
    code = read_code(v, "}}");
    if (code.end[-1] == ';')
        refuse(v, code.line, "a value is an expression, without ;");
    literal_flush(v);
    text_print(&v->code, "#line %d \"%s\"\n    %s(o, %.*s);\n", code.line, v->path, verb,
               (int)(code.end - code.at), code.at);
    v->before = NEAR_INLINE;
}

static void
read_remark(struct view *v)
{
    int line = v->line;

    while (v->at < v->end && !sees(v, "#}"))
        step(v, 1);
    if (v->at == v->end)
        refuse(v, line, "the remark has no end");
    step(v, 2);
}

static void
read_template(struct view *v)
{
    while (v->at < v->end) {
        if (sees(v, "{#"))
            read_remark(v);
        else if (sees(v, "{%"))
            read_statement(v);
        else if (!v->in_page && isspace((unsigned char)*v->at))
            step(v, 1);
        else if (!v->in_page)
            refuse(v, v->line, "text stands before the first page");
        else if (sees(v, "{{"))
            read_value(v);
        else
            step(v, html_read(v));
    }
    page_end(v);
}

static bool
file_equals(const char *path, const struct text *t)
{
    FILE *file = fopen(path, "rb");
    char part[4096];
    size_t at = 0, got;
    bool same = file != NULL;

    while (same && (got = fread(part, 1, sizeof(part), file)) > 0) {
        same = t->length - at >= got && memcmp(t->data + at, part, got) == 0;
        at += got;
    }
    if (file)
        fclose(file);
    return same && at == t->length;
}

/* Leaves a file that would not change alone, so that nothing is compiled in vain. */
static void
write_file(const char *path, const struct text *t)
{
    FILE *file;

    if (file_equals(path, t))
        return;
    file = fopen(path, "wb");
    if (!file || fwrite(t->data, 1, t->length, file) != t->length || fclose(file) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
}

static void
write_view(const struct view *v, const char *floor, const char *directory)
{
    const char *base = strrchr(v->path, '/');
    struct text out = { 0 }, path = { 0 };
    int length;

    base = base ? base + 1 : v->path;
    length = (int)strcspn(base, ".");
    text_print(&path, "%s/%s/views/%.*s.c", directory, floor, length, base);
    text_print(&out, "/* Written by tools/view from %s. */\n#include \"%s/views.h\"\n", v->path,
               floor);
    if (v->uses.length)
        text_print(&out, "\n%s", v->uses.data);
    text_print(&out, "\n#include \"web/out.h\"\n\n"
                     "#ifndef OUT_URL_PART\n#define OUT_URL_PART OUT_ATTRIBUTE\n#endif\n\n");
    if (v->parts.length)
        text_print(&out, "%s", v->parts.data);
    if (v->code.length)
        text_add(&out, v->code.data, v->code.length);
    write_file(path.data, &out);
    free(path.data);
    free(out.data);
}

static void
write_header(const char *floor, const char *directory, const struct text *uses,
             const struct text *declarations)
{
    struct text out = { 0 }, path = { 0 }, guard = { 0 };

    for (const char *p = floor; *p; p++)
        text_print(&guard, "%c", toupper((unsigned char)*p));
    text_print(&path, "%s/%s/views.h", directory, floor);
    text_print(&out, "/* The pages of %s, written by tools/view. */\n", floor);
    text_print(&out, "#ifndef %s_VIEWS_H\n#define %s_VIEWS_H\n\n", guard.data, guard.data);
    text_print(&out, "#include \"web/out.h\"\n%s\n%s\n#endif\n", uses->length ? uses->data : "",
               declarations->length ? declarations->data : "");
    write_file(path.data, &out);
    free(guard.data);
    free(path.data);
    free(out.data);
}

int
main(int argc, char **argv)
{
    struct text uses = { 0 }, declarations = { 0 };

    if (argc < 3) {
        fprintf(stderr, "usage: view FLOOR DIRECTORY TEMPLATE...\n");
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        struct view v = { 0 };

        open_file(&v, argv[i]);
        read_template(&v);
        write_view(&v, argv[1], argv[2]);
        if (v.uses.length)
            text_add(&uses, v.uses.data, v.uses.length);
        if (v.declarations.length)
            text_add(&declarations, v.declarations.data, v.declarations.length);
        view_release(&v);
    }
    write_header(argv[1], argv[2], &uses, &declarations);
    free(uses.data);
    free(declarations.data);
    return 0;
}
