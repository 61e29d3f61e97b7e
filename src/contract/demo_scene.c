#include "contract/demo_scene.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/pair.h"
#include "ledger/core/core.h"
#include "ledger/field.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_KEYS = 400, MOST_USERS = 16, MOST_PAIRS = 40, MORNING = 10 * 60 };

struct known {
    const char *key;
    int64_t id;
    struct instant at; /* when somebody did something with it last */
};

struct play {
    int64_t contract;
    struct period period;
    struct date today;
    struct instant present;
    struct arena *lasting;
    struct known keys[MOST_KEYS];
    size_t key_count;
    struct who users[MOST_USERS];
    size_t user_count;
    bool left_out; /* what this row leads to is not there */
};

/* --- days ------------------------------------------------------------------------------- */

static bool
is_day(const char *text)
{
    return *text == '-' || *text == '+' || isdigit((unsigned char)*text) ||
           (strchr("szme", *text) && *text && (text[1] == '-' || isdigit((unsigned char)text[1])));
}

static struct date
workday(struct date day)
{
    enum weekday weekday = date_weekday(day);

    return date_add(day, weekday == SATURDAY ? -1 : weekday == SUNDAY ? -2 : 0);
}

/* Reads a day and moves behind it. */
static struct date
take_day(const struct play *p, const char **at)
{
    char letter = strchr("szme", **at) ? *(*at)++ : 0;
    struct date month = date_add(p->today, 1 - date_take(p->today).day);
    char *end;
    int n = (int)strtol(*at, &end, 10);

    *at = end;
    if (letter == 's')
        return date_add(p->period.from, n);
    if (letter == 'z')
        return date_add(p->period.until, n);
    if (!letter)
        return n ? workday(date_add(p->today, n)) : p->today;
    month = date_add_months(month, n);
    if (letter == 'e')
        month = date_month_end(month);
    if (**at == '+') {
        month = date_add(month, (int)strtol(*at, &end, 10));
        *at = end;
    }
    return month;
}

static struct instant
moment(const struct play *p, const char *when)
{
    struct date day = take_day(p, &when);
    int hours, minutes;
    char *end;

    if (*when != ' ')
        return instant_make(day, MORNING);
    hours = (int)strtol(when, &end, 10);
    minutes = *end == ':' ? (int)strtol(end + 1, NULL, 10) : 0;
    return instant_make(day, hours * 60 + minutes);
}

/* --- keys ------------------------------------------------------------------------------- */

struct id_row {
    int64_t id;
};

/* What the program makes of a record, by the word after ">". */
#define MADE_QUERY(words)                                                                          \
    {                                                                                              \
        .name = "demo.made", .sql = words, .row_size = sizeof(struct id_row),                      \
        .columns = COLUMNS(COLUMN(struct id_row, id)),                                             \
    }

static const struct query instalment_query =
    MADE_QUERY("SELECT id FROM instalment WHERE plan = :record AND nth = :nth"
               " AND removed_at IS NULL");

static const struct query inspection_query =
    MADE_QUERY("SELECT id FROM inspection WHERE deliverable = :record AND id > :nth"
               " AND removed_at IS NULL ORDER BY id DESC LIMIT 1");

static const struct query check_query =
    MADE_QUERY("SELECT id FROM media_check WHERE plan = :record AND state = 'planned'"
               " AND id > :nth AND removed_at IS NULL ORDER BY id LIMIT 1");

static const struct query meeting_query =
    MADE_QUERY("SELECT id FROM meeting WHERE series = :record AND state = 'planned'"
               " AND id > :nth AND removed_at IS NULL ORDER BY id LIMIT 1");

static const struct query *
made_query(const char *word)
{
    switch (*word) {
    case 'i':
        return &inspection_query;
    case 'c':
        return &check_query;
    case 'm':
        return &meeting_query;
    default:
        return &instalment_query;
    }
}

