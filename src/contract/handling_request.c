#include "contract/handling_request.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/information.h"
#include "contract/proposal.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_COUNT = 100000000 };

static const struct choice_item kinds[] = {
    { "copy", "複写", "複製|コピー" },
    { "take_out", "持出", "持ち出し|持出し" },
    { 0 },
};

static const struct field handling_request_fields[] = {
    FIELD(struct handling_request, number, "申請番号", .help = "空けておくと続きの番号が付きます。",
          .series = "R{era}-{number:4}", .unique = true, .code = true, .settled = true, .most = 40),
    FIELD(struct handling_request, title, "申請の名前", .fixed = true, .searched = true,
          .most = 260),
    FIELD(struct handling_request, kind, "種類", .also = "区分", .required = true,
          .choices = kinds),
    FIELD(struct handling_request, item, "情報", .also = "情報の名称|対象", .required = true,
          .to = &information_item_ledger),
    FIELD(struct handling_request, quantity, "数量", .also = "件数|部数|個数", .required = true,
          .least = 1, .most = MOST_COUNT),
    FIELD(struct handling_request, used, "使った数量", .fixed = true),
    FIELD(struct handling_request, purpose, "目的・理由", .also = "理由|目的", .required = true,
          .searched = true, .most = 2000),
    FIELD(struct handling_request, destination, "写しの保管先・持出先",
          .also = "持出先|保管先|行き先", .required = true, .searched = true, .most = 200),
    FIELD(struct handling_request, period, "期間", .help = "この期間の複写や持出に使えます。",
          .also = "持出期間", .required = true),
    FIELD(struct handling_request, person, "取り扱う人", .also = "担当者|取扱者", .required = true,
          .to = &person_ledger),
    FIELD(struct handling_request, transport, "搬送方法", .to = &transport_method_ledger),
    FIELD(struct handling_request, safety, "安全管理の措置", .also = "安全対策", .required = true,
          .most = 2000),
    FIELD(struct handling_request, until, "終わった日"),
    FIELD(struct handling_request, answer, "発注者の回答", .most = 1000),
    FIELD(struct handling_request, decided_on, "決定日", .fixed = true),
    FIELD(struct handling_request, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct handling_request, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view handling_request_views[] = {
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state.in=requested,sent_back",
      "id" },
    { "good", "承認", "承認されて、まだ終わりにしていないものです。", "state=approved", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_handling_request(struct act *a, const struct record *before, struct record *record)
{
    struct handling_request *it = (struct handling_request *)record;
    const struct handling_request *was = (const struct handling_request *)before;
    struct ref old = was ? was->transport : (struct ref){ 0 };
    const char *item;
    bool good = true;

    proposal_note(a, before, record, (struct decision){ &it->decided_on, &it->decided_by });
    if (!ref_title(a, &information_item_ledger, it->item, &item))
        return false;
    it->title = arena_print(a->arena, "%s　%s", item, choice_label(kinds, it->kind.code));
    if (it->used == NO_NUMBER)
        it->used = 0;
    if (!it->period.from.day || !it->period.until.day)
        good = fail(a, FAULT_INVALID, "period", "期間は、始まりと終わりの両方を書きます。");
    good = proposal_approved(a, &transport_method_ledger, old, it->transport, "transport") && good;
    return proposal_keeps(a, &handling_request_ledger, before, record, NULL) && good;
}

bool
handling_allows(struct act *a, const struct handling_use *use, const char *field)
{
    struct handling_request *it = ledger_new(a, &handling_request_ledger);
    const char *what = choice_label(kinds, use->kind);

    if (!use->request)
        return fail(a, FAULT_INVALID, field,
                    "%sには、発注者の承認が要ります。承認された申請を選びます。", what);
    if (!consequence_read(a, &handling_request_ledger, use->request, it))
        return false;
    if (!it->kind.code || strcmp(it->kind.code, use->kind) != 0 || it->item.id != use->item)
        return fail(a, FAULT_INVALID, field, "選んだ申請は、この情報の%sのものではありません。",
                    what);
    if (!state_is(&it->base, "approved"))
        return fail(a, FAULT_INVALID, field, "選んだ申請は承認されていません。");
    if (use->day.day < it->period.from.day || use->day.day > it->period.until.day)
        return fail(a, FAULT_INVALID, field, "申請の期間の外の日です。");
    return it->used + use->count <= it->quantity ||
           fail(a, FAULT_INVALID, "quantity", "申請の数量を超えます。あと%lldまでです。",
                (long long)(it->quantity - it->used));
}

bool
handling_used(struct act *a, int64_t request, int64_t count)
{
    struct handling_request *it = ledger_new(a, &handling_request_ledger);

    if (!consequence_read(a, &handling_request_ledger, request, it))
        return false;
    it->used += count;
    return ledger_change(a, &handling_request_ledger, it);
}

const struct ledger handling_request_ledger = {
    .name = "handling_request",
    .title = "複写・持出の申請",
    .help =
        "情報を写す前、作業場所の外へ持ち出す前に出す申請です。承認がないと「情報の動き」に書けま"
        "せん。",
    .path = "/contract/handling_requests",
    .icon = "clip",
    .row_size = sizeof(struct handling_request),
    .fields = handling_request_fields,
    .titled_by = "title",
    .listed = "number kind item quantity used period state decided_on",
    .states = &proposal_states,
    .access = crew_access,
    .views = handling_request_views,
    .talked = true,
    .keep_years = 5,
    .check = check_handling_request,
};
