/*
 * What every contract has: terms, obligations, people, deliverables, money, incidents,
 * meetings, documents and the handover.
 */
#ifndef CONTRACT_CONTRACT_H
#define CONTRACT_CONTRACT_H

#include <stdbool.h>

extern const struct module contract_module;

/* Whether the daily letter of what is due goes out from this installation (due_mail.h); it does
   when nothing is said. Once, before other threads start. */
void due_mail_set(bool wanted);

#endif
