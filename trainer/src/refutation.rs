//! A counterexample that a person can follow, and a program can read.

mod broken;

use std::fmt;

use crate::error::Result;
use npi_format::{Model, Slot};
use npi_runtime::{Call, Decision, Machine, Program, Task};
use serde::Serialize;

pub use broken::{Broken, Unheld};

use crate::check::astray;
use crate::names::call_text;
use crate::record::network;
use crate::shown::shown;

/// A counterexample of a task's network.
pub type CounterexampleOf<T> = Counterexample<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// A call in which the network does not do as the teacher does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample<O, A> {
    /// The call.
    pub call: Call<A>,
    /// What it sees step by step, and what its teacher then decides; the last step is the wrong one.
    pub steps: Vec<(O, Decision<A>)>,
    /// What the network decides in the last step.
    pub found: Decision<A>,
}

/// A call in which a network does not do as the teacher does, in the task's own words.
#[derive(Debug, Clone, Serialize)]
pub struct Refutation {
    /// The call, such as `ADD` or `FILL(1)`.
    call: String,
    /// What the call sees, and what the teacher then decides.
    steps: Vec<Step>,
    /// What the network decides in the last step instead.
    found: String,
}

#[derive(Debug, Clone, Serialize)]
struct Step {
    /// Each slot's name and what is seen of it; slots of which nothing is seen are left out.
    sees: Vec<(&'static str, &'static str)>,
    expected: String,
}

impl Refutation {
    /// Puts a counterexample into words.
    #[must_use]
    pub fn new<T: Task>(of: &CounterexampleOf<T>) -> Self {
        let step = |(view, expected): &(T::Observation, Decision<T::Arguments>)| Step {
            sees: sees::<T>(of.call.program, view),
            expected: decision::<T>(expected),
        };
        let steps = of.steps.iter().map(step).collect();
        Self { call: call::<T>(&of.call), steps, found: decision::<T>(&of.found) }
    }
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "of {}:", self.call)?;
        for (index, Step { sees, expected }) in self.steps.iter().enumerate() {
            writeln!(f, "  step {index}  sees      {}", listed(sees, "  "))?;
            writeln!(f, "          expected  {expected}")?;
        }
        writeln!(f, "          found     {}", self.found)
    }
}

/// A run that shows that a network is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The problem.
    pub problem: String,
    /// The step, counted from 0, in which the network does not do as its teacher does.
    pub step: usize,
}

impl Run {
    /// Looks for a run that shows that a model is wrong.
    ///
    /// # Errors
    /// If the model is of another task, or one of the problems is none.
    pub fn find<T: Task>(model: &Model<'_>, problems: &[String]) -> Result<Option<Self>> {
        let network = network::<T>(model)?;
        for problem in problems {
            if let Some(step) = astray::<T>(network, problem)? {
                return Ok(Some(Self { problem: problem.clone(), step }));
            }
        }
        Ok(None)
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "solving {}, the network leaves its teacher in step {}", shown(&self.problem), self.step)
    }
}

/// What a program sees, slot by slot.
pub(crate) fn sees<T: Task>(program: Program, view: &T::Observation) -> Vec<(&'static str, &'static str)> {
    let slots = T::SIGNATURE.observation.iter().zip(view.as_ref()).enumerate();
    let name = |(index, (slot, &symbol)): (usize, (&'static Slot, &u8))| {
        Some((slot.name, program.sees(&T::SIGNATURE, index).name(slot, symbol)?))
    };
    slots.filter_map(name).collect()
}

/// What is seen, in one line; of slots of which nothing is seen, nothing.
pub(crate) fn listed(sees: &[(&str, &str)], between: &str) -> String {
    let sees: Vec<_> = sees.iter().map(|(slot, symbol)| format!("{slot} {symbol}")).collect();
    if sees.is_empty() { "nothing".to_owned() } else { sees.join(between) }
}

/// A decision as one would write it: `ACT(OUT, 3), goes on`.
pub(crate) fn decision<T: Task>(decision: &Decision<T::Arguments>) -> String {
    let end = if decision.end { "ends" } else { "goes on" };
    format!("{}, {end}", call::<T>(&decision.call))
}

pub(crate) fn call<T: Task>(call: &Call<T::Arguments>) -> String {
    call_text(&T::SIGNATURE, call.program, call.arguments.as_ref())
}
