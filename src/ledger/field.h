/*
 * Fields: what a record is made of, each type knowing itself.
 *
 * A row of a field table takes name, place and type from the member of a C struct;
 * label and what is special follow. Each type parses, checks, shows, compares,
 * binds and exports its values in one place (ledger/type.c): pages, API, import,
 * export, history and filters all go through the functions below.
 */
#ifndef LEDGER_FIELD_H
#define LEDGER_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/value.h"

struct act;
struct buffer;
struct ledger;

enum field_type {
    FIELD_TEXT,
    FIELD_PROSE,
    FIELD_NUMBER, /* int64_t, empty is NO_NUMBER */
    FIELD_YEN,
    FIELD_DATE,
    FIELD_TIME, /* an instant */
    FIELD_MINUTES,
    FIELD_PERIOD,
    FIELD_CHOICE,
    FIELD_BOOL,
    FIELD_REF, /* organisation and person are references, too */
    FIELD_REFS,
    FIELD_MAIL,
    FIELD_PHONE,
    FIELD_POSTCODE,
    FIELD_INET,
    FIELD_MAC,
    FIELD_URL,
    FIELD_FILE
};
enum { FIELD_TYPES = FIELD_FILE + 1 };

#define FIELD_TYPE(x)                                                                              \
    _Generic((x),                                                                                  \
        const char *: FIELD_TEXT,                                                                  \
        struct prose: FIELD_PROSE,                                                                 \
        int64_t: FIELD_NUMBER,                                                                     \
        struct yen: FIELD_YEN,                                                                     \
        struct date: FIELD_DATE,                                                                   \
        struct instant: FIELD_TIME,                                                                \
        struct minutes: FIELD_MINUTES,                                                             \
        struct period: FIELD_PERIOD,                                                               \
        struct choice: FIELD_CHOICE,                                                               \
        bool: FIELD_BOOL,                                                                          \
        struct ref: FIELD_REF,                                                                     \
        struct refs: FIELD_REFS,                                                                   \
        struct mail: FIELD_MAIL,                                                                   \
        struct phone: FIELD_PHONE,                                                                 \
        struct postcode: FIELD_POSTCODE,                                                           \
        struct inet: FIELD_INET,                                                                   \
        struct mac: FIELD_MAC,                                                                     \
        struct url: FIELD_URL,                                                                     \
        struct file: FIELD_FILE)
#define FIELD(row, m, ...)                                                                         \
    {                                                                                              \
        .name = #m, .offset = offsetof(row, m), .type = FIELD_TYPE(((row *)0)->m),                 \
        .label = __VA_ARGS__                                                                       \
    }

struct choice_item {
    const char *code;  /* stored; [a-z][a-z0-9_]* */
    const char *label; /* shown; also accepted in imports */
    const char *also;  /* other words an import may bring, '|' between, or NULL */
};

struct field {
    const char *name;
    size_t offset; /* 0 in ledgers without struct: the shape gives them places */
    enum field_type type;
    const char *label;
    const char *help;        /* a hint under the control, or NULL */
    const char *also;        /* other headings an import may bring, '|' between */
    const struct ledger *to; /* of references */
    const char *instead;     /* of references: text field that keeps a name nobody knows yet */
    /* Of a choice: all there are. Of a text: suggestions; what matches one is written
       like it, anything else stays as typed. Ends with a zero row. */
    const struct choice_item *choices;
    const char *series; /* numbering: "R{era}-{number:6}", see ledger/series.h */
    bool gapless;       /* of a series: no number may be missing, as of certificates */
    bool required;
    bool filled;            /* of a required one: where it comes empty, the ledger fills it in */
    bool unique;            /* within the contract, among not removed */
    bool unique_everywhere; /* in the installation */
    bool personal;          /* of texts: encrypted; reading it is recorded */
    bool secret;            /* never shown, listed, exported or written into the history */
    bool searched;          /* its words are in the index */
    bool code;              /* match key of imports */
    bool counted;           /* of dates and times: reports count by it, so it has an index */
    bool fixed;             /* set by the engine or the code, never typed */
    /* Of a FIELD_REF: this record is a part of the one it leads to, whose page then lists it
       with its other parts and offers to add one. Only where they are read together and are
       few: a clause of its document, not an inquiry of its section. */
    bool part;
    bool settled;  /* cannot change once written */
    int64_t least; /* of numbers the value, of texts the characters */
    int64_t most;  /* 0: the type's own limit */
};

/* Person-readable (wareki, labels, thousands) or plain (ISO, codes, digits). */
enum field_style { STYLE_SHOWN, STYLE_PLAIN };

/* Reads what a person or a file wrote. False with a Japanese sentence in `*why`
   (in the act's arena) and `at` untouched. Empty text empties the member.
   References are found by id, number or title within the act's rights. */
bool
field_parse(struct act *a, const struct field *f, const char *text, void *at, const char **why);

/* Writes the member as text, in the act's arena; never NULL, "" when empty. */
const char *
field_text(struct act *a, const struct field *f, const void *at, enum field_style style);

bool field_is_empty(const struct field *f, const void *at);
void field_clear(const struct field *f, void *at);

/* Order of values; empty ones last. Equal values give 0. */
int field_compare(const struct field *f, const void *left, const void *right);

/* Copies the member deeply into the act's arena. */
void field_copy(struct act *a, const struct field *f, const void *from, void *to);

/* The member as a JSON value by decision 24's grammar. */
void field_json(struct act *a, struct buffer *out, const struct field *f, const void *at);

size_t field_size(enum field_type type);
const char *field_type_title(enum field_type type); /* Japanese, for dictionaries */

#endif
