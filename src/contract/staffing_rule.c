#include "contract/staffing_rule.h"

#include <string.h>

#include "base/arena.h"
#include "contract/assignment.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "ledger/type.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_PEOPLE = 1000, MOST_YEARS = 50 };

static const struct choice_item kinds[] = {
    [STAFFING_PRESENT] = { "present", "人数", "配置|人数の条件" },
    [STAFFING_QUALIFIED] = { "qualified", "資格のある人", "資格" },
    [STAFFING_EXPERIENCED] = { "experienced", "経験のある人", "経験|実績" },
    [STAFFING_INDEPENDENT] = { "independent", "監査対象から独立", "独立性" },
    [STAFFING_INCOMPATIBLE] = { "incompatible", "兼務の禁止", "兼務不可" },
    [STAFFING_TEAM] = { "team", "作業者と有資格の監督者", "診断の体制" },
    [STAFFING_REGULAR] = { "regular", "正社員であること", "正規雇用" },
    [STAFFING_PLEDGED] = { "pledged", "全員の誓約書", "誓約書" },
    [STAFFING_TRAINED] = { "trained", "全員の研修", "研修" },
    { 0 },
};

static const struct field staffing_rule_fields[] = {
    FIELD(struct staffing_rule, title, "条件", .help = "例：監査人の1名以上が有資格者",
          .required = true, .searched = true, .most = 200),
    FIELD(struct staffing_rule, kind, "種類", .required = true, .choices = kinds),
    FIELD(struct staffing_rule, roles, "対象の役割",
          .help = "例：監査人　主任担当者。空けると、従事中の全員です。", .most = 200),
    FIELD(struct staffing_rule, others, "相手の役割",
          .help = "兼務の禁止では兼ねられない役割、作業者と監督者の条件では監督する役割です。",
          .most = 200),
    FIELD(struct staffing_rule, qualifications, "資格",
          .help = "どれか1つを持っていればよい資格を、1行に1つ書きます。", .most = 2000),
    FIELD(struct staffing_rule, area, "経験の分野", .help = "例：自治体の情報セキュリティ監査",
          .most = 100),
    FIELD(struct staffing_rule, years, "年数",
          .help =
              "経験では過去何年以内か、研修では何年ごとかです。空けると経験は5年、研修は1年です。",
          .least = 1, .most = MOST_YEARS),
    FIELD(struct staffing_rule, least, "必要な人数", .help = "空けると1人、診断の作業者は2人です。",
          .least = 1, .most = MOST_PEOPLE),
    FIELD(struct staffing_rule, source, "仕様書の箇所", .also = "根拠|条項", .searched = true,
          .most = 100),
    FIELD(struct staffing_rule, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view staffing_rule_views[] = {
    { "all", "すべて", "登録した順に並べます。", "", "id" },
    { 0 },
};

enum staffing_kind
staffing_kind_of(const char *code)
{
    size_t kind = 0;

    while (kind < STAFFING_KINDS && (!code || strcmp(kinds[kind].code, code) != 0))
        kind++;
    return (enum staffing_kind)kind;
}

const char *
staffing_kind_title(enum staffing_kind kind)
{
    return kinds[kind].label;
}

/* The next word of a text with spaces, 、 , / or lines between; NULL at the end. */
static const char *
next_word(struct act *a, const char **at)
{
    static const char *const between[] = { " ", "\n", "　", "、", "，", ",", "/", "・" };
    const char *from;
    bool skipped = true;

    while (skipped) {
        skipped = false;
        for (size_t i = 0; i < sizeof between / sizeof *between; i++)
            if (strncmp(*at, between[i], strlen(between[i])) == 0) {
                *at += strlen(between[i]);
                skipped = true;
            }
    }
    for (from = *at; **at; ++*at)
        for (size_t i = 0; i < sizeof between / sizeof *between; i++)
            if (strncmp(*at, between[i], strlen(between[i])) == 0)
                return arena_slice(a->arena, from, (size_t)(*at - from));
    return *from ? arena_slice(a->arena, from, (size_t)(*at - from)) : NULL;
}

bool
staffing_names_role(struct act *a, const char *roles, const char *code, bool empty)
{
    const char *at = roles ? roles : "", *word;
    bool any = false;

    while ((word = next_word(a, &at)) != NULL) {
        const struct choice_item *item = type_choose(a, assignment_roles, word);

        any = true;
        if (item && code && strcmp(item->code, code) == 0)
            return true;
    }
    return !any && empty;
}

static bool
check_roles(struct act *a, const char *field, const char *roles)
{
    const char *at = roles ? roles : "", *word;
    bool good = true;

    while ((word = next_word(a, &at)) != NULL)
        if (!type_choose(a, assignment_roles, word))
            good = fail(a, FAULT_INVALID, field,
                        "「%s」という役割はありません。従事者名簿の役割の名前で書きます。", word);
    return good;
}

static bool
check_rule(struct act *a, const struct record *before, struct record *record)
{
    const struct staffing_rule *it = (const struct staffing_rule *)record;
    enum staffing_kind kind = staffing_kind_of(it->kind.code);
    bool good = check_roles(a, "roles", it->roles);

    (void)before;
    good = check_roles(a, "others", it->others) && good;
    if ((kind == STAFFING_QUALIFIED || kind == STAFFING_TEAM) &&
        !(it->qualifications.text && *it->qualifications.text))
        good = fail(a, FAULT_INVALID, "qualifications", "資格を1つ以上書きます。");
    if ((kind == STAFFING_INCOMPATIBLE || kind == STAFFING_TEAM) && !(it->others && *it->others))
        good = fail(a, FAULT_INVALID, "others", "相手の役割を書きます。");
    if ((kind == STAFFING_INCOMPATIBLE || kind == STAFFING_TEAM) && !(it->roles && *it->roles))
        good = fail(a, FAULT_INVALID, "roles", "対象の役割を書きます。");
    return good;
}

/* --- at the roster --------------------------------------------------------------------- */

struct rule {
    const char *title;
    const char *kind;
    const char *roles;
    const char *others;
};
struct rules {
    struct rule *rows;
    size_t count;
};

static const struct query rules_query = {
    .name = "staffing.refusing",
    .sql = "SELECT title, kind, roles, others FROM staffing_rule WHERE contract = :contract"
           " AND kind IN ('independent', 'incompatible') AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct rule),
    .columns = COLUMNS(COLUMN(struct rule, title), COLUMN(struct rule, kind),
                       COLUMN(struct rule, roles), COLUMN(struct rule, others)),
};

struct held {
    const char *role;
};
struct helds {
    struct held *rows;
    size_t count;
};

/* The person's other roles that meet this one in time. */
static const struct query held_query = {
    .name = "staffing.held",
    .sql = "SELECT role FROM assignment WHERE contract = :contract AND person = :person"
           " AND id <> :id AND state IN ('proposed', 'active') AND removed_at IS NULL"
           " AND (until IS NULL OR until >= :from) AND \"from\" <= :until ORDER BY id",
    .row_size = sizeof(struct held),
    .columns = COLUMNS(COLUMN(struct held, role)),
};

static bool
held_roles(struct act *a, const struct assignment *it, struct helds *out)
{
    struct date until = it->until;

    if (!until.day && !date_make(9999, 12, 31, &until))
        return false;
    return QUERY(a, &held_query, *out, BIND(contract, it->base.contract),
                 BIND(person, it->person.id), BIND(id, it->base.id), BIND(from, it->from),
                 BIND(until, until));
}

static bool
meets(struct act *a, const struct rule *rule, const char *one, const char *other)
{
    return staffing_names_role(a, rule->roles, one, false) &&
           staffing_names_role(a, rule->others, other, false);
}

static bool
allows(struct act *a, const struct rule *rule, const struct assignment *it,
       const struct helds *held)
{
    if (strcmp(rule->kind, "independent") == 0)
        return !it->involvement.code || strcmp(it->involvement.code, "none") == 0 ||
               !staffing_names_role(a, rule->roles, it->role.code, true) ||
               fail(a, FAULT_INVALID, "involvement",
                    "監査対象に関わる人は、%sになれません。条件「%s」によります。",
                    assignment_role_title(it->role.code), rule->title);
    for (size_t i = 0; i < held->count; i++)
        if (meets(a, rule, it->role.code, held->rows[i].role) ||
            meets(a, rule, held->rows[i].role, it->role.code))
            return fail(a, FAULT_INVALID, "role", "%sと%sは兼ねられません。条件「%s」によります。",
                        assignment_role_title(held->rows[i].role),
                        assignment_role_title(it->role.code), rule->title);
    return true;
}

bool
staffing_rules_allow(struct act *a, const struct assignment *it)
{
    struct rules list;
    struct helds held = { 0 };
    bool good = true;

    if (!state_is(&it->base, "proposed") && !state_is(&it->base, "active"))
        return true;
    if (!QUERY(a, &rules_query, list, BIND(contract, it->base.contract)))
        return false;
    if (!list.count)
        return true;
    if (!held_roles(a, it, &held))
        return false;
    for (size_t i = 0; i < list.count; i++)
        good = allows(a, &list.rows[i], it, &held) && good;
    return good;
}

const struct ledger staffing_rule_ledger = {
    .name = "staffing_rule",
    .title = "体制の条件",
    .help = "仕様書が体制に求める条件です。満たしているかは「体制の確認」で見られます。",
    .path = "/contract/staffing_rules",
    .icon = "check",
    .row_size = sizeof(struct staffing_rule),
    .fields = staffing_rule_fields,
    .titled_by = "title",
    .listed = "title kind roles qualifications least source",
    .access = crew_lead_access,
    .views = staffing_rule_views,
    .keep_years = 5,
    .check = check_rule,
};
