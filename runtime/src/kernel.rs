//! Every numeric loop, on two axes: precision and instruction set.
//!
//! Weights stand in *panels* (see [`npi_format::layout`]): groups of four rows, blocks of four columns.
//! The [`Arithmetic`] of a precision (`float`, `integer`) says how four weights are read and what a unit of the LSTM does with its
//! gates. The loops around it are in `portable`, and for some instruction sets once more in modules named for these; `target`
//! chooses. All give the same bits.

#[cfg(aarch64_simd)]
mod aarch64;
#[cfg(arm_v6m)]
mod armv6m;
#[cfg(arm_dsp)]
mod cortex_m;
mod float;
mod integer;
mod interval;
mod layer;
#[cfg(arm_mve)]
mod mve;
mod packed;
#[cfg(unaligned_words)]
mod pairs;
#[allow(dead_code, reason = "a target that has better loops uses fewer of these")]
mod portable;
mod score;
mod target;
#[cfg(all(test, any(aarch64_simd, x86_64_simd)))]
mod tests;
mod unit;
mod units;
#[cfg(x86_64_simd)]
mod x86_64;

pub use float::F32;
pub use interval::{Interval, Side};
pub use layer::{Layer, Rows};
use npi_format::{Precision, Scales};
pub use packed::{Int4, Int8, Packed};
pub use score::{MARGIN_FRACTION, Score};
pub use target::AHEAD;
pub use unit::{CELL_FRACTION, Unit};
pub use units::{AtMost, Exactly, Units};
#[cfg(all(fuzzing, x86_64_simd))]
pub use x86_64::BEST;

use crate::sealed::Sealed;

/// How one precision computes.
pub trait Arithmetic: Sealed + Sized + 'static {
    /// The hidden and the cell state of a unit.
    type Value: Copy;
    /// A sum of products.
    type Sum: Score;
    /// The table sums of a unit's four gates, in whatever form they are quickest added.
    type Table: Copy;
    /// Four weights as stored.
    type Quad: 'static;
    /// The biases of four outputs as stored.
    type Bias: 'static;

    /// The stored form that it reads.
    const PRECISION: Precision;
    /// The state before a call's first step.
    const REST: Self::Value;
    /// No table row added yet.
    const EMPTY: Self::Table;

    /// A table row of `H` units that adds nothing, not even the stored weights' offset: bytes of zero.
    fn nothing<const H: usize>() -> &'static [Self::Quad];
    /// All weights of rows, four by four.
    fn quads(rows: &[u8]) -> &[Self::Quad];
    /// All outputs' biases, four by four.
    fn biases(bytes: &[u8]) -> &[Self::Bias];
    /// Adds one row's weights of a unit.
    fn add(table: &mut Self::Table, weights: &Self::Quad);
    /// Adds the products of blocks, four rows and four hidden units each.
    fn add_blocks(sums: &mut [Self::Sum; 4], blocks: &[[Self::Quad; 4]], hidden: &[[Self::Value; 4]]);
    /// Adds a column's products: four rows, one hidden unit.
    fn add_column(sums: &mut [Self::Sum; 4], weights: &Self::Quad, hidden: Self::Value);
    /// Computes the zero-point correction: what a sum must start from, as every stored weight is its value plus an offset. It
    /// makes up for the offset in the products with `hidden` and in the sums of `rows` table rows.
    fn zero_point(scales: Scales, rows: usize, hidden: &[Self::Value]) -> Self::Sum;
    /// One unit's gates, in the order input, forget, cell, output: from the sums of the table rows and
    /// of the recurrent product, its new cell and hidden state.
    fn unit(
        scales: Scales,
        table: Self::Table,
        product: [Self::Sum; 4],
        cell: &mut Self::Value,
    ) -> Self::Value;
    /// Steps a whole layer; `None` if its panel ends too soon.
    fn step_layer<U: Units, const H: usize>(
        layer: Layer<'_, Self, U, H>,
        rows: &impl Rows<Self>,
    ) -> Option<()>;
    /// All scores, if there are no more than 32, and the machine can do better than four by four.
    fn all_scores(heads: &[u8], bias: &[u8], hidden: &[Self::Value]) -> Option<[Self::Sum; 32]>;
    /// The scores of some groups of outputs, from their panel and biases.
    fn outputs<U: Units>(
        operand: &Operand<'_, Self, U>,
        heads: &[u8],
        biases: &[Self::Bias],
        scores: &mut [[Self::Sum; 4]],
    );
    /// Four scores, from their products and stored biases.
    fn scores(product: [Self::Sum; 4], bias: &Self::Bias) -> [Self::Sum; 4];
    /// A difference of scores in units of 2^-[`MARGIN_FRACTION`] logits.
    fn margin(scales: Scales, score: Self::Sum) -> i32;
}

/// The hidden state, ready to be multiplied.
pub struct Operand<'h, A: Arithmetic, U> {
    pub(crate) units: U,
    /// One value a column.
    pub(crate) hidden: &'h [A::Value],
    /// What every sum starts from: see [`Arithmetic::zero_point`].
    pub origin: A::Sum,
}

impl<'h, A: Arithmetic, U: Units> Operand<'h, A, U> {
    /// Takes one value for each of the units.
    #[inline(always)]
    pub fn new(units: U, scales: Scales, rows: usize, hidden: &'h [A::Value]) -> Self {
        Self { units, hidden, origin: A::zero_point(scales, rows, hidden) }
    }

    /// Bytes of a panel's group: four rows.
    #[inline(always)]
    pub fn group(&self) -> usize {
        A::PRECISION.bytes(4 * self.units.count())
    }

    /// The products of a group, added up in the order of the columns.
    ///
    /// A function of its own, so that the loop has the core's registers to itself.
    #[inline(never)]
    pub fn times(&self, group: &[u8]) -> [A::Sum; 4] {
        // Fixed lengths, where the units are: a loop of few turns is unrolled.
        let (group, hidden) = (group.get(..self.group()), self.hidden.get(..self.units.count()));
        let (Some(group), Some(hidden)) = (group, hidden) else {
            return [self.origin; 4];
        };
        let ((blocks, columns), (fours, left)) = (A::quads(group).as_chunks(), hidden.as_chunks());
        let mut sums = [self.origin; 4];
        A::add_blocks(&mut sums, blocks, fours);
        for (weights, &hidden) in columns.iter().zip(left) {
            A::add_column(&mut sums, weights, hidden);
        }
        sums
    }
}
