/*
 * The subcommands: the app's own and those of the modules, and the modules themselves.
 */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include <stddef.h>

#include "ledger/command.h"

struct act;
struct arena;
struct module;
struct table;

/* Ends with NULL. */
const struct command *const *commands_all(void);
const struct command *command_find(const char *name); /* NULL if none */

/* Ends with NULL. */
extern const struct module *const modules[];

/* Makes the ledgers of core and modules known; once at start. */
void modules_begin(void);

/* All tables of the installation, for schema and backup; in the arena. */
const struct table *const *modules_tables(struct arena *arena, size_t *count);

/* Each is declared beside its function. */
extern const struct command access_command;
extern const struct command accounts_command;
extern const struct command backup_command;
extern const struct command calendar_command;
extern const struct command check_blobs_command;
extern const struct command check_list_command;
extern const struct command demo_command;
extern const struct command directory_command;
extern const struct command erase_command;
extern const struct command export_command;
extern const struct command history_command;
extern const struct command import_command;
extern const struct command init_command;
extern const struct command keys_command;
extern const struct command mail_command;
extern const struct command migrate_command;
extern const struct command restore_command;
extern const struct command serve_command;
extern const struct command token_command;
extern const struct command user_command;
extern const struct command verify_command;
extern const struct command work_command;

#endif
