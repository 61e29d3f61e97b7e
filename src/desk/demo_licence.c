/* Licences and mail addresses of 青葉市, and the data sets it publishes. */
#include "base/arena.h"
#include "desk/demo_round_work.h"
#include "desk/licence.h"
#include "desk/mail_account.h"
#include "desk/open_data.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct licence_story {
    const char *title, *maker, *kind, *supplier;
    int seats, used, until; /* days from today */
} licences[] = {
    { "業務用文書・表計算 2024", "青葉ソフト", "perpetual", "青葉電材", 12, 11, 0 },
    { "グループウェア 年間契約", "北クラウド", "subscription", "北電機", 20, 14, 45 },
    { "PDF編集ソフト", "青葉ソフト", "open", "青葉電材", 6, 6, 210 },
};

static const struct set_story {
    const char *title, *standard, *cycle;
} sets[] = {
    { "公共施設一覧", "facility", "year" },
    { "AED設置箇所一覧", "aed", "quarter" },
    { "花の名所", "own", "needed" },
};

static const struct person *
somebody(const struct rounds_cast *cast, size_t n)
{
    return &cast->people[n * 5 % cast->count];
}

static bool
make_licences(struct act *a, const struct rounds_cast *cast)
{
    struct date today = instant_date(cast->present);

    for (size_t i = 0; i < sizeof licences / sizeof *licences; i++) {
        struct licence *it = ledger_new(a, &licence_ledger);

        it->base.contract = cast->contract;
        it->title = licences[i].title;
        it->maker = licences[i].maker;
        it->kind.code = licences[i].kind;
        it->supplier = licences[i].supplier;
        it->seats = licences[i].seats;
        it->bought_on = date_add(today, -320);
        if (licences[i].until)
            it->until = date_add(today, licences[i].until);
        if (!ledger_create(a, &licence_ledger, it))
            return false;
        for (int n = 0; n < licences[i].used; n++) {
            struct licence_seat *seat = ledger_new(a, &licence_seat_ledger);
            const struct person *person = somebody(cast, i * 20 + (size_t)n);

            seat->base.contract = cast->contract;
            seat->licence.id = it->base.id;
            seat->person.id = person->base.id;
            seat->section = person->section;
            if (!ledger_create(a, &licence_seat_ledger, seat))
                return false;
        }
    }
    return true;
}

static bool
make_mail(struct act *a, const struct rounds_cast *cast)
{
    struct mail_group *group = ledger_new(a, &mail_group_ledger);

    group->base.contract = cast->contract;
    group->address.text = "dx-renraku@city.aoba.example.jp";
    group->title = "各課の情報化の連絡先";
    if (!ledger_create(a, &mail_group_ledger, group))
        return false;
    for (size_t i = 0; i < 12; i++) {
        struct mail_account *it = ledger_new(a, &mail_account_ledger);
        struct mail_member *member = ledger_new(a, &mail_member_ledger);
        const struct person *person = somebody(cast, i);

        it->base.contract = member->base.contract = cast->contract;
        it->address.text = arena_print(a->arena, "k%04zu@city.aoba.example.jp", 1200 + i);
        it->title = person->title;
        it->person.id = person->base.id;
        it->section = person->section;
        it->quota = 5120;
        it->issued_on = date_add(instant_date(cast->present), -500);
        if (!ledger_create(a, &mail_account_ledger, it))
            return false;
        member->mail_group.id = group->base.id;
        member->account.id = it->base.id;
        if (i % 2 == 0 && !ledger_create(a, &mail_member_ledger, member))
            return false;
    }
    return true;
}

static bool
make_all(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;

    if (!make_licences(a, cast) || !make_mail(a, cast))
        return false;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct open_data_set *it = ledger_new(a, &open_data_set_ledger);

        it->base.contract = cast->contract;
        it->title = sets[i].title;
        it->standard.code = sets[i].standard;
        it->cycle.code = sets[i].cycle;
        it->section = somebody(cast, i)->section;
        it->licence = "CC BY 4.0";
        it->published_on = date_add(instant_date(cast->present), -200);
        if (!ledger_create(a, &open_data_set_ledger, it))
            return false;
    }
    return true;
}

bool
demo_licences(struct act *a, const struct rounds_cast *cast)
{
    struct rounds_cast it = *cast;

    return act_write(a, make_all, &it);
}
