//! Sixteen units at a time in vectors of 512 bits: what AVX-512 does for numbers of units that sixteen divides.
//!
//! A vector of sixteen 32-bit numbers is either the four gates of four units, in the panels' order, or one gate of sixteen
//! units. σ is looked up among registers, as in [`avx512`](super::avx512).

use core::arch::x86_64::*;

use bytemuck::must_cast as cast;
use npi_format::layout::ORDER;
use npi_format::{HIDDEN_FRACTION, Precision, Scales};

use super::super::packed::Packed;
use super::super::unit::{CELL_FRACTION, STEP_FRACTION};
use super::super::{Arithmetic, Layer, Rows};
#[cfg(test)]
pub use super::avx512::available;
use super::avx512::{LOWER, look_up_all};

/// The weights of a group of rows for sixteen columns: a vector of them, once they stand a byte each.
type Tile<P> = [[<P as Arithmetic>::Quad; 4]; 4];

/// Steps a layer of 16·`K` units; `None` if its panel ends too soon.
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
pub fn step_layer<P: Packed, const K: usize, const H: usize>(
    layer: &mut Layer<'_, P, impl Sized, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    let columns = columns::<K>(layer.hidden.as_chunks().0.first_chunk()?);
    let scale = Scale::new::<P>(layer.scales, rows.count());
    let offset = if layer.begun { offset::<P, K>(&columns) } else { _mm512_setzero_si512() };
    let panel = tiles::<P>(layer.recurrent).as_chunks::<K>().0.as_chunks::<4>().0.as_chunks::<4>().0;
    let states = layer.hidden.as_chunks_mut().0.iter_mut().zip(layer.cells.as_chunks_mut().0);
    for (sixteen, (groups, (hidden, cells))) in panel.iter().zip(states).enumerate() {
        let mut gates = table::<P>(rows, sixteen);
        for (gates, four) in gates.iter_mut().zip(groups) {
            let products = if layer.begun { products::<P, K>(four.each_ref(), &columns) } else { offset };
            *gates = scale.steps(*gates, _mm512_sub_epi32(products, offset));
        }
        [*hidden, *cells] = stepped(gate_by_gate(gates), *cells);
    }
    Some(())
}

/// The scores of up to eight groups of outputs, for 16·`K` units; nothing if there are more.
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
pub fn scores<P: Packed, const K: usize>(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; 32]> {
    let columns = columns::<K>(hidden.as_chunks().0.try_into().ok()?);
    let origin = _mm512_add_epi32(offset::<P, K>(&columns), _mm512_set1_epi32(128 << HIDDEN_FRACTION));
    let mut biases = [[128; 16]; 2];
    biases.as_flattened_mut().get_mut(..bias.len())?.copy_from_slice(bias);
    let mut scores = [[0; 16]; 2];
    let groups = tiles::<P>(heads).as_chunks::<K>().0;
    for ((groups, bias), scores) in groups.chunks(4).zip(biases).zip(&mut scores) {
        let last = groups.last()?;
        let at = |group: usize| groups.get(group).unwrap_or(last);
        let products = products::<P, K>([at(0), at(1), at(2), at(3)], &columns);
        let bias = _mm512_slli_epi32::<HIDDEN_FRACTION>(_mm512_cvtepu8_epi32(cast(bias)));
        *scores = cast(_mm512_sub_epi32(_mm512_add_epi32(products, bias), origin));
    }
    Some(cast(scores))
}

/// The weights of a panel, tile by tile.
fn tiles<P: Packed>(panel: &[u8]) -> &[Tile<P>] {
    P::quads(panel).as_chunks().0.as_chunks().0
}

/// Loads the weights of a tile, a byte each.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn weights<P: Packed>(tile: &Tile<P>) -> __m512i {
    let stored = P::bytes(tile.as_flattened());
    if P::PRECISION != Precision::Int4 {
        return cast(stored.first_chunk().copied().unwrap_or([0_u8; 64]));
    }
    let pairs = _mm512_cvtepu8_epi16(cast(stored.first_chunk().copied().unwrap_or([0_u8; 32])));
    _mm512_and_si512(_mm512_or_si512(pairs, _mm512_slli_epi16::<4>(pairs)), _mm512_set1_epi8(15))
}

