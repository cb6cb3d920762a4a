#ifndef CAIRN_CTEXTSCAN_H
#define CAIRN_CTEXTSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Finding the ends of lines and of JSON strings. Inline, since a call would take as long as a step.

/// What stands in sixteen bytes of a JSON string, a bit for each byte, the first byte lowest.
typedef struct {
    /// Bytes that end or interrupt a string: quotes, backslashes, control characters (U+0000–U+001F).
    uint32_t interruptions;
    /// Bytes that are no printable ASCII of a string: 0x7F and above.
    uint32_t unusual;
} cairn_text_bits;

/// Index of the first such byte from `start` on; `count` if there is none. `start` is less than `count`.
static inline size_t cairn_first_byte(
    const uint8_t *bytes, uint8_t byte, size_t start, size_t count) {
    // The library has a version for every kind of processor.
    const uint8_t *found = memchr(bytes + start, byte, count - start);
    return found ? (size_t)(found - bytes) : count;
}

/// As `cairn_scan_text`, for processors without vectors of bytes; for tests.
static inline cairn_text_bits cairn_scan_text_portable(const uint8_t *bytes) {
    cairn_text_bits bits = {0, 0};
    for (int i = 0; i < 16; i++) {
        uint8_t byte = bytes[i];
        bits.interruptions |= (uint32_t)(byte < 0x20 || byte == '"' || byte == '\\') << i;
        bits.unusual |= (uint32_t)(byte >= 0x7F) << i;
    }
    return bits;
}

/// Looks at the sixteen bytes at `bytes`, all of which must be readable.
static inline cairn_text_bits cairn_scan_text(const uint8_t *bytes) {
#if defined(__SSE2__)
    __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    __m128i quotes = _mm_cmpeq_epi8(text, _mm_set1_epi8('"'));
    __m128i slashes = _mm_cmpeq_epi8(text, _mm_set1_epi8('\\'));
    __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(text, _mm_set1_epi8(0x1F)), text);
    __m128i found = _mm_or_si128(_mm_or_si128(quotes, slashes), controls);
    __m128i unusual = _mm_or_si128(text, _mm_cmpeq_epi8(text, _mm_set1_epi8(0x7F)));
    cairn_text_bits bits = {
        (uint32_t)_mm_movemask_epi8(found),
        (uint32_t)_mm_movemask_epi8(unusual),
    };
    return bits;
#else
    return cairn_scan_text_portable(bytes);
#endif
}

#endif
