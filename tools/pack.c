/*
 * The packer: files of the source tree become tables in the program.
 *
 *     pack NAME OUT.c OUT.h FILE…
 *
 * writes `struct NAME` and the table `NAMEs`, closed by a zero row. Each row holds
 * the bytes, the same bytes packed by gzip where that is shorter, and a tag made
 * from their SHA-256. The path carries the tag (/assets/tasuki.3f29c1d0a7e4.css), so
 * that browsers may keep it for ever. For each file the header defines its path:
 * ASSET_TASUKI_CSS. Within .css, .js and .svg files, /assets/<file> is replaced by
 * the path with its tag; a name that is not there is refused.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <zlib.h>

enum { TAG_LENGTH = 12, MOST_FILES = 500, MOST_REFERENCES = 100 };

struct kind {
    const char *ending;
    const char *type;
    bool is_text; /* may name other files and is worth packing */
};

static const struct kind kinds[] = {
    { ".css", "text/css; charset=utf-8", true },
    { ".xml", "application/xml", true },
    { ".js", "text/javascript; charset=utf-8", true },
    { ".svg", "image/svg+xml", true },
    { ".csv", "text/csv; charset=utf-8", true },
    { ".txt", "text/plain; charset=utf-8", true },
    { ".json", "application/json", true },
    { ".webmanifest", "application/manifest+json", true },
    { ".ico", "image/vnd.microsoft.icon", true },
    { ".png", "image/png", false },
    { ".woff2", "font/woff2", false },
    { NULL, "application/octet-stream", false },
};

struct file {
    const char *name; /* without folders */
    const struct kind *kind;
    unsigned char *bytes;
    size_t length;
    unsigned char *packed;
    size_t packed_length;
    char tag[TAG_LENGTH + 1];
    char *path;
    bool is_done, is_started;
};

static struct file files[MOST_FILES];
static size_t count;
static const char *folder; /* "asset" gives /assets/ */

_Noreturn static void
give_up(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void *
room(size_t size)
{
    void *memory = calloc(1, size + 1);

    if (!memory)
        give_up("pack", "no memory");
    return memory;
}

static void
read_file(struct file *f, const char *path)
{
    FILE *in = fopen(path, "rb");
    const char *base = strrchr(path, '/');
    long size;

    if (!in || fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0)
        give_up(path, strerror(errno));
    rewind(in);
    f->name = base ? base + 1 : path;
    f->bytes = room((size_t)size);
    f->length = fread(f->bytes, 1, (size_t)size, in);
    fclose(in);
    for (f->kind = kinds; f->kind->ending; f->kind++) {
        size_t length = strlen(f->kind->ending), whole = strlen(f->name);

        if (whole > length && strcmp(f->name + whole - length, f->kind->ending) == 0)
            break;
    }
}

static void
compress_file(struct file *f)
{
    z_stream z = { 0 };

    /* 16 added to the window bits asks for gzip's frame; its time stays zero, so
       that the same source gives the same program. */
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        give_up(f->name, "zlib refused to start");
    z.next_in = f->bytes;
    z.avail_in = (uInt)f->length;
    z.avail_out = (uInt)deflateBound(&z, (uLong)f->length);
    z.next_out = f->packed = room(z.avail_out);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        give_up(f->name, "zlib did not finish");
    f->packed_length = z.total_out;
    deflateEnd(&z);
    if (!f->kind->is_text || f->packed_length >= f->length)
        f->packed_length = 0;
}

static void
name_file(struct file *f)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    const char *dot = strrchr(f->name, '.');
    int stem = (int)(dot ? dot - f->name : (long)strlen(f->name));

    if (!EVP_Digest(f->bytes, f->length, sum, NULL, EVP_sha256(), NULL))
        give_up(f->name, "no SHA-256");
    for (int i = 0; i < TAG_LENGTH / 2; i++)
        snprintf(f->tag + 2 * i, 3, "%02x", sum[i]);
    if (asprintf(&f->path, "/%ss/%.*s.%s%s", folder, stem, f->name, f->tag, dot ? dot : "") < 0)
        give_up(f->name, "no memory");
}

static void finish(struct file *f);

/* The file whose name begins at `at`; the longest name wins. */
static struct file *
find_named(const char *at)
{
    struct file *best = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(files[i].name);

        if (strncmp(at, files[i].name, length) == 0 && !isalnum((unsigned char)at[length]) &&
            (!best || length > strlen(best->name)))
            best = &files[i];
    }
    return best;
}

