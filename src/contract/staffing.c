#include "contract/staffing.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "contract/assignment.h"
#include "contract/staffing_parts.h"
#include "store/act.h"
#include "store/query.h"

enum { EXPERIENCE_YEARS = 5, TRAINING_YEARS = 1, TEAM_OPERATORS = 2 };

/* --- what is at hand ------------------------------------------------------------------------ */

static const struct query members_query = {
    .name = "staffing.members",
    .sql = "SELECT id, person, title, role, coalesce(employment, '') AS employment,"
           " coalesce(involvement, '') AS involvement, pledged_on, trained_on FROM assignment"
           " WHERE contract = :contract AND state IN ('active', 'left') AND removed_at IS NULL"
           " AND \"from\" <= :day AND (until IS NULL OR until >= :day) ORDER BY id",
    .row_size = sizeof(struct member),
    .columns = COLUMNS(COLUMN(struct member, id), COLUMN(struct member, person),
                       COLUMN(struct member, title), COLUMN(struct member, role),
                       COLUMN(struct member, employment), COLUMN(struct member, involvement),
                       COLUMN(struct member, pledged_on), COLUMN(struct member, trained_on)),
};

static const struct query papers_query = {
    .name = "staffing.qualifications",
    .sql = "SELECT person, title FROM qualification WHERE contract = :contract"
           " AND removed_at IS NULL AND (expires_on IS NULL OR expires_on >= :day)"
           " AND (acquired_on IS NULL OR acquired_on <= :day) ORDER BY id",
    .row_size = sizeof(struct paper),
    .columns = COLUMNS(COLUMN(struct paper, person), COLUMN(struct paper, title)),
};

static const struct query deeds_query = {
    .name = "staffing.experiences",
    .sql = "SELECT person, area, until FROM experience WHERE contract = :contract"
           " AND removed_at IS NULL AND \"from\" <= :day ORDER BY id",
    .row_size = sizeof(struct past),
    .columns =
        COLUMNS(COLUMN(struct past, person), COLUMN(struct past, area), COLUMN(struct past, until)),
};

static const struct query rules_query = {
    .name = "staffing.rules",
    .sql = "SELECT id, title, kind, roles, others, qualifications, area, years, least, source"
           " FROM staffing_rule WHERE contract = :contract AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct condition),
    .columns = COLUMNS(COLUMN(struct condition, id), COLUMN(struct condition, title),
                       COLUMN(struct condition, kind), COLUMN(struct condition, roles),
                       COLUMN(struct condition, others), COLUMN(struct condition, qualifications),
                       COLUMN(struct condition, area), COLUMN(struct condition, years),
                       COLUMN(struct condition, least), COLUMN(struct condition, source)),
};

static bool
team_read(struct act *a, int64_t contract, struct date day, struct team *t)
{
    *t = (struct team){ .a = a, .day = day };
    return query_rows(a, &members_query, &t->members, &t->member_count, sizeof *t->members,
                      BOUND(BIND(contract, contract), BIND(day, day))) &&
           query_rows(a, &papers_query, &t->papers, &t->paper_count, sizeof *t->papers,
                      BOUND(BIND(contract, contract), BIND(day, day))) &&
           query_rows(a, &deeds_query, &t->pasts, &t->past_count, sizeof *t->pasts,
                      BOUND(BIND(contract, contract), BIND(day, day)));
}

static bool
team_rules(struct act *a, int64_t contract, struct team *t)
{
    return query_rows(a, &rules_query, &t->rules, &t->rule_count, sizeof *t->rules,
                      BOUND(BIND(contract, contract)));
}

/* --- questions about one member --------------------------------------------------------------- */

/* Lines of names, one of which the folded title contains. */
static bool
is_listed(struct act *a, const char *lines, const char *title)
{
    const char *folded = fold_text(a->arena, title);
    char *rest = arena_copy(a->arena, lines ? lines : "");

    while (rest && *rest) {
        const char *line = fold_text(a->arena, strsep(&rest, "\n"));

        if (*line && strstr(folded, line))
            return true;
    }
    return false;
}

static const char *
paper_of(const struct team *t, const struct member *m, const char *lines)
{
    for (size_t i = 0; i < t->paper_count; i++)
        if (t->papers[i].person == m->person && is_listed(t->a, lines, t->papers[i].title))
            return t->papers[i].title;
    return NULL;
}

static const char *
experience_of(const struct team *t, const struct member *m, const struct condition *rule)
{
    int years = rule->years > 0 ? (int)rule->years : EXPERIENCE_YEARS;
    struct date since = date_add_months(t->day, -12 * years);

    for (size_t i = 0; i < t->past_count; i++) {
        const struct past *it = &t->pasts[i];

        if (it->person == m->person && (!it->until.day || it->until.day >= since.day) &&
            (!rule->area || !*rule->area || is_listed(t->a, rule->area, it->area)))
            return it->area;
    }
    return NULL;
}

