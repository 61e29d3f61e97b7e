#include "contract/organisation_chart.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/assignment.h"
#include "contract/contact.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_ROWS = 1000 };

static const char *const titles[ORGANISATION_KINDS] = {
    [CHART_ORGANISATION] = "体制図",
    [CHART_INFORMATION] = "情報管理体制図",
    [CHART_CONTACT_NORMAL] = "連絡体制図（平常時）",
    [CHART_CONTACT_EMERGENCY] = "連絡体制図（緊急時）",
};

const char *
organisation_kind_title(enum organisation_kind kind)
{
    return titles[kind];
}

struct parties {
    const char *title;
    int64_t client_id;
    const char *client;
    int64_t contractor_id;
    const char *contractor;
};

static const struct query parties_query = {
    .name = "chart.parties",
    .sql = "SELECT c.title AS title, coalesce(c.client, 0) AS client_id,"
           " coalesce(k.title, '') AS client, coalesce(c.contractor, 0) AS contractor_id,"
           " coalesce(r.title, '') AS contractor FROM contract c"
           " LEFT JOIN organisation k ON k.id = c.client"
           " LEFT JOIN organisation r ON r.id = c.contractor WHERE c.id = :id",
    .row_size = sizeof(struct parties),
    .columns = COLUMNS(COLUMN(struct parties, title), COLUMN(struct parties, client_id),
                       COLUMN(struct parties, client), COLUMN(struct parties, contractor_id),
                       COLUMN(struct parties, contractor)),
};

/* All rows of a ledger in the contract that the user may read. */
static bool
read_rows(struct act *a, const struct ledger *l, int64_t contract, const char *sort, bool personal,
          struct list *out)
{
    struct pair items[] = { { "contract", arena_print(a->arena, "%lld", (long long)contract) },
                            { "sort", sort } };
    struct list_request request;

    if (!list_parse(a, l, &(struct pairs){ items, 2 }, &request))
        return false;
    request.limit = MOST_ROWS;
    request.patient = true;
    request.personal = personal;
    return list_read(a, &request, out);
}

/* --- the roster --------------------------------------------------------------------------- */

struct held {
    int64_t person;
    const char *title;
};
struct helds {
    struct held *rows;
    size_t count;
};

static const struct query held_query = {
    .name = "chart.qualifications",
    .sql = "SELECT person, title FROM qualification WHERE contract = :contract"
           " AND removed_at IS NULL AND (expires_on IS NULL OR expires_on >= :day)"
           " ORDER BY person, id",
    .row_size = sizeof(struct held),
    .columns = COLUMNS(COLUMN(struct held, person), COLUMN(struct held, title)),
};

static const char *
qualifications_of(struct act *a, const struct helds *list, int64_t person)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].person == person)
            buffer_print(&out, "%s%s", out.length ? "、" : "", list->rows[i].title);
    return out.length ? buffer_string(&out) : "";
}

static bool
is_manager(const char *role)
{
    static const char *const managers[] = { "service_manager", "information_manager",
                                            "information_handler_manager", "audit_director" };

    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++)
        if (role && strcmp(role, managers[i]) == 0)
            return true;
    return false;
}

static bool
belongs_in(const struct assignment *it, enum organisation_kind kind, struct date day)
{
    bool there = strcmp(it->base.state, "active") == 0 || strcmp(it->base.state, "left") == 0;

    return there && it->from.day <= day.day && (!it->until.day || it->until.day >= day.day) &&
           (kind != CHART_INFORMATION || it->personal_data || is_manager(it->role.code));
}

/* --- putting together --------------------------------------------------------------------- */

static struct chart_node *
node_find(struct organisation_chart *c, int64_t id)
{
    for (size_t i = 0; id && i < c->node_count; i++)
        if (c->nodes[i].id == id)
            return &c->nodes[i];
    return NULL;
}

/* Each under the one above it; what hangs on nothing, or on itself, is a root. */
static void
put_in_order(struct act *a, struct organisation_chart *c)
{
    struct chart_node *out = NEW_ARRAY(a->arena, c->node_count + 1, struct chart_node);
    bool *done = NEW_ARRAY(a->arena, c->node_count + 1, bool);
    int64_t *path = NEW_ARRAY(a->arena, c->node_count + 1, int64_t);
    size_t count = 0, depth = 0;

    while (count < c->node_count) {
        size_t next = c->node_count;

        for (size_t i = 0; i < c->node_count && next == c->node_count; i++)
            if (!done[i] && c->nodes[i].above == (depth ? path[depth - 1] : 0))
                next = i;
        if (next == c->node_count && depth > 0) {
            depth--;
            continue;
        }
        /* A ring has no root: it is opened at its first member. */
        for (size_t i = 0; i < c->node_count && next == c->node_count; i++)
            if (!done[i]) {
                c->nodes[i].above = 0;
                next = i;
            }
        done[next] = true;
        out[count] = c->nodes[next];
        out[count++].depth = (int)depth;
        path[depth++] = c->nodes[next].id;
    }
    c->nodes = out;
}

