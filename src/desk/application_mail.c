#include "desk/application_mail.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/application.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/store.h"
#include "web/letter.h"

struct words {
    const char *what; /* part of the identifier: a letter of it goes once a version */
    const char *subject;
    const char *text;
};

static bool
send(struct act *a, const struct record *record, int64_t to, const struct words *words)
{
    struct person *person = ledger_new(a, &person_ledger);
    const char *address[1];
    struct letter letter = { .to = { address, 1 }, .subject = words->subject };
    bool found;

    if (!to || to == actor_person(a))
        return true;
    if (!shape_read(a, shape_of(&person_ledger), to, true, person, &found))
        return false;
    if (!found || person->base.removed_at.us || !person->mail.text ||
        !letter_address_good(person->mail.text))
        return true;
    address[0] = person->mail.text;
    letter.text = words->text;
    return letter_put(a, record->contract,
                      arena_print(a->arena, "%s-%lld-%lld-%lld@%s", words->what,
                                  (long long)record->id, (long long)record->version, (long long)to,
                                  store_installation(a->store)),
                      &letter);
}

bool
application_tell_work(struct act *a, const struct application *it)
{
    struct words words = {
        .what = "application-work",
        .subject = arena_print(a->arena, "申請の作業のお願い：%s　%s", it->number, it->title),
        .text = arena_print(a->arena,
                            "申請 %s「%s」が承認されました。次の作業をお願いします。\n\n%s\n\n"
                            "画面「申請の作業」の「わたしの作業」から開けます（%s?view=mine）。\n",
                            it->number, it->title, it->works.text ? it->works.text : "",
                            application_work_ledger.path),
    };

    return send(a, &it->base, it->assignee.id, &words);
}

bool
application_tell_end(struct act *a, const struct application *it)
{
    bool done = state_is(&it->base, "done");
    const char *reason = !done && a->reason ? a->reason : "";
    const char *said = done ? "完了しました" : "中止になりました";
    struct words words = {
        .what = "application-end",
        .subject = arena_print(a->arena, "申請が%s：%s　%s", said, it->number, it->title),
        .text =
            arena_print(a->arena, "申請 %s「%s」が%s。\n%s%s\n画面で確かめられます（%s/%lld）。\n",
                        it->number, it->title, said, *reason ? "\n理由　" : "",
                        *reason ? arena_print(a->arena, "%s\n", reason) : "",
                        application_ledger.path, (long long)it->base.id),
    };

    return send(a, &it->base, it->base.owner, &words);
}

static bool
tell(struct act *a, const struct application_work *work, int64_t to, const char *what,
     const char *asked)
{
    struct application *it = ledger_new(a, &application_ledger);
    const char *reason = a->reason ? a->reason : "";
    struct words words = { .what = what };

    if (!consequence_read(a, &application_ledger, work->application.id, it))
        return false;
    words.subject = arena_print(a->arena, "%s：%s　%s", asked, it->number, work->title);
    words.text = arena_print(a->arena,
                             "申請 %s「%s」の作業です。\n\n作業　%s\n%s%s\n"
                             "画面で開いてください（%s/%lld）。\n",
                             it->number, it->title, work->title, *reason ? "理由　" : "",
                             *reason ? arena_print(a->arena, "%s\n", reason) : "",
                             application_work_ledger.path, (long long)work->base.id);
    return send(a, &work->base, to, &words);
}

bool
work_tell_assigned(struct act *a, const struct application_work *work)
{
    return tell(a, work, work->assignee.id, "work-assigned", "申請の作業のお願い");
}

bool
work_tell_redo(struct act *a, const struct application_work *work)
{
    return tell(a, work, work->done_by.id, "work-redo", "作業のやり直しのお願い");
}
