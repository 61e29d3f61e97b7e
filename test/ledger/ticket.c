#include "ticket.h"

#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item kinds[] = { { "password", "パスワード", NULL },
                                            { "printer", "印刷", "プリンタ" },
                                            { 0 } };

static const struct field fields[] = {
    FIELD(struct ticket, number, "番号", .series = "R{era}-{number:6}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct ticket, received_at, "受付日時", .required = true),
    FIELD(struct ticket, title, "件名", .required = true, .searched = true, .most = 20),
    FIELD(struct ticket, body, "内容", .searched = true),
    FIELD(struct ticket, kind, "種別", .choices = kinds),
    FIELD(struct ticket, section, "依頼元", .to = &organisation_ledger),
    FIELD(struct ticket, holder, "使用者", .personal = true, .searched = true),
    FIELD(struct ticket, contact, "連絡先", .personal = true, .unique = true),
    FIELD(struct ticket, amount, "台数", .most = 10),
    FIELD(struct ticket, completed_on, "完了日"),
    FIELD(struct ticket, due, "期限", .fixed = true),
    { 0 },
};

static const struct state state_rows[] = {
    { .name = "received", .label = "受付", .mark = MARK_NEW },
    { .name = "working", .label = "対応中", .mark = MARK_WORK },
    { .name = "held", .label = "保留", .mark = MARK_WAIT },
    { .name = "completed", .label = "完了", .mark = MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, ANYONE = DESK | 1 << ROLE_REQUESTER };

static const struct transition transitions[] = {
    { "start", "始める", "received held", "working", NULL, DESK, NULL },
    { "hold", "保留にする", "received working", "held", NULL, DESK, NULL },
    { "complete", "完了にする", "received working", "completed", "completed_on", DESK, NULL },
    { "withdraw", "取り下げる", "received", "completed", "completed_on", ANYONE, NULL,
      .asks = "amount" },
    { 0 },
};

static const struct states states = { state_rows, transitions };

static const struct clock_rule clocks[] = {
    { .name = "answer",
      .label = "回答　翌営業日まで",
      .kind = CLOCK_BUSINESS_DAYS,
      .span = 1,
      .from = "received_at",
      .due = "due",
      .pauses = "held",
      .met = "completed" },
    { .name = "first",
      .label = "初動　2時間以内",
      .kind = CLOCK_BUSINESS_MINUTES,
      .span = 120,
      .pauses = "held",
      .met = "working completed" },
    { 0 },
};

enum {
    LOOK = DEED_READ | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_NOTE | DEED_PERSONAL,
};

static const struct access access_rows[] = {
    { ROLE_LEAD, WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE | DEED_COMMENT, REACH_OWN },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static bool
check_ticket(struct act *a, const struct record *before, struct record *record)
{
    const struct ticket *it = (const struct ticket *)record;

    (void)before;
    if (it->completed_on.day && it->received_at.us &&
        it->completed_on.day < instant_date(it->received_at).day)
        return fail(a, FAULT_INVALID, "completed_on", "完了日が受付日より前です。");
    return true;
}

static bool
prepare_ticket(struct act *a, const struct record *before, struct record *record)
{
    struct ticket *it = (struct ticket *)record;

    act_slow(a);
    if (!before && !it->received_at.us && a->origin != ORIGIN_IMPORT)
        it->received_at = a->now;
    return true;
}

const struct ledger ticket_ledger = {
    .name = "ticket",
    .title = "依頼",
    .help = "試験の台帳です。",
    .path = "/test/tickets",
    .icon = "talk",
    .row_size = sizeof(struct ticket),
    .fields = fields,
    .titled_by = "title",
    .listed = "number title state due",
    .states = &states,
    .access = access_rows,
    .clocks = clocks,
    .talked = true,
    .prepare = prepare_ticket,
    .check = check_ticket,
};
