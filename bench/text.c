#include "text.h"

#include <stdio.h>
#include <string.h>

#include "inquiries.h"
#include "sentences.h"

uint64_t
random_next(struct random *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

size_t
random_below(struct random *r, size_t count)
{
    return (size_t)(random_next(r) % count);
}

size_t
random_few(struct random *r, size_t count)
{
    uint64_t u = random_next(r) >> 48;

    return (size_t)(u * u * u * count >> 48);
}

void
section_name(size_t i, char *out, size_t size)
{
    snprintf(out, size, "%s%s", section_fields[i % FIELDS_OF_WORK],
             section_kinds[i / FIELDS_OF_WORK % SECTION_KINDS]);
}

void
person_name(size_t i, char *out, size_t size)
{
    snprintf(out, size, "%s %s", surnames[i % SURNAMES],
             given_names[(i / SURNAMES + i * 7) % GIVEN_NAMES]);
}

/* A place or thing that few rows name: three characters of a wide range. */
static void
rare_name(struct random *r, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", rare_characters[random_below(r, RARE_CHARACTERS)],
             rare_characters[random_below(r, RARE_CHARACTERS)],
             rare_ends[random_below(r, RARE_ENDS)]);
}

static void
append(char *out, size_t size, const char *text)
{
    size_t length = strlen(out);

    snprintf(out + length, size - length, "%s", text);
}

void
text_fill(struct random *r, const char *pattern, char *out, size_t size)
{
    char word[200];

    for (const char *c = pattern; *c; c += 3) {
        size_t plain = strcspn(c, "{");

        snprintf(word, sizeof(word), "%.*s", (int)plain, c);
        append(out, size, word);
        c += plain;
        if (!*c)
            return;
        word[0] = '\0';
        switch (c[1]) {
        case 'd':
            append(word, sizeof(word), devices[random_few(r, DEVICES)]);
            break;
        case 's':
            append(word, sizeof(word), systems[random_few(r, SYSTEMS)]);
            break;
        case 'p':
            append(word, sizeof(word), places[random_few(r, PLACES)]);
            break;
        case 'm':
            append(word, sizeof(word), messages[random_few(r, MESSAGES)]);
            break;
        case 't':
            append(word, sizeof(word), times[random_below(r, TIMES)]);
            break;
        case 'n':
            snprintf(word, sizeof(word), "%zu", 1 + random_below(r, 30));
            break;
        case 'a':
            snprintf(word, sizeof(word), "%c%c-%05zu", (char)('A' + random_below(r, 6)),
                     (char)('K' + random_below(r, 6)), random_below(r, 100000));
            break;
        case 'r':
            rare_name(r, word, sizeof(word));
            break;
        default:
            section_name(random_below(r, TEXT_SECTIONS), word, sizeof(word));
        }
        append(out, size, word);
    }
}

size_t
text_characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

void
text_sentences(struct random *r, const char *const *list, size_t count, size_t least, char *out)
{
    uint64_t said = 0;

    while (text_characters(out) < least) {
        size_t which = random_few(r, count);

        if (!(said >> which & 1))
            text_fill(r, list[which], out, TEXT_SIZE);
        said |= (uint64_t)1 << which;
    }
}
