#include "web/folder.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

const char *
upload_folder(struct arena *arena, const char *data, const char **why)
{
    const char *path = arena_print(arena, "%s/tmp", data);
    const struct dirent *entry;
    DIR *folder;

    if (!folder_make(path, 0700, why))
        return NULL;
    folder = opendir(path);
    while (folder && (entry = readdir(folder)))
        if (strncmp(entry->d_name, "upload-", 7) == 0)
            unlink(arena_print(arena, "%s/%s", path, entry->d_name));
    if (folder)
        closedir(folder);
    return path;
}
