#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "ledger/index.h"
#include "ledger/list_parts.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/words.h"

/* What is searched for, and how far. */
struct asked {
    const struct list_request *request;
    int64_t before; /* 0: from the newest */
    size_t most;
    int64_t until; /* tick; 0: none */
};

/* One stream of hits, newest first. */
struct hits {
    int64_t *ids;
    size_t count;
    int64_t end; /* all ids from it on are known; 0: all of them */
    bool late;
};

static int64_t
start_of(const struct asked *asked)
{
    return asked->before ? asked->before : INT64_MAX;
}

static size_t
length_of(const char *const *conditions)
{
    size_t count = 0;

    while (conditions[count])
        count++;
    return count;
}

static const char *const *
with(struct act *a, const char *const *conditions, const char *const *more)
{
    size_t count = length_of(conditions), added = length_of(more);
    const char **all = NEW_ARRAY(a->arena, count + added + 1, const char *);

    memcpy(all, conditions, count * sizeof *all);
    memcpy(all + count, more, added * sizeof *all);
    return all;
}

/* The contract that the request is about, 0: several. */
static int64_t
asked_contract(const struct list_request *r)
{
    for (size_t i = 0; i < r->filter_count; i++)
        if (r->filters[i].op == IS && strcmp(r->filters[i].field->name, "contract") == 0)
            return ((const struct ref *)r->filters[i].value)->id;
    return 0;
}

static const char *const *
with_contract(struct act *a, const struct list_request *r, const char *const *scope)
{
    int64_t contract = asked_contract(r);
    struct buffer token = { .arena = a->arena };

    if (contract == 0)
        return scope;
    words_scope(&token, SCOPE_CONTRACT, contract);
    return with(a, scope, (const char *const[]){ buffer_string(&token), NULL });
}

static bool
find(struct act *a, const struct asked *asked, const char *text, const char *const *scope,
     struct hits *out)
{
    struct words_query query = {
        .text = text,
        .scope = scope,
        .before = asked->before,
        .most = asked->most,
        .until = asked->until,
        .late = asked->until ? &out->late : NULL,
    };

    *out = (struct hits){ .ids = NEW_ARRAY(a->arena, asked->most, int64_t) };
    if (!words_find(a, &query, out->ids, &out->count))
        return false;
    if (out->count == asked->most || out->late)
        out->end = out->count ? out->ids[out->count - 1] : start_of(asked);
    return true;
}

/* The contracts whose keys the words may have been kept under. */
static size_t
key_contracts(struct act *a, const struct list_request *r, int64_t **out)
{
    int64_t asked = asked_contract(r);
    size_t count = 0;
    bool everywhere = false;

    *out = NEW_ARRAY(a->arena, a->who->count + 1, int64_t);
    if (asked || r->ledger->installation) {
        **out = asked;
        return 1;
    }
    for (size_t i = 0; i < a->who->count; i++) {
        everywhere |= a->who->in[i].contract == 0;
        (*out)[count++] = a->who->in[i].contract;
    }
    return everywhere ? keyring_contracts(store_keyring(a->store), a->arena, out) : count;
}

static size_t
searched_personal(struct act *a, const struct shape *s, struct seal_field **out)
{
    size_t count = 0;

    *out = NEW_ARRAY(a->arena, s->field_count, struct seal_field);
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].personal && s->fields[i].searched)
            (*out)[count++] = (struct seal_field){ s->ledger->name, s->fields[i].name };
    return count;
}

/* The same words as they stand in the keyed tokens: without spaces, as one word. */
static const char *
joined(struct act *a, const char *folded)
{
    struct buffer out = { .arena = a->arena };

    for (; *folded; folded++)
        if (*folded != ' ')
            buffer_char(&out, *folded);
    return buffer_string(&out);
}

/* Marks the fields that hold it. */
static bool
holds(struct act *a, const struct shape *s, const void *row, const char *word, bool *by)
{
    bool any = false;

    for (size_t i = 0; i < s->field_count; i++) {
        const char *text;

        if (!s->fields[i].personal || !s->fields[i].searched)
            continue;
        memcpy(&text, (const char *)row + s->fields[i].offset, sizeof text);
        if (text && strstr(joined(a, fold_text(a->arena, text)), word))
            any = by[i] = true;
    }
    return any;
}

static void
tell(struct act *a, struct list_hits *hits, int64_t record)
{
    int64_t *told = hits->told;

    if (hits->told_count == hits->told_room) {
        hits->told_room = hits->told_room * 2 + 50;
        hits->told = NEW_ARRAY(a->arena, hits->told_room, int64_t);
        if (hits->told_count)
            memcpy(hits->told, told, hits->told_count * sizeof *told);
    }
    hits->told[hits->told_count++] = record;
}

