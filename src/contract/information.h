/*
 * The ledger of information under care (情報台帳), and everything that happens to it.
 *
 * An item says what it is; what happens is an event: received, made, copied, used, moved,
 * taken out, brought back, returned, erased. Events are never changed; they move count,
 * place and state of the item themselves, so the item is always the sum of its events. The
 * first event is written with the item.
 *
 *     保管中 ⇄ 持出中        保管中 → 返還済 | 消去済, when nothing is left
 *
 * Copying and taking out need an approved request (contract/handling_request.h) of the same
 * kind and item, on a day and for a count that it covers; erasing needs an approved
 * application (contract/erasure.h).
 */
#ifndef CONTRACT_INFORMATION_H
#define CONTRACT_INFORMATION_H

#include "ledger/ledger.h"

struct information_item {
    struct record base;
    const char *number;
    const char *title;
    struct choice confidentiality; /* class_3 class_2 class_1 */
    bool personal_data;
    struct choice origin;
    struct choice form; /* paper, data, … */
    struct ref medium;
    int64_t quantity; /* at first */
    const char *unit;
    int64_t kept;     /* now here, by the events */
    int64_t away;     /* now taken out */
    struct ref giver; /* organisation */
    const char *giver_name;
    struct date came_on;
    struct ref person; /* who answers for it */
    struct ref workplace;
    const char *place;
    const char *purpose;
    struct date return_by;
    struct ref receipt;
    struct prose notes;
};

struct information_event {
    struct record base;
    const char *title;
    struct ref item;
    struct choice kind;
    struct date day;
    int64_t quantity;
    struct ref person;
    struct ref workplace;
    const char *place;
    const char *partner; /* given to, taken to */
    struct ref transport;
    struct ref request;
    struct ref erasure;
    const char *witness;
    int64_t left; /* of the item, after it */
    struct prose notes;
};

extern const struct ledger information_item_ledger;
extern const struct ledger information_event_ledger;

extern const struct choice_item information_forms[];
extern const struct choice_item information_classes[];

/* Writes the event of an application that was carried out: `kind` returned, erased or
   disposed. In a consequence. */
struct information_done {
    int64_t item;
    int64_t erasure;
    const char *kind;
    int64_t count;
    struct date day;
    int64_t person;
    const char *witness;
};
bool information_do(struct act *a, int64_t contract, const struct information_done *done);

#endif
