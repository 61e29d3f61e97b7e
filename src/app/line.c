#include "app/line.h"

#include <string.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/must.h"

enum { MOST_OPTIONS = 32 };

static const struct command_option common[] = {
    { "data", "DIR", "データフォルダー（省略すると ./data）" },
    { "database", "URL", "PostgreSQLを使うときの接続先（postgresql://…）" },
    { "as", "LOGIN", "この利用者として行う（省略すると console）" },
    { "json", NULL, "結果をJSONで書く" },
    { "help", NULL, "この説明を出す" },
    { 0 },
};

static const struct command_option *
find_option(const struct command_option *options, const char *name, size_t length)
{
    for (; options && options->name; options++)
        if (strlen(options->name) == length && strncmp(options->name, name, length) == 0)
            return options;
    return NULL;
}

/* Takes `--name`, `--name VALUE` or `--name=VALUE`; *at stands on the option. */
static bool
take_option(struct arena *arena, struct line *line, int argc, char **argv, int *at,
            const char **why)
{
    const char *name = argv[*at] + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const struct command_option *option = find_option(common, name, length);
    struct pairs *options = &line->arguments.options;

    if (!option && line->command)
        option = find_option(line->command->options, name, length);
    if (!option) {
        *why =
            arena_print(arena, "--%.*s という指定はありません。--help で使い方を確かめられます。",
                        (int)length, name);
        return false;
    }
    if (!option->value && value) {
        *why = arena_print(arena, "--%s に値は付けられません。", option->name);
        return false;
    }
    if (option->value && !value && (*at + 1 >= argc || !(value = argv[++*at]))) {
        *why = arena_print(arena, "--%s の後に %s を書いてください。", option->name, option->value);
        return false;
    }
    if (argument(&line->arguments, option->name) || options->count == MOST_OPTIONS) {
        *why = arena_print(arena, "--%s が二度あります。", option->name);
        return false;
    }
    options->items[options->count++] = (struct pair){ option->name, value ? value : "" };
    return true;
}

/* The command's name is the first operand, wherever common options stand. */
static const struct command *
named_command(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0)
            return command_find(argv[i]);
        if (!strchr(argv[i], '=')) {
            const struct command_option *option =
                find_option(common, argv[i] + 2, strlen(argv[i] + 2));

            i += option && option->value ? 1 : 0;
        }
    }
    return NULL;
}

static bool
count_operands(struct arena *arena, const struct line *line, const char **why)
{
    const struct command *command = line->command;

    if (line->help || !command)
        return true;
    if (line->arguments.count < command->least) {
        *why = arena_print(arena, "足りないものがあります。使い方: tasuki %s %s", command->name,
                           command->usage);
        return false;
    }
    if (line->arguments.count > command->most) {
        *why = arena_print(arena, "「%s」は余分です。使い方: tasuki %s %s",
                           line->arguments.operands[command->most], command->name, command->usage);
        return false;
    }
    return true;
}

bool
line_read(struct arena *arena, int argc, char **argv, struct line *out, const char **why)
{
    struct arguments *arguments = &out->arguments;
    bool ended = false;
    bool named = false;

    *out = (struct line){ .command = named_command(argc, argv) };
    arguments->operands = NEW_ARRAY(arena, (size_t)argc + 1, const char *);
    arguments->options.items = NEW_ARRAY(arena, MOST_OPTIONS, struct pair);
    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && strncmp(argv[i], "--", 2) == 0) {
            if (!take_option(arena, out, argc, argv, &i, why))
                return false;
        } else if (!named) {
            named = true;
            if (!out->command) {
                *why = arena_print(arena,
                                   "「%s」という命令はありません。tasuki --help で一覧を"
                                   "出せます。",
                                   argv[i]);
                return false;
            }
        } else {
            arguments->operands[arguments->count++] = argv[i];
        }
    }
    out->data = argument(arguments, "data") ? argument(arguments, "data") : "./data";
    out->database = argument(arguments, "database");
    out->as = argument(arguments, "as");
    out->help = argument(arguments, "help") != NULL;
    arguments->json = argument(arguments, "json") != NULL;
    return count_operands(arena, out, why);
}

static void
help_options(struct buffer *out, const struct command_option *options)
{
    for (; options && options->name; options++)
        buffer_print(out, "  --%s%s%s\n        %s\n", options->name, options->value ? " " : "",
                     options->value ? options->value : "", options->help);
}

void
line_help(struct buffer *out, const struct command *command)
{
    if (command) {
        buffer_print(out, "使い方: tasuki %s %s\n\n%s\n\n指定:\n", command->name, command->usage,
                     command->help);
        help_options(out, command->options);
        help_options(out, common);
        buffer_text(out,
                    "\n終了の値: 0 済んだ、1 答えは「いいえ」または誤りがあった、2 使い方の誤り、"
                    "3 できなかった\n");
        return;
    }
    buffer_text(out, "Tasuki（襷） — 官公庁のICT業務を、受託から引継ぎまで記録します。\n\n"
                     "使い方: tasuki 命令 [指定] …\n\n");
    for (const struct command *const *each = commands_all(); *each; each++)
        buffer_print(out, "  %-10s %s\n", (*each)->name, (*each)->title);
    buffer_text(out, "\n「tasuki 命令 --help」で、それぞれの使い方と例を出せます。\n");
}
