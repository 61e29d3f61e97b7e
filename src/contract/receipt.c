#include "contract/receipt.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/information.h"
#include "contract/proposal.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "receipt", "受領書", "受領" },
    { "custody", "預り証", "預かり証|預り" },
    { 0 },
};

static const struct field receipt_fields[] = {
    FIELD(struct receipt, number, "番号", .help = "続きの番号が、欠けることなく付きます。",
          .series = "R{era}-{number:4}", .gapless = true, .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct receipt, title, "受領書の名前", .fixed = true, .searched = true, .most = 200),
    FIELD(struct receipt, kind, "種類", .required = true, .choices = kinds),
    FIELD(struct receipt, day, "受け取った日", .also = "受領日|日付", .required = true),
    FIELD(struct receipt, giver, "渡した組織", .also = "受領元|提供元", .to = &organisation_ledger,
          .instead = "giver_name"),
    FIELD(struct receipt, giver_name, "渡した組織（未登録）", .searched = true, .most = 100),
    FIELD(struct receipt, given_by, "渡した人", .personal = true, .most = 100),
    FIELD(struct receipt, person, "受け取った人", .also = "受領者|担当者", .required = true,
          .to = &person_ledger),
    FIELD(struct receipt, place, "受け取った場所", .also = "場所", .most = 200),
    FIELD(struct receipt, transport, "搬送方法", .to = &transport_method_ledger),
    FIELD(struct receipt, return_by, "返す期限", .also = "返却期限"),
    FIELD(struct receipt, returned_on, "返した日", .also = "返却日"),
    FIELD(struct receipt, reason, "取消の理由", .most = 200),
    FIELD(struct receipt, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "issued", "発行", "発行済|交付", MARK_WORK },
    { "returned", "返還済", "返却済|返還", MARK_DONE, .ended = true },
    { "cancelled", "取消", "無効", MARK_DONE, .ended = true },
    { 0 },
};

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition transitions[] = {
    { "give_back", "返還済にする", "issued", "returned", "returned_on", CREW },
    { "cancel", "取り消す", "issued", "cancelled", "reason", 1 << ROLE_LEAD },
    { 0 },
};

static const struct states receipt_states = { state_rows, transitions };

static const struct access receipt_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view receipt_views[] = {
    { "issued", "発行", "返還が済んでいないものです。", "state=issued", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_receipt(struct act *a, const struct record *before, struct record *record)
{
    struct receipt *it = (struct receipt *)record;
    const char *giver;

    if (!ref_title(a, &organisation_ledger, it->giver, &giver))
        return false;
    if (!*giver && it->giver_name)
        giver = it->giver_name;
    it->title = arena_print(a->arena, "%s　%s", choice_label(kinds, it->kind.code), giver);
    if (!*giver)
        return fail(a, FAULT_INVALID, "giver", "渡した組織は必須です。");
    if (it->day.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "day", "受け取った日が今日より後です。");
    if (it->returned_on.day && it->returned_on.day < it->day.day)
        return fail(a, FAULT_INVALID, "returned_on", "返した日が受け取った日より前です。");
    return record_keeps(a, &receipt_ledger, before, record, "returned_on reason notes",
                        "発行したものは変えられません。取り消して、新しく発行します。");
}

const struct ledger receipt_ledger = {
    .name = "receipt",
    .title = "受領書・預り証",
    .help =
        "情報や物を受け取ったときに渡す書類です。番号は欠けずに続き、発行した後は変えられません。",
    .path = "/contract/receipts",
    .icon = "print",
    .row_size = sizeof(struct receipt),
    .fields = receipt_fields,
    .titled_by = "title",
    .listed = "number kind day giver person state return_by returned_on",
    .states = &receipt_states,
    .access = receipt_access,
    .views = receipt_views,
    .keep_years = 5,
    .check = check_receipt,
};

struct line_row {
    const char *number;
    const char *title;
    const char *confidentiality;
    const char *form;
    int64_t count;
    const char *unit;
};
struct line_rows {
    struct line_row *rows;
    size_t count;
};

static const struct query lines_query = {
    .name = "receipt.lines",
    .sql =
        "SELECT number, title, confidentiality, form, quantity AS count, unit FROM information_item"
        " WHERE receipt = :receipt AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct line_row),
    .columns = COLUMNS(COLUMN(struct line_row, number), COLUMN(struct line_row, title),
                       COLUMN(struct line_row, confidentiality), COLUMN(struct line_row, form),
                       COLUMN(struct line_row, count), COLUMN(struct line_row, unit)),
};

struct party_row {
    const char *contract;
    const char *contractor;
};

static const struct query party_query = {
    .name = "receipt.parties",
    .sql = "SELECT c.title AS contract, coalesce(r.title, '') AS contractor FROM contract c"
           " LEFT JOIN organisation r ON r.id = c.contractor WHERE c.id = :id",
    .row_size = sizeof(struct party_row),
    .columns = COLUMNS(COLUMN(struct party_row, contract), COLUMN(struct party_row, contractor)),
};

static bool
read_lines(struct act *a, int64_t receipt, struct receipt_form *out)
{
    struct line_rows list;

    if (!QUERY(a, &lines_query, list, BIND(receipt, receipt)))
        return false;
    out->lines = NEW_ARRAY(a->arena, list.count + 1, struct receipt_line);
    for (; out->count < list.count; out->count++) {
        const struct line_row *row = &list.rows[out->count];

        out->lines[out->count] =
            (struct receipt_line){ row->number,
                                   row->title,
                                   choice_label(information_classes, row->confidentiality),
                                   choice_label(information_forms, row->form),
                                   row->count,
                                   row->unit };
    }
    return true;
}

static const char *
text(const char *value)
{
    return value ? value : "";
}

bool
receipt_form_read(struct act *a, int64_t receipt, struct receipt_form *out)
{
    struct receipt *it = ledger_new(a, &receipt_ledger);
    struct party_row party = { "", "" };
    bool found;

    if (!ledger_show(a, &receipt_ledger, receipt, it) ||
        !query_first(a, &party_query, &party, &found, BOUND(BIND(id, it->base.contract))))
        return false;
    *out = (struct receipt_form){
        .heading = choice_label(kinds, it->kind.code),
        .number = text(it->number),
        .day = it->day,
        .contract = party.contract,
        .giver = it->giver.id ? text(it->giver.title) : text(it->giver_name),
        .given_by = text(it->given_by),
        .contractor = party.contractor,
        .person = text(it->person.title),
        .place = text(it->place),
        .transport = text(it->transport.title),
        .return_by = it->return_by,
        .is_void = state_is(&it->base, "cancelled"),
    };
    return read_lines(a, receipt, out);
}
