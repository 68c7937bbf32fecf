//! What the modules for AVX2 and AVX-512 share. Each defines `products`, `gates` and `look_up`; the loops around them
//! are the same, but have to be compiled for each: the macro.

use core::arch::x86_64::*;

use bytemuck::must_cast as cast;
use npi_format::{HIDDEN_FRACTION, Precision, Scales};

use super::super::packed::Packed;
use super::super::unit::{CELL_FRACTION, STEP_FRACTION};
use super::super::{Arithmetic, Rows};

/// The functions that [`super`] calls, compiled for a module's processors.
macro_rules! entries {
    ($features:literal) => {
        /// Steps a layer of 4·C units.
        #[target_feature(enable = $features)]
        pub fn step_layer<P: Packed, const C: usize, const H: usize>(
            state: &mut Layer<'_, P, impl Sized, H>,
            rows: &impl Rows<P>,
        ) -> Option<()> {
            let &before = state.hidden.as_chunks().0.first_chunk()?;
            let scale = shared::Scale::new::<P>(state.scales, rows.count());
            let panel = P::quads(state.recurrent).as_chunks().0.as_chunks::<C>().0.as_chunks().0;
            let states = state.hidden.as_chunks_mut().0.iter_mut().zip(state.cells.as_chunks_mut().0);
            for (eight, (groups, (next, cell))) in panel.iter().zip(states).enumerate() {
                let products = if state.begun {
                    products::<P, C>(groups.each_ref(), &before)
                } else {
                    shared::nothing()
                };
                let [input, forget, candidate, output] =
                    gates(scale.steps(shared::table::<P>(rows, eight), products));
                let (kept, tanh_cell) = shared::cell(input, forget, candidate, *cell);
                [*next, *cell] = shared::hidden(output, look_up(tanh_cell), kept);
            }
            Some(())
        }

        /// The scores of up to eight groups of outputs; nothing if there are more.
        #[target_feature(enable = $features)]
        pub fn scores<P: Packed, const C: usize>(
            heads: &[u8],
            bias: &[u8],
            hidden: &[i16],
        ) -> Option<[i32; 32]> {
            let (groups, hidden) =
                (P::quads(heads).as_chunks().0.as_chunks::<C>().0, hidden.as_chunks().0.try_into().ok()?);
            let last = groups.last().filter(|_| groups.len() <= 8)?;
            let groups = core::array::from_fn(|group| groups.get(group).unwrap_or(last));
            shared::scores(products::<P, C>(groups, hidden), bias)
        }
    };
}
pub(super) use entries;

/// What turns sums into steps of σ's table.
#[derive(Clone, Copy)]
pub struct Scale {
    table: __m128i,
    origin: __m256i,
    steps: __m256i,
}

impl Scale {
    #[inline]
    #[target_feature(enable = "avx2")]
    pub fn new<P: Packed>(scales: Scales, rows: usize) -> Self {
        let fine = (scales.product_fraction() - STEP_FRACTION) as i32;
        Self {
            table: _mm_cvtsi32_si128(scales.table_shift() as i32),
            origin: _mm256_set1_epi32(P::zero_point(scales, rows, &[])),
            steps: _mm256_setr_epi32(fine, fine, fine - 1, fine, fine, fine, fine - 1, fine),
        }
    }

    /// Steps of σ's table, of gates of two units each; the cell gate's twice as many.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub fn steps(self, mut gates: [__m256i; 4], products: [__m256i; 4]) -> [__m256i; 4] {
        for (gates, products) in gates.iter_mut().zip(products) {
            let table = _mm256_add_epi32(_mm256_sll_epi32(*gates, self.table), self.origin);
            *gates = _mm256_srav_epi32(_mm256_add_epi32(table, products), self.steps);
        }
        gates
    }
}

/// Loads the weights of a block, a byte each.
#[inline]
#[target_feature(enable = "avx2")]
pub fn sixteen<P: Packed>(block: &[P::Quad; 4]) -> __m128i {
    let stored = P::bytes(block);
    if P::PRECISION != Precision::Int4 {
        return cast(stored.first_chunk().copied().unwrap_or([0_u8; 16]));
    }
    let stored = _mm_cvtsi64_si128(i64::from_le_bytes(stored.first_chunk().copied().unwrap_or_default()));
    let nibble = _mm_set1_epi8(15);
    _mm_unpacklo_epi8(_mm_and_si128(stored, nibble), _mm_and_si128(_mm_srli_epi16::<4>(stored), nibble))
}

/// Loads the weights of two blocks, a byte each: the first block's in the lower half of the vector.
#[inline]
#[target_feature(enable = "avx2")]
pub fn thirty_two<P: Packed>([low, high]: &[[P::Quad; 4]; 2]) -> __m256i {
    _mm256_set_m128i(sixteen::<P>(high), sixteen::<P>(low))
}

