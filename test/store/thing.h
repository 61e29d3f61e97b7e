/*
 * One table with a column of every type, for the tests of the store.
 */
#ifndef TEST_STORE_THING_H
#define TEST_STORE_THING_H

#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"
#include "test.h"

struct store;

struct thing {
    int64_t id;
    int64_t contract;
    const char *name;
    const char *note;
    struct yen amount;
    bool done;
    struct date day;
    struct instant at;
    struct bytes body;
};
struct thing_list {
    struct thing *rows;
    size_t count;
};

extern const struct table thing_table;
extern const struct query thing_all; /* by id */
extern const struct column thing_columns[];

/* The store with the table in it. */
struct store *things_for_test(struct test *t);
void things_make(struct test *t, struct store *store);

/* Adds one inside act_write; `with` is a struct thing. */
bool thing_add(struct act *a, void *with);

/* A thing with a name of its own. */
struct thing thing_of(int64_t id, const char *name);

/* Writes it in an act of its own on an arena of its own: for threads and processes. */
bool thing_write(struct store *store, int64_t id, const char *name);

/* How many there are, in an act of its own. */
int64_t things_count(struct store *store);

#endif
