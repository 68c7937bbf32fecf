//! Holds a network against its teacher on every sequence of views that one call can be shown.
//!
//! A call's behaviour depends on nothing but its arguments and what its program sees: the hidden state
//! starts at zero, and everything that happens outside reaches it through views alone. So a network that decides as
//! the teacher does on every sequence of views, for every tuple of arguments, obeys its teacher in every environment
//! whatsoever. No list of cases is needed, and none can be incomplete. The walk needs no heap and runs on the device.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Int8, Lstm, format::Model, verify::verify_all};
//! use npi_tasks::{Traffic, models};
//! let network = Lstm::<Traffic, Int8, 8>::new(&Model::parse(models::TRAFFIC)?)?;
//! let findings = verify_all(&Traffic, &network)?;
//! assert!(findings.is_proven());
//! assert_eq!((findings.sequences, findings.wrong), (209, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod boxes;
mod obligation;
mod sample;
mod verifier;

pub use boxes::{Boxed, Checked, Flaw, Lead, check_boxes};
pub use obligation::{Class, Obligation, boxes_of, class_of, count_boxes, obligations};
pub use sample::{Random, sample};
pub use verifier::Verifier;

use core::iter::successors;

use crate::task::{Signature, first_arguments, next_arguments, next_view};
use crate::{Call, Decision, Error, Machine, Policy, Program, Symbols};

/// What a walk over some sequences found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Findings {
    /// Sequences checked.
    pub sequences: usize,
    /// Steps of these sequences: those that sequences have in common count for each.
    pub steps: usize,
    /// Obligations of boxes checked.
    pub obligations: usize,
    /// Sequences on which network and teacher disagree.
    pub wrong: usize,
    /// Obligations that do not hold: some state of a box, which need not come, may decide otherwise or leave its boxes.
    pub open: usize,
    /// The smallest margin of all steps, in [`Evidence`](crate::Evidence) units; `None` if there was no step.
    pub margin: Option<i32>,
    /// How often a view was left out because the teacher says that it cannot come there.
    pub excluded: usize,
}

impl Findings {
    /// Nothing checked yet.
    pub const NONE: Self =
        Self { sequences: 0, steps: 0, obligations: 0, wrong: 0, open: 0, margin: None, excluded: 0 };

    /// Whether something was checked, and all of it is right. That the machine is well formed is for its table to say
    /// (`npi_trainer::spec`), once for each task.
    #[must_use]
    pub const fn is_proven(&self) -> bool {
        self.sequences + self.obligations > 0 && self.wrong == 0 && self.open == 0
    }

    /// Adds what was found on other sequences.
    pub fn merge(&mut self, other: &Self) {
        self.sequences += other.sequences;
        self.steps += other.steps;
        self.obligations += other.obligations;
        self.wrong += other.wrong;
        self.open += other.open;
        self.excluded += other.excluded;
        self.margin = least(self.margin, other.margin);
    }

    fn note(&mut self, tally: Tally) {
        self.sequences += 1;
        self.steps += tally.steps;
        self.wrong += usize::from(tally.wrong);
        self.margin = least(self.margin, tally.margin);
    }
}

/// The smaller of two margins, where there are two.
#[must_use]
pub fn least(first: Option<i32>, second: Option<i32>) -> Option<i32> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.min(second)),
        (first, second) => first.or(second),
    }
}

/// What a sequence has come to so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Steps of the sequence so far.
    pub steps: usize,
    /// The smallest margin of them, in [`Evidence`](crate::Evidence) units; none if there was no step, or a teacher's.
    pub margin: Option<i32>,
    /// Whether network and teacher disagree in one of them.
    pub wrong: bool,
}

impl Tally {
    /// The tally of a sequence before its first step.
    const NONE: Self = Self { steps: 0, margin: None, wrong: false };

