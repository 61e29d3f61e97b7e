#include "contract/approval_route.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_NEEDED = 50 };

static const struct choice_item step_kinds[] = {
    { "one", "1人", "だれか1人|いずれか" },
    { "all", "全員", "並列" },
    { "some", "決めた人数", "n人" },
    { 0 },
};

static const struct field route_fields[] = {
    FIELD(struct approval_route, title, "名前", .also = "経路|経路名|承認経路", .required = true,
          .searched = true, .code = true, .most = 100),
    FIELD(struct approval_route, applies_to, "対象の台帳", .also = "台帳",
          .help = "台帳の名前を書きます。いくつもあるときは「、」で区切ります。", .required = true,
          .most = 400),
    FIELD(struct approval_route, only_kind, "対象の種別",
          .help = "種別のある台帳で、この種別だけに使うときに書きます。", .also = "種別",
          .most = 60),
    FIELD(struct approval_route, own, "申請者本人の承認を認める"),
    FIELD(struct approval_route, then, "承認後の操作",
          .help = "すべて承認されたとき、対象の記録に対して行う操作の名前です。", .most = 40),
    FIELD(struct approval_route, otherwise, "差戻し後の操作",
          .help = "差し戻されたとき、対象の記録に対して行う操作の名前です。", .most = 40),
    FIELD(struct approval_route, note, "説明", .searched = true, .most = 4000),
    { 0 },
};

static const struct field step_fields[] = {
    FIELD(struct route_step, route, "承認経路", .also = "経路", .to = &approval_route_ledger,
          .required = true, .settled = true),
    FIELD(struct route_step, position, "順番", .required = true, .least = 1, .most = 99),
    FIELD(struct route_step, label, "役割", .help = "決裁欄に出る名前です。例：業務責任者",
          .required = true, .most = 40),
    FIELD(struct route_step, people, "承認する人", .to = &person_ledger),
    FIELD(struct route_step, role, "承認する人の役割",
          .help = "人を決めないとき、契約の中でこの役割を持つ人みなが承認できます。",
          .choices = role_choices),
    FIELD(struct route_step, section, "役割の組織", .to = &organisation_ledger),
    FIELD(struct route_step, same_section, "対象の記録の課に限る",
          .help = "役割を持つ人のうち、対象の記録の課に属する人だけが承認できます。例：所属長"),
    FIELD(struct route_step, kind, "承認の数", .choices = step_kinds),
    FIELD(struct route_step, needed, "人数", .help = "「決めた人数」のときに書きます。", .least = 1,
          .most = MOST_NEEDED),
    FIELD(struct route_step, deputies, "代決する人",
          .help = "承認する人がいないとき、代わりに決裁できる人です。", .to = &person_ledger),
    FIELD(struct route_step, hands_over, "代決を頼める"),
    { 0 },
};

static const struct state route_state_rows[] = {
    { "active", "使用中", NULL, MARK_WORK },
    { "ended", "終了", "廃止", MARK_DONE, .ended = true },
    { 0 },
};

enum { KEEPERS = 1 << ROLE_LEAD | 1 << ROLE_OFFICER };

static const struct transition route_transitions[] = {
    { "end", "使うのをやめる", "active", "ended", NULL, KEEPERS },
    { "restore", "また使う", "ended", "active", NULL, KEEPERS },
    { 0 },
};

static const struct states route_states = { route_state_rows, route_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_IMPORT,
};

/* Who asks or decides has to know the way; it names people by their work only. */
static const struct access route_access[] = {
    { ROLE_LEAD, KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_MEMBER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view route_views[] = {
    { "active", "使用中", "いま使っている経路です。", "state=active", "id" },
    { "all", "すべて", "終わった経路も並べます。", "", "id" },
    { 0 },
};

static const struct view step_views[] = {
    { "all", "すべて", "すべての段です。", "", "position" },
    { 0 },
};

/* --- the ledgers a route is for ------------------------------------------------------- */

static const struct ledger *
ledger_called(const char *name)
{
    const struct ledger *const *all;
    size_t count;

    all = ledgers_all(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i]->name, name) == 0 || strcmp(all[i]->title, name) == 0)
            return all[i];
    return NULL;
}

