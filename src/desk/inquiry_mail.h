/*
 * Mail of the desk: what came into its mailbox, and what it sent about an inquiry.
 *
 * Every message that was fetched has a row, whatever became of it: an inquiry, a word in one,
 * or nothing yet, with the reason. What was put aside stays until somebody makes an inquiry of
 * it or says that it needs none. A Message-ID stands once in a contract, so the same message
 * twice does nothing twice.
 *
 * Who wrote is the address of From. The answer goes where Reply-To says, as with any help
 * desk, but not to the desk itself, nor, for whom the ledger of people knows, to another
 * domain: a forged From would have the answer to a colleague sent out of the house.
 *
 * Addresses and names are personal; the program writes the rows, people
 * only a note.
 */
#ifndef DESK_INQUIRY_MAIL_H
#define DESK_INQUIRY_MAIL_H

#include "ledger/ledger.h"

struct inquiry_mail {
    struct record base;
    const char *subject;
    struct choice way; /* in, out */
    const char *address;
    const char *address_name;
    const char *reply_to; /* where answers go, when not to the address */
    struct instant at;
    const char *identifier; /* Message-ID without < > */
    struct ref inquiry;
    const char *reason; /* why it was put aside, or what of it was not taken */
    struct prose text;  /* of one put aside */
    struct prose note;  /* of who looked at it */
    int64_t size;       /* bytes */
    bool complete;      /* its files are where they belong */
};

extern const struct ledger inquiry_mail_ledger;

/* The inquiry that the mail with this identifier belongs to; 0: none. */
bool mail_inquiry_of(struct act *a, int64_t contract, const char *identifier, int64_t *inquiry);

/* How many mails came from an address, or went to it by themselves, since a time. */
bool mail_count(struct act *a, int64_t contract, const char *address, bool receipts,
                struct instant since, int64_t *count);

/* Opens an inquiry by mail; inside act_write. `person` 0: who wrote is not in the ledger. */
bool mail_open_inquiry(struct act *a, const struct inquiry_mail *mail, const char *text,
                       int64_t person, int64_t *id);

/* The person with this address who works here now; 0: nobody. */
bool mail_person(struct act *a, const char *address, int64_t *person);

#endif
