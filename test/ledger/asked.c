#include "asked.h"

#include <string.h>

#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/query.h"
#include "store/schema.h"

static const struct choice_item channels[] = {
    { "電話", "電話", "TEL|内線" },
    { "メール", "メール", "mail|電子メール" },
    { "窓口", "窓口", "来庁" },
    { "Web", "Web", "フォーム" },
    { "チャット", "チャット", "chat" },
    { "FAX", "FAX", "ファクス" },
    { 0 },
};

static const struct choice_item kinds[] = {
    { "パスワード", "パスワード", "ログイン" },
    { "機器", "機器", "端末" },
    { "印刷", "印刷", "プリンタ" },
    { "ネットワーク", "ネットワーク", "LAN" },
    { "業務システム", "業務システム", "システム" },
    { "セキュリティ", "セキュリティ", "ウイルス" },
    { 0 },
};

static const struct choice_item priorities[] = {
    { "high", "高", "至急" }, { "middle", "中", "通常" }, { "low", "低", NULL }, { 0 }
};

static const struct field fields[] = {
    FIELD(struct asked, number, "番号", .also = "No.|受付番号|管理番号",
          .series = "R{era}-{number:6}", .unique = true, .code = true, .searched = true,
          .settled = true, .most = 40),
    FIELD(struct asked, received_at, "受付日時", .also = "受付|受付日|受付時間|受信日時",
          .required = true),
    FIELD(struct asked, channel, "受付方法", .also = "方法|連絡方法", .choices = channels,
          .most = 40),
    FIELD(struct asked, section, "依頼元", .also = "課名|所属|所属課", .to = &organisation_ledger,
          .instead = "section_name"),
    FIELD(struct asked, section_name, "依頼元（未登録）", .most = 100),
    FIELD(struct asked, requester, "依頼者", .also = "申出者|氏名", .to = &person_ledger,
          .instead = "requester_name"),
    FIELD(struct asked, requester_name, "依頼者（未登録）", .personal = true, .searched = true,
          .most = 20),
    FIELD(struct asked, kind, "種別", .also = "区分|カテゴリ", .required = true, .choices = kinds,
          .most = 60),
    FIELD(struct asked, priority, "優先度", .also = "緊急度", .choices = priorities),
    FIELD(struct asked, title, "件名", .also = "タイトル|概要|題名", .required = true,
          .searched = true, .most = 200),
    FIELD(struct asked, body, "内容", .also = "詳細|問合せ内容", .searched = true),
    FIELD(struct asked, assignee, "担当", .also = "対応者|担当者|処理者|担当者名", .most = 40),
    FIELD(struct asked, response, "対応内容", .also = "回答内容|処理内容"),
    FIELD(struct asked, asset, "資産番号", .unique = true, .most = 20),
    FIELD(struct asked, completed_on, "完了日", .also = "完了|解決日|対応完了日"),
    FIELD(struct asked, due, "回答期限", .fixed = true),
    { 0 },
};

static const struct state state_rows[] = {
    { "received", "受付", "未対応", MARK_NEW },
    { "working", "対応中", "調査中", MARK_WORK },
    { "held", "保留", "回答待ち", MARK_WAIT },
    { "completed", "完了", "済|対応済|クローズ", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "complete", "完了にする", "received working", "completed", NULL, 1 << ROLE_LEAD },
    { "start", "始める", "received held", "working", NULL, 1 << ROLE_LEAD },
    { "hold", "保留にする", "working", "held", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states states = { state_rows, transitions };

enum {
    LOOK = DEED_READ | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_PERSONAL | DEED_IMPORT | DEED_EXPORT,
};

static const struct access rights[] = {
    { ROLE_LEAD, WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_EXPORT, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN },
    { 0 },
};

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    const struct asked *it = (const struct asked *)record;
    bool good = true;

    (void)before;
    if (strcmp(it->base.state, "completed") == 0 && !it->completed_on.day)
        good = fail(a, FAULT_INVALID, "completed_on", "完了日がありません。");
    if (it->completed_on.day && it->received_at.us &&
        it->completed_on.day < instant_date(it->received_at).day)
        good = fail(a, FAULT_INVALID, "completed_on", "完了日が受付日より前です。");
    return good;
}

static bool
prepare(struct act *a, const struct record *before, struct record *record)
{
    struct asked *it = (struct asked *)record;

    (void)a;
    if (!before && !it->priority.code)
        it->priority.code = "middle";
    return true;
}

const struct ledger asked_ledger = {
    .name = "asked",
    .title = "質問",
    .help = "質問の記録です。",
    .path = "/asked",
    .icon = "talk",
    .row_size = sizeof(struct asked),
    .fields = fields,
    .titled_by = "title",
    .listed = "number title kind state",
    .states = &states,
    .access = rights,
    .prepare = prepare,
    .check = check,
};

void
asked_open(struct test *t, struct office *o)
{
    static const struct ledger *ledgers[CORE_LEDGERS + 2];
    const struct table *const *tables;
    struct act *a;
    size_t count;

    office_open(t, o);
    memcpy(ledgers, core_ledgers, CORE_LEDGERS * sizeof *ledgers);
    ledgers[CORE_LEDGERS] = &custom_ledger;
    ledgers[CORE_LEDGERS + 1] = &asked_ledger;
    ledgers_set(ledgers, CORE_LEDGERS + 2);
    a = office_console(o);
    tables = shape_tables(t->arena, &count);
    assert_true(schema_apply(o->store, a, tables, count, NULL));
}

struct found {
    int64_t id;
};

static const struct query count_query = {
    .name = "test.asked_count",
    .sql = "SELECT COUNT(*) AS id FROM asked WHERE removed_at IS NULL",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id)),
};

static const struct query find_query = {
    .name = "test.asked_find",
    .sql = "SELECT id FROM asked WHERE removed_at IS NULL AND number = :number",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id)),
};

int64_t
asked_count(struct office *o)
{
    struct found row;
    bool found;

    assert_true(query_first(office_console(o), &count_query, &row, &found, UNBOUND));
    return row.id;
}

const struct asked *
asked_find(struct office *o, const char *number)
{
    struct act *a = office_console(o);
    struct asked *it = ledger_new(a, &asked_ledger);
    struct found row;
    bool found;

    assert_true(query_first(a, &find_query, &row, &found, BOUND(BIND(number, number))));
    if (!found)
        return NULL;
    assert_true(shape_read(a, shape_of(&asked_ledger), row.id, true, it, &found));
    return it;
}
