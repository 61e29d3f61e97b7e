/*
 * A counter where people apply: an applicant, the head of his section, the ICT section that
 * approves after him, two who work, and a kind of application with its form.
 */
#ifndef TEST_DESK_COUNTER_H
#define TEST_DESK_COUNTER_H

#include "contract/crew.h"
#include "desk/application.h"

/* The crew's hands under the names they have here. */
#define APPLICANT FOREIGNER
#define HEAD DECIDER
#define ICT CLIENT
#define FIRST WORKER
#define SECOND LEADER

struct counter {
    struct crew c;
    int64_t section; /* of applicant and head */
    int64_t form;
    int64_t name;   /* questions */
    int64_t reason; /* asked only of a change */
    int64_t route;
    int64_t kind;
};

/* The form asks 区分 (新規, 変更), 利用する人 (personal), 理由 (only of 変更). */
void counter_open(struct test *t, struct counter *d);

int64_t
counter_question(struct counter *d, int64_t form, const char *label, const char *const *values);
int64_t counter_form(struct counter *d, const char *title);
int64_t counter_kind(struct counter *d, const char *code, const char *const *values);

/* A draft by the applicant with these answers, and the same sent. */
int64_t counter_draft(struct counter *d, int64_t kind, const char *answers, const char *details);
int64_t counter_sent(struct counter *d);

/* The approval that is under way, as it is stored; one decides on the newest. */
struct act *counter_decide(struct counter *d, enum hand hand, int64_t application,
                           const char *action, const char *comment);
void counter_approve(struct counter *d, int64_t application);

/* The one the counter's kind asks for, approved; one of another kind. */
int64_t counter_approved(struct counter *d);
int64_t counter_approved_as(struct counter *d, int64_t kind, const char *answers);

/* The work of an application, in its order. */
int64_t counter_work(struct counter *d, int64_t application, int64_t position);
size_t counter_works(struct counter *d, int64_t application);

/* The newest row of a ledger that is linked with the application, 0: none. */
int64_t counter_linked(struct counter *d, int64_t application, const struct ledger *l);

/* An inquiry nobody has taken up; how many letters wait that hold this text. */
int64_t new_inquiry(struct crew *c);
size_t letters_with(struct crew *c, const char *text);

/* A device in the store. */
int64_t new_device(struct crew *c, const char *kind);
/* All steps of the kitting of a device that is open, done by FIRST. */
void kit_out(struct crew *c, int64_t device);

#define ANSWERS "【区分】新規"
#define DETAILS "【利用する人】山田 太郎"

#endif
