/*
 * The links of a record on its page (ledger/link.h): what it has to do with, and the form
 * that links it to one more, found by number or title.
 */
#ifndef WEB_LINK_PAGE_H
#define WEB_LINK_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/control.h"
#include "web/route.h"

struct record;
struct state;

struct shown_link {
    const char *kind; /* 証拠 */
    const char *title;
    const char *href;
    const char *about; /* 問合せ R8-000123 */
    const struct state *state;
    const char *made;   /* 三浦　11月21日 9:05 */
    const char *remove; /* address, or NULL */
};

struct link_panel {
    struct shown_link *rows;
    size_t count;
    const char *action;         /* where a new one is sent; NULL: none may be made */
    struct control controls[3]; /* kind, ledger, to */
    const char *csrf;
};

bool links_fill(struct act *a, const struct request *q, const struct record *record,
                struct link_panel *out);

/* POST {ledger}/{id}/links and …/links/{word} */
bool link_receive(struct act *a, const struct request *q, struct reply *r);
bool link_take_off(struct act *a, const struct request *q, struct reply *r);

/* `{word}` as the number of a link; 0 when it is none. */
int64_t link_asked(const struct request *q);

#endif
