/* A step of the network as one would write it by hand in C: single precision, sizes that the compiler knows. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { OUTPUTS = 23 };

typedef void step(const float *tables, const float *recurrent, const float *heads, const float *bias,
                  const uint32_t *rows, size_t looked_up, float *hidden, float *cell, float *scores);

static inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

static inline __attribute__((always_inline)) void
lstm(int units, const float *restrict tables, const float *restrict recurrent, const float *restrict heads,
     const float *restrict bias, const uint32_t *restrict rows, size_t looked_up, float *restrict hidden,
     float *restrict cell, float *restrict scores)
{
    const int width = 4 * units;
    float gates[4 * 128], sums[OUTPUTS];
    memcpy(gates, tables + (size_t)rows[0] * width, width * sizeof *gates);
    for (size_t slot = 1; slot < looked_up; slot++)
        for (int i = 0; i < width; i++)
            gates[i] += tables[(size_t)rows[slot] * width + i];
    for (int k = 0; k < units; k++)
        for (int i = 0; i < width; i++)
            gates[i] += hidden[k] * recurrent[k * width + i];
    for (int j = 0; j < units; j++) {
        float input = sigmoid(gates[j]), forget = sigmoid(gates[units + j]);
        float candidate = tanhf(gates[2 * units + j]), output = sigmoid(gates[3 * units + j]);
        cell[j] = forget * cell[j] + input * candidate;
        hidden[j] = output * tanhf(cell[j]);
    }
    memcpy(sums, bias, sizeof sums);
    for (int k = 0; k < units; k++)
        for (int o = 0; o < OUTPUTS; o++)
            sums[o] += hidden[k] * heads[k * OUTPUTS + o];
    memcpy(scores, sums, sizeof sums);
}

#define SIZE(UNITS)                                                                                                    \
    static void lstm_##UNITS(const float *tables, const float *recurrent, const float *heads, const float *bias,       \
                             const uint32_t *rows, size_t looked_up, float *hidden, float *cell, float *scores)                          \
    {                                                                                                                  \
        lstm(UNITS, tables, recurrent, heads, bias, rows, looked_up, hidden, cell, scores);                                       \
    }
SIZE(8)
SIZE(16)
SIZE(32)
SIZE(64)
SIZE(128)

/* The step of a network of so many units, under the name that build.rs gives; none for other numbers. */
step *LSTM(size_t units)
{
    switch (units) {
    case 8: return lstm_8;
    case 16: return lstm_16;
    case 32: return lstm_32;
    case 64: return lstm_64;
    case 128: return lstm_128;
    default: return NULL;
    }
}
