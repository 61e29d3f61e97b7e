#include "contract/approval_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/wareki.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/record_act.h"
#include "web/route.h"
#include "web/session.h"

enum { SEAL_WIDTH = 6, MOST_SUBSTITUTES = 100 };

static int64_t
number_in(const struct pairs *pairs, const char *name)
{
    const char *text = pairs_get(pairs, name);

    return text && strspn(text, "0123456789") == strlen(text) && strlen(text) < 17
               ? strtoll(text, NULL, 10)
               : 0;
}

static const char *
time_text(struct act *a, const struct request *q, struct instant at)
{
    struct day day = date_take(instant_date(at));
    int minute = instant_minute(at);

    if (!at.us)
        return "";
    if (q->session->western)
        return arena_print(a->arena, "%d-%02d-%02d %d:%02d", day.year, day.month, day.day,
                           minute / 60, minute % 60);
    return arena_print(a->arena, "%d月%d日 %d:%02d", day.month, day.day, minute / 60, minute % 60);
}

/* --- stamps and words --------------------------------------------------------------------- */

/* A seal has room for three characters, and none for a sign that says there were more. */
static const char *
seal_text(struct act *a, const char *text)
{
    char *cut;

    if (text_width(text) <= SEAL_WIDTH)
        return text;
    cut = text_cut(a->arena, text, SEAL_WIDTH + 2);
    return arena_slice(a->arena, cut, strlen(cut) - strlen("…"));
}

static void
show_stamps(struct act *a, const struct request *q, const struct approval_stamp *stamps,
            size_t count, struct approval_page *page)
{
    page->stamps = NEW_ARRAY(a->arena, count + 1, struct shown_stamp);
    for (size_t i = 0; i < count; i++) {
        const struct approval_stamp *it = &stamps[i];
        const char *day =
            it->at.us ? wareki_print(a->arena, instant_date(it->at), WAREKI_SHORT) : "";

        page->stamps[page->stamp_count++] = (struct shown_stamp){
            .stamp = it,
            .section = seal_text(a, it->section),
            .name = seal_text(a, it->name),
            /* A seal has no letter of the era. */
            .day = strlen(day) > 1 ? day + 1 : "",
            .time = time_text(a, q, it->at),
            .said = arena_print(a->arena, "%s %s %s %s", it->section, it->name, day, it->act),
        };
    }
}

static void
show_words(struct act *a, const struct request *q, const struct approval_stamp *stamps,
           size_t count, struct approval_page *page)
{
    page->words = NEW_ARRAY(a->arena, count + 1, struct shown_word);
    for (size_t i = 0; i < count; i++) {
        const struct approval_stamp *it = &stamps[i];
        size_t at = page->word_count;

        if (!*it->act || (!*it->comment && !*it->instead && !it->is_void))
            continue;
        while (at > 0 && page->words[at - 1].at.us > it->at.us) {
            page->words[at] = page->words[at - 1];
            at--;
        }
        page->words[at] = (struct shown_word){
            .icon = strcmp(it->act, "差戻し") == 0 ? "turn"
                    : i                            ? "check"
                                                   : "form",
            .who = it->name,
            .words = arena_print(
                a->arena, "%s%s%s%s%s", it->act, *it->instead ? "（" : "",
                *it->instead ? arena_print(a->arena, "%sさんの代わり）", it->instead) : "",
                *it->comment ? "：" : "", it->comment),
            .time = time_text(a, q, it->at),
            .at = it->at,
        };
        page->word_count++;
    }
}

/* --- content ------------------------------------------------------------------------------ */

struct earlier {
    int64_t id;
};

static const struct query earlier_query = {
    .name = "approval.earlier",
    .sql = "SELECT id FROM approval WHERE contract = :contract AND matter >= :from"
           " AND matter < :matter AND removed_at IS NULL"
           " ORDER BY CASE WHEN state = 'approved' THEN 0 ELSE 1 END, matter DESC LIMIT 1",
    .row_size = sizeof(struct earlier),
    .columns = COLUMNS(COLUMN(struct earlier, id)),
};