/// The hidden state in 8 bits, sixteen columns a vector, each of the four rows of a group having those of a block, in the
/// order of [`ORDER`].
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn columns<const K: usize>(hidden: &[[i16; 16]; K]) -> [__m512i; K] {
    let mut columns = [_mm512_setzero_si512(); K];
    for (columns, &hidden) in columns.iter_mut().zip(hidden) {
        let hidden = _mm512_broadcast_i32x4(_mm256_cvtepi16_epi8(cast(hidden)));
        *columns = _mm512_shuffle_epi8(hidden, cast(COLUMNS));
    }
    columns
}

/// Sixteen columns of which each row of four blocks has four.
const COLUMNS: [[[u8; 4]; 4]; 4] = {
    let (mut columns, mut at) = ([[[0; 4]; 4]; 4], 0);
    while at < 64 {
        columns[at / 16][at / 4 % 4][at % 4] = (at / 16 * 4 + ORDER[at % 4]) as u8;
        at += 1;
    }
    columns
};

/// Multiplies four groups of rows with the hidden state: sixteen sums, to each of which the stored weights' offset has been added.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn products<P: Packed, const K: usize>(groups: [&[Tile<P>; K]; 4], columns: &[__m512i; K]) -> __m512i {
    let mut sums = [_mm512_setzero_si512(); 4];
    for (tile, &columns) in columns.iter().enumerate() {
        for (sum, group) in sums.iter_mut().zip(groups) {
            *sum = _mm512_dpbusd_epi32(*sum, weights::<P>(&group[tile]), columns);
        }
    }
    let [a, b, c, d] = sums;
    let (low, high) = (halves(a, b), halves(c, d));
    let even = _mm512_shuffle_i32x4::<0b10_00_10_00>(low, high);
    _mm512_add_epi32(even, _mm512_shuffle_i32x4::<0b11_01_11_01>(low, high))
}

/// Adds the upper half of each of two vectors to its lower half.
#[inline]
#[target_feature(enable = "avx512f")]
fn halves(a: __m512i, b: __m512i) -> __m512i {
    let lower = _mm512_shuffle_i32x4::<0b01_00_01_00>(a, b);
    _mm512_add_epi32(lower, _mm512_shuffle_i32x4::<0b11_10_11_10>(a, b))
}

/// What the stored weights' offset adds to each sum of products.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn offset<P: Packed, const K: usize>(columns: &[__m512i; K]) -> __m512i {
    let (mut sum, weight) =
        (_mm512_setzero_si512(), _mm512_set1_epi8((1_u8 << P::OFFSET_BITS).cast_signed()));
    for &columns in columns {
        sum = _mm512_dpbusd_epi32(sum, weight, columns);
    }
    let sum = halves(sum, sum);
    _mm512_add_epi32(sum, _mm512_shuffle_i32x4::<0b10_11_00_01>(sum, sum))
}

/// Adds the table rows of sixteen units, of units 16·`sixteen` on: four vectors of four units' gates each.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn table<P: Packed>(rows: &impl Rows<P>, sixteen: usize) -> [__m512i; 4] {
    let mut sums = [_mm512_setzero_si512(); 2];
    rows.for_each(|row| {
        let Some(tile) = row.as_chunks().0.as_chunks().0.get(sixteen) else { return };
        let weights = weights::<P>(tile);
        let halves = [_mm512_castsi512_si256(weights), _mm512_extracti64x4_epi64::<1>(weights)];
        for (sum, half) in sums.iter_mut().zip(halves) {
            *sum = _mm512_add_epi16(*sum, _mm512_cvtepu8_epi16(half));
        }
    });
    let [low, high] = sums;
    [
        _mm512_cvtepu16_epi32(_mm512_castsi512_si256(low)),
        _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64::<1>(low)),
        _mm512_cvtepu16_epi32(_mm512_castsi512_si256(high)),
        _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64::<1>(high)),
    ]
}

