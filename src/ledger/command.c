#include "ledger/command.h"

#include <stdio.h>
#include <string.h>

const char *
argument(const struct arguments *arguments, const char *option)
{
    for (size_t i = 0; i < arguments->options.count; i++)
        if (strcmp(arguments->options.items[i].name, option) == 0)
            return arguments->options.items[i].value;
    return NULL;
}

void
command_flush(const struct arguments *arguments)
{
    fwrite(buffer_string(arguments->out), 1, arguments->out->length, stdout);
    fflush(stdout);
    buffer_clear(arguments->out);
}
