#include "desk/open_data.h"

#include <string.h>

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct choice_item standards[] = {
    { "facility", "公共施設一覧", "公共施設" },
    { "aed", "AED設置箇所一覧", "AED" },
    { "toilet", "公衆トイレ一覧", "公衆トイレ|トイレ" },
    { "shelter", "指定緊急避難場所一覧", "避難場所|避難所" },
    { "own", "標準にないもの", "独自" },
    { 0 },
};

static const struct choice_item cycles[] = {
    { "month", "毎月", "月次" },
    { "quarter", "四半期ごと", "四半期" },
    { "year", "毎年", "年次|年1回" },
    { "needed", "変わったとき", "随時" },
    { 0 },
};

static const struct field open_data_set_fields[] = {
    FIELD(struct open_data_set, title, "データセット名", .also = "データ名|名称|タイトル",
          .required = true, .unique = true, .searched = true, .most = 200),
    FIELD(struct open_data_set, standard, "標準",
          .help = "自治体標準オープンデータセットのどれかです。", .also = "標準データセット|種類",
          .required = true, .choices = standards),
    FIELD(struct open_data_set, section, "出す課", .also = "課|所属|部署|所管課",
          .to = &organisation_ledger),
    FIELD(struct open_data_set, person, "課の担当", .also = "担当|担当者", .to = &person_ledger),
    FIELD(struct open_data_set, address, "公開の場所", .also = "URL|公開URL"),
    FIELD(struct open_data_set, licence, "利用条件", .help = "例：CC BY 4.0", .also = "ライセンス",
          .most = 100),
    FIELD(struct open_data_set, cycle, "更新の周期", .also = "更新頻度|周期", .choices = cycles),
    FIELD(struct open_data_set, published_on, "公開した日", .also = "公開日|最終更新日|更新日"),
    FIELD(struct open_data_set, due_on, "次の更新の日", .also = "次回更新|更新予定日"),
    FIELD(struct open_data_set, checked_at, "検査した日時", .fixed = true),
    FIELD(struct open_data_set, rows, "検査した行数", .fixed = true),
    FIELD(struct open_data_set, faults, "誤りの数", .fixed = true),
    FIELD(struct open_data_set, notes, "備考", .also = "助言|相談", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "preparing", "準備中", "作成中|検討中", MARK_NEW },
    { "published", "公開中", "公開", MARK_SOLVED },
    { "ended", "公開終了", "終了|廃止", MARK_DONE, .ended = true },
    { 0 },
};

/* Of a standard set: the last check found nothing. */
static bool
check_clean(struct act *a, const struct record *before, struct record *record)
{
    const struct open_data_set *it = (const struct open_data_set *)record;

    (void)before;
    if (it->standard.code && strcmp(it->standard.code, "own") == 0)
        return true;
    if (!it->checked_at.us)
        return fail(a, FAULT_CLASH, NULL, "CSVを検査してから公開中にします。");
    return it->faults == 0 ||
           fail(a, FAULT_CLASH, NULL, "前の検査に誤りが%lld件あります。直して検査し直します。",
                (long long)it->faults);
}

static const struct transition transitions[] = {
    { "publish", "公開中にする", "preparing ended", "published", "section published_on", CREW,
      .check = check_clean },
    { "end", "公開を終える", "published", "ended", NULL, CREW },
    { 0 },
};

static const struct states open_data_states = { state_rows, transitions };

static const struct view open_data_views[] = {
    { "published", "公開中", "公開しているデータセットです。", "state=published", "title" },
    { "preparing", "準備中", "公開を準備しているものです。", "state=preparing", "title" },
    { "due", "更新の日を過ぎたもの", "次の更新の日を過ぎて公開しているものです。",
      "state=published&due_on.lt=today", "due_on" },
    { "faulty", "誤りのあるもの", "前の検査で誤りのあったものです。", "faults.gt=0", "title" },
    { "all", "すべて", "名前の順に並べます。", "", "title" },
    { 0 },
};

const struct ledger open_data_set_ledger = {
    .name = "open_data_set",
    .title = "オープンデータ",
    .help = "市が公開するデータセットです。CSVを国の標準の列と比べ、誤りのないものを公開します。",
    .path = "/desk/open_data_sets",
    .icon = "form",
    .row_size = sizeof(struct open_data_set),
    .fields = open_data_set_fields,
    .titled_by = "title",
    .listed = "title state standard section cycle published_on due_on checked_at faults",
    .states = &open_data_states,
    .access = crew_access,
    .views = open_data_views,
    .keep_years = 5,
};
