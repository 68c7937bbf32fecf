//! Whole layers of the integer LSTM on cores that multiply two pairs at once, Cortex-M4, M7, M33 and M55: three short loops, each
//! of which has the core's registers to itself. The safe twin is the loop over single units, which gives the same bits.

mod instructions;

pub use instructions::{add_int8_blocks, add_int8_pairs, narrowed};

use heapless::Vec;
use instructions::{dot, pair};
use npi_format::Scales;

use super::packed::Packed;
use super::unit::{HALF, STEP_FRACTION, Unit};
use super::{Arithmetic, Layer, Operand, Rows, Units};

/// Units that are stepped at once: what their gates take of the stack is 16 bytes each.
const CHUNK: usize = 16;

/// See [`portable::AHEAD`](super::portable::AHEAD).
pub const AHEAD: usize = 2;

/// Steps a layer; `None` if its panel ends too soon.
#[inline(always)]
pub fn step_layer<P: Packed, U: Units, const H: usize>(
    layer: Layer<'_, P, U, H>,
    rows: &impl Rows<P>,
) -> Option<()> {
    let (units, before) = (layer.units.count(), *layer.hidden);
    let before = before.get(..units)?;
    let (hidden, cells) = (layer.hidden.get_mut(..units)?, layer.cells.get_mut(..units)?);
    let scale = Scale::new(layer.scales, P::zero_point(layer.scales, rows.count(), before));
    let mut panel = layer.recurrent;
    let mut chunks = hidden.chunks_mut(CHUNK).zip(cells.chunks_mut(CHUNK)).enumerate();
    chunks.try_for_each(|(chunk, (hidden, cells))| {
        let mut gates = Vec::<[i32; 4], CHUNK>::new();
        for unit in 0..hidden.len() {
            gates.push(scale.begin(rows.sum(chunk * CHUNK + unit).0)).ok()?;
        }
        let (groups, rest) = panel.split_at_checked(gates.len() * P::PRECISION.bytes(4 * units))?;
        panel = rest;
        if layer.begun {
            multiply::<P, U>(layer.units, &mut gates, groups, before);
        }
        scale.finish(&gates, hidden, cells);
        Some(())
    })
}

/// The scores of as many groups of outputs as there is room for, from their biases.
#[inline(always)]
pub fn outputs<P: Packed, U: Units>(
    operand: &Operand<'_, P, U>,
    heads: &[u8],
    biases: &[[u8; 4]],
    scores: &mut [[i32; 4]],
) {
    for (scores, bias) in scores.iter_mut().zip(biases) {
        *scores = P::scores([operand.origin; 4], bias);
    }
    multiply::<P, U>(operand.units, scores, heads, operand.hidden);
}

/// All hidden units together.
#[inline(always)]
pub fn total(hidden: &[i16]) -> i32 {
    let (pairs, last) = hidden.as_chunks::<2>();
    let pairs = pairs.iter().fold(0, |sum, &two| dot(sum, pair(two), 0x0001_0001));
    last.iter().fold(pairs, |sum, &last| sum + i32::from(last))
}

/// Adds the products of as many groups with the hidden state.
#[inline(never)]
fn multiply<P: Packed, U: Units>(units: U, gates: &mut [[i32; 4]], groups: &[u8], hidden: &[i16]) {
    let Some(hidden) = hidden.get(..units.count()) else { return };
    let mut panel = groups;
    for sums in gates {
        let Some((group, rest)) = panel.split_at_checked(P::PRECISION.bytes(4 * hidden.len())) else {
            return;
        };
        panel = rest;
        let ((blocks, columns), (fours, left)) = (P::quads(group).as_chunks(), hidden.as_chunks());
        P::add_blocks(sums, blocks, fours);
        for (weights, &hidden) in columns.iter().zip(left) {
            P::add_column(sums, weights, hidden);
        }
    }
}

/// Adds the products of blocks, two hidden units at a time.
#[inline(always)]
pub fn add_blocks<P: Packed>(sums: &mut [i32; 4], blocks: &[[P::Quad; 4]], hidden: &[[i16; 4]]) {
    for (block, &[a, b, c, d]) in blocks.iter().zip(hidden) {
        let [first, second] = [pair([a, b]), pair([c, d])];
        for (sum, row) in sums.iter_mut().zip(block) {
            let [even, odd] = P::widen_pairs(row);
            *sum = dot(dot(*sum, even, first), odd, second);
        }
    }
}

/// The constants that turn gates' sums into indices of σ's table: the same for all units of a step.
pub struct Scale {
    /// The factor between the table's fixed point and the product's.
    pub table: i16,
    /// What a gate's sum starts from: the correction for the weights' offset, and half of σ's table, so that the sum ends as an
    /// index into it. The first is that of the input, forget and output gates; the second that of the cell gate, whose index
    /// has a bit more, as tanh(x) = 2σ(2x) − 1.
    pub origins: [i32; 2],
    /// Bits by which a gate's sum is shifted to become an index into σ's table.
    pub fine: u32,
}

impl Scale {
    #[inline(always)]
    pub fn new(scales: Scales, origin: i32) -> Self {
        let fine = scales.product_fraction() - STEP_FRACTION;
        Self {
            table: 1 << scales.table_shift(),
            origins: [origin + (HALF << fine), origin + (HALF << (fine - 1))],
            fine,
        }
    }

    /// Starts the four gates of a unit from the sums of its table rows alone.
    #[inline(always)]
    fn begin(&self, [even, odd]: [u32; 2]) -> [i32; 4] {
        let [origin, new] = self.origins;
        let low = |word: u32, origin| i32::from(word as i16) * i32::from(self.table) + origin;
        let high = |word: u32, origin| (word as i32 >> 16) * i32::from(self.table) + origin;
        [low(even, origin), low(odd, origin), high(even, new), high(odd, origin)]
    }

    /// Computes hidden and cell states from the gates' sums.
    #[inline(never)]
    fn finish(&self, gates: &[[i32; 4]], hidden: &mut [i16], cells: &mut [i16]) {
        let fine = self.fine;
        for ((gates, hidden), cell) in gates.iter().zip(hidden).zip(cells) {
            let [input, forget, new, output] = *gates;
            let unit = Unit::at([input >> fine, forget >> fine, new >> (fine - 1), output >> fine], *cell);
            (*hidden, *cell) = (unit.hidden, unit.cell);
        }
    }
}
