#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/seen.h"
#include "store/act.h"
#include "store/query.h"

/* Within this time the same session reading the same record again adds nothing. */
enum { AGAIN_MINUTES = 10 };

struct seen {
    int64_t record;
    const char *detail;
};
struct seen_list {
    struct seen *rows;
    size_t count;
};

/* Rows of this record and of lists, among the newest: an index on the session would cost
   every write. With more rows than that in ten minutes a reading may be told twice. */
static const struct query seen_query = {
    .name = "history.seen",
    .sql = "SELECT record, detail FROM history WHERE record IN (0, :record)"
           " AND seq > (SELECT COALESCE(MAX(seq), 0) FROM history) - 20000"
           " AND session = :session AND action = 'read' AND ledger = :ledger AND at >= :since",
    .row_size = sizeof(struct seen),
    .columns = COLUMNS(COLUMN(struct seen, record), COLUMN(struct seen, detail)),
};

struct reading {
    const struct ledger *l;
    const char *fields;
    int64_t *records;
    size_t count;
};

static void
take_out(struct reading *r, int64_t record)
{
    size_t left = 0;

    for (size_t i = 0; i < r->count; i++)
        if (r->records[i] != record)
            r->records[left++] = r->records[i];
    r->count = left;
}

static void
take_out_list(struct act *a, struct reading *r, const char *detail)
{
    const char *why;
    json_t *object;
    json_t *each;
    size_t i;

    if (!json_read(a->arena, detail, strlen(detail), &object, &why))
        return;
    json_array_foreach(json_object_get(object, "records"), i, each)
        take_out(r, (int64_t)json_integer_value(each));
}

/* Leaves what this session has not seen lately. Acts without session always count. */
static bool
leave_unseen(struct act *a, struct reading *r)
{
    struct minutes back = { -AGAIN_MINUTES };
    char since[INSTANT_TEXT];
    struct seen_list list;

    if (!a->session)
        return true;
    instant_print_us(instant_add(a->now, back), since);
    if (!QUERY(a, &seen_query, list, bind_int("record", r->count == 1 ? r->records[0] : 0),
               bind_int("session", a->session), bind_text("ledger", r->l->name),
               bind_text("since", since)))
        return false;
    for (size_t i = 0; i < list.count && r->count; i++)
        if (list.rows[i].record)
            take_out(r, list.rows[i].record);
        else
            take_out_list(a, r, list.rows[i].detail);
    return true;
}

static bool
write_reading(struct act *a, void *with)
{
    const struct reading *r = with;
    struct buffer detail = { .arena = a->arena };
    bool one = r->count == 1;

    buffer_char(&detail, '{');
    json_key(&detail, "fields", true);
    json_text(&detail, r->fields);
    if (!one) {
        json_key(&detail, "records", false);
        buffer_char(&detail, '[');
        for (size_t i = 0; i < r->count; i++) {
            if (i)
                buffer_char(&detail, ',');
            buffer_int(&detail, r->records[i]);
        }
        buffer_char(&detail, ']');
    }
    buffer_char(&detail, '}');
    return history_event(a, r->l->name, one ? r->records[0] : 0, "read", buffer_string(&detail));
}

bool
history_reading(struct act *a, const struct ledger *l, const char *fields, const int64_t *records,
                size_t count)
{
    struct instant since = instant_add(a->now, (struct minutes){ -AGAIN_MINUTES });
    struct reading r = { l, fields, NEW_ARRAY(a->arena, count, int64_t), count };

    if (!count || seen_all(a, l, records, count, since))
        return true;
    memcpy(r.records, records, count * sizeof *records);
    /* Asked on the reading side: two answers at the same moment may both be recorded. */
    if (!leave_unseen(a, &r) || (r.count && !act_write(a, write_reading, &r)))
        return false;
    if (!a->writing) /* else it may still be undone */
        seen_note(a, l, r.records, r.count);
    return true;
}

/* --- looking through the history itself ------------------------------------------------- */

static const struct query searched_query = {
    .name = "history.searched",
    .sql = "SELECT record, detail FROM history WHERE record = 0"
           " AND seq > (SELECT COALESCE(MAX(seq), 0) FROM history) - 20000"
           " AND session = :session AND action = 'read' AND ledger = '' AND at >= :since",
    .row_size = sizeof(struct seen),
    .columns = COLUMNS(COLUMN(struct seen, record), COLUMN(struct seen, detail)),
};

struct looking {
    const char *action;
    const char *detail; /* {"history":{…}} */
};

static bool
was_searched(struct act *a, const char *detail, bool *was)
{
    struct minutes back = { -AGAIN_MINUTES };
    char since[INSTANT_TEXT];
    struct seen_list list;

    *was = false;
    if (!a->session)
        return true;
    instant_print_us(instant_add(a->now, back), since);
    if (!QUERY(a, &searched_query, list, bind_int("session", a->session),
               bind_text("since", since)))
        return false;
    for (size_t i = 0; i < list.count; i++)
        *was = *was || strstr(list.rows[i].detail, detail + 1);
    return true;
}

static bool
write_searched(struct act *a, void *with)
{
    const struct looking *it = with;

    return history_event(a, "", 0, it->action, it->detail);
}

bool
history_searched(struct act *a, const char *conditions, bool always)
{
    struct looking it = { .action = always ? "export" : "read",
                          .detail = arena_print(a->arena, "{\"history\":%s}", conditions) };
    bool was = false;

    if (!always && !was_searched(a, it.detail, &was))
        return false;
    return was || act_write(a, write_searched, &it);
}
