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

/// One side of a comparison of scores: an output's, or zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The score of the output of this number.
    Output(usize),
    /// Zero, with which the score of `end` is compared.
    Zero,
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
        let offset = (rows.count() as i32) << P::OFFSET_BITS;
        let table = rows.sum(unit).sums().map(|sum| (sum - offset) << self.scales.table_shift());
        let mut gates = table.map(|sum| [sum; 2]);
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
        gates
    }

    /// The least by which one side's score exceeds another's, for all states in a box; of less than the box's units if weights end
    /// too soon.
    pub(crate) fn lead<P: Packed>(&self, states: &[Bounds], one: Side, other: Side) -> i32 {
        let (fours, left) = states.as_chunks::<BLOCK>();
        let mut lead = self.bias(one) - self.bias(other);
        let mut note = |one: i32, other: i32, bounds: &Bounds| {
            let [low, high] = bounds.hidden.map(i32::from);
            lead += (one - other) * if one < other { high } else { low };
        };
        for (block, four) in fours.iter().enumerate() {
            let [ones, others] = [one, other].map(|side| self.block::<P>(side, block));
            for ((&one, &other), bounds) in ones.iter().zip(&others).zip(four) {
                note(one, other, bounds);
            }
        }
        for (column, bounds) in (BLOCK * fours.len()..).zip(left) {
            let [one, other] = [one, other].map(|side| self.column::<P>(side, column));
            note(one, other, bounds);
        }
        lead
    }

    /// The weights of a side in a block of columns, in their order; zeros beyond the panel's end.
    fn block<P: Packed>(&self, side: Side, block: usize) -> [i32; BLOCK] {
        let Side::Output(output) = side else { return [0; BLOCK] };
        let quad = P::quads(self.heads).get(output / GROUP * self.units + block * BLOCK + output % GROUP);
        quad.map_or([0; BLOCK], |quad| ORDER.map(|place| weight::<P>(quad, place))) // the order is its own inverse
    }

    /// The weight of a side in a column that is left over; zero beyond the panel's end.
    fn column<P: Packed>(&self, side: Side, column: usize) -> i32 {
        let Side::Output(output) = side else { return 0 };
        let quad = P::quads(self.heads).get(output / GROUP * self.units + column);
        quad.map_or(0, |quad| weight::<P>(quad, output % GROUP))
    }

    fn bias(&self, side: Side) -> i32 {
        let Side::Output(output) = side else { return 0 };
        (i32::from(self.bias.get(output).copied().unwrap_or(128)) - 128) << HIDDEN_FRACTION
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
