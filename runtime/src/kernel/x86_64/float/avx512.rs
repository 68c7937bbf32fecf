//! What AVX-512 does: a block in one vector.

use core::arch::x86_64::*;
use core::array::from_fn;

use bytemuck::must_cast as cast;

use super::super::super::{F32, Layer, Rows};
pub use super::super::avx512::available;
use super::{Block, add_table, blocks, entries, lanes};

type Vector = __m512;

entries!("avx512bw,avx512vl");

#[inline(always)]
fn load(block: &Block) -> Vector {
    cast(*block)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn nothing() -> Vector {
    _mm512_setzero_ps()
}

/// Four columns of four blocks: in each the first row's four weights, then the second's, and so on.
#[inline]
#[target_feature(enable = "avx512f")]
fn transposed([a, b, c, d]: [Vector; 4]) -> [Vector; 4] {
    let (low, high) = (_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
    let (other_low, other_high) = (_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
    [
        _mm512_shuffle_ps::<0b01_00_01_00>(low, other_low),
        _mm512_shuffle_ps::<0b11_10_11_10>(low, other_low),
        _mm512_shuffle_ps::<0b01_00_01_00>(high, other_high),
        _mm512_shuffle_ps::<0b11_10_11_10>(high, other_high),
    ]
}

/// Adds products, each of them rounded.
#[inline]
#[target_feature(enable = "avx512f")]
fn plus(sum: Vector, weights: Vector, hidden: f32) -> Vector {
    _mm512_add_ps(sum, _mm512_mul_ps(weights, _mm512_set1_ps(hidden)))
}
