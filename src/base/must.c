#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void
must_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "bug at=%s:%d condition=\"%s\"\n", file, line, condition);
    abort();
}

_Noreturn void
out_of_memory(void)
{
    fputs("out of memory\n", stderr);
    abort();
}
