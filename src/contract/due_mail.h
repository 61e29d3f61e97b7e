/*
 * The letter of what is due: 期限の近いもの, one a person and working day.
 *
 * It goes out at 7:00 of days on which the office is open, and only when there is something:
 * what is late or due within a week (contract/dues.h), and what runs out within 30 days
 * (qualifications, reviews of articles). Who leads a contract is told all of it, others what
 * they see to themselves. Each sees what he may see, as on the desk.
 *
 * It names titles, days and addresses of pages, no personal values: a letter lies in
 * mailboxes that nobody of the contract keeps. Whoever has no address is told nothing, and so
 * is whoever said so in his own settings, with any of his accounts (user.quiet).
 */
#ifndef CONTRACT_DUE_MAIL_H
#define CONTRACT_DUE_MAIL_H

struct job_kind;

/* `job` may be NULL: then it runs outside the queue, as tests do. Run again on the same day,
   it adds nothing. */
extern const struct job_kind due_mail_job;

#endif