/* Why the member counts for the rule, or NULL; "" needs no words. */
static const char *
meets(const struct team *t, const struct condition *rule, const struct member *m)
{
    int years = rule->years > 0 ? (int)rule->years : TRAINING_YEARS;

    switch (staffing_kind_of(rule->kind)) {
    case STAFFING_PRESENT:
        return "";
    case STAFFING_QUALIFIED:
        return paper_of(t, m, rule->qualifications);
    case STAFFING_EXPERIENCED:
        return experience_of(t, m, rule);
    case STAFFING_INDEPENDENT:
        return strcmp(m->involvement, "none") == 0 ? "" : NULL;
    case STAFFING_REGULAR:
        return strcmp(m->employment, "regular") == 0 ? "" : NULL;
    case STAFFING_PLEDGED:
        return m->pledged_on.day ? "" : NULL;
    case STAFFING_TRAINED:
        return m->trained_on.day >= date_add_months(t->day, -12 * years).day ? "" : NULL;
    case STAFFING_INCOMPATIBLE:
    case STAFFING_TEAM:
        break;
    }
    return NULL;
}

static void
name(struct buffer *out, const struct member *m, const char *why)
{
    buffer_print(out, "%s%s", out->length ? "、" : "", m->title);
    if (why && *why)
        buffer_print(out, "：%s", why);
}

/* --- rules ---------------------------------------------------------------------------------- */

/* At least so many do. A person with two roles counts once. */
static void
judge_some(const struct team *t, const struct condition *rule, struct staffing_result *out)
{
    int64_t least = rule->least > 0 ? rule->least : 1, count = 0;
    struct buffer who = { .arena = t->a->arena };

    for (size_t i = 0; i < t->member_count; i++) {
        const struct member *m = &t->members[i];
        const char *why =
            staffing_names_role(t->a, rule->roles, m->role, true) ? meets(t, rule, m) : NULL;
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again |= t->members[k].person == m->person &&
                     staffing_names_role(t->a, rule->roles, t->members[k].role, true);
        if (!why || again)
            continue;
        count++;
        name(&who, m, why);
    }
    out->met = count >= least;
    out->who = buffer_string(&who);
    out->finding = arena_print(t->a->arena, "%lld人以上が必要です。いま%lld人です。",
                               (long long)least, (long long)count);
}

/* All do; who does not is named. */
static void
judge_all(const struct team *t, const struct condition *rule, struct staffing_result *out)
{
    struct buffer who = { .arena = t->a->arena };
    size_t asked = 0, missing = 0;

    for (size_t i = 0; i < t->member_count; i++) {
        const struct member *m = &t->members[i];
        bool undeclared = staffing_kind_of(rule->kind) == STAFFING_INDEPENDENT && !*m->involvement;

        if (!staffing_names_role(t->a, rule->roles, m->role, true))
            continue;
        asked++;
        if (meets(t, rule, m))
            continue;
        missing++;
        name(&who, m, undeclared ? "申告なし" : "");
    }
    out->met = missing == 0 && asked > 0;
    out->who = buffer_string(&who);
    if (!asked)
        out->finding = "対象の役割の人がいません。";
    else if (missing)
        out->finding =
            arena_print(t->a->arena, "%zu人のうち%zu人が満たしていません。", asked, missing);
    else
        out->finding = arena_print(t->a->arena, "%zu人の全員が満たしています。", asked);
}

static void
judge_incompatible(const struct team *t, const struct condition *rule, struct staffing_result *out)
{
    struct buffer who = { .arena = t->a->arena };

    for (size_t i = 0; i < t->member_count; i++)
        for (size_t k = 0; k < t->member_count; k++)
            if (i != k && t->members[i].person == t->members[k].person &&
                staffing_names_role(t->a, rule->roles, t->members[i].role, false) &&
                staffing_names_role(t->a, rule->others, t->members[k].role, false)) {
                name(&who, &t->members[i], NULL);
                name(&who, &t->members[k], NULL);
            }
    out->met = who.length == 0;
    out->who = buffer_string(&who);
    out->finding = out->met ? "兼ねている人はいません。" : "兼ねられない役割を持つ人がいます。";
}

/* Whether, besides the supervisor, enough operators are left: nobody is both at once. */
static bool
is_team(const struct team *t, const struct condition *rule, struct buffer *who)
{
    int64_t least = rule->least > 0 ? rule->least : TEAM_OPERATORS;

    for (size_t s = 0; s < t->member_count; s++) {
        const struct member *head = &t->members[s];
        const char *paper = staffing_names_role(t->a, rule->others, head->role, false)
                                ? paper_of(t, head, rule->qualifications)
                                : NULL;
        int64_t count = 0;

        buffer_clear(who);
        for (size_t i = 0; paper && i < t->member_count; i++) {
            const struct member *m = &t->members[i];

            if (m->person == head->person ||
                !staffing_names_role(t->a, rule->roles, m->role, false))
                continue;
            count++;
            name(who, m, NULL);
        }
        if (paper && count >= least) {
            name(who, head, paper);
            return true;
        }
    }
    buffer_clear(who);
    return false;
}

