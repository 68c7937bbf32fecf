//! From head scores to a decision.

use npi_format::Head;

use crate::kernel::Score;
use crate::policy::Stepped;
use crate::sealed::Sealed;
use crate::task::ShapeOf;
use crate::{Call, Decision, Evidence, Program, Task};

/// Head scores in their order, computed as they are asked for: a network need not compute what nobody reads.
pub trait HeadScores: Sealed {
    /// What a score is.
    type Score: Score;
    /// The next scores, no more than `most` of them; none only at their end.
    fn next_scores(&mut self, most: usize) -> &[Self::Score];
}

impl<S: Score> Sealed for &[S] {}
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

/// Reads the heads in their order ([`Shape::heads`](npi_format::Shape::heads)): `end`, the programs, and, only if the
/// program takes them, the arguments. `unit` turns a difference of scores into [`Evidence`] units.
pub fn decide<T: Task, H: HeadScores>(mut scores: H, unit: impl Fn(H::Score) -> i32) -> Stepped<T> {
    const {
        let shape = ShapeOf::<T>::SHAPE;
        assert!(shape.first_output(Head::End) == 0 && shape.first_output(Head::Program) == 1);
    }
    let end = scores.next_scores(1).first().copied().unwrap_or(H::Score::ZERO);
    let (program, first, second) = best(&mut scores, ShapeOf::<T>::PROGRAMS);
    let mut call: Call<T::Arguments> = Call::new(Program(program));
    let mut evidence = Evidence { end: unit(end), program: unit(first.above(second)), arguments: None };
    if call.program.takes_arguments(&T::SIGNATURE) {
        for (argument, slot) in call.arguments.as_mut().iter_mut().zip(T::SIGNATURE.arguments) {
            let (symbol, first, second) = best(&mut scores, slot.symbols.len());
            *argument = symbol;
            if slot.symbols.len() > 1 {
                let margin = unit(first.above(second)); // of one symbol alone there is none
                evidence.arguments = Some(evidence.arguments.map_or(margin, |least| margin.min(least)));
            }
        }
    }
    (Decision { call, end: end > H::Score::ZERO }, Some(evidence))
}
