//! What walks the sequences of a task, with as much room as those take that are walked.

use npi_runtime::task::Signature;
use npi_runtime::verify::{Findings, Verifier, Visit};
use npi_runtime::{Error, Policy, Program, Task};

use crate::State;

/// A [`Verifier`] of a task, whatever its room.
pub trait Prover<T: Task> {
    /// One that has walked nothing yet.
    const NEW: Self;

    /// As [`Verifier::verify`].
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    fn prove<P: Policy<T, State = State>>(
        &mut self,
        policy: &P,
        program: Program,
        visit: &mut Visit<'_, T>,
    ) -> Result<Findings, Error>;
}

impl<T: Task, const LONGEST: usize> Prover<T> for Verifier<T, State, LONGEST> {
    const NEW: Self = Self::new(State::REST);

    fn prove<P: Policy<T, State = State>>(
        &mut self,
        policy: &P,
        program: Program,
        visit: &mut Visit<'_, T>,
    ) -> Result<Findings, Error> {
        self.verify::<T, P>(&T::default(), policy, program, visit)
    }
}

/// Whether some program is proven by boxes, or, if `boxes` is false, by sequences.
pub(crate) const fn some(signature: &Signature, methods: &[u8], boxes: bool) -> bool {
    let mut index = 0;
    while index < signature.programs.len() {
        if by_boxes(methods, index) == boxes {
            return true;
        }
        index += 1;
    }
    false
}

/// The most steps of a sequence that is walked. In a program with loops, which is proven by boxes, memories bound no sequence.
pub(crate) const fn longest(signature: &Signature, methods: &[u8]) -> usize {
    let (mut longest, mut index) = (0, 0);
    while index < signature.programs.len() {
        let memories = signature.programs[index].memories as usize;
        if !by_boxes(methods, index) && memories > longest {
            longest = memories;
        }
        index += 1;
    }
    longest
}

const fn by_boxes(methods: &[u8], index: usize) -> bool {
    index < methods.len() && methods[index] != 0
}
