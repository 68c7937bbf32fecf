//! From head scores to a decision.

use crate::task::Signature;
use crate::{Call, Decision, Evidence, Program, Task};

/// A head's score: `i32` accumulators or `f32` logits.
pub trait Score: Copy + PartialOrd {
    /// Zero.
    const ZERO: Self;
    /// What no score is below.
    const LOWEST: Self;
    /// How far this score is above another.
    #[must_use]
    fn above(self, other: Self) -> Self;
}

impl Score for i32 {
    const ZERO: Self = 0;
    const LOWEST: Self = i32::MIN;
    fn above(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

impl Score for f32 {
    const ZERO: Self = 0.0;
    const LOWEST: Self = f32::NEG_INFINITY;
    fn above(self, other: Self) -> Self {
        self - other
    }
}

/// The best of the next `count` scores: its index, and the best and the second best score. The first wins a tie.
#[cfg_attr(not(feature = "std"), inline(never))] // three calls of it: flash
fn best<S: Score>(scores: &mut impl Iterator<Item = S>, count: usize) -> (u8, S, S) {
    let (mut winner, mut first, mut second) = (0, S::LOWEST, S::LOWEST);
    for index in 0..count {
        let Some(score) = scores.next() else { break };
        if score > first {
            (winner, first, second) = (index as u8, score, first);
        } else if score > second {
            second = score;
        }
    }
    (winner, first, second)
}

/// Reads the heads in their order: `end`, the programs, and, only if the program takes
/// them, the arguments. `scores` is asked for no more than that, so that a
/// network need not compute what nobody reads. `unit` turns a difference of scores into
/// [`Evidence`] units.
pub fn decide<T: Task, S: Score>(
    mut scores: impl Iterator<Item = S>,
    unit: impl Fn(S) -> i32,
) -> (Decision<T::Arguments>, Evidence) {
    let end = scores.next().unwrap_or(S::ZERO);
    let (program, first, second) = best(&mut scores, Signature::FIRST + T::SIGNATURE.programs.len());
    let mut call: Call<T::Arguments> = Call::new(Program(program));
    let mut evidence = Evidence { end: unit(end), program: unit(first.above(second)), arguments: i32::MAX };
    if call.program.takes_arguments(&T::SIGNATURE) {
        for (argument, slot) in call.arguments.as_mut().iter_mut().zip(T::SIGNATURE.arguments) {
            let (symbol, first, second) = best(&mut scores, slot.symbols.len());
            *argument = symbol;
            evidence.arguments = evidence.arguments.min(unit(first.above(second)));
        }
    }
    (Decision { call, end: end > S::ZERO }, evidence)
}
