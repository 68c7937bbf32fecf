//! The head scores of a state.

use crate::decide::HeadScores;
use crate::kernel::{AHEAD, Arithmetic, Operand, Score, Units};
use crate::sealed::Sealed;

/// The head scores, computed as they are asked for.
pub struct Scores<'s, A: Arithmetic, U> {
    operand: Operand<'s, A, U>,
    /// The panel's groups that are left, and their biases.
    heads: &'s [u8],
    biases: &'s [A::Bias],
    /// The scores computed last, and the next of them to give; beyond is none.
    ahead: [[A::Sum; 4]; AHEAD],
    at: usize,
}

impl<'s, A: Arithmetic, U: Units> Scores<'s, A, U> {
    pub(super) fn new(operand: Operand<'s, A, U>, heads: &'s [u8], biases: &'s [A::Bias]) -> Self {
        Self { operand, heads, biases, ahead: [[A::Sum::ZERO; 4]; AHEAD], at: 4 * AHEAD }
    }

    /// The next groups. Not inlined: three loops ask, and it would be a kilobyte of flash.
    #[inline(never)]
    fn compute(&mut self) {
        let count = AHEAD.min(self.biases.len());
        let (biases, left) = self.biases.split_at(count);
        let Some((heads, panel)) = self.heads.split_at_checked(count * self.operand.group()) else {
            debug_assert!(false, "a parsed model has weights for each bias");
            return;
        };
        let empty = AHEAD - count;
        A::outputs(&self.operand, heads, biases, self.ahead.get_mut(empty..).unwrap_or_default());
        (self.heads, self.biases, self.at) = (panel, left, 4 * empty);
    }
}

impl<A: Arithmetic, U> Sealed for Scores<'_, A, U> {}
impl<A: Arithmetic, U: Units> HeadScores for Scores<'_, A, U> {
    type Score = A::Sum;

    #[inline(always)]
    fn next_scores(&mut self, most: usize) -> &[A::Sum] {
        if self.at >= 4 * AHEAD {
            self.compute();
        }
        let left = self.ahead.as_flattened().get(self.at..).unwrap_or_default();
        let now = left.get(..most).unwrap_or(left);
        self.at += now.len();
        now
    }
}

impl<A: Arithmetic, U: Units> Iterator for Scores<'_, A, U> {
    type Item = A::Sum;

    fn next(&mut self) -> Option<A::Sum> {
        self.next_scores(1).first().copied()
    }
}
