//! A counterexample that a person can follow, and a program can read.

use std::fmt;

use npi_format::Slot;
use npi_runtime::verify::Counterexample;
use npi_runtime::{Call, Decision, Task};
use serde::Serialize;

/// A call in which a network does not do as the teacher does, in the task's own words.
#[derive(Debug, Clone, Serialize)]
pub struct Refutation {
    /// The program that is called.
    program: &'static str,
    /// The index of its world among the program's cases.
    case: usize,
    /// What the call sees, and what the teacher then decides.
    steps: Vec<Step>,
    /// What the network decides in the last step instead.
    found: String,
}

#[derive(Debug, Clone, Serialize)]
struct Step {
    /// Each slot's name and its symbol's.
    sees: Vec<(&'static str, &'static str)>,
    expected: String,
}

impl Refutation {
    /// Puts a counterexample into words.
    #[must_use]
    pub fn new<T: Task>(of: &Counterexample<T>) -> Self {
        let step = |(index, seen): (usize, &T::Observation)| Step {
            sees: names(T::SIGNATURE.observation, seen.as_ref()),
            expected: decision::<T>(&T::teach(&of.call, &of.observations[..=index])),
        };
        Self {
            program: of.call.program.name(&T::SIGNATURE),
            case: of.case,
            steps: of.observations.iter().enumerate().map(step).collect(),
            found: decision::<T>(&of.found),
        }
    }
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "case {} of {}:", self.case, self.program)?;
        for (index, Step { sees, expected }) in self.steps.iter().enumerate() {
            let sees: Vec<_> = sees.iter().map(|(slot, symbol)| format!("{slot} {symbol}")).collect();
            writeln!(f, "  step {index}  sees      {}", sees.join("  "))?;
            writeln!(f, "          expected  {expected}")?;
        }
        writeln!(f, "          found     {}", self.found)
    }
}

fn names(slots: &[Slot], symbols: &[u8]) -> Vec<(&'static str, &'static str)> {
    let name = |(slot, &symbol): (&Slot, &u8)| {
        (slot.name, slot.symbols.get(usize::from(symbol)).copied().unwrap_or("?"))
    };
    slots.iter().zip(symbols).map(name).collect()
}

/// A decision as one would write it: `ACT(OUT, 3), goes on`.
fn decision<T: Task>(decision: &Decision<T::Arguments>) -> String {
    let end = if decision.end { "ends" } else { "goes on" };
    format!("{}, {end}", call::<T>(&decision.call))
}

fn call<T: Task>(call: &Call<T::Arguments>) -> String {
    let (signature, name) = (T::SIGNATURE, call.program.name(&T::SIGNATURE));
    if !call.program.takes_arguments(&signature) {
        return name.to_owned();
    }
    let arguments: Vec<_> =
        names(signature.arguments, call.arguments.as_ref()).into_iter().map(|(_, symbol)| symbol).collect();
    format!("{name}({})", arguments.join(", "))
}
