//! What a network learns from: the steps of one call, as numbers.

use std::collections::BTreeSet;

use npi_format::Signature;
use npi_runtime::verify::{self, LONGEST_CALL};
use npi_runtime::{Call, Decision, Event, Program, Task};

use crate::error::{Context, Result, ensure};
use crate::nesting::{Nesting, Place};

/// The sizes that a task gives to its network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Rows of the input table: the symbols of every slot, then one row a learned program.
    pub rows: usize,
    /// Scores of each head, in order; a head of one score is decided by its sign.
    pub heads: Vec<usize>,
}

impl Layout {
    /// The layout of a task.
    #[must_use]
    pub fn of(signature: &Signature) -> Self {
        let symbols =
            |slots: &[npi_format::Slot]| slots.iter().map(|slot| slot.symbols.len()).collect::<Vec<_>>();
        let arguments = symbols(signature.arguments);
        let inputs: usize = if signature.arguments_are_inputs() { arguments.iter().sum() } else { 0 };
        let rows = symbols(signature.observation).iter().sum::<usize>() + inputs + signature.programs.len();
        let heads = [1, Signature::FIRST + signature.programs.len()].into_iter().chain(arguments).collect();
        Self { rows, heads }
    }

    /// Scores of one step, over all heads.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.heads.iter().sum()
    }
}

/// One step of a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The table rows that are added up in this step.
    pub rows: Vec<u16>,
    /// The right answer of each head; none where the head does not count.
    pub targets: Vec<Option<u16>>,
}

/// The steps of one call, from a zero hidden state; at least one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence {
    /// The index of the program that was called: batches are balanced over it.
    pub program: usize,
    /// What was seen and decided.
    pub steps: Vec<Step>,
}

impl Sequence {
    /// The sequence of a call that saw and decided these.
    #[must_use]
    pub fn new<T: Task>(
        call: &Call<T::Arguments>,
        steps: &[(T::Observation, Decision<T::Arguments>)],
    ) -> Self {
        let step =
            |(seen, decision): &_| Step { rows: rows::<T>(call, seen), targets: targets::<T>(decision) };
        Self { program: call.program.index().unwrap_or_default(), steps: steps.iter().map(step).collect() }
    }

    /// Checks that a network of a layout can learn from it.
    ///
    /// # Errors
    /// If it has no steps, or names a program, a table row or an answer that the layout does not have.
    pub fn check(&self, layout: &Layout) -> Result<()> {
        let programs = layout.heads.get(1).map_or(0, |scores| scores.saturating_sub(Signature::FIRST));
        ensure!(
            self.program < programs,
            "expected one of {programs} programs, found number {}",
            self.program
        );
        ensure!(!self.steps.is_empty(), "expected a call with steps, found one without");
        for (index, step) in self.steps.iter().enumerate() {
            ensure!(
                step.fits(layout),
                "step {index}: expected rows and answers that the task has, found others"
            );
        }
        Ok(())
    }
}

impl Step {
    fn fits(&self, layout: &Layout) -> bool {
        // A head of one score answers 0 or 1.
        let answers = |(target, &scores): (&Option<u16>, &usize)| {
            target.is_none_or(|target| usize::from(target) < scores.max(2))
        };
        self.rows.iter().all(|&row| usize::from(row) < layout.rows)
            && self.targets.len() == layout.heads.len()
            && self.targets.iter().zip(&layout.heads).all(answers)
    }
}

/// The table rows of a step's inputs, as the runtime adds them up.
#[must_use]
pub fn rows<T: Task>(call: &Call<T::Arguments>, seen: &T::Observation) -> Vec<u16> {
    let (signature, mut first, mut rows) = (T::SIGNATURE, 0, Vec::new());
    for (&symbol, slot) in seen.as_ref().iter().zip(signature.observation) {
        rows.push(first + u16::from(symbol));
        first += slot.symbols.len() as u16;
    }
    if signature.arguments_are_inputs() {
        for (&symbol, slot) in call.arguments.as_ref().iter().zip(signature.arguments) {
            if call.program.takes_arguments(&signature) {
                rows.push(first + u16::from(symbol));
            }
            first += slot.symbols.len() as u16;
        }
    }
    rows.push(first + call.program.index().unwrap_or_default() as u16);
    rows
}