    /// Lets the network take a step, for which the teacher decides `expected`; gives its decision, and the new tally.
    #[inline(always)]
    fn step<M: Machine, P: Policy<M>>(
        self,
        network: &P,
        state: &mut P::State,
        call: &Call<M::Arguments>,
        view: &M::Observation,
        expected: &Decision<M::Arguments>,
    ) -> Result<(Decision<M::Arguments>, Self), Error> {
        let (found, evidence) = network.step(call, view, state)?;
        let (steps, margin) = (self.steps + 1, least(self.margin, evidence.map(|found| found.margin())));
        Ok((found, Self { steps, margin, wrong: self.wrong || found != *expected }))
    }
}

/// A step of a sequence that is walked.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Walked<M: Machine> {
    /// What the program sees.
    pub view: M::Observation,
    /// What the teacher decides.
    pub expected: Decision<M::Arguments>,
    /// What the network decides.
    pub found: Decision<M::Arguments>,
    /// What the sequence has come to, this step included.
    pub tally: Tally,
}

impl<M: Machine> Walked<M> {
    const BLANK: Self = Self {
        view: M::Observation::ZERO,
        expected: Decision::go_on(Call::new(Program::NOP)),
        found: Decision::go_on(Call::new(Program::NOP)),
        tally: Tally::NONE,
    };
}

/// What is shown a call, and the steps of a sequence of it, of which there is at least one.
pub type Visit<'v, M> = dyn FnMut(&Call<<M as Machine>::Arguments>, &[Walked<M>]) + 'v;

/// Steps for which [`verify`] has room: a teacher's memory is a byte, so that no sequence is longer.
const LONGEST: usize = u8::MAX as usize;

/// Checks a network on every sequence of views that calls of one program can be shown, for every tuple of arguments in
/// its domain, and shows each to `visit`.
///
/// `M` is the task that the network knows; `machine` is its teacher, as code or as a table. The teacher leads even
/// where the network disagrees: the steps that follow are still checked. It takes 255 of the network's states of stack:
/// where that is too much, a [`Verifier`] takes no more than is needed.
///
/// # Errors
/// [`Error::Loop`] for a machine that goes round in a circle, and those of the network.
pub fn verify<M: Machine, S, P: Policy<M, State: Copy>>(
    machine: &S,
    network: &P,
    program: Program,
    visit: &mut Visit<'_, S>,
) -> Result<Findings, Error>
where
    S: Machine<Observation = M::Observation, Arguments = M::Arguments>,
{
    Verifier::<S, P::State, LONGEST>::new(network.fresh()).verify::<M, P>(machine, network, program, visit)
}

/// Checks a network on every sequence of every program.
///
/// # Errors
/// As [`verify`].
pub fn verify_all<M: Machine, P: Policy<M, State: Copy>>(
    machine: &M,
    network: &P,
) -> Result<Findings, Error> {
    let mut findings = Findings::NONE;
    for program in programs(machine.signature()) {
        findings.merge(&verify::<M, M, P>(machine, network, program, &mut |_, _| {})?);
    }
    Ok(findings)
}

/// A call, and what its program sees first.
pub type BeginningOf<M> = (Call<<M as Machine>::Arguments>, <M as Machine>::Observation);

/// Every beginning of a sequence of a program, in the order in which [`verify`] walks them. What is found on the sequences of one
/// does not depend on those of another, so that several [`Verifier`]s can share them.
pub fn beginnings<M: Machine>(
    machine: &M,
    program: Program,
) -> impl Iterator<Item = BeginningOf<M>> + use<M> {
    let signature = machine.signature();
    let first = Call { program, arguments: first_arguments(signature, program) };
    successors(Some((first, Symbols::ZERO)), move |&(mut call, mut view)| {
        // After its last view comes its first again, of the next call.
        let follows = next_view(signature, program, &mut view)
            || next_arguments(signature, program, &mut call.arguments);
        follows.then_some((call, view))
    })
}

/// The learned programs of a task.
pub fn programs(signature: &Signature) -> impl Iterator<Item = Program> + Clone + use<> {
    (0..signature.programs.len()).map(|index| Program::learned(index as u8))
}
