//! How many sequences of views a proof has to walk: counted, memory by memory, before it begins.

use crate::error::{Result, bail, ensure};
use npi_runtime::{Machine, Symbols};

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
    /// What a proof of each program walks, in their order.
    ///
    /// # Errors
    /// A program whose teacher goes round in a circle or excludes every view, by name; or too many sequences in all.
    pub fn counts(&self) -> Result<Vec<Count>> {
        let named = self.programs.iter().zip(self.signature().programs);
        let counts = named.map(|(table, entry)| table.count(entry.name)).collect::<Result<Vec<_>>>()?;
        let found = counts.iter().fold(0_usize, |sum, count| sum.saturating_add(count.sequences));
        ensure!(found <= LIMIT, "expected at most {LIMIT} sequences of views in all, found {found}; {HINT}");
        Ok(counts)
    }
}

/// How a memory is counted.
#[derive(Clone, Copy)]
enum Memory {
    Unknown,
    /// Its own count waits for this one: a memory that comes to itself.
    Open,
    Known(Count),
}

impl<O: Symbols, A: Symbols> Table<O, A> {
    fn count(&self, name: &str) -> Result<Count> {
        let mut total = Count::default();
        for rows in self.rows.chunks(self.views.len() * usize::from(self.memories)) {
            let mut memories = vec![Memory::Unknown; usize::from(self.memories)];
            let count = self.from(rows, 0, &mut memories, name)?;
            total.sequences = total.sequences.saturating_add(count.sequences);
            total.steps = total.steps.saturating_add(count.steps);
            total.excluded = total.excluded.saturating_add(count.excluded);
        }
        let found = total.sequences;
        ensure!(
            found <= LIMIT,
            "program {name}: expected at most {LIMIT} sequences of views, found {found}; {HINT}"
        );
        Ok(total)
    }

    /// What can follow a memory of the call that these rows are of.
    fn from(
        &self,
        rows: &[super::Row<A>],
        memory: usize,
        memories: &mut [Memory],
        name: &str,
    ) -> Result<Count> {
        match memories[memory] {
            Memory::Known(count) => return Ok(count),
            Memory::Open => bail!(
                "program {name} goes round in a circle (memory {memory} comes to itself): \
                 loops cannot be proven yet; hint: let it end by a tail call of itself"
            ),
            Memory::Unknown => memories[memory] = Memory::Open,
        }
        let mut count = Count::default();
        for row in &rows[memory * self.views.len()..][..self.views.len()] {
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
        memories[memory] = Memory::Known(count);
        Ok(count)
    }
}
