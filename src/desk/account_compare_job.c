/* The comparison as work: read both sides, compare, write the ledger of differences. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digits.h"
#include "contract/consequence.h"
#include "desk/account_compare.h"
#include "desk/account_directory.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "web/directory_link.h"

enum { A_STEP = 100, MOST_NEW = 5000, SAYS = 1000 };

/* A difference as it stands in the ledger. */
struct known {
    int64_t id;
    const char *title;
    const char *kind;
    const char *state;
    const char *ledger_says;
    const char *directory_says;
    bool found;
};
struct knowns {
    struct known *rows;
    size_t count;
};

static const struct query known_query = {
    .name = "account_compare.known",
    .sql = "SELECT id, title, kind, state, ledger_says, directory_says FROM account_difference"
           " WHERE contract = :contract AND directory = :directory AND removed_at IS NULL"
           " ORDER BY id",
    .row_size = sizeof(struct known),
    .columns = COLUMNS(COLUMN(struct known, id), COLUMN(struct known, title),
                       COLUMN(struct known, kind), COLUMN(struct known, state),
                       COLUMN(struct known, ledger_says), COLUMN(struct known, directory_says)),
};

struct writing_step {
    const struct account_directory *directory;
    const struct account_found *found; /* NULL: the known one is gone */
    struct known *known;               /* NULL: a new one */
};

struct comparing {
    struct account_directory *directory;
    struct job *job;
    struct writing_step *steps;
    size_t count;
    size_t at;
    size_t open;
    size_t left_out;
};

/* --- what has to be written ---------------------------------------------------------------- */

static const char *
kind_code(const struct account_found *found)
{
    return account_difference_kinds[found->kind].code;
}

static const char *
name_of(const struct account_found *found)
{
    return found->side ? found->side->title : found->entry->login;
}

static int
order_of(const char *title, const char *kind, const struct known *other)
{
    int order = strcasecmp(title, other->title);

    return order ? order : strcmp(kind, other->kind);
}

static int
by_name(const void *one, const void *other)
{
    const struct known *left = one, *right = other;
    int order = order_of(left->title, left->kind, right);

    return order ? order : (left->id > right->id) - (left->id < right->id);
}

static bool
same_text(const char *left, const char *right)
{
    return strcmp(left ? left : "", right ? right : "") == 0;
}

