#include "store/act.h"

#include <stdarg.h>
#include <string.h>

#include "base/digits.h"
#include "base/log.h"
#include "base/must.h"
#include "store/engine.h"

static const struct face faces[FAULT_KINDS] = {
    [FAULT_MALFORMED] = { 400, 1, "malformed", "読み取れない内容です" },
    [FAULT_UNSIGNED] = { 401, 3, "unsigned", "サインインが必要です" },
    [FAULT_DENIED] = { 403, 3, "denied", "この操作は許可されていません" },
    [FAULT_MISSING] = { 404, 3, "missing", "見つかりません" },
    [FAULT_METHOD] = { 405, 3, "method", "この操作はできません" },
    [FAULT_CLASH] = { 409, 3, "clash", "いまの状態ではできません" },
    [FAULT_STALE] = { 412, 3, "stale", "ほかの人が先に変更しました" },
    [FAULT_UNCONDITIONAL] = { 428, 3, "unconditional", "どの版を変更するかの指定がありません" },
    [FAULT_LARGE] = { 413, 3, "large", "大きすぎます" },
    [FAULT_MEDIA] = { 415, 3, "media", "この形式は受け付けていません" },
    [FAULT_INVALID] = { 422, 1, "invalid", "入力に誤りがあります" },
    [FAULT_MANY] = { 429, 3, "many", "回数が多すぎます" },
    [FAULT_BUSY] = { 503, 3, "busy", "いま混み合っています" },
    [FAULT_BROKEN] = { 500, 3, "broken", "処理できませんでした" },
};

/* Which fault decides the answer when there are several: what stands in the way of all
   others first. A form with a wrong value and a doubled number is a form to correct. */
static const int gravity[FAULT_KINDS] = {
    [FAULT_CLASH] = 1,   [FAULT_INVALID] = 2, [FAULT_STALE] = 3,     [FAULT_UNCONDITIONAL] = 4,
    [FAULT_MEDIA] = 5,   [FAULT_LARGE] = 6,   [FAULT_MALFORMED] = 7, [FAULT_MANY] = 8,
    [FAULT_MISSING] = 9, [FAULT_DENIED] = 10, [FAULT_UNSIGNED] = 11, [FAULT_BUSY] = 12,
    [FAULT_BROKEN] = 13, [FAULT_METHOD] = 14,
};

static const char *const origins[ORIGINS] = {
    [ORIGIN_PAGE] = "page",     [ORIGIN_API] = "api",   [ORIGIN_COMMAND] = "command",
    [ORIGIN_IMPORT] = "import", [ORIGIN_MAIL] = "mail", [ORIGIN_JOB] = "job",
};

const struct face *
fault_face(enum fault_kind kind)
{
    must((size_t)kind < FAULT_KINDS);
    return &faces[kind];
}

const char *
origin_name(enum origin origin)
{
    must((size_t)origin < ORIGINS);
    return origins[origin];
}

void
act_begin(struct act *a, struct store *store, struct arena *arena, const struct who *who,
          enum origin origin)
{
    *a = (struct act){
        .arena = arena,
        .store = store,
        .who = who,
        .now = instant_now(),
        .origin = origin,
        .request = "",
    };
}

void
act_end(struct act *a)
{
    must(!a->writing);
    a->generation = 0;
    a->generations = NULL;
    a->ahead = NULL;
    a->version = 0;
    if (a->link)
        a->store->engine->give(a);
}

int64_t
act_version(struct act *a)
{
    if (!a->version)
        a->version = a->link ? 0 : store_version(a->store) + 1;
    return a->version - 1;
}

static bool
write_as(struct act *a, struct work work)
{
    bool done;

    if (a->store->reading)
        return fail(a, FAULT_BROKEN, NULL,
                    "データは読み取り専用で開かれているため、書き込めません。");
    /* What is read afterwards must show what was written, so the snapshot ends here. */
    act_end(a);
    done = a->store->engine->write(a, &work);
    a->generation = 0;
    a->generations = NULL;
    a->ahead = NULL;
    return done;
}

bool
act_write(struct act *a, bool (*work)(struct act *, void *), void *with)
{
    if (a->writing)
        return work(a, with);
    return write_as(a, (struct work){ .run = work, .with = with });
}

