//! The verifier's memory and its walk through the cases.

use heapless::Vec;

use super::{DEPTH, Findings, LIMIT, LONGEST_CALL, Verdict};
use crate::{Call, Decision, Error, Policy, Program, Symbols, Task, World};

/// Steps of a path whose network states are kept for its neighbours. Any number is right; more takes
/// more stack, and this is enough for addition's calls, whose third step nobody shares.
const SHARED: usize = 2;
/// One of the first steps of the path that was walked last: neighbours share them.
struct Node<T: Task, S> {
    observation: T::Observation,
    state: S,
    decision: Decision<T::Arguments>,
    margin: i32,
}

impl<T: Task, S> Node<T, S> {
    fn new(state: S) -> Self {
        let (observation, decision) = (Symbols::ZERO, Decision::end(Call::new(Program::NOP)));
        Self { observation, state, decision, margin: i32::MAX }
    }
}

/// Checks a network on the cases of program after program. A value, so that a small board can keep it
/// apart from its stack.
pub struct Verifier<T: Task, S> {
    findings: Findings<T>,
    verdict: Verdict<T>,
    /// Of these, the first `known` are on the path. They are filled in place: small boards have no
    /// room for a node that is handed on.
    path: Vec<Node<T, S>, SHARED>,
    known: usize,
}

impl<T: Task, S: Clone> Verifier<T, S> {
    /// A verifier that has checked nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { findings: Findings::none(), verdict: Verdict::NONE, path: Vec::new(), known: 0 }
    }

    /// What was found so far.
    #[must_use]
    pub fn findings(&self) -> &Findings<T> {
        &self.findings
    }

    /// What was found.
    #[must_use]
    pub fn into_findings(self) -> Findings<T> {
        self.findings
    }

    /// As [`verify`](super::verify), adding to what was found before.
    ///
    /// # Errors
    /// As [`verify`](super::verify).
    pub fn check<P: Policy<T, State = S>>(
        &mut self,
        network: &P,
        program: Program,
        stride: usize,
        memory: &mut [u8],
        visit: &mut dyn FnMut(usize, &Verdict<T>),
    ) -> Result<(), Error> {
        let (mut index, mut last) = (0, None);
        while let Some((mut world, call)) = T::case(program, index, memory) {
            if last.replace(call) != Some(call) {
                self.known = 0; // with other arguments, the same observations are another path
            }
            self.verdict = Verdict::NONE;
            self.case(network, index, &mut world, call)?;
            visit(index, &self.verdict);
            self.findings.note(&self.verdict);
            index += stride.max(1);
        }
        Ok(())
    }

    /// Follows the teacher through a case until it ends or the network disagrees.
    #[inline(never)]
    fn case<P: Policy<T, State = S>>(
        &mut self,
        network: &P,
        case: usize,
        world: &mut T::World<'_>,
        call: Call<T::Arguments>,
    ) -> Result<(), Error> {
        let (mut state, mut seen) = (network.fresh(), Vec::<T::Observation, LONGEST_CALL>::new());
        loop {
            let observation = world.observe();
            let (found, margin) = self.decide(network, &call, seen.len(), observation, &mut state)?;
            seen.push(observation).map_err(|_| Error::LongCall)?;
            let expected = T::teach(&call, &seen);
            (self.verdict.steps, self.verdict.margin) = (seen.len(), self.verdict.margin.min(margin));
            if found != expected {
                self.verdict.refute(call, case, &seen, [expected, found]);
                return Ok(());
            }
            if expected.end {
                return Ok(());
            }
            carry_out::<T>(expected.call, world)?;
        }
    }

    /// The network's decision at a depth of the path, computed only where the path is new. Brings
    /// `state` there from the step before.
    #[inline(always)]
    fn decide<P: Policy<T, State = S>>(
        &mut self,
        network: &P,
        call: &Call<T::Arguments>,
        depth: usize,
        observation: T::Observation,
        state: &mut S,
    ) -> Result<(Decision<T::Arguments>, i32), Error> {
        match self.path.get(depth) {
            Some(node) if depth < self.known && node.observation == observation => {
                state.clone_from(&node.state);
                return Ok((node.decision, node.margin));
            }
            _ => self.known = self.known.min(depth),
        }
        let (decision, evidence) = network.step(call, &observation, state)?;
        let margin = evidence.margin();
        if let Some(node) = self.node(network, depth) {
            node.state.clone_from(state);
            (node.observation, node.decision, node.margin) = (observation, decision, margin);
            self.known = depth + 1;
        }
        Ok((decision, margin))
    }

    /// The node at a depth, to be filled; `None` where no states are kept.
    #[inline(never)]
    fn node(&mut self, network: &impl Policy<T, State = S>, depth: usize) -> Option<&mut Node<T, S>> {
        if self.path.len() == depth {
            let _ = self.path.push(Node::new(network.fresh())); // full: `None` it is
        }
        self.path.get_mut(depth)
    }
}

impl<T: Task, S: Clone> Default for Verifier<T, S> {
    fn default() -> Self {
        Self::new()
    }
}

/// Lets the teacher do what a step calls.
fn carry_out<T: Task>(call: Call<T::Arguments>, world: &mut T::World<'_>) -> Result<(), Error> {
    match call.program {
        Program::NOP => Ok(()),
        Program::ACT => Ok(world.act(call.arguments)?),
        _ => teach_through::<T>(call, world, DEPTH, &mut { LIMIT }),
    }
}

/// Runs a call by the teacher. It recurses, and so takes the stack that the call needs and not what
/// the deepest call that is allowed would need: on a small board this is the deepest point of all.
#[inline(never)]
fn teach_through<T: Task>(
    mut call: Call<T::Arguments>,
    world: &mut T::World<'_>,
    frames: usize,
    steps: &mut usize,
) -> Result<(), Error> {
    let frames = frames.checked_sub(1).ok_or(Error::StackOverflow)?;
    let mut seen = Vec::<T::Observation, LONGEST_CALL>::new();
    loop {
        *steps = steps.checked_sub(1).ok_or(Error::StepLimit)?;
        seen.push(world.observe()).map_err(|_| Error::LongCall)?;
        let decision = T::teach(&call, &seen);
        match decision.call.program {
            Program::NOP => {}
            Program::ACT => world.act(decision.call.arguments)?,
            _ if decision.end => {
                (call, seen) = (decision.call, Vec::new()); // a proper tail call
                continue;
            }
            _ => teach_through::<T>(decision.call, world, frames, steps)?,
        }
        if decision.end {
            return Ok(());
        }
    }
}
