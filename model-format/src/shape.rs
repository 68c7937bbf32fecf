//! The numbers that follow from a signature and a hidden size.

use crate::Signature;

/// A network's dimensions. Slices hold the symbol count of each slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape<'a> {
    /// Units of the LSTM layer, `H`.
    pub hidden: usize,
    /// Learned programs; the program head also scores `NOP` and `ACT`.
    pub programs: usize,
    /// Symbols of each observation slot; 0 of a slot that no program sees.
    pub observation: &'a [u8],
    /// Symbols of each argument slot.
    pub arguments: &'a [u8],
    /// Whether the frame's arguments are inputs too.
    pub arguments_are_inputs: bool,
}

impl Shape<'_> {
    /// The largest hidden size that a blob may state.
    pub const MAX_HIDDEN: usize = 1024;

    /// Gate pre-activations: input, forget, cell and output gate of each unit.
    #[must_use]
    pub fn gates(&self) -> usize {
        4 * self.hidden
    }

    /// Rows of the input table: observation symbols, argument symbols (if they
    /// are inputs), learned programs, in this order.
    #[must_use]
    pub fn rows(&self) -> usize {
        let arguments = if self.arguments_are_inputs { sum(self.arguments) } else { 0 };
        sum(self.observation) + arguments + self.programs
    }

    /// Rows that one step adds up at most: one for each slot that is seen, and the program's.
    #[must_use]
    pub fn rows_per_step(&self) -> usize {
        let arguments = if self.arguments_are_inputs { self.arguments.len() } else { 0 };
        self.observation.iter().filter(|&&symbols| symbols > 0).count() + arguments + 1
    }

    /// Scores: `end`, then `NOP`, `ACT` and the learned programs, then each argument's symbols.
    #[must_use]
    pub fn outputs(&self) -> usize {
        1 + Signature::FIRST + self.programs + sum(self.arguments)
    }

    /// [`Shape::outputs`] rounded up to whole groups of four, as stored.
    #[must_use]
    pub fn padded_outputs(&self) -> usize {
        self.outputs().next_multiple_of(4)
    }

    /// Trainable parameters (padding not counted).
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.rows() * self.gates() + self.gates() * self.hidden + self.outputs() * (self.hidden + 1)
    }

    /// Weights of each tensor as stored: input table, recurrent, heads, bias.
    #[must_use]
    pub fn stored(&self) -> [usize; 4] {
        let outputs = self.padded_outputs();
        [self.rows() * self.gates(), self.gates() * self.hidden, outputs * self.hidden, outputs]
    }

    /// Whether the dimensions make sense: nothing empty, nothing absurd.
    #[must_use]
    pub fn is_sensible(&self) -> bool {
        let filled = |slots: &[u8]| !slots.is_empty() && slots.iter().all(|&symbols| symbols > 0);
        (1..=Self::MAX_HIDDEN).contains(&self.hidden)
            && (1..=253).contains(&self.programs)
            && !self.observation.is_empty()
            && filled(self.arguments)
            && self.observation.len() <= 64
            && self.arguments.len() <= 64
    }
}

fn sum(slots: &[u8]) -> usize {
    slots.iter().map(|&symbols| usize::from(symbols)).sum()
}
