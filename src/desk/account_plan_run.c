/* Carrying a plan out and taking it back, one operation after the other. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "contract/consequence.h"
#include "desk/account_compare.h"
#include "desk/account_directory.h"
#include "desk/account_plan.h"
#include "desk/account_plan_parts.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"
#include "web/directory_link.h"

struct step {
    int64_t id;
    const char *title;
    const char *state;
    const char *expects;
};
struct steps {
    struct step *rows;
    size_t count;
};

static const struct query steps_query = {
    .name = "account_plan.steps",
    .sql = "SELECT id, title, state, expects FROM account_step WHERE plan = :plan"
           " AND removed_at IS NULL ORDER BY position",
    .row_size = sizeof(struct step),
    .columns = COLUMNS(COLUMN(struct step, id), COLUMN(struct step, title),
                       COLUMN(struct step, state), COLUMN(struct step, expects)),
};

struct carrying {
    struct account_plan *plan;
    struct account_directory *directory;
    struct job *job;
    const struct desk_directory *place;
    struct directory_link *link;
    struct steps steps;
    struct ldif_change *changes;
    struct ldif_change *undo; /* in the order of the steps, not of the file */
    const char *during;       /* running, undoing */
    const char *stopped;      /* why, NULL while all is well */
    const char *plan_state;   /* to be written */
};

/* --- writing down --------------------------------------------------------------------------- */

const char *
account_fingerprint(struct act *a, const struct ldif_change *change)
{
    struct buffer text = { .arena = a->arena };
    uint8_t hash[SHA256_BYTES];

    ldif_write(&text, change);
    sha256(buffer_string(&text), text.length, hash);
    return hex_print(a->arena, hash, sizeof hash);
}

struct consequent {
    bool (*work)(struct act *, void *);
    void *with;
};

static bool
run_consequent(struct act *a, void *with)
{
    const struct consequent *it = with;

    return consequence_run(a, it->work, it->with);
}

bool
account_write_within(struct act *a, struct job *job, bool (*work)(struct act *, void *), void *with)
{
    struct consequent it = { work, with };

    return job ? job_write(a, job, run_consequent, &it) : act_write(a, run_consequent, &it);
}

struct marking {
    const struct carrying *c;
    int64_t step;
    const char *state;
    const char *message;
    bool only_going; /* not when somebody has stopped the plan */
    bool halted;
};

static bool
mark(struct act *a, void *with)
{
    struct marking *m = with;
    struct account_step *it = ledger_new(a, &account_step_ledger);
    struct account_plan *plan = ledger_new(a, &account_plan_ledger);

    if (!consequence_read(a, &account_plan_ledger, m->c->plan->base.id, plan) ||
        !consequence_read(a, &account_step_ledger, m->step, it))
        return false;
    m->halted = m->only_going && !state_is(&plan->base, m->c->during);
    if (m->halted)
        return true;
    it->base.state = m->state;
    it->message = m->message;
    if (!m->only_going)
        it->done_at = a->now;
    return ledger_keep(a, &account_step_ledger, NULL, it);
}

static bool
mark_step(struct act *a, struct carrying *c, size_t at, const char *state, const char *message)
{
    struct marking m = { c, c->steps.rows[at].id, state, message, false, false };

    a->now = instant_now();
    c->steps.rows[at].state = state;
    return account_write_within(a, c->job, mark, &m);
}

/* False also when somebody has stopped it; then `stopped` says so. */
static bool
begin_step(struct act *a, struct carrying *c, size_t at)
{
    struct marking m = { c, c->steps.rows[at].id, "running", NULL, true, false };

    a->now = instant_now();
    if (!account_write_within(a, c->job, mark, &m))
        return false;
    if (m.halted)
        c->stopped = "人が止めました。";
    else
        c->steps.rows[at].state = "running";
    return true;
}

static bool
is(const char *state, const char *name)
{
    return strcmp(state, name) == 0;
}

static size_t
count_state(const struct carrying *c, const char *state)
{
    size_t count = 0;

    for (size_t i = 0; i < c->steps.count; i++)
        count += is(c->steps.rows[i].state, state);
    return count;
}