/* What this one is compared with: the last approved one, failing that the one before. */
static bool
read_earlier(struct act *a, const struct approval *it, struct approval **out)
{
    struct earlier earlier;
    bool found = false;
    const char *from = arena_print(a->arena, "%s/%lld/", it->ledger, (long long)it->record);

    *out = NULL;
    if (it->round > 1 && !query_first(a, &earlier_query, &earlier, &found,
                                      BOUND(bind_int("contract", it->base.contract),
                                            BIND(from, from), bind_text("matter", it->matter))))
        return false;
    if (!found)
        return true;
    *out = ledger_new(a, &approval_ledger);
    return shape_read(a, shape_of(&approval_ledger), earlier.id, true, *out, &found);
}

/* Whoever the request concerns sees what it is about. */
static bool
sees_content(struct act *a, const struct approval *it, const struct approval_steps *steps,
             const struct ledger *l, const struct record *row)
{
    int64_t me = a->who->person;

    if (access_may(a, l, DEED_READ, row) || (me && me == it->base.owner))
        return true;
    for (size_t i = 0; me && i < steps->count; i++)
        if (steps->rows[i]->person.id == me || refs_have(&steps->rows[i]->deputies, me))
            return true;
    return false;
}

/* Takes out what this reader may not see, and records what is personal. */
static bool
hide(struct act *a, const struct ledger *l, const struct record *row,
     struct content_changes *changes)
{
    bool reads = access_may(a, l, DEED_READ, row), personal = access_may(a, l, DEED_PERSONAL, row);
    struct buffer shown = { .arena = a->arena };
    size_t left = 0;

    for (size_t i = 0; i < changes->count; i++) {
        struct content_change c = changes->rows[i];
        const struct field *f = *c.field ? shape_field(shape_of(l), c.field) : NULL;

        if (c.personal && !personal) {
            c.before = *c.before ? "（権限がありません）" : "";
            c.after = *c.after ? "（権限がありません）" : "";
        } else if (reads && f && !access_sees(a, l, f, row)) {
            continue;
        }
        if (c.personal && personal)
            buffer_print(&shown, "%s%s", shown.length ? " " : "", c.field);
        changes->rows[left++] = c;
    }
    changes->count = left;
    return !shown.length || history_reading(a, l, buffer_string(&shown), &row->id, 1);
}

static bool
fill_content(struct act *a, const struct approval *it, const struct ledger *l,
             const struct record *row, struct approval_page *page)
{
    struct frozen now = approval_frozen(it), then;
    struct approval *earlier;
    const char *version = arena_print(a->arena, "第%lld版", (long long)it->subject_version);

    if (!read_earlier(a, it, &earlier))
        return false;
    if (earlier)
        then = approval_frozen(earlier);
    page->has_before = earlier != NULL;
    if (!frozen_differences(a, earlier ? &then : NULL, &now, !earlier, &page->changes) ||
        !hide(a, l, row, &page->changes))
        return false;
    page->changes_title =
        !earlier ? "申請の内容"
        : strcmp(earlier->base.state, "approved") == 0
            ? "承認すると変わること"
            : arena_print(a->arena, "第%lld回の申請との違い", (long long)earlier->round);
    page->changes_note = arena_print(a->arena, "%zu項目　%s", page->changes.count, version);
    return !earlier || (frozen_differences(a, NULL, &now, true, &page->content) &&
                        hide(a, l, row, &page->content));
}

/* --- the decision -------------------------------------------------------------------------- */

static const struct approval_step *
my_turn(struct act *a, const struct approval_steps *steps)
{
    int64_t me = a->who->person;

    for (int as_deputy = 0; me && as_deputy < 2; as_deputy++)
        for (size_t i = 0; i < steps->count; i++) {
            const struct approval_step *it = steps->rows[i];

            if (step_is(it, "turn") &&
                (as_deputy ? refs_have(&it->deputies, me) : it->person.id == me))
                return it;
        }
    return NULL;
}

static const char *
consequence_of(struct act *a, const struct approval_steps *steps, const struct approval_step *mine)
{
    const struct approval_step *next = NULL;
    int64_t left = mine->needed - 1;

    for (size_t i = 0; i < steps->count; i++) {
        const struct approval_step *it = steps->rows[i];

        left -= it->position == mine->position && it->lap == mine->lap && step_is(it, "approved");
        if (step_is(it, "waiting") && (!next || it->position < next->position))
            next = it;
    }
    if (left > 0)
        return arena_print(a->arena, "承認すると、この段はあと%lld人になります。", (long long)left);
    if (next)
        return arena_print(a->arena, "承認すると、次は%s（%sさん）の番になります。", next->label,
                           next->person.title ? next->person.title : "");
    return "承認すると決裁が終わり、この内容が承認済みになります。";
}

