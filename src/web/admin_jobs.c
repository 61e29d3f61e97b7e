#include "web/admin.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/job.h"
#include "store/schedule.h"
#include "web/address.h"
#include "web/admin_page.h"
#include "web/node.h"
#include "web/view_count.h"

enum { MOST_MISSES = 20, MOST_KINDS = 64 };

static const struct {
    const char *name; /* in ?state= */
    enum job_state state;
} states[] = {
    { "running", JOB_RUNNING }, { "waiting", JOB_WAITING },     { "failed", JOB_FAILED },
    { "done", JOB_DONE },       { "cancelled", JOB_CANCELLED },
};
enum { STATE_NAMES = sizeof states / sizeof *states };

static const struct job_kind *
kind_of(const struct request *q, const char *name)
{
    const struct job_kind *const *kinds = q->server ? q->server->jobs : NULL;

    for (; kinds && *kinds; kinds++)
        if (strcmp((*kinds)->name, name) == 0)
            return *kinds;
    return NULL;
}

static const char *
kind_title(const struct request *q, const char *name)
{
    const struct job_kind *kind = kind_of(q, name);

    return kind && kind->title ? kind->title : name;
}

static const char *
progress(struct act *a, const struct job_row *job)
{
    const char *done = grouped_number(a, job->done);

    if (job->total > 0)
        return arena_print(a->arena, "%s/%s（%lld%%）", done, grouped_number(a, job->total),
                           (long long)(job->done * 100 / job->total));
    return job->done ? done : "";
}

/* A failed one says why; else its result where that is a sentence and not data. */
static const char *
outcome(const struct job_row *job)
{
    const char *message = job->message ? job->message : "";
    const char *result = job->result ? job->result : "";

    if (*message || *result == '{' || *result == '[')
        return message;
    return result;
}

static void
add_job(const struct request *q, struct admin_page *page, struct admin_block *b,
        const struct job_row *job)
{
    struct act *a = page->a;
    struct admin_row *row = admin_row(b);
    const char *title = kind_title(q, job->kind);
    const char *path = arena_print(a->arena, "/admin/jobs/%lld", (long long)job->id);
    const char *name = arena_print(a->arena, "%s %lld番", title, (long long)job->id);

    admin_cell(row, title)->note = arena_print(a->arena, "%lld番", (long long)job->id);
    admin_cell(row, job_state_title((enum job_state)job->state))->note =
        job->tries > 1 ? arena_print(a->arena, "%lld回目", (long long)job->tries) : NULL;
    admin_cell(row, progress(a, job));
    admin_cell(row, job->cursor);
    admin_cell(row, admin_time(page, job->started_at.us ? job->started_at : job->run_at))->note =
        job->started_at.us ? NULL : "予定";
    admin_cell(row, admin_time(page, job->ended_at));
    admin_cell(row, outcome(job));
    if (!admin_may_act(a))
        return;
    if (job->state == JOB_WAITING || job->state == JOB_RUNNING)
        admin_act(b, row,
                  (struct admin_act){ "取り消す", name, arena_print(a->arena, "%s/cancel", path) });
    if (job->state == JOB_FAILED || job->state == JOB_CANCELLED)
        admin_act(b, row,
                  (struct admin_act){ "やり直す", name, arena_print(a->arena, "%s/again", path) });
}

static bool
fill_jobs(const struct request *q, struct admin_page *page)
{
    static const struct admin_head heads[] = {
        { "ジョブ", "nowrap" }, { "状態", "nowrap" }, { "進み", "num" },    { "続きの位置", "" },
        { "開始", "nowrap" },   { "終了", "nowrap" }, { "理由・結果", "" }, { 0 },
    };
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "jobs", "ジョブ");
    const char *wanted = pairs_get(&q->query, "state");
    const char *kind = pairs_get(&q->query, "kind");
    struct job_rows jobs;
    int state = -1;

    admin_chip(b, q, "すべて", "state", NULL);
    for (size_t i = 0; i < STATE_NAMES; i++) {
        admin_chip(b, q, job_state_title(states[i].state), "state", states[i].name);
        if (wanted && strcmp(wanted, states[i].name) == 0)
            state = (int)states[i].state;
    }
    if (!jobs_list(a, kind && *kind ? kind : NULL, state, admin_before(q), ADMIN_ROWS + 1, &jobs))
        return false;
    admin_table(b, heads, ADMIN_ROWS,
                "ここに出るジョブはありません。取込み、控え、片付けなどが始まると1行ずつ出ます。");
    for (size_t i = 0; i < jobs.count && i < ADMIN_ROWS; i++)
        add_job(q, page, b, &jobs.rows[i]);
    if (jobs.count > ADMIN_ROWS)
        b->older =
            address_with(a, q->path, &q->query, "before",
                         arena_print(a->arena, "%lld", (long long)jobs.rows[ADMIN_ROWS - 1].id));
    b->after = "取り消しても、済んだ分は残ります。やり直すと、続きの位置から始めます。";
    return true;
}

