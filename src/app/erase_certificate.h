/*
 * The papers of an erasure, in DIR/certificates.
 *
 * erase-C-YYYYMMDD.json holds what was erased and tried, of every contract. Where an approved
 * application has a line of what the product holds, .pdf and .html beside it are its
 * certificate with that added. Its ledger goes with the contract, so the certificate is
 * frozen before as erase-C.pending; a run that goes on after a crash finds it there.
 */
#ifndef APP_ERASE_CERTIFICATE_H
#define APP_ERASE_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct buffer;
struct erase_report;

/* What the certificate will be, two sentences at most, for the preview. */
bool erase_certificate_tell(struct act *a, int64_t contract, struct buffer *out);

/* Before anything is erased. Without such an application there is nothing to do. */
bool erase_certificate_begin(struct act *a, int64_t contract);

/* Afterwards: writes the files, sets report->certificate, appends the JSON to `json`, and puts
   the hashes of .json and .pdf as the reason into the history. */
bool erase_certificate_keep(struct act *a, struct erase_report *report, struct buffer *json);

#endif
