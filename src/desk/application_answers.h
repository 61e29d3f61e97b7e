/*
 * The answers of an application as text, and back.
 *
 *     【利用する人】山田 太郎
 *     【利用を始める日】令和8年4月1日
 *
 * A line that begins with 【…】 begins an answer, the lines below belong to it; several
 * choices stand one a line. Whatever was written, the text that is kept is made anew from
 * the checked answers, so it says only what the form asks.
 */
#ifndef DESK_APPLICATION_ANSWERS_H
#define DESK_APPLICATION_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "contract/form.h"

struct act;
struct application;

/* As the controls of the form would bring them. FAULT_INVALID on "answers" where a line names
   no question. */
bool
answers_parse(struct act *a, const struct questions *all, const char *text, struct pairs *given);

/* The two texts of what the controls brought, unchecked, for a draft. */
bool answers_write(struct act *a, const struct questions *all, const struct pairs *given,
                   struct application *it);

/* Checks what the application says by its form, and writes its texts anew. */
bool answers_settle(struct act *a, struct application *it);

/* The checked answers of one that has been sent. */
bool answers_read(struct act *a, const struct application *it, struct questions *all,
                  struct checked_list *out);

#endif
