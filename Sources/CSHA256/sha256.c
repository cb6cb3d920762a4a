#include "csha256.h"

#include <string.h>

// FIPS 180-4, section 4.2.2: fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// Section 5.3.3: fractional parts of the square roots of the first 8 primes.
static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

// Takes in whole blocks of 64 bytes.
typedef void compress_function(uint32_t state[8], const uint8_t *bytes, size_t block_count);

static uint32_t big_endian_32(const uint8_t *bytes) {
    uint32_t value;
    memcpy(&value, bytes, 4);
    return __builtin_bswap32(value);
}

static uint32_t rotated(uint32_t value, int bits) {
    return value >> bits | value << (32 - bits);
}

static void compress_portable(uint32_t state[8], const uint8_t *bytes, size_t block_count) {
    for (; block_count > 0; block_count--, bytes += 64) {
        uint32_t w[64];
        for (int t = 0; t < 16; t++) w[t] = big_endian_32(bytes + 4 * t);
        for (int t = 16; t < 64; t++) {
            uint32_t s0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3;
            uint32_t s1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10;
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        uint32_t v[8];
        memcpy(v, state, sizeof v);
        for (int t = 0; t < 64; t++) {
            uint32_t e = v[4];
            uint32_t a = v[0];
            uint32_t s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
            uint32_t s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
            uint32_t choice = (e & v[5]) ^ (~e & v[6]);
            uint32_t majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);
            uint32_t t1 = v[7] + s1 + choice + constants[t] + w[t];
            memmove(v + 1, v, 7 * sizeof v[0]);
            v[4] += t1;
            v[0] = t1 + s0 + majority;
        }
        for (int i = 0; i < 8; i++) state[i] += v[i];
    }
}

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define SHA_TARGET __attribute__((target("sha,sse4.1,ssse3")))

// The two halves of a state as the instructions take them: a b e f and c d g h, a and c topmost.
typedef struct {
    __m128i abef, cdgh;
} halves;

static inline SHA_TARGET halves split(const uint32_t s[8]) {
    return (halves){
        _mm_set_epi32((int)s[0], (int)s[1], (int)s[4], (int)s[5]),
        _mm_set_epi32((int)s[2], (int)s[3], (int)s[6], (int)s[7]),
    };
}

static inline SHA_TARGET void join(halves h, uint32_t s[8]) {
    s[0] = (uint32_t)_mm_extract_epi32(h.abef, 3);
    s[1] = (uint32_t)_mm_extract_epi32(h.abef, 2);
    s[2] = (uint32_t)_mm_extract_epi32(h.cdgh, 3);
    s[3] = (uint32_t)_mm_extract_epi32(h.cdgh, 2);
    s[4] = (uint32_t)_mm_extract_epi32(h.abef, 1);
    s[5] = (uint32_t)_mm_extract_epi32(h.abef, 0);
    s[6] = (uint32_t)_mm_extract_epi32(h.cdgh, 1);
    s[7] = (uint32_t)_mm_extract_epi32(h.cdgh, 0);
}

static inline SHA_TARGET void load(__m128i w[4], const uint8_t *bytes) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int i = 0; i < 4; i++) {
        w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), swap);
    }
}

// Four rounds with the words w[0], and the words that come sixteen later in their place, which then
// stand last.
static inline SHA_TARGET void four_rounds(halves *h, __m128i w[4], int group) {
    const __m128i k = _mm_load_si128((const __m128i *)(constants + 4 * group));
    __m128i sum = _mm_add_epi32(w[0], k);
    h->cdgh = _mm_sha256rnds2_epu32(h->cdgh, h->abef, sum);
    sum = _mm_shuffle_epi32(sum, 0x0e);
    h->abef = _mm_sha256rnds2_epu32(h->abef, h->cdgh, sum);
    __m128i next = _mm_add_epi32(
        _mm_sha256msg1_epu32(w[0], w[1]), _mm_alignr_epi8(w[3], w[2], 4));
    next = _mm_sha256msg2_epu32(next, w[3]);
    w[0] = w[1];
    w[1] = w[2];
    w[2] = w[3];
    w[3] = next;
}

static inline SHA_TARGET halves sum_of(halves left, halves right) {
    return (halves){
        _mm_add_epi32(left.abef, right.abef),
        _mm_add_epi32(left.cdgh, right.cdgh),
    };
}

static SHA_TARGET void compress_accelerated(
    uint32_t state[8], const uint8_t *bytes, size_t block_count) {
    halves h = split(state);
    for (; block_count > 0; block_count--, bytes += 64) {
        const halves before = h;
        __m128i w[4];
        load(w, bytes);
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) four_rounds(&h, w, group);
        h = sum_of(h, before);
    }
    join(h, state);
}

