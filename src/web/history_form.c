#include "web/history_form.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/marks.h"

static const struct {
    const char *origin;
    const char *words;
} origins[] = { { "page", "画面" },     { "api", "API" },     { "command", "コマンド" },
                { "import", "取込み" }, { "mail", "メール" }, { "job", "自動" } };
enum { KNOWN_ORIGINS = sizeof origins / sizeof *origins };

/* What can be done to any ledger, and to none; a ledger's own transitions come behind. */
static const char *const deeds[] = {
    "create",   "change",         "remove", "read",    "import", "undo",
    "export",   "message",        "answer", "note",    "breach", "sign-in",
    "sign-out", "sign-in-failed", "erase",  "restore", "clock",
};
enum { KNOWN_DEEDS = sizeof deeds / sizeof *deeds };

const char *
origin_words(const char *origin)
{
    for (size_t i = 0; i < KNOWN_ORIGINS; i++)
        if (strcmp(origins[i].origin, origin) == 0)
            return origins[i].words;
    return origin;
}

/* --- reading ------------------------------------------------------------------------------- */

/* NULL for what is not there or empty. */
static const char *
typed(const struct request *q, const char *name)
{
    const char *text = pairs_get(&q->query, name);

    return text && *text ? text : NULL;
}

static bool
read_number(struct act *a, const char *text, const char *field, const char *label, int64_t *out)
{
    for (*out = 0; *text >= '0' && *text <= '9' && *out < INT64_MAX / 10 - 1; text++)
        *out = *out * 10 + (*text - '0');
    return !*text || fail(a, FAULT_INVALID, field, "%sは数で書いてください。", label);
}

static bool
read_day(struct act *a, const char *text, const char *field, struct date *out)
{
    const char *why;

    return !text || wareki_parse(a->arena, text, out, &why) ||
           fail(a, FAULT_INVALID, field, "日付「%s」を読めません。%s", text, why);
}

static bool
read_who(struct act *a, const char *text, int64_t *out)
{
    if (!text)
        return true;
    if (*text >= '0' && *text <= '9' && strspn(text, "0123456789") == strlen(text))
        return read_number(a, text, "who", "利用者の番号", out);
    return history_actor_find(a, text, out);
}

static bool
read_ledger(struct act *a, const struct request *q, struct history_search *search)
{
    const char *name = typed(q, "ledger");
    const char *record = typed(q, "record");

    search->ledger = q->ledger ? q->ledger : name ? ledger_find(name) : NULL;
    search->record = q->ledger ? q->id : 0;
    if (name && !search->ledger)
        return fail(a, FAULT_INVALID, "ledger", "「%s」という台帳はありません。", name);
    return q->ledger || !record || read_number(a, record, "record", "記録の番号", &search->record);
}

static void
add_choice(struct history_choices *list, const char *value, const char *words, const char *now)
{
    list->items[list->count++] =
        (struct history_choice){ value, words, now && strcmp(now, value) == 0 };
}

static void
fill_ledgers(struct act *a, struct history_form *out)
{
    const struct ledger *now = out->search.ledger;
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    out->ledgers.items = NEW_ARRAY(a->arena, count + 1, struct history_choice);
    for (size_t i = 0; i < count; i++)
        add_choice(&out->ledgers, all[i]->name, all[i]->title, now ? now->name : NULL);
}

static void
fill_deeds(struct act *a, struct history_form *out)
{
    const struct ledger *l = out->search.ledger;
    const char *now = out->search.action;
    const struct transition *first = l && l->states ? l->states->transitions : NULL;
    size_t moves = 0;
    bool known = !now;

    for (const struct transition *t = first; t && t->action; t++)
        moves++;
    out->deeds.items = NEW_ARRAY(a->arena, KNOWN_DEEDS + moves + 1, struct history_choice);
    for (size_t i = 0; i < KNOWN_DEEDS; i++)
        add_choice(&out->deeds, deeds[i], action_words(l, deeds[i]), now);
    for (const struct transition *t = first; t && t->action; t++)
        add_choice(&out->deeds, t->action, t->label, now);
    for (size_t i = 0; i < out->deeds.count; i++)
        known = known || out->deeds.items[i].chosen;
    if (!known)
        add_choice(&out->deeds, now, action_words(l, now), now);
}