static void
add_edges(struct act *a, struct organisation_chart *c)
{
    c->edges = NEW_ARRAY(a->arena, c->node_count + 1, struct chart_edge);
    for (size_t i = 0; i < c->node_count; i++) {
        int64_t place = 1;

        if (!c->nodes[i].above)
            continue;
        for (size_t k = 0; k < i; k++)
            place += c->nodes[k].above == c->nodes[i].above;
        c->edges[c->edge_count++] =
            (struct chart_edge){ c->nodes[i].above, c->nodes[i].id,
                                 arena_print(a->arena, "%lld", (long long)place) };
    }
}

static void
add_party(struct organisation_chart *c, int64_t id, const char *name, const char *role,
          int64_t above)
{
    if (id)
        c->nodes[c->node_count++] = (struct chart_node){ .id = id,
                                                         .above = above,
                                                         .role = role,
                                                         .name = name,
                                                         .belongs = "",
                                                         .detail = "",
                                                         .organisation = true };
}

static bool
read_roster(struct act *a, int64_t contract, enum organisation_kind kind,
            const struct parties *parties, struct organisation_chart *c)
{
    struct helds held;
    struct list list;

    if (!read_rows(a, &assignment_ledger, contract, "id", false, &list) ||
        !QUERY(a, &held_query, held, BIND(contract, contract), BIND(day, c->day)))
        return false;
    c->nodes = NEW_ARRAY(a->arena, list.count + 3, struct chart_node);
    add_party(c, parties->client_id, parties->client, "発注者", 0);
    add_party(c, parties->contractor_id, parties->contractor, "受託者", parties->client_id);
    for (size_t i = 0; i < list.count; i++) {
        const struct assignment *it = (const struct assignment *)list.rows + i;
        const char *employer = it->employer.title ? it->employer.title : it->employer_name;

        if (!belongs_in(it, kind, c->day))
            continue;
        c->nodes[c->node_count++] = (struct chart_node){
            .id = it->base.id,
            .above = it->above.id,
            .role = it->role.code && strcmp(it->role.code, "other") == 0 && it->duty && *it->duty
                        ? it->duty
                        : assignment_role_title(it->role.code),
            .name = it->person.title ? it->person.title : "",
            .belongs = employer ? employer : "",
            .detail = qualifications_of(a, &held, it->person.id),
            .external = it->subcontract.id != 0,
        };
    }
    for (size_t i = 0; i < c->node_count; i++)
        if (!c->nodes[i].organisation && !node_find(c, c->nodes[i].above))
            c->nodes[i].above =
                parties->contractor_id ? parties->contractor_id : parties->client_id;
    return true;
}

static const char *
phones(struct act *a, const struct contact *it)
{
    struct buffer out = { .arena = a->arena };
    const char *const all[] = { it->phone.text, it->other_phone.text, it->mail.text };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i] && *all[i])
            buffer_print(&out, "%s%s", out.length ? "　" : "", all[i]);
    return out.length ? buffer_string(&out) : "";
}

static bool
read_network(struct act *a, int64_t contract, enum organisation_kind kind,
             struct organisation_chart *c)
{
    const char *not = kind == CHART_CONTACT_NORMAL ? "emergency" : "normal";
    bool personal = access_may(a, &contact_ledger, DEED_READ | DEED_PERSONAL, NULL);
    struct list list;

    if (!read_rows(a, &contact_ledger, contract, "place", personal, &list))
        return false;
    c->nodes = NEW_ARRAY(a->arena, list.count + 1, struct chart_node);
    for (size_t i = 0; i < list.count; i++) {
        const struct contact *it = (const struct contact *)list.rows + i;
        const char *side = it->side.code ? it->side.code : "";
        const char *name = it->person.title ? it->person.title : it->person_name;

        if (it->kind.code && strcmp(it->kind.code, not ) == 0)
            continue;
        c->nodes[c->node_count++] = (struct chart_node){
            .id = it->base.id,
            .above = it->told_by.id,
            .role = it->title,
            .name = name ? name : "",
            .belongs = it->party.title ? it->party.title : "",
            .detail = personal ? phones(a, it) : "",
            .external = strcmp(side, "client") != 0 && strcmp(side, "contractor") != 0,
        };
    }
    for (size_t i = 0; i < c->node_count; i++)
        if (!node_find(c, c->nodes[i].above))
            c->nodes[i].above = 0;
    return true;
}

bool
organisation_chart_read(struct act *a, int64_t contract, enum organisation_kind kind,
                        struct date day, struct organisation_chart *out)
{
    struct contract *head = ledger_new(a, &contract_ledger);
    struct parties parties = { .title = "", .client = "", .contractor = "" };
    bool found;

    if (!ledger_read(a, &contract_ledger, contract, false, head) ||
        !query_first(a, &parties_query, &parties, &found, BOUND(BIND(id, contract))))
        return false;
    *out = (struct organisation_chart){
        .title = arena_print(a->arena, "%s　%s", titles[kind], parties.title), .day = day
    };
    if (kind == CHART_ORGANISATION || kind == CHART_INFORMATION) {
        if (!read_roster(a, contract, kind, &parties, out))
            return false;
    } else if (!read_network(a, contract, kind, out)) {
        return false;
    }
    put_in_order(a, out);
    add_edges(a, out);
    return true;
}