static const char *
outcome_words(struct act *a, const struct carrying *c)
{
    static const struct {
        const char *state, *words;
    } told[] = {
        { "done", "済んだ操作" },
        { "planned", "していない操作" },
        { "undone", "戻した操作" },
        { "failed", "できなかった操作" },
        { "unclear", "できたか分からない操作" },
    };
    struct buffer out = { .arena = a->arena };

    if (c->stopped)
        buffer_print(&out, "%s\n", c->stopped);
    for (size_t k = 0; k < sizeof told / sizeof *told; k++)
        if (count_state(c, told[k].state))
            buffer_print(&out, "%s %zu\n", told[k].words, count_state(c, told[k].state));
    for (size_t i = 0; i < c->steps.count; i++)
        if (is(c->steps.rows[i].state, "failed") || is(c->steps.rows[i].state, "unclear"))
            buffer_print(&out, "%zu番目：%s\n", i + 1, c->steps.rows[i].title);
    if (c->stopped && (count_state(c, "done") || count_state(c, "unclear")))
        buffer_text(&out, "「元に戻す」で、済んだ操作を後ろから順に戻せます。\n");
    return buffer_string(&out);
}

static bool
write_end(struct act *a, void *with)
{
    const struct carrying *c = with;
    struct account_plan *it = ledger_new(a, &account_plan_ledger);

    if (!consequence_read(a, &account_plan_ledger, c->plan->base.id, it))
        return false;
    if (state_is(&it->base, c->during))
        it->base.state = c->plan_state;
    it->done = (int64_t)count_state(c, "done");
    it->outcome.text = outcome_words(a, c);
    it->ended_at = a->now;
    return ledger_keep(a, &account_plan_ledger, NULL, it) &&
           job_add(a, account_compare_job.name, NULL,
                   arena_print(a->arena, "%lld", (long long)c->directory->base.id),
                   (struct instant){ 0 }, NULL);
}

static bool
finish(struct act *a, struct carrying *c, const char *state)
{
    c->plan_state = c->stopped ? "stopped" : state;
    a->now = instant_now();
    return account_write_within(a, c->job, write_end, c);
}

/* --- reading -------------------------------------------------------------------------------- */

static bool
read_file(struct act *a, struct carrying *c, const struct file *file, struct ldif_change **out)
{
    const char *why = "";
    size_t size, count;
    char *bytes;

    if (!blob_get(a, c->plan->base.contract, file->hash, ACCOUNT_FILE, &bytes, &size))
        return false;
    return (ldif_read(a->arena, bytes, size, out, &count, &why) && count == c->steps.count) ||
           fail(a, FAULT_BROKEN, NULL, "計画のファイルと操作が合いません。%s", why ? why : "");
}

/* The file has the last step's first, as somebody would run it by hand. */
static bool
read_undo(struct act *a, struct carrying *c)
{
    struct ldif_change *list;

    if (!read_file(a, c, &c->plan->undo, &list))
        return false;
    c->undo = NEW_ARRAY(a->arena, c->steps.count + 1, struct ldif_change);
    for (size_t i = 0; i < c->steps.count; i++)
        c->undo[i] = list[c->steps.count - 1 - i];
    return true;
}

static bool
read_plan(struct act *a, int64_t plan, const char *state, struct carrying *c, bool *due)
{
    c->during = state;
    c->plan = ledger_new(a, &account_plan_ledger);
    c->directory = ledger_new(a, &account_directory_ledger);
    *due = false;
    if (!consequence_read(a, &account_plan_ledger, plan, c->plan))
        return false;
    if (!state_is(&c->plan->base, state))
        return true;
    *due = true;
    return consequence_read(a, &account_directory_ledger, c->plan->directory.id, c->directory) &&
           QUERY(a, &steps_query, c->steps, bind_int("plan", plan)) &&
           read_file(a, c, &c->plan->changes, &c->changes) &&
           personal_ensure(a, c->plan->base.contract);
}

static bool
connect_changing(struct act *a, struct carrying *c)
{
    const char *why = "";

    act_end(a);
    c->place = account_directory_place(c->directory);
    if (!c->place || !c->place->changing.account)
        c->stopped = "ディレクトリを変えるアカウントが tasuki.ini にありません。";
    else if (!directory_link_open(a->arena, &c->place->changing, &c->link, &why))
        c->stopped = why;
    return !c->stopped;
}

