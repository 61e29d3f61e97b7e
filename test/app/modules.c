#include "app/commands.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "ledger/ledger.h"
#include "tests.h"
#include "web/module.h"

enum { LARGEST_ICONS = 1024 * 1024 };

static const char *
drawn(struct arena *arena)
{
    const char *why;
    size_t length;
    char *text;

    assert_true(file_read(arena, "src/web/assets/icons.svg", LARGEST_ICONS, &text, &length, &why));
    return text;
}

static bool
is_drawn(struct arena *arena, const char *icons, const char *icon)
{
    return icon && strstr(icons, arena_print(arena, "id=\"i-%s\"", icon));
}

static void
every_ledger_has_an_icon_that_is_drawn(struct test *t)
{
    const char *icons = drawn(t->arena);
    size_t count;
    const struct ledger *const *all;

    modules_begin();
    all = ledgers_all(&count);
    assert_true(count > 60);
    for (size_t i = 0; i < count; i++)
        if (!is_drawn(t->arena, icons, all[i]->icon))
            fail_msg("%s: no icon \"%s\"", all[i]->name, all[i]->icon ? all[i]->icon : "");
}

static void
every_entry_of_the_menu_has_an_icon_that_is_drawn(struct test *t)
{
    const char *icons = drawn(t->arena);

    for (const struct module *const *module = modules; *module; module++)
        for (const struct menu_item *it = (*module)->menu; it && it->title; it++)
            if (!is_drawn(t->arena, icons, it->icon))
                fail_msg("%s: no icon \"%s\"", it->path, it->icon ? it->icon : "");
}

const struct test_case modules_tests[] = {
    CASE(every_ledger_has_an_icon_that_is_drawn),
    CASE(every_entry_of_the_menu_has_an_icon_that_is_drawn),
    { 0 },
};
