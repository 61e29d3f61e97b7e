/*
 * The guard against the Individual Number (個人番号, マイナンバー).
 *
 * The law forbids to keep it outside its own systems, so nothing that holds one is taken:
 * no field, reason, message or name, no file whose text can be read. What is refused says
 * where it stands and never repeats it; faults and log lines are masked besides (fail_at,
 * log_line). What a number looks like is said in base/digits.h.
 */
#ifndef LEDGER_GUARD_H
#define LEDGER_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/magic.h"

struct act;
struct field;

#define GUARD_SENTENCE                                                                             \
    "個人番号（マイナンバー）とみられる12桁の番号があります。消してから送ってください。"

/* FAULT_INVALID of `field` when the text has one; NULL has none. Cheap. */
bool guard_text(struct act *a, const char *field, const char *label, const char *text);

/* The same for a number that is kept as one. */
bool guard_number(struct act *a, const struct field *f, int64_t number);

/*
 * Reads a file's text and refuses it when one stands in it, with the page, sheet or line as
 * far as it is known: texts in every encoding the program reads, the text layer of PDF (by
 * pdftotext, a process of its own with bounded time, memory and output), the parts of Office
 * files. What should have a text that cannot be read (a password, a damaged or enormous
 * file, documents within documents) is refused, too: nobody could say what is in it.
 * Pictures have no text. Slow: not inside act_write.
 */
bool guard_file(struct act *a, const char *path, const char *name, enum magic magic);

#endif