static void
fill_backs(struct act *a, const struct approval_steps *steps, int64_t position,
           struct approval_page *page)
{
    int64_t last = 0;

    page->backs = NEW_ARRAY(a->arena, steps->count + 1, struct option);
    for (size_t i = 0; i < steps->count; i++) {
        const struct approval_step *it = steps->rows[i];

        if (it->position >= position || it->position <= last)
            continue;
        last = it->position;
        page->backs[page->back_count++] = (struct option){
            .value = arena_print(a->arena, "%lld", (long long)last),
            .label = arena_print(a->arena, "%lld番目　%s", (long long)last, it->label),
        };
    }
}

struct person_row {
    int64_t id;
    const char *title;
};
struct person_rows {
    struct person_row *rows;
    size_t count;
};

static const struct query people_query = {
    .name = "approval.substitutes",
    .sql =
        "SELECT DISTINCT p.id AS id, p.title AS title FROM membership m"
        " JOIN \"user\" u ON u.id = m.\"user\" JOIN person p ON p.id = u.person"
        " WHERE m.role IN ('lead', 'operator', 'officer', 'approver')"
        " AND (m.within = :contract OR m.within IS NULL) AND m.removed_at IS NULL AND u.removed_at IS NULL"
        " AND p.removed_at IS NULL AND p.id <> :me AND p.id <> :owner ORDER BY p.id LIMIT 100",
    .row_size = sizeof(struct person_row),
    .columns = COLUMNS(COLUMN(struct person_row, id), COLUMN(struct person_row, title)),
};

static bool
fill_substitutes(struct act *a, const struct approval *it, struct approval_page *page)
{
    struct person_rows people;

    if (!QUERY(a, &people_query, people, bind_int("contract", it->base.contract),
               bind_int("me", a->who->person), bind_int("owner", it->base.owner)))
        return false;
    page->substitutes = NEW_ARRAY(a->arena, people.count + 1, struct option);
    for (size_t i = 0; i < people.count; i++)
        page->substitutes[page->substitute_count++] = (struct option){
            .value = arena_print(a->arena, "%lld", (long long)people.rows[i].id),
            .label = people.rows[i].title,
        };
    return true;
}

static bool
fill_decision(struct act *a, const struct request *q, const struct approval *it,
              const struct approval_steps *steps, struct approval_page *page)
{
    const struct approval_step *mine = my_turn(a, steps);
    const char *comment = pairs_get(&q->form, "comment");

    page->may_withdraw = strcmp(it->base.state, "running") == 0 && a->who->person &&
                         it->base.owner == a->who->person;
    if (strcmp(it->base.state, "running") != 0 || !mine ||
        (it->base.owner == a->who->person && !it->own))
        return true;
    page->action = arena_print(a->arena, "%s/decide", page->path);
    page->decision =
        mine->person.id == a->who->person
            ? arena_print(a->arena, "第%lld版を決裁する", (long long)it->subject_version)
            : arena_print(a->arena, "%sさんに代わって決裁する",
                          mine->person.title ? mine->person.title : "");
    page->consequence = consequence_of(a, steps, mine);
    page->comment = comment ? comment : "";
    page->fault = control_fault(a, "reason");
    fill_backs(a, steps, mine->position, page);
    return mine->person.id != a->who->person || !mine->hands_over || fill_substitutes(a, it, page);
}

static const char *
state_sentence(struct act *a, const struct approval *it, const struct approval_steps *steps)
{
    const struct state *state = state_find(&approval_ledger, it->base.state);

    for (size_t i = 0; i < steps->count; i++)
        if (step_is(steps->rows[i], "turn"))
            return arena_print(a->arena, "%s　第%lld回の申請　いまは%sの番です。", it->route_title,
                               (long long)it->round, steps->rows[i]->label);
    return arena_print(a->arena, "%s　第%lld回の申請　%s", it->route_title, (long long)it->round,
                       state ? state->label : "");
}

static void
fill_facts(struct act *a, const struct request *q, const struct approval *it,
           struct approval_page *page)
{
    size_t n = 0;

