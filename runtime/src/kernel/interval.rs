//! Steps and scores of all states in a box at once, in the device's own integers.
//!
//! A weight times an interval has one of its ends as its least product, and so have sums of them; a unit's extremes are those of
//! corners ([`Unit::extreme`]). So the bounds of an image are exact for each gate and each unit by itself. They bound what units do
//! together as well, but not tightly: units share their inputs, and a box forgets how they hang together.

use npi_format::layout::{BLOCK, GROUP, ORDER};
use npi_format::{Bounds, HIDDEN_FRACTION, Scales, Stored};

use super::packed::Packed;
use super::{Rows, Unit};

/// What of a layer does not change from step to step.
#[derive(Debug, Clone, Copy)]
pub struct Interval<'m> {
    /// Hidden units, `H`.
    pub(crate) units: usize,
    pub(crate) scales: Scales,
    /// The panel `[4·H, H]`.
    pub(crate) recurrent: &'m [u8],
    /// The panel `[outputs, H]`.
    pub(crate) heads: &'m [u8],
    /// A byte for each output.
    pub(crate) bias: &'m [u8],
}

/// One side of a comparison of scores: what an output's score is made of.
#[derive(Debug, Clone, Copy)]
pub struct Side<const H: usize> {
    /// The weight of each hidden unit; zeros beyond the last.
    weights: [i8; H],
    bias: i32,
}

impl Interval<'_> {
    /// Steps a box of states, or, if it has no units, the state of rest: `image` then bounds every state that one of them comes
    /// to. `None` if the weights end too soon, or `image` has too little room.
    pub(crate) fn step<P: Packed>(
        &self,
        rows: &impl Rows<P>,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Option<()> {
        let quads = P::quads(self.recurrent);
        let image = image.get_mut(..self.units)?;
        for (unit, image) in image.iter_mut().enumerate() {
            let group = quads.get(unit * self.units..)?.get(..self.units)?;
            let gates = self.gates::<P>(rows, unit, group, from);
            let cell = from.get(unit).map_or(Bounds::REST, Bounds::read).cell;
            let [(least, _), (greatest, _)] =
                [0, 1].map(|end| Unit::extreme(&gates, self.scales.product_fraction(), cell, end));
            // A hidden state is from −127 to 127.
            let hidden = [least.hidden as i8, greatest.hidden as i8];
            *image = Bounds { hidden, cell: [least.cell, greatest.cell] };
        }
        Some(())
    }

    /// The least and the greatest pre-activation of each of a unit's gates: the group is walked as it is stored.
    ///
    /// A function of its own, so that the loop has the core's registers to itself, and what it needs of the stack is free again.
    #[inline(never)]
    fn gates<P: Packed>(
        &self,
        rows: &impl Rows<P>,
        unit: usize,
        group: &[P::Quad],
        from: &[Stored],
    ) -> [[i32; 2]; GROUP] {
        let mut gates = [[0; 2]; GROUP];
        let ((blocks, columns), (fours, left)) = (group.as_chunks::<BLOCK>(), from.as_chunks::<BLOCK>());
        for (block, four) in blocks.iter().zip(fours) {
            let hidden = four.each_ref().map(hidden);
            for (quad, gate) in block.iter().zip(&mut gates) {
                for (place, column) in ORDER.into_iter().enumerate() {
                    add(gate, weight::<P>(quad, place), hidden[column]);
                }
            }
        }
        for (quad, stored) in columns.iter().zip(left) {
            for (row, gate) in gates.iter_mut().enumerate() {
                add(gate, weight::<P>(quad, row), hidden(stored));
            }
        }
        let (offset, shift) = ((rows.count() as i32) << P::OFFSET_BITS, self.scales.table_shift());
        for (gate, sum) in gates.iter_mut().zip(rows.sum(unit).sums()) {
            *gate = gate.map(|end| end + ((sum - offset) << shift));
        }
        gates
    }

    /// Takes a side out of the heads' panel, in which four outputs stand together: once for all with which it is compared.
    #[inline(always)]
    pub(crate) fn side<P: Packed, const H: usize>(&self, output: usize) -> Side<H> {
        let mut side = Side { weights: [0; H], bias: self.bias(output) };
        let group = P::quads(self.heads).get(output / GROUP * self.units..).unwrap_or_default();
        let (row, weights) = (output % GROUP, side.weights.get_mut(..self.units).unwrap_or_default());
        let (fours, left) = weights.as_chunks_mut::<BLOCK>();
        let (blocks, columns) = group.split_at(group.len().min(BLOCK * fours.len()));
        for (block, four) in blocks.as_chunks::<BLOCK>().0.iter().zip(fours) {
            *four = ORDER.map(|place| weight::<P>(&block[row], place) as i8); // the order is its own inverse
        }
        for (quad, one) in columns.iter().zip(left) {
            *one = weight::<P>(quad, row) as i8;
        }
        side
    }

    fn bias(&self, output: usize) -> i32 {
        (i32::from(self.bias.get(output).copied().unwrap_or(128)) - 128) << HIDDEN_FRACTION
    }
}

impl<const H: usize> Side<H> {
    /// The side of zero, with which the score of `end` is compared.
    pub(crate) const ZERO: Self = Self { weights: [0; H], bias: 0 };

    /// The least by which this side's score exceeds another's, for all states in a box.
    #[inline(always)]
    pub(crate) fn lead(&self, other: &Self, states: &[Bounds]) -> i32 {
        let mut lead = self.bias - other.bias;
        for ((&one, &other), bounds) in self.weights.iter().zip(&other.weights).zip(states) {
            let [low, high] = bounds.hidden.map(i32::from);
            let weight = i32::from(one) - i32::from(other);
            lead += weight * if weight < 0 { high } else { low };
        }
        lead
    }
}

/// The least and the greatest hidden state.
#[inline(always)]
fn hidden(stored: &Stored) -> [i32; 2] {
    Bounds::read(stored).hidden.map(i32::from)
}

/// Adds the products of a weight with all that lies between two ends.
#[inline(always)]
fn add([least, greatest]: &mut [i32; 2], weight: i32, [low, high]: [i32; 2]) {
    let [one, other] = if weight < 0 { [high, low] } else { [low, high] };
    *least += weight * one;
    *greatest += weight * other;
}

/// A weight without its offset: of four as stored, the one at `place`, which is below four.
#[inline(always)]
fn weight<P: Packed>(quad: &P::Quad, place: usize) -> i32 {
    i32::from(P::weight(quad, place)) - (1 << P::OFFSET_BITS)
}