// The rounds of one message wait for each other; those of two fill the gaps.
static SHA_TARGET void compress_pair(
    uint32_t first_state[8], uint32_t second_state[8], const uint8_t *first,
    const uint8_t *second, size_t block_count) {
    halves a = split(first_state);
    halves b = split(second_state);
    for (; block_count > 0; block_count--, first += 64, second += 64) {
        const halves a_before = a;
        const halves b_before = b;
        __m128i wa[4], wb[4];
        load(wa, first);
        load(wb, second);
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) {
            four_rounds(&a, wa, group);
            four_rounds(&b, wb, group);
        }
        a = sum_of(a, a_before);
        b = sum_of(b, b_before);
    }
    join(a, first_state);
    join(b, second_state);
}

int cairn_sha256_is_accelerated(void) {
    static int known = -1;
    int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (answer < 0) {
        unsigned a, b = 0, c = 0, d, ignored;
        // Leaf 7: SHA is bit 29 of ebx; leaf 1: SSSE3 and SSE4.1 are bits 9 and 19 of ecx.
        answer = __get_cpuid_count(7, 0, &a, &b, &ignored, &d) && (b >> 29 & 1)
            && __get_cpuid(1, &a, &ignored, &c, &d) && (c >> 9 & 1) && (c >> 19 & 1);
        __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
    }
    return answer;
}

#else

#define compress_accelerated compress_portable

int cairn_sha256_is_accelerated(void) { return 0; }

#endif

// Section 5.1.1: what follows the last whole block, a one bit, zeros, the length in bits.
static size_t last_blocks(const uint8_t *bytes, size_t count, uint8_t blocks[128]) {
    const size_t rest = count % 64;
    const size_t block_count = rest < 56 ? 1 : 2;
    memset(blocks, 0, 64 * block_count);
    if (rest > 0) memcpy(blocks, bytes + (count - rest), rest);
    blocks[rest] = 0x80;
    const uint64_t bits = __builtin_bswap64((uint64_t)count * 8);
    memcpy(blocks + 64 * block_count - 8, &bits, 8);
    return block_count;
}

static void give(const uint32_t state[8], uint64_t digest[4]) {
    for (int i = 0; i < 4; i++) {
        digest[i] = (uint64_t)state[2 * i] << 32 | state[2 * i + 1];
    }
}

static void hash(
    compress_function *compress, const uint8_t *bytes, size_t count, uint64_t digest[4]) {
    uint32_t state[8];
    uint8_t last[128];
    memcpy(state, initial, sizeof state);
    if (count >= 64) compress(state, bytes, count / 64);
    compress(state, last, last_blocks(bytes, count, last));
    give(state, digest);
}

void cairn_sha256_portable(const uint8_t *bytes, size_t count, uint64_t digest[4]) {
    hash(compress_portable, bytes, count, digest);
}

void cairn_sha256(const uint8_t *bytes, size_t count, uint64_t digest[4]) {
    hash(
        cairn_sha256_is_accelerated() ? compress_accelerated : compress_portable, bytes, count,
        digest);
}

void cairn_sha256_pair(
    const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count,
    uint64_t first_digest[4], uint64_t second_digest[4]) {
#if defined(__x86_64__)
    if (cairn_sha256_is_accelerated()) {
        uint32_t first_state[8], second_state[8];
        uint8_t first_last[128], second_last[128];
        memcpy(first_state, initial, sizeof first_state);
        memcpy(second_state, initial, sizeof second_state);
        const size_t first_blocks = first_count / 64;
        const size_t second_blocks = second_count / 64;
        const size_t shared = first_blocks < second_blocks ? first_blocks : second_blocks;
        if (shared > 0) compress_pair(first_state, second_state, first, second, shared);
        if (first_blocks > shared) {
            compress_accelerated(first_state, first + 64 * shared, first_blocks - shared);
        }
        if (second_blocks > shared) {
            compress_accelerated(second_state, second + 64 * shared, second_blocks - shared);
        }
        const size_t first_rest = last_blocks(first, first_count, first_last);
        const size_t second_rest = last_blocks(second, second_count, second_last);
        compress_pair(first_state, second_state, first_last, second_last, 1);
        if (first_rest > 1) compress_accelerated(first_state, first_last + 64, 1);
        if (second_rest > 1) compress_accelerated(second_state, second_last + 64, 1);
        give(first_state, first_digest);
        give(second_state, second_digest);
        return;
    }
#endif
    cairn_sha256(first, first_count, first_digest);
    cairn_sha256(second, second_count, second_digest);
}
