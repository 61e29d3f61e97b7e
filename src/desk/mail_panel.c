#include "desk/mail_panel.h"

#include <string.h>

#include "base/arena.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "desk/views.h"
#include "store/act.h"
#include "store/query.h"
#include "web/panel.h"
#include "web/route.h"

enum { MOST = 30, WAITS = 0, GIVEN_UP = 2 };

struct mailed {
    int64_t id;
    const char *way;
    const char *state;
    const char *reason;
    struct instant at;
    int64_t sent;
    int64_t tries;
    const char *message;
};
struct mailed_list {
    struct mailed *rows;
    size_t count;
};

/* What was sent long ago is in the outbox no more. */
static const struct query lines_query = {
    .name = "mail_panel.lines",
    .sql = "SELECT m.id, m.way, m.state, COALESCE(m.reason, '') AS reason, m.at,"
           " COALESCE(o.state, 3) AS sent, COALESCE(o.tries, 0) AS tries,"
           " COALESCE(o.message, '') AS message FROM inquiry_mail m"
           " LEFT JOIN outbox o ON o.identifier = m.identifier AND m.way = 'out'"
           " WHERE m.contract = :contract AND m.removed_at IS NULL"
           " AND (m.inquiry = :record OR m.id = :record) ORDER BY m.at DESC, m.id DESC LIMIT 31",
    .row_size = sizeof(struct mailed),
    .columns = COLUMNS(COLUMN(struct mailed, id), COLUMN(struct mailed, way),
                       COLUMN(struct mailed, state), COLUMN(struct mailed, reason),
                       COLUMN(struct mailed, at), COLUMN(struct mailed, sent),
                       COLUMN(struct mailed, tries), COLUMN(struct mailed, message)),
};

static void
tell_fate(struct act *a, const struct mailed *it, struct mail_line *line)
{
    line->bad = it->sent == GIVEN_UP;
    line->fate = it->sent == GIVEN_UP                 ? "送れませんでした"
                 : it->sent == WAITS && it->tries > 0 ? "送り直しを待っています"
                 : it->sent == WAITS                  ? "送信待ち"
                                                      : "送信済み";
    if ((it->sent == GIVEN_UP || it->sent == WAITS) && *it->message)
        line->why = arena_copy(a->arena, it->message);
}

static struct mail_line
line_of(struct act *a, const struct mailed *it)
{
    const struct state *state = state_find(&inquiry_mail_ledger, it->state);
    struct mail_line line = {
        .href = arena_print(a->arena, "%s/%lld", inquiry_mail_ledger.path, (long long)it->id),
        .what = state ? state->label : "メール",
        .at = it->at,
        .why = *it->reason ? it->reason : NULL,
    };

    if (strcmp(it->way, "out") == 0)
        tell_fate(a, it, &line);
    else if (strcmp(it->state, "taken") == 0 || strcmp(it->state, "added") == 0)
        line.what = "届いたメール";
    return line;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    bool own = q->ledger == &inquiry_mail_ledger;
    struct mail_panel page = { 0 };
    struct mail_line *lines;
    struct mailed_list list;
    struct out o;

    if ((q->ledger != &inquiry_ledger && !own) ||
        !access_may(a, &inquiry_mail_ledger, DEED_READ, record))
        return true;
    if (own && strcmp(((const struct inquiry_mail *)record)->way.code, "out") != 0)
        return true;
    if (!QUERY(a, &lines_query, list, BIND(contract, record->contract), BIND(record, record->id)))
        return false;
    if (!list.count)
        return true;
    page.more = list.count > MOST;
    page.count = page.more ? MOST : list.count;
    lines = NEW_ARRAY(a->arena, page.count, struct mail_line);
    for (size_t i = 0; i < page.count; i++)
        lines[i] = line_of(a, &list.rows[i]);
    page.lines = lines;
    o = panel_out(a, q);
    mail_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel mail_panel = { "mail", fill };
