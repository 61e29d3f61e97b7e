/*
 * The indexes of automatic answers in memory, one a contract, shared by all threads.
 */
#ifndef DESK_ASK_SHELF_H
#define DESK_ASK_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "desk/ask_book.h"
#include "desk/ask_index.h"

struct act;

struct shelf {
    int64_t contract;
    struct arena arena;
    const char *store; /* UUID of the installation, as tests have several */
    struct book *book;
    struct book_stamp outcomes;
    struct ask_lessons lessons;
    int users; /* threads, and the table itself; under its lock */
};

/* The shelf of a contract as it is now, for this thread to read until it gives it back; the book
   does not change meanwhile. Only other synonyms of many articles come later (ask_book.h). */
bool shelf_take(struct act *a, int64_t contract, struct shelf **out);
void shelf_give(struct shelf *shelf);

#endif
