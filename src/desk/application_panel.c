#include "desk/application_panel.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/approval.h"
#include "contract/approval_route.h"
#include "contract/consequence.h"
#include "desk/application.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "web/panel.h"
#include "web/route.h"
#include "web/session.h"

enum { MOST_NAMES = 3, MOST_STEPS = 120, MOST_ANSWERS = 600 };

struct drawing {
    struct act *a;
    const struct request *q;
    const struct application *it;
    struct application_panel *page;
};

static const char *
time_text(const struct drawing *d, struct instant at)
{
    struct day day = date_take(instant_date(at));
    int minute = instant_minute(at);

    if (!at.us)
        return "";
    if (d->q->session->western)
        return arena_print(d->a->arena, "%d-%02d-%02d %d:%02d", day.year, day.month, day.day,
                           minute / 60, minute % 60);
    return arena_print(d->a->arena, "%d月%d日 %d:%02d", day.month, day.day, minute / 60,
                       minute % 60);
}

static bool
is_state(const struct drawing *d, const char *state)
{
    return state_is(&d->it->base, state);
}

static struct shown_step *
add(const struct drawing *d, const char *label, const char *who, const char *words,
    enum step_place place)
{
    struct shown_step *step = &d->page->steps[d->page->count];

    *step = (struct shown_step){ label, who, words, place };
    d->page->count += d->page->count + 1 < MOST_STEPS;
    return step;
}

/* --- its approval --------------------------------------------------------------------------- */

/* Names of those who decided, or of those whose turn it is or will be. */
static const char *
names_of(const struct drawing *d, const struct approval_stamp *stamps, size_t count, bool decided)
{
    struct buffer out = { .arena = d->a->arena };
    size_t named = 0;

    for (size_t i = 0; i < count; i++) {
        if (decided != (*stamps[i].act != '\0'))
            continue;
        if (named < MOST_NAMES)
            buffer_print(&out, "%s%s%s", named ? decided ? "、" : "か" : "", stamps[i].name,
                         strcmp(stamps[i].act, "代決") == 0 ? "（代決）" : "");
        named++;
    }
    if (named > MOST_NAMES)
        buffer_print(&out, "ほか%zu人", named - MOST_NAMES);
    return buffer_string(&out);
}

/* The boxes of one position of the route. */
static void
add_position(const struct drawing *d, const struct approval_stamp *stamps, size_t count)
{
    struct instant at = { 0 };
    bool turn = false, back = false, decided = false;

    for (size_t i = 0; i < count; i++) {
        turn |= stamps[i].is_turn;
        back |= strcmp(stamps[i].act, "差戻し") == 0;
        decided |= *stamps[i].act != '\0';
        if (stamps[i].at.us > at.us)
            at = stamps[i].at;
    }
    if (back) {
        d->page->returner = names_of(d, stamps, count, true);
        add(d, stamps->role, d->page->returner,
            arena_print(d->a->arena, "差戻し　%s", time_text(d, at)), STEP_BACK);
    } else if (turn) {
        add(d, stamps->role, names_of(d, stamps, count, false), "承認待ち", STEP_NOW);
    } else if (decided) {
        add(d, stamps->role, names_of(d, stamps, count, true), time_text(d, at), STEP_PAST);
    } else {
        add(d, stamps->role, names_of(d, stamps, count, false), "", STEP_AHEAD);
    }
}

/* Before it is sent, and after it was taken back: the route as it stands. */
static bool
add_route(const struct drawing *d)
{
    struct route_steps steps;

    if (!route_steps_read(d->a, d->it->route.id, &steps))
        return false;
    for (size_t i = 0; i < steps.count; i++)
        add(d, steps.rows[i]->label, "", "", STEP_AHEAD);
    return true;
}

static bool
is_before(const struct approval_stamp *left, const struct approval_stamp *right)
{
    return left->position < right->position;
}

