/*
 * Vein registrations (静脈認証の登録): who is registered at which device, since when, by whom,
 * and when it was deleted. The vein itself (生体情報) never comes here: there is no place for
 * it, and a record takes no remark that is longer than a sentence. Who has left and is still
 * registered is found by the staff list (desk/staff_check.h).
 */
#ifndef DESK_VEIN_REGISTRATION_H
#define DESK_VEIN_REGISTRATION_H

#include "ledger/ledger.h"

struct vein_registration {
    struct record base;
    const char *title;
    struct ref person;
    const char *person_name;
    struct ref section;
    struct ref device;
    const char *host;
    struct choice kind; /* new again */
    struct date registered_on;
    struct ref registered_by;
    struct date deleted_on;
    struct ref deleted_by;
    struct choice finding;
    const char *remark;
};

extern const struct ledger vein_registration_ledger;

#endif