static struct known *
find_known(const struct knowns *all, const struct account_found *found)
{
    size_t low = 0, high = all->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (order_of(name_of(found), kind_code(found), &all->rows[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < all->count && order_of(name_of(found), kind_code(found), &all->rows[low]) == 0
               ? &all->rows[low]
               : NULL;
}

static void
plan_steps(struct act *a, struct comparing *c, const struct account_founds *found,
           struct knowns *known)
{
    size_t fresh = 0;

    if (known->count)
        qsort(known->rows, known->count, sizeof *known->rows, by_name);
    c->steps = NEW_ARRAY(a->arena, found->count + known->count + 1, struct writing_step);
    for (size_t i = 0; i < found->count; i++) {
        struct account_found *it = &found->rows[i];
        struct known *was = find_known(known, it);
        bool same = was && strcmp(was->state, "gone") != 0 &&
                    same_text(was->ledger_says, it->ledger_says) &&
                    same_text(was->directory_says, it->directory_says);

        if (was)
            was->found = true;
        if (!was && ++fresh > MOST_NEW) {
            c->left_out++;
            continue;
        }
        c->open++;
        if (!same)
            c->steps[c->count++] = (struct writing_step){ c->directory, it, was };
    }
    for (size_t i = 0; i < known->count; i++)
        if (!known->rows[i].found && strcmp(known->rows[i].state, "gone") != 0)
            c->steps[c->count++] = (struct writing_step){ c->directory, NULL, &known->rows[i] };
}

/* --- writing ------------------------------------------------------------------------------- */

static const char *
clipped(struct act *a, const char *text)
{
    size_t length = strlen(text);

    while (length > SAYS / 3 || (length && ((unsigned char)text[length] & 0xc0) == 0x80))
        length--;
    return text[length] ? arena_print(a->arena, "%.*s…", (int)length, text) : text;
}

static const char *
lines_of(struct act *a, const struct account_entry *entry)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < entry->group_count; i++)
        if (out.length + strlen(entry->groups[i]) < 2 * SAYS)
            buffer_print(&out, "%s%s", out.length ? "\n" : "", entry->groups[i]);
    return buffer_string(&out);
}

/* A difference that says something else than when it was chosen is looked at again. */
static void
put(struct act *a, const struct account_found *found, struct account_difference *it)
{
    it->title = name_of(found);
    it->kind.code = kind_code(found);
    it->account.id = found->side ? found->side->id : 0;
    it->ledger_says = clipped(a, found->ledger_says);
    it->directory_says = clipped(a, found->directory_says);
    it->dn = found->entry ? digits_mask_my_number(a->arena, found->entry->dn) : NULL;
    it->display = found->entry ? found->entry->display : NULL;
    it->disabled = found->entry && found->entry->disabled;
    it->member_of.text = found->entry ? lines_of(a, found->entry) : NULL;
    it->gone_at = (struct instant){ 0 };
    if (!it->base.id || state_is(&it->base, "gone"))
        it->found_at = a->now;
    if (!state_is(&it->base, "left"))
        it->base.state = "open";
}

static const struct query same_query = {
    .name = "account_compare.same",
    .sql = "SELECT id FROM account_difference WHERE contract = :contract"
           " AND directory = :directory AND kind = :kind AND lower(title) = lower(:title)"
           " AND removed_at IS NULL ORDER BY id LIMIT 1",
    FOUND_IDS,
};

/* 0 when there is none, also none that a comparison beside this one has just written. */
static bool
find_same(struct act *a, const struct writing_step *step, int64_t *id)
{
    struct found_id it = { 0 };
    bool found;

    if (step->known) {
        *id = step->known->id;
        return true;
    }
    if (!query_first(a, &same_query, &it, &found,
                     BOUND(bind_int("contract", step->directory->base.contract),
                           bind_int("directory", step->directory->base.id),
                           bind_text("kind", kind_code(step->found)),
                           bind_text("title", name_of(step->found)))))
        return false;
    *id = found ? it.id : 0;
    return true;
}

static bool
write_step(struct act *a, const struct writing_step *step)
{
    struct account_difference *it = ledger_new(a, &account_difference_ledger);
    int64_t id;

    if (!find_same(a, step, &id) ||
        (id && !consequence_read(a, &account_difference_ledger, id, it)))
        return false;
    if (!id) {
        it->base.contract = step->directory->base.contract;
        it->directory.id = step->directory->base.id;
    }
    if (step->found) {
        put(a, step->found, it);
    } else {
        it->base.state = "gone";
        it->gone_at = a->now;
    }
    return ledger_keep(a, &account_difference_ledger, NULL, it);
}

static bool
write_some(struct act *a, void *with)
{
    const struct comparing *c = with;

    for (size_t i = c->at; i < c->count && i < c->at + A_STEP; i++)
        if (!write_step(a, &c->steps[i]))
            return false;
    return true;
}

static bool
write_some_so(struct act *a, void *with)
{
    return consequence_run(a, write_some, with);
}

static bool
write_within(struct act *a, struct job *job, bool (*work)(struct act *, void *), void *with)
{
    return job ? job_write(a, job, work, with) : act_write(a, work, with);
}

static bool
write_all(struct act *a, struct comparing *c)
{
    for (c->at = 0; c->at < c->count; c->at += A_STEP) {
        if (c->job && !job_progress(a, c->job, (int64_t)c->at, (int64_t)c->count))
            return true;
        if (!write_within(a, c->job, write_some_so, c))
            return false;
    }
    return true;
}

/* --- the outcome --------------------------------------------------------------------------- */

struct outcome {
    int64_t directory;
    const struct account_picture *picture; /* NULL: it could not be read */
    int64_t differences;
    const char *words;
};

static bool
keep_outcome(struct act *a, void *with)
{
    const struct outcome *o = with;
    struct account_directory *it = ledger_new(a, &account_directory_ledger);

    if (!consequence_read(a, &account_directory_ledger, o->directory, it))
        return false;
    if (o->picture) {
        it->compared_at = a->now;
        it->users = (int64_t)o->picture->count;
        it->groups = (int64_t)o->picture->group_count;
        it->differences = o->differences;
    }
    it->outcome = o->words;
    return ledger_keep(a, &account_directory_ledger, NULL, it);
}

static bool
keep_outcome_so(struct act *a, void *with)
{
    return consequence_run(a, keep_outcome, with);
}

static const char *
words_of(struct act *a, const struct comparing *c, const struct account_founds *found)
{
    struct buffer out = { .arena = a->arena };

    for (int kind = 0; kind < ACCOUNT_KINDS; kind++) {
        size_t count = 0;

        for (size_t i = 0; i < found->count; i++)
            count += (int)found->rows[i].kind == kind;
        if (count)
            buffer_print(&out, "%s%s %zu", out.length ? "、" : "",
                         account_difference_kinds[kind].label, count);
    }
    if (c->left_out)
        buffer_print(&out, "。多いため %zu件は次の突合で書きます", c->left_out);
    return out.length ? buffer_string(&out) : "違いはありません。";
}

/* --- the run ------------------------------------------------------------------------------- */

static bool
read_both(struct act *a, struct comparing *c, struct account_picture *picture,
          struct account_founds *found, struct knowns *known)
{
    const struct desk_directory *place = account_directory_place(c->directory);
    struct account_rules rules = { instant_date(a->now), c->directory->groups_kept,
                                   c->directory->sign_in_attribute ? c->directory->idle_days : 0 };
    struct directory_link *link;
    struct account_side *sides;
    size_t count;
    const char *why = "";
    bool good;

    if (!place)
        return fail(a, FAULT_CLASH, NULL, "この区分へのつなぎ方が tasuki.ini にありません。");
    if (!account_sides_read(a, c->directory, &sides, &count) ||
        !QUERY(a, &known_query, *known, bind_int("contract", c->directory->base.contract),
               bind_int("directory", c->directory->base.id)))
        return false;
    act_end(a);
    if (!directory_link_open(a->arena, &place->reading, &link, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    good = account_directory_read(a, c->directory, link, picture);
    directory_link_close(link);
    if (!good)
        return false;
    /* An empty answer is a wrong place to look far more often than an empty city. */
    if (!picture->count && count)
        return fail(
            a, FAULT_BROKEN, NULL,
            "ディレクトリに利用者が1人も見つかりません。利用者の場所と探し方を確かめます。");
    account_compare(a->arena, sides, count, picture->entries, picture->count, &rules, found);
    return true;
}

bool
account_compare_run(struct act *a, int64_t directory, struct job *job)
{
    struct comparing c = { .directory = ledger_new(a, &account_directory_ledger), .job = job };
    struct outcome outcome = { .directory = directory };
    struct account_picture picture;
    struct account_founds found;
    struct knowns known;

    if (!consequence_read(a, &account_directory_ledger, directory, c.directory))
        return false;
    if (!read_both(a, &c, &picture, &found, &known)) {
        outcome.words = clipped(a, a->last_fault ? a->last_fault->message : "読めません。");
        write_within(a, job, keep_outcome_so, &outcome);
        return false;
    }
    plan_steps(a, &c, &found, &known);
    if (!personal_ensure(a, c.directory->base.contract) || !write_all(a, &c))
        return false;
    outcome.picture = &picture;
    outcome.differences = (int64_t)c.open;
    outcome.words = words_of(a, &c, &found);
    return write_within(a, job, keep_outcome_so, &outcome);
}

/* --- the job ------------------------------------------------------------------------------- */

static const struct query used_query = {
    .name = "account_compare.used",
    .sql = "SELECT id FROM account_directory WHERE state = 'used' AND removed_at IS NULL"
           " ORDER BY id",
    FOUND_IDS,
};

struct one {
    int64_t directory;
    struct job *job;
};

static bool
run_one(struct act *a, void *with)
{
    const struct one *one = with;

    return account_compare_run(a, one->directory, one->job);
}

/* What one directory answers must not keep the others waiting: its row tells. */
static bool
run(struct act *a, struct job *job)
{
    struct {
        struct found_id *rows;
        size_t count;
    } all = { 0 };
    struct one one = { .job = job };
    int64_t only = job->input ? strtoll(job->input, NULL, 10) : 0;

    if (!only && !query_rows(a, &used_query, &all.rows, &all.count, sizeof *all.rows, UNBOUND))
        return false;
    for (size_t i = 0; i < (only ? 1 : all.count); i++) {
        struct account_directory *it = ledger_new(a, &account_directory_ledger);
        size_t faults = a->fault_count;

        one.directory = only ? only : all.rows[i].id;
        if (!consequence_read(a, &account_directory_ledger, one.directory, it))
            return false;
        if (!account_directory_place(it))
            continue;
        act_end(a);
        if (!act_beside(a, NULL, run_one, &one)) {
            if (act_fault_kind(a) == FAULT_STALE || job_stopped(job))
                return false;
            act_forgive(a, faults);
        }
    }
    return true;
}

const struct job_kind account_compare_job = {
    .name = "desk.account_compare",
    .title = "アカウントとディレクトリの突合",
    .run = run,
    .schedule = "daily 04:20",
    .tries = 1, /* the next night, or the button */
    .alone = true,
};
