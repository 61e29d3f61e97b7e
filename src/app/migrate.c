#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "ledger/index.h"
#include "store/act.h"

static int
run(struct act *outer, const struct arguments *arguments)
{
    struct house house = { .arena = outer->arena };
    bool rebuild = argument(arguments, "rebuild-index") != NULL;
    const char *why;
    struct act a;
    int status = 0;

    if (!house_open(&house, house_line(), HOUSE_ANY, &why))
        return fault_print(why, arguments->json, 3);
    house_act(&house, &a);
    if (!house_migrate(&house, &a) || (rebuild && !index_rebuild(&a)))
        status = faults_print(&a, arguments->json);
    act_end(&a);
    if (!house_close(&house) && !status)
        status = fault_print("履歴を封印できませんでした。", arguments->json, 3);
    if (!status)
        buffer_text(arguments->out,
                    arguments->json ? "{\"done\":true}\n" : "データベースの形を揃えました。\n");
    return status;
}

static const struct command_option options[] = {
    { "rebuild-index", NULL, "検索の索引を作り直す" },
    { 0 },
};

const struct command migrate_command = {
    .name = "migrate",
    .usage = "--data DIR [--rebuild-index]",
    .title = "データベースの形をプログラムに合わせる",
    .help = "足りない表、列、索引を足します。今ある値は変えません。\n"
            "プログラムを新しくしたら、serve の前に一度行います。先に tasuki backup を"
            "取ってください。\n\n例: tasuki migrate --data /srv/tasuki",
    .options = options,
    .need = NEED_FOLDER,
    .run = run,
};
