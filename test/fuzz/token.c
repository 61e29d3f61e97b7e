/* Session cookies, tokens of the API, scopes: nothing made up is ever somebody. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "ledger/tables.h"
#include "store/act.h"
#include "store/schema.h"
#include "store/store.h"
#include "web/attempt.h"
#include "web/route.h"
#include "web/session.h"
#include "web/tables.h"
#include "web/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { TABLES = 96 };

static struct arena life;
static char folder[] = "/tmp/tasuki-fuzz.XXXXXX";
static struct store *store;

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
    const struct table *all[TABLES];
    const struct table *const *shapes;
    const char *why;
    struct act a;
    size_t count;

    ledgers_set(core_ledgers, CORE_LEDGERS);
    if (!mkdtemp(folder) || !(store = store_open(&life, &options, &why)))
        abort();
    atexit(clear_away);
    shapes = shape_tables(&life, &count);
    memcpy(all, shapes, count * sizeof(*all));
    for (size_t i = 0; ledger_tables[i]; i++)
        all[count++] = ledger_tables[i];
    for (size_t i = 0; web_tables[i]; i++)
        all[count++] = web_tables[i];
    act_begin(&a, store, &life, who_console(), ORIGIN_COMMAND);
    if (count > TABLES || !schema_apply(store, &a, all, count, NULL))
        abort();
    act_end(&a);
}

static void
is_nobody(struct arena *arena, const struct request *q)
{
    struct session session;
    struct act a;

    act_begin(&a, store, arena, who_console(), ORIGIN_PAGE);
    if (session_find(&a, q, &session) || act_fault_kind(&a) != FAULT_UNSIGNED)
        abort();
    act_end(&a);
}

/* What is taken as a scope is taken again as itself, and keeps a reader from writing. */
static void
try_scope(struct arena *arena, const char *text)
{
    static const struct route route = { .path = "/search" };
    struct session session = { .by_token = true };
    struct request q = { .method = POST, .route = &route, .session = &session };
    const char *scope, *again;
    struct act a;

    act_begin(&a, store, arena, who_console(), ORIGIN_API);
    if (scope_parse(&a, text, &scope)) {
        if (!scope_parse(&a, scope, &again) || strcmp(scope, again) != 0)
            abort();
        session.scope = scope;
        if (token_allows(&a, &q) && strcmp(scope, "write") != 0)
            abort();
    }
    act_end(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);
    struct pair headers[] = { { "authorization", text }, { "cookie", text } };
    struct request q = { .headers = { .items = headers, .count = 2 }, .origin = text };
    struct attempt attempt;
    struct act a;

    if (!store)
        prepare();
    is_nobody(&arena, &q);
    headers[0].value = arena_print(&arena, "Bearer %s", text);
    is_nobody(&arena, &q);
    q = (struct request){ .cookie = text };
    is_nobody(&arena, &q);
    try_scope(&arena, text);
    act_begin(&a, store, &arena, who_console(), ORIGIN_PAGE);
    q = (struct request){ .headers = { .items = headers, .count = 2 }, .origin = "192.0.2.1" };
    attempt_init(&a, &q, ATTEMPT_PASSWORD, "lead", &attempt);
    if (attempt.device)
        abort();
    act_end(&a);
    arena_release(&arena);
    return 0;
}
