//! The verifier's memory, and its walk over all sequences that begin alike.

use super::{BeginningOf, Findings, Tally, Visit, Walked, beginnings};
use crate::task::next_view;
use crate::{Call, Error, Machine, Policy, Program, Symbols};

/// Walks sequences of at most `LONGEST` steps, and keeps the network's state after each step of the present one for
/// its neighbours, which begin alike. A value, so that a small board can keep it apart from its stack.
pub struct Verifier<M: Machine, S, const LONGEST: usize> {
    steps: [Walked<M>; LONGEST],
    /// The teacher's memory before each step. It stands apart because in a [`Walked`] it would take four bytes.
    memories: [u8; LONGEST],
    states: [S; LONGEST],
}

impl<M: Machine, S: Copy, const LONGEST: usize> Verifier<M, S, LONGEST> {
    /// A verifier that has walked nothing yet; `state` is any state of the network.
    #[must_use]
    pub const fn new(state: S) -> Self {
        Self { steps: [Walked::BLANK; LONGEST], memories: [0; LONGEST], states: [state; LONGEST] }
    }

    /// As [`verify`](super::verify).
    ///
    /// # Errors
    /// As [`verify`](super::verify), and [`Error::LongCall`] if there is not enough room.
    pub fn verify<N, P: Policy<N, State = S>>(
        &mut self,
        machine: &M,
        network: &P,
        program: Program,
        visit: &mut Visit<'_, M>,
    ) -> Result<Findings, Error>
    where
        N: Machine<Observation = M::Observation, Arguments = M::Arguments>,
    {
        let mut findings = Findings::NONE;
        for beginning in beginnings(machine, program) {
            self.walk::<N, P>(machine, network, &beginning, &mut findings, visit)?;
        }
        Ok(findings)
    }

    /// Walks all sequences that begin so, in the order of their views, and adds to the findings what was found on them.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    #[inline(never)]
    pub fn walk<N, P: Policy<N, State = S>>(
        &mut self,
        machine: &M,
        network: &P,
        (call, first): &BeginningOf<M>,
        findings: &mut Findings,
        visit: &mut Visit<'_, M>,
    ) -> Result<(), Error>
    where
        N: Machine<Observation = M::Observation, Arguments = M::Arguments>,
    {
        let mut depth = 0;
        self.begin(machine, call.program, depth, (0, *first))?;
        loop {
            match self.step::<N, P>(machine, network, call, depth)? {
                Some(Next::After(memory)) => {
                    depth += 1;
                    self.begin(machine, call.program, depth, (memory, Symbols::ZERO))?;
                    continue;
                }
                Some(Next::End(tally)) => {
                    findings.note(tally);
                    visit(call, self.steps.get(..=depth).unwrap_or_default());
                }
                None => findings.excluded += 1,
            }
            while depth > 0 && !self.advance(machine, call.program, depth) {
                depth -= 1;
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Puts a step's memory and first view in their places. A sequence of more steps than there are memories comes to one of them twice.
    fn begin(
        &mut self,
        machine: &M,
        program: Program,
        depth: usize,
        (memory, view): (u8, M::Observation),
    ) -> Result<(), Error> {
        let memories = program.entry(machine.signature()).map_or(0, |entry| entry.memories);
        if depth >= usize::from(memories) {
            return Err(Error::Loop(program));
        }
        let (Some(step), Some(before)) = (self.steps.get_mut(depth), self.memories.get_mut(depth)) else {
            return Err(Error::LongCall { room: LONGEST });
        };
        (step.view, *before) = (view, memory);
        Ok(())
    }

    /// Goes on to the next view of a step; false if it was the last.
    fn advance(&mut self, machine: &M, program: Program, depth: usize) -> bool {
        let step = self.steps.get_mut(depth);
        step.is_some_and(|step| next_view(machine.signature(), program, &mut step.view))
    }

    /// Lets teacher and network take the step at a depth; `None` if its view cannot come.
    #[inline(always)]
    fn step<N, P: Policy<N, State = S>>(
        &mut self,
        machine: &M,
        network: &P,
        call: &Call<M::Arguments>,
        depth: usize,
    ) -> Result<Option<Next>, Error>
    where
        N: Machine<Observation = M::Observation, Arguments = M::Arguments>,
    {
        let before = depth.checked_sub(1).and_then(|before| self.steps.get(before));
        let tally = before.map_or(Tally::NONE, |before| before.tally);
        let (below, rest) =
            self.states.split_at_mut_checked(depth).ok_or(Error::LongCall { room: LONGEST })?;
        let (Some(step), Some(&memory), Some(state)) =
            (self.steps.get_mut(depth), self.memories.get(depth), rest.first_mut())
        else {
            return Err(Error::LongCall { room: LONGEST });
        };
        let Some((expected, after)) = machine.teach(call, memory, &step.view) else { return Ok(None) };
        match below.last() {
            Some(below) => state.clone_from(below),
            None => network.restart(state),
        }
        step.expected = expected;
        (step.found, step.tally) = tally.step(network, state, call, &step.view, &expected)?;
        Ok(Some(if expected.end { Next::End(step.tally) } else { Next::After(after) }))
    }
}

/// What follows a step.
enum Next {
    /// The end of the sequence, which has come to this.
    End(Tally),
    /// Another step, with this memory.
    After(u8),
}
