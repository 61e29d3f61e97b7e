#include "desk/application_write.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "contract/consequence.h"
#include "desk/account.h"
#include "desk/address.h"
#include "desk/address_issue.h"
#include "desk/application.h"
#include "desk/application_answers.h"
#include "desk/computer_name.h"
#include "desk/device.h"
#include "desk/licence.h"
#include "desk/loan.h"
#include "desk/mail_account.h"
#include "desk/name_series.h"
#include "desk/share.h"
#include "desk/supply.h"
#include "desk/web_meeting.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/route.h"

enum { MOST_MAPPED = 60 };

#define OPENS "【"
#define CLOSES "】"

const struct choice_item application_targets[] = {
    { "loan", "貸出", NULL },
    { "web_meeting", "Web会議", NULL },
    { "device", "機器", "端末" },
    { "stock_move", "消耗品の入出庫", "消耗品|入出庫" },
    { "address", "アドレスとコンピュータ名", "アドレス" },
    { "account", "アカウント", NULL },
    { "mail_account", "メールアドレス", NULL },
    { "share_right", "共有フォルダの権限", NULL },
    { "licence_seat", "ライセンスの割当", NULL },
    { 0 },
};

struct writing_row {
    const struct application *application;
    const struct pairs *values;
    struct link_end made;
};

static bool write_new(struct act *a, const struct ledger *l, struct writing_row *w);
static bool write_device(struct act *a, const struct ledger *l, struct writing_row *w);
static bool write_address(struct act *a, const struct ledger *l, struct writing_row *w);

static const struct target {
    const struct ledger *ledger;
    const char *besides; /* names that are no fields of it */
    bool (*write)(struct act *a, const struct ledger *l, struct writing_row *w);
    bool is_new; /* its required fields have to be mapped */
} targets[] = {
    { &loan_ledger, "state", write_new, true },
    { &web_meeting_ledger, "state", write_new, true },
    { &device_ledger, "action", write_device, false },
    { &stock_move_ledger, "", write_new, true },
    { &address_ledger, "series", write_address, false },
    { &account_ledger, "state", write_new, true },
    { &mail_account_ledger, "state", write_new, true },
    { &share_right_ledger, "state", write_new, true },
    { &licence_seat_ledger, "state", write_new, true },
};

static const struct target *
target_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof targets / sizeof *targets; i++)
        if (strcmp(targets[i].ledger->name, name) == 0)
            return &targets[i];
    return NULL;
}

/* --- the mapping ---------------------------------------------------------------------------- */

/* The next line `name = value`; false at the end. A line without '=' has no value. */
static bool
next_line(struct act *a, char **left, struct pair *out)
{
    while (*left && **left) {
        char *line = text_clean(a->arena, strsep(left, "\n"));
        char *equal = strchr(line, '=');

        if (!*line)
            continue;
        *out = (struct pair){ line, "" };
        if (equal) {
            *equal = '\0';
            *out = (struct pair){ text_clean(a->arena, line), text_clean(a->arena, equal + 1) };
        }
        return true;
    }
    return false;
}

/* The label of the next 【…】 in a value, NULL when there is none; `*from` to `*end` is it. */
static const char *
next_label(struct act *a, const char *value, const char **from, const char **end)
{
    const char *close;

    *from = strstr(value, OPENS);
    close = *from ? strstr(*from, CLOSES) : NULL;
    if (!close)
        return NULL;
    *end = close + strlen(CLOSES);
    return arena_slice(a->arena, *from + strlen(OPENS), (size_t)(close - *from) - strlen(OPENS));
}

static bool
is_own(const char *label)
{
    return strcmp(label, "申請者") == 0 || strcmp(label, "課") == 0 ||
           strcmp(label, "申請番号") == 0;
}

