#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/api_parts.h"

/* A 304 is no reading, so the version is asked before anything personal is opened. */
bool
api_read(struct act *a, const struct request *q, struct reply *r)
{
    struct record *row = ledger_new(a, q->ledger);
    struct api_row written;
    bool personal;

    if (!api_query_known(a, q, "") || !ledger_read(a, q->ledger, q->id, false, row))
        return false;
    if (reply_unchanged(a, q, r, arena_print(a->arena, "%lld", (long long)row->version)))
        return true;
    personal = access_may(a, q->ledger, DEED_PERSONAL, row);
    if (personal && !ledger_read(a, q->ledger, q->id, true, row))
        return false;
    written = api_row_make(a, q->ledger, NULL, personal);
    api_row_write(a, &r->body, &written, row);
    buffer_char(&r->body, '\n');
    return true;
}

/* --- what happened to it ----------------------------------------------------------- */

static void
write_changes(struct buffer *out, const struct history_change *changes, size_t count)
{
    buffer_text(out, ",\"changes\":[");
    for (size_t i = 0; i < count; i++) {
        buffer_text(out, i ? ",{" : "{");
        json_key(out, "field", true);
        json_text(out, changes[i].field ? changes[i].field->name : NULL);
        json_key(out, "label", false);
        json_text(out, changes[i].label);
        json_key(out, "before", false);
        json_text(out, changes[i].before);
        json_key(out, "after", false);
        json_text(out, changes[i].after);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}

static const char *
or_null(const char *text)
{
    return text && *text ? text : NULL;
}

static void
write_entry(struct buffer *out, const struct entry *e)
{
    static const char *const kinds[] = {
        [ENTRY_MESSAGE] = "message",
        [ENTRY_ANSWER] = "answer",
        [ENTRY_NOTE] = "note",
        [ENTRY_CHANGE] = "change",
    };

    buffer_text(out, "{\"kind\":");
    json_text(out, kinds[e->kind]);
    buffer_text(out, ",\"id\":");
    buffer_int(out, e->id);
    buffer_text(out, ",\"at\":");
    api_instant(out, e->at);
    buffer_text(out, ",\"who\":");
    json_text(out, or_null(e->who));
    if (e->kind == ENTRY_CHANGE) {
        buffer_text(out, ",\"action\":");
        json_text(out, e->action);
        write_changes(out, e->changes, e->change_count);
    } else {
        buffer_text(out, ",\"text\":");
        json_text(out, e->text);
    }
    buffer_char(out, '}');
}

bool
api_timeline(struct act *a, const struct request *q, struct reply *r)
{
    struct record *row = ledger_new(a, q->ledger);
    struct entry *entries;
    size_t count;

    if (!api_query_known(a, q, "") || !ledger_read(a, q->ledger, q->id, false, row) ||
        !timeline_read(a, q->ledger, row, &entries, &count))
        return false;
    buffer_text(&r->body, "{\"items\":[");
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(&r->body, ',');
        write_entry(&r->body, &entries[i]);
    }
    buffer_text(&r->body, "]}\n");
    return true;
}

/* --- its history ------------------------------------------------------------------- */

static bool
write_history_row(struct act *a, struct buffer *out, const struct ledger *l,
                  const struct history_row *row, bool personal)
{
    struct history_change *changes;
    size_t count;

    if (!(personal ? history_changes : history_changes_closed)(a, l, row, &changes, &count))
        return false;
    buffer_text(out, "{\"seq\":");
    buffer_int(out, row->seq);
    buffer_text(out, ",\"at\":");
    json_text(out, row->at);
    buffer_text(out, ",\"actor\":");
    api_ref(out, row->actor, history_actor(a, row->actor));
    buffer_text(out, ",\"action\":");
    json_text(out, row->action);
    buffer_text(out, ",\"reason\":");
    json_text(out, or_null(row->reason));
    buffer_text(out, ",\"origin\":");
    json_text(out, row->origin);
    buffer_text(out, ",\"request\":");
    json_text(out, or_null(row->request));
    write_changes(out, changes, count);
    buffer_char(out, '}');
    return true;
}

bool
api_history(struct act *a, const struct request *q, struct reply *r)
{
    struct history_row *rows;
    int64_t limit = 50, after = 0;
    size_t count, shown;
    bool personal;
    bool good = api_query_known(a, q, "limit after personal");

    good &= api_query_number(a, q, "limit", API_HISTORY_MOST, &limit);
    good &= api_query_number(a, q, "after", INT64_MAX, &after);
    good &= api_query_flag(a, q, "personal", &personal);
    if (!good || !history_list(a, q->ledger, q->id, after, (size_t)limit + 1, &rows, &count))
        return false;
    if (personal && !access_require(a, q->ledger, DEED_PERSONAL, NULL))
        return false;
    shown = count > (size_t)limit ? (size_t)limit : count;
    buffer_text(&r->body, "{\"items\":[");
    for (size_t i = 0; i < shown; i++) {
        if (i)
            buffer_char(&r->body, ',');
        if (!write_history_row(a, &r->body, q->ledger, &rows[i], personal))
            return false;
    }
    buffer_text(&r->body, "],\"next\":");
    if (count > shown && shown > 0)
        buffer_print(&r->body, "\"%lld\"", (long long)rows[shown - 1].seq);
    else
        buffer_text(&r->body, "null");
    buffer_text(&r->body, "}\n");
    return true;
}
