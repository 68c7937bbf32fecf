//! Calls as people write them.

use npi_format::{Signature, Slot};
use npi_runtime::Program;

/// A program of a task with its arguments, as in `ACT(OUT, 0)`.
#[must_use]
pub fn call_text(signature: &Signature, program: Program, arguments: &[u8]) -> String {
    let name = program.name(signature);
    if !program.takes_arguments(signature) {
        return name.to_owned();
    }
    let arguments: Vec<_> = names(signature.arguments, arguments).map(|(_, symbol)| symbol).collect();
    format!("{name}({})", arguments.join(", "))
}

/// Slots and the names of their symbols.
fn names<'a>(
    slots: &'static [Slot],
    symbols: &'a [u8],
) -> impl Iterator<Item = (&'static str, &'static str)> + use<'a> {
    let name = |(slot, &symbol): (&'static Slot, &u8)| {
        (slot.name, slot.symbols.get(usize::from(symbol)).copied().unwrap_or("?"))
    };
    slots.iter().zip(symbols).map(name)
}
