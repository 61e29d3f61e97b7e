/*
 * Automatic answers on pages and in the API.
 *
 *     GET  /desk/ask?q=…               the box; with q the answer, which is not kept
 *     POST /desk/ask                   the answer; the question is kept
 *     POST /desk/ask/{id}/verdict      solved=yes|no; then the inquiry is offered, filled in
 *     POST /api/v1/ask                 {"question": "…", "contract": 1}
 *         {"id": 12, "answer_id": "KB-00003", "confidence": 0.93, "answered": true,
 *          "candidates": [{"id": …, "title": …, "score": …, "passage": …}]}
 *     POST /api/v1/ask/{id}/verdict    {"solved": true}
 *
 * A question is kept for who may open inquiries; its id is what the verdict is given on (null
 * when it was not kept). The contract of the API is only needed by who works in several.
 */
#ifndef DESK_ASK_PAGE_H
#define DESK_ASK_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/ask.h"

struct act;
struct reply;
struct request;

struct ask_near {
    const char *href;
    const char *title;
    const char *category;
};

struct ask_page {
    const char *csrf;
    const char *question; /* "" at first */
    const char *fault;    /* NULL: none */
    bool is_asked;
    bool is_answered;
    bool is_refused; /* it did not help */
    const char *about;
    const char *title;
    const char *text;    /* the answer in sentences */
    const char *written; /* by the endpoint, or NULL */
    const char *quote;
    const char *source;
    const char *source_href;
    const char *source_about; /* 第2版　9月1日に公開　見直し日 … */
    const char *verdict;      /* where it goes, NULL: not kept */
    struct ask_near *near;
    size_t near_count; /* before a question: what helped most of late */
    bool has_letter;
    const char *subject;
    const char *body;
    const char *kind;
    const char *const *kinds;
    size_t kind_count;
    const char *requester; /* id, or NULL */
};

bool ask_show(struct act *a, const struct request *q, struct reply *r);
bool ask_post(struct act *a, const struct request *q, struct reply *r);
bool ask_verdict_post(struct act *a, const struct request *q, struct reply *r);
bool ask_api(struct act *a, const struct request *q, struct reply *r);
bool ask_api_verdict(struct act *a, const struct request *q, struct reply *r);

/* The contract of the address or the session, else the only one he may read publications of. */
bool ask_contract(struct act *a, const struct request *q, int64_t given, int64_t *out);

#endif
