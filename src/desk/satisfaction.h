/*
 * Satisfaction (満足度): how the requester found what was done, said by one click.
 *
 * One answer an inquiry, from its page or by the link of the closing message. The link names
 * the inquiry and a mark that only the installation can make, with a key of the contract, so
 * it needs no sign-in and is good for this one answer and nothing else. It opens a page with
 * the choices: programs that look into mail open links, and a visit must not be an answer.
 *
 * An answer may be changed for seven days from the first one.
 */
#ifndef DESK_SATISFACTION_H
#define DESK_SATISFACTION_H

#include "ledger/ledger.h"
#include "web/panel.h"

struct reply;
struct request;

enum { SATISFACTION_DAYS = 7, SATISFACTION_MARK = 33 /* with its end */ };

struct satisfaction {
    struct record base;
    const char *title;
    struct ref inquiry;
    struct choice score; /* good fair bad */
    struct prose comment;
    struct instant answered_at; /* first */
};

extern const struct ledger satisfaction_ledger;
extern const struct panel satisfaction_panel;

/* The path of the link for this inquiry, for letters: /desk/satisfaction/12/5f3a…; NULL when
   the contract has no keys any more. */
bool satisfaction_path(struct act *a, const struct record *inquiry, const char **path);

/* Keeps or changes the answer about a completed inquiry; FAULT_INVALID on "score",
   FAULT_CLASH before it is completed and when the days are over. Own act_write. */
bool satisfaction_answer(struct act *a, int64_t inquiry, const char *score, const char *comment);

struct satisfaction_choice {
    const char *code;
    const char *label;
    bool is_chosen;
};

struct satisfaction_page {
    const char *csrf;
    const char *action;
    const char *code; /* of the inquiry; its title is not shown to who is not signed in */
    struct satisfaction_choice choices[4];
    size_t choice_count;
    const char *comment;
    const char *notice; /* or NULL */
    const char *fault;  /* or NULL */
    bool is_open;       /* may still be answered */
};

/* GET and POST /desk/satisfaction/{id}/{word}: by the link, for everyone who has it. */
bool satisfaction_show(struct act *a, const struct request *q, struct reply *r);
bool satisfaction_post(struct act *a, const struct request *q, struct reply *r);

/* POST /desk/inquiries/{id}/satisfaction: on the page, by who asked. */
bool satisfaction_own_post(struct act *a, const struct request *q, struct reply *r);

#endif
