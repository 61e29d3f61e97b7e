/*
 * Letters of applications: to who has been given work, and to who applied when it is over.
 * That it was approved or sent back tells the approval itself (contract/approval.h).
 *
 * They name number and kind, never an answer. Who has no address, or did it himself, gets none.
 */
#ifndef DESK_APPLICATION_MAIL_H
#define DESK_APPLICATION_MAIL_H

#include <stdbool.h>

struct act;
struct application;
struct application_work;

/* All inside act_write. Its work is there: one letter, however many pieces it is. */
bool application_tell_work(struct act *a, const struct application *it);

/* It is done, or was given up. */
bool application_tell_end(struct act *a, const struct application *it);

/* A piece has come to another person; has to be done once more by who did it. */
bool work_tell_assigned(struct act *a, const struct application_work *work);
bool work_tell_redo(struct act *a, const struct application_work *work);

#endif
