/*
 * Questionnaires (質問票): versioned questions as data, and what people answered.
 *
 * A form is one edition of its questions. They may be written while it is a draft; once it
 * is open they stay, so every answer can be read beside the question it answered. To ask
 * something else a form is renewed: a new edition with copies of the questions. A question
 * may depend on the answer to an earlier one; what nobody was asked is neither required
 * nor kept.
 *
 * A response is sent once and never changed: no role may write one, form_send() does after
 * asking who may. An anonymous form keeps no person, session or request with its responses,
 * neither in them nor in the history. Answers to questions marked as personal are kept
 * sealed and counted in no result.
 *
 * For others (applications, surveys, self-checks): keep a reference to a form, show
 * form_visible() and send with the record it belongs to.
 */
#ifndef CONTRACT_FORM_H
#define CONTRACT_FORM_H

#include "base/pair.h"
#include "ledger/ledger.h"

struct act;

struct question_form {
    struct record base; /* draft open closed */
    const char *code;   /* the same for all editions */
    int64_t edition;
    const char *title;
    struct prose purpose;
    struct choice who; /* all client contractor; apply: nobody, it is part of another page */
    struct period period;
    bool anonymous;
    bool once; /* each person once */
    struct ref previous;
};

struct question {
    struct record base;
    struct ref form;
    int64_t position;
    const char *label;
    struct choice kind; /* line text choice choices number date rating yesno */
    bool required;
    struct prose choices; /* one a line */
    const char *help;
    int64_t least; /* of numbers */
    int64_t most;
    bool is_personal;
    struct ref on_question; /* asked only when that one was answered … */
    const char *on_value;   /* … with this */
};

struct response {
    struct record base; /* its owner is who answered, or nobody */
    struct ref form;
    const char *title; /* of the form, with its edition */
    struct ref person;
    const char *ledger; /* the record it belongs to, or empty */
    int64_t record;
    struct instant sent_at;
};

struct answer_row {
    struct record base;
    struct ref response;
    struct ref form;
    struct ref question;
    int64_t position;
    const char *label;
    struct prose value;  /* plain: digits, YYYY-MM-DD, yes, choices a line each */
    struct prose hidden; /* the same of a personal one, sealed */
};

extern const struct ledger question_form_ledger;
extern const struct ledger question_ledger;
extern const struct ledger response_ledger;
extern const struct ledger answer_ledger;

struct questions {
    struct question **rows;
    size_t count;
};
bool questions_read(struct act *a, int64_t form, struct questions *out);

/* The choices of a question, in their order: its own, はい/いいえ, 1 to 5. */
struct question_choice {
    const char *value;
    const char *label;
};
size_t question_choices(struct act *a, const struct question *it, struct question_choice **out);

bool question_is(const struct question *it, const char *kind);

/* The name of a question's control: "q12". */
const char *question_name(struct act *a, const struct question *it);

/* Those that are asked, given the answers so far (names as above), in their order. */
bool form_visible(struct act *a, const struct questions *all, const struct pairs *given,
                  struct questions *out);

/* One answer to each visible question that was answered, checked and made plain; every fault
   names the question's control. */
struct checked {
    const struct question *question;
    const char *value;
};
struct checked_list {
    struct checked *rows;
    size_t count;
};
bool form_check(struct act *a, const struct questions *all, const struct pairs *given,
                struct checked_list *out);

/* An answer as people read it. */
const char *answer_shown(struct act *a, const struct question *it, const char *value);

/* Whether the user may fill it in now: FAULT_CLASH when it is not open or he has, DENIED. */
bool form_may_fill(struct act *a, const struct question_form *form);

/* Checks and keeps a response, for the record `l`/`record` or none (NULL, 0). Not inside
   act_write. `*response` is 0 for an anonymous one: its number is told to nobody. */
bool form_send(struct act *a, int64_t form, const struct pairs *given, const struct ledger *l,
               int64_t record, int64_t *response);

/* The next edition as a draft, with copies of all questions. Not inside act_write. */
bool form_renew(struct act *a, int64_t form, int64_t *renewed);

/* What was answered, a part for each question that can be counted. */
struct result_row {
    const char *label;
    int64_t count;
};
struct result {
    const struct question *question;
    int64_t answered;
    struct result_row *rows; /* choices; of numbers least, most and mean; of texts some */
    size_t count;
    bool is_counted; /* rows are counts, to be drawn as bars */
};
struct results {
    int64_t responses;
    struct result *rows;
    size_t count;
};
bool form_results(struct act *a, int64_t form, struct results *out);

#endif
