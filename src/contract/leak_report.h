/*
 * The reports that the law asks for when personal data have leaked, were lost or damaged:
 * whether they are due to the Personal Information Protection Commission, and until when.
 *
 * Two articles of the Act on the Protection of Personal Information (Act 57 of 2003) ask
 * for the same two reports, of different people:
 *
 *   article 26, rules 7 and 8    businesses; more than 1,000 people concerned
 *   article 68, rules 43 and 44  administrative bodies, so also municipalities; more than
 *                                100 people concerned
 *
 * Either is due for a single person, too, where sensitive data are concerned, harm to
 * property is to be feared, or somebody may have acted for a wrongful purpose; a case that
 * may be one counts as one. A contractor who has told the client need not report himself
 * (article 26, 1, proviso), so a contract with a municipality usually means article 68.
 *
 *   preliminary  "promptly", which the Commission's guideline reads as about 3 to 5 days
 *   final        within 30 days, 60 when a wrongful purpose is feared
 *
 * The day on which somebody knew is day 1. Saturdays, Sundays and holidays count. Where day
 * 30 or 60 falls on one, or on 29 December to 3 January, the next working day of the state
 * is the last one; its days are asked, not the contract's. The preliminary report is never
 * put off.
 *
 * Sources: the cases, 3 to 5, 30 and 60 days, and 1,000 people: businesslawyers.jp/practices/1433
 * (quotes the Act and rules 7 and 8); 100 people: fukuoka.law/protection-of-personal-information
 * (rule 43, 4); the client told instead: guideline 3-5-3-2 as quoted in
 * qiita.com/tetz1/items/9795719757154b99855b. Day 1 and the days of rest: the guideline's
 * general volume 3-5-3-4, from knowledge, not seen in a stored source; they can only make
 * the dates earlier or move them off a day on which nobody receives them.
 */
#ifndef CONTRACT_LEAK_REPORT_H
#define CONTRACT_LEAK_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

enum leak_law { LEAK_BUSINESS, LEAK_ADMINISTRATION };

struct leak {
    enum leak_law law;
    struct date known_on;
    int64_t people;  /* NO_NUMBER: not known yet */
    bool sensitive;  /* 要配慮個人情報 */
    bool property;   /* harm to property is to be feared */
    bool wrongful;   /* a wrongful purpose is to be feared */
    bool maybe_many; /* the number is not known and may be above the limit */
};

struct leak_dates {
    bool due; /* else all days are none */
    struct date preliminary_from;
    struct date preliminary_due;
    struct date final_due;
};

/* Above how many people a report is due for the number alone. */
int64_t leak_limit(enum leak_law law);

struct leak_dates leak_dates(const struct leak *leak);

#endif
