//! Holds a network against the teacher on every sequence that one call can see.
//!
//! A call's behaviour depends on nothing but what the call observes: its hidden
//! state starts at zero, and everything that happens outside reaches it through
//! observations alone. So a network that agrees with the teacher on every sequence of
//! observations that one call can see in *any* problem ([`Task::cases`]) agrees
//! with it on every problem of every size. The check needs no heap and runs on the device.

mod verifier;

use heapless::Vec;

pub use verifier::Verifier;

use crate::{Call, Decision, Error, Event, Interpreter, Policy, Program, Task, Teacher};

/// The most steps that the verifier follows a call.
pub const LONGEST_CALL: usize = 8;
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
        self.note(&verdict);
    }

    /// As [`Findings::add`], but copies only what is kept.
    #[inline(never)]
    fn note(&mut self, verdict: &Verdict<T>) {
        self.sequences += 1;
        self.steps += verdict.steps;
        self.margin = self.margin.min(verdict.margin);
        let Some(found) = &verdict.counterexample else { return };
        self.wrong += 1;
        let shorter = |known: &Counterexample<T>| found.observations.len() < known.observations.len();
        if self.counterexample.as_ref().is_none_or(shorter) {
            self.counterexample = verdict.counterexample.clone();
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

impl<T: Task> Verdict<T> {
    const NONE: Self = Self { steps: 0, margin: i32::MAX, counterexample: None };

    /// Not inlined: a counterexample is built on the stack before it is moved.
    #[cold]
    #[inline(never)]
    fn refute(
        &mut self,
        call: Call<T::Arguments>,
        case: usize,
        seen: &Vec<T::Observation, LONGEST_CALL>,
        [expected, found]: [Decision<T::Arguments>; 2],
    ) {
        self.counterexample =
            Some(Counterexample { call, case, observations: seen.clone(), expected, found });
    }
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
    mut visit: impl FnMut(usize, &Verdict<T>),
) -> Result<Findings<T>, Error> {
    let mut verifier = Verifier::new();
    verifier.check(network, program, stride, memory, &mut visit)?;
    Ok(verifier.into_findings())
}

/// Checks a network on every case of every program.
///
/// # Errors
/// As [`verify`].
pub fn verify_all<T: Task, P: Policy<T, State: Clone>>(
    network: &P,
    memory: &mut [u8],
) -> Result<Findings<T>, Error> {
    let mut verifier = Verifier::new();
    for program in programs::<T>() {
        verifier.check(network, program, 1, memory, &mut |_, _| {})?;
    }
    Ok(verifier.into_findings())
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
