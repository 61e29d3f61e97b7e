#include "desk/loan_late.h"

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "desk/loan.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "store/store.h"
#include "web/address.h"
#include "web/letter.h"

enum { EACH_DAYS = 7 };

struct late_loan {
    int64_t id;
    int64_t contract;
    int64_t person;
    const char *number;
    const char *kind;
    const char *unit;
    struct date due_on;
};
struct late_loans {
    struct late_loan *rows;
    size_t count;
};

static const struct query late_query = {
    .name = "loan.late",
    .sql = "SELECT l.id AS id, l.contract AS contract, l.borrower AS person,"
           " coalesce(l.number, '') AS number, k.title AS kind, coalesce(u.number, '') AS unit,"
           " l.due_on AS due_on FROM loan l JOIN loan_kind k ON k.id = l.kind"
           " LEFT JOIN loan_unit u ON u.id = l.unit"
           " WHERE l.state = 'lent' AND l.due_on < :today AND l.borrower IS NOT NULL"
           " AND l.removed_at IS NULL ORDER BY l.id",
    .row_size = sizeof(struct late_loan),
    .columns = COLUMNS(COLUMN(struct late_loan, id), COLUMN(struct late_loan, contract),
                       COLUMN(struct late_loan, person), COLUMN(struct late_loan, number),
                       COLUMN(struct late_loan, kind), COLUMN(struct late_loan, unit),
                       COLUMN(struct late_loan, due_on)),
};

struct reminding {
    const struct late_loan *loan;
    struct letter letter;
};

/* One name a week: put again, the outbox has it already. */
static bool
put(struct act *a, void *with)
{
    const struct reminding *r = with;
    int week = (int)(instant_date(a->now).day - r->loan->due_on.day - 1) / EACH_DAYS;
    char due[DATE_TEXT];

    date_print(r->loan->due_on, due);
    return letter_put(a, r->loan->contract,
                      arena_print(a->arena, "loan-%lld-%s-%d@%s", (long long)r->loan->id, due, week,
                                  store_installation(a->store)),
                      &r->letter);
}

static const char *
text_of(struct act *a, const struct late_loan *it)
{
    return arena_print(
        a->arena,
        "お貸ししたものの返却の期限が過ぎています。\n\n"
        "・%s%s%s（貸出 %s）\n　返却の期限：%s（%d日の遅れ）\n　%s\n\n"
        "返却できる日を、窓口へお知らせください。続けて使うときは、返す日時を延ばせるか確かめ"
        "ます。\n行き違いで返却されているときは、ご容赦ください。\n",
        it->kind, *it->unit ? "　" : "", it->unit, it->number,
        wareki_print(a->arena, it->due_on, WAREKI_LONG),
        (int)(instant_date(a->now).day - it->due_on.day),
        address_record(a, loan_ledger.path, it->id));
}

static bool
remind(struct act *a, struct job *job, const struct late_loan *it)
{
    struct person *person = ledger_new(a, &person_ledger);
    struct reminding r = { .loan = it };
    bool found;

    if (!shape_read(a, shape_of(&person_ledger), it->person, true, person, &found))
        return false;
    if (!found || person->base.removed_at.us || !person->mail.text ||
        !letter_address_good(person->mail.text))
        return true;
    r.letter = (struct letter){
        .subject = arena_print(a->arena, "返却のお願い（%s）", it->kind),
        .text = text_of(a, it),
        .to = { &person->mail.text, 1 },
    };
    return job ? job_write(a, job, put, &r) : act_write(a, put, &r);
}

static bool
run(struct act *a, struct job *job)
{
    struct date today = instant_date(a->now);
    struct late_loans list;

    if (!calendar_open_day(&calendar_office, today))
        return true;
    if (!QUERY(a, &late_query, list, BIND(today, today)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        if (job && !job_progress(a, job, (int64_t)i, (int64_t)list.count))
            return true;
        if (!remind(a, job, &list.rows[i]))
            return false;
    }
    return true;
}

const struct job_kind loan_late_job = {
    .name = "desk.loan_late",
    .title = "返却の遅れのメール",
    .run = run,
    .schedule = "daily 08:45",
    .alone = true,
};