/* Equal tokens may be of other words, so each hit is opened and compared. */
static bool
keep_true(struct act *a, const struct asked *asked, const char *word, struct hits *hits,
          struct list_hits *out)
{
    const struct list_request *r = asked->request;
    const struct shape *s = shape_of(r->ledger);
    void *row = arena_get(a->arena, s->row_size);
    size_t kept = 0;

    if (!out->told_by)
        out->told_by = NEW_ARRAY(a->arena, s->field_count, bool);
    for (size_t i = 0; i < hits->count; i++) {
        bool found;

        if (asked->until && clock_ticks() >= asked->until) {
            hits->end = i ? hits->ids[i - 1] : start_of(asked);
            break;
        }
        if (!shape_read(a, s, hits->ids[i], false, row, &found))
            return false;
        if (!found || !access_may(a, r->ledger, DEED_READ | DEED_PERSONAL, row))
            continue;
        if (!shape_read(a, s, hits->ids[i], true, row, &found))
            return false;
        if (!found || !holds(a, s, row, word, out->told_by))
            continue;
        hits->ids[kept++] = hits->ids[i];
        tell(a, out, hits->ids[i]);
    }
    hits->count = kept;
    return true;
}

static bool
find_personal(struct act *a, const struct asked *asked, const char *folded,
              const char *const *scope, struct hits *out, struct list_hits *all)
{
    const struct list_request *r = asked->request;
    const struct shape *s = shape_of(r->ledger);
    const char *word = joined(a, folded);
    struct seal_field *fields;
    const char *const *conditions;
    int64_t *contracts;
    size_t contract_count, field_count = searched_personal(a, s, &fields);

    *out = (struct hits){ 0 };
    if (field_count == 0 || *word == '\0' || !access_may(a, r->ledger, DEED_PERSONAL, NULL))
        return true;
    contract_count = key_contracts(a, r, &contracts);
    if (contract_count == 0)
        return true;
    if (!seal_conditions(a, contracts, contract_count, fields, field_count, word, &conditions))
        return false;
    return find(a, asked, "", with(a, scope, conditions), out) &&
           keep_true(a, asked, word, out, all);
}

/* Both streams in one order, as far down as both are known, each id once. */
static size_t
merge(const struct hits *left, const struct hits *right, int64_t end, int64_t *out)
{
    size_t l = 0, r = 0, count = 0;

    while (l < left->count || r < right->count) {
        int64_t id;

        if (r == right->count || (l < left->count && left->ids[l] >= right->ids[r]))
            id = left->ids[l++];
        else
            id = right->ids[r++];
        if (id >= end && (count == 0 || out[count - 1] != id))
            out[count++] = id;
    }
    return count;
}

static void
make_room(struct act *a, struct list_hits *hits, size_t more)
{
    int64_t *ids;

    if (hits->room - hits->count >= more)
        return;
    hits->room = hits->room + hits->room / 2 + more;
    ids = NEW_ARRAY(a->arena, hits->room, int64_t);
    if (hits->count)
        memcpy(ids, hits->ids, hits->count * sizeof *ids);
    hits->ids = ids;
}

bool
search_more(struct act *a, const struct list_request *r, size_t most, int64_t until,
            struct list_hits *hits)
{
    struct asked asked = { r, hits->next, most, until };
    const char *folded = fold_text(a->arena, r->words);
    const char *const *scope;
    struct hits plain, personal;
    int64_t end;

    hits->all = *folded == '\0' || !index_scope(a, r->ledger, &scope);
    if (hits->all)
        return true;
    scope = with_contract(a, r, scope);
    if (!find(a, &asked, folded, scope, &plain) ||
        !find_personal(a, &asked, folded, scope, &personal, hits))
        return false;
    end = plain.end > personal.end ? plain.end : personal.end;
    make_room(a, hits, plain.count + personal.count);
    hits->count += merge(&plain, &personal, end, hits->ids + hits->count);
    hits->next = end;
    hits->all = end == 0;
    return true;
}

/* One contract is a token of the search; of two the search takes the first only. */
static bool
only_asks_contract(const struct list_request *r)
{
    for (size_t i = 0; i < r->filter_count; i++)
        if (i > 0 || r->filters[i].op != IS || strcmp(r->filters[i].field->name, "contract") != 0)
            return false;
    return r->filter_count == 0 || asked_contract(r) != 0;
}

bool
search_is_exact(struct act *a, const struct list_request *r)
{
    return only_asks_contract(r) && access_width(a, r->ledger) != ACCESS_MIXED;
}
