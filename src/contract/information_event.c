#include "contract/information_event.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/erasure.h"
#include "contract/handling_request.h"
#include "contract/proposal.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_COUNT = 100000000 };

const struct choice_item information_event_kinds[] = {
    { "received", "受領", "受取" },
    { "made", "作成", "生成" },
    { "copied", "複写", "複製|コピー" },
    { "used", "使用", "利用|閲覧" },
    { "moved", "移動", "保管場所の変更" },
    { "taken_out", "持出", "持ち出し|持出し" },
    { "brought_back", "持帰", "戻し|返納" },
    { "returned", "返還", "返却" },
    { "erased", "消去", "削除" },
    { "disposed", "廃棄", "破棄|溶解|裁断" },
    { "counted", "数量の訂正", "訂正|棚卸" },
    { 0 },
};

static const struct field information_event_fields[] = {
    FIELD(struct information_event, title, "動き", .fixed = true, .searched = true, .most = 300),
    FIELD(struct information_event, item, "情報", .also = "情報の名称|情報名", .required = true,
          .settled = true, .to = &information_item_ledger),
    FIELD(struct information_event, kind, "種類", .also = "区分|動きの種類", .required = true,
          .settled = true, .choices = information_event_kinds),
    FIELD(struct information_event, day, "年月日", .also = "日付|日", .required = true,
          .settled = true),
    FIELD(struct information_event, quantity, "数量",
          .help = "空けると、手元にある全部です。数量の訂正では、正しい数を書きます。",
          .also = "件数|個数", .settled = true, .least = 0, .most = MOST_COUNT),
    FIELD(struct information_event, person, "担当した人", .also = "担当者|取扱者", .required = true,
          .settled = true, .to = &person_ledger),
    FIELD(struct information_event, workplace, "作業場所", .settled = true,
          .to = &workplace_ledger),
    FIELD(struct information_event, place, "場所", .help = "移動では、移した先です。",
          .also = "保管場所", .settled = true, .searched = true, .most = 200),
    FIELD(struct information_event, partner, "渡した相手・持出先",
          .also = "相手|持出先|渡した相手|返還先", .settled = true, .searched = true, .most = 100),
    FIELD(struct information_event, transport, "搬送方法", .settled = true,
          .to = &transport_method_ledger),
    FIELD(struct information_event, request, "複写・持出の申請",
          .help = "複写と持出では、承認された申請を選びます。", .settled = true,
          .to = &handling_request_ledger),
    FIELD(struct information_event, erasure, "返還・消去の申請",
          .help = "消去と廃棄では、承認された申請を選びます。", .settled = true,
          .to = &erasure_request_ledger),
    FIELD(struct information_event, witness, "立会者", .also = "立会人", .settled = true,
          .most = 100),
    FIELD(struct information_event, left, "残りの数量", .fixed = true),
    FIELD(struct information_event, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view information_event_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { "out", "持出", "持ち出しと持ち帰りです。", "kind.in=taken_out,brought_back", "-id" },
    { 0 },
};

static bool
is_kind(const struct information_event *it, const char *kind)
{
    return it->kind.code && strcmp(it->kind.code, kind) == 0;
}

static bool
goes(const struct information_event *it)
{
    return is_kind(it, "returned") || is_kind(it, "erased") || is_kind(it, "disposed");
}

/* Received and made stand for the item itself, once. */
static bool
begins(const struct information_event *it)
{
    return is_kind(it, "received") || is_kind(it, "made");
}

/* --- what is allowed ------------------------------------------------------------------------- */

static bool
check_amount(struct act *a, const struct information_event *it, const struct information_item *item)
{
    int64_t here = item->kept - item->away;

    if (is_kind(it, "taken_out") || goes(it))
        return it->quantity <= here ||
               fail(a, FAULT_INVALID, "quantity",
                    "手元にある数より多い数です。いま手元に%lld%sあります。", (long long)here,
                    item->unit ? item->unit : "");
    if (is_kind(it, "brought_back"))
        return it->quantity <= item->away ||
               fail(a, FAULT_INVALID, "quantity",
                    "持出中の数より多い数です。いま%lld%s持出中です。", (long long)item->away,
                    item->unit ? item->unit : "");
    if (is_kind(it, "counted"))
        return it->quantity >= item->away ||
               fail(a, FAULT_INVALID, "quantity", "持出中の数より少なくはできません。");
    return true;
}

static bool
check_request(struct act *a, const struct information_event *it)
{
    const char *kind = is_kind(it, "copied")      ? "copy"
                       : is_kind(it, "taken_out") ? "take_out"
                                                  : NULL;
    struct handling_use use = { it->request.id, kind, it->item.id, it->day, it->quantity };

    if (!kind)
        return !it->request.id || fail(a, FAULT_INVALID, "request",
                                       "複写・持出の申請は、複写か持出のときだけ選びます。");
    return handling_allows(a, &use, "request");
}

/* What the client gave is returned openly; what is erased has been asked for first. */
static bool
check_erasure(struct act *a, const struct information_event *it)
{
    if (!is_kind(it, "erased") && !is_kind(it, "disposed"))
        return true;
    return erasure_allows(a, it->erasure.id, it->item.id, "erasure");
}

static bool
check_kind(struct act *a, const struct information_event *it, const struct information_item *item)
{
    bool ended = state_is(&item->base, "returned") || state_is(&item->base, "erased");
    bool good = true;

    if (begins(it) && a->origin != ORIGIN_JOB)
        good =
            fail(a, FAULT_INVALID, "kind", "受領と作成は、情報台帳に新しい情報として登録します。");
    else if (ended && a->origin != ORIGIN_JOB)
        good = fail(a, FAULT_INVALID, "item", "返還や消去の済んだ情報です。");
    if (it->day.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "day", "年月日が今日より後です。");
    if (it->day.day && it->day.day < item->came_on.day)
        good = fail(a, FAULT_INVALID, "day", "年月日が、受領・作成の日より前です。");
    if (is_kind(it, "moved") && !it->workplace.id && !(it->place && *it->place))
        good = fail(a, FAULT_INVALID, "place", "移した先を書きます。");
    if ((is_kind(it, "taken_out") || is_kind(it, "returned")) && a->origin != ORIGIN_JOB &&
        !(it->partner && *it->partner))
        good = fail(a, FAULT_INVALID, "partner", "渡した相手か持出先を書きます。");
    if (is_kind(it, "counted") && !(it->notes.text && *it->notes.text))
        good = fail(a, FAULT_INVALID, "notes", "訂正の理由を備考に書きます。");
    return good;
}

/* Empty means all that is at hand, or all that is out. */
static void
put_count(struct information_event *it, const struct information_item *item)
{
    if (it->quantity != NO_NUMBER)
        return;
    it->quantity = is_kind(it, "brought_back") ? item->away : item->kept - item->away;
}

static int64_t
left_after(const struct information_event *it, const struct information_item *item)
{
    if (goes(it))
        return item->kept - it->quantity;
    if (is_kind(it, "copied"))
        return item->kept + it->quantity;
    if (is_kind(it, "counted"))
        return it->quantity;
    return item->kept;
}

static bool
check_event(struct act *a, const struct record *before, struct record *record)
{
    struct information_event *it = (struct information_event *)record;
    struct information_item *item = ledger_new(a, &information_item_ledger);
    struct ref old;
    bool good;

    if (before)
        return record_keeps(a, &information_event_ledger, before, record, "notes",
                            "書いた動きは変えられません。「数量の訂正」で直します。");
    if (!it->item.id || !it->kind.code ||
        !consequence_read(a, &information_item_ledger, it->item.id, item))
        return false;
    put_count(it, item);
    old = item->workplace;
    it->left = left_after(it, item);
    it->title = arena_print(a->arena, "%s　%s　%s", item->title,
                            choice_label(information_event_kinds, it->kind.code),
                            wareki_print(a->arena, it->day, WAREKI_SHORT));
    good = check_kind(a, it, item);
    good = check_amount(a, it, item) && good;
    good = check_request(a, it) && good;
    good = check_erasure(a, it) && good;
    good = proposal_approved(a, &workplace_ledger, old, it->workplace, "workplace") && good;
    return proposal_approved(a, &transport_method_ledger, (struct ref){ 0 }, it->transport,
                             "transport") &&
           good;
}

/* --- what follows ------------------------------------------------------------------------------ */

static void
move_item(const struct information_event *it, struct information_item *item)
{
    item->kept = it->left;
    if (is_kind(it, "taken_out"))
        item->away += it->quantity;
    if (is_kind(it, "brought_back"))
        item->away -= it->quantity;
    if (is_kind(it, "moved")) {
        item->workplace.id = it->workplace.id;
        item->place = it->place;
    }
    if (item->kept == 0 && goes(it))
        item->base.state = is_kind(it, "returned") ? "returned" : "erased";
    else
        item->base.state = item->away > 0 ? "away" : "kept";
}

static bool
follow(struct act *a, void *with)
{
    const struct information_event *it = with;
    struct information_item *item = ledger_new(a, &information_item_ledger);

    if (!consequence_read(a, &information_item_ledger, it->item.id, item))
        return false;
    move_item(it, item);
    if (!ledger_change(a, &information_item_ledger, item))
        return false;
    return !it->request.id || handling_used(a, it->request.id, it->quantity);
}

static bool
event_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct information_event it = *(const struct information_event *)record;

    return before || begins(&it) || consequence_run(a, follow, &it);
}

bool
information_do(struct act *a, int64_t contract, const struct information_done *done)
{
    struct information_event *event = ledger_new(a, &information_event_ledger);

    event->base.contract = contract;
    event->item.id = done->item;
    event->kind.code = done->kind;
    event->day = done->day;
    event->quantity = done->count;
    event->person.id = done->person;
    event->erasure.id = done->erasure;
    event->witness = done->witness;
    return ledger_create(a, &information_event_ledger, event);
}

const struct ledger information_event_ledger = {
    .name = "information_event",
    .title = "情報の動き",
    .help =
        "情報を写した、使った、移した、持ち出した、返した、消した記録です。後からは変えられません"
        "。",
    .path = "/contract/information_events",
    .icon = "route",
    .row_size = sizeof(struct information_event),
    .fields = information_event_fields,
    .titled_by = "title",
    .listed = "day item kind quantity person place partner request left",
    .access = crew_access,
    .views = information_event_views,
    .keep_years = 5,
    .check = check_event,
    .after = event_changed,
};
