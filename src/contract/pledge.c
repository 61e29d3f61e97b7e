#include "contract/pledge.h"

#include <string.h>

#include "base/arena.h"
#include "contract/assignment.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "secrecy", "秘密保持誓約書", "秘密保持|守秘|機密保持" },
    { "personal_information", "個人情報の取扱いに関する誓約書", "個人情報|個人情報保護" },
    { "anti_organized_crime", "暴力団排除に関する誓約書", "暴力団排除|反社" },
    { "other", "その他の誓約書", "その他" },
    { 0 },
};

static const struct field pledge_fields[] = {
    FIELD(struct pledge, title, "誓約書", .fixed = true, .searched = true, .most = 140),
    FIELD(struct pledge, person, "誓約した人", .also = "氏名|名前|従事者|署名者", .required = true,
          .settled = true, .to = &person_ledger),
    FIELD(struct pledge, kind, "種類", .also = "誓約書の種類", .required = true, .choices = kinds),
    FIELD(struct pledge, asked_on, "依頼した日", .also = "配布日"),
    FIELD(struct pledge, signed_on, "署名した日", .also = "署名日|誓約日|提出日"),
    FIELD(struct pledge, until, "有効な最後の日",
          .help = "年度ごとに出し直すものに書きます。空ければ、業務の終わりまで有効です。",
          .also = "有効期限|期限"),
    FIELD(struct pledge, kept_at, "紙の原本の場所",
          .help = "署名のある写しを添付するか、紙の原本の場所を書きます。", .also = "保管場所",
          .most = 100),
    FIELD(struct pledge, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "asked", "依頼中", "未提出|配布済", MARK_WAIT },
    { "stored", "受領", "提出済|保管|受領済", MARK_DONE, .ended = true },
    { 0 },
};

struct copies {
    int64_t count;
};

static const struct query copies_query = {
    .name = "pledge.copies",
    .sql = "SELECT count(*) AS count FROM attachment WHERE record = :id AND removed_at IS NULL",
    .row_size = sizeof(struct copies),
    .columns = COLUMNS(COLUMN(struct copies, count)),
};

static bool
has_copy(struct act *a, const struct record *before, struct record *record)
{
    const struct pledge *it = (const struct pledge *)record;
    struct copies row = { 0 };
    bool found;

    (void)before;
    if (!query_first(a, &copies_query, &row, &found, BOUND(BIND(id, record->id))))
        return false;
    return row.count > 0 || (it->kept_at && *it->kept_at) ||
           fail(a, FAULT_INVALID, "kept_at",
                "署名のある写しがありません。先に添付するか、紙の原本の場所を書きます。");
}

