//! Calls within calls: whether the steps of a trace follow from one another as the interpreter would take them.

use npi_runtime::{Call, Decision, Task};

use crate::error::{Context, Result, ensure};

/// Where a step stands among calls within calls.
#[derive(Debug, Clone, Copy)]
pub struct Place<T: Task> {
    /// The call that steps.
    pub call: Call<T::Arguments>,
    /// Calls around it.
    pub depth: usize,
    /// Steps that it has taken before.
    pub taken: u32,
}

/// The calls that have begun and not ended, the outermost first, each with something of whoever follows them.
#[derive(Debug)]
pub struct Nesting<T: Task, N> {
    calls: Vec<(Place<T>, N)>,
}

impl<T: Task, N: Default> Nesting<T, N> {
    /// A problem's first call, before its first step.
    #[must_use]
    pub fn start(call: Call<T::Arguments>) -> Self {
        let mut calls = Self { calls: Vec::new() };
        calls.begin(call);
        calls
    }

    fn begin(&mut self, call: Call<T::Arguments>) {
        let depth = self.calls.len();
        self.calls.push((Place { call, depth, taken: 0 }, N::default()));
    }

    /// Whether every call has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.calls.is_empty()
    }

    /// Takes a step of the innermost call; gives the notes about it, and about the call that made it.
    ///
    /// # Errors
    /// If the step is not that call's next one, or there are more calls than the task's call stack holds.
    pub fn step(&mut self, step: Place<T>) -> Result<(&mut N, Option<&N>)> {
        let ((expected, notes), around) =
            self.calls.split_last_mut().context("expected the end: the first program has ended")?;
        let (depth, taken) = (expected.depth, expected.taken);
        ensure!(step.depth == depth, "expected depth {depth}, found {}", step.depth);
        let most = npi_runtime::task::depth::<T>();
        ensure!(depth < most, "expected at most {most} calls within each other, found more");
        ensure!(step.call == expected.call, "expected a step of the program that was called");
        ensure!(step.taken == taken, "expected step {taken} of its call, found {}", step.taken);
        expected.taken = taken.saturating_add(1);
        Ok((notes, around.last().map(|(_, notes)| notes)))
    }

    /// Ends the innermost call if that was decided, and begins what it calls; gives the notes of a call that has ended.
    pub fn follow(&mut self, decision: &Decision<T::Arguments>) -> Option<N> {
        let ended = if decision.end { self.calls.pop() } else { None };
        if decision.call.program.index().is_some() {
            self.begin(decision.call);
        }
        ended.map(|(_, notes)| notes)
    }
}