static bool
check_value(struct act *a, const struct questions *all, const char *name, const char *value)
{
    const char *from, *end;

    for (const char *label; (label = next_label(a, value, &from, &end)); value = end) {
        bool known = is_own(label);

        for (size_t i = 0; i < all->count; i++)
            known |= strcmp(all->rows[i]->label, label) == 0;
        if (!known)
            return fail(a, FAULT_INVALID, "mapping", "%s：「%s」という質問は質問票にありません。",
                        name, label);
    }
    return true;
}

static bool
check_required(struct act *a, const struct target *target, const struct pairs *mapped)
{
    bool good = true;

    for (const struct field *f = target->ledger->fields; target->is_new && f->name; f++)
        if (f->required && !f->filled && !f->series && !pairs_get(mapped, f->name))
            good = fail(a, FAULT_INVALID, "mapping", "%sの%s（%s）がありません。",
                        target->ledger->title, f->label, f->name);
    return good;
}

bool
application_mapping_check(struct act *a, const struct application_kind *kind)
{
    const struct target *target = target_of(kind->target.code);
    char *left = arena_copy(a->arena, kind->mapping.text ? kind->mapping.text : "");
    struct pairs mapped = { NEW_ARRAY(a->arena, MOST_MAPPED, struct pair), 0 };
    struct questions all;
    struct pair line;
    bool good = true;

    if (!target)
        return !*left || fail(a, FAULT_INVALID, "target", "台帳への記録には、書く台帳を選びます。");
    if (!questions_read(a, kind->form.id, &all))
        return false;
    while (next_line(a, &left, &line)) {
        const struct field *f = shape_field(shape_of(target->ledger), line.name);

        if (mapped.count == MOST_MAPPED)
            return fail(a, FAULT_INVALID, "mapping", "%d行までです。", MOST_MAPPED);
        if ((!f || f->fixed) && !names_have(target->besides, line.name))
            good = fail(a, FAULT_INVALID, "mapping", "「%s」という項目は%sにありません。",
                        line.name, target->ledger->title);
        good = check_value(a, &all, line.name, line.value) && good;
        mapped.items[mapped.count++] = line;
    }
    return check_required(a, target, &mapped) && good;
}

/* --- the values ----------------------------------------------------------------------------- */

static const char *
value_of(struct act *a, const struct application *it, const struct checked_list *answers,
         const char *label)
{
    if (strcmp(label, "申請者") == 0)
        return arena_print(a->arena, "%lld", (long long)it->base.owner);
    if (strcmp(label, "課") == 0)
        return it->section.id ? arena_print(a->arena, "%lld", (long long)it->section.id) : NULL;
    if (strcmp(label, "申請番号") == 0)
        return it->number;
    for (size_t i = 0; i < answers->count; i++)
        if (strcmp(answers->rows[i].question->label, label) == 0)
            return answers->rows[i].value;
    return NULL;
}

/* NULL where something it speaks of was not answered. */
static const char *
filled_in(struct act *a, const struct application *it, const struct checked_list *answers,
          const char *text)
{
    struct buffer out = { .arena = a->arena };
    const char *from, *end;

    for (const char *label; (label = next_label(a, text, &from, &end)); text = end) {
        const char *value = value_of(a, it, answers, label);

        if (!value)
            return NULL;
        buffer_add(&out, text, (size_t)(from - text));
        buffer_text(&out, value);
    }
    buffer_text(&out, text);
    return buffer_string(&out);
}

static bool
read_values(struct act *a, const struct application *it, struct pairs *out)
{
    char *left = arena_copy(a->arena, it->mapping.text ? it->mapping.text : "");
    struct checked_list answers;
    struct questions all;
    struct pair line;

    *out = (struct pairs){ NEW_ARRAY(a->arena, MOST_MAPPED, struct pair), 0 };
    if (!answers_read(a, it, &all, &answers))
        return false;
    while (next_line(a, &left, &line) && out->count < MOST_MAPPED) {
        const char *value = filled_in(a, it, &answers, line.value);

        if (value)
            out->items[out->count++] = (struct pair){ line.name, value };
    }
    return true;
}