static void
judge_team(const struct team *t, const struct condition *rule, struct staffing_result *out)
{
    struct buffer who = { .arena = t->a->arena };
    int64_t least = rule->least > 0 ? rule->least : TEAM_OPERATORS;

    out->met = is_team(t, rule, &who);
    out->who = buffer_string(&who);
    out->finding = arena_print(t->a->arena, "作業者%lld人と、別に有資格の監督者1人が%s。",
                               (long long)least, out->met ? "います" : "そろいません");
}

static void
judge(const struct team *t, const struct condition *rule, struct staffing_result *out)
{
    enum staffing_kind kind = staffing_kind_of(rule->kind);

    *out =
        (struct staffing_result){ .rule = rule->id,
                                  .title = rule->title,
                                  .kind = (size_t)kind < STAFFING_KINDS ? staffing_kind_title(kind)
                                                                        : "",
                                  .source = rule->source };
    switch (kind) {
    case STAFFING_PRESENT:
    case STAFFING_QUALIFIED:
    case STAFFING_EXPERIENCED:
        judge_some(t, rule, out);
        break;
    case STAFFING_INDEPENDENT:
    case STAFFING_REGULAR:
    case STAFFING_PLEDGED:
    case STAFFING_TRAINED:
        judge_all(t, rule, out);
        break;
    case STAFFING_INCOMPATIBLE:
        judge_incompatible(t, rule, out);
        break;
    case STAFFING_TEAM:
        judge_team(t, rule, out);
        break;
    }
}

bool
staffing_check(struct act *a, int64_t contract, struct date day, struct staffing_results *out)
{
    const struct record head = { .id = 1, .contract = contract };
    struct team t;

    if (!access_require(a, &staffing_rule_ledger, DEED_READ, &head) ||
        !access_require(a, &assignment_ledger, DEED_READ, &head) ||
        !team_read(a, contract, day, &t) || !team_rules(a, contract, &t))
        return false;
    *out = (struct staffing_results){
        .rows = NEW_ARRAY(a->arena, t.rule_count + 1, struct staffing_result),
        .count = t.rule_count,
    };
    for (size_t i = 0; i < t.rule_count; i++) {
        judge(&t, &t.rules[i], &out->rows[i]);
        out->unmet += !out->rows[i].met;
    }
    return true;
}

/* --- a team for one diagnosis ------------------------------------------------------------------ */

static const struct condition usual_team = {
    .title = "診断の体制",
    .kind = "team",
    .roles = "diagnosis_operator diagnosis_supervisor",
    .others = "diagnosis_supervisor",
    .qualifications = "情報処理安全確保支援士\n公認情報セキュリティ監査人\nCISSP\nCISA",
    .least = TEAM_OPERATORS,
};

/* Leaves the chosen ones; who is not at work is a fault. */
static bool
keep_chosen(struct act *a, struct team *t, const int64_t *people, size_t count)
{
    size_t kept = 0;
    bool good = true;

    for (size_t p = 0; p < count; p++) {
        bool there = false;

        for (size_t i = 0; i < t->member_count; i++)
            there |= t->members[i].person == people[p];
        if (!there)
            good = fail(a, FAULT_INVALID, NULL, "選んだ人のなかに、従事中でない人がいます。");
    }
    for (size_t i = 0; i < t->member_count; i++) {
        bool chosen = false;

        for (size_t p = 0; p < count; p++)
            chosen |= t->members[i].person == people[p];
        if (chosen)
            t->members[kept++] = t->members[i];
    }
    t->member_count = kept;
    return good;
}

bool
staffing_team(struct act *a, int64_t contract, struct date day, const int64_t *people, size_t count)
{
    struct staffing_result result = { 0 };
    struct team t;
    bool good, ruled = false;

    if (!team_read(a, contract, day, &t) || !team_rules(a, contract, &t))
        return false;
    good = keep_chosen(a, &t, people, count);
    for (size_t i = 0; i < t.member_count; i++)
        if (*t.members[i].involvement && strcmp(t.members[i].involvement, "none") != 0)
            good = fail(a, FAULT_INVALID, NULL,
                        "%sは監査対象に関わっているので、診断に入れません。", t.members[i].title);
    for (size_t i = 0; i < t.rule_count; i++)
        if (staffing_kind_of(t.rules[i].kind) == STAFFING_TEAM) {
            ruled = true;
            judge(&t, &t.rules[i], &result);
            if (!result.met)
                good = fail(a, FAULT_INVALID, NULL, "%s：%s", result.title, result.finding);
        }
    if (ruled)
        return good;
    judge(&t, &usual_team, &result);
    return (result.met || fail(a, FAULT_INVALID, NULL, "%s", result.finding)) && good;
}
