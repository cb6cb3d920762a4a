#define _GNU_SOURCE
#include "controls.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

enum { record_bytes = 100, flush_bytes = 4096, frame_bytes = 64 << 10 };

uint64_t control_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t least(uint64_t known, uint64_t time) { return known == 0 || time < known ? time : known; }

uint64_t control_memory_scan(size_t bytes, int passes) {
    size_t count = bytes / sizeof(uint64_t);
    uint64_t *words = malloc(count * sizeof(uint64_t));
    if (!words) return 0;
    for (size_t index = 0; index < count; index++) words[index] = index;
    uint64_t best = 0;
    static volatile uint64_t kept;
    for (int pass = 0; pass < passes; pass++) {
        uint64_t start = control_now();
        uint64_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        for (size_t index = 0; index + 3 < count; index += 4) {
            sum0 += words[index];
            sum1 += words[index + 1];
            sum2 += words[index + 2];
            sum3 += words[index + 3];
        }
        kept = sum0 + sum1 + sum2 + sum3;
        best = least(best, control_now() - start);
    }
    free(words);
    return best;
}

static int failed(const char *what, int code) {
    fprintf(stderr, "%s: %s\n", what, mdb_strerror(code));
    return -1;
}

static MDB_env *opened(const char *folder) {
    MDB_env *env = NULL;
    int code = mdb_env_create(&env);
    if (!code) code = mdb_env_set_mapsize(env, (size_t)1 << 36);
    if (!code) code = mdb_env_open(env, folder, MDB_NOTLS, 0640);
    if (!code) return env;
    failed("mdb_env_open", code);
    if (env) mdb_env_close(env);
    return NULL;
}

uint64_t control_lmdb_append(const char *folder, uint64_t records, uint64_t per_commit) {
    MDB_env *env = opened(folder);
    if (!env) return 0;
    uint8_t record[record_bytes] = {0};
    MDB_dbi table = 0;
    uint64_t start = control_now();
    uint64_t next = 0;
    int code = 0;
    while (next < records && !code) {
        MDB_txn *txn = NULL;
        code = mdb_txn_begin(env, NULL, 0, &txn);
        if (!code) code = mdb_dbi_open(txn, NULL, MDB_INTEGERKEY, &table);
        for (uint64_t index = 0; index < per_commit && next < records && !code; index++, next++) {
            memcpy(record, &next, sizeof next);
            MDB_val key = {sizeof next, &next}, value = {sizeof record, record};
            code = mdb_put(txn, table, &key, &value, MDB_APPEND);
        }
        if (!code) code = mdb_txn_commit(txn);
    }
    uint64_t time = control_now() - start;
    mdb_env_close(env);
    if (code) return failed("mdb_put", code), (uint64_t)0;
    return time;
}

uint64_t control_lmdb_scan(const char *folder, int folds, int passes, uint64_t *records) {
    MDB_env *env = opened(folder);
    if (!env) return 0;
    static uint32_t counts[65536];
    static volatile uint32_t kept;
    uint64_t best = 0;
    for (int pass = 0; pass < passes; pass++) {
        MDB_txn *txn = NULL;
        MDB_dbi table = 0;
        MDB_cursor *cursor = NULL;
        int code = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
        if (!code) code = mdb_dbi_open(txn, NULL, MDB_INTEGERKEY, &table);
        if (!code) code = mdb_cursor_open(txn, table, &cursor);
        if (code) {
            failed("mdb_cursor_open", code);
            mdb_env_close(env);
            return 0;
        }
        MDB_val key, value;
        uint64_t seen = 0;
        uint64_t start = control_now();
        while (!mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
            if (folds) {
                uint16_t place;
                memcpy(&place, value.mv_data, sizeof place);
                counts[place]++;
            }
            seen++;
        }
        best = least(best, control_now() - start);
        kept = counts[seen & 65535];
        *records = seen;
        mdb_cursor_close(cursor);
        mdb_txn_abort(txn);
    }
    mdb_env_close(env);
    return best;
}

uint64_t control_zstd(const uint8_t *content, size_t bytes, int passes, size_t *compressed) {
    size_t frames = (bytes + frame_bytes - 1) / frame_bytes;
    size_t bound = ZSTD_compressBound(frame_bytes);
    uint8_t *store = malloc(frames * bound);
    size_t *sizes = malloc(frames * sizeof *sizes);
    uint8_t *output = malloc(frame_bytes);
    ZSTD_DCtx *context = ZSTD_createDCtx();
    uint64_t best = 0;
    int isSound = store && sizes && output && context;
    *compressed = 0;
    for (size_t frame = 0; frame < frames && isSound; frame++) {
        size_t start = frame * frame_bytes;
        size_t length = bytes - start < frame_bytes ? bytes - start : frame_bytes;
        sizes[frame] = ZSTD_compress(store + frame * bound, bound, content + start, length, 1);
        isSound = !ZSTD_isError(sizes[frame]);
        *compressed += sizes[frame];
    }
    for (int pass = 0; pass < passes && isSound; pass++) {
        uint64_t start = control_now();
        for (size_t frame = 0; frame < frames && isSound; frame++) {
            size_t length =
                ZSTD_decompressDCtx(context, output, frame_bytes, store + frame * bound, sizes[frame]);
            isSound = !ZSTD_isError(length);
        }
        best = least(best, control_now() - start);
    }
    ZSTD_freeDCtx(context);
    free(output);
    free(sizes);
    free(store);
    return isSound ? best : 0;
}

int control_flush(const char *folder, int extends, int count, uint64_t *times) {
    char path[4096];
    if (snprintf(path, sizeof path, "%s/flush-control", folder) >= (int)sizeof path) return -1;
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0) return perror(path), -1;
    uint8_t page[flush_bytes];
    memset(page, 7, sizeof page);
    int result = 0;
    for (int index = 0; index < count && result == 0; index++) {
        page[0] = (uint8_t)index;
        off_t offset = extends ? (off_t)index * flush_bytes : 0;
        uint64_t start = control_now();
        if (pwrite(file, page, sizeof page, offset) != (ssize_t)sizeof page || fdatasync(file) != 0) {
            perror(path);
            result = -1;
        }
        times[index] = control_now() - start;
    }
    close(file);
    unlink(path);
    return result;
}

int control_forget_file(const char *path) {
    int file = open(path, O_RDONLY);
    if (file < 0) return perror(path), -1;
    int result = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
    return result == 0 ? 0 : -1;
}
