//! What a step of a whole layer works on.

use npi_format::Scales;

use super::Arithmetic;

/// The input table's rows that a step adds: four weights a unit in each.
pub trait Rows<A: Arithmetic> {
    /// How many there are.
    fn count(&self) -> usize;
    /// Does something with each.
    fn each(&self, act: impl FnMut(&[A::Four]));
}

/// A layer's weights, but for the table's, and its state.
#[derive(Debug)]
pub struct Layer<'l, A: Arithmetic> {
    pub(crate) scales: Scales,
    /// The panel `[4·H, H]`.
    pub(crate) recurrent: &'l [u8],
    /// False before the first step, when `hidden` is zero.
    pub(crate) begun: bool,
    /// The hidden state `[H]`.
    pub(crate) hidden: &'l mut [A::Value],
    /// The cell state `[H]`.
    pub(crate) cells: &'l mut [A::Value],
}
