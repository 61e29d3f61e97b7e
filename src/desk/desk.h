/*
 * The help desk of a city: inquiries and the ledgers the desk keeps.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

extern const struct module desk_module;

#endif
