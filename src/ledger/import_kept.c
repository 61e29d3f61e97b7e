#include "ledger/import_kept.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "base/json.h"
#include "ledger/access.h"
#include "ledger/core/who.h"
#include "ledger/guard.h"
#include "ledger/import_entry.h"
#include "ledger/import_parts.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"

static const int64_t largest_kept = INT64_C(1) << 30;

/* --- keeping ------------------------------------------------------------------------- */

static bool
add_entry(struct act *a, void *with)
{
    struct import_entry *e = with;

    return import_entry_add(a, e, &e->id);
}

static bool
copy_file(struct act *a, const char *path, struct blob_writer *writer)
{
    enum { PIECE = 256 * 1024 };
    char *piece = arena_get(a->arena, PIECE);
    FILE *file = fopen(path, "rbe");
    size_t got;
    bool good = true;

    if (!file)
        return fail(a, FAULT_BROKEN, NULL, "ファイルを開けません。");
    while (good && (got = fread(piece, 1, PIECE, file)) > 0)
        good = blob_add(a, writer, piece, got);
    if (ferror(file))
        good = fail(a, FAULT_BROKEN, NULL, "ファイルを読めません。");
    fclose(file);
    return good;
}

static bool
keep_bytes(struct act *a, const struct sheet_source *source, int64_t contract, const char **blob)
{
    struct blob_writer *writer;
    char *name = arena_get(a->arena, BLOB_NAME);
    int64_t size;

    *blob = source->blob ? source->blob : name;
    if (source->blob)
        return true;
    if (!blob_begin(a, contract, largest_kept, &writer))
        return false;
    if (source->path ? !copy_file(a, source->path, writer)
                     : !blob_add(a, writer, source->bytes, source->length))
        return false;
    return blob_end(a, writer, name, &size);
}

static bool
guard_bytes(struct act *a, const struct sheet_source *source, const char *name)
{
    enum encoding encoding = encoding_guess(source->bytes, source->length);
    size_t length, bad;
    char *text;

    encoding_decode(a->arena, encoding, source->bytes, source->length, &text, &length, &bad);
    return guard_text(a, "file", name, text);
}

/* Rows are asked one by one when they are written; here the file itself is to be kept. */
static bool
may_keep(struct act *a, const struct sheet_source *source, bool workbook)
{
    const char *name = source->name ? source->name : "ファイル";
    enum magic magic;
    const char *why;

    if (!guard_text(a, "file", "ファイル名", source->name))
        return false;
    if (!source->path && workbook)
        return source->blob || fail(a, FAULT_INVALID, "file", "「%s」は保存できません。", name);
    if (!source->path)
        return source->blob || guard_bytes(a, source, name);
    /* What was read as a workbook is looked through as one, whatever it is called. */
    magic = workbook ? MAGIC_EXCEL : magic_of(a->arena, source->path, name, &why);
    return guard_file(a, source->path, name, magic == MAGIC_NONE ? MAGIC_TEXT : magic);
}

bool
import_keep(struct act *a, const struct import_request *request, int64_t *import)
{
    struct import_result r;
    struct import_entry e;

    if (!import_open(a, request, &r))
        return false;
    e = (struct import_entry){ .ledger = r.ledger->name,
                               .contract = r.contract,
                               .name = r.sheet.name,
                               .hash = r.sheet.hash,
                               .tab = r.sheet.tab,
                               .mapping = mapping_json(a, &r.mapping),
                               .state = IMPORT_KEPT,
                               .rows = r.sheet.rows,
                               .actor = a->who->id,
                               .created_at = a->now,
                               .result = "" };
    if (!may_keep(a, &request->source, r.sheet.tab != NULL) ||
        !keep_bytes(a, &request->source, r.contract, &e.blob) || !act_write(a, add_entry, &e))
        return false;
    *import = e.id;
    return true;
}

/* --- the list -------------------------------------------------------------------------- */

#define A(m) COLUMN(struct import_about, m)
#define ABOUT_NAMES                                                                                \
    "id, ledger, contract, name, state, rows, done, added, changed, unchanged, wrong, actor,"      \
    " created_at, ended_at, result"
#define ABOUT_COLUMNS                                                                              \
    COLUMNS(A(id), A(ledger), A(contract), A(name), A(state), A(rows), A(done), A(added),          \
            A(changed), A(unchanged), A(wrong), A(actor), A(created_at), A(ended_at), A(result))

static const struct query list_query = {
    .name = "import.list",
    .sql = "SELECT " ABOUT_NAMES " FROM import WHERE id < :below ORDER BY id DESC LIMIT :most",
    .row_size = sizeof(struct import_about),
    .columns = ABOUT_COLUMNS,
};

static const struct query about_query = {
    .name = "import.about",
    .sql = "SELECT " ABOUT_NAMES " FROM import WHERE id = :id",
    .row_size = sizeof(struct import_about),
    .columns = ABOUT_COLUMNS,
};

static bool
may_see(struct act *a, const struct import_about *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    struct record *row;

    if (!l)
        return false;
    row = ledger_new(a, l);
    row->contract = it->contract;
    row->owner = a->who->person;
    return access_may(a, l, DEED_IMPORT, row);
}

