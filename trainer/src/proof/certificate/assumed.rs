//! What a certificate says nothing of.

use std::fmt;

use npi_runtime::verify::programs;
use npi_runtime::{Program, Task};
use serde::Serialize;

use crate::plural::counted;
use crate::refutation::{listed, sees};
use crate::spec::SpecOf;

/// What a program's teacher says it cannot see.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Assumed {
    program: &'static str,
    /// Rows of the program's table, each a call, a memory and a view, that are left out.
    excluded: usize,
    /// Rows of the table.
    of: usize,
    /// The first of them: the memory, and what is seen of each slot.
    first: (u8, Vec<(&'static str, &'static str)>),
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, excluded, of, first: (memory, sees) } = self;
        let sees = listed(sees, " ");
        write!(
            f,
            "{excluded} of {} of {program} cannot come, such as {sees} with memory {memory}",
            counted(*of, "view")
        )
    }
}

/// What the teachers of a task's programs say they cannot see.
pub(super) fn assumed<T: Task>(spec: &SpecOf<T>) -> Vec<Assumed> {
    let of_program = |program: Program| {
        let rows = || spec.rows().filter(|(call, ..)| call.program == program);
        let mut excluded = rows().filter(|(.., row)| row.is_none());
        let (_, memory, view, _) = excluded.next()?;
        let first = (memory, sees::<T>(program, &view));
        Some(Assumed {
            program: program.name(&T::SIGNATURE),
            excluded: 1 + excluded.count(),
            of: rows().count(),
            first,
        })
    };
    programs(&T::SIGNATURE).filter_map(of_program).collect()
}
