/*
 * Where scenarios happen: a store with contracts and people that appear when named.
 */
#ifndef TEST_SCENARIOS_TOWN_H
#define TEST_SCENARIOS_TOWN_H

#include <stdbool.h>

#include "ledger/core/who.h"
#include "store/act.h"
#include "test.h"

enum { MOST_ACTS = 64, MOST_PEOPLE = 16, MOST_CONTRACTS = 4, MOST_RECORDS = 64 };

struct citizen {
    const char *name; /* as written: 受託者:鈴木@別契約 */
    struct who who;
    bool importing;
};

struct town_contract {
    const char *title;
    int64_t id;
};

/* A record made by a scenario, counted per ledger. */
struct made {
    const struct ledger *ledger;
    int64_t id;
};

struct town {
    struct test *test;
    struct store *store;
    struct instant now;
    struct citizen people[MOST_PEOPLE];
    size_t people_count;
    struct town_contract contracts[MOST_CONTRACTS];
    size_t contract_count;
    struct made records[MOST_RECORDS];
    size_t record_count;
    struct act *acts[MOST_ACTS]; /* since the last rest */
    size_t act_count;
};

void town_open(struct test *t, struct town *town);

/* NULL for a role that is not known. */
struct citizen *town_citizen(struct town *town, const char *name);
int64_t town_contract(struct town *town, const char *title);

/* Gives the usual contract a calendar with these special days. */
bool town_calendar(struct town *town, const char *hours, const char *special);

/* An act at the town's time, ended with the test. */
struct act *town_act(struct town *town, const struct citizen *citizen);
struct act *town_console(struct town *town);

/* Gives the connections of the acts so far back, since there are only a few. */
void town_rest(struct town *town);

#endif
