#include "app/secret.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "ledger/command.h"
#include "store/act.h"

enum { LARGEST = 64 * 1024 };

static bool
read_first_line(struct act *a, const char *path, const char **line)
{
    size_t length;
    char *bytes;
    const char *why;

    if (!file_read(a->arena, path, LARGEST, &bytes, &length, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s: %s", path, why);
    bytes[strcspn(bytes, "\r\n")] = '\0';
    *line = bytes;
    return *bytes || fail(a, FAULT_BROKEN, NULL, "%s: 1行目に何も書かれていません。", path);
}

bool
secret_read(struct act *a, const struct arguments *arguments, const char *option,
            const char **secret)
{
    const char *path = argument(arguments, arena_print(a->arena, "%s-file", option));

    *secret = argument(arguments, option);
    if (*secret && path)
        return fail(a, FAULT_MALFORMED, NULL, "--%s と --%s-file は、どちらか1つにしてください。",
                    option, option);
    return !path || read_first_line(a, path, secret);
}
