#include "desk/staff_check.h"

#include "contract/consequence.h"
#include "desk/account.h"
#include "desk/mail_account.h"
#include "desk/service_account.h"
#include "desk/share.h"
#include "desk/vein_registration.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { A_STEP = 200 };

const struct choice_item staff_findings[] = {
    { "good", "問題なし", "適正" },
    { "leaver", "退職・異動", "退職者" },
    { "unknown", "名簿にない", "不明" },
    { "idle", "90日使っていない", "未使用" },
    { 0 },
};

struct listed {
    struct date until;
    struct instant removed_at;
};

static const struct query listed_query = {
    .name = "staff.listed",
    .sql = "SELECT until, removed_at FROM person WHERE id = :person",
    .row_size = sizeof(struct listed),
    .columns = COLUMNS(COLUMN(struct listed, until), COLUMN(struct listed, removed_at)),
};

bool
staff_left(struct act *a, struct ref person, bool *left)
{
    struct listed it = { 0 };
    bool found;

    *left = false;
    if (!person.id)
        return true;
    if (!query_first(a, &listed_query, &it, &found, BOUND(BIND(person, person.id))))
        return false;
    *left = !found || it.removed_at.us || (it.until.day && it.until.day < instant_date(a->now).day);
    return true;
}

bool
staff_compare(struct act *a, struct ref person, bool group, struct date used, struct date since,
              struct choice *finding)
{
    struct date last = used.day ? used : since;
    bool left;

    if (!staff_left(a, person, &left))
        return false;
    finding->code = left                                                           ? "leaver"
                    : !person.id && !group                                         ? "unknown"
                    : last.day && last.day < instant_date(a->now).day - STAFF_IDLE ? "idle"
                                                                                   : "good";
    return true;
}

/* --- every night --------------------------------------------------------------------------- */

struct found {
    int64_t id;
};
struct founds {
    struct found *rows;
    size_t count;
};

/* Those whose finding may be another one today. */
#define DOUBTFUL(table, state, used)                                                               \
    "SELECT t.id FROM " table " t LEFT JOIN person p ON p.id = t.person"                           \
    " WHERE t.state = '" state "' AND t.removed_at IS NULL AND t.id > :after AND CASE"             \
    " WHEN p.until < :today OR p.removed_at IS NOT NULL THEN t.finding <> 'leaver'"                \
    " WHEN t.finding = 'leaver' THEN true" used " ELSE false END ORDER BY t.id LIMIT :most"

static const struct kept_ledger {
    const struct ledger *ledger;
    struct query query;
} kept[] = {
    { &service_account_ledger,
      { .name = "staff.service_account",
        .sql = DOUBTFUL("service_account", "used",
                        " WHEN coalesce(t.last_used_on, t.issued_on) < :idle"
                        " THEN t.finding = 'good'"),
        .row_size = sizeof(struct found),
        .columns = COLUMNS(COLUMN(struct found, id)) } },
    { &share_right_ledger,
      { .name = "staff.share_right",
        .sql = DOUBTFUL("share_right", "given", ""),
        .row_size = sizeof(struct found),
        .columns = COLUMNS(COLUMN(struct found, id)) } },
    { &vein_registration_ledger,
      { .name = "staff.vein_registration",
        .sql = DOUBTFUL("vein_registration", "registered", ""),
        .row_size = sizeof(struct found),
        .columns = COLUMNS(COLUMN(struct found, id)) } },
    { &account_ledger,
      { .name = "staff.account",
        .sql = DOUBTFUL("account", "used", ""),
        .row_size = sizeof(struct found),
        .columns = COLUMNS(COLUMN(struct found, id)) } },
    { &mail_account_ledger,
      { .name = "staff.mail_account",
        .sql = DOUBTFUL("mail_account", "used", ""),
        .row_size = sizeof(struct found),
        .columns = COLUMNS(COLUMN(struct found, id)) } },
};

struct again {
    const struct ledger *ledger;
    int64_t id;
};

static bool
keep_again(struct act *a, void *with)
{
    const struct again *it = with;
    struct record *row = ledger_new(a, it->ledger);

    return consequence_read(a, it->ledger, it->id, row) && ledger_keep(a, it->ledger, NULL, row);
}

static bool
run(struct act *a, struct job *job)
{
    struct date today = instant_date(a->now);
    struct founds list;
    int64_t done = 0;

    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
        struct again again = { kept[k].ledger, 0 };

        do {
            if (!QUERY(a, &kept[k].query, list, BIND(after, again.id), BIND(today, today),
                       BIND(idle, date_add(today, -STAFF_IDLE)), bind_int("most", A_STEP)))
                return false;
            for (size_t i = 0; i < list.count; i++, done++) {
                again.id = list.rows[i].id;
                if (!(job ? job_write(a, job, keep_again, &again)
                          : act_write(a, keep_again, &again)))
                    return false;
            }
            if (job && !job_progress(a, job, done, 0))
                return true;
        } while (list.count == A_STEP);
    }
    return true;
}

const struct job_kind staff_check_job = {
    .name = "desk.staff",
    .title = "職員名簿との突合",
    .run = run,
    .schedule = "daily 01:10",
    .alone = true,
};
