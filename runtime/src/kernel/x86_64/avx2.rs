//! What AVX2 alone does: products in 16 bits, look-ups one by one from memory.

use core::arch::x86_64::*;

use bytemuck::must_cast as cast;

use super::super::packed::Packed;
use super::super::unit::{HALF, SIGMOID};
use super::super::{Layer, Rows};
use super::shared;

/// Whether this processor can run what follows.
#[inline]
pub fn available() -> bool {
    super::allows(1) && std::arch::is_x86_feature_detected!("avx2")
}

shared::entries!("avx2");

/// Eight groups' products, four columns at a time.
#[inline]
#[target_feature(enable = "avx2")]
fn products<P: Packed, const C: usize>(
    groups: [&[[P::Quad; 4]; C]; 8],
    hidden: &[[i16; 4]; C],
) -> [__m256i; 4] {
    let (mut sums, mut offset) = ([_mm256_setzero_si256(); 8], _mm256_setzero_si256());
    for (column, &four) in hidden.iter().enumerate() {
        let four = _mm_shufflelo_epi16::<0b11_01_10_00>(_mm_cvtsi64_si128(cast(four))); // layout::ORDER
        let four = _mm256_broadcastq_epi64(four);
        offset = _mm256_add_epi32(offset, _mm256_madd_epi16(_mm256_set1_epi16(1 << P::OFFSET_BITS), four));
        for (sum, group) in sums.iter_mut().zip(groups) {
            let weights = _mm256_cvtepu8_epi16(shared::sixteen::<P>(&group[column]));
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(weights, four));
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    shared::less([paired(a, e), paired(b, f), paired(c, g), paired(d, h)], paired(offset, offset))
}

/// The four sums of two groups, each in two parts.
#[inline]
#[target_feature(enable = "avx2")]
fn paired(low: __m256i, high: __m256i) -> __m256i {
    _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(low, high))
}

/// σ of all gates, of two units each, gate by gate.
#[inline]
#[target_feature(enable = "avx2")]
fn gates([a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
    let [a, b, c, d] = [look_up(a), look_up(b), look_up(c), look_up(d)];
    let (inputs, news) = (_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b));
    let (others, outputs) = (_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d));
    [
        _mm256_unpacklo_epi64(inputs, others),
        _mm256_unpackhi_epi64(inputs, others),
        _mm256_unpacklo_epi64(news, outputs),
        _mm256_unpackhi_epi64(news, outputs),
    ]
}

/// σ of eight numbers of steps.
#[inline]
#[target_feature(enable = "avx2")]
fn look_up(steps: __m256i) -> __m256i {
    let index: [i32; 8] =
        cast(_mm256_add_epi32(shared::clamped(steps, -HALF, HALF - 1), _mm256_set1_epi32(HALF)));
    cast(index.map(|index| i32::from(SIGMOID[index as usize % SIGMOID.len()])))
}