/* Of one position the newest ones: what was begun anew, and a return, unless it is the last. */
static bool
add_approval(const struct drawing *d)
{
    struct approval_state state;
    struct approval_stamp *rows;
    size_t count = 0;

    if (!approval_state_read(d->a, &application_ledger, &d->it->base, &state))
        return false;
    if (is_state(d, "draft") || is_state(d, "withdrawn") || !state.approval)
        return add_route(d);
    rows = NEW_ARRAY(d->a->arena, state.stamp_count + 1, struct approval_stamp);
    for (size_t i = 0; i < state.stamp_count; i++) {
        const struct approval_stamp *it = &state.stamps[i];
        bool ended = state.word == APPROVAL_RETURNED && it->at.us == state.at.us;
        size_t at = count;

        if (it->position < 1 || (it->is_void && !ended))
            continue;
        if (ended && *it->comment)
            d->page->reason = it->comment;
        for (; at > 0 && is_before(it, &rows[at - 1]); at--)
            rows[at] = rows[at - 1];
        rows[at] = *it;
        count++;
    }
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && rows[to].position == rows[from].position;)
            to++;
        add_position(d, rows + from, to - from);
    }
    return true;
}

/* --- its work ------------------------------------------------------------------------------- */

struct worked {
    const char *state;
    struct instant done_at;
    struct instant checked_at;
    const char *doer;
    const char *checker;
};
struct works {
    struct worked *rows;
    size_t count;
};

static const struct query works_query = {
    .name = "application_panel.works",
    .sql = "SELECT w.state AS state, w.done_at AS done_at, w.checked_at AS checked_at,"
           " d.title AS doer, c.title AS checker FROM application_work w"
           " LEFT JOIN person d ON d.id = w.done_by LEFT JOIN person c ON c.id = w.checked_by"
           " WHERE w.application = :application AND w.removed_at IS NULL ORDER BY w.position, w.id",
    .row_size = sizeof(struct worked),
    .columns = COLUMNS(COLUMN(struct worked, state), COLUMN(struct worked, done_at),
                       COLUMN(struct worked, checked_at), COLUMN(struct worked, doer),
                       COLUMN(struct worked, checker)),
};

struct tally {
    struct buffer names;
    struct instant last;
    size_t count;
};

static void
tally(struct tally *t, const char *name, struct instant at)
{
    if (!at.us)
        return;
    t->count++;
    if (at.us > t->last.us)
        t->last = at;
    if (name && *name && !strstr(buffer_string(&t->names), name))
        buffer_print(&t->names, "%s%s", t->names.length ? "、" : "", name);
}

static void
add_tally(const struct drawing *d, const char *label, const struct tally *t, size_t all,
          enum step_place place)
{
    const char *words = place == STEP_PAST ? time_text(d, t->last)
                        : place == STEP_NOW
                            ? arena_print(d->a->arena, "%zu件のうち%zu件", all, t->count)
                            : "";

    add(d, label, buffer_string(&t->names), words, place);
}

static bool
add_work(const struct drawing *d)
{
    struct tally done = { .names.arena = d->a->arena }, checked = { .names.arena = d->a->arena };
    bool over = is_state(d, "done");
    struct works works;

    if (!QUERY(d->a, &works_query, works, BIND(application, d->it->base.id)))
        return false;
    for (size_t i = 0; i < works.count; i++) {
        tally(&done, works.rows[i].doer,
              strcmp(works.rows[i].state, "open") == 0 ? (struct instant){ 0 }
                                                       : works.rows[i].done_at);
        tally(&checked, works.rows[i].checker, works.rows[i].checked_at);
    }
    add_tally(d, "作業", &done, works.count,
              over || is_state(d, "checking") ? STEP_PAST
              : is_state(d, "working")        ? STEP_NOW
                                              : STEP_AHEAD);
    if (d->it->checked)
        add_tally(d, "確認", &checked, works.count,
                  over                      ? STEP_PAST
                  : is_state(d, "checking") ? STEP_NOW
                                            : STEP_AHEAD);
    return true;
}

/* --- its content ---------------------------------------------------------------------------- */