static bool
find_key(struct act *a, struct play *p, const char *key, int64_t *id)
{
    size_t length = strcspn(key, ">");
    const char *of = key[length] ? key + length + 1 : NULL;
    struct id_row row = { 0 };
    int64_t nth;
    bool found;

    *id = 0;
    for (size_t i = p->key_count; i-- > 0 && !*id;)
        if (strlen(p->keys[i].key) == length && strncmp(p->keys[i].key, key, length) == 0)
            *id = p->keys[i].id;
    if (*id && of) {
        nth = strtol(of, NULL, 10);
        if (!query_first(a, made_query(of), &row, &found,
                         BOUND(bind_int("record", *id), bind_int("nth", nth))))
            return false;
        *id = row.id;
    }
    p->left_out = p->left_out || !*id;
    return true;
}

static void
keep_key(struct play *p, const char *key, int64_t id, struct instant at)
{
    must(p->key_count < MOST_KEYS);
    if (key)
        p->keys[p->key_count++] = (struct known){ key, id, at };
}

/* Two days may have become the same Friday: what follows is done after it all the same. */
static struct instant
follow(struct play *p, const char *key, struct instant then)
{
    for (size_t i = p->key_count; key && i-- > 0;) {
        struct known *known = &p->keys[i];

        if (strcmp(known->key, key) != 0)
            continue;
        if (then.us <= known->at.us)
            then = instant_add(known->at, (struct minutes){ 5 });
        known->at = then;
        break;
    }
    return then.us < p->present.us ? then : p->present;
}

/* --- values ----------------------------------------------------------------------------- */

static void
put_day(struct play *p, struct buffer *out, const char **at)
{
    char day[DATE_TEXT];

    if (**at == 'y') {
        buffer_int(out, fiscal_year(p->today));
        ++*at;
        return;
    }
    date_print(take_day(p, at), day);
    buffer_text(out, day);
}

static bool
put_key(struct act *a, struct play *p, struct buffer *out, const char **at)
{
    size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz0123456789_>");
    int64_t id;

    if (!find_key(a, p, arena_slice(a->arena, *at, length), &id))
        return false;
    buffer_int(out, id);
    *at += length;
    return true;
}

static bool
expand(struct act *a, struct play *p, const char *text, const char **out)
{
    struct buffer value = { .arena = a->arena };

    while (*text) {
        if (*text == '@' && (text[1] == 'y' || is_day(text + 1))) {
            text++;
            put_day(p, &value, &text);
        } else if (*text == '#' && islower((unsigned char)text[1])) {
            text++;
            if (!put_key(a, p, &value, &text))
                return false;
        } else {
            buffer_char(&value, *text++);
        }
    }
    *out = buffer_string(&value);
    return true;
}

static bool
read_values(struct act *a, struct play *p, const char *values, struct pairs *out)
{
    out->items = NEW_ARRAY(a->arena, MOST_PAIRS, struct pair);
    while (values && *values && out->count < MOST_PAIRS) {
        size_t length = strcspn(values, "|");
        const char *one = arena_slice(a->arena, values, length);
        size_t name = strcspn(one, "=");
        struct pair *pair = &out->items[out->count++];

        pair->name = arena_slice(a->arena, one, name);
        if (!expand(a, p, one[name] ? one + name + 1 : "", &pair->value))
            return false;
        values += length + (values[length] == '|');
    }
    return true;
}

/* --- rows ------------------------------------------------------------------------------- */

static bool
enter(struct act *a, struct play *p, const char *login)
{
    struct arena *inner = a->arena;
    size_t i = 0;
    bool good = true;

    while (i < p->user_count && strcmp(p->users[i].login, login) != 0)
        i++;
    if (i == p->user_count) {
        a->arena = p->lasting;
        good = i < MOST_USERS && who_by_login(a, login, &p->users[i]);
        a->arena = inner;
        p->user_count += good;
    }
    a->who = &p->users[i];
    return good;
}

