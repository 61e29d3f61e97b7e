#include "desk/vendor_case.h"

#include "base/arena.h"
#include "base/calendar.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "contract/terms.h"
#include "desk/inquiry.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct field vendor_case_fields[] = {
    FIELD(struct vendor_case, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号", .series = "V{era}-{number:4}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct vendor_case, title, "引継ぎ", .fixed = true, .searched = true, .most = 300),
    FIELD(struct vendor_case, inquiry, "問合せ", .also = "問合せ番号", .required = true,
          .settled = true, .part = true, .to = &inquiry_ledger),
    FIELD(struct vendor_case, support_desk, "保守窓口", .also = "製品|システム",
          .help = "選ぶと、業者と回答の期限が入ります。", .to = &support_desk_ledger),
    FIELD(struct vendor_case, vendor, "業者", .also = "ベンダー|保守業者|会社名",
          .to = &organisation_ledger, .instead = "vendor_name"),
    FIELD(struct vendor_case, vendor_name, "業者（未登録）",
          .help = "組織の台帳にない業者の名前です。", .searched = true, .most = 100),
    FIELD(struct vendor_case, vendor_number, "業者の受付番号", .also = "先方番号|ベンダー番号",
          .searched = true, .most = 60),
    FIELD(struct vendor_case, contact, "業者の担当者", .also = "先方担当|先方の担当者",
          .personal = true, .most = 100),
    FIELD(struct vendor_case, handed_at, "引き継いだ日時",
          .also = "引継日|引継ぎ日|依頼日|連絡日時", .required = true, .counted = true,
          .filled = true),
    FIELD(struct vendor_case, due_on, "回答の期限",
          .help = "空けると、保守窓口の約束から計算します。", .also = "期限|回答期限"),
    FIELD(struct vendor_case, question, "頼んだこと", .also = "依頼内容|内容|照会内容",
          .required = true, .searched = true, .most = 10000),
    FIELD(struct vendor_case, answered_at, "回答の日時", .also = "回答日|回答日時"),
    FIELD(struct vendor_case, answer, "回答", .also = "回答内容", .searched = true, .most = 10000),
    FIELD(struct vendor_case, assignee, "引き継いだ人", .also = "担当|担当者",
          .to = &person_ledger),
    { 0 },
};

