/*
 * 体制の確認: each rule of the contract's team with met or not met and who, the qualifications
 * that run out before the contract does, and who has not signed a pledge.
 */
#ifndef CONTRACT_STAFFING_PAGE_H
#define CONTRACT_STAFFING_PAGE_H

#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/staffing.h"
#include "web/route.h"

struct staffing_page {
    const char *contract; /* title; NULL while none is chosen */
    struct staffing_results rules;
    struct running_out_list running_out;
    struct unpledged_list unpledged;
    const char *summary;
    bool may_add; /* rules */
};

/* Of the contract switched to, or ?contract=. */
bool staffing_show(struct act *a, const struct request *q, struct reply *r);

#endif
