//! Integers only: 8-bit or 4-bit weights, 32-bit sums, 16-bit states.
//!
//! | quantity | type | unit |
//! |---|---|---|
//! | weight | `u8` or nibble, offset by 128 or 8 | 2^-t, 2^-r, 2^-s ([`Scales`]) |
//! | hidden state | `i16`, −127 to 127 | 2^-7 |
//! | cell state | `i16`, saturating | 2^-12 |
//! | pre-activation | `i32` | 2^-(r+7) |
//! | score | `i32` | 2^-(s+7) |
//!
//! [`Model::parse`](npi_format::Model::parse) refuses scales with which an `i32` here could overflow.

use npi_format::{HIDDEN_FRACTION, Precision, Scales};

use super::packed::Packed;
use super::score::MARGIN_FRACTION;
use super::target::{self, Gates, total};
use super::unit::Unit;
use super::{Arithmetic, Layer, Operand, Rows, Units};

impl<P: Packed> Arithmetic for P {
    type Value = i16;
    type Sum = i32;
    type Table = Gates;
    type Quad = P::Quad;
    type Bias = [u8; 4];

    const PRECISION: Precision = P::PRECISION;
    const REST: i16 = 0;
    const EMPTY: Gates = Gates::EMPTY;

    #[inline(always)]
    fn nothing<const H: usize>() -> &'static [P::Quad] {
        P::nothing::<H>()
    }

    #[inline(always)]
    fn quads(rows: &[u8]) -> &[P::Quad] {
        P::quads(rows)
    }

    #[inline(always)]
    fn biases(bytes: &[u8]) -> &[[u8; 4]] {
        bytes.as_chunks().0
    }

    #[inline(always)]
    fn add(table: &mut Gates, weights: &P::Quad) {
        table.add::<P>(weights);
    }

    #[inline(always)]
    fn add_blocks(sums: &mut [i32; 4], blocks: &[[P::Quad; 4]], hidden: &[[i16; 4]]) {
        P::add_blocks(sums, blocks, hidden);
    }

    #[inline(always)]
    fn add_column(sums: &mut [i32; 4], weights: &P::Quad, hidden: i16) {
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum += i32::from(P::weight(weights, row)) * i32::from(hidden);
        }
    }

    #[inline(always)]
    fn zero_point(scales: Scales, rows: usize, hidden: &[i16]) -> i32 {
        -(total(hidden) << P::OFFSET_BITS) - ((rows as i32) << P::OFFSET_BITS << scales.table_shift())
    }

    #[inline(always)]
    fn unit(scales: Scales, table: Gates, product: [i32; 4], cell: &mut i16) -> i16 {
        let (table, shift) = (table.sums(), scales.table_shift());
        let gate = |index: usize| (table[index] << shift) + product[index];
        let unit = Unit::new(core::array::from_fn(gate), scales.product_fraction(), *cell);
        *cell = unit.cell;
        unit.hidden
    }

    #[inline(always)]
    fn step_layer<U: Units, const H: usize>(layer: Layer<'_, P, U, H>, rows: &impl Rows<P>) -> Option<()> {
        target::step_layer(layer, rows)
    }

    #[inline(always)]
    fn all_scores(heads: &[u8], bias: &[u8], hidden: &[i16]) -> Option<[i32; 32]> {
        target::all_scores::<P>(heads, bias, hidden)
    }

    #[inline(always)]
    fn outputs<U: Units>(
        operand: &Operand<'_, P, U>,
        heads: &[u8],
        biases: &[[u8; 4]],
        scores: &mut [[i32; 4]],
    ) {
        target::outputs(operand, heads, biases, scores);
    }

    #[inline(always)]
    fn scores(product: [i32; 4], bias: &[u8; 4]) -> [i32; 4] {
        let score = |row: usize| product[row] + ((i32::from(bias[row]) - 128) << HIDDEN_FRACTION);
        core::array::from_fn(score)
    }

    /// Saturates, and without the 64-bit product that `saturating_mul` asks of small cores.
    #[inline(always)]
    fn margin(scales: Scales, score: i32) -> i32 {
        let fraction = HIDDEN_FRACTION.saturating_add_signed(i32::from(scales.heads));
        match fraction.checked_sub(MARGIN_FRACTION) {
            Some(shift) => score >> shift,
            None => {
                let shift = MARGIN_FRACTION - fraction;
                score.clamp(i32::MIN >> shift, i32::MAX >> shift) << shift
            }
        }
    }
}
