//! What a network learns from: the steps of one call, as numbers.

use std::collections::BTreeSet;

use npi_format::{Counts, Head, Input, Shape, Signature};
use npi_runtime::verify::{Walked, verify};
use npi_runtime::{Call, Decision, Machine, Program, Symbols, Task, Teacher};

use crate::error::{Result, ensure};
use crate::nesting::{Nesting, Place};
use crate::spec::Spec;

/// The sizes that a task gives to its network: those of its [`Shape`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Learned programs.
    pub programs: usize,
    /// Rows of the input table.
    pub rows: usize,
    /// Scores of each head, in order; a head of one score is decided by its sign.
    pub heads: Vec<usize>,
    /// Boxes that are learned with the network.
    pub boxes: usize,
}

impl Layout {
    /// The layout of a task, without boxes.
    #[must_use]
    pub fn of(signature: &Signature) -> Self {
        let counts = Counts::of(signature);
        let shape = counts.shape();
        let heads = shape.heads().map(|(_, scores)| scores).collect();
        Self { programs: signature.programs.len(), rows: shape.rows(), heads, boxes: 0 }
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
    pub fn new<O: Symbols, A: Symbols>(
        signature: &Signature,
        call: &Call<A>,
        steps: &[(O, Decision<A>)],
    ) -> Self {
        let counts = Counts::of(signature);
        let step = |(view, decision): &(O, Decision<A>)| Step {
            rows: rows_of(signature, &counts.shape(), call, view),
            targets: targets(signature, &counts.shape(), decision),
        };
        debug_assert!(call.program.index().is_some(), "sequences are of learned programs");
        Self { program: call.program.index().unwrap_or_default(), steps: steps.iter().map(step).collect() }
    }

    /// Checks that a network of a layout can learn from it.
    ///
    /// # Errors
    /// If it has no steps, or names a program, a table row or an answer that the layout does not have.
    pub fn check(&self, layout: &Layout) -> Result<()> {
        let programs = layout.programs;
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
pub fn rows<O: Symbols, A: Symbols>(signature: &Signature, call: &Call<A>, view: &O) -> Vec<u16> {
    rows_of(signature, &Counts::of(signature).shape(), call, view)
}

fn rows_of<O: Symbols, A: Symbols>(
    signature: &Signature,
    shape: &Shape<'_>,
    call: &Call<A>,
    view: &O,
) -> Vec<u16> {
    let row = |block, symbol: usize| (shape.first_row(block) + symbol) as u16;
    let seen = view.as_ref().iter().enumerate();
    let seen = seen.filter(|&(slot, _)| call.program.sees(signature, slot).anything());
    let mut rows: Vec<_> =
        seen.map(|(slot, &symbol)| row(Input::Observation(slot), usize::from(symbol))).collect();
    if call.program.takes_arguments(signature) {
        let given = call.arguments.as_ref().iter().enumerate();
        rows.extend(given.map(|(slot, &symbol)| row(Input::Argument(slot), usize::from(symbol))));
    }
    rows.push(row(Input::Program, call.program.index().unwrap_or_default()));
    rows
}

fn targets<A: Symbols>(signature: &Signature, shape: &Shape<'_>, decision: &Decision<A>) -> Vec<Option<u16>> {
    let call = &decision.call;
    let taken = call.program.takes_arguments(signature);
    let target = |(head, _)| match head {
        Head::End => Some(u16::from(decision.end)),
        Head::Program => Some(u16::from(call.program.0)),
        Head::Argument(slot) => call.arguments.as_ref().get(slot).filter(|_| taken).copied().map(u16::from),
    };
    shape.heads().map(target).collect()
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
type Steps<T> = Vec<(<T as Machine>::Observation, Decision<<T as Machine>::Arguments>)>;

/// Gathers the steps of a run into the calls that they belong to.
pub struct Calls<T: Task> {
    open: Nesting<T, Steps<T>>,
}

impl<T: Task> Calls<T> {
    /// No step taken yet of a problem's first call.
    #[must_use]
    pub fn start(call: Call<T::Arguments>) -> Self {
        Self { open: Nesting::start(call) }
    }

    /// Takes in a step; gives the sequence of the call that it ends.
    ///
    /// # Errors
    /// If the step is not the next one of the call that has to step.
    pub fn step(
        &mut self,
        place: Place<T>,
        seen: T::Observation,
        decision: Decision<T::Arguments>,
    ) -> Result<Option<Sequence>> {
        let (steps, _) = self.open.step(place)?;
        steps.push((seen, decision));
        let ended = self.open.follow(&decision);
        Ok(ended.map(|steps| Sequence::new(&T::SIGNATURE, &place.call, &steps)))
    }
}

/// Every sequence of views that calls of a program can be shown, in the order in which a proof walks them.
///
/// # Errors
/// If the teacher goes round in a circle.
pub fn all<O: Symbols, A: Symbols>(spec: &Spec<O, A>, program: Program) -> Result<Vec<Sequence>> {
    let mut sequences = Vec::new();
    let teacher = Teacher::of(spec);
    verify::<&Spec<O, A>, _, _>(&spec, &teacher, program, &mut |call, walked: &[Walked<&Spec<O, A>>]| {
        let steps: Vec<_> = walked.iter().map(|step| (step.view, step.expected)).collect();
        sequences.push(Sequence::new(spec.signature(), call, &steps));
    })?;
    Ok(sequences)
}

#[cfg(test)]
mod tests {
    use npi_tasks::Addition;

    use super::*;
    use crate::spec::SpecOf;

    /// What nobody can learn from is an error: calls without steps, and numbers that the task does not have.
    #[test]
    fn hand_made_sequences_are_checked() {
        let layout = Layout::of(&Addition::SIGNATURE);
        let spec = SpecOf::<Addition>::of_task::<Addition>().unwrap();
        let right = all(&spec, Program::learned(1)).unwrap().remove(0);
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
