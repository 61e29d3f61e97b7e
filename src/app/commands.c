#include "app/commands.h"

#include <string.h>

#include "base/must.h"
#include "web/module.h"

enum { MOST_COMMANDS = 64 };

static const struct command *const own[] = {
    &init_command,    &serve_command,    &work_command,       &demo_command,
    &import_command,  &erase_command,    &keys_command,       &export_command,
    &user_command,    &token_command,    &backup_command,     &restore_command,
    &migrate_command, &calendar_command, &access_command,     &check_blobs_command,
    &verify_command,  &history_command,  &check_list_command, &directory_command,
    &mail_command,    &accounts_command,
};

const struct command *const *
commands_all(void)
{
    static const struct command *all[MOST_COMMANDS + 1];
    size_t count = 0;

    if (all[0])
        return all;
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        all[count++] = own[i];
    for (const struct module *const *module = modules; *module; module++)
        for (const struct command *const *c = (*module)->commands; c && *c; c++) {
            must(count < MOST_COMMANDS);
            all[count++] = *c;
        }
    return all;
}

const struct command *
command_find(const char *name)
{
    for (const struct command *const *each = commands_all(); *each; each++)
        if (strcmp((*each)->name, name) == 0)
            return *each;
    return NULL;
}
