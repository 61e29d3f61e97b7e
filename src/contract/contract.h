/*
 * What every contract has: terms, obligations, people, deliverables, money, incidents,
 * meetings, documents and the handover.
 */
#ifndef CONTRACT_CONTRACT_H
#define CONTRACT_CONTRACT_H

extern const struct module contract_module;

#endif
