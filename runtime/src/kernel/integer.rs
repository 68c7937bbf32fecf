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

use npi_format::{HIDDEN_FRACTION, Precision, Scales, product_fraction, table_shift};

use super::Arithmetic;
use crate::Evidence;

/// One byte a weight.
#[derive(Debug, Clone, Copy)]
pub struct Int8;

/// Two weights a byte.
#[derive(Debug, Clone, Copy)]
pub struct Int4;

/// Implements [`Arithmetic`] for integer weights, given how four of them are unpacked.
macro_rules! integer_arithmetic {
    ($name:ident, $precision:expr, four: $four:literal, block: $block:literal, offset_bits: $offset:literal, $unpack:expr) => {
        impl Arithmetic for $name {
            type Value = i16;
            type Sum = i32;
            type Four = [u8; $four];
            type Block = [u8; $block];

            const PRECISION: Precision = $precision;
            const REST: i16 = 0;

            #[inline(always)]
            fn fours(rows: &[u8]) -> &[Self::Four] {
                rows.as_chunks().0
            }

            #[inline(always)]
            fn blocks(group: &[u8]) -> (&[Self::Block], &[Self::Four]) {
                let (blocks, columns) = group.as_chunks();
                (blocks, columns.as_chunks().0)
            }

            #[inline(always)]
            fn add(sums: &mut [i32; 4], weights: &Self::Four) {
                for (sum, weight) in sums.iter_mut().zip($unpack(weights)) {
                    *sum += i32::from(weight);
                }
            }

            #[inline(always)]
            fn add_column(sums: &mut [i32; 4], weights: &Self::Four, hidden: i16) {
                for (sum, weight) in sums.iter_mut().zip($unpack(weights)) {
                    *sum += i32::from(weight) * i32::from(hidden);
                }
            }

            #[inline(always)]
            fn add_block(sums: &mut [i32; 4], weights: &Self::Block, hidden: &[i16; 4]) {
                for (sum, row) in sums.iter_mut().zip(weights.as_chunks::<$four>().0) {
                    for (weight, hidden) in $unpack(row).into_iter().zip(hidden) {
                        *sum += i32::from(weight) * i32::from(*hidden);
                    }
                }
            }

            #[inline(always)]
            fn excess(hidden: &[i16]) -> i32 {
                hidden.iter().map(|&hidden| i32::from(hidden)).sum::<i32>() << $offset
            }

            #[inline(always)]
            fn unit(
                scales: Scales,
                table: [i32; 4],
                rows: usize,
                product: [i32; 4],
                excess: i32,
                cell: &mut i16,
            ) -> i16 {
                let (shift, offset) = (table_shift(scales), (rows as i32) << $offset);
                let gate = |index: usize| ((table[index] - offset) << shift) + (product[index] - excess);
                let unit = Unit::new(core::array::from_fn(gate), product_fraction(scales), *cell);
                *cell = unit.cell;
                unit.hidden
            }

            #[inline(always)]
            fn scores(product: [i32; 4], excess: i32, bias: &[u8], group: usize) -> [i32; 4] {
                let bias = bias.as_chunks::<4>().0.get(group).copied().unwrap_or([128; 4]);
                let score =
                    |row: usize| product[row] - excess + ((i32::from(bias[row]) - 128) << HIDDEN_FRACTION);
                core::array::from_fn(score)
            }

            #[inline(always)]
            fn evidence(scales: Scales, score: i32) -> i32 {
                let fraction = HIDDEN_FRACTION.saturating_add_signed(i32::from(scales.heads));
                match fraction.checked_sub(Evidence::FRACTION) {
                    Some(shift) => score >> shift,
                    None => score.saturating_mul(1 << (Evidence::FRACTION - fraction)),
                }
            }
        }
    };
}

