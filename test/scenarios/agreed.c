#include "agreed.h"

struct agreed {
    struct record base;
    const char *title;
    struct choice kind;
    struct yen amount;
    struct choice payment;
    struct date awarded_on;
    int64_t inspection_days;
    bool deemed;
    struct choice payment_limit;
    const char *rate;
    struct choice delay;
    struct choice termination;
    struct choice rigging;
};

static const struct choice_item kinds[] = {
    { "commission", "請負", NULL },
    { "assignment", "委託", NULL },
    { "unit_price", "単価契約", NULL },
    { 0 },
};

static const struct choice_item payments[] = {
    { "once", "一括", NULL },
    { "monthly", "毎月均等", NULL },
    { "quarterly", "四半期ごと", NULL },
    { "unit_price", "単価契約", NULL },
    { 0 },
};

static const struct choice_item limits[] = {
    { "days30", "適法な請求から30日以内", NULL },
    { "next_month", "請求を受けた月の翌月末日まで", NULL },
    { 0 },
};

static const struct choice_item delays[] = {
    { "interest", "未納部分に年利", NULL },
    { "daily", "契約金額の1,000分の1", NULL },
    { 0 },
};

static const struct choice_item penalties[] = {
    { "tenth", "10分の1", NULL },
    { "tenth_cut", "10分の1（100円未満切捨て）", NULL },
    { "two_tenths", "10分の2", NULL },
    { 0 },
};

static const struct field agreed_fields[] = {
    FIELD(struct agreed, title, "名前"),
    FIELD(struct agreed, kind, "契約の種類", .required = true, .choices = kinds),
    FIELD(struct agreed, amount, "契約金額（税込）"),
    FIELD(struct agreed, payment, "支払の方法", .choices = payments),
    FIELD(struct agreed, awarded_on, "契約締結日"),
    FIELD(struct agreed, inspection_days, "検査の期限（日）"),
    FIELD(struct agreed, deemed, "みなし合格"),
    FIELD(struct agreed, payment_limit, "支払の期限", .choices = limits),
    FIELD(struct agreed, rate, "遅延利息の率（年、％）"),
    FIELD(struct agreed, delay, "受託者が遅れたとき", .choices = delays),
    FIELD(struct agreed, termination, "解除のときの違約金", .choices = penalties),
    FIELD(struct agreed, rigging, "談合のときの賠償金", .choices = penalties),
    { 0 },
};

static const struct access agreed_access[] = {
    { ROLE_LEAD, DEED_READ | DEED_CREATE | DEED_CHANGE, REACH_CONTRACT },
    { 0 },
};

const struct ledger agreed_ledger = {
    .name = "terms",
    .title = "契約内容",
    .help = "契約で決めたことです。",
    .path = "/contract/terms",
    .row_size = sizeof(struct agreed),
    .fields = agreed_fields,
    .titled_by = "title",
    .access = agreed_access,
};
