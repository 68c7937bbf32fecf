//! The integer network computed in the plainest way, from the format's specification: it shares with the runtime a unit of the
//! kernel, and no loop. It steps states to which no call comes.

use npi_format::{HIDDEN_FRACTION, Head, Input, Precision, Section, layout};
use npi_runtime::kernel::{MARGIN_FRACTION, Unit};
use npi_runtime::{Call, Decision, Task};

/// A network whose weights stand row by row.
pub struct Reference<'m> {
    section: Section<'m>,
    units: usize,
    /// `[row, 4·unit + gate]`.
    tables: Vec<i32>,
    /// `[4·unit + gate, from]`.
    recurrent: Vec<i32>,
    /// `[output, unit]`.
    heads: Vec<i32>,
    bias: Vec<i32>,
}

/// The hidden and the cell state of each unit.
pub type State = Vec<(i16, i16)>;

impl<'m> Reference<'m> {
    /// The network of a section.
    #[must_use]
    pub fn new(section: Section<'m>) -> Self {
        let nibbles = section.core().precision() == Precision::Int4;
        let [tables, recurrent, heads, bias] = section.tensors();
        let panel = |bytes: &[u8], rows, columns| {
            let mut dense = vec![0; rows * columns];
            for ((row, column), weight) in layout::panel(rows, columns).zip(weights(bytes, nibbles)) {
                dense[row * columns + column] = weight;
            }
            dense
        };
        Self {
            section,
            units: section.core().hidden(),
            tables: weights(tables.bytes, nibbles),
            recurrent: panel(recurrent.bytes, recurrent.rows, recurrent.columns),
            heads: panel(heads.bytes, heads.rows, heads.columns),
            bias: weights(bias.bytes, false),
        }
    }

    /// Takes a step from a state; from the state of rest, all of whose numbers are zero, too.
    #[must_use]
    pub fn step<T: Task>(&self, call: &Call<T::Arguments>, view: &T::Observation, from: &State) -> State {
        let (rows, scales) = (self.rows::<T>(call, view), self.section.scales());
        let gate = |row: usize| {
            let table: i32 = rows.iter().map(|input| self.tables[input * 4 * self.units + row]).sum();
            let weights = &self.recurrent[row * self.units..];
            let product: i32 =
                from.iter().zip(weights).map(|(&(hidden, _), weight)| weight * i32::from(hidden)).sum();
            (table << scales.table_shift()) + product
        };
        let unit = |unit: usize| {
            let gates = [0, 1, 2, 3].map(|of| gate(4 * unit + of));
            let stepped = Unit::new(gates, scales.product_fraction(), from[unit].1);
            (stepped.hidden, stepped.cell)
        };
        (0..self.units).map(unit).collect()
    }

    /// The rows of the input table that a step adds.
    fn rows<T: Task>(&self, call: &Call<T::Arguments>, view: &T::Observation) -> Vec<usize> {
        let shape = self.section.shape();
        let seen = view
            .as_ref()
            .iter()
            .enumerate()
            .filter(|&(slot, _)| call.program.sees(&T::SIGNATURE, slot).anything());
        let mut rows: Vec<_> = seen
            .map(|(slot, &symbol)| shape.first_row(Input::Observation(slot)) + usize::from(symbol))
            .collect();
        if call.program.takes_arguments(&T::SIGNATURE) {
            let given = call.arguments.as_ref().iter().enumerate();
            rows.extend(
                given.map(|(slot, &symbol)| shape.first_row(Input::Argument(slot)) + usize::from(symbol)),
            );
        }
        rows.push(shape.first_row(Input::Program) + call.program.index().unwrap_or_default());
        rows
    }

    /// Gives the least difference of a right score to another: above zero if a state decides as expected.
    #[must_use]
    pub fn margin<T: Task>(&self, state: &State, expected: &Decision<T::Arguments>) -> i32 {
        let shape = self.section.shape();
        let score = |output: usize| {
            let weights = &self.heads[output * self.units..];
            let product: i32 =
                state.iter().zip(weights).map(|(&(hidden, _), weight)| weight * i32::from(hidden)).sum();
            product + (self.bias[output] << HIDDEN_FRACTION)
        };
        let end = if expected.end { score(0) } else { -score(0) };
        let mut margins = vec![end];
        for (head, answers) in shape.heads() {
            let right = match head {
                Head::Program => usize::from(expected.call.program.0),
                Head::Argument(slot) if expected.call.program.takes_arguments(&T::SIGNATURE) => {
                    usize::from(expected.call.arguments.as_ref()[slot])
                }
                _ => continue,
            };
            let first = shape.first_output(head);
            let others = (0..answers).filter(|&answer| answer != right);
            margins.extend(others.map(|answer| score(first + right) - score(first + answer)));
        }
        self.unit(margins.into_iter().min().unwrap_or(i32::MAX))
    }

    /// A difference of scores in the units of evidence, rounded down.
    fn unit(&self, score: i32) -> i32 {
        let fraction = HIDDEN_FRACTION as i32 + i32::from(self.section.scales().heads);
        let shift = MARGIN_FRACTION as i32 - fraction;
        let wide = if shift < 0 { i64::from(score) >> -shift } else { i64::from(score) << shift };
        wide.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
    }
}

/// Weights in the order in which they are stored.
fn weights(bytes: &[u8], nibbles: bool) -> Vec<i32> {
    let nibble = |byte: &u8| [i32::from(byte & 15) - 8, i32::from(byte >> 4) - 8];
    match nibbles {
        true => bytes.iter().flat_map(nibble).collect(),
        false => bytes.iter().map(|&byte| i32::from(byte) - 128).collect(),
    }
}
