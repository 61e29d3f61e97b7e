/*
 * Restoring for practice: beside the data, and away again.
 */
#include "store/restore.h"

#include "base/arena.h"
#include "base/file.h"
#include "store/act.h"
#include "store/key.h"
#include "store/store.h"

static bool
remove_all(struct act *a, const char *folder)
{
    const char *why;

    return folder_remove(folder, &why) ||
           fail(a, FAULT_BROKEN, NULL, "%s: 前の予行の残りを消せません。%s", folder, why);
}

struct copying {
    struct keyring *to;
    const char **why;
};

static bool
copy_key(void *with, const struct key *key)
{
    struct copying *c = with;

    return keyring_put_key(c->to, key, c->why);
}

/* What went wrong beside belongs to the act that asked. */
static bool
take_faults(struct act *a, const struct act *beside)
{
    for (const struct fault *f = beside->faults; f; f = f->next)
        fail(a, f->kind, NULL, "%s", f->message);
    return false;
}

static bool
with_store(struct act *a, const struct store_options *where, struct arena *arena,
           bool (*work)(struct act *beside, void *), void *with)
{
    const char *why = NULL;
    struct store *store = store_open(arena, where, &why);
    struct act beside;
    bool done;

    if (!store)
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    act_begin(&beside, store, arena, a->who, a->origin);
    done = work(&beside, with) || take_faults(a, &beside);
    act_end(&beside);
    store_close(store);
    return done;
}

struct rehearsal {
    struct act *act;
    const char *path;
    const struct backup_options *options;
    struct backup_facts *facts;
    bool (*check)(struct act *restored, void *with);
    void *with;
};

static bool
restore_beside(struct act *beside, void *with)
{
    const struct rehearsal *r = with;
    const char *why = NULL;
    struct copying copying = { store_keyring(beside->store), &why };

    if (!keyring_each_key(store_keyring(r->act->store), copy_key, &copying))
        return fail(beside, FAULT_BROKEN, NULL, "予行のための鍵を写せません。%s", why);
    return schema_apply(beside->store, beside, r->options->tables, r->options->table_count, NULL) &&
           restore_read(beside, r->path, r->options, r->facts);
}

static bool
check_beside(struct act *beside, void *with)
{
    const struct rehearsal *r = with;

    return !r->check || r->check(beside, r->with);
}

/* Strings of the facts come from an arena that ends here. */
static void
keep_texts(struct act *a, struct backup_facts *facts)
{
    if (facts->installation)
        facts->installation = arena_copy(a->arena, facts->installation);
    if (facts->head)
        facts->head = arena_copy(a->arena, facts->head);
}

bool
restore_rehearse(struct act *a, const char *path, const struct backup_options *options,
                 bool (*check)(struct act *restored, void *with), void *with,
                 struct backup_facts *facts)
{
    struct arena scratch = { 0 };
    const char *folder = arena_print(a->arena, "%s/rehearsal", store_folder(a->store));
    struct rehearsal r = { a, path, options, facts, check, with };
    struct store_options where = { .folder = folder, .create = true };
    bool done;

    act_slow(a);
    act_end(a);
    *facts = (struct backup_facts){ 0 };
    /* Opened a second time, so that the check sees what a restored folder would show. */
    done = remove_all(a, folder) && with_store(a, &where, &scratch, restore_beside, &r);
    where.create = false;
    done = done && with_store(a, &where, &scratch, check_beside, &r);
    facts->done = instant_now();
    keep_texts(a, facts);
    arena_release(&scratch);
    return remove_all(a, folder) && done;
}
