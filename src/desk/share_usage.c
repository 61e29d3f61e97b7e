#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "desk/rights.h"
#include "desk/share.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_MB = 1000000000 };

static const struct field share_usage_fields[] = {
    FIELD(struct share_usage, title, "月の使用量", .fixed = true, .searched = true, .most = 300),
    FIELD(struct share_usage, share, "共有", .also = "共有名|共有フォルダ", .required = true,
          .settled = true, .part = true, .to = &share_ledger),
    FIELD(struct share_usage, month, "月", .help = "その月のどの日でもかまいません。",
          .also = "年月|対象月|測定日", .required = true, .settled = true, .counted = true),
    FIELD(struct share_usage, used, "使用量（MB）", .also = "使用量|使用容量|容量",
          .required = true, .least = 0, .most = MOST_MB),
    FIELD(struct share_usage, files, "ファイル数", .least = 0, .most = MOST_MB),
    FIELD(struct share_usage, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view share_usage_views[] = {
    { "all", "すべて", "新しい月から並べます。", "", "-month" },
    { 0 },
};

static const struct query same_month_query = {
    .name = "share_usage.same_month",
    .sql = "SELECT id FROM share_usage WHERE share = :share AND month = :month AND id <> :but"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_usage(struct act *a, const struct record *before, struct record *record)
{
    struct share_usage *it = (struct share_usage *)record;
    struct ref other;
    const char *share;
    bool found;
    struct day day;

    (void)before;
    if (!it->share.id || !it->month.day || it->used == NO_NUMBER)
        return false;
    if (it->month.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "month", "まだ来ていない月です。");
    day = date_take(it->month);
    it->month = date_add(it->month, 1 - day.day);
    if (!query_first(
            a, &same_month_query, &other, &found,
            BOUND(BIND(share, it->share.id), BIND(month, it->month), BIND(but, it->base.id))) ||
        !ref_title(a, &share_ledger, it->share, &share))
        return false;
    if (found)
        return fail(a, FAULT_CLASH, "month",
                    "この共有の%d年%d月分は、もう記録されています。そちらを直してください。",
                    day.year, day.month);
    it->title = arena_print(a->arena, "%s　%d年%d月　%lldMB", share, day.year, day.month,
                            (long long)it->used);
    return true;
}

/* The newest month is the share's own figure; of two acts at once the later month stays. */
static bool
follow(struct act *a, void *with)
{
    const struct share_usage *it = with;
    struct share *share = ledger_new(a, &share_ledger);

    if (!consequence_read(a, &share_ledger, it->share.id, share))
        return false;
    if (share->measured_on.day > it->month.day)
        return true;
    share->measured_on = it->month;
    share->used = it->used;
    return ledger_keep(a, &share_ledger, NULL, share);
}

static bool
usage_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct share_usage it = *(const struct share_usage *)record;

    (void)before;
    return record->removed_at.us || consequence_run(a, follow, &it);
}

const struct ledger share_usage_ledger = {
    .name = "share_usage",
    .title = "月ごとの使用量",
    .help = "共有の、月ごとの使用量です。サーバーの一覧を取り込むか、月に一度記録します。",
    .path = "/desk/share_usages",
    .icon = "chart",
    .row_size = sizeof(struct share_usage),
    .fields = share_usage_fields,
    .titled_by = "title",
    .listed = "month share used files",
    .access = desk_access,
    .views = share_usage_views,
    .keep_years = 5,
    .check = check_usage,
    .after = usage_changed,
};
