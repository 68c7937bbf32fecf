//! How many sequences of views a proof has to walk: counted, memory by memory, before it begins.

use crate::error::{Result, ensure};
use npi_runtime::verify::programs;
use npi_runtime::{Program, Symbols};

use super::{Spec, Table};

/// The most sequences that a task's proof may have, and the most rows of a program's table.
pub const LIMIT: usize = 10_000_000;
/// What to do about a task that has more.
pub(super) const HINT: &str = "hint: split the program into several, or narrow what it sees";

/// What a proof of one program walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Sequences of views, until the teacher ends.
    pub sequences: usize,
    /// Their steps, counted for each sequence.
    pub steps: usize,
    /// How often a view is left out because the teacher says that it cannot come there.
    pub excluded: usize,
}

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// What a proof of each program walks, in their order; nothing of a program that [loops](Spec::loops).
    ///
    /// # Errors
    /// A program whose teacher excludes every view, by name; or too many sequences in all.
    pub fn counts(&self) -> Result<Vec<Count>> {
        let counts =
            programs(self.signature).map(|program| self.count(program)).collect::<Result<Vec<_>>>()?;
        self.check_limit(programs(self.signature).zip(&counts))?;
        Ok(counts)
    }

    /// What a proof of one program walks, however much that is; nothing of a program that [loops](Spec::loops).
    ///
    /// # Errors
    /// If its teacher excludes every view, by its name.
    pub fn count(&self, program: Program) -> Result<Count> {
        let table = program.index().and_then(|index| self.programs.get(index));
        table.map_or(Ok(Count::default()), |table| table.count(program.name(self.signature)))
    }

    /// Checks that programs are not too many sequences for a proof.
    ///
    /// # Errors
    /// If one alone is, by its name, or all together are.
    pub(crate) fn check_limit<'c>(&self, counts: impl Iterator<Item = (Program, &'c Count)>) -> Result<()> {
        let mut all = 0_usize;
        for (program, &Count { sequences: found, .. }) in counts {
            ensure!(
                found <= LIMIT,
                "program {}: expected at most {LIMIT} sequences of views, found {found}; {HINT}",
                program.name(self.signature)
            );
            all = all.saturating_add(found);
        }
        ensure!(all <= LIMIT, "expected at most {LIMIT} sequences of views in all, found {all}; {HINT}");
        Ok(())
    }
}

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// Whether the teacher of a program comes to a memory twice in some call, so that the call has no longest sequence.
    #[must_use]
    pub fn loops(&self, program: Program) -> bool {
        program.index().and_then(|index| self.programs.get(index)).is_some_and(Table::loops)
    }
}

impl<O: Symbols, A: Symbols> Table<O, A> {
    fn count(&self, name: &str) -> Result<Count> {
        let mut total = Count::default();
        if self.loops() {
            self.of_each_call().try_for_each(|rows| self.check_loop(rows, name))?;
            return Ok(total);
        }
        for rows in self.of_each_call() {
            let mut memories = vec![None; usize::from(self.memories)];
            let count = self.from(rows, 0, &mut memories, name)?;
            total.sequences = total.sequences.saturating_add(count.sequences);
            total.steps = total.steps.saturating_add(count.steps);
            total.excluded = total.excluded.saturating_add(count.excluded);
        }
        Ok(total)
    }

    /// What can follow a memory of the call that these rows are of.
    fn from(
        &self,
        rows: &[super::Row<A>],
        memory: usize,
        memories: &mut [Option<Count>],
        name: &str,
    ) -> Result<Count> {
        if let Some(count) = memories[memory] {
            return Ok(count);
        }
        let mut count = Count::default();
        for row in self.of_memory(rows, memory) {
            match row {
                None => count.excluded = count.excluded.saturating_add(1),
                Some((decision, _)) if decision.end => {
                    count.sequences = count.sequences.saturating_add(1);
                    count.steps = count.steps.saturating_add(1);
                }
                Some((_, next)) => {
                    let rest = self.from(rows, usize::from(*next), memories, name)?;
                    count.sequences = count.sequences.saturating_add(rest.sequences);
                    count.steps = count.steps.saturating_add(rest.steps).saturating_add(rest.sequences);
                    count.excluded = count.excluded.saturating_add(rest.excluded);
                }
            }
        }
        ensure!(
            count.sequences > 0,
            "program {name}, memory {memory}: expected a view that can come, found none"
        );
        memories[memory] = Some(count);
        Ok(count)
    }

    /// The rows of each call.
    fn of_each_call(&self) -> impl Iterator<Item = &[super::Row<A>]> {
        self.rows.chunks(self.views.len() * usize::from(self.memories))
    }

    /// The rows of a memory, of those of a call.
    fn of_memory<'r>(&self, rows: &'r [super::Row<A>], memory: usize) -> &'r [super::Row<A>] {
        &rows[memory * self.views.len()..][..self.views.len()]
    }

    /// The memories that can follow one.
    fn next(&self, rows: &[super::Row<A>], memory: usize) -> impl Iterator<Item = usize> {
        let rows = self.of_memory(rows, memory).iter().flatten();
        rows.filter(|(decision, _)| !decision.end).map(|&(_, next)| usize::from(next))
    }

    /// The memories that can follow a memory of a call, or what follows it, and so on; that memory among them only if it can.
    fn reached(&self, rows: &[super::Row<A>], from: usize) -> Vec<bool> {
        let (mut reached, mut open) = (vec![false; usize::from(self.memories)], vec![from]);
        while let Some(memory) = open.pop() {
            for next in self.next(rows, memory) {
                if !std::mem::replace(&mut reached[next], true) {
                    open.push(next);
                }
            }
        }
        reached
    }

    fn loops(&self) -> bool {
        self.of_each_call().any(|rows| {
            let from_start = self.reached(rows, 0);
            let comes = |&memory: &usize| memory == 0 || from_start[memory];
            (0..usize::from(self.memories)).filter(comes).any(|memory| self.reached(rows, memory)[memory])
        })
    }

    /// Checks that at each memory that a call can come to some view can come.
    fn check_loop(&self, rows: &[super::Row<A>], name: &str) -> Result<()> {
        let reached = self.reached(rows, 0);
        for memory in (0..reached.len()).filter(|&memory| memory == 0 || reached[memory]) {
            let some = self.of_memory(rows, memory).iter().any(Option::is_some);
            ensure!(some, "program {name}, memory {memory}: expected a view that can come, found none");
        }
        Ok(())
    }
}