/* Replaces /assets/<file> by its path with the tag. */
static void
link_file(struct file *f)
{
    char start[64];
    size_t length = (size_t)snprintf(start, sizeof(start), "/%ss/", folder);
    char *from = (char *)f->bytes, *out, *to, *found;

    if (!memmem(f->bytes, f->length, start, length))
        return;
    out = to = room(f->length + MOST_REFERENCES * (TAG_LENGTH + 1));
    for (int n = 0; (found = strstr(from, start)) != NULL; n++) {
        struct file *named = find_named(found + length);

        if (!named)
            give_up(f->name, "names a file of the folder that is not there");
        if (n == MOST_REFERENCES)
            give_up(f->name, "names too many files");
        finish(named);
        memcpy(to, from, (size_t)(found - from));
        to += found - from;
        to += snprintf(to, strlen(named->path) + 1, "%s", named->path);
        from = found + length + strlen(named->name);
    }
    snprintf(to, strlen(from) + 1, "%s", from);
    to += strlen(from);
    f->bytes = (unsigned char *)out;
    f->length = (size_t)(to - out);
}

static void
finish(struct file *f)
{
    if (f->is_done)
        return;
    if (f->is_started)
        give_up(f->name, "two files name each other");
    f->is_started = true;
    if (f->kind->is_text && !memchr(f->bytes, 0, f->length))
        link_file(f);
    compress_file(f);
    name_file(f);
    f->is_done = true;
}

static void
write_bytes(FILE *out, const char *what, size_t number, const unsigned char *bytes, size_t length)
{
    if (length == 0)
        return;
    fprintf(out, "static const unsigned char %s_%zu[] = {", what, number);
    for (size_t i = 0; i < length; i++)
        fprintf(out, "%s%u,", i % 24 == 0 ? "\n    " : "", bytes[i]);
    fputs("\n};\n", out);
}

static void
write_table(FILE *out, const char *header)
{
    const char *base = strstr(header, "gen/");

    fprintf(out, "/* Written by tools/pack. */\n#include \"%s\"\n\n", base ? base + 4 : header);
    for (size_t i = 0; i < count; i++) {
        write_bytes(out, "bytes", i, files[i].bytes, files[i].length);
        write_bytes(out, "packed", i, files[i].packed, files[i].packed_length);
    }
    fprintf(out, "\nconst struct %s %ss[] = {\n", folder, folder);
    for (size_t i = 0; i < count; i++) {
        const struct file *f = &files[i];

        fprintf(out, "    { .path = \"%s\", .name = \"%s\", .type = \"%s\", .tag = \"\\\"%s\\\"\"",
                f->path, f->name, f->kind->type, f->tag);
        if (f->length)
            fprintf(out, ", .bytes = bytes_%zu, .length = %zu", i, f->length);
        else
            fprintf(out, ", .bytes = (const unsigned char *)\"\"");
        if (f->packed_length)
            fprintf(out, ", .packed = packed_%zu, .packed_length = %zu", i, f->packed_length);
        fprintf(out, " },\n");
    }
    fprintf(out, "    { 0 },\n};\n");
}

static void
write_capitals(FILE *out, const char *word)
{
    for (; *word; word++)
        fputc(isalnum((unsigned char)*word) ? toupper((unsigned char)*word) : '_', out);
}

static void
write_header(FILE *out)
{
    fputs("/* Written by tools/pack. */\n#ifndef GENERATED_", out);
    write_capitals(out, folder);
    fputs("S_H\n#define GENERATED_", out);
    write_capitals(out, folder);
    fprintf(out,
            "S_H\n\n#include <stddef.h>\n\n"
            "struct %s {\n"
            "    const char *path; /* with the tag: what pages and styles ask for */\n"
            "    const char *name; /* of the file in the source tree */\n"
            "    const char *type; /* media type */\n"
            "    const unsigned char *bytes;\n"
            "    size_t length;\n"
            "    const unsigned char *packed; /* by gzip; NULL where that is no gain */\n"
            "    size_t packed_length;\n"
            "    const char *tag; /* as an ETag, in quotes */\n"
            "};\n\n"
            "/* Closed by a row without path. */\n"
            "extern const struct %s %ss[];\n\n",
            folder, folder, folder);
    for (size_t i = 0; i < count; i++) {
        fputs("#define ", out);
        write_capitals(out, folder);
        fputc('_', out);
        write_capitals(out, files[i].name);
        fprintf(out, " \"%s\"\n", files[i].path);
    }
    fputs("\n#endif\n", out);
}

static FILE *
open_out(const char *path)
{
    FILE *out = fopen(path, "wb");

    if (!out)
        give_up(path, strerror(errno));
    return out;
}

static void
close_out(FILE *out, const char *path)
{
    if (ferror(out) || fclose(out) != 0)
        give_up(path, "could not be written");
}

int
main(int argc, char **argv)
{
    FILE *table, *header;

    if (argc < 4 || argc - 4 > MOST_FILES) {
        fprintf(stderr, "usage: pack NAME OUT.c OUT.h FILE...\n");
        return 2;
    }
    folder = argv[1];
    for (int i = 4; i < argc; i++)
        read_file(&files[count++], argv[i]);
    for (size_t i = 0; i < count; i++)
        finish(&files[i]);
    header = open_out(argv[3]);
    write_header(header);
    close_out(header, argv[3]);
    table = open_out(argv[2]);
    write_table(table, argv[3]);
    close_out(table, argv[2]);
    return 0;
}
