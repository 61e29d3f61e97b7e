#include "contract/accommodation.h"

#include <string.h>

#include "contract/event_rights.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item kinds[] = {
    { "accommodation", "合理的配慮の申出", "合理的配慮|配慮の申出" },
    { "discrimination", "差別の申出", "差別|差別的取扱い|不当な差別的取扱い" },
    { "consultation", "相談", NULL },
    { 0 },
};

static const struct choice_item outcomes[] = {
    { "provided", "申出のとおり行う", "提供|実施" },
    { "otherwise", "別の方法で行う", "代替|代替措置" },
    { "excessive", "過重な負担のため行えない", "過重な負担|不可" },
    { "unfounded", "差別に当たらない", "該当なし" },
    { 0 },
};

static const struct field accommodation_fields[] = {
    FIELD(struct accommodation, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号", .series = "A{era}-{number:3}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct accommodation, title, "件名",
          .help = "個人の名前と障害の名前は書きません。例：窓口での筆談の申出", .also = "表題|概要",
          .required = true, .searched = true, .most = 200),
    FIELD(struct accommodation, kind, "種類", .also = "種別|区分", .required = true,
          .choices = kinds),
    FIELD(struct accommodation, received_at, "申出の日時", .also = "受付日時|受付日|申出日",
          .required = true),
    FIELD(struct accommodation, applicant, "申出人", .also = "申出者|氏名", .personal = true,
          .searched = true, .most = 100),
    FIELD(struct accommodation, phone, "連絡先", .also = "電話番号", .personal = true),
    FIELD(struct accommodation, service, "場面", .help = "例：窓口、セミナー、訪問", .also = "場所",
          .searched = true, .most = 200),
    FIELD(struct accommodation, barrier, "社会的障壁", .help = "何が妨げになっているかを書きます。",
          .also = "障壁|困りごと", .most = 5000),
    FIELD(struct accommodation, request, "申出の内容", .also = "内容|求める配慮", .required = true,
          .searched = true, .most = 20000),
    FIELD(struct accommodation, needed_on, "必要な日", .help = "いつまでに要るかが分かるときです。",
          .also = "期限|希望日"),
    FIELD(struct accommodation, outcome, "結果", .choices = outcomes),
    FIELD(struct accommodation, handling, "対応の内容", .also = "対応|対応内容|話合いの経過",
          .searched = true, .most = 20000),
    FIELD(struct accommodation, grounds, "行えない理由",
          .help = "費用、人手、業務への影響など、具体的な事情を書きます。", .also = "理由",
          .most = 20000),
    FIELD(struct accommodation, alternative, "代わりの方法", .also = "代替措置|代替案",
          .most = 20000),
    FIELD(struct accommodation, explained_on, "申出人へ説明した日", .also = "説明日|回答日"),
    FIELD(struct accommodation, assignee, "担当", .also = "担当者|対応者", .to = &person_ledger),
    FIELD(struct accommodation, report, "発注者への報告の内容", .also = "報告内容", .most = 20000),
    FIELD(struct accommodation, reported_on, "書面で報告した日", .also = "報告日"),
    FIELD(struct accommodation, completed_on, "完了日", .also = "終了日"),
    { 0 },
};

static const struct state accommodation_state_rows[] = {
    { "received", "受付", "新規|未対応", MARK_NEW },
    { "working", "話合い中", "対応中|調整中", MARK_WORK },
    { "answered", "回答済", "回答|説明済", MARK_SOLVED },
    { "reported", "報告済", "書面報告済|報告", MARK_DONE, .ended = true },
    { 0 },
};

static bool
is_given(struct prose prose)
{
    return prose.text && *prose.text;
}

/* A refusal without a reason, or another way that is not named, is none that can stand. */
static bool
is_reasoned(struct act *a, const struct record *before, struct record *record)
{
    const struct accommodation *it = (const struct accommodation *)record;
    const char *outcome = it->outcome.code ? it->outcome.code : "";
    bool good = true;

    (void)before;
    if ((strcmp(outcome, "excessive") == 0 || strcmp(outcome, "unfounded") == 0) &&
        !is_given(it->grounds))
        good = fail(a, FAULT_INVALID, "grounds",
                    "行えないと回答するときは、理由を具体的に書いてください。");
    if (strcmp(outcome, "otherwise") == 0 && !is_given(it->alternative))
        good = fail(a, FAULT_INVALID, "alternative", "代わりの方法を書いてください。");
    return good;
}

static const struct transition accommodation_transitions[] = {
    { "start", "話合いを始める", "received", "working", NULL, BY_CONTRACTOR },
    { "answer", "申出人へ回答した", "received working", "answered", "outcome handling explained_on",
      BY_CONTRACTOR, is_reasoned, .asks = "alternative grounds" },
    { "report", "発注者へ書面で報告した", "answered", "reported", "report reported_on completed_on",
      BY_CONTRACTOR },
    { "reopen", "話合いに戻す", "answered reported", "working", NULL, BY_CONTRACTOR },
    { 0 },
};

static const struct states accommodation_states = { accommodation_state_rows,
                                                    accommodation_transitions };

static const struct clock_rule accommodation_clocks[] = {
    { .name = "needed",
      .label = "必要な日まで",
      .kind = CLOCK_DATE,
      .from = "needed_on",
      .met = "answered reported",
      .done = "explained_on" },
    { 0 },
};

static const struct access accommodation_access[] = { EVENT_ACCESS, { 0 } };

static const struct view accommodation_views[] = {
    { "open", "未報告", "発注者への報告がまだのものを、必要な日の順に並べます。",
      "state.in=received,working,answered", "needed_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-received_at" },
    { 0 },
};

static bool
check_accommodation(struct act *a, const struct record *before, struct record *record)
{
    const struct accommodation *it = (const struct accommodation *)record;

    (void)before;
    if (it->explained_on.day && it->explained_on.day < instant_date(it->received_at).day)
        return fail(a, FAULT_INVALID, "explained_on",
                    "説明した日が申出の日より前です。どちらかを直してください。");
    if (it->reported_on.day && it->explained_on.day && it->reported_on.day < it->explained_on.day)
        return fail(a, FAULT_INVALID, "reported_on",
                    "報告した日が説明した日より前です。どちらかを直してください。");
    return true;
}

const struct ledger accommodation_ledger = {
    .name = "accommodation",
    .title = "合理的配慮・差別の申出",
    .help = "障害のある方からの申出と、話合い、回答を残し、発注者へ書面で報告します。",
    .path = "/contract/accommodations",
    .icon = "talk",
    .row_size = sizeof(struct accommodation),
    .fields = accommodation_fields,
    .titled_by = "title",
    .listed = "number title kind state received_at needed_on outcome reported_on",
    .states = &accommodation_states,
    .access = accommodation_access,
    .views = accommodation_views,
    .clocks = accommodation_clocks,
    .talked = true,
    .keep_years = 5,
    .check = check_accommodation,
};
