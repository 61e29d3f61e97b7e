#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "app/settings.h"
#include "base/arena.h"
#include "desk/desk.h"
#include "ledger/command.h"
#include "store/act.h"

static int
run(struct act *a, const struct arguments *arguments)
{
    struct desk_directory *directories =
        NEW_ARRAY(a->arena, DESK_DIRECTORIES, struct desk_directory);
    const char *why;

    if (!settings_directories(a->arena, house_line()->data, directories, &why))
        return fault_print(why, arguments->json, 2);
    desk_directories_set(directories, DESK_DIRECTORIES);
    return desk_accounts(a, arguments->operands[0], arguments->operands[1],
                         argument(arguments, "contract"), arguments->json, arguments->out)
               ? 0
               : fault_face(act_fault_kind(a))->exit;
}

static const struct command_option options[] = {
    { "contract", "NUMBER", "契約番号。契約が1つなら要りません" },
    { 0 },
};

const struct command accounts_command = {
    .name = "accounts",
    .usage = "compare|plan DIRECTORY / apply|undo PLAN [--contract NUMBER] --data DIR",
    .title = "アカウントの台帳とディレクトリを突き合わせ、変え、元に戻す",
    .help =
        "compare は、区分（mynumber、lgwan、internet、other）のディレクトリを読んで差異を書きます。\n"
        "plan は、画面で選んだ差異から変更計画を作り、操作を示します。まだ何も変えません。\n"
        "apply は、計画を確認して実行します。undo は、実行した計画を元に戻します。\n"
        "途中で止まれば、済んだものと済んでいないものを示し、終了状態は 0 ではありません。\n\n"
        "例: tasuki accounts compare lgwan --data /srv/tasuki\n"
        "    tasuki accounts apply 1042 --data /srv/tasuki",
    .options = options,
    .need = NEED_STORE,
    .least = 2,
    .most = 2,
    .run = run,
};
