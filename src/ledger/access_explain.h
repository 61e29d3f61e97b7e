/*
 * Why somebody may or may not do something, in sentences.
 *
 * The answer is the decision itself: every membership is asked with every row of the
 * ledger's table by the same function as in access_may, and each says what kept it. It
 * tells of a record no more than its number.
 */
#ifndef LEDGER_ACCESS_EXPLAIN_H
#define LEDGER_ACCESS_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/access.h"

/* What is asked: one deed, or a transition, or a field that is seen or filled. */
struct access_question {
    const struct who *who; /* with memberships that are over, see who_load_all */
    const struct ledger *ledger;
    const struct record *record; /* NULL: any at all */
    unsigned deed;
    const struct transition *move;
    const struct field *field; /* with DEED_READ: seen; with _CREATE, _CHANGE: filled */
};

struct access_answer {
    bool allowed;
    const char *verdict;  /* できます。…, できません。… */
    const char **reasons; /* a sentence for what decided, or for each thing in the way */
    size_t count;
};

void access_answer(struct act *a, const struct access_question *q, struct access_answer *out);

/* Reads an action: a deed ("read"), a transition ("answer"), "see.FIELD" or "set.FIELD".
   FAULT_MALFORMED names what there is. */
bool
access_action(struct act *a, const struct ledger *l, const char *word, struct access_question *out);

/* All actions of a ledger with their titles, by "read" and so on. */
struct access_word {
    const char *word;
    const char *title;
};
const struct access_word *access_actions(struct act *a, const struct ledger *l, size_t *count);

/*
 * The question as an asker may put it: administrators about everybody, leads about the
 * contracts they lead, others about nobody. `record` 0: none. Reads the user with all
 * his memberships (for leads those in their contracts) and the head of the record.
 */
bool access_ask(struct act *a, const char *login, const struct ledger *l, int64_t record,
                const char *action, struct access_answer *out);

/* Whether this user may put such questions at all. */
bool access_may_ask(const struct act *a);

/* One sentence on why this user may or may not. */
const char *
access_explain(struct act *a, const struct ledger *l, unsigned deeds, const struct record *record);

#endif
