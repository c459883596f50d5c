// Makes every fsync and fdatasync SLOW_SYNC_US microseconds slower: with LD_PRELOAD, the same for
// the server, for the floor and for the rivals. A machine of a data centre syncs in 20 us, that of
// a union's office in some milliseconds.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void wait_as_told(void) {
  const char* text = getenv("SLOW_SYNC_US");
  const long us = text == NULL ? 0 : atol(text);
  struct timespec left = {us / 1000000, us % 1000000 * 1000};
  while (us > 0 && nanosleep(&left, &left) != 0) {
  }
}

int fsync(int fd) {
  static int (*next)(int);
  if (next == NULL) *(void**)&next = dlsym(RTLD_NEXT, "fsync");
  wait_as_told();
  return next(fd);
}

int fdatasync(int fd) {
  static int (*next)(int);
  if (next == NULL) *(void**)&next = dlsym(RTLD_NEXT, "fdatasync");
  wait_as_told();
  return next(fd);
}
