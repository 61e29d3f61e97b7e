/*
 * Articles (記事): pages with editions – knowledge of the desk, manuals, the portal.
 *
 * An article is written, checked and published; each publishing is an edition that stays
 * readable as it was. What staff and the public may read is kept as a copy in the ledger
 * `publication`, which holds the newest edition only and nothing that is internal: so
 * whoever reads publications cannot find a draft. Where a route of approval is in use for
 * articles, an edition needs approval first (approval.h).
 *
 * Readers confirm that they have read an edition (閲覧確認); a new edition asks again.
 *
 * An import brings articles that were in use: they are published unless a route is in use.
 */
#ifndef CONTRACT_ARTICLE_H
#define CONTRACT_ARTICLE_H

#include "ledger/ledger.h"

struct act;

struct article {
    struct record base;
    const char *code;
    const char *title;
    struct choice kind; /* knowledge manual portal */
    const char *category;
    struct prose body;      /* Markdown */
    struct choice audience; /* inner staff public */
    struct choice readers;  /* who confirms: none contractor client all */
    struct date review_on;
    int64_t edition; /* NO_NUMBER: never published */
    struct instant published_at;
};

struct edition {
    struct record base;
    struct ref article;
    int64_t number;
    const char *title;
    const char *category;
    struct prose body;
    const char *author; /* the name of who published it */
    struct instant published_at;
};

struct publication {
    struct record base;
    struct ref article;
    const char *code;
    const char *title;
    struct choice kind;
    const char *category;
    struct prose body;
    struct choice audience; /* staff public */
    int64_t edition;
    struct instant published_at;
};

struct acknowledgement {
    struct record base;
    const char *mark;  /* "article/edition/person": once each; not for people to see */
    const char *title; /* 年度切替の手順　第2版　三浦 */
    struct ref article;
    int64_t edition;
    struct ref person;
    struct instant read_at;
};

extern const struct ledger article_ledger;
extern const struct ledger edition_ledger;
extern const struct ledger publication_ledger;
extern const struct ledger acknowledgement_ledger;

/* The editions of an article, newest first. */
struct editions {
    struct edition **rows;
    size_t count;
};
bool editions_read(struct act *a, int64_t article, struct editions *out);

/* Who has to confirm the present edition and has not: in the order of their names. */
struct reader {
    int64_t person;
    const char *title;
    struct instant read_at; /* none: not yet */
};
struct readers {
    struct reader *rows;
    size_t count;
    size_t missing; /* the first ones */
};
bool article_readers(struct act *a, const struct article *it, struct readers *out);

/* He has read the present edition. Again is no fault. */
bool article_acknowledge(struct act *a, int64_t article);

/* The words of the choices. */
extern const struct choice_item article_kinds[];
extern const struct choice_item article_audiences[];

#endif
