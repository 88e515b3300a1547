/* Writes down every write, truncation, sync, rename and removal below one folder, in order, with the bytes.
 *
 * Loaded with LD_PRELOAD into a program under test. FLEXDESK_RECORD_ROOT is the folder, FLEXDESK_RECORD_TO the
 * file that the record is appended to. What the program writes to standard output is recorded too: it is what
 * the person was told, and when. Read by tests/helpers/power_cut.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096

static char *paths[FILES];
static int record_to = -1;
static const char *root;

static void record(char kind, const char *path, uint64_t offset, const void *data, uint64_t length)
{
    struct __attribute__((packed)) { char kind; uint16_t path; uint64_t offset, length; } head;
    head.kind = kind;
    head.path = (uint16_t)strlen(path);
    head.offset = offset;
    head.length = length;
    struct iovec parts[3] = {
        {&head, sizeof head}, {(void *)path, head.path}, {(void *)data, data ? length : 0}};
    if (syscall(SYS_writev, record_to, parts, 3) < 0) abort();
}

__attribute__((constructor)) static void begin(void)
{
    root = getenv("FLEXDESK_RECORD_ROOT");
    const char *to = getenv("FLEXDESK_RECORD_TO");
    if (!root || !to) return;
    record_to = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (record_to < 0) abort();
}

static int watched(const char *path)
{
    return record_to >= 0 && path && strncmp(path, root, strlen(root)) == 0;
}

static const char *path_of(int handle)
{
    return record_to >= 0 && handle >= 0 && handle < FILES ? paths[handle] : NULL;
}

static int opened(int handle, const char *path, int existed, int flags)
{
    if (handle < 0 || handle >= FILES) return handle;
    free(paths[handle]);
    paths[handle] = watched(path) ? strdup(path) : NULL;
    if (!paths[handle]) return handle;
    if (!existed && (flags & O_CREAT)) record('C', path, 0, NULL, 0);
    if (existed && (flags & O_TRUNC)) record('T', path, 0, NULL, 0);
    return handle;
}

static int open_it(int folder, const char *path, int flags, va_list rest)
{
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
    struct stat found;
    int existed = watched(path) && stat(path, &found) == 0;
    return opened((int)syscall(SYS_openat, folder, path, flags, mode), path, existed, flags);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { va_list rest; va_start(rest, flags); int h = open_it(AT_FDCWD, path, flags, rest); va_end(rest); return h; }
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) \
    { va_list rest; va_start(rest, flags); int h = open_it(folder, path, flags, rest); va_end(rest); return h; }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

static ssize_t written(int handle, const void *data, int64_t offset, ssize_t done)
{
    const char *path = path_of(handle);
    if (done > 0 && path) record('W', path, (uint64_t)offset, data, (uint64_t)done);
    return done;
}

ssize_t pwrite64(int handle, const void *data, size_t length, off64_t offset)
{
    return written(handle, data, offset, syscall(SYS_pwrite64, handle, data, length, offset));
}

ssize_t pwrite(int handle, const void *data, size_t length, off_t offset)
{
    return pwrite64(handle, data, length, offset);
}

ssize_t write(int handle, const void *data, size_t length)
{
    int64_t offset = path_of(handle) ? lseek(handle, 0, SEEK_CUR) : 0;
    ssize_t done = syscall(SYS_write, handle, data, length);
    if (handle == STDOUT_FILENO && done > 0 && record_to >= 0) record('A', "", 0, data, (uint64_t)done);
    return written(handle, data, offset, done);
}

static int noted(int failed, char kind, int handle, uint64_t size)
{
    const char *path = path_of(handle);
    if (!failed && path) record(kind, path, size, NULL, 0);
    return failed;
}

int ftruncate64(int handle, off64_t size)
{
    return noted((int)syscall(SYS_ftruncate, handle, size), 'T', handle, (uint64_t)size);
}

int ftruncate(int handle, off_t size) { return ftruncate64(handle, size); }
int fsync(int handle) { return noted((int)syscall(SYS_fsync, handle), 'S', handle, 0); }
int fdatasync(int handle) { return noted((int)syscall(SYS_fdatasync, handle), 'S', handle, 0); }

int unlink(const char *path)
{
    int failed = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!failed && watched(path)) record('U', path, 0, NULL, 0);
    return failed;
}

int rename(const char *from, const char *to)
{
    int failed = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (!failed && watched(to)) record('R', to, 0, from, strlen(from));
    return failed;
}
