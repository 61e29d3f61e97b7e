/* Files of people: which kind, and the text of Office files. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/magic.h"
#include "base/office.h"
#include "base/unzip.h"

static bool
see(void *with, const char *part, const char *line)
{
    (void)with, (void)part;
    return *line != 'X';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "a.docx", "a.xlsx", "a.csv", "a.txt" };
    struct arena arena = { 0 };
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    const char *path = arena_print(&arena, "/proc/self/fd/%d", fd);
    const char *why;
    struct unzip *z;

    if (write(fd, data, size) != (ssize_t)size)
        abort();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        magic_of(&arena, path, names[i], &why);
    z = unzip_open(&arena, path, &why);
    if (z)
        office_text(&arena, z, see, NULL, &why);
    arena_release(&arena);
    close(fd);
    return 0;
}
