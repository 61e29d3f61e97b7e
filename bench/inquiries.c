/*
 * Writes the tables that the measurements are taken on: organisations, people and any
 * stretch of an endless log of inquiries, as CSV for `tasuki import`; and words drawn
 * from the text of that log.
 *
 *   inquiries organisations | people
 *   inquiries log FROM COUNT         rows FROM .. FROM+COUNT-1
 *   inquiries create COUNT           bodies of JSON for the API, one a line
 *   inquiries words COUNT ROWS       "length frequency word" a line, counted in ROWS rows
 *
 * A row depends on its number alone, so pieces fit together and a run can be repeated.
 * Words are taken by a Zipf-like draw, so some stand in every third row and some in one
 * of a hundred thousand.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inquiries.h"
#include "sentences.h"
#include "text.h"

struct row {
    char title[TEXT_SIZE], body[TEXT_SIZE], response[TEXT_SIZE], section[100], requester[100];
    const char *kind, *channel, *priority, *state;
    size_t assignee, team;
    int year, month, day, hour, minute;
    bool completed;
};

/* About 200 characters of text in all. */
static void
make_row(uint64_t number, struct row *row)
{
    struct random r = { number * 0xd1342543de82ef95 + 20261121 };
    size_t person = random_few(&r, TEXT_PEOPLE);
    size_t kind = random_few(&r, KINDS);
    size_t days = (size_t)(number % 500000) * 3500 / 500000;
    size_t open = number % 500000 > 480000 ? 4 : 60;

    memset(row, 0, sizeof(*row));
    row->kind = kinds[kind].name;
    row->channel = channels[random_few(&r, CHANNELS)];
    row->priority = priorities[random_few(&r, PRIORITIES)];
    section_name(person % TEXT_SECTIONS, row->section, sizeof(row->section));
    person_name(person, row->requester, sizeof(row->requester));
    row->team = random_below(&r, TEXT_TEAMS);
    row->assignee = random_below(&r, TEXT_STAFF);
    text_fill(&r, kinds[kind].titles[random_below(&r, KIND_TITLES)], row->title, TEXT_SIZE);
    text_sentences(&r, body_sentences, BODY_SENTENCES, 110, row->body);
    text_sentences(&r, response_sentences, RESPONSE_SENTENCES, 45, row->response);
    row->completed = random_below(&r, open) != 0;
    row->state = row->completed ? "完了" : open_states[random_below(&r, OPEN_STATES)];
    row->year = 2017 + (int)(days / 366);
    row->month = 1 + (int)(days % 366 / 31);
    row->day = 1 + (int)(days % 28);
    row->hour = 8 + (int)random_below(&r, 10);
    row->minute = (int)random_below(&r, 60);
}

static void
write_log(uint64_t from, uint64_t count)
{
    static struct row row;
    char assignee[100];

    puts("番号,受付日時,受付方法,依頼元,依頼者,種別,優先度,件名,内容,班,担当,対応内容,完了日,状態");
    for (uint64_t i = from; i < from + count; i++) {
        make_row(i, &row);
        person_name(row.assignee, assignee, sizeof(assignee));
        printf("B%07" PRIu64
               ",%d-%02d-%02d %02d:%02d,%s,%s,%s,%s,%s,\"%s\",\"%s\",%zu班,%s,\"%s\",",
               i, row.year, row.month, row.day, row.hour, row.minute, row.channel, row.section,
               row.requester, row.kind, row.priority, row.title, row.body, row.team + 1, assignee,
               row.response);
        if (row.completed)
            printf("%d-%02d-%02d", row.year, row.month, row.day);
        printf(",%s\n", row.state);
    }
}

static void
write_creates(uint64_t count)
{
    static struct row row;

    for (uint64_t i = 0; i < count; i++) {
        make_row(7000000 + i, &row);
        printf("{\"channel\":\"%s\",\"kind\":\"%s\",\"title\":\"%s\",\"body\":\"%s%s\"}\n",
               row.channel, row.kind, row.title, row.body, row.response);
    }
}

