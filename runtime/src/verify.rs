//! Holds a network against the teacher on every sequence that one call can see.
//!
//! A call's behaviour depends on nothing but what the call observes: its hidden
//! state starts at zero, and everything that happens outside reaches it through
//! observations alone. So a network that agrees with the teacher on every sequence of
//! observations that one call can see in *any* problem ([`Task::cases`]) agrees
//! with it on every problem of every size. The check needs no heap and runs on the device.

use core::marker::PhantomData;

use heapless::Vec;

use crate::{Call, Decision, Error, Event, Interpreter, Policy, Program, Task, Teacher, World};

/// The most steps that the verifier follows a call.
pub const LONGEST_CALL: usize = 8;
/// Steps of a path whose network states are kept for its neighbours. Any number is right; more takes
/// more stack, and this is enough for addition's calls, whose third step nobody shares.
const SHARED: usize = 2;
/// Frames that the teacher may need for the programs called.
const DEPTH: usize = 8;
/// Steps that the teacher may need for one call.
const LIMIT: usize = 4096;

/// What a check of some sequences found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings<T: Task> {
    /// Sequences checked.
    pub sequences: usize,
    /// Steps of these sequences.
    pub steps: usize,
    /// Sequences on which network and teacher disagree.
    pub wrong: usize,
    /// The smallest margin of all steps, in [`Evidence`](crate::Evidence) units.
    pub margin: i32,
    /// The shortest disagreement.
    pub counterexample: Option<Counterexample<T>>,
}

impl<T: Task> Findings<T> {
    /// No sequence checked yet.
    #[must_use]
    pub const fn none() -> Self {
        Self { sequences: 0, steps: 0, wrong: 0, margin: i32::MAX, counterexample: None }
    }

    /// Adds what was found on another sequence.
    pub fn add(&mut self, verdict: Verdict<T>) {
        self.sequences += 1;
        self.steps += verdict.steps;
        self.margin = self.margin.min(verdict.margin);
        let Some(found) = verdict.counterexample else { return };
        self.wrong += 1;
        let shorter = |known: &Counterexample<T>| found.observations.len() < known.observations.len();
        if self.counterexample.as_ref().is_none_or(shorter) {
            self.counterexample = Some(found);
        }
    }

    /// Adds what was found on other sequences.
    pub fn merge(&mut self, other: Self) {
        self.sequences += other.sequences;
        self.steps += other.steps;
        self.wrong += other.wrong;
        self.margin = self.margin.min(other.margin);
        let length =
            |found: &Option<Counterexample<T>>| found.as_ref().map_or(usize::MAX, |c| c.observations.len());
        if length(&other.counterexample) < length(&self.counterexample) {
            self.counterexample = other.counterexample;
        }
    }

    /// Whether every sequence checked is right.
    #[must_use]
    pub fn all_right(&self) -> bool {
        self.wrong == 0
    }
}

/// A call in which the network does not do as the teacher does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample<T: Task> {
    /// The call.
    pub call: Call<T::Arguments>,
    /// The index of its world among the program's [`Task::cases`].
    pub case: usize,
    /// What it sees, step by step, up to the wrong one.
    pub observations: Vec<T::Observation, LONGEST_CALL>,
    /// What the teacher decides at the last of them.
    pub expected: Decision<T::Arguments>,
    /// What the network decides.
    pub found: Decision<T::Arguments>,
}

/// What was found on one sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<T: Task> {
    /// Its length, or the steps up to the first wrong one.
    pub steps: usize,
    /// The smallest margin of its steps.
    pub margin: i32,
    /// The disagreement, if there is one.
    pub counterexample: Option<Counterexample<T>>,
}

/// Checks a network on a program's cases `from, from + stride, …` and tells `visit` of each verdict.
///
/// `memory` is lent to [`Task::case`].
///
/// # Errors
/// Those of the task's own worlds and teacher: a task that is not well defined.
pub fn verify<T: Task, P: Policy<T, State: Clone>>(
    network: &P,
    program: Program,
    stride: usize,
    memory: &mut [u8],
    visit: impl FnMut(usize, &Verdict<T>),
) -> Result<Findings<T>, Error> {
    let mut findings = Findings::none();
    verify_into(&mut findings, network, program, stride, memory, visit)?;
    Ok(findings)
}

