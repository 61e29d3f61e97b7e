#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/wareki.h"
#include "ledger/ahead.h"
#include "ledger/core/core.h"
#include "ledger/guard.h"
#include "ledger/shape.h"
#include "ledger/write.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_LINE = 1000, MOST_PROSE = 100000 };

/* The text of members that are one pointer to it; NULL for other types. */
static const char *
text_at(const struct field *f, const void *at)
{
    const char *text;

    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_CHOICE:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_MAC:
    case FIELD_URL:
        memcpy(&text, at, sizeof text);
        return text ? text : "";
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_MINUTES:
    case FIELD_PERIOD:
    case FIELD_BOOL:
    case FIELD_REF:
    case FIELD_REFS:
    case FIELD_INET:
    case FIELD_FILE:
        break;
    }
    return NULL;
}

static bool
is_choice(const struct field *f, const char *code)
{
    for (const struct choice_item *it = f->choices; it && it->code; it++)
        if (strcmp(it->code, code) == 0)
            return true;
    return false;
}

/* What a parser has let through passes; this is for what code, files and mail bring. */
static bool
check_text(struct act *a, const struct field *f, const char *text)
{
    int64_t most = f->most > 0 ? f->most : f->type == FIELD_PROSE ? MOST_PROSE : MOST_LINE;
    int64_t count;

    if (!utf8_valid(text, strlen(text)) || text_has_control(text))
        return fail(a, FAULT_INVALID, f->name, "%sに使えない文字が入っています。消して送ります。",
                    f->label);
    if (!f->secret && !guard_text(a, f->name, f->label, text))
        return false;
    if (f->type != FIELD_PROSE && strchr(text, '\n'))
        return fail(a, FAULT_INVALID, f->name, "%sは1行で書きます。", f->label);
    if (f->type == FIELD_CHOICE && !is_choice(f, text))
        return fail(a, FAULT_INVALID, f->name, "%sは一覧から選びます。", f->label);
    if (text_within(text, f->least, most, &count))
        return true;
    if (count > most)
        return fail(a, FAULT_INVALID, f->name, "%sは%lld文字までです。いま%lld文字あります。",
                    f->label, (long long)most, (long long)count);
    return fail(a, FAULT_INVALID, f->name, "%sは%lld文字以上で書きます。", f->label,
                (long long)f->least);
}

static bool
check_number(struct act *a, const struct field *f, int64_t number)
{
    if (number < f->least)
        return fail(a, FAULT_INVALID, f->name, "%sは%lld以上です。", f->label, (long long)f->least);
    if (f->most && number > f->most)
        return fail(a, FAULT_INVALID, f->name, "%sは%lldまでです。", f->label, (long long)f->most);
    return true;
}

static bool
check_value(struct act *a, const struct field *f, const void *at)
{
    const char *text = text_at(f, at);

    if (text)
        return check_text(a, f, text);
    if (f->type == FIELD_NUMBER || f->type == FIELD_YEN || f->type == FIELD_MINUTES) {
        int64_t number;

        memcpy(&number, at, sizeof number);
        return check_number(a, f, number) && guard_number(a, f, number);
    }
    if (f->type == FIELD_FILE)
        return guard_text(a, f->name, f->label, ((const struct file *)at)->name);
    if (f->type == FIELD_PERIOD) {
        const struct period *period = at;

        if (period->from.day && period->until.day && period->until.day < period->from.day)
            return fail(a, FAULT_INVALID, f->name,
                        "%sの終わり（%s）が始まり（%s）より前です。どちらかを直してください。",
                        f->label, wareki_print(a->arena, period->until, WAREKI_PLAIN),
                        wareki_print(a->arena, period->from, WAREKI_PLAIN));
    }
    return true;
}

static bool
check_field(struct act *a, const struct writing *w, const struct field *f)
{
    const void *at = record_at(a, w->l, f, w->row);
    const void *was = w->before ? record_at(a, w->l, f, w->before) : NULL;

    if (was && f->settled && !field_is_empty(f, was) && field_compare(f, was, at) != 0)
        return fail(a, FAULT_INVALID, f->name, "%sは後から変えられません。", f->label);
    if (field_is_empty(f, at)) {
        if (f->required && !f->series)
            return fail(a, FAULT_INVALID, f->name, "%sは必須です。", f->label);
        return true;
    }
    /* What is stored already stays writable when a rule has become stricter. */
    if (was && field_compare(f, was, at) == 0)
        return true;
    return check_value(a, f, at);
}

static bool
check_fields(struct act *a, const struct writing *w)
{
    bool good = true;

    for (size_t i = 0; i < w->shape->field_count; i++)
        if (!check_field(a, w, &w->shape->fields[i]))
            good = false;
    return good;
}

/* One reference that is new in this writing and not known already. */
struct asked {
    const struct field *field;
    int64_t id;
};

static size_t
add_one(struct act *a, const struct writing *w, const struct field *f, int64_t id,
        struct asked *out)
{
    if (ahead_has(a, w->row->contract, f->to, id))
        return 0;
    if (out)
        *out = (struct asked){ f, id };
    return 1;
}

static size_t
add_asked(struct act *a, const struct writing *w, const struct field *f, struct asked *out)
{
    const void *at = record_at(a, w->l, f, w->row);
    const void *was = w->before ? record_at(a, w->l, f, w->before) : NULL;
    const struct refs *many = at;
    size_t count = 0;

    if (field_is_empty(f, at) || (was && field_compare(f, was, at) == 0))
        return 0;
    if (f->type == FIELD_REF)
        return add_one(a, w, f, ((const struct ref *)at)->id, out);
    for (size_t i = 0; i < many->count; i++)
        count += add_one(a, w, f, many->items[i].id, out ? out + count : NULL);
    return count;
}