static bool
look(struct carrying *c, const char *dn, struct ldif_entry **now)
{
    const char *why = "";

    if (directory_link_read(c->link, dn, account_disabled_attribute(c->directory), now, &why))
        return true;
    c->stopped = why;
    return false;
}

/* --- the undo file -------------------------------------------------------------------------- */

/* Every entry as it is now; nothing is done when one is not as planned. */
static bool
draw_undo(struct act *a, struct carrying *c, struct buffer *out)
{
    c->undo = NEW_ARRAY(a->arena, c->steps.count + 1, struct ldif_change);
    for (size_t i = 0; i < c->steps.count; i++) {
        struct ldif_entry *now;

        if (!look(c, c->changes[i].dn, &now))
            return false;
        if (!ldif_reverse(a->arena, &c->changes[i], now, &c->undo[i]) ||
            strcmp(account_fingerprint(a, &c->undo[i]), c->steps.rows[i].expects) != 0) {
            c->stopped = arena_print(a->arena,
                                     "計画のあとで、ディレクトリが変わりました（%zu番目：%s）。"
                                     "何もしていません。計画を作り直します。",
                                     i + 1, c->steps.rows[i].title);
            return false;
        }
    }
    for (size_t i = c->steps.count; i-- > 0;)
        ldif_write(out, &c->undo[i]);
    return true;
}

static bool
write_undo(struct act *a, void *with)
{
    const struct carrying *c = with;
    struct account_plan *it = ledger_new(a, &account_plan_ledger);

    if (!consequence_read(a, &account_plan_ledger, c->plan->base.id, it))
        return false;
    it->undo = c->plan->undo;
    return ledger_keep(a, &account_plan_ledger, NULL, it);
}

/* In the store before anything is changed; of a plan that goes on, what it had. */
static bool
keep_undo(struct act *a, struct carrying *c)
{
    struct buffer text = { .arena = a->arena };
    char *name = arena_get(a->arena, BLOB_NAME);

    if (c->plan->undo.hash && *c->plan->undo.hash)
        return read_undo(a, c);
    if (!draw_undo(a, c, &text))
        return true;
    if (!blob_write(a, c->plan->base.contract, buffer_string(&text), text.length, name))
        return false;
    c->plan->undo = (struct file){ name, "undo.ldif", (int64_t)text.length };
    return account_write_within(a, c->job, write_undo, c);
}

/* --- one operation -------------------------------------------------------------------------- */

/* After the connection broke: what the directory says, asked once more over another. */
static bool
look_again(struct act *a, struct carrying *c, const char *dn, struct ldif_entry **now)
{
    const char *why = "";

    return directory_link_open(a->arena, &c->place->changing, &c->link, &why) &&
           directory_link_read(c->link, dn, account_disabled_attribute(c->directory), now, &why);
}

struct turn {
    const struct ldif_change *change;
    const struct ldif_change *back;
    const char *good;   /* state when it is there */
    const char *before; /* state when it is not */
};

static const char *
numbered(struct act *a, const struct carrying *c, size_t at, const char *why)
{
    return arena_print(a->arena, "%zu番目の「%s」で止まりました。%s", at + 1,
                       c->steps.rows[at].title, why);
}

/* Does one change and reads it back; marks the step by what is there. */
static bool
carry_out(struct act *a, struct carrying *c, size_t at, const struct turn *turn)
{
    struct ldif_entry *now = NULL;
    const char *why = "";
    enum directory_done done = directory_link_change(c->link, turn->change, &why);
    bool seen;

    if (done == DIRECTORY_REFUSED) {
        c->stopped = numbered(a, c, at, why);
        return mark_step(a, c, at, is(turn->good, "done") ? "failed" : turn->before, why);
    }
    seen = done == DIRECTORY_DONE ? look(c, turn->change->dn, &now)
                                  : look_again(a, c, turn->change->dn, &now);
    if (done == DIRECTORY_DONE && !seen) {
        why = c->stopped;
        seen = look_again(a, c, turn->change->dn, &now);
    }
    if (done == DIRECTORY_DONE && seen && !c->stopped && ldif_stands(turn->change, now))
        return mark_step(a, c, at, turn->good, NULL);
    if (done == DIRECTORY_DONE && !c->stopped)
        why = "行ったはずの変更が、読み直すとありません。";
    c->stopped = numbered(a, c, at, why);
    if (seen && ldif_stands(turn->change, now))
        return mark_step(a, c, at, turn->good, "接続が切れましたが、済んだことを確かめました。");
    if (seen && ldif_stands(turn->back, now))
        return mark_step(a, c, at, turn->before, why);
    return mark_step(a, c, at, "unclear", why);
}

