/*
 * The job that empties the mailbox: each message is taken in (mail_take.h) and only then moved
 * away. What goes wrong with one, or with the server, leaves the rest where it is until the
 * next run; a message that was taken but not moved is known by its Message-ID.
 */
#ifndef DESK_MAIL_FETCH_H
#define DESK_MAIL_FETCH_H

struct job_kind;

extern const struct job_kind mail_fetch_job;

#endif