/// Takes off four vectors of products what the stored weights' offset has added to each.
#[inline]
#[target_feature(enable = "avx2")]
pub fn less(mut products: [__m256i; 4], offset: __m256i) -> [__m256i; 4] {
    for product in &mut products {
        *product = _mm256_sub_epi32(*product, offset);
    }
    products
}

/// Gives the products of a call's first step, in which the hidden state is zero.
#[inline]
#[target_feature(enable = "avx2")]
pub fn nothing() -> [__m256i; 4] {
    [_mm256_setzero_si256(); 4]
}

/// Adds the stored biases to the products of eight groups of outputs: 32 scores in the order of the outputs.
#[inline]
#[target_feature(enable = "avx2")]
pub fn scores([a, b, c, d]: [__m256i; 4], stored: &[u8]) -> Option<[i32; 32]> {
    let mut bias = [[128; 8]; 4];
    bias.as_flattened_mut().get_mut(..stored.len())?.copy_from_slice(stored);
    let mut scores = [
        _mm256_permute2x128_si256::<0x20>(a, b),
        _mm256_permute2x128_si256::<0x20>(c, d),
        _mm256_permute2x128_si256::<0x31>(a, b),
        _mm256_permute2x128_si256::<0x31>(c, d),
    ];
    let origin = _mm256_set1_epi32(-(128 << HIDDEN_FRACTION));
    for (score, bias) in scores.iter_mut().zip(bias) {
        let bias = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(i64::from_le_bytes(bias)));
        let bias = _mm256_add_epi32(_mm256_slli_epi32::<{ HIDDEN_FRACTION as i32 }>(bias), origin);
        *score = _mm256_add_epi32(*score, bias);
    }
    Some(cast(scores))
}

/// Adds the table rows of eight units: of units 8·`eight` to 8·`eight` + 7, four vectors of two units' gates each.
#[inline]
#[target_feature(enable = "avx2")]
pub fn table<P: Packed>(rows: &impl Rows<P>, eight: usize) -> [__m256i; 4] {
    let zero = _mm256_setzero_si256();
    let mut sums = [zero; 2];
    rows.for_each(|row| {
        let Some(blocks) = row.as_chunks().0.as_chunks().0.get(eight) else { return };
        let weights: __m256i = thirty_two::<P>(blocks);
        sums[0] = _mm256_add_epi16(sums[0], _mm256_unpacklo_epi8(weights, zero));
        sums[1] = _mm256_add_epi16(sums[1], _mm256_unpackhi_epi8(weights, zero));
    });
    let [low, high] = sums;
    [
        _mm256_unpacklo_epi16(low, zero),
        _mm256_unpackhi_epi16(low, zero),
        _mm256_unpacklo_epi16(high, zero),
        _mm256_unpackhi_epi16(high, zero),
    ]
}

/// The new cell state of eight units, from three gates and the old, and its steps of σ's table.
///
/// All factors fit in 16 bits: a multiply-add of pairs of which one is zero is quicker than a product. For the
/// arithmetic see [`Unit`](super::super::Unit).
#[inline]
#[target_feature(enable = "avx2")]
pub fn cell(input: __m256i, forget: __m256i, candidate: __m256i, cell: [i16; 8]) -> (__m256i, __m256i) {
    let kept = _mm256_srai_epi32::<15>(_mm256_madd_epi16(forget, _mm256_cvtepi16_epi32(cast(cell))));
    let added = _mm256_srai_epi32::<18>(_mm256_madd_epi16(input, centred(candidate)));
    let cell = clamped(_mm256_add_epi32(kept, added), i16::MIN.into(), i16::MAX.into());
    (cell, _mm256_srai_epi32::<{ (CELL_FRACTION - STEP_FRACTION - 1) as i32 }>(cell))
}

/// The new hidden and cell states, ready to be stored.
#[inline]
#[target_feature(enable = "avx2")]
pub fn hidden(output: __m256i, tanh_cell: __m256i, cell: __m256i) -> [[i16; 8]; 2] {
    let product = _mm256_madd_epi16(output, centred(tanh_cell));
    let rounded = _mm256_srai_epi32::<23>(_mm256_add_epi32(product, _mm256_set1_epi32(1 << 22)));
    let both = _mm256_packs_epi32(clamped(rounded, -127, 127), cell);
    cast(_mm256_permute4x64_epi64::<0b11_01_10_00>(both))
}

/// tanh of what was looked up as σ of twice as much.
#[inline]
#[target_feature(enable = "avx2")]
fn centred(sigmoid: __m256i) -> __m256i {
    _mm256_sub_epi32(_mm256_add_epi32(sigmoid, sigmoid), _mm256_set1_epi32(32767))
}

#[inline]
#[target_feature(enable = "avx2")]
pub fn clamped(x: __m256i, low: i32, high: i32) -> __m256i {
    _mm256_max_epi32(_mm256_min_epi32(x, _mm256_set1_epi32(high)), _mm256_set1_epi32(low))
}
