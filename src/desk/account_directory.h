/*
 * Directories (ディレクトリ): one of each network, and how its accounts are found in it.
 *
 * Where the server stands and the passwords are the operator's affair: they stand in tasuki.ini
 * ([directory-mynumber] and so on, struct desk_directory of desk.h) and in no record. What is a
 * user, a group, a disabled one, and where to look, are the responsible person's: this row.
 * What is left empty is filled in for the kind, OpenLDAP or Active Directory.
 *
 * 「突き合わせる」 orders the comparison; it also runs every night for all that are used.
 */
#ifndef DESK_ACCOUNT_DIRECTORY_H
#define DESK_ACCOUNT_DIRECTORY_H

#include "desk/desk.h"
#include "ledger/ledger.h"

struct account_directory {
    struct record base; /* used stopped */
    const char *title;
    struct choice layer;
    struct choice kind; /* openldap active */
    const char *user_base;
    const char *user_filter;
    const char *login_attribute;
    const char *name_attribute;
    const char *classes; /* of entries that are added, blanks between */
    bool groups_kept;    /* groups are compared too */
    const char *group_base;
    const char *group_filter;
    const char *member_attribute;
    struct choice disabled_by; /* control locked attribute none */
    const char *disabled_attribute;
    const char *disabled_value;
    const char *sign_in_attribute;
    int64_t idle_days;
    struct instant compared_at;
    int64_t users;
    int64_t groups;
    int64_t differences;
    const char *outcome;
    struct prose notes;
};

extern const struct ledger account_directory_ledger;

/* What tasuki.ini says of the directory's network; NULL when nothing. */
const struct desk_directory *account_directory_place(const struct account_directory *it);

/* The directory of a network ("lgwan", also its title) in a contract, or by its id; a fault of
   `directory` when there is none. */
bool account_directory_named(struct act *a, int64_t contract, const char *name,
                             struct account_directory **out);

/* The attribute that tells an entry is disabled, NULL when nothing tells it. */
const char *account_disabled_attribute(const struct account_directory *it);

#endif
