/*
 * Applications (申請): one engine for every kind, and a kind is data.
 *
 * A kind says which form is filled in (contract/form.h), whose approval it needs (a route,
 * contract/approval.h), which work follows, whether a second person checks it, and which
 * rows of other ledgers it writes (desk/application_write.h). The lead edits kinds in the
 * pages; an application keeps the form's edition and the rules it was begun with.
 *
 *     下書き → 承認待ち → 作業中 → 確認待ち → 完了
 *                 ↓ 差戻し → 承認待ち …     下書き・承認待ち・差戻し → 取下げ
 *                                           作業中・確認待ち → 中止
 *
 * No step can be left out, whoever comes and by whatever channel. Only the applicant sends
 * his application, and sending it asks for the approval in the same transaction. What leads
 * on from there nobody may take by hand: the end of the approval moves the application and
 * makes its work, the end of the work finishes it, and each of these asks once more whether
 * what must come before has come. The applicant decides nothing of his own, and who did a
 * piece of work does not check it.
 *
 * The answers stand in the application as text, a line 【質問】答え for each, so that the
 * approval freezes them (contract/approval_content.h) and a round that was sent back can be
 * corrected with history; answers to personal questions stand apart and sealed. Responses of
 * contract/form.h are kept for surveys: once sent they never change.
 */
#ifndef DESK_APPLICATION_H
#define DESK_APPLICATION_H

#include "ledger/ledger.h"

struct application_kind {
    struct record base; /* used stopped */
    const char *code;
    const char *title;
    struct choice category;
    struct prose needs; /* what to have at hand */
    int64_t days;       /* open days it takes */
    struct ref form;
    struct ref route;
    struct prose works; /* titles, one a line */
    struct ref assignee;
    bool checked; /* each work by a second person */
    struct choice target;
    struct choice written; /* approved done */
    struct prose mapping;
    struct prose notes;
};

struct application {
    struct record base; /* its owner is who applies */
    const char *number;
    const char *title;
    struct ref kind;
    struct ref section;
    struct prose answers;
    struct prose details; /* those to personal questions */
    struct ref applicant;
    struct instant sent_at;
    struct instant approved_at;
    struct instant ended_at;
    struct date due_on;
    /* As the kind said when it was begun. */
    struct ref form;
    struct ref route;
    struct ref assignee;
    struct prose works;
    bool checked;
    const char *target;
    const char *written;
    struct prose mapping;
};

struct application_work {
    struct record base; /* open done closed cancelled; its owner is who applies */
    const char *title;
    struct ref application;
    int64_t position;
    struct ref assignee;
    struct prose notes;
    struct ref done_by;
    struct instant done_at;
    struct ref checked_by;
    struct instant checked_at;
};

extern const struct ledger application_kind_ledger;
extern const struct ledger application_ledger;
extern const struct ledger application_work_ledger;

/* Inside act_write, as a consequence of its approval: the work of an application; at its
   cancellation, what is open ends, too. */
bool application_works_make(struct act *a, const struct application *it);
bool application_works_cancel(struct act *a, int64_t application);

/* How much of its work is open, done and not yet checked, and closed. */
struct work_counts {
    int64_t open;
    int64_t unchecked;
    int64_t closed;
};
bool application_works_count(struct act *a, int64_t application, struct work_counts *out);

#endif
