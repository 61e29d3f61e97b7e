/*
 * A list of records as an Excel file.
 *
 * The same rows, columns, rights and history row as the CSV of ledger/export.h.
 */
#ifndef RENDER_SHEET_EXPORT_H
#define RENDER_SHEET_EXPORT_H

#include <stdbool.h>

struct act;
struct list_request;

/* Into an empty file that can be written anywhere; it is read from its begin. */
bool sheet_export(struct act *a, const struct list_request *request, int fd);

#endif
