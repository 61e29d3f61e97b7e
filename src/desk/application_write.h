/*
 * What an application writes into other ledgers (台帳への記録), declared with its kind.
 *
 * The mapping is text, a line `field = value` for each field of the target ledger. In a
 * value 【質問】 stands for the answer to that question, 【申請者】 【課】 【申請番号】 for
 * the application's own. A line whose questions were not answered is left out.
 *
 *     kind      = 【貸出品の種類】
 *     begins_at = 【借りる日】 09:00
 *     purpose   = 【使い道】（申請 【申請番号】）
 *
 * The rows are written by the ledgers' own rules, in the transaction of the step that brings
 * them about: what a ledger refuses (no stock, no free address), stops that step. Of a device
 * `number` finds it and `action` names the transition; of an address `series` gives the name.
 * The row written is linked with the application.
 */
#ifndef DESK_APPLICATION_WRITE_H
#define DESK_APPLICATION_WRITE_H

#include <stdbool.h>

#include "ledger/field.h"

struct act;
struct application;
struct application_kind;

extern const struct choice_item application_targets[];

/* Whether the mapping fits ledger and form; faults on "mapping". */
bool application_mapping_check(struct act *a, const struct application_kind *kind);

/* Inside act_write, as a consequence: writes, links. `when`: approved or done; nothing when
   the application writes at another time, or not at all. */
bool application_write(struct act *a, const struct application *it, const char *when);

#endif
