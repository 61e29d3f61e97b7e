#include "access_table.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/names.h"

enum { AGREED_MOST = 2000 };

static const char table_file[] = "test/data/access_matrix.txt";
static const char *const reaches[REACHES] = { "own", "organisation", "zone", "contract" };

static char *
word(char **at)
{
    char *from = *at + strspn(*at, " ");
    char *end = from + strcspn(from, " \n");

    *at = *end ? end + 1 : end;
    *end = '\0';
    return from;
}

void
agreed_read(struct test *t, struct agreed_table *out)
{
    FILE *in = fopen(table_file, "r");
    char line[600];

    assert_non_null(in);
    *out = (struct agreed_table){ .rows = NEW_ARRAY(t->arena, AGREED_MOST, struct agreed) };
    while (fgets(line, sizeof line, in)) {
        char *at = line;
        struct agreed *row = &out->rows[out->count];

        if (*line == '#' || *line == '\n')
            continue;
        assert_true(out->count < AGREED_MOST);
        row->ledger = arena_copy(t->arena, word(&at));
        if (!role_parse(word(&at), &row->role))
            fail_msg("%s: a role is not known", row->ledger);
        row->reach = arena_copy(t->arena, word(&at));
        at[strcspn(at, "\n")] = '\0';
        row->words = arena_copy(t->arena, at);
        out->count++;
    }
    fclose(in);
}

static bool
lies_within(const struct agreed *row, const struct membership *m, int64_t person,
            const struct record *record)
{
    if (strcmp(row->reach, "own") == 0)
        return record->owner != 0 && record->owner == person;
    if (strcmp(row->reach, "organisation") == 0)
        return record->organisation != 0 && record->organisation == m->organisation;
    if (strcmp(row->reach, "zone") == 0)
        return record->zone != 0 && record->zone == m->zone;
    return strcmp(row->reach, "contract") == 0;
}

bool
agreed_may(const struct agreed_table *table, const struct ledger *l, const struct membership *m,
           int64_t person, const char *action, const struct record *record, struct date today)
{
    if ((m->from.day && today.day < m->from.day) || (m->until.day && today.day > m->until.day))
        return false;
    if (record && !l->installation && m->contract && m->contract != record->contract)
        return false;
    for (size_t i = 0; i < table->count; i++) {
        const struct agreed *row = &table->rows[i];

        if (row->role == m->role && strcmp(row->ledger, l->name) == 0 &&
            strcmp(row->reach, "sees") != 0 && strcmp(row->reach, "sets") != 0 &&
            names_have(row->words, action) && (!record || lies_within(row, m, person, record)))
            return true;
    }
    return false;
}

bool
agreed_field(const struct agreed_table *table, const struct ledger *l, enum role role,
             const char *what, const char *field)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct agreed *row = &table->rows[i];

        if (row->role == role && strcmp(row->ledger, l->name) == 0 && strcmp(row->reach, what) == 0)
            return names_have(row->words, field);
    }
    return true;
}

const char *
action_at(const struct ledger *l, size_t n)
{
    if (n < DEEDS)
        return deed_faces[n].name;
    for (const struct transition *it = l->states ? l->states->transitions : NULL; it && it->action;
         it++)
        if (n-- == DEEDS)
            return it->action;
    return NULL;
}

static void
write_row(struct test *t, FILE *out, const struct ledger *l, const struct access *row)
{
    struct buffer words = { .arena = t->arena }, own = { .arena = t->arena };
    const struct transition *it = l->states ? l->states->transitions : NULL;

    for (size_t i = 0; i < DEEDS; i++)
        if (row->may & 1u << i)
            buffer_print(&words, " %s", deed_faces[i].name);
    for (; it && it->action && row->may & DEED_READ; it++)
        if (it->roles & 1u << row->role)
            buffer_print(it->own && row->reach != REACH_OWN ? &own : &words, " %s", it->action);
    fprintf(out, "%-12s %-13s %-12s%s\n", l->name, role_name(row->role), reaches[row->reach],
            buffer_string(&words));
    if (own.length)
        fprintf(out, "%-12s %-13s %-12s%s\n", l->name, role_name(row->role), reaches[REACH_OWN],
                buffer_string(&own));
    if (row->sees)
        fprintf(out, "%-12s %-13s %-12s %s\n", l->name, role_name(row->role), "sees", row->sees);
    if (row->sets)
        fprintf(out, "%-12s %-13s %-12s %s\n", l->name, role_name(row->role), "sets", row->sets);
}

void
agreed_write(struct test *t, const char *path)
{
    FILE *out = fopen(path, "w");
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    assert_non_null(out);
    for (size_t i = 0; i < count; i++) {
        fputs("\n", out);
        for (const struct access *row = all[i]->access; row && row->may; row++)
            write_row(t, out, all[i], row);
    }
    assert_int_equal(fclose(out), 0);
}