static const struct transition transitions[] = {
    { "receive", "受領する", "asked", "stored", "signed_on", 1 << ROLE_LEAD, has_copy,
      .asks = "until kept_at" },
    { "ask_again", "依頼中に戻す", "stored", "asked", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states pledge_states = { state_rows, transitions };

static const struct view pledge_views[] = {
    { "asked", "依頼中", "まだ署名されていないものです。", "state=asked", "asked_on" },
    { "ended", "期限の切れた誓約書", "出し直してもらうものです。", "state=stored&until.lt=today",
      "until" },
    { "stored", "受領", "新しい順に並べます。", "state=stored", "-signed_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static const char *
kind_title(const char *code)
{
    for (const struct choice_item *it = kinds; it->code; it++)
        if (code && strcmp(it->code, code) == 0)
            return it->label;
    return "";
}

static bool
check_pledge(struct act *a, const struct record *before, struct record *record)
{
    struct pledge *it = (struct pledge *)record;
    const char *name;

    (void)before;
    if (!ref_title(a, &person_ledger, it->person, &name))
        return false;
    it->title = arena_print(a->arena, "%s　%s", name, kind_title(it->kind.code));
    if (it->signed_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "signed_on", "署名した日が今日より後です。");
    if (it->signed_on.day && it->asked_on.day > it->signed_on.day)
        return fail(a, FAULT_INVALID, "signed_on", "署名した日が依頼した日より前です。");
    if (it->until.day && it->until.day < it->signed_on.day)
        return fail(a, FAULT_INVALID, "until", "有効な最後の日が署名した日より前です。");
    return true;
}

static bool
refresh(struct act *a, void *with)
{
    const struct pledge *it = with;

    return assignment_refresh(a, it->base.contract, it->person.id);
}

static bool
pledge_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct pledge it = *(const struct pledge *)record;

    (void)before;
    return consequence_run(a, refresh, &it);
}

const struct ledger pledge_ledger = {
    .name = "pledge",
    .title = "誓約書",
    .help = "秘密保持などの誓約書です。再委託先の方からも受け取り、署名のある写しを添付します。",
    .path = "/contract/pledges",
    .icon = "form",
    .row_size = sizeof(struct pledge),
    .fields = pledge_fields,
    .titled_by = "title",
    .listed = "person kind state asked_on signed_on until kept_at",
    .states = &pledge_states,
    .access = crew_lead_access,
    .views = pledge_views,
    .keep_years = 5,
    .check = check_pledge,
    .after = pledge_changed,
};

struct form_row {
    const char *contract;
    const char *client;
    const char *contractor;
    const char *employer;
    const char *role;
};

static const struct query form_query = {
    .name = "pledge.form",
    .sql = "SELECT c.title AS contract, coalesce(k.title, '') AS client,"
           " coalesce(r.title, '') AS contractor,"
           " coalesce(e.title, n.employer_name, '') AS employer, coalesce(n.role, '') AS role"
           " FROM contract c LEFT JOIN organisation k ON k.id = c.client"
           " LEFT JOIN organisation r ON r.id = c.contractor"
           " LEFT JOIN assignment n ON n.contract = c.id AND n.person = :person"
           " AND n.state IN ('active', 'proposed') AND n.removed_at IS NULL"
           " LEFT JOIN organisation e ON e.id = n.employer"
           " WHERE c.id = :contract ORDER BY n.id LIMIT 1",
    .row_size = sizeof(struct form_row),
    .columns = COLUMNS(COLUMN(struct form_row, contract), COLUMN(struct form_row, client),
                       COLUMN(struct form_row, contractor), COLUMN(struct form_row, employer),
                       COLUMN(struct form_row, role)),
};

bool
pledge_form_read(struct act *a, int64_t pledge, struct pledge_form *out)
{
    struct pledge *it = ledger_new(a, &pledge_ledger);
    struct person *person = ledger_new(a, &person_ledger);
    struct form_row row = { 0 };
    bool found;

    if (!ledger_read(a, &pledge_ledger, pledge, false, it) ||
        !ledger_show(a, &person_ledger, it->person.id, person) ||
        !query_first(a, &form_query, &row, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(person, it->person.id))))
        return false;
    *out = (struct pledge_form){
        .kind = kind_title(it->kind.code),
        .contract = row.contract,
        .client = row.client,
        .contractor = row.contractor,
        .employer = row.employer,
        .name = person->name && *person->name ? person->name : person->title,
        .role = assignment_role_title(row.role),
        .signed_on = it->signed_on,
    };
    return true;
}

static const struct query missing_query = {
    .name = "pledge.missing",
    .sql = "SELECT n.id AS assignment, n.person AS person, n.title AS title,"
           " coalesce(e.title, n.employer_name, '') AS employer FROM assignment n"
           " LEFT JOIN organisation e ON e.id = n.employer"
           " WHERE n.contract = :contract AND n.state = 'active' AND n.pledged_on IS NULL"
           " AND n.removed_at IS NULL ORDER BY n.id",
    .row_size = sizeof(struct unpledged),
    .columns = COLUMNS(COLUMN(struct unpledged, assignment), COLUMN(struct unpledged, person),
                       COLUMN(struct unpledged, title), COLUMN(struct unpledged, employer)),
};

bool
pledges_missing(struct act *a, int64_t contract, struct unpledged_list *out)
{
    return QUERY(a, &missing_query, *out, BIND(contract, contract));
}