/* The lines 【質問】答え as they stand; what a draft holds need not be in order. */
static void
add_answers(const struct drawing *d, const char *text)
{
    char *left = arena_copy(d->a->arena, text ? text : "");
    struct application_panel *page = d->page;

    while (left && *left && page->answer_count + 1 < MOST_ANSWERS) {
        const char *line = strsep(&left, "\n");
        const char *end = strncmp(line, "【", strlen("【")) == 0 ? strstr(line, "】") : NULL;
        struct shown_reply *last =
            page->answer_count ? &page->answers[page->answer_count - 1] : NULL;

        if (end)
            page->answers[page->answer_count++] = (struct shown_reply){
                arena_slice(d->a->arena, line + strlen("【"), (size_t)(end - line) - strlen("【")),
                end + strlen("】"),
            };
        else if (last)
            last->value = arena_print(d->a->arena, "%s\n%s", last->value, line);
        else
            page->answers[page->answer_count++] = (struct shown_reply){ "", line };
    }
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool
add_all(const struct drawing *d)
{
    bool begun = !is_state(d, "draft") && !is_state(d, "returned");
    const char *applicant;

    if (!ref_title(d->a, &person_ledger, d->it->applicant, &applicant))
        return false;
    add(d, "申請", applicant,
        is_state(d, "draft")      ? "まだ申請していません"
        : is_state(d, "returned") ? "直して、もう一度申請します"
                                  : time_text(d, d->it->sent_at),
        begun ? STEP_PAST : STEP_NOW);
    if (!add_approval(d))
        return false;
    if (is_state(d, "withdrawn")) {
        add(d, "取下げ", applicant, time_text(d, d->it->base.changed_at), STEP_NOW);
        return true;
    }
    if (!add_work(d))
        return false;
    if (is_state(d, "cancelled"))
        add(d, "中止", "", time_text(d, d->it->ended_at), STEP_NOW);
    else
        add(d, "完了", "", time_text(d, d->it->ended_at),
            is_state(d, "done") ? STEP_PAST : STEP_AHEAD);
    return true;
}

static void
add_all_answers(struct drawing *d)
{
    d->page->answers = NEW_ARRAY(d->a->arena, MOST_ANSWERS, struct shown_reply);
    add_answers(d, d->it->answers.text);
    d->page->sealed = d->it->details.text == field_sealed;
    if (!d->page->sealed)
        add_answers(d, d->it->details.text);
}

/* As far as who looks may see the application itself. */
static bool
fill_work(struct act *a, const struct request *q, const struct application_work *work,
          struct panel_shown *out)
{
    struct application *it = ledger_new(a, &application_ledger);
    struct application_panel page = { .title = "申請の内容" };
    struct drawing d = { a, q, it, &page };
    struct out top = panel_out(a, q);
    size_t faults = a->fault_count;

    if (!ledger_show(a, &application_ledger, work->application.id, it)) {
        act_forgive(a, faults);
        return true;
    }
    page.title = arena_print(a->arena, "%s　%s", it->number, it->title);
    page.href = arena_print(a->arena, "%s/%lld", application_ledger.path, (long long)it->base.id);
    add_all_answers(&d);
    application_answers_view(&top, &page);
    out->top = html_take(&top);
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct application_panel page = { .title = "申請の内容" };
    struct drawing d = { a, q, (const struct application *)record, &page };
    struct out top = panel_out(a, q);

    if (q->ledger == &application_work_ledger)
        return fill_work(a, q, (const struct application_work *)record, out);
    if (q->ledger != &application_ledger)
        return true;
    page.steps = NEW_ARRAY(a->arena, MOST_STEPS, struct shown_step);
    if (!add_all(&d))
        return false;
    add_all_answers(&d);
    if (record->owner == a->who->person && (is_state(&d, "draft") || is_state(&d, "returned")))
        page.again =
            arena_print(a->arena, "%s/%lld/fill", application_ledger.path, (long long)record->id);
    /* The form is the way to change it; only a section that nobody knows stands in the raw one. */
    out->fixed = !page.again || d.it->section.id;
    application_panel_view(&top, &page);
    out->top = html_take(&top);
    out->texts = true;
    return true;
}

const struct panel application_panel = { "application", fill };
