#include "desk/computer_name.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/address.h"
#include "desk/free_range.h"
#include "desk/name_pool.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { LONGEST = 63 };

static const struct field fields[] = {
    FIELD(struct computer_name, name, "コンピュータ名",
          .also = "PC名|端末名|ホスト名|コンピューター名", .required = true, .unique = true,
          .code = true, .searched = true, .settled = true, .most = LONGEST),
    FIELD(struct computer_name, series, "命名規則", .also = "規則", .to = &name_series_ledger,
          .settled = true),
    FIELD(struct computer_name, run, "続き番号のまとまり", .help = "拠点と年度です。",
          .fixed = true, .most = 40),
    FIELD(struct computer_name, number, "続き番号", .fixed = true),
    FIELD(struct computer_name, device, "機器", .also = "端末|機種|管理番号", .searched = true,
          .most = 200),
    FIELD(struct computer_name, section, "使う課", .also = "課|課名|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct computer_name, issued_on, "払出し日", .also = "払出日|登録日|開始日"),
    FIELD(struct computer_name, returned_on, "返却日", .fixed = true),
    FIELD(struct computer_name, again_at, "また使える日時",
          .help = "確保中の名前では、その期限です。", .fixed = true),
    FIELD(struct computer_name, return_reason, "返却の理由", .also = "廃止理由", .searched = true,
          .most = 400),
    FIELD(struct computer_name, note, "備考", .searched = true, .most = 400),
    { 0 },
};

static const struct state state_rows[] = {
    { "issued", "使用中", "使用|払出済|利用中", MARK_WORK },
    { "reserved", "確保中", "予約", MARK_WAIT },
    { "returned", "返却済み", "返却|廃止|未使用", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "return", "返す", "issued", "returned", "return_reason",
      1 << ROLE_LEAD | 1 << ROLE_OPERATOR },
    { 0 },
};

static const struct states states = { state_rows, transitions };

static const struct view views[] = {
    { "issued", "使用中", "使われている名前を名前の順に並べます。", "state.in=issued", "name" },
    { "resting", "寝かせている名前", "返された名前を、また使える日の近い順に並べます。",
      "state.in=returned", "again_at" },
    { "all", "すべて", "すべての名前を新しい順に並べます。", "", "-id" },
    { 0 },
};

struct use {
    int64_t id;
};

static const struct query use_query = {
    .name = "computer_name.use",
    .sql = "SELECT id FROM address WHERE name = :name AND state = 'issued' AND removed_at IS NULL"
           " LIMIT 1",
    .row_size = sizeof(struct use),
    .columns = COLUMNS(COLUMN(struct use, id)),
};

static bool
is_used(struct act *a, int64_t name, bool *used)
{
    struct use row;

    return query_first(a, &use_query, &row, used, BOUND(BIND(name, name)));
}

static bool
may_end(struct act *a, const struct record *record)
{
    bool used;

    if (!is_used(a, record->id, &used))
        return false;
    return !used || fail(a, FAULT_CLASH, NULL,
                         "この名前のアドレスが使用中です。アドレスを返すと、名前も返ります。");
}

/* A name that came with the ledger alone, or is never used again, has no such time. */
static bool
begin_rest(struct act *a, struct computer_name *it)
{
    struct name_series *series = ledger_new(a, &name_series_ledger);

    it->returned_on = instant_date(a->now);
    it->again_at = (struct instant){ 0 };
    if (!it->series.id)
        return true;
    if (!consequence_read(a, &name_series_ledger, it->series.id, series))
        return false;
    if (series->reused)
        it->again_at = instant_add(
            a->now, (struct minutes){ 24 * 60 *
                                      (series->rest_days == NO_NUMBER ? 30 : series->rest_days) });
    return true;
}

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct computer_name *it = (struct computer_name *)record;
    const char *why;

    if (it->name && *it->name && (!before || !((const struct computer_name *)before)->name) &&
        !name_check(a->arena, it->name, LONGEST, &why))
        return fail(a, FAULT_INVALID, "name", "%s", why);
    if (!before && state_is(record, "issued") && !it->issued_on.day && a->origin != ORIGIN_IMPORT)
        it->issued_on = instant_date(a->now);
    return !before || !state_reached(before, record, "returned") ||
           (begin_rest(a, it) && may_end(a, record));
}

static bool
after(struct act *a, const struct record *before, const struct record *record)
{
    if (record->removed_at.us)
        return (!state_is(record, "issued") || may_end(a, record)) &&
               name_pool_forget(a, record->contract, record->id);
    if (state_reached(before, record, "returned"))
        return name_pool_return(a, (const struct computer_name *)record);
    return true;
}

struct ending {
    int64_t id;
    const char *reason;
};

static bool
end_it(struct act *a, void *with)
{
    const struct ending *ending = with;
    struct computer_name *it = ledger_new(a, &computer_name_ledger);

    if (!consequence_read(a, &computer_name_ledger, ending->id, it))
        return false;
    it->return_reason = ending->reason;
    return !state_is(&it->base, "issued") || ledger_keep(a, &computer_name_ledger, "return", it);
}

bool
name_return(struct act *a, int64_t id, const char *reason)
{
    struct ending ending = { id, reason };
    bool used;

    if (!is_used(a, id, &used))
        return false;
    return used || consequence_run(a, end_it, &ending);
}

const struct ledger computer_name_ledger = {
    .name = "computer_name",
    .title = "コンピュータ名",
    .help =
        "払い出したコンピュータ名です。アドレスと一緒に払い出し、返すと寝かせてから、また使えます。",
    .path = "/desk/computer_names",
    .icon = "pc",
    .row_size = sizeof(struct computer_name),
    .fields = fields,
    .titled_by = "name",
    .listed = "name device section state issued_on returned_on again_at",
    .states = &states,
    .access = desk_access,
    .views = views,
    .keep_years = 5,
    .check = check,
    .after = after,
};
