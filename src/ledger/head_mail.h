/*
 * Each morning the client is sent the newest head: kept in his mailbox, it is what a whole
 * folder copied back cannot agree with (tasuki verify --head).
 *
 * One letter for each contract, to its officers, as a row of the outbox of kind "mail":
 * {"to":[…],"subject":…,"text":…}. Whoever sends puts in the sender and the identifier.
 */
#ifndef LEDGER_HEAD_MAIL_H
#define LEDGER_HEAD_MAIL_H

struct job_kind;

extern const struct job_kind head_mail_job;

#endif
