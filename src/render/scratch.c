#include "render/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"

static const char *chosen;

void
scratch_set(const char *folder)
{
    chosen = folder;
}

const char *
scratch_folder(void)
{
    const char *folder = chosen ? chosen : getenv("TMPDIR");

    return folder && *folder ? folder : "/tmp";
}

static void
close_fd(void *fd)
{
    close((int)(intptr_t)fd);
}

bool
scratch_open(struct arena *arena, struct scratch *out, const char **why)
{
    out->fd = open(scratch_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (out->fd < 0) {
        *why = system_reason(errno);
        return false;
    }
    arena_defer(arena, close_fd, (void *)(intptr_t)out->fd);
    out->path = arena_print(arena, "/proc/self/fd/%d", out->fd);
    return true;
}

bool
scratch_take(const struct scratch *s, struct buffer *out, const char **why)
{
    struct stat stat;
    size_t size;

    *why = "作ったファイルを読み戻せません。";
    if (fstat(s->fd, &stat) != 0 || stat.st_size <= 0)
        return false;
    size = (size_t)stat.st_size;
    for (size_t got = 0; got < size;) {
        ssize_t n = pread(s->fd, buffer_room(out, size - got), size - got, (off_t)got);

        if (n <= 0)
            return false;
        got += (size_t)n;
        out->length += (size_t)n;
    }
    out->data[out->length] = '\0';
    return true;
}