/// What turns sums into steps of σ's table.
#[derive(Clone, Copy)]
struct Scale {
    table: __m128i,
    origin: __m512i,
    steps: __m512i,
}

impl Scale {
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn new<P: Packed>(scales: Scales, rows: usize) -> Self {
        let fine = (scales.product_fraction() - STEP_FRACTION) as i32;
        let candidate = _mm512_set1_epi32(fine - 1);
        Self {
            table: _mm_cvtsi32_si128(scales.table_shift() as i32),
            origin: _mm512_set1_epi32(P::zero_point(scales, rows, &[])),
            steps: _mm512_mask_mov_epi32(_mm512_set1_epi32(fine), 0x4444, candidate),
        }
    }

    /// Steps of σ's table, of gates of four units; the cell gate's twice as many.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn steps(self, table: __m512i, products: __m512i) -> __m512i {
        let table = _mm512_add_epi32(_mm512_sll_epi32(table, self.table), self.origin);
        _mm512_srav_epi32(_mm512_add_epi32(table, products), self.steps)
    }
}

/// Looks σ up for the gates of sixteen units; gives a vector for each gate, in the lower half of every 32 bits.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn gate_by_gate([a, b, c, d]: [__m512i; 4]) -> [__m512i; 4] {
    let (low, high) = (look_up_all(_mm512_packs_epi32(a, b)), look_up_all(_mm512_packs_epi32(c, d)));
    let mut gates = [_mm512_setzero_si512(); 4];
    for (gate, places) in gates.iter_mut().zip(GATES) {
        *gate = _mm512_maskz_permutex2var_epi16(LOWER, low, cast(places), high);
    }
    gates
}

/// For a permutation of two vectors of 16-bit numbers: where each gate of each unit stands after packing.
///
/// Each of four vectors has the four gates of four units. Packing takes two of them at a time, and a unit of the first in front of
/// one of the second.
const GATES: [[[u16; 2]; 16]; 4] = {
    let (mut places, mut at) = ([[[0; 2]; 16]; 4], 0);
    while at < 64 {
        let (gate, unit) = (at / 16, at % 16);
        places[gate][unit][0] = (unit / 8 * 32 + unit % 4 * 8 + unit % 8 / 4 * 4 + gate) as u16;
        at += 1;
    }
    places
};

/// The new hidden and cell states of sixteen units, from their gates and their old cell states.
///
/// All factors fit in 16 bits: a multiply-add of pairs of which one is zero is quicker than a product. For the
/// arithmetic see [`Unit`](super::super::Unit).
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vnni")]
fn stepped([input, forget, candidate, output]: [__m512i; 4], cells: [i16; 16]) -> [[i16; 16]; 2] {
    let kept = _mm512_srai_epi32::<15>(_mm512_madd_epi16(forget, _mm512_cvtepi16_epi32(cast(cells))));
    let added = _mm512_srai_epi32::<18>(_mm512_madd_epi16(input, centred(candidate)));
    let cells = _mm512_cvtsepi32_epi16(_mm512_add_epi32(kept, added));
    let steps = _mm512_srai_epi32::<{ CELL_FRACTION - STEP_FRACTION - 1 }>(_mm512_cvtepi16_epi32(cells));
    let tanh = centred(_mm512_and_si512(look_up_all(steps), _mm512_set1_epi32(0xffff)));
    let product = _mm512_add_epi32(_mm512_madd_epi16(output, tanh), _mm512_set1_epi32(1 << 22));
    let hidden = _mm512_max_epi32(_mm512_srai_epi32::<23>(product), _mm512_set1_epi32(-127));
    let hidden = _mm512_min_epi32(hidden, _mm512_set1_epi32(127));
    [cast(_mm512_cvtepi32_epi16(hidden)), cast(cells)]
}

/// tanh of what was looked up as σ of twice as much.
#[inline]
#[target_feature(enable = "avx512f")]
fn centred(sigmoid: __m512i) -> __m512i {
    _mm512_sub_epi32(_mm512_add_epi32(sigmoid, sigmoid), _mm512_set1_epi32(32767))
}