static const struct state state_rows[] = {
    { "waiting", "回答待ち", "待ち|照会中|依頼中", MARK_WAIT },
    { "answered", "回答あり", "回答済|回答済み|完了", MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", "取消|取り下げ", MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition transitions[] = {
    { "answer", "回答を受けた", "waiting", "answered", "answered_at answer", DESK,
      .asks = "vendor_number" },
    { "withdraw", "取り下げる", "waiting", "withdrawn", NULL, DESK },
    { "reopen", "回答待ちに戻す", "answered withdrawn", "waiting", NULL, DESK },
    { 0 },
};

static const struct states vendor_case_states = { state_rows, transitions };

static const struct clock_rule vendor_case_clocks[] = {
    { .name = "answer",
      .label = "業者の回答　約束の日まで",
      .kind = CLOCK_DATE,
      .from = "due_on",
      .met = "answered withdrawn",
      .done = "answered_at" },
    { 0 },
};

static const struct view vendor_case_views[] = {
    { "waiting", "回答待ち", "業者の回答を待っているものを、期限の近い順に並べます。",
      "state=waiting", "due_on" },
    { "late", "期限超過", "約束の日を過ぎても回答のないものです。", "state=waiting&due_on.lt=today",
      "due_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-handed_at" },
    { 0 },
};

static const struct access vendor_case_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_REMOVE | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

/* --- what is filled in ---------------------------------------------------------------------- */

static bool
take_from_desk(struct act *a, struct vendor_case *it)
{
    struct support_desk *desk = ledger_new(a, &support_desk_ledger);
    const struct calendar *calendar;

    if (!it->support_desk.id)
        return true;
    if (!consequence_read(a, &support_desk_ledger, it->support_desk.id, desk))
        return false;
    if (!it->vendor.id && !(it->vendor_name && *it->vendor_name)) {
        it->vendor = desk->vendor;
        it->vendor_name = desk->vendor_name;
    }
    if (it->due_on.day || desk->answer_days == NO_NUMBER || !it->handed_at.us)
        return true;
    if (!contract_calendar(a, it->base.contract, &calendar))
        return false;
    it->due_on =
        calendar_business_days(calendar, instant_date(it->handed_at), (int)desk->answer_days);
    return true;
}

static bool
put_title(struct act *a, struct vendor_case *it)
{
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    const char *vendor;

    if (!ref_title(a, &organisation_ledger, it->vendor, &vendor) ||
        !consequence_read(a, &inquiry_ledger, it->inquiry.id, inquiry))
        return false;
    if (!*vendor)
        vendor = it->vendor_name ? it->vendor_name : "";
    it->title = arena_print(a->arena, "%s：%s", vendor, inquiry->title);
    return true;
}

static bool
check_vendor_case(struct act *a, const struct record *before, struct record *record)
{
    struct vendor_case *it = (struct vendor_case *)record;

    if (!it->inquiry.id)
        return false; /* said already */
    if (!before && a->origin != ORIGIN_IMPORT && !take_from_desk(a, it))
        return false;
    if (!it->vendor.id && !(it->vendor_name && *it->vendor_name))
        return fail(a, FAULT_INVALID, "vendor", "業者か、保守窓口を選びます。");
    if (it->due_on.day && it->due_on.day < instant_date(it->handed_at).day)
        return fail(a, FAULT_INVALID, "due_on", "回答の期限が、引き継いだ日より前です。");
    if (before && state_reached(before, record, "waiting"))
        it->answered_at = (struct instant){ 0 };
    if (it->answered_at.us && it->answered_at.us < it->handed_at.us)
        return fail(a, FAULT_INVALID, "answered_at", "回答の日時が、引き継いだ日時より前です。");
    return put_title(a, it);
}

static bool
prepare_vendor_case(struct act *a, const struct record *before, struct record *record)
{
    struct vendor_case *it = (struct vendor_case *)record;

    if (before || a->origin == ORIGIN_IMPORT)
        return true;
    if (!it->handed_at.us)
        it->handed_at = a->now;
    if (!it->assignee.id)
        it->assignee.id = actor_person(a);
    return true;
}

/* --- what the inquiry does meanwhile ---------------------------------------------------------- */

static const struct query waiting_query = {
    .name = "vendor_case.waiting",
    .sql = "SELECT id FROM vendor_case WHERE inquiry = :inquiry AND state = 'waiting'"
           " AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

/* The state it should have now; NULL: as it is. */
static bool
wanted_state(struct act *a, const struct inquiry *it, const char **out)
{
    struct terms terms = { 0 };
    bool agreed = false, waits = false;
    struct ref first;

    *out = NULL;
    if (!query_first(a, &waiting_query, &first, &waits, BOUND(BIND(inquiry, it->base.id))) ||
        (waits && !terms_of(a, it->base.contract, &terms, &agreed)))
        return false;
    if (!waits && state_is(&it->base, "vendor"))
        *out = "working";
    else if (waits && (state_is(&it->base, "received") || state_is(&it->base, "working")))
        *out = agreed && terms.vendor_pauses ? "vendor" : "working";
    return true;
}

static bool
move_inquiry(struct act *a, void *with)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    const char *state;

    if (!consequence_read(a, &inquiry_ledger, *(const int64_t *)with, it) ||
        !wanted_state(a, it, &state))
        return false;
    if (!state || state_is(&it->base, state))
        return true;
    it->base.state = state;
    return ledger_keep(a, &inquiry_ledger, NULL, it);
}

static bool
vendor_case_changed(struct act *a, const struct record *before, const struct record *record)
{
    int64_t inquiry = ((const struct vendor_case *)record)->inquiry.id;
    bool was = before && state_is(before, "waiting") && !before->removed_at.us;
    bool is = state_is(record, "waiting") && !record->removed_at.us;

    return was == is || a->origin == ORIGIN_IMPORT || consequence_run(a, move_inquiry, &inquiry);
}

const struct ledger vendor_case_ledger = {
    .name = "vendor_case",
    .title = "ベンダー引継ぎ",
    .help = "問合せを保守業者へ引き継いだ記録です。業者の受付番号、期限、回答を残します。",
    .path = "/desk/vendor_cases",
    .icon = "tel",
    .row_size = sizeof(struct vendor_case),
    .fields = vendor_case_fields,
    .titled_by = "title",
    .listed = "number title vendor_number state handed_at due_on answered_at assignee",
    .states = &vendor_case_states,
    .access = vendor_case_access,
    .views = vendor_case_views,
    .clocks = vendor_case_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_vendor_case,
    .check = check_vendor_case,
    .after = vendor_case_changed,
};
