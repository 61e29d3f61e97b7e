#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

const char *
system_reason(int error)
{
    static const struct {
        int error;
        const char *sentence;
    } sentences[] = {
        { ENOENT, "ありません。場所と名前を確かめてください。" },
        { EACCES, "権限がありません。所有者と許可を確かめてください。" },
        { EPERM, "許されていない操作です。所有者と許可を確かめてください。" },
        { EEXIST, "同じ名前のものがあります。" },
        { ENOTDIR, "途中にフォルダでないものがあります。" },
        { EISDIR, "フォルダです。ファイルを指定してください。" },
        { ENOTEMPTY, "フォルダが空ではありません。" },
        { ENOSPC, "ディスクがいっぱいです。空きを作ってからやり直してください。" },
        { EDQUOT, "割り当てられた容量を使い切りました。空きを作ってください。" },
        { EFBIG, "ファイルが大きすぎます。" },
        { EROFS, "読み取り専用の場所です。" },
        { EIO, "ディスクを読み書きできません。機器を調べてください。" },
        { EMFILE, "開けるファイルの数を超えました。" },
        { ENFILE, "開けるファイルの数を超えました。" },
        { ENAMETOOLONG, "名前が長すぎます。" },
        { ELOOP, "リンクがたどれません。" },
        { EBUSY, "ほかで使っています。" },
        { ETXTBSY, "ほかで使っています。" },
        { ENOMEM, "メモリが足りません。" },
        { ENOEXEC, "実行できる形のファイルではありません。" },
        { EADDRINUSE, "この番地とポートはほかで使っています。" },
        { EADDRNOTAVAIL, "この番地はこの機械にありません。" },
        { ECONNREFUSED, "相手が受け付けていません。動いているか確かめてください。" },
        { ETIMEDOUT, "相手の返事がありません。" },
        { EHOSTUNREACH, "相手に届きません。ネットワークを確かめてください。" },
        { ENETUNREACH, "相手に届きません。ネットワークを確かめてください。" },
    };

    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
        if (sentences[i].error == error)
            return sentences[i].sentence;
    return "読み書きできません。";
}

static bool
refuse(const char **why)
{
    *why = system_reason(errno);
    return false;
}

/* Reads until the end; what grows past `limit` while it is read is refused too. */
static bool
read_all(struct arena *arena, int fd, size_t size, size_t limit, char **out, size_t *length,
         const char **why)
{
    /* One byte more than expected, so that the end is seen. */
    size_t room = size < limit ? size + 1 : limit + 1;
    char *bytes = arena_get(arena, room + 1);
    size_t count = 0;

    for (;;) {
        ssize_t got = read(fd, bytes + count, room - count);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse(why);
        count += (size_t)got;
        if (!got)
            break;
        if (count == room) {
            *why = room > limit ? "ファイルが大きすぎます。" : "読む間に変わりました。";
            return false;
        }
    }
    bytes[count] = '\0';
    *out = bytes;
    *length = count;
    return true;
}

bool
file_read(struct arena *arena, const char *path, size_t limit, char **out, size_t *length,
          const char **why)
{
    /* Without waiting: a pipe with nobody at its other end would hold us forever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat facts;
    bool done = false;

    if (fd < 0)
        return refuse(why);
    if (fstat(fd, &facts) != 0)
        refuse(why);
    else if (S_ISDIR(facts.st_mode))
        *why = system_reason(EISDIR);
    else if (!S_ISREG(facts.st_mode))
        *why = "ふつうのファイルではありません。";
    else if ((uintmax_t)facts.st_size > limit)
        *why = "ファイルが大きすぎます。";
    else
        done = read_all(arena, fd, (size_t)facts.st_size, limit, out, length, why);
    close(fd);
    return done;
}

bool
file_write_all(int fd, const void *bytes, size_t length, const char **why)
{
    const char *at = bytes;

    while (length) {
        ssize_t written = write(fd, at, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return refuse(why);
        at += written;
        length -= (size_t)written;
    }
    return true;
}

bool
folder_sync(const char *path, const char **why)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done;

    if (fd < 0)
        return refuse(why);
    done = fsync(fd) == 0 || refuse(why);
    close(fd);
    return done;
}

/* The folder part of a path, "." when it has none. */
static bool
folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 1;

    if (slash == path)
        length = 1;
    if (length >= PATH_MAX)
        return false;
    memcpy(folder, slash ? path : ".", length);
    folder[length] = '\0';
    return true;
}

static bool
write_and_sync(int fd, const void *bytes, size_t length, mode_t mode, const char **why)
{
    if (!file_write_all(fd, bytes, length, why))
        return false;
    return (fchmod(fd, mode) == 0 && fsync(fd) == 0) || refuse(why);
}

bool
file_write(const char *path, const void *bytes, size_t length, mode_t mode, const char **why)
{
    char folder[PATH_MAX];
    char fresh[PATH_MAX];
    bool done;
    int printed, fd;

    errno = ENAMETOOLONG;
    if (!folder_of(path, folder))
        return refuse(why);
    printed = snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path);
    if (printed < 0 || (size_t)printed >= sizeof(fresh))
        return refuse(why);
    fd = mkostemp(fresh, O_CLOEXEC); /* with mode 0600 */
    if (fd < 0)
        return refuse(why);
    done = write_and_sync(fd, bytes, length, mode, why);
    if (close(fd) != 0 && done)
        done = refuse(why);
    if (done && rename(fresh, path) != 0)
        done = refuse(why);
    if (!done) {
        unlink(fresh);
        return false;
    }
    return folder_sync(folder, why);
}

static bool
is_folder(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* Makes one folder with exactly this mode. */
static bool
make_one(const char *path, mode_t mode, const char **why)
{
    if (mkdir(path, 0700) == 0)
        return chmod(path, mode) == 0 || refuse(why);
    if (errno == EEXIST && is_folder(path))
        return true;
    if (errno == EEXIST)
        errno = ENOTDIR;
    return refuse(why);
}

bool
folder_make(const char *path, mode_t mode, const char **why)
{
    char part[PATH_MAX];
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    if (!length || length >= sizeof(part)) {
        *why = system_reason(length ? ENAMETOOLONG : ENOENT);
        return false;
    }
    memcpy(part, path, length);
    part[length] = '\0';
    for (size_t i = 1; i < length; i++) {
        if (part[i] != '/')
            continue;
        part[i] = '\0';
        if (!is_folder(part) && !make_one(part, 0755, why))
            return false;
        part[i] = '/';
    }
    return make_one(part, mode, why);
}

static int
remove_inside(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    return place->level ? remove(path) : 0;
}

bool
folder_clear(const char *path, const char **why)
{
    enum { OPEN_MOST = 16 };

    if (nftw(path, remove_inside, OPEN_MOST, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return refuse(why);
    return true;
}

bool
folder_remove(const char *path, const char **why)
{
    if (!folder_clear(path, why))
        return false;
    return remove(path) == 0 || errno == ENOENT || refuse(why);
}

bool
file_exists(const char *path)
{
    struct stat facts;

    return lstat(path, &facts) == 0;
}
