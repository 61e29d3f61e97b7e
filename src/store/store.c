#include "store/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "base/must.h"
#include "store/engine.h"
#include "store/keyring.h"
#include "store/schema.h"

enum { SITE_BITS = 40, SITES = 1024 };

static bool
is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    bool empty = true;

    if (!dir)
        return false;
    while (empty && (entry = readdir(dir)))
        empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
    closedir(dir);
    return empty;
}

static bool
make_folder(const char *folder, struct arena *arena, const char **why)
{
    const char *said;

    if (!folder_make(folder, 0700, &said)) {
        *why = arena_print(arena, "%s: %s", folder, said);
        return false;
    }
    if (!is_empty(folder)) {
        *why = arena_print(arena,
                           "%s: フォルダが空ではありません。"
                           "新しいフォルダか空のフォルダを指定してください。",
                           folder);
        return false;
    }
    if (chmod(folder, 0700)) {
        *why = arena_print(arena, "%s: フォルダの権限を変えられません。", folder);
        return false;
    }
    return true;
}

/* RFC 9562, version 4. */
static void
make_uuid(char out[40])
{
    unsigned char b[16];
    size_t at = 0;

    random_bytes(b, sizeof(b));
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof(b); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = "0123456789abcdef"[b[i] >> 4];
        out[at++] = "0123456789abcdef"[b[i] & 15];
    }
    out[at] = '\0';
}

static bool
fill(struct act *a)
{
    struct store *store = a->store;

    make_uuid(store->installation);
    return schema_apply(store, a, NULL, 0, NULL) &&
           setting_put(a, "installation", store->installation);
}

static bool
read_installation(struct act *a)
{
    struct store *store = a->store;
    const char *value;

    if (!setting_get(a, "installation", &value) || strlen(value) != 36) {
        act_forgive(a, 0);
        return fail(a, FAULT_BROKEN, NULL,
                    "%s: データベースが初期化の途中か、壊れています。"
                    "バックアップから戻すか、空のフォルダで tasuki init をやり直してください。",
                    store->folder);
    }
    memcpy(store->installation, value, 37);
    return true;
}

static bool
open_keyring(struct store *store, bool create, struct arena *arena, const char **why)
{
    const char *said = "";

    store->keyring = create ? keyring_create(&store->arena, store->folder, &said)
                            : keyring_open(&store->arena, store->folder, &said);
    if (!store->keyring)
        *why = arena_copy(arena, said);
    return store->keyring;
}

static bool
open_content(struct store *store, bool create, struct arena *arena, const char **why)
{
    struct act a;
    bool done;

    if (create && !open_keyring(store, true, arena, why))
        return false;
    act_begin(&a, store, arena, NULL, ORIGIN_COMMAND);
    done = create ? fill(&a) : read_installation(&a);
    act_end(&a);
    if (!done)
        *why = a.faults->message;
    return done && (create || open_keyring(store, false, arena, why));
}

void
store_folder_undo(const char *folder, bool made)
{
    const char *why;

    if (made)
        folder_remove(folder, &why);
    else
        folder_clear(folder, &why);
}

static void
release(struct store *store)
{
    pthread_mutex_destroy(&store->heard_mutex);
    arena_release(&store->arena);
    free(store);
}

struct store *
store_open(struct arena *arena, const struct store_options *options, const char **why)
{
    struct store *store = calloc(1, sizeof(*store));
    bool postgres = options->database;
    bool made = !file_exists(options->folder);

    if (!store)
        out_of_memory();
    must(options->folder && !(options->create && options->reading));
    *why = NULL;
    store->folder = arena_copy(&store->arena, options->folder);
    store->kind = postgres ? STORE_POSTGRES : STORE_SQLITE;
    store->engine = postgres ? postgres_engine() : sqlite_engine();
    store->reading = options->reading;
    store->site = -1;
    pthread_mutex_init(&store->heard_mutex, NULL);
    if (options->create && !make_folder(store->folder, arena, why)) {
        release(store);
        return NULL;
    }
    if (!store->engine->open(store, options, arena, why)) {
        if (options->create)
            store_folder_undo(store->folder, made);
        release(store);
        return NULL;
    }
    if (open_content(store, options->create, arena, why))
        return store;
    store->engine->close(store);
    if (options->create)
        store_folder_undo(store->folder, made);
    release(store);
    return NULL;
}

void
store_close(struct store *store)
{
    if (!store)
        return;
    store->engine->close(store);
    release(store);
}

bool
store_serve(struct store *store, const char **why)
{
    return store->engine->serve(store, &store->arena, why);
}

enum store_kind
store_kind(const struct store *store)
{
    return store->kind;
}

int64_t
store_turn(const struct act *a)
{
    must(a->writing);
    return a->store->engine->turn ? a->store->engine->turn(a->store) : 0;
}

const char *
store_folder(const struct store *store)
{
    return store->folder;
}

struct keyring *
store_keyring(const struct store *store)
{
    return store->keyring;
}

const char *
store_installation(const struct store *store)
{
    return store->installation;
}

int64_t
store_version(struct store *store)
{
    return store->engine->version(store);
}

static bool
read_site(struct act *a, int64_t *site)
{
    const char *value;

    *site = a->store->site;
    if (*site >= 0)
        return true;
    if (!setting_get(a, "site", &value))
        return false;
    *site = strtol(value, NULL, 10);
    if (*site < 0 || *site >= SITES)
        return fail(a, FAULT_BROKEN, NULL, "設定 site の値「%s」が正しくありません。", value);
    a->store->site = *site;
    return true;
}

static bool
take_id(struct act *a, void *with)
{
    int64_t *id = with;
    int64_t site;

    if (!read_site(a, &site) || !a->store->engine->id(a, id))
        return false;
    must(*id > 0 && *id < INT64_C(1) << SITE_BITS);
    *id |= site << SITE_BITS;
    return true;
}

bool
id_next(struct act *a, int64_t *id)
{
    return act_write(a, take_id, id);
}

bool
counter_next(struct act *a, const char *key, bool gapless, int64_t *number)
{
    must(a->writing && strcmp(key, "id") != 0);
    return a->store->engine->counter(a, key, gapless, number);
}

void
store_listen(struct store *store, void (*heard)(void *with, int64_t seq), void *with)
{
    pthread_mutex_lock(&store->heard_mutex);
    store->heard_with = with;
    store->heard = heard;
    store->listened = heard != NULL;
    pthread_mutex_unlock(&store->heard_mutex);
}

void
store_tell(struct store *store, int64_t seq)
{
    pthread_mutex_lock(&store->heard_mutex);
    if (store->heard)
        store->heard(store->heard_with, seq);
    pthread_mutex_unlock(&store->heard_mutex);
}

struct store_numbers
store_numbers(const struct store *store)
{
    return (struct store_numbers){
        .groups = store->groups,
        .acts = store->acts,
        .retries = store->retries,
        .round_trips = store->round_trips,
        .readers_cut = store->readers_cut,
        .held_seconds = store->held_seconds,
    };
}
