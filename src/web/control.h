/*
 * Controls: how a field is typed in on a form – on the edit page, beside a transition,
 * in the filter of a list, for many rows at once.
 *
 * Values are texts as typed, so that a refused form comes back unchanged. Dates may be
 * typed in any form of base/wareki.h and are shown as the reader chose.
 */
#ifndef WEB_CONTROL_H
#define WEB_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pair.h"

struct act;
struct field;
struct ledger;

enum control_kind {
    CONTROL_LINE,
    CONTROL_AREA,
    CONTROL_SELECT,
    CONTROL_CHECK,
    CONTROL_PERIOD, /* two lines: name and name.until */
    CONTROL_SECRET,
};

struct option {
    const char *value;
    const char *label;
    bool is_chosen;
};

struct control {
    enum control_kind kind;
    const char *id;
    const char *name;
    const char *label;
    const char *hint;       /* or NULL */
    const char *fault;      /* or NULL */
    const char *value;      /* as typed; of a check "1" or "" */
    const char *until;      /* of a period the second line */
    const char *mode;       /* inputmode: "numeric", "tel", "email", "url", "text" */
    struct option *options; /* of a select; of a line suggestions */
    size_t option_count;
    int64_t most; /* characters, 0: no limit */
    bool is_required;
    bool is_personal;
    bool is_told; /* whether ※必須 or ※任意 stands beside the label */
};

/* The choices of references, read once a page for each ledger. */
struct control_maker {
    const char *prefix; /* of ids, unique on the page */
    bool western;
    struct known_titles {
        const struct ledger *ledger;
        struct option *options;
        size_t count;
        bool is_whole; /* all there are: a select will do */
    } known[8];
    size_t known_count;
};

/* A control for the field with this text in it. */
void control_make(struct act *a, struct control_maker *maker, const struct field *f,
                  const char *value, struct control *out);

/* What the control shows for a member of a row: "R8.4.1", a code, an id or title. */
const char *
control_value(struct act *a, struct control_maker *maker, const struct field *f, const void *at);

/* Whether people type this field at all: not fixed, no file. */
bool control_exists(const struct field *f);

/* What a form brought for the field, as text for field_parse: the last value of the name,
   the two ends of a period joined. NULL when it was not on the form. */
const char *control_typed(struct act *a, const struct field *f, const struct pairs *form);

/* The first fault of the act that names the field, or NULL. */
const char *control_fault(const struct act *a, const char *name);

#endif
