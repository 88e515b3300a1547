/* Ends the process at a chosen write: before it, in the middle of it, or right after it.
 *
 * Loaded with LD_PRELOAD. Counts writes, truncations, syncs, renames and removals from `killer_arm` on, standard
 * streams left out, and ends the process with SIGKILL at the one with the given number.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

static long at = 0, seen = 0;
static int place = 0; /* 0 before, 1 in the middle of a write, 2 after */

void killer_arm(long number, int where) { seen = 0; at = number; place = where; }
long killer_seen(void) { return seen; }

static void end(void) { kill(getpid(), SIGKILL); for (;;) pause(); }
static int turn(void) { return at && ++seen == at; }

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int handle, const void *data, size_t length)
{
    REAL(write);
    if (handle <= 2 || !turn()) return real(handle, data, length);
    if (place == 0) end();
    real(handle, data, place == 1 ? length / 2 : length);
    end();
    return -1;
}

#define PWRITE(name, offset_type)                                                         \
    ssize_t name(int handle, const void *data, size_t length, offset_type offset)        \
    {                                                                                     \
        REAL(name);                                                                       \
        if (!turn()) return real(handle, data, length, offset);                          \
        if (place == 0) end();                                                            \
        real(handle, data, place == 1 ? length / 2 : length, offset);                     \
        end();                                                                            \
        return -1;                                                                        \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define CALL(name, declared, passed)                                                      \
    int name declared                                                                     \
    {                                                                                     \
        REAL(name);                                                                       \
        if (!turn()) return real passed;                                                  \
        if (place != 0) real passed;                                                      \
        end();                                                                            \
        return -1;                                                                        \
    }
CALL(fsync, (int handle), (handle))
CALL(fdatasync, (int handle), (handle))
CALL(ftruncate, (int handle, off_t length), (handle, length))
CALL(ftruncate64, (int handle, off64_t length), (handle, length))
CALL(rename, (const char *from, const char *to), (from, to))
CALL(unlink, (const char *path), (path))
