/*
 * Changes of settings (設定変更): print servers, proxies, firewalls – what was changed, from
 * what to what, why, for whom, and how to undo it.
 *
 *     申請中 → 承認 → 実施済 → 確認済        実施済・確認済 → 元に戻した        申請中・承認 → 却下・取下げ
 *
 * What is asked for is settled with the approval. Carrying out asks for the words before and
 * after and for the way back; who carried it out does not check it, a second person does.
 */
#ifndef DESK_SETTING_CHANGE_H
#define DESK_SETTING_CHANGE_H

#include "ledger/ledger.h"

struct setting_change {
    struct record base;
    const char *number;
    const char *title;
    struct choice target; /* print proxy firewall other */
    const char *machine;
    struct prose reason;
    struct ref applicant;
    const char *applicant_name;
    struct ref section;
    struct instant planned_at;
    struct ref inquiry;
    struct prose old_setting;
    struct prose new_setting;
    struct prose undo;
    struct instant done_at;
    struct ref done_by;
    struct instant checked_at;
    struct ref checked_by;
    struct prose notes;
};

extern const struct ledger setting_change_ledger;

#endif
