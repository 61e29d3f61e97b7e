#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/idempotency.h"
#include "web/patch.h"
#include "web/problem.h"

/* --- answers --------------------------------------------------------------------- */

/*
 * The record after a writing. It is read again for the titles of its references; what is
 * personal comes from the row that was written, and only what was sent: the writer knows
 * that already, the rest would be a reading.
 */
static bool
answer_record(struct act *a, const struct ledger *l, const void *row, const json_t *sent,
              struct reply *r)
{
    const struct shape *s = shape_of(l);
    const struct record *record = row;
    struct record *fresh = ledger_new(a, l);
    struct api_row written = api_row_make(a, l, NULL, true);
    bool found;

    if (!shape_read(a, s, record->id, false, fresh, &found))
        return false;
    for (size_t i = 0; i < s->declared; i++) {
        const struct field *f = &s->fields[i];
        const char *sealed = field_sealed;
        bool known = f->personal && json_object_get(sent, f->name);

        if (f->personal)
            memcpy((char *)fresh + f->offset,
                   known ? (const void *)((const char *)row + f->offset) : (const void *)&sealed,
                   sizeof sealed);
    }
    reply_header(a, r, "ETag", arena_print(a->arena, "\"%lld\"", (long long)fresh->version));
    api_row_write(a, &r->body, &written, fresh);
    buffer_char(&r->body, '\n');
    return true;
}

/* The problem of a stale change, with the record as it is now. False: another fault. */
static bool
answer_stale(struct act *a, const struct request *q, struct reply *r)
{
    const struct fault *faults = a->faults;
    struct buffer problem = { .arena = a->arena };
    struct record *now = ledger_new(a, q->ledger);
    struct api_row written = api_row_make(a, q->ledger, NULL, false);

    if (act_fault_kind(a) != FAULT_STALE || !ledger_read(a, q->ledger, q->id, false, now))
        return false;
    problem_write(&problem, FAULT_STALE, faults, a->request);
    buffer_clear(&r->body);
    buffer_print(&r->body, "{\"version\":%lld,\"current\":", (long long)now->version);
    api_row_write(a, &r->body, &written, now);
    buffer_print(&r->body, ",%s", buffer_string(&problem) + 1);
    r->headers = (struct pairs){ 0 };
    r->status = fault_face(FAULT_STALE)->http;
    r->type = PROBLEM_TYPE;
    return true;
}

/* --- which version ----------------------------------------------------------------- */

/* The version that a tag of If-Match names; 0 for one that no record has. */
static int64_t
tag_version(const char *tag, size_t length)
{
    size_t digits = length > 2 ? strspn(tag + 1, "0123456789") : 0;

    if (digits == 0 || digits > 15 || digits + 2 != length || *tag != '"' || tag[length - 1] != '"')
        return 0;
    return strtoll(tag + 1, NULL, 10);
}

static bool
if_match_names(const char *header, int64_t version)
{
    while (*header) {
        size_t length;

        header += strspn(header, " \t,");
        length = strcspn(header, " \t,");
        if (length && tag_version(header, length) == version)
            return true;
        header += length;
    }
    return false;
}

/* Reads the record to be changed and checks the version the sender knew. */
static bool
read_matching(struct act *a, const struct request *q, bool required, struct record *row)
{
    const char *match = request_header(q, "if-match");

    if (!ledger_read(a, q->ledger, q->id, false, row))
        return false;
    if (required && (!match || strcmp(match, "*") == 0))
        return fail(a, FAULT_UNCONDITIONAL, NULL,
                    "If-Match に読んだときの ETag（例：\"3\"）を付けて送ってください。");
    if (!match || strcmp(match, "*") == 0 || if_match_names(match, row->version))
        return true;
    return fail(a, FAULT_STALE, NULL, "いまの版は %lld です。読み直してから変えてください。",
                (long long)row->version);
}

/* --- posting once -------------------------------------------------------------------- */

/* What a POST does; with an Idempotency-Key in one transaction with its answer. */
struct posting {
    const struct request *q;
    struct reply *r;
    void *row;   /* as it goes in: a second run begins with it again */
    bool writes; /* the row itself; else an entry beside it */
    const json_t *sent;
    const struct transition *move;
    enum entry_kind kind;
    const char *text;
    bool (*work)(struct act *a, struct posting *p);
    bool answered;
};

static bool
once(struct act *a, void *with)
{
    struct posting *p = with;

    p->r->headers = (struct pairs){ 0 };
    if (!idempotency_find(a, p->q, p->r, &p->answered))
        return false;
    return p->answered || (p->work(a, p) && idempotency_keep(a, p->q, p->r));
}

/* Whether the same request was answered before; then that answer stands in the reply. A
   retry must not fail on what its first sending has changed, so this is asked first. */
static bool
find_answer(struct act *a, const struct request *q, struct reply *r, bool *answered)
{
    *answered = false;
    return !request_header(q, "idempotency-key") || idempotency_find(a, q, r, answered);
}

