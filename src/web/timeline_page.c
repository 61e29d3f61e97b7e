#include "web/timeline_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/address.h"
#include "web/panel.h"
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

static enum shown_kind
kind_of(const struct entry *e)
{
    if (e->kind == ENTRY_CHANGE)
        return SHOWN_CHANGE;
    return e->kind == ENTRY_NOTE ? SHOWN_NOTE : SHOWN_TALK;
}

static struct shown_entry
show(struct act *a, const struct ledger *l, const struct entry *e)
{
    struct shown_entry shown = {
        .kind = kind_of(e),
        .icon = entry_icon(e->kind),
        .who = e->who && *e->who ? e->who : "自動",
        .words = entry_words(l, e),
        .text = e->kind == ENTRY_CHANGE ? NULL : e->text,
        .is_note = e->kind == ENTRY_NOTE,
        .at = e->at,
    };

    if (e->source)
        shown.words = arena_print(a->arena, "%s（%s）", shown.words, e->source);
    /* What a record began with stands beside; listing it again would say nothing. */
    if (e->kind == ENTRY_CHANGE && strcmp(e->action, "create") != 0)
        show_changes(a, e->changes, e->change_count, &shown);
    return shown;
}

static void
put_times(struct act *a, struct shown_entry *entries, size_t count)
{
    int32_t day = 0;

    for (size_t i = 0; i < count; i++) {
        int32_t today = instant_date(entries[i].at).day;

        entries[i].day = day == today ? NULL : short_day(a, entries[i].at);
        entries[i].time = clock_time(a, entries[i].at);
        day = today;
    }
}

/* The chips: those of the first row always stand, the others where there is something. */
static const struct timeline_chip {
    const char *name;
    const char *title;
    unsigned kinds; /* 1 << SHOWN_… */
    bool always;
} timeline_chips[] = {
    { NULL, "すべて", (1U << SHOWN_KINDS) - 1, true },
    { "talk", "やり取り", 1U << SHOWN_TALK, true },
    { "notes", "内部メモ", 1U << SHOWN_NOTE, false },
    { "changes", "変更", 1U << SHOWN_CHANGE, true },
    { "approvals", "決裁", 1U << SHOWN_APPROVAL, false },
    { "mail", "メール", 1U << SHOWN_MAIL, false },
};
enum { CHIPS = sizeof timeline_chips / sizeof *timeline_chips };

static const struct timeline_chip *
chosen_chip(const struct request *q)
{
    const char *show = pairs_get(&q->query, "show");

    for (size_t i = 1; show && i < CHIPS; i++)
        if (strcmp(timeline_chips[i].name, show) == 0)
            return &timeline_chips[i];
    return &timeline_chips[0];
}

static void
fill_chips(struct act *a, const struct request *q, const struct timeline_chip *chosen,
           const struct shown_entry *all, size_t count, struct record_page *out)
{
    const char *path = address_record(a, q->ledger->path, out->id);

    out->chips = NEW_ARRAY(a->arena, CHIPS, struct chip);
    for (size_t i = 0; i < CHIPS; i++) {
        const struct timeline_chip *chip = &timeline_chips[i];
        size_t found = 0;

        for (size_t k = 0; k < count; k++)
            found += (chip->kinds >> all[k].kind & 1) != 0;
        if (found || chip->always || chip == chosen)
            out->chips[out->chip_count++] = (struct chip){
                arena_print(a->arena, "%s %zu", chip->title, found),
                address_with(a, path, &q->query, "show", chip->name),
                chip == chosen,
            };
    }
}

/* Stable: entries of the same moment stay in their order, the timeline's own first. */
static void
sort_by_time(struct shown_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct shown_entry entry = entries[i];
        size_t k = i;

        for (; k > 0 && entries[k - 1].at.us > entry.at.us; k--)
            entries[k] = entries[k - 1];
        entries[k] = entry;
    }
}

static size_t
gather(struct act *a, const struct request *q, const struct entry *entries, size_t count,
       const struct record_page *page, struct shown_entry **out)
{
    size_t most = count, n = 0;

    for (size_t i = 0; i < page->panel_count; i++)
        most += page->panels[i].said_count;
    *out = NEW_ARRAY(a->arena, most + 1, struct shown_entry);
    for (size_t i = 0; i < count; i++)
        (*out)[n++] = show(a, q->ledger, &entries[i]);
    for (size_t i = 0; i < page->panel_count; i++)
        for (size_t k = 0; k < page->panels[i].said_count; k++)
            (*out)[n++] = page->panels[i].said[k];
    if (n > count)
        sort_by_time(*out, n);
    return n;
}

bool
timeline_fill(struct act *a, const struct request *q, const struct record *record, bool brief,
              struct record_page *out)
{
    const struct timeline_chip *chosen = chosen_chip(q);
    unsigned kinds = brief ? 1U << SHOWN_TALK | 1U << SHOWN_NOTE : chosen->kinds;
    struct shown_entry *all;
    struct entry *entries;
    size_t count, wanted = 0;

    if (!timeline_read(a, q->ledger, record, &entries, &count))
        return false;
    count = gather(a, q, entries, count, out, &all);
    for (size_t i = 0; i < count; i++)
        wanted += (kinds >> all[i].kind & 1) != 0;
    out->entries = NEW_ARRAY(a->arena, wanted + 1, struct shown_entry);
    for (size_t i = 0; i < count; i++)
        if ((kinds >> all[i].kind & 1) != 0 && (!brief || wanted-- <= BRIEF))
            out->entries[out->entry_count++] = all[i];
    put_times(a, out->entries, out->entry_count);
    if (!brief)
        fill_chips(a, q, chosen, all, count, out);
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
        (*out)[(*count)++] = show(a, l, &e);
        left--;
    }
    put_times(a, *out, *count);
    return true;
}