static bool
make(struct act *a, struct play *p, const struct scene_row *row)
{
    struct record *record = ledger_new(a, row->ledger);
    struct pairs pairs = { 0 };

    if (!read_values(a, p, row->values, &pairs))
        return false;
    if (p->left_out)
        return true;
    if (!row->ledger->installation)
        record->contract = p->contract;
    if (!ledger_fill(a, row->ledger, record, &pairs) || !ledger_create(a, row->ledger, record))
        return false;
    keep_key(p, row->key, record->id, a->now);
    return true;
}

static bool
go_on(struct act *a, struct play *p, const struct scene_row *row)
{
    struct record *record = ledger_new(a, row->ledger);
    struct pairs pairs = { 0 };
    int64_t id;

    if (!find_key(a, p, row->key, &id) || !read_values(a, p, row->values, &pairs))
        return false;
    if (p->left_out)
        return true;
    if (!ledger_read(a, row->ledger, id, false, record) ||
        !ledger_fill(a, row->ledger, record, &pairs))
        return false;
    return strcmp(row->does, "change") == 0 ? ledger_change(a, row->ledger, record)
                                            : ledger_move(a, row->ledger, row->does, record);
}

/* What went wrong outlives the row's arena. */
static void
keep_faults(struct act *a)
{
    struct fault *from = a->faults;

    act_forgive(a, 0);
    for (; from; from = from->next)
        fail(a, from->kind, from->field ? arena_copy(a->arena, from->field) : NULL, "%s",
             from->message);
}

/* A month that was over before the contract began. */
static bool
is_before(const struct play *p, const char *when, struct instant then)
{
    return strchr("me", *when) && instant_date(then).day < p->period.from.day;
}

static bool
play_row(struct act *a, struct play *p, const struct scene_row *row)
{
    const struct who *console = a->who;
    struct arena *outer = a->arena, arena = { 0 };
    struct instant then = moment(p, row->when);
    bool good = true;

    if (then.us > p->present.us && strcmp(row->when, "0") == 0)
        then = p->present;
    if (then.us > p->present.us || is_before(p, row->when, then))
        return true;
    p->left_out = false;
    a->arena = &arena;
    a->now = row->does ? follow(p, row->key, then) : then;
    a->reason = NULL;
    good = enter(a, p, row->who) && (row->does ? go_on(a, p, row) : make(a, p, row));
    a->reason = NULL;
    a->arena = outer;
    a->who = console;
    a->now = p->present;
    if (!good)
        keep_faults(a);
    if (!good)
        fail(a, FAULT_INVALID, NULL, "見本の%s「%s」（%s）を登録できません。", row->ledger->title,
             row->key ? row->key : row->values, row->does ? row->does : "新規");
    arena_release(&arena);
    return good;
}

struct contract_row {
    int64_t id;
    struct date from;
    struct date until;
};

static const struct query contract_query = {
    .name = "demo.contract",
    .sql = "SELECT id, period_from AS \"from\", period_until AS until FROM contract"
           " WHERE number = :number AND removed_at IS NULL",
    .row_size = sizeof(struct contract_row),
    .columns = COLUMNS(COLUMN(struct contract_row, id), COLUMN(struct contract_row, from),
                       COLUMN(struct contract_row, until)),
};

bool
scene_play(struct act *a, const struct scene *scene)
{
    struct play *p = NEW(a->arena, struct play);
    struct contract_row row;
    bool found, good;

    good = query_first(a, &contract_query, &row, &found,
                       BOUND(bind_text("number", scene->contract))) &&
           (found || fail(a, FAULT_MISSING, NULL, "契約 %s がありません。", scene->contract));
    if (!good)
        return false;
    *p = (struct play){ .contract = row.id,
                        .period = { row.from, row.until },
                        .today = instant_date(a->now),
                        .present = a->now,
                        .lasting = a->arena };
    for (const struct scene_row *const *table = scene->tables; good && *table; table++)
        for (const struct scene_row *it = *table; good && it->who; it++)
            good = play_row(a, p, it);
    return good;
}