static bool
post(struct act *a, struct posting *p)
{
    if (!request_header(p->q, "idempotency-key"))
        return p->work(a, p);
    return (!p->writes || ledger_prepare(a, p->q->ledger, p->row)) && act_write(a, once, p);
}

static void *
copy_row(struct act *a, const struct posting *p)
{
    size_t size = shape_of(p->q->ledger)->row_size;
    void *copy = arena_get(a->arena, size);

    memcpy(copy, p->row, size);
    return copy;
}

/* --- creating ------------------------------------------------------------------------ */

static bool
may_create(const struct ledger *l, enum role role)
{
    for (const struct access *row = l->access; row && row->may; row++)
        if (row->role == role && row->may & DEED_CREATE)
            return true;
    return false;
}

/* The only contract there is, for who reaches them all. */
static bool
only_contract(struct act *a, int64_t *out)
{
    struct pair limit = { "limit", "2" };
    struct pairs pairs = { &limit, 1 };
    struct list_request request;
    struct list list;

    if (!access_may(a, &contract_ledger, DEED_READ, NULL))
        return true;
    if (!list_parse(a, &contract_ledger, &pairs, &request) || !list_read(a, &request, &list))
        return false;
    if (list.count == 1)
        *out = ((const struct record *)list.rows)->id;
    return true;
}

/* The contract of a new record that names none: the only one the user may create in. */
static bool
find_contract(struct act *a, const struct ledger *l, struct record *row)
{
    bool everywhere = false, several = false;

    if (l->installation || l == &contract_ledger || row->contract)
        return true;
    for (size_t i = 0; i < a->who->count; i++) {
        const struct membership *in = &a->who->in[i];

        if (!may_create(l, in->role))
            continue;
        everywhere |= in->contract == 0;
        several |= row->contract && in->contract && row->contract != in->contract;
        row->contract = in->contract ? in->contract : row->contract;
    }
    if (everywhere || several)
        row->contract = 0;
    if (everywhere && !only_contract(a, &row->contract))
        return false;
    return row->contract != 0 || fail(a, FAULT_INVALID, "contract",
                                      "どの契約か決まりません。contract に id を書いてください。");
}

static bool
work_create(struct act *a, struct posting *p)
{
    const struct ledger *l = p->q->ledger;
    struct record *row = copy_row(a, p);

    if (!ledger_create(a, l, row))
        return false;
    p->r->status = 201;
    reply_header(a, p->r, "Location", api_path(a, l, row->id));
    return answer_record(a, l, row, p->sent, p->r);
}

bool
api_create(struct act *a, const struct request *q, struct reply *r)
{
    struct posting p = { .q = q, .r = r, .work = work_create, .writes = true };
    struct record *row = ledger_new(a, q->ledger);
    json_t *object;
    bool good;

    if (!api_query_known(a, q, "") || !find_answer(a, q, r, &p.answered))
        return false;
    if (p.answered)
        return true;
    if (!patch_read(a, q, API_JSON, false, &object))
        return false;
    good = patch_fill(a, q->ledger, object, NULL, row);
    if (json_is_null(json_object_get(object, "contract")) || !json_object_get(object, "contract"))
        good &= find_contract(a, q->ledger, row);
    p.row = row;
    p.sent = object;
    return good ? post(a, &p) : ledger_refuse(a, q->ledger, row);
}

/* --- changing and removing ----------------------------------------------------------- */

bool
api_change(struct act *a, const struct request *q, struct reply *r)
{
    struct record *row = ledger_new(a, q->ledger);
    json_t *object;

    if (!api_query_known(a, q, "") || !patch_read(a, q, API_PATCH, false, &object))
        return false;
    if (read_matching(a, q, true, row) &&
        (patch_fill(a, q->ledger, object, NULL, row) || ledger_refuse(a, q->ledger, row)) &&
        ledger_change(a, q->ledger, row))
        return answer_record(a, q->ledger, row, object, r);
    return answer_stale(a, q, r);
}

bool
api_remove(struct act *a, const struct request *q, struct reply *r)
{
    struct record *row = ledger_new(a, q->ledger);

    if (!api_query_known(a, q, "reason"))
        return false;
    a->reason = pairs_get(&q->query, "reason");
    if (!read_matching(a, q, true, row) || !ledger_remove(a, q->ledger, q->id, row->version))
        return answer_stale(a, q, r);
    r->status = 204;
    return true;
}

/* --- transitions --------------------------------------------------------------------- */

static bool
find_move(struct act *a, const struct request *q, const struct transition **out)
{
    const struct transition *t = q->ledger->states ? q->ledger->states->transitions : NULL;

    while (t && t->action && strcmp(t->action, q->word) != 0)
        t++;
    *out = t;
    return (t && t->action) || fail(a, FAULT_MISSING, NULL, "%sに「%s」という操作はありません。",
                                    q->ledger->title, q->word);
}

