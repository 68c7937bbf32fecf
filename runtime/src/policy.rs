//! Whatever decides the next step of a call: the teacher, or a network.

use crate::kernel::MARGIN_FRACTION;
use crate::{Call, Decision, Error, Machine};

/// Decides step after step of a call, remembering what it has seen in a state per call.
pub trait Policy<M: Machine> {
    /// What one call remembers. The interpreter keeps the caller's on the stack.
    type State;

    /// The state before a call's first step: nothing seen.
    fn fresh(&self) -> Self::State;

    /// Resets a state, which an earlier call has left, to what [`Policy::fresh`] gives; in place, as states may be large.
    fn restart(&self, state: &mut Self::State) {
        *state = self.fresh();
    }

    /// One step: takes in what the program sees, decides, and says how clearly.
    ///
    /// # Errors
    /// [`Error::Symbol`] and [`Error::Program`] for what the task does not have, [`Error::Excluded`] of a teacher.
    fn step(
        &self,
        call: &Call<M::Arguments>,
        view: &M::Observation,
        state: &mut Self::State,
    ) -> Result<Stepped<M>, Error>;
}

/// What a policy decides in a step, and how clearly; nothing of the latter is known of a teacher.
pub type Stepped<M> = (Decision<<M as Machine>::Arguments>, Option<Evidence>);

/// How clearly a decision was made, in units of `2^-16` logits.
///
/// A margin is the difference between the best score of a head and the second best.
/// It says how far a decision is from becoming another, in the scores' own scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Evidence {
    /// The score of `end`; the program ends if it is above zero.
    pub end: i32,
    /// The margin of the program head.
    pub program: i32,
    /// The smallest margin of an argument head; none if the program takes no arguments, or each of its slots has one symbol.
    pub arguments: Option<i32>,
}

impl Evidence {
    /// Fraction bits of every field.
    pub const FRACTION: u32 = MARGIN_FRACTION;

    /// Puts together the score of `end` and the margins of the program and of the arguments.
    #[must_use]
    pub const fn new(end: i32, program: i32, arguments: Option<i32>) -> Self {
        Self { end, program, arguments }
    }

    /// The smallest margin of what is called, and with which arguments.
    #[must_use]
    pub fn decision(&self) -> i32 {
        self.arguments.map_or(self.program, |margin| margin.min(self.program))
    }

    /// The smallest margin of the step; that of `end` is its distance from zero.
    #[must_use]
    pub fn margin(&self) -> i32 {
        self.decision().min(self.end.saturating_abs())
    }
}
