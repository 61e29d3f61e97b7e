/*
 * The ledger of accounts beside a directory: what is different.
 *
 * account_compare() is the comparison itself, over what was read of both sides. Names are the
 * same in any case of ASCII letters. An account in use whose last day is over counts as stopped;
 * one whose first day has not come is not missing yet. An account that is stopped may be absent.
 * Each account has one difference of its state, and may have one of its groups.
 *
 * account_compare_run() reads both sides, compares, and writes the ledger of differences; the
 * job does so every night for every directory of which tasuki.ini knows the place.
 */
#ifndef DESK_ACCOUNT_COMPARE_H
#define DESK_ACCOUNT_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "desk/account_difference.h"

struct account_directory;
struct directory_link;
struct job;

struct account_side { /* of the ledger */
    int64_t id;
    const char *title;
    const char *state; /* used stopped removed */
    struct date begins_on;
    struct date ends_on;
    const char **groups;
    size_t group_count;
};
struct account_entry { /* of the directory */
    const char *dn;
    const char *login;
    const char *display; /* "" for none */
    bool disabled;
    struct date sign_in; /* none: never, or not known */
    const char **groups;
    size_t group_count;
};
struct account_rules {
    struct date today;
    bool groups; /* are compared */
    int64_t idle_days;
};

struct account_found {
    enum account_differs kind;
    const struct account_side *side;   /* NULL: none */
    const struct account_entry *entry; /* NULL: none */
    const char *ledger_says;
    const char *directory_says;
};
struct account_founds {
    struct account_found *rows;
    size_t count;
};

/* Sorts both sides. In the arena. */
void account_compare(struct arena *arena, struct account_side *sides, size_t side_count,
                     struct account_entry *entries, size_t entry_count,
                     const struct account_rules *rules, struct account_founds *out);

/* Whether the account is to be usable on this day. */
bool account_in_use(const struct account_side *side, struct date today);

/* The day of lastLogonTimestamp (100 ns since 1601) or of a generalized time
   (20260401093000Z), in Japan; none when it is neither, or before 1970. */
struct date account_sign_in(const char *text);

/* Users and groups as the directory has them now, in the link's arena. */
struct account_group {
    const char *dn;
    const char *name;
    const char **members; /* ldif_dn_normal */
    size_t member_count;
};
struct account_picture {
    struct account_entry *entries;
    size_t count;
    struct account_group *groups;
    size_t group_count;
};
bool account_directory_read(struct act *a, const struct account_directory *it,
                            struct directory_link *link, struct account_picture *out);

/* The ledger's side of a directory's network. */
bool account_sides_read(struct act *a, const struct account_directory *it,
                        struct account_side **out, size_t *count);

/* `job` NULL: at once, by a command. The outcome stands in the directory's row, also when the
   server did not answer; then it is false, with the fault. */
bool account_compare_run(struct act *a, int64_t directory, struct job *job);

extern const struct job_kind account_compare_job; /* input: a directory; none: all */

#endif