fn targets<T: Task>(decision: &Decision<T::Arguments>) -> Vec<Option<u16>> {
    let call = &decision.call;
    let taken = call.program.takes_arguments(&T::SIGNATURE);
    let arguments = call.arguments.as_ref().iter().map(|&symbol| taken.then_some(u16::from(symbol)));
    [u16::from(decision.end), u16::from(call.program.0)].map(Some).into_iter().chain(arguments).collect()
}

/// The distinct sequences of traces, in an order that depends on nothing else.
#[derive(Debug, Clone, Default)]
pub struct Sequences {
    distinct: BTreeSet<Sequence>,
    calls: usize,
}

impl Sequences {
    /// Calls taken in, duplicates counted.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// The distinct ones.
    #[must_use]
    pub fn into_vec(self) -> Vec<Sequence> {
        self.distinct.into_iter().collect()
    }

    /// Adds the sequence of a call.
    pub fn add(&mut self, sequence: Sequence) {
        self.calls += 1;
        self.distinct.insert(sequence);
    }
}

/// What a call saw and decided, step by step.
type Steps<T> = Vec<(<T as Task>::Observation, Decision<<T as Task>::Arguments>)>;

/// Gathers the steps of a run into the calls that they belong to.
pub struct Calls<T: Task> {
    open: Nesting<T, Steps<T>>,
}

impl<T: Task> Default for Calls<T> {
    fn default() -> Self {
        Self { open: Nesting::start() }
    }
}

impl<T: Task> Calls<T> {
    /// Takes in a step; gives the sequence of the call that it ends.
    ///
    /// # Errors
    /// If the step is not the next one of the call that has to step, or that call is longer than any can be taught.
    pub fn step(
        &mut self,
        place: Place<T>,
        seen: T::Observation,
        decision: Decision<T::Arguments>,
    ) -> Result<Option<Sequence>> {
        let (steps, _) = self.open.step(place)?;
        ensure!(steps.len() < LONGEST_CALL, "expected a call of at most {LONGEST_CALL} steps, found more");
        steps.push((seen, decision));
        let ended = self.open.follow(&decision);
        Ok(ended.map(|steps| Sequence::new::<T>(&place.call, &steps)))
    }
}

/// The sequence of one of the proof's cases: a counterexample to learn from.
///
/// # Errors
/// If the task's own teacher fails in it.
pub fn of_case<T: Task>(program: Program, index: usize, memory: &mut [u8]) -> Result<Sequence> {
    let mut steps = Vec::new();
    let mut of = None;
    let visit = |event: &Event<T>| {
        of = Some(event.call);
        steps.push((event.observation, event.decision));
    };
    verify::lesson::<T>(program, index, memory, visit)?;
    let call = of.with_context(|| format!("case {index} of program {} has no steps", program.0))?;
    Ok(Sequence::new::<T>(&call, &steps))
}

#[cfg(test)]
mod tests {
    use npi_runtime::Addition;

    use super::*;

    /// What nobody can learn from is an error: calls without steps, and numbers that the task does not have.
    #[test]
    fn hand_made_sequences_are_checked() {
        let layout = Layout::of(&Addition::SIGNATURE);
        let right = of_case::<Addition>(Program::learned(1), 0, &mut [0; 64]).unwrap();
        assert!(right.check(&layout).is_ok());
        let check = |spoil: &dyn Fn(&mut Sequence), says: &str| {
            let mut wrong = right.clone();
            spoil(&mut wrong);
            assert!(wrong.check(&layout).unwrap_err().to_string().contains(says), "{wrong:?}");
        };
        check(&|wrong| wrong.program = 4, "expected one of 4 programs, found number 4");
        check(&|wrong| wrong.steps.clear(), "found one without");
        check(&|wrong| wrong.steps[0].rows[0] = layout.rows as u16, "step 0: ");
        check(&|wrong| wrong.steps[0].targets[0] = Some(2), "step 0: ");
        check(&|wrong| wrong.steps[0].targets.truncate(1), "step 0: ");
    }
}
