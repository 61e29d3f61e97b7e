#include "web/resources.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PATH_ROOM = 4096, STATM_ROOM = 128 };

static int64_t
file_size(const char *folder, const char *name)
{
    char path[PATH_ROOM];
    struct stat it;
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);

    if (length < 0 || length >= PATH_ROOM || stat(path, &it) != 0)
        return -1;
    return (int64_t)it.st_size;
}

/* The second number of /proc/self/statm, in pages. */
static int64_t
resident(void)
{
    char text[STATM_ROOM] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    const char *second;

    if (fd >= 0)
        close(fd);
    second = got > 0 ? strchr(text, ' ') : NULL;
    return second ? strtoll(second, NULL, 10) * sysconf(_SC_PAGESIZE) : -1;
}

struct resources
resources_read(const char *folder)
{
    struct resources r = { resident(), -1, -1, file_size(folder, "tasuki.db"),
                           file_size(folder, "tasuki.db-wal") };
    struct statvfs disk;

    if (statvfs(folder, &disk) == 0) {
        r.disk = (int64_t)(disk.f_blocks * disk.f_frsize);
        r.disk_free = (int64_t)(disk.f_bavail * disk.f_frsize);
    }
    return r;
}
