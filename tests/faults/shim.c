/* Writes down, in order, everything a process does to the files below one folder.

   Loaded before the C library (LD_PRELOAD). LEERLIJN_SHIM_ROOT is the folder, LEERLIJN_SHIM_LOG the file that is
   appended to, LEERLIJN_SHIM_TOLD the descriptor on which the process tells what is done. One record is

       kind (1 octet), file (8: its inode), place (8), length of a (4), length of b (4), a, b      little-endian

   with these kinds:
       c made a file, a is its path            w wrote b at place            t cut or grew the file to place
       s forced a file to the disk             S forced folder a to the disk
       r renamed a to b       l linked b to a's file       u unlinked a      m made folder a    d removed folder a
       a told b

   Forcing to the disk itself is left out: what survives is decided when the records are played again.
   Calls are taken one at a time, so that the order written down is the order in which they happened. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int journal = -1, told = -1;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("LEERLIJN_SHIM_LOG"), *handle = getenv("LEERLIJN_SHIM_TOLD");
    root = getenv("LEERLIJN_SHIM_ROOT");
    if (!root || !path)
        return;
    root_length = strlen(root);
    journal = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    told = handle ? atoi(handle) : -1;
}

static void note(char kind, uint64_t file, uint64_t place, const void *a, uint32_t na, const void *b, uint32_t nb)
{
    size_t length = 25 + (size_t)na + nb;
    char *record = malloc(length);
    if (!record)
        abort();
    record[0] = kind;
    memcpy(record + 1, &file, 8);
    memcpy(record + 9, &place, 8);
    memcpy(record + 17, &na, 4);
    memcpy(record + 21, &nb, 4);
    memcpy(record + 25, a, na);
    memcpy(record + 25 + na, b, nb);
    if (syscall(SYS_write, journal, record, length) != (ssize_t)length)
        abort();
    free(record);
}

static void note_paths(char kind, uint64_t file, const char *a, const char *b)
{
    note(kind, file, 0, a, (uint32_t)strlen(a), b, (uint32_t)strlen(b));
}

/* Whether a path lies below the folder; the shared memory of the database is made anew and does not count. */
static int counts(const char *path)
{
    size_t length = strlen(path);
    return journal >= 0 && strncmp(path, root, root_length) == 0 && path[root_length] == '/' &&
           (length < 4 || strcmp(path + length - 4, "-shm") != 0);
}

static const char *of_handle(int handle, char *path)
{
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

static const char *full(int folder, const char *path, char *whole)
{
    char above[PATH_MAX] = "";
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        if (folder == AT_FDCWD) {
            if (!getcwd(above, sizeof above))
                above[0] = 0;
        } else {
            of_handle(folder, above);
        }
        /* A path that does not fit is longer than the system takes. */
        if (snprintf(whole, PATH_MAX, "%s/%s", above, path) >= PATH_MAX)
            whole[0] = 0;
    }
    return whole;
}

/* The inode of an open file below the folder; 0 for anything else. */
static uint64_t watched(int handle, struct stat *found)
{
    char path[PATH_MAX];
    if (journal < 0 || handle == journal || !counts(of_handle(handle, path)) || fstat(handle, found) ||
        !S_ISREG(found->st_mode))
        return 0;
    return found->st_ino;
}

/* Opening */

static int opened(int folder, const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    if (!(flags & (O_CREAT | O_TRUNC)) || !counts(full(folder, path, whole)))
        return (int)syscall(SYS_openat, folder, path, flags, mode);
    struct stat found;
    pthread_mutex_lock(&turn);
    int there = lstat(whole, &found) == 0;
    int handle = (int)syscall(SYS_openat, folder, path, flags, mode);
    int error = errno;
    if (handle >= 0 && fstat(handle, &found) == 0 && S_ISREG(found.st_mode)) {
        if (!there)
            note_paths('c', found.st_ino, whole, "");
        else if (flags & O_TRUNC)
            note('t', found.st_ino, 0, "", 0, "", 0);
    }
    pthread_mutex_unlock(&turn);
    errno = error;
    return handle;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0;                                                    \
        va_end(more);                                                                                                  \
        return opened(AT_FDCWD, path, flags, mode);                                                                    \
    }
#define OPENAT(name)                                                                                                   \
    int name(int folder, const char *path, int flags, ...)                                                             \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0;                                                    \
        va_end(more);                                                                                                  \
        return opened(folder, path, flags, mode);                                                                      \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* Writing */

