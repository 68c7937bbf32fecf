//! A spec as a term of Coq, of the types in `tests/coq/Machine.v`.

use std::fmt::Write as _;

use npi_format::Slot;
use npi_runtime::Symbols;

use super::{Row, Spec, Table};

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// The spec as a term of Coq: frames of the stack, then programs. The same text for the same task.
    #[must_use]
    pub fn to_coq(&self) -> String {
        let programs = self.programs.iter().zip(self.signature.programs).map(|(table, entry)| {
            let slots = self.signature.observation.iter().enumerate();
            let sees: Vec<_> = slots.map(|(index, slot)| seen(slot, entry.sees(index))).collect();
            let domains: Vec<_> =
                entry.arguments.iter().map(|domain| format!("[{}]", numbers(domain))).collect();
            let (name, sees, domains) = (plain(entry.name), sees.join("; "), domains.join("; "));
            format!("\n    (* {name} *)\n    Program [{sees}] [{domains}] [{}]", table.to_coq())
        });
        format!("Spec {} [{}]", self.depth, programs.collect::<Vec<_>>().join(";"))
    }
}

impl<O: Symbols, A: Symbols> Table<O, A> {
    /// For each tuple of arguments, and each memory, all rows.
    fn to_coq(&self) -> String {
        let of_call = self.rows.chunks(self.views.len() * usize::from(self.memories));
        let calls = self.calls.iter().zip(of_call).map(|(call, rows)| {
            let memories: Vec<_> = rows.chunks(self.views.len()).map(|rows| self.rows_to_coq(rows)).collect();
            format!("\n     ([{}], [{}])", numbers(call.arguments.as_ref()), memories.join(";"))
        });
        calls.collect::<Vec<_>>().join(";")
    }

    fn rows_to_coq(&self, rows: &[Row<A>]) -> String {
        let rows = self.views.iter().zip(rows).map(|(view, row)| written(view, row));
        format!("\n      [{}]", rows.collect::<Vec<_>>().join(";\n       "))
    }
}

/// A view, and what the teacher does with it; the memory after an end is 0.
fn written<O: Symbols, A: Symbols>(view: &O, row: &Row<A>) -> String {
    let view = numbers(view.as_ref());
    let Some((decision, next)) = row else { return format!("([{view}], None)") };
    let (called, given) = (decision.call.program.0, numbers(decision.call.arguments.as_ref()));
    let next = if decision.end { &0 } else { next };
    format!("([{view}], Some (Decision {called} [{given}] {}, {next}))", decision.end)
}

/// As what each symbol of a slot is seen, if anything is seen of it.
fn seen(slot: &Slot, sees: npi_format::Sees) -> String {
    let symbols: Vec<_> = (0..slot.symbols.len()).map(|symbol| sees.look(symbol as u8)).collect();
    if sees.anything() { format!("Some [{}]", numbers(&symbols)) } else { "None".to_owned() }
}

/// Numbers as the elements of a list.
pub(crate) fn numbers(numbers: &[u8]) -> String {
    let mut text = String::new();
    for (index, number) in numbers.iter().enumerate() {
        let space = if index == 0 { "" } else { "; " };
        let _ = write!(text, "{space}{number}"); // a string takes anything
    }
    text
}

/// A name as a comment can have it: what could end the comment, or begin a string, is replaced.
pub(crate) fn plain(name: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_ ".contains(character);
    name.chars().map(|character| if plain(character) { character } else { '?' }).collect()
}