bool
import_list(struct act *a, const struct ledger *l, int64_t before, int most,
            struct import_list *out)
{
    struct import_list page;
    size_t room = most < 1 ? 1 : (size_t)most;

    *out = (struct import_list){ .rows = NEW_ARRAY(a->arena, room, struct import_about) };
    do {
        if (!QUERY(a, &list_query, page, bind_int("below", before ? before : INT64_MAX),
                   bind_int("most", (int64_t)room)))
            return false;
        for (size_t i = 0; i < page.count && out->count < room; i++) {
            before = page.rows[i].id;
            if ((!l || strcmp(page.rows[i].ledger, l->name) == 0) && may_see(a, &page.rows[i]))
                out->rows[out->count++] = page.rows[i];
        }
    } while (page.count == room && out->count < room);
    return true;
}

bool
import_get(struct act *a, int64_t import, struct import_about *out)
{
    bool found;

    if (!query_first(a, &about_query, out, &found, BOUND(bind_int("id", import))))
        return false;
    return (found && may_see(a, out)) ||
           fail(a, FAULT_MISSING, NULL, "取込み %lld はありません。", (long long)import);
}

/* --- mapping and job ------------------------------------------------------------------- */

static bool
put_entry(struct act *a, void *with)
{
    return import_entry_put(a, with);
}

bool
import_map(struct act *a, int64_t import, const struct pairs *corrections)
{
    struct import_request request = { .import = import, .corrections = corrections };
    struct import_result r;
    struct import_entry e;

    if (!import_open(a, &request, &r) || !import_entry_get(a, import, &e))
        return false;
    if (e.state != IMPORT_KEPT && e.state != IMPORT_REFUSED)
        return fail(a, FAULT_CLASH, NULL, "書込みを始めた取込みの列の対応は変えられません。");
    e.mapping = mapping_json(a, &r.mapping);
    return act_write(a, put_entry, &e);
}

struct order {
    int64_t import;
    const char *input;
    int64_t job;
};

static bool
add_job(struct act *a, void *with)
{
    struct order *o = with;

    return job_add(a, import_job.name, NULL, o->input, (struct instant){ 0 }, &o->job);
}

bool
import_order(struct act *a, int64_t import, bool good_only, int64_t *job)
{
    struct import_about about;
    struct order o = { .import = import };

    if (!import_get(a, import, &about))
        return false;
    if (about.state == IMPORT_DONE || about.state == IMPORT_UNDONE)
        return fail(a, FAULT_CLASH, NULL, "この取込みはもう終わっています。");
    o.input = arena_print(a->arena, "{\"import\":%lld,\"good\":%s,\"actor\":%lld}",
                          (long long)import, good_only ? "true" : "false", (long long)a->who->id);
    if (!act_write(a, add_job, &o))
        return false;
    *job = o.job;
    return true;
}

/* The one who ordered it, with the rights he has now. */
static bool
load_actor(struct act *a, int64_t actor, const struct who **out)
{
    struct who *who = NEW(a->arena, struct who);

    *out = actor == WHO_CONSOLE ? who_console() : who;
    return actor == WHO_CONSOLE || who_load(a, actor, who);
}

static bool
note_refusal(struct act *a, struct import_result *r)
{
    struct import_entry e;
    struct buffer json = { .arena = a->arena };

    if (!import_entry_get(a, r->import, &e))
        return false;
    import_json(&json, r);
    e.state = IMPORT_REFUSED;
    e.wrong = r->wrong;
    e.result = buffer_string(&json);
    e.ended_at = instant_now();
    return act_write(a, put_entry, &e);
}

static bool
write_kept(struct act *a, struct job *job, const struct import_request *request)
{
    struct import_plan *plan = NEW(a->arena, struct import_plan);
    struct import_result *r = NEW(a->arena, struct import_result);

    plan->result = r;
    if (!import_check(a, request, plan) || !import_run(a, plan, request, job))
        return false;
    return r->state != IMPORT_REFUSED || note_refusal(a, r);
}

struct running {
    struct job *job;
    struct import_request request;
};

static bool
write_as_asked(struct act *own, void *with)
{
    struct running *r = with;

    own->origin = ORIGIN_IMPORT;
    return write_kept(own, r->job, &r->request);
}

static bool
run_job(struct act *a, struct job *job)
{
    struct running running = { .job = job };
    const struct who *who;
    const char *why;
    json_t *input;

    if (!json_read(a->arena, job->input, strlen(job->input), &input, &why))
        return fail(a, FAULT_INVALID, NULL, "取込みの指示を読めません。%s", why);
    running.request.import = json_integer_value(json_object_get(input, "import"));
    running.request.good_only = json_is_true(json_object_get(input, "good"));
    return load_actor(a, json_integer_value(json_object_get(input, "actor")), &who) &&
           act_beside(a, who, write_as_asked, &running);
}

const struct job_kind import_job = {
    .name = "import",
    .title = "取込み",
    .run = run_job,
};
