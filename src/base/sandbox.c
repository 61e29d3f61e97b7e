#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/must.h"

/* Younger than the headers of Debian 12. */
#define ACCESS_TRUNCATE (UINT64_C(1) << 14)

#define ACCESS_WRITE                                                                               \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                               \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |   \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)
#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
/* What may be said of a file; the rest concerns folders. */
#define ACCESS_OF_FILE                                                                             \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE |   \
     ACCESS_TRUNCATE)

/* What a server of files, sockets, threads and child programs asks of the kernel, with the
   neighbours that other versions of the C library use instead. Names that the machine does
   not know are left out. */
static const char calls[] =
    "accept accept4 access arch_prctl bind brk chdir chmod clock_getres clock_gettime "
    "clock_nanosleep clone clone3 close close_range connect copy_file_range dup dup2 dup3 "
    "epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd "
    "eventfd2 execve exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fchmod "
    "fchmodat fchown fcntl fdatasync flock fork fstat fstatfs fsync ftruncate futex "
    "get_robust_list getcpu getcwd getdents64 getegid geteuid getgid getgroups getpeername "
    "getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit "
    "getrusage getsid getsockname getsockopt gettid gettimeofday getuid ioctl kill "
    "landlock_add_rule landlock_create_ruleset landlock_restrict_self link linkat listen "
    "lseek lstat madvise membarrier memfd_create mincore mkdir mkdirat mlock mmap mprotect "
    "mremap msync munlock munmap nanosleep newfstatat open openat openat2 pidfd_open "
    "pidfd_send_signal pipe pipe2 poll ppoll prctl pread64 preadv preadv2 prlimit64 pselect6 "
    "pwrite64 pwritev pwritev2 read readlink readlinkat readv recvfrom recvmmsg recvmsg "
    "rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending "
    "rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait "
    "rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity "
    "sched_getparam sched_getscheduler sched_setscheduler sched_yield seccomp select sendfile "
    "sendmmsg sendmsg sendto set_robust_list set_tid_address setpgid setpriority setrlimit "
    "setsid setsockopt shutdown sigaltstack signalfd4 socketpair splice stat statfs statx "
    "symlink symlinkat sync_file_range sysinfo tgkill times timerfd_create timerfd_gettime "
    "timerfd_settime tkill truncate umask uname unlink unlinkat unshare utimensat vfork wait4 "
    "waitid write writev "
#ifdef __SANITIZE_ADDRESS__
    "getdents ptrace process_vm_readv " /* the search for leaks at the end */
#endif
    "";

static bool
refuse(const char **why, const char *what)
{
    *why = what;
    return false;
}

/* --- files -------------------------------------------------------------------- */

static bool
allow(int rules, const char *path, uint64_t access)
{
    struct landlock_path_beneath_attr rule = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
    struct stat seen;
    bool good;

    if (rule.parent_fd < 0 || fstat(rule.parent_fd, &seen) != 0) {
        if (rule.parent_fd >= 0)
            close(rule.parent_fd);
        return false;
    }
    rule.allowed_access = S_ISDIR(seen.st_mode) ? access : access & ACCESS_OF_FILE;
    good = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return good;
}

/* The loader of the C library is run by the kernel beside each program. */
static void
allow_loader(int rules, uint64_t access)
{
    static const char *const loaders[] = { "/lib64/ld-linux-x86-64.so.2",
                                           "/lib/ld-linux-aarch64.so.1" };

    for (size_t i = 0; i < sizeof(loaders) / sizeof(*loaders); i++)
        (void)allow(rules, loaders[i], access);
}

static bool
allow_all(int rules, const struct sandbox_order *order, uint64_t handled)
{
    static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/urandom" };
    const uint64_t run = LANDLOCK_ACCESS_FS_EXECUTE | (handled & ACCESS_READ);

    for (size_t i = 0; order->writable && order->writable[i]; i++)
        if (!allow(rules, order->writable[i], handled & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE))
            return false;
    for (size_t i = 0; order->readable && order->readable[i]; i++)
        (void)allow(rules, order->readable[i], handled & ACCESS_READ);
    for (size_t i = 0; order->programs && order->programs[i]; i++)
        (void)allow(rules, order->programs[i], run);
    for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
        (void)allow(rules, devices[i], handled & (ACCESS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE));
    if (order->programs && order->programs[0])
        allow_loader(rules, run);
    return true;
}

static bool
restrict_files(const struct sandbox_order *order, bool *held, const char **why)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct landlock_ruleset_attr what = { .handled_access_fs =
                                              ACCESS_WRITE | LANDLOCK_ACCESS_FS_EXECUTE };
    bool good;
    int rules;

    *held = version > 0;
    if (!*held)
        return true;
    if (order->readable)
        what.handled_access_fs |= ACCESS_READ;
    if (version >= 2)
        what.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        what.handled_access_fs |= ACCESS_TRUNCATE;
    rules = (int)syscall(SYS_landlock_create_ruleset, &what, sizeof(what), 0);
    if (rules < 0)
        return refuse(why, "書ける場所を限れません（Landlock）。");
    good = allow_all(rules, order, what.handled_access_fs) &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return good ||
           refuse(why, "書ける場所を限れません（Landlock）。フォルダがあるか確かめてください。");
}

/* --- calls -------------------------------------------------------------------- */

static bool
allow_sockets(scmp_filter_ctx filter, bool offline)
{
    static const unsigned families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

    for (size_t i = 0; i < (offline ? 1 : sizeof(families) / sizeof(*families)); i++) {
        const struct scmp_arg_cmp is = { .op = SCMP_CMP_EQ, .datum_a = families[i] };

        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, &is) != 0)
            return false;
    }
    return true;
}

static bool
allow_calls(scmp_filter_ctx filter)
{
    char name[40];
    size_t length;

    for (const char *at = calls; *at; at += length + 1) {
        int call;

        length = strcspn(at, " ");
        must(length < sizeof(name));
        memcpy(name, at, length);
        name[length] = '\0';
        call = seccomp_syscall_resolve_name(name);
        if (call >= 0 && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0)
            return false;
    }
    return true;
}

/* What is not named "is not there", as on an older kernel: the C library then goes another
   way, and nobody takes it for a right that could be given. */
static bool
restrict_calls(bool offline, bool *held, const char **why)
{
    scmp_filter_ctx filter;
    bool good;

    *held = prctl(PR_GET_SECCOMP) >= 0;
    if (!*held)
        return true;
    filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    good = filter && allow_calls(filter);
    good = good && allow_sockets(filter, offline) && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return good || refuse(why, "システムコールを限れません（seccomp）。");
}

bool
sandbox_enter(const struct sandbox_order *order, struct sandbox_held *held, const char **why)
{
    *held = (struct sandbox_held){ 0 };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return refuse(why, "権限が増えないようにできません。");
    return restrict_files(order, &held->files, why) &&
           restrict_calls(order->offline, &held->calls, why);
}
