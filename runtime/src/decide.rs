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

/// Head scores in their order, computed as they are asked for: a network need not compute what nobody reads.
pub trait HeadScores {
    /// What a score is.
    type Score: Score;
    /// The next scores, no more than `most` of them; none only at their end.
    fn next_scores(&mut self, most: usize) -> &[Self::Score];
}

impl<S: Score> HeadScores for &[S] {
    type Score = S;

    fn next_scores(&mut self, most: usize) -> &[S] {
        let (now, rest) = self.split_at(most.min(self.len()));
        *self = rest;
        now
    }
}

/// The best of the next `count` scores: its index, and the best and the second best score. The first wins a tie.
#[cfg_attr(not(feature = "std"), inline(never))] // three calls of it: flash
fn best<H: HeadScores>(scores: &mut H, count: usize) -> (u8, H::Score, H::Score) {
    let (mut winner, mut first, mut second) = (count, H::Score::LOWEST, H::Score::LOWEST);
    let mut left = count; // the winner is noted by what was left: one number less to keep
    while left > 0 {
        let next = scores.next_scores(left);
        if next.is_empty() {
            break; // fewer than expected
        }
        for &score in next {
            if score > first {
                (winner, first, second) = (left, score, first);
            } else if score > second {
                second = score;
            }
            left -= 1;
        }
    }
    ((count - winner) as u8, first, second)
}

/// Reads the heads in their order: `end`, the programs, and, only if the program takes
/// them, the arguments. `unit` turns a difference of scores into
/// [`Evidence`] units.
pub fn decide<T: Task, H: HeadScores>(
    mut scores: H,
    unit: impl Fn(H::Score) -> i32,
) -> (Decision<T::Arguments>, Evidence) {
    let end = scores.next_scores(1).first().copied().unwrap_or(H::Score::ZERO);
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
    (Decision { call, end: end > H::Score::ZERO }, evidence)
}
