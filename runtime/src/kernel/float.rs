//! Single precision: `libm` on every target, a fixed order of summation, no fused
//! multiply-add, and so the same bits everywhere.
//!
//! Everything is inlined by force: in a program of another crate the compiler leaves a call for each four weights,
//! which costs more than what it does.

use npi_format::{Precision, Scales};

use super::score::MARGIN_FRACTION;
use super::{Arithmetic, Layer, Operand, Rows, Units, target};
use crate::sealed::Sealed;

/// Single precision.
#[derive(Debug, Clone, Copy)]
pub struct F32;

/// Four floats as stored.
type Floats = [[u8; 4]; 4];

impl Sealed for F32 {}
impl Arithmetic for F32 {
    type Value = f32;
    type Sum = f32;
    type Table = [f32; 4];
    type Quad = Floats;
    type Bias = Floats;

    const PRECISION: Precision = Precision::F32;
    const REST: f32 = 0.0;
    const EMPTY: [f32; 4] = [0.0; 4];

    #[inline(always)]
    fn nothing<const H: usize>() -> &'static [Floats] {
        const { &[[[0; 4]; 4]; H] }
    }

    #[inline(always)]
    fn quads(rows: &[u8]) -> &[Self::Quad] {
        rows.as_chunks().0.as_chunks().0
    }

    #[inline(always)]
    fn biases(bytes: &[u8]) -> &[Floats] {
        bytes.as_chunks().0.as_chunks().0
    }

    #[inline(always)]
    fn add(sums: &mut [f32; 4], weights: &Self::Quad) {
        for (sum, weight) in sums.iter_mut().zip(floats(weights)) {
            *sum += weight;
        }
    }

    #[inline(always)]
    fn add_column(sums: &mut [f32; 4], weights: &Self::Quad, hidden: f32) {
        for (sum, weight) in sums.iter_mut().zip(floats(weights)) {
            *sum += weight * hidden;
        }
    }

    #[inline(always)]
    fn add_blocks(sums: &mut [f32; 4], blocks: &[[Floats; 4]], hidden: &[[f32; 4]]) {
        for (weights, hidden) in blocks.iter().zip(hidden) {
            for (sum, row) in sums.iter_mut().zip(weights) {
                let [first, third, second, fourth] = floats(row);
                for (weight, hidden) in [first, second, third, fourth].iter().zip(hidden) {
                    *sum += weight * hidden;
                }
            }
        }
    }

    #[inline(always)]
    fn zero_point(_: Scales, _: usize, _: &[f32]) -> f32 {
        0.0
    }

    #[inline(always)]
    fn unit(_: Scales, table: [f32; 4], product: [f32; 4], cell: &mut f32) -> f32 {
        let gate = |index: usize| table[index] + product[index];
        let (input, forget, new, output) =
            (sigmoid(gate(0)), sigmoid(gate(1)), libm::tanhf(gate(2)), sigmoid(gate(3)));
        *cell = forget * *cell + input * new;
        output * libm::tanhf(*cell)
    }

    #[inline(always)]
    fn step_layer<U: Units, const H: usize>(
        layer: Layer<'_, Self, U, H>,
        rows: &impl Rows<Self>,
    ) -> Option<()> {
        target::float::step_layer(layer, rows)
    }

    #[inline(always)]
    fn all_scores(heads: &[u8], bias: &[u8], hidden: &[f32]) -> Option<[f32; 32]> {
        target::float::all_scores::<Self>(heads, bias, hidden)
    }

    #[inline(always)]
    fn outputs<U: Units>(
        operand: &Operand<'_, Self, U>,
        heads: &[u8],
        biases: &[Floats],
        scores: &mut [[f32; 4]],
    ) {
        target::float::outputs(operand, heads, biases, scores);
    }

    #[inline(always)]
    fn scores(product: [f32; 4], bias: &Floats) -> [f32; 4] {
        let mut scores = product;
        Self::add(&mut scores, bias);
        scores
    }

    #[inline(always)]
    fn margin(_: Scales, score: f32) -> i32 {
        (score * (1u32 << MARGIN_FRACTION) as f32) as i32 // saturates
    }
}

#[inline(always)]
fn floats(weights: &Floats) -> [f32; 4] {
    weights.map(f32::from_le_bytes)
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}
