/*
 * tasuki: finds the command, opens what it needs, runs it, says what went wrong.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "base/process.h"
#include "store/act.h"

/* Commands that need no folder still get an act: arena, time and faults. */
static int
run_alone(struct house *house, const struct line *line)
{
    struct act a = { .arena = house->arena, .now = instant_now(), .origin = ORIGIN_COMMAND };
    int status = line->command->run(&a, &line->arguments);

    command_flush(&line->arguments);
    if (a.faults)
        faults_print(&a, line->arguments.json);
    return status;
}

static int
run_inside(struct house *house, const struct line *line)
{
    enum house_door door = line->command->need == NEED_READING ? HOUSE_READING : HOUSE_WRITING;
    const char *why;
    struct act a;
    int status;

    if (!house_open(house, line, door, &why))
        return fault_print(why, line->arguments.json, 3);
    house_act(house, &a);
    status = line->command->run(&a, &line->arguments);
    command_flush(&line->arguments);
    if (a.faults && status)
        faults_print(&a, line->arguments.json);
    act_end(&a);
    if (!house_close(house) && !status)
        status = fault_print("履歴を封印できませんでした。tasuki serve が次に封印します。",
                             line->arguments.json, 3);
    return status;
}

static int
run_line(struct house *house, struct line *line)
{
    struct buffer out = { .arena = house->arena };

    line->arguments.out = &out;
    house_set_line(line);
    if (line->help || !line->command) {
        line_help(&out, line->command);
        command_flush(&line->arguments);
        return line->help ? 0 : 2;
    }
    if (line->command->need == NEED_NOTHING || line->command->need == NEED_FOLDER)
        return run_alone(house, line);
    return run_inside(house, line);
}

int
main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct house house = { .arena = &arena };
    struct line line;
    const char *why;
    int status;

    process_begin(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8");
    modules_begin();
    if (line_read(&arena, argc, argv, &line, &why))
        status = run_line(&house, &line);
    else
        status = fault_print(why, false, 2);
    if (fflush(stdout) != 0 && status == 0)
        status = fault_print("結果を書き出せませんでした。", false, 3);
    arena_release(&arena);
    return status;
}
