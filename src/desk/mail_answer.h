/*
 * Mail about an inquiry: the answer to who asked, the receipt of what came by mail, and the
 * letter that closes it.
 *
 * All are rows of the outbox, written with what causes them, and a row of inquiry_mail beside,
 * by whose identifier replies find the inquiry. Only answers go out, never an internal note.
 * The answer goes to the first who wrote; where nobody wrote by mail, to the requester's
 * address, provided that the desk has one to reply to. A receipt is sent once for each new
 * inquiry, says of itself that a program wrote it, and goes to one address a few times an hour
 * at most. The closing letter goes where answers go, says what was done, and asks how it was
 * (desk/satisfaction.h) where the settings name the address at which staff open the pages.
 */
#ifndef DESK_MAIL_ANSWER_H
#define DESK_MAIL_ANSWER_H

#include <stdbool.h>

struct act;
struct entry;
struct inquiry_mail;
struct record;

/* As .said of the inquiry ledger. */
bool mail_answer(struct act *a, const struct record *record, const struct entry *entry);

/* As .after of the inquiry ledger: when it is completed by whatever road but an import. */
bool mail_close(struct act *a, const struct record *before, const struct record *record);

/* Of an inquiry that was opened by this mail; inside act_write. */
bool mail_acknowledge(struct act *a, const struct inquiry_mail *mail);

#endif
