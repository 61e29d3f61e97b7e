#include "app/grant.h"

#include "app/reference.h"
#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/field.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/store.h"

static bool
find_user(struct act *a, const char *login, struct user *row)
{
    struct who who;

    return who_by_login(a, login, &who) && ledger_read(a, &user_ledger, who.id, false, row);
}

static bool
add_role(struct act *a, int64_t user, const struct grant *grant)
{
    struct membership_row *row = ledger_new(a, &membership_ledger);

    row->user.id = user;
    row->role.code = role_name(grant->role);
    return reference_read(a, &contract_ledger, grant->contract, "contract", &row->within) &&
           reference_read(a, &organisation_ledger, grant->section, "section", &row->section) &&
           ledger_create(a, &membership_ledger, row);
}

static bool
add_user(struct act *a, void *with)
{
    const struct grant *grant = with;
    struct person *person = ledger_new(a, &person_ledger);
    struct user *user = ledger_new(a, &user_ledger);

    person->title = grant->title ? grant->title : grant->login;
    person->name = grant->name;
    person->kana = grant->kana;
    person->post = grant->post;
    if (!reference_read(a, &organisation_ledger, grant->section, "section", &person->section) ||
        !id_next(a, &person->base.id) || !(person->base.owner = person->base.id) ||
        !ledger_create(a, &person_ledger, person))
        return false;
    user->login = grant->login;
    user->title = person->title;
    user->person.id = person->base.id;
    user->password = grant->hash;
    user->administrator = grant->administrator;
    return ledger_create(a, &user_ledger, user) &&
           (grant->administrator || add_role(a, user->base.id, grant));
}

bool
grant_user(struct act *a, const struct grant *grant)
{
    return act_write(a, add_user, (void *)(uintptr_t)grant);
}

static bool
give_role(struct act *a, void *with)
{
    const struct grant *grant = with;
    struct user row;

    return find_user(a, grant->login, &row) && add_role(a, row.base.id, grant);
}

bool
grant_role(struct act *a, const struct grant *grant)
{
    return act_write(a, give_role, (void *)(uintptr_t)grant);
}

static bool
set_password(struct act *a, void *with)
{
    const struct grant *grant = with;
    struct user row;

    if (!find_user(a, grant->login, &row))
        return false;
    row.password = grant->hash;
    return ledger_change(a, &user_ledger, &row);
}

bool
grant_password(struct act *a, const struct grant *grant)
{
    return act_write(a, set_password, (void *)(uintptr_t)grant);
}

static bool
end_user(struct act *a, void *with)
{
    struct user row;

    if (!find_user(a, with, &row))
        return false;
    row.until = date_add(instant_date(a->now), -1);
    return ledger_change(a, &user_ledger, &row);
}

bool
grant_end(struct act *a, const char *login)
{
    return act_write(a, end_user, (void *)(uintptr_t)login);
}
