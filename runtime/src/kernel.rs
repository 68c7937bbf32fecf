//! Every numeric loop, once, for all precisions.
//!
//! Weights stand in *panels* (see [`npi_format::layout`]): groups of four rows, blocks of four columns.
//! The [`Arithmetic`] of a precision says how four weights are read and what a
//! unit of the LSTM does with its gates; the loops around it are the same.

mod float;
mod integer;

pub use float::F32;
pub use integer::{CELL_FRACTION, Int4, Int8, Unit};
use npi_format::{Precision, Scales};

use crate::decide::Score;

/// How one precision computes. Not for implementing elsewhere.
pub trait Arithmetic: 'static {
    /// The hidden and the cell state of a unit.
    type Value: Copy;
    /// A sum of products.
    type Sum: Score;
    /// Four weights as stored.
    type Four;
    /// Sixteen weights as stored: four columns of each of four rows.
    type Block;

    /// The stored form that it reads.
    const PRECISION: Precision;
    /// The state before a call's first step.
    const REST: Self::Value;

    /// All weights of rows, four by four.
    fn fours(rows: &[u8]) -> &[Self::Four];
    /// All of a group's weights: whole blocks, then the columns left over.
    fn blocks(group: &[u8]) -> (&[Self::Block], &[Self::Four]);
    /// Adds four weights to four sums.
    fn add(sums: &mut [Self::Sum; 4], weights: &Self::Four);
    /// Adds a column's products: four rows, one hidden unit.
    fn add_column(sums: &mut [Self::Sum; 4], weights: &Self::Four, hidden: Self::Value);
    /// Adds a block's products: four rows, four hidden units.
    fn add_block(sums: &mut [Self::Sum; 4], weights: &Self::Block, hidden: &[Self::Value; 4]);
    /// What the stored weights' offset adds to every product row.
    fn excess(hidden: &[Self::Value]) -> Self::Sum;
    /// One unit's gates, in the order input, forget, cell, output: from the sums of `rows`
    /// table rows and of the recurrent product, its new cell and hidden state.
    fn unit(
        scales: Scales,
        table: [Self::Sum; 4],
        rows: usize,
        product: [Self::Sum; 4],
        excess: Self::Sum,
        cell: &mut Self::Value,
    ) -> Self::Value;
    /// Four scores, from their products and the stored bias of output group `group`.
    fn scores(product: [Self::Sum; 4], excess: Self::Sum, bias: &[u8], group: usize) -> [Self::Sum; 4];
    /// A difference of scores in [`Evidence`](crate::Evidence) units.
    fn evidence(scales: Scales, score: Self::Sum) -> i32;
}

/// The sums of one unit's four gates in the input table, which stand at the indices `at`.
#[inline(always)]
pub(crate) fn table_sums<A: Arithmetic>(tables: &[A::Four], at: impl Iterator<Item = usize>) -> [A::Sum; 4] {
    let mut sums = [A::Sum::ZERO; 4];
    for weights in at.filter_map(|at| tables.get(at)) {
        A::add(&mut sums, weights);
    }
    sums
}

/// Four rows times the hidden state: the order of summation is that of the columns.
#[inline(always)]
pub(crate) fn products<A: Arithmetic>(group: &[u8], hidden: &[A::Value]) -> [A::Sum; 4] {
    let mut sums = [A::Sum::ZERO; 4];
    let (blocks, columns) = A::blocks(group);
    let (hidden, left) = hidden.as_chunks::<4>();
    for (weights, hidden) in blocks.iter().zip(hidden) {
        A::add_block(&mut sums, weights, hidden);
    }
    for (weights, &hidden) in columns.iter().zip(left) {
        A::add_column(&mut sums, weights, hidden);
    }
    sums
}
