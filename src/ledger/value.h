/*
 * The C types of members: one type per kind of value, so that the compiler keeps
 * them apart and a field table can take its type from the member.
 */
#ifndef LEDGER_VALUE_H
#define LEDGER_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/inet.h"
#include "base/money.h"
#include "base/time.h"

/* Texts of different kinds are different types; an empty one is NULL or "". */
struct prose {
    const char *text; /* several lines */
};
struct choice {
    const char *code;
};
struct mail {
    const char *text;
};
struct phone {
    const char *text; /* hyphens as typed */
};
struct postcode {
    const char *text; /* seven digits */
};
struct url {
    const char *text; /* http or https only */
};
struct mac {
    const char *text; /* aa:bb:cc:dd:ee:ff */
};

/* A record of another ledger; the title is filled in by reading. */
struct ref {
    int64_t id; /* 0: none */
    const char *title;
};
struct refs {
    struct ref *items;
    size_t count;
};

/* A stored file: blob hash, name, size. */
struct file {
    const char *hash; /* NULL or "": none */
    const char *name;
    int64_t size;
};

#endif
