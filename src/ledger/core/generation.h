/*
 * Generations: numbers in the settings by which copies in memory, on any node, learn
 * that what they were made of has changed.
 *
 * A number never comes back, also not after a rollback: it is at least the microsecond
 * of its making. 0 means that nothing was ever changed.
 */
#ifndef LEDGER_CORE_GENERATION_H
#define LEDGER_CORE_GENERATION_H

#include <stdbool.h>
#include <stdint.h>

struct act;

#define GENERATION_RIGHTS "generation.rights"     /* users, memberships, ends of contracts */
#define GENERATION_CALENDAR "generation.calendar" /* calendars, whose they are, holidays */
#define GENERATION_FIELDS "generation.fields"     /* custom fields */
#define GENERATION_TITLES "generation.titles"     /* of records of the installation */

/* Outside act_write all are asked for at once, and once for a snapshot. */
bool generation_get(struct act *a, const char *name, int64_t *generation);

/* All of them, 0 where nothing was ever changed. Who asks the database for something anyway
   asks for them too, with GENERATION_COLUMNS among what he selects, and hands them in. */
struct generations {
    int64_t rights;
    int64_t calendar;
    int64_t fields;
    int64_t titles;
};

#define GENERATION_COLUMN(name)                                                                    \
    "(SELECT CAST(value AS BIGINT) FROM setting WHERE name = '" name "')"
#define GENERATION_COLUMNS                                                                                          \
    GENERATION_COLUMN(GENERATION_RIGHTS)                                                                            \
    " AS rights_generation, " GENERATION_COLUMN(GENERATION_CALENDAR) " AS calendar_generation, " GENERATION_COLUMN( \
        GENERATION_FIELDS) " AS fields_generation, " GENERATION_COLUMN(GENERATION_TITLES) " AS titles_generation"

/* For a row with `struct generations generations`. */
#define GENERATION_PARTS(row)                                                                      \
    { "rights_generation", offsetof(row, generations.rights), COLUMN_INT },                        \
        { "calendar_generation", offsetof(row, generations.calendar), COLUMN_INT },                \
        { "fields_generation", offsetof(row, generations.fields), COLUMN_INT },                    \
    {                                                                                              \
        "titles_generation", offsetof(row, generations.titles), COLUMN_INT                         \
    }

void generations_note(struct act *a, struct generations generations);

/* Only inside act_write. */
bool generation_bump(struct act *a, const char *name);

#endif
