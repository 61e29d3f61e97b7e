/* A sealed value opens only as it was sealed, whatever bytes stand in the database. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "ledger/core/who.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/seal.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { CONTRACT = 3, RECORD = 77, ROOM = 4096 };

static struct arena life;
static char folder[] = "/tmp/tasuki-fuzz.XXXXXX";
static struct store *store;
static const struct place place = { CONTRACT, "address", RECORD, "holder" };
static uint8_t good[ROOM];
static size_t good_size;

static void
clear_away(void)
{
    const char *why;

    store_close(store);
    arena_release(&life);
    folder_remove(folder, &why);
}

static void
prepare(void)
{
    struct store_options options = { .folder = folder, .create = true };
    struct bytes sealed;
    struct act a;
    const char *why;

    if (!mkdtemp(folder) || !(store = store_open(&life, &options, &why)) ||
        !keyring_ensure(store_keyring(store), CONTRACT, &why))
        abort();
    atexit(clear_away);
    act_begin(&a, store, &life, who_console(), ORIGIN_COMMAND);
    if (!seal_value(&a, &place, "青葉 花子", &sealed) || sealed.size > ROOM)
        abort();
    memcpy(good, sealed.data, sealed.size);
    good_size = sealed.size;
    act_end(&a);
}

static bool
opens(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    struct act a;
    const char *text = NULL;
    bool opened;

    act_begin(&a, store, &arena, who_console(), ORIGIN_COMMAND);
    opened = open_value(&a, &place, (struct bytes){ bytes, length }, &text);
    if (opened != (a.fault_count == 0) || !text)
        abort();
    seal_readable(&a, CONTRACT, (struct bytes){ bytes, length });
    act_end(&a);
    arena_release(&arena);
    return opened;
}

/* The bytes as they are, then laid over a good value: at its head and bit by bit. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    uint8_t mixed[ROOM];

    if (!store)
        prepare();
    /* The fuzzer may learn the good value from the comparisons below. */
    if (length > 0 &&
        opens(bytes, length) != (length == good_size && memcmp(bytes, good, length) == 0))
        abort();
    memcpy(mixed, good, good_size);
    memcpy(mixed, bytes, length < 5 ? length : 5);
    if (opens(mixed, good_size) != (memcmp(mixed, good, good_size) == 0))
        abort();
    memcpy(mixed, good, good_size);
    for (size_t i = 0; i < length && i < good_size; i++)
        mixed[i] ^= bytes[i];
    if (opens(mixed, good_size) != (memcmp(mixed, good, good_size) == 0))
        abort();
    return 0;
}
