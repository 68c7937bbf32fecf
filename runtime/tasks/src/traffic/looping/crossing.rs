//! The crossing as the loop acts on it.

use core::fmt::{self, Write};

use npi_runtime::{Environment, Picture, Refusal};

use crate::traffic::{Crossing, LIGHTS, Seen};

/// A [`Crossing`] whose action is told the lights and nothing else.
#[derive(Debug)]
pub struct LoopCrossing<'m>(Crossing<'m>);

impl<'m> LoopCrossing<'m> {
    /// The same crossing, for the loop.
    #[must_use]
    pub const fn new(crossing: Crossing<'m>) -> Self {
        Self(crossing)
    }

    /// How many ticks there are.
    #[must_use]
    pub const fn ticks(&self) -> usize {
        self.0.ticks()
    }
}

impl Environment for LoopCrossing<'_> {
    type Observation = Seen;
    type Arguments = [u8; 1];

    fn observe(&self) -> Seen {
        self.0.observe()
    }

    fn act(&mut self, [lights]: [u8; 1]) -> Result<(), Refusal> {
        self.0.act([lights.saturating_add(LIGHTS), 0])
    }

    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.0.answer(out)
    }
}

impl Picture for LoopCrossing<'_> {
    const ROWS: &'static [&'static str] = Crossing::ROWS;

    fn columns(&self) -> usize {
        self.0.columns()
    }

    fn cell(&self, row: usize, column: usize) -> char {
        self.0.cell(row, column)
    }

    fn pointer(&self, row: usize) -> usize {
        self.0.pointer(row)
    }
}
