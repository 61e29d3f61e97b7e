/*
 * Plans (変更計画): what a directory is changed by, shown before, done step by step, taken back.
 *
 *     作成中 → 確認待ち → 実行待ち → 実行中 → 完了           取りやめ
 *                                       ↓        ↓
 *                                   途中で停止 → 戻しています → 元に戻した
 *
 * A plan is made for one directory from the differences that were chosen. A job reads the
 * directory and writes one step for each LDAP operation: what it does in words, the entry
 * before, the operation as LDIF. Who is responsible, or the client, confirms it; who is
 * responsible has it carried out.
 *
 * Of a network that cannot be reached only new entries are planned: the file of the changes is
 * carried there and run by hand.
 *
 * Before the first operation every entry is read again. When one is otherwise than it was
 * planned, nothing is done. Else what takes all steps back is written into a file, the undo,
 * which stands in the store before anything is changed. Each step is marked before, carried
 * out, and read back. Whatever goes wrong stops the plan: steps say what was done, what not and
 * of what it is not known. 「元に戻す」 takes those done back, the last one first; a step that
 * somebody changed since is not touched and stops it. Either way the directory is compared
 * again. A process that dies is followed by the next: the steps tell where it was.
 */
#ifndef DESK_ACCOUNT_PLAN_H
#define DESK_ACCOUNT_PLAN_H

#include "ledger/ledger.h"

struct job;
struct job_kind;
struct reply;
struct request;

struct account_plan {
    struct record
        base; /* drafting planned confirmed running done stopped undoing undone cancelled */
    const char *title;
    struct ref directory;
    struct prose reason;
    int64_t steps;
    int64_t done;
    struct prose outcome;
    struct file changes; /* LDIF, in their order */
    struct file undo;    /* LDIF, the last step's first */
    struct ref confirmed_by;
    struct instant confirmed_at;
    struct instant begun_at;
    struct instant ended_at;
};

struct account_step {
    struct record base; /* planned running done failed unclear undone */
    const char *title;  /* in words */
    struct ref plan;
    int64_t position; /* from 1: its place in the files */
    struct ref difference;
    struct prose entry_before;
    struct prose operation;
    const char *expects; /* SHA-256 of what takes it back, as planned */
    const char *message;
    struct instant done_at;
};

extern const struct ledger account_plan_ledger;
extern const struct ledger account_step_ledger;

enum { ACCOUNT_STEPS = 500, ACCOUNT_FILE = 64 * 1024 * 1024 };

/* What the states drafting, running and undoing wait for; nothing in any other. `job` NULL: at
   once. True also when the plan stopped: its state and outcome tell. */
bool account_plan_draft(struct act *a, int64_t plan, struct job *job);
bool account_plan_apply(struct act *a, int64_t plan, struct job *job);
bool account_plan_undo(struct act *a, int64_t plan, struct job *job);

extern const struct job_kind account_plan_job; /* input: a plan; does what its state waits for */

/* GET /desk/account_plans/{id}/file/{word}: the files "changes" and "undo". */
bool account_plan_file(struct act *a, const struct request *q, struct reply *r);

#endif
