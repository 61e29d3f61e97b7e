/*
 * Files that nobody opens without the key: a ZIP with AES-256 (WinZip's AE-2) of one or
 * several files, and a PDF with a password (revision 6, 256 bits).
 *
 * The key is made here and is given to people, never to the database, the history or the
 * log; it goes another way than the file. It is random, so there is nothing to guess and
 * no rule about its length to keep; it is made to be read out over the telephone: capital
 * letters and digits in six groups, none of which looks like another (no 0 O, 1 I L, 2 Z,
 * 5 S, 8 B) and few of which sound alike. The hyphens belong to it.
 *
 * The names of the files in a ZIP can be read without the key, as its format has it: they
 * must not tell what the contents keep secret. Windows Explorer does not open such a ZIP
 * (7-Zip does), which whoever sends one has to say.
 */
#ifndef RENDER_PROTECT_H
#define RENDER_PROTECT_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

enum {
    KEY_GROUPS = 6,
    KEY_GROUP = 4, /* characters of 16: 4 bits each, 96 in all */
    KEY_TEXT = KEY_GROUPS * (KEY_GROUP + 1),
};

/* `ACF2-34HJ-…`, ended by a zero byte. Who has shown it wipes it. */
void protect_key(char key[KEY_TEXT]);

struct protected_file {
    const char *name; /* UTF-8 */
    const void *bytes;
    size_t size;
};

/* The archive, appended to `out`. False with a Japanese sentence. Slow. */
bool protect_zip(const struct protected_file *files, size_t count, const char *key,
                 struct buffer *out, const char **why);

/* The PDF again, encrypted, appended to `out`: reading, printing, copying out and help
   for the blind are allowed with the key, changing is not. Its title is encrypted too. */
bool
protect_pdf(const void *bytes, size_t size, const char *key, struct buffer *out, const char **why);

#endif
