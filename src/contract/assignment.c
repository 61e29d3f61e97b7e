#include "contract/assignment.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "contract/staffing_rule.h"
#include "contract/subcontract.h"
#include "contract/tenure.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

const struct choice_item assignment_roles[] = {
    { "service_manager", "責任者", "業務責任者|事業責任者|受託責任者" },
    { "audit_director", "統括責任者", "監査統括責任者|総括責任者" },
    { "information_manager", "情報管理責任者", NULL },
    { "information_handler_manager", "情報取扱管理者", "個人情報取扱責任者" },
    { "work_manager", "作業責任者", NULL },
    { "lead_auditor", "主任担当者", "主任監査人" },
    { "auditor", "監査人", "監査担当|監査担当者" },
    { "assigned_worker", "作業従事者", "従事者|業務従事者|担当者|担当" },
    { "diagnosis_operator", "診断担当者", "診断員|脆弱性診断担当" },
    { "diagnosis_supervisor", "診断監督者", "診断責任者" },
    { "instructor", "講師", NULL },
    { "counselor", "相談員", "アドバイザー" },
    { "project_manager", "プロジェクトマネージャ", "プロジェクトマネージャー|PM" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item employments[] = {
    { "regular", "正社員", "常勤|正規|正規雇用|役員" },
    { "fixed_term", "契約社員", "有期雇用|嘱託" },
    { "part_time", "非常勤", "パート|アルバイト" },
    { "dispatched", "派遣", "派遣社員|派遣労働者" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item involvements[] = {
    { "none", "関わりなし", "なし|無" },
    { "manages", "管理している", "管理" },
    { "develops", "開発している", "開発" },
    { "runs", "運用している", "運用|保守" },
    { 0 },
};

static const struct field assignment_fields[] = {
    FIELD(struct assignment, title, "名簿の名前", .fixed = true, .searched = true, .most = 140),
    FIELD(struct assignment, person, "従事者", .also = "氏名|名前|従事者名|作業者",
          .to = &person_ledger, .required = true, .settled = true),
    FIELD(struct assignment, role, "役割", .also = "担当区分|従事区分", .required = true,
          .choices = assignment_roles),
    FIELD(struct assignment, duty, "担当業務", .help = "役割が「その他」のときは、ここに書きます。",
          .also = "業務内容|担当内容", .searched = true, .most = 200),
    FIELD(struct assignment, employer, "所属会社", .also = "所属|会社名|雇用主",
          .to = &organisation_ledger, .instead = "employer_name"),
    FIELD(struct assignment, employer_name, "所属会社（未登録）", .searched = true, .most = 100),
    FIELD(struct assignment, subcontract, "再委託",
          .help = "再委託先の方は、承認された再委託を選びます。", .to = &subcontract_ledger),
    FIELD(struct assignment, employment, "雇用", .also = "雇用形態|身分|正規・非正規",
          .choices = employments),
    FIELD(struct assignment, from, "始まりの日", .also = "従事開始日|開始日|着任日",
          .required = true),
    FIELD(struct assignment, until, "終わりの日",
          .help = "従事する最後の日です。翌日から、この契約の記録は見られません。",
          .also = "従事終了日|終了日|離任日"),
    FIELD(struct assignment, above, "指示を受ける人", .help = "体制図の線になります。",
          .also = "上位者|報告先", .to = &assignment_ledger),
    FIELD(struct assignment, personal_data, "個人情報を取り扱う",
          .also = "個人情報の取扱い|個人情報取扱"),
    FIELD(struct assignment, card, "身分証明書の番号", .also = "名札番号|身分証番号", .code = true,
          .most = 60),
    FIELD(struct assignment, card_issued_on, "身分証明書の交付日", .also = "交付日|身分証交付日"),
    FIELD(struct assignment, card_returned_on, "身分証明書の返却日", .also = "身分証返却日"),
    FIELD(struct assignment, involvement, "監査対象との関わり",
          .help = "監査や診断をする方は、対象の管理・開発・運用に関わっていないことを示します。",
          .also = "監査対象への関与", .choices = involvements),
    FIELD(struct assignment, involvement_note, "関わりの内容", .most = 300),
    FIELD(struct assignment, capital, "資本関係",
          .help =
              "所属会社と、発注者や監査対象の事業者との資本・人事の関係です。なければ「なし」。",
          .most = 300),
    FIELD(struct assignment, nationality, "国籍", .personal = true, .most = 60),
    FIELD(struct assignment, passport, "旅券番号", .help = "様式で求められたときだけ書きます。",
          .also = "パスポート番号", .personal = true, .most = 30),
    FIELD(struct assignment, birthday, "生年月日", .help = "例：S60.4.1、1985-04-01",
          .personal = true, .most = 40),
    FIELD(struct assignment, address, "住所", .personal = true, .most = 200),
    FIELD(struct assignment, pledged_on, "誓約書の日", .fixed = true,
          .help = "いちばん新しい、署名された誓約書の日です。"),
    FIELD(struct assignment, trained_on, "研修の日", .fixed = true,
          .help = "いちばん新しく受講した研修の日です。"),
    FIELD(struct assignment, notes, "備考", .also = "摘要", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "proposed", "届出", "申請中|候補|予定", MARK_ROUTE },
    { "active", "従事中", "在籍|承認済|従事", MARK_WORK },
    { "left", "離任", "終了|退任|従事終了", MARK_DONE, .ended = true },
    { "withdrawn", "取下げ", "取消|取り下げ", MARK_DONE, .ended = true },
    { 0 },
};

/* Who can reach every contract keeps what he has, so his leaving would be a mere word. */
static bool
check_leaving(struct act *a, const struct record *before, struct record *record)
{
    const struct assignment *it = (const struct assignment *)record;

    (void)before;
    if (it->until.day > instant_date(a->now).day)
        return fail(
            a, FAULT_INVALID, "until",
            "まだ来ていない日です。終わりの日だけを書いておくと、その翌朝に離任になります。");
    return tenure_may_end(a, it->person.id, NULL);
}

static const struct transition transitions[] = {
    { "approve", "承認する", "proposed", "active", NULL, PROPOSAL_DECIDES },
    { "withdraw", "取り下げる", "proposed", "withdrawn", NULL, 1 << ROLE_LEAD },
    { "leave", "離任にする", "active", "left", "until", 1 << ROLE_LEAD, check_leaving },
    { 0 },
};

static const struct states assignment_states = { state_rows, transitions };

static const struct access assignment_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view assignment_views[] = {
    { "active", "従事中", "いま従事している人です。", "state=active", "role" },
    { "proposed", "承認待ち", "発注者の承認を待っている人です。", "state=proposed", "from" },
    { "unpledged", "誓約書がない人", "署名された誓約書がまだない、従事中の人です。",
      "state=active&pledged_on.empty=true", "from" },
    { "untrained", "研修を受けていない人", "受講した研修の記録がまだない、従事中の人です。",
      "state=active&trained_on.empty=true", "from" },
    { "cards", "身分証明書の未返却", "離任したのに、身分証明書を返していない人です。",
      "state=left&card_issued_on.empty=false&card_returned_on.empty=true", "until" },
    { "left", "離任", "離任した人を新しい順に並べます。", "state=left", "-until" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

const char *
assignment_role_title(const char *code)
{
    return choice_label(assignment_roles, code);
}

const char *
assignment_employment_title(const char *code)
{
    return choice_label(employments, code);
}

const char *
assignment_involvement_title(const char *code)
{
    return choice_label(involvements, code);
}

static bool
put_title(struct act *a, struct assignment *it)
{
    bool other = it->role.code && strcmp(it->role.code, "other") == 0 && it->duty && *it->duty;
    const char *name;

    if (!ref_title(a, &person_ledger, it->person, &name))
        return false;
    it->title = arena_print(a->arena, "%s（%s）", name,
                            other ? it->duty : assignment_role_title(it->role.code));
    return true;
}

struct latest {
    struct date pledged_on;
    struct date trained_on;
};

static const struct query latest_query = {
    .name = "assignment.latest",
    .sql = "SELECT (SELECT max(p.signed_on) FROM pledge p WHERE p.contract = :contract"
           " AND p.person = :person AND p.state = 'stored' AND p.removed_at IS NULL"
           " AND (p.until IS NULL OR p.until >= :today)) AS pledged_on,"
           " (SELECT max(n.attended_on) FROM attendance n WHERE n.contract = :contract"
           " AND n.person = :person AND n.result = 'attended' AND n.removed_at IS NULL)"
           " AS trained_on",
    .row_size = sizeof(struct latest),
    .columns = COLUMNS(COLUMN(struct latest, pledged_on), COLUMN(struct latest, trained_on)),
};

static bool
put_latest(struct act *a, struct assignment *it)
{
    struct latest row = { 0 };
    bool found;

    if (!query_first(a, &latest_query, &row, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(person, it->person.id),
                           BIND(today, instant_date(a->now)))))
        return false;
    it->pledged_on = row.pledged_on;
    it->trained_on = row.trained_on;
    return true;
}

struct same {
    int64_t id;
};

/* The end is compared in C: an open one is NULL. */
static const struct query same_query = {
    .name = "assignment.same",
    .sql = "SELECT id FROM assignment WHERE contract = :contract AND person = :person"
           " AND role = :role AND id <> :id AND state IN ('proposed', 'active')"
           " AND removed_at IS NULL AND (until IS NULL OR until >= :from) LIMIT 1",
    .row_size = sizeof(struct same),
    .columns = COLUMNS(COLUMN(struct same, id)),
};

static bool
is_alone(struct act *a, const struct assignment *it)
{
    struct same row;
    bool found;

    if (!query_first(a, &same_query, &row, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(person, it->person.id),
                           BIND(role, it->role.code), BIND(id, it->base.id), BIND(from, it->from))))
        return false;
    return !found || fail(a, FAULT_CLASH, "role", "この人は、同じ役割で名簿に載っています。");
}

static bool
check_dates(struct act *a, const struct assignment *it)
{
    bool good = true;

    if (it->until.day && it->from.day && it->until.day < it->from.day)
        good = fail(a, FAULT_INVALID, "until", "終わりの日が始まりの日より前です。");
    if (it->card_returned_on.day && it->card_returned_on.day < it->card_issued_on.day)
        good = fail(a, FAULT_INVALID, "card_returned_on", "身分証明書の返却日が交付日より前です。");
    if (it->above.id && it->above.id == it->base.id)
        good = fail(a, FAULT_INVALID, "above", "自分自身からは指示を受けられません。");
    return good;
}

/* Sealed values are texts, so the day is made one that sorts and prints. */
static bool
check_birthday(struct act *a, struct assignment *it)
{
    char day[DATE_TEXT];
    struct date date;
    const char *why;

    if (!it->birthday || !*it->birthday || it->birthday == field_sealed)
        return true;
    if (!wareki_parse(a->arena, it->birthday, &date, &why))
        return fail(a, FAULT_INVALID, "birthday", "生年月日が読めません。%s", why);
    date_print(date, day);
    it->birthday = arena_copy(a->arena, day);
    return true;
}

static bool
check_begun(struct act *a, const struct assignment *was, const struct assignment *it)
{
    if (was && !state_is(&was->base, "proposed") &&
        strcmp(was->role.code ? was->role.code : "", it->role.code ? it->role.code : "") != 0)
        return fail(a, FAULT_CLASH, "role",
                    "従事中の人の役割は変えられません。新しい役割を届け出ます。");
    if (!state_reached(was ? &was->base : NULL, &it->base, "active"))
        return true;
    return proposal_approved(a, &subcontract_ledger, (struct ref){ 0 }, it->subcontract,
                             "subcontract") &&
           is_alone(a, it);
}

/* Whether anything has changed that staffing rules look at: a rule that came later must not
   keep a pledge from being noted. */
static bool
moves(const struct assignment *was, const struct assignment *it)
{
    return strcmp(was->base.state, it->base.state) != 0 || was->from.day != it->from.day ||
           was->until.day != it->until.day || strcmp(was->role.code, it->role.code) != 0 ||
           strcmp(was->involvement.code ? was->involvement.code : "",
                  it->involvement.code ? it->involvement.code : "") != 0;
}

static bool
check_assignment(struct act *a, const struct record *before, struct record *record)
{
    struct assignment *it = (struct assignment *)record;
    bool good = check_dates(a, it);

    good = check_birthday(a, it) && good;
    if (!it->person.id || !it->role.code)
        return false;
    good = check_begun(a, (const struct assignment *)before, it) && good;
    if (!before || moves((const struct assignment *)before, it))
        good = staffing_rules_allow(a, it) && good;
    return put_title(a, it) && put_latest(a, it) && good;
}

struct change {
    const struct assignment *was;
    const struct assignment *is;
};

static bool
follow_tenure(struct act *a, void *with)
{
    const struct change *c = with;

    return tenure_follow(a, c->is->base.contract, c->is->person.id,
                         c->was ? c->was->until : (struct date){ 0 });
}

static bool
assignment_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct change c = { (const struct assignment *)before, (const struct assignment *)record };
    bool same =
        before && strcmp(before->state, record->state) == 0 && c.was->until.day == c.is->until.day;

    /* A role that was over before it came on the roster ends nothing. */
    if (same || state_is(record, "proposed") || state_is(record, "withdrawn") ||
        (!before && state_is(record, "left")))
        return true;
    return consequence_run(a, follow_tenure, &c);
}

struct ids {
    struct same *rows;
    size_t count;
};

static const struct query of_person = {
    .name = "assignment.of_person",
    .sql = "SELECT id FROM assignment WHERE contract = :contract AND person = :person"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct same),
    .columns = COLUMNS(COLUMN(struct same, id)),
};

bool
assignment_refresh(struct act *a, int64_t contract, int64_t person)
{
    struct ids list;

    if (!QUERY(a, &of_person, list, BIND(contract, contract), BIND(person, person)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct assignment *it = ledger_new(a, &assignment_ledger);

        if (!consequence_read(a, &assignment_ledger, list.rows[i].id, it) ||
            !ledger_change(a, &assignment_ledger, it))
            return false;
    }
    return true;
}

static const struct query gone_query = {
    .name = "assignment.gone",
    .sql = "SELECT id FROM assignment WHERE state = 'active' AND until < :today"
           " AND removed_at IS NULL ORDER BY id LIMIT 100",
    .row_size = sizeof(struct same),
    .columns = COLUMNS(COLUMN(struct same, id)),
};

bool
assignments_leave(struct act *a, size_t *count)
{
    struct ids list;

    if (!QUERY(a, &gone_query, list, BIND(today, instant_date(a->now))))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct assignment *it = ledger_new(a, &assignment_ledger);

        if (!consequence_read(a, &assignment_ledger, list.rows[i].id, it))
            return false;
        it->base.state = "left";
        if (!ledger_change(a, &assignment_ledger, it))
            return false;
    }
    *count = list.count;
    return true;
}

struct one_person {
    int64_t contract;
    int64_t person;
};
struct one_people {
    struct one_person *rows;
    size_t count;
};

static const struct query unpledged_query = {
    .name = "assignment.unpledged",
    .sql = "SELECT DISTINCT n.contract AS contract, n.person AS person FROM assignment n"
           " WHERE n.state = 'active' AND n.pledged_on IS NOT NULL AND n.removed_at IS NULL"
           " AND NOT EXISTS (SELECT 1 FROM pledge p WHERE p.contract = n.contract"
           " AND p.person = n.person AND p.state = 'stored' AND p.removed_at IS NULL"
           " AND (p.until IS NULL OR p.until >= :today)) LIMIT 100",
    .row_size = sizeof(struct one_person),
    .columns = COLUMNS(COLUMN(struct one_person, contract), COLUMN(struct one_person, person)),
};

bool
assignments_unpledge(struct act *a, size_t *count)
{
    struct one_people list;

    if (!QUERY(a, &unpledged_query, list, BIND(today, instant_date(a->now))))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!assignment_refresh(a, list.rows[i].contract, list.rows[i].person))
            return false;
    *count = list.count;
    return true;
}

static bool
note_unpledged(struct act *a, void *with)
{
    return assignments_unpledge(a, with);
}

static bool
note_gone(struct act *a, void *with)
{
    return assignments_leave(a, with);
}

static bool
run(struct act *a, struct job *job)
{
    size_t count = 1;

    while (count > 0)
        if (!job_write(a, job, note_gone, &count))
            return false;
    for (count = 1; count > 0;)
        if (!job_write(a, job, note_unpledged, &count))
            return false;
    return true;
}

const struct ledger assignment_ledger = {
    .name = "assignment",
    .title = "従事者名簿",
    .help = "業務に従事する人と役割の名簿です。発注者の承認で従事中になり、離任すると権限もなくなり"
            "ます。",
    .path = "/contract/assignments",
    .icon = "user",
    .row_size = sizeof(struct assignment),
    .fields = assignment_fields,
    .titled_by = "title",
    .listed = "title employer state from until personal_data pledged_on trained_on",
    .states = &assignment_states,
    .access = assignment_access,
    .views = assignment_views,
    .talked = true,
    .keep_years = 5,
    .check = check_assignment,
    .after = assignment_changed,
};

const struct job_kind assignment_job = {
    .name = "assignment.leave",
    .title = "離任と誓約書の期限の記録",
    .run = run,
    .schedule = "daily 00:05",
    .alone = true,
};
