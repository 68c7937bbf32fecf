/* What no int8 step can be quicker than: the product of the recurrent matrix with the hidden state, in VNNI's instruction,
   weights as it likes them, and each product waiting for the one before, as in a recurrence; nothing else of a step. */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* weights: [4 units / 16 / sums][units / 4][sums][16 rows][4 columns], from a 64-byte boundary; `sums` registers at a time. */
static inline __attribute__((always_inline)) void
product(int units, int sums, const uint8_t *weights, const int8_t *hidden, int32_t *gates)
{
    for (int first = 0; first < units / 4; first += sums) {
        __m512i sum[16];
        for (int s = 0; s < sums; s++)
            sum[s] = _mm512_setzero_si512();
        for (int k = 0; k < units / 4; k++, weights += 64 * sums) {
            int32_t four;
            memcpy(&four, hidden + 4 * k, 4);
#pragma GCC unroll 16
            for (int s = 0; s < sums; s++)
                sum[s] = _mm512_dpbusd_epi32(sum[s], _mm512_load_si512(weights + 64 * s), _mm512_set1_epi32(four));
        }
        for (int s = 0; s < sums; s++)
            _mm512_storeu_si512(gates + 16 * (first + s), sum[s]);
    }
}

#define SIZE(UNITS, SUMS)                                                                                              \
    static void chain_##UNITS(const uint8_t *weights, int8_t *hidden, size_t steps)                                    \
    {                                                                                                                  \
        int32_t gates[4 * UNITS];                                                                                      \
        for (size_t step = 0; step < steps; step++) {                                                                  \
            product(UNITS, SUMS, weights, hidden, gates);                                                              \
            __asm__ volatile("" : : "r"(gates) : "memory"); /* all of them are needed */                               \
            for (int j = 0; j < UNITS; j += 16) {                                                                      \
                __m512i some = _mm512_srai_epi32(_mm512_loadu_si512(gates + j), 10);                                   \
                _mm_storeu_si128((__m128i *)(hidden + j), _mm512_cvtsepi32_epi8(some));                                \
            }                                                                                                          \
        }                                                                                                              \
    }
SIZE(16, 4)
SIZE(32, 8)
SIZE(64, 16)
SIZE(128, 16)

/* So many products in a chain, of a network of so many units; nothing happens for other numbers than 16, 32, 64 and 128. */
void limit_chain(size_t units, const uint8_t *weights, int8_t *hidden, size_t steps)
{
    switch (units) {
    case 16: chain_16(weights, hidden, steps); break;
    case 32: chain_32(weights, hidden, steps); break;
    case 64: chain_64(weights, hidden, steps); break;
    case 128: chain_128(weights, hidden, steps); break;
    }
}