static size_t
asked_refs(struct act *a, const struct writing *w, struct asked *out)
{
    size_t count = 0;

    for (size_t i = 0; i < w->shape->field_count; i++) {
        const struct field *f = &w->shape->fields[i];

        if (f->type == FIELD_REF || f->type == FIELD_REFS)
            count += add_asked(a, w, f, out ? out + count : NULL);
    }
    return count;
}

struct known {
    int64_t place;
};
struct known_list {
    struct known *rows;
    size_t count;
};

/* One statement for all references: the places of those that exist, are not removed
   and belong to this contract or to the installation. Records of the installation may
   point into any contract. */
static bool
known_refs(struct act *a, const struct writing *w, const struct asked *asked, size_t count,
           struct known_list *out)
{
    struct sql *s = sql_new(a, "record.references");

    for (size_t i = 0; i < count; i++) {
        if (i)
            SQL(s, " UNION ALL ");
        SQL(s, "SELECT CAST(");
        sql_value(s, bind_int("place", (int64_t)i));
        SQL(s, " AS BIGINT) AS place FROM ");
        sql_name(s, asked[i].field->to->name);
        SQL(s, " WHERE id = ");
        sql_value(s, bind_int("id", asked[i].id));
        SQL(s, " AND removed_at IS NULL");
        if (!w->row->contract || asked[i].field->to == &contract_ledger)
            continue;
        SQL(s, " AND contract IN (0, ");
        sql_value(s, bind_int("contract", w->row->contract));
        SQL(s, ")");
    }
    return sql_rows(a, s, COLUMNS(COLUMN(struct known, place)), sizeof(struct known), &out->rows,
                    &out->count);
}

static bool
check_refs(struct act *a, const struct writing *w)
{
    size_t count = asked_refs(a, w, NULL);
    struct asked *asked = NEW_ARRAY(a->arena, count, struct asked);
    bool *known = NEW_ARRAY(a->arena, count, bool);
    struct known_list list;
    bool good = true;

    if (!count)
        return true;
    asked_refs(a, w, asked);
    if (!known_refs(a, w, asked, count, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        known[list.rows[i].place] = true;
    for (size_t i = 0; i < count; i++)
        if (!known[i] && !(asked[i].field->to == w->l && asked[i].id == w->row->id))
            good = fail(a, FAULT_INVALID, asked[i].field->name,
                        "%sに選んだものが%sにありません。選び直します。", asked[i].field->label,
                        asked[i].field->to->title);
    return good;
}

static const struct query contract_query = {
    .name = "record.contract",
    .sql = "SELECT id AS place FROM contract WHERE id = :id AND removed_at IS NULL",
    .row_size = sizeof(struct known),
    .columns = COLUMNS(COLUMN(struct known, place)),
};

/* Records of the installation have contract 0, all others one that exists. */
static bool
check_head(struct act *a, const struct writing *w)
{
    struct known row;
    bool found;

    /* A contract's head lies within itself; its own check sees to that. */
    if (w->l == &contract_ledger || (w->before && w->before->contract == w->row->contract))
        return true;
    if (w->before)
        return fail(a, FAULT_INVALID, "contract", "契約は後から変えられません。");
    if (w->l->installation)
        return w->row->contract == 0 ||
               fail(a, FAULT_INVALID, "contract", "%sは契約に属しません。", w->l->title);
    if (!w->row->contract)
        return fail(a, FAULT_INVALID, "contract", "契約は必須です。");
    if (ahead_has_contract(a, w->row->contract))
        return true;
    if (!query_first(a, &contract_query, &row, &found, BOUND(bind_int("id", w->row->contract))))
        return false;
    return found || fail(a, FAULT_INVALID, "contract", "契約が見つかりません。選び直します。");
}

/* The state is moved by transitions; only what is taken over brings its own. */
static bool
check_state(struct act *a, const struct writing *w)
{
    const char *was = w->before      ? w->before->state
                      : w->l->states ? w->l->states->states[0].name
                                     : "";

    if (w->move || strcmp(was, w->row->state) == 0)
        return true;
    if (!state_find(w->l, w->row->state))
        return fail(a, FAULT_INVALID, "state", "「%s」という状態はありません。", w->row->state);
    if (!w->kept && (a->origin == ORIGIN_PAGE || a->origin == ORIGIN_API))
        return fail(a, FAULT_CLASH, "state", "状態は操作のボタンで変えます。");
    return true;
}

bool
writing_valid(struct act *a, struct writing *w)
{
    bool good = check_fields(a, w);

    good = check_head(a, w) && good;
    good = check_state(a, w) && good;
    good = check_refs(a, w) && good;
    good = writing_ready(a, w) && good;
    if (w->l->check && !w->l->check(a, w->before, w->row))
        good = false;
    return good;
}

bool
writing_differs(struct act *a, const struct shape *s, const struct record *left,
                const struct record *right)
{
    if (strcmp(left->state, right->state) != 0 || left->contract != right->contract ||
        left->organisation != right->organisation || left->owner != right->owner ||
        left->zone != right->zone || left->removed_at.us != right->removed_at.us)
        return true;
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (field_compare(f, record_at(a, s->ledger, f, left), record_at(a, s->ledger, f, right)))
            return true;
    }
    return false;
}
