//! A task as a value: names, alphabets, views, domains, and the table of everything that its teacher decides.
//!
//! The table has a row for each call, memory and view. Learning, verifier and export read it; a device asks
//! [`Machine::teach`] instead, of which the table is made.

mod calls;
pub(crate) mod coq;
mod count;
mod export;
pub(crate) mod form;

use crate::error::{Context, Result, ensure};
pub use count::{Count, LIMIT};
pub use export::sha256;
use npi_runtime::task::{Signature, depth, first_arguments, next_arguments, next_view};
use npi_runtime::verify::programs;
use npi_runtime::{Call, Decision, Machine, Program, Symbols, Task};

/// What a teacher does with a view, and the memory after it; `None` for a view that cannot come.
pub type Row<A> = Option<(Decision<A>, u8)>;

/// What a row is of: a call, a memory and a view.
pub type Key<O, A> = (Call<A>, u8, O);

/// A task whose observations are `O` and whose arguments are `A`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec<O, A> {
    signature: &'static Signature,
    programs: Vec<Table<O, A>>,
    depth: usize,
}

/// The spec of a task.
pub type SpecOf<T> = Spec<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// Everything that the teacher of one program decides.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table<O, A> {
    /// The views of the program, in order.
    views: Vec<O>,
    /// The calls of it, in order: one for each tuple of arguments in its domain.
    calls: Vec<Call<A>>,
    /// One for each call, memory and view, the view changing fastest.
    rows: Vec<Row<A>>,
    memories: u8,
}

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// Asks a machine everything, and checks its answers: each memory and symbol in range, each call in the domain of
    /// the program called, no recursion but by tail calls.
    ///
    /// # Errors
    /// What is wrong with the task, with the program's name; or that its table is too large.
    pub fn of(machine: &impl Machine<Observation = O, Arguments = A>) -> Result<Self> {
        let signature = machine.signature();
        form::check::<O, A>(signature)?;
        let table = |program: Program| {
            let name = program.name(signature);
            Table::of(machine, program).with_context(|| format!("program {name}"))
        };
        let programs = programs(signature).map(table).collect::<Result<Vec<_>>>()?;
        let mut spec = Self { signature, programs, depth: 0 };
        spec.depth = calls::depth(&spec)?;
        Ok(spec)
    }

    /// Frames of the call stack that its teacher needs, for any problem.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The same task with another answer to one call, memory and view.
    ///
    /// # Errors
    /// As [`Spec::of`], or if the table has no such row.
    pub fn with(mut self, call: &Call<A>, memory: u8, view: &O, row: Row<A>) -> Result<Self> {
        let table = call.program.index().and_then(|index| self.programs.get_mut(index));
        let table = table.context("expected a learned program of the task, found another")?;
        let index = table.index(call, memory, view);
        let index = index.context("expected a call, memory and view of the table, found others")?;
        form::check_row(self.signature, table.memories, &row)
            .with_context(|| format!("program {}", call.program.name(self.signature)))?;
        table.rows[index] = row;
        self.depth = calls::depth(&self)?;
        Ok(self)
    }

    /// Every call, memory and view that the table has a row for.
    pub fn rows(&self) -> impl Iterator<Item = (Call<A>, u8, O, Row<A>)> {
        self.programs.iter().flat_map(|table| {
            table.keys().zip(&table.rows).map(|((call, memory, view), row)| (call, memory, view, *row))
        })
    }
}

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// The spec of a task.
    ///
    /// # Errors
    /// As [`Spec::of`], or if the task needs more frames than it declares.
    pub fn of_task<T: Task<Observation = O, Arguments = A>>() -> Result<Self> {
        let task = T::SIGNATURE.task;
        let same = *T::default().signature() == T::SIGNATURE;
        ensure!(
            same,
            "task `{task}`: expected one signature, found that its machine's is another than its own"
        );
        let spec = Self::of(&T::default()).with_context(|| format!("task `{task}`"))?;
        let (declared, needed) = (depth::<T>(), spec.depth);
        ensure!(declared >= needed, "expected a Stack of at least {needed} frames, found {declared}");
        Ok(spec)
    }
}

impl<O: Symbols, A: Symbols> Machine for Spec<O, A> {
    type Observation = O;
    type Arguments = A;

    fn signature(&self) -> &'static Signature {
        self.signature
    }

    fn teach(&self, call: &Call<A>, memory: u8, view: &O) -> Row<A> {
        let table = self.programs.get(call.program.index()?)?;
        *table.rows.get(table.index(call, memory, view)?)?
    }
}

impl<O: Symbols, A: Symbols> Table<O, A> {
    fn of(machine: &impl Machine<Observation = O, Arguments = A>, program: Program) -> Result<Self> {
        let signature = machine.signature();
        let memories = program.entry(signature).map_or(0, |entry| entry.memories);
        let views = all(O::ZERO, |view| next_view(signature, program, view))?;
        let arguments =
            all(first_arguments(signature, program), |tuple| next_arguments(signature, program, tuple))?;
        let rows = views.len().saturating_mul(arguments.len()).saturating_mul(usize::from(memories));
        ensure!(rows <= LIMIT, "expected a table of at most {LIMIT} rows, found {rows}; {}", count::HINT);
        let calls: Vec<_> = arguments.into_iter().map(|arguments| Call { program, arguments }).collect();
        let mut table = Self { views, calls, rows: Vec::new(), memories };
        let asked = table.keys().map(|(call, memory, view)| machine.teach(&call, memory, &view));
        table.rows = asked
            .map(|row| form::check_row(signature, memories, &row).map(|()| row))
            .collect::<Result<_>>()?;
        Ok(table)
    }

    /// What each row is of, in their order.
    fn keys(&self) -> impl Iterator<Item = Key<O, A>> {
        let of_call = move |call: &Call<A>| {
            let call = *call;
            let of_memory = move |memory| self.views.iter().map(move |view| (call, memory, *view));
            (0..self.memories).flat_map(of_memory)
        };
        self.calls.iter().flat_map(of_call)
    }

    /// Where the row of a call, memory and view stands.
    fn index(&self, call: &Call<A>, memory: u8, view: &O) -> Option<usize> {
        let call = self.calls.iter().position(|known| known == call)?;
        let view = self.views.binary_search_by(|known| known.as_ref().cmp(view.as_ref())).ok()?;
        let known = memory < self.memories;
        known.then_some((call * usize::from(self.memories) + usize::from(memory)) * self.views.len() + view)
    }
}

/// Every value from the first until `next` says that it was the last.
fn all<S: Symbols>(first: S, mut next: impl FnMut(&mut S) -> bool) -> Result<Vec<S>> {
    let (mut all, mut now) = (vec![first], first);
    while next(&mut now) {
        ensure!(all.len() < LIMIT, "expected at most {LIMIT} views, found more; {}", count::HINT);
        all.push(now);
    }
    Ok(all)
}
