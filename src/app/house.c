#include "app/house.h"

#include <stdlib.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/line.h"
#include "base/arena.h"
#include "base/file.h"
#include "ledger/block.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "store/restore.h"
#include "store/schema.h"
#include "store/store.h"

static const struct line *current_line;

const struct line *
house_line(void)
{
    return current_line;
}

void
house_set_line(const struct line *line)
{
    current_line = line;
}

/* What was done from the machine itself is marked with the user of its operating system. */
static const char *
system_user(struct arena *arena)
{
    return arena_print(arena, "uid=%lld", (long long)getuid());
}

void
house_act(struct house *house, struct act *a)
{
    act_begin(a, house->store, house->arena, house->who ? house->who : who_console(),
              ORIGIN_COMMAND);
    a->request = system_user(house->arena);
}

static const char *
first_message(struct house *house, const struct act *a)
{
    return a->faults ? arena_copy(house->arena, a->faults->message) : "データを開けませんでした。";
}

/* Tables there, no restore left half-way, custom fields known, the user of --as loaded. */
static bool
check_inside(struct house *house, const struct line *line, struct act *a)
{
    size_t count;
    const struct table *const *tables = modules_tables(house->arena, &count);
    bool unfinished = false;
    bool is_current = false;

    if (!schema_is_current(a, tables, count, &is_current))
        return false;
    if (!is_current)
        return fail(a, FAULT_BROKEN, NULL,
                    "データベースの形がこのプログラムより古いままです。tasuki migrate を"
                    "行ってください。");
    if (!restore_unfinished(a, &unfinished))
        return false;
    if (unfinished)
        return fail(a, FAULT_BROKEN, NULL,
                    "復元が途中で止まっています。新しいフォルダーにもう一度 tasuki restore を"
                    "行ってください。");
    if (!custom_load(a))
        return false;
    return !line->as || who_by_login(a, line->as, house->who);
}

bool
house_open(struct house *house, const struct line *line, enum house_door door, const char **why)
{
    struct store_options options = {
        .folder = line->data,
        .database = line->database ? line->database : getenv("TASUKI_DATABASE"),
        .create = door == HOUSE_NEW,
        .reading = door == HOUSE_READING,
    };
    struct act a;
    bool good = true;

    if (door == HOUSE_NEW)
        house->made = !file_exists(line->data);
    house->store = store_open(house->arena, &options, why);
    if (!house->store)
        return false;
    if (line->as)
        house->who = NEW(house->arena, struct who);
    if (door == HOUSE_READING || door == HOUSE_WRITING) {
        act_begin(&a, house->store, house->arena, who_console(), ORIGIN_COMMAND);
        good = check_inside(house, line, &a);
        if (!good)
            *why = first_message(house, &a);
        act_end(&a);
    }
    if (!good) {
        store_close(house->store);
        house->store = NULL;
    }
    return good;
}

bool
house_migrate(struct house *house, struct act *a)
{
    size_t count;
    const struct table *const *tables = modules_tables(house->arena, &count);

    return schema_apply(house->store, a, tables, count, NULL) && custom_load(a);
}

bool
house_close(struct house *house)
{
    const struct line *line = house_line();
    bool sealed = true;
    struct act a;

    if (!house->store)
        return true;
    if (!line->command || line->command->need != NEED_READING) {
        act_begin(&a, house->store, house->arena, who_console(), ORIGIN_COMMAND);
        sealed = history_seal(&a, NULL);
        act_end(&a);
    }
    store_close(house->store);
    house->store = NULL;
    return sealed;
}

void
house_undo(struct house *house)
{
    store_close(house->store);
    house->store = NULL;
    store_folder_undo(house_line()->data, house->made);
}
