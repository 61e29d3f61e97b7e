#include "web/notice.h"

#include "base/arena.h"
#include "base/must.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/letter.h"

static const struct {
    const char *subject;
    const char *what;
} notices[] = {
    [NOTICE_PASSWORD] = { "パスワードが変わりました", "パスワードが変わりました" },
    [NOTICE_FACTOR_SET] = { "二要素認証を設定しました", "二要素認証が設定されました" },
    [NOTICE_FACTOR_REMOVED] = { "二要素認証を外しました", "二要素認証が外されました" },
    [NOTICE_RECOVERY] = { "回復コードを作り直しました", "回復コードが作り直されました" },
};

struct person_row {
    int64_t person;
    const char *login;
};

static const struct query person_of = {
    .name = "notice.person",
    .sql = "SELECT coalesce(person, 0) AS person, login FROM \"user\" WHERE id = :user",
    .row_size = sizeof(struct person_row),
    .columns = COLUMNS(COLUMN(struct person_row, person), COLUMN(struct person_row, login)),
};

static const char *
text_of(struct act *a, const char *login, enum notice what)
{
    struct date date = instant_date(a->now);
    int minute = instant_minute(a->now);
    struct day day = date_take(date);

    return arena_print(a->arena,
                       "Tasuki の利用者「%s」の%s。\n\n日時: %d年%d月%d日 %d:%02d\n\n"
                       "ご自身で行ったか、担当に頼んだものであれば、何もする必要はありません。\n"
                       "心当たりがないときは、すぐにシステム管理者へ知らせてください。\n",
                       login, notices[what].what, day.year, day.month, day.day, minute / 60,
                       minute % 60);
}

/* An address that no server would take stops nobody from changing his password. */
bool
notice_put(struct act *a, int64_t user, enum notice what)
{
    struct person *person = ledger_new(a, &person_ledger);
    struct letter letter = { .subject = notices[what].subject };
    struct person_row row;
    bool found;
    int64_t id;

    must(a->writing);
    if (!query_first(a, &person_of, &row, &found, BOUND(BIND(user, user))))
        return false;
    if (!found || !row.person)
        return true;
    if (!shape_read(a, shape_of(&person_ledger), row.person, true, person, &found) ||
        !id_next(a, &id))
        return false;
    if (!found || !person->mail.text || !letter_address_good(person->mail.text))
        return true;
    letter.text = text_of(a, row.login, what);
    letter.to = (struct letter_words){ &person->mail.text, 1 };
    return letter_put(
        a, person->base.contract,
        arena_print(a->arena, "notice-%lld@%s", (long long)id, store_installation(a->store)),
        &letter);
}