ssize_t write(int handle, const void *data, size_t length)
{
    struct stat found;
    if (handle == told && journal >= 0) {
        note('a', 0, 0, "", 0, data, (uint32_t)length);
        return syscall(SYS_write, handle, data, length);
    }
    uint64_t file = watched(handle, &found);
    if (!file)
        return syscall(SYS_write, handle, data, length);
    pthread_mutex_lock(&turn);
    int flags = fcntl(handle, F_GETFL);
    off_t place = lseek(handle, 0, (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
    ssize_t done = syscall(SYS_write, handle, data, length);
    int error = errno;
    if (done > 0)
        note('w', file, (uint64_t)place, "", 0, data, (uint32_t)done);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

static ssize_t written_at(int handle, const void *data, size_t length, off_t place)
{
    struct stat found;
    uint64_t file = watched(handle, &found);
    if (!file)
        return syscall(SYS_pwrite64, handle, data, length, place);
    pthread_mutex_lock(&turn);
    ssize_t done = syscall(SYS_pwrite64, handle, data, length, place);
    int error = errno;
    if (done > 0)
        note('w', file, (uint64_t)place, "", 0, data, (uint32_t)done);
    pthread_mutex_unlock(&turn);
    errno = error;
    return done;
}

ssize_t pwrite(int handle, const void *data, size_t length, off_t place)
{
    return written_at(handle, data, length, place);
}

ssize_t pwrite64(int handle, const void *data, size_t length, off64_t place)
{
    return written_at(handle, data, length, place);
}

ssize_t writev(int handle, const struct iovec *parts, int count)
{
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = write(handle, parts[i].iov_base, parts[i].iov_len);
        if (done < 0)
            return all ? all : done;
        all += done;
        if ((size_t)done < parts[i].iov_len)
            break;
    }
    return all;
}

/* Copying inside the system is refused for files that are watched; the caller falls back on reading and writing. */

ssize_t sendfile(int out, int in, off_t *place, size_t length)
{
    struct stat found;
    if (watched(out, &found)) {
        errno = ENOTSOCK;
        return -1;
    }
    return syscall(SYS_sendfile, out, in, place, length);
}

ssize_t sendfile64(int out, int in, off64_t *place, size_t length)
{
    return sendfile(out, in, place, length);
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags)
{
    struct stat found;
    if (watched(out, &found)) {
        errno = EXDEV;
        return -1;
    }
    return syscall(SYS_copy_file_range, in, from, out, to, length, flags);
}

static int resized(int handle, off_t length)
{
    struct stat found;
    uint64_t file = watched(handle, &found);
    if (!file)
        return (int)syscall(SYS_ftruncate, handle, length);
    pthread_mutex_lock(&turn);
    int failed = (int)syscall(SYS_ftruncate, handle, length), error = errno;
    if (!failed)
        note('t', file, (uint64_t)length, "", 0, "", 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return failed;
}

int ftruncate(int handle, off_t length) { return resized(handle, length); }
int ftruncate64(int handle, off64_t length) { return resized(handle, length); }

int truncate(const char *path, off_t length)
{
    int handle = open(path, O_WRONLY | O_CLOEXEC);
    if (handle < 0)
        return -1;
    int failed = resized(handle, length), error = errno;
    close(handle);
    errno = error;
    return failed;
}

int truncate64(const char *path, off64_t length) { return truncate(path, length); }

int posix_fallocate(int handle, off_t place, off_t length)
{
    struct stat found;
    if (watched(handle, &found))
        return found.st_size < place + length && resized(handle, place + length) ? errno : 0;
    return syscall(SYS_fallocate, handle, 0, place, length) ? errno : 0;
}

int posix_fallocate64(int handle, off64_t place, off64_t length) { return posix_fallocate(handle, place, length); }

static int forced(int handle, long how)
{
    struct stat found;
    char path[PATH_MAX];
    if (journal < 0 || fstat(handle, &found))
        return (int)syscall(how, handle);
    pthread_mutex_lock(&turn);
    of_handle(handle, path);
    int below = counts(path) || strcmp(path, root) == 0;
    if (below && S_ISDIR(found.st_mode))
        note_paths('S', found.st_ino, path, "");
    else if (below && S_ISREG(found.st_mode))
        note('s', found.st_ino, 0, "", 0, "", 0);
    pthread_mutex_unlock(&turn);
    return below ? 0 : (int)syscall(how, handle);
}

int fsync(int handle) { return forced(handle, SYS_fsync); }
int fdatasync(int handle) { return forced(handle, SYS_fdatasync); }

/* Names */

static int done_to_names(char kind, const char *a, const char *b, uint64_t file, int failed)
{
    int error = errno;
    if (!failed && (counts(a) || (b[0] && counts(b))))
        note_paths(kind, file, a, b);
    pthread_mutex_unlock(&turn);
    errno = error;
    return failed;
}

static int renamed(int from, const char *old, int to, const char *young, unsigned flags)
{
    char a[PATH_MAX], b[PATH_MAX];
    full(from, old, a);
    full(to, young, b);
    pthread_mutex_lock(&turn);
    return done_to_names('r', a, b, 0, (int)syscall(SYS_renameat2, from, old, to, young, flags));
}

int rename(const char *old, const char *young) { return renamed(AT_FDCWD, old, AT_FDCWD, young, 0); }

int renameat(int from, const char *old, int to, const char *young) { return renamed(from, old, to, young, 0); }

int renameat2(int from, const char *old, int to, const char *young, unsigned flags)
{
    return renamed(from, old, to, young, flags);
}

static int linked(int from, const char *old, int to, const char *young, int flags)
{
    char a[PATH_MAX], b[PATH_MAX];
    full(from, old, a);
    full(to, young, b);
    pthread_mutex_lock(&turn);
    return done_to_names('l', a, b, 0, (int)syscall(SYS_linkat, from, old, to, young, flags));
}

int link(const char *old, const char *young) { return linked(AT_FDCWD, old, AT_FDCWD, young, 0); }

int linkat(int from, const char *old, int to, const char *young, int flags)
{
    return linked(from, old, to, young, flags);
}

static int removed(int folder, const char *path, int flags)
{
    char a[PATH_MAX];
    full(folder, path, a);
    pthread_mutex_lock(&turn);
    char kind = (flags & AT_REMOVEDIR) ? 'd' : 'u';
    return done_to_names(kind, a, "", 0, (int)syscall(SYS_unlinkat, folder, path, flags));
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made_folder(int folder, const char *path, mode_t mode)
{
    char a[PATH_MAX];
    full(folder, path, a);
    pthread_mutex_lock(&turn);
    return done_to_names('m', a, "", 0, (int)syscall(SYS_mkdirat, folder, path, mode));
}

int mkdir(const char *path, mode_t mode) { return made_folder(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made_folder(folder, path, mode); }