/* Only what the transition needs or asks for may come with it. */
static bool
check_members(struct act *a, const struct ledger *l, const struct transition *t, json_t *object)
{
    const char *takes = transition_takes(a, t);
    const char *name;
    json_t *value;
    bool good = true;

    json_object_foreach(object, name, value)
    {
        const struct field *f = list_field(l, name);

        if (f && !f->fixed && !names_have(takes, name))
            good = fail(a, FAULT_INVALID, f->name,
                        "%sは「%s」では書けません。PATCH で変えてください。", f->label, t->label);
    }
    return good;
}

/* `version` of the body stands for If-Match. */
static bool
match_version(struct act *a, json_t *object, const struct record *row)
{
    const json_t *version = json_object_get(object, "version");

    if (!version)
        return true;
    if (!json_is_integer(version))
        return fail(a, FAULT_INVALID, "version", "version は整数で書いてください。");
    return json_integer_value(version) == row->version ||
           fail(a, FAULT_STALE, NULL, "いまの版は %lld です。読み直してから操作してください。",
                (long long)row->version);
}

static bool
work_move(struct act *a, struct posting *p)
{
    struct record *row = copy_row(a, p);

    return ledger_move(a, p->q->ledger, p->move->action, row) &&
           answer_record(a, p->q->ledger, row, p->sent, p->r);
}

bool
api_move(struct act *a, const struct request *q, struct reply *r)
{
    struct posting p = { .q = q, .r = r, .work = work_move, .writes = true };
    struct record *row = ledger_new(a, q->ledger);
    json_t *object;

    if (!api_query_known(a, q, "") || !find_move(a, q, &p.move) ||
        !find_answer(a, q, r, &p.answered))
        return false;
    if (p.answered)
        return true;
    if (!patch_read(a, q, API_JSON, true, &object))
        return false;
    p.row = row;
    p.sent = object;
    if (read_matching(a, q, false, row) && match_version(a, object, row) &&
        check_members(a, q->ledger, p.move, object) &&
        patch_fill(a, q->ledger, object, "version", row) && post(a, &p))
        return true;
    return answer_stale(a, q, r);
}

/* --- the timeline ---------------------------------------------------------------------- */

static const char *const entry_kinds[] = {
    [ENTRY_MESSAGE] = "message",
    [ENTRY_ANSWER] = "answer",
    [ENTRY_NOTE] = "note",
};
enum { ENTRY_KINDS = sizeof entry_kinds / sizeof *entry_kinds };

static bool
read_entry(struct act *a, json_t *object, struct posting *p)
{
    const char *kind = json_string_value(json_object_get(object, "kind"));
    const char *name;
    json_t *value;
    bool good = true;

    json_object_foreach(object, name, value)
    {
        if (strcmp(name, "kind") != 0 && strcmp(name, "text") != 0)
            good = fail(a, FAULT_INVALID, "", "kind と text のほかには書けません。");
    }
    p->text = json_string_value(json_object_get(object, "text"));
    if (!p->text)
        good = fail(a, FAULT_INVALID, "text", "本文は必須です。文字列で書いてください。");
    for (size_t i = 0; kind && i < ENTRY_KINDS; i++)
        if (strcmp(entry_kinds[i], kind) == 0)
            p->kind = (enum entry_kind)i;
    return (p->kind != ENTRY_CHANGE ||
            fail(a, FAULT_INVALID, "kind", "kind は message、answer、note のどれかです。")) &&
           good;
}

static bool
work_say(struct act *a, struct posting *p)
{
    struct buffer *out = &p->r->body;
    int64_t id;

    if (!entry_add(a, p->q->ledger, p->row, p->kind, p->text, (struct instant){ 0 }, NULL, &id))
        return false;
    p->r->status = 201;
    reply_header(a, p->r, "Location",
                 arena_print(a->arena, "%s/timeline", api_path(a, p->q->ledger, p->q->id)));
    buffer_print(out, "{\"kind\":\"%s\",\"id\":%lld,\"at\":", entry_kinds[p->kind], (long long)id);
    api_instant(out, a->now);
    json_key(out, "who", false);
    json_text(out, a->who->title && *a->who->title ? a->who->title : NULL);
    json_key(out, "text", false);
    json_text(out, p->text);
    buffer_text(out, "}\n");
    return true;
}

bool
api_say(struct act *a, const struct request *q, struct reply *r)
{
    struct posting p = { .q = q, .r = r, .work = work_say, .kind = ENTRY_CHANGE };
    struct record *row = ledger_new(a, q->ledger);
    json_t *object;

    if (!q->ledger->talked)
        return fail(a, FAULT_MISSING, NULL, "%sの台帳にはやり取りがありません。", q->ledger->title);
    if (!api_query_known(a, q, "") || !find_answer(a, q, r, &p.answered))
        return false;
    if (p.answered)
        return true;
    p.row = row;
    return patch_read(a, q, API_JSON, false, &object) && read_entry(a, object, &p) &&
           ledger_read(a, q->ledger, q->id, false, row) && post(a, &p);
}
