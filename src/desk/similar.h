/*
 * Similar inquiries (似た問合せ): beside an inquiry, answered ones of its contract with what was
 * answered; and from an answered one a draft of an article.
 *
 * For the desk's own people, who may change the inquiry; who asks never sees what others asked.
 * Found through the search of lists, with the reader's rights, by the weightiest nouns of the
 * subject, several of them at once before fewer; then put in order of likeness. All of that has
 * SIMILAR_TIME: when it is over, what was found by then is shown. Nothing is scanned.
 */
#ifndef DESK_SIMILAR_H
#define DESK_SIMILAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct inquiry;
struct panel;
struct reply;
struct request;

enum { SIMILAR_MOST = 5, SIMILAR_TIME = 40 /* ms */ };

extern const struct panel similar_panel;

struct similar {
    const struct inquiry *inquiry;
    double likeness; /* 0..1 */
};

/* The best first; `out` has room for SIMILAR_MOST. None for who may not change the inquiry. */
bool similar_find(struct act *a, const struct inquiry *it, struct similar *out, size_t *count);

/* A draft in the contract of the inquiry, linked with it; FAULT_CLASH when it has no answer. */
bool similar_draft(struct act *a, int64_t inquiry, int64_t *article);

struct similar_line {
    const char *href;
    const char *number;
    const char *title;
    const char *about;  /* 完了　8月3日 */
    const char *answer; /* or NULL */
};

struct similar_page {
    const char *csrf;
    const struct similar_line *lines;
    size_t count;
    const char *draft;   /* where a draft is made of it, or NULL */
    const char *article; /* the one that was made of it, or NULL */
    const char *article_title;
};

/* POST /desk/inquiries/{id}/article */
bool similar_draft_post(struct act *a, const struct request *q, struct reply *r);

#endif
