/*
 * File shares (共有フォルダ): what lies on the file servers, who may use it, how full it is.
 *
 * A share has folders, a folder has rights: a person or a group of the directory, how much,
 * by which application, until when. A right whose person has left is found by the staff list
 * (desk/staff_check.h). Each month's use is a row; one month of a share is there once. When
 * use comes to 90 % of the quota, an inquiry is opened and linked, and the next one only
 * after it was less. The page of a share draws its months (desk/share_panel.h).
 */
#ifndef DESK_SHARE_H
#define DESK_SHARE_H

#include "ledger/ledger.h"

enum { SHARE_NEAR = 90 }; /* percent */

struct share {
    struct record base;
    const char *title;
    const char *server;
    const char *path;
    struct ref section;
    int64_t quota; /* MB; NO_NUMBER: none */
    int64_t used;  /* MB, of the newest month */
    int64_t percent;
    struct date measured_on;
    bool is_near;
    struct prose notes;
};

struct share_folder {
    struct record base;
    const char *title; /* path below the share */
    struct ref share;
    struct ref section;
    struct prose notes;
};

struct share_right {
    struct record base;
    const char *title;
    struct ref folder;
    struct ref person;
    const char *person_name;
    const char *grantee; /* group of the directory */
    struct choice level; /* read write full */
    const char *application;
    struct ref inquiry;
    struct date from;
    struct date until;
    struct choice finding;
    struct prose notes;
};

struct share_usage {
    struct record base;
    const char *title;
    struct ref share;
    struct date month; /* its first day */
    int64_t used;      /* MB */
    int64_t files;
    struct prose notes;
};

extern const struct ledger share_ledger;
extern const struct ledger share_folder_ledger;
extern const struct ledger share_right_ledger;
extern const struct ledger share_usage_ledger;

#endif
