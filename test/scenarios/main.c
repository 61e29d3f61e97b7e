#include <dirent.h>
#include <string.h>

#include "player.h"

#define SCENARIO(name)                                                                             \
    static void name(struct test *t)                                                               \
    {                                                                                              \
        play(t, #name);                                                                            \
    }

SCENARIO(accommodation)
SCENARIO(clocks)
SCENARIO(complaint)
SCENARIO(completion)
SCENARIO(deemed)
SCENARIO(import)
SCENARIO(incident)
SCENARIO(information)
SCENARIO(inspection)
SCENARIO(instalments)
SCENARIO(interference)
SCENARIO(leak)
SCENARIO(leaver)
SCENARIO(minutes)
SCENARIO(months)
SCENARIO(numbers)
SCENARIO(owed)
SCENARIO(pauses)
SCENARIO(payment)
SCENARIO(redelivery)
SCENARIO(rights)
SCENARIO(schedule)
SCENARIO(series)
SCENARIO(silence)
SCENARIO(stale)
SCENARIO(taken_over)

static void every_scenario_is_played(struct test *t);

static const struct test_case cases[] = {
    CASE(accommodation),
    CASE(clocks),
    CASE(complaint),
    CASE(completion),
    CASE(deemed),
    CASE(import),
    CASE(incident),
    CASE(information),
    CASE(inspection),
    CASE(instalments),
    CASE(interference),
    CASE(leak),
    CASE(leaver),
    CASE(minutes),
    CASE(months),
    CASE(numbers),
    CASE(owed),
    CASE(pauses),
    CASE(payment),
    CASE(redelivery),
    CASE(rights),
    CASE(schedule),
    CASE(series),
    CASE(silence),
    CASE(stale),
    CASE(taken_over),
    CASE(every_scenario_is_played),
    { 0 },
};

static bool
is_listed(const char *file)
{
    for (const struct test_case *it = cases; it->name; it++)
        if (strlen(it->name) + 4 == strlen(file) && !strncmp(file, it->name, strlen(it->name)))
            return true;
    return false;
}

static void
every_scenario_is_played(struct test *t)
{
    DIR *folder = opendir("test/scenarios");

    (void)t;
    assert_non_null(folder);
    for (struct dirent *it; (it = readdir(folder));) {
        const char *end = strrchr(it->d_name, '.');

        if (end && strcmp(end, ".txt") == 0 && !is_listed(it->d_name))
            fail_msg("%s is not listed", it->d_name);
    }
    closedir(folder);
}

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = { { "scenario", cases }, { 0 } };

    return test_main("scenarios", tables, argc, argv);
}