bool
act_write_soon(struct act *a, bool (*work)(struct act *, void *), void *with)
{
    must(!a->writing);
    return write_as(a, (struct work){ .run = work, .with = with, .soon = true });
}

bool
act_write_alone(struct act *a, bool (*work)(struct act *, void *), void *with)
{
    must(!a->writing);
    return write_as(a, (struct work){ .run = work, .with = with, .alone = true });
}

bool
act_beside(struct act *a, const struct who *who, bool (*work)(struct act *beside, void *),
           void *with)
{
    struct arena arena = { 0 };
    struct act beside;
    bool done;

    act_end(a);
    act_begin(&beside, a->store, &arena, who ? who : a->who, a->origin);
    beside.now = a->now;
    beside.request = a->request;
    beside.session = a->session;
    done = work(&beside, with);
    for (const struct fault *f = beside.faults; !done && f; f = f->next)
        fail(a, f->kind, f->field, "%s", f->message);
    act_end(&beside);
    arena_release(&arena);
    return done;
}

void
act_slow(const struct act *a)
{
    must(!a->writing);
}

bool
fail_at(struct act *a, struct fault fault)
{
    struct fault *kept = NEW(a->arena, struct fault);

    must(fault.message);
    *kept = fault;
    /* Faults quote what was typed, and are shown, sent, kept with imports and logged. */
    kept->message = digits_mask_my_number(a->arena, fault.message);
    if (fault.value)
        kept->value = digits_mask_my_number(a->arena, fault.value);
    if (fault.column)
        kept->column = digits_mask_my_number(a->arena, fault.column);
    kept->next = NULL;
    if (a->last_fault)
        a->last_fault->next = kept;
    else
        a->faults = kept;
    a->last_fault = kept;
    a->fault_count++;
    return false;
}

bool
fail(struct act *a, enum fault_kind kind, const char *field, const char *format, ...)
{
    va_list list;
    const char *message;

    va_start(list, format);
    message = arena_vprint(a->arena, format, list);
    va_end(list);
    return fail_at(a, (struct fault){ .kind = kind, .message = message, .field = field });
}

enum fault_kind
act_fault_kind(const struct act *a)
{
    enum fault_kind gravest = a->faults ? a->faults->kind : FAULT_BROKEN;

    for (const struct fault *f = a->faults; f; f = f->next)
        if (gravity[f->kind] > gravity[gravest])
            gravest = f->kind;
    return gravest;
}

void
act_forgive(struct act *a, size_t count)
{
    struct fault *last = NULL;

    must(count <= a->fault_count);
    for (size_t i = 0; i < count; i++)
        last = last ? last->next : a->faults;
    if (last)
        last->next = NULL;
    else
        a->faults = NULL;
    a->last_fault = last;
    a->fault_count = count;
}

struct act_place
act_here(const struct act *a)
{
    return (struct act_place){ .mark = arena_mark(a->arena), .faults = a->fault_count };
}

void
act_again(struct act *a, struct act_place place)
{
    a->generation = 0;
    a->generations = NULL;
    a->ahead = NULL;
    act_forgive(a, place.faults);
    arena_reset(a->arena, place.mark);
}

bool
fail_unwritten(struct act *a)
{
    return fail(a, FAULT_BUSY, NULL,
                "書き込めませんでした。何も変更されていません。"
                "少し待ってからもう一度お試しください。"
                "続くときは、ディスクの空き容量を管理者に確かめてもらってください。");
}

bool
fail_database(struct act *a, const char *statement, const char *said)
{
    log_line(LOG_ERROR, "database", "statement", statement, "said", said, NULL);
    return fail(a, FAULT_BROKEN, NULL,
                "データベースの処理に失敗しました。何も変更されていません。"
                "管理者に記録（ログ）を確かめてもらってください。");
}

bool
fail_unique(struct act *a, const char *table, const char *index)
{
    static const char ending[] = "_unique";
    size_t before = strlen(table);
    size_t length = strlen(index);
    size_t after = sizeof(ending) - 1;
    const char *field = NULL;

    if (length > before + 1 + after && !strncmp(index, table, before) && index[before] == '_' &&
        !strcmp(index + length - after, ending))
        field = arena_slice(a->arena, index + before + 1, length - before - 1 - after);
    return fail(a, FAULT_CLASH, field, "同じものがすでに登録されています。");
}
