/*
 * Administration: the state of the installation and what can be done to it.
 *
 * Administrators act here, auditors of the installation look. Users, roles, calendars and
 * the other ledgers have their own pages; the first page leads to them.
 */
#ifndef WEB_ADMIN_H
#define WEB_ADMIN_H

#include <stdbool.h>

#include "web/route.h"

/* Ends with a zero row. */
extern const struct route admin_routes[];

bool admin_system_show(struct act *a, const struct request *q, struct reply *r);

bool admin_jobs_show(struct act *a, const struct request *q, struct reply *r);
bool admin_job_cancel(struct act *a, const struct request *q, struct reply *r);
bool admin_job_again(struct act *a, const struct request *q, struct reply *r);

bool admin_mail_show(struct act *a, const struct request *q, struct reply *r);
bool admin_mail_again(struct act *a, const struct request *q, struct reply *r);

bool admin_keys_show(struct act *a, const struct request *q, struct reply *r);
bool admin_keys_rotate(struct act *a, const struct request *q, struct reply *r);
bool admin_key_renew(struct act *a, const struct request *q, struct reply *r);

/* Sessions and API tokens of everybody. */
bool admin_sessions_show(struct act *a, const struct request *q, struct reply *r);
bool admin_session_end(struct act *a, const struct request *q, struct reply *r);
bool admin_tokens_show(struct act *a, const struct request *q, struct reply *r);
bool admin_token_end(struct act *a, const struct request *q, struct reply *r);

#endif
