/*
 * Mentions: @大石 in an internal note tells that person by mail.
 *
 * A name is what stands after @ or ＠: a login, the name others see, or its first word. Told is
 * only who may read the record and its notes; nobody is told twice of one note, nor of his own.
 * The letter says where, and nothing of what was written.
 */
#ifndef DESK_MENTION_H
#define DESK_MENTION_H

#include <stdbool.h>

struct act;
struct entry;
struct record;

/* For the .said of inquiry_ledger. */
bool mention_tell(struct act *a, const struct record *record, const struct entry *entry);

#endif
