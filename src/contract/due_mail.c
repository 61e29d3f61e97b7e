#include "contract/due_mail.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/contract.h"
#include "contract/dues.h"
#include "ledger/core/core.h"
#include "ledger/core/who.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "store/store.h"
#include "web/letter.h"

enum { DAYS_AHEAD = 7, RISK_AHEAD = 30, MOST_LINES = 60 };

struct account {
    int64_t user;
    int64_t person;
};
struct accounts {
    struct account *rows;
    size_t count;
};

/* Of several accounts of a person the first tells him; the identifier stops the others. */
static const struct query accounts_query = {
    .name = "due_mail.accounts",
    .sql = "SELECT u.id AS \"user\", u.person AS person FROM \"user\" u"
           " JOIN person p ON p.id = u.person WHERE u.removed_at IS NULL AND p.removed_at IS NULL"
           " AND NOT EXISTS (SELECT 1 FROM \"user\" q WHERE q.person = u.person AND q.quiet = 1"
           " AND q.removed_at IS NULL)"
           " AND (u.until IS NULL OR u.until >= :today) AND (p.until IS NULL OR p.until >= :today)"
           " ORDER BY u.id",
    .row_size = sizeof(struct account),
    .columns = COLUMNS(COLUMN(struct account, user), COLUMN(struct account, person)),
};

static bool wanted = true;

void
due_mail_set(bool it)
{
    wanted = it;
}

struct telling {
    struct job *job;
    const struct account *account;
    struct person *person;
    struct letter letter;
};

/* Everything of a contract he leads, else what he sees to. */
static bool
concerns(const struct act *a, const struct due_item *it)
{
    struct date today = instant_date(a->now);

    if (it->person && it->person == a->who->person)
        return true;
    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *m = &a->who->in[i];

        if (m->role == ROLE_LEAD && (!m->contract || m->contract == it->contract) &&
            membership_holds(m, today))
            return true;
    }
    return false;
}

/* 1: late, 2: due soon, 3: runs out soon, 0: none of them. */
static int
part_of(const struct act *a, const struct due_item *it)
{
    int32_t days = it->day.day - instant_date(a->now).day;

    if (!concerns(a, it) || days > (it->risk ? RISK_AHEAD : DAYS_AHEAD))
        return 0;
    return it->risk ? 3 : days < 0 ? 1 : 2;
}

static void
write_part(struct act *a, struct buffer *out, const struct due_items *dues, int part,
           const char *title)
{
    size_t count = 0;

    for (size_t i = 0; i < dues->count; i++) {
        const struct due_item *it = &dues->rows[i];

        if (part_of(a, it) != part || ++count > MOST_LINES)
            continue;
        if (count == 1)
            buffer_print(out, "\n■ %s\n", title);
        buffer_print(out, "・%s　%s（%s）\n　%s\n", wareki_print(a->arena, it->day, WAREKI_LONG),
                     it->title, due_left(a, &calendar_office, it->day), it->href);
    }
    if (count > MOST_LINES)
        buffer_print(out, "　ほか%zu件\n", count - MOST_LINES);
}

/* As the reader himself: what he may not see is not there. */
static const char *
text_for(struct act *a)
{
    struct period within = { { 0 }, date_add(instant_date(a->now), RISK_AHEAD) };
    struct buffer out = { .arena = a->arena };
    struct due_items dues;

    if (!dues_read(a, 0, within, &dues))
        return NULL;
    write_part(a, &out, &dues, 1, "期限を過ぎたもの");
    write_part(a, &out, &dues, 2, "7日以内に期限が来るもの");
    write_part(a, &out, &dues, 3, "30日以内に切れるもの、見直すもの");
    if (!out.length)
        return "";
    return arena_print(a->arena,
                       "期限の近いものをお知らせします。\n%s\n"
                       "Tasuki にサインインして、それぞれの行の下のページで確かめられます。\n",
                       buffer_string(&out));
}

static bool
put(struct act *a, void *with)
{
    struct telling *t = with;
    char day[DATE_TEXT];

    date_print(instant_date(a->now), day);
    return letter_put(a, t->person->base.contract,
                      arena_print(a->arena, "dues-%s-%lld@%s", day, (long long)t->account->person,
                                  store_installation(a->store)),
                      &t->letter);
}

/* In an act of the reader's own, which ends with him. */
static bool
tell(struct act *a, void *with)
{
    struct telling *t = with;
    bool found;

    t->person = ledger_new(a, &person_ledger);
    if (!shape_read(a, shape_of(&person_ledger), t->account->person, true, t->person, &found))
        return false;
    if (!found || !t->person->mail.text || !letter_address_good(t->person->mail.text))
        return true;
    t->letter = (struct letter){
        .subject = arena_print(a->arena, "期限の近いもの（%s）",
                               wareki_print(a->arena, instant_date(a->now), WAREKI_LONG)),
        .text = text_for(a),
        .to = { &t->person->mail.text, 1 },
    };
    if (!t->letter.text || !*t->letter.text)
        return t->letter.text != NULL;
    return t->job ? job_write(a, t->job, put, t) : act_write(a, put, t);
}

/* Who has left meanwhile, or has no rights yet, is no reason to stop for the others. */
static bool
tell_one(struct act *a, struct telling *t)
{
    size_t faults = a->fault_count;
    struct who who;

    if (who_load(a, t->account->user, &who))
        return act_beside(a, &who, tell, t);
    if (act_fault_kind(a) != FAULT_MISSING)
        return false;
    act_forgive(a, faults);
    return true;
}

static bool
run(struct act *a, struct job *job)
{
    struct date today = instant_date(a->now);
    struct accounts list;

    if (!wanted || !calendar_open_day(&calendar_office, today))
        return true;
    if (!QUERY(a, &accounts_query, list, BIND(today, today)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct telling t = { .job = job, .account = &list.rows[i] };

        if (job && !job_progress(a, job, (int64_t)i, (int64_t)list.count))
            return true;
        if (!tell_one(a, &t))
            return false;
    }
    return true;
}

const struct job_kind due_mail_job = {
    .name = "contract.due_mail",
    .title = "期限の近いもののメール",
    .run = run,
    .schedule = "daily 07:00",
    .alone = true,
};