/// As [`verify`], adding to earlier findings in place: findings that are handed on take stack twice.
///
/// # Errors
/// As [`verify`].
pub fn verify_into<T: Task, P: Policy<T, State: Clone>>(
    findings: &mut Findings<T>,
    network: &P,
    program: Program,
    stride: usize,
    memory: &mut [u8],
    mut visit: impl FnMut(usize, &Verdict<T>),
) -> Result<(), Error> {
    let mut walk = Walk { network, path: Vec::new(), call: None, task: PhantomData };
    for index in (0..T::cases(program)).step_by(stride.max(1)) {
        let Some((world, call)) = T::case(program, index, memory) else { break };
        let mut verdict = Verdict { steps: 0, margin: i32::MAX, counterexample: None };
        walk.case(index, world, call, &mut verdict)?;
        visit(index, &verdict);
        findings.add(verdict);
    }
    Ok(())
}

/// Checks a network on every case of every program.
///
/// # Errors
/// As [`verify`].
pub fn verify_all<T: Task, P: Policy<T, State: Clone>>(
    network: &P,
    memory: &mut [u8],
) -> Result<Findings<T>, Error> {
    let mut findings = Findings::none();
    for program in programs::<T>() {
        verify_into(&mut findings, network, program, 1, memory, |_, _| {})?;
    }
    Ok(findings)
}

/// Visits the teacher's steps in one case: those of the case's own call, not of the calls that it makes.
/// False if there is no such case.
///
/// # Errors
/// As [`verify`].
pub fn lesson<T: Task>(
    program: Program,
    index: usize,
    memory: &mut [u8],
    mut visit: impl FnMut(&Event<T>),
) -> Result<bool, Error> {
    let Some((mut world, call)) = T::case(program, index, memory) else { return Ok(false) };
    let mut teacher = Interpreter::<T, _, DEPTH>::new(Teacher::<T, LONGEST_CALL>::new());
    teacher.call(call)?;
    for _ in 0..LIMIT {
        let Some(event) = teacher.step(&mut world)? else { return Ok(true) };
        if event.depth == 0 {
            visit(&event);
            if event.decision.end {
                return Ok(true); // what it tail-calls is another case's affair
            }
        }
    }
    Err(Error::StepLimit)
}

/// The learned programs of a task.
pub fn programs<T: Task>() -> impl Iterator<Item = Program> {
    (0..T::SIGNATURE.programs.len()).map(|index| Program::learned(index as u8))
}

/// One of the first steps of the path that was walked last: neighbours share them.
struct Node<T: Task, S> {
    observation: T::Observation,
    state: S,
    decision: Decision<T::Arguments>,
    margin: i32,
}

struct Walk<'p, T: Task, P: Policy<T>> {
    network: &'p P,
    path: Vec<Node<T, P::State>, SHARED>,
    call: Option<Call<T::Arguments>>,
    task: PhantomData<T>,
}

impl<T: Task, P: Policy<T, State: Clone>> Walk<'_, T, P> {
    /// Follows the teacher through a case until it ends or the network disagrees.
    #[inline(never)]
    fn case(
        &mut self,
        case: usize,
        mut world: T::World<'_>,
        call: Call<T::Arguments>,
        verdict: &mut Verdict<T>,
    ) -> Result<(), Error> {
        if self.call != Some(call) {
            (self.path, self.call) = (Vec::new(), Some(call));
        }
        let (mut state, mut seen) = (self.network.fresh(), Vec::<T::Observation, LONGEST_CALL>::new());
        loop {
            let observation = world.observe();
            let (found, margin) = self.decide(&call, seen.len(), observation, &mut state)?;
            seen.push(observation).map_err(|_| Error::LongCall)?;
            let expected = T::teach(&call, &seen);
            (verdict.steps, verdict.margin) = (seen.len(), verdict.margin.min(margin));
            if found != expected {
                let observations = seen;
                verdict.counterexample = Some(Counterexample { call, case, observations, expected, found });
                return Ok(());
            }
            if expected.end {
                return Ok(());
            }
            carry_out::<T>(expected.call, &mut world)?;
        }
    }

    /// The network's decision at a depth of the path, computed only where the path is new. Brings
    /// `state` there from the step before.
    fn decide(
        &mut self,
        call: &Call<T::Arguments>,
        depth: usize,
        observation: T::Observation,
        state: &mut P::State,
    ) -> Result<(Decision<T::Arguments>, i32), Error> {
        match self.path.get(depth) {
            Some(node) if node.observation == observation => {
                state.clone_from(&node.state);
                return Ok((node.decision, node.margin));
            }
            _ => self.path.truncate(depth),
        }
        let (decision, evidence) = self.network.step(call, &observation, state)?;
        let margin = evidence.margin();
        if !self.path.is_full() {
            let _ = self.path.push(Node { observation, state: state.clone(), decision, margin });
        }
        Ok((decision, margin))
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
