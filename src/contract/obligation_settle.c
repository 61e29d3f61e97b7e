/* The nightly settling of what is owed by a rule, obligations and deliverables: what has become late, and days that have moved since
   the contract's period, calendar or day of award did. */

#include "base/arena.h"
#include "base/must.h"
#include "contract/deliverable.h"
#include "contract/obligation.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { A_BATCH = 100 };

struct settled {
    int64_t id;
};

static const struct query obligation_query = {
    .name = "obligation.settled",
    .sql = "SELECT id FROM obligation WHERE id > :after AND removed_at IS NULL"
           " AND state <> 'exempt' AND due_rule IS NOT NULL ORDER BY id LIMIT :most",
    .row_size = sizeof(struct settled),
    .columns = COLUMNS(COLUMN(struct settled, id)),
};
static const struct query deliverable_query = {
    .name = "deliverable.settled",
    .sql = "SELECT id FROM deliverable WHERE id > :after AND removed_at IS NULL"
           " AND state = 'pending' AND due_rule IS NOT NULL ORDER BY id LIMIT :most",
    .row_size = sizeof(struct settled),
    .columns = COLUMNS(COLUMN(struct settled, id)),
};

static const struct {
    const struct ledger *ledger;
    const struct query *open;
} ruled[] = {
    { &obligation_ledger, &obligation_query },
    { &deliverable_ledger, &deliverable_query },
};
enum { RULED = sizeof ruled / sizeof *ruled };

static const struct query *
open_of(const struct ledger *l)
{
    const struct query *open = NULL;

    for (size_t i = 0; i < RULED; i++)
        if (ruled[i].ledger == l)
            open = ruled[i].open;
    must(open);
    return open;
}

/* Settling is what every writing does; a record that stays as it is is not written. */
bool
rules_settle(struct act *a, const struct ledger *l, int64_t after, int64_t *reached)
{
    struct {
        struct settled *rows;
        size_t count;
    } list;

    *reached = 0;
    if (!QUERY(a, open_of(l), list, BIND(after, after), BIND(most, (int64_t)A_BATCH)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct record *it = ledger_new(a, l);
        bool found;

        if (!shape_read(a, shape_of(l), list.rows[i].id, false, it, &found) ||
            (found && !ledger_change(a, l, it)))
            return false;
    }
    if (list.count == A_BATCH)
        *reached = list.rows[list.count - 1].id;
    return true;
}

struct batch {
    const struct ledger *ledger;
    int64_t after;
    int64_t reached;
};

static bool
settle_batch(struct act *a, void *with)
{
    struct batch *batch = with;

    return rules_settle(a, batch->ledger, batch->after, &batch->reached);
}

static bool
settle(struct act *a, struct job *job)
{
    for (size_t i = 0; i < RULED; i++) {
        struct batch batch = { .ledger = ruled[i].ledger };

        do {
            batch.after = batch.reached;
            if (!job_progress(a, job, 0, 0))
                return true;
            if (!job_write(a, job, settle_batch, &batch))
                return false;
        } while (batch.reached);
    }
    return true;
}

const struct job_kind obligation_job = {
    .name = "obligation.settle",
    .title = "義務と成果物の期限の見直し",
    .run = settle,
    .schedule = "daily 00:05",
    .alone = true,
};
