/*
 * Marks: what states, clocks, deeds and errors look like and are called on pages.
 *
 * A state or clock is always a shape, a word and a colour; the shape is a symbol of
 * assets/icons.svg, the colour a class of the style sheets. All texts are constants.
 */
#ifndef WEB_MARKS_H
#define WEB_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "ledger/timeline.h"
#include "store/act.h"

struct mark_face {
    const char *icon;  /* of the sprite, without "i-" */
    const char *class; /* of span.state or span.clock */
};

const struct mark_face *mark_face(enum mark mark);
const struct mark_face *clock_mark(enum clock_face face);

/* A clock as a page shows it, with the rule it follows. */
struct shown_clock {
    const char *label; /* 回答　翌営業日まで */
    struct clock_look look;
};

/* 作った, 変えた, 開いた …; of a transition its label; never NULL. `l` may be NULL. */
const char *action_words(const struct ledger *l, const char *action);

const char *entry_icon(enum entry_kind kind);

/* What an HTTP status means to the reader, and what to do. */
const char *error_heading(int status);
const char *error_advice(int status);

#endif