static struct pairs
without(struct act *a, const struct pairs *values, const char *names)
{
    struct pairs out = { NEW_ARRAY(a->arena, values->count + 1, struct pair), 0 };

    for (size_t i = 0; i < values->count; i++)
        if (!names_have(names, values->items[i].name))
            out.items[out.count++] = values->items[i];
    return out;
}

/* --- writing -------------------------------------------------------------------------------- */

static bool
write_new(struct act *a, const struct ledger *l, struct writing_row *w)
{
    struct record *row = ledger_new(a, l);

    row->contract = w->application->base.contract;
    row->organisation = w->application->base.organisation;
    row->owner = w->application->base.owner;
    if (!ledger_fill(a, l, row, w->values) || !ledger_keep(a, l, NULL, row))
        return false;
    w->made = (struct link_end){ l, row->id };
    return true;
}

static bool
write_device(struct act *a, const struct ledger *l, struct writing_row *w)
{
    const char *action = pairs_get(w->values, "action"), *number = pairs_get(w->values, "number");
    struct pairs values = without(a, w->values, "action number");
    struct device *row = ledger_new(a, l);

    if (!number)
        return fail(a, FAULT_CLASH, NULL, "どの機器か、管理番号が書かれていません。差し戻します。");
    if (!link_find(a, l, number, &w->made) || !consequence_read(a, l, w->made.id, row))
        return false;
    if (row->base.contract != w->application->base.contract)
        return fail(a, FAULT_MISSING, NULL, "機器「%s」は見つかりません。", number);
    a->reason = arena_print(a->arena, "申請 %s による", w->application->number);
    return ledger_fill(a, l, row, &values) &&
           ledger_keep(a, l, action && *action ? action : NULL, row);
}

static bool
write_address(struct act *a, const struct ledger *l, struct writing_row *w)
{
    const char *series = pairs_get(w->values, "series");
    struct pairs values = without(a, w->values, "series");
    struct address *row = ledger_new(a, l);
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    struct link_end found = { 0 };
    struct address_order order;

    if ((series && !link_find(a, &name_series_ledger, series, &found)) ||
        !ledger_fill(a, l, row, &values))
        return false;
    order = (struct address_order){
        .network = row->network.id,
        .series = found.id,
        .wanted = row->address,
        .kind = row->kind.code,
        .device = row->device,
        .mac = row->mac.text,
        .note = row->note,
        .section = row->section.id,
        .person = row->person.id,
        .return_on = row->return_on,
    };
    if (!address_issue(a, &order, row, name))
        return false;
    w->made = (struct link_end){ l, row->base.id };
    return row->base.contract == w->application->base.contract ||
           fail(a, FAULT_INVALID, NULL, "ネットワークが別の契約のものです。");
}

/* What answers name is looked for in the application's own contract only. */
static struct who
within(struct act *a, int64_t contract)
{
    struct who who = *a->who;
    struct membership *in = NEW_ARRAY(a->arena, who.count + 1, struct membership);

    for (size_t i = 0; i < who.count; i++) {
        in[i] = who.in[i];
        in[i].contract = contract;
    }
    who.in = in;
    return who;
}

static bool
run(struct act *a, void *with)
{
    struct writing_row *w = with;
    const struct target *target = target_of(w->application->target);
    struct who who = within(a, w->application->base.contract);

    a->who = &who; /* consequence_run puts it back */
    return target->write(a, target->ledger, w) &&
           link_add(a, (struct link_end){ &application_ledger, w->application->base.id }, w->made,
                    link_kind_find("related"), NULL);
}

bool
application_write(struct act *a, const struct application *it, const char *when)
{
    struct writing_row w = { .application = it };
    struct pairs values;
    const char *reason = a->reason;
    bool good;

    if (!target_of(it->target) || !it->written || strcmp(it->written, when) != 0)
        return true;
    if (!read_values(a, it, &values))
        return false;
    w.values = &values;
    good = consequence_run(a, run, &w);
    a->reason = reason;
    return good;
}
