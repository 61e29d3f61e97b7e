/*
 * Mappings: which column of a file is which field of a ledger.
 *
 * A proposal looks at the headings – labels, names and the other words that declarations
 * list – and at the values: dates, times, addresses, words of choices and states. Two
 * columns may make one instant (受付日 and 受付時間); any other field is given once. What
 * is not sure says why, and people change it.
 *
 * A mapping can be kept under a name for a ledger; it then goes by headings, whatever
 * order the columns have.
 */
#ifndef LEDGER_MAPPING_H
#define LEDGER_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct field;
struct ledger;
struct sheet;
struct table;

enum mapping_part { PART_WHOLE, PART_DATE, PART_TIME };

struct mapping_column {
    const char *heading;       /* as in the sheet */
    const struct field *field; /* NULL: not taken in */
    enum mapping_part part;    /* of an instant: which half the column brings */
    bool sure;                 /* else a person should look */
    const char *reason;        /* why it is so, for people: 見出しが同じ */
};

struct mapping {
    const struct ledger *ledger;
    struct mapping_column *columns; /* one per column of the sheet */
    size_t count;
};

/* What the file seems to mean. */
bool mapping_propose(struct act *a, const struct ledger *l, const struct sheet *sheet,
                     struct mapping *out);

/* Lets a column bring a field: its name or label, with ".date" or ".time" behind it for
   halves of an instant, or "" for nothing. The column is a heading, its lower part or a
   letter. Another column that brought the same is emptied. False with a fault when there
   is no such column or field, or the field is not typed by people. */
bool mapping_set(struct act *a, struct mapping *mapping, const struct sheet *sheet,
                 const char *column, const char *field);

/* The field as mapping_set takes it: "received_at.date", "" for none. */
const char *mapping_word(struct act *a, const struct mapping_column *column);

/* All that a column can be given to, for a list to choose from; fields in their order. */
struct mapping_choice {
    const char *word;  /* for mapping_set */
    const char *label; /* 受付日時（日付） */
};
struct mapping_choices {
    const struct mapping_choice *items;
    size_t count;
};
bool mapping_choices(struct act *a, const struct ledger *l, struct mapping_choices *out);

/* JSON: {"columns":[{"heading":"受付／受付日","field":"received_at.date","sure":true,
   "reason":"…"},…]}. Reading goes by heading; headings the sheet does not have are
   faults, columns the text does not name bring nothing. */
const char *mapping_json(struct act *a, const struct mapping *mapping);
bool mapping_parse(struct act *a, const struct ledger *l, const struct sheet *sheet,
                   const char *json, struct mapping *out);

/* Fields that must be filled and that no column brings; `*count` of them. */
bool mapping_missing(struct act *a, const struct mapping *mapping, const struct field ***out,
                     size_t *count);

/* Mappings kept under a name. Saving replaces; FAULT_MISSING for an unknown name. */
bool mapping_save(struct act *a, const struct mapping *mapping, const char *name);
bool mapping_load(struct act *a, const struct ledger *l, const struct sheet *sheet,
                  const char *name, struct mapping *out);
bool mapping_names(struct act *a, const struct ledger *l, const char *const **names, size_t *count);

/* The table `mapping`, for schema_apply beside the ledgers' own. */
extern const struct table mapping_table;

#endif