integer_arithmetic!(Int8, Precision::Int8, four: 4, block: 16, offset_bits: 7, |weights: &[u8; 4]| *weights);
integer_arithmetic!(Int4, Precision::Int4, four: 2, block: 8, offset_bits: 3, |&[low, high]: &[u8; 2]| [
    low & 15,
    low >> 4,
    high & 15,
    high >> 4
]);

/// Fraction bits of the cell state.
pub const CELL_FRACTION: u32 = 12;

/// One LSTM unit: what its gates are, and what they make of its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The input, forget and output gates, 15 fraction bits, 0 to 1.
    pub input: i32,
    /// See `input`.
    pub forget: i32,
    /// See `input`.
    pub output: i32,
    /// The cell gate, 15 fraction bits, −1 to 1.
    pub new: i32,
    /// The new cell state, 12 fraction bits.
    pub cell: i16,
    /// Its tanh, 15 fraction bits.
    pub squashed: i32,
    /// The new hidden state, 7 fraction bits, −127 to 127.
    pub hidden: i16,
}

impl Unit {
    /// From gates (input, forget, cell, output) with `fraction` fraction bits, at least 6.
    #[inline(always)]
    #[must_use]
    pub fn new(gates: [i32; 4], fraction: u32, cell: i16) -> Self {
        let (input, forget) = (sigmoid(gates[0], fraction), sigmoid(gates[1], fraction));
        let (new, output) = (tanh(gates[2], fraction), sigmoid(gates[3], fraction));
        // 15 + 12 - 15 and 15 + 15 - 18 fraction bits: both 12, as the cell's.
        let sum = ((forget * i32::from(cell)) >> 15) + ((input * new) >> 18);
        let cell = sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        let squashed = tanh(i32::from(cell), CELL_FRACTION);
        let rounded = (output * squashed + (1 << 22)) >> 23;
        Self { input, forget, output, new, cell, squashed, hidden: rounded.clamp(-127, 127) as i16 }
    }
}

/// σ(x) with 15 fraction bits; `x` has `fraction` of them.
#[inline(always)]
fn sigmoid(x: i32, fraction: u32) -> i32 {
    i32::from(SIGMOID[index(x >> (fraction - STEP_FRACTION))])
}

/// tanh(x) = 2σ(2x) − 1 with 15 fraction bits: the same table at twice the argument.
#[inline(always)]
fn tanh(x: i32, fraction: u32) -> i32 {
    2 * i32::from(SIGMOID[index(x >> (fraction - STEP_FRACTION - 1))]) - 32767
}

#[inline(always)]
fn index(steps: i32) -> usize {
    (steps + HALF).clamp(0, 2 * HALF - 1) as usize
}

/// The table has 32 steps a unit and reaches from −8 to 8.
const STEP_FRACTION: u32 = 5;
const HALF: i32 = 256;

/// σ at the middle of each step, with 15 fraction bits; computed by the compiler.
static SIGMOID: [i16; 512] = {
    let mut table = [0; 512];
    let mut step = 0;
    while step < table.len() {
        let x = (step as f64 - 255.5) / 32.0;
        table[step] = (32767.0 / (1.0 + exp(-x)) + 0.5) as i16;
        step += 1;
    }
    table
};

/// e^x for |x| ≤ 8 by its power series at x/16, squared four times.
const fn exp(x: f64) -> f64 {
    let (small, mut term, mut sum, mut n) = (x / 16.0, 1.0, 1.0, 1.0);
    while n < 20.0 {
        term *= small / n;
        sum += term;
        n += 1.0;
    }
    let square = sum * sum;
    let fourth = square * square;
    let eighth = fourth * fourth;
    eighth * eighth
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compiler's table is σ to within half a unit of its last place.
    #[test]
    fn table_is_the_sigmoid() {
        for (step, &value) in SIGMOID.iter().enumerate() {
            let x = (step as f64 - 255.5) / 32.0;
            let exact = 32767.0 / (1.0 + libm::exp(-x));
            assert!((f64::from(value) - exact).abs() <= 0.5 + 1e-6, "step {step}: {value} is not {exact}");
        }
    }
}
