//! The loops in plain Rust, for any core: what every instruction set's own are held against.

use npi_format::layout::ORDER;

use super::packed::{Int8, Packed, WidePairs};
use super::{Arithmetic, Layer, Operand, Rows, Units};

/// Groups of four outputs that are computed at a time: a core that is quickest at several takes more stack.
pub const AHEAD: usize = 1;

/// Steps a layer, unit after unit; `None` if its panel ends too soon.
#[inline(always)]
pub fn step_layer<A: Arithmetic, U: Units, const H: usize>(
    layer: Layer<'_, A, U, H>,
    rows: &impl Rows<A>,
) -> Option<()> {
    let units = layer.units.count();
    let (hidden, cells) = (layer.hidden.get(..units)?, layer.cells.get_mut(..units)?);
    let operand = Operand::<A, U>::new(layer.units, layer.scales, rows.count(), hidden);
    let (mut panel, mut next) = (layer.recurrent, [A::REST; H]);
    for (unit, (next, cell)) in next.iter_mut().zip(cells).enumerate() {
        let (group, rest) = panel.split_at_checked(operand.group())?;
        let product = if layer.begun { operand.times(group) } else { [operand.origin; 4] };
        *next = A::unit(layer.scales, rows.sum(unit), product, cell);
        panel = rest;
    }
    *layer.hidden = next;
    Some(())
}

/// The scores of some groups of outputs, from their panel and biases.
#[inline(always)]
pub fn outputs<A: Arithmetic, U: Units>(
    operand: &Operand<'_, A, U>,
    heads: &[u8],
    biases: &[A::Bias],
    scores: &mut [[A::Sum; 4]],
) {
    let mut panel = heads;
    for (scores, bias) in scores.iter_mut().zip(biases) {
        let Some((group, rest)) = panel.split_at_checked(operand.group()) else { return };
        *scores = A::scores(operand.times(group), bias);
        panel = rest;
    }
}

/// No scores: they are computed as they are asked for, which here is as quick.
#[inline(always)]
pub fn all_scores<A: Arithmetic>(_heads: &[u8], _bias: &[u8], _hidden: &[A::Value]) -> Option<[A::Sum; 32]> {
    None
}

/// Adds the products of integer blocks, four rows and four hidden units each. Weights are loaded as bytes: a word would have to be
/// taken apart.
#[inline(always)]
pub fn add_blocks<P: Packed>(sums: &mut [i32; 4], blocks: &[[P::Quad; 4]], hidden: &[[i16; 4]]) {
    for (block, hidden) in blocks.iter().zip(hidden) {
        for (sum, row) in sums.iter_mut().zip(block) {
            for (place, column) in ORDER.into_iter().enumerate() {
                *sum += i32::from(P::weight(row, place)) * i32::from(hidden[column]);
            }
        }
    }
}

/// As [`add_blocks`], of 8-bit weights.
#[inline(always)]
pub fn add_int8_blocks(sums: &mut [i32; 4], blocks: &[[[u8; 4]; 4]], hidden: &[[i16; 4]]) {
    add_blocks::<Int8>(sums, blocks, hidden);
}

/// Adds four 8-bit weights to sums as they are spread.
#[inline(always)]
pub fn add_int8_pairs(sums: WidePairs, four: &[u8; 4]) -> WidePairs {
    let [even, odd] = Int8::widen_pairs(four);
    [sums[0] + even, sums[1] + odd]
}

/// All hidden units together.
#[inline(always)]
pub fn total(hidden: &[i16]) -> i32 {
    hidden.iter().map(|&hidden| i32::from(hidden)).sum()
}

/// A hidden state with 30 fraction bits, half a unit of its new last place added, as one with 7: −127 to 127.
#[inline(always)]
pub fn narrowed(hidden: i32) -> i16 {
    (hidden >> 23).clamp(-127, 127) as i16
}

/// The table sums of a unit's four gates, one to a word.
#[derive(Debug, Clone, Copy)]
pub struct Gates([u32; 4]);

impl Gates {
    /// Nothing added yet.
    pub const EMPTY: Self = Self([0; 4]);

    /// Adds a row's weights.
    #[inline(always)]
    pub fn add<P: Packed>(&mut self, weights: &P::Quad) {
        for (gate, sum) in self.0.iter_mut().enumerate() {
            *sum += u32::from(P::weight(weights, gate));
        }
    }

    /// The four sums.
    #[inline(always)]
    pub fn sums(self) -> [i32; 4] {
        self.0.map(|sum| sum as i32)
    }
}
