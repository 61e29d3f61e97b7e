#include "desk/kitting_panel.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/device.h"
#include "desk/kitting.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/qr.h"
#include "web/record_act.h"
#include "web/session.h"

FRAME_BODY(kitting_sheet_view, struct kitting_page)

struct step {
    int64_t id;
    int64_t place;
    const char *title;
    const char *how;
    const char *records;
    const char *value;
    const char *state;
    const char *planned;
    const char *done_by;
    const char *notes;
    struct instant done_at;
    bool optional;
};
struct steps {
    struct step *rows;
    size_t count;
};

static const struct query steps_query = {
    .name = "kitting_panel.steps",
    .sql = "SELECT s.id AS id, s.place AS place, s.title AS title, COALESCE(s.how, '') AS how,"
           " COALESCE(s.records, '') AS records, COALESCE(s.value, '') AS value,"
           " s.state AS state, COALESCE(p.title, '') AS planned, COALESCE(d.title, '') AS done_by,"
           " COALESCE(s.notes, '') AS notes, s.done_at AS done_at, s.optional AS optional"
           " FROM kitting_step s LEFT JOIN person p ON p.id = s.person"
           " LEFT JOIN person d ON d.id = s.done_by"
           " WHERE s.kitting = :kitting AND s.removed_at IS NULL ORDER BY s.place, s.id",
    .row_size = sizeof(struct step),
    .columns = COLUMNS(
        COLUMN(struct step, id), COLUMN(struct step, place), COLUMN(struct step, title),
        COLUMN(struct step, how), COLUMN(struct step, records), COLUMN(struct step, value),
        COLUMN(struct step, state), COLUMN(struct step, planned), COLUMN(struct step, done_by),
        COLUMN(struct step, notes), COLUMN(struct step, done_at), COLUMN(struct step, optional)),
};

static const char *
sent(struct act *a, const struct request *q, const char *name, int64_t id)
{
    return pairs_get(&q->form, arena_print(a->arena, "%s-%lld", name, (long long)id));
}

static bool
read_lines(struct act *a, const struct request *q, int64_t run, struct kitting_page *page)
{
    struct kitting_line *lines;
    struct steps steps;

    if (!QUERY(a, &steps_query, steps, BIND(kitting, run)))
        return false;
    page->lines = lines = NEW_ARRAY(a->arena, steps.count + 1, struct kitting_line);
    for (size_t i = 0; i < steps.count; i++) {
        const struct step *it = &steps.rows[i];
        const char *value = sent(a, q, "value", it->id);
        bool is_open = strcmp(it->state, "open") == 0;

        lines[i] = (struct kitting_line){
            .id = it->id,
            .place = it->place,
            .title = it->title,
            .how = it->how,
            .records = it->records,
            .value = is_open && value ? value : it->value,
            .who = is_open ? it->planned : it->done_by,
            .notes = it->notes,
            .state = state_find(&kitting_step_ledger, it->state),
            .done_at = it->done_at,
            .optional = it->optional,
            .is_open = is_open,
            .ticked = is_open && sent(a, q, "done", it->id) != NULL,
        };
        page->open += is_open && !it->optional;
    }
    page->count = steps.count;
    return true;
}

/* --- on the pages --------------------------------------------------------------------------- */

static bool
fill_run(struct act *a, const struct request *q, const struct record *record,
         struct panel_shown *out)
{
    struct kitting_page page = { .csrf = q->session->csrf };
    struct out o = panel_out(a, q);
    const char *path = address_record(a, kitting_ledger.path, record->id);
    bool under_way = state_is(record, "working") || state_is(record, "ready");

    if (!access_may(a, &kitting_step_ledger, DEED_READ, NULL))
        return true;
    if (!read_lines(a, q, record->id, &page))
        return false;
    page.sheet = arena_print(a->arena, "%s/sheet", path);
    if (under_way && access_may(a, &kitting_step_ledger, DEED_CHANGE, NULL)) {
        page.action = arena_print(a->arena, "%s/tick", path);
        page.add = arena_print(a->arena, "%s/new?kitting=%lld", kitting_step_ledger.path,
                               (long long)record->id);
    }
    kitting_panel_view(&o, &page);
    out->top = html_take(&o);
    return true;
}

