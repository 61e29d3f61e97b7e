/*
 * Rows of attachments; private to attachment*.c.
 */
#ifndef LEDGER_ATTACHMENT_ROW_H
#define LEDGER_ATTACHMENT_ROW_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct attachment;
struct attachment_list;

/* Those that wait for clamd, ids above `after` first. */
bool attachments_waiting(struct act *a, int64_t after, int64_t most, struct attachment_list *out);

/* An event of the record they belong to; inside act_write. `before`, `after`: NULL for none. */
bool attachment_event(struct act *a, const struct attachment *it, const char *action,
                      const char *label, const char *before, const char *after);

#endif