/* 毎日 2:00, 3,600秒ごと … */
static const char *
schedule_words(struct act *a, const char *text)
{
    static const char *const days[] = { "日", "月", "火", "水", "木", "金", "土" };
    struct schedule s;
    const char *time;

    if (!schedule_parse(text, &s))
        return text;
    time = arena_print(a->arena, "%d:%02d", s.minute / 60, s.minute % 60);
    switch (s.kind) {
    case SCHEDULE_EVERY:
        return arena_print(a->arena, "%sごと", admin_span(a, s.seconds));
    case SCHEDULE_DAILY:
        return arena_print(a->arena, "毎日 %s", time);
    case SCHEDULE_WEEKLY:
        return arena_print(a->arena, "毎週%s曜 %s", days[s.day], time);
    case SCHEDULE_MONTHLY:
        return s.day ? arena_print(a->arena, "毎月%d日 %s", s.day, time)
                     : arena_print(a->arena, "毎月末 %s", time);
    }
    return text;
}

static void
fill_schedules(const struct request *q, struct admin_page *page)
{
    static const struct admin_head heads[] = {
        { "予定", "" }, { "いつ", "" }, { "次", "" }, { 0 }
    };
    struct admin_block *b = admin_block(page, "schedules", "決まった時に行うもの");
    const struct job_kind *const *kinds = q->server ? q->server->jobs : NULL;
    struct schedule s;

    admin_table(b, heads, MOST_KINDS, "決まった時に行うものはありません。");
    for (; kinds && *kinds && b->row_count < MOST_KINDS; kinds++) {
        struct admin_row *row;

        if (!(*kinds)->schedule || !schedule_parse((*kinds)->schedule, &s))
            continue;
        row = admin_row(b);
        admin_cell(row, (*kinds)->title);
        admin_cell(row, schedule_words(page->a, (*kinds)->schedule));
        admin_cell(row, admin_time(page, schedule_next(&s, schedule_latest(&s, page->a->now))));
    }
}

static bool
fill_misses(const struct request *q, struct admin_page *page)
{
    static const struct admin_head heads[] = {
        { "予定", "" }, { "最初", "" }, { "最後", "" }, { "回数", "num" }, { 0 }
    };
    struct admin_block *b = admin_block(page, "missed", "実行されなかった予定");
    struct job_misses misses;

    if (!jobs_missed(page->a, MOST_MISSES, &misses))
        return false;
    admin_table(b, heads, MOST_MISSES, "ありません。止まっていた間の予定があれば、ここに出ます。");
    for (size_t i = 0; i < misses.count; i++) {
        const struct job_missed *it = &misses.rows[i];
        struct admin_row *row = admin_row(b);

        admin_cell(row, kind_title(q, it->name));
        admin_cell(row, admin_time(page, it->due));
        admin_cell(row, admin_time(page, it->until));
        admin_cell(row, grouped_number(page->a, it->times));
    }
    if (misses.count)
        b->after = "後からまとめて行うことはありません。必要なものは、コマンドで行ってください。";
    return true;
}

bool
admin_jobs_show(struct act *a, const struct request *q, struct reply *r)
{
    struct admin_page page;

    admin_begin(a, q, &page, "ジョブ");
    if (!fill_jobs(q, &page))
        return false;
    fill_schedules(q, &page);
    return fill_misses(q, &page) && admin_reply(q, r, &page);
}

struct order {
    int64_t id;
    const char *action;
    bool (*work)(struct act *a, int64_t id);
};

/* The job's kind goes into the history, so that the row says something by itself. */
static bool
do_deed(struct act *a, void *with)
{
    const struct order *d = with;
    struct buffer detail = { .arena = a->arena };
    struct job_row job;

    if (!job_get(a, d->id, &job) || !d->work(a, d->id))
        return false;
    buffer_char(&detail, '{');
    json_key(&detail, "kind", true);
    json_text(&detail, job.kind);
    buffer_char(&detail, '}');
    return history_event(a, "", d->id, d->action, buffer_string(&detail));
}

bool
admin_job_cancel(struct act *a, const struct request *q, struct reply *r)
{
    struct order d = { q->id, "job-cancel", job_cancel };

    return act_write(a, do_deed, &d) &&
           reply_redirect(a, q, r, "/admin/jobs",
                          "取消を求めました。実行中のものは、切りのよい所で止まります。");
}

bool
admin_job_again(struct act *a, const struct request *q, struct reply *r)
{
    struct order d = { q->id, "job-again", job_again };

    return act_write(a, do_deed, &d) &&
           reply_redirect(a, q, r, "/admin/jobs", "もう一度行います。");
}
