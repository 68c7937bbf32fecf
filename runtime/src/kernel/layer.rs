//! A step of a whole layer.

use npi_format::Scales;

use super::Arithmetic;
use crate::sealed::Sealed;

/// The input table's rows that a step adds: four weights a unit in each.
pub trait Rows<A: Arithmetic>: Sealed {
    /// Counts the rows that add something.
    fn count(&self) -> usize;
    /// Calls `act` with each row in turn.
    fn for_each(&self, act: impl FnMut(&[A::Quad]));
    /// Adds up what all rows say of one unit: its four gates' table sums.
    #[inline(always)]
    fn sum(&self, unit: usize) -> A::Table {
        let mut sum = A::EMPTY;
        self.for_each(|row| {
            if let Some(weights) = row.get(unit) {
                A::add(&mut sum, weights);
            }
        });
        sum
    }
}

/// One step's view of a layer: the recurrent weights, and the state that the step changes, in buffers of `H` units.
#[derive(Debug)]
pub struct Layer<'l, A: Arithmetic, U, const H: usize> {
    /// How many units there are.
    pub(crate) units: U,
    pub(crate) scales: Scales,
    /// The panel `[4·H, H]`.
    pub(crate) recurrent: &'l [u8],
    /// False before the first step, when the state is at rest.
    pub(crate) begun: bool,
    /// The hidden state.
    pub(crate) hidden: &'l mut [A::Value; H],
    /// The cell state.
    pub(crate) cells: &'l mut [A::Value; H],
}
