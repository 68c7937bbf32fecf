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
            let group = quads.get(unit * self.units..(unit + 1) * self.units)?;
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

    /// The least and the greatest pre-activation of each of a unit's gates.
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
        for (column, stored) in from.iter().enumerate() {
            let [low, high] = Bounds::read(stored).hidden.map(i32::from);
            for (row, [least, greatest]) in gates.iter_mut().enumerate() {
                let weight = weight::<P>(group, self.units, row, column);
                let [one, other] = [weight * low, weight * high];
                *least += one.min(other);
                *greatest += one.max(other);
            }
        }
        gates
    }

    /// The least by which one side's score exceeds another's, for all states in a box; of less than the box's units if weights end
    /// too soon.
    pub(crate) fn lead<P: Packed>(&self, states: &[Bounds], one: Side, other: Side) -> i32 {
        let mut lead = self.bias(one) - self.bias(other);
        for (unit, bounds) in states.iter().enumerate().take(self.units) {
            let weight = self.head::<P>(one, unit) - self.head::<P>(other, unit);
            let [low, high] = bounds.hidden.map(i32::from);
            lead += (weight * low).min(weight * high);
        }
        lead
    }

    fn head<P: Packed>(&self, side: Side, unit: usize) -> i32 {
        let Side::Output(output) = side else { return 0 };
        let group = P::quads(self.heads).get(output / GROUP * self.units..).unwrap_or_default();
        weight::<P>(group, self.units, output % GROUP, unit)
    }

    fn bias(&self, side: Side) -> i32 {
        let Side::Output(output) = side else { return 0 };
        (i32::from(self.bias.get(output).copied().unwrap_or(128)) - 128) << HIDDEN_FRACTION
    }
}

/// The weight of a row and a column of a panel's group of rows (see [`npi_format::layout`]); 0 beyond its end.
#[inline(always)]
fn weight<P: Packed>(group: &[P::Quad], columns: usize, row: usize, column: usize) -> i32 {
    let whole = columns - columns % BLOCK;
    let (quad, place) = match column {
        left if left >= whole => (left, row), // a column that is left over
        _ => (column / BLOCK * BLOCK + row, ORDER[column % BLOCK]), // the order is its own inverse
    };
    let zero = 1 << P::OFFSET_BITS;
    group.get(quad).map_or(0, |quad| i32::from(P::weight(quad, place)) - zero)
}
