#include "web/help_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/clock.h"
#include "ledger/core/who.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/views.h"

FRAME_BODY(help_view, struct help_page)
FRAME_BODY(help_ledger_view, struct help_page)

static void
add_word(struct buffer *words, const char *word)
{
    if (words->length)
        buffer_text(words, "、");
    buffer_text(words, word);
}

static const char *
state_words(struct act *a, const struct ledger *l, const char *names)
{
    struct buffer words = { .arena = a->arena };
    const char *name;
    size_t length;

    while ((name = names_next(&names, &length)) != NULL) {
        const struct state *state = state_find(l, arena_slice(a->arena, name, length));

        if (state)
            add_word(&words, state->label);
    }
    return buffer_string(&words);
}

static const char *
role_words(struct act *a, unsigned roles)
{
    struct buffer words = { .arena = a->arena };

    for (int role = ROLE_ADMINISTRATOR; role < (int)ROLES; role++)
        if (roles & 1u << role)
            add_word(&words, role_title((enum role)role));
    return buffer_string(&words);
}

static void
fill_fields(struct act *a, const struct ledger *l, struct help_page *out)
{
    const struct shape *s = shape_of(l);

    out->fields = NEW_ARRAY(a->arena, s->field_count + 1, struct help_field);
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];
        struct buffer help = { .arena = a->arena };

        if (f->help)
            buffer_text(&help, f->help);
        if (f->personal)
            buffer_text(&help, "個人情報です。暗号にして保管し、開いたことが履歴に残ります。");
        if (f->unique || f->unique_everywhere)
            buffer_text(&help, "同じものは1つだけです。");
        if (f->settled)
            buffer_text(&help, "一度書くと変えられません。");
        out->fields[out->field_count++] = (struct help_field){ f->label, field_type_title(f->type),
                                                               f->fixed      ? "自動"
                                                               : f->required ? "必須"
                                                                             : "任意",
                                                               buffer_string(&help) };
    }
}

static void
fill_steps(struct act *a, const struct ledger *l, struct help_page *out)
{
    const struct transition *t = l->states ? l->states->transitions : NULL;
    size_t count = 0;

    while (t && t[count].action)
        count++;
    out->steps = NEW_ARRAY(a->arena, count + 1, struct help_step);
    for (size_t i = 0; i < count; i++)
        out->steps[out->step_count++] =
            (struct help_step){ t[i].label, state_words(a, l, t[i].from),
                                state_words(a, l, t[i].to), role_words(a, t[i].roles) };
}

static void
fill_rights(struct act *a, const struct ledger *l, struct help_page *out)
{
    size_t count = 0;

    while (l->access && l->access[count].may)
        count++;
    out->rights = NEW_ARRAY(a->arena, count + 1, struct help_right);
    for (size_t i = 0; i < count; i++) {
        struct buffer words = { .arena = a->arena };

        for (size_t k = 0; k < DEEDS; k++)
            if (l->access[i].may & 1u << k)
                add_word(&words, deed_faces[k].title);
        out->rights[out->right_count++] =
            (struct help_right){ role_title(l->access[i].role), buffer_string(&words),
                                 reach_title(l->access[i].reach) };
    }
}

static void
fill_clocks(struct act *a, const struct ledger *l, struct help_page *out)
{
    size_t count = 0;

    while (l->clocks && l->clocks[count].name)
        count++;
    out->clocks = NEW_ARRAY(a->arena, count + 1, struct fact);
    for (size_t i = 0; i < count; i++) {
        const struct clock_rule *rule = &l->clocks[i];
        const char *pauses = state_words(a, l, rule->pauses);

        out->clocks[out->clock_count++] =
            (struct fact){ rule->label,
                           arena_print(a->arena,
                                       "%sで達成になります。%s%s%s契約の営業時間で数えます。",
                                       state_words(a, l, rule->met), *pauses ? pauses : "",
                                       *pauses ? "の間は止まります。" : "", ""),
                           NULL };
    }
}

bool
help_of_ledger(struct act *a, const struct request *q, struct reply *r)
{
    struct help_page page = { .ledger = ledger_find(q->word) };
    struct frame frame;

    if (!page.ledger || !page.ledger->path || !access_may(a, page.ledger, DEED_READ, NULL))
        return fail(a, FAULT_MISSING, NULL, "「%s」という台帳の説明はありません。", q->word);
    fill_fields(a, page.ledger, &page);
    fill_steps(a, page.ledger, &page);
    fill_rights(a, page.ledger, &page);
    fill_clocks(a, page.ledger, &page);
    frame_fill(a, q, arena_print(a->arena, "%sの説明", page.ledger->title), &frame);
    frame.help = q->path;
    return frame_reply(a, r, &frame, help_ledger_view_body, &page);
}

bool
help_show(struct act *a, const struct request *q, struct reply *r)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);
    struct help_page page = { .ledgers = NEW_ARRAY(a->arena, count + 1, struct fact) };
    struct frame frame;

    for (size_t i = 0; i < count; i++)
        if (all[i]->path && access_may(a, all[i], DEED_READ, NULL))
            page.ledgers[page.ledger_count++] =
                (struct fact){ all[i]->title, all[i]->help ? all[i]->help : "",
                               arena_print(a->arena, "/help/%s", all[i]->name) };
    frame_fill(a, q, "ヘルプ", &frame);
    return frame_reply(a, r, &frame, help_view_body, &page);
}
