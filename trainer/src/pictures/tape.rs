//! The steps of a trace in some forty bytes each, and how they get there from JSON without a detour.

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroU32;

use npi_runtime::{Evidence, Program, Symbols, Task};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::error::{Context, Result, ensure};
use crate::trace::{Moment, Step};

/// A step's numbers. Indices of other steps are one more than they are, so that "none" costs nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shot {
    pub(super) depth: u32,
    pub(super) taken: u32,
    pub(super) evidence: Option<Evidence>,
    /// Where the changes of this step end in the storyboard's list.
    pub(super) changes: u32,
    /// The last step of the frame below.
    pub(super) below: Option<NonZeroU32>,
    /// The step before of the same call.
    pub(super) prior: Option<NonZeroU32>,
    pub(super) program: Program,
    pub(super) called: Program,
    pub(super) end: bool,
}

/// All steps; symbols and hidden states side by side in one list each.
#[derive(Debug, Default)]
pub(super) struct Tape {
    pub(super) shots: Vec<Shot>,
    pub(super) units: usize,
    pub(super) hidden: Vec<i8>,
    symbols: Vec<u8>,
    slots: [usize; 2],
}

impl Tape {
    /// What a step saw, its arguments, and those of what it calls.
    pub(super) fn symbols(&self, step: usize) -> [&[u8]; 3] {
        let [seen, arguments] = self.slots;
        let (seen, rest) = self.symbols[step * (seen + 2 * arguments)..].split_at(seen);
        let (own, rest) = rest.split_at(arguments);
        [seen, own, &rest[..arguments]]
    }

    fn push<T: Task>(&mut self, step: &Step) -> Result<()> {
        let place = (step.depth, step.step);
        self.record(&step.read::<T>()?, place, evidence(step), &step.hidden)
    }

    /// Records a step of a call at a depth, of which so many came before, with the hidden state after it.
    pub(super) fn record<T: Task>(
        &mut self,
        Moment { call, view, decision }: &Moment<T>,
        (depth, taken): (usize, u32),
        evidence: Option<Evidence>,
        hidden: &[i8],
    ) -> Result<()> {
        let depth = u32::try_from(depth).context("expected a depth that a call stack can have")?;
        ensure!(self.shots.len() < u32::MAX as usize / 16, "expected fewer steps");
        if self.shots.is_empty() {
            self.units = hidden.len();
            self.slots = [view.as_ref().len(), T::Arguments::ZERO.as_ref().len()];
        }
        let (units, found) = (self.units, hidden.len());
        ensure!(units == found, "expected {units} hidden units as before, found {found}");
        self.hidden.extend_from_slice(hidden);
        for symbols in [view.as_ref(), call.arguments.as_ref(), decision.call.arguments.as_ref()] {
            self.symbols.extend_from_slice(symbols);
        }
        self.shots.push(Shot {
            depth,
            taken,
            evidence,
            changes: 0,
            below: None,
            prior: None,
            program: call.program,
            called: decision.call.program,
            end: decision.end,
        });
        Ok(())
    }
}

/// How clearly a step was decided; none if the trace does not say, as a teacher's does not.
fn evidence(step: &Step) -> Option<Evidence> {
    let (end, [program, arguments]) = (step.score?, step.margins?);
    Some(Evidence::new(end, program?, arguments))
}

/// The steps of a trace of task `T`, as they come out of JSON: never all of them as text.
pub(super) struct Recording<T> {
    pub(super) tape: Tape,
    task: PhantomData<T>,
}

impl<'de, T: Task> Deserialize<'de> for Recording<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Steps(PhantomData))
    }
}

struct Steps<T>(PhantomData<T>);

impl<'de, T: Task> Visitor<'de> for Steps<T> {
    type Value = Recording<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of steps")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut steps: A) -> Result<Recording<T>, A::Error> {
        let mut tape = Tape::default();
        while let Some(step) = steps.next_element::<Step>()? {
            let index = tape.shots.len();
            tape.push::<T>(&step).map_err(|error| A::Error::custom(format!("step {index}: {error:#}")))?;
        }
        Ok(Recording { tape, task: PhantomData })
    }
}
