#include "store/outbox.h"

#include "base/must.h"
#include "store/act.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/store.h"

/* state: 0 waits, 1 sent, 2 given up */

struct sealed_row {
    int64_t id;
    int64_t contract;
    const char *kind;
    const char *identifier;
    struct bytes content;
    int64_t tries;
    struct instant created_at;
};
struct sealed_rows {
    struct sealed_row *rows;
    size_t count;
};

static const struct query put = {
    .name = "outbox.put",
    .sql = "INSERT INTO outbox (id, contract, kind, identifier, content, state, tries, next_at,"
           " created_at)"
           " VALUES (:id, :contract, :kind, :identifier, :content, 0, 0, :now, :now)"
           " ON CONFLICT DO NOTHING",
};

static struct place
place_of(int64_t contract, int64_t id)
{
    return (struct place){ contract, "outbox", id, "content" };
}

bool
outbox_put(struct act *a, int64_t contract, const char *kind, const char *identifier,
           const char *content)
{
    struct place place;
    struct bytes sealed;
    int64_t id;

    must(a->writing && identifier && *identifier);
    if (!id_next(a, &id))
        return false;
    place = place_of(contract, id);
    return seal_value(a, &place, content, &sealed) &&
           query_run(a, &put, NULL,
                     BOUND(BIND(id, id), BIND(contract, contract), BIND(kind, kind),
                           BIND(identifier, identifier), BIND(content, sealed), BIND(now, a->now)));
}

static const struct query take = {
    .name = "outbox.take",
    .sql = "SELECT id, contract, kind, identifier, content, tries, created_at FROM outbox"
           " WHERE state = 0 AND kind = :kind AND next_at <= :now ORDER BY id LIMIT :most",
    .row_size = sizeof(struct sealed_row),
    .columns = COLUMNS(COLUMN(struct sealed_row, id), COLUMN(struct sealed_row, contract),
                       COLUMN(struct sealed_row, kind), COLUMN(struct sealed_row, identifier),
                       COLUMN(struct sealed_row, content), COLUMN(struct sealed_row, tries),
                       COLUMN(struct sealed_row, created_at)),
};

bool
outbox_take(struct act *a, const char *kind, struct instant now, int most, struct outbox_rows *out)
{
    struct sealed_rows sealed;

    *out = (struct outbox_rows){ 0 };
    if (!QUERY(a, &take, sealed, BIND(kind, kind), BIND(now, now), BIND(most, most)))
        return false;
    out->rows = NEW_ARRAY(a->arena, sealed.count, struct outbox_row);
    for (size_t i = 0; i < sealed.count; i++) {
        const struct sealed_row *from = &sealed.rows[i];
        struct outbox_row *to = &out->rows[out->count];
        struct place place = place_of(from->contract, from->id);

        /* A row of an erased contract has lost its content: there is nothing to send. */
        if (!seal_readable(a, from->contract, from->content))
            continue;
        *to = (struct outbox_row){ from->id, from->contract, from->kind,      from->identifier,
                                   "",       from->tries,    from->created_at };
        if (!open_value(a, &place, from->content, &to->content))
            return false;
        out->count++;
    }
    return true;
}

static const struct query done = {
    .name = "outbox.done",
    .sql = "UPDATE outbox SET state = 1, content = NULL, message = NULL, next_at = NULL,"
           " tries = tries + 1, ended_at = :now WHERE id = :id AND state = 0",
};

bool
outbox_done(struct act *a, int64_t id)
{
    must(a->writing);
    return query_run(a, &done, NULL, BOUND(BIND(now, a->now), BIND(id, id)));
}

static const struct query keep = {
    .name = "outbox.keep",
    .sql = "UPDATE outbox SET content = :content WHERE id = :id AND state = 0",
};

bool
outbox_keep(struct act *a, const struct outbox_row *row, const char *content)
{
    struct place place = place_of(row->contract, row->id);
    struct bytes sealed;

    must(a->writing);
    return seal_value(a, &place, content, &sealed) &&
           query_run(a, &keep, NULL, BOUND(BIND(content, sealed), BIND(id, row->id)));
}

static const struct query failed = {
    .name = "outbox.failed",
    .sql = "UPDATE outbox SET state = :state, message = :message, next_at = :next,"
           " tries = tries + 1, ended_at = :ended WHERE id = :id AND state = 0",
};

bool
outbox_failed(struct act *a, int64_t id, const char *message, struct instant next)
{
    bool given_up = next.us == 0;
    struct instant ended = given_up ? a->now : (struct instant){ 0 };

    must(a->writing);
    return query_run(a, &failed, NULL,
                     BOUND(BIND(state, given_up ? 2 : 0), BIND(message, message), BIND(next, next),
                           BIND(ended, ended), BIND(id, id)));
}

struct counts_row {
    int64_t waiting;
    int64_t given_up;
};

static const struct query counts = {
    .name = "outbox.counts",
    .sql = "SELECT (SELECT count(*) FROM outbox WHERE state = 0) AS waiting,"
           " (SELECT count(*) FROM outbox WHERE state = 2) AS given_up",
    .row_size = sizeof(struct counts_row),
    .columns = COLUMNS(COLUMN(struct counts_row, waiting), COLUMN(struct counts_row, given_up)),
};

bool
outbox_counts(struct act *a, int64_t *waiting, int64_t *given_up)
{
    struct counts_row row;
    bool found;

    if (!query_first(a, &counts, &row, &found, UNBOUND))
        return false;
    *waiting = row.waiting;
    *given_up = row.given_up;
    return true;
}

static const struct query list = {
    .name = "outbox.list",
    .sql = "SELECT id, contract, kind, identifier, tries, message,"
           " created_at, next_at, ended_at FROM outbox WHERE state = :state AND id < :before"
           " ORDER BY id DESC LIMIT :most",
    .row_size = sizeof(struct outbox_entry),
    .columns = COLUMNS(COLUMN(struct outbox_entry, id), COLUMN(struct outbox_entry, contract),
                       COLUMN(struct outbox_entry, kind), COLUMN(struct outbox_entry, identifier),
                       COLUMN(struct outbox_entry, tries), COLUMN(struct outbox_entry, message),
                       COLUMN(struct outbox_entry, created_at),
                       COLUMN(struct outbox_entry, next_at), COLUMN(struct outbox_entry, ended_at)),
};

bool
outbox_list(struct act *a, bool given_up, int64_t before, int most, struct outbox_entries *out)
{
    return QUERY(a, &list, *out, BIND(state, given_up ? 2 : 0),
                 BIND(before, before > 0 ? before : INT64_MAX), BIND(most, most));
}

static const struct query again = {
    .name = "outbox.again",
    .sql = "UPDATE outbox SET state = 0, tries = 0, next_at = :now, ended_at = NULL"
           " WHERE id = :id AND state = 2 AND content IS NOT NULL",
};

bool
outbox_again(struct act *a, int64_t id)
{
    int64_t changed;

    must(a->writing);
    return query_run(a, &again, &changed, BOUND(BIND(now, a->now), BIND(id, id))) &&
           (changed > 0 ||
            fail(a, FAULT_CLASH, NULL, "送るのをあきらめたものだけを、もう一度送れます。"));
}

static const struct query forget = {
    .name = "outbox.forget",
    .sql = "DELETE FROM outbox WHERE state = 1 AND ended_at < :before",
};

bool
outbox_forget(struct act *a, struct instant before)
{
    must(a->writing);
    return query_run(a, &forget, NULL, BOUND(BIND(before, before)));
}