    page->facts = NEW_ARRAY(a->arena, 8, struct fact);
    page->facts[n++] = (struct fact){ "起案者", it->applicant, NULL };
    page->facts[n++] = (struct fact){ "起案", time_text(a, q, it->base.created_at), NULL };
    if (it->decided_at.us)
        page->facts[n++] = (struct fact){ "決裁", time_text(a, q, it->decided_at), NULL };
    page->facts[n++] = (struct fact){
        "版",
        arena_print(a->arena, "第%lld版（第%lld回の申請）", (long long)it->subject_version,
                    (long long)it->round),
        NULL,
    };
    page->facts[n++] = (struct fact){ "経路", it->route_title,
                                      address_record(a, approval_route_ledger.path, it->route.id) };
    page->facts[n++] = (struct fact){ "内容のSHA-256", it->hash, NULL };
    page->fact_count = n;
}

/* --- the panels ------------------------------------------------------------------------------ */

/* The page of the request itself. */
static bool
fill_request(struct act *a, const struct request *q, const struct record *record,
             struct approval_page *page)
{
    struct approval *it = ledger_new(a, &approval_ledger);
    const struct ledger *l;
    struct approval_steps steps;
    struct approval_stamp *stamps;
    struct record *row;
    size_t count;
    bool found;

    if (!shape_read(a, shape_of(&approval_ledger), record->id, true, it, &found) ||
        !approval_steps_read(a, record->id, &steps) ||
        !approval_stamps(a, record->id, &stamps, &count))
        return false;
    page->path = address_record(a, approval_ledger.path, record->id);
    page->state = state_sentence(a, it, &steps);
    show_stamps(a, q, stamps, count, page);
    show_words(a, q, stamps, count, page);
    fill_facts(a, q, it, page);
    if (!fill_decision(a, q, it, &steps, page))
        return false;
    l = ledger_find(it->ledger);
    row = l ? ledger_new(a, l) : NULL;
    if (!l || !shape_read(a, shape_of(l), it->record, false, row, &found))
        return !l;
    page->subject_title = arena_print(a->arena, "%s　%s", l->title, it->title);
    if (!found)
        return true;
    page->note = it->note.text ? it->note.text : "";
    if (l->path && !row->removed_at.us && access_may(a, l, DEED_READ, row))
        page->subject = address_record(a, l->path, it->record);
    return !sees_content(a, it, &steps, l, row) || fill_content(a, it, l, row, page);
}

static bool
fill_ask(struct act *a, const struct ledger *l, const struct record *record,
         const struct approval_state *state, const struct approval_routes *routes,
         struct approval_page *page)
{
    bool may =
        access_may(a, l, DEED_CHANGE, record) || (record->owner && record->owner == a->who->person);

    if (!routes->count || !may || !access_may(a, &approval_ledger, DEED_CREATE, NULL) ||
        state->word == APPROVAL_ASKED || state->word == APPROVAL_APPROVED)
        return true;
    page->ledger = l->name;
    page->record = record->id;
    page->routes = NEW_ARRAY(a->arena, routes->count, struct option);
    for (size_t i = 0; i < routes->count; i++)
        if (approval_route_leads_on(l, record, routes->rows[i]))
            page->routes[page->route_count++] = (struct option){
                .value = arena_print(a->arena, "%lld", (long long)routes->rows[i]->base.id),
                .label = routes->rows[i]->title,
            };
    if (page->route_count)
        page->ask = arena_print(a->arena, "%s/ask", approval_ledger.path);
    return true;
}

static const char *
subject_sentence(struct act *a, const struct request *q, const struct approval_state *state)
{
    switch (state->word) {
    case APPROVAL_NONE:
        return "まだ承認されていません。";
    case APPROVAL_ASKED:
        return "決裁が進んでいます。";
    case APPROVAL_RETURNED:
        return arena_print(a->arena, "%sに差し戻されました。直してもう一度申請します。",
                           time_text(a, q, state->at));
    case APPROVAL_APPROVED:
        return arena_print(a->arena, "%sに承認されました（第%lld版）。", time_text(a, q, state->at),
                           (long long)state->version);
    case APPROVAL_OUTDATED:
        break;
    }
    return arena_print(a->arena,
                       "承認された後で変わったため、未承認です。もう一度決裁を申請します"
                       "（承認は%sの第%lld版）。",
                       time_text(a, q, state->at), (long long)state->version);
}

/* The panel on the record that a route is for. */
static bool
fill_subject(struct act *a, const struct request *q, const struct record *record,
             struct approval_page *page, bool *shown)
{
    struct approval_routes routes;
    struct approval_state state;

