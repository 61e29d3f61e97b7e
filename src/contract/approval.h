/*
 * Approval (決裁): any record goes along a route of people who approve what it says.
 *
 * A request freezes the content of the record (approval_content.h), takes a copy of the
 * route's steps and goes from step to step: one person, all at once, or n of m; a deputy
 * decides for somebody (代決); it is sent back to who asked or to an earlier step, or
 * withdrawn. The decisions are transitions of the ledger `approval`, so page, API and
 * program take one road, on the writer, and no step is skipped: only the people of the
 * present step may decide, each once, and nobody his own request unless the route says so.
 *
 * What was approved stays approved while the record says the same. When it says something
 * else the approval is outdated: it counts no longer and the record has to be approved
 * again, as a new request of the next round. Nothing is written for that: it is found by
 * comparing, so it cannot be forgotten.
 *
 * For others, in one line each:
 *   - a transition that needs approval first:  its .check calls approval_settled_first()
 *   - a document's approval box:               approval_state_read(), then its stamps
 *   - what happens when all have approved:     `then` of the route names a transition of
 *     the record, taken in the same transaction; its ledger's own .after does the rest
 */
#ifndef CONTRACT_APPROVAL_H
#define CONTRACT_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/approval_content.h"
#include "ledger/ledger.h"

struct act;

extern const struct ledger approval_ledger;

/* Asks for approval of a record by a route: its id in `*approval`. By who may change the
   record, or whose it is. FAULT_CLASH while one is under way or when it is approved as it
   is. Not inside act_write. */
bool approval_ask(struct act *a, const struct ledger *l, int64_t record, int64_t route,
                  const char *note, int64_t *approval);

/* One decision, or another act of somebody on the way. */
struct approval_decision {
    const char *action;  /* approve, return, return_to, withdraw, hand_over */
    const char *comment; /* required to send back */
    int64_t back_to;     /* of return_to: position of the step */
    int64_t substitute;  /* of hand_over: the person who may decide for him */
};
bool approval_decide(struct act *a, int64_t approval, const struct approval_decision *decision);

enum approval_word {
    APPROVAL_NONE,     /* nobody asked, or it was withdrawn */
    APPROVAL_ASKED,    /* under way */
    APPROVAL_RETURNED, /* sent back, and not asked again */
    APPROVAL_APPROVED,
    APPROVAL_OUTDATED /* approved, but the record now says something else */
};
const char *approval_word_title(enum approval_word word); /* 承認済み */

/* One field of an approval box. */
struct approval_stamp {
    const char *role;    /* 業務責任者; 起案 of who asked */
    const char *name;    /* of who decided, or shall decide: 青山 */
    const char *section; /* his section, or "" */
    const char *act;     /* 起案, 承認, 代決, 差戻し; "" not yet */
    const char *instead; /* of 代決: the name of whom he decided for, else "" */
    const char *comment;
    struct instant at;
    int64_t version; /* of the record, that was decided on */
    int64_t position;
    bool is_turn; /* it waits for this one */
    bool is_void; /* decided, and then sent back to an earlier step */
};

struct approval_state {
    enum approval_word word;
    int64_t approval;  /* the newest request; 0: none */
    int64_t round;     /* 1, 2, … */
    int64_t version;   /* of the record, as it was asked for */
    struct instant at; /* approved, or sent back */
    const char *route;
    const char *hash; /* SHA-256 of the content */
    struct approval_stamp *stamps;
    size_t stamp_count;
    /* Of an outdated one: approved to present. Values marked personal are open here: who
       shows them asks the right and records the reading. */
    struct content_changes changes;
};

/* How the newest request stands, whatever the rights: of who may read the record. */
bool approval_state_read(struct act *a, const struct ledger *l, const struct record *record,
                         struct approval_state *out);

/* The approval box of one request, in the order of the route; the void ones first. */
bool approval_stamps(struct act *a, int64_t approval, struct approval_stamp **out, size_t *count);

/* For the check of a transition: FAULT_CLASH unless the row is approved as it is, or no route
   in use is for it. */
bool approval_settled_first(struct act *a, const struct ledger *l, const struct record *row);

#endif