bool
history_form_read(struct act *a, const struct request *q, struct history_form *out)
{
    struct history_search *search = &out->search;
    const char *before = typed(q, "before");

    *out = (struct history_form){
        .action = q->path,
        .who = typed(q, "who"),
        .record = typed(q, "record"),
        .from = typed(q, "from"),
        .until = typed(q, "until"),
        .whole = !q->ledger,
    };
    search->action = typed(q, "action");
    search->origin = typed(q, "origin");
    if (!read_ledger(a, q, search) || !read_who(a, out->who, &search->actor) ||
        !read_day(a, out->from, "from", &search->from) ||
        !read_day(a, out->until, "until", &search->until) ||
        (before && !read_number(a, before, "before", "行の番号", &search->before)))
        return false;
    out->narrowed = search->actor || search->action || search->origin || search->from.day ||
                    search->until.day || (out->whole && (search->ledger || search->record));
    fill_ledgers(a, out);
    fill_deeds(a, out);
    out->origins.items = NEW_ARRAY(a->arena, KNOWN_ORIGINS, struct history_choice);
    for (size_t i = 0; i < KNOWN_ORIGINS; i++)
        add_choice(&out->origins, origins[i].origin, origins[i].words, search->origin);
    return true;
}

/* --- telling --------------------------------------------------------------------------------- */

static void
text_json(struct buffer *out, const char *name, const char *text)
{
    if (!text)
        return;
    json_key(out, name, out->length == 1);
    json_text(out, text);
}

static void
number_json(struct buffer *out, const char *name, int64_t number)
{
    if (!number)
        return;
    json_key(out, name, out->length == 1);
    buffer_int(out, number);
}

static const char *
day_text(struct act *a, struct date date)
{
    char text[DATE_TEXT];

    if (!date.day)
        return NULL;
    date_print(date, text);
    return arena_copy(a->arena, text);
}

const char *
history_form_json(struct act *a, const struct history_form *form)
{
    const struct history_search *s = &form->search;
    struct buffer out = { .arena = a->arena };

    buffer_char(&out, '{');
    number_json(&out, "actor", s->actor);
    text_json(&out, "ledger", s->ledger ? s->ledger->name : NULL);
    number_json(&out, "record", s->record);
    text_json(&out, "action", s->action);
    text_json(&out, "origin", s->origin);
    text_json(&out, "from", day_text(a, s->from));
    text_json(&out, "until", day_text(a, s->until));
    buffer_char(&out, '}');
    return buffer_string(&out);
}

static void
add_words(struct buffer *out, const char *label, const char *text)
{
    if (text && *text)
        buffer_print(out, "%s%s：%s", out->length ? "　" : "", label, text);
}

const char *
history_form_words(struct act *a, const struct history_form *form)
{
    const struct history_search *s = &form->search;
    struct buffer out = { .arena = a->arena };

    add_words(&out, "人", s->actor ? history_actor(a, s->actor) : NULL);
    add_words(&out, "台帳", s->ledger ? s->ledger->title : NULL);
    add_words(&out, "記録", s->record ? arena_print(a->arena, "%lld", (long long)s->record) : NULL);
    add_words(&out, "したこと", s->action ? action_words(s->ledger, s->action) : NULL);
    add_words(&out, "入口", s->origin ? origin_words(s->origin) : NULL);
    add_words(&out, "から", s->from.day ? wareki_print(a->arena, s->from, WAREKI_LONG) : NULL);
    add_words(&out, "まで", s->until.day ? wareki_print(a->arena, s->until, WAREKI_LONG) : NULL);
    return out.length ? buffer_string(&out) : "すべて";
}