    if (!approval_routes_for(a, q->ledger, record, &routes) ||
        !approval_state_read(a, q->ledger, record, &state))
        return false;
    *shown = routes.count || state.approval;
    if (!*shown)
        return true;
    page->state = subject_sentence(a, q, &state);
    page->is_outdated = state.word == APPROVAL_OUTDATED;
    page->has_before = true;
    page->changes = state.changes;
    page->changes_title = "承認された内容との違い";
    if (!hide(a, q->ledger, record, &page->changes) ||
        !fill_ask(a, q->ledger, record, &state, &routes, page))
        return false;
    show_stamps(a, q, state.stamps, state.stamp_count, page);
    if (state.approval) {
        page->path = address_record(a, approval_ledger.path, state.approval);
        page->request = page->path;
        page->request_title = arena_print(a->arena, "決裁のページを開く（第%lld回　%s）",
                                          (long long)state.round, approval_word_title(state.word));
    }
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct approval_page page = { .csrf = q->session->csrf };
    struct out top = panel_out(a, q), beside = panel_out(a, q);
    bool shown = true;

    if (q->ledger == &approval_step_ledger || q->ledger->installation)
        return true;
    if (q->ledger == &approval_ledger) {
        out->whole = true;
        if (!fill_request(a, q, record, &page))
            return false;
    } else if (!fill_subject(a, q, record, &page, &shown)) {
        return false;
    }
    if (!shown)
        return true;
    if (q->ledger != &approval_ledger)
        approval_said(a, &page, out);
    approval_top_view(&top, &page);
    approval_beside_view(&beside, &page);
    out->top = html_take(&top);
    out->beside = html_take(&beside);
    return true;
}

const struct panel approval_panel = { "approval", fill };

/* --- handlers ------------------------------------------------------------------------------ */

static bool
refused_at(struct act *a, const struct request *q, struct reply *r, const struct ledger *l,
           int64_t id)
{
    struct request at = *q;

    at.ledger = l;
    at.id = id;
    return record_refused(a, &at, r, 0);
}

bool
approval_ask_post(struct act *a, const struct request *q, struct reply *r)
{
    const char *name = pairs_get(&q->form, "ledger");
    const struct ledger *l = name ? ledger_find(name) : NULL;
    const char *note = pairs_get(&q->form, "note");
    int64_t record = number_in(&q->form, "record"), approval;

    if (!l || !l->path)
        return fail(a, FAULT_MALFORMED, "ledger", "決裁できる台帳の名前ではありません。");
    if (!approval_ask(a, l, record, number_in(&q->form, "route"),
                      note ? text_clean(a->arena, note) : NULL, &approval))
        return refused_at(a, q, r, l, record);
    return reply_redirect(a, q, r, address_record(a, l->path, record), "決裁を申請しました。");
}

static const char *
decided_notice(struct act *a, const char *action, int64_t id)
{
    struct approval *it = ledger_new(a, &approval_ledger);
    bool found = false;

    if (strcmp(action, "withdraw") == 0)
        return "申請を取り下げました。";
    if (strcmp(action, "hand_over") == 0)
        return "代決を頼みました。";
    if (strcmp(action, "approve") != 0)
        return "差し戻しました。";
    if (!shape_read(a, shape_of(&approval_ledger), id, false, it, &found) || !found ||
        !it->turn.count)
        return "承認しました。決裁が終わりました。";
    return arena_print(a->arena, "承認しました。次は%sさんです。",
                       it->turn.items[0].title ? it->turn.items[0].title : "次の段の方");
}

bool
approval_decide_post(struct act *a, const struct request *q, struct reply *r)
{
    static const char *const known[] = { "approve", "return", "return_to", "hand_over",
                                         "withdraw" };
    const char *action = pairs_get(&q->form, "do");
    const char *comment = pairs_get(&q->form, "comment");
    struct approval_decision decision = {
        .comment = comment ? text_clean(a->arena, comment) : NULL,
        .back_to = number_in(&q->form, "back_to"),
        .substitute = number_in(&q->form, "substitute"),
    };

    for (size_t i = 0; action && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], action) == 0)
            decision.action = known[i];
    if (!decision.action)
        return fail(a, FAULT_MALFORMED, "do", "どの操作か分かりません。");
    if (!approval_decide(a, q->id, &decision))
        return refused_at(a, q, r, &approval_ledger, q->id);
    return reply_redirect(a, q, r, address_record(a, approval_ledger.path, q->id),
                          decided_notice(a, decision.action, q->id));
}