/* A step that was begun by a process that died, or is not clear: what is there decides. */
static bool
resolve(struct act *a, struct carrying *c, size_t at, const struct turn *turn, bool *stands)
{
    struct ldif_entry *now;

    *stands = false;
    if (!look(c, turn->change->dn, &now))
        return true;
    if (ldif_stands(turn->change, now)) {
        *stands = true;
        return mark_step(a, c, at, turn->good, NULL);
    }
    if (!ldif_stands(turn->back, now))
        c->stopped = numbered(a, c, at, "ほかの変更があり、計画どおりではありません。");
    return true;
}

/* --- all of them ---------------------------------------------------------------------------- */

static bool
go_on(struct act *a, struct carrying *c, size_t done)
{
    /* What ends the process leaves the plan as it is; the next runner goes on. */
    return !c->job || job_progress(a, c->job, (int64_t)done, (int64_t)c->steps.count);
}

/* One step that is due; of an unclear one, what the directory says comes first. */
static bool
take_step(struct act *a, struct carrying *c, size_t at, const struct turn *turn, bool unclear)
{
    bool stands = false;

    if (unclear && !resolve(a, c, at, turn, &stands))
        return false;
    if (stands || c->stopped)
        return true;
    return begin_step(a, c, at) && (c->stopped || carry_out(a, c, at, turn));
}

static bool
apply_all(struct act *a, struct carrying *c, bool *left)
{
    for (size_t i = 0; i < c->steps.count && !c->stopped; i++) {
        const struct turn turn = { &c->changes[i], &c->undo[i], "done", "planned" };
        const char *state = c->steps.rows[i].state;

        if (is(state, "done"))
            continue;
        *left = !go_on(a, c, i);
        if (*left)
            return true;
        if (!take_step(a, c, i, &turn, is(state, "running")))
            return false;
    }
    return true;
}

static bool
undo_all(struct act *a, struct carrying *c, bool *left)
{
    for (size_t i = c->steps.count; i-- > 0 && !c->stopped;) {
        const struct turn turn = { &c->undo[i], &c->changes[i], "undone", "done" };
        const char *state = c->steps.rows[i].state;

        if (is(state, "planned") || is(state, "failed") || is(state, "undone"))
            continue;
        *left = !go_on(a, c, c->steps.count - i);
        if (*left)
            return true;
        if (!take_step(a, c, i, &turn, true))
            return false;
    }
    return true;
}

static void
hang_up(struct carrying *c)
{
    if (c->link)
        directory_link_close(c->link);
}

bool
account_plan_apply(struct act *a, int64_t plan, struct job *job)
{
    struct carrying c = { .job = job };
    bool due, left = false, good;

    if (!read_plan(a, plan, "running", &c, &due))
        return false;
    if (!due)
        return true;
    good = !connect_changing(a, &c) || (keep_undo(a, &c) && (c.stopped || apply_all(a, &c, &left)));
    hang_up(&c);
    return good && (left || finish(a, &c, "done"));
}

bool
account_plan_undo(struct act *a, int64_t plan, struct job *job)
{
    struct carrying c = { .job = job };
    bool due, left = false, good;

    if (!read_plan(a, plan, "undoing", &c, &due))
        return false;
    if (!due)
        return true;
    good = read_undo(a, &c) && (!connect_changing(a, &c) || undo_all(a, &c, &left));
    hang_up(&c);
    return good && (left || finish(a, &c, "undone"));
}

/* --- the job -------------------------------------------------------------------------------- */

static bool
run(struct act *a, struct job *job)
{
    int64_t plan = job->input ? strtoll(job->input, NULL, 10) : 0;

    return account_plan_draft(a, plan, job) && account_plan_apply(a, plan, job) &&
           account_plan_undo(a, plan, job);
}

const struct job_kind account_plan_job = {
    .name = "desk.account_plan",
    .title = "アカウントの変更計画",
    .run = run,
    .alone = true,
};
