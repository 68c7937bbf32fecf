//! Whatever decides the next step of a call: the teacher, or a network.

use crate::{Call, Decision, Error, Machine};

/// Decides step after step of a call, remembering what it has seen in a state per call.
pub trait Policy<M: Machine> {
    /// What one call remembers. The interpreter keeps the caller's on the stack.
    type State;

    /// The state before a call's first step: nothing seen.
    fn fresh(&self) -> Self::State;

    /// Makes a state that some call has left what [`Policy::fresh`] would give: in place, as states may be large.
    fn restart(&self, state: &mut Self::State) {
        *state = self.fresh();
    }

    /// One step: takes in what the program sees, decides, and says how clearly.
    ///
    /// # Errors
    /// [`Error::Symbol`] or [`Error::Excluded`].
    fn step(
        &self,
        call: &Call<M::Arguments>,
        view: &M::Observation,
        state: &mut Self::State,
    ) -> Result<(Decision<M::Arguments>, Evidence), Error>;
}

/// How clearly a decision was made, in units of `2^-16` logits.
///
/// A margin is the difference between the best score of a head and the second best.
/// It says how far a decision is from becoming another, in the scores' own scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The score of `end`; the program ends if it is above zero.
    pub end: i32,
    /// The margin of the program head.
    pub program: i32,
    /// The smallest margin of an argument head; `i32::MAX` if the program takes none.
    pub arguments: i32,
}

impl Evidence {
    /// Fraction bits of every field.
    pub const FRACTION: u32 = 16;

    /// That of a teacher, who has no doubts.
    pub const CERTAIN: Self = Self { end: i32::MAX, program: i32::MAX, arguments: i32::MAX };

    /// The smallest margin of the step; that of `end` is its distance from zero.
    #[must_use]
    pub fn margin(&self) -> i32 {
        self.end.saturating_abs().min(self.program).min(self.arguments)
    }
}
