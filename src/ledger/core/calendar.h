/*
 * Business calendars as a clerk writes them: lines of weekdays with hours, lines of
 * special days.
 *
 *     月-金 8:30-12:00 13:00-17:15
 *     土 9:00-12:00
 *
 *     2026-08-14 休業 停電点検
 *     2026-12-28 8:30-12:00 御用納め
 *
 * Full-width digits, ～ and 、 are taken as well; dates in any form of base/wareki.h.
 */
#ifndef LEDGER_CORE_CALENDAR_H
#define LEDGER_CORE_CALENDAR_H

#include <stdbool.h>

#include "base/calendar.h"

struct arena;
struct calendar_row;

/* False: `*field` is hours or special, `*why` a sentence that names the line. */
bool calendar_make(struct arena *arena, const struct calendar_row *row, struct calendar *out,
                   const char **field, const char **why);

#endif