static bool
has_transition(const struct ledger *l, const char *action)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;

    while (t && t->action && strcmp(t->action, action) != 0)
        t++;
    return t && t->action;
}

static bool
check_action(struct act *a, const struct ledger *l, const char *field, const char *label,
             const char *action)
{
    if (!action || !*action || has_transition(l, action))
        return true;
    return fail(a, FAULT_INVALID, field, "%s「%s」は%sにありません。", label, action, l->title);
}

/* The next title or name of a list that is not empty, NULL at its end. */
static const char *
next_called(struct arena *arena, const char **at)
{
    const char *one = "";

    while (**at && !*one) {
        size_t length = strcspn(*at, " ,\t");
        const char *comma = strstr(*at, "、");

        if (comma && (size_t)(comma - *at) < length)
            length = (size_t)(comma - *at);
        one = text_clean(arena, arena_slice(arena, *at, length));
        *at += length;
        *at += strncmp(*at, "、", 3) == 0 ? 3 : **at ? 1 : 0;
    }
    return *one ? one : NULL;
}

static bool
applies(struct arena *arena, const char *list, const struct ledger *l)
{
    const char *at = list ? list : "";

    for (const char *one; (one = next_called(arena, &at));)
        if (ledger_called(one) == l)
            return true;
    return false;
}

/* Names, which programs write, become titles: people read the list. */
static bool
check_applies(struct act *a, struct approval_route *it)
{
    struct buffer titles = { .arena = a->arena };
    const char *at = it->applies_to ? it->applies_to : "";
    bool good = true;

    for (const char *one; (one = next_called(a->arena, &at));) {
        const struct ledger *l = ledger_called(one);

        if (!l || l->installation) {
            good = fail(a, FAULT_INVALID, "applies_to",
                        "「%s」という台帳はありません。契約の台帳の名前を書きます。", one);
            continue;
        }
        if (!applies(a->arena, buffer_string(&titles), l))
            buffer_print(&titles, "%s%s", titles.length ? "、" : "", l->title);
        good = check_action(a, l, "then", "承認後の操作", it->then) && good;
        good = check_action(a, l, "otherwise", "差戻し後の操作", it->otherwise) && good;
    }
    it->applies_to = buffer_string(&titles);
    return good;
}

static bool
check_route(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return check_applies(a, (struct approval_route *)record);
}

static bool
prepare_step(struct act *a, const struct record *before, struct record *record)
{
    struct route_step *it = (struct route_step *)record;

    (void)a;
    if (!before && (!it->kind.code || !*it->kind.code))
        it->kind.code = "one";
    return true;
}

static bool
check_step(struct act *a, const struct record *before, struct record *record)
{
    struct route_step *it = (struct route_step *)record;
    bool some = it->kind.code && strcmp(it->kind.code, "some") == 0;
    bool has_role = it->role.code && *it->role.code;
    bool good = true;

    (void)before;
    if (!it->people.count && !has_role)
        good = fail(a, FAULT_INVALID, "people", "承認する人か、その役割のどちらかを書きます。");
    if (it->people.count && has_role)
        good = fail(a, FAULT_INVALID, "role", "承認する人を決めたときは、役割は書きません。");
    if (it->same_section && (!has_role || it->section.id))
        good = fail(a, FAULT_INVALID, "same_section",
                    "対象の記録の課に限るときは、役割を選び、役割の組織は空けます。");
    if (some && it->needed < 1)
        good = fail(a, FAULT_INVALID, "needed", "人数は必須です。「決めた人数」のときに書きます。");
    if (some && it->people.count && it->needed > (int64_t)it->people.count)
        good = fail(a, FAULT_INVALID, "needed", "人数は承認する人の数（%zu）までです。",
                    it->people.count);
    return good;
}

