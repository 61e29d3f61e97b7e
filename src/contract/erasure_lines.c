#include "contract/erasure_lines.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/information.h"
#include "contract/medium.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_COUNT = 100000000 };

static const struct choice_item subjects[] = {
    { "item", "情報台帳の情報", "情報" },
    { "medium", "媒体・機器台帳の媒体・機器", "媒体|機器" },
    { "product", "この仕組みの中のデータ", "システム内|Tasuki" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item methods[] = {
    { "handed_back", "返還", "返却|引渡し" },
    { "overwrite", "上書き消去", "上書き|データ消去ソフト|専用ソフト" },
    { "cryptographic", "暗号鍵の破棄", "暗号化消去|鍵の破棄" },
    { "degauss", "磁気消去", "消磁" },
    { "destroy", "物理破壊", "破壊|破砕|穿孔" },
    { "shred", "裁断", "シュレッダー|細断" },
    { "dissolve", "溶解", "溶解処理" },
    { "delete", "ファイルの削除", "削除" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field erasure_line_fields[] = {
    FIELD(struct erasure_line, title, "項目",
          .help = "空けると、選んだ情報か媒体の名前になります。", .also = "情報の項目|名称",
          .searched = true, .most = 200),
    FIELD(struct erasure_line, request, "申請", .required = true, .settled = true,
          .to = &erasure_request_ledger),
    FIELD(struct erasure_line, subject, "対象", .required = true, .choices = subjects),
    FIELD(struct erasure_line, item, "情報", .to = &information_item_ledger),
    FIELD(struct erasure_line, medium, "媒体・機器", .to = &medium_ledger),
    FIELD(struct erasure_line, medium_name, "媒体名", .also = "媒体|媒体の種類", .most = 100),
    FIELD(struct erasure_line, quantity, "数量", .help = "情報では、空けると手元の全部です。",
          .also = "件数|個数", .least = 1, .most = MOST_COUNT),
    FIELD(struct erasure_line, unit, "単位", .most = 20),
    FIELD(struct erasure_line, method, "方法", .also = "消去の方法|廃棄の方法", .required = true,
          .choices = methods),
    FIELD(struct erasure_line, method_note, "方法の詳しい内容", .help = "例：○○を使い、3回上書き",
          .most = 200),
    { 0 },
};

static const struct view erasure_line_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const char *
erasure_method_title(const char *code)
{
    return choice_label(methods, code);
}

static const struct query lines_query = {
    .name = "erasure.lines",
    .sql = "SELECT id, title, subject, coalesce(item, 0) AS item, coalesce(medium, 0) AS medium,"
           " medium_name, coalesce(quantity, 0) AS count, unit, method, method_note"
           " FROM erasure_line WHERE request = :request AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct erasure_line_row),
    .columns = COLUMNS(
        COLUMN(struct erasure_line_row, id), COLUMN(struct erasure_line_row, title),
        COLUMN(struct erasure_line_row, subject), COLUMN(struct erasure_line_row, item),
        COLUMN(struct erasure_line_row, medium), COLUMN(struct erasure_line_row, medium_name),
        COLUMN(struct erasure_line_row, count), COLUMN(struct erasure_line_row, unit),
        COLUMN(struct erasure_line_row, method), COLUMN(struct erasure_line_row, method_note)),
};

bool
erasure_lines_read(struct act *a, int64_t request, struct erasure_lines *out)
{
    return QUERY(a, &lines_query, *out, BIND(request, request));
}

static bool
is_subject(const struct erasure_line *it, const char *subject)
{
    return it->subject.code && strcmp(it->subject.code, subject) == 0;
}

/* Of an item: its name, what is at hand, its medium. */
static bool
put_item(struct act *a, struct erasure_line *it)
{
    struct information_item *item = ledger_new(a, &information_item_ledger);
    int64_t here;

    if (!it->item.id)
        return fail(a, FAULT_INVALID, "item", "情報台帳から選びます。");
    if (!consequence_read(a, &information_item_ledger, it->item.id, item))
        return false;
    here = item->kept - item->away;
    if (!it->title || !*it->title)
        it->title = item->title;
    if (!it->medium_name || !*it->medium_name)
        it->medium_name = choice_label(information_forms, item->form.code);
    if (!it->unit || !*it->unit)
        it->unit = item->unit;
    if (it->quantity == NO_NUMBER)
        it->quantity = here;
    return it->quantity <= here ||
           fail(a, FAULT_INVALID, "quantity",
                "手元にある数より多い数です。いま手元に%lldあります。", (long long)here);
}

static bool
put_medium(struct act *a, struct erasure_line *it)
{
    struct medium *m = ledger_new(a, &medium_ledger);

    if (!it->medium.id)
        return fail(a, FAULT_INVALID, "medium", "媒体・機器台帳から選びます。");
    if (!consequence_read(a, &medium_ledger, it->medium.id, m))
        return false;
    if (!it->title || !*it->title)
        it->title = m->title;
    if (!it->medium_name || !*it->medium_name)
        it->medium_name = arena_print(a->arena, "%s %s", choice_label(medium_kinds, m->kind.code),
                                      m->number ? m->number : "");
    if (it->quantity == NO_NUMBER)
        it->quantity = 1;
    return true;
}

static bool
check_erasure_line(struct act *a, const struct record *before, struct record *record)
{
    struct erasure_line *it = (struct erasure_line *)record;
    struct erasure_request *request = ledger_new(a, &erasure_request_ledger);
    bool good = true;

    (void)before;
    if (!it->request.id || !consequence_read(a, &erasure_request_ledger, it->request.id, request))
        return false;
    if (!state_is(&request->base, "requested") && !state_is(&request->base, "sent_back"))
        return fail(a, FAULT_CLASH, "request",
                    "決まった申請の明細は、加えることも変えることもできません。");
    if (is_subject(it, "item"))
        good = put_item(a, it);
    else if (it->item.id)
        good = fail(a, FAULT_INVALID, "item", "対象が情報のときだけ選びます。");
    if (is_subject(it, "medium"))
        good = put_medium(a, it) && good;
    if (!it->title || !*it->title)
        good = fail(a, FAULT_INVALID, "title", "項目は必須です。");
    return good;
}

/* A line that is taken away counts as changed. */
static bool
erasure_line_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct erasure_request *request = ledger_new(a, &erasure_request_ledger);

    if (!before || !record->removed_at.us)
        return true;
    if (!consequence_read(a, &erasure_request_ledger,
                          ((const struct erasure_line *)record)->request.id, request))
        return false;
    return state_is(&request->base, "requested") || state_is(&request->base, "sent_back") ||
           fail(a, FAULT_CLASH, NULL, "決まった申請の明細は取り除けません。");
}

static const struct access erasure_line_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

const struct ledger erasure_line_ledger = {
    .name = "erasure_line",
    .title = "返還・消去の明細",
    .help = "申請ごとの、返す、消すものの一覧です。承認された後は変えられません。",
    .path = "/contract/erasure_lines",
    .icon = "box",
    .row_size = sizeof(struct erasure_line),
    .fields = erasure_line_fields,
    .titled_by = "title",
    .listed = "request title medium_name quantity unit method",
    .access = erasure_line_access,
    .views = erasure_line_views,
    .keep_years = 5,
    .check = check_erasure_line,
    .after = erasure_line_changed,
};

/* --- the certificate -------------------------------------------------------------------------- */

struct head_row {
    const char *number;
    const char *contract;
    const char *client;
    const char *contractor;
};

static const struct query head_query = {
    .name = "erasure.head",
    .sql = "SELECT c.number AS number, c.title AS contract, coalesce(k.title, '') AS client,"
           " coalesce(r.title, '') AS contractor FROM contract c"
           " LEFT JOIN organisation k ON k.id = c.client"
           " LEFT JOIN organisation r ON r.id = c.contractor WHERE c.id = :id",
    .row_size = sizeof(struct head_row),
    .columns = COLUMNS(COLUMN(struct head_row, number), COLUMN(struct head_row, contract),
                       COLUMN(struct head_row, client), COLUMN(struct head_row, contractor)),
};

static bool
read_lines(struct act *a, int64_t request, struct erasure_certificate *out)
{
    struct erasure_lines list;

    if (!erasure_lines_read(a, request, &list))
        return false;
    out->lines = NEW_ARRAY(a->arena, list.count + 1, struct certificate_line);
    for (; out->count < list.count; out->count++) {
        const struct erasure_line_row *row = &list.rows[out->count];

        out->lines[out->count] = (struct certificate_line){
            .title = row->title,
            .medium_name = row->medium_name,
            .count = row->count ? row->count : NO_NUMBER,
            .unit = row->unit,
            .method = arena_print(a->arena, "%s%s%s", erasure_method_title(row->method),
                                  *row->method_note ? "　" : "", row->method_note),
            .done_on = out->done_on,
            .product = strcmp(row->subject, "product") == 0,
        };
        out->has_product |= out->lines[out->count].product;
    }
    return true;
}

static const char *
text(const char *value)
{
    return value ? value : "";
}

/* 返還 is acknowledged, the others are certified. */
static const char *
heading(const struct erasure_request *it)
{
    if (it->kind.code && strcmp(it->kind.code, "return") == 0)
        return "返還証明書";
    return it->kind.code && strcmp(it->kind.code, "dispose") == 0 ? "廃棄証明書" : "消去証明書";
}

bool
erasure_certificate_read(struct act *a, int64_t request, struct erasure_certificate *out)
{
    struct erasure_request *it = ledger_new(a, &erasure_request_ledger);
    struct head_row head = { "", "", "", "" };
    bool found;

    if (!ledger_show(a, &erasure_request_ledger, request, it) ||
        !query_first(a, &head_query, &head, &found, BOUND(BIND(id, it->base.contract))))
        return false;
    *out = (struct erasure_certificate){
        .heading = heading(it),
        .number = text(it->certificate),
        .certified_on = it->certified_on,
        .contract_number = head.number,
        .contract = head.contract,
        .client = head.client,
        .contractor = head.contractor,
        .request_number = text(it->number),
        .approved_on = it->decided_on,
        .approved_by = text(it->decided_by.title),
        .done_on = it->done_on,
        .place = text(it->place),
        .person = text(it->person.title),
        .responsible = text(it->responsible.title),
        .witness = it->witness.id ? text(it->witness.title) : text(it->witness_name),
    };
    return read_lines(a, request, out);
}

struct request_row {
    int64_t id;
};

static const struct query product_query = {
    .name = "erasure.product",
    .sql = "SELECT r.id AS id FROM erasure_request r WHERE r.contract = :contract"
           " AND r.removed_at IS NULL AND r.state IN ('approved', 'done', 'certified')"
           " AND EXISTS (SELECT 1 FROM erasure_line l WHERE l.request = r.id"
           " AND l.subject = 'product' AND l.removed_at IS NULL) ORDER BY r.id DESC LIMIT 1",
    .row_size = sizeof(struct request_row),
    .columns = COLUMNS(COLUMN(struct request_row, id)),
};

bool
erasure_of_product(struct act *a, int64_t contract, int64_t *request)
{
    struct request_row row = { 0 };
    bool found;

    if (!query_first(a, &product_query, &row, &found, BOUND(BIND(contract, contract))))
        return false;
    *request = found ? row.id : 0;
    return true;
}
