#include "contract/workplace.h"

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item workplace_kinds[] = {
    { "contractor", "受託者の事業所", "自社|事業所|社内" },
    { "client", "発注者の施設", "庁舎|庁内|市役所" },
    { "subcontractor", "再委託先の事業所", "再委託先" },
    { "data_centre", "データセンター", "DC|データセンタ" },
    { "home", "在宅", "テレワーク|自宅" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field workplace_fields[] = {
    FIELD(struct workplace, title, "作業場所の名前", .also = "名称|作業場所|場所", .required = true,
          .searched = true, .most = 100),
    FIELD(struct workplace, kind, "種類", .required = true, .choices = workplace_kinds),
    FIELD(struct workplace, keeper, "管理する組織", .also = "会社|事業者",
          .to = &organisation_ledger),
    FIELD(struct workplace, address, "所在地", .help = "在宅のときは書きません。", .also = "住所",
          .searched = true, .most = 200),
    FIELD(struct workplace, room, "階・部屋", .most = 100),
    FIELD(struct workplace, work, "行う業務", .also = "業務内容", .required = true, .most = 2000),
    FIELD(struct workplace, personal_data, "個人情報を取り扱う"),
    FIELD(struct workplace, safety, "安全管理の措置",
          .help = "入退室、施錠、保管庫、のぞき見の防止などを書きます。", .also = "安全対策",
          .required = true, .most = 4000),
    FIELD(struct workplace, from, "使い始める日", .also = "開始日"),
    FIELD(struct workplace, until, "使い終わった日", .also = "終了日"),
    FIELD(struct workplace, replaces, "替える前の作業場所",
          .help = "変更の申請では、いまの作業場所を選びます。承認されると、前のものは終わります。",
          .to = &workplace_ledger),
    FIELD(struct workplace, reason, "変更の理由", .also = "理由", .most = 2000),
    FIELD(struct workplace, answer, "発注者の回答", .most = 1000),
    FIELD(struct workplace, decided_on, "決定日", .fixed = true),
    FIELD(struct workplace, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct workplace, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct choice_item transport_kinds[] = {
    { "hand", "手渡し", "持参|直接" },
    { "registered", "書留・追跡できる郵便", "書留|特定記録|簡易書留|郵送" },
    { "courier", "専用便", "セキュリティ便|運送" },
    { "line", "専用線・閉域網", "LGWAN|専用線|閉域" },
    { "file_transfer", "ファイル受渡しの仕組み", "大容量ファイル転送|オンラインストレージ" },
    { "mail", "暗号化した電子メール", "メール" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field transport_method_fields[] = {
    FIELD(struct transport_method, title, "搬送方法の名前", .also = "名称|搬送方法|方法",
          .required = true, .searched = true, .most = 100),
    FIELD(struct transport_method, kind, "種類", .required = true, .choices = transport_kinds),
    FIELD(struct transport_method, carrier, "運ぶ人・事業者", .also = "運送業者|担当", .most = 100),
    FIELD(struct transport_method, information, "運ぶ情報", .also = "対象の情報|情報",
          .required = true, .searched = true, .most = 2000),
    FIELD(struct transport_method, safety, "安全管理の措置",
          .help = "施錠した容器、暗号化、2名での搬送、受渡しの記録などを書きます。",
          .also = "安全対策", .required = true, .most = 4000),
    FIELD(struct transport_method, from, "使い始める日", .also = "開始日"),
    FIELD(struct transport_method, until, "使い終わった日", .also = "終了日"),
    FIELD(struct transport_method, replaces, "替える前の搬送方法",
          .help = "変更の申請では、いまの搬送方法を選びます。承認されると、前のものは終わります。",
          .to = &transport_method_ledger),
    FIELD(struct transport_method, reason, "変更の理由", .also = "理由", .most = 2000),
    FIELD(struct transport_method, answer, "発注者の回答", .most = 1000),
    FIELD(struct transport_method, decided_on, "決定日", .fixed = true),
    FIELD(struct transport_method, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct transport_method, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view place_views[] = {
    { "good", "承認済み", "いま使えるものです。", "state=approved", "title" },
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state.in=requested,sent_back",
      "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

/* What both have in common. */
struct place {
    const struct ledger *l;
    struct ref replaces;
    struct prose reason;
    struct decision decision;
};

static bool
check_place(struct act *a, const struct record *before, const struct record *record,
            struct place place)
{
    bool good = true;

    proposal_note(a, before, record, place.decision);
    if (place.replaces.id && !(place.reason.text && *place.reason.text))
        good = fail(a, FAULT_INVALID, "reason", "変更の理由は必須です。");
    if (place.replaces.id && place.replaces.id == record->id)
        good = fail(a, FAULT_INVALID, "replaces", "自分自身と替えることはできません。");
    if (!before || state_reached(before, record, "approved"))
        good = proposal_approved(a, place.l, (struct ref){ 0 }, place.replaces, "replaces") && good;
    return proposal_keeps(a, place.l, before, record, NULL) && good;
}

static bool
check_workplace(struct act *a, const struct record *before, struct record *record)
{
    struct workplace *it = (struct workplace *)record;
    struct place place = {
        &workplace_ledger, it->replaces, it->reason, { &it->decided_on, &it->decided_by }
    };

    return check_place(a, before, record, place);
}

static bool
check_transport_method(struct act *a, const struct record *before, struct record *record)
{
    struct transport_method *it = (struct transport_method *)record;
    struct place place = {
        &transport_method_ledger, it->replaces, it->reason, { &it->decided_on, &it->decided_by }
    };

    return check_place(a, before, record, place);
}

static bool
end_workplace(struct act *a, void *with)
{
    struct workplace *it = ledger_new(a, &workplace_ledger);

    if (!consequence_read(a, &workplace_ledger, *(const int64_t *)with, it))
        return false;
    it->until = instant_date(a->now);
    it->base.state = "ended";
    return ledger_change(a, &workplace_ledger, it);
}

static bool
end_transport_method(struct act *a, void *with)
{
    struct transport_method *it = ledger_new(a, &transport_method_ledger);

    if (!consequence_read(a, &transport_method_ledger, *(const int64_t *)with, it))
        return false;
    it->until = instant_date(a->now);
    it->base.state = "ended";
    return ledger_change(a, &transport_method_ledger, it);
}

static bool
workplace_changed(struct act *a, const struct record *before, const struct record *record)
{
    int64_t old = ((const struct workplace *)record)->replaces.id;

    return !old || !state_reached(before, record, "approved") ||
           consequence_run(a, end_workplace, &old);
}

static bool
transport_method_changed(struct act *a, const struct record *before, const struct record *record)
{
    int64_t old = ((const struct transport_method *)record)->replaces.id;

    return !old || !state_reached(before, record, "approved") ||
           consequence_run(a, end_transport_method, &old);
}

const struct ledger workplace_ledger = {
    .name = "workplace",
    .title = "作業場所",
    .help = "業務をする場所です。発注者の承認を受けてから使い、変えるときも承認を受けます。",
    .path = "/contract/workplaces",
    .icon = "box",
    .row_size = sizeof(struct workplace),
    .fields = workplace_fields,
    .titled_by = "title",
    .listed = "title kind keeper state personal_data from until decided_on",
    .states = &proposal_lead_states,
    .access = crew_lead_access,
    .views = place_views,
    .talked = true,
    .keep_years = 5,
    .check = check_workplace,
    .after = workplace_changed,
};

const struct ledger transport_method_ledger = {
    .name = "transport_method",
    .title = "搬送方法",
    .help =
        "個人情報などを運ぶ方法です。発注者の承認を受けてから使い、変えるときも承認を受けます。",
    .path = "/contract/transport_methods",
    .icon = "pack",
    .row_size = sizeof(struct transport_method),
    .fields = transport_method_fields,
    .titled_by = "title",
    .listed = "title kind carrier state from until decided_on",
    .states = &proposal_lead_states,
    .access = crew_lead_access,
    .views = place_views,
    .talked = true,
    .keep_years = 5,
    .check = check_transport_method,
    .after = transport_method_changed,
};
