#include "web/timeline_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/address.h"
#include "web/route.h"

enum { MOST_SINCE = 50, BRIEF = 3 };

const char *
clock_time(struct act *a, struct instant at)
{
    int minute = instant_minute(at);

    return arena_print(a->arena, "%d:%02d", minute / 60, minute % 60);
}

const char *
short_day(struct act *a, struct instant at)
{
    struct date date = instant_date(at);
    struct day day = date_take(date);

    if (day.year != date_take(instant_date(a->now)).year)
        return wareki_print(a->arena, date, WAREKI_SHORT);
    return arena_print(a->arena, "%d月%d日", day.month, day.day);
}

static const char *
entry_words(const struct ledger *l, const struct entry *e)
{
    switch (e->kind) {
    case ENTRY_MESSAGE:
        return "から";
    case ENTRY_ANSWER:
        return "から回答";
    case ENTRY_NOTE:
        return "内部メモ（依頼者には見えません）";
    case ENTRY_CHANGE:
        break;
    }
    return action_words(l, e->action);
}

static void
show_changes(struct act *a, const struct history_change *changes, size_t count,
             struct shown_entry *out)
{
    out->changes = NEW_ARRAY(a->arena, count + 1, struct history_change);
    out->change_count = count;
    for (size_t i = 0; i < count; i++) {
        out->changes[i] = changes[i];
        if (!changes[i].before || !*changes[i].before)
            out->changes[i].before = "（なし）";
        if (!changes[i].after || !*changes[i].after)
            out->changes[i].after = "（なし）";
    }
}

static struct shown_entry
show(struct act *a, const struct ledger *l, const struct entry *e, int32_t *day)
{
    int32_t today = instant_date(e->at).day;
    struct shown_entry shown = {
        .icon = entry_icon(e->kind),
        .who = e->who && *e->who ? e->who : "自動",
        .words = entry_words(l, e),
        .text = e->kind == ENTRY_CHANGE ? NULL : e->text,
        .is_note = e->kind == ENTRY_NOTE,
        .day = *day == today ? NULL : short_day(a, e->at),
        .time = clock_time(a, e->at),
        .at = e->at,
    };

    *day = today;
    if (e->source)
        shown.words = arena_print(a->arena, "%s（%s）", shown.words, e->source);
    /* What a record began with stands beside; listing it again would say nothing. */
    if (e->kind == ENTRY_CHANGE && strcmp(e->action, "create") != 0)
        show_changes(a, e->changes, e->change_count, &shown);
    return shown;
}

static bool
is_wanted(const struct entry *e, const char *show)
{
    if (strcmp(show, "talk") == 0)
        return e->kind != ENTRY_CHANGE;
    return strcmp(show, "changes") != 0 || e->kind == ENTRY_CHANGE;
}

static void
fill_chips(struct act *a, const struct request *q, const char *show, size_t talk, size_t changes,
           struct record_page *out)
{
    const char *words[] = { "すべて", "やり取り", "変更" };
    const char *names[] = { NULL, "talk", "changes" };
    size_t counts[] = { talk + changes, talk, changes };
    const char *path = address_record(a, q->ledger->path, out->id);

    out->chip_count = 3;
    out->chips = NEW_ARRAY(a->arena, out->chip_count, struct chip);
    for (size_t i = 0; i < out->chip_count; i++)
        out->chips[i] = (struct chip){
            arena_print(a->arena, "%s %zu", words[i], counts[i]),
            address_with(a, path, &q->query, "show", names[i]),
            strcmp(show, names[i] ? names[i] : "") == 0,
        };
}

bool
timeline_fill(struct act *a, const struct request *q, const struct record *record, bool brief,
              struct record_page *out)
{
    const char *show_only = brief ? "talk" : pairs_get(&q->query, "show");
    struct entry *entries;
    size_t count, talk = 0, wanted = 0;
    int32_t day = 0;

    if (!timeline_read(a, q->ledger, record, &entries, &count))
        return false;
    show_only = show_only ? show_only : "";
    for (size_t i = 0; i < count; i++) {
        talk += entries[i].kind != ENTRY_CHANGE;
        wanted += is_wanted(&entries[i], show_only);
    }
    out->entries = NEW_ARRAY(a->arena, wanted + 1, struct shown_entry);
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&entries[i], show_only) && (!brief || wanted-- <= BRIEF))
            out->entries[out->entry_count++] = show(a, q->ledger, &entries[i], &day);
    if (!brief)
        fill_chips(a, q, show_only, talk, count - talk, out);
    return true;
}

static bool
makes_a_version(const struct history_row *row)
{
    static const char *const none[] = { "read",       "message",  "answer", "note",   "export",
                                        "breach",     "clock",    "attach", "detach", "checked",
                                        "quarantine", "download", "link",   "unlink" };

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strcmp(row->action, none[i]) == 0)
            return false;
    return true;
}

bool
changes_since(struct act *a, const struct ledger *l, int64_t id, int64_t version, int64_t current,
              struct shown_entry **out, size_t *count)
{
    struct history_row *rows;
    struct history_change *changes;
    size_t row_count, change_count, left;
    int32_t day = 0;

    *count = 0;
    *out = NEW_ARRAY(a->arena, MOST_SINCE, struct shown_entry);
    if (current <= version || !history_list(a, l, id, 0, MOST_SINCE, &rows, &row_count))
        return current <= version;
    left = (size_t)(current - version);
    for (size_t i = 0; i < row_count && left; i++) {
        struct instant at = { 0 };
        struct entry e = { .kind = ENTRY_CHANGE, .action = rows[i].action };

        if (!makes_a_version(&rows[i]))
            continue;
        if (!history_changes_closed(a, l, &rows[i], &changes, &change_count))
            return false;
        instant_parse(rows[i].at, &at);
        e.at = at;
        e.who = history_actor(a, rows[i].actor);
        e.changes = changes;
        e.change_count = change_count;
        (*out)[(*count)++] = show(a, l, &e, &day);
        left--;
    }
    return true;
}