static bool
fill_device(struct act *a, const struct request *q, const struct record *record,
            struct panel_shown *out)
{
    struct kitting *run = ledger_new(a, &kitting_ledger);
    struct kitting_page page = { 0 };
    struct out o = panel_out(a, q);
    int64_t id;

    if (!access_may(a, &kitting_ledger, DEED_READ, NULL))
        return true;
    if (!kitting_open(a, record->id, &id))
        return false;
    if (!id)
        return true;
    if (!consequence_read(a, &kitting_ledger, id, run) || !read_lines(a, q, id, &page))
        return false;
    page.number = run->number;
    page.state = state_find(&kitting_ledger, run->base.state);
    page.back = address_record(a, kitting_ledger.path, id);
    kitting_device_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    if (q->ledger == &kitting_ledger)
        return fill_run(a, q, record, out);
    return q->ledger != &device_ledger || fill_device(a, q, record, out);
}

const struct panel kitting_panel = { "kitting", fill };

/* --- ticking -------------------------------------------------------------------------------- */

struct ticking {
    const struct request *q;
    size_t done;
};

/* In their order, so that a whole list goes at once. What somebody else has done meanwhile is
   left as it is. */
static bool
tick(struct act *a, void *with)
{
    struct ticking *t = with;
    struct steps steps;

    t->done = 0;
    if (!QUERY(a, &steps_query, steps, BIND(kitting, t->q->id)))
        return false;
    for (size_t i = 0; i < steps.count; i++) {
        int64_t id = steps.rows[i].id;
        struct kitting_step *it = ledger_new(a, &kitting_step_ledger);
        const char *value = sent(a, t->q, "value", id);

        if (!sent(a, t->q, "done", id) || strcmp(steps.rows[i].state, "open") != 0)
            continue;
        if (!ledger_read(a, &kitting_step_ledger, id, false, it))
            return false;
        if (value && !ledger_fill(a, &kitting_step_ledger, it,
                                  &(struct pairs){ &(struct pair){ "value", value }, 1 }))
            return false;
        if (!ledger_move(a, &kitting_step_ledger, "finish", it))
            return false;
        t->done++;
    }
    return true;
}

bool
kitting_tick(struct act *a, const struct request *q, struct reply *r)
{
    struct kitting *it = ledger_new(a, &kitting_ledger);
    struct ticking t = { q, 0 };

    if (!ledger_read(a, &kitting_ledger, q->id, false, it))
        return false;
    if (!act_write(a, tick, &t))
        return record_refused(a, q, r, 0);
    return reply_redirect(a, q, r, address_record(a, kitting_ledger.path, q->id),
                          t.done ? arena_print(a->arena, "%zu件を済にしました。", t.done)
                                 : "済にする項目に印を付けてください。");
}

/* --- on paper ------------------------------------------------------------------------------- */

bool
kitting_sheet(struct act *a, const struct request *q, struct reply *r)
{
    struct kitting *it = ledger_new(a, &kitting_ledger);
    struct device *device = ledger_new(a, &device_ledger);
    struct kitting_page page = { 0 };
    const char *site = address_site(a, q);
    struct frame frame;

    if (!ledger_read(a, &kitting_ledger, q->id, false, it) ||
        !consequence_read(a, &device_ledger, it->device.id, device) ||
        !read_lines(a, q, q->id, &page) ||
        !ref_title(a, &person_ledger, it->assignee, &page.assignee))
        return false;
    page.number = it->number;
    page.device = device->number;
    page.title = device->title;
    page.model = arena_print(a->arena, "%s　%s", device->maker ? device->maker : "",
                             device->model ? device->model : "");
    page.serial = device->serial ? device->serial : "";
    page.host = device->host ? device->host : "";
    page.due_on = it->due_on;
    page.back = address_record(a, kitting_ledger.path, q->id);
    page.code = qr_html(a, arena_print(a->arena, "%s%s", site ? site : "", page.back),
                        "このキッティングの画面を開くQRコード");
    frame_fill(a, q, arena_print(a->arena, "キッティング %s", it->number), &frame);
    frame.help = "/help/kitting";
    return frame_reply(a, r, &frame, kitting_sheet_view_body, &page);
}
