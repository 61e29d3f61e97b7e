#include "desk/mail_fetch.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "desk/desk.h"
#include "desk/mail_take.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "web/imap.h"
#include "web/incoming.h"

enum { STEP = 200, FAILED_MOST = 3 };

static const struct query numbered_query = {
    .name = "mail_fetch.contract",
    .sql = "SELECT id FROM contract WHERE number = :number AND removed_at IS NULL ORDER BY id"
           " LIMIT 2",
    FOUND_IDS,
};

static const struct query only_query = {
    .name = "mail_fetch.only",
    .sql = "SELECT id FROM contract WHERE removed_at IS NULL ORDER BY id LIMIT 2",
    FOUND_IDS,
};

struct found {
    struct found_id *rows;
    size_t count;
};

static bool
contract_of(struct act *a, const struct desk_mailbox *box, int64_t *contract)
{
    struct found found;
    bool good = box->contract ? QUERY(a, &numbered_query, found, bind_text("number", box->contract))
                              : query_rows(a, &only_query, &found.rows, &found.count,
                                           sizeof *found.rows, UNBOUND);

    if (!good)
        return false;
    if (found.count != 1)
        return fail(a, FAULT_BROKEN, NULL,
                    "メールを受ける契約が決まりません。tasuki.ini の [mail-in] の contract に、"
                    "契約の番号を書いてください。");
    *contract = found.rows[0].id;
    return true;
}

static bool
stopped(const void *with)
{
    return job_stopped(with);
}

struct emptying {
    struct job *job;
    struct imap *imap;
    int64_t contract;
    int64_t uid;
};

/* Of what is too large the headers are enough to show it. */
static bool
fetch(struct act *a, const struct emptying *e, struct arriving *message, const char **why)
{
    size_t most = (size_t)desk_mailbox()->most;
    struct imap_message look;
    struct imap_bytes got;
    bool large;

    if (!imap_look(e->imap, a->arena, e->uid, &look, why))
        return false;
    large = look.size > (int64_t)most;
    if (!imap_fetch(e->imap, a->arena, e->uid, large, large ? 2 * (size_t)INCOMING_HEADER : most,
                    &got, why))
        return false;
    message->bytes = got.bytes;
    message->length = got.length;
    message->at = look.at.us && look.at.us <= a->now.us ? look.at : a->now;
    message->size = large ? look.size : (int64_t)got.length + got.cut;
    return true;
}

static bool
take_one(struct act *a, void *with)
{
    const struct emptying *e = with;
    struct arriving message;
    const char *why = "";

    a->now = instant_now();
    if (!fetch(a, e, &message, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!mail_take(a, e->job, e->contract, &message, NULL))
        return false;
    return imap_done(e->imap, a->arena, e->uid, &why) || fail(a, FAULT_BROKEN, NULL, "%s", why);
}

/* One message that cannot be taken now must not keep the others waiting; a server or a disk
   that fails fails for all. */
static bool
take_each(struct act *a, struct emptying *e, const struct imap_list *list)
{
    size_t failed = 0;

    for (size_t i = 0; i < list->count; i++) {
        size_t faults = a->fault_count;

        if (!job_progress(a, e->job, (int64_t)i, (int64_t)list->count))
            return true;
        e->uid = list->uids[i];
        if (act_beside(a, NULL, take_one, e))
            continue;
        if (act_fault_kind(a) == FAULT_STALE || job_stopped(e->job) || ++failed > FAILED_MOST)
            return false;
        log_line(LOG_WARN, "mail_fetch", "why", a->last_fault ? a->last_fault->message : "", NULL);
        act_forgive(a, faults);
    }
    return !failed || fail(a, FAULT_BROKEN, NULL,
                           "%zu通を取り込めませんでした。記録（ログ）に理由があります。", failed);
}

static bool
run(struct act *a, struct job *job)
{
    const struct desk_mailbox *box = desk_mailbox();
    struct emptying e = { .job = job };
    struct imap_list list;
    const char *why = "";
    bool good;

    if (!box->imap.server.name)
        return true;
    if (!contract_of(a, box, &e.contract))
        return false;
    act_end(a);
    e.imap = imap_open(&box->imap, stopped, job);
    good = imap_list(e.imap, a->arena, STEP, &list, &why) || fail(a, FAULT_BUSY, NULL, "%s", why);
    good = good && take_each(a, &e, &list);
    imap_close(e.imap);
    return good;
}

const struct job_kind mail_fetch_job = {
    .name = "desk.mail_fetch",
    .title = "メールの受信",
    .run = run,
    .schedule = "every 60",
    .tries = 1, /* the next run comes within the minute */
    .alone = true,
};