static void
write_organisations(void)
{
    char name[100];

    puts("名前,ふりがな,コード,種類");
    for (size_t i = 0; i < TEXT_SECTIONS; i++) {
        section_name(i, name, sizeof(name));
        printf("%s,か%03zu,B%03zu,課\n", name, i, i);
    }
    for (size_t i = 0; i < TEXT_TEAMS; i++)
        printf("%zu班,はん%zu,T%zu,班\n", i + 1, i + 1, i + 1);
}

static void
write_people(void)
{
    char name[100], section[100];

    puts("表示名,氏名,ふりがな,メールアドレス,電話番号,所属,職名");
    for (size_t i = 0; i < TEXT_PEOPLE; i++) {
        person_name(i, name, sizeof(name));
        section_name(i % TEXT_SECTIONS, section, sizeof(section));
        printf("%s,%s,しめい%04zu,b%04zu@bench.example,000-0000-%04zu,%s,%s\n", name, name, i, i, i,
               section, i % 9 ? "主任" : "係長");
    }
}

static size_t
bytes_of(const char *character)
{
    size_t bytes = 1;

    while ((character[bytes] & 0xc0) == 0x80)
        bytes++;
    return bytes;
}

static bool
is_sign(const char *character)
{
    static const char *const signs[] = { "、", "。", "「", "」", "（", "）", "・" };

    for (size_t i = 0; i < COUNT(signs); i++)
        if (strncmp(character, signs[i], strlen(signs[i])) == 0)
            return true;
    return (unsigned char)*character < '0';
}

/* A stretch of `length` characters somewhere in the text, without signs and spaces. */
static bool
cut(struct random *r, const char *text, size_t length, char *out, size_t size)
{
    const char *from = text, *to;

    for (size_t at = random_below(r, text_characters(text)); at; at--)
        from += bytes_of(from);
    to = from;
    for (size_t i = 0; i < length; i++) {
        if (!*to || is_sign(to))
            return false;
        to += bytes_of(to);
    }
    return (size_t)snprintf(out, size, "%.*s", (int)(to - from), from) < size;
}

/* Of many candidates as many common, middling and rare ones of each length. */
static void
write_words(size_t count, size_t rows)
{
    static const size_t lengths[] = { 1, 2, 3, 5 };
    static const char *const names[] = { "rare", "middling", "common" };
    static struct row row;
    struct random r = { 4711 };
    char **texts = calloc(rows, sizeof(*texts));
    size_t have[4][3] = { 0 };
    char(*seen)[64] = calloc(count, sizeof(*seen));
    size_t written = 0;

    for (size_t i = 0; i < rows; i++) {
        make_row(i * 499979 % 500000, &row);
        if (asprintf(&texts[i], "%s %s %s", row.title, row.body, row.response) < 0)
            exit(3);
    }
    for (size_t tries = 0; written < count && tries < count * 40; tries++) {
        size_t which = random_below(&r, 4), hits = 0, level, same = 0;
        char word[64];

        if (!cut(&r, texts[random_below(&r, rows)],
                 lengths[which] + (which == 3 ? random_below(&r, 4) : 0), word, sizeof(word)))
            continue;
        while (same < written && strcmp(seen[same], word))
            same++;
        if (same < written)
            continue;
        for (size_t i = 0; i < rows; i++)
            hits += strstr(texts[i], word) != NULL;
        level = hits * 10 >= rows ? 2 : hits * 500 >= rows ? 1 : 0;
        /* One-character words are seldom rare: their places go to others in the end. */
        if (have[which][level] > count / 12 && tries < count * 30)
            continue;
        have[which][level]++;
        snprintf(seen[written++], sizeof(*seen), "%s", word);
        printf("%zu %s %s\n", lengths[which], names[level], word);
    }
}

int
main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    uint64_t second = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;

    if (strcmp(what, "organisations") == 0)
        write_organisations();
    else if (strcmp(what, "people") == 0)
        write_people();
    else if (strcmp(what, "log") == 0)
        write_log(first, second);
    else if (strcmp(what, "create") == 0)
        write_creates(first);
    else if (strcmp(what, "words") == 0)
        write_words((size_t)first, (size_t)second);
    else
        return 2;
    return ferror(stdout) || fflush(stdout) ? 3 : 0;
}
