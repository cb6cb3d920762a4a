// What the figures are compared with: the same work in plain C on the same machine in the same run.
#ifndef CAIRN_CONTROLS_H
#define CAIRN_CONTROLS_H

#include <stddef.h>
#include <stdint.h>

// Nanoseconds of the monotonic clock.
uint64_t control_now(void);

// Sums `bytes` bytes of memory `passes` times; gives the nanoseconds of the fastest pass.
uint64_t control_memory_scan(size_t bytes, int passes);

// Appends `records` records of 100 bytes under counting keys to a new LMDB environment in `folder`, durably,
// `per_commit` in each transaction. Gives nanoseconds, or 0 after a failure, which is printed.
uint64_t control_lmdb_append(const char *folder, uint64_t records, uint64_t per_commit);

// Reads all records of that environment with a cursor `passes` times, and counts each by two of its bytes if
// `folds` is not 0. Gives the nanoseconds of the fastest pass, or 0 after a failure, which is printed.
uint64_t control_lmdb_scan(const char *folder, int folds, int passes, uint64_t *records);

// Compresses `bytes` bytes in frames of 64 KiB at level 1 and decompresses them `passes` times; gives the
// nanoseconds of the fastest pass over all frames, or 0 after a failure.
uint64_t control_zstd(const uint8_t *content, size_t bytes, int passes, size_t *compressed);

// Writes 4 KiB to a file in `folder` and flushes it, `count` times; puts the nanoseconds of each flush into
// `times`. With `extends` every write makes the file longer, else the same 4 KiB are overwritten. Gives 0, or -1
// after a failure, which is printed.
int control_flush(const char *folder, int extends, int count, uint64_t *times);

// Tells the kernel to forget the cached pages of a file. Gives 0, or -1 after a failure.
int control_forget_file(const char *path);

#endif
