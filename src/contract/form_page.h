/*
 * Questionnaires on their pages: filling in, what was answered, the results.
 *
 * Filling in needs no script: what depends on an answer is asked when the page is drawn
 * again with the answers so far. A response is kept only when nothing new is asked.
 */
#ifndef CONTRACT_FORM_PAGE_H
#define CONTRACT_FORM_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/form.h"
#include "web/control.h"
#include "web/panel.h"

struct act;
struct fault;
struct reply;
struct request;

enum asked_kind { ASKED_LINE, ASKED_TEXT, ASKED_ONE, ASKED_MANY };

struct asked_question {
    enum asked_kind kind;
    const char *name;
    const char *label;
    const char *help;
    const char *hint; /* 1から5までの数 …, or NULL */
    const char *mode; /* inputmode */
    const char *value;
    const char *fault;
    struct option *options;
    size_t option_count;
    bool is_required;
    bool is_new; /* asked because of what was answered */
};

struct fill_page {
    const char *csrf;
    const char *title;
    const char *purpose;
    const char *action;
    const char *about; /* 無記名です …, or NULL */
    struct asked_question *questions;
    size_t count;
    bool has_new;
    const struct fault *faults;
    const char *send;  /* on the button, NULL: 送る */
    const char *after; /* below it, NULL: it cannot be changed */
};

struct shown_bar {
    const char *label;
    const char *words; /* 12人（40%） */
    int64_t value;
    int64_t most;
};
struct shown_result {
    const char *label;
    const char *about; /* 回答 30 */
    const char *list;  /* the answers it counts */
    struct shown_bar *bars;
    size_t bar_count;
    bool has_bars;
};

struct shown_answer {
    const char *label;
    const char *value;
};

struct form_page {
    const char *csrf;
    const char *fill; /* NULL: he may not, or not now */
    const char *renew;
    const char *question;       /* where a question is added */
    struct shown_answer *asked; /* the questions in their order */
    size_t asked_count;
    bool has_results;
    const char *list; /* the responses it counts */
    int64_t responses;
    struct shown_result *results;
    size_t result_count;
    struct shown_answer *answers; /* of a response */
    size_t answer_count;
};

extern const struct panel form_panel;

/* For other pages that ask the questions of a form: fills in those that are asked, with what
   the request brought; whether all of them stood on the page that was sent. */
void form_questions_show(struct act *a, const struct request *q, const struct questions *visible,
                         struct fill_page *page);
bool form_all_asked(struct act *a, const struct request *q, const struct questions *visible);

/* Handlers. */
bool form_fill_show(struct act *a, const struct request *q, struct reply *r);
bool form_fill_post(struct act *a, const struct request *q, struct reply *r);
bool form_renew_post(struct act *a, const struct request *q, struct reply *r);

#endif
