//! What AVX-512 does better: products in 8 bits, four at a time, and look-ups among registers.

use core::arch::x86_64::*;

use bytemuck::must_cast as cast;
use npi_format::layout::ORDER;

use super::super::packed::Packed;
use super::super::unit::{HALF, SIGMOID};
use super::super::{Layer, Rows};
use super::shared;

/// Tells whether this processor has the instructions of this module.
#[inline]
pub fn available() -> bool {
    super::allows(2)
        && std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("avx512vl")
        && std::arch::is_x86_feature_detected!("avx512vnni")
}

shared::entries!("avx512bw,avx512vl,avx512vnni");

/// Multiplies eight groups' rows with the hidden state, eight columns at a time. `C` is even.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn products<P: Packed, const C: usize>(
    groups: [&[[P::Quad; 4]; C]; 8],
    hidden: &[[i16; 4]; C],
) -> [__m256i; 4] {
    let (mut sums, mut offset) = ([_mm256_setzero_si256(); 8], _mm256_setzero_si256());
    for (column, &eight) in hidden.as_chunks::<2>().0.iter().enumerate() {
        let eight: __m128i = cast(eight);
        let eight = _mm256_broadcastq_epi64(_mm_packs_epi16(eight, eight));
        let eight = _mm256_shuffle_epi8(eight, cast(COLUMNS));
        offset = _mm256_dpbusd_epi32(offset, _mm256_set1_epi8((1_u8 << P::OFFSET_BITS).cast_signed()), eight);
        for (sum, group) in sums.iter_mut().zip(groups) {
            if let Some(blocks) = group.as_chunks::<2>().0.get(column) {
                *sum = _mm256_dpbusd_epi32(*sum, shared::thirty_two::<P>(blocks), eight);
            }
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    shared::less([paired(a, e), paired(b, f), paired(c, g), paired(d, h)], paired(offset, offset))
}

/// Eight columns of which each row of two blocks has four, in the order of [`ORDER`].
const COLUMNS: [[u8; 4]; 8] = {
    let [a, b, c, d] = ORDER;
    let [a, b, c, d] = [a as u8, b as u8, c as u8, d as u8];
    let (low, high) = ([a, b, c, d], [4 + a, 4 + b, 4 + c, 4 + d]);
    [low, low, low, low, high, high, high, high]
};

/// Adds up the sums of two groups of four rows, each of which stands in two parts.
#[inline]
#[target_feature(enable = "avx2")]
fn paired(low: __m256i, high: __m256i) -> __m256i {
    let even = _mm256_permute2x128_si256::<0x20>(low, high);
    _mm256_add_epi32(even, _mm256_permute2x128_si256::<0x31>(low, high))
}

/// Looks σ up for four vectors of two units' four gates each; gives a vector of eight units for each gate.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn gates([a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
    let (low, high) = (_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));
    let found = look_up_all(_mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high));
    let low = _mm512_maskz_permutexvar_epi16(LOWER, cast(GATES[0]), found);
    let high = _mm512_maskz_permutexvar_epi16(LOWER, cast(GATES[1]), found);
    [
        _mm512_castsi512_si256(low),
        _mm512_extracti64x4_epi64::<1>(low),
        _mm512_castsi512_si256(high),
        _mm512_extracti64x4_epi64::<1>(high),
    ]
}

/// A mask of the lower halves of sixteen 32-bit numbers.
pub const LOWER: u32 = 0x5555_5555;

/// For a permutation of 16-bit numbers: where `gates` finds gate g of unit u after packing, for gates 0 and 1, then 2 and 3.
///
/// Each of the four vectors has the four gates of units u and u + 4. Packing takes two of them at a time, and the lower half
/// of each in front of the upper ones.
const GATES: [[[u16; 2]; 16]; 2] = {
    let (mut places, mut at) = ([[[0; 2]; 16]; 2], 0);
    while at < 32 {
        let (gate, unit) = (at / 8, at % 8);
        places[at / 16][at % 16][0] = (unit % 4 / 2 * 16 + unit / 4 * 8 + unit % 2 * 4 + gate) as u16;
        at += 1;
    }
    places
};

/// Looks σ up at eight indices of 32 bits each, counted from the table's middle.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn look_up(steps: __m256i) -> __m256i {
    let found = _mm512_castsi512_si256(look_up_all(_mm512_castsi256_si512(steps)));
    _mm256_and_si256(found, _mm256_set1_epi32(0xffff))
}

/// Looks σ up at 32 indices of 16 bits each, counted from the table's middle: its upper half lies in eight registers, and
/// σ(−x) = 1 − σ(x).
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
pub fn look_up_all(steps: __m512i) -> __m512i {
    let negative = _mm512_srai_epi16::<15>(steps);
    let index = _mm512_min_epi16(_mm512_xor_si512(steps, negative), _mm512_set1_epi16(HALF as i16 - 1));
    let (odd, upper) = (
        _mm512_test_epi16_mask(index, _mm512_set1_epi16(64)),
        _mm512_test_epi16_mask(index, _mm512_set1_epi16(128)),
    );
    let low = _mm512_mask_blend_epi16(odd, among(0, index), among(1, index));
    let high = _mm512_mask_blend_epi16(odd, among(2, index), among(3, index));
    let found = _mm512_mask_blend_epi16(upper, low, high);
    _mm512_xor_si512(found, _mm512_srli_epi16::<1>(negative))
}

/// Looks up, in one quarter of the table's upper half, the entries that the lower six bits of 32 indices name.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn among(quarter: usize, index: __m512i) -> __m512i {
    let [low, high] = UPPER[quarter];
    _mm512_permutex2var_epi16(cast(low), index, cast(high))
}

/// The upper half of σ's table, in quarters of two registers each.
static UPPER: [[[i16; 32]; 2]; 4] = {
    let (mut upper, mut at) = ([[[0; 32]; 2]; 4], 0);
    while at < SIGMOID.len() / 2 {
        upper[at / 64][at / 32 % 2][at % 32] = SIGMOID[SIGMOID.len() / 2 + at];
        at += 1;
    }
    upper
};
