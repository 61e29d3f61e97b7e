/*
 * On the page of an inquiry: the mail that came and went, and whether it was sent. On the page
 * of a mail that went: the same of itself.
 */
#ifndef DESK_MAIL_PANEL_H
#define DESK_MAIL_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"

struct panel;

struct mail_line {
    const char *href;
    const char *what; /* 届いたメール、回答 … */
    struct instant at;
    const char *fate; /* 送信待ち、送信済み、送れませんでした；NULL: nothing to tell */
    const char *why; /* it was not sent, or put aside; NULL: nothing */
    bool bad;
};

struct mail_panel {
    const struct mail_line *lines;
    size_t count;
    bool more; /* older ones are left out */
};

extern const struct panel mail_panel;

#endif
