#include <stdio.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "app/settings.h"
#include "base/json.h"
#include "store/act.h"
#include "web/directory.h"

static void
write_text(struct buffer *out, const struct directory_entry *entry)
{
    buffer_print(out, "識別名: %s\n表示名: %s\n氏名: %s\nメール: %s\n", entry->dn,
                 entry->title ? entry->title : "", entry->name ? entry->name : "",
                 entry->mail ? entry->mail : "");
    for (size_t i = 0; i < entry->group_count; i++)
        buffer_print(out, "グループ: %s\n", entry->groups[i]);
    if (entry->group_count == 0)
        buffer_text(out, "グループ: なし\n");
}

static void
write_json(struct buffer *out, const struct directory_entry *entry)
{
    buffer_text(out, "{\"dn\":");
    json_text(out, entry->dn);
    json_key(out, "title", false);
    json_text(out, entry->title);
    json_key(out, "name", false);
    json_text(out, entry->name);
    json_key(out, "mail", false);
    json_text(out, entry->mail);
    json_key(out, "groups", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < entry->group_count; i++) {
        if (i)
            buffer_char(out, ',');
        json_text(out, entry->groups[i]);
    }
    buffer_text(out, "]}\n");
}

static int
run(struct act *a, const struct arguments *arguments)
{
    struct directory_options directory;
    struct directory_entry entry;
    const char *why;

    if (!settings_directory(a->arena, house_line()->data, &directory, &why))
        return fault_print(why, arguments->json, 2);
    directory_set(&directory);
    switch (directory_ask(a->arena, arguments->operands[0], NULL, false, &entry, &why)) {
    case DIRECTORY_NONE:
        return fault_print("tasuki.ini の [directory] に url を書いてください。", arguments->json,
                           2);
    case DIRECTORY_AWAY:
        return fault_print(why, arguments->json, 3);
    case DIRECTORY_WRONG:
        return fault_print("この利用者はディレクトリに見つからないか、2人以上います。",
                           arguments->json, 1);
    case DIRECTORY_RIGHT:
        break;
    }
    if (arguments->json)
        write_json(arguments->out, &entry);
    else
        write_text(arguments->out, &entry);
    return 0;
}

const struct command directory_command = {
    .name = "directory",
    .usage = "LOGIN --data DIR",
    .title = "ディレクトリ（LDAP）への接続を確かめる",
    .help =
        "tasuki.ini の [directory] のとおりにつなぎ、利用者を探して、名前とグループを示します。\n"
        "何も書き込まず、利用者のパスワードは要りません。\n\n"
        "例: tasuki directory miura --data /srv/tasuki",
    .need = NEED_FOLDER,
    .least = 1,
    .most = 1,
    .run = run,
};
