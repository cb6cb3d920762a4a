#ifndef CAIRN_CSHA256_H
#define CAIRN_CSHA256_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) of bytes that are no secret: event texts and tree nodes, which are short and many.
// A digest is four words, the first byte of the digest being the most significant of the first word.

/// Hashes `count` bytes.
void cairn_sha256(const uint8_t *bytes, size_t count, uint64_t digest[4]);

/// Hashes two messages side by side, as far as both reach: that takes little longer than one.
void cairn_sha256_pair(
    const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count,
    uint64_t first_digest[4], uint64_t second_digest[4]);

/// Whether the processor's own SHA instructions are used.
int cairn_sha256_is_accelerated(void);

/// As `cairn_sha256`, without the processor's own instructions; for tests.
void cairn_sha256_portable(const uint8_t *bytes, size_t count, uint64_t digest[4]);

#endif