/* --- reading -------------------------------------------------------------------------- */

struct found {
    int64_t id;
    const char *applies_to;
    const char *only_kind;
};
struct found_list {
    struct found *rows;
    size_t count;
};

static const struct query routes_query = {
    .name = "approval.routes",
    .sql = "SELECT id, applies_to, only_kind FROM route WHERE contract = :contract"
           " AND state = 'active' AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id), COLUMN(struct found, applies_to),
                       COLUMN(struct found, only_kind)),
};

static const struct query steps_query = {
    .name = "approval.route_steps",
    .sql = "SELECT id FROM route_step WHERE route = :route AND removed_at IS NULL"
           " ORDER BY position, id",
    FOUND_IDS,
};

static bool
is_of_kind(struct act *a, const struct ledger *l, const struct record *record, const char *kind)
{
    const struct field *f = shape_field(shape_of(l), "kind");
    const void *at;

    if (!*kind)
        return true;
    if (!f)
        return false;
    at = record_at(a, l, f, record);
    return strcmp(field_text(a, f, at, STYLE_PLAIN), kind) == 0 ||
           strcmp(field_text(a, f, at, STYLE_SHOWN), kind) == 0;
}

bool
approval_routes_for(struct act *a, const struct ledger *l, const struct record *record,
                    struct approval_routes *out)
{
    struct found_list list;

    *out = (struct approval_routes){ 0 };
    if (!record->contract)
        return true;
    if (!QUERY(a, &routes_query, list, BIND(contract, record->contract)))
        return false;
    out->rows = NEW_ARRAY(a->arena, list.count + 1, struct approval_route *);
    for (size_t i = 0; i < list.count; i++) {
        struct approval_route *it;
        bool found;

        if (!applies(a->arena, list.rows[i].applies_to, l) ||
            !is_of_kind(a, l, record, list.rows[i].only_kind))
            continue;
        it = ledger_new(a, &approval_route_ledger);
        if (!shape_read(a, shape_of(&approval_route_ledger), list.rows[i].id, false, it, &found))
            return false;
        if (found)
            out->rows[out->count++] = it;
    }
    return true;
}

bool
approval_route_leads_on(const struct ledger *l, const struct record *record,
                        const struct approval_route *route)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;

    if (!route->then || !*route->then)
        return true;
    while (t && t->action && strcmp(t->action, route->then) != 0)
        t++;
    return !t || !t->action || names_have(t->from, record->state);
}

bool
route_steps_read(struct act *a, int64_t route, struct route_steps *out)
{
    struct route_step *rows;

    if (!shape_rows(a, shape_of(&route_step_ledger), &steps_query, BOUND(BIND(route, route)), &rows,
                    &out->count))
        return false;
    out->rows = NEW_ARRAY(a->arena, out->count + 1, struct route_step *);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i] = &rows[i];
    return true;
}

const struct ledger approval_route_ledger = {
    .name = "route",
    .title = "承認経路",
    .help = "どの台帳の記録を、だれがどの順に承認するかを決めます。直しても、進んでいる決裁は"
            "申請したときの経路のままです。",
    .path = "/contract/routes",
    .icon = "route",
    .row_size = sizeof(struct approval_route),
    .fields = route_fields,
    .titled_by = "title",
    .listed = "title applies_to only_kind state",
    .states = &route_states,
    .access = route_access,
    .views = route_views,
    .keep_years = 5,
    .check = check_route,
};

const struct ledger route_step_ledger = {
    .name = "route_step",
    .title = "承認経路の段",
    .help = "承認経路の一つの段です。だれが、何人で承認するかを決めます。",
    .path = "/contract/route-steps",
    .icon = "route",
    .row_size = sizeof(struct route_step),
    .fields = step_fields,
    .titled_by = "label",
    .listed = "route position label people role kind needed",
    .access = route_access,
    .views = step_views,
    .keep_years = 5,
    .prepare = prepare_step,
    .check = check_step,
};
