//! What AVX2 does: a block in two vectors.

use core::arch::x86_64::*;
use core::array::from_fn;

use bytemuck::must_cast as cast;

use super::super::super::{F32, Layer, Rows};
pub use super::super::avx2::available;
use super::{Block, add_table, blocks, entries, lanes};

type Vector = [__m256; 2];

entries!("avx2");

#[inline(always)]
fn load(block: &Block) -> Vector {
    cast(*block)
}

#[inline]
#[target_feature(enable = "avx2")]
fn nothing() -> Vector {
    [_mm256_setzero_ps(); 2]
}

/// Four columns of four blocks: in each the first row's four weights, then the second's, and so on.
#[inline]
#[target_feature(enable = "avx2")]
fn transposed([a, b, c, d]: [Vector; 4]) -> [Vector; 4] {
    let mut columns = [nothing(); 4];
    for half in 0..2 {
        let (low, high) = (_mm256_unpacklo_ps(a[half], b[half]), _mm256_unpackhi_ps(a[half], b[half]));
        let (other_low, other_high) =
            (_mm256_unpacklo_ps(c[half], d[half]), _mm256_unpackhi_ps(c[half], d[half]));
        columns[0][half] = _mm256_shuffle_ps::<0b01_00_01_00>(low, other_low);
        columns[1][half] = _mm256_shuffle_ps::<0b11_10_11_10>(low, other_low);
        columns[2][half] = _mm256_shuffle_ps::<0b01_00_01_00>(high, other_high);
        columns[3][half] = _mm256_shuffle_ps::<0b11_10_11_10>(high, other_high);
    }
    columns
}

/// Adds products, each of them rounded.
#[inline]
#[target_feature(enable = "avx2")]
fn plus(sum: Vector, weights: Vector, hidden: f32) -> Vector {
    let hidden = _mm256_set1_ps(hidden);
    [
        _mm256_add_ps(sum[0], _mm256_mul_ps(weights[0], hidden)),
        _mm256_add_ps(sum[1], _mm256_mul_ps(weights[1], hidden)),
    ]
}
